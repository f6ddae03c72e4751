/* customize.c — see customize.h.
 *
 * For a state a, all triangles whose lowest state v lies below a are looked at together: they only read arcs of the
 * states v and only write arcs of a. So states may be done in any order that takes those below first, by any thread.
 *
 *        b                  a -> b:  min over v of (a -> v) + (v -> b)
 *       / \                 b -> a:  min over v of (b -> v) + (v -> a)
 *      a---v   v < a < b
 *
 * Threads: small subtrees of the elimination tree are tasks. Above them the tree is cut into chains (a chain is roughly
 * one cut of the dissection). Of a chain, the triangles with v below it are done state by state at once, those with v
 * in the chain itself, much fewer, in order. Chains of the same height are independent. */
#include "roads/customize.h"

#include <assert.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/math.h"
#include "base/thread.h"

/* Offer a way along an up arc, made of a and b: kept when it is better in the total order, so that of equal ways the
 * first one stays: an arc of the graph, then the lowest middle. */
static inline void offer(struct metric *m, enum road_direction way, int32_t arc, uint64_t key, struct arc_energy a,
                         struct arc_energy b, int32_t via)
{
    if (key > m->key[way][arc] || key >= MLG_KEY_INF) return;
    const struct arc_energy sum = { a.ea + b.ea, a.eb + b.eb };
    if (key == m->key[way][arc] && !mlg__less_energy(sum, m->energy[way][arc])) return;
    m->key[way][arc] = key;
    m->energy[way][arc] = sum;
    m->via[2 * arc + (int32_t)way] = via;
}

/* What the graph itself offers for the arcs of a. */
static void take_base(struct metric *m, int32_t a)
{
    const struct hierarchy *h = m->h;
    for (int32_t k = h->up_first[a]; k < h->up_first[a + 1]; k++)
        for (int way = 0; way < 2; way++) {
            m->key[way][k] = MLG_KEY_INF;
            m->energy[way][k] = (struct arc_energy) { 0, 0 };
            m->via[2 * k + way] = MLG_NONE;
        }
    for (int32_t i = h->base_first[a]; i < h->base_first[a + 1]; i++) {
        const struct arc_weight w = m->weight[h->base_arc[i]];
        assert(w.t_ms >= 1);
        offer(m, h->base_slot[i] & 1 ? ROAD_DOWN : ROAD_UP, h->base_slot[i] >> 1, mlg__key(w),
              (struct arc_energy) { w.ea, w.eb }, (struct arc_energy) { 0, 0 }, -1 - h->base_arc[i]);
    }
}

/* The triangles over a with their lowest state in [from, to); at[b] is the arc of a to each upper neighbour b. */
static void take_triangles(struct metric *m, int32_t a, int32_t from, int32_t to, const int32_t *at)
{
    const struct hierarchy *h = m->h;
    const uint64_t *up = m->key[ROAD_UP], *down = m->key[ROAD_DOWN];
    const struct arc_energy *up_energy = m->energy[ROAD_UP], *down_energy = m->energy[ROAD_DOWN];
    for (int32_t i = h->down_first[a]; i < h->down_first[a + 1]; i++) {
        const int32_t v = h->down_tail[i], e = h->down_arc[i];
        if (v < from) continue;
        if (v >= to) break;
        const uint64_t to_v = down[e], from_v = up[e];
        if (to_v >= MLG_KEY_INF && from_v >= MLG_KEY_INF) continue;
        const int32_t end = h->up_first[v + 1];
        for (int32_t j = e + 1; j < end; j++) {
            const int32_t k = at[h->up_head[j]];
            const uint64_t there = to_v + up[j], back = down[j] + from_v;
            if (there <= up[k]) offer(m, ROAD_UP, k, there, down_energy[e], up_energy[j], e);
            if (back <= down[k]) offer(m, ROAD_DOWN, k, back, down_energy[j], up_energy[e], e);
        }
    }
}

static void mark_arcs(const struct hierarchy *h, int32_t a, int32_t *at)
{
    for (int32_t k = h->up_first[a]; k < h->up_first[a + 1]; k++) at[h->up_head[k]] = k;
}

static void customize_state(struct metric *m, int32_t a, int32_t *at)
{
    take_base(m, a);
    mark_arcs(m->h, a, at);
    take_triangles(m, a, 0, a, at);
}

/* The upper part of the tree: states with at least subtree_min states below them, sorted by level, chain, rank. */
struct link {
    int32_t level, chain, state;
};
struct upper {
    int32_t root_count, *root; /* of the small subtrees below */
    int32_t link_count;
    struct link *link;
};

