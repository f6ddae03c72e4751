/* plan_put.h — small pieces of plan.json, for its writers: a key and its value, with the comma before it where it is
 * not the first; the first and the last lines of every plan. */
#ifndef MLG_IO_PLAN_PUT_H
#define MLG_IO_PLAN_PUT_H

#include <inttypes.h>

#include "base/error.h"
#include "io/plan_json.h"

static inline void key(struct text *out, const char *name)
{
    const char last = out->length ? out->data[out->length - 1] : '{';
    if (last != '{' && last != '\n') text_add(out, ",");
    text_json(out, name);
    text_add(out, ":");
}

static inline void put_int(struct text *out, const char *name, int64_t value)
{
    key(out, name);
    text_printf(out, "%" PRId64, value);
}

static inline void put_bool(struct text *out, const char *name, bool value)
{
    key(out, name);
    text_add(out, value ? "true" : "false");
}

static inline void put_text(struct text *out, const char *name, const char *value)
{
    key(out, name);
    text_json(out, value);
}

static inline void put_real(struct text *out, const char *name, double value)
{
    key(out, name);
    text_double(out, value);
}

static inline void put_texts(struct text *out, const char *name, const char *const *texts, int32_t count)
{
    key(out, name);
    text_add(out, "[");
    for (int32_t i = 0; i < count; i++) {
        text_add(out, i ? ",\n" : "\n");
        text_json(out, texts[i]);
    }
    text_add(out, count ? "\n]" : "]");
}

/* The next key of the file itself starts a line. */
static inline void next_line(struct text *out) { text_add(out, ",\n"); }

static inline void put_head(struct text *out, const char *kind)
{
    text_add(out, "{\n");
    put_text(out, "format", "maillage-plan");
    next_line(out);
    put_text(out, "kind", kind);
    next_line(out);
    put_int(out, "version", MLG_PLAN_VERSION);
    next_line(out);
}

static inline mlg_status put_foot(struct text *out, mlg_error *err)
{
    text_add(out, "\n}\n");
    return out->failed ? mlg__no_memory(err, "plan.json") : MLG_OK;
}

#endif
