/* tables.h — the built-in emission tables, completed, for tests. */
#ifndef MLG_TESTS_TABLES_H
#define MLG_TESTS_TABLES_H

#include "accounts/energy.h"
#include "base/memory.h"
#include "io/emissions.h"
#include "support/test.h"

static inline struct emission_tables test_tables(struct arena *arena)
{
    struct emission_tables t;
    mlg_error err = { 0 };
    const mlg_status status = mlg__emissions_read(NULL, arena, &t, NULL, &err);
    check_msg(status == MLG_OK, "%s: %s", err.where, err.message);
    const mlg_status completed = mlg__fleet_complete(&t, NULL, &err);
    check_msg(completed == MLG_OK, "%s: %s", err.where, err.message);
    return t;
}

static inline const struct vehicle_class *test_class(const struct emission_tables *t, const char *id)
{
    const struct vehicle_class *c = mlg__fleet_class(t, id);
    check_msg(c != NULL, "class %s", id);
    return c;
}

/* |value - wanted| <= tolerance, with the numbers in the message. */
#define check_near(value, wanted, tolerance)                                                                           \
    check_msg(fabs((double)(value) - (double)(wanted)) <= (tolerance), "%.9g, wanted %.9g within %g", (double)(value), \
              (double)(wanted), (double)(tolerance))

#endif
