/* label.c — see label.h. No queue: from below, the order of the root path is one in which every state is final when its
 * turn comes. */
#include "roads/label.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/math.h"
#include "base/thread.h"

enum { ROWS_A_TASK = 32 };

/* Arcs of the states of a root path lie far apart: ask for the next ones while those at hand are looked at. */
static inline void ask_for_arcs(const struct metric *m, enum road_direction way, int32_t x)
{
    if (x == MLG_NONE) return;
    const int32_t a = m->h->up_first[x];
    __builtin_prefetch(&m->h->up_head[a]);
    __builtin_prefetch(&m->key[way][a]);
    __builtin_prefetch(&m->energy[way][a]);
}

void mlg__label_fill(const struct metric *m, enum road_direction way, int32_t low, const struct road_seed *seed,
                     int32_t seed_count, uint64_t *key, struct arc_energy *energy, int32_t *via)
{
    const struct hierarchy *h = m->h;
    const uint64_t *arc_key = m->key[way];
    const struct arc_energy *arc_energy = m->energy[way];
    for (int32_t k = 0; k <= h->depth[low]; k++) {
        key[k] = MLG_KEY_INF;
        energy[k] = (struct arc_energy) { 0, 0 };
    }
    for (int32_t i = 0; i < seed_count; i++) {
        const int32_t k = h->depth[seed[i].state];
        const uint64_t offered = mlg__key(seed[i].offset);
        const struct arc_energy e = { seed[i].offset.ea, seed[i].offset.eb };
        if (offered > key[k] || offered >= MLG_KEY_INF || (offered == key[k] && !mlg__less_energy(e, energy[k])))
            continue;
        key[k] = offered;
        energy[k] = e;
        if (via) via[k] = -1 - i;
    }
    for (int32_t x = low; x != MLG_NONE; x = h->parent[x]) {
        const uint64_t here = key[h->depth[x]];
        const struct arc_energy here_energy = energy[h->depth[x]];
        ask_for_arcs(m, way, h->parent[x]);
        if (here >= MLG_KEY_INF) continue;
        for (int32_t a = h->up_first[x]; a < h->up_first[x + 1]; a++) {
            const int32_t k = h->depth[h->up_head[a]];
            const uint64_t offered = here + arc_key[a], old = key[k];
            const struct arc_energy e = { here_energy.ea + arc_energy[a].ea, here_energy.eb + arc_energy[a].eb };
            const bool better =
                offered == old ? offered < MLG_KEY_INF && mlg__less_energy(e, energy[k]) : offered < old;
            key[k] = better ? offered : old;
            energy[k] = better ? e : energy[k];
            if (via) via[k] = better ? x : via[k];
        }
    }
}

static bool on_root_path(const struct hierarchy *h, int32_t low, int32_t state)
{
    return h->subtree_first[state] <= low && low <= state;
}

int32_t mlg__label_group(const struct hierarchy *h, struct road_seed *seed, int32_t from, int32_t to, int32_t *low)
{
    int32_t end = from;
    *low = seed[from].state;
    for (int32_t i = from + 1; i < to; i++) *low = min32(*low, seed[i].state);
    for (int32_t i = from; i < to; i++) {
        if (!on_root_path(h, *low, seed[i].state)) continue;
        const struct road_seed s = seed[i];
        seed[i] = seed[end];
        seed[end++] = s;
    }
    return end;
}

static void add_rows(const struct hierarchy *h, struct labels *l, int32_t point, int32_t from, int32_t to)
{
    for (int32_t low, end; from < to; from = end) {
        end = mlg__label_group(h, l->seed, from, to, &low);
        l->row[l->row_count++] =
            (struct label_row) { .point = point, .low = low, .seed_first = from, .seed_count = end - from };
    }
}

static int by_low(const void *a, const void *b)
{
    const struct label_row *p = a, *q = b;
    if (p->low != q->low) return p->low < q->low ? -1 : 1;
    return (p->seed_first > q->seed_first) - (p->seed_first < q->seed_first);
}

struct filler {
    const struct metric *m;
    enum road_direction way;
    struct labels *l;
    atomic_bool failed;
};

