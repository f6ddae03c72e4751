/* tie.h — what ties a stop to others: its group, relations, the given stops of vehicles, the order of backhauls; and
 * what unties it. Ties are counted, not measured: how a stop stands to them is known without driving. */
#ifndef MLG_EXPLAIN_TIE_H
#define MLG_EXPLAIN_TIE_H

#include "explain/lack.h"

enum { TIES_MAX = 8 }; /* relations that are left at once; where more keep a stop off, no change helps */

/* A relation of the stop with one that is visited on this route; MLG_NONE: with its own other half, on every route. */
struct tie {
    int32_t relation, stop, other, route; /* stop: which half is in it */
};

/* All ties of a stop, and of the other half of its shipment. */
struct ties {
    int32_t group_mate; /* the visited stop of its group, or MLG_NONE */
    int32_t given_to, given_at; /* the vehicle row among whose given stops it is, and where; or MLG_NONE */
    int32_t count;
    struct tie *of;
};

/* In arena; false: it is full. */
bool mlg__ties_of(const struct rooms *r, int32_t stop, struct arena *arena, struct ties *t);

/* What the ties of the stop lack in the room, wherever it is put there. l->at has them, and the room. */
void mlg__tie_room(const struct rooms *r, struct lack *l);
/* And at the place of l->at; false: no change helps there. */
bool mlg__tie_place(const struct rooms *r, struct lack *l);
/* The changes that untie it there; their number, TIES_MAX + 3 at most. */
int32_t mlg__tie_changes(const struct rooms *r, const struct lack *l, mlg_change *changes);

/* Does any tie keep the stop off that place? */
bool mlg__is_tied(const struct rooms *r, const struct placing *at);

#endif
