/* nearest.c — the k nearest targets of each source: rows of the matrix, of which only the best k are kept. */
#include "base/math.h"
#include "roads/matrix.h"

struct nearest {
    int32_t k, target_count;
    bool skip_self;
    struct near_point *near;
};

/* By weight, then by target. */
static bool nearer(struct arc_weight w, int32_t point, const struct near_point *than)
{
    const int order = mlg__weight_compare(w, than->weight);
    return order < 0 || (order == 0 && point < than->point);
}

/* A heap with the farthest of those kept on top: put p in its place from i down. */
static void sink(struct near_point *heap, int32_t count, int32_t i, struct near_point p)
{
    for (int32_t child; (child = 2 * i + 1) < count; i = child) {
        if (child + 1 < count && nearer(heap[child].weight, heap[child].point, &heap[child + 1])) child++;
        if (!nearer(p.weight, p.point, &heap[child])) break;
        heap[i] = heap[child];
    }
    heap[i] = p;
}

static void rise(struct near_point *heap, int32_t i, struct near_point p)
{
    for (; i > 0 && nearer(heap[(i - 1) / 2].weight, heap[(i - 1) / 2].point, &p); i = (i - 1) / 2)
        heap[i] = heap[(i - 1) / 2];
    heap[i] = p;
}

static void keep_nearest(const struct nearest *n, int32_t source, const struct arc_weight *legs)
{
    struct near_point *heap = n->near + (ptrdiff_t)source * n->k;
    int32_t count = 0;
    for (int32_t t = 0; t < n->target_count; t++) {
        if (legs[t].t_ms >= MLG_ROAD_INF || (n->skip_self && t == source)) continue;
        if (count < n->k) rise(heap, count++, (struct near_point) { t, legs[t] });
        else if (n->k > 0 && nearer(legs[t], t, &heap[0])) sink(heap, count, 0, (struct near_point) { t, legs[t] });
    }
    for (int32_t i = count; i < n->k; i++) heap[i] = (struct near_point) { MLG_NONE, mlg__no_way() };
    for (int32_t left = count; left > 1; left--) { /* heap sort */
        const struct near_point farthest = heap[0];
        sink(heap, left - 1, 0, heap[left - 1]);
        heap[left - 1] = farthest;
    }
}

static mlg_flow keep_rows(void *user, int32_t row, int32_t count, const struct arc_weight *legs)
{
    const struct nearest *n = user;
    for (int32_t i = 0; i < count; i++) keep_nearest(n, row + i, legs + (ptrdiff_t)i * n->target_count);
    return MLG_CONTINUE;
}

mlg_status mlg__road_nearest(const struct matrix_ask *ask, int32_t k, bool skip_self, struct near_point *near,
                             mlg_error *err)
{
    struct nearest n = { k, ask->to.count, skip_self, near };
    return mlg__road_matrix(ask, keep_rows, &n, err);
}
