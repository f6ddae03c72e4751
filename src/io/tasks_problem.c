/* tasks_problem.c — tasks become a routing problem: places, profiles, rates, prizes. See tasks.h.
 *
 * A priority is a prize that no cost can outweigh: the largest sum of priorities first, then the most tasks, then the
 * least cost. Rates are whole numbers over one exact common factor, so that costs are the file's own to the unit. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/vroom.h"
#include "model/builder.h"
#include "model/metric.h"

enum {
    SECONDS_PER_HOUR = 3600,
    UNITS_PER_KG = 1000000,  /* of CO2 */
    ORIGIN_SLACK_S = 1000000 /* a route may leave that long before the first window opens */
};

void mlg__tasks_free(struct tasks *t)
{
    mlg__jtree_free(&t->tree);
    mlg__arena_free(&t->arena);
    mlg__free(t->tasks);
    *t = (struct tasks) { 0 };
}

const char *const mlg__step_names[STEP_KINDS] = { "start", "job", "pickup", "delivery", "break", "end" };

enum step_kind mlg__step_kind(const char *word)
{
    int kind = 0;
    while (kind < STEP_KINDS && strcmp(word, mlg__step_names[kind])) kind++;
    return (enum step_kind)kind;
}

struct task_vehicle mlg__tasks_plain_vehicle(void)
{
    return (struct task_vehicle) { .name = "",
                                   .description = "",
                                   .profile = "car",
                                   .type = "",
                                   .start = { .place = MLG_NONE },
                                   .end = { .place = MLG_NONE },
                                   .per_hour = SECONDS_PER_HOUR,
                                   .speed_factor = 1,
                                   .max_tasks = MLG_NONE,
                                   .max_drive_s = MLG_NONE,
                                   .max_duty_s = MLG_NONE,
                                   .max_distance_m = MLG_NONE };
}

int32_t mlg__tasks_named(const struct tasks *t, enum task_kind kind, uint64_t id)
{
    for (int32_t i = 0; i < t->task_count; i++)
        if (t->tasks[i].kind == kind && t->tasks[i].id == id) return i;
    return MLG_NONE;
}

/* ---- profiles -------------------------------------------------------------------------------------------------- */

const char *mlg__tasks_profile(const char *name, bool *inexact)
{
    static const struct {
        const char *name, *profile;
        bool inexact;
    } known[] = {
        { "car", "car", false },
        { "driving-car", "car", false },
        { "auto", "car", false },
        { "van", "van", false },
        { "truck", "truck", false },
        { "driving-hgv", "truck", false },
        { "cargobike", "cargobike", false },
        { "bike", "cargobike", false },
        { "bicycle", "cargobike", false },
        { "foot", "foot", false },
        { "pedestrian", "foot", false },
        { "taxi", "car", true },
        { "hov", "car", true },
        { "motorcycle", "car", true },
        { "motor_scooter", "car", true },
        { "bus", "truck", true },
    };
    *inexact = false;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (!strcmp(name, known[i].name)) return *inexact = known[i].inexact, known[i].profile;
    if (!strncmp(name, "truck:", 6)) return "truck";
    if (!strncmp(name, "cycling-", 8)) return "cargobike";
    return strncmp(name, "foot-", 5) ? NULL : "foot";
}

static int32_t legs_named(const struct tasks *t, const char *name)
{
    bool ignored;
    for (int32_t i = 0; i < t->legs_count; i++)
        if (!t->legs[i].emissions && !strcmp(t->legs[i].profile, name)) return i;
    const char *road = mlg__tasks_profile(name, &ignored);
    for (int32_t i = 0; road && !strchr(name, ':') && i < t->legs_count; i++) {
        if (t->legs[i].emissions) continue;
        const char *other = mlg__tasks_profile(t->legs[i].profile, &ignored);
        if (other && !strchr(t->legs[i].profile, ':') && !strcmp(other, road)) return i;
    }
    return MLG_NONE;
}

/* The same legs as a class of emissions drives them. */
static int32_t legs_driven(struct tasks *t, int32_t row, const char *emissions)
{
    for (int32_t i = 0; i < t->legs_count; i++)
        if (t->legs[i].emissions && !strcmp(t->legs[i].emissions, emissions) &&
            t->legs[i].profile == t->legs[row].profile)
            return i;
    t->legs[t->legs_count] = t->legs[row];
    t->legs[t->legs_count].emissions = emissions;
    return t->legs_count++;
}

/* The legs of each vehicle: those given under its name or another name of the same profile, else a new row to be
 * computed. */
