/* model/scenario_check.h — the cross-checks of mlg__scenario_finish(), one function per table. */
#ifndef MLG_MODEL_SCENARIO_CHECK_H
#define MLG_MODEL_SCENARIO_CHECK_H

#include "base/error.h"
#include "model/scenario.h"

/* Everything that is wrong or strange goes to found (not NULL). MLG_NO_MEMORY or MLG_OK. Needs no derived field. */
mlg_status mlg__scenario_check(const mlg_scenario *s, mlg_findings *found);

#endif
