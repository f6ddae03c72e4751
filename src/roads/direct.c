/* direct.c — ways that need no network: along the edge that two points share, or inside the pocket that they share. See
 * ends.h. */
#include <stdlib.h>

#include "roads/ends.h"
#include "roads/net.h"

static struct arc_weight along_edge(const mlg_metric *m, const struct road_end *s, const struct road_end *t, int32_t *backward)
{
    const struct road_edge *e = &m->roads->graph.edges[s->edge];
    struct arc_weight best = mlg__no_way();
    for (int32_t b = 0; b < 2; b++) {
        const uint8_t bit = b ? AGAINST : ALONG;
        const uint32_t out = mlg__travelled(m, s, b), in = mlg__travelled(m, t, b);
        const int32_t arc = s->directions & t->directions & bit && out <= in ? mlg__plain_arc(m, s->edge, b) : MLG_NONE;
        if (arc == MLG_NONE) continue;
        const struct arc_weight whole = mlg__without_turn(m, arc);
        const struct arc_weight piece = mlg__weight_minus(mlg__weight_part(whole, in, e->length_dm),
                                                          mlg__weight_part(whole, out, e->length_dm));
        if (mlg__weight_compare(piece, best) >= 0) continue;
        best = piece;
        *backward = b;
    }
    return best;
}

struct arc_weight mlg__direct(const mlg_metric *m, const struct road_ends *from, int32_t i, const struct road_ends *to, int32_t j,
                              int32_t *meet, int32_t *backward)
{
    const struct road_end *s = &from->end[i], *t = &to->end[j];
    const int32_t s_end = s->first_reach + s->reach_count, t_end = t->first_reach + t->reach_count;
    struct arc_weight best = s->edge != MLG_NONE && s->edge == t->edge ? along_edge(m, s, t, backward) : mlg__no_way();
    *meet = MLG_NONE;
    for (int32_t k = s->first_reach, l = t->first_reach; k < s_end && l < t_end;) {
        const struct road_seed *a = &from->reach[k], *b = &to->reach[l];
        const struct arc_weight w = a->state == b->state ? mlg__weight_add(a->offset, b->offset) : mlg__no_way();
        if (mlg__weight_compare(w, best) < 0) best = w, *meet = a->state;
        k += a->state <= b->state;
        l += b->state <= a->state;
    }
    return best;
}

/* ---- all pairs ---- */

struct keyed_target { int32_t key, target; }; /* by edge, or by pocket */

static int by_key(const void *left, const void *right)
{
    const struct keyed_target *a = left, *b = right;
    if (a->key != b->key) return a->key < b->key ? -1 : 1;
    return (a->target > b->target) - (a->target < b->target);
}

/* The pocket that the k-th arc of an end lies in; MLG_NONE: none. Where turns are states, the arcs of one edge may lie in
 * several. */
static int32_t pocket_of(const mlg_metric *m, const struct road_ends *ends, const struct road_end *p, int32_t k)
{
    const struct end_arc *a = &ends->arcs[p->first_arc + k];
    return a->access == ROAD_END ? m->use.pocket[a->state] : MLG_NONE;
}

enum { BY_EDGE, BY_POCKET, KEYS };

struct pairs {
    struct keyed_target *keyed[KEYS];
    int32_t keyed_count[KEYS], keyed_cap[KEYS];
    int32_t *candidates, candidate_count, candidate_cap;
    struct direct_piece *direct;
    int32_t count, cap;
    bool failed;
};

static void add_key(struct pairs *p, int which, int32_t key, int32_t target)
{
    const int32_t count = p->keyed_count[which];
    struct keyed_target *grown = mlg__grow(p->keyed[which], &p->keyed_cap[which], count + 1, sizeof *grown);
    if (!grown) {
        p->failed = true;
        return;
    }
    p->keyed[which] = grown;
    if (count && grown[count - 1].key == key && grown[count - 1].target == target) return;
    grown[p->keyed_count[which]++] = (struct keyed_target) { key, target };
}

static void add_candidates(struct pairs *p, int which, int32_t key)
{
    int32_t low = 0, high = p->keyed_count[which];
    while (low < high) {
        const int32_t middle = low + (high - low) / 2;
        if (p->keyed[which][middle].key < key) low = middle + 1;
        else high = middle;
    }
    for (; low < p->keyed_count[which] && p->keyed[which][low].key == key; low++) {
        int32_t *grown = mlg__grow(p->candidates, &p->candidate_cap, p->candidate_count + 1, sizeof *grown);
        if (!grown) {
            p->failed = true;
            return;
        }
        p->candidates = grown;
        p->candidates[p->candidate_count++] = p->keyed[which][low].target;
    }
}

static void add_pieces(struct pairs *p, const mlg_metric *m, const struct road_ends *from, int32_t i, const struct road_ends *to)
{
    p->candidate_count = 0;
    const struct road_end *s = &from->end[i];
    if (s->edge != MLG_NONE) add_candidates(p, BY_EDGE, s->edge);
    for (int32_t k = 0; k < s->arc_count; k++) {
        const int32_t pocket = pocket_of(m, from, s, k);
        if (pocket != MLG_NONE) add_candidates(p, BY_POCKET, pocket);
    }
    p->candidate_count = mlg__sorted_once(p->candidates, p->candidate_count);
    for (int32_t k = 0; k < p->candidate_count && !p->failed; k++) {
        int32_t meet, backward;
        const int32_t j = p->candidates[k];
        const struct arc_weight w = mlg__direct(m, from, i, to, j, &meet, &backward);
        if (w.t_ms >= MLG_ROAD_INF) continue;
        struct direct_piece *grown = mlg__grow(p->direct, &p->cap, p->count + 1, sizeof *grown);
        if (!grown) {
            p->failed = true;
            return;
        }
        p->direct = grown;
        p->direct[p->count++] = (struct direct_piece) { i, j, w };
    }
}

mlg_status mlg__direct_pieces(const mlg_metric *m, const struct road_ends *from, const struct road_ends *to,
                              struct direct_piece **direct, int32_t *count, mlg_error *err)
{
    struct pairs p = { 0 };
    for (int32_t j = 0; j < to->count && !p.failed; j++) {
        const struct road_end *t = &to->end[j];
        if (t->edge != MLG_NONE) add_key(&p, BY_EDGE, t->edge, j);
        for (int32_t k = 0; k < t->arc_count; k++) {
            const int32_t pocket = pocket_of(m, to, t, k);
            if (pocket != MLG_NONE) add_key(&p, BY_POCKET, pocket, j);
        }
    }
    for (int which = 0; which < KEYS; which++)
        if (p.keyed_count[which] > 1) qsort(p.keyed[which], (size_t)p.keyed_count[which], sizeof *p.keyed[which], by_key);
    for (int32_t i = 0; i < from->count && !p.failed; i++) add_pieces(&p, m, from, i, to);
    for (int which = 0; which < KEYS; which++) mlg__free(p.keyed[which]);
    mlg__free(p.candidates);
    *direct = p.direct;
    *count = p.count;
    return p.failed ? mlg__no_memory(err, "ends of paths") : MLG_OK;
}
