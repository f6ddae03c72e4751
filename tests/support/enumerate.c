/* enumerate.c — see enumerate.h. Paths are walked site by site; a period's flows are solved when a choice first asks for
 * them and kept by the choice's number (the state of each site, in base STATES). */
#include "support/enumerate.h"

#include <math.h>
#include <string.h>

#include "support/exact_lp.h"
#include "support/test.h"

enum { STATES = 3, CHOICES = 729, PATHS_MOST = 60000 };
#define NO_LIMIT (INT64_C(1) << 59)
static const long double unknown = -1, none = 1e300L;

struct enumeration {
    const struct mlg_network *n;
    bool feasible_only;
    struct enumerated best;
    int8_t path[TINY_SITES][TINY_PERIODS];
    long double flows[TINY_PERIODS][CHOICES]; /* grains; unknown, none */
};

/* -- the flows of one period -- */

static bool in_time(const struct mlg_network *n, int32_t row, int32_t lane, const struct way *way)
{
    const mlg_scenario *s = n->scenario;
    const int32_t service = n->row_service[row], site = n->site_id[n->lanes[lane].end];
    const struct lane_price price = { .mean_s = n->lane_mean_s[lane], .latest_s = n->lane_latest_s[lane] };
    for (int32_t k = 1; k < n->site_states[n->lanes[lane].end]; k++)
        if (mlg__door_time(s, service, site, k, way->time_s, &price).latest_s > s->services[service].promise_s) return false;
    return true;
}

/* Open in these states, and of use. */
static bool way_serves(const struct way *way, const int8_t *state)
{
    for (int32_t i = 0; i < way->upper_count; i++)
        if (state[way->uppers[i]] == 0) return false;
    return true;
}

/* A unit at a station on its way (NULL: none): what it costs, and its part of a limit. The nodes of stations count the least of all ways. */
static long double unit_cost(const struct mlg_network *n, int32_t s, int32_t t, const int8_t *state, const struct way *way)
{
    long double cost = (long double)node_at(n, s, t, state[s])->unit_micro;
    if (!way) return cost;
    cost += (long double)(way->haul_micro - n->way_least_micro[s * n->period_count + t]);
    for (int32_t i = 0; i < way->upper_count; i++)
        cost += (long double)node_at(n, way->uppers[i], t, state[way->uppers[i]])->unit_micro;
    return cost;
}
static long double unit_part(const struct mlg_network *n, const struct common_row *c, int32_t s, int32_t t, const int8_t *state,
                             const struct way *way)
{
    long double part = (long double)mlg__row_unit(n, c, s, t, state[s]);
    if (!way) return part;
    if (c->kind == ROW_CO2)
        part += (long double)(way->haul_co2_mg - n->way_least_co2_mg[s * n->period_count + t]) * (long double)n->working_days;
    for (int32_t i = 0; i < way->upper_count; i++)
        part += (long double)mlg__row_unit(n, c, way->uppers[i], t, state[way->uppers[i]]);
    return part;
}

/* Limits that nothing can reach would spoil the program's scale. */
static bool in_program(const struct common_row *r, int32_t t)
{
    return r->kind != ROW_UPPER && r->on_flows && r->period == t && r->limit > -NO_LIMIT && r->limit < NO_LIMIT;
}

