/* report_fixture.h — a plausible scenario and plan made by hand, to write reports from: four periods, two services,
 * stations, partners, a fulfilment centre; nearest stations serve, figures follow simple rules and are not a plan. */
#ifndef MLG_TESTS_REPORT_FIXTURE_H
#define MLG_TESTS_REPORT_FIXTURE_H

#include "model/network_plan.h"

struct report_fixture {
    mlg_scenario *s;
    mlg_network_plan *plan;
};

/* demand_csv: a demand.csv whose communes are used, or NULL for 240 invented ones. False without memory or file. */
bool report_fixture_make(struct report_fixture *f, const char *demand_csv, mlg_lang lang);
void report_fixture_free(struct report_fixture *f);

#endif
