/* front.c — plans between cheap, clean and fast. See front.h.
 *
 * The network gets two more common rows: CO2 of the horizon, and units of the horizon that arrive inside their promise. One of
 * them is a limit that moves, the other binds nothing. A limit enters the bound linearly: with prices p the certificate at
 * limit zero is A, and every plan, whatever it emits, costs at least A - p x emitted. So each price vector that is ever
 * certified gives a line, and the largest line is an envelope of the whole front.
 *
 * The cheapest plan is given. The far end of a curve is sought at a price that outweighs money. Then the widest gap between
 * envelope and plans is halved by a new limit, until there are steps enough. A step starts from the prices of the nearest limit
 * and from the plans on both sides. Every design that is met anywhere and keeps the scenario's own limits is
 * remembered with its three figures, unless another is better in all; the points are chosen among these at the end. */
#include "siting/front.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/options.h"
#include "model/units.h"
#include "siting/driver.h"
#include "siting/round.h"
#include "siting/solve.h"

enum { UNSERVED_PARTS = 1000 };              /* a remote place may stay unserved: this part of all units */
#define CO2_MOST INT64_C(4000000000000000000) /* row units; beyond, figures leave 63 bits */
/* At the far end one percent less CO2 may cost 0.2 percent more, one percent more in time one percent more. */
static const double end_weight[FRONT_CURVES] = { [FRONT_CO2] = 0.2, [FRONT_SPEED] = 1 };
static const double end_rooms[] = { 0.02, 0.95, 0.8, 0.5 }; /* of the range: how far from the far end a plan is sought */
static const double unknown_share = 0.25;      /* of the far end's price, where no plan is known beyond a limit */
static const double ascent_share = 0.4;       /* of a step's time */

/* Prices at a limit that was certified: where later steps start. */
struct priced_limit { enum front_curve curve; int64_t limit; double *w, *row; };

struct builder {
    struct front_search *f;
    const struct front_request *q;
    const struct search *start;
    struct control *control, part; /* of the whole, of one step */
    struct search_options options;
    struct search found;
    struct driver x;
    int32_t row[FRONT_CURVES];
    int64_t free_limit[FRONT_CURVES]; /* badness that no plan passes */
    int64_t all_units;               /* of the row of speed */
    int64_t unserved_most;           /* what the plan leaves and a little more: nobody gets clean by leaving many */
    int32_t met_cap, line_cap, tried_count;
    struct priced_limit *tried;
    bool failed;                     /* memory, inside a callback */
};

/* -- the two rows -- */

static const struct common_row *row_of(const struct builder *b, enum front_curve c) { return &b->f->view.commons[b->row[c]]; }

/* More is worse on both curves. */
static int64_t limit_of(enum front_curve c, int64_t badness) { return c == FRONT_CO2 ? badness : -badness; }

static void set_limit(struct builder *b, enum front_curve c, int64_t badness)
{
    b->f->view.commons[b->row[c]].limit = limit_of(c, badness);
}

static void free_limits(struct builder *b)
{
    for (int c = 0; c < FRONT_CURVES; c++) set_limit(b, (enum front_curve)c, b->free_limit[c]);
}

static void add_rows(struct builder *b, const struct mlg_network *n, struct common_row *rows)
{
    struct mlg_network *v = &b->f->view;
    *v = *n;
    if (n->common_count > 0) memcpy(rows, n->commons, sizeof *rows * (size_t)n->common_count);
    v->commons = rows;
    memcpy(v->years, b->q->years, sizeof *v->years * (size_t)n->period_count);
    v->flow_rows = true;
    const struct common_row over_all = { .horizon = true, .on_flows = true, .first = 0, .period = n->period_count - 1,
                                         .service = MLG_NONE, .set = MLG_NONE };
    for (int c = 0; c < FRONT_CURVES; c++) {
        b->row[c] = v->common_count;
        rows[v->common_count++] = over_all;
    }
    rows[b->row[FRONT_CO2]].kind = ROW_CO2;
    rows[b->row[FRONT_SPEED]].kind = ROW_COVER;
    rows[b->row[FRONT_SPEED]].at_least = true;
    for (int32_t t = 0; t < n->period_count; t++) b->all_units += mlg__period_load(n, t) * v->years[t];
}

/* -- plans met -- */