static mlg_status settle_profiles(struct tasks *t, const struct tasks_ask *ask, mlg_findings *found, mlg_error *err)
{
    struct task_legs *legs = arena_array(&t->arena, struct task_legs, t->legs_count + 2 * t->vehicle_count);
    if (!legs) return mlg__no_memory(err, t->file);
    for (int32_t i = 0; i < t->legs_count; i++) legs[i] = t->legs[i];
    t->legs = legs;
    for (int32_t i = 0; i < t->vehicle_count; i++) {
        struct task_vehicle *v = &t->vehicles[i];
        bool inexact;
        char where[48];
        snprintf(where, sizeof where, "vehicles/%d/profile", i);
        if (!v->profile_given && ask->profile) v->profile = ask->profile;
        v->legs = legs_named(t, v->profile);
        if (v->legs != MLG_NONE && !strcmp(legs[v->legs].profile, v->profile)) continue;
        const char *road = mlg__tasks_profile(v->profile, &inexact);
        if (!road)
            mlg__find(found, MLG_BAD_INPUT, where,
                      TXT("profile \"%.60s\" is not known", "le profil « %.60s » n'est pas connu"),
                      TXT("car, van, truck, cargobike, foot and their other names, or the name of a matrix",
                          "car, van, truck, cargobike, foot et leurs autres noms, ou le nom d'une matrice"),
                      v->profile);
        else if (inexact)
            mlg__warn(found, where, TXT("profile \"%.60s\" is driven as %s", "le profil « %.60s » roule comme « %s »"),
                      NO_HINT, v->profile, road);
        if (v->legs != MLG_NONE) continue;
        legs[t->legs_count] = (struct task_legs) { .profile = v->profile };
        v->legs = t->legs_count++;
    }
    for (int32_t i = 0; i < t->vehicle_count; i++)
        if (t->vehicles[i].emissions)
            t->vehicles[i].legs = legs_driven(t, t->vehicles[i].legs, t->vehicles[i].emissions);
    return MLG_OK;
}

/* ---- places ---------------------------------------------------------------------------------------------------- */

struct task_place *mlg__tasks_next_place(struct place_walk *w, char *where, size_t size)
{
    for (; w->i < 2 * w->t->vehicle_count; w->i++) {
        struct task_vehicle *v = &w->t->vehicles[w->i / 2];
        const bool end = w->i % 2;
        if (end ? !v->has_end : !v->has_start) continue;
        struct task_place *at = end ? &v->end : &v->start;
        w->name = v->name;
        if (at->told_at) snprintf(where, size, "%s", at->told_at);
        else snprintf(where, size, "vehicles/%d/%s", w->i / 2, end ? "end" : "start");
        w->i++;
        return at;
    }
    const int32_t k = w->i++ - 2 * w->t->vehicle_count;
    if (k >= w->t->task_count) return NULL;
    struct task *task = &w->t->tasks[k];
    w->name = task->name;
    if (task->at.told_at) snprintf(where, size, "%s", task->at.told_at);
    else if (task->kind == TASK_JOB) snprintf(where, size, "jobs/%d/location", task->row);
    else
        snprintf(where, size, "shipments/%d/%s/location", task->row, task->kind == TASK_PICKUP ? "pickup" : "delivery");
    return &task->at;
}

struct sorted_point {
    struct task_place *at;
    int32_t order;
};
static int by_point(const void *a, const void *b)
{
    const struct sorted_point *x = a, *y = b;
    if (x->at->lon_deg != y->at->lon_deg) return x->at->lon_deg < y->at->lon_deg ? -1 : 1;
    if (x->at->lat_deg != y->at->lat_deg) return x->at->lat_deg < y->at->lat_deg ? -1 : 1;
    return (x->order > y->order) - (x->order < y->order);
}
static int by_order(const void *a, const void *b)
{
    const struct sorted_point *x = a, *y = b;
    return (x->order > y->order) - (x->order < y->order);
}

/* Without matrices: one place for each pair of coordinates, in the order of the file. */
static mlg_status number_points(struct tasks *t, mlg_error *err)
{
    const int32_t most = 2 * t->vehicle_count + t->task_count;
    struct sorted_point *all = mlg__malloc((size_t)most * sizeof *all);
    struct place_walk walk = { .t = t };
    char where[160];
    int32_t count = 0;
    if (!all) return mlg__no_memory(err, t->file);
    for (struct task_place *at; (at = mlg__tasks_next_place(&walk, where, sizeof where));)
        all[count] = (struct sorted_point) { at, count }, count++;
    qsort(all, (size_t)count, sizeof *all, by_point);
    for (int32_t i = 0; i < count; i++) { /* first of its kind, by order */
        const bool same =
            i && all[i].at->lon_deg == all[i - 1].at->lon_deg && all[i].at->lat_deg == all[i - 1].at->lat_deg;
        all[i].at->place = same ? all[i - 1].at->place : all[i].order;
    }
    qsort(all, (size_t)count, sizeof *all, by_order);
    int32_t *number = mlg__malloc((size_t)count * sizeof *number);
    for (int32_t i = 0; number && i < count; i++) {
        const int32_t first = all[i].at->place;
        number[i] = first == i ? t->place_count++ : number[first];
        all[i].at->place = number[i];
    }
    mlg__free(number);
    mlg__free(all);
    return number ? MLG_OK : mlg__no_memory(err, t->file);
}

