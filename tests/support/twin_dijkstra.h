/* twin_dijkstra.h — the slow twin of everything in roads that finds ways: a queue, all four numbers, nothing clever. */
#ifndef MLG_TESTS_TWIN_DIJKSTRA_H
#define MLG_TESTS_TWIN_DIJKSTRA_H

#include "roads/label.h"

struct twin;
struct twin *twin_new(const struct digraph *g,
                      const struct arc_weight *weight); /* both borrowed; ends the program without memory */
void twin_free(struct twin *t);

/* best [state]: from the seeds to every state; backward: from every state to the seeds. Stops after stop, unless
 * MLG_NONE: then only what is final is right. */
const struct arc_weight *twin_search(struct twin *t, const struct road_seed *seed, int32_t seed_count, bool backward,
                                     int32_t stop);
/* From seeds to seeds. */
struct arc_weight twin_between(struct twin *t, const struct road_seed *from, int32_t from_count,
                               const struct road_seed *to, int32_t to_count);

#endif
