/* contradiction.h — limits that no plan can keep, proven without a search.
 *
 * Each test is a necessary condition: a limit alone, or two together, against the best that any choice of states and
 * flows could give when everything else is relaxed. What is found is certain; what is not found may still have no
 * plan. All limits are tried, so that a reader sees every cause at once. */
#ifndef MLG_SITING_CONTRADICTION_H
#define MLG_SITING_CONTRADICTION_H

#include "siting/network.h"

enum contradiction_kind {
    NO_STATE,      /* a site has no allowed state in a period */
    NO_FILL,       /* a site cannot close, and too little demand reaches it for its least fill */
    ROW_ALONE,     /* a common row, whatever the others say */
    TOO_SMALL,     /* the shares promised in a period exceed all capacity */
    NO_MONEY,      /* a floor (coverage, jobs) costs more capital than the budget until its period */
    TOO_MUCH_CO2   /* the shares promised in a period emit more than its limit */
};

struct contradiction {
    enum contradiction_kind kind;
    int32_t row;          /* common row: ROW_ALONE, NO_MONEY (the floor), TOO_MUCH_CO2 (the limit) */
    int32_t site, period; /* of the network; NO_MONEY: the last period whose budget counts */
    bool over_all;        /* NO_MONEY: the budget over all periods, not the one until `period` */
    double best, limit;   /* the best any choice gives, against what is asked; units of the row, or milli-units a day;
                           * NO_MONEY: cents */
};

/* At most this many of states and fills are listed: where one site is wrong, hundreds may be. */
enum { SITES_TOLD = 10 };

/* list [given] count entries, by kind; mlg__free() it. O(sites x periods x states^2) a row, some 60 times for a floor
 * under a budget that does not hold at first sight. */
mlg_status mlg__contradictions(const struct mlg_network *n, struct contradiction **list, int32_t *count,
                               mlg_error *err);
/* Units of a period that no site has room for, milli-units a day; 0: all fit. Not a contradiction: units may stay. */
mlg_status mlg__units_without_room(const struct mlg_network *n, int32_t t, int64_t *units, mlg_error *err);

#endif
