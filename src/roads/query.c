/* query.c — matrices and nearest targets. Rows are asked for in blocks; threads share the rows of a block, each row
 * depends on its source and the targets alone. */
#include "roads/query.h"

#include "base/math.h"
#include "base/thread.h"
#include "roads/through.h"

mlg_leg mlg__leg_of(struct arc_weight w)
{
    if (w.t_ms >= MLG_ROAD_INF) return (mlg_leg) { MLG_UNREACHABLE, MLG_UNREACHABLE, 0, 0 };
    return (mlg_leg) { (int32_t)mlg__div_half_up(w.t_ms, 1000), (int32_t)mlg__div_half_up(w.d_dm, 10),
                       (int32_t)mlg__div_half_up(w.ea, 10), (int32_t)mlg__div_half_up(w.eb, 10) };
}

/* best [row_count * to->count] of the rows first_row.., through the network and straight. */
static mlg_status rows_of(struct through *t, const mlg_metric *m, const struct road_ends *from, int32_t first_row, int32_t row_count,
                          const struct road_ends *to, struct arc_weight *best, mlg_error *err)
{
    MLG_TRY(mlg__through_rows(t, from, first_row, row_count, to, best, err));
    for (int32_t i = first_row; i < first_row + row_count; i++)
        for (int32_t j = 0; j < to->count; j++, best++) {
            int32_t meet, backward;
            const struct arc_weight w = mlg__direct(m, from, i, to, j, &meet, &backward);
            if (mlg__weight_compare(w, *best) < 0) *best = w;
        }
    return MLG_OK;
}

enum { BLOCK_ROWS = 64, THREADS_MAX = 64 };

mlg_status mlg__legs_between(const mlg_metric *m, const struct road_ends *from, const struct road_ends *to, mlg_leg *legs,
                             mlg_error *err)
{
    struct through *t = mlg__through_new(m);
    struct arc_weight *best = mlg__malloc((size_t)BLOCK_ROWS * (size_t)to->count * sizeof *best);
    mlg_status status = t && best ? MLG_OK : mlg__no_memory(err, "legs");
    for (int32_t row = 0; !status && row < from->count; row += BLOCK_ROWS) {
        const int32_t rows = min32(BLOCK_ROWS, from->count - row);
        status = rows_of(t, m, from, row, rows, to, best, err);
        for (ptrdiff_t i = 0; !status && i < (ptrdiff_t)rows * to->count; i++) legs[(ptrdiff_t)row * to->count + i] = mlg__leg_of(best[i]);
    }
    mlg__through_free(t);
    mlg__free(best);
    return status;
}

struct query {
    const mlg_metric *m;
    struct road_ends from, to;
    struct through *through[THREADS_MAX];
    mlg_error err[THREADS_MAX];
    mlg_status status[THREADS_MAX];
    int32_t thread_count, first_row, row_count;
    struct arc_weight *best; /* [BLOCK_ROWS * to.count] */
};

static mlg_status query_open(struct query *q, const mlg_metric *m, const mlg_snapped *from, int32_t from_count,
                             const mlg_snapped *to, int32_t to_count, int32_t thread_count, mlg_error *err)
{
    *q = (struct query) { .m = m, .thread_count = max32(1, min32(min32(thread_count, THREADS_MAX), from_count)) };
    struct dijkstra *d = mlg__dijkstra_new(m->roads->graph.state_count);
    mlg_status status = d ? MLG_OK : mlg__no_memory(err, "a matrix");
    if (!status) status = mlg__ends_make(m, from, from_count, false, d, &q->from, err);
    if (!status) status = mlg__ends_make(m, to, to_count, true, d, &q->to, err);
    mlg__dijkstra_free(d);
    q->best = mlg__malloc((size_t)BLOCK_ROWS * (size_t)to_count * sizeof *q->best);
    bool ok = q->best != NULL;
    for (int32_t i = 0; ok && i < q->thread_count; i++) ok = (q->through[i] = mlg__through_new(m)) != NULL;
    return status || ok ? status : mlg__no_memory(err, "a matrix");
}

