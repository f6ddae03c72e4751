/* vrplib_build.c — from the sound numbers of a VRPLIB file to a problem.
 *
 * Places: the depots first, then the other nodes, each in their order; so with d depots place i is stop i - d, its id
 * is i, and i is its number in a .sol. Vehicles that are the same and stand together in the file are one row of the
 * problem. */
#include "io/vrplib_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/math.h"
#include "base/memory.h"
#include "io/rounding.h"
#include "model/metric.h"
#include "model/problem.h"

struct build {
    struct vrplib *v;
    mlg_builder *b;
    int32_t *node_of, *place_of; /* [place], [node] */
    int32_t skills[ALLOWED_SETS_MAX];
};

static int64_t rounded(const struct vrplib *v, double value) { return mlg__round_value(v->round, value); }

static mlg_window window_of(const struct vrplib *v, int32_t node)
{
    const struct row *row = &v->rows[WINDOWS][node];
    return (mlg_window) { rounded(v, row->value[0]), rounded(v, row->value[1]) };
}

/* ---- places and legs ------------------------------------------------------------------------------------------- */

static bool number_places(struct build *u)
{
    const struct vrplib *v = u->v;
    int32_t depots = 0, others = v->depot_count;
    u->node_of = mlg__malloc((size_t)v->node_count * sizeof *u->node_of);
    u->place_of = mlg__malloc((size_t)v->node_count * sizeof *u->place_of);
    for (int32_t i = 0; u->node_of && u->place_of && i < v->node_count; i++) {
        u->place_of[i] = v->is_depot[i] ? depots++ : others++;
        u->node_of[u->place_of[i]] = i;
    }
    return u->node_of && u->place_of;
}

static void build_places(const struct build *u)
{
    for (int32_t place = 0; place < u->v->node_count; place++) {
        const struct row *row = u->v->rows[COORDINATES] ? &u->v->rows[COORDINATES][u->node_of[place]] : NULL;
        mlg_builder_place_xy(u->b, row ? row->value[0] : 0, row ? row->value[1] : 0);
    }
}

/* Where entry (i, j) stands. */
static double weight_between(const struct vrplib *v, enum layout layout, int64_t i, int64_t j)
{
    const int64_t n = v->node_count, low = i < j ? i : j, high = i < j ? j : i;
    if (layout == FULL_MATRIX) return v->weights[i * n + j];
    if (i == j)
        return layout == LOWER_DIAG_ROW   ? v->weights[i * (i + 3) / 2]
               : layout == UPPER_DIAG_ROW ? v->weights[i * n - i * (i - 1) / 2]
                                          : 0;
    if (layout == LOWER_ROW) return v->weights[high * (high - 1) / 2 + low];
    if (layout == LOWER_DIAG_ROW) return v->weights[high * (high + 1) / 2 + low];
    if (layout == UPPER_ROW) return v->weights[low * n - low * (low + 1) / 2 + high - low - 1];
    return v->weights[low * n - low * (low - 1) / 2 + high - low];
}

static void build_matrix(struct build *u)
{
    struct vrplib *v = u->v;
    if (!is_explicit(v)) {
        mlg_builder_matrix(u->b, &(mlg_matrix) { .kind = MLG_EUCLID, .round = v->round });
        return;
    }
    const int32_t n = v->node_count;
    const enum layout layout =
        (enum layout)mlg__vrplib_find(&v->given[EDGE_WEIGHT_FORMAT], mlg__vrplib_layouts, LAYOUT_COUNT);
    int32_t *plane = mlg__malloc((size_t)n * (size_t)n * sizeof *plane);
    if (!plane) {
        v->no_memory = true;
        return;
    }
    for (int32_t i = 0; i < n; i++)
        for (int32_t j = 0; j < n; j++) {
            const double weight = weight_between(v, layout, u->node_of[i], u->node_of[j]);
            plane[(int64_t)i * n + j] = (int32_t)min64(rounded(v, weight), MLG_UNREACHABLE);
        }
    mlg_builder_matrix(u->b, &(mlg_matrix) { .kind = MLG_TABLE, .time = plane, .distance = plane });
    mlg__free(plane);
}

