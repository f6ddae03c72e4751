/* matrix.c — see matrix.h.
 *
 * Targets stand in order of rank, so targets near in this order share long root paths, and how much two points share is
 * a running minimum over what neighbours share. Rows come in blocks in the caller's order; threads take some rows of a
 * block each and go over the targets block by block, so that a block of labels is read from near memory by several
 * rows. */
#include "roads/matrix.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/math.h"
#include "base/thread.h"
#include "roads/kernel.h"

/* A block of rows stays in near memory until it is handed over, unless each thread would have too few tasks. */
enum { POINTS_A_TASK = 8, ROWS_AT_ONCE = 8, ENTRIES_A_ROW_BLOCK = 1 << 16, TASKS_A_THREAD = 4 };
static const size_t LABEL_BUDGET_BYTES = (size_t)256 << 20;

/* Labels of some targets. */
struct targets {
    struct labels l;
    int32_t *common; /* [row] shared with the next row; 0 for the last */
    size_t *at;      /* [row] */
};

static mlg_status targets_make(const struct matrix_ask *ask, int32_t from, int32_t to, struct targets *t,
                               mlg_error *err)
{
    *t = (struct targets) { 0 };
    MLG_TRY(mlg__labels_make(ask->m, ROAD_DOWN, ask->to, from, to, true, ask->thread_count, &t->l, err));
    t->common = arena_array(&t->l.memory, int32_t, t->l.row_count);
    t->at = arena_array(&t->l.memory, size_t, t->l.row_count);
    if (t->l.memory.failed) return mlg__no_memory(err, "labels of a road map");
    for (int32_t r = 0; r < t->l.row_count; r++) {
        t->at[r] = t->l.row[r].at;
        if (r + 1 < t->l.row_count) t->common[r] = mlg__common(ask->m->h, t->l.row[r].low, t->l.row[r + 1].low);
    }
    return MLG_OK;
}

/* The target rows that a row of a source is to be compared with. */
struct span {
    int32_t from, to;
};

/* How many states a row of a source shares with each target row of the span. Both sides of it share less and less;
 * where nothing is shared, or no more than first rows know of each other, the span ends; such rows within it get 0. */
static struct span find_common(const struct hierarchy *h, const struct targets *t, const struct label_row *source,
                               int32_t *common)
{
    const int32_t count = t->l.row_count;
    int32_t from = 0, to = count;
    while (from < to) {
        const int32_t middle = from + (to - from) / 2;
        if (t->l.row[middle].low < source->low) from = middle + 1;
        else to = middle;
    }
    struct span s = { from, from };
    int32_t shared = from < count ? mlg__common(h, source->low, t->l.row[from].low) : 0;
    for (; s.to < count && shared > source->known; s.to++) {
        common[s.to] = shared > t->l.row[s.to].known ? shared : 0;
        shared = min32(shared, t->common[s.to]);
    }
    shared = from > 0 ? mlg__common(h, source->low, t->l.row[from - 1].low) : 0;
    for (; s.from > 0 && shared > source->known; s.from--) {
        common[s.from - 1] = shared > t->l.row[s.from - 1].known ? shared : 0;
        if (s.from > 1) shared = min32(shared, t->common[s.from - 2]);
    }
    return s;
}

/* One block of rows against some targets. */
struct row_block {
    const struct matrix_ask *ask;
    const struct kernel *kernel;
    int32_t row, count;
    const struct labels *source;
    const int32_t *row_first; /* [count + 1] label rows of each source */
    const struct targets *targets;
    struct arc_weight *out; /* [count * ask->to.count] */
    bool fresh;             /* out holds nothing yet */
    atomic_bool failed;
};

static struct kernel_planes planes_of(const struct labels *l, size_t at)
{
    return (struct kernel_planes) { l->t + at, l->rest + at };
}

/* Scratch of a task. */
struct scratch {
    int32_t *common;          /* [ROWS_AT_ONCE][target row] */
    struct arc_weight *found; /* [ROWS_AT_ONCE][target row] */
};

