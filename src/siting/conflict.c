/* conflict.c — phase 1. See conflict.h. */
#include "siting/conflict.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "model/units.h"
#include "siting/certify.h"

enum { WORK = 10000 };
static const double give_share = 10; /* what violating a limit wholly costs, in constants */
static const double repair_gap = 0.002;

struct finder {
    const struct mlg_network *n;
    const struct search_options *o;
    struct control *control;
    struct arena arena;         /* of what is kept */
    struct limit *limits;       /* [limit_count] */
    int32_t limit_count;
    bool *kept, *tried;         /* [limit] */
    int64_t constant;           /* quanta: what every plan of phase 1 costs */
    mlg_error *err;
};

/* -- limits -- */

static bool is_row_kind(enum row_kind kind) { return kind != ROW_CONFLICT && kind != ROW_UPPER; }

static bool may_not_close(const struct mlg_network *n, int32_t s)
{
    if (!n->scenario) return false;
    const struct site *a = &n->scenario->sites[n->site_id[s]];
    return n->site_today[s] > 0 && !a->decided_size && !(a->allowed & 1);
}

static bool is_decided(const struct mlg_network *n, int32_t s)
{
    return n->scenario && n->scenario->sites[n->site_id[s]].decided_size > 0;
}

/* Sites first: they are many, and mostly none of them matters. */
static mlg_status list_limits(struct finder *f)
{
    const struct mlg_network *n = f->n;
    const int32_t most = n->site_count * 2 + n->common_count + 1;
    int32_t set_told = -1;
    f->limits = arena_array(&f->arena, struct limit, most);
    f->kept = arena_array(&f->arena, bool, most);
    f->tried = arena_array(&f->arena, bool, most);
    if (f->arena.failed) return mlg__no_memory(f->err, "siting");
    for (int32_t s = 0; s < n->site_count; s++)
        if (may_not_close(n, s)) f->limits[f->limit_count++] = (struct limit) { LIMIT_STAYS, s };
    for (int32_t s = 0; s < n->site_count; s++)
        if (is_decided(n, s)) f->limits[f->limit_count++] = (struct limit) { LIMIT_DECIDED, s };
    if (n->fill_rows) f->limits[f->limit_count++] = (struct limit) { LIMIT_FILL, 0 };
    for (int32_t r = 0; r < n->common_count; r++)
        if (n->commons[r].kind == ROW_CONFLICT && n->commons[r].set > set_told)
            f->limits[f->limit_count++] = (struct limit) { LIMIT_SET, set_told = n->commons[r].set };
    for (int32_t r = 0; r < n->common_count; r++)
        if (is_row_kind(n->commons[r].kind)) f->limits[f->limit_count++] = (struct limit) { LIMIT_ROW, r };
    for (int32_t i = 0; i < f->limit_count; i++) f->kept[i] = true;
    return MLG_OK;
}

static bool limits_row(const struct limit *l, const struct mlg_network *n, int32_t r)
{
    if (l->kind == LIMIT_ROW) return l->at == r;
    return l->kind == LIMIT_SET && n->commons[r].kind == ROW_CONFLICT && n->commons[r].set == l->at;
}

/* The arrays that phase 1 and repairs change, copied into an arena of their own. */
static struct mlg_network *copy_network(const struct mlg_network *n)
{
    struct mlg_network *c = mlg__malloc(sizeof *c);
    if (!c) return NULL;
    *c = *n;
    c->arena = (struct arena) { 0 };
    const size_t nodes = (size_t)n->site_count * (size_t)n->period_count * (size_t)n->state_max;
    c->nodes = arena_array(&c->arena, struct node, nodes);
    c->arcs = arena_array(&c->arena, struct arc, nodes * (size_t)n->state_max);
    c->commons = arena_array(&c->arena, struct common_row, n->common_count);
    c->least_fill = arena_array(&c->arena, int64_t, (int64_t)n->site_count * n->state_max);
    if (c->arena.failed) {
        mlg__repaired_free(c);
        return NULL;
    }
    memcpy(c->nodes, n->nodes, sizeof *c->nodes * nodes);
    memcpy(c->arcs, n->arcs, sizeof *c->arcs * nodes * (size_t)n->state_max);
    memcpy(c->commons, n->commons, sizeof *c->commons * (size_t)n->common_count);
    memcpy(c->least_fill, n->least_fill, sizeof *c->least_fill * (size_t)n->site_count * (size_t)n->state_max);
    return c;
}