/* ---- vehicles -------------------------------------------------------------------------------------------------- */

static bool same_value(const struct vrplib *v, enum section section, int32_t a, int32_t b)
{
    return !v->rows[section] || v->rows[section][a].value[0] == v->rows[section][b].value[0];
}

static bool same_list(const struct vrplib *v, enum listing listing, int32_t a, int32_t b)
{
    return !v->lists[listing].rows || mlg__vrplib_same_list(&v->lists[listing], a, b);
}

static bool same_vehicles(const struct vrplib *v, int32_t a, int32_t b)
{
    for (int section = CAPACITIES; section < SECTION_COUNT; section++)
        if (!same_value(v, (enum section)section, a, b)) return false;
    return same_list(v, ALLOWED, a, b) && same_list(v, RELOADS, a, b);
}

/* Set k of allowed customers is the skill k: asked for by the customers outside of it, lacking to its vehicles alone.
 */
static int32_t list_skills(struct build *u, int32_t vehicle)
{
    int32_t count = 0;
    for (int32_t k = 0; k < u->v->set_count; k++)
        if (!mlg__vrplib_same_list(&u->v->lists[ALLOWED], u->v->set_vehicle[k], vehicle)) u->skills[count++] = k;
    return count;
}

static void build_vehicle(struct build *u, int32_t i, int32_t count)
{
    struct vrplib *v = u->v;
    const struct list_rows *reloads = &v->lists[RELOADS];
    const int32_t depot = v->rows[VEHICLE_DEPOTS] ? u->place_of[(int32_t)v->rows[VEHICLE_DEPOTS][i].value[0] - 1] : 0;
    const double most_s = v->given[DISTANCE].line ? v->real[DISTANCE]
                                                  : mlg__vrplib_of_vehicle(v, VEHICLES_MAX_DURATION, MAX_DURATIONS, i);
    mlg_vehicle vehicle = {
        .start = depot,
        .end = depot,
        .count = count,
        .capacity = { v->rows[CAPACITIES] ? (int64_t)v->rows[CAPACITIES][i].value[0] : v->number[CAPACITY] },
        .rates = { .fixed = rounded(v, mlg__vrplib_of_vehicle(v, VEHICLES_FIXED_COST, FIXED_COSTS, i)),
                   .per_m = mlg__vrplib_unit_cost(v, i) },
        .max_duty_s = rounded(v, most_s),
        .max_distance_m = rounded(v, mlg__vrplib_of_vehicle(v, VEHICLES_MAX_DISTANCE, MAX_DISTANCES, i)),
        .weight_load = MLG_NONE,
        .skills = u->skills,
        .skill_count = list_skills(u, i),
    };
    int32_t *places = NULL;
    if (v->rows[WINDOWS]) vehicle.shift = window_of(v, u->node_of[depot]);
    if (reloads->rows && reloads->rows[i].count) {
        const struct list_row *row = &reloads->rows[i];
        places = mlg__malloc((size_t)row->count * sizeof *places);
        for (int32_t k = 0; places && k < row->count; k++) places[k] = u->place_of[reloads->nodes[row->first + k]];
        v->no_memory = v->no_memory || !places;
        vehicle.reload_places = places;
        vehicle.reload_count = places ? row->count : 0;
        vehicle.max_trips = v->given[VEHICLES_MAX_RELOADS].line ? (int32_t)v->number[VEHICLES_MAX_RELOADS] + 1
                                                                : v->node_count - v->depot_count;
    }
    mlg_builder_vehicle(u->b, &vehicle);
    mlg__free(places);
}

