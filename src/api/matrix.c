/* matrix.c — a matrix of legs to a file, row after row: binary planes, CSV, or JSON. */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "api/places.h"
#include "base/clock.h"
#include "base/math.h"
#include "base/replace.h"
#include "base/text.h"
#include "io/file.h"
#include "maillage/api.h"

enum { PLANES = 4 };
static const char *const plane_names[PLANES] = { "time_s", "distance_m", "energy_kj", "energy_j_per_kg" };

/* docs/formats/roads.md */
struct bin_head {
    char magic[8];
    uint32_t version, byte_order;
    int32_t rows, columns;
    uint8_t unused[40];
};
_Static_assert(sizeof(struct bin_head) == 64, "planes begin at byte 64");

struct writer {
    const mlg_places *from, *to;
    const char *file;
    mlg_format format;
    FILE *out;               /* of BIN and CSV: standard output or the file beside */
    struct replacing file_beside;
    struct text text;        /* of CSV: a block of rows; of JSON: its head */
    struct text plane[PLANES];
    int32_t *values;         /* [columns] of BIN */
    mlg_progress_fn *f;
    void *user;
    bool failed, stopped;
    int code;                /* errno of the failure */
};

static int32_t value_of(const mlg_leg *leg, int plane)
{
    switch (plane) {
    case 0: return leg->time_s;
    case 1: return leg->distance_m;
    case 2: return leg->energy_kj;
    default: return leg->energy_j_per_kg;
    }
}

static bool put(struct writer *w, const void *bytes, size_t count)
{
    if (fwrite(bytes, 1, count, w->out) == count) return true;
    w->code = errno;
    w->failed = true;
    return false;
}

static void put_bin_row(struct writer *w, int32_t row, const mlg_leg *legs)
{
    const int64_t columns = w->to->count, rows = w->from->count;
    for (int p = 0; p < PLANES; p++) {
        for (int32_t j = 0; j < columns; j++) w->values[j] = value_of(&legs[j], p);
        const int64_t at = (int64_t)sizeof(struct bin_head) + (p * rows + row) * columns * (int64_t)sizeof *w->values;
        if (fseeko(w->out, (off_t)at, SEEK_SET)) {
            w->code = errno;
            w->failed = true;
            return;
        }
        if (!put(w, w->values, (size_t)columns * sizeof *w->values)) return;
    }
}

static void put_csv_row(struct writer *w, int32_t row, const mlg_leg *legs)
{
    for (int32_t j = 0; j < w->to->count; j++) {
        text_csv(&w->text, w->from->id[row]);
        text_add(&w->text, ",");
        text_csv(&w->text, w->to->id[j]);
        if (legs[j].time_s == MLG_UNREACHABLE) text_add(&w->text, ",,,,\n");
        else text_printf(&w->text, ",%d,%d,%d,%d\n", legs[j].time_s, legs[j].distance_m, legs[j].energy_kj, legs[j].energy_j_per_kg);
    }
}

static void put_json_row(struct writer *w, int32_t row, const mlg_leg *legs)
{
    for (int p = 0; p < PLANES; p++) {
        struct text *t = &w->plane[p];
        text_add(t, row ? ",\n[" : "\n[");
        for (int32_t j = 0; j < w->to->count; j++) {
            if (j) text_add(t, ",");
            if (legs[j].time_s == MLG_UNREACHABLE) text_add(t, "null");
            else text_printf(t, "%d", value_of(&legs[j], p));
        }
        text_add(t, "]");
        w->failed |= t->failed;
    }
}

static mlg_flow take_rows(int32_t first_row, int32_t row_count, const mlg_leg *legs, void *user)
{
    struct writer *w = user;
    for (int32_t i = 0; i < row_count && !w->failed; i++, legs += w->to->count) {
        if (w->format == MLG_FORMAT_BIN) put_bin_row(w, first_row + i, legs);
        else if (w->format == MLG_FORMAT_JSON) put_json_row(w, first_row + i, legs);
        else {
            put_csv_row(w, first_row + i, legs);
            if (w->out && w->text.length && put(w, w->text.data, w->text.length)) w->text.length = 0;
            w->failed |= w->text.failed;
        }
    }
    const mlg_progress p = { .phase = "lanes", .elapsed_s = mlg__process_elapsed_s(), .cost = NAN, .bound = NAN,
                             .iterations = (int64_t)(first_row + row_count) * w->to->count };
    w->stopped = w->f && w->f(&p, w->user) == MLG_ENOUGH;
    return w->failed || w->stopped ? MLG_ENOUGH : MLG_CONTINUE;
}

