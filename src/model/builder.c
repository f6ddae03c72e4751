/* builder.c — collect places, matrices, vehicles and stops, copying all that is given. Nothing is judged here:
 * problem_check.c tells every mistake at once when the builder is finished. A NULL builder is one without memory. */
#include "model/builder.h"

#include <string.h>

mlg_builder *mlg_builder_new(void)
{
    mlg_builder *b = mlg__malloc(sizeof *b);
    if (!b) return NULL;
    b->cost_scale = 1;
    b->ticks_per_s = 1;
    return b;
}

void mlg_builder_free(mlg_builder *b)
{
    if (!b) return;
    mlg__free(b->places);
    mlg__free(b->place_kinds);
    mlg__free(b->matrices);
    mlg__free(b->vehicles);
    mlg__free(b->stops);
    mlg__free(b->mates);
    mlg__free(b->amounts);
    mlg__free(b->relations);
    mlg__arena_free(&b->arena);
    mlg__arena_free(&b->planes);
    mlg__free(b);
}

/* Room for one more row than count; false (and sticky) without memory. */
static bool room(mlg_builder *b, void *rows, int32_t *cap, int32_t count, size_t row_bytes)
{
    if (mlg__room(rows, cap, (int64_t)count + 1, row_bytes)) return true;
    return b->failed = true, false;
}

/* A copy of count items in an arena of b; NULL stays NULL (the checks complain when a count says otherwise). */
static const void *copy_to(mlg_builder *b, struct arena *arena, const void *items, int64_t count, size_t item_bytes)
{
    if (!items || count <= 0) return NULL;
    void *to = mlg__arena_bytes(arena, (size_t)count, item_bytes, _Alignof(max_align_t));
    if (!to) return b->failed = true, NULL;
    return memcpy(to, items, (size_t)count * item_bytes);
}

static const void *copy(mlg_builder *b, const void *items, int64_t count, size_t item_bytes)
{
    return copy_to(b, &b->arena, items, count, item_bytes);
}

static const char *copy_text(mlg_builder *b, const char *text)
{
    const char *to = mlg__arena_text(&b->arena, text);
    if (text && !to) b->failed = true;
    return to;
}

void mlg_builder_name(mlg_builder *b, const char *name)
{
    if (b) b->name = copy_text(b, name);
}

void mlg__builder_rounding(mlg_builder *b, const char *rule)
{
    if (b) b->rounding = copy_text(b, rule);
}

void mlg_builder_scale(mlg_builder *b, int64_t cost_scale, int32_t ticks_per_s)
{
    if (!b) return;
    b->cost_scale = cost_scale;
    b->ticks_per_s = ticks_per_s;
}

static int32_t add_place(mlg_builder *b, struct place place, enum place_kind kind)
{
    if (!b || b->failed || !room(b, &b->places, &b->place_cap, b->place_count, sizeof *b->places) ||
        !room(b, &b->place_kinds, &b->kind_cap, b->place_count, sizeof *b->place_kinds))
        return MLG_NONE;
    b->places[b->place_count] = place;
    b->place_kinds[b->place_count] = (unsigned char)kind;
    return b->place_count++;
}

int32_t mlg_builder_place(mlg_builder *b, double lat_deg, double lon_deg)
{
    return add_place(b, (struct place) { .lat_deg = lat_deg, .lon_deg = lon_deg }, PLACE_GLOBE);
}

int32_t mlg_builder_place_xy(mlg_builder *b, double x, double y)
{
    return add_place(b, (struct place) { .x = x, .y = y }, PLACE_PLANE);
}

static const int32_t *copy_plane(mlg_builder *b, const int32_t *plane)
{
    return copy_to(b, &b->planes, plane, (int64_t)b->place_count * b->place_count, sizeof *plane);
}

void mlg__builder_take_planes(mlg_builder *b, struct arena *planes)
{
    if (!b) return;
    mlg__arena_free(&b->planes);
    b->planes = *planes;
    *planes = (struct arena) { 0 };
}

int32_t mlg__builder_matrix_in_place(mlg_builder *b, const mlg_matrix *matrix)
{
    if (!b || b->failed || !room(b, &b->matrices, &b->matrix_cap, b->matrix_count, sizeof *b->matrices)) return MLG_NONE;
    b->matrices[b->matrix_count] = (struct builder_matrix) { .matrix = *matrix, .place_count = b->place_count };
    b->matrices[b->matrix_count].matrix.profile = copy_text(b, matrix->profile);
    return b->failed ? MLG_NONE : b->matrix_count++;
}

