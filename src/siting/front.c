/* front.c — plans between cheap, clean and fast. See front.h.
 *
 * The network gets two more common rows: CO2 of the horizon, and units of the horizon that arrive inside their promise. They are
 * no limits but prices: so much for a tonne, so much for a unit too late. At given prices p the problem is that of one plan, and
 * its certificate A says of every plan, whatever it emits, that it costs at least A - p x emitted. So each pair of prices
 * gives a line, and the largest line is an envelope of the whole front.
 *
 * Prices rise along three rays: on CO2, on speed, on both. Where the best known plans at two neighbouring prices differ most,
 * the price between is next at which both are worth the same. A step goes on from the nearest prices, and looks for plans from
 * the best one known there and from what the prices choose. At one set of sites other prices move flows alone, and far, for
 * little work: so the widest holes of a curve are filled at last. Every design that is met anywhere and keeps the scenario's own
 * limits is remembered with its three figures, unless another is as good in all (front_met.h). Why so: docs/decisions/0020. */
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

enum {
    UNSERVED_PARTS = 1000, /* a remote place may stay unserved: this part of all units */
    STEPS_MOST = 40,       /* prices tried, the ends included */
    FILL_TRIES = 5,        /* assignments of one set of sites to fill a hole */
    RAISES = 20,           /* of prices, until the first plan keeps its limits */
    KEEP_TRIES = 3,        /* and to keep the scenario's own limits */
    REACH_MOST = 16,       /* times the end price, where nothing moves before */
    IDLE_ROUNDS = 2,       /* at every price tried, without a better plan: enough */
    SPARE_PARTS = 5        /* plans in reserve, one for so many: what the account adds may leave a plan worse than another */
};
#define PEN_MOST 1e9 /* micro-euros */
#define CO2_MOST INT64_C(4000000000000000000) /* row units; beyond, figures leave 63 bits */
/* At the far end one percent less CO2 may cost 0.2 percent more, one percent more in time one percent more. */
static const double end_weight[FRONT_CURVES] = { [FRONT_CO2] = 0.2, [FRONT_SPEED] = 1 };
static const double raise = 1.15;        /* of prices that keep a limit not quite */
static const double ascent_share = 0.4;  /* of a step's time */
static const double hole_share = 0.2;    /* of all time, to fill holes */
static const double least_hole = 0.25;   /* of the area that even steps would leave */

/* -- rays and prices -- */

enum ray { RAY_CO2, RAY_SPEED, RAY_BOTH, RAYS };
static const bool ray_prices[RAYS][FRONT_CURVES] = {
    [RAY_CO2] = { [FRONT_CO2] = true }, [RAY_SPEED] = { [FRONT_SPEED] = true }, [RAY_BOTH] = { true, true },
};

/* Prices that were certified: where later steps start. at: share of the end price. */
struct tried { enum ray ray; double at, *w, *row; };

struct builder {
    struct front_search *f;
    const struct front_request *q;
    const struct search *start;
    struct control *control, part; /* of the whole, of one step */
    struct search_options options;
    struct search found;
    struct driver x;
    struct front_list list;
    int32_t row[FRONT_CURVES];
    double end[FRONT_CURVES];       /* quanta for one unit of badness at the far end */
    double reach[RAYS];             /* shares of the end price: the largest tried; beyond 1 where nothing moves before */
    int64_t pen_more;               /* what an unserved unit costs on top at the prices of a step, micro-euros */
    int64_t all_units;              /* of the row of speed */
    int64_t unserved_most;          /* what the plan leaves and a little more: nobody gets clean by leaving many */
    int32_t line_cap, tried_count, border_count;
    struct tried *tried;
    struct front_border *borders;
    bool failed;                    /* memory, inside a callback */
};

static struct front_price price_of(const struct builder *b, enum ray ray, double at)
{
    struct front_price price;
    for (int c = 0; c < FRONT_CURVES; c++) price.of[c] = ray_prices[ray][c] ? at * b->end[c] : 0;
    return price;
}

