/* contradiction.c — necessary conditions. See contradiction.h.
 *
 * A claim must survive rounding: sums are doubles, and a limit counts as broken only beyond a billionth of it. */
#include "siting/contradiction.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "siting/statepath.h"

enum { PRICE_STEPS = 60 };

struct prover {
    const struct mlg_network *n;
    struct arena arena;
    bool *usable;      /* [node] an allowed path of the site passes here */
    int64_t *near;     /* [site * periods + t] units that have any lane from the site */
    int64_t *in_time;  /* [(service * sites + site) * periods + t] units that may have one inside the promise */
    bool *kept_in;     /* [site] scratch of one row: a kept lane is in time */
    double *node, *arc; /* scratch of one site's paths */
    double *value;     /* [site] scratch of sums */
    struct contradiction *list;
    int32_t count, cap;
    bool failed;
};

static void claim(struct prover *p, struct contradiction c)
{
    struct contradiction *grown = mlg__grow(p->list, &p->cap, p->count + 1, sizeof *grown);
    if (!grown) {
        p->failed = true;
        return;
    }
    p->list = grown;
    p->list[p->count++] = c;
}

static bool exceeds(double value, double limit) { return value > limit + 1e-9 * fabs(limit) + 0.5; }

/* -- what a site can be and reach -- */

static bool arc_open(const struct mlg_network *n, int32_t s, int32_t t, int32_t from, int32_t to)
{
    return node_at(n, s, t, to)->allowed && arc_at(n, s, t, from, to)->allowed;
}

static void find_usable(struct prover *p, int32_t s)
{
    const struct mlg_network *n = p->n;
    const int32_t states = n->site_states[s];
    for (int32_t t = 0; t < n->period_count; t++)
        for (int32_t to = 0; to < states; to++) {
            bool *here = &p->usable[node_index(n, s, t, to)];
            if (t == 0) *here = arc_open(n, s, 0, n->site_today[s], to);
            for (int32_t from = 0; t && from < states; from++)
                *here |= p->usable[node_index(n, s, t - 1, from)] && arc_open(n, s, t, from, to);
        }
    for (int32_t t = n->period_count - 2; t >= 0; t--)
        for (int32_t from = 0; from < states; from++) {
            bool goes_on = false;
            for (int32_t to = 0; to < states; to++)
                goes_on |= p->usable[node_index(n, s, t + 1, to)] && arc_open(n, s, t + 1, from, to);
            p->usable[node_index(n, s, t, from)] &= goes_on;
        }
}

static bool has_lane(const struct mlg_network *n, int32_t row, int32_t s)
{
    return !n->reach || (n->reach[(int64_t)row * n->reach_words + s / 64] >> (s % 64) & 1);
}

static int64_t *in_time(const struct prover *p, int32_t service, int32_t s, int32_t t)
{
    return &p->in_time[((int64_t)service * p->n->site_count + s) * p->n->period_count + t];
}

/* Units of a row in a period that a site reaches, and reaches in time: by a kept lane, or by one left out, of which only
 * the cheapest in time is known. */
static void find_near(struct prover *p, int32_t row, int32_t t)
{
    const struct mlg_network *n = p->n;
    const int64_t volume = volume_at(n, row, t);
    memset(p->kept_in, 0, sizeof *p->kept_in * (size_t)n->site_count);
    for (int32_t i = n->row_first[row]; i < n->row_first[row + 1]; i++)
        p->kept_in[n->lanes[i].end] |= lane_in(&n->lanes[i], t);
    const bool left_out = n->cbar_in[(int64_t)row * n->period_count + t] != CBAR_NONE;
    for (int32_t s = 0; s < n->site_count; s++) {
        if (is_upper(n, s)) { /* all there is may pass it */
            p->near[s * n->period_count + t] += volume;
            continue;
        }
        if (!has_lane(n, row, s)) continue;
        p->near[s * n->period_count + t] += volume;
        if (p->kept_in[s] || left_out) *in_time(p, n->row_service[row], s, t) += volume;
    }
}

/* The most a site in a state may carry. */
static int64_t most_flow(const struct prover *p, int32_t s, int32_t t, int32_t k)
{
    return k ? min64(capacity_at(p->n, s, t, k), p->near[s * p->n->period_count + t]) : 0;
}

