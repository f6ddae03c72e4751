/* plan_fields.h — every row of plan.json in one roster: which key stands for which field of model/network_plan.h, and
 * in which unit. The writer, the reader and the CSV views all walk these tables, so they cannot disagree.
 *
 * To add a figure to plan.json: a field in the struct, a line in plan_fields.c, its check in src/check, its line in
 * docs/formats/plan.md. Keys are never renamed. */
#ifndef MLG_IO_PLAN_FIELDS_H
#define MLG_IO_PLAN_FIELDS_H

#include "base/text.h"
#include "model/network_plan.h"

enum field_type {
    /* Indices (int32_t), written as the ids of the scenario's tables: */
    FIELD_SITE,
    FIELD_DEMAND,
    FIELD_SERVICE,
    FIELD_PERIOD,
    FIELD_VEHICLE, /* a class id; null: delivered to the door by the site itself */
    FIELD_SIZE,    /* of the row's site, which stands before it; null: closed */
    FIELD_LINE,
    FIELD_SCOPE,
    FIELD_REASON, /* words of network_plan.h */
    /* Numbers: */
    FIELD_INT32,
    FIELD_INT64,
    FIELD_LIMIT, /* int64_t; INT64_MAX is null: no limit */
    FIELD_MILLI, /* int64_t thousandths, written as a decimal */
    FIELD_TICKS, /* int32_t of the scenario's clock: seconds, or microseconds of a cloud */
    FIELD_HOURS, /* int64_t of that clock, written as hours, or milliseconds of a cloud */
    FIELD_REAL,  /* double */
    /* Of one kind of row each: */
    FIELD_PAID,
    FIELD_PENALTY, /* plan_account: cents, under the key that the line belongs to; the other is 0 */
    FIELD_SHARE,   /* plan_flow: units / demand; told twice, so the reader checks it */
    FIELD_CHAIN,   /* plan_chain: ids from the top to the station */
    FIELD_COVERED, /* period_summary: an object, share by service */
};

struct plan_field {
    const char *key; /* ends in the unit: _s, _h; a cloud's ends in _us, _ms (mlg__field_key) */
    enum field_type type;
    size_t at; /* offset in the row's struct */
};
struct field_key { char text[32]; };
struct field_key mlg__field_key(const mlg_scenario *s, const struct plan_field *f);

/* Tables of a side, in the order of the file; summary periods and calibration stand beside them. */
enum plan_table {
    TABLE_ACCOUNT,
    TABLE_CO2,
    TABLE_SPEED,
    TABLE_SITES,
    TABLE_ASSIGNMENT,
    TABLE_CHAINS,
    TABLE_UNSERVED,
    TABLE_SIDE_COUNT,
    TABLE_PERIODS = TABLE_SIDE_COUNT,
    TABLE_CALIBRATION,
    TABLE_KEPT,
    TABLE_STREETS, /* of a routed day */
    TABLE_COUNT
};
struct plan_shape {
    const char *key;
    size_t row_bytes;
    const struct plan_field *fields;
    int32_t field_count;
};
extern const struct plan_shape mlg__plan_shapes[TABLE_COUNT];

/* Rows of a side's table; for the others NULL. */
struct plan_rows {
    void *rows;
    int32_t count;
};
struct plan_rows mlg__side_rows(const struct network_side *side, enum plan_table table);
void mlg__side_set_rows(struct network_side *side, enum plan_table table, struct plan_rows rows);

/* One value as JSON. */
void mlg__field_json(struct text *out, const mlg_scenario *s, const struct plan_field *f, const void *row);
/* One value as a CSV field: the same words and digits, null as an empty field, ids of a chain joined by ">". */
void mlg__field_csv(struct text *out, const mlg_scenario *s, const struct plan_field *f, const void *row);

/* The site of a row that has a size. */
int32_t mlg__row_site(const void *row);
/* Fields of a row by offset. */
int32_t mlg__field_int32(const struct plan_field *f, const void *row);
int64_t mlg__field_int64(const struct plan_field *f, const void *row);
double mlg__field_real(const struct plan_field *f, const void *row);

/* Share of its demand that a flow brings. */
double mlg__flow_share(const mlg_scenario *s, const struct plan_flow *flow);

#endif