static const struct front_met *best_at(const struct builder *b, enum ray ray, double at)
{
    const struct front_price price = price_of(b, ray, at);
    return mlg__front_best(&b->list, &price);
}

/* -- the two rows -- */

int64_t mlg__front_price_unserved(struct front_search *f, double co2_price)
{
    struct mlg_network *v = &f->view;
    const double more = co2_price * f->co2_a_unit * v->years[0] * (double)GRAINS_PER_QUANTUM / (double)flow_weight(v, 0);
    const int64_t pen_more = (int64_t)fmin(more, PEN_MOST);
    for (int32_t row = 0; row < v->row_count; row++) v->pen_micro[row] = f->own_pen[row] + pen_more;
    return pen_more;
}

/* A row with a price is always broken, so that every unit counts; without one it limits nothing. More is worse on both. */
static void set_prices(struct builder *b, const struct front_price *price)
{
    b->pen_more = mlg__front_price_unserved(b->f, price->of[FRONT_CO2]);
    for (int c = 0; c < FRONT_CURVES; c++) {
        struct common_row *row = &b->f->view.commons[b->row[c]];
        row->give = (int128)(price->of[c] * (double)GRAINS_PER_QUANTUM);
        if (c == FRONT_CO2) row->limit = row->give > 0 ? 0 : CO2_MOST;
        else row->limit = row->give > 0 ? b->all_units + 1 : -b->all_units;
    }
}

/* As a line counts: what is said of every plan must hold at the network's own prices. */
static void set_limits_to_zero(struct builder *b)
{
    b->pen_more = mlg__front_price_unserved(b->f, 0);
    for (int c = 0; c < FRONT_CURVES; c++) b->f->view.commons[b->row[c]].limit = 0;
}

/* The cost of a plan as its score counts it: with what it gives for the rows. What unserved units cost on top is left out: less is
 * asked of the ascent then. */
static double scored(const struct builder *b, const struct front_met *met, const struct front_price *price)
{
    const double given = price->of[FRONT_SPEED] * (double)(b->all_units + 1);
    return mlg__front_priced(met, price) + given;
}

