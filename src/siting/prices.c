/* prices.c — what the limits are worth. See prices.h. */
#include "siting/prices.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/error.h"
#include "siting/certain.h"
#include "siting/result.h"

enum { SEARCHES_MOST = 4, TRIALS_AN_ITERATION = 4, ROOMS_TRIED = 60, ROOMS_SHOWN = 5 };
static const double sites_share = 0.25, rooms_share = 0.3; /* of the time for words, of the time then left */
static const double step_share = 0.05, cover_step = 0.01, full = 0.99;

/* -- limits and rows -- */

static bool is_total(const struct mlg_network *n, int32_t r)
{
    if (!n->scenario || n->scenario->budget_total_cents == INT64_MAX || n->commons[r].kind != ROW_BUDGET) return false;
    for (int32_t i = r + 1; i < n->common_count; i++)
        if (n->commons[i].kind == ROW_BUDGET) return false;
    return true; /* compile.c adds it last */
}

void mlg__limit_rows(const struct mlg_network *n, int32_t r, int64_t *move)
{
    const int32_t t = n->commons[r].period;
    for (int32_t i = 0; i < n->common_count; i++) {
        const struct common_row *row = &n->commons[i];
        move[i] = i == r;
        if (n->commons[r].kind == ROW_BUDGET && row->kind == ROW_BUDGET && !is_total(n, r))
            move[i] = !is_total(n, i) && row->first <= t && t <= row->period; /* carried over */
    }
}

int64_t mlg__bound_moved(const struct mlg_network *n, const struct certificate *c, const int64_t *move)
{
    int128 grains = c->grains;
    for (int32_t r = 0; r < n->common_count; r++)
        grains += n->commons[r].at_least ? c->row[r] * move[r] : -c->row[r] * move[r];
    return mlg__certified_quanta(n, grains);
}

double mlg__nice_step(double x)
{
    if (!(x > 0)) return 0;
    const double ten = pow(10, floor(log10(x) + 1e-9)), lead = x / ten + 1e-9;
    return ten * (lead >= 5 ? 5 : lead >= 2 ? 2 : 1);
}

/* Units of a row in one unit that people count in: currency, tonnes, units a day, jobs. */
static double row_units(const struct common_row *r)
{
    switch (r->kind) {
    case ROW_BUDGET: return 100;
    case ROW_CO2: return 1e12;
    case ROW_COVER: return 1e3;
    default: return 1e9;
    }
}

static double service_units(const struct mlg_network *n, int32_t service, int32_t t)
{
    double sum = 0;
    for (int32_t row = 0; row < n->row_count; row++)
        if (n->row_service[row] == service) sum += (double)volume_at(n, row, t) / 1000;
    return sum;
}

/* The step that is tried, in people's units: more of a budget, of a promise, of jobs; less CO2. */
static double step_of(const struct mlg_network *n, int32_t r)
{
    const struct common_row *row = &n->commons[r];
    const double limit = (double)row->limit / row_units(row);
    if (row->kind == ROW_COVER) {
        const double all = service_units(n, row->service, row->period), share = all > 0 ? limit / all : 1;
        return share > 0.999 ? -mlg__nice_step(cover_step * all) : mlg__nice_step(fmin(cover_step, (1 - share) / 2) * all);
    }
    const double step = mlg__nice_step(step_share * fmax(limit, 1));
    return row->kind == ROW_CO2 ? -step : step;
}

struct limit_name mlg__limit_of(const struct mlg_network *n, int32_t r)
{
    static const enum worth_kind kinds[] = { [ROW_BUDGET] = WORTH_BUDGET, [ROW_CO2] = WORTH_CO2, [ROW_COVER] = WORTH_COVERAGE,
                                             [ROW_JOBS] = WORTH_JOBS, [ROW_UPPER] = WORTH_CAPACITY };
    const struct common_row *row = &n->commons[r];
    return (struct limit_name) {
        .kind = is_total(n, r) ? WORTH_BUDGET_TOTAL : kinds[row->kind],
        .period = row->period,
        .service = row->kind == ROW_COVER ? row->service : MLG_NONE,
        .region = row->kind == ROW_JOBS && n->scenario ? n->scenario->job_floors[row->set].region : "",
        .site = row->kind == ROW_UPPER && n->scenario ? n->site_id[row->set] : MLG_NONE,
    };
}

static bool tightens(const struct limit_word *w)
{
    return w->name.kind == WORTH_CO2 ? w->step < 0 : (w->name.kind == WORTH_COVERAGE || w->name.kind == WORTH_JOBS) && w->step > 0;
}