void mlg__repaired_free(struct mlg_network *repaired)
{
    if (!repaired) return;
    mlg__arena_free(&repaired->arena);
    mlg__free(repaired);
}

/* A row that nothing can break, at its place: callers count rows by number. */
static void drop_row(struct common_row *r)
{
    *r = (struct common_row) { .kind = ROW_CONFLICT, .first = r->first, .period = r->period, .set = MLG_NONE - 1, .limit = INT32_MAX };
}

/* -- the scenario as a repair would have it: shallow copies of what it changes -- */

static mlg_scenario *own_scenario(struct mlg_network *c)
{
    mlg_scenario *s = arena_array(&c->arena, mlg_scenario, 1);
    if (!s || !c->scenario) return NULL;
    *s = *c->scenario;
    c->scenario = s;
    return s;
}

#define COPY(c, s, field, count, type)                                            \
    do {                                                                          \
        type *copy_ = arena_array(&(c)->arena, type, count);                      \
        if (!copy_) return;                                                       \
        memcpy(copy_, (s)->field, sizeof *copy_ * (size_t)(count));               \
        (s)->field = copy_;                                                       \
    } while (0)

/* The budget over all periods, which stands after those of the periods. */
static bool is_total(const struct mlg_network *n, int32_t row)
{
    if (!n->scenario || n->scenario->budget_total_cents == INT64_MAX) return false;
    for (int32_t r = row + 1; r < n->common_count; r++)
        if (n->commons[r].kind == ROW_BUDGET) return false;
    return n->commons[row].kind == ROW_BUDGET;
}

static void unsay_row(struct mlg_network *c, mlg_scenario *s, int32_t row)
{
    const struct common_row *r = &c->commons[row];
    switch (r->kind) {
    case ROW_BUDGET:
        COPY(c, s, periods, s->period_count, struct period);
        if (is_total(c, row)) s->budget_total_cents = INT64_MAX;
        else s->periods[r->period].budget_cents = INT64_MAX;
        break;
    case ROW_CO2:
        COPY(c, s, co2_max_mg, s->period_count, int64_t);
        s->co2_max_mg[r->period] = INT64_MAX;
        break;
    case ROW_JOBS:
        COPY(c, s, job_floors, s->job_floor_count, struct job_floor);
        s->job_floors[r->set].at_least_milli = 0;
        break;
    case ROW_COVER:
        COPY(c, s, coverages, s->coverage_count, struct coverage);
        for (int32_t i = 0; i < s->coverage_count; i++)
            if (s->coverages[i].service == r->service && s->coverages[i].period == r->period) s->coverages[i].share = 0;
        break;
    case ROW_CONFLICT:
    case ROW_UPPER:
    case ROW_COUNT: break;
    }
}

static void unsay_limit(struct mlg_network *c, const struct limit *limit)
{
    mlg_scenario *s = own_scenario(c);
    if (!s) return;
    COPY(c, s, sites, s->site_count, struct site);
    COPY(c, s, sizes, s->size_count, struct size);
    switch (limit->kind) {
    case LIMIT_STAYS: s->sites[c->site_id[limit->at]].allowed |= 1; break;
    case LIMIT_DECIDED: s->sites[c->site_id[limit->at]].decided_size = 0; break;
    case LIMIT_FILL:
        for (int32_t k = 0; k < s->size_count; k++) s->sizes[k].min_fill = 0;
        break;
    case LIMIT_SET: {
        const char *set = NULL;
        for (int32_t i = 0; i < c->site_count; i++)
            if (c->site_set[i] == limit->at) set = s->sites[c->site_id[i]].conflict_set;
        for (int32_t i = 0; set && i < s->site_count; i++)
            if (s->sites[i].conflict_set && !strcmp(s->sites[i].conflict_set, set)) s->sites[i].conflict_set = "";
        break;
    }
    case LIMIT_ROW: unsay_row(c, s, limit->at); break;
    }
}

