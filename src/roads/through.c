/* through.c — see through.h. One plain search a source. */
#include "roads/through.h"

struct through {
    const mlg_metric *m;
    struct dijkstra *d;
};

struct through *mlg__through_new(const mlg_metric *m)
{
    struct through *t = mlg__malloc(sizeof *t);
    if (!t) return NULL;
    *t = (struct through) { m, mlg__dijkstra_new(m->roads->graph.state_count) };
    if (t->d) return t;
    mlg__free(t);
    return NULL;
}

void mlg__through_free(struct through *t)
{
    if (!t) return;
    mlg__dijkstra_free(t->d);
    mlg__free(t);
}

static void search_from(struct through *t, const struct road_ends *from, int32_t i)
{
    mlg__dijkstra_run(t->d, &(struct dijkstra_ask) { .m = t->m, .access = ROAD_THROUGH, .seeds = from->seeds + from->end[i].first_seed,
                                                     .seed_count = from->end[i].seed_count });
}

/* The best seed of a target, the first of equal ones. */
static struct arc_weight best_seed(const struct through *t, const struct road_ends *to, int32_t j, int32_t *state)
{
    struct arc_weight best = mlg__no_way();
    *state = MLG_NONE;
    for (int32_t k = 0; k < to->end[j].seed_count; k++) {
        const struct road_seed *s = &to->seeds[to->end[j].first_seed + k];
        const struct arc_weight w = mlg__weight_add(mlg__dijkstra_at(t->d, s->state), s->w);
        if (mlg__weight_compare(w, best) < 0) best = w, *state = s->state;
    }
    return best;
}

mlg_status mlg__through_rows(struct through *t, const struct road_ends *from, int32_t first_row, int32_t row_count,
                             const struct road_ends *to, struct arc_weight *best, mlg_error *err)
{
    int32_t state;
    (void)err;
    for (int32_t i = 0; i < row_count; i++) {
        search_from(t, from, first_row + i);
        for (int32_t j = 0; j < to->count; j++) best[(ptrdiff_t)i * to->count + j] = best_seed(t, to, j, &state);
    }
    return MLG_OK;
}

mlg_status mlg__through_way(struct through *t, const struct road_ends *from, int32_t i, const struct road_ends *to, int32_t j,
                            struct through_way *way, mlg_error *err)
{
    search_from(t, from, i);
    way->arc_count = 0;
    way->first_state = MLG_NONE;
    way->w = best_seed(t, to, j, &way->last_state);
    if (way->last_state == MLG_NONE) return MLG_OK;
    int32_t v = way->last_state;
    for (int32_t arc; (arc = mlg__dijkstra_arc(t->d, v)) != MLG_NONE; v = t->m->roads->arc_tail[arc]) {
        int32_t *grown = mlg__grow(way->arcs, &way->arc_cap, way->arc_count + 1, sizeof *grown);
        if (!grown) return mlg__no_memory(err, "a way");
        way->arcs = grown;
        way->arcs[way->arc_count++] = arc;
    }
    way->first_state = v;
    for (int32_t a = 0, b = way->arc_count - 1; a < b; a++, b--) {
        const int32_t swap = way->arcs[a];
        way->arcs[a] = way->arcs[b];
        way->arcs[b] = swap;
    }
    return MLG_OK;
}