static bool has_words(const struct common_row *r)
{
    return !r->horizon && (r->kind == ROW_BUDGET || r->kind == ROW_CO2 || r->kind == ROW_COVER || r->kind == ROW_JOBS);
}

/* -- one more search -- */

struct teller {
    const struct mlg_network *n;
    const struct words_request *q;
    struct words_request asked; /* the same, for callbacks */
    struct siting_words *words;
    struct arena scratch;
    int32_t *row;              /* [limit word] its common row */
    int64_t *move;             /* [common] */
    struct certificate certificate;
    struct design *design;     /* the plan, assigned */
    double longest_s;          /* of a search so far: one is not begun that would not end in time */
};

struct words_request mlg__words_part(const struct words_request *q, double share)
{
    struct words_request part = *q;
    const double now_s = mlg__now_s();
    if (isfinite(q->end_s)) part.end_s = now_s + share * fmax(0, q->end_s - now_s);
    return part;
}

bool mlg__words_over(const struct words_request *q)
{
    const mlg_progress p = { .phase = "words", .cost = NAN, .bound = NAN };
    return mlg__now_s() >= q->end_s || (q->tell && q->tell(&p, q->user) == MLG_ENOUGH);
}

/* A search with another limit says nothing of its costs: they are not those of the plan. */
static mlg_flow still_wanted(const mlg_progress *p, void *user)
{
    (void)p;
    return mlg__words_over(user) ? MLG_ENOUGH : MLG_CONTINUE;
}

static mlg_status search_more(struct teller *x, const struct mlg_network *n, const struct search *start, struct search **found,
                              mlg_error *err)
{
    const double began_s = mlg__now_s();
    struct control control = { .start_s = began_s, .end_s = x->q->end_s, .late_s = x->q->end_s,
                               .iteration_limit = x->q->iterations, .money_per_quantum = 1e-6,
                               .tell = x->q->tell ? still_wanted : NULL, .user = &x->asked, .progress = { .phase = "words", .cost = NAN, .bound = NAN } };
    const struct search_options o = { .trials = TRIALS_AN_ITERATION * x->q->iterations, .threads = x->q->threads, .seed = x->q->seed, .step = 1, .polish = true };
    MLG_TRY(mlg__search(n, &o, &control, start, found, err));
    x->longest_s = fmax(x->longest_s, mlg__now_s() - began_s);
    return MLG_OK;
}

/* Units a day inside the promise in a period, of a search's plan. */
static mlg_status inside_milli(const struct mlg_network *n, const struct search *s, int32_t t, int32_t threads, int64_t *inside,
                               mlg_error *err)
{
    struct flow_list flows = { 0 };
    *inside = 0;
    const mlg_status status = mlg__search_flows(n, s, threads, &flows, err);
    for (int32_t i = 0; !status && i < flows.count; i++) {
        const struct flow *f = &flows.flow[i];
        if (f->period != t || f->lane == MLG_NONE) continue;
        const int32_t site = n->lanes[f->lane].end, way = s->way && has_ways(n, site) ? s->way[site * n->period_count + t] : MLG_NONE;
        if (lane_keeps(n, f->lane, f->row, t, way)) *inside += f->units;
    }
    mlg__free(flows.flow);
    return status;
}

/* Sites whose states differ, at the first period where they do; those that open or close are shown first. */
static void note_changes(const struct mlg_network *n, const int8_t *before, const int8_t *after, struct limit_word *w)
{
    int32_t shown = 0;
    for (int pass = 0; pass < 2; pass++)
        for (int32_t s = 0; s < n->site_count; s++)
            for (int32_t t = 0; t < n->period_count; t++) {
                const int8_t from = before[s * n->period_count + t], to = after[s * n->period_count + t];
                if (from == to) continue;
                if (pass == 0) w->change_count++;
                if ((from > 0) == (to > 0) ? pass == 1 : pass == 0)
                    if (shown < CHANGES_SHOWN) w->changes[shown++] = (struct state_change) { n->site_id[s], t, from, to };
                break;
            }
}