static int64_t service_volume(const struct mlg_network *n, const struct common_row *r)
{
    int64_t all = 0;
    for (int32_t row = 0; row < n->row_count; row++)
        if (n->row_service[row] == r->service) all += volume_at(n, row, r->period);
    return all;
}

static void say_limit(struct mlg_network *c, int32_t row, int64_t more)
{
    const struct common_row *r = &c->commons[row];
    mlg_scenario *s = own_scenario(c);
    if (!s) return;
    switch (r->kind) {
    case ROW_BUDGET:
        COPY(c, s, periods, s->period_count, struct period);
        if (is_total(c, row)) s->budget_total_cents += more;
        else s->periods[r->period].budget_cents += more;
        break;
    case ROW_CO2:
        COPY(c, s, co2_max_mg, s->period_count, int64_t);
        s->co2_max_mg[r->period] += more / 1000;
        break;
    case ROW_JOBS:
        COPY(c, s, job_floors, s->job_floor_count, struct job_floor);
        s->job_floors[r->set].at_least_milli += more / 1000000;
        break;
    case ROW_COVER:
        COPY(c, s, coverages, s->coverage_count, struct coverage);
        for (int32_t i = 0; i < s->coverage_count; i++)
            if (s->coverages[i].service == r->service && s->coverages[i].period == r->period)
                s->coverages[i].share = fmin(s->coverages[i].share, (double)r->limit / (double)service_volume(c, r));
        break;
    case ROW_CONFLICT:
    case ROW_UPPER:
    case ROW_COUNT: break;
    }
}

static int64_t floor_to(int64_t value, int64_t step) { return value - ((value % step) + step) % step; }

/* Looser, to what a file says in round figures. Budgets and CO2 limits: what fixed sites use was taken off. */
static int64_t rounded_limit(const struct mlg_network *n, int32_t row, int64_t limit)
{
    const struct common_row *r = &n->commons[row];
    const int64_t more = limit - r->limit;
    switch (r->kind) {
    case ROW_BUDGET: return r->limit - floor_to(-more, 100);
    case ROW_CO2: return r->limit - floor_to(-more, INT64_C(100000000) * 1000);
    case ROW_JOBS: return r->limit + floor_to(more, INT64_C(1000000000));
    case ROW_COVER: {
        const double all = (double)service_volume(n, r);
        return (int64_t)ceil(floor(1e4 * (double)limit / all) / 1e4 * all);
    }
    case ROW_CONFLICT:
    case ROW_UPPER:
    case ROW_COUNT: break;
    }
    return limit;
}

/* -- networks with other limits -- */

/* The site may do what it might without the restriction: changes of state once more from their definition. */
static void free_site(struct mlg_network *c, int32_t site)
{
    const mlg_scenario *s = c->scenario;
    for (int32_t t = 0; t < c->period_count; t++)
        for (int32_t k = 0; k < c->site_states[site]; k++) {
            c->nodes[node_index(c, site, t, k)].allowed = true;
            for (int32_t from = 0; from < c->site_states[site]; from++) {
                struct arc *arc = &c->arcs[(int64_t)node_index(c, site, t, k) * c->state_max + from];
                const struct transition change = mlg__site_transition(s, c->site_id[site], from, k, t, &c->site_options);
                if (arc->allowed || !change.allowed) continue;
                const int64_t embodied_mg = c->site_options.embodied_counts ? change.embodied_mg : 0;
                const int128 capital = (int128)change.capital_cents * MLG_MICRO_PER_CENT + mlg__co2_micro(s, embodied_mg);
                const int128 left = (int128)change.residual_cents * MLG_MICRO_PER_CENT;
                *arc = (struct arc) { .allowed = true, .capital_cents = change.capital_cents, .embodied_mg = embodied_mg,
                                      .cost = (capital * c->weights[t].capital_q30 - left * c->weights[t].end_q30) * MLG_MILLI };
            }
        }
}