/* From the order of target rows to that of points: the least over all label rows of both. */
static void deliver(struct row_block *b, const struct label_row *source, struct span s, const struct arc_weight *found)
{
    const struct labels *l = &b->targets->l;
    struct arc_weight *out = b->out + (ptrdiff_t)(source->point - b->row) * b->ask->to.count;
    for (int32_t r = s.from; r < s.to; r++) {
        struct arc_weight *entry = &out[l->row[r].point];
        if (mlg__weight_compare(found[r], *entry) < 0) *entry = found[r];
    }
}

/* Label rows first..last-1 of the sources with all targets. */
static void meet(struct row_block *b, int32_t first, int32_t last, struct scratch *scratch)
{
    const struct targets *t = b->targets;
    const int32_t rows = t->l.row_count;
    struct span span[ROWS_AT_ONCE];
    for (int32_t r = first; r < last; r++)
        span[r - first] =
            find_common(b->ask->m->h, t, &b->source->row[r], scratch->common + (ptrdiff_t)(r - first) * rows);
    for (int32_t from = 0; from < rows; from += KERNEL_BLOCK)
        for (int32_t r = first; r < last; r++) {
            const int32_t begin = max32(from, span[r - first].from),
                          end = min32(from + KERNEL_BLOCK, span[r - first].to);
            const ptrdiff_t at = (ptrdiff_t)(r - first) * rows + begin;
            if (begin >= end) continue;
            b->kernel->block(planes_of(b->source, b->source->row[r].at), planes_of(&t->l, 0), t->at + begin,
                             scratch->common + at, end - begin, scratch->found + at);
        }
    for (int32_t r = first; r < last; r++)
        deliver(b, &b->source->row[r], span[r - first], scratch->found + (ptrdiff_t)(r - first) * rows);
}

static void meet_task(void *user, int32_t task)
{
    struct row_block *b = user;
    const int32_t end = min32((task + 1) * POINTS_A_TASK, b->count), last = b->row_first[end];
    const size_t entries = (size_t)b->targets->l.row_count * ROWS_AT_ONCE;
    struct scratch scratch = { mlg__malloc(entries * sizeof *scratch.common),
                               mlg__malloc(entries * sizeof *scratch.found) };
    const bool ok = scratch.common && scratch.found;
    if (!ok) atomic_store(&b->failed, true);
    if (b->fresh)
        for (ptrdiff_t i = (ptrdiff_t)task * POINTS_A_TASK * b->ask->to.count; i < (ptrdiff_t)end * b->ask->to.count;
             i++)
            b->out[i] = mlg__no_way();
    for (int32_t r = b->row_first[task * POINTS_A_TASK]; ok && r < last; r += ROWS_AT_ONCE)
        meet(b, r, min32(r + ROWS_AT_ONCE, last), &scratch);
    mlg__free(scratch.common);
    mlg__free(scratch.found);
}

static void compete(const struct row_block *b)
{
    const struct matrix_ask *ask = b->ask;
    int32_t from = 0, to = ask->direct_count;
    while (from < to) {
        const int32_t middle = from + (to - from) / 2;
        if (ask->direct[middle].from < b->row) from = middle + 1;
        else to = middle;
    }
    for (int32_t i = from; i < ask->direct_count && ask->direct[i].from < b->row + b->count; i++) {
        struct arc_weight *entry =
            &b->out[(ptrdiff_t)(ask->direct[i].from - b->row) * ask->to.count + ask->direct[i].to];
        if (mlg__weight_compare(ask->direct[i].weight, *entry) < 0) *entry = ask->direct[i].weight;
    }
}

