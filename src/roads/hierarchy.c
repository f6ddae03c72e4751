/* hierarchy.c — see hierarchy.h.
 *
 * The elimination tree comes first, by [Liu1990] with path compression; then ranks by a postorder of it; then the lists
 * of upper neighbours from below: those of a state in the graph and those of its children, merged. */
#include "roads/hierarchy.h"

#include <string.h>

#include "base/error.h"
#include "roads/net.h"

void mlg__hierarchy_free(struct hierarchy *h)
{
    if (h) mlg__arena_free(&h->memory);
}

/* Neighbours in the graph by their number in some numbering: those below v (lower) or above it, with repetitions. */
struct ends {
    int32_t *first, *to;
};
static struct ends ends_of(const struct digraph *g, const int32_t *number, bool by_lower, struct arena *a)
{
    struct ends e = { arena_array(a, int32_t, (size_t)g->state_count + 1), arena_array(a, int32_t, g->arc_count) };
    if (a->failed) return e;
    for (int pass = 0; pass < 2; pass++) {
        for (int32_t k = 0; k < g->arc_count; k++) {
            const int32_t u = number[g->tail[k]], v = number[g->head[k]];
            if (u == v) continue;
            const int32_t low = u < v ? u : v, high = u < v ? v : u, owner = by_lower ? low : high;
            if (pass == 0) e.first[owner + 1]++;
            else e.to[e.first[owner]++] = low + high - owner;
        }
        if (pass == 0)
            for (int32_t v = 0; v < g->state_count; v++) e.first[v + 1] += e.first[v];
    }
    for (int32_t v = g->state_count; v > 0; v--) e.first[v] = e.first[v - 1];
    e.first[0] = 0;
    return e;
}

/* parent[v] in the numbering of e: the first upper neighbour after contraction. */
static void elimination_tree(int32_t count, struct ends e, int32_t *parent, int32_t *ancestor)
{
    for (int32_t v = 0; v < count; v++) {
        parent[v] = ancestor[v] = MLG_NONE;
        for (int32_t k = e.first[v]; k < e.first[v + 1]; k++) {
            int32_t u = e.to[k];
            while (ancestor[u] != MLG_NONE && ancestor[u] != v) {
                const int32_t next = ancestor[u];
                ancestor[u] = v;
                u = next;
            }
            if (ancestor[u] == MLG_NONE && u != v) ancestor[u] = parent[u] = v;
        }
    }
}

/* post[v]: the place of v in a postorder that takes children and roots in ascending order. */
static void postorder(int32_t count, const int32_t *parent, int32_t *post, int32_t *child, int32_t *sibling)
{
    int32_t root = MLG_NONE, next = 0;
    for (int32_t v = 0; v < count; v++) child[v] = MLG_NONE;
    for (int32_t v = count - 1; v >= 0; v--) {
        int32_t *list = parent[v] == MLG_NONE ? &root : &child[parent[v]];
        sibling[v] = *list;
        *list = v;
    }
    for (int32_t v = root; v != MLG_NONE;) {
        while (child[v] != MLG_NONE) v = child[v];
        post[v] = next++;
        while (sibling[v] == MLG_NONE && parent[v] != MLG_NONE) {
            v = parent[v];
            post[v] = next++;
        }
        v = sibling[v];
    }
}

static bool number_ranks(const struct digraph *g, const int32_t *order, struct hierarchy *h)
{
    const int32_t n = g->state_count;
    struct arena scratch = { 0 };
    int32_t *number = arena_array(&scratch, int32_t, n), *parent = arena_array(&scratch, int32_t, n);
    int32_t *one = arena_array(&scratch, int32_t, n), *two = arena_array(&scratch, int32_t, n);
    int32_t *post = arena_array(&scratch, int32_t, n);
    if (!scratch.failed) {
        for (int32_t i = 0; i < n; i++) number[order[i]] = i;
        const struct ends e = ends_of(g, number, false, &scratch);
        if (!scratch.failed) {
            elimination_tree(n, e, parent, one);
            postorder(n, parent, post, one, two);
            for (int32_t i = 0; i < n; i++) h->state[post[i]] = order[i];
        }
    }
    const bool ok = !scratch.failed;
    mlg__arena_free(&scratch);
    return ok;
}

/* Upper neighbours of a state: a sorted set, in one of two buffers. */
struct merger {
    int32_t *set, *other;
    int32_t count;
};

static void merge(struct merger *m, const int32_t *list, int32_t count)
{
    int32_t i = 0, j = 0, k = 0;
    while (i < m->count && j < count) {
        const int32_t a = m->set[i], b = list[j];
        m->other[k++] = a < b ? a : b;
        i += a <= b;
        j += b <= a;
    }
    while (i < m->count) m->other[k++] = m->set[i++];
    while (j < count) m->other[k++] = list[j++];
    int32_t *merged = m->other;
    m->other = m->set;
    m->set = merged;
    m->count = k;
}

