/* solve.h — mlg_siting_solve() with a start, and what api asks a result beyond the public header. */
#ifndef MLG_SITING_SOLVE_H
#define MLG_SITING_SOLVE_H

#include "siting/turns.h"

struct mlg_siting {
    struct search *search;
    mlg_network_plan *plan; /* NULL: none found */
    int64_t cost, bound;
    mlg_stopped stopped_by;
    struct turns *turns;    /* of the plan's decisions; NULL until they were turned */
};

/* As mlg_siting_solve(), from the prices and plan of an earlier result of the same scenario (start may be NULL):
 * the refinement loop of siting-engine 4.3. start is borrowed. */
mlg_status mlg__siting_solve_from(const mlg_network *n, const mlg_siting *start, const mlg_options *o,
                                  mlg_progress_fn *f, void *user, mlg_siting **result, mlg_error *err);

/* Options of a search and its deadline, from siting.*; starts the clock. */
struct control mlg__search_control(const mlg_options *o, mlg_progress_fn *f, void *user, struct search_options *options);

/* Turn the plan's decisions; a cheaper plan found on the way takes its place, and r->turns tells of that one. seed: as the plan's. */
mlg_status mlg__siting_turn(const mlg_network *n, const struct words_request *q, mlg_siting *r, mlg_error *err);

/* Take the plan out: it is the caller's then. */
mlg_network_plan *mlg__siting_take_plan(mlg_siting *r);

#endif