/* How the work is cut: rows a block, targets whose labels are kept at once. */
struct plan {
    int32_t rows, targets;
};
static struct plan plan_of(const struct matrix_ask *ask)
{
    const size_t budget = ask->label_budget_bytes ? ask->label_budget_bytes : LABEL_BUDGET_BYTES;
    const int64_t seeds = ask->to.count ? (ask->to.first[ask->to.count] + ask->to.count - 1) / ask->to.count : 1;
    const int64_t label_bytes = (int64_t)(ask->m->h->path_max + LABEL_LANES) * 16 * max64(seeds, 1);
    const int64_t tasks = ask->thread_count > 1 ? TASKS_A_THREAD * (int64_t)ask->thread_count : 1;
    const int64_t near = ENTRIES_A_ROW_BLOCK / max32(ask->to.count, 1) / POINTS_A_TASK;
    return (struct plan) {
        .rows = (int32_t)max64(1, min64(ask->from.count, max64(tasks, near) * POINTS_A_TASK)),
        .targets = (int32_t)max64(1, min64(ask->to.count, (int64_t)budget / label_bytes)),
    };
}

/* The sources of a block against all targets. kept: labels of all targets, or NULL when they do not fit at once. */
static mlg_status fill_block(struct row_block *b, const struct targets *kept, struct plan plan, mlg_error *err)
{
    const struct matrix_ask *ask = b->ask;
    const int32_t tasks = (b->count + POINTS_A_TASK - 1) / POINTS_A_TASK;
    for (int32_t from = 0; from < ask->to.count; from += plan.targets) {
        struct targets some = { 0 };
        mlg_status status = MLG_OK;
        if (!kept) status = targets_make(ask, from, min32(from + plan.targets, ask->to.count), &some, err);
        b->targets = kept ? kept : &some;
        b->fresh = from == 0;
        if (!status) mlg__parallel(tasks, ask->thread_count, meet_task, b);
        if (!status && atomic_load(&b->failed)) status = mlg__no_memory(err, "a matrix of a road map");
        mlg__labels_free(&some.l);
        if (status) return status;
    }
    compete(b);
    return MLG_OK;
}

/* Where the label rows of each point of the block begin: rows are in order of points, a point may have none. */
static void index_rows(const struct labels *l, int32_t row, int32_t count, int32_t *row_first)
{
    int32_t r = 0;
    for (int32_t i = 0; i <= count; i++) {
        while (r < l->row_count && l->row[r].point < row + i) r++;
        row_first[i] = r;
    }
}

mlg_status mlg__road_matrix(const struct matrix_ask *ask, mlg_road_rows_fn *rows, void *user, mlg_error *err)
{
    const struct plan plan = plan_of(ask);
    struct targets all = { 0 };
    const bool keep = plan.targets >= ask->to.count;
    struct arc_weight *out = mlg__malloc((size_t)plan.rows * (size_t)ask->to.count * sizeof *out);
    int32_t *row_first = mlg__malloc(((size_t)plan.rows + 1) * sizeof *row_first);
    mlg_status status = out && row_first ? MLG_OK : mlg__no_memory(err, "a matrix of a road map");
    if (!status && keep) status = targets_make(ask, 0, ask->to.count, &all, err);
    for (int32_t row = 0; !status && row < ask->from.count; row += plan.rows) {
        const int32_t count = min32(plan.rows, ask->from.count - row);
        struct labels source = { 0 };
        status = mlg__labels_make(ask->m, ROAD_UP, ask->from, row, row + count, false, ask->thread_count, &source, err);
        if (!status) {
            index_rows(&source, row, count, row_first);
            struct row_block b = { .ask = ask,
                                   .kernel = mlg__kernel(),
                                   .row = row,
                                   .count = count,
                                   .source = &source,
                                   .row_first = row_first,
                                   .out = out };
            status = fill_block(&b, keep ? &all : NULL, plan, err);
        }
        mlg__labels_free(&source);
        if (!status && rows(user, row, count, out) == MLG_ENOUGH) break;
    }
    mlg__labels_free(&all.l);
    mlg__free(row_first);
    mlg__free(out);
    return status;
}