static bool is_upper(const struct hierarchy *h, int32_t v, int32_t subtree_min)
{
    return v - h->subtree_first[v] >= subtree_min;
}

static int by_level_chain_state(const void *a, const void *b)
{
    const struct link *p = a, *q = b;
    if (p->level != q->level) return p->level < q->level ? -1 : 1;
    if (p->chain != q->chain) return p->chain < q->chain ? -1 : 1;
    return (p->state > q->state) - (p->state < q->state);
}

/* Ranks ascend, so a state comes after its children: it goes on with the chain of an only upper child; any other begins
 * a chain, above the levels of its children. */
static bool find_upper(const struct hierarchy *h, int32_t subtree_min, struct upper *u, struct arena *a)
{
    const int32_t n = h->state_count;
    int32_t *children = arena_array(a, int32_t, n), *level = arena_array(a, int32_t, n),
            *chain = arena_array(a, int32_t, n);
    u->root = arena_array(a, int32_t, n);
    u->link = arena_array(a, struct link, n);
    if (a->failed) return false;
    for (int32_t v = 0; v < n; v++) {
        const int32_t p = h->parent[v];
        if (is_upper(h, v, subtree_min) && p != MLG_NONE) children[p]++;
        else if (!is_upper(h, v, subtree_min) && (p == MLG_NONE || is_upper(h, p, subtree_min)))
            u->root[u->root_count++] = v;
    }
    for (int32_t v = 0; v < n; v++) {
        if (!is_upper(h, v, subtree_min)) continue;
        const int32_t p = h->parent[v];
        if (children[v] != 1) chain[v] = v;
        u->link[u->link_count++] = (struct link) { level[v], chain[v], v };
        if (p == MLG_NONE) continue;
        chain[p] = chain[v];
        if (children[p] == 1) level[p] = level[v];
        else if (level[p] <= level[v]) level[p] = level[v] + 1;
    }
    qsort(u->link, (size_t)u->link_count, sizeof *u->link, by_level_chain_state);
    return true;
}

/* A step that several threads do at once: tasks count from 0, each worker has an array of its own. */
struct customizer {
    struct metric *m;
    int32_t *at; /* [worker * state_count + state] */
    const struct upper *upper;
    int32_t from;              /* the first link of the level */
    const int32_t *chain_from; /* [task + 1] first link of each chain of the level */
    void (*task)(struct customizer *c, int32_t task, int32_t *at);
    int32_t task_count;
    atomic_int next;
};

static void subtree_task(struct customizer *c, int32_t task, int32_t *at)
{
    const int32_t root = c->upper->root[task];
    for (int32_t v = c->m->h->subtree_first[root]; v <= root; v++) customize_state(c->m, v, at);
}

static void below_chain_task(struct customizer *c, int32_t task, int32_t *at)
{
    const struct link l = c->upper->link[c->from + task];
    take_base(c->m, l.state);
    mark_arcs(c->m->h, l.state, at);
    take_triangles(c->m, l.state, 0, l.chain, at);
}

static void chain_task(struct customizer *c, int32_t task, int32_t *at)
{
    for (int32_t i = c->chain_from[task]; i < c->chain_from[task + 1]; i++) {
        const struct link l = c->upper->link[i];
        mark_arcs(c->m->h, l.state, at);
        take_triangles(c->m, l.state, l.chain, l.state, at);
    }
}

static void worker(void *user, int32_t i)
{
    struct customizer *c = user;
    int32_t *at = c->at + (ptrdiff_t)i * c->m->h->state_count;
    for (int32_t task; (task = atomic_fetch_add(&c->next, 1)) < c->task_count;) c->task(c, task, at);
}

static void all_tasks(struct customizer *c, int32_t thread_count, int32_t count,
                      void (*task)(struct customizer *, int32_t, int32_t *))
{
    c->task = task;
    c->task_count = count;
    atomic_store(&c->next, 0);
    mlg__parallel(thread_count, thread_count, worker, c);
}

/* Level by level, from below. */
static void customize_upper(struct customizer *c, int32_t thread_count, int32_t *chain_from)
{
    const struct link *link = c->upper->link;
    c->chain_from = chain_from;
    for (int32_t end; c->from < c->upper->link_count; c->from = end) {
        int32_t chains = 0;
        for (end = c->from; end < c->upper->link_count && link[end].level == link[c->from].level; end++)
            if (end == c->from || link[end].chain != link[end - 1].chain) chain_from[chains++] = end;
        chain_from[chains] = end;
        all_tasks(c, thread_count, end - c->from, below_chain_task);
        all_tasks(c, thread_count, chains, chain_task);
    }
}

