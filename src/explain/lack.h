/* lack.h — what is lacking for a stop at a place of a room: every rule that it would break there, and by how much.
 *
 * One look costs some arcs and comparisons, whatever the length of the route. Time that is lacking can be made in
 * several ways (the stop opens longer, the shift begins earlier, ends later): each is a lack of its own. */
#ifndef MLG_EXPLAIN_LACK_H
#define MLG_EXPLAIN_LACK_H

#include "explain/room.h"
#include "maillage/reason.h"

struct ties;
enum { WAYS_MAX = 2 }; /* changes of windows that go together: those of a pickup and its delivery */

/* Where: behind the nodes `after` of the room as it is, the delivery behind `then`; in a trip of its own from `reload`
 * where that is a place; without the stop of node `without`. */
struct placing {
    const struct room *room;
    const struct ties *ties; /* of the stop */
    int32_t stop, after, then, reload, without;
};

struct lack {
    struct placing at;
    unsigned rules;        /* bits by mlg_rule; 0: it fits */
    int64_t by[MLG_RULES]; /* as mlg_reason.margin */
    int64_t over[MLG_LOADS_MAX];
    mlg_change time[WAYS_MAX]; /* what makes the time that lacks */
    int32_t time_count;
    bool exact;   /* of times: what is said is so; else trial.c has to say */
    bool sure;    /* of everything */
    int64_t cost; /* no less than this is added to the plan's, in cost units */
    double size;  /* of all that would have to change, 1 for one vehicle more */
};

typedef void lack_fn(const struct lack *l, void *user);

/* All places of a room where the stop (or a pickup and its delivery) may be put, each told at least once. */
void mlg__lacks(struct rooms *r, const struct room *m, int32_t stop, const struct ties *ties, lack_fn *f, void *user);

/* How much would have to change. */
double mlg__lack_size(const mlg_problem *p, const struct lack *l);

static inline bool lacks(const struct lack *l, mlg_rule rule) { return l->rules >> rule & 1; }
static inline void add_lack(struct lack *l, mlg_rule rule, int64_t by)
{
    l->rules |= 1u << rule;
    l->by[rule] += by;
}
#define TIME_RULES                                                                                                     \
    (1u << MLG_RULE_TIME_WINDOW | 1u << MLG_RULE_SHIFT | 1u << MLG_RULE_ROUTE_TIME | 1u << MLG_RULE_PRECEDENCE)
#define RELATION_RULES (1u << MLG_RULE_TOGETHER | 1u << MLG_RULE_APART)

/* Whole seconds that hold some ticks. */
static inline int64_t seconds_of(const mlg_problem *p, int64_t ticks)
{
    return (ticks + p->ticks_per_s - 1) / p->ticks_per_s;
}

#endif
