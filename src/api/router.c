/* router.c — another program's server as a leg source: OSRM, Valhalla, openrouteservice.
 *
 * Legs are asked for in tiles of at most 50 x 50, within the default limits of all three; a tile that a server refuses for
 * one of its points is asked for in parts, so that only that point has no legs. What was answered is kept: a leg is asked for
 * once a vehicle. No router gives energy: it follows from each leg's mean speed. */
#include "api/router.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "api/http.h"
#include "base/clock.h"
#include "base/math.h"
#include "base/memory.h"
#include "base/rng.h"
#include "io/router.h"
#include "model/units.h"
#include "roads/crow.h"

enum { TRIES = 4, FIRST_WAIT_MS = 250, TIMEOUT_S = 60 };

/* What was answered, by vehicle and the two points (1e-6 degree). Open addressing; grows by doubling. */
struct known { uint64_t key[2]; int32_t time_s, distance_m; bool used; };
struct memory {
    struct known *slots;
    int64_t cap, count;
    atomic_flag locked;
};

struct router_class { enum router_vehicle vehicle; mlg_energy_curve curve; };

struct router_source {
    enum router_kind kind;
    bool no_crow_flight;
    char address[512], label[600], *key;
    int32_t place_count, class_count, first_wait_ms;
    mlg_point *places;
    struct router_class *classes;
    mlg_findings *found;
    struct memory memory;
};

/* ---- memory ---- */

static void lock(struct memory *m)
{
    while (atomic_flag_test_and_set_explicit(&m->locked, memory_order_acquire)) {}
}
static void unlock(struct memory *m) { atomic_flag_clear_explicit(&m->locked, memory_order_release); }

static uint64_t packed(mlg_point p)
{
    return (uint64_t)(uint32_t)(int32_t)mlg__round(p.lat_deg * 1e6) << 32 | (uint32_t)(int32_t)mlg__round(p.lon_deg * 1e6);
}

static struct known *slot_of(const struct memory *m, uint64_t a, uint64_t b)
{
    for (uint64_t at = mlg__hash2(a, b);; at++) {
        struct known *k = &m->slots[at & (uint64_t)(m->cap - 1)];
        if (!k->used || (k->key[0] == a && k->key[1] == b)) return k;
    }
}

static bool grow(struct memory *m)
{
    struct memory larger = { .cap = m->cap ? 2 * m->cap : 4096 };
    larger.slots = mlg__malloc((size_t)larger.cap * sizeof *larger.slots);
    if (!larger.slots) return false;
    for (int64_t i = 0; i < m->cap; i++)
        if (m->slots[i].used) *slot_of(&larger, m->slots[i].key[0], m->slots[i].key[1]) = m->slots[i];
    mlg__free(m->slots);
    m->slots = larger.slots;
    m->cap = larger.cap;
    return true;
}

/* The vehicle stands in the sign bits' company: latitudes need 28 bits. */
static uint64_t first_key(enum router_vehicle vehicle, mlg_point from) { return packed(from) ^ (uint64_t)vehicle << 61; }

static bool recall(struct memory *m, enum router_vehicle vehicle, mlg_point from, mlg_point to, mlg_leg *leg)
{
    bool known = false;
    lock(m);
    if (m->cap) {
        const struct known *k = slot_of(m, first_key(vehicle, from), packed(to));
        known = k->used;
        if (known) *leg = (mlg_leg) { k->time_s, k->distance_m, 0, 0 };
    }
    unlock(m);
    return known;
}

static bool remember(struct memory *m, enum router_vehicle vehicle, mlg_point from, mlg_point to, const mlg_leg *leg)
{
    lock(m);
    const bool room = m->count * 2 < m->cap || grow(m);
    if (room) {
        struct known *k = slot_of(m, first_key(vehicle, from), packed(to));
        m->count += !k->used;
        *k = (struct known) { { first_key(vehicle, from), packed(to) }, leg->time_s, leg->distance_m, true };
    }
    unlock(m);
    return room;
}

/* ---- asking ---- */

static void wait_ms(int32_t ms) { nanosleep(&(struct timespec) { ms / 1000, ms % 1000 * 1000000L }, NULL); }

