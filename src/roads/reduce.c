/* reduce.c — see reduce.h. Lists of neighbours are edited in place: they never grow. */
#include "roads/reduce.h"

#include "base/memory.h"

/* A strip of triangles gives up one node at each end a round: more rounds would make a deep tree of it. */
enum { ROUNDS_MAX = 24 };

/* Neighbours of a state with more of them than any junction has are left alone: its list is searched for each. */
enum { HUB_NEIGHBOURS = 256 };

struct reducer {
    struct net *n;
    int32_t *degree;         /* [node]; -1: eliminated */
    int32_t *touched;        /* [node] the last round in which a neighbour was eliminated */
    int32_t *queue, *queued; /* candidates of this round; [node] the last round a node was put in a queue for */
    int32_t *next_queue, next_count;
    int32_t *order, eliminated;
};

static int32_t position(const struct reducer *r, int32_t v, int32_t neighbour)
{
    const int32_t from = r->n->first[v], end = from + r->degree[v];
    for (int32_t a = from; a < end; a++)
        if (r->n->to[a] == neighbour) return a;
    return -1;
}

/* v has a new neighbour instead of an old one, or one less when it has that neighbour already. */
static void replace(struct reducer *r, int32_t v, int32_t old, int32_t instead)
{
    const int32_t at = position(r, v, old);
    if (instead >= 0 && position(r, v, instead) < 0) r->n->to[at] = instead;
    else r->n->to[at] = r->n->to[r->n->first[v] + --r->degree[v]];
}

static void ask_again(struct reducer *r, int32_t v, int32_t round)
{
    if (r->degree[v] > 2 || r->queued[v] == round + 1) return;
    r->queued[v] = round + 1;
    r->next_queue[r->next_count++] = v;
}

static bool beside_a_hub(const struct reducer *r, int32_t v)
{
    for (int32_t i = 0; i < r->degree[v]; i++)
        if (r->degree[r->n->to[r->n->first[v] + i]] > HUB_NEIGHBOURS) return true;
    return false;
}

static void eliminate(struct reducer *r, int32_t v, int32_t round)
{
    const int32_t *to = r->n->to + r->n->first[v], degree = r->degree[v];
    for (int32_t i = 0; i < degree; i++) {
        replace(r, to[i], v, degree == 2 ? to[1 - i] : -1);
        r->touched[to[i]] = round;
    }
    for (int32_t i = 0; i < degree; i++) ask_again(r, to[i], round);
    r->degree[v] = -1;
    r->order[r->eliminated++] = r->n->id[v];
}

static void run_rounds(struct reducer *r)
{
    int32_t count = 0;
    for (int32_t v = 0; v < r->n->count; v++) {
        r->degree[v] = r->n->first[v + 1] - r->n->first[v];
        if (r->degree[v] <= 2) r->queue[count++] = v;
    }
    for (int32_t round = 1; round <= ROUNDS_MAX && count > 0; round++) {
        r->next_count = 0;
        for (int32_t i = 0; i < count; i++) {
            const int32_t v = r->queue[i];
            if (r->degree[v] < 0 || beside_a_hub(r, v)) continue;
            if (r->touched[v] == round) ask_again(r, v, round);
            else eliminate(r, v, round);
        }
        int32_t *done = r->queue;
        r->queue = r->next_queue;
        r->next_queue = done;
        count = r->next_count;
    }
}

/* What is left as a net of its own; touched[] becomes the new numbers. */
static struct net *what_is_left(const struct reducer *r)
{
    int32_t count = 0, ends = 0, to = 0;
    for (int32_t v = 0; v < r->n->count; v++) {
        if (r->degree[v] < 0) continue;
        r->touched[v] = count++;
        ends += r->degree[v];
    }
    struct net *left = mlg__net_new(count, ends);
    if (!left) return NULL;
    for (int32_t v = 0, w = 0; v < r->n->count; v++) {
        if (r->degree[v] < 0) continue;
        for (int32_t i = 0; i < r->degree[v]; i++) left->to[to++] = r->touched[r->n->to[r->n->first[v] + i]];
        left->x[w] = r->n->x[v];
        left->y[w] = r->n->y[v];
        left->id[w] = r->n->id[v];
        left->first[++w] = to;
    }
    return left;
}

struct net *mlg__net_reduce(struct net *n, int32_t *order, int32_t *eliminated)
{
    const size_t count = (size_t)n->count;
    int32_t *block = mlg__malloc(5 * count * sizeof *block);
    struct net *left = NULL;
    if (block) {
        struct reducer r = { .n = n,
                             .degree = block,
                             .touched = block + count,
                             .queued = block + 2 * count,
                             .queue = block + 3 * count,
                             .next_queue = block + 4 * count,
                             .order = order };
        run_rounds(&r);
        *eliminated = r.eliminated;
        left = what_is_left(&r);
    }
    mlg__free(block);
    mlg__free(n);
    return left;
}