static mlg_status settle_places(struct tasks *t, mlg_findings *found, mlg_error *err)
{
    char where[160];
    struct place_walk walk = { .t = t };
    if (!t->has_matrices) MLG_TRY(number_points(t, err));
    t->points = arena_array(&t->arena, mlg_point, t->place_count);
    t->has_point = arena_array(&t->arena, bool, t->place_count);
    if (t->arena.failed) return mlg__no_memory(err, t->file);
    for (struct task_place *at; (at = mlg__tasks_next_place(&walk, where, sizeof where));) {
        if (t->has_matrices) {
            if (at->index >= t->place_count) {
                mlg__find(found, MLG_BAD_INPUT, where,
                          TXT("index %lld is beyond the matrices of %d rows",
                              "l'indice %lld dépasse les matrices de %d lignes"),
                          TXT("indices count from 0", "les indices comptent à partir de 0"), (long long)at->index,
                          t->place_count);
                continue;
            }
            at->place = (int32_t)at->index;
        }
        if (!at->has_point || t->has_point[at->place]) continue;
        t->has_point[at->place] = true;
        t->points[at->place] = (mlg_point) { at->lat_deg, at->lon_deg };
    }
    return MLG_OK;
}

/* ---- what the whole decides ------------------------------------------------------------------------------------ */

static void settle_distances(struct tasks *t, const struct tasks_ask *ask, mlg_findings *found)
{
    bool given = false;
    for (int32_t i = 0; i < t->legs_count; i++) given |= t->legs[i].distances != NULL;
    t->shows_distance = given || ask->geometry;
    for (int32_t i = 0; i < t->vehicle_count; i++) {
        const struct task_vehicle *v = &t->vehicles[i];
        const struct task_legs *l = &t->legs[v->legs];
        char where[64];
        t->shows_distance |= v->per_km != 0 || v->per_extra_km != 0;
        if (given && !l->distances) {
            snprintf(where, sizeof where, "matrices/%.40s/distances", v->profile);
            mlg__find(found, MLG_BAD_INPUT, where,
                      TXT("vehicle %s has no distances, but other matrices have",
                          "le véhicule %s n'a pas de distances, alors que d'autres matrices en ont"),
                      TXT("give distances for every profile, or for none",
                          "donnez des distances pour chaque profil, ou pour aucun"),
                      v->name);
        }
        if (l->costs && v->per_hour != SECONDS_PER_HOUR) {
            snprintf(where, sizeof where, "vehicles/%d/costs/per_hour", i);
            mlg__find(
                found, MLG_BAD_INPUT, where,
                TXT("per_hour is %lld beside a matrix of costs", "per_hour vaut %lld à côté d'une matrice de coûts"),
                TXT("a matrix of costs holds the price of driving: leave per_hour out",
                    "une matrice de coûts contient le prix de la conduite : retirez per_hour"),
                (long long)v->per_hour);
        }
    }
}

/* Some legs are computed from coordinates: then every place has them. */
static void need_points(struct tasks *t, const struct tasks_ask *ask, mlg_findings *found)
{
    bool needed = ask->geometry;
    char where[160];
    struct place_walk walk = { .t = t };
    for (int32_t i = 0; i < t->vehicle_count; i++) {
        const struct task_legs *l = &t->legs[t->vehicles[i].legs];
        needed |= !l->durations || (!l->distances && (t->shows_distance || l->emissions));
        if (!l->durations || l->distances || t->shows_distance || t->vehicles[i].max_distance_m == MLG_NONE) continue;
        snprintf(where, sizeof where, "vehicles/%d/max_distance", i);
        mlg__warn(found, where,
                  TXT("max_distance has no effect: there are no distances",
                      "max_distance est sans effet : il n'y a pas de distances"),
                  TXT("give matrices of distances", "donnez des matrices de distances"));
    }
    for (struct task_place *at; needed && (at = mlg__tasks_next_place(&walk, where, sizeof where));)
        if (at->place != MLG_NONE && !t->has_point[at->place])
            mlg__find(found, MLG_BAD_INPUT, where,
                      TXT("coordinates are missing: legs or geometry are computed from them",
                          "les coordonnées manquent : des trajets ou le tracé en dépendent"),
                      TXT("write [longitude, latitude]", "écrivez [longitude, latitude]"));
}

static void first_open(const struct task_windows *w, int64_t *first)
{
    if (w->count && w->of[0].open_s < *first) *first = w->of[0].open_s;
}

static void settle_origin(struct tasks *t)
{
    int64_t first = INT64_MAX;
    for (int32_t i = 0; i < t->task_count; i++) {
        first_open(&t->tasks[i].windows, &first);
        if (t->tasks[i].late_per_hour) first = min64(first, t->tasks[i].due_s);
        if (t->tasks[i].release_s) first = min64(first, t->tasks[i].release_s);
    }
    for (int32_t i = 0; i < t->vehicle_count; i++) {
        const struct task_vehicle *v = &t->vehicles[i];
        if (v->has_window && v->window.open_s < first) first = v->window.open_s;
        for (int32_t k = 0; k < v->break_count; k++) first_open(&v->breaks[k].windows, &first);
        for (int32_t k = 0; k < v->step_count; k++) {
            if (v->steps[k].from_s > 0) first = min64(first, v->steps[k].from_s);
            first = min64(first, v->steps[k].until_s);
        }
    }
    if (first != INT64_MAX) t->origin_s = max64(0, first - ORIGIN_SLACK_S);
}

