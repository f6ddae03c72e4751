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

struct whole;

/* What rows may cost where: capacity [site], unit_cost [site], lane_cost [lane] or NULL for lanes' own. Read when it is made. */
struct whole_terms { int32_t period; const int64_t *capacity, *unit_cost; const int32_t *lane_cost; };

#define WHOLE_NO_PLAN INT64_MAX

/* NULL without memory; O(rows x sites). */
struct whole *mlg__whole_new(const struct mlg_network *n, const struct whole_terms *terms);
void mlg__whole_free(struct whole *w);
/* Only these sites are open [site]: rows elsewhere are taken out. The price of overload begins anew. */
void mlg__whole_open(struct whole *w, const bool *open);
/* Rows where site_of [row] says, if that is open; the others are put by the search. */
void mlg__whole_start(struct whole *w, const int32_t *site_of);
/* What a row costs at an open or closed site; rows without demand must not be asked for. */
int64_t mlg__whole_cost(const struct whole *w, int32_t row, int32_t site);
/* Search from where rows are: what the best legal plan of this call costs, micro-euros x milli-units, without what sites cost;
 * WHOLE_NO_PLAN: none was met. Then read where it has its rows. */
int64_t mlg__whole_search(struct whole *w, int64_t rounds, struct rng *rng, struct control *control);
/* The same by shifts and swaps alone, from where rows are, under a price of overload that rises until there is none. */
int64_t mlg__whole_descend(struct whole *w);
/* The best legal plan of the last search, with the rows of up to sites_most sites that meet put anew exactly, until no such group
 * gains; rows are left there. */
int64_t mlg__whole_regroup(struct whole *w, int32_t sites_most, struct control *control);
void mlg__whole_read(const struct whole *w, int32_t *site_of);

/* The assignment (started, split or whole) becomes a whole one: a piece a row, rows that found no room unserved. After that it is
 * only good for reading and for mlg__assignment_start(). rounds: parts taken out and put back. hint [row]: sites of an
 * earlier whole plan (MLG_NONE: unserved), tried as a second start; may be NULL, as control. Sets a->failed without memory.
 * O(rows x open sites) memory; a round costs O(part x open sites). */
void mlg__make_whole(struct assignment *a, const int32_t *hint, int64_t rounds, struct rng *rng, struct control *control);

/* The same where rows are many and few of them divided: the legal plan next to the assignment, and the search only where there is none.
 * False: no legal plan was met, all rows are unserved. */
bool mlg__make_whole_near(struct assignment *a, int64_t rounds, struct rng *rng);

/* Put a known whole plan into the assignment: site_of [row], MLG_NONE: unserved. The same restriction holds afterwards. */
void mlg__impose_whole(struct assignment *a, const int32_t *site_of);

#endif
