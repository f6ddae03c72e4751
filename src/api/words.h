/* words.h — what a plan says beyond itself, and what it keeps of an earlier one: the options siting.words, .certain_within,
 * .keep and .stability_eur, carried out. */
#ifndef MLG_API_WORDS_H
#define MLG_API_WORDS_H

#include "model/network_plan.h"
#include "siting/network.h"
#include "siting/solve.h"

/* States of the plan.json that siting.keep names; none without it. */
struct kept_plan {
    struct plan_kept *states; /* owned */
    int32_t count;
    int64_t stability_micro;
};
mlg_status mlg__kept_plan_read(const mlg_scenario *s, const mlg_options *o, struct kept_plan *kept, mlg_findings *found,
                               mlg_error *err);

/* What the search is asked after its plan; end_s: monotonic, INFINITY by work alone. */
struct words_request mlg__words_request(const mlg_options *o, double end_s, mlg_progress_fn *f, void *user);

/* Fill plan->words from the search that made the plan; end_s: monotonic, INFINITY by work alone. */
mlg_status mlg__say_words(const struct mlg_network *n, const mlg_siting *from, const mlg_options *o, double end_s,
                          mlg_progress_fn *f, void *user, mlg_network_plan *plan, mlg_error *err);

#endif