/* One request, again after a while as long as the server is busy or does not answer. */
static enum router_verdict ask_server(const struct router_source *s, const struct router_ask *ask, mlg_leg *legs, mlg_error *err)
{
    struct text url = { 0 }, body = { 0 };
    enum router_verdict verdict = ROUTER_LATER;
    text_add(&url, s->address);
    mlg__router_request(ask, &url, &body);
    for (int32_t attempt = 0; verdict == ROUTER_LATER && attempt < TRIES && !url.failed && !body.failed; attempt++) {
        struct http_answer answer;
        if (attempt) wait_ms(s->first_wait_ms << (attempt - 1));
        const struct http_ask http = { .url = url.data, .body = body.length ? body.data : NULL, .key = s->key, .timeout_s = TIMEOUT_S };
        if (!mlg__http_ask(&http, &answer, err))
            verdict = mlg__router_answer(ask, s->address, answer.status, answer.body.data ? answer.body.data : "", answer.body.length, legs, err);
        else if (!mlg__http_available()) verdict = ROUTER_REFUSED;
        text_free(&answer.body);
    }
    if (url.failed || body.failed) mlg__no_memory(err, s->address);
    text_free(&url);
    text_free(&body);
    return verdict;
}

/* A tile, or its halves where the server wants less; legs in rows of `stride`. */
static mlg_status ask_tile(struct router_source *s, const struct router_ask *ask, mlg_leg *legs, int32_t stride, mlg_error *err)
{
    mlg_leg tile[MLG_ROUTER_TILE * MLG_ROUTER_TILE];
    const enum router_verdict verdict = ask_server(s, ask, tile, err);
    if (verdict == ROUTER_LATER || verdict == ROUTER_REFUSED) return err && err->status ? err->status : MLG_NO_ROADS;
    if (verdict == ROUTER_SPLIT && ask->from_count * ask->to_count > 1) {
        struct router_ask first = *ask, second = *ask;
        ptrdiff_t skip;
        if (ask->from_count >= ask->to_count) {
            first.from_count = ask->from_count / 2;
            second.from += first.from_count;
            second.from_count -= first.from_count;
            skip = (ptrdiff_t)first.from_count * stride;
        } else {
            first.to_count = ask->to_count / 2;
            second.to += first.to_count;
            second.to_count -= first.to_count;
            skip = first.to_count;
        }
        MLG_TRY(ask_tile(s, &first, legs, stride, err));
        return ask_tile(s, &second, legs + skip, stride, err);
    }
    if (verdict == ROUTER_SPLIT) tile[0] = (mlg_leg) { MLG_UNREACHABLE, MLG_UNREACHABLE, 0, 0 };
    for (int32_t i = 0; i < ask->from_count; i++)
        for (int32_t j = 0; j < ask->to_count; j++) {
            const mlg_leg *leg = &tile[i * ask->to_count + j];
            if (!remember(&s->memory, ask->vehicle, ask->from[i], ask->to[j], leg)) return mlg__no_memory(err, "legs of a router");
            legs[(ptrdiff_t)i * stride + j] = *leg;
        }
    return MLG_OK;
}

static mlg_status ask_all(struct router_source *s, enum router_vehicle vehicle, const mlg_point *from, int32_t from_count, const mlg_point *to,
                          int32_t to_count, mlg_leg *legs, mlg_error *err)
{
    for (int32_t i = 0; i < from_count; i += MLG_ROUTER_TILE)
        for (int32_t j = 0; j < to_count; j += MLG_ROUTER_TILE) {
            const struct router_ask ask = { s->kind, vehicle, from + i, to + j, min32(MLG_ROUTER_TILE, from_count - i),
                                            min32(MLG_ROUTER_TILE, to_count - j) };
            mlg_leg *tile = legs + (ptrdiff_t)i * to_count + j;
            bool known = true;
            for (int32_t k = 0; known && k < ask.from_count; k++)
                for (int32_t l = 0; known && l < ask.to_count; l++)
                    known = recall(&s->memory, vehicle, ask.from[k], ask.to[l], &tile[(ptrdiff_t)k * to_count + l]);
            if (!known) MLG_TRY(ask_tile(s, &ask, tile, to_count, err));
        }
    return MLG_OK;
}

/* ---- the source ---- */

