/* plan_reader.h — how plan.json is read: a JSON path that follows the walk, strict values, and what a file tells twice.
 *
 * Stricter than json.h, which reads what people write: here a missing key, a digit too many or a null is a mistake.
 * Every function tells in `found` what is wrong, at the path, and goes on. */
#ifndef MLG_IO_PLAN_READER_H
#define MLG_IO_PLAN_READER_H

#include <jansson.h>

#include "base/error.h"
#include "io/id_index.h"
#include "model/network_plan.h"

/* Ranges: the checker's sums stay within their integers. */
#define WHOLE_MAX (INT64_C(1) << 60) /* cents, mg, quanta */
#define TOTAL_MAX (INT64_C(1) << 48) /* sums of a route: m, s, J */

struct reader {
    const mlg_scenario *s; /* NULL in a routing plan */
    mlg_findings *found;
    struct arena *arena; /* of the plan */
    char path[160];
    size_t path_length;
    struct id_index sites, demands, services, periods, vehicles;
};

static inline bool reader_is_clean(const struct reader *r) { return mlg_findings_count(r->found, false) == 0; }

/* The path: enter a key or a row, leave with what enter returned. */
size_t mlg__reader_enter(struct reader *r, const char *name);
size_t mlg__reader_enter_row(struct reader *r, int32_t i);
void mlg__reader_leave(struct reader *r, size_t mark);

/* Tell that v is not what is wanted; false. */
bool mlg__reader_wrong_type(struct reader *r, const json_t *v, struct mlg_txt wanted);
/* Members of an object; NULL and a finding where missing or of another type. They enter the path: leave(mark). */
const json_t *mlg__reader_member(struct reader *r, const json_t *object, const char *name, size_t *mark);
const json_t *mlg__member_list(struct reader *r, const json_t *object, const char *name, size_t *mark);
const json_t *mlg__member_object(struct reader *r, const json_t *object, const char *name, size_t *mark);
/* Values of v, and of a member. False, and a finding: wrong type or out of range.
 * parts: a decimal that stands for a whole number of 1/parts; the writer's own digits give it back exactly. */
bool mlg__value_int(struct reader *r, const json_t *v, int64_t low, int64_t high, int64_t *value);
bool mlg__value_real(struct reader *r, const json_t *v, double *value);
bool mlg__value_parts(struct reader *r, const json_t *v, int64_t parts, int64_t *value);
bool mlg__member_int(struct reader *r, const json_t *object, const char *name, int64_t low, int64_t high,
                     int64_t *value);
bool mlg__member_bool(struct reader *r, const json_t *object, const char *name, bool *value);
bool mlg__member_real(struct reader *r, const json_t *object, const char *name, double *value);
const char *mlg__member_text(struct reader *r, const json_t *object, const char *name);
/* What the file tells twice must agree. */
void mlg__agree_int(struct reader *r, const json_t *object, const char *name, int64_t expected);
void mlg__agree_real(struct reader *r, const json_t *object, const char *name, double expected);
void mlg__agree_bool(struct reader *r, const json_t *object, const char *name, bool expected);
void mlg__agree_text(struct reader *r, const json_t *object, const char *name, const char *expected);
/* Ids (MLG_NONE: unknown, with "did you mean") and words of a list. */
int32_t mlg__value_id(struct reader *r, const struct id_index *x, const json_t *v);
int32_t mlg__member_id(struct reader *r, const json_t *object, const char *name, const struct id_index *x);
int32_t mlg__value_word(struct reader *r, const json_t *v, const char *const *words, int32_t count);
int32_t mlg__member_word(struct reader *r, const json_t *object, const char *name, const char *const *words,
                         int32_t count);

/* The bytes as a JSON object; NULL with a finding or a status where they are none. */
json_t *mlg__plan_parse(const char *data, size_t size, mlg_findings *found, mlg_status *status, mlg_error *err);
/* `format`, `kind`, `version`. */
void mlg__read_head(struct reader *r, const json_t *root, const char *kind);
/* Findings of this file alone decide, even if the caller's list already has some; he gets them all. Frees mine. */
mlg_status mlg__plan_hand_over(mlg_findings *mine, mlg_findings *found, mlg_status status, mlg_error *err);

/* Routes: stops and vehicles of a problem by id, borrowed from it. */
struct route_names {
    const mlg_problem *p;
    struct id_index stops, vehicles;
};
mlg_status mlg__route_names_make(struct route_names *n, const mlg_problem *p, mlg_error *err);
void mlg__route_names_free(struct route_names *n);
/* Routes and unserved stops of a day or of a routing plan; given, NULL without memory. */
mlg_plan *mlg__read_routes(struct reader *r, const struct route_names *n, const json_t *object);

#endif