static void check_sites(struct prover *p)
{
    const struct mlg_network *n = p->n;
    int32_t told[2] = { 0 };
    for (int32_t s = 0; s < n->site_count; s++)
        for (int32_t t = 0; t < n->period_count; t++) {
            bool any = false, fits = false;
            double least = INFINITY;
            for (int32_t k = 0; k < n->site_states[s]; k++) {
                if (!p->usable[node_index(n, s, t, k)]) continue;
                const int64_t fill = k ? n->least_fill[s * n->state_max + k] : 0;
                any = true;
                fits |= fill <= most_flow(p, s, t, k);
                least = fmin(least, (double)fill);
            }
            if (fits || told[any] == SITES_TOLD) continue;
            told[any]++;
            claim(p, (struct contradiction) { .kind = any ? NO_FILL : NO_STATE, .row = MLG_NONE, .site = s, .period = t,
                                              .best = (double)p->near[s * n->period_count + t], .limit = least });
            break;
        }
}

/* -- paths of one site -- */

/* Cheapest path where a node costs `weight` times the floor's gain (negative: wanted) and arcs and nodes cost the
 * activity of the row `paid` in the periods first..last. */
struct paths {
    const struct common_row *paid; /* at most */
    const struct common_row *floor_row; /* at least; NULL: none */
    double price;                  /* of one unit of the floor, in units of paid */
};

static double gain(const struct prover *p, const struct common_row *r, int32_t s, int32_t t, int32_t k)
{
    if (t != r->period || k == 0) return 0;
    if (r->kind == ROW_COVER) return (double)min64(capacity_at(p->n, s, t, k), *in_time(p, r->service, s, t));
    return (double)mlg__row_node(p->n, r, s, t, k) +
           (double)mlg__row_unit(p->n, r, s, t, k) * (double)most_flow(p, s, t, k);
}

/* Adds the path's activity and gain to the sums; its price is returned. */
static double best_path(struct prover *p, const struct paths *q, int32_t s, double *activity, double *gained)
{
    const struct mlg_network *n = p->n;
    const int32_t stride = n->state_max, states = n->site_states[s];
    int8_t path[MLG_PERIODS_MAX] = { 0 };
    for (int32_t t = 0; t < n->period_count; t++)
        for (int32_t k = 0; k < states; k++) {
            const double wanted = q->floor_row ? q->price * gain(p, q->floor_row, s, t, k) : 0;
            p->node[t * stride + k] = p->usable[node_index(n, s, t, k)]
                                          ? (double)mlg__row_node(n, q->paid, s, t, k) - wanted : INFINITY;
            for (int32_t from = 0; from < states; from++) {
                const struct arc *arc = arc_at(n, s, t, from, k);
                p->arc[(t * stride + k) * stride + from] =
                    arc->allowed ? (double)mlg__row_arc(n, q->paid, t, arc) : INFINITY;
            }
        }
    const double cost = mlg__state_path(n->period_count, stride, states, n->site_today[s], p->node, p->arc, path);
    if (isinf(cost)) return 0; /* told as NO_STATE; 0 keeps the bound valid for the other sites */
    double got = 0;
    for (int32_t t = 0; q->floor_row && t < n->period_count; t++) got += gain(p, q->floor_row, s, t, path[t]);
    *gained += got;
    *activity += q->floor_row ? cost + q->price * got : cost;
    return cost;
}

static double all_paths(struct prover *p, const struct paths *q, double *activity, double *gained)
{
    double sum = 0;
    *activity = *gained = 0;
    for (int32_t s = 0; s < p->n->site_count; s++) sum += best_path(p, q, s, activity, gained);
    return sum;
}

/* -- sums over sites -- */

/* The most of value[site] that can be had at once: of a conflict set at most its limit of members. */
static double most_of(const struct prover *p, int32_t t)
{
    const struct mlg_network *n = p->n;
    double sum = 0;
    for (int32_t s = 0; s < n->site_count; s++)
        if (n->site_set[s] == MLG_NONE) sum += p->value[s];
    for (int32_t r = 0; r < n->common_count; r++) {
        const struct common_row *row = &n->commons[r];
        if (row->kind != ROW_CONFLICT || row->period != t) continue;
        double best = 0;
        for (int32_t s = 0; s < n->site_count; s++)
            if (n->site_set[s] == row->set) best = fmax(best, p->value[s]);
        sum += best * (double)row->limit;
    }
    return sum;
}

/* Room of all sites at their largest; promised: for units that a promise of the period counts. */
static double all_room(struct prover *p, int32_t t, bool promised)
{
    const struct mlg_network *n = p->n;
    for (int32_t s = 0; s < n->site_count; s++) {
        int64_t wanted = promised ? 0 : p->near[s * n->period_count + t];
        for (int32_t r = 0; promised && r < n->common_count; r++)
            if (n->commons[r].kind == ROW_COVER && n->commons[r].period == t)
                wanted += *in_time(p, n->commons[r].service, s, t);
        p->value[s] = 0;
        for (int32_t k = 1; k < n->site_states[s]; k++)
            if (p->usable[node_index(n, s, t, k)])
                p->value[s] = fmax(p->value[s], (double)min64(capacity_at(n, s, t, k), wanted));
    }
    return most_of(p, t);
}