mlg_status mlg__tasks_settle(struct tasks *t, const struct tasks_ask *ask, mlg_findings *found, mlg_error *err)
{
    const int64_t before = mlg_findings_count(found, false);
    t->plan_mode = ask->plan_mode;
    if (ask->more) MLG_TRY(mlg__vroom_read_more(ask->more_name, ask->more, strlen(ask->more), t, found, err));
    MLG_TRY(settle_profiles(t, ask, found, err));
    MLG_TRY(settle_places(t, found, err));
    if (mlg_findings_count(found, false) > before) return MLG_BAD_INPUT;
    settle_distances(t, ask, found);
    need_points(t, ask, found);
    settle_origin(t);
    return mlg_findings_count(found, false) > before ? MLG_BAD_INPUT : MLG_OK;
}

/* ---- the problem ----------------------------------------------------------------------------------------------- */

int64_t mlg__tasks_seconds(const struct work_seconds *w, const struct task_vehicle *v)
{
    for (int32_t i = 0; v->type[0] && i < w->type_count; i++)
        if (!strcmp(w->by_type[i].type, v->type)) return w->by_type[i].seconds;
    return w->seconds;
}

bool mlg__tasks_priced(const struct tasks *t) { return mlg__co2_counts(&t->goal) || t->has_prices; }

int64_t mlg__tasks_cost(const struct tasks *t, const struct task_vehicle *v, const struct task_route *r)
{
    const int128 cost = (int128)v->rates.per_drive_tick * r->drive_ticks + (int128)v->rates.per_m * r->distance_m +
                        (int128)v->rates.per_matrix_cost * r->matrix_cost +
                        (int128)v->rates.per_service_tick * r->work_ticks + (r->used ? v->rates.fixed : 0);
    return (int64_t)(cost / t->cost_scale);
}

struct maker {
    struct tasks *t;
    const struct tasks_ask *ask;
    mlg_builder *b;
    mlg_findings *found;
    int64_t scale, prize; /* of costs; of a task of priority 0 */
    int32_t ticks, vehicle_count,
        nobody_skill; /* nobody_skill: what keeps the only vehicle from serving, or MLG_NONE */
};

static bool can_serve(const struct task_vehicle *v)
{
    return v->max_tasks && v->max_drive_s && v->max_distance_m && v->max_duty_s &&
           !(v->has_window && v->window.close_s == 0);
}

static void choose_vehicles(struct maker *m)
{
    struct tasks *t = m->t;
    m->nobody_skill = MLG_NONE;
    for (int32_t i = 0; i < t->vehicle_count; i++) {
        char where[32];
        snprintf(where, sizeof where, "vehicles/%d", i);
        if (can_serve(&t->vehicles[i]) || m->ask->plan_mode) t->vehicle_of[m->vehicle_count++] = i;
        else
            mlg__warn(m->found, where,
                      TXT("this vehicle can serve nothing: one of its limits is 0",
                          "ce véhicule ne peut rien servir : une de ses limites vaut 0"),
                      NO_HINT);
    }
    if (m->vehicle_count) return;
    t->vehicle_of[m->vehicle_count++] = 0;
    t->nobody_serves = true;
    m->nobody_skill = INT32_MIN;
}

static int64_t percent_of(double speed) { return mlg__round(100 / speed); }