static void drop_limit(struct mlg_network *c, const struct limit *limit)
{
    unsay_limit(c, limit);
    if (c->arena.failed) return;
    switch (limit->kind) {
    case LIMIT_STAYS:
    case LIMIT_DECIDED: free_site(c, limit->at); break;
    case LIMIT_FILL:
        memset(c->least_fill, 0, sizeof *c->least_fill * (size_t)c->site_count * (size_t)c->state_max);
        c->fill_rows = false;
        break;
    case LIMIT_ROW:
    case LIMIT_SET:
        for (int32_t r = 0; r < c->common_count; r++)
            if (limits_row(limit, c, r)) drop_row(&c->commons[r]);
    }
    c->flow_rows = false;
    for (int32_t r = 0; r < c->common_count; r++) c->flow_rows |= c->commons[r].on_flows;
}

/* Budgets that a larger one of the same period would raise too: cumulated ones after it. Those over all follow no period. */
static bool rises_with(const struct mlg_network *n, int32_t row, int32_t other)
{
    const struct common_row *a = &n->commons[row], *b = &n->commons[other];
    if (row == other) return true;
    if (a->kind != ROW_BUDGET || b->kind != ROW_BUDGET || is_total(n, row) || is_total(n, other)) return false;
    return a->first == 0 && b->first == 0 && b->period > a->period;
}

mlg_status mlg__repaired_network(const struct mlg_network *n, const struct limit *limit, const struct repair *repair,
                                 struct mlg_network **repaired, mlg_error *err)
{
    struct mlg_network *c = *repaired = copy_network(n);
    if (!c) return mlg__no_memory(err, "siting");
    if (repair && limit->kind == LIMIT_ROW) {
        const int64_t more = repair->limit - n->commons[limit->at].limit;
        for (int32_t r = 0; r < n->common_count; r++)
            if (rises_with(n, limit->at, r)) c->commons[r].limit += more;
        say_limit(c, limit->at, more);
    } else {
        drop_limit(c, limit);
    }
    if (!c->arena.failed) return MLG_OK;
    mlg__repaired_free(c);
    *repaired = NULL;
    return mlg__no_memory(err, "siting");
}

/* No costs but the constant. */
static void take_costs_off(struct mlg_network *c, int64_t constant)
{
    const size_t nodes = (size_t)c->site_count * (size_t)c->period_count * (size_t)c->state_max;
    const size_t cells = (size_t)c->row_count * (size_t)c->period_count, lanes = (size_t)c->lane_count;
    struct lane *by_row = arena_array(&c->arena, struct lane, lanes), *by_site = arena_array(&c->arena, struct lane, lanes);
    int32_t *in = arena_array(&c->arena, int32_t, cells), *out = arena_array(&c->arena, int32_t, cells);
    const int32_t way_count = c->way_first ? c->way_first[c->station_count] : 0;
    struct way *ways = arena_array(&c->arena, struct way, way_count);
    c->pen_micro = arena_array(&c->arena, int64_t, c->row_count);
    int64_t *least = arena_array(&c->arena, int64_t, (int64_t)c->station_count * c->period_count);
    if (c->arena.failed) return;
    if (way_count > 0) memcpy(ways, c->ways, sizeof *ways * (size_t)way_count);
    for (size_t i = 0; i < lanes; i++) {
        by_row[i] = c->lanes[i], by_site[i] = c->site_lanes[i];
        by_row[i].cost_micro = by_site[i].cost_micro = 0;
    }
    for (size_t i = 0; i < cells; i++) {
        in[i] = c->cbar_in[i] == CBAR_NONE ? CBAR_NONE : 0;
        out[i] = c->cbar_out[i] == CBAR_NONE ? CBAR_NONE : 0;
    }
    for (size_t i = 0; i < nodes; i++) c->nodes[i].year_micro = c->nodes[i].unit_micro = 0;
    for (size_t i = 0; i < nodes * (size_t)c->state_max; i++) c->arcs[i].cost = 0;
    for (int32_t i = 0; i < way_count; i++) ways[i].haul_micro = 0;
    c->ways = ways, c->way_least_micro = least;
    c->lanes = by_row, c->site_lanes = by_site, c->cbar_in = in, c->cbar_out = out;
    c->constant = constant * GRAINS_PER_QUANTUM;
}

