/* report/report.h — report.html: what a plan builds, saves, costs and emits, for people, in one self-contained page.
 *
 * Nothing is decided or priced here: every figure is one of the plan's, a sum or a share of some. The page asks for
 * nothing from any network, reads without JavaScript (the map then stands still), prints, and speaks one language. */
#ifndef MLG_REPORT_REPORT_H
#define MLG_REPORT_REPORT_H

#include "base/text.h"
#include "model/network_plan.h"

/* Append the page to out. legs may be NULL; its label names the distances where the plan does not.
 * A routed day whose problem is NULL (a plan just read) is left out of the rounds, and the page says so.
 * Errors: MLG_NO_MEMORY (out is then incomplete). */
mlg_status mlg__report_write(const mlg_scenario *s, const mlg_leg_source *legs, const mlg_network_plan *plan,
                             mlg_lang lang, struct text *out, mlg_error *err);

#endif