static void fill_rows(void *user, int32_t task)
{
    struct filler *f = user;
    const struct hierarchy *h = f->m->h;
    struct labels *l = f->l;
    uint64_t *key = mlg__malloc((size_t)h->path_max * (sizeof *key + sizeof(struct arc_energy)));
    struct arc_energy *energy = (struct arc_energy *)(key + h->path_max);
    if (!key) {
        atomic_store(&f->failed, true);
        return;
    }
    for (int32_t r = task * ROWS_A_TASK; r < min32((task + 1) * ROWS_A_TASK, l->row_count); r++) {
        const struct label_row row = l->row[r];
        const int32_t count = h->depth[row.low] + 1;
        mlg__label_fill(f->m, f->way, row.low, l->seed + row.seed_first, row.seed_count, key, energy, NULL);
        for (int32_t k = 0; k < count; k++) {
            l->t[row.at + (size_t)k] = (uint32_t)(key[k] >> 32);
            l->rest[row.at + (size_t)k] = (struct weight_rest) { (uint32_t)key[k], energy[k].ea, energy[k].eb };
        }
        for (int32_t k = count; k % LABEL_LANES; k++) l->t[row.at + (size_t)k] = MLG_ROAD_INF;
    }
    mlg__free(key);
}

/* What this row and the first row of its point both know, into the first row. */
static void share(const struct hierarchy *h, struct labels *l, const struct label_row *first, struct label_row *row)
{
    row->known = mlg__common(h, first->low, row->low);
    for (size_t k = 0; k < (size_t)row->known; k++) {
        uint32_t *t = &l->t[first->at + k];
        struct weight_rest *rest = &l->rest[first->at + k];
        const uint32_t other_t = l->t[row->at + k];
        const struct weight_rest other = l->rest[row->at + k];
        const struct arc_weight a = { *t, rest->d_dm, rest->ea, rest->eb },
                                b = { other_t, other.d_dm, other.ea, other.eb };
        if (mlg__weight_compare(b, a) < 0) *t = other_t, *rest = other;
    }
}

/* Rows that are not the first of their point; point from is the first of all. */
static bool share_rows(const struct hierarchy *h, struct labels *l, int32_t from, int32_t to)
{
    int32_t *first = mlg__malloc((size_t)(to - from) * sizeof *first); /* [point] 1 + row, or 0 */
    if (!first) return false;
    for (int32_t r = 0; r < l->row_count; r++) {
        int32_t *of = &first[l->row[r].point - from];
        if (*of) share(h, l, &l->row[*of - 1], &l->row[r]);
        else *of = r + 1;
    }
    mlg__free(first);
    return true;
}

mlg_status mlg__labels_make(const struct metric *m, enum road_direction way, struct road_points points, int32_t from,
                            int32_t to, bool by_rank, int32_t thread_count, struct labels *l, mlg_error *err)
{
    const struct hierarchy *h = m->h;
    const int32_t first = points.first[from], seed_count = points.first[to] - first;
    *l = (struct labels) { 0 };
    l->row = arena_array(&l->memory, struct label_row, seed_count);
    l->seed = arena_array(&l->memory, struct road_seed, seed_count);
    if (l->memory.failed) return mlg__no_memory(err, "labels of a road map");
    for (int32_t i = 0; i < seed_count; i++) {
        l->seed[i] = points.seed[first + i];
        l->seed[i].state = h->rank[l->seed[i].state];
    }
    for (int32_t p = from; p < to; p++) add_rows(h, l, p, points.first[p] - first, points.first[p + 1] - first);
    if (by_rank) qsort(l->row, (size_t)l->row_count, sizeof *l->row, by_low);

    size_t room = 0;
    for (int32_t r = 0; r < l->row_count; r++) {
        l->row[r].at = room;
        room += ((size_t)h->depth[l->row[r].low] + LABEL_LANES) / LABEL_LANES * LABEL_LANES;
    }
    l->t = arena_array(&l->memory, uint32_t, room);
    l->rest = arena_array(&l->memory, struct weight_rest, room);
    struct filler f = { .m = m, .way = way, .l = l };
    const bool ok = !l->memory.failed;
    if (ok) mlg__parallel((l->row_count + ROWS_A_TASK - 1) / ROWS_A_TASK, thread_count, fill_rows, &f);
    const bool filled = ok && !atomic_load(&f.failed) && share_rows(h, l, from, to);
    return filled ? MLG_OK : mlg__no_memory(err, "labels of a road map");
}

void mlg__labels_free(struct labels *l)
{
    if (l) mlg__arena_free(&l->memory);
}