static mlg_status unwritable(const struct writer *w, mlg_error *err)
{
    if (!w->code) return mlg__no_memory(err, w->file ? w->file : "-");
    return mlg__unwritable(err, w->file ? w->file : "-", w->code);
}

/* A binary file and a CSV are written as they come, beside their name. */
static mlg_status begin(struct writer *w, mlg_error *err)
{
    const bool stream = !w->file || !strcmp(w->file, "-");
    if (w->format == MLG_FORMAT_BIN && stream)
        return mlg__fail(err, MLG_BAD_INPUT, "-", TXT("a binary matrix needs a file", "une matrice binaire demande un fichier"),
                         TXT("give one with -o m.bin", "donnez-le avec -o m.bin"));
    if (w->format == MLG_FORMAT_JSON) return MLG_OK;
    if (!stream) MLG_TRY(mlg__replace_begin(w->file, &w->file_beside, err));
    w->out = stream ? stdout : w->file_beside.to;
    if (w->format == MLG_FORMAT_BIN) {
        const struct bin_head head = { .magic = "MLGMATRX", .version = 1, .byte_order = 0x01020304u, .rows = w->from->count,
                                       .columns = w->to->count };
        put(w, &head, sizeof head);
    } else text_add(&w->text, "from,to,time_s,distance_m,energy_kj,energy_j_per_kg\n");
    return w->failed ? unwritable(w, err) : MLG_OK;
}

static void put_ids(struct text *t, const char *key, const mlg_places *p)
{
    text_printf(t, "\"%s\":[", key);
    for (int32_t i = 0; i < p->count; i++) {
        if (i) text_add(t, ",");
        text_json(t, p->id[i]);
    }
    text_add(t, "]");
}

static mlg_status end_json(struct writer *w, mlg_error *err)
{
    struct text *t = &w->text;
    text_add(t, "{");
    put_ids(t, "from", w->from);
    text_add(t, ",\n");
    put_ids(t, "to", w->to);
    for (int p = 0; p < PLANES; p++) {
        text_printf(t, ",\n\"%s\":[", plane_names[p]);
        text_bytes(t, w->plane[p].data ? w->plane[p].data : "", w->plane[p].length);
        text_add(t, "]");
    }
    text_add(t, "}\n");
    if (t->failed) return mlg__no_memory(err, w->file ? w->file : "-");
    return mlg__file_write(w->file, t->data, t->length, err);
}

static mlg_status end(struct writer *w, mlg_error *err)
{
    if (w->format == MLG_FORMAT_JSON) return end_json(w, err);
    if (w->text.length) put(w, w->text.data, w->text.length); /* a head without rows */
    if (!w->failed && fflush(w->out)) w->code = errno, w->failed = true;
    if (w->failed) return unwritable(w, err);
    return w->out == stdout ? MLG_OK : mlg__replace_end(&w->file_beside, true, err);
}

static void clean_up(struct writer *w)
{
    mlg__replace_drop(&w->file_beside);
    text_free(&w->text);
    for (int p = 0; p < PLANES; p++) text_free(&w->plane[p]);
    mlg__free(w->values);
}

mlg_status mlg_matrix_write(const mlg_metric *m, const mlg_places *from, const mlg_places *to, int32_t thread_count, const char *file,
                            mlg_format format, mlg_progress_fn *f, void *user, mlg_findings *found, mlg_error *err)
{
    struct writer w = { .from = from, .to = to, .file = file, .format = mlg__format_of(file, format, MLG_FORMAT_CSV), .f = f, .user = user };
    mlg_snapped *starts = NULL, *goals = NULL;
    w.values = mlg__malloc((size_t)to->count * sizeof *w.values);
    mlg_status status = w.values ? MLG_OK : mlg__no_memory(err, "a matrix");
    if (!status) status = mlg__snap_places(m, from, &starts, found, err);
    if (!status && to != from) status = mlg__snap_places(m, to, &goals, found, err);
    if (!status) status = mlg__no_road_at_all(starts, from->count, err);
    if (!status && goals) status = mlg__no_road_at_all(goals, to->count, err);
    if (!status) status = begin(&w, err);
    if (!status) status = mlg_roads_matrix(m, starts, from->count, to == from ? starts : goals, to->count, thread_count, take_rows, &w, err);
    if (!status && w.failed) status = unwritable(&w, err);
    if (!status && w.stopped)
        status = mlg__fail(err, MLG_BAD_INPUT, file ? file : "-", TXT("stopped; no file was written", "interrompu ; aucun fichier n'est écrit"), NO_HINT);
    if (!status) status = end(&w, err);
    clean_up(&w);
    mlg__free(starts);
    mlg__free(goals);
    return status;
}
