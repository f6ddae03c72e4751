/* road_sets.h — road graphs for tests and benches: the published one of New York, random ones of many shapes. */
#ifndef MLG_TESTS_ROAD_SETS_H
#define MLG_TESTS_ROAD_SETS_H

#include "base/rng.h"
#include "roads/digraph.h"
#include "roads/weight.h"

/* A graph that owns its arrays. */
struct road_set {
    struct digraph g; /* views of the arrays below */
    int32_t *tail, *head, *x, *y;
    struct arc_weight *weight; /* [arc] */
    int32_t state_cap, arc_cap;
};

int32_t road_set_state(struct road_set *s, int32_t x, int32_t y); /* adds one, returns its number */
void road_set_arc(struct road_set *s, int32_t tail, int32_t head, struct arc_weight w);
void road_set_free(struct road_set *s);

/* $MAILLAGE_DATASETS/geo/roads-ny: 264,346 states, two arcs an edge. Time and distance are the file's; energies are
 * made up from them, other ones in each direction. false (and it says so) when the variable is unset or a file is
 * missing. */
bool road_set_new_york(struct road_set *s);

/* Shapes of random graphs; weights are small numbers, so that ties are common. */
enum road_shape {
    ROADS_PLANAR, /* near neighbours of random points, some edges one-way */
    ROADS_GRID,   /* with one-ways and closed arcs */
    ROADS_TREE,
    ROADS_MULTI,  /* parallel arcs and loops on few states */
    ROADS_PIECES, /* several graphs without a way between them */
    ROADS_STAR,
    ROADS_PATH,
    ROADS_CLIQUE,
    ROADS_SHAPES
};
void road_set_random(struct road_set *s, enum road_shape shape, int32_t states, struct rng *rng);
struct arc_weight road_random_weight(struct rng *rng, int32_t max);

#endif
