/* trial.h — a stop really put where a lack says: the route driven, what is lacking measured, changes applied, and the
 * checker's word on the whole plan. */
#ifndef MLG_EXPLAIN_TRIAL_H
#define MLG_EXPLAIN_TRIAL_H

#include "explain/tie.h"

enum { CHANGES_MAX = MLG_RULES + MLG_LOADS_MAX + TIES_MAX };

struct trial {
    struct sequence sequence; /* of the scratch arena */
    struct departure departure;
    struct plan_route route;
    struct route_ticks ticks;
    int64_t walked; /* visits, as work */
};

/* Drive the room with the stop in it. Breaks are moved to where they are least in the way. Errors: MLG_NO_MEMORY. */
mlg_status mlg__trial(const struct rooms *r, const mlg_problem *p, const struct placing *at, struct arena *scratch,
                      struct trial *t, mlg_error *err);

/* What is lacking on that route, to the unit: replaces what l says, but for times that are known exactly, and for what
 * only the plan decides (vehicles). */
void mlg__trial_lacks(const mlg_problem *p, const struct trial *t, struct lack *l);

/* The changes that make up for a lack in problem p, the rooms' own or a changed one; their number. */
int32_t mlg__changes_of(const struct rooms *r, const mlg_problem *p, const struct lack *l, mlg_change *changes);

/* The problem after some changes, in scratch; it shares all else with p. false: a change cannot be applied (it would
 * need too much memory), or there is no memory (scratch->failed). */
bool mlg__changed(const mlg_problem *p, const struct placing *at, const mlg_change *changes, int32_t count,
                  struct arena *scratch, mlg_problem *changed);

/* Whether the plan of all rooms, with this sequence in the place of the room's, passes the checker on problem p with no
 * more violations than `known`. Errors: MLG_NO_MEMORY. */
mlg_status mlg__passes(const struct rooms *r, const mlg_problem *p, const struct placing *at, const struct sequence *q,
                       int64_t known, bool *passes, mlg_error *err);
/* Violations of the plan as it is. */
mlg_status mlg__violations(const struct rooms *r, int64_t *count, mlg_error *err);

#endif