static int64_t unserved_units(const struct builder *b)
{
    const struct mlg_network *v = &b->f->view;
    int64_t units = 0;
    for (int32_t t = 0; t < v->period_count; t++) units += b->x.design->periods[t]->load[v->site_count] * v->years[t];
    return units;
}

static bool keeps_own_limits(const struct builder *b, const struct score *score)
{
    const struct mlg_network *v = &b->f->view;
    if (score->lacking > 0 || unserved_units(b) > b->unserved_most) return false;
    for (int32_t r = 0; r < b->row[0]; r++) {
        const int128 over = mlg__design_activity(b->x.design, &v->commons[r]) - v->commons[r].limit;
        if ((v->commons[r].at_least ? -over : over) > 0) return false;
    }
    return true;
}

/* At least as good in all three. */
static bool as_good(const struct front_met *a, const struct front_met *b)
{
    return a->cost <= b->cost && a->badness[0] <= b->badness[0] && a->badness[1] <= b->badness[1];
}

static void remember(void *user, const struct score *score)
{
    struct builder *b = user;
    struct front_search *f = b->f;
    const struct mlg_network *v = &f->view;
    struct front_met met = { .cost = score->cost };
    if (!keeps_own_limits(b, score)) return;
    for (int c = 0; c < FRONT_CURVES; c++)
        met.badness[c] = (int64_t)mlg__design_activity(b->x.design, row_of(b, (enum front_curve)c)) *
                         (c == FRONT_CO2 ? 1 : -1);
    for (int32_t i = 0; i < f->met_count; i++)
        if (as_good(&f->met[i], &met)) return;
    const size_t paths = (size_t)v->site_count * (size_t)v->period_count;
    met.path = arena_array(&f->arena, int8_t, paths);
    met.price = arena_array(&f->arena, double, v->common_count);
    met.activity = arena_array(&f->arena, int128, v->common_count);
    struct front_met *grown = mlg__grow(f->met, &b->met_cap, f->met_count + 1, sizeof *grown);
    if (grown) f->met = grown;
    if (!grown || f->arena.failed) {
        b->failed = true;
        return;
    }
    memcpy(met.path, b->x.design->path, paths);
    memcpy(met.price, b->x.design->row_price, sizeof *met.price * (size_t)v->common_count);
    for (int32_t r = 0; r < v->common_count; r++) met.activity[r] = mlg__design_activity(b->x.design, &v->commons[r]);
    int32_t kept = 0;
    for (int32_t i = 0; i < f->met_count; i++)
        if (!as_good(&met, &f->met[i])) f->met[kept++] = f->met[i];
    f->met[kept++] = met;
    f->met_count = kept;
}

static double quanta(int128 grains) { return (double)grains / (double)GRAINS_PER_QUANTUM; }

/* The cheapest plan with at most this badness; NULL: none. */
static const struct front_met *cheapest_within(const struct front_search *f, enum front_curve c, int64_t badness)
{
    const struct front_met *best = NULL;
    for (int32_t i = 0; i < f->met_count; i++)
        if (f->met[i].badness[c] <= badness && (!best || f->met[i].cost < best->cost)) best = &f->met[i];
    return best;
}

/* The plan that misses the limit least: cheaper than what keeps it. NULL: all keep it. */
static const struct front_met *next_beyond(const struct front_search *f, enum front_curve c, int64_t badness)
{
    const struct front_met *best = NULL;
    for (int32_t i = 0; i < f->met_count; i++) {
        const struct front_met *met = &f->met[i];
        if (met->badness[c] <= badness) continue;
        if (!best || met->badness[c] < best->badness[c] || (met->badness[c] == best->badness[c] && met->cost < best->cost))
            best = met;
    }
    return best;
}

/* -- lines -- */

static double units_per_tonne(void) { return (double)MLG_MG_PER_TONNE * (double)MLG_MILLI; }

/* The line of the curve at a badness in row units, in quanta: for choosing only. */
static double line_at(const struct builder *b, const struct front_line *line, enum front_curve c, double badness)
{
    if (c == FRONT_CO2)
        return line->within_per_unit > 0 ? -INFINITY
                                         : (double)line->cost - (double)line->co2_per_t *
                                               (badness / units_per_tonne() + (double)b->q->fixed_co2_mg / (double)MLG_MG_PER_TONNE);
    return line->co2_per_t > 0 ? -INFINITY
                               : (double)line->cost - (double)line->within_per_unit * badness * b->f->view.working_days / (double)MLG_MILLI;
}

