/* whole.h — single sourcing: in a period every row is served by one open site (a generalised assignment problem).
 *
 * From the split optimum: each row stays where its largest piece is; shifts, swaps, and small parts taken out and put
 * back, with a price on overload that rises while sites are over and falls while they are not. A heuristic: the split
 * optimum is its bound, and no limit is ever broken in what is given. */
#ifndef MLG_SITING_WHOLE_H
#define MLG_SITING_WHOLE_H

#include "base/rng.h"
#include "siting/assign.h"
#include "siting/control.h"

/* The assignment (started, split or whole) becomes a whole one: a piece a row, rows that found no room unserved. After that it is
 * only good for reading and for mlg__assignment_start(). rounds: parts taken out and put back. hint [row]: sites of an
 * earlier whole plan (MLG_NONE: unserved), tried as a second start; may be NULL, as control. Sets a->failed without memory.
 * O(rows x open sites) memory; a round costs O(part x open sites). */
void mlg__make_whole(struct assignment *a, const int32_t *hint, int64_t rounds, struct rng *rng, struct control *control);

/* Put a known whole plan into the assignment: site_of [row], MLG_NONE: unserved. The same restriction holds afterwards. */
void mlg__impose_whole(struct assignment *a, const int32_t *site_of);

#endif
