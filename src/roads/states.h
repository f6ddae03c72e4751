/* states.h — from the map to the state graph: legal turns, barriers, and full turn costs where asked. */
#ifndef MLG_ROADS_STATES_H
#define MLG_ROADS_STATES_H

#include "roads/graph.h"

/* A run of directed edges (edge * 2 + backward) each of which starts where the one before ends. "no": the run may not
 * be driven as a whole. "only": who has driven all but the last must go on by the last, or by that of another such path
 * with the same beginning. */
struct turn_path {
    int32_t first, count; /* in arcs; count >= 2 */
    uint8_t families;
    bool only;
};
struct turn_paths {
    struct turn_path *paths;
    int32_t *arcs;
    int32_t path_count, path_cap, arc_count, arc_cap;
};

/* Fill the state graph of g, whose map is complete. turns: full turn costs. Errors: MLG_NO_MEMORY, MLG_OVER_LIMIT. */
mlg_status mlg__states_build(struct road_graph *g, const struct turn_paths *t, bool turns, mlg_error *err);

/* Families that may ever use a directed edge, rules with a condition included; [2 * edge_count], mlg__free(). */
uint8_t *mlg__arc_families(const struct road_graph *g);

/* Milliseconds of a turn from one directed edge into another, at a junction with more than two ways (right-hand
 * traffic). angle: degrees to the right, -180..180. */
uint32_t mlg__turn_ms(double angle);

#endif
