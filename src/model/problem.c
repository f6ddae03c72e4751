/* problem.c — freeze a builder into an immutable problem, and look up its legs. */
#include "model/problem.h"

#include <stdio.h>
#include <string.h>

#include "model/builder.h"
#include "model/metric.h"

static const void *keep(struct arena *a, const void *items, int32_t count, size_t item_bytes)
{
    void *to = mlg__arena_bytes(a, (size_t)count, item_bytes, _Alignof(max_align_t));
    return to && count ? memcpy(to, items, (size_t)count * item_bytes) : to;
}

static const char *default_id(struct arena *a, const char *id, const char *kind, int32_t i)
{
    char text[32];
    if (id) return id;
    snprintf(text, sizeof text, "%s-%d", kind, i);
    return mlg__arena_text(a, text);
}

/* What a zero stands for, put where it can be read without asking. */
static void settle_vehicle(struct arena *a, mlg_vehicle *v, int32_t i)
{
    static const mlg_rates nothing;
    if (!memcmp(&v->rates, &nothing, sizeof nothing)) v->rates.per_m = 1;
    if (v->count == 0) v->count = 1;
    if (v->max_trips == 0) v->max_trips = 1;
    if (v->speed_factor == 0) v->speed_factor = 1;
    if (v->service_factor == 0) v->service_factor = 1;
    if (!v->class_id) v->class_id = "";
    v->id = default_id(a, v->id, "vehicle", i);
    for (int32_t k = 0; k < v->break_count; k++) {
        mlg_break *rest = (mlg_break *)&v->breaks[k]; /* our own copy, not yet shared */
        rest->id = default_id(a, rest->id, "break", k);
    }
}

static void settle_stop(struct arena *a, mlg_stop *s, int32_t i)
{
    if (s->window_count == 0 && (s->window.open_s || s->window.close_s)) {
        mlg_window *w = arena_array(a, mlg_window, 1);
        if (!w) return;
        *w = s->window;
        if (w->close_s == 0) w->close_s = MLG_TIME_MAX_S;
        s->windows = w;
        s->window_count = 1;
    }
    s->id = default_id(a, s->id, "stop", i);
}

static void settle_matrices(mlg_problem *p, mlg_builder *b)
{
    const int32_t count = max32(1, b->matrix_count);
    mlg_matrix *matrices = arena_array(&p->arena, mlg_matrix, count);
    if (!matrices) return;
    matrices[0] = (mlg_matrix) { .kind = p->plane ? MLG_EUCLID : MLG_CROW };
    for (int32_t i = 0; i < b->matrix_count; i++) matrices[i] = b->matrices[i].matrix;
    for (int32_t i = 0; i < count; i++)
        if (!matrices[i].profile) matrices[i].profile = "";
    p->matrices = matrices;
    p->matrix_count = count;
}

/* The arena changes owner; rows are copied from the builder's growing arrays behind what it already holds. */
static mlg_problem *freeze(mlg_builder *b, const struct builder_facts *facts)
{
    mlg_problem *p = mlg__malloc(sizeof *p);
    if (!p) return NULL;
    for (int32_t i = 0; i < b->vehicle_count; i++) settle_vehicle(&b->arena, &b->vehicles[i], i);
    for (int32_t i = 0; i < b->stop_count; i++) settle_stop(&b->arena, &b->stops[i], i);
    *p = (mlg_problem) {
        .arena = b->arena,
        .planes = b->planes,
        .name = b->name ? b->name : "",
        .rounding = b->rounding ? b->rounding : "",
        .cost_scale = b->cost_scale,
        .ticks_per_s = b->ticks_per_s,
        .plane = b->place_kinds[0] == PLACE_PLANE,
        .days_are_seconds = b->place_kinds[0] == PLACE_GLOBE,
        .load_count = facts->load_count,
        .place_count = b->place_count,
        .stop_count = b->stop_count,
        .vehicle_count = b->vehicle_count,
        .relation_count = b->relation_count,
    };
    b->arena = b->planes = (struct arena) { 0 };
    p->places = keep(&p->arena, b->places, b->place_count, sizeof *b->places);
    p->stops = keep(&p->arena, b->stops, b->stop_count, sizeof *b->stops);
    p->relations = keep(&p->arena, b->relations, b->relation_count, sizeof *b->relations);
    p->mate = keep(&p->arena, b->mates, b->stop_count, sizeof *b->mates);
    p->mate_amount = keep(&p->arena, b->amounts, b->stop_count, sizeof *b->amounts);
    p->vehicles = keep(&p->arena, b->vehicles, b->vehicle_count, sizeof *b->vehicles);
    settle_matrices(p, b);
    if (!p->arena.failed) return p;
    mlg_problem_free(p);
    return NULL;
}