static void build_vehicles(struct build *u)
{
    const struct vrplib *v = u->v;
    const int32_t unlimited = is_type(v, "TSP") ? 1 : MLG_UNLIMITED;
    if (v->vehicle_count == 0)
        return build_vehicle(u, 0, v->given[VEHICLES].line ? (int32_t)v->number[VEHICLES] : unlimited);
    for (int32_t i = 0, first = 0; i < v->vehicle_count; i++) {
        if (i + 1 < v->vehicle_count && same_vehicles(v, first, i + 1)) continue;
        build_vehicle(u, first, i + 1 - first);
        first = i + 1;
    }
}

/* ---- stops ----------------------------------------------------------------------------------------------------- */

static int by_number(const void *a, const void *b)
{
    const int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

static int32_t skills_asked(struct build *u, int32_t node)
{
    const struct list_rows *l = &u->v->lists[ALLOWED];
    int32_t count = 0;
    for (int32_t k = 0; k < u->v->set_count; k++) {
        const struct list_row *row = &l->rows[u->v->set_vehicle[k]];
        if (!row->count || !bsearch(&node, l->nodes + row->first, (size_t)row->count, sizeof node, by_number))
            u->skills[count++] = k;
    }
    return count;
}

static void build_stop(struct build *u, int32_t place, int32_t group)
{
    const struct vrplib *v = u->v;
    const int32_t node = u->node_of[place];
    char id[16];
    mlg_window window;
    mlg_stop stop = {
        .place = place, .id = id, .group = group, .skills = u->skills, .skill_count = skills_asked(u, node)
    };
    snprintf(id, sizeof id, "%d", place);
    if (v->rows[DEMANDS] && !is_type(v, "TSP")) stop.demand[0] = (int64_t)v->rows[DEMANDS][node].value[0];
    if (v->rows[BACKHAULS]) {
        stop.pickup[0] = (int64_t)v->rows[BACKHAULS][node].value[0];
        stop.backhaul = stop.pickup[0] > 0;
    }
    stop.service_s = rounded(v, v->rows[SERVICES] ? v->rows[SERVICES][node].value[0] : v->real[SERVICE_TIME]);
    if (v->rows[RELEASES]) stop.release_s = rounded(v, v->rows[RELEASES][node].value[0]);
    if (v->rows[PRIZES]) stop.prize = rounded(v, v->rows[PRIZES][node].value[0]);
    if (v->rows[WINDOWS]) {
        window = window_of(v, node);
        stop.windows = &window;
        stop.window_count = 1;
    }
    mlg_builder_stop(u->b, &stop);
}

static void build_stops(struct build *u)
{
    const struct list_rows *groups = &u->v->lists[GROUPS];
    int32_t *group_of = mlg__malloc((size_t)u->v->node_count * sizeof *group_of);
    if (!group_of) {
        u->v->no_memory = true;
        return;
    }
    for (int32_t g = 0; g < groups->row_count; g++)
        for (int32_t k = 0; k < groups->rows[g].count; k++) group_of[groups->nodes[groups->rows[g].first + k]] = g + 1;
    for (int32_t place = u->v->depot_count; place < u->v->node_count; place++)
        build_stop(u, place, group_of[u->node_of[place]]);
    mlg__free(group_of);
}

mlg_status mlg__vrplib_build(struct vrplib *v, mlg_problem **p, mlg_error *err)
{
    char name[128];
    struct build u = { .v = v, .b = mlg_builder_new() };
    snprintf(name, sizeof name, "%.*s", (int)(v->given[NAME].length < 120 ? v->given[NAME].length : 120),
             v->given[NAME].line ? v->given[NAME].text : "");
    if (!number_places(&u)) v->no_memory = true;
    else {
        mlg_builder_name(u.b, name);
        mlg__builder_rounding(u.b, mlg__round_name(v->round));
        mlg_builder_scale(u.b, mlg__round_scale(v->round), 1);
        build_places(&u);
        build_matrix(&u);
        build_vehicles(&u);
        build_stops(&u);
    }
    mlg__free(u.node_of);
    mlg__free(u.place_of);
    if (!v->no_memory) return mlg_builder_finish(u.b, p, v->s.found, err);
    mlg_builder_free(u.b);
    return MLG_NO_MEMORY;
}
