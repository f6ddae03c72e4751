/* A program of somebody else's: two stops, one van, one plan. */
#include <maillage/maillage.h>
#include <stdio.h>

int main(void)
{
    mlg_builder *b = mlg_builder_new();
    const int32_t depot = mlg_builder_place(b, 45.6965, 4.9439);
    mlg_builder_vehicle(b, &(mlg_vehicle) { .start = depot, .end = depot, .capacity = { 10 }, .rates = { .per_m = 1 } });
    mlg_builder_stop(b, &(mlg_stop) { .place = mlg_builder_place(b, 45.7485, 4.8467), .demand = { 4 } });
    mlg_builder_stop(b, &(mlg_stop) { .place = mlg_builder_place(b, 45.7460, 4.8279), .demand = { 6 } });

    mlg_error err = { .lang = MLG_EN };
    mlg_problem *problem = NULL;
    mlg_plan *plan = NULL;
    mlg_options *options = mlg_options_new();
    mlg_status status = mlg_builder_finish(b, &problem, NULL, &err);
    if (!status) status = mlg_options_set(options, "routing.iterations", "100", &err);
    if (!status) status = mlg_routing_solve(problem, NULL, options, NULL, NULL, &plan, &err);
    if (status) fprintf(stderr, "%s: %s\n", err.where, err.message);
    else printf("%s %d route of %lld m\n", mlg_version(), mlg_plan_route_count(plan), (long long)mlg_plan_cost(plan));
    mlg_plan_free(plan);
    mlg_problem_free(problem);
    mlg_options_free(options);
    return status ? 1 : 0;
}
