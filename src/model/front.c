/* model/front.c — figures, order and envelope of a front. See front.h. */
#include "model/front.h"

#include <stdlib.h>
#include <string.h>

#include "base/math.h"
#include "model/units.h"

const char *const mlg__curve_name[FRONT_CURVES] = { [FRONT_CO2] = "co2", [FRONT_SPEED] = "speed" };

struct front_figures mlg__front_figures(const mlg_network_plan *plan, const struct network_side *side)
{
    const mlg_scenario *s = plan->scenario;
    struct front_figures f = { .cost = side->cost };
    for (int32_t i = 0; i < side->co2_count; i++) {
        const struct plan_co2 *row = &side->co2[i];
        f.co2_mg += row->wtw_mg * s->periods[row->period].length_years;
        if (plan->embodied_counts) f.co2_mg += row->embodied_mg;
    }
    for (int32_t i = 0; i < side->flow_count; i++) {
        const struct plan_flow *flow = &side->flows[i];
        if (flow->latest_s <= s->services[flow->service].promise_s)
            f.within_milli += flow->units_milli * s->periods[flow->period].length_years * s->working_days_per_year;
    }
    return f;
}

/* Far from its own prices a steep line may say any number: within half of the integers. */
static int64_t line_at(const struct front_line *line, const struct front_figures *at)
{
    const int128 taken = mlg__ceil_div((int128)line->co2_per_t * at->co2_mg, MLG_MG_PER_TONNE), most = INT64_MAX / 2;
    const int128 cost = line->cost - taken + (int128)line->within_per_unit * at->within_milli / MLG_MILLI;
    return (int64_t)(cost > most ? most : cost < -most ? -most : cost);
}

int64_t mlg__front_envelope(const struct mlg_front *front, const struct front_figures *at)
{
    int64_t most = INT64_MIN;
    for (int32_t i = 0; i < front->line_count; i++) most = max64(most, line_at(&front->lines[i], at));
    return most;
}

/* a is at least as good everywhere, and better somewhere, or as good and came first. */
static bool dominates(const struct front_point *a, const struct front_point *b)
{
    const struct front_figures *x = &a->is, *y = &b->is;
    if (x->cost > y->cost || x->co2_mg > y->co2_mg || x->within_milli < y->within_milli) return false;
    return x->cost < y->cost || x->co2_mg < y->co2_mg || x->within_milli > y->within_milli || a < b;
}

int32_t mlg__front_good(const struct mlg_front *front, int32_t end)
{
    int32_t good = 1;
    for (int32_t i = 1; i < end; i++) {
        bool bad = !front->points[i].plan;
        for (int32_t j = 1; j < end && !bad; j++)
            bad = j != i && front->points[j].plan && dominates(&front->points[j], &front->points[i]);
        good += !bad;
    }
    return good;
}

static void free_plan(struct front_point *p)
{
    if (!p->borrowed) mlg_network_plan_free(p->plan);
    p->plan = NULL;
}

static void drop_dominated(struct mlg_front *front)
{
    int32_t kept = 0;
    for (int32_t i = 0; i < front->point_count; i++) {
        bool bad = !front->points[i].plan;
        for (int32_t j = 0; j < front->point_count && !bad; j++)
            bad = j != i && front->points[j].plan && dominates(&front->points[j], &front->points[i]);
        if (bad) free_plan(&front->points[i]);
    }
    for (int32_t i = 0; i < front->point_count; i++)
        if (front->points[i].plan) front->points[kept++] = front->points[i];
    front->point_count = kept;
}

static bool better(enum front_curve c, const struct front_figures *a, const struct front_figures *b)
{
    return c == FRONT_CO2 ? a->co2_mg < b->co2_mg : a->within_milli > b->within_milli;
}

/* Points by rising cost: one that is better than all cheaper ones is on the curve. */
static void find_curves(struct mlg_front *front)
{
    for (int c = 0; c < FRONT_CURVES; c++) {
        int32_t last = MLG_NONE;
        for (int32_t i = 0; i < front->point_count; i++) {
            struct front_point *p = &front->points[i];
            p->on[c] = last == MLG_NONE || better((enum front_curve)c, &p->is, &front->points[last].is);
            p->before[c] = p->on[c] ? last : MLG_NONE;
            if (p->on[c]) last = i;
        }
        front->flat[c] = last <= 0;
    }
}

static double gain(enum front_curve c, const struct front_figures *from, const struct front_figures *to)
{
    return c == FRONT_CO2 ? (double)(from->co2_mg - to->co2_mg) : (double)(to->within_milli - from->within_milli);
}

/* The knee: farthest below the straight line between the ends, each direction counted in its own range. */
static void find_knees(struct mlg_front *front)
{
    for (int c = 0; c < FRONT_CURVES; c++) {
        int32_t last = MLG_NONE, knee = MLG_NONE;
        double farthest = 0;
        for (int32_t i = 0; i < front->point_count; i++)
            if (front->points[i].on[c]) last = i;
        if (last <= 0) continue;
        const struct front_figures *first = &front->points[0].is, *end = &front->points[last].is;
        const double cost = (double)(end->cost - first->cost), whole = gain((enum front_curve)c, first, end);
        for (int32_t i = 1; i < last && cost > 0 && whole > 0; i++) {
            const struct front_figures *is = &front->points[i].is;
            const double below = gain((enum front_curve)c, first, is) / whole - (double)(is->cost - first->cost) / cost;
            if (front->points[i].on[c] && below > farthest) farthest = below, knee = i;
        }
        if (knee != MLG_NONE) front->points[knee].knee[c] = true;
    }
}