/* Phase 1 without the limits that are not kept, and without `without` (MLG_NONE: with all kept). */
static struct mlg_network *phase_one(const struct finder *f, int32_t first, int32_t end)
{
    struct mlg_network *c = copy_network(f->n);
    if (!c) return NULL;
    for (int32_t i = 0; i < f->limit_count; i++)
        if (!f->kept[i] || (first <= i && i < end)) drop_limit(c, &f->limits[i]);
    take_costs_off(c, f->constant);
    if (!c->arena.failed) return c;
    mlg__repaired_free(c);
    return NULL;
}

/* What counts as violating a row wholly, in its units: the limit, or for a limit near zero a part of all that could be. */
static double row_size(const struct mlg_network *n, const struct common_row *r)
{
    double most = 0;
    for (int32_t s = 0; s < n->site_count; s++)
        for (int32_t t = r->first; t <= r->period; t++)
            for (int32_t k = 0; k < n->site_states[s]; k++) {
                most += (double)mlg__row_node(n, r, s, t, k);
                for (int32_t from = 0; from < n->site_states[s]; from++)
                    if (arc_at(n, s, t, from, k)->allowed) most += (double)mlg__row_arc(n, r, t, arc_at(n, s, t, from, k));
            }
    return fmax(1, fmax(fabs((double)r->limit), 0.01 * most));
}

/* Grains for one of the row's units. */
static int128 price_of_violation(const struct finder *f, const struct common_row *r)
{
    return (int128)(give_share * (double)f->constant / row_size(f->n, r) * (double)GRAINS_PER_QUANTUM) + 1;
}

/* -- searches -- */

/* What phase 1 counts is no cost of a plan: the caller is not told of it. */
static mlg_flow still_wanted(const mlg_progress *p, void *user)
{
    const struct control *asked = user;
    mlg_progress told = *p;
    told.phase = "conflict";
    told.cost = told.bound = NAN;
    told.open_site_count = 0;
    return asked->tell(&told, asked->user);
}

static mlg_status search(struct finder *f, const struct mlg_network *c, struct search_options o, struct search **found)
{
    struct control control = *f->control; /* its own work, the deadline and the caller of all */
    if (control.iteration_limit == 0 || control.iteration_limit > WORK) control.iteration_limit = WORK;
    control.late_s = control.end_s;
    if (control.tell) control.tell = still_wanted, control.user = f->control;
    o.threads = f->o->threads, o.seed = f->o->seed;
    const mlg_status status = mlg__search(c, &o, &control, NULL, found, f->err);
    f->control->told_s = control.told_s;
    if (control.stopped && (control.stopped_by == MLG_BY_TIME || control.stopped_by == MLG_BY_CALLER)) {
        f->control->stopped = true;
        f->control->stopped_by = control.stopped_by;
    }
    return status;
}

enum answer { UNDECIDED, POSSIBLE, IMPOSSIBLE };

/* Is there a plan without the limits first..end-1? keep: its search, given where there is one. */
static mlg_status ask(struct finder *f, int32_t first, int32_t end, enum answer *answer, struct search **keep)
{
    struct search *x = NULL;
    *answer = UNDECIDED;
    if (f->control->stopped) return MLG_OK;
    struct mlg_network *c = phase_one(f, first, end);
    if (!c) return mlg__no_memory(f->err, "siting");
    for (int32_t r = 0; r < c->common_count; r++) c->commons[r].give = price_of_violation(f, &c->commons[r]);
    const mlg_status status = search(f, c, (struct search_options) { .target = f->constant }, &x);
    if (!status && x->found && mlg__quanta_up(x->cost) <= f->constant) *answer = POSSIBLE;
    else if (!status && x->bound > f->constant) *answer = IMPOSSIBLE;
    mlg__repaired_free(c);
    if (keep && *answer == POSSIBLE) *keep = x;
    else mlg__siting_search_free(x);
    return status;
}

