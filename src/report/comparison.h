/* report/comparison.h — several plans or scenarios on one scale: years aligned, money in one currency, parts added up.
 *
 * A column is a plan, or a scenario alone, which says only what it has and asks. What a column says of a year is what
 * it says of the period that holds the year. Money of a whole period (budget, investment) is spread evenly over its
 * years, to the cent, so that years add up to the period. Every figure stands once in the roster of figures.c; page and
 * CSV read it there. Nothing is priced: figures are those of the plans, converted, divided by years, subtracted or
 * added. */
#ifndef MLG_REPORT_COMPARISON_H
#define MLG_REPORT_COMPARISON_H

#include "base/text.h"
#include "report/facts.h"
#include "report/show.h"

enum { COMPARED_MAX = 8, COMPARED_SERVICES_MAX = COMPARED_MAX * MLG_SERVICES_MAX };

struct column {
    const char *label;
    const mlg_scenario *s;
    const mlg_network_plan *plan; /* NULL: the scenario alone */
    double rate;                  /* its money times this is the comparison's */
    struct facts facts;           /* of the plan */
};

struct comparison {
    struct arena arena;
    int32_t count;
    struct column columns[COMPARED_MAX];
    bool sum; /* columns are parts of one programme: totals instead of best values */
    const char *currency;
    int32_t first_year, year_count; /* from the first year of any column to the last */
    int32_t common_year;            /* the last year that all columns cover; MLG_NONE: there is none */
    bool same_units;                /* all speak of parcels, or all of GPU-hours */
    bool same_years;                /* periods begin and end alike */
    bool same_demand;               /* the same points ask for the same in every year that all cover */
    bool same_promises;             /* services of the same id promise the same */
    int32_t service_count;
    const char *services[COMPARED_SERVICES_MAX]; /* ids, in order of appearance */
};

/* count columns with label, s, plan and rate set; everything is borrowed. Free the arena in any case. */
mlg_status mlg__compare(const struct column *columns, int32_t count, const char *currency, bool sum,
                        struct comparison *c, mlg_error *err);
/* The period of a column that holds a year, MLG_NONE where none does. */
int32_t mlg__period_of_year(const struct column *k, int32_t year);
/* The column's own index of a service of the comparison, MLG_NONE where it has none of this id. */
int32_t mlg__column_service(const struct comparison *c, const struct column *k, int32_t service);
/* The year that a column is judged in: the common one, else its last. */
int32_t mlg__year_judged(const struct comparison *c, const struct column *k);

/* -- figures ------------------------------------------------------------------------------------------------------ */

enum figure {
    FIG_BUDGET,
    FIG_INVESTMENT,
    FIG_JOBS,
    FIG_JOBS_MORE,
    FIG_JOBS_SITES,
    FIG_JOBS_DRIVING,
    FIG_DEMAND,
    FIG_UNSERVED,
    FIG_WITHIN,
    FIG_WITHIN_SERVICE,
    FIG_MEAN,
    FIG_MEDIAN,
    FIG_P90,
    FIG_P95,
    FIG_P99,
    FIG_CO2_UNIT,
    FIG_CO2,
    FIG_CO2_SCOPE,
    FIG_CO2_EXHAUST,
    FIG_COST_UNIT,
    FIG_COST,
    FIG_LINE,
    FIG_SITES,
    /* Of the whole plan, whatever the year: */
    FIG_BUDGET_TOTAL,
    FIG_INVESTED,
    FIG_EMBODIED,
    FIG_OPENED,
    FIG_EXTENDED,
    FIG_REDUCED,
    FIG_CLOSED,
    FIG_DISCOUNTED,
    FIG_BOUND,
    FIG_GAP,
    FIGURE_COUNT
};
enum figure_parts { NO_PARTS, BY_SERVICE, BY_SCOPE, BY_LINE };
enum figure_unit { UNIT_MONEY, UNIT_PRICE, UNIT_COUNT, UNIT_SHARE, UNIT_TIME, UNIT_KG, UNIT_TONNES };
enum better { NO_BETTER, LOWER, HIGHER };
/* What the parts of a programme make together: nothing; the sum of those that there are (money of a year: outside its
 * years a part spends nothing); the sum of all, none where one does not cover the year (jobs: it is not known). */
enum together { NO_TOTAL, SUM_OF_SOME, SUM_OF_ALL };

struct figure_row {
    const char *id; /* in the CSV */
    enum figure_parts parts;
    enum figure_unit unit;
    enum better better;
    enum together together;
    bool of_demand; /* two columns can be judged by it only under the same demand */
    bool today_too; /* today's network has it */
};
extern const struct figure_row mlg__figure_rows[FIGURE_COUNT];

/* Where a figure stands; part: a service of the comparison, a scope or a line. */
struct at {
    int32_t column;
    enum side side;
    int32_t year, part; /* year MLG_NONE: the one the column is judged in */
};
/* NAN where the column says nothing. Money in units of the comparison's currency. */
double mlg__figure(const struct comparison *c, enum figure f, struct at at);
/* Of all columns together, as enum together says; NAN where there is no such sum. */
double mlg__figure_total(const struct comparison *c, enum figure f, struct at at);
/* As people read it: money in millions, a price with its cents, a share in percent. */
struct shown mlg__figure_shown(mlg_lang lang, enum figure f, double value);
/* Is this column's plan the best by this figure, as shown? None is where all are equal or cannot be judged. */
bool mlg__figure_is_best(const struct comparison *c, enum figure f, struct at at);

/* column, label, network, year, figure, part, unit, value: everything above as a table (docs/formats/compare.md). */
void mlg__comparison_csv(const struct comparison *c, struct text *out);

#endif