static const struct router_class *class_of(const struct router_source *s, int32_t vehicle_class)
{
    return &s->classes[vehicle_class >= 0 && vehicle_class < s->class_count ? vehicle_class : 0];
}

static void complete(const struct router_source *s, const struct router_class *c, mlg_point from, mlg_point to, mlg_leg *leg)
{
    if (leg->time_s != MLG_UNREACHABLE) mlg__leg_add_energy(leg, &c->curve);
    else if (!s->no_crow_flight) *leg = mlg__crow_leg(from, to, &c->curve);
}

static mlg_status rows_of(struct router_source *s, const struct router_class *c, const mlg_point *from, int32_t from_count, const mlg_point *to,
                          int32_t to_count, mlg_leg *legs, mlg_error *err)
{
    MLG_TRY(ask_all(s, c->vehicle, from, from_count, to, to_count, legs, err));
    for (int32_t i = 0; i < from_count; i++)
        for (int32_t j = 0; j < to_count; j++) complete(s, c, from[i], to[j], &legs[(ptrdiff_t)i * to_count + j]);
    return MLG_OK;
}

static mlg_point *points_at(const struct router_source *s, const int32_t *which, int32_t count)
{
    mlg_point *points = mlg__malloc((size_t)count * sizeof *points);
    for (int32_t i = 0; points && i < count; i++) points[i] = s->places[which[i]];
    return points;
}

static mlg_status source_rows(void *self, int32_t vehicle_class, const int32_t *from, int32_t from_count, const int32_t *to, int32_t to_count,
                              mlg_leg *legs, mlg_error *err)
{
    struct router_source *s = self;
    mlg_error own = { .lang = err ? err->lang : MLG_EN };
    mlg_point *a = points_at(s, from, from_count), *b = points_at(s, to, to_count);
    const mlg_status status = a && b ? rows_of(s, class_of(s, vehicle_class), a, from_count, b, to_count, legs, &own)
                                     : mlg__no_memory(&own, "legs of a router");
    if (status && err) *err = own;
    mlg__free(a);
    mlg__free(b);
    return status;
}

static mlg_status source_between(void *self, int32_t vehicle_class, const mlg_point *points, int32_t count, mlg_leg *legs, mlg_error *err)
{
    struct router_source *s = self;
    mlg_error own = { .lang = err ? err->lang : MLG_EN };
    const mlg_status status = rows_of(s, class_of(s, vehicle_class), points, count, points, count, legs, &own);
    if (status && err) *err = own;
    return status;
}

static void source_free(void *self)
{
    struct router_source *s = self;
    if (!s) return;
    for (int32_t i = 0; s->classes && i < s->class_count; i++) mlg__curve_free(&s->classes[i].curve);
    mlg__free(s->classes);
    mlg__free(s->places);
    mlg__free(s->memory.slots);
    mlg__free(s->key);
    mlg_findings_free(s->found);
    mlg__free(s);
}

/* A place that can neither be reached from the first place that can, nor reach it, is named. */
static mlg_status look_for_lost(struct router_source *s, const char *const *names, mlg_error *err)
{
    const int32_t n = s->place_count;
    const enum router_vehicle vehicle = s->class_count ? s->classes[0].vehicle : ROUTER_CAR;
    mlg_leg *legs = mlg__malloc(2 * (size_t)n * sizeof *legs);
    if (!legs) return mlg__no_memory(err, "legs of a router");
    mlg_status status = MLG_OK;
    int32_t hub = 0, met = 0;
    for (; !status && hub < min32(n, 3); hub++) { /* the first place may be the lost one */
        status = ask_all(s, vehicle, &s->places[hub], 1, s->places, n, legs, err);
        if (!status) status = ask_all(s, vehicle, s->places, n, &s->places[hub], 1, legs + n, err);
        met = 0;
        for (int32_t i = 0; !status && i < n; i++) met += i != hub && legs[i].time_s != MLG_UNREACHABLE;
        if (met) break;
    }
    const bool french = mlg__findings_lang(s->found) == MLG_FR;
    for (int32_t i = 0; !status && i < n; i++)
        if (legs[i].time_s == MLG_UNREACHABLE && legs[n + i].time_s == MLG_UNREACHABLE)
            mlg__warn(s->found, names && names[i] ? names[i] : "", TXT("%s found no way to it (%.5f, %.5f); %s", "%s n'y trouve aucun chemin (%.5f, %.5f) ; %s"),
                      TXT("check the point, or the router's map", "vérifiez le point, ou la carte du routeur"), mlg__router_name(s->kind),
                      s->places[i].lat_deg, s->places[i].lon_deg,
                      s->no_crow_flight ? (french ? "ses trajets sont impossibles" : "its legs are unreachable")
                                        : (french ? "ses trajets sont estimés à vol d'oiseau" : "its legs are estimated by crow flight"));
    mlg__free(legs);
    return status;
}