/* Columns: units unserved by row, then lanes. Rows: demand, capacities, fills, limits on flows. */
static void write_program(const struct mlg_network *n, int32_t t, const int8_t *state, const struct way *const *ways, struct lp *lp)
{
    *lp = (struct lp) { .columns = n->row_count + n->lane_count };
    const int32_t demand = 0, capacity = n->row_count;
    lp->rows = n->row_count + n->site_count;
    assert_true(lp->columns <= LP_COLUMNS && lp->rows + n->common_count + n->site_count <= LP_ROWS);
    for (int32_t row = 0; row < n->row_count; row++) {
        lp->sense[demand + row] = LP_EQUAL;
        lp->right[demand + row] = (long double)volume_at(n, row, t);
        lp->a[demand + row][row] = 1;
        lp->cost[row] = (long double)n->pen_micro[row];
        for (int32_t i = n->row_first[row]; i < n->row_first[row + 1]; i++) {
            const int32_t s = n->lanes[i].end, column = n->row_count + i;
            lp->a[demand + row][column] = 1;
            lp->a[capacity + s][column] = 1;
            lp->cost[column] = (long double)n->lanes[i].cost_micro + unit_cost(n, s, t, state, ways[s]);
        }
    }
    for (int32_t s = 0; s < n->site_count; s++) {
        const bool cut_off = has_ways(n, s) && !ways[s];
        lp->right[capacity + s] = (long double)(state[s] && !cut_off ? capacity_at(n, s, t, state[s]) : 0);
        for (int32_t i = 0; is_upper(n, s) && i < n->lane_count; i++) { /* what passes an upper site */
            const struct way *way = ways[n->lanes[i].end];
            for (int32_t u = 0; way && u < way->upper_count; u++)
                if (way->uppers[u] == s) lp->a[capacity + s][n->row_count + i] = 1;
        }
        const int64_t least = state[s] ? n->least_fill[s * n->state_max + state[s]] : 0;
        if (least == 0) continue;
        memcpy(lp->a[lp->rows], lp->a[capacity + s], sizeof lp->a[0]);
        lp->sense[lp->rows] = LP_LEAST;
        lp->right[lp->rows++] = (long double)least;
    }
    for (int32_t r = 0; r < n->common_count; r++) {
        const struct common_row *c = &n->commons[r];
        if (!in_program(c, t)) continue;
        lp->sense[lp->rows] = c->at_least ? LP_LEAST : LP_MOST;
        lp->right[lp->rows] = (long double)c->limit;
        for (int32_t s = 0; s < n->site_count; s++) lp->right[lp->rows] -= (long double)mlg__row_node(n, c, s, t, state[s]);
        for (int32_t row = 0; row < n->row_count; row++)
            for (int32_t i = n->row_first[row]; i < n->row_first[row + 1]; i++) {
                const int32_t s = n->lanes[i].end;
                long double part = (long double)row_lane(n, c, &n->lanes[i], row, t);
                if (c->kind == ROW_COVER && ways[s] && !in_time(n, row, i, ways[s])) part = 0;
                lp->a[lp->rows][n->row_count + i] = part + unit_part(n, c, s, t, state, ways[s]);
            }
        lp->rows++;
    }
}

/* CO2 of transitions counts in the limit of their period, so a choice alone does not know the right side: it is the
 * path's. Such limits are taken off by the path (`embodied`), and kept by the choice where none has any. */
static bool embodied_counts(const struct mlg_network *n)
{
    bool limited = false, any = false;
    for (int32_t r = 0; r < n->common_count; r++) limited |= n->commons[r].kind == ROW_CO2;
    for (int32_t i = 0; limited && i < n->site_count * n->period_count * n->state_max * n->state_max; i++)
        any |= n->arcs[i].allowed && n->arcs[i].embodied_mg != 0;
    return any;
}

/* Whole rows: every choice of a column for each row that is to be served. */
struct wholes { const struct mlg_network *n; const struct lp *lp; long double used[LP_ROWS], best; };

static bool keeps(const struct lp *lp, int32_t i, long double used)
{
    const long double right = lp->right[i], slack = 1e-9L * (1 + fabsl(right));
    return lp->sense[i] == LP_MOST ? used <= right + slack : lp->sense[i] == LP_LEAST ? used >= right - slack : true;
}

