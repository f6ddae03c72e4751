/* fleet.c — the fewest vehicles first.
 *
 * Moves around a visit hardly ever do away with a whole route: where demands are large beside the capacity, a search that
 * starts with ten routes too many ends with most of them. So it starts with no more vehicles than the loads need by a
 * lower bound, overloaded at the price of overloads, and gets some back whenever for a while no solution tried held
 * everything; the rest at a fixed share of the budget. From then on a new route costs what it costs.
 *
 * Where the fewest vehicles are asked for before all else, plans that serve all are sought with one route less, again and again: a
 * route is given up, its visits stay out until they fit. Who was left out often weighs more, so that visits which are hard to
 * place go in and easy ones out, until all are in [Christiaens2020]. Types and windows do not matter for that. */
#include "routing/fleet.h"

#include <stdlib.h>

enum { PATIENCE_Q16 = 65536 / 50, END_Q16 = 65536 * 3 / 5, STEPS = 24 };

int64_t mlg__least_bins(uint64_t *size, int32_t count, uint64_t capacity)
{
    uint64_t total = 0, large_sum = 0, small_sum = 0;
    if (count == 0 || capacity == 0) return count;
    qsort(size, (size_t)count, sizeof *size, mlg__by_value);
    for (int32_t i = 0; i < count; i++) total += size[i];
    int64_t least = (int64_t)((total + capacity - 1) / capacity);
    int32_t large = 0; /* the first above half a bin: no two of these together */
    while (large < count && size[large] <= capacity / 2) large++;
    /* Small ones of at least k fit only beside large ones of at most capacity - k: those up to `beside`. */
    int32_t beside = large;
    for (int32_t i = large - 1; i >= 0; i--) {
        small_sum += size[i];
        while (beside < count && size[beside] <= capacity - size[i]) large_sum += size[beside++];
        const uint64_t room = (uint64_t)(beside - large) * capacity - large_sum;
        const uint64_t more = small_sum > room ? (small_sum - room + capacity - 1) / capacity : 0;
        if (count - large + (int64_t)more > least) least = count - large + (int64_t)more;
    }
    return count - large > least ? count - large : least;
}

static int32_t least_vehicles(struct search *s)
{
    const struct instance *in = s->in;
    for (int32_t v = 0; v < in->visit_count; v++) s->order[v] = (uint64_t)in->demand[v];
    return (int32_t)mlg__least_bins(s->order, in->visit_count, (uint64_t)in->types[0].cap[0]);
}

/* The visits of the route with the least load go to the list of removed ones. */
static void empty_least_loaded(struct search *s)
{
    int32_t least = MLG_NONE;
    for (int32_t i = 0; i < s->in->slot_count; i++)
        if (s->slot[i] && (least == MLG_NONE || s->slot[i]->load < s->slot[least]->load)) least = i;
    const struct block *b = s->slot[least];
    for (int32_t k = 1; k < b->len - 1; k++) s->removed[s->removed_count++] = b->seq[k];
    mlg__empty_route(s, least);
}

static void free_vehicles(struct search *s, int32_t count)
{
    s->held -= count;
    s->free_of_type[0] += count;
}

void mlg__fleet_hold(struct search *s, struct fleet *f)
{
    const struct instance *in = s->in;
    *f = (struct fleet) { 0 };
    /* Windows and other limits may need more vehicles than loads do; who may be left out need not be carried. */
    if (s->overload_price_q8 == 0 || in->traits & (TRAIT_TIME | TRAIT_RICH) || in->type_count > 1 || in->has_optional) return;
    const int32_t least = max32(1, least_vehicles(s)), over = s->route_count - least;
    if (over <= 0) return;
    f->step = max32(1, over / STEPS);
    f->look_q16 = PATIENCE_Q16;
    mlg__begin(s);
    s->removed_count = 0;
    while (s->route_count > least) empty_least_loaded(s);
    s->held = s->free_of_type[0];
    s->free_of_type[0] = 0;
    mlg__recreate(s, 0);
    s->kernel->improve(s);
    mlg__commit(s);
}

void mlg__fleet_watch(struct search *s, struct fleet *f, int64_t share_q16)
{
    if (s->held == 0 || share_q16 < f->look_q16) return;
    if (share_q16 >= END_Q16) free_vehicles(s, s->held);
    else if (!f->fitted) free_vehicles(s, min32(f->step, s->held));
    f->fitted = false;
    f->look_q16 = share_q16 + PATIENCE_Q16;
}

/* ---- one route less, again and again ---- */

/* The route whose visits were left out least often goes; of several, the one with the fewest visits. */
static void give_up_route(struct search *s, const struct fewer *f)
{
    int32_t easiest = MLG_NONE, fewest = 0;
    int64_t least = 0;
    for (int32_t i = 0; i < s->in->slot_count; i++) {
        const struct block *b = s->slot[i];
        int64_t sum = 0;
        for (int32_t k = 1; b && k < b->len - 1; k++) sum += f->missed[b->seq[k]];
        if (!b || (easiest != MLG_NONE && (sum > least || (sum == least && b->len >= fewest)))) continue;
        easiest = i, least = sum, fewest = b->len;
    }
    mlg__begin(s);
    mlg__empty_route(s, easiest);
    mlg__commit(s);
    s->route_most = s->route_count;
}

void mlg__fewer_begin(struct search *s, struct fewer *f)
{
    const struct instance *in = s->in;
    /* Who may be left out need not be carried, and a route with given stops must be driven. */
    if (!in->vehicle_price || in->has_optional || in->has_locks || s->absent_count) return;
    f->missed = arena_array(&s->arena, int64_t, in->visit_count);
    if (!f->missed) {
        s->failed = true;
        return;
    }
    f->least = in->type_count == 1 && in->plain_load ? max32(1, least_vehicles(s)) : 1;
    f->on = true;
    mlg__fewer_next(s, f);
}

int64_t mlg__fewer_missed(const struct search *s, const struct fewer *f)
{
    int64_t sum = 0;
    for (int32_t i = 0; i < s->absent_count; i++) sum += f->missed[s->absent[i]];
    return sum;
}

void mlg__fewer_count(const struct search *s, struct fewer *f)
{
    for (int32_t i = 0; i < s->absent_count; i++) f->missed[s->absent[i]]++;
}

void mlg__fewer_next(struct search *s, struct fewer *f)
{
    if (s->route_count > f->least) give_up_route(s, f);
    else mlg__fewer_end(s, f);
}

void mlg__fewer_end(struct search *s, struct fewer *f)
{
    f->on = false;
    s->route_most = s->in->slot_count;
    if (s->absent_count) mlg__load_best(s);
}
