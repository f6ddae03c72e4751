/* tables.h — the CSV views of plan.json: the same rows, the same names, both networks one below the other. Nothing is
 * computed here. All append to out; a failure is out's sticky flag. */
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

#endif
