/* fuzz_sol.c — any bytes as a solution of a small problem: refused with a place, or a plan that the checker can walk
 * and that, written, reads as the same plan. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "io/sol.h"
#include "maillage/check.h"
#include "model/problem.h"

enum { STOPS = 12 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static mlg_problem *small_problem(mlg_round round)
{
    mlg_problem *p;
    mlg_builder *b = mlg_builder_new();
    mlg_builder_place_xy(b, 0, 0);
    mlg__builder_rounding(b, round == MLG_TRUNC10 ? "trunc10" : "");
    mlg_builder_scale(b, round == MLG_TRUNC10 ? 10 : 1, 1);
    for (int i = 1; i <= STOPS; i++) mlg_builder_place_xy(b, i * 7 % 5, i * 3 % 11);
    mlg_builder_matrix(b, &(mlg_matrix) { .kind = MLG_EUCLID, .round = round });
    mlg_builder_vehicle(b, &(mlg_vehicle) { .count = MLG_UNLIMITED, .capacity = { 5 } });
    for (int32_t i = 1; i <= STOPS; i++) mlg_builder_stop(b, &(mlg_stop) { .place = i, .demand = { 1 } });
    if (mlg_builder_finish(b, &p, NULL, NULL)) abort();
    return p;
}

/* Two depots, vehicles that differ, reloads, and stops whose places are out of order. */
static mlg_problem *mixed_problem(void)
{
    const int32_t reloads[] = { 0, 1 };
    mlg_problem *p;
    mlg_builder *b = mlg_builder_new();
    for (int i = 0; i < STOPS + 2; i++) mlg_builder_place_xy(b, i * 7 % 5, i * 3 % 11);
    mlg_builder_vehicle(b, &(mlg_vehicle) { .count = 2, .capacity = { 5 } });
    mlg_builder_vehicle(b, &(mlg_vehicle) { .start = 1,
                                            .end = 1,
                                            .count = 3,
                                            .capacity = { 5 },
                                            .max_trips = 3,
                                            .reload_places = reloads,
                                            .reload_count = 2 });
    for (int32_t i = 0; i < STOPS; i++) mlg_builder_stop(b, &(mlg_stop) { .place = STOPS + 1 - i, .demand = { 1 } });
    if (mlg_builder_finish(b, &p, NULL, NULL)) abort();
    return p;
}

static void use(const mlg_problem *p, const mlg_plan *plan)
{
    struct text out = { 0 };
    mlg_plan *again = NULL;
    mlg_findings *violations = mlg_findings_new(MLG_EN);
    if (mlg_check_routes(p, plan, violations, NULL, NULL)) abort();
    mlg_findings_free(violations);
    if (mlg_plan_route_count(plan) == 0) return; /* only empty routes: nothing to write that is a solution */
    mlg__sol_write(p, plan, &out);
    if (mlg__sol_read("again.sol", out.data, out.length, p, &again, NULL, NULL)) abort();
    if (mlg_plan_route_count(again) != mlg_plan_route_count(plan)) abort();
    text_free(&out);
    mlg_plan_free(again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    mlg_plan *plan = NULL;
    mlg_findings *found = mlg_findings_new(MLG_FR);
    mlg_problem *p = size % 6 == 5 ? mixed_problem() : small_problem((mlg_round)(size % 6));
    const mlg_status status = mlg__sol_read("fuzz.sol", (const char *)data, size, p, &plan, found, NULL);
    if ((status == MLG_OK) != (plan != NULL) || (status == MLG_OK) != (mlg_findings_count(found, false) == 0)) abort();
    if (plan) use(p, plan);
    mlg_plan_free(plan);
    mlg_problem_free(p);
    mlg_findings_free(found);
    return 0;
}
