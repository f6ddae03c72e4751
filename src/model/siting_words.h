/* model/siting_words.h — what a siting result can say beyond its plan: what the limits are worth, which sites are certain,
 * which were close calls and why the rest was left out.
 *
 * Two kinds of figures stand side by side. Those called `bound` are proved: no plan whatever costs less (siting/certify.h).
 * Those called `cost`, `more` and `saved` are of plans that were found. Money is in quanta of the objective: discounted, over
 * all periods. They cannot be recomputed from a plan, so they stand in prices.json and in the report, not in plan.json. */
#ifndef MLG_MODEL_SITING_WORDS_H
#define MLG_MODEL_SITING_WORDS_H

#include <stdbool.h>
#include <stdint.h>

#include "maillage/scenario.h"

enum worth_kind { WORTH_BUDGET, WORTH_BUDGET_TOTAL, WORTH_CO2, WORTH_COVERAGE, WORTH_JOBS, WORTH_CAPACITY, WORTH_KIND_COUNT };
extern const char *const mlg__worth_name[WORTH_KIND_COUNT]; /* stable words of prices.json: "budget", … */

/* A state that one plan has otherwise than another. */
struct state_change { int32_t site, period, from, to; };
enum { CHANGES_SHOWN = 3 };

/* Which limit of the scenario. */
struct limit_name {
    enum worth_kind kind;
    int32_t period, service;  /* service MLG_NONE but for coverage; period of the total: the last */
    const char *region;       /* jobs; "": everywhere */
    int32_t site;             /* capacity: a site above the stations that all of them share */
};

/* A limit of the scenario, and what a step of it is worth: more of a budget; less CO2; more coverage, more jobs. */
struct limit_word {
    struct limit_name name;
    double unit_price;        /* quanta for one unit of the limit in the bound; >= 0 */
    int64_t bound;            /* quanta: of the prices that unit_price belongs to, the limit as it is */
    double step;              /* in units: currency, tonnes a year, units a day, jobs; < 0: less */
    int64_t bound_step;       /* quanta: with the limit moved by the step, no plan costs less */
    bool tried, found;        /* siting was solved again with the step; it has a plan */
    int64_t cost, cost_step;  /* quanta: what as much search finds without the step, and with it; cost_step where found */
    int64_t inside_milli, inside_step_milli; /* units a day inside the promise in `period`, over all services */
    int32_t change_count;     /* states that the step changes */
    struct state_change changes[CHANGES_SHOWN]; /* the first ones that change the kind: opened or closed before resized */
};

/* More room at a site that is full in the last period. */
struct room_word {
    int32_t site;
    int64_t load_milli, step_milli; /* units a day */
    int64_t bound_step;             /* quanta */
    int64_t saved;                  /* quanta, by other flows through the same sites */
};

enum site_verdict { SITE_FIXED, SITE_ALWAYS, SITE_NEVER, SITE_DEPENDS, SITE_VERDICT_COUNT };
extern const char *const mlg__verdict_name[SITE_VERDICT_COUNT]; /* "fixed", "always", "never", "depends" */
/* Why the plan does not decide otherwise. */
enum site_reason { REASON_NONE, REASON_DEAR, REASON_BUDGET, REASON_CONFLICT, REASON_LIMIT, REASON_NO_LANE, SITE_REASON_COUNT };
extern const char *const mlg__reason_name[SITE_REASON_COUNT]; /* "none", "dear", "budget", "conflict", "limit", "no_lane" */

/* A site's decision: open in the last period or not. "Otherwise": closed then; for a site that is closed throughout, open at any
 * time. */
struct site_word {
    int32_t site;
    bool open;
    enum site_verdict verdict; /* within the tolerance; FIXED: the scenario leaves no choice */
    int64_t otherwise_bound;   /* quanta: no plan that decides otherwise costs less */
    bool tried;                /* the plan with this one decision turned, flows assigned anew */
    int64_t more;              /* quanta, of the whole plan: fixed - flows */
    int64_t fixed, flows;      /* quanta: what buildings cost more, what flows cost less (both may be negative) */
    int64_t load_milli;        /* units a day through the site in the last period, where it is open: with `open` in the plan */
    enum site_reason reason;
    int64_t lacking_cents;     /* BUDGET: beyond the limit */
    struct limit_name limit;   /* LIMIT: the one that breaks most; region NULL: least fill of a site */
    int32_t seen_open;         /* in how many of the plans seen it is open in the last period */
};

/* Worth telling: turning it changes something. */
static inline bool turn_tells(const struct site_word *w) { return w->tried && (w->more != 0 || w->fixed != 0); }
/* A limit or the lack of a lane stands in the way, whatever it would cost. */
static inline bool turn_is_barred(const struct site_word *w) { return w->reason != REASON_NONE && w->reason != REASON_DEAR; }
/* A decision that could have been taken otherwise. */
static inline bool is_close_call(const struct site_word *w) { return turn_tells(w) && !turn_is_barred(w); }

struct siting_words {
    int64_t cost, bound;        /* quanta, of the plan; bound: the printed one */
    double certain_within;      /* of the cost */
    int32_t seen_count;         /* plans with other states that the search met within it, this one among them: no proof */
    int32_t limit_count, room_count, site_count;
    struct limit_word *limits;  /* in the order of budgets by period, total, CO2, coverage, jobs */
    struct room_word *rooms;    /* most saved first */
    struct site_word *sites;    /* ascending site; all that serve demand */
};

#endif