static double envelope_at(const struct builder *b, enum front_curve c, double badness)
{
    double most = -INFINITY;
    for (int32_t i = 0; i < b->f->line_count; i++) most = fmax(most, line_at(b, &b->f->lines[i], c, badness));
    return most;
}

/* The account rounds CO2 of sites, flows and chains to whole mg a year, the limit does not: that much may be missing in it. */
static int64_t rounding_mg(const struct builder *b)
{
    const struct mlg_network *v = &b->f->view;
    int64_t years = 0;
    for (int32_t t = 0; t < v->period_count; t++) years += v->years[t];
    const int64_t sites = v->scenario ? v->scenario->site_count : v->site_count;
    return years * (sites + CO2_SCOPE_COUNT);
}

static bool put_line(struct builder *b, struct front_line line)
{
    struct front_line *grown = mlg__grow(b->f->lines, &b->line_cap, b->f->line_count + 1, sizeof *grown);
    if (!grown) return false;
    b->f->lines = grown;
    grown[b->f->line_count++] = line;
    return true;
}

/* With both limits at zero, the certificate is the line's height. Slopes are rounded to whole quanta towards the safe side: more
 * for CO2, less for what arrives in time; one quantum further covers the rounding of prices inside the certificate. */
static mlg_status certify(struct builder *b, mlg_error *err)
{
    const double *price = b->x.dual->best.row;
    struct certificate c = { 0 };
    for (int k = 0; k < FRONT_CURVES; k++) set_limit(b, (enum front_curve)k, 0);
    const mlg_status status = mlg__certify(&b->f->view, &b->x.dual->best, NULL, b->q->threads, &c, err);
    if (status) return status;
    const double co2 = price[b->row[FRONT_CO2]] * units_per_tonne();
    const double within = price[b->row[FRONT_SPEED]] * (double)MLG_MILLI / b->f->view.working_days;
    if (c.bound > INT64_MAX / 2 || co2 > 1e18 || within > 1e18) return MLG_OK; /* steeper than any price that matters */
    struct front_line line = {
        .cost = c.bound, .co2_per_t = co2 > 0 ? (int64_t)co2 + 1 : 0,
        .within_per_unit = within > 1 ? (int64_t)within - 1 : 0,
    };
    /* A tonne of the line counts what is fixed too; the certificate's did not. */
    const int128 fixed = (int128)line.co2_per_t * (b->q->fixed_co2_mg - rounding_mg(b));
    line.cost += (int64_t)(fixed / MLG_MG_PER_TONNE) - (fixed % MLG_MG_PER_TONNE < 0);
    return put_line(b, line) ? MLG_OK : mlg__no_memory(err, "front");
}

/* -- one step -- */

static bool out_of_time(struct builder *b)
{
    if (mlg__control_check(b->control, false)) b->f->cut_short = true;
    return b->f->cut_short;
}

/* An equal part of the time left, for one step of those left. */
static void start_part(struct builder *b, int32_t steps_left)
{
    b->part = *b->control;
    b->part.end_s = mlg__control_part(b->control, 1.0 / (steps_left > 1 ? steps_left : 1));
    b->part.late_s = b->part.end_s;
    b->part.iteration_limit = 0;
    b->x.control = &b->part;
    b->found.found = false;
}

static void end_part(struct builder *b)
{
    b->control->told_s = b->part.told_s;
    if (b->part.stopped && b->part.stopped_by == MLG_BY_CALLER)
        b->control->stopped = true, b->control->stopped_by = MLG_BY_CALLER;
}

static const struct priced_limit *nearest_prices(const struct builder *b, enum front_curve c, int64_t limit)
{
    const struct priced_limit *best = NULL;
    double nearest = INFINITY;
    for (int32_t i = 0; i < b->tried_count; i++) {
        const double distance = fabs((double)b->tried[i].limit - (double)limit);
        if (b->tried[i].curve == c && distance < nearest) nearest = distance, best = &b->tried[i];
    }
    return best;
}

/* What a percent of the badness would weigh if it cost a percent of the money. */
static double end_price(const struct builder *b, enum front_curve c)
{
    const struct front_met *first = &b->f->met[0];
    const double whole = c == FRONT_CO2 ? (double)first->badness[c] : (double)b->all_units;
    return end_weight[c] * fabs(quanta(first->cost)) / fmax(1, whole);
}

