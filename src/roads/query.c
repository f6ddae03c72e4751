/* query.c — matrices and nearest targets: ends of points for the hierarchy, and what needs no network beside them. */
#include "roads/query.h"

#include "base/math.h"

/* a / b rounded half up, for an even b that the compiler knows: a matrix has millions of these. */
static inline int32_t rounded(int64_t a, int64_t b)
{
    const int64_t sum = a + b / 2;
    return (int32_t)(sum >= 0 ? sum / b : -((-sum + b - 1) / b));
}

mlg_leg mlg__leg_of(struct arc_weight w)
{
    if (w.t_ms >= MLG_ROAD_INF) return (mlg_leg) { MLG_UNREACHABLE, MLG_UNREACHABLE, 0, 0 };
    return (mlg_leg) { rounded(w.t_ms, 1000), rounded(w.d_dm, 10), rounded(w.ea, 10), rounded(w.eb, 10) };
}

/* ---- one question to the hierarchy ---- */

struct question {
    struct matrix_ask ask;
    struct direct_piece *direct;
};

static mlg_status question_make(struct question *q, const mlg_metric *m, const struct road_ends *from, const struct road_ends *to,
                                int32_t thread_count, mlg_error *err)
{
    *q = (struct question) { .ask = { .m = &m->hierarchy, .thread_count = max32(1, thread_count) } };
    MLG_TRY(mlg__ends_points(from, &q->ask.from, err));
    MLG_TRY(mlg__ends_points(to, &q->ask.to, err));
    MLG_TRY(mlg__direct_pieces(m, from, to, &q->direct, &q->ask.direct_count, err));
    q->ask.direct = q->direct;
    return MLG_OK;
}

static void points_free(struct road_points *p)
{
    mlg__free((void *)(uintptr_t)p->first);
    mlg__free((void *)(uintptr_t)p->seed);
}

static void question_free(struct question *q)
{
    points_free(&q->ask.from);
    points_free(&q->ask.to);
    mlg__free(q->direct);
}

/* ---- between ends that are at hand ---- */

struct into { mlg_leg *legs; int32_t columns; };

static mlg_flow copy_rows(void *user, int32_t row, int32_t count, const struct arc_weight *weights)
{
    const struct into *to = user;
    mlg_leg *legs = to->legs + (ptrdiff_t)row * to->columns;
    for (ptrdiff_t i = 0; i < (ptrdiff_t)count * to->columns; i++) legs[i] = mlg__leg_of(weights[i]);
    return MLG_CONTINUE;
}

mlg_status mlg__legs_between(const mlg_metric *m, const struct road_ends *from, const struct road_ends *to, mlg_leg *legs,
                             mlg_error *err)
{
    struct question q;
    struct into into = { legs, to->count };
    mlg_status status = question_make(&q, m, from, to, 1, err);
    if (!status) status = mlg__road_matrix(&q.ask, copy_rows, &into, err);
    question_free(&q);
    return status;
}

/* ---- between points ---- */

struct both_ends { struct road_ends from, to; };

static mlg_status both_make(struct both_ends *b, const mlg_metric *m, const mlg_snapped *from, int32_t from_count,
                            const mlg_snapped *to, int32_t to_count, mlg_error *err)
{
    *b = (struct both_ends) { 0 };
    struct dijkstra *d = mlg__dijkstra_new(m->roads->graph.state_count);
    mlg_status status = d ? MLG_OK : mlg__no_memory(err, "a matrix");
    if (!status) status = mlg__ends_make(m, from, from_count, false, d, &b->from, err);
    if (!status) status = mlg__ends_make(m, to, to_count, true, d, &b->to, err);
    mlg__dijkstra_free(d);
    return status;
}

static void both_free(struct both_ends *b)
{
    mlg__ends_free(&b->from);
    mlg__ends_free(&b->to);
}

struct rounding {
    mlg_rows_fn *f;
    void *user;
    int32_t columns;
    mlg_leg *legs;
    int32_t rows_cap;
    bool failed;
};

static mlg_flow round_rows(void *user, int32_t row, int32_t count, const struct arc_weight *weights)
{
    struct rounding *r = user;
    if (count > r->rows_cap) {
        mlg__free(r->legs);
        r->legs = mlg__malloc((size_t)count * (size_t)r->columns * sizeof *r->legs);
        r->rows_cap = r->legs ? count : 0;
        if (!r->legs) {
            r->failed = true;
            return MLG_ENOUGH;
        }
    }
    for (ptrdiff_t i = 0; i < (ptrdiff_t)count * r->columns; i++) r->legs[i] = mlg__leg_of(weights[i]);
    return r->f(row, count, r->legs, r->user);
}

mlg_status mlg_roads_matrix(const mlg_metric *m, const mlg_snapped *from, int32_t from_count, const mlg_snapped *to,
                            int32_t to_count, int32_t thread_count, mlg_rows_fn *f, void *user, mlg_error *err)
{
    struct both_ends ends;
    struct question q = { 0 };
    struct rounding r = { .f = f, .user = user, .columns = to_count };
    mlg_status status = both_make(&ends, m, from, from_count, to, to_count, err);
    if (!status) status = question_make(&q, m, &ends.from, &ends.to, thread_count, err);
    if (!status) status = mlg__road_matrix(&q.ask, round_rows, &r, err);
    if (!status && r.failed) status = mlg__no_memory(err, "a matrix");
    mlg__free(r.legs);
    question_free(&q);
    both_free(&ends);
    return status;
}

mlg_status mlg_roads_nearest(const mlg_metric *m, const mlg_snapped *from, int32_t from_count, const mlg_snapped *to,
                             int32_t to_count, int32_t k, int32_t thread_count, mlg_near *near, mlg_error *err)
{
    struct both_ends ends;
    struct question q = { 0 };
    const int64_t count = (int64_t)from_count * k;
    struct near_point *found = mlg__malloc((size_t)count * sizeof *found);
    mlg_status status = both_make(&ends, m, from, from_count, to, to_count, err);
    if (!status && !found) status = mlg__no_memory(err, "nearest places");
    if (!status) status = question_make(&q, m, &ends.from, &ends.to, thread_count, err);
    if (!status) status = mlg__road_nearest(&q.ask, k, false, found, err);
    for (int64_t i = 0; !status && i < count; i++) {
        const bool is_there = found[i].point != MLG_NONE;
        near[i] = (mlg_near) { found[i].point, mlg__leg_of(is_there ? found[i].weight : mlg__no_way()) };
    }
    mlg__free(found);
    question_free(&q);
    both_free(&ends);
    return status;
}
