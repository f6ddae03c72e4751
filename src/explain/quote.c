/* quote.c — where one more stop fits best: all places that have room, those that may be cheapest driven in full. */
#include "maillage/explain.h"

#include <stdlib.h>

#include "base/error.h"
#include "explain/trial.h"

enum { OFFERS = 5 };

struct spot {
    struct placing at;
    int64_t cost; /* at least */
    bool exact;
    int32_t order;
};

struct spots {
    struct spot *of;
    int32_t count, cap;
    bool failed;
};

static void take(const struct lack *l, void *user)
{
    struct spots *all = user;
    if (l->rules) return;
    if (!mlg__room(&all->of, &all->cap, (int64_t)all->count + 1, sizeof *all->of)) {
        all->failed = true;
        return;
    }
    all->of[all->count] = (struct spot) { l->at, l->cost, l->exact, all->count };
    all->count++;
}

static int by_cost(const void *a, const void *b)
{
    const struct spot *x = a, *y = b;
    return x->cost != y->cost ? (x->cost > y->cost) - (x->cost < y->cost)
                              : (x->order > y->order) - (x->order < y->order);
}

static void write_visits(const mlg_problem *p, const struct trial *t, int32_t stop, mlg_offer *o)
{
    for (int32_t i = 0; i < t->route.visit_count; i++) {
        const mlg_visit *v = &t->route.visits[i];
        if (v->kind != MLG_STOP || (v->stop != stop && v->stop != p->mate[stop])) continue;
        o->arrival_s[v->stop != stop] = v->arrival_s;
        o->begin_s[v->stop != stop] = v->arrival_s + v->wait_s;
    }
}

static mlg_totals more_of(const mlg_totals *now, const mlg_totals *before)
{
    return (mlg_totals) {
        now->distance_m - before->distance_m, now->drive_s - before->drive_s,   now->setup_s - before->setup_s,
        now->service_s - before->service_s,   now->wait_s - before->wait_s,     now->break_s - before->break_s,
        now->duty_s - before->duty_s,         now->energy_j - before->energy_j, now->stops - before->stops
    };
}

static mlg_offer offer_of(const mlg_problem *p, const struct placing *at, const struct trial *t)
{
    const struct room *m = at->room;
    mlg_offer o = {
        .route = m->route, .vehicle = m->vehicle, .after = { at->after, at->then }, .cost = t->route.cost - m->cost
    };
    o.more = more_of(&t->route.totals, &m->totals);
    write_visits(p, t, at->stop, &o);
    return o;
}

/* One offer a room, the cheapest first. */
static void keep(mlg_offer *offers, int32_t *count, int32_t most, mlg_offer o)
{
    int32_t i = 0;
    while (i < *count && (offers[i].route != o.route || offers[i].vehicle != o.vehicle)) i++;
    if (i < *count && offers[i].cost <= o.cost) return;
    if (i == *count && *count == most && offers[--i].cost <= o.cost) return;
    if (i == *count) ++*count;
    for (; i > 0 && offers[i - 1].cost > o.cost; i--) offers[i] = offers[i - 1];
    offers[i] = o;
}

/* The places in the order of what they cost at least: from one that is dearer than the last offer on, none is better.
 * What energy and lateness cost is no part of that least, so with them all places are driven. */
static mlg_status drive_all(const struct rooms *r, struct spots *all, int32_t most, mlg_offer *offers, int32_t *count,
                            mlg_error *err)
{
    struct arena scratch = { 0 };
    mlg_status status = MLG_OK;
    bool every = false;
    for (int32_t i = 0; i < r->p->vehicle_count; i++) every |= r->p->vehicles[i].rates.per_j_q24 != 0;
    for (int32_t i = 0; i < r->p->stop_count; i++) every |= r->p->stops[i].per_late_tick != 0;
    if (all->count) qsort(all->of, (size_t)all->count, sizeof *all->of, by_cost);
    for (int32_t i = 0; i < all->count && !status; i++) {
        struct spot *next = &all->of[i];
        struct lack l = { .at = next->at };
        struct trial t;
        if (!every && *count == most && next->cost > offers[most - 1].cost) break;
        const struct arena_mark mark = mlg__arena_mark(&scratch);
        status = mlg__trial(r, r->p, &next->at, &scratch, &t, err);
        if (!status) mlg__trial_lacks(r->p, &t, &l);
        if (!status && !l.rules) keep(offers, count, most, offer_of(r->p, &next->at, &t));
        mlg__arena_reset(&scratch, mark);
    }
    mlg__arena_free(&scratch);
    return status;
}

mlg_status mlg_quote(const mlg_problem *p, const mlg_plan *plan, const mlg_quote_spec *spec, mlg_offer *offers,
                     int32_t *count, mlg_error *err)
{
    struct rooms r;
    struct ties ties;
    struct spots all = { .count = 0 };
    const int32_t mate = p->mate[spec->stop], stop = mate != MLG_NONE && mate < spec->stop ? mate : spec->stop;
    *count = 0;
    mlg_status status = mlg__rooms_make(p, plan, spec->running, spec->now_s, &r, err);
    if (!status && !mlg__ties_of(&r, stop, &r.arena, &ties)) status = mlg__no_memory(err, "a quote");
    for (int32_t i = 0; i < r.count && !status; i++) {
        if (!r.of[i].more) mlg__lacks(&r, &r.of[i], stop, &ties, take, &all);
        if (all.failed) status = mlg__no_memory(err, "a quote");
    }
    if (!status) status = drive_all(&r, &all, spec->most > 0 ? spec->most : OFFERS, offers, count, err);
    mlg__free(all.of);
    mlg__rooms_free(&r);
    return status;
}