static void query_close(struct query *q)
{
    for (int32_t i = 0; i < q->thread_count; i++) mlg__through_free(q->through[i]);
    mlg__ends_free(&q->from);
    mlg__ends_free(&q->to);
    mlg__free(q->best);
}

/* A thread takes a run of the block's rows. */
static void some_rows(void *user, int32_t thread)
{
    struct query *q = user;
    const int32_t first = (int32_t)((int64_t)q->row_count * thread / q->thread_count);
    const int32_t end = (int32_t)((int64_t)q->row_count * (thread + 1) / q->thread_count);
    q->status[thread] = rows_of(q->through[thread], q->m, &q->from, q->first_row + first, end - first, &q->to,
                                q->best + (ptrdiff_t)first * q->to.count, &q->err[thread]);
}

static mlg_status next_block(struct query *q, int32_t first_row, mlg_error *err)
{
    q->first_row = first_row;
    q->row_count = min32(BLOCK_ROWS, q->from.count - first_row);
    mlg__parallel(q->thread_count, q->thread_count, some_rows, q);
    for (int32_t i = 0; i < q->thread_count; i++)
        if (q->status[i]) {
            if (err) *err = q->err[i];
            return q->status[i];
        }
    return MLG_OK;
}

mlg_status mlg_roads_matrix(const mlg_metric *m, const mlg_snapped *from, int32_t from_count, const mlg_snapped *to,
                            int32_t to_count, int32_t thread_count, mlg_rows_fn *f, void *user, mlg_error *err)
{
    struct query q;
    mlg_leg *legs = mlg__malloc((size_t)BLOCK_ROWS * (size_t)to_count * sizeof *legs);
    mlg_status status = query_open(&q, m, from, from_count, to, to_count, thread_count, err);
    if (!status && !legs) status = mlg__no_memory(err, "a matrix");
    for (int32_t row = 0; !status && row < from_count; row += BLOCK_ROWS) {
        status = next_block(&q, row, err);
        if (status) break;
        for (int64_t i = 0; i < (int64_t)q.row_count * to_count; i++) legs[i] = mlg__leg_of(q.best[i]);
        if (f(row, q.row_count, legs, user) == MLG_ENOUGH) break;
    }
    query_close(&q);
    mlg__free(legs);
    return status;
}

/* The k best of a row, by insertion: k is small. */
static void keep_nearest(const struct arc_weight *row, int32_t count, int32_t k, mlg_near *near)
{
    struct arc_weight kept[64];
    int32_t found = 0;
    for (int32_t j = 0; j < count; j++) {
        if (row[j].t_ms >= MLG_ROAD_INF) continue;
        int32_t at = found;
        while (at > 0 && mlg__weight_compare(row[j], kept[at - 1]) < 0) at--;
        if (at == k) continue;
        if (found < k) found++;
        for (int32_t i = found - 1; i > at; i--) kept[i] = kept[i - 1], near[i] = near[i - 1];
        kept[at] = row[j];
        near[at].target = j;
    }
    for (int32_t i = 0; i < k; i++) {
        if (i >= found) near[i].target = MLG_NONE;
        near[i].leg = mlg__leg_of(i < found ? kept[i] : mlg__no_way());
    }
}

mlg_status mlg_roads_nearest(const mlg_metric *m, const mlg_snapped *from, int32_t from_count, const mlg_snapped *to,
                             int32_t to_count, int32_t k, int32_t thread_count, mlg_near *near, mlg_error *err)
{
    struct query q;
    if (k < 1 || k > 64)
        return mlg__fail(err, MLG_OVER_LIMIT, "", TXT("%d nearest targets: 1 to 64 can be asked for", "%d cibles proches : de 1 à 64"),
                         NO_HINT, k);
    mlg_status status = query_open(&q, m, from, from_count, to, to_count, thread_count, err);
    for (int32_t row = 0; !status && row < from_count; row += BLOCK_ROWS) {
        status = next_block(&q, row, err);
        for (int32_t i = 0; !status && i < q.row_count; i++)
            keep_nearest(q.best + (ptrdiff_t)i * to_count, to_count, k, near + (ptrdiff_t)(row + i) * k);
    }
    query_close(&q);
    return status;
}
