/* whole_near.c — one site takes another path, or two do, or more. See whole_near.h. */
#include "siting/whole_near.h"

#include <string.h>

struct walk {
    struct driver *x;
    int64_t trials_end;
    double *free;      /* [common] no prices: what is split then costs no more than what is whole */
};

/* A walk over the paths of one site, in ascending order of their states, last period fastest. */
struct path_turn { int32_t site; int8_t path[MLG_PERIODS_MAX]; };

static bool next_path(const struct mlg_network *n, struct path_turn *p)
{
    for (int32_t t = n->period_count - 1; t >= 0; t--) {
        if (++p->path[t] < n->site_states[p->site]) return true;
        p->path[t] = 0;
    }
    return false;
}

static bool must_stop(const struct walk *w)
{
    const struct design *d = w->x->design;
    return d->trials >= w->trials_end || mlg__design_failed(d) || mlg__control_check(w->x->control, false);
}

/* The design's rows placed, where its split flows promise something. True: the best plan since. */
static bool place(struct walk *w)
{
    struct driver *x = w->x;
    const int128 before = x->best->cost;
    int128 cost;
    x->design->trials++;
    mlg__design_start(x->design, w->free);
    if (mlg__design_failed(x->design) || mlg__design_cut_short(x->design)) return false;
    if (mlg__design_score(x->design).cost < before) mlg__place_whole_rows(x, &cost);
    return x->best->cost < before;
}

static bool path_exists(const struct mlg_network *n, int32_t s, const int8_t *path)
{
    for (int32_t t = 0; t < n->period_count; t++)
        if (!node_at(n, s, t, path[t])->allowed || !arc_at(n, s, t, t ? path[t - 1] : n->site_today[s], path[t])->allowed) return false;
    return true;
}

/* Other paths of `sites` sites from `from` on. Limits on states, the budget among them, are asked of the last one only. */
static bool try_paths(struct walk *w, int32_t from, int32_t sites)
{
    const struct mlg_network *n = w->x->n;
    struct design *d = w->x->design;
    const size_t bytes = sizeof *d->path * (size_t)n->period_count;
    for (int32_t s = from; s + sites <= n->site_count; s++) {
        struct path_turn turn = { .site = s };
        int8_t old[MLG_PERIODS_MAX];
        memcpy(old, design_path(d, s), bytes);
        do {
            if (must_stop(w)) return false;
            if (!memcmp(turn.path, old, bytes) || !path_exists(n, s, turn.path)) continue;
            if (sites == 1 && !mlg__design_allows(d, s, turn.path)) continue;
            mlg__design_set_unassigned(d, s, turn.path);
            if (sites > 1 ? try_paths(w, s + 1, sites - 1) : place(w)) return true;
            mlg__design_set_unassigned(d, s, old);
        } while (next_path(n, &turn));
    }
    return false;
}

/* One site, then two, … True: the best plan since. */
static bool try_sites(struct walk *w)
{
    for (int32_t sites = 1; sites <= w->x->n->site_count && !must_stop(w); sites++) {
        mlg__design_take(w->x->design, w->x->best->path);
        if (try_paths(w, 0, sites)) return true;
    }
    return false;
}

void mlg__whole_near(struct driver *x, int64_t trials)
{
    const struct mlg_network *n = x->n;
    if (!n->whole_rows || !x->best->found || !mlg__places_whole_rows(n)) return;
    struct walk w = { .x = x, .trials_end = x->design->trials + trials };
    w.free = mlg__malloc(sizeof *w.free * ((size_t)n->common_count + 1));
    x->design->failed |= !w.free;
    while (!mlg__design_failed(x->design) && try_sites(&w)) {}
    mlg__free(w.free);
}
