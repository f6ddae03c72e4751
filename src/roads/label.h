/* label.h — the best ways between a point and the states on its root path: all that a distance needs to know of a
 * point.
 *
 * A point touches the graph by *seeds*: a state and what it costs from the point to it (or from it to the point). A
 * label is an array by depth along one root path; seeds whose states lie on one root path share a label. Every shortest
 * path has its highest state on both root paths, so
 *
 *     from s to t  =  min over depths k that the two root paths share of  label(s)[k] + label(t)[k]     [Ouyang2018] */
#ifndef MLG_ROADS_LABEL_H
#define MLG_ROADS_LABEL_H

#include "roads/customize.h"
#include "roads/kernel.h"

struct road_seed {
    int32_t state;            /* of the graph */
    struct arc_weight offset; /* between the point and the state, in the direction of travel */
};
struct road_points {
    int32_t count;
    const int32_t *first;         /* [count + 1] into seed; a point may have none */
    const struct road_seed *seed; /* in any order */
};

/* A label: the ranks on the root path of low, from the root (depth 0) down. Where a point has several, the first one also knows
 * what the others know of the states that it shares with them: they are asked for what lies deeper than `known` states. */
struct label_row {
    int32_t point, low;
    int32_t known; /* 0 for the first row of a point */
    int32_t seed_first, seed_count; /* into seed of the labels */
    size_t at;                      /* into the planes; a multiple of LABEL_LANES */
};
enum { LABEL_LANES = 8 };

struct labels {
    int32_t row_count;
    struct label_row *row;
    struct road_seed *seed;   /* by row; state is a rank here */
    uint32_t *t;              /* [row.at + depth]; MLG_ROAD_INF where there is no way */
    struct weight_rest *rest; /* [row.at + depth] */
    struct arena memory;
};

/* way ROAD_UP: from the points (sources); ROAD_DOWN: to the points (targets). Points from..to-1 only. by_rank: rows in
 * ascending order of low, else in that of their points. Freed with mlg__labels_free() in every case. Errors:
 * MLG_NO_MEMORY. */
mlg_status mlg__labels_make(const struct metric *m, enum road_direction way, struct road_points points, int32_t from,
                            int32_t to, bool by_rank, int32_t thread_count, struct labels *l, mlg_error *err);
void mlg__labels_free(struct labels *l);

/* One label: key and energy [depth of low + 1] by depth, written. seed[].state is a
 * rank. via, unless NULL, receives for each depth with a way the state below by whose up arc it comes, or -1 - seed. */
void mlg__label_fill(const struct metric *m, enum road_direction way, int32_t low, const struct road_seed *seed,
                     int32_t seed_count, uint64_t *key, struct arc_energy *energy, int32_t *via);

/* Seeds (ranks) from..to-1 of a point: rearranged so that a lowest one, low, and those on its root path come first;
 * returns where they end. Groups are taken until none is left. */
int32_t mlg__label_group(const struct hierarchy *h, struct road_seed *seed, int32_t from, int32_t to, int32_t *low);

#endif
