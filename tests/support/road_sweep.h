/* road_sweep.h — from one point to every state of the map. Isochrones, which stop at a limit, take dijkstra.h; this is for measuring. */
#ifndef MLG_TESTS_ROAD_SWEEP_H
#define MLG_TESTS_ROAD_SWEEP_H

#include "roads/label.h"

/* weight [state of the graph], written: from the seeds (way ROAD_UP) or to them (ROAD_DOWN); mlg__no_way() where there
 * is none. One label upwards, then all states from the roots down: linear. [Delling2013] Errors: MLG_NO_MEMORY. */
mlg_status road_sweep(const struct metric *m, enum road_direction way, const struct road_seed *seed,
                           int32_t seed_count, struct arc_weight *weight, mlg_error *err);

#endif
