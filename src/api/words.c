/* words.c — options of words and of kept plans, carried out. See words.h. */
#include "api/words.h"

#include <math.h>

#include "base/options.h"
#include "base/thread.h"
#include "io/file.h"
#include "io/kept_states.h"
#include "model/units.h"
#include "siting/prices.h"

enum { ITERATIONS = 60, ITERATIONS_LEAST = 20, SHARE_OF_WORK = 10 };
#define FILE_LIMIT ((size_t)1 << 30)

mlg_status mlg__kept_plan_read(const mlg_scenario *s, const mlg_options *o, struct kept_plan *kept, mlg_findings *found,
                               mlg_error *err)
{
    const char *file = mlg__option_text(o, "siting.keep");
    const double eur = mlg__option_real(o, "siting.stability_eur");
    char *bytes;
    size_t size;
    *kept = (struct kept_plan) { 0 };
    if (!file[0] || eur <= 0) return MLG_OK;
    MLG_TRY(mlg__file_read(file, FILE_LIMIT, &bytes, &size, err));
    const mlg_status status = mlg__kept_states_read(bytes, size, s, &kept->states, &kept->count, found, err);
    mlg__free(bytes);
    kept->stability_micro = mlg__round(eur * (double)MLG_MICRO_PER_UNIT);
    return status;
}

struct words_request mlg__words_request(const mlg_options *o, double end_s, mlg_progress_fn *f, void *user)
{
    const int64_t threads = mlg__option_int(o, "siting.threads"), work = mlg__option_int(o, "siting.iterations");
    return (struct words_request) {
        .certain_within = mlg__option_real(o, "siting.certain_within"),
        .iterations = work > 0 ? max64(ITERATIONS_LEAST, work / SHARE_OF_WORK) : ITERATIONS,
        .threads = threads > 0 ? (int32_t)threads : mlg__core_count(),
        .seed = (uint64_t)mlg__option_int(o, "siting.seed"), .end_s = end_s, .tell = f, .user = user };
}

mlg_status mlg__say_words(const struct mlg_network *n, const mlg_siting *from, const mlg_options *o, double end_s,
                          mlg_progress_fn *f, void *user, mlg_network_plan *plan, mlg_error *err)
{
    const struct words_request q = mlg__words_request(o, end_s, f, user);
    if (!mlg__option_int(o, "siting.words")) return MLG_OK;
    return mlg__siting_words(n, from->search, from->turns, plan->plan.cost, plan->bound, &q, &plan->arena, &plan->words, err);
}