int32_t mlg_builder_matrix(mlg_builder *b, const mlg_matrix *matrix)
{
    const int32_t i = mlg__builder_matrix_in_place(b, matrix);
    if (i == MLG_NONE) return MLG_NONE;
    mlg_matrix *m = &b->matrices[i].matrix;
    m->time = copy_plane(b, matrix->time);
    m->distance = copy_plane(b, matrix->distance);
    m->cost = copy_plane(b, matrix->cost);
    m->energy_kj = copy_plane(b, matrix->energy_kj);
    m->energy_j_per_kg = copy_plane(b, matrix->energy_j_per_kg);
    return b->failed ? MLG_NONE : i;
}

static const mlg_break *copy_breaks(mlg_builder *b, const mlg_break *breaks, int32_t count)
{
    if (!breaks || count <= 0) return NULL;
    mlg_break *to = arena_array(&b->arena, mlg_break, count);
    if (!to) return b->failed = true, NULL;
    for (int32_t i = 0; i < count; i++) {
        to[i] = breaks[i];
        to[i].windows = copy(b, breaks[i].windows, breaks[i].window_count, sizeof *breaks[i].windows);
        to[i].id = copy_text(b, breaks[i].id);
    }
    return to;
}

static const mlg_class_work *copy_work(mlg_builder *b, const mlg_class_work *rows, int32_t count)
{
    mlg_class_work *to = (mlg_class_work *)copy(b, rows, count, sizeof *rows);
    for (int32_t i = 0; to && i < count; i++) to[i].class_id = copy_text(b, rows[i].class_id);
    return to;
}

int32_t mlg_builder_vehicle(mlg_builder *b, const mlg_vehicle *vehicle)
{
    if (!b || b->failed || !room(b, &b->vehicles, &b->vehicle_cap, b->vehicle_count, sizeof *b->vehicles))
        return MLG_NONE;
    mlg_vehicle *v = &b->vehicles[b->vehicle_count];
    *v = *vehicle;
    v->reload_places = copy(b, vehicle->reload_places, vehicle->reload_count, sizeof *vehicle->reload_places);
    v->breaks = copy_breaks(b, vehicle->breaks, vehicle->break_count);
    v->skills = copy(b, vehicle->skills, vehicle->skill_count, sizeof *vehicle->skills);
    v->first_stops = copy(b, vehicle->first_stops, vehicle->first_count, sizeof *vehicle->first_stops);
    v->class_id = copy_text(b, vehicle->class_id);
    v->id = copy_text(b, vehicle->id);
    return b->failed ? MLG_NONE : b->vehicle_count++;
}

int32_t mlg_builder_stop(mlg_builder *b, const mlg_stop *stop)
{
    if (!b || b->failed || !room(b, &b->stops, &b->stop_cap, b->stop_count, sizeof *b->stops) ||
        !room(b, &b->mates, &b->mate_cap, b->stop_count, sizeof *b->mates) ||
        !room(b, &b->amounts, &b->amount_cap, b->stop_count, sizeof *b->amounts))
        return MLG_NONE;
    mlg_stop *s = &b->stops[b->stop_count];
    *s = *stop;
    s->windows = copy(b, stop->windows, stop->window_count, sizeof *stop->windows);
    s->skills = copy(b, stop->skills, stop->skill_count, sizeof *stop->skills);
    s->class_work = copy_work(b, stop->class_work, stop->class_work_count);
    s->id = copy_text(b, stop->id);
    b->mates[b->stop_count] = MLG_NONE;
    memset(b->amounts[b->stop_count], 0, sizeof b->amounts[0]);
    return b->failed ? MLG_NONE : b->stop_count++;
}

int32_t mlg_builder_shipment(mlg_builder *b, const mlg_stop *pickup, const mlg_stop *delivery, const int64_t *amount)
{
    const int32_t first = mlg_builder_stop(b, pickup), second = mlg_builder_stop(b, delivery);
    if (first == MLG_NONE || second == MLG_NONE) return MLG_NONE;
    b->mates[first] = second;
    b->mates[second] = first;
    for (int d = 0; amount && d < MLG_LOADS_MAX; d++) {
        b->amounts[first][d] = amount[d];
        b->amounts[second][d] = amount[d] == INT64_MIN ? INT64_MIN : -amount[d];
    }
    return first;
}

void mlg_builder_relation(mlg_builder *b, mlg_relation kind, const int32_t *stops, int32_t stop_count)
{
    if (!b || b->failed || !room(b, &b->relations, &b->relation_cap, b->relation_count, sizeof *b->relations)) return;
    b->relations[b->relation_count++] =
        (struct relation) { kind, stop_count, copy(b, stops, stop_count, sizeof *stops) };
}