static int by_cost(const void *a, const void *b)
{
    const struct front_point *x = a, *y = b;
    if (x->is.cost != y->is.cost) return x->is.cost < y->is.cost ? -1 : 1;
    if (x->is.co2_mg != y->is.co2_mg) return x->is.co2_mg < y->is.co2_mg ? -1 : 1;
    return (x->is.within_milli < y->is.within_milli) - (x->is.within_milli > y->is.within_milli);
}

/* The cheapest, then those of the first curve, then the rest; each by rising cost, as they come. */
static bool order(struct mlg_front *front)
{
    const size_t bytes = sizeof *front->points * (size_t)front->point_count;
    struct front_point *sorted = mlg__malloc(bytes);
    int32_t *place = mlg__malloc(sizeof *place * (size_t)front->point_count), count = 0;
    for (int pass = 0; sorted && place && pass < 2; pass++)
        for (int32_t i = 0; i < front->point_count; i++)
            if (front->points[i].on[FRONT_CO2] == (pass == 0)) place[i] = count, sorted[count++] = front->points[i];
    for (int32_t i = 0; sorted && place && i < count; i++)
        for (int c = 0; c < FRONT_CURVES; c++)
            if (sorted[i].before[c] != MLG_NONE) sorted[i].before[c] = place[sorted[i].before[c]];
    if (sorted && place) memcpy(front->points, sorted, bytes);
    const bool ready = sorted && place;
    mlg__free(sorted);
    mlg__free(place);
    return ready;
}

static int32_t sites_changed(const mlg_network_plan *a, const mlg_network_plan *b)
{
    int32_t count = 0, last = MLG_NONE;
    for (int32_t i = 0; i < a->plan.site_count; i++) {
        if (a->plan.sites[i].size == b->plan.sites[i].size || a->plan.sites[i].site == last) continue;
        last = a->plan.sites[i].site;
        count++;
    }
    return count;
}

/* The lines see the cheapest ways through upper sites only; where those overflow, a plan goes other ways, which may emit less or
 * arrive earlier than the lines can know. */
static void lower_lines(struct mlg_front *front)
{
    for (int32_t l = 0; l < front->line_count; l++) {
        int64_t above = 0;
        for (int32_t i = 0; i < front->point_count; i++)
            if (front->points[i].plan) above = max64(above, line_at(&front->lines[l], &front->points[i].is) - front->points[i].is.cost);
        front->lines[l].cost -= above;
        front->lowered += above > 0;
    }
}

bool mlg__front_arrange(struct mlg_front *front)
{
    if (front->point_count > 1)
        qsort(front->points, (size_t)front->point_count, sizeof *front->points, by_cost);
    find_curves(front);
    find_knees(front);
    for (int32_t i = 0; i < front->point_count; i++)
        front->points[i].envelope = mlg__front_envelope(front, &front->points[i].is);
    return order(front);
}

bool mlg__front_finish(struct mlg_front *front)
{
    const mlg_scenario *s = front->scenario;
    for (int32_t i = 0; i < front->point_count; i++)
        if (front->points[i].plan)
            front->points[i].is = mlg__front_figures(front->points[i].plan, &front->points[i].plan->plan);
    lower_lines(front);
    drop_dominated(front);
    if (front->point_count == 0) return true;
    const mlg_network_plan *cheapest = front->points[0].plan;
    front->today = mlg__front_figures(cheapest, &cheapest->before);
    front->demand_milli = 0;
    for (int32_t t = 0; t < s->period_count; t++)
        for (int32_t p = 0; p < s->service_count; p++)
            for (int32_t d = 0; d < s->demand_count; d++)
                front->demand_milli += demand_units_milli(s, d, p, t) * s->periods[t].length_years * s->working_days_per_year;
    for (int32_t i = 0; i < front->point_count; i++)
        front->points[i].sites_changed = sites_changed(front->points[i].plan, cheapest);
    return mlg__front_arrange(front);
}

void mlg_front_free(mlg_front *front)
{
    if (!front) return;
    for (int32_t i = 0; i < front->point_count; i++) free_plan(&front->points[i]);
    mlg__arena_free(&front->arena);
    mlg__free(front);
}

int32_t mlg_front_count(const mlg_front *front) { return front->point_count; }

mlg_front_point mlg_front_at(const mlg_front *front, int32_t i)
{
    const struct front_point *p = &front->points[i];
    return (mlg_front_point) {
        .cost = p->is.cost, .envelope = p->envelope, .co2_mg = p->is.co2_mg, .within_milli = p->is.within_milli,
        .units_milli = front->demand_milli, .on_co2 = p->on[FRONT_CO2], .on_speed = p->on[FRONT_SPEED],
        .knee = p->knee[FRONT_CO2] || p->knee[FRONT_SPEED],
    };
}

const mlg_network_plan *mlg_front_plan(const mlg_front *front, int32_t i) { return front->points[i].plan; }