/* A row of demand can be delivered inside its promise by some site. */
static bool can_be_in(const struct prover *p, int32_t row, int32_t t)
{
    const struct mlg_network *n = p->n;
    if (n->cbar_in[(int64_t)row * n->period_count + t] != CBAR_NONE) return true;
    for (int32_t i = n->row_first[row]; i < n->row_first[row + 1]; i++) {
        if (!lane_in(&n->lanes[i], t)) continue;
        for (int32_t k = 1; k < n->site_states[n->lanes[i].end]; k++)
            if (p->usable[node_index(n, n->lanes[i].end, t, k)]) return true;
    }
    return false;
}

static double most_covered(const struct prover *p, const struct common_row *r)
{
    const struct mlg_network *n = p->n;
    int64_t sum = 0;
    for (int32_t row = 0; row < n->row_count; row++)
        if (n->row_service[row] == r->service && volume_at(n, row, r->period) > 0 && can_be_in(p, row, r->period))
            sum += volume_at(n, row, r->period);
    return (double)sum;
}

/* Jobs of sites, and of units: each unit counted once on every level, where it gives most. */
static double most_jobs(struct prover *p, const struct common_row *r)
{
    const struct mlg_network *n = p->n;
    const int32_t t = r->period;
    int64_t volume = 0;
    double unit[MLG_LEVELS_MAX] = { 0 }, all_levels = 0, by_site, by_volume;
    for (int32_t row = 0; row < n->row_count; row++) volume += volume_at(n, row, t);
    for (int32_t s = 0; s < n->site_count; s++) {
        p->value[s] = 0;
        for (int32_t k = 1; k < n->site_states[s]; k++) {
            if (!p->usable[node_index(n, s, t, k)]) continue;
            p->value[s] = fmax(p->value[s], gain(p, r, s, t, k));
            unit[level_of(n, s)] = fmax(unit[level_of(n, s)], (double)mlg__row_unit(n, r, s, t, k));
        }
    }
    by_site = most_of(p, t);
    for (int32_t s = 0; s < n->site_count; s++) {
        p->value[s] = 0;
        for (int32_t k = 1; k < n->site_states[s]; k++)
            if (p->usable[node_index(n, s, t, k)])
                p->value[s] = fmax(p->value[s], (double)mlg__row_node(n, r, s, t, k));
    }
    for (int32_t level = 0; level < MLG_LEVELS_MAX; level++) all_levels += unit[level];
    by_volume = most_of(p, t) + all_levels * (double)volume;
    return fmin(by_site, by_volume);
}

static void check_row(struct prover *p, int32_t row)
{
    const struct common_row *r = &p->n->commons[row];
    const double limit = (double)r->limit;
    double best = limit, none;
    switch (r->kind) {
    case ROW_COVER: best = most_covered(p, r); break;
    case ROW_JOBS: best = most_jobs(p, r); break;
    case ROW_BUDGET:
    case ROW_CO2:
    case ROW_CONFLICT:
    case ROW_UPPER:
    case ROW_COUNT: all_paths(p, &(struct paths) { .paid = r }, &best, &none); break;
    }
    if (r->at_least ? exceeds(limit, best) : exceeds(best, limit))
        claim(p, (struct contradiction) { .kind = ROW_ALONE, .row = row, .site = MLG_NONE, .period = r->period,
                                          .best = best, .limit = limit });
}

/* -- promises of a period together -- */

static void check_room(struct prover *p, int32_t t)
{
    double asked = 0;
    for (int32_t r = 0; r < p->n->common_count; r++)
        if (p->n->commons[r].kind == ROW_COVER && p->n->commons[r].period == t) asked += (double)p->n->commons[r].limit;
    const double room = all_room(p, t, true);
    if (exceeds(asked, room))
        claim(p, (struct contradiction) { .kind = TOO_SMALL, .row = MLG_NONE, .site = MLG_NONE, .period = t,
                                          .best = room, .limit = asked });
}

struct offer { double unit; int64_t volume; };

static int by_unit(const void *a, const void *b)
{
    const double x = ((const struct offer *)a)->unit, y = ((const struct offer *)b)->unit;
    return (x > y) - (x < y);
}

/* CO2 of one unit of a row delivered inside its promise, at least: over kept lanes, and over what any site itself adds
 * where a lane was left out. */
