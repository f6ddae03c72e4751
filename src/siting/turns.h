/* turns.h — one decision of a plan turned, its flows assigned anew: what that costs more, and the plan where it costs less.
 *
 * Local search ends with its time, so a plan may be left in which closing one site pays. Such a turn is taken over, the plan
 * descends once more from there, and the others are turned again: what is told of close calls holds for the plan that is given. */
#ifndef MLG_SITING_TURNS_H
#define MLG_SITING_TURNS_H

#include "siting/prices.h"

/* What deciding a site otherwise costs; the fields as in struct site_word. */
struct turn {
    bool tried;
    int64_t more, fixed, flows, load_milli;
    enum site_reason reason;
    int64_t lacking_cents;    /* BUDGET */
    int32_t row;              /* LIMIT: the common row on flows that breaks most, of its limit; MLG_NONE: least fill */
};

struct turns {
    struct arena arena;
    struct turn *site;        /* [site] */
    int64_t tried, taken;
};

/* Otherwise: closed in the last period where the plan has it open; else open at some time (in the last period, where the plan
 * closes it on the way). plan [period]: states of the site. */
bool mlg__decides_otherwise(const struct mlg_network *n, const int8_t *plan, int32_t t, int32_t k);

/* Turn every site whose decision is nearest, of a search that found a plan. better [given]: the search of a cheaper plan, which the
 * turns are then told of; NULL: there is none. Where rows are whole nothing is turned. turns [given]: mlg__turns_free(). */
mlg_status mlg__take_turns(const struct mlg_network *n, const struct search *search, const struct words_request *q,
                           struct turns **turns, struct search **better, mlg_error *err);
void mlg__turns_free(struct turns *turns);

#endif
