/* prices.h — what the limits are worth, in figures for words: by certified prices, and by plans found with a step more.
 *
 * Limits enter the certificate linearly: at whatever prices, moving a limit by x moves the bound by price times x, exactly.
 * So "with x more no plan can cost less than …" holds for every x, and is computed in integers. What a plan really gains is
 * another number: the search goes on from the old prices and plan with the limit moved, and beside it as long without. */
#ifndef MLG_SITING_PRICES_H
#define MLG_SITING_PRICES_H

#include "model/siting_words.h"
#include "siting/certify.h"
#include "siting/drive.h"

struct words_request {
    double certain_within;  /* of the plan's cost */
    int64_t iterations;     /* of the dual, for one more search */
    int32_t threads;
    uint64_t seed;
    double end_s;           /* monotonic; INFINITY: no deadline, and the same words on every machine */
    mlg_progress_fn *tell;  /* may be NULL; MLG_ENOUGH ends it */
    void *user;
};

/* All that can be said about a search that found a plan; turns: of its decisions, may be NULL; cost and bound (quanta) as printed.
 * words: in the arena. */
struct turns;
mlg_status mlg__siting_words(const struct mlg_network *n, const struct search *search, const struct turns *turns, int64_t cost,
                             int64_t bound, const struct words_request *q, struct arena *arena, const struct siting_words **words,
                             mlg_error *err);

/* The bound (quanta) with the limit of each common row moved by move[r] of its units; c with `row` filled. Valid for any move. */
int64_t mlg__bound_moved(const struct mlg_network *n, const struct certificate *c, const int64_t *move);
/* How far each row moves when the limit of row r (of budgets: its period's money) moves by one unit: 0 or 1 [common]. */
void mlg__limit_rows(const struct mlg_network *n, int32_t r, int64_t *move);
/* Which limit of the scenario a common row is. */
struct limit_name mlg__limit_of(const struct mlg_network *n, int32_t r);
/* The largest of 1, 2, 5, 10, 20, … (and of 0.1, 0.2, …) that is at most x; 0 for x <= 0. */
double mlg__nice_step(double x);
/* The same with that share of the time left. */
struct words_request mlg__words_part(const struct words_request *q, double share);
/* True when the caller or the clock says so. */
bool mlg__words_over(const struct words_request *q);

#endif
