/* whole_near.c — one site takes another path, or two do, or more. See whole_near.h. */
#include "siting/whole_near.h"

#include <string.h>

struct walk { struct driver *x; int64_t trials_end; };

/* The next path of a site in the order of its states, last period fastest. */
static bool next_path(const struct mlg_network *n, int32_t s, int8_t *path)
{
    for (int32_t t = n->period_count - 1; t >= 0; t--) {
        if (++path[t] < n->site_states[s]) return true;
        path[t] = 0;
    }
    return false;
}

static bool must_stop(const struct walk *w)
{
    const struct design *d = w->x->design;
    return d->trials >= w->trials_end || mlg__design_failed(d) || mlg__control_check(w->x->control, false);
}

/* The design's rows placed, where its split flows promise something: without prices these cost no more than whole ones. True: the
 * best plan since. */
static bool place(struct walk *w)
{
    struct driver *x = w->x;
    const int128 before = x->best->cost;
    int128 cost;
    x->design->trials++;
    mlg__design_start(x->design, x->price);
    if (mlg__design_failed(x->design) || mlg__design_cut_short(x->design)) return false;
    if (mlg__design_score(x->design).cost < before) mlg__place_whole_rows(x, &cost);
    return x->best->cost < before;
}

/* Other paths of `sites` sites from `from` on. Limits on states, the budget among them, are asked of the last one only. */
static bool try_paths(struct walk *w, int32_t from, int32_t sites)
{
    const struct mlg_network *n = w->x->n;
    struct design *d = w->x->design;
    const size_t bytes = sizeof *d->path * (size_t)n->period_count;
    for (int32_t s = from; s + sites <= n->site_count; s++) {
        int8_t path[MLG_PERIODS_MAX] = { 0 }, old[MLG_PERIODS_MAX];
        memcpy(old, design_path(d, s), bytes);
        do {
            if (must_stop(w)) return false;
            if (!memcmp(path, old, bytes) || !(sites > 1 ? mlg__path_exists(n, s, path) : mlg__design_allows(d, s, path))) continue;
            mlg__design_set_unassigned(d, s, path);
            if (sites > 1 ? try_paths(w, s + 1, sites - 1) : place(w)) return true;
            mlg__design_set_unassigned(d, s, old);
        } while (next_path(n, s, path));
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
    struct walk w = { x, x->design->trials + trials };
    if (!x->best->found || !mlg__places_whole_rows(x->n)) return;
    memset(x->price, 0, sizeof *x->price * (size_t)x->n->common_count);
    while (!mlg__design_failed(x->design) && try_sites(&w)) {}
}