static int64_t gcd(int64_t a, int64_t b)
{
    while (b) {
        const int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* The least scale under which rate / per is whole. */
static int64_t lcm_with(int64_t scale, int64_t rate, int64_t per)
{
    const int64_t need = per / gcd(rate, per);
    return scale / gcd(scale, need) * need;
}

static void choose_units(struct maker *m)
{
    m->ticks = 1;
    for (int32_t i = 0; i < m->vehicle_count; i++)
        if (percent_of(m->t->vehicles[m->t->vehicle_of[i]].speed_factor) != 100) m->ticks = MLG_TICKS_FINE;
    m->scale = 1;
    for (int32_t i = 0; i < m->vehicle_count; i++) {
        const struct task_vehicle *v = &m->t->vehicles[m->t->vehicle_of[i]];
        const int64_t ticks_an_hour = (int64_t)SECONDS_PER_HOUR * m->ticks;
        m->scale = lcm_with(m->scale, v->per_hour, ticks_an_hour);
        m->scale = lcm_with(m->scale, v->per_task_hour, ticks_an_hour);
        m->scale = lcm_with(m->scale, v->per_km, 1000);
        m->scale = lcm_with(m->scale, v->per_extra_km, 1000);
        m->scale = lcm_with(m->scale, v->overtime_per_hour, ticks_an_hour);
        m->scale = lcm_with(m->scale, v->per_extra_travel_hour, ticks_an_hour);
    }
    for (int32_t i = 0; i < m->t->task_count; i++)
        m->scale = lcm_with(m->scale, m->t->tasks[i].late_per_hour, (int64_t)SECONDS_PER_HOUR * m->ticks);
    if (m->t->goal.balance) m->scale *= 1000; /* squares are cut to whole units */
    /* A gram of CO2 is many units, so that energy is priced to a millionth. */
    if (m->t->goal.co2_per_kg > 0)
        m->scale *= max64(1, (int64_t)fmin(ceil(UNITS_PER_KG / (m->t->goal.co2_per_kg * (double)m->scale)), 0x1p30));
    m->t->cost_scale = m->scale;
}

/* What is to be least: the document's cost and the price of CO2, or CO2 alone. */
static mlg_rates goal_rates(const struct maker *m, const struct task_vehicle *v)
{
    const struct task_goal *g = &m->t->goal;
    const double units_per_kg = g->least_co2 ? UNITS_PER_KG : g->co2_per_kg * (double)m->scale;
    static const mlg_rates nothing;
    mlg_rates r = g->least_co2 ? nothing : v->rates;
    r.per_task = mlg__round(v->stop_j * v->co2_kg_per_j * units_per_kg);
    r.per_j_q24 = mlg__round(v->co2_kg_per_j * units_per_kg * 0x1p24);
    /* All zero would stand for a price per metre: a price of overtime, of which there is none, says otherwise. */
    if (!memcmp(&r, &nothing, sizeof r)) r.per_overtime_tick = 1;
    return r;
}

/* The document's own. */
static mlg_rates rates_of(const struct maker *m, const struct task_vehicle *v)
{
    const int64_t ticks_an_hour = (int64_t)SECONDS_PER_HOUR * m->ticks;
    const bool own_costs = m->t->legs[v->legs].costs != NULL;
    mlg_rates r = { .fixed = v->fixed * m->scale, .per_service_tick = v->per_task_hour * m->scale / ticks_an_hour };
    r.per_overtime_tick = v->overtime_per_hour * m->scale / ticks_an_hour;
    r.per_extra_stop = v->per_extra_task * m->scale;
    r.per_extra_drive_tick = v->per_extra_travel_hour * m->scale / ticks_an_hour;
    r.per_extra_m = v->per_extra_km * m->scale / 1000;
    r.per_duty2_q40 = mlg__round((double)m->t->goal.balance * (double)m->scale * 0x1p40 /
                                 ((double)ticks_an_hour * (double)ticks_an_hour));
    if (own_costs) r.per_matrix_cost = m->scale;
    else {
        r.per_drive_tick = v->per_hour * m->scale / ticks_an_hour;
        r.per_m = v->per_km * m->scale / 1000;
    }
    return r;
}

/* ---- legs ---- */

static int64_t table_max(const int32_t *plane, int32_t n)
{
    int64_t most = 0;
    for (int64_t i = 0; plane && i < (int64_t)n * n; i++)
        if (plane[i] <= MLG_LEG_MAX && plane[i] > most) most = plane[i];
    return most;
}

static void to_ticks(int32_t *plane, int32_t n, int32_t ticks)
{
    for (int64_t i = 0; ticks > 1 && i < (int64_t)n * n; i++)
        plane[i] = plane[i] > MLG_LEG_MAX / ticks ? MLG_UNREACHABLE : plane[i] * ticks;
}

/* The largest capacity in the dimension that weighs. */
static int64_t heaviest(const struct maker *m)
{
    int64_t most = 0;
    for (int32_t i = 0; i < m->t->vehicle_count && m->t->goal.weight != MLG_NONE; i++)
        most = max64(most, m->t->vehicles[i].capacity[m->t->goal.weight]);
    return most;
}

/* The longest leg of a vehicle's matrix as time (ticks), metres and cost: for prizes. */
struct longest {
    int64_t time, distance, cost;
    double energy_j; /* laden as much as any amount may be */
};
static struct longest longest_crow(const struct maker *m)
{
    const struct tasks *t = m->t;
    double west = 180, east = -180, south = 90, north = -90;
    for (int32_t i = 0; i < t->place_count; i++) {
        if (!t->has_point[i]) continue;
        west = fmin(west, t->points[i].lon_deg), east = fmax(east, t->points[i].lon_deg);
        south = fmin(south, t->points[i].lat_deg), north = fmax(north, t->points[i].lat_deg);
    }
    const double crow_m = mlg__great_circle_m(south, west, south, east) +
                          mlg__great_circle_m(south, west, north, west) + mlg__great_circle_m(north, west, north, east);
    const double road_m = fmin(crow_m, 2.1e7) * 1.4;
    return (struct longest) { (int64_t)(road_m * 3.6 / 20 + 1) * m->ticks, (int64_t)road_m + 1, 0, 0 };
}

/* Vehicles of several classes share planes of times. */
static bool in_ticks(const struct maker *m, const struct task_legs *l, const int32_t *plane, const int32_t *matrix_of)
{
    for (int32_t i = 0; i < m->t->legs_count; i++) {
        const struct task_legs *other = &m->t->legs[i];
        if (other != l && matrix_of[i] != MLG_NONE &&
            (other->durations ? other->durations->values : other->time_s) == plane)
            return true;
    }
    return false;
}

static int32_t add_legs(struct maker *m, struct task_legs *l, struct longest *longest, const int32_t *matrix_of)
{
    const int32_t n = m->t->place_count;
    if (l->crow) {
        const mlg_matrix crow = { .kind = MLG_CROW, .profile = l->profile };
        *longest = longest_crow(m);
        return mlg__builder_matrix_in_place(m->b, &crow);
    }
    const mlg_matrix table = { .kind = MLG_TABLE,
                               .profile = l->profile,
                               .time = l->durations ? l->durations->values : l->time_s,
                               .distance = l->distances ? l->distances->values : l->distance_m,
                               .cost = l->costs ? l->costs->values : NULL,
                               .energy_kj = l->energy_kj,
                               .energy_j_per_kg = l->energy_j_per_unit };
    if (!in_ticks(m, l, table.time, matrix_of))
        to_ticks((int32_t *)table.time, n, m->ticks); /* our own: it lies in the arena that goes over to the problem */
    *longest = (struct longest) { table_max(table.time, n), table_max(table.distance, n), table_max(table.cost, n),
                                  1000.0 * (double)table_max(table.energy_kj, n) +
                                      (double)table_max(table.energy_j_per_kg, n) * (double)heaviest(m) };
    return mlg__builder_matrix_in_place(m->b, &table);
}

/* ---- vehicles and stops ---- */

static const mlg_window *windows_from(struct maker *m, const struct task_windows *w)
{
    mlg_window *to = arena_array(&m->t->arena, mlg_window, w->count);
    for (int32_t i = 0; to && i < w->count; i++)
        to[i] = (mlg_window) { w->of[i].open_s - m->t->origin_s, w->of[i].close_s - m->t->origin_s };
    return w->count ? to : NULL;
}

/* Limits that are not there in the problem's words: 0. */
static int64_t limit_of(int64_t limit) { return limit == MLG_NONE ? 0 : limit; }

static void add_vehicle(struct maker *m, const struct task_vehicle *v, int32_t matrix)
{
    mlg_break *breaks = arena_array(&m->t->arena, mlg_break, v->break_count);
    for (int32_t i = 0; breaks && i < v->break_count; i++) {
        const struct task_break *k = &v->breaks[i];
        char id[24];
        snprintf(id, sizeof id, "%llu", (unsigned long long)k->id);
        breaks[i] = (mlg_break) { .windows = windows_from(m, &k->windows),
                                  .window_count = k->windows.count,
                                  .service_s = k->service_s,
                                  .load_limited = k->load_limited,
                                  .id = mlg__arena_text(&m->t->arena, id) };
        memcpy(breaks[i].max_load, k->max_load, sizeof k->max_load);
    }
    mlg_vehicle to = { .start = v->has_start ? v->start.place : MLG_NONE,
                       .end = v->has_end ? v->end.place : MLG_NONE,
                       .matrix = matrix,
                       .count = 1,
                       .rates = goal_rates(m, v),
                       .max_drive_s = limit_of(v->max_drive_s),
                       .max_distance_m = limit_of(v->max_distance_m),
                       .max_duty_s = limit_of(v->max_duty_s),
                       .overtime_after_s = v->overtime_after_s,
                       .drive_after_s = v->travel_after_s,
                       .distance_after_m = v->distance_after_m,
                       .stops_after = (int32_t)min64(v->tasks_after, INT32_MAX),
                       .max_stops = (int32_t)min64(limit_of(v->max_tasks), INT32_MAX),
                       .weight_load = v->emissions ? m->t->goal.weight : MLG_NONE,
                       .breaks = breaks,
                       .break_count = v->break_count,
                       .skills = v->skills,
                       .skill_count = v->skill_count,
                       .speed_factor = 100.0 / (double)percent_of(v->speed_factor),
                       .class_id = v->type,
                       .id = v->name };
    int32_t *first = arena_array(&m->t->arena, int32_t, v->fixed_steps);
    for (int32_t k = 0; first && !m->ask->plan_mode && to.first_count < v->fixed_steps; k++)
        if (mlg__step_is_task(v->steps[k].kind)) first[to.first_count++] = v->steps[k].index;
    to.first_stops = first, to.locked = v->locked;
    memcpy(to.aboard, v->aboard, sizeof v->aboard);
    if (percent_of(v->speed_factor) == 100) to.speed_factor = 1;
    memcpy(to.capacity, v->capacity, sizeof v->capacity);
    if (v->has_window)
        to.shift = (mlg_window) { v->window.open_s - m->t->origin_s, max64(1, v->window.close_s - m->t->origin_s) };
    mlg_builder_vehicle(m->b, &to);
}

/* Of each type that the setup or the service names; one that both name has two equal rows, of which one counts. */
static mlg_class_work *class_work_of(struct maker *m, const struct task *task)
{
    const struct work_seconds *setup = &task->setup, *service = &task->service;
    mlg_class_work *rows = arena_array(&m->t->arena, mlg_class_work, setup->type_count + service->type_count);
    for (int32_t i = 0; rows && i < setup->type_count + service->type_count; i++) {
        const bool of_setup = i < setup->type_count;
        const struct task_vehicle typed = { .type = of_setup ? setup->by_type[i].type
                                                             : service->by_type[i - setup->type_count].type };
        rows[i] =
            (mlg_class_work) { typed.type, mlg__tasks_seconds(setup, &typed), mlg__tasks_seconds(service, &typed) };
    }
    return rows;
}

static mlg_stop stop_of(struct maker *m, const struct task *task)
{
    int32_t *skills = arena_array(&m->t->arena, int32_t, task->skill_count + 1);
    mlg_stop s = { .place = task->at.place,
                   .setup_s = task->setup.seconds,
                   .service_s = task->service.seconds,
                   .class_work = class_work_of(m, task),
                   .class_work_count = task->setup.type_count + task->service.type_count,
                   .windows = windows_from(m, &task->windows),
                   .window_count = task->windows.count,
                   .priority = task->priority,
                   .group = task->group,
                   .release_s = max64(0, task->release_s - m->t->origin_s),
                   .backhaul = task->backhaul,
                   .skill_count = task->skill_count,
                   .skills = skills,
                   .id = task->name };
    for (int32_t i = 0; skills && i < task->skill_count; i++) skills[i] = task->skills[i];
    if (skills && m->nobody_skill != MLG_NONE) skills[s.skill_count++] = m->nobody_skill;
    if (task->late_per_hour && !m->t->goal.least_co2) {
        s.due_s = task->due_s - m->t->origin_s;
        s.per_late_tick = task->late_per_hour * m->scale / ((int64_t)SECONDS_PER_HOUR * m->ticks);
    }
    if (m->prize) s.prize = m->prize * (1 + (int64_t)task->priority * (m->t->task_count + 1));
    return s;
}

static int64_t longest_seconds(const struct work_seconds *w)
{
    int64_t longest = w->seconds;
    for (int32_t i = 0; i < w->type_count; i++) longest = max64(longest, w->by_type[i].seconds);
    return longest;
}

/* What one task more may add at most to lateness, overtime, balance and what is beyond: as if it made a route of all.
 */
static double own_prices(const struct maker *m, const struct task_vehicle *v, const struct longest *l, int64_t work_s)
{
    const double n = m->t->task_count, leg = (double)l->time / v->speed_factor, work = (double)work_s * m->ticks;
    const double longer = 2 * leg + work,
                 duty = n * longer + (v->has_window ? (double)(v->window.close_s - v->window.open_s) * m->ticks : 0);
    double late = 0;
    for (int32_t i = 0; i < m->t->task_count; i++) late += (double)m->t->tasks[i].late_per_hour;
    if (!m->t->has_prices) return 0;
    late *= (double)m->scale / (SECONDS_PER_HOUR * (double)m->ticks);
    return late * duty + (double)v->rates.per_overtime_tick * longer + (double)v->rates.per_extra_stop +
           2 * (double)v->rates.per_extra_drive_tick * leg + 2 * (double)v->rates.per_extra_m * (double)l->distance +
           2 * (double)v->rates.per_duty2_q40 * 0x1p-40 * duty * longer;
}

/* Without priorities every stop is required, and the search sees to it itself. With them, a stop more is worth more
 * than any way there and back, and a point of priority more than all stops together. */
static void choose_prize(struct maker *m, const struct longest *longest)
{
    const struct tasks *t = m->t;
    int64_t alone = 0, work_s = 0, sum = 0;
    for (int32_t i = 0; i < t->task_count; i++) {
        sum += 1 + (int64_t)t->tasks[i].priority * (t->task_count + 1);
        work_s = max64(work_s, longest_seconds(&t->tasks[i].setup) + longest_seconds(&t->tasks[i].service));
    }
    if (sum == t->task_count) return;
    for (int32_t i = 0; i < m->vehicle_count; i++) {
        const struct task_vehicle *v = &t->vehicles[t->vehicle_of[i]];
        const mlg_rates r = v->rates, goal = goal_rates(m, v);
        const struct longest *l = &longest[v->legs];
        const double cost = (double)r.fixed +
                            4 * ((double)r.per_drive_tick * (double)l->time / v->speed_factor +
                                 (double)r.per_m * (double)l->distance + (double)r.per_matrix_cost * (double)l->cost) +
                            2 * (double)r.per_service_tick * (double)work_s * m->ticks + 2 * (double)goal.per_task +
                            own_prices(m, v, l, work_s) + 4 * (double)l->energy_j / 0x1p24 * (double)goal.per_j_q24;
        alone = max64(alone, (int64_t)fmin(cost, 0x1p58) + 1);
    }
    if (t->goal.fewest_vehicles) alone = min64(INT64_C(1) << 58, 4 * alone);
    const int64_t most = (INT64_C(1) << 58) / sum;
    m->prize = max64(1, min64(most, alone < INT64_MAX / (t->task_count + 1) ? alone * (t->task_count + 1) : most));
    if (m->prize < alone)
        mlg__warn(m->found, "jobs",
                  TXT("so many tasks, priorities and costs are weighed only roughly against each other",
                      "tant de tâches, de priorités et de coûts ne sont comparés que grossièrement"),
                  TXT("use smaller priorities, or costs in a larger unit",
                      "prenez des priorités plus petites, ou des coûts dans une unité plus grande"));
}

static void add_stops(struct maker *m)
{
    const struct tasks *t = m->t;
    for (int32_t i = 0; i < t->task_count; i++) {
        const struct task *task = &t->tasks[i];
        mlg_stop s = stop_of(m, task);
        if (task->kind != TASK_JOB) {
            const mlg_stop end = stop_of(m, &t->tasks[++i]);
            mlg_builder_shipment(m->b, &s, &end, task->pickup);
            continue;
        }
        memcpy(s.demand, task->delivery, sizeof s.demand);
        memcpy(s.pickup, task->pickup, sizeof s.pickup);
        mlg_builder_stop(m->b, &s);
    }
}

static mlg_status make(struct maker *m, struct longest *longest, int32_t *matrix_of, mlg_problem **p, mlg_error *err)
{
    struct tasks *t = m->t;
    for (int32_t i = 0; i < t->place_count; i++)
        mlg_builder_place(m->b, t->has_point[i] ? t->points[i].lat_deg : 0, t->has_point[i] ? t->points[i].lon_deg : 0);
    choose_vehicles(m);
    choose_units(m);
    for (int32_t i = 0; i < t->vehicle_count; i++) t->vehicles[i].rates = rates_of(m, &t->vehicles[i]);
    for (int32_t i = 0; i < t->legs_count; i++) matrix_of[i] = MLG_NONE;
    for (int32_t i = 0; i < m->vehicle_count; i++) {
        const int32_t k = t->vehicles[t->vehicle_of[i]].legs;
        if (matrix_of[k] == MLG_NONE) matrix_of[k] = add_legs(m, &t->legs[k], &longest[k], matrix_of);
    }
    mlg__builder_take_planes(m->b, &t->tree.planes);
    mlg_builder_scale(m->b, t->goal.least_co2 ? UNITS_PER_KG : m->scale, m->ticks);
    for (int32_t i = 0; i < m->vehicle_count; i++)
        add_vehicle(m, &t->vehicles[t->vehicle_of[i]], matrix_of[t->vehicles[t->vehicle_of[i]].legs]);
    choose_prize(m, longest);
    add_stops(m);
    for (int32_t i = 0; i < t->relation_count; i++) /* stops are numbered as tasks */
        mlg_builder_relation(m->b, t->relations[i].apart ? MLG_APART : MLG_TOGETHER, t->relations[i].tasks,
                             t->relations[i].count);
    mlg_builder *b = m->b;
    m->b = NULL;
    if (t->arena.failed) return mlg_builder_free(b), mlg__no_memory(err, t->file);
    /* Everything was checked under the file's own paths; what is left is beyond the limits of all problems. */
    mlg_findings *own = mlg_findings_new(mlg__findings_lang(m->found));
    const mlg_status status = mlg_builder_finish(b, p, own, err);
    for (int32_t i = 0; i < mlg_findings_count(own, false) && mlg_findings_at(own, false, i); i++) {
        const mlg_error *e = mlg_findings_at(own, false, i);
        const struct mlg_txt hint = { { e->hint, e->hint } };
        mlg__find(m->found, e->status, e->where, TXT("%s", "%s"), hint, e->message);
    }
    mlg_findings_free(own);
    return status;
}

mlg_status mlg__tasks_problem(struct tasks *t, const struct tasks_ask *ask, mlg_problem **p, mlg_findings *found,
                              mlg_error *err)
{
    const int64_t before = mlg_findings_count(found, false);
    struct maker m = { .t = t, .ask = ask, .found = found, .b = mlg_builder_new() };
    struct longest *longest = arena_array(&t->arena, struct longest, t->legs_count);
    int32_t *matrix_of = arena_array(&t->arena, int32_t, t->legs_count);
    *p = NULL;
    t->vehicle_of = arena_array(&t->arena, int32_t, t->vehicle_count);
    mlg_status status = m.b && !t->arena.failed ? make(&m, longest, matrix_of, p, err) : mlg__no_memory(err, t->file);
    mlg_builder_free(m.b);
    if (!status && mlg_findings_count(found, false) > before) status = MLG_OVER_LIMIT, mlg__first_error(found, err);
    if (status) mlg_problem_free(*p), *p = NULL;
    return status;
}
