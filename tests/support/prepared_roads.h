/* prepared_roads.h — a graph with its order, hierarchy and weights, random points, its matrix as one array. */
#ifndef MLG_TESTS_PREPARED_ROADS_H
#define MLG_TESTS_PREPARED_ROADS_H

#include "roads/matrix.h"
#include "roads/order.h"
#include "support/road_sets.h"
#include "support/test.h"

/* A graph and all that is made of it. */
struct prepared {
    struct road_set s;
    int32_t *order;
    struct hierarchy h;
    struct metric m;
};

static inline void prepare(struct prepared *p, int32_t threads)
{
    p->order = malloc(((size_t)p->s.g.state_count + 1) * sizeof *p->order);
    assert_int_equal(mlg__road_order(&p->s.g, threads, p->order, NULL), MLG_OK);
    assert_int_equal(mlg__hierarchy_make(&p->s.g, p->order, &p->h, NULL), MLG_OK);
    assert_int_equal(mlg__metric_make(&p->h, p->s.weight, threads, &p->m, NULL), MLG_OK);
}

static inline void forget(struct prepared *p)
{
    mlg__metric_free(&p->m);
    mlg__hierarchy_free(&p->h);
    free(p->order);
    road_set_free(&p->s);
}

/* Random points: mostly one or two seeds at the ends of an arc, sometimes several anywhere, sometimes none. */
struct points {
    struct road_points p;
    int32_t *first;
    struct road_seed *seed;
};

static inline struct points random_points(const struct prepared *p, int32_t count, struct rng *rng)
{
    struct points made = { { 0 },
                           calloc((size_t)count + 1, sizeof(int32_t)),
                           calloc((size_t)count * 8 + 1, sizeof(struct road_seed)) };
    int32_t seeds = 0;
    for (int32_t i = 0; i < count; i++) {
        made.first[i] = seeds;
        const int32_t kind = rng_below(rng, 20), any = rng_below(rng, p->s.g.state_count);
        const int32_t many = kind == 0 ? 0 : kind == 1 ? 1 + rng_below(rng, 6) : 1;
        for (int32_t k = 0; k < many; k++)
            made.seed[seeds++] =
                (struct road_seed) { k ? rng_below(rng, p->s.g.state_count) : any,
                                     rng_below(rng, 4) ? road_random_weight(rng, 5) : (struct arc_weight) { 0 } };
        if (kind > 10 && p->s.g.arc_count > 0) {
            const int32_t a = rng_below(rng, p->s.g.arc_count);
            made.seed[seeds - 1].state = p->s.tail[a];
            made.seed[seeds++] = (struct road_seed) { p->s.head[a], road_random_weight(rng, 5) };
        }
    }
    made.first[count] = seeds;
    made.p = (struct road_points) { count, made.first, made.seed };
    return made;
}

static inline void free_points(struct points *p)
{
    free(p->first);
    free(p->seed);
}

struct rows {
    struct arc_weight *leg;
    int32_t targets, next;
};
static inline mlg_flow keep(void *user, int32_t row, int32_t count, const struct arc_weight *legs)
{
    struct rows *r = user;
    assert_int_equal(row, r->next);
    r->next += count;
    memcpy(r->leg + (ptrdiff_t)row * r->targets, legs, (size_t)count * (size_t)r->targets * sizeof *legs);
    return MLG_CONTINUE;
}

static inline struct arc_weight *matrix_of(const struct matrix_ask *ask)
{
    struct rows r = { calloc((size_t)ask->from.count * (size_t)ask->to.count + 1, sizeof *r.leg), ask->to.count, 0 };
    assert_int_equal(mlg__road_matrix(ask, keep, &r, NULL), MLG_OK);
    assert_int_equal(r.next, ask->from.count);
    return r.leg;
}

static inline bool same(struct arc_weight a, struct arc_weight b) { return mlg__weight_compare(a, b) == 0; }

static inline struct arc_weight add_offset(struct arc_weight a, struct arc_weight b)
{
    return (struct arc_weight) { a.t_ms + b.t_ms, a.d_dm + b.d_dm, a.ea + b.ea, a.eb + b.eb };
}

#endif
