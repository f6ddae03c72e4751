/* plan_check.h — read a plan.json and check it, as `maillage check` does: is it found wrong? */
#ifndef MLG_TESTS_PLAN_CHECK_H
#define MLG_TESTS_PLAN_CHECK_H

#include "io/plan_json.h"
#include "maillage/check.h"
#include "support/mutate.h"

struct verdict {
    bool read, clean;
    char first[600];
};

static inline struct verdict plan_verdict(const mlg_scenario *s, const mlg_leg_source *legs, const char *data,
                                          size_t size)
{
    struct verdict v = { 0 };
    mlg_findings *found = mlg_findings_new(MLG_EN);
    mlg_network_plan *plan = NULL;
    mlg_error err = { 0 };
    mlg_status status = mlg__network_plan_read(data, size, s, &plan, found, &err);
    v.read = status == MLG_OK;
    if (v.read) status = mlg_check_network(s, legs, plan, found, &err);
    v.clean = v.read && status == MLG_OK && mlg_findings_count(found, false) == 0;
    const mlg_error *first = mlg_findings_at(found, false, 0);
    if (first) snprintf(v.first, sizeof v.first, "%s: %s", first->where, first->message);
    else snprintf(v.first, sizeof v.first, "%s: %s", err.where, err.message);
    mlg_network_plan_free(plan);
    mlg_findings_free(found);
    return v;
}

struct mutation_result {
    int64_t tried, by_reader, missed;
};

/* The n-th change of master. Missed ones are printed. */
static inline void try_mutation(const mlg_scenario *s, const mlg_leg_source *legs, json_t *master, int64_t n,
                                struct mutation_result *result)
{
    char what[800];
    json_t *copy = json_deep_copy(master);
    if (mutate(copy, n, what, sizeof what)) {
        char *text = json_dumps(copy, JSON_COMPACT | JSON_REAL_PRECISION(17));
        const struct verdict v = plan_verdict(s, legs, text, strlen(text));
        result->tried++;
        result->by_reader += !v.read;
        result->missed += v.clean;
        if (v.clean) fprintf(stderr, "not found: %s\n", what);
        free(text);
    }
    json_decref(copy);
}

#endif