static void add_rows(struct builder *b, const struct mlg_network *n, struct common_row *rows, int64_t *pen)
{
    struct mlg_network *v = &b->f->view;
    *v = *n;
    if (n->common_count > 0) memcpy(rows, n->commons, sizeof *rows * (size_t)n->common_count);
    v->commons = rows;
    b->f->own_pen = n->pen_micro;
    v->pen_micro = pen;
    memcpy(v->years, b->q->years, sizeof *v->years * (size_t)n->period_count);
    v->flow_rows = true;
    const struct common_row over_all = { .horizon = true, .on_flows = true, .priced = true, .first = 0,
                                         .period = n->period_count - 1, .service = MLG_NONE, .set = MLG_NONE };
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

static int64_t badness_of(const struct builder *b, enum front_curve c)
{
    const int64_t activity = (int64_t)mlg__design_activity(b->x.design, &b->f->view.commons[b->row[c]]);
    return c == FRONT_CO2 ? activity : -activity;
}

/* What the rows give, and what unserved units cost on top, is no money of the plan. */
static int128 own_cost(const struct builder *b, const struct score *score, const int64_t *badness)
{
    const struct mlg_network *v = &b->f->view;
    int128 cost = score->cost;
    for (int32_t t = 0; t < v->period_count; t++)
        cost -= (int128)b->pen_more * b->x.design->periods[t]->load[v->site_count] * flow_weight(v, t);
    for (int c = 0; c < FRONT_CURVES; c++) {
        const struct common_row *row = &b->f->view.commons[b->row[c]];
        if (row->give > 0) cost -= row->give * ((int128)badness[c] + (row->at_least ? row->limit : -row->limit));
    }
    return cost;
}

static void remember(void *user, const struct score *score)
{
    struct builder *b = user;
    const struct mlg_network *v = &b->f->view;
    struct arena *a = &b->list.arena;
    struct front_met met = { 0 };
    if (b->failed || !keeps_own_limits(b, score)) return;
    for (int c = 0; c < FRONT_CURVES; c++) met.badness[c] = badness_of(b, (enum front_curve)c);
    met.cost = own_cost(b, score, met.badness);
    if (!mlg__front_is_new(&b->list, met.cost, met.badness)) return;
    const size_t paths = (size_t)v->site_count * (size_t)v->period_count;
    met.path = arena_array(a, int8_t, paths);
    met.price = arena_array(a, double, v->common_count);
    met.activity = arena_array(a, int128, v->common_count);
    if (a->failed) {
        b->failed = true;
        return;
    }
    memcpy(met.path, b->x.design->path, paths);
    memcpy(met.price, b->x.design->row_price, sizeof *met.price * (size_t)v->common_count);
    for (int32_t r = 0; r < v->common_count; r++) met.activity[r] = mlg__design_activity(b->x.design, &v->commons[r]);
    b->failed = !mlg__front_put(&b->list, met);
}

/* -- lines -- */

static double units_per_tonne(void) { return (double)MLG_MG_PER_TONNE * (double)MLG_MILLI; }

/* The account rounds CO2 of sites, flows and chains to whole mg a year, the row does not: that much may be missing in it. */
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
    set_limits_to_zero(b);
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

/* A part of the time left. Costs with what the rows give are none that a caller knows: progress shows none. */
static void start_part(struct builder *b, double share)
{
    b->part = *b->control;
    b->part.end_s = mlg__control_part(b->control, share);
    b->part.late_s = b->part.end_s;
    b->part.iteration_limit = 0;
    b->part.money_per_quantum = NAN;
    b->x.control = &b->part;
    b->found.found = false;
}

static void end_part(struct builder *b)
{
    b->control->told_s = b->part.told_s;
    if (b->part.stopped && b->part.stopped_by == MLG_BY_CALLER)
        b->control->stopped = true, b->control->stopped_by = MLG_BY_CALLER;
}

/* How far two prices are from each other: in shares of the ends. */
static double distance(const struct tried *tried, enum ray ray, double at)
{
    double sum = 0;
    for (int c = 0; c < FRONT_CURVES; c++)
        sum += fabs((ray_prices[tried->ray][c] ? tried->at : 0) - (ray_prices[ray][c] ? at : 0));
    return sum;
}

/* Of the nearest prices, the search's own among them. */
static void load_prices(struct builder *b, enum ray ray, double at)
{
    const struct mlg_network *v = &b->f->view;
    const struct tried *from = NULL;
    struct dual *d = b->x.dual;
    double nearest = ray == RAY_BOTH ? 2 * at : at;
    for (int32_t i = 0; i < b->tried_count; i++)
        if (distance(&b->tried[i], ray, at) < nearest) nearest = distance(&b->tried[i], ray, at), from = &b->tried[i];
    memcpy(d->best.w, from ? from->w : b->start->prices.w, sizeof *d->best.w * (size_t)price_cells(v));
    memset(d->best.row, 0, sizeof *d->best.row * (size_t)v->common_count);
    memcpy(d->best.row, from ? from->row : b->start->prices.row, sizeof *d->best.row * (size_t)b->row[0]);
    mlg__dual_restart(d); /* sets the prices of the two rows */
}

static bool keep_prices(struct builder *b, enum ray ray, double at)
{
    const struct mlg_network *v = &b->f->view;
    const size_t cells = (size_t)price_cells(v);
    struct tried *p = &b->tried[b->tried_count];
    *p = (struct tried) { .ray = ray, .at = at, .w = arena_array(&b->f->arena, double, cells),
                          .row = arena_array(&b->f->arena, double, v->common_count) };
    if (b->f->arena.failed) return false;
    memcpy(p->w, b->x.dual->best.w, sizeof *p->w * cells);
    memcpy(p->row, b->x.dual->best.row, sizeof *p->row * (size_t)v->common_count);
    b->tried_count++;
    b->reach[ray] = fmax(b->reach[ray], at);
    return true;
}

/* The prices of the step for the two rows; for the scenario's own limits, where the plan kept them, at least what that took. */
static void row_prices(const struct builder *b, const struct front_price *price, const struct front_met *met, double *row)
{
    const double *own = b->x.dual->best.row;
    for (int32_t r = 0; r < b->row[0]; r++) row[r] = met ? fmax(own[r], met->price[r]) : own[r];
    for (int c = 0; c < FRONT_CURVES; c++) row[b->row[c]] = b->x.low[b->row[c]] = price->of[c];
}

/* The best known plan as it is, or with a few neighbouring sites put to rest; or what the dual's prices choose. */
enum from { FROM_KNOWN, FROM_DISTURBED, FROM_PRICES };

static mlg_status improve_from(struct builder *b, const struct front_price *price, enum from from, enum effort effort, mlg_error *err)
{
    double *row = b->x.activity; /* scratch until an attempt is kept */
    if (b->part.stopped) return MLG_OK;
    const struct front_met *met = from == FROM_PRICES ? NULL : mlg__front_best(&b->list, price);
    if (met) mlg__design_take(b->x.design, met->path);
    else MLG_TRY(mlg__round_design(b->x.dual, false, false, b->x.design, err));
    if (from == FROM_DISTURBED) mlg__perturb(b->x.improver, b->x.design, &b->x.rng);
    row_prices(b, price, met, row);
    mlg__finish_design(&b->x, row, effort);
    return b->failed || mlg__design_failed(b->x.design) ? mlg__no_memory(err, "front") : MLG_OK;
}

/* Prices and plans at one place of a ray. */
static mlg_status step(struct builder *b, enum ray ray, double at, double share, mlg_error *err)
{
    struct dual *d = b->x.dual;
    const struct front_price price = price_of(b, ray, at);
    start_part(b, share);
    set_prices(b, &price);
    const double end_s = mlg__control_part(&b->part, ascent_share);
    load_prices(b, ray, at);
    MLG_TRY(improve_from(b, &price, FROM_KNOWN, EFFORT_REPAIR, err));
    for (int64_t i = 0; i < b->q->step_iterations && !mlg__control_check(&b->part, false); i++) {
        if (isfinite(end_s) && mlg__now_s() > end_s) break;
        mlg__dual_iterate(d, scored(b, mlg__front_best(&b->list, &price), &price));
    }
    if (!keep_prices(b, ray, at)) return mlg__no_memory(err, "front");
    MLG_TRY(certify(b, err));
    set_prices(b, &price);
    mlg_status status = improve_from(b, &price, FROM_PRICES, EFFORT_FULL, err);
    if (!status) status = improve_from(b, &price, at >= 1 ? FROM_KNOWN : FROM_DISTURBED, EFFORT_FULL, err);
    end_part(b);
    return status;
}

/* At prices that were tried, once more from the best plan with some sites put to rest. gained: it found a better one. */
static mlg_status again(struct builder *b, const struct tried *tried, double end_s, bool *gained, mlg_error *err)
{
    const struct front_price price = price_of(b, tried->ray, tried->at);
    const double before = mlg__front_priced(mlg__front_best(&b->list, &price), &price);
    start_part(b, 1);
    b->part.end_s = b->part.late_s = end_s;
    set_prices(b, &price);
    memcpy(b->x.dual->best.row, tried->row, sizeof *tried->row * (size_t)b->f->view.common_count);
    const mlg_status status = improve_from(b, &price, FROM_DISTURBED, EFFORT_FULL, err);
    *gained = mlg__front_priced(mlg__front_best(&b->list, &price), &price) < before;
    end_part(b);
    return status;
}

/* By work, a round for two plans wanted; by time, as long as that finds something. */
static mlg_status search_on(struct builder *b, double end_s, mlg_error *err)
{
    const bool by_time = isfinite(end_s);
    int32_t idle = 0;
    for (int32_t i = 0; b->tried_count > 0 && !out_of_time(b); i++) {
        bool gained = false;
        if (by_time ? mlg__now_s() >= end_s || idle >= IDLE_ROUNDS * b->tried_count : i >= b->q->wanted / 2) break;
        MLG_TRY(again(b, &b->tried[i % b->tried_count], end_s, &gained, err));
        idle = gained ? 0 : idle + 1;
    }
    return MLG_OK;
}

/* -- where next -- */

struct spot { enum ray ray; double at, area; };

static int by_number(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double badness_at(const struct builder *b, enum ray ray, const struct front_met *met)
{
    const struct front_price end = price_of(b, ray, 1);
    return mlg__front_priced(met, &end) - mlg__front_cost(met);
}

/* Between two tried prices: where both sides' plans are worth the same, not too near to either. */
static double between(double low, double high, double same)
{
    const double quarter = low > 0 ? sqrt(sqrt(high / low)) : 0; /* of the way, as prices go */
    return low > 0 ? fmin(fmax(same, low * quarter), high / quarter) : fmin(fmax(same, high / 16), high / 2);
}

/* The place between two tried prices of a ray where the best known plans differ most, in shares of what the ray spans. */
static void widest_of(const struct builder *b, enum ray ray, struct spot *widest)
{
    double at[STEPS_MOST + 1] = { 0 };
    int32_t count = 1;
    for (int32_t i = 0; i < b->tried_count; i++)
        if (b->tried[i].ray == ray) at[count++] = b->tried[i].at;
    qsort(at, (size_t)count, sizeof *at, by_number);
    const struct front_met *first = best_at(b, ray, 0), *last = best_at(b, ray, b->reach[ray]);
    const double costs = mlg__front_cost(last) - mlg__front_cost(first), better = badness_at(b, ray, first) - badness_at(b, ray, last);
    if ((costs <= 0 || better <= 0) && b->reach[ray] < REACH_MOST && widest->area <= 0) /* nothing moves: farther out */
        *widest = (struct spot) { ray, 4 * b->reach[ray], 0 };
    for (int32_t i = 0; i + 1 < count && costs > 0 && better > 0; i++) {
        const struct front_met *x = best_at(b, ray, at[i]), *y = best_at(b, ray, at[i + 1]);
        const double more = mlg__front_cost(y) - mlg__front_cost(x), less = badness_at(b, ray, x) - badness_at(b, ray, y);
        if (more <= 0 || less <= 0 || more * less <= widest->area * costs * better) continue;
        *widest = (struct spot) { ray, between(at[i], at[i + 1], more / less), more * less / (costs * better) };
    }
}

static bool next_spot(const struct builder *b, int32_t done, struct spot *place)
{
    if (done < RAYS) {
        *place = (struct spot) { (enum ray)done, 1, 1 };
        return true;
    }
    *place = (struct spot) { 0 };
    for (int ray = 0; ray < RAYS; ray++) widest_of(b, (enum ray)ray, place);
    return place->at > 0;
}

/* -- holes -- */

/* The corners of what is shown: the cheapest plan, and the best at the ends of the rays. */
static struct front_range shown_range(const struct builder *b, const struct front_met **corner)
{
    corner[0] = best_at(b, RAY_CO2, 0);
    for (int ray = 0; ray < RAYS; ray++) corner[1 + ray] = best_at(b, (enum ray)ray, b->reach[ray]);
    return mlg__front_range(corner, 1 + RAYS);
}

/* More for the scenario's own limits that the design breaks. */
static void press_own_limits(const struct builder *b, double *row)
{
    for (int32_t r = 0; r < b->row[0]; r++) {
        const struct common_row *limit = &b->f->view.commons[r];
        const int128 over = mlg__design_activity(b->x.design, limit) - limit->limit;
        const double unit = 0.001 * fabs((double)b->start->bound) / fmax(1, fabs((double)limit->limit));
        if ((limit->at_least ? -over : over) > 0) row[r] = 1.6 * row[r] + unit;
    }
}

/* The flows of one set of sites at these prices, the scenario's own limits kept if a little more for them is enough. True: kept. */
static bool assign_at(struct builder *b, const struct front_met *met, const struct front_price *price)
{
    double *row = b->x.price;
    memcpy(row, met->price, sizeof *row * (size_t)b->row[0]);
    for (int c = 0; c < FRONT_CURVES; c++) row[b->row[c]] = price->of[c];
    set_prices(b, price);
    for (int i = 0; i < KEEP_TRIES && !mlg__control_check(&b->part, false); i++) {
        mlg__design_start(b->x.design, row);
        if (mlg__design_failed(b->x.design)) return false;
        const struct score score = mlg__design_score(b->x.design);
        remember(b, &score);
        if (keeps_own_limits(b, &score)) return true;
        press_own_limits(b, row);
    }
    return false;
}

/* The price of the curve at which the flows of these sites come to the middle of a hole: doubled or halved twice, then less. */
static void fill_from(struct builder *b, const struct front_hole *hole, const struct front_met *met)
{
    const double more = mlg__front_cost(hole->better) - mlg__front_cost(hole->cheaper);
    const double less = (double)(hole->cheaper->badness[hole->curve] - hole->better->badness[hole->curve]);
    const int64_t quarter = (hole->high - hole->low) / 4, middle = hole->low + (hole->high - hole->low) / 2;
    double factor = 4;
    struct front_price price = { 0 };
    for (int c = 0; c < FRONT_CURVES; c++) price.of[c] = met->price[b->row[c]]; /* of the other curve as it is */
    price.of[hole->curve] = more / less;
    mlg__design_take(b->x.design, met->path);
    for (int i = 0; i < FILL_TRIES; i++, factor = sqrt(factor)) {
        const bool kept = assign_at(b, met, &price);
        if (mlg__design_failed(b->x.design) || b->part.stopped) return;
        const int64_t badness = badness_of(b, hole->curve);
        if (kept && badness > hole->low + quarter && badness < hole->high - quarter) return;
        price.of[hole->curve] *= badness > middle ? factor : 1 / factor;
    }
}

/* The widest hole of the curves, as often as plans are wanted. */
static mlg_status fill_holes(struct builder *b, mlg_error *err)
{
    const double fine = least_hole * 4 / ((double)b->q->wanted * b->q->wanted);
    start_part(b, 1);
    for (int32_t i = 0; i < b->q->wanted && !mlg__control_check(&b->part, false); i++) {
        const struct front_met *corner[1 + RAYS];
        const struct front_range range = shown_range(b, corner);
        struct front_hole hole;
        if (!mlg__front_hole(&b->list, &range, b->borders, b->border_count, &hole)) return mlg__no_memory(err, "front");
        if (!(hole.area > fine)) break;
        const struct front_met better = *hole.better, cheaper = *hole.cheaper; /* copies: the list moves */
        b->borders[b->border_count++] = (struct front_border) { hole.curve, hole.low + (hole.high - hole.low) / 2 };
        hole.better = &better, hole.cheaper = &cheaper;
        fill_from(b, &hole, &cheaper);
        if (memcmp(better.path, cheaper.path, (size_t)b->f->view.site_count * (size_t)b->f->view.period_count))
            fill_from(b, &hole, &better);
        if (b->failed || mlg__design_failed(b->x.design)) return mlg__no_memory(err, "front");
    }
    end_part(b);
    return MLG_OK;
}

/* -- all of it -- */

/* The plan's flows may be a mix (blend.h), and what its prices assign may miss a limit by a little: prices rise until it does not. */
static void raise_prices(struct builder *b)
{
    struct design *d = b->x.design;
    for (int i = 0; i < RAISES && !mlg__design_failed(d) && !mlg__design_score(d).legal; i++) {
        for (int32_t r = 0; r < b->row[0]; r++) {
            const struct common_row *row = &b->f->view.commons[r];
            const double over = (double)(mlg__design_activity(d, row) - row->limit) * mlg__row_sign(row);
            const double unit = 1e-4 * fabs((double)b->start->bound) / fmax(1, fabs((double)row->limit));
            if (row->on_flows && over > 0) d->row_price[r] = fmax(unit, raise * d->row_price[r]);
        }
        mlg__design_start(d, NULL);
    }
}

/* The scenario's own plan at its own prices. */
static mlg_status meet_cheapest(struct builder *b, mlg_error *err)
{
    set_prices(b, &(struct front_price) { 0 });
    mlg__design_take(b->x.design, b->start->path);
    memcpy(b->x.design->row_price, b->start->flow_price, sizeof *b->start->flow_price * (size_t)b->row[0]);
    mlg__design_start(b->x.design, NULL);
    raise_prices(b);
    if (mlg__design_failed(b->x.design)) return mlg__no_memory(err, "front");
    const struct score score = mlg__design_score(b->x.design);
    b->unserved_most = unserved_units(b) + b->all_units / UNSERVED_PARTS;
    remember(b, &score);
    if (b->failed || b->list.count == 0) return mlg__no_memory(err, "front");
    b->f->co2_a_unit = fmax(0, (double)b->list.met[0].badness[FRONT_CO2]) / (double)b->all_units;
    const double cost = fabs(mlg__front_cost(&b->list.met[0]));
    b->end[FRONT_CO2] = end_weight[FRONT_CO2] * cost / fmax(1, (double)b->list.met[0].badness[FRONT_CO2]);
    b->end[FRONT_SPEED] = end_weight[FRONT_SPEED] * cost / fmax(1, (double)b->all_units);
    return MLG_OK;
}

static mlg_status make(struct builder *b, const struct mlg_network *n, mlg_error *err)
{
    struct arena *a = &b->f->arena;
    const int32_t commons = n->common_count + FRONT_CURVES;
    const size_t paths = (size_t)n->site_count * (size_t)n->period_count;
    struct common_row *rows = arena_array(a, struct common_row, commons);
    int64_t *pen = arena_array(a, int64_t, n->row_count);
    b->found.path = arena_array(a, int8_t, paths);
    b->found.flow_price = arena_array(a, double, commons);
    b->found.activity = arena_array(a, int128, commons);
    b->found.attempt.activity = arena_array(a, double, commons);
    b->x.price = arena_array(a, double, commons);
    b->x.low = arena_array(a, double, commons);
    b->x.activity = arena_array(a, double, commons);
    b->tried = arena_array(a, struct tried, STEPS_MOST);
    b->borders = arena_array(a, struct front_border, b->q->wanted);
    if (a->failed) return mlg__no_memory(err, "front");
    add_rows(b, n, rows, pen);
    b->options = (struct search_options) { .threads = b->q->threads, .seed = b->q->seed, .step = 1 };
    b->x.n = &b->f->view;
    b->x.o = &b->options;
    b->x.control = b->control;
    b->x.best = &b->found;
    b->x.trials_a_round = b->q->step_trials;
    b->x.rng = rng_seeded(b->q->seed, 0);
    for (int ray = 0; ray < RAYS; ray++) b->reach[ray] = 1;
    b->x.seen = remember;
    b->x.seen_user = b;
    MLG_TRY(mlg__design_new(b->x.n, b->q->threads, &b->x.design, err));
    MLG_TRY(mlg__improver_new(b->x.n, b->q->threads, &b->x.improver, err));
    mlg__improver_listen(b->x.improver, remember, b);
    MLG_TRY(meet_cheapest(b, err));
    if (b->list.met[0].badness[FRONT_CO2] >= CO2_MOST / 4)
        return mlg__fail(err, MLG_OVER_LIMIT, "front", TXT("the network emits more than a front can count",
                                                           "le réseau émet plus qu'un front ne peut compter"),
                         TXT("ask for fewer periods or for a part of the country", "demandez moins de périodes ou une partie du pays"));
    return mlg__dual_new(b->x.n, b->q->threads, &b->x.dual, err);
}

/* Where flows are worth the same either way, a search leaves them as it came by; a plan is made from its states and prices
 * alone. So its figures are read once more from flows that are made in that way. False: they break a limit of the scenario. */
static bool settle(struct builder *b, struct front_met *met)
{
    struct design *d = b->x.design;
    const struct mlg_network *v = &b->f->view;
    memset(d->rent, 0, sizeof *d->rent * (size_t)v->site_count * (size_t)v->period_count);
    b->pen_more = mlg__front_price_unserved(b->f, met->price[b->row[FRONT_CO2]]);
    mlg__design_take(d, met->path);
    mlg__design_start(d, met->price);
    if (mlg__design_failed(d)) return false;
    const struct score score = mlg__design_score(d);
    for (int c = 0; c < FRONT_CURVES; c++) met->badness[c] = badness_of(b, (enum front_curve)c);
    met->cost = own_cost(b, &score, met->badness);
    for (int32_t r = 0; r < v->common_count; r++) met->activity[r] = mlg__design_activity(d, &v->commons[r]);
    return keeps_own_limits(b, &score);
}

/* The plans that show the front best, the cheapest first; some in reserve. */
static mlg_status choose(struct builder *b, mlg_error *err)
{
    struct front_search *f = b->f;
    const int32_t most = b->q->wanted + b->q->wanted / SPARE_PARTS;
    const struct front_met *corner[1 + RAYS];
    const struct front_range range = shown_range(b, corner);
    int32_t *chosen = arena_array(&f->arena, int32_t, most);
    f->met = arena_array(&f->arena, struct front_met, most);
    if (f->arena.failed) return mlg__no_memory(err, "front");
    const int32_t count = mlg__front_choose(&b->list, &range, corner, 1 + RAYS, most, chosen);
    if (count < 0) return mlg__no_memory(err, "front");
    set_prices(b, &(struct front_price) { 0 });
    for (int32_t i = 0; i < count; i++) {
        struct front_met *met = &f->met[f->met_count];
        *met = b->list.met[chosen[i]];
        if (settle(b, met) || i == 0) f->met_count++;
    }
    return mlg__design_failed(b->x.design) ? mlg__no_memory(err, "front") : MLG_OK;
}

static mlg_status run(struct builder *b, mlg_error *err)
{
    const int32_t steps = min32(max32(RAYS, b->q->wanted / 2), STEPS_MOST);
    const double end_s = mlg__control_part(b->control, 1 - hole_share);
    mlg_status status = MLG_OK;
    struct spot place;
    /* The plan's own bound holds everywhere. */
    if (!put_line(b, (struct front_line) { .cost = b->start->bound })) return mlg__no_memory(err, "front");
    for (int32_t i = 0; i < steps && !status && !out_of_time(b) && next_spot(b, i, &place); i++)
        status = step(b, place.ray, place.at, (1 - hole_share) / (steps - i), err);
    if (!status) status = search_on(b, end_s, err);
    if (!status && !out_of_time(b)) status = fill_holes(b, err);
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
    if (!status) status = choose(&b, err);
    mlg__improver_free(b.x.improver);
    mlg__design_free(b.x.design);
    mlg__dual_free(b.x.dual);
    mlg__free(b.found.flows.flow);
    mlg__free(b.list.met);
    f->list_arena = b.list.arena; /* the chosen plans' arrays */
    if (!status) return MLG_OK;
    mlg__front_search_free(f);
    *out = NULL;
    return status;
}

void mlg__front_search_free(struct front_search *f)
{
    if (!f) return;
    mlg__free(f->lines);
    mlg__arena_free(&f->list_arena);
    mlg__arena_free(&f->arena);
    mlg__free(f);
}