static double least_unit_co2(const struct prover *p, const struct common_row *r, int32_t row, const double *site_unit)
{
    const struct mlg_network *n = p->n;
    double least = INFINITY;
    for (int32_t i = n->row_first[row]; i < n->row_first[row + 1]; i++)
        if (lane_in(&n->lanes[i], r->period))
            least = fmin(least, site_unit[n->lanes[i].end] + (double)row_lane(n, r, &n->lanes[i], row, r->period));
    if (n->cbar_in[(int64_t)row * n->period_count + r->period] != CBAR_NONE)
        for (int32_t s = 0; s < n->site_count; s++) least = fmin(least, site_unit[s]);
    return least;
}

/* What is delivered inside one promise emits at least this: the cleanest rows first. */
static double least_co2_of(const struct prover *p, const struct common_row *co2, const struct common_row *cover,
                           const double *site_unit, struct offer *offers)
{
    const struct mlg_network *n = p->n;
    int32_t count = 0;
    for (int32_t row = 0; row < n->row_count; row++) {
        if (n->row_service[row] != cover->service) continue;
        const double unit = least_unit_co2(p, co2, row, site_unit);
        if (!isinf(unit)) offers[count++] = (struct offer) { unit, volume_at(n, row, cover->period) };
    }
    qsort(offers, (size_t)count, sizeof *offers, by_unit);
    int64_t left = cover->limit;
    double sum = 0;
    for (int32_t i = 0; i < count && left > 0; i++) {
        const int64_t taken = min64(left, offers[i].volume);
        sum += (double)taken * offers[i].unit;
        left -= taken;
    }
    return sum;
}

static void check_co2(struct prover *p, int32_t row)
{
    const struct mlg_network *n = p->n;
    const struct common_row *r = &n->commons[row];
    struct offer *offers = arena_array(&p->arena, struct offer, n->row_count);
    double sum = 0, none;
    if (!offers) return;
    for (int32_t s = 0; s < n->site_count; s++) {
        p->value[s] = INFINITY;
        for (int32_t k = 1; k < n->site_states[s]; k++)
            if (p->usable[node_index(n, s, r->period, k)])
                p->value[s] = fmin(p->value[s], (double)mlg__row_unit(n, r, s, r->period, k));
    }
    all_paths(p, &(struct paths) { .paid = r }, &sum, &none);
    if (exceeds(sum, (double)r->limit)) return; /* told alone */
    for (int32_t i = 0; i < n->common_count; i++)
        if (n->commons[i].kind == ROW_COVER && n->commons[i].period == r->period)
            sum += least_co2_of(p, r, &n->commons[i], p->value, offers);
    if (exceeds(sum, (double)r->limit))
        claim(p, (struct contradiction) { .kind = TOO_MUCH_CO2, .row = row, .site = MLG_NONE, .period = r->period,
                                          .best = sum, .limit = (double)r->limit });
}

/* -- a floor under a budget -- */

/* The budgets that all capital until period t has to keep: the cumulative row, or the sum of the periods' own. */
static bool budget_until(const struct mlg_network *n, int32_t t, struct common_row *budget)
{
    int32_t last = MLG_NONE;
    *budget = (struct common_row) { .kind = ROW_BUDGET, .period = t };
    for (int32_t r = 0; r < n->common_count; r++) {
        const struct common_row *row = &n->commons[r];
        if (row->kind != ROW_BUDGET || row->period > t) continue;
        if (row->first == 0 && row->period == t) {
            budget->limit = row->limit;
            return true;
        }
        if (row->first != row->period || row->period != last + 1) continue;
        last = row->period;
        budget->limit += row->limit;
    }
    return last == t;
}

static bool budget_over_all(const struct mlg_network *n, struct common_row *budget)
{
    for (int32_t r = n->common_count - 1; r >= 0; r--)
        if (n->commons[r].kind == ROW_BUDGET && n->commons[r].first == 0 &&
            n->commons[r].period == n->period_count - 1) {
            *budget = n->commons[r];
            return true;
        }
    return false;
}

/* Capital that the floor takes, at least; 0 where nothing is proven. For any price y of it, capital >= y x asked - sum over sites of the most of
 * (y x gain - capital). Concave in y; its best price makes the gains meet what is asked, and is found by halving. */