/* Prices of the nearest limit, and for this one what the plans on both sides of it say a unit costs; where nothing is known
 * beyond it, a part of what it costs at the far end. */
static void load_prices(struct builder *b, enum front_curve c, int64_t limit)
{
    const struct mlg_network *v = &b->f->view;
    const struct priced_limit *from = nearest_prices(b, c, limit);
    const struct front_met *above = cheapest_within(b->f, c, limit), *below = next_beyond(b->f, c, limit);
    struct dual *d = b->x.dual;
    memcpy(d->best.w, from ? from->w : b->start->prices.w, sizeof *d->best.w * (size_t)price_cells(v));
    memset(d->best.row, 0, sizeof *d->best.row * (size_t)v->common_count);
    memcpy(d->best.row, from ? from->row : b->start->prices.row,
           sizeof *d->best.row * (size_t)(from ? v->common_count : b->row[0]));
    if (above && below && above->cost > below->cost)
        d->best.row[b->row[c]] = quanta(above->cost - below->cost) / (double)(below->badness[c] - above->badness[c]);
    else if (!above)
        d->best.row[b->row[c]] = fmax(d->best.row[b->row[c]], unknown_share * end_price(b, c));
    mlg__dual_restart(d);
}

static bool keep_prices(struct builder *b, enum front_curve c, int64_t limit)
{
    const struct mlg_network *v = &b->f->view;
    const size_t cells = (size_t)price_cells(v);
    struct priced_limit *p = &b->tried[b->tried_count];
    *p = (struct priced_limit) { .curve = c, .limit = limit, .w = arena_array(&b->f->arena, double, cells),
                                 .row = arena_array(&b->f->arena, double, v->common_count) };
    if (b->f->arena.failed) return false;
    memcpy(p->w, b->x.dual->best.w, sizeof *p->w * cells);
    memcpy(p->row, b->x.dual->best.row, sizeof *p->row * (size_t)v->common_count);
    b->tried_count++;
    return true;
}

/* A plan at this limit from a known one; met NULL: from what the prices choose. */
static mlg_status improve_from(struct builder *b, const struct front_met *met, mlg_error *err)
{
    double *price = b->x.activity; /* scratch until an attempt is kept */
    if (b->part.stopped) return MLG_OK;
    memcpy(price, b->x.dual->best.row, sizeof *price * (size_t)b->f->view.common_count);
    if (met) {
        for (int32_t r = 0; r < b->row[0]; r++) price[r] = fmax(price[r], met->price[r]); /* the scenario's limits were kept so */
        mlg__design_take(b->x.design, met->path);
    } else {
        MLG_TRY(mlg__round_design(b->x.dual, false, false, b->x.design, err));
    }
    mlg__finish_design(&b->x, price, EFFORT_FULL);
    return b->failed || mlg__design_failed(b->x.design) ? mlg__no_memory(err, "front") : MLG_OK;
}

/* Prices and plans at one limit. */
static mlg_status step(struct builder *b, enum front_curve c, int64_t limit, int32_t steps_left, mlg_error *err)
{
    struct dual *d = b->x.dual;
    start_part(b, steps_left);
    free_limits(b);
    set_limit(b, c, limit);
    load_prices(b, c, limit);
    const double end_s = mlg__control_part(&b->part, ascent_share);
    for (int64_t i = 0; i < b->q->step_iterations && !mlg__control_check(&b->part, false); i++) {
        if (isfinite(end_s) && mlg__now_s() > end_s) break;
        const struct front_met *best = cheapest_within(b->f, c, limit);
        mlg__dual_iterate(d, best ? quanta(best->cost) : INFINITY);
    }
    if (!keep_prices(b, c, limit)) return mlg__no_memory(err, "front");
    MLG_TRY(certify(b, err));
    free_limits(b);
    set_limit(b, c, limit);
    const struct front_met *beyond = next_beyond(b->f, c, limit), *within = cheapest_within(b->f, c, limit);
    const struct front_met copy[] = { beyond ? *beyond : *within, within ? *within : *beyond }; /* the list moves when plans are met */
    mlg_status status = improve_from(b, &copy[0], err);
    if (!status && beyond && within) status = improve_from(b, &copy[1], err);
    if (!status) status = improve_from(b, NULL, err);
    end_part(b);
    return status;
}

