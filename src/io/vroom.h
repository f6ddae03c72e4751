/* vroom.h — VROOM's JSON, in and out (docs/formats/vroom.md). */
#ifndef MLG_IO_VROOM_H
#define MLG_IO_VROOM_H

#include "base/text.h"
#include "io/tasks.h"
#include "io/vroom_route.h"
#include "model/plan.h"

/* Read a document: all mistakes at once, each under its JSON path; warnings of what was ignored. t: mlg__tasks_free()
 * in every case. Errors: MLG_BAD_INPUT (told in found), MLG_NO_MEMORY. */
mlg_status mlg__vroom_read(const char *file, const char *bytes, size_t size, const struct tasks_ask *ask,
                           struct tasks *t, mlg_findings *found, mlg_error *err);

/* One job or shipment more, an object with VROOM's keys: behind all tasks of t, which is not settled yet; its loads are whole units.
 * file: what its mistakes are told under.
 * Errors: MLG_BAD_INPUT (told in found), MLG_NO_MEMORY. */
mlg_status mlg__vroom_read_more(const char *file, const char *bytes, size_t size, struct tasks *t, mlg_findings *found, mlg_error *err);

/* What the answer says beside its routes. */
struct vroom_words {
    const mlg_findings *found;  /* warnings; may be NULL */
    const mlg_leg_source *legs; /* ways on the map and their credit; NULL: straight lines */
    const int32_t *class_of;    /* [legs] class of the source */
    bool geometry, times;       /* times: computing_times are written */
    int64_t loading_ms, solving_ms, routing_ms;
    const char *version, *legs_label;
    const struct vroom_answer *instead; /* of the document's cost alone, where CO2 decides too; else NULL */
};
/* The answer, one line without its end, appended to out. Errors: MLG_NO_MEMORY, those of the ways. */
mlg_status mlg__vroom_write(const struct tasks *t, const mlg_problem *p, const struct vroom_answer *a,
                            const struct vroom_words *w, struct text *out, mlg_error *err);

/* {"code":…,"error":…,"errors":[…],"warnings":[…]}: err where found holds no error. */
void mlg__vroom_write_error(int code, const mlg_error *err, const mlg_findings *found, struct text *out);
/* VROOM's code, and exit status, of a failure. */
int mlg__vroom_code(mlg_status status);

#endif