/* The lists of upper neighbours, ascending; children of v are found by the chain child[v], sibling[.]. */
static mlg_status contract(struct hierarchy *h, struct ends e, struct arena *scratch, mlg_error *err)
{
    const int32_t n = h->state_count;
    int32_t *child = arena_array(scratch, int32_t, n), *sibling = arena_array(scratch, int32_t, n);
    struct merger m = { arena_array(scratch, int32_t, n), arena_array(scratch, int32_t, n), 0 };
    int32_t *head = NULL, cap = 0;
    int64_t total = 0;
    if (scratch->failed) return mlg__no_memory(err, "the hierarchy of a road map");
    for (int32_t v = 0; v < n; v++) child[v] = MLG_NONE;
    for (int32_t v = 0; v < n; v++) {
        m.count = 0;
        merge(&m, e.to + e.first[v], mlg__sorted_once(e.to + e.first[v], e.first[v + 1] - e.first[v]));
        for (int32_t c = child[v]; c != MLG_NONE; c = sibling[c]) /* the first of a child's list is v itself */
            merge(&m, head + h->up_first[c] + 1, h->up_first[c + 1] - h->up_first[c] - 1);
        total += m.count;
        int32_t *grown = total < INT32_MAX / 2 ? mlg__grow(head, &cap, (int32_t)total + 1, sizeof *head) : NULL;
        if (!grown) break;
        head = grown;
        memcpy(head + h->up_first[v], m.set, (size_t)m.count * sizeof *head);
        h->up_first[v + 1] = (int32_t)total;
        if (m.count == 0) continue;
        sibling[v] = child[m.set[0]];
        child[m.set[0]] = v;
    }
    const bool whole = head && h->up_first[n] == (int32_t)total;
    if (whole) h->up_head = arena_array(&h->memory, int32_t, total);
    if (whole && h->up_head) memcpy(h->up_head, head, (size_t)total * sizeof *head);
    mlg__free(head);
    if (total >= INT32_MAX / 2)
        return mlg__fail(err, MLG_OVER_LIMIT, "",
                         TXT("the hierarchy would have more than 2^30 arcs", "la hiérarchie aurait plus de 2^30 arcs"),
                         TXT("cut the map into smaller extracts", "découpez la carte en extraits plus petits"));
    return n == 0 || h->up_head ? MLG_OK : mlg__no_memory(err, "the hierarchy of a road map");
}

/* parent, depth, subtrees and lists by head, from the upper neighbours. */
static bool derive(struct hierarchy *h)
{
    const int32_t n = h->state_count;
    h->up_count = h->up_first[n];
    h->parent = arena_array(&h->memory, int32_t, n);
    h->depth = arena_array(&h->memory, int32_t, n);
    h->subtree_first = arena_array(&h->memory, int32_t, n);
    h->down_first = arena_array(&h->memory, int32_t, (size_t)n + 1);
    h->down_tail = arena_array(&h->memory, int32_t, h->up_count);
    h->down_arc = arena_array(&h->memory, int32_t, h->up_count);
    if (h->memory.failed) return false;
    for (int32_t v = n - 1; v >= 0; v--) {
        const bool root = h->up_first[v] == h->up_first[v + 1];
        h->parent[v] = root ? MLG_NONE : h->up_head[h->up_first[v]];
        h->depth[v] = root ? 0 : h->depth[h->parent[v]] + 1;
        if (h->depth[v] >= h->path_max) h->path_max = h->depth[v] + 1;
        h->subtree_first[v] = v;
    }
    for (int32_t v = 0; v < n; v++)
        if (h->parent[v] != MLG_NONE && h->subtree_first[v] < h->subtree_first[h->parent[v]])
            h->subtree_first[h->parent[v]] = h->subtree_first[v];
    for (int32_t k = 0; k < h->up_count; k++) h->down_first[h->up_head[k] + 1]++;
    for (int32_t v = 0; v < n; v++) h->down_first[v + 1] += h->down_first[v];
    for (int32_t v = 0; v < n; v++)
        for (int32_t k = h->up_first[v]; k < h->up_first[v + 1]; k++) {
            const int32_t at = h->down_first[h->up_head[k]]++;
            h->down_tail[at] = v;
            h->down_arc[at] = k;
        }
    for (int32_t v = n; v > 0; v--) h->down_first[v] = h->down_first[v - 1];
    h->down_first[0] = 0;
    return true;
}

/* Which arcs of the graph lie in which slot. false without memory or when an arc has no slot (*orphan). */
static bool place_arcs(const struct digraph *g, struct hierarchy *h, bool *orphan)
{
    h->base_first = arena_array(&h->memory, int32_t, (size_t)g->state_count + 1);
    h->base_arc = arena_array(&h->memory, int32_t, g->arc_count);
    h->base_slot = arena_array(&h->memory, int32_t, g->arc_count);
    if (h->memory.failed) return false;
    for (int32_t k = 0; k < g->arc_count; k++) {
        const int32_t u = h->rank[g->tail[k]], v = h->rank[g->head[k]];
        if (u != v) h->base_first[(u < v ? u : v) + 1]++;
    }
    for (int32_t v = 0; v < g->state_count; v++) h->base_first[v + 1] += h->base_first[v];
    for (int32_t k = 0; k < g->arc_count; k++) {
        const int32_t u = h->rank[g->tail[k]], v = h->rank[g->head[k]];
        if (u == v) continue;
        const int32_t low = u < v ? u : v, arc = mlg__up_arc(h, low, u + v - low), at = h->base_first[low]++;
        if (arc == MLG_NONE) return *orphan = true, false;
        h->base_arc[at] = k;
        h->base_slot[at] = 2 * arc + (v == low);
    }
    for (int32_t v = g->state_count; v > 0; v--) h->base_first[v] = h->base_first[v - 1];
    h->base_first[0] = 0;
    return true;
}

