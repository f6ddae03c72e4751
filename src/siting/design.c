/* design.c — candidate plans: states, assignments, score. See design.h. */
#include "siting/design.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/thread.h"
#include "siting/dual.h"
#include "siting/statepath.h"

#define LACKING_MICRO INT64_C(20000000) /* penalty of a unit that a state lacks for its least fill: 20 EUR */

static double micro_per_unit(const struct mlg_network *n, const struct common_row *r, int32_t t, double price)
{
    return price * mlg__row_sign(r) * (double)GRAINS_PER_QUANTUM / (double)flow_weight(n, t);
}

#define PENALTY_MAX 1e30    /* grains: prices of limits that nothing can keep grow without end */
#define UNIT_PRICE_MAX 1e12 /* micro-euros: a million euros for one unit */

int64_t mlg__design_unit_cost(const struct design *d, int32_t site, int32_t t, int32_t k)
{
    const struct mlg_network *n = d->net;
    int64_t cost = node_at(n, site, t, k)->unit_micro;
    if (!n->flow_rows) return cost;
    double more = 0;
    for (int32_t i = 0; i < n->common_count; i++)
        if (n->commons[i].on_flows && row_at(&n->commons[i], t) && d->row_price[i] > 0)
            more += micro_per_unit(n, &n->commons[i], t, d->row_price[i]) *
                    (double)mlg__row_unit(n, &n->commons[i], site, t, k);
    /* Prices that repair raised in vain may be anything; what they add stays within the reach of sums. */
    return cost + (int64_t)floor(fmax(-UNIT_PRICE_MAX, fmin(UNIT_PRICE_MAX, more)) + 0.5);
}

static int64_t open_capacity(const struct design *d, int32_t site, int32_t t)
{
    const int8_t k = d->path[site * d->net->period_count + t];
    return k > 0 ? capacity_at(d->net, site, k) : 0;
}

/* -- hard rows -- */

static bool is_hard(const struct common_row *r)
{
    return r->kind == ROW_BUDGET || r->kind == ROW_CONFLICT || r->kind == ROW_COUNT;
}

static int64_t path_activity(const struct mlg_network *n, const struct common_row *r, int32_t site, const int8_t *path)
{
    int64_t sum = 0;
    for (int32_t t = r->first; t <= r->period; t++)
        sum += mlg__row_arc(n, r, t, arc_at(n, site, t, t ? path[t - 1] : n->site_today[site], path[t])) +
               mlg__row_node(n, r, site, t, path[t]);
    return sum;
}

bool mlg__design_allows(const struct design *d, int32_t site, const int8_t *path)
{
    const struct mlg_network *n = d->net;
    for (int32_t t = 0; t < n->period_count; t++)
        if (!node_at(n, site, t, path[t])->allowed ||
            !arc_at(n, site, t, t ? path[t - 1] : n->site_today[site], path[t])->allowed)
            return false;
    for (int32_t r = 0; r < n->common_count; r++) {
        const struct common_row *row = &n->commons[r];
        if (!is_hard(row) || row->give > 0 || (row->kind == ROW_CONFLICT && row->set != n->site_set[site])) continue;
        const int64_t more = path_activity(n, row, site, path) - path_activity(n, row, site, design_path(d, site));
        if (more > 0 && d->activity[r] + more > row->limit) return false;
    }
    return true;
}

void mlg__design_set_unassigned(struct design *d, int32_t site, const int8_t *path)
{
    const struct mlg_network *n = d->net;
    for (int32_t r = 0; r < n->common_count; r++)
        if (is_hard(&n->commons[r]))
            d->activity[r] += path_activity(n, &n->commons[r], site, path) -
                              path_activity(n, &n->commons[r], site, design_path(d, site));
    memcpy(&d->path[site * n->period_count], path, sizeof *path * (size_t)n->period_count);
}

void mlg__design_take(struct design *d, const int8_t *paths)
{
    const struct mlg_network *n = d->net;
    memcpy(d->path, paths, sizeof *paths * (size_t)n->site_count * (size_t)n->period_count);
    for (int32_t r = 0; r < n->common_count; r++) {
        d->activity[r] = 0;
        for (int32_t s = 0; is_hard(&n->commons[r]) && s < n->site_count; s++)
            d->activity[r] += path_activity(n, &n->commons[r], s, design_path(d, s));
    }
}

