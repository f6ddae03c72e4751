/* conflict.h — limits that cannot all hold: which ones, and how far each would have to give (siting-engine 13).
 *
 * Phase 1: the same model without costs, where every plan costs one and the same constant. A certified bound above the
 * constant proves that there is no plan; any plan proves that there is one. Limits are dropped by groups and one by one
 * as long as the proof stands: what is left contradicts itself, and nothing in it is superfluous. Then each member of
 * the set gives alone: a search that pays for nothing but its violation says how much is enough. */
#ifndef MLG_SITING_CONFLICT_H
#define MLG_SITING_CONFLICT_H

#include "siting/drive.h"

enum limit_kind {
    LIMIT_ROW,     /* at: common row (budget, CO2, coverage, jobs, number of sites) */
    LIMIT_SET,     /* at: conflict set, in all periods */
    LIMIT_FILL,    /* least fill of all sites */
    LIMIT_STAYS,   /* at: a site that may not close */
    LIMIT_DECIDED  /* at: a site whose states were decided */
};
struct limit { enum limit_kind kind; int32_t at; };

enum repair_kind { REPAIR_UNKNOWN, REPAIR_ENOUGH, REPAIR_NEVER }; /* NEVER: proven, the others contradict each other too */
struct repair {
    enum repair_kind kind;
    int64_t limit;         /* LIMIT_ROW, ENOUGH: with this one there is a plan, as far as a file can say it (whole currency,
                            * hundredths of a per cent, tenths of a tonne, whole jobs); other kinds: without the limit */
    struct search *search; /* ENOUGH: that plan, without costs: a start for an ordinary search */
    bool checked;          /* for the caller, who can ask the checker */
};

/* Limits that contradict each other. least: nothing in it is superfluous, as far as could be proved. */
struct conflict { int32_t count; struct limit *limits; struct repair *repairs; bool least; };

enum { CONFLICTS_MAX = 3 };
struct conflicts {
    struct arena arena;
    struct search *plan; /* a plan keeps every limit after all (without costs); or NULL */
    int32_t count;   /* sets without a common member; 0: nothing is proved */
    struct conflict list[CONFLICTS_MAX];
};

/* control: its deadline and caller hold for all of it; iteration_limit: of each search, 0: a limit of its own.
 * found [given]: mlg__conflicts_free(). */
mlg_status mlg__find_conflicts(const struct mlg_network *n, const struct search_options *o, struct control *control,
                               struct conflicts **found, mlg_error *err);
void mlg__conflicts_free(struct conflicts *c);

/* The network with a member of a set repaired: the limit moved, or gone; its scenario says so too. Shares everything else
 * with n. Budgets of later periods that carry over rise with an earlier one, as a larger budget_eur would make them.
 * repair NULL: the limit is gone. */
mlg_status mlg__repaired_network(const struct mlg_network *n, const struct limit *limit, const struct repair *repair,
                                 struct mlg_network **repaired, mlg_error *err);
void mlg__repaired_free(struct mlg_network *repaired);

#endif