static double least_capital(struct prover *p, const struct common_row *floor_row, const struct common_row *budget)
{
    const double asked = (double)floor_row->limit;
    double low = 0, high = 1e-9, best = 0, capital, gained;
    bool bounded = false;
    for (int i = 0; i < PRICE_STEPS; i++) {
        const double price = bounded ? (low + high) / 2 : high;
        const struct paths q = { .paid = budget, .floor_row = floor_row, .price = price };
        const double rounding = 1e-12 * price * asked; /* large terms nearly cancel */
        best = fmax(best, all_paths(p, &q, &capital, &gained) + price * asked - rounding);
        if (gained >= asked) {
            if (!exceeds(capital, (double)budget->limit)) return 0; /* these states keep both */
            bounded = true;
            high = price;
        } else {
            low = price;
            if (!bounded) high = 8 * price;
        }
    }
    return bounded ? best : 0; /* not even all sites reach the floor: told without money */
}

static void check_money(struct prover *p, int32_t row)
{
    const struct mlg_network *n = p->n;
    const struct common_row *r = &n->commons[row];
    struct common_row budget;
    for (int over_all = 0; over_all < 2; over_all++) {
        if (!(over_all ? budget_over_all(n, &budget) : budget_until(n, r->period, &budget))) continue;
        const double least = least_capital(p, r, &budget);
        if (!exceeds(least, (double)budget.limit)) continue;
        claim(p, (struct contradiction) { .kind = NO_MONEY, .row = row, .site = MLG_NONE, .period = budget.period,
                                          .over_all = over_all, .best = least, .limit = (double)budget.limit });
        return;
    }
}

/* -- all of it -- */

static bool claimed_alone(const struct prover *p, int32_t row)
{
    for (int32_t i = 0; i < p->count; i++)
        if (p->list[i].kind == ROW_ALONE && p->list[i].row == row) return true;
    return false;
}

static bool claims_budget(const struct prover *p)
{
    for (int32_t i = 0; i < p->count; i++)
        if (p->list[i].kind == ROW_ALONE && p->n->commons[p->list[i].row].kind == ROW_BUDGET) return true;
    return false;
}

static mlg_status prepare(struct prover *p, mlg_error *err)
{
    const struct mlg_network *n = p->n;
    const int64_t paths = (int64_t)n->site_count * n->period_count, cells = (int64_t)n->period_count * n->state_max;
    p->usable = arena_array(&p->arena, bool, paths * n->state_max);
    p->near = arena_array(&p->arena, int64_t, paths);
    p->in_time = arena_array(&p->arena, int64_t, paths * n->service_count);
    p->kept_in = arena_array(&p->arena, bool, n->site_count);
    p->node = arena_array(&p->arena, double, cells);
    p->arc = arena_array(&p->arena, double, cells * n->state_max);
    p->value = arena_array(&p->arena, double, n->site_count);
    if (p->arena.failed) return mlg__no_memory(err, "siting");
    for (int32_t s = 0; s < n->site_count; s++) find_usable(p, s);
    for (int32_t row = 0; row < n->row_count; row++)
        for (int32_t t = 0; t < n->period_count; t++) find_near(p, row, t);
    return MLG_OK;
}

static void prove(struct prover *p)
{
    const struct mlg_network *n = p->n;
    check_sites(p);
    for (int32_t r = 0; r < n->common_count; r++) check_row(p, r);
    for (int32_t t = 0; t < n->period_count; t++) check_room(p, t);
    const bool money_told = claims_budget(p);
    for (int32_t r = 0; r < n->common_count; r++) {
        const enum row_kind kind = n->commons[r].kind;
        if (kind == ROW_CO2) check_co2(p, r);
        if ((kind == ROW_COVER || kind == ROW_JOBS) && !money_told && !claimed_alone(p, r)) check_money(p, r);
    }
}

mlg_status mlg__contradictions(const struct mlg_network *n, struct contradiction **list, int32_t *count, mlg_error *err)
{
    struct prover p = { .n = n };
    mlg_status status = prepare(&p, err);
    if (!status) {
        prove(&p);
        if (p.failed || p.arena.failed) status = mlg__no_memory(err, "siting");
    }
    if (status) {
        mlg__free(p.list);
        p.list = NULL, p.count = 0;
    }
    mlg__arena_free(&p.arena);
    *list = p.list;
    *count = p.count;
    return status;
}

mlg_status mlg__units_without_room(const struct mlg_network *n, int32_t t, int64_t *units, mlg_error *err)
{
    struct prover p = { .n = n };
    int64_t volume = 0;
    *units = 0;
    const mlg_status status = prepare(&p, err);
    if (!status) {
        for (int32_t row = 0; row < n->row_count; row++) volume += volume_at(n, row, t);
        *units = max64(0, volume - (int64_t)all_room(&p, t, false));
    }
    mlg__arena_free(&p.arena);
    return status;
}