void mlg__design_rest(struct design *d)
{
    const struct mlg_network *n = d->net;
    const int32_t stride = n->state_max;
    memset(d->activity, 0, sizeof *d->activity * (size_t)n->common_count);
    for (int32_t s = 0; s < n->site_count; s++) {
        double node[MLG_PERIODS_MAX * STATES_MAX] = { 0 }, arc[MLG_PERIODS_MAX * STATES_MAX * STATES_MAX] = { 0 };
        for (int32_t t = 0; t < n->period_count; t++)
            for (int32_t k = 0; k < n->site_states[s]; k++) {
                node[t * stride + k] = node_at(n, s, t, k)->allowed ? 0 : INFINITY;
                for (int32_t from = 0; from < n->site_states[s]; from++) {
                    const struct arc *a = arc_at(n, s, t, from, k);
                    const double change = from == k ? 0 : 1; /* a cent: staying is best */
                    arc[(t * stride + k) * stride + from] =
                        a->allowed ? (double)a->capital_cents + change : INFINITY;
                }
            }
        int8_t *path = &d->path[s * n->period_count];
        mlg__state_path(n->period_count, stride, n->site_states[s], n->site_today[s], node, arc, path);
        for (int32_t r = 0; r < n->common_count; r++)
            if (is_hard(&n->commons[r])) d->activity[r] += path_activity(n, &n->commons[r], s, path);
    }
}

/* -- assignments -- */

struct change { struct design *d; int32_t site; const int8_t *path; };

static void change_period(void *user, int32_t t)
{
    struct change *c = user;
    const struct mlg_network *n = c->d->net;
    const int8_t k = c->path[t];
    if (k == c->d->path[c->site * n->period_count + t]) return;
    mlg__assignment_set(c->d->periods[t], c->site, k > 0 ? capacity_at(n, c->site, k) : 0,
                        mlg__design_unit_cost(c->d, c->site, t, k));
}

void mlg__design_set(struct design *d, int32_t site, const int8_t *path)
{
    struct change change = { d, site, path };
    int32_t changed = 0;
    for (int32_t t = 0; t < d->net->period_count; t++) changed += path[t] != design_path(d, site)[t];
    mlg__parallel(d->net->period_count, changed > 1 ? d->threads : 1, change_period, &change);
    mlg__design_set_unassigned(d, site, path);
    d->trials++;
}

static void price_lanes(struct design *d, int32_t t)
{
    const struct mlg_network *n = d->net;
    int32_t *cost = &d->lane_cost[(int64_t)t * n->lane_count];
    for (int32_t row = 0; row < n->row_count; row++)
        for (int32_t i = n->row_first[row]; i < n->row_first[row + 1]; i++) {
            double priced = n->lanes[i].cost_micro;
            for (int32_t r = 0; r < n->common_count; r++)
                if (n->commons[r].on_flows && row_at(&n->commons[r], t) && d->row_price[r] > 0)
                    priced += micro_per_unit(n, &n->commons[r], t, d->row_price[r]) *
                              (double)row_lane(n, &n->commons[r], &n->lanes[i], row, t);
            cost[i] = (int32_t)fmax(-1e9, fmin(1e9, floor(priced + 0.5)));
        }
}

static void start_period(void *user, int32_t t)
{
    struct design *d = user;
    const struct mlg_network *n = d->net;
    int64_t *capacity = mlg__malloc(sizeof *capacity * 2 * (size_t)n->site_count);
    if (!capacity) {
        d->periods[t]->failed = true;
        return;
    }
    int64_t *unit_cost = capacity + n->site_count, *rent = &d->rent[(int64_t)t * n->site_count];
    for (int32_t s = 0; s < n->site_count; s++) {
        capacity[s] = open_capacity(d, s, t);
        unit_cost[s] = mlg__design_unit_cost(d, s, t, design_path(d, s)[t]);
    }
    if (d->lane_cost) price_lanes(d, t);
    d->periods[t]->control = t == 0 || d->threads == 1 ? d->control : NULL; /* one thread at a time talks to the caller */
    mlg__assignment_start(d->periods[t], capacity, unit_cost,
                          d->lane_cost ? &d->lane_cost[(int64_t)t * n->lane_count] : NULL, rent);
    for (int32_t s = 0; s < n->site_count; s++)
        rent[s] = capacity[s] > 0 ? max64(0, mlg__assignment_site_price(d->periods[t], s) - unit_cost[s]) : 0;
    mlg__free(capacity);
}

