/* use.h — what one profile makes of a road graph at one hour: a weight for each arc, components, pockets.
 *
 * End-only streets (private, destination, delivery…) may start and end a path and never carry its middle: an allowed
 * path is E* T* E*. Connected end-only arcs form a *pocket*. A point in a pocket is served by a small Dijkstra search
 * over the end-only arcs; the hierarchy sees only the arcs with access ROAD_THROUGH.
 *
 * A through street that can be reached only across end-only ones (an estate behind a private gate) would belong to no
 * allowed path. Rule: in each strongly connected component of all usable arcs, the largest strongly connected component
 * of the through arcs is the core; every other through arc of the component becomes end-only. Nothing is lost between
 * states of the core, and each state of the component reaches each other one by an allowed path (use.c has the proof).
 */
#ifndef MLG_ROADS_USE_H
#define MLG_ROADS_USE_H

#include "maillage/base.h"
#include "model/energy.h"
#include "roads/graph.h"
#include "roads/weight.h"

struct road_profile;

struct road_use {
    struct arc_weight *weight; /* [arc_count]; mlg__no_way() where access is ROAD_NO */
    uint8_t *access;           /* [arc_count] enum road_access */
    int32_t component_count;
    int32_t *component;        /* [state_count] strongly connected, 0 the largest; MLG_NONE: no usable arc */
    int32_t *component_states; /* [component_count] how many states; descending, ties by first state */
    int32_t pocket_count;
    int32_t *pocket; /* [state_count] joined by end-only arcs; MLG_NONE: touched by none */
    int32_t largest_pocket_states;
    struct arena memory;
};

/* hour: of the week, Monday 0 h is 0; MLG_NONE: rules with hours do not hold. energy NULL: none.
 * Errors: MLG_NO_MEMORY, MLG_OVER_LIMIT (energy of one arc beyond 32 bits). use is freed with mlg__road_use_free(). */
mlg_status mlg__road_use_make(const struct road_graph *g, const struct road_profile *profile,
                              const struct energy_table *energy, int32_t hour, struct road_use *use, mlg_error *err);
void mlg__road_use_free(struct road_use *use);

/* One direction of one edge, without turns and bars: what the weights above are made of, rules left out.
 */
struct arc_weight mlg__edge_weight(const struct road_graph *g, const struct road_profile *profile,
                                   const struct energy_table *energy, int32_t edge, int backward);

#endif
