/* block.c — memory of route blocks: size classes growing by half, free lists, one arena behind them. */
#include "routing/search.h"

enum { SMALLEST = 8, ALIGN = 64 };

static int32_t class_cap(int32_t size_class)
{
    int64_t cap = SMALLEST;
    for (int32_t c = 0; c < size_class; c++) cap += cap / 2;
    return (int32_t)min64(cap, INT32_MAX);
}

static int32_t class_for(int32_t len)
{
    int32_t c = 0;
    for (int64_t cap = SMALLEST; cap < len; cap += cap / 2) c++;
    return c;
}

static void *part(struct arena *a, int64_t count, size_t bytes, bool needed)
{
    return needed ? mlg__arena_bytes(a, (size_t)count, bytes, _Alignof(max_align_t)) : NULL;
}

/* A fresh block with the arrays that the instance's traits ask for. */
static struct block *carve(struct block_pool *pool, int32_t size_class)
{
    const struct instance *in = pool->in;
    struct arena *a = &pool->arena;
    const int32_t cap = class_cap(size_class);
    const bool rich = in->traits & TRAIT_RICH, timed = in->traits & TRAIT_TIME;
    struct block *b = mlg__arena_bytes(a, 1, sizeof *b, ALIGN);
    if (!b) return NULL;
    b->cap = cap;
    b->size_class = size_class;
    b->seq = part(a, cap, sizeof *b->seq, true);
    b->arcs = part(a, cap, sizeof *b->arcs, true);
    b->arcs_back = in->symmetric ? b->arcs : part(a, cap, sizeof *b->arcs_back, true);
    const bool labels = rich && !in->plain_load;
    b->onboard = part(a, cap, sizeof *b->onboard, !labels);
    b->travel = part(a, cap, sizeof *b->travel, timed || rich);
    b->before = part(a, cap, sizeof *b->before, timed);
    b->after = part(a, cap, sizeof *b->after, timed);
    b->ready = part(a, (int64_t)cap * in->clock_sets, sizeof *b->ready, in->clock_sets > 0);
    b->latest = part(a, (int64_t)cap * in->clock_sets, sizeof *b->latest, in->clock_sets > 0);
    b->load_before = part(a, (int64_t)cap * in->dims, sizeof *b->load_before, labels);
    b->load_after = part(a, (int64_t)cap * in->dims, sizeof *b->load_after, labels);
    b->energy_before = part(a, cap, sizeof *b->energy_before, in->has_energy);
    b->drive = part(a, cap, sizeof *b->drive, in->has_limits);
    b->distance = part(a, cap, sizeof *b->distance, in->has_limits);
    b->allowed_before = part(a, cap, sizeof *b->allowed_before, in->has_skills);
    b->allowed_after = part(a, cap, sizeof *b->allowed_after, in->has_skills);
    b->open = part(a, cap, sizeof *b->open, in->has_shipments);
    return a->failed ? NULL : b;
}

struct block *mlg__block_new(struct block_pool *pool, int32_t len)
{
    const int32_t c = class_for(len);
    struct block *b = pool->free[c];
    if (b) pool->free[c] = b->next_free;
    else if (!(b = carve(pool, c))) return NULL;
    b->id = ++pool->next_id;
    b->refs = 1;
    b->len = len;
    b->next_free = NULL;
    b->chosen = false;
    pool->live++;
    return b;
}

void mlg__block_unref(struct block_pool *pool, struct block *b)
{
    if (!b || --b->refs > 0) return;
    b->next_free = pool->free[b->size_class];
    pool->free[b->size_class] = b;
    pool->live--;
}

bool mlg__blocks_reserve(struct block_pool *pool, int32_t len, int32_t count)
{
    const int32_t c = class_for(len);
    int32_t have = 0;
    for (const struct block *b = pool->free[c]; b && have < count; b = b->next_free) have++;
    for (; have < count; have++) {
        struct block *b = carve(pool, c);
        if (!b) return false;
        b->next_free = pool->free[c];
        pool->free[c] = b;
    }
    return true;
}