void mlg__design_expect(struct design *d, const struct dual *dual)
{
    const struct mlg_network *n = d->net;
    for (int32_t s = 0; s < n->site_count; s++)
        for (int32_t t = 0; t < n->period_count; t++)
            d->rent[(int64_t)t * n->site_count + s] =
                (int64_t)fmin(UNIT_PRICE_MAX, dual->rent[node_index(n, s, t, design_path(d, s)[t])]);
}

void mlg__design_start(struct design *d, const double *row_price)
{
    const struct mlg_network *n = d->net;
    for (int32_t r = 0; row_price && r < n->common_count; r++)
        d->row_price[r] = is_hard(&n->commons[r]) ? 0 : row_price[r];
    mlg__parallel(n->period_count, d->threads, start_period, d);
}

bool mlg__design_failed(const struct design *d)
{
    bool failed = d->failed;
    for (int32_t t = 0; t < d->net->period_count; t++) failed |= d->periods[t]->failed;
    return failed;
}

void mlg__design_make_whole(struct design *d, const int32_t *hint, int64_t rounds, struct rng *rng, struct control *control)
{
    const int64_t rows = d->net->row_count;
    for (int32_t t = 0; t < d->net->period_count; t++)
        mlg__make_whole(d->periods[t], hint ? hint + t * rows : NULL, rounds, rng, control);
}

void mlg__design_impose_whole(struct design *d, const int32_t *site_of)
{
    const int64_t rows = d->net->row_count;
    for (int32_t t = 0; t < d->net->period_count; t++) mlg__impose_whole(d->periods[t], site_of + t * rows);
}

void mlg__design_read_whole(const struct design *d, int32_t *site_of)
{
    const struct mlg_network *n = d->net;
    for (int32_t t = 0; t < n->period_count; t++)
        for (int32_t row = 0; row < n->row_count; row++) {
            const int32_t p = d->periods[t]->row_piece[row];
            site_of[(int64_t)t * n->row_count + row] =
                p == MLG_NONE || d->periods[t]->pieces[p].lane == MLG_NONE ? MLG_NONE : d->periods[t]->pieces[p].site;
        }
}

bool mlg__design_cut_short(const struct design *d)
{
    bool cut_short = false;
    for (int32_t t = 0; t < d->net->period_count; t++) cut_short |= d->periods[t]->cut_short;
    return cut_short;
}

void mlg__design_read_flows(struct design *d, struct flow_list *list)
{
    list->count = 0;
    for (int32_t t = 0; t < d->net->period_count; t++)
        for (int32_t row = 0; row < d->net->row_count; row++)
            for (int32_t i = d->periods[t]->row_piece[row]; i != MLG_NONE; i = d->periods[t]->pieces[i].row_next) {
                struct design_flow *grown = mlg__grow(list->flow, &list->cap, list->count + 1, sizeof *grown);
                if (!grown) {
                    d->failed = true;
                    return;
                }
                list->flow = grown;
                grown[list->count++] = (struct design_flow) { t, row, d->periods[t]->pieces[i].lane, d->periods[t]->pieces[i].units };
            }
}

/* -- score -- */

static int128 flow_activity(const struct design *d, const struct common_row *r)
{
    const struct mlg_network *n = d->net;
    int128 sum = 0;
    for (int32_t t = r->first; t <= r->period; t++) {
        const struct assignment *a = d->periods[t];
        for (int32_t i = 0; i < a->sum_count; i++)
            if (a->sum_row[i] == r) sum += a->sum[i];
        for (int32_t i = 0; i < a->open_count; i++) {
            const int32_t s = a->open[i];
            if (s < n->site_count) sum += (int128)a->load[s] * mlg__row_unit(n, r, s, t, design_path(d, s)[t]);
        }
    }
    return sum;
}

int128 mlg__design_activity(const struct design *d, const struct common_row *r)
{
    const struct mlg_network *n = d->net;
    int128 sum = r->on_flows ? flow_activity(d, r) : 0;
    for (int32_t s = 0; s < n->site_count; s++) sum += path_activity(n, r, s, design_path(d, s));
    return sum;
}

