/* prices_json.h — prices.json: what siting says beyond its plan (model/siting_words.h, docs/formats/prices.md). */
#ifndef MLG_IO_PRICES_JSON_H
#define MLG_IO_PRICES_JSON_H

#include "base/error.h"
#include "base/text.h"
#include "model/network_plan.h"

/* Append the file to out; the plan has words. Errors: MLG_NO_MEMORY. */
mlg_status mlg__prices_write(const mlg_network_plan *plan, struct text *out, mlg_error *err);
/* Read a file's bytes into plan->words; they must speak of this plan's cost. Mistakes as in plan_json.h, and no words then. */
mlg_status mlg__prices_read(const char *data, size_t size, mlg_network_plan *plan, mlg_findings *found, mlg_error *err);

#endif
