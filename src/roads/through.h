/* through.h — the middle of paths: shortest ways over the arcs with access ROAD_THROUGH between seeds of two ends. */
#ifndef MLG_ROADS_THROUGH_H
#define MLG_ROADS_THROUGH_H

#include "roads/ends.h"

struct through; /* scratch of one thread */
struct through *mlg__through_new(const mlg_metric *m); /* NULL without memory */
void mlg__through_free(struct through *t);

/* best [row_count * to->count]: over the seeds of source first_row + i and of target j; no way where there is none. */
mlg_status mlg__through_rows(struct through *t, const struct road_ends *from, int32_t first_row, int32_t row_count,
                             const struct road_ends *to, struct arc_weight *best, mlg_error *err);

/* The best way from source i to target j: the arcs from the state of one seed to that of another. arcs is grown. */
struct through_way {
    struct arc_weight w;
    int32_t first_state, last_state; /* MLG_NONE: no way */
    int32_t *arcs, arc_count, arc_cap;
};
mlg_status mlg__through_way(struct through *t, const struct road_ends *from, int32_t i, const struct road_ends *to, int32_t j,
                            struct through_way *way, mlg_error *err);

#endif
