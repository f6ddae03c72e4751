/* router.c — see router.h: the roster of routers, and the reading of a matrix that they share. */
#include <math.h>
#include <string.h>

#include "base/math.h"
#include "io/router_answer.h"
#include "model/units.h"

static const struct {
    const char *words[2], *name;
    void (*request)(const struct router_ask *ask, struct text *path, struct text *body);
    mlg_router_read_fn *read;
} routers[ROUTER_KINDS] = {
    [ROUTER_OSRM] = { { "osrm", "osrm" }, "OSRM", mlg__osrm_request, mlg__osrm_read },
    [ROUTER_VALHALLA] = { { "valhalla", "valhalla" }, "Valhalla", mlg__valhalla_request, mlg__valhalla_read },
    [ROUTER_ORS] = { { "openrouteservice", "ors" }, "openrouteservice", mlg__ors_request, mlg__ors_read },
};

enum router_kind mlg__router_kind(const char *word, size_t length)
{
    for (int k = 0; k < ROUTER_KINDS; k++)
        for (int w = 0; w < 2; w++)
            if (strlen(routers[k].words[w]) == length && !memcmp(routers[k].words[w], word, length)) return (enum router_kind)k;
    return ROUTER_KINDS;
}

const char *mlg__router_name(enum router_kind kind) { return routers[kind].name; }

void mlg__router_request(const struct router_ask *ask, struct text *path, struct text *body) { routers[ask->kind].request(ask, path, body); }

void mlg__router_lon_lat(struct text *t, mlg_point p, const char *open, const char *close)
{
    text_add(t, open);
    text_fixed(t, mlg__round(p.lon_deg * 1e6), 6);
    text_add(t, ",");
    text_fixed(t, mlg__round(p.lat_deg * 1e6), 6);
    text_add(t, close);
}

enum router_verdict mlg__router_refused(const struct router_reading *r, const char *code, const char *message)
{
    mlg__fail(r->err, MLG_NO_ROADS, r->where, TXT("%s refuses: %s %.120s", "%s refuse : %s %.120s"),
              TXT("check its address, its profile and its limits", "vérifiez son adresse, son profil et ses limites"),
              mlg__router_name(r->ask->kind), code ? code : "", message ? message : "");
    return ROUTER_REFUSED;
}

static bool not_a_matrix(const struct router_reading *r, const char *name)
{
    mlg__fail(r->err, MLG_NO_ROADS, r->where,
              TXT("%s answered without a matrix \"%s\" of %d x %d numbers", "%s répond sans matrice « %s » de %d x %d nombres"),
              TXT("is this the address of such a server?", "est-ce l'adresse d'un tel serveur ?"), mlg__router_name(r->ask->kind), name,
              r->ask->from_count, r->ask->to_count);
    return false;
}

bool mlg__router_number(const struct router_reading *r, const json_t *value, const char *name, double scale, int32_t *number)
{
    *number = MLG_UNREACHABLE;
    if (json_is_null(value)) return true;
    const double scaled = json_is_number(value) ? json_number_value(value) * scale : NAN;
    if (!(scaled >= 0 && scaled <= MLG_LEG_MAX)) {
        if (!json_is_number(value)) return not_a_matrix(r, name);
        mlg__fail(r->err, MLG_NO_ROADS, r->where, TXT("%s answered %g as an entry of \"%s\"", "%s répond %g dans « %s »"),
                  TXT("entries lie between 0 and 2^30", "les valeurs vont de 0 à 2^30"), mlg__router_name(r->ask->kind), scaled, name);
        return false;
    }
    *number = (int32_t)mlg__round(scaled);
    return true;
}

bool mlg__router_plane(const struct router_reading *r, const json_t *rows, const char *name, double scale, bool metres)
{
    if (json_array_size(rows) != (size_t)r->ask->from_count) return not_a_matrix(r, name);
    for (int32_t i = 0; i < r->ask->from_count; i++) {
        const json_t *row = json_array_get(rows, (size_t)i);
        if (json_array_size(row) != (size_t)r->ask->to_count) return not_a_matrix(r, name);
        for (int32_t j = 0; j < r->ask->to_count; j++) {
            mlg_leg *leg = &r->legs[(ptrdiff_t)i * r->ask->to_count + j];
            if (!mlg__router_number(r, json_array_get(row, (size_t)j), name, scale, metres ? &leg->distance_m : &leg->time_s)) return false;
        }
    }
    return true;
}

/* What has time but no metres, or metres but no time, has no way. */
static void agree(const struct router_reading *r)
{
    for (ptrdiff_t i = 0; i < (ptrdiff_t)r->ask->from_count * r->ask->to_count; i++) {
        mlg_leg *leg = &r->legs[i];
        leg->energy_kj = leg->energy_j_per_kg = 0;
        if (leg->time_s == MLG_UNREACHABLE || leg->distance_m == MLG_UNREACHABLE) leg->time_s = leg->distance_m = MLG_UNREACHABLE;
    }
}

enum router_verdict mlg__router_answer(const struct router_ask *ask, const char *where, int http_status, const char *bytes, size_t count,
                                       mlg_leg *legs, mlg_error *err)
{
    const struct router_reading r = { ask, where, legs, err };
    json_error_t why;
    if (http_status == 429 || http_status >= 500) {
        mlg__router_refused(&r, "HTTP", http_status == 429 ? "429 (too many requests)" : "5xx (server error)");
        return ROUTER_LATER;
    }
    json_t *root = json_loadb(bytes, count, 0, &why);
    if (!json_is_object(root)) {
        json_decref(root);
        mlg__fail(err, MLG_NO_ROADS, where, TXT("%s answered something else than JSON (HTTP %d): \"%.*s\"", "%s répond autre chose que du JSON (HTTP %d) : « %.*s »"),
                  TXT("is this the address of such a server?", "est-ce l'adresse d'un tel serveur ?"), mlg__router_name(ask->kind), http_status,
                  (int)(count < 60 ? count : 60), bytes);
        return ROUTER_REFUSED;
    }
    const enum router_verdict verdict = routers[ask->kind].read(&r, http_status, root);
    json_decref(root);
    if (verdict == ROUTER_READ) agree(&r);
    return verdict;
}