/* "osrm:http://localhost:5000" */
static mlg_status take_address(struct router_source *s, const char *words, mlg_error *err)
{
    const char *colon = strchr(words, ':');
    s->kind = colon ? mlg__router_kind(words, (size_t)(colon - words)) : ROUTER_KINDS;
    if (s->kind == ROUTER_KINDS || (strncmp(colon + 1, "http://", 7) && strncmp(colon + 1, "https://", 8)) ||
        strlen(colon + 1) >= sizeof s->address)
        return mlg__fail(err, MLG_NO_ROADS, "--router", TXT("\"%.100s\" is not KIND:URL", "« %.100s » n'est pas GENRE:URL"),
                         TXT("for example osrm:http://localhost:5000, valhalla:http://localhost:8002, ors:http://localhost:8080/ors",
                             "par exemple osrm:http://localhost:5000, valhalla:http://localhost:8002, ors:http://localhost:8080/ors"),
                         words);
    snprintf(s->address, sizeof s->address, "%s", colon + 1);
    for (size_t n = strlen(s->address); n && s->address[n - 1] == '/'; n--) s->address[n - 1] = 0;
    snprintf(s->label, sizeof s->label, "%s (%s)", mlg__router_name(s->kind), s->address);
    return MLG_OK;
}

static enum router_vehicle vehicle_of(const char *profile)
{
    return !strncmp(profile, "truck", 5) ? ROUTER_TRUCK : !strncmp(profile, "cargobike", 9) ? ROUTER_BIKE : ROUTER_CAR;
}

static mlg_status fill(struct router_source *s, const struct router_spec *spec, mlg_error *err)
{
    s->places = mlg__malloc((size_t)spec->place_count * sizeof *s->places);
    s->classes = mlg__malloc((size_t)spec->class_count * sizeof *s->classes);
    s->found = mlg_findings_new(err->lang);
    s->key = mlg__strdup(getenv("MAILLAGE_ROUTER_KEY"));
    if (!s->places || !s->classes || !s->found) return mlg__no_memory(err, "a router");
    memcpy(s->places, spec->places, (size_t)spec->place_count * sizeof *s->places);
    for (int32_t i = 0; i < spec->class_count; i++) {
        s->classes[i].vehicle = vehicle_of(spec->classes[i].profile);
        if (!mlg__curve_copy(&s->classes[i].curve, &spec->classes[i].curve)) return mlg__no_memory(err, "a router");
    }
    MLG_TRY(take_address(s, spec->router, err));
    return look_for_lost(s, spec->place_names, err);
}

mlg_status mlg__router_source(const struct router_spec *spec, mlg_leg_source *source, mlg_error *err)
{
    struct router_source *s = mlg__malloc(sizeof *s);
    mlg_error own = { .lang = err ? err->lang : MLG_EN };
    *source = (mlg_leg_source) { 0 };
    if (!s) return mlg__no_memory(err, "a router");
    s->place_count = spec->place_count;
    s->class_count = spec->class_count;
    s->no_crow_flight = spec->no_crow_flight;
    s->first_wait_ms = spec->first_wait_ms > 0 ? spec->first_wait_ms : FIRST_WAIT_MS;
    atomic_flag_clear(&s->memory.locked);
    const mlg_status status = fill(s, spec, &own);
    if (status) {
        source_free(s);
        if (err) *err = own;
        return status;
    }
    *source = (mlg_leg_source) { .self = s, .label = s->label, .rows = source_rows, .between = source_between, .found = s->found,
                                 .free = source_free };
    return MLG_OK;
}