/* -- the least set -- */

/* Drop all of first..end-1 if the rest is still proved contradictory; else halves of it. */
static mlg_status shrink(struct finder *f, int32_t first, int32_t end)
{
    bool any = false;
    enum answer answer;
    for (int32_t i = first; i < end; i++) any |= f->kept[i];
    if (!any) return MLG_OK;
    MLG_TRY(ask(f, first, end, &answer, NULL));
    if (answer == IMPOSSIBLE) {
        for (int32_t i = first; i < end; i++) f->kept[i] = false;
        return MLG_OK;
    }
    if (end - first == 1) {
        f->tried[first] = answer == POSSIBLE;
        return MLG_OK;
    }
    const int32_t middle = first + (end - first) / 2;
    MLG_TRY(shrink(f, first, middle));
    return shrink(f, middle, end);
}

/* Sites, then the rest in halves: depth is log2 of the number of limits. */
static mlg_status least_set(struct finder *f, struct conflict *c)
{
    int32_t sites = 0;
    while (sites < f->limit_count && (f->limits[sites].kind == LIMIT_STAYS || f->limits[sites].kind == LIMIT_DECIDED)) sites++;
    for (int32_t i = 0; i < f->limit_count; i++) f->tried[i] = false;
    if (sites > 0) MLG_TRY(shrink(f, 0, sites));
    if (sites < f->limit_count) MLG_TRY(shrink(f, sites, f->limit_count));
    c->limits = arena_array(&f->arena, struct limit, f->limit_count);
    c->repairs = arena_array(&f->arena, struct repair, f->limit_count);
    if (f->arena.failed) return mlg__no_memory(f->err, "siting");
    c->least = true;
    for (int32_t i = 0; i < f->limit_count; i++) {
        if (!f->kept[i]) continue;
        c->limits[c->count++] = f->limits[i];
        c->least &= f->tried[i];
    }
    return MLG_OK;
}

/* -- repairs -- */

static int32_t find_limit(const struct finder *f, const struct limit *l)
{
    int32_t i = 0;
    while (f->limits[i].kind != l->kind || f->limits[i].at != l->at) i++;
    return i;
}

/* The row alone gives, at a price. */
static mlg_status repair_row(struct finder *f, int32_t row, struct repair *repair)
{
    const struct mlg_network *n = f->n;
    struct mlg_network *c = phase_one(f, 0, 0);
    struct search *x = NULL;
    mlg_status status = c ? MLG_OK : mlg__no_memory(f->err, "siting");
    for (int32_t r = 0; !status && r < n->common_count; r++)
        if (rises_with(n, row, r))
            c->commons[r].give = price_of_violation(f, &n->commons[r]);
    if (!status) status = search(f, c, (struct search_options) { .gap = repair_gap }, &x);
    if (!status && x->found) {
        const bool at_least = n->commons[row].at_least;
        int128 more = 0;
        for (int32_t r = 0; r < n->common_count; r++) {
            if (!rises_with(n, row, r)) continue;
            const int128 over = at_least ? c->commons[r].limit - x->activity[r] : x->activity[r] - c->commons[r].limit;
            if (over > more) more = over;
        }
        repair->limit = rounded_limit(n, row, (int64_t)(n->commons[row].limit + (at_least ? -more : more)));
        repair->kind = REPAIR_ENOUGH;
        repair->search = x, x = NULL;
    }
    mlg__siting_search_free(x);
    mlg__repaired_free(c);
    return status;
}