static void place_rows(struct wholes *w, int32_t row, long double cost)
{
    const struct mlg_network *n = w->n;
    if (cost >= w->best) return;
    if (row == n->row_count) {
        for (int32_t i = n->row_count; i < w->lp->rows; i++)
            if (!keeps(w->lp, i, w->used[i])) return;
        w->best = cost;
        return;
    }
    const long double volume = w->lp->right[row];
    for (int32_t c = row; c < w->lp->columns; c = c == row ? n->row_count + n->row_first[row] : c + 1) {
        if (c != row && c >= n->row_count + n->row_first[row + 1]) break;
        for (int32_t i = n->row_count; i < w->lp->rows; i++) w->used[i] += volume * w->lp->a[i][c];
        place_rows(w, row + 1, cost + volume * w->lp->cost[c]);
        for (int32_t i = n->row_count; i < w->lp->rows; i++) w->used[i] -= volume * w->lp->a[i][c];
        if (volume == 0) break;
    }
}

static bool best_whole(const struct mlg_network *n, const struct lp *lp, long double *value)
{
    struct wholes w = { .n = n, .lp = lp, .best = none };
    place_rows(&w, 0, 0);
    *value = w.best;
    return w.best < none;
}

static long double solve_with(struct enumeration *e, int32_t t, const int8_t *state, const struct way *const *ways, const int64_t *embodied)
{
    static struct lp lp;
    long double value;
    write_program(e->n, t, state, ways, &lp);
    int32_t row = lp.rows;
    for (int32_t r = e->n->common_count - 1; r >= 0; r--) { /* the limits on flows are the last rows, in order */
        if (!in_program(&e->n->commons[r], t)) continue;
        lp.right[--row] -= (long double)embodied[r];
    }
    e->best.programs++;
    if (e->feasible_only) memset(lp.cost, 0, sizeof lp.cost);
    return (e->n->whole_rows ? best_whole(e->n, &lp, &value) : lp_solve(&lp, &value)) ? value * (long double)flow_weight(e->n, t) : none;
}

/* The best of all choices of ways, a way for each open station. */
static long double choose_ways(struct enumeration *e, int32_t t, const int8_t *state, int32_t station, const struct way **ways,
                               const int64_t *embodied)
{
    const struct mlg_network *n = e->n;
    while (n->way_first && station < n->station_count && (state[station] == 0 || !has_ways(n, station))) station++;
    if (!n->way_first || station == n->station_count) return solve_with(e, t, state, ways, embodied);
    long double best = none;
    bool any = false;
    for (int32_t w = n->way_first[station]; w < n->way_first[station + 1]; w++) {
        if (!way_serves(&n->ways[w], state)) continue;
        any = true;
        ways[station] = &n->ways[w];
        best = fminl(best, choose_ways(e, t, state, station + 1, ways, embodied));
    }
    ways[station] = NULL;
    return any ? best : choose_ways(e, t, state, station + 1, ways, embodied);
}

static long double solve_period(struct enumeration *e, int32_t t, const int8_t *state, const int64_t *embodied)
{
    const struct way *ways[TINY_SITES] = { NULL };
    return choose_ways(e, t, state, 0, ways, embodied);
}

/* -- paths -- */

static bool is_allowed(const struct enumeration *e, int32_t s)
{
    const struct mlg_network *n = e->n;
    for (int32_t t = 0; t < n->period_count; t++)
        if (!node_at(n, s, t, e->path[s][t])->allowed ||
            !arc_at(n, s, t, t ? e->path[s][t - 1] : n->site_today[s], e->path[s][t])->allowed)
            return false;
    return true;
}

/* What the states alone use of a limit; of one on flows only the arcs' part, as its nodes are in the program. */
static int64_t of_states(const struct enumeration *e, const struct common_row *r)
{
    const struct mlg_network *n = e->n;
    int64_t sum = 0;
    for (int32_t s = 0; s < n->site_count; s++)
        for (int32_t t = r->first; t <= r->period; t++) {
            const int8_t from = t ? e->path[s][t - 1] : (int8_t)n->site_today[s], to = e->path[s][t];
            sum += mlg__row_arc(n, r, t, arc_at(n, s, t, from, to));
            if (!r->on_flows) sum += mlg__row_node(n, r, s, t, to);
        }
    return sum;
}

