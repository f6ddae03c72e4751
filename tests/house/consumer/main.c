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
    mlg_problem *problem = NULL;
    if (mlg_builder_finish(b, &problem, NULL, NULL)) return 1;
    printf("%s\n", mlg_version());
    mlg_problem_free(problem);
    return 0;
}
