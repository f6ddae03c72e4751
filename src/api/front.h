/* front.h — the front round a solved plan: searched, accounted and checked point by point, the plan itself among them. */
#ifndef MLG_API_FRONT_H
#define MLG_API_FRONT_H

#include "model/front.h"
#include "siting/solve.h"

struct front_job {
    const mlg_scenario *s;
    const mlg_leg_source *legs;
    const mlg_network *net;      /* where `from` was solved */
    mlg_siting *from;            /* takes over a cheaper plan that the front meets */
    const mlg_options *options;  /* siting.time_limit_s: of the search */
    double end_s;                /* monotonic: of accounts and checks; 0: none */
    int32_t threads;
    mlg_progress_fn *f;
    void *user;
};

/* *plan: that of `from`; replaced when the front met a cheaper one. Afterwards it is the first point's, borrowed there.
 * Points whose check the clock does not allow are left out. Errors: MLG_INTERNAL when a point fails its check. */
mlg_status mlg__front_make(const struct front_job *job, mlg_network_plan **plan, mlg_front **front, mlg_findings *found,
                           mlg_error *err);
/* Once *plan is accounted: figures, curves and envelope; the plan owns the front then, also on error. */
mlg_status mlg__front_attach(mlg_network_plan *plan, mlg_front *front, mlg_error *err);

#endif