static bool states_keep_limits(const struct enumeration *e, int64_t *embodied)
{
    const struct mlg_network *n = e->n;
    for (int32_t r = 0; r < n->common_count; r++) {
        embodied[r] = of_states(e, &n->commons[r]);
        const bool broken = n->commons[r].at_least ? embodied[r] < n->commons[r].limit : embodied[r] > n->commons[r].limit;
        if (!n->commons[r].on_flows && broken) return false;
    }
    return true;
}

static long double states_cost(const struct enumeration *e)
{
    const struct mlg_network *n = e->n;
    int128 cost = n->constant;
    for (int32_t s = 0; s < n->site_count; s++)
        for (int32_t t = 0; t < n->period_count; t++)
            cost += arc_at(n, s, t, t ? e->path[s][t - 1] : n->site_today[s], e->path[s][t])->cost +
                    year_grains(n, t, node_at(n, s, t, e->path[s][t])->year_micro);
    return (long double)cost;
}

static void price_paths(struct enumeration *e)
{
    const struct mlg_network *n = e->n;
    int64_t embodied[64];
    assert_true(n->common_count <= 64);
    if (!states_keep_limits(e, embodied)) return;
    const bool keeps = !embodied_counts(n);
    long double cost = states_cost(e);
    for (int32_t t = 0; t < n->period_count; t++) {
        int8_t state[TINY_SITES];
        int32_t choice = 0;
        if (!e->feasible_only && e->best.possible && cost >= e->best.grains) return; /* flows cost no less than nothing */
        for (int32_t s = 0; s < n->site_count; s++) state[s] = e->path[s][t], choice = STATES * choice + state[s];
        long double flows = keeps ? e->flows[t][choice] : unknown;
        if (flows == unknown) flows = e->flows[t][choice] = solve_period(e, t, state, embodied);
        if (flows == none) return;
        cost += flows;
    }
    if (e->best.possible && cost >= e->best.grains) return;
    e->best.possible = true;
    e->best.grains = cost;
    memcpy(e->best.path, e->path, sizeof e->path);
}

static void walk(struct enumeration *e, int32_t cell)
{
    const struct mlg_network *n = e->n;
    if (e->feasible_only && e->best.possible) return;
    if (cell == n->site_count * n->period_count) {
        price_paths(e);
        return;
    }
    const int32_t s = cell / n->period_count, t = cell % n->period_count;
    for (int8_t k = 0; k < n->site_states[s]; k++) {
        e->path[s][t] = k;
        if (t + 1 < n->period_count || is_allowed(e, s)) walk(e, cell + 1);
    }
}

struct enumerated mlg__enumerate(const struct mlg_network *n, bool feasible_only)
{
    static struct enumeration e;
    e = (struct enumeration) { .n = n, .feasible_only = feasible_only };
    for (int32_t t = 0; t < TINY_PERIODS; t++)
        for (int32_t i = 0; i < CHOICES; i++) e.flows[t][i] = unknown;
    walk(&e, 0);
    return e.best;
}

long double mlg__enumerated_slack(const struct mlg_network *n)
{
    int64_t dearest = 0;
    long double slack = 0;
    for (int32_t row = 0; row < n->row_count; row++) dearest = max64(dearest, n->pen_micro[row]);
    for (int32_t i = 0; i < n->lane_count; i++) dearest = max64(dearest, n->lanes[i].cost_micro);
    for (int32_t t = 0; t < n->period_count; t++)
        slack += (long double)(n->row_count + n->site_count) * (long double)dearest * (long double)flow_weight(n, t);
    return slack;
}

bool mlg__is_tiny(const struct mlg_network *n)
{
    int64_t paths = 1;
    if (n->site_count > TINY_SITES || n->period_count > TINY_PERIODS || n->row_count > TINY_ROWS) return false;
    for (int32_t s = 0; s < n->site_count; s++) {
        if (n->site_states[s] > STATES) return false;
        for (int32_t t = 0; t < n->period_count; t++) paths *= n->site_states[s];
    }
    return paths <= PATHS_MOST && n->row_count + n->lane_count <= LP_COLUMNS;
}