static mlg_status try_step(struct teller *x, const struct search *base, int32_t i, mlg_error *err)
{
    struct limit_word *w = &x->words->limits[i];
    const struct mlg_network *n = x->n;
    struct mlg_network moved = *n;
    struct search *found = NULL;
    moved.commons = arena_array(&x->scratch, struct common_row, n->common_count);
    if (!moved.commons) return mlg__no_memory(err, "siting");
    memcpy(moved.commons, n->commons, sizeof *n->commons * (size_t)n->common_count);
    mlg__limit_rows(n, x->row[i], x->move);
    const int64_t by = (int64_t)(w->step * row_units(&n->commons[x->row[i]]));
    for (int32_t r = 0; r < n->common_count; r++) moved.commons[r].limit += x->move[r] * by;
    MLG_TRY(search_more(x, &moved, base, &found, err));
    w->tried = true;
    w->found = found->found;
    w->cost = mlg__quanta_up(base->cost);
    w->bound_step = max64(w->bound_step, found->bound); /* either is proved */
    mlg_status status = inside_milli(n, base, w->name.period, x->q->threads, &w->inside_milli, err);
    if (!status && w->found) {
        w->cost_step = mlg__quanta_up(found->cost);
        w->bound_step = min64(w->bound_step, w->cost_step);
        status = inside_milli(&moved, found, w->name.period, x->q->threads, &w->inside_step_milli, err);
        note_changes(n, base->path, found->path, w);
    }
    mlg__siting_search_free(found);
    return status;
}

/* What the step is worth in the bound; -1: it does not bind, neither there nor in the plan. */
static double weight_of(const struct teller *x, int32_t i)
{
    const struct limit_word *w = &x->words->limits[i];
    const struct common_row *row = &x->n->commons[x->row[i]];
    const double worth = w->unit_price * fabs(w->step);
    const double left = fabs((double)(mlg__design_activity(x->design, row) - row->limit)) / row_units(row);
    if (w->step == 0 || (worth < 1e-6 * fabs((double)x->words->cost) && left >= fabs(w->step))) return -1;
    return worth;
}

static mlg_status try_steps(struct teller *x, const struct search *search, mlg_error *err)
{
    struct search *base = NULL;
    mlg_status status = MLG_OK;
    for (int tries = 0; !status && tries < SEARCHES_MOST; tries++) {
        int32_t best = MLG_NONE;
        double most = -1;
        for (int32_t i = 0; i < x->words->limit_count; i++)
            if (!x->words->limits[i].tried && weight_of(x, i) > most) most = weight_of(x, i), best = i;
        if (best == MLG_NONE || mlg__words_over(x->q) || mlg__now_s() + x->longest_s > x->q->end_s) break;
        if (!base) status = search_more(x, x->n, search, &base, err);
        if (!status && !base->found) break;
        if (!status) status = try_step(x, base, best, err);
    }
    mlg__siting_search_free(base);
    return status;
}

static mlg_status tell_limits(struct teller *x, const struct search *search, struct arena *arena, mlg_error *err)
{
    const struct mlg_network *n = x->n;
    struct siting_words *words = x->words;
    words->limits = arena_array(arena, struct limit_word, n->common_count);
    x->row = arena_array(&x->scratch, int32_t, n->common_count);
    if (arena->failed || x->scratch.failed) return mlg__no_memory(err, "siting");
    for (int32_t r = 0; r < n->common_count; r++) {
        if (!has_words(&n->commons[r])) continue;
        struct limit_word *w = &words->limits[words->limit_count];
        w->name = mlg__limit_of(n, r);
        w->step = step_of(n, r);
        mlg__limit_rows(n, r, x->move);
        const double units = row_units(&n->commons[r]);
        for (int32_t i = 0; i < n->common_count; i++)
            if (x->move[i]) w->unit_price += (double)x->certificate.row[i] * units / (double)GRAINS_PER_QUANTUM;
        for (int32_t i = 0; i < n->common_count; i++) x->move[i] *= (int64_t)(w->step * units);
        w->bound = x->certificate.bound;
        w->bound_step = mlg__bound_moved(n, &x->certificate, x->move);
        if (tightens(w)) w->bound_step = max64(w->bound_step, words->bound); /* its plans are plans of the limit as it is */
        x->row[words->limit_count++] = r;
    }
    return try_steps(x, search, err);
}

/* -- room at full sites -- */

/* More capacity in every period in which the site is open; the flows follow. */
static void set_room(const struct teller *x, int32_t s, int64_t more)
{
    const struct mlg_network *n = x->n;
    for (int32_t t = 0; t < n->period_count; t++) {
        const int8_t k = design_path(x->design, s)[t];
        if (k > 0)
            mlg__assignment_set(x->design->periods[t], s, capacity_at(n, s, t, k) + more,
                                mlg__design_unit_cost(x->design, s, t, k));
    }
}

static int by_saved(const void *a, const void *b)
{
    const struct room_word *x = a, *y = b;
    if (x->saved != y->saved) return x->saved > y->saved ? -1 : 1;
    return (x->site > y->site) - (x->site < y->site);
}