/* -- the ends -- */

/* The scenario's own plan at its own prices. */
static mlg_status meet_cheapest(struct builder *b, mlg_error *err)
{
    free_limits(b);
    mlg__design_take(b->x.design, b->start->path);
    memcpy(b->x.design->row_price, b->start->flow_price, sizeof *b->start->flow_price * (size_t)b->row[0]);
    mlg__design_start(b->x.design, NULL);
    if (mlg__design_failed(b->x.design)) return mlg__no_memory(err, "front");
    const struct score score = mlg__design_score(b->x.design);
    b->unserved_most = unserved_units(b) + b->all_units / UNSERVED_PARTS;
    remember(b, &score);
    return b->failed ? mlg__no_memory(err, "front") : MLG_OK;
}

/* Far along the curve: everything is weighed by money and by what a unit of the limit is worth there. The other limits of the
 * scenario may break on the way; a step with a little room repairs that. */
static mlg_status seek_end(struct builder *b, enum front_curve c, int32_t steps_left, mlg_error *err)
{
    struct design *d = b->x.design;
    const int64_t cheapest = b->f->met[0].badness[c];
    const double price = end_price(b, c);
    start_part(b, steps_left);
    free_limits(b);
    set_limit(b, c, c == FRONT_CO2 ? 0 : -b->all_units - 1);
    mlg__design_take(d, b->start->path);
    for (int32_t r = 0; r < b->row[0]; r++)
        d->penalty[r] = fmax(2 * b->start->prices.row[r],
                             0.1 * fabs((double)b->start->bound) / fmax(1, fabs((double)b->f->view.commons[r].limit)));
    memset(d->row_price, 0, sizeof *d->row_price * (size_t)b->f->view.common_count);
    memcpy(d->row_price, b->start->flow_price, sizeof *d->row_price * (size_t)b->row[0]);
    d->row_price[b->row[c]] = d->penalty[b->row[c]] = price;
    mlg__design_start(d, NULL);
    if (!mlg__design_failed(d))
        mlg__improve(b->x.improver, d, b->start->prices.row, &b->part, mlg__control_part(&b->part, 0.7), 2 * b->q->step_trials);
    if (mlg__design_failed(d)) return mlg__no_memory(err, "front");
    const int64_t reached = (int64_t)mlg__design_activity(d, row_of(b, c)) * (c == FRONT_CO2 ? 1 : -1);
    const struct score score = mlg__design_score(d);
    remember(b, &score);
    end_part(b);
    if (b->failed) return mlg__no_memory(err, "front");
    /* Where the scenario's own limits cannot be repaired at once, the other way round: from the cheapest plan on, as far as it goes. */
    for (size_t i = 0; i < sizeof end_rooms / sizeof *end_rooms && reached < cheapest && !out_of_time(b); i++) {
        const int64_t limit = reached + (int64_t)(end_rooms[i] * (double)(cheapest - reached));
        MLG_TRY(step(b, c, limit, steps_left, err));
        if ((cheapest_within(b->f, c, limit) != NULL) == (i == 0)) break;
    }
    return MLG_OK;
}

/* -- where next -- */

struct gap { enum front_curve curve; int64_t low, high; double area; };

