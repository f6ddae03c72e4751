/* tree.c — open nodes of branch and bound. See tree.h. */
#include "siting/tree.h"

#include <math.h>
#include <string.h>

#include "base/error.h"

static size_t state_count(const struct mlg_network *n)
{
    return (size_t)n->site_count * (size_t)n->period_count * (size_t)n->state_max;
}

static size_t price_count(const struct mlg_network *n) { return (size_t)price_cells(n); }

struct tree mlg__tree_new(const struct mlg_network *n, int64_t memory_bytes)
{
    const size_t node = state_count(n) + sizeof(double) * (price_count(n) + (size_t)n->common_count) + 64;
    return (struct tree) { .net = n, .most_open = max64(16, memory_bytes / (int64_t)node) };
}

static void free_node(struct tree_node *node)
{
    mlg__free(node->alive);
    mlg__free(node->w);
}

void mlg__tree_free(struct tree *t)
{
    for (int32_t i = 0; i < t->count; i++) free_node(&t->heap[i]);
    mlg__free(t->heap);
    *t = (struct tree) { 0 };
}

/* -- a binary heap -- */

static bool before(const struct tree_node *a, const struct tree_node *b)
{
    return a->bound != b->bound ? a->bound < b->bound : a->number > b->number;
}

static void swap_nodes(struct tree_node *a, struct tree_node *b)
{
    const struct tree_node c = *a;
    *a = *b;
    *b = c;
}

static void sift_up(struct tree *t, int32_t i)
{
    for (; i > 0 && before(&t->heap[i], &t->heap[(i - 1) / 2]); i = (i - 1) / 2)
        swap_nodes(&t->heap[i], &t->heap[(i - 1) / 2]);
}

static void sift_down(struct tree *t, int32_t i)
{
    for (;;) {
        int32_t least = i;
        for (int32_t child = 2 * i + 1; child <= 2 * i + 2 && child < t->count; child++)
            if (before(&t->heap[child], &t->heap[least])) least = child;
        if (least == i) return;
        swap_nodes(&t->heap[i], &t->heap[least]);
        i = least;
    }
}

static void take_out(struct tree *t, int32_t i, struct tree_node *node)
{
    *node = t->heap[i];
    t->heap[i] = t->heap[--t->count];
    if (i == t->count) return;
    sift_up(t, i);
    sift_down(t, i);
}

mlg_status mlg__tree_push(struct tree *t, const struct dual *d, int64_t bound, mlg_error *err)
{
    const struct mlg_network *n = t->net;
    struct tree_node *grown = mlg__grow(t->heap, &t->cap, t->count + 1, sizeof *grown);
    if (!grown) return mlg__no_memory(err, "siting");
    t->heap = grown;
    struct tree_node node = { .bound = bound, .number = t->made++ };
    node.alive = mlg__malloc(state_count(n));
    node.w = mlg__malloc(sizeof(double) * (price_count(n) + (size_t)n->common_count));
    if (!node.alive || !node.w) {
        free_node(&node);
        return mlg__no_memory(err, "siting");
    }
    node.row = node.w + price_count(n);
    memcpy(node.alive, d->alive, state_count(n));
    memcpy(node.w, d->best.w, sizeof *node.w * price_count(n));
    memcpy(node.row, d->best.row, sizeof *node.row * (size_t)n->common_count);
    t->heap[t->count] = node;
    sift_up(t, t->count++);
    return MLG_OK;
}

bool mlg__tree_pop(struct tree *t, struct dual *d, int64_t *bound)
{
    const struct mlg_network *n = t->net;
    struct tree_node node;
    int32_t next = 0;
    if (t->count == 0) return false;
    for (int32_t i = 1; t->count > t->most_open && i < t->count; i++)
        if (t->heap[i].number > t->heap[next].number) next = i;
    take_out(t, next, &node);
    memcpy(d->alive, node.alive, state_count(n));
    memcpy(d->best.w, node.w, sizeof *node.w * price_count(n));
    memcpy(d->best.row, node.row, sizeof *node.row * (size_t)n->common_count);
    *bound = node.bound;
    t->visited++;
    free_node(&node);
    return true;
}

int64_t mlg__tree_bound(const struct tree *t) { return t->count ? t->heap[0].bound : INT64_MAX; }

/* -- splitting -- */

/* What opening in a state costs about, quanta: dear decisions come first. */
static double state_cost(const struct mlg_network *n, int32_t s, int32_t t, int32_t k)
{
    const struct arc *arc = arc_at(n, s, t, n->site_today[s], k);
    const int128 grains = year_grains(n, t, node_at(n, s, t, k)->year_micro) + (arc->allowed ? arc->cost : 0);
    return fabs((double)grains / (double)GRAINS_PER_QUANTUM);
}

bool mlg__tree_branch(const struct dual *d, struct branch *branch)
{
    const struct mlg_network *n = d->net;
    double best = -1;
    for (int32_t s = 0; s < n->site_count; s++)
        for (int32_t t = 0; t < n->period_count; t++) {
            const int32_t at = node_index(n, s, t, 0);
            int32_t last = MLG_NONE; /* the alive state before k */
            double below = 0, all = 0;
            for (int32_t k = 0; k < n->site_states[s]; k++) all += d->alive[at + k] ? (double)d->ybar[at + k] : 0;
            for (int32_t k = 0; k < n->site_states[s]; k++) {
                if (!d->alive[at + k]) continue;
                if (last != MLG_NONE) {
                    const double share = all > 0 ? below / all : 0.5;
                    const double weight = sqrt(1 + fabs(state_cost(n, s, t, k) - state_cost(n, s, t, last)));
                    const double open = (fmin(share, 1 - share) + 1e-3) * weight;
                    if (open > best) best = open, *branch = (struct branch) { s, t, last };
                }
                below += (double)d->ybar[at + k];
                last = k;
            }
        }
    return best >= 0;
}

void mlg__tree_take(struct dual *d, const struct branch *branch, bool keep_low)
{
    const int32_t at = node_index(d->net, branch->site, branch->period, 0);
    for (int32_t k = 0; k < d->net->site_states[branch->site]; k++)
        if ((k <= branch->state) != keep_low) d->alive[at + k] = false;
}