/* With that much more in every state of the site, whatever a plan does with it, at the prices of the other words. */
static mlg_status bound_room(const struct teller *x, const struct search *search, int32_t s, struct room_word *w,
                             int64_t *capacity, mlg_error *err)
{
    struct mlg_network roomy = *x->n;
    struct certificate c = { 0 };
    memcpy(capacity, x->n->capacity, sizeof *capacity * (size_t)x->n->site_count * (size_t)x->n->state_max);
    for (int32_t k = 1; k < x->n->site_states[s]; k++) capacity[s * x->n->state_max + k] += w->step_milli;
    roomy.capacity = capacity;
    MLG_TRY(mlg__certify(&roomy, &search->prices, NULL, x->q->threads, &c, err));
    w->bound_step = c.bound;
    return MLG_OK;
}

static mlg_status tell_rooms(struct teller *x, const struct search *search, struct arena *arena, mlg_error *err)
{
    const struct mlg_network *n = x->n;
    struct design *d = x->design;
    const int32_t last = n->period_count - 1;
    struct room_word *rooms = arena_array(arena, struct room_word, n->site_count);
    int32_t *engine_site = arena_array(&x->scratch, int32_t, n->scenario ? n->scenario->site_count : n->site_count), count = 0;
    int64_t *capacity = arena_array(&x->scratch, int64_t, n->site_count * n->state_max);
    if (arena->failed || x->scratch.failed) return mlg__no_memory(err, "siting");
    const int128 cost = mlg__design_score(d).cost;
    for (int32_t s = 0; s < n->site_count && count < ROOMS_TRIED && !mlg__words_over(x->q); s++) {
        const int8_t k = design_path(d, s)[last];
        const int64_t load = d->periods[last]->load[s];
        engine_site[n->site_id[s]] = s;
        if (k == 0 || load == 0 || (double)load < full * (double)capacity_at(n, s, last, k)) continue;
        struct room_word w = { .site = n->site_id[s], .load_milli = load };
        w.step_milli = 1000 * (int64_t)fmax(1, mlg__nice_step(step_share * (double)load / 1000));
        set_room(x, s, w.step_milli);
        w.saved = (int64_t)((cost - mlg__design_score(d).cost) / GRAINS_PER_QUANTUM);
        set_room(x, s, 0);
        if (w.saved > 0) rooms[count++] = w;
    }
    if (mlg__design_failed(d)) return mlg__no_memory(err, "siting");
    if (count > 1) qsort(rooms, (size_t)count, sizeof *rooms, by_saved);
    x->words->rooms = rooms;
    x->words->room_count = min32(count, ROOMS_SHOWN);
    for (int32_t i = 0; i < x->words->room_count; i++)
        MLG_TRY(bound_room(x, search, engine_site[rooms[i].site], &rooms[i], capacity, err));
    return MLG_OK;
}

/* -- all of it -- */

static mlg_status tell(struct teller *x, const struct search *search, const struct turns *turns, struct arena *arena, mlg_error *err)
{
    const struct mlg_network *n = x->n;
    x->move = arena_array(&x->scratch, int64_t, n->common_count);
    x->certificate.row = arena_array(&x->scratch, int128, n->common_count);
    if (x->scratch.failed) return mlg__no_memory(err, "siting");
    /* Every allowed state: what was fixed for these limits need not be fixed for others. */
    MLG_TRY(mlg__certify(n, &search->prices, NULL, x->q->threads, &x->certificate, err));
    MLG_TRY(mlg__design_new(n, x->q->threads, &x->design, err));
    mlg__design_take(x->design, search->path);
    mlg__design_hold(x->design, search->way);
    mlg__design_start(x->design, search->flow_price);
    if (mlg__design_failed(x->design)) return mlg__no_memory(err, "siting");
    const struct words_request all = *x->q, sites = mlg__words_part(&all, sites_share);
    MLG_TRY(mlg__tell_sites(n, search, turns, &sites, arena, x->words, err));
    const struct words_request for_rooms = mlg__words_part(&all, rooms_share);
    x->q = &for_rooms;
    MLG_TRY(tell_rooms(x, search, arena, err));
    x->q = &all;
    return tell_limits(x, search, arena, err);
}

mlg_status mlg__siting_words(const struct mlg_network *n, const struct search *search, const struct turns *turns, int64_t cost,
                             int64_t bound, const struct words_request *q, struct arena *arena, const struct siting_words **words,
                             mlg_error *err)
{
    struct siting_words *made = arena_array(arena, struct siting_words, 1);
    *words = NULL;
    if (!made) return mlg__no_memory(err, "siting");
    *made = (struct siting_words) { .cost = cost, .bound = bound, .certain_within = q->certain_within };
    struct teller x = { .n = n, .q = q, .asked = *q, .words = made };
    const mlg_status status = tell(&x, search, turns, arena, err);
    mlg__design_free(x.design);
    mlg__arena_free(&x.scratch);
    if (!status) *words = made;
    return status;
}
