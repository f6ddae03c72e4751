/* roads_ny.c — the hierarchy on New York: order, customization, matrices, routes, each timed alone. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "roads/customize.h"
#include "roads/order.h"
#include "support/road_sets.h"

int main(int argc, char **argv)
{
    struct road_set s;
    const int32_t threads = argc > 1 ? atoi(argv[1]) : 1;
    if (!road_set_new_york(&s)) return 0;
    int32_t *order = malloc((size_t)s.g.state_count * sizeof *order);
    double t = mlg__now_s();
    mlg_error err = { 0 };
    if (mlg__road_order(&s.g, threads, order, &err)) return puts(err.message), 1;
    printf("order %.3f s\n", mlg__now_s() - t);
    struct hierarchy h;
    t = mlg__now_s();
    if (mlg__hierarchy_make(&s.g, order, &h, &err)) return puts(err.message), 1;
    printf("hierarchy %.3f s\n", mlg__now_s() - t);
    double depth = 0, up2 = 0;
    for (int32_t v = 0; v < h.state_count; v++) depth += h.depth[v], up2 += (double)(h.up_first[v + 1] - h.up_first[v]) * (h.up_first[v + 1] - h.up_first[v] - 1) / 2;
    printf("arcs %d (%.2f per state) triangles %.0f depth mean %.1f max %d\n", h.up_count, (double)h.up_count / h.state_count, up2, depth / h.state_count, h.path_max);
    for (int i = 0; i < 3; i++) {
        struct metric m;
        t = mlg__now_s();
        if (mlg__metric_make(&h, s.weight, threads, &m, &err)) return puts(err.message), 1;
        printf("customize %.4f s\n", mlg__now_s() - t);
        mlg__metric_free(&m);
    }
    return 0;
}
