/* tiny_map.h — seeded street maps of a few nodes with everything that can stand on them: one-ways, rights of families,
 * barriers, private gates, limits, restrictions of all lengths. For tests that try out every way. */
#ifndef MLG_TESTS_TINY_MAP_H
#define MLG_TESTS_TINY_MAP_H

#include "roads/draft.h"
#include "roads/states.h"
#include "support/test.h"

enum { TINY_PATHS = 6, TINY_PATH_ARCS = 4 };
struct tiny_map {
    struct road_graph g;
    struct turn_path paths[TINY_PATHS];
    int32_t arcs[TINY_PATHS * TINY_PATH_ARCS];
    struct turn_paths turns;
};

static inline int32_t tiny_tail(const struct road_graph *g, int32_t arc)
{
    return arc & 1 ? g->edges[arc / 2].head : g->edges[arc / 2].tail;
}
static inline int32_t tiny_head(const struct road_graph *g, int32_t arc)
{
    return arc & 1 ? g->edges[arc / 2].tail : g->edges[arc / 2].head;
}

static inline uint16_t tiny_access(struct rng *rng)
{
    unsigned access = 0;
    const bool same = rng_below(rng, 2), one_way = rng_below(rng, 4) == 0;
    const unsigned all = rng_below(rng, 3) == 0 ? ROAD_END : ROAD_THROUGH;
    for (int f = 0; f < ROAD_FAMILIES; f++)
        for (int backward = 0; backward < 2; backward++) {
            unsigned right = same ? all : (unsigned)rng_below(rng, 3);
            if (one_way && backward) right = ROAD_NO;
            access |= right << (4 * f + 2 * backward);
        }
    return (uint16_t)access;
}

/* A random run of directed edges some family may use; false when it ends early. */
static inline bool tiny_path(struct tiny_map *m, struct rng *rng, const uint8_t *families, struct turn_path *p)
{
    const int32_t all = 2 * m->g.edge_count;
    p->count = 2 + rng_below(rng, TINY_PATH_ARCS - 1);
    m->arcs[p->first] = rng_below(rng, all);
    for (int32_t i = 1; i < p->count; i++) {
        int32_t next = rng_below(rng, all), tries = 0;
        while (tries < 200 &&
               (tiny_tail(&m->g, next) != tiny_head(&m->g, m->arcs[p->first + i - 1]) || !families[next]))
            next = rng_below(rng, all), tries++;
        if (tries == 200) return false;
        m->arcs[p->first + i] = next;
    }
    p->families = (uint8_t)(rng_below(rng, 3) ? ROAD_ALL_FAMILIES : 1 + rng_below(rng, ROAD_ALL_FAMILIES));
    p->only = rng_below(rng, 3) == 0;
    return true;
}

static inline void tiny_map(struct tiny_map *m, struct rng *rng, int32_t nodes, int32_t edges, bool gates,
                            bool restrictions)
{
    struct draft d;
    *m = (struct tiny_map) { 0 };
    assert_true(mlg__draft_start(&d, false, false));
    for (int32_t v = 0; v < nodes; v++) {
        mlg__draft_node(&d, 20000000 + rng_below(rng, 50000), 480000000 + rng_below(rng, 50000), v);
        if (!gates || rng_below(rng, 3)) continue;
        const struct road_limits low = { .height_cm = 200 };
        if (rng_below(rng, 2)) d.nodes[v].barred = (uint8_t)(1 + rng_below(rng, ROAD_ALL_FAMILIES));
        if (rng_below(rng, 2)) d.nodes[v].end_only = (uint8_t)rng_below(rng, ROAD_ALL_FAMILIES + 1);
        if (rng_below(rng, 3) == 0) d.nodes[v].limits = (uint16_t)mlg__draft_limits(&d, &low);
    }
    for (int32_t e = 0; e < edges; e++) {
        const struct road_limits narrow = { .width_cm = 100 };
        struct road_edge edge = { .tail = rng_below(rng, nodes),
                                  .head = rng_below(rng, nodes),
                                  .access = tiny_access(rng),
                                  .class = ROAD_RESIDENTIAL };
        if (gates && rng_below(rng, 10) == 0) edge.limits = (uint16_t)mlg__draft_limits(&d, &narrow);
        const int32_t lon = d.nodes[edge.tail].lon_e7 + 1000, lat = d.nodes[edge.tail].lat_e7 + 1000;
        mlg__draft_edge(&d, edge, &lon, &lat, edge.tail == edge.head || rng_below(rng, 2), 0);
    }
    assert_int_equal(mlg__draft_finish(&d, &m->g, NULL), MLG_OK);
    mlg__draft_free(&d);
    uint8_t *families = mlg__arc_families(&m->g);
    m->turns = (struct turn_paths) { .paths = m->paths, .arcs = m->arcs };
    for (int i = 0; restrictions && i < TINY_PATHS; i++) {
        m->paths[m->turns.path_count].first = m->turns.path_count * TINY_PATH_ARCS;
        if (tiny_path(m, rng, families, &m->paths[m->turns.path_count])) m->turns.path_count++;
    }
    mlg__free(families);
}

#endif