static int by_number(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* Cost and badness of a curve, from its best end to the cheapest plan. */
struct range { int64_t low, high; double cost; };
static struct range range_of(const struct front_search *f, enum front_curve c)
{
    const struct front_met *cheapest = cheapest_within(f, c, INT64_MAX);
    struct range r = { INT64_MAX, cheapest->badness[c], 0 };
    for (int32_t i = 0; i < f->met_count; i++) r.low = min64(r.low, f->met[i].badness[c]);
    r.cost = quanta(cheapest_within(f, c, r.low)->cost - cheapest->cost);
    return r;
}

/* The widest gap between plans and envelope, limits tried before as borders; each curve counts in its own range. */
static bool widest_gap(struct builder *b, struct gap *widest, mlg_status *status, mlg_error *err)
{
    const struct front_search *f = b->f;
    int64_t *border = mlg__malloc(sizeof *border * (size_t)(f->met_count + b->tried_count));
    widest->area = 0;
    if (!border) {
        *status = mlg__no_memory(err, "front");
        return false;
    }
    for (int c = 0; c < FRONT_CURVES; c++) {
        const enum front_curve curve = (enum front_curve)c;
        const struct range range = range_of(f, curve);
        int32_t count = 0;
        if (range.low >= range.high || range.cost <= 0) continue;
        for (int32_t i = 0; i < f->met_count; i++) border[count++] = f->met[i].badness[c];
        for (int32_t i = 0; i < b->tried_count; i++)
            if (b->tried[i].curve == curve && b->tried[i].limit > range.low) border[count++] = b->tried[i].limit;
        qsort(border, (size_t)count, sizeof *border, by_number);
        for (int32_t i = 0; i + 1 < count && border[i + 1] <= range.high; i++) {
            const double width = (double)(border[i + 1] - border[i]), middle = (double)border[i] + width / 2;
            const double height = quanta(cheapest_within(f, curve, border[i])->cost) - fmax(0, envelope_at(b, curve, middle));
            const double area = width * height / ((double)(range.high - range.low) * range.cost);
            if (width >= 2 && area > widest->area) *widest = (struct gap) { curve, border[i], border[i + 1], area };
        }
    }
    mlg__free(border);
    return widest->area > 0;
}

/* -- the points -- */

/* On a curve: nothing that is as good there is cheaper. */
static bool is_on(const struct front_search *f, enum front_curve c, int32_t i)
{
    for (int32_t j = 0; j < f->met_count; j++) {
        const bool as_low = f->met[j].badness[c] <= f->met[i].badness[c];
        if (as_low && (f->met[j].cost < f->met[i].cost || (f->met[j].cost == f->met[i].cost && j < i))) return false;
    }
    return true;
}

/* How much of the rectangle between its chosen neighbours a plan cuts off. */
static double cut_of(const struct front_search *f, enum front_curve c, const bool *chosen, int32_t i, const struct range *range)
{
    const struct front_met *met = &f->met[i], *low = NULL, *high = NULL;
    for (int32_t j = 0; j < f->met_count; j++) {
        const struct front_met *other = &f->met[j];
        if (!chosen[j] || !is_on(f, c, j)) continue;
        if (other->badness[c] < met->badness[c] && (!low || other->badness[c] > low->badness[c])) low = other;
        if (other->badness[c] > met->badness[c] && (!high || other->badness[c] < high->badness[c])) high = other;
    }
    if (!low || !high) return low || high ? INFINITY : 0; /* an end of the curve comes first */
    return (double)(high->badness[c] - met->badness[c]) / (double)(range->high - range->low) *
           quanta(low->cost - met->cost) / range->cost;
}

static bool choose(struct builder *b)
{
    struct front_search *f = b->f;
    bool *chosen = mlg__malloc(sizeof *chosen * (size_t)f->met_count);
    struct front_met *list = mlg__malloc(sizeof *list * (size_t)b->q->wanted);
    int32_t count = 0;
    if (!chosen || !list) {
        mlg__free(chosen);
        mlg__free(list);
        return false;
    }
    const int32_t first = (int32_t)(cheapest_within(f, FRONT_CO2, INT64_MAX) - f->met);
    for (int32_t next = first; next != MLG_NONE && count < b->q->wanted;) {
        double most = 1e-6;
        chosen[next] = true;
        list[count++] = f->met[next];
        next = MLG_NONE;
        for (int c = 0; c < FRONT_CURVES; c++) {
            const struct range range = range_of(f, (enum front_curve)c);
            for (int32_t i = 0; i < f->met_count && range.low < range.high && range.cost > 0; i++) {
                if (chosen[i] || !is_on(f, (enum front_curve)c, i)) continue;
                double cut = cut_of(f, (enum front_curve)c, chosen, i, &range);
                if (isinf(cut)) cut = 1 + (double)(range.high - f->met[i].badness[c]) / (double)(range.high - range.low);
                if (cut > most) most = cut, next = i;
            }
        }
    }
    mlg__free(chosen);
    mlg__free(f->met);
    f->met = list;
    f->met_count = count;
    return true;
}

/* -- all of it -- */

static mlg_status make(struct builder *b, const struct mlg_network *n, mlg_error *err)
{
    struct arena *a = &b->f->arena;
    const int32_t commons = n->common_count + FRONT_CURVES;
    const size_t paths = (size_t)n->site_count * (size_t)n->period_count;
    struct common_row *rows = arena_array(a, struct common_row, commons);
    b->found.path = arena_array(a, int8_t, paths);
    b->found.flow_price = arena_array(a, double, commons);
    b->found.activity = arena_array(a, int128, commons);
    b->found.attempt.activity = arena_array(a, double, commons);
    b->x.price = arena_array(a, double, commons);
    b->x.low = arena_array(a, double, commons);
    b->x.activity = arena_array(a, double, commons);
    b->tried = arena_array(a, struct priced_limit, b->q->wanted + 5 * FRONT_CURVES);
    if (a->failed) return mlg__no_memory(err, "front");
    add_rows(b, n, rows);
    b->free_limit[FRONT_CO2] = CO2_MOST;
    b->free_limit[FRONT_SPEED] = b->all_units; /* at least minus that many: nothing. As large as what it limits */
    b->options = (struct search_options) { .threads = b->q->threads, .seed = b->q->seed, .step = 1 };
    b->x.n = &b->f->view;
    b->x.o = &b->options;
    b->x.control = b->control;
    b->x.best = &b->found;
    b->x.rng = rng_seeded(b->q->seed, 0);
    b->x.trials_a_round = b->q->step_trials;
    b->x.seen = remember;
    b->x.seen_user = b;
    b->found.bound = b->x.root_bound = b->start->bound; /* for progress */
    free_limits(b);
    MLG_TRY(mlg__design_new(b->x.n, b->q->threads, &b->x.design, err));
    MLG_TRY(mlg__improver_new(b->x.n, b->q->threads, &b->x.improver, err));
    MLG_TRY(meet_cheapest(b, err));
    if (b->f->met_count == 0 || b->f->met[0].badness[FRONT_CO2] > CO2_MOST / 4)
        return mlg__fail(err, MLG_OVER_LIMIT, "front", TXT("the network emits more than a front can count",
                                                           "le réseau émet plus qu'un front ne peut compter"),
                         TXT("ask for fewer periods or for a part of the country", "demandez moins de périodes ou une partie du pays"));
    b->free_limit[FRONT_CO2] = 4 * max64(1, b->f->met[0].badness[FRONT_CO2]);
    free_limits(b);
    return mlg__dual_new(b->x.n, b->q->threads, &b->x.dual, err);
}

static mlg_status run(struct builder *b, mlg_error *err)
{
    const int32_t steps = b->q->wanted - 1;
    int32_t left = steps + FRONT_CURVES;
    struct gap gap;
    mlg_status status = MLG_OK;
    /* The plan's own bound holds everywhere. */
    if (!put_line(b, (struct front_line) { .cost = b->start->bound })) return mlg__no_memory(err, "front");
    for (int c = 0; c < FRONT_CURVES && !status && !out_of_time(b) && c < steps; c++, left -= 2)
        status = seek_end(b, (enum front_curve)c, left, err);
    for (int32_t i = FRONT_CURVES; i < steps && !status && !out_of_time(b); i++, left--) {
        if (!widest_gap(b, &gap, &status, err)) break;
        status = step(b, gap.curve, gap.low + (gap.high - gap.low) / 2, left, err);
    }
    b->f->iterations = b->x.dual->iterations;
    b->f->trials = b->x.design->trials;
    return status;
}

mlg_status mlg__front_search(const struct mlg_network *n, const struct search *start, const struct front_request *q,
                             struct control *control, struct front_search **out, mlg_error *err)
{
    struct front_search *f = *out = mlg__malloc(sizeof *f);
    if (!f) return mlg__no_memory(err, "front");
    struct builder b = { .f = f, .q = q, .start = start, .control = control };
    mlg_status status = make(&b, n, err);
    if (!status) status = run(&b, err);
    if (!status && !choose(&b)) status = mlg__no_memory(err, "front");
    mlg__improver_free(b.x.improver);
    mlg__design_free(b.x.design);
    mlg__dual_free(b.x.dual);
    mlg__free(b.found.flows.flow);
    if (!status) return MLG_OK;
    mlg__front_search_free(f);
    *out = NULL;
    return status;
}

void mlg__front_search_free(struct front_search *f)
{
    if (!f) return;
    mlg__free(f->met);
    mlg__free(f->lines);
    mlg__arena_free(&f->arena);
    mlg__free(f);
}