/* Others that cannot all hold either make it no repair. */
static mlg_status repair(struct finder *f, const struct limit *l, struct repair *repair)
{
    const int32_t at = find_limit(f, l);
    enum answer answer;
    struct search *x = NULL;
    if (f->control->stopped) return MLG_OK;
    MLG_TRY(ask(f, at, at + 1, &answer, &x));
    if (answer == IMPOSSIBLE) repair->kind = REPAIR_NEVER;
    mlg_status status = MLG_OK;
    if (l->kind == LIMIT_ROW && answer != IMPOSSIBLE && !f->control->stopped) status = repair_row(f, l->at, repair);
    else if (answer == POSSIBLE && l->kind != LIMIT_ROW) repair->kind = REPAIR_ENOUGH, repair->search = x, x = NULL;
    mlg__siting_search_free(x);
    return status;
}

/* Each member of each set alone, while one member of every other set is out of the way: all of them. */
static mlg_status find_repairs(struct finder *f, struct conflicts *found)
{
    for (int32_t i = 0; i < found->count; i++) {
        for (int32_t l = 0; l < f->limit_count; l++) f->kept[l] = true;
        for (int32_t j = 0; j < found->count; j++)
            for (int32_t m = 0; j != i && m < found->list[j].count; m++)
                f->kept[find_limit(f, &found->list[j].limits[m])] = false;
        for (int32_t m = 0; m < found->list[i].count; m++)
            MLG_TRY(repair(f, &found->list[i].limits[m], &found->list[i].repairs[m]));
    }
    return MLG_OK;
}

/* -- all of it -- */

/* About a euro for every unit: of the order of an ordinary model, so that the dual's steps and roundings fit. */
static int64_t plan_constant(const struct mlg_network *n)
{
    double units = 0;
    for (int32_t t = 0; t < n->period_count; t++)
        units += (double)mlg__period_load(n, t) * (double)flow_weight(n, t) / (double)GRAINS_PER_QUANTUM;
    return (int64_t)fmin(1e15, fmax(1e9, 1e6 * units));
}

static mlg_status find_sets(struct finder *f, struct conflicts *found)
{
    bool *out = arena_array(&f->arena, bool, f->limit_count); /* in a set that is found already */
    if (!out) return mlg__no_memory(f->err, "siting");
    while (found->count < CONFLICTS_MAX) {
        enum answer answer;
        for (int32_t i = 0; i < f->limit_count; i++) f->kept[i] = !out[i];
        MLG_TRY(ask(f, 0, 0, &answer, found->count == 0 ? &found->plan : NULL));
        if (answer != IMPOSSIBLE) return MLG_OK;
        MLG_TRY(least_set(f, &found->list[found->count]));
        if (found->list[found->count].count == 0) return MLG_OK; /* no limit, and no plan: what sites may be contradicts itself */
        found->count++;
        for (int32_t i = 0; i < f->limit_count; i++) out[i] |= f->kept[i];
    }
    return MLG_OK;
}

mlg_status mlg__find_conflicts(const struct mlg_network *n, const struct search_options *o, struct control *control,
                               struct conflicts **found, mlg_error *err)
{
    struct finder f = { .n = n, .o = o, .control = control, .constant = plan_constant(n), .err = err };
    struct conflicts *c = *found = mlg__malloc(sizeof *c);
    if (!c) return mlg__no_memory(err, "siting");
    mlg_status status = list_limits(&f);
    if (!status) status = find_sets(&f, c);
    if (!status) status = find_repairs(&f, c);
    c->arena = f.arena;
    if (status) {
        mlg__conflicts_free(c);
        *found = NULL;
    }
    return status;
}

void mlg__conflicts_free(struct conflicts *c)
{
    if (!c) return;
    for (int32_t i = 0; i < c->count; i++)
        for (int32_t m = 0; m < c->list[i].count; m++) mlg__siting_search_free(c->list[i].repairs[m].search);
    mlg__siting_search_free(c->plan);
    mlg__arena_free(&c->arena);
    mlg__free(c);
}
