/* model/scenario_check.h — the cross-checks of mlg__scenario_finish(), one function per table. */
#ifndef MLG_MODEL_SCENARIO_CHECK_H
#define MLG_MODEL_SCENARIO_CHECK_H

#include "base/error.h"
#include "model/scenario.h"

/* Everything that is wrong or strange goes to found (not NULL). MLG_NO_MEMORY or MLG_OK. Needs no derived field. */
mlg_status mlg__scenario_check(const mlg_scenario *s, mlg_findings *found);

/* What could be read of a scenario that has mistakes; a site whose kind is unknown has kind MLG_NONE. */
struct readable { bool settings, sizes, sites, demand; };
/* Only what looks at one row, or at the ids of one table: so that one run tells all mistakes. ids: doubles alone; else all
 * the rest. Sums and what crosses tables stay with mlg__scenario_check(). */
mlg_status mlg__scenario_check_readable(const mlg_scenario *s, struct readable readable, bool ids, mlg_findings *found);

#endif