/* True cost of a period's flows, micro-euros x milli-units: without the prices of common rows. */
static int128 flow_cost(const struct design *d, int32_t t)
{
    const struct mlg_network *n = d->net;
    const struct assignment *a = d->periods[t];
    int128 sum = a->lane_sum;
    for (int32_t i = 0; i < a->open_count; i++) {
        const int32_t s = a->open[i];
        if (s < n->site_count) sum += (int128)a->load[s] * node_at(n, s, t, design_path(d, s)[t])->unit_micro;
    }
    return sum;
}

/* Units that open states lack for their least fill. */
static int64_t lacking_fill(const struct design *d, int32_t t)
{
    const struct mlg_network *n = d->net;
    int64_t lacking = 0;
    for (int32_t s = 0; s < n->site_count; s++) {
        const int8_t k = design_path(d, s)[t];
        if (k > 0) lacking += max64(0, n->least_fill[s * n->state_max + k] - d->periods[t]->load[s]);
    }
    return lacking;
}

struct score mlg__design_score(const struct design *d)
{
    const struct mlg_network *n = d->net;
    struct score score = { .cost = n->constant, .legal = true };
    for (int32_t s = 0; s < n->site_count; s++)
        for (int32_t t = 0; t < n->period_count; t++) {
            const int8_t *path = design_path(d, s);
            score.cost += year_grains(n, t, node_at(n, s, t, path[t])->year_micro) +
                          arc_at(n, s, t, t ? path[t - 1] : n->site_today[s], path[t])->cost;
        }
    for (int32_t t = 0; t < n->period_count; t++) score.cost += flow_cost(d, t) * flow_weight(n, t);
    score.total = score.cost;
    for (int32_t r = 0; r < n->common_count; r++) {
        const struct common_row *row = &n->commons[r];
        const int128 over = (is_hard(row) ? d->activity[r] : mlg__design_activity(d, row)) - row->limit;
        const int128 violation = row->at_least ? -over : over;
        if (violation <= 0) continue;
        if (row->give > 0) {
            score.cost += violation * row->give, score.total += violation * row->give;
            continue;
        }
        score.legal = false;
        score.total += (int128)fmin(PENALTY_MAX, (double)violation * d->penalty[r] * (double)GRAINS_PER_QUANTUM);
    }
    for (int32_t t = 0; n->fill_rows && t < n->period_count; t++) {
        const int64_t lacking = lacking_fill(d, t);
        score.legal &= lacking == 0;
        score.lacking += lacking;
        score.total += (int128)lacking * LACKING_MICRO * flow_weight(n, t);
    }
    return score;
}

mlg_status mlg__design_new(const struct mlg_network *n, int32_t threads, struct design **out, mlg_error *err)
{
    struct design *d = *out = mlg__malloc(sizeof *d);
    if (!d) return mlg__no_memory(err, "siting");
    d->net = n;
    d->threads = threads;
    d->path = arena_array(&d->arena, int8_t, n->site_count * n->period_count);
    d->activity = arena_array(&d->arena, int64_t, n->common_count);
    d->row_price = arena_array(&d->arena, double, n->common_count);
    d->rent = arena_array(&d->arena, int64_t, n->site_count * n->period_count);
    d->penalty = arena_array(&d->arena, double, n->common_count);
    d->periods = arena_array(&d->arena, struct assignment *, n->period_count);
    if (n->flow_rows) d->lane_cost = arena_array(&d->arena, int32_t, (int64_t)n->period_count * n->lane_count);
    mlg_status status = d->arena.failed ? mlg__no_memory(err, "siting") : MLG_OK;
    for (int32_t t = 0; !status && t < n->period_count; t++) status = mlg__assignment_new(n, t, &d->periods[t], err);
    if (status) {
        mlg__design_free(d);
        *out = NULL;
    }
    return status;
}

void mlg__design_free(struct design *d)
{
    if (!d) return;
    for (int32_t t = 0; d->periods && t < d->net->period_count; t++) mlg__assignment_free(d->periods[t]);
    mlg__arena_free(&d->arena);
    mlg__free(d);
}
