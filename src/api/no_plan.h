/* no_plan.h — siting found no plan: is there none, which limits contradict each other, and what would be enough? */
#ifndef MLG_API_NO_PLAN_H
#define MLG_API_NO_PLAN_H

#include "siting/solve.h"

struct no_plan {
    const mlg_network *net;
    const mlg_leg_source *legs;
    const mlg_options *options; /* siting.*: the deadline and the work of all of it */
    mlg_progress_fn *f;
    void *user;
};

/* told: contradictions with checked repairs are among the findings. plan [given]: limits can all hold after all, and this
 * search keeps them without counting costs: a start for another one; or NULL. */
mlg_status mlg__explain_no_plan(const struct no_plan *q, bool *told, struct search **plan, mlg_findings *found, mlg_error *err);

#endif
