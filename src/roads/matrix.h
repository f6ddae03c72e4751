/* matrix.h — all legs from some points to others, row after row; and of each row only the nearest. */
#ifndef MLG_ROADS_MATRIX_H
#define MLG_ROADS_MATRIX_H

#include "roads/label.h"

/* A way from one point to another that does not pass by their seeds: both on one street. It competes. */
struct direct_piece {
    int32_t from, to; /* points */
    struct arc_weight weight;
};

/* count rows from row on: legs[(row index - row) * targets + target], borrowed. */
typedef mlg_flow mlg_road_rows_fn(void *user, int32_t row, int32_t count, const struct arc_weight *legs);

struct matrix_ask {
    const struct metric *m;
    struct road_points from, to;       /* from: offsets lead to the states; to: from the states */
    const struct direct_piece *direct; /* ascending by (from, to); repetitions are allowed */
    int32_t direct_count;
    int32_t thread_count;
    size_t label_budget_bytes; /* labels of targets kept at once; 0: 256 MiB. Less costs time, nothing else */
};

/* Calls rows for every row, in order, on the caller's thread; after MLG_ENOUGH it ends early with MLG_OK. No way:
 * mlg__no_way(). Entries do not depend on threads, budget or other points. Errors: MLG_NO_MEMORY.
 * Cost    one label a point, then some 20 ns an entry in a city; memory: the budget and about 48 MiB. */
mlg_status mlg__road_matrix(const struct matrix_ask *ask, mlg_road_rows_fn *rows, void *user, mlg_error *err);

struct near_point {
    int32_t point;
    struct arc_weight weight;
};

/* The k nearest targets of each source: near[from.count * k] by (weight, target), point MLG_NONE beyond those that can
 * be reached. skip_self: target i is not offered to source i. */
mlg_status mlg__road_nearest(const struct matrix_ask *ask, int32_t k, bool skip_self, struct near_point *near,
                             mlg_error *err);

#endif