static bool customize(struct metric *m, int32_t thread_count)
{
    const int32_t n = m->h->state_count;
    struct arena scratch = { 0 };
    struct upper upper = { 0 };
    struct customizer c = { .m = m, .upper = &upper };
    c.at = mlg__malloc((size_t)n * (size_t)thread_count * sizeof *c.at);
    int32_t *chain_from = arena_array(&scratch, int32_t, (size_t)n + 1);
    /* One thread needs no parts: all is below. */
    const int32_t subtree_min = thread_count > 1 ? max32(n / (16 * thread_count), 1) : n;
    const bool ok = c.at && find_upper(m->h, subtree_min, &upper, &scratch);
    if (ok) {
        all_tasks(&c, thread_count, upper.root_count, subtree_task);
        customize_upper(&c, thread_count, chain_from);
    }
    mlg__free(c.at);
    mlg__arena_free(&scratch);
    return ok;
}

mlg_status mlg__metric_make(const struct hierarchy *h, const struct arc_weight *weight, int32_t thread_count,
                            struct metric *m, mlg_error *err)
{
    const size_t count = (size_t)h->up_count;
    *m = (struct metric) { .h = h, .weight = weight };
    for (int way = 0; way < 2; way++) {
        m->key[way] = mlg__malloc(count * sizeof *m->key[way]);
        m->energy[way] = mlg__malloc(count * sizeof *m->energy[way]);
    }
    m->via = mlg__malloc(2 * count * sizeof *m->via);
    const bool room = m->key[0] && m->key[1] && m->energy[0] && m->energy[1] && m->via;
    if (!room || !customize(m, max32(thread_count, 1))) return mlg__no_memory(err, "weights of a road map");
    return MLG_OK;
}

void mlg__metric_free(struct metric *m)
{
    if (!m) return;
    for (int way = 0; way < 2; way++) {
        mlg__free(m->key[way]);
        mlg__free(m->energy[way]);
    }
    mlg__free(m->via);
    *m = (struct metric) { 0 };
}

/* What changed spreads along root paths only: states above a changed arc are done again, in ascending order, as long as
 * their lower arcs change. */
struct updater {
    struct metric *m;
    int32_t *at;
    bool *touched; /* [state] one of its arcs may change */
    uint64_t *key; /* [2 * path_max] arcs of the state before */
    struct arc_energy *energy;
};

static void touch_triangles(const struct hierarchy *h, bool *touched, int32_t a, int32_t changed_arc)
{
    for (int32_t k = h->up_first[a]; k < h->up_first[a + 1]; k++) /* the arc between the two upper ends */
        if (k != changed_arc) touched[min32(h->up_head[k], h->up_head[changed_arc])] = true;
}

static void update_state(struct updater *u, int32_t a)
{
    const struct hierarchy *h = u->m->h;
    const int32_t from = h->up_first[a], count = h->up_first[a + 1] - from;
    for (int way = 0; way < 2; way++)
        for (int32_t i = 0; i < count; i++) {
            u->key[2 * i + way] = u->m->key[way][from + i];
            u->energy[2 * i + way] = u->m->energy[way][from + i];
        }
    customize_state(u->m, a, u->at);
    for (int32_t i = 0; i < count; i++) {
        bool same = true;
        for (int way = 0; way < 2; way++) {
            const struct arc_energy e = u->m->energy[way][from + i], old = u->energy[2 * i + way];
            same = same && u->m->key[way][from + i] == u->key[2 * i + way] && e.ea == old.ea && e.eb == old.eb;
        }
        if (!same) touch_triangles(h, u->touched, a, from + i);
    }
}

mlg_status mlg__metric_update(struct metric *m, const struct digraph *g, const int32_t *changed, int32_t changed_count,
                              mlg_error *err)
{
    const struct hierarchy *h = m->h;
    const size_t n = (size_t)h->state_count, path = (size_t)h->path_max;
    struct arena a = { 0 };
    struct updater u = { .m = m };
    u.at = arena_array(&a, int32_t, n);
    u.touched = arena_array(&a, bool, n);
    u.key = arena_array(&a, uint64_t, 2 * path);
    u.energy = arena_array(&a, struct arc_energy, 2 * path);
    const bool ok = !a.failed;
    for (int32_t i = 0; ok && i < changed_count; i++)
        u.touched[min32(h->rank[g->tail[changed[i]]], h->rank[g->head[changed[i]]])] = true;
    for (int32_t v = 0; ok && v < h->state_count; v++)
        if (u.touched[v]) update_state(&u, v);
    mlg__arena_free(&a);
    return ok ? MLG_OK : mlg__no_memory(err, "weights of a road map");
}
