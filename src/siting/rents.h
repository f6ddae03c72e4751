/* rents.h — before an exact assignment: a good guess of what a unit of room is worth at each site, by auction [Bertsekas1988].
 *
 * A site that is asked for more than it can hold raises its rent until as much leaves as is too much; what leaves goes where it
 * is cheapest now, and that site raises its own. The exact assignment starts from any rents, but moves what is wrong piece by
 * piece, each by a search of its own. Where sites cannot hold what they are asked for (today's network, a first plan) most rows
 * have to move, and the auction saves nearly all of these searches; elsewhere the rents of the dual are the better guess. */
#ifndef MLG_SITING_RENTS_H
#define MLG_SITING_RENTS_H

#include "siting/assign.h"

/* Of an assignment without levels, every row at its cheapest site (capacities unseen): raise rents in a->potential and mark
 * a->rented, where the open sites cannot hold it. True when they rose; pieces are then where they were, no longer at their cheapest. */
bool mlg__settle_rents(struct assignment *a);

#endif
