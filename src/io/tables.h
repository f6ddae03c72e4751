/* tables.h — the CSV views of plan.json and its legs: the same rows, the same names, both networks one below the
 * other. No figure is computed here. All append to out; a failure is out's sticky flag. */
#ifndef MLG_IO_TABLES_H
#define MLG_IO_TABLES_H

#include "base/error.h"
#include "base/text.h"
#include "model/network_plan.h"

/* sites.csv, assignment.csv: column network ("plan", "before"), then the keys of plan.json. */
void mlg__sites_csv(const mlg_network_plan *plan, struct text *out);
void mlg__assignment_csv(const mlg_network_plan *plan, struct text *out);
/* legs.csv: rows of mlg__account_legs() of each network; a column of cents for each line of the account. */
struct leg_rows {
    const struct account_leg *rows;
    int32_t count;
};
void mlg__legs_csv(const mlg_scenario *s, struct leg_rows plan, struct leg_rows before, struct text *out);
/* stops.csv: a row for each visit of the routed days, with its coordinates. Errors: MLG_NO_MEMORY, those of the sample.
 */
mlg_status mlg__stops_csv(const mlg_network_plan *plan, struct text *out, mlg_error *err);
/* days_legs.csv: the line of its columns, then day by day the rows of mlg__day_legs() for a day that has its problem;
 * the rows of stops.csv, seq by seq. */
void mlg__days_legs_head(struct text *out);
void mlg__day_legs_csv(const mlg_network_plan *plan, const struct plan_day *day, const struct day_leg *legs, int32_t count,
                       struct text *out);
/* legs.csv of a routing plan: a row for each visit of its routes, with the leg that leads to it; a stop by its id, other
 * places by their number. */
void mlg__route_legs_csv(const mlg_problem *p, const mlg_plan *plan, struct text *out);

#endif