static mlg_status finish(mlg_builder *b, mlg_problem **problem, mlg_findings *found, mlg_error *err)
{
    struct builder_facts facts = { 0 };
    if (!b || b->failed || !found || mlg__builder_check(b, &facts, found)) return mlg__no_memory(err, "the problem");
    MLG_TRY(mlg__first_error(found, err));
    *problem = freeze(b, &facts);
    return *problem ? MLG_OK : mlg__no_memory(err, "the problem");
}

mlg_status mlg_builder_finish(mlg_builder *b, mlg_problem **problem, mlg_findings *found, mlg_error *err)
{
    /* An own list: the caller's may already hold errors of others. */
    mlg_findings *own = mlg_findings_new(found ? mlg__findings_lang(found) : err ? err->lang : MLG_EN);
    *problem = NULL;
    const mlg_status status = finish(b, problem, own, err);
    mlg__findings_add(found, own);
    mlg_findings_free(own);
    mlg_builder_free(b);
    return status;
}

void mlg_problem_free(mlg_problem *p)
{
    if (!p) return;
    mlg__arena_free(&p->arena);
    mlg__arena_free(&p->planes);
    mlg__free(p);
}

bool mlg__has_ties(const mlg_problem *p)
{
    bool ties = p->relation_count > 0;
    for (int32_t i = 0; i < p->vehicle_count; i++) ties |= p->vehicles[i].first_count > 0 || p->vehicles[i].locked;
    for (int32_t i = 0; i < p->stop_count; i++) ties |= p->stops[i].backhaul;
    return ties;
}

void mlg__problem_forget_legs(mlg_problem *p)
{
    mlg_matrix *matrices = (mlg_matrix *)p->matrices; /* our own, of the arena */
    for (int32_t i = 0; i < p->matrix_count; i++) {
        if (matrices[i].kind != MLG_TABLE) continue;
        matrices[i] = (mlg_matrix) { .kind = p->plane ? MLG_EUCLID : MLG_CROW, .profile = matrices[i].profile };
    }
    mlg__arena_free(&p->planes);
}

int64_t mlg_problem_cost_scale(const mlg_problem *p) { return p->cost_scale; }
int32_t mlg_problem_stop_count(const mlg_problem *p) { return p->stop_count; }
int32_t mlg_problem_place_count(const mlg_problem *p) { return p->place_count; }
int32_t mlg_problem_vehicle_count(const mlg_problem *p) { return p->vehicle_count; }
const char *mlg_problem_name(const mlg_problem *p) { return p->name; }

static const struct arc_values unreachable_arc = { .time = MLG_UNREACHABLE, .distance = MLG_UNREACHABLE };

static struct arc_values table_arc(const mlg_matrix *m, int64_t entry)
{
    const struct arc_values a = {
        .time = m->time ? m->time[entry] : 0,
        .distance = m->distance ? m->distance[entry] : 0,
        .cost = m->cost ? m->cost[entry] : 0,
        .energy_kj = m->energy_kj ? m->energy_kj[entry] : 0,
        .energy_j_per_kg = m->energy_j_per_kg ? m->energy_j_per_kg[entry] : 0,
    };
    return a.time > MLG_LEG_MAX || a.distance > MLG_LEG_MAX || a.cost > MLG_LEG_MAX ? unreachable_arc : a;
}

struct arc_values mlg__arc(const mlg_problem *p, int32_t matrix, int32_t from_place, int32_t to_place)
{
    const mlg_matrix *m = &p->matrices[matrix];
    const struct place *from = &p->places[from_place], *to = &p->places[to_place];
    if (m->kind == MLG_TABLE) return table_arc(m, (int64_t)from_place * p->place_count + to_place);
    if (m->kind == MLG_EUCLID)
        return (struct arc_values) {
            .time = mlg__euclid(m->round, from->x, from->y, to->x, to->y, true),
            .distance = mlg__euclid(m->round, from->x, from->y, to->x, to->y, false),
        };
    const mlg_leg leg = mlg__crow(from->lat_deg, from->lon_deg, to->lat_deg, to->lon_deg);
    return (struct arc_values) { .time = leg.time_s * p->ticks_per_s, .distance = leg.distance_m };
}
