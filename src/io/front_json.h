/* front_json.h — front.json: plans between cheap, fast and clean, and the lines that no plan lies below (docs/formats/front.md). */
#ifndef MLG_IO_FRONT_JSON_H
#define MLG_IO_FRONT_JSON_H

#include "base/error.h"
#include "base/text.h"
#include "model/front.h"

enum { MLG_FRONT_VERSION = 1 };

/* Folder of point i (from 0) inside the plan's: "front/01". */
struct front_folder { char s[32]; };
struct front_folder mlg__front_folder(int32_t i);
/* Append the file to out. Errors: MLG_NO_MEMORY. */
mlg_status mlg__front_write(const mlg_front *front, struct text *out, mlg_error *err);
/* Read a file's bytes: figures and lines; order, curves and envelope are made again, and must be those of the file. plan: whose front
 * it says it is; the first point must cost as much. front [given], its points without plans. Mistakes as in plan_json.h. */
mlg_status mlg__front_read(const char *data, size_t size, const mlg_network_plan *plan, mlg_front **front, mlg_findings *found,
                           mlg_error *err);

#endif
