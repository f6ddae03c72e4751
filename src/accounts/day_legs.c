/* day_legs.c — walk the routes of a day from visit to visit, and share the account of each over its legs. See
 * day_legs.h. */
#include "accounts/day_legs.h"

#include "accounts/lane.h"
#include "base/math.h"
#include "base/memory.h"
#include "model/route_legs.h"
#include "model/units.h"

/* ---------- the walk ---------- */

struct walk {
    const mlg_leg_source *source; /* may be NULL */
    const struct vehicle_class *c;
    int32_t class;
    const mlg_problem *p;
    const struct plan_route *route;
    mlg_leg *table; /* [visit_count * visit_count] between the visits' places */
};

/* The table of a route: a break on the road is where the visit before it was. */
static mlg_status ask_table(struct walk *w, struct arena *scratch, mlg_error *err)
{
    const int32_t count = w->route->visit_count;
    struct place *places = arena_array(scratch, struct place, count);
    w->table = arena_array(scratch, mlg_leg, (int64_t)count * count);
    if (scratch->failed) return mlg__no_memory(err, "days_legs.csv");
    for (int32_t v = 0; v < count; v++) {
        const int32_t place = w->route->visits[v].place;
        if (place != MLG_NONE) places[v] = w->p->places[place];
        else if (v) places[v] = places[v - 1];
    }
    return mlg__day_leg_table(w->source, w->class, w->c, places, count, w->table, err);
}

static struct arc_values arc_to(const struct walk *w, int32_t seq)
{
    const int32_t from = seq ? mlg__leg_origin(w->route, seq)->place : MLG_NONE, to = w->route->visits[seq].place;
    if (from == MLG_NONE || to == MLG_NONE || from == to) return (struct arc_values) { 0 };
    const mlg_leg leg = w->table[(ptrdiff_t)(seq - 1) * w->route->visit_count + seq];
    return (struct arc_values) { .time = leg.time_s,
                                 .distance = leg.distance_m,
                                 .energy_kj = leg.energy_kj,
                                 .energy_j_per_kg = leg.energy_j_per_kg };
}

static struct day_leg leg_to(const struct walk *w, int32_t number, int32_t seq)
{
    const struct route_leg leg = mlg__route_leg(w->p, w->route, seq, arc_to(w, seq));
    return (struct day_leg) {
        .route = number,
        .seq = seq,
        .distance_m = leg.distance_m,
        .drive_s = leg.drive_s,
        .duty_s = leg.duty_s,
        .load_kg = leg.load_kg,
        .energy_j = leg.energy_j,
        .stop_energy_j = w->route->visits[seq].kind == MLG_STOP ? mlg__round(w->c->stop_mj * MLG_J_PER_MJ) : 0,
    };
}

/* ---------- the shares ---------- */

enum measure { BY_METRES, BY_JOULES, BY_SECONDS };

/* What each line of a round's account follows; vehicle_fixed stands with the start. */
static const struct {
    enum account_line line;
    enum measure by;
} shared[] = {
    { LINE_VEHICLE_DISTANCE, BY_METRES }, { LINE_ENERGY, BY_JOULES },      { LINE_DRIVER, BY_SECONDS },
    { LINE_CO2_PRICE, BY_JOULES },        { LINE_TIME_VALUE, BY_SECONDS },
};

struct shares {
    const struct day_leg *legs;
    int32_t count;
    int64_t *weight, *part; /* [count] scratch; part: the answer */
};

static mlg_status share(struct shares *w, int64_t total, enum measure by)
{
    for (int32_t i = 0; i < w->count; i++) {
        const struct day_leg *leg = &w->legs[i];
        w->weight[i] = by == BY_METRES    ? leg->distance_m
                       : by == BY_SECONDS ? leg->duty_s
                                          : max64(0, leg->energy_j + leg->stop_energy_j);
    }
    return mlg__largest_remainders_int(total, w->weight, w->count, w->part);
}

static mlg_status share_account(struct shares *w, const struct route_account *account, struct day_leg *legs)
{
    legs[0].cents[LINE_VEHICLE_FIXED] = account->cents[LINE_VEHICLE_FIXED];
    for (size_t k = 0; k < sizeof shared / sizeof *shared; k++) {
        MLG_TRY(share(w, account->cents[shared[k].line], shared[k].by));
        for (int32_t i = 0; i < w->count; i++) legs[i].cents[shared[k].line] = w->part[i];
    }
    MLG_TRY(share(w, account->co2_wtw_mg, BY_JOULES));
    for (int32_t i = 0; i < w->count; i++) legs[i].co2_wtw_mg = w->part[i];
    MLG_TRY(share(w, account->co2_ttw_mg, BY_JOULES));
    for (int32_t i = 0; i < w->count; i++) legs[i].co2_ttw_mg = w->part[i];
    return MLG_OK;
}

/* ---------- a day ---------- */

static mlg_status account_legs(const mlg_scenario *s, const mlg_leg_source *source, const struct plan_day *day,
                               const mlg_problem *p, struct arena *scratch, struct day_leg *legs, mlg_error *err)
{
    for (int32_t r = 0; r < day->routes->route_count; r++) {
        const struct plan_route *route = &day->routes->routes[r];
        if (route->visit_count == 0) continue;
        const int32_t class = mlg__day_class(s, route->vehicle);
        const struct vehicle_class here = mlg__class_at(s, class, day->site);
        const struct arena_mark mark = mlg__arena_mark(scratch);
        struct walk walk = { .source = source, .c = &here, .class = class, .p = p, .route = route };
        MLG_TRY(ask_table(&walk, scratch, err));
        for (int32_t v = 0; v < route->visit_count; v++) legs[v] = leg_to(&walk, r, v);
        struct shares w = { legs, route->visit_count, arena_array(scratch, int64_t, route->visit_count),
                            arena_array(scratch, int64_t, route->visit_count) };
        if (scratch->failed) return mlg__no_memory(err, "days_legs.csv");
        const struct route_account account = mlg__day_account(s, day, route);
        if (share_account(&w, &account, legs)) return mlg__no_memory(err, "days_legs.csv");
        mlg__arena_reset(scratch, mark);
        legs += route->visit_count;
    }
    return MLG_OK;
}

mlg_status mlg__day_legs(const mlg_scenario *s, const mlg_leg_source *source, const struct plan_day *day,
                         const mlg_problem *problem, struct day_leg **rows, int32_t *count, mlg_error *err)
{
    struct arena scratch = { 0 };
    *count = 0;
    for (int32_t r = 0; r < day->routes->route_count; r++) *count += day->routes->routes[r].visit_count;
    *rows = mlg__malloc((size_t)*count * sizeof **rows);
    mlg_status status = *rows ? account_legs(s, source, day, problem, &scratch, *rows, err) : mlg__no_memory(err, "days_legs.csv");
    mlg__arena_free(&scratch);
    if (!status) return MLG_OK;
    mlg__free(*rows);
    *rows = NULL;
    *count = 0;
    return status;
}