mlg_status mlg__hierarchy_make(const struct digraph *g, const int32_t *order, struct hierarchy *h, mlg_error *err)
{
    const int32_t n = g->state_count;
    *h = (struct hierarchy) { .state_count = n, .arc_count = g->arc_count };
    h->state = arena_array(&h->memory, int32_t, n);
    h->rank = arena_array(&h->memory, int32_t, n);
    h->up_first = arena_array(&h->memory, int32_t, (size_t)n + 1);
    if (h->memory.failed || !number_ranks(g, order, h)) return mlg__no_memory(err, "the hierarchy of a road map");
    for (int32_t r = 0; r < n; r++) h->rank[h->state[r]] = r;
    struct arena scratch = { 0 };
    const struct ends e = ends_of(g, h->rank, true, &scratch);
    const mlg_status status =
        scratch.failed ? mlg__no_memory(err, "the hierarchy of a road map") : contract(h, e, &scratch, err);
    mlg__arena_free(&scratch);
    if (status) return status;
    bool orphan = false;
    if (derive(h) && place_arcs(g, h, &orphan)) return MLG_OK;
    return orphan ? MLG_INTERNAL : mlg__no_memory(err, "the hierarchy of a road map");
}

/* Of a file that may hold anything: lists ascend above their owner, and each list without its first is among the
 * neighbours of that first one. */
static bool plausible(const struct hierarchy *h, int32_t up_count)
{
    const int32_t n = h->state_count;
    if (h->up_first[0] != 0 || h->up_first[n] != up_count) return false;
    for (int32_t v = 0; v < n; v++)
        if (h->up_first[v + 1] < h->up_first[v]) return false;
    for (int32_t v = 0; v < n; v++) {
        const int32_t from = h->up_first[v], end = h->up_first[v + 1];
        for (int32_t k = from; k < end; k++)
            if (h->up_head[k] <= (k == from ? v : h->up_head[k - 1]) || h->up_head[k] >= n) return false;
    }
    for (int32_t v = 0; v < n; v++) {
        const int32_t from = h->up_first[v], end = h->up_first[v + 1];
        if (from == end) continue;
        int32_t k = h->up_first[h->up_head[from]];
        const int32_t last = h->up_first[h->up_head[from] + 1];
        for (int32_t i = from + 1; i < end; i++) {
            while (k < last && h->up_head[k] < h->up_head[i]) k++;
            if (k == last || h->up_head[k] != h->up_head[i]) return false;
        }
    }
    return true;
}

/* Ranks are a postorder: what lies below v ends just before v. */
static bool is_postorder(const struct hierarchy *h)
{
    for (int32_t v = 0; v < h->state_count; v++) {
        int32_t below = v; /* children of v from the last: their subtrees touch */
        while (below > h->subtree_first[v]) {
            if (h->parent[below - 1] != v) return false;
            below = h->subtree_first[below - 1];
        }
    }
    return true;
}

/* rank[] from state[], which must be a permutation. */
static bool invert(struct hierarchy *h)
{
    const int32_t n = h->state_count;
    for (int32_t v = 0; v < n; v++) h->rank[v] = MLG_NONE;
    for (int32_t r = 0; r < n; r++) {
        const int32_t v = h->state[r];
        if (v < 0 || v >= n || h->rank[v] != MLG_NONE) return false;
        h->rank[v] = r;
    }
    return true;
}

mlg_status mlg__hierarchy_of(const struct digraph *g, const int32_t *state, const int32_t *up_first,
                             const int32_t *up_head, int32_t up_count, struct hierarchy *h, mlg_error *err)
{
    *h = (struct hierarchy) { .state_count = g->state_count,
                              .arc_count = g->arc_count,
                              .state = (int32_t *)state,
                              .up_first = (int32_t *)up_first,
                              .up_head = (int32_t *)up_head };
    h->rank = arena_array(&h->memory, int32_t, g->state_count);
    if (h->memory.failed) return mlg__no_memory(err, "the hierarchy of a road map");
    bool orphan = false;
    const bool sound = invert(h) && plausible(h, up_count) && derive(h) && is_postorder(h) && place_arcs(g, h, &orphan);
    if (h->memory.failed) return mlg__no_memory(err, "the hierarchy of a road map");
    if (!sound)
        return mlg__fail(
            err, MLG_BAD_INPUT, "",
            TXT("this is no hierarchy of this road graph", "cette hiérarchie n'est pas celle de ce graphe"),
            TXT("build the file again", "reconstruisez le fichier"));
    return MLG_OK;
}
