/* share.h — several islands on one solution, each on routes of its own. See share.c. */
#ifndef MLG_ROUTING_SHARE_H
#define MLG_ROUTING_SHARE_H

#include "routing/search.h"

struct share { struct arena arena; struct route_key *routes; int32_t *part; };

bool mlg__share_init(struct share *h, const struct instance *in); /* false: no memory */
void mlg__share_free(struct share *h);
/* Has the cheapest current solution among them enough for everybody? */
bool mlg__share_pays(struct core **cores, int32_t count);
/* All go on from it. */
void mlg__share_agree(struct core **cores, int32_t count);
/* Each gets the routes on its side, and its share of the free vehicles; the others' routes are foreign to it. */
void mlg__share_split(struct share *h, struct core **cores, int32_t count);
/* What everybody made of its part becomes the solution of all. O(count * visits). */
void mlg__share_join(struct core **cores, int32_t count);

#endif
