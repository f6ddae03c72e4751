/* problem_check.c — every rule that a described problem must keep, told all at once.
 *
 * To add a rule for a new field: one line in the function of its struct. Paths of places in the input are those of
 * the builder's calls: "stops/12/windows/0" is the first window of the thirteenth stop. */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/builder.h"
#include "model/metric.h"

struct checker {
    const mlg_builder *b;
    struct builder_facts *facts;
    mlg_findings *found;
    char where[160];
};

__attribute__((format(printf, 2, 3))) static const char *at(struct checker *c, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(c->where, sizeof c->where, format, arguments);
    va_end(arguments);
    return c->where;
}

/* ---- single values --------------------------------------------------------------------------------------------- */

static void check_range(struct checker *c, int64_t value, int64_t max, const char *where)
{
    if (value < 0)
        mlg__find(c->found, MLG_BAD_INPUT, where, TXT("%lld is negative", "%lld est négatif"),
                  TXT("give zero or more", "donnez zéro ou plus"), (long long)value);
    else if (value > max)
        mlg__find(c->found, MLG_OVER_LIMIT, where,
                  TXT("%lld is above the limit of %lld", "%lld dépasse la limite de %lld"),
                  TXT("use a larger unit, or check for a misplaced digit",
                      "prenez une unité plus grande, ou cherchez un chiffre en trop"),
                  (long long)value, (long long)max);
}

static void check_place(struct checker *c, int32_t place, bool may_be_none, const char *where)
{
    if (may_be_none && place == MLG_NONE) return;
    if (place < 0 || place >= c->b->place_count)
        mlg__find(
            c->found, MLG_BAD_INPUT, where,
            TXT("place %d does not exist; there are %d places, counted from 0",
                "le lieu %d n'existe pas ; il y a %d lieux, comptés à partir de 0"),
            TXT("use an index that mlg_builder_place() returned", "prenez un indice rendu par mlg_builder_place()"),
            place, c->b->place_count);
}

static void check_list(struct checker *c, const void *items, int32_t count, const char *where)
{
    if (count < 0 || (count > 0 && !items))
        mlg__find(c->found, MLG_BAD_INPUT, where,
                  TXT("a list of %d items without items", "une liste de %d éléments sans éléments"),
                  TXT("give the items, or the count 0", "donnez les éléments, ou le nombre 0"), count);
}

static void check_window(struct checker *c, mlg_window w, bool zero_is_open_end, const char *where)
{
    if (w.open_s < 0 || w.close_s < 0)
        mlg__find(
            c->found, MLG_BAD_INPUT, where,
            TXT("window from %lld to %lld holds a negative time", "le créneau de %lld à %lld a une heure négative"),
            TXT("count times from midnight, or from the earliest time of the problem",
                "comptez les heures depuis minuit, ou depuis la première heure du problème"),
            (long long)w.open_s, (long long)w.close_s);
    else if (w.open_s > MLG_TIME_MAX_S || w.close_s > MLG_TIME_MAX_S)
        mlg__find(c->found, MLG_OVER_LIMIT, where,
                  TXT("window from %lld to %lld is beyond the limit of %lld s",
                      "le créneau de %lld à %lld dépasse la limite de %lld s"),
                  TXT("count times from midnight, or from the earliest time of the problem",
                      "comptez les heures depuis minuit, ou depuis la première heure du problème"),
                  (long long)w.open_s, (long long)w.close_s, (long long)MLG_TIME_MAX_S);
    else if (w.close_s < w.open_s && !(zero_is_open_end && w.close_s == 0))
        mlg__find(c->found, MLG_BAD_INPUT, where,
                  TXT("window closes at %lld before it opens at %lld", "le créneau ferme à %lld avant d'ouvrir à %lld"),
                  TXT("swap the two values, or drop the window", "échangez les deux valeurs, ou retirez le créneau"),
                  (long long)w.close_s, (long long)w.open_s);
    else c->facts->latest_open_s = max64(c->facts->latest_open_s, w.open_s);
}

/* A list of windows must be in order: then "the next opening" means the next one of the list. */
static void check_windows(struct checker *c, const mlg_window *windows, int32_t count, const char *owner)
{
    char owner_path[96];
    snprintf(owner_path, sizeof owner_path, "%s", owner);
    check_list(c, windows, count, at(c, "%s/windows", owner_path));
    for (int32_t i = 0; windows && i < count; i++) {
        check_window(c, windows[i], false, at(c, "%s/windows/%d", owner_path, i));
        if (i > 0 && windows[i].open_s <= windows[i - 1].close_s && windows[i].open_s >= 0)
            mlg__find(c->found, MLG_BAD_INPUT, at(c, "%s/windows/%d", owner_path, i),
                      TXT("window opens at %lld, not after the one before closes at %lld",
                          "le créneau ouvre à %lld, pas après la fermeture du précédent à %lld"),
                      TXT("give windows in ascending order and join those that touch",
                          "donnez les créneaux dans l'ordre et joignez ceux qui se touchent"),
                      (long long)windows[i].open_s, (long long)windows[i - 1].close_s);
    }
}

static void check_loads(struct checker *c, const int64_t *loads, const char *owner, int32_t row, const char *field)
{
    for (int d = 0; d < MLG_LOADS_MAX; d++)
        if (loads[d] < 0 || loads[d] > MLG_LOAD_MAX)
            check_range(c, loads[d], MLG_LOAD_MAX, at(c, "%s/%d/%s/%d", owner, row, field, d));
}

/* ---- the problem as a whole ------------------------------------------------------------------------------------ */

static void check_scale(struct checker *c)
{
    if (c->b->cost_scale < 1)
        mlg__find(c->found, MLG_BAD_INPUT, "cost_scale",
                  TXT("cost scale %lld is not positive", "l'échelle des coûts %lld n'est pas positive"),
                  TXT("1 keeps the unit of the rates", "1 garde l'unité des tarifs"), (long long)c->b->cost_scale);
    if (c->b->ticks_per_s != 1 && c->b->ticks_per_s != MLG_TICKS_FINE)
        mlg__find(c->found, MLG_BAD_INPUT, "ticks_per_s", TXT("%d ticks per second", "%d battements par seconde"),
                  TXT("give 1 or 100", "donnez 1 ou 100"), c->b->ticks_per_s);
}

static void check_presence(struct checker *c)
{
    if (c->b->vehicle_count == 0)
        mlg__find(c->found, MLG_BAD_INPUT, "vehicles", TXT("there is no vehicle", "il n'y a aucun véhicule"),
                  TXT("add at least one", "ajoutez-en au moins un"));
    if (c->b->stop_count == 0)
        mlg__find(c->found, MLG_BAD_INPUT, "stops", TXT("there is no stop", "il n'y a aucun arrêt"),
                  TXT("add at least one", "ajoutez-en au moins un"));
}

static void check_place_row(struct checker *c, int32_t i)
{
    const struct place *p = &c->b->places[i];
    const bool plane = c->b->place_kinds[i] == PLACE_PLANE;
    const double first = plane ? p->x : p->lat_deg, second = plane ? p->y : p->lon_deg;
    if (c->b->place_kinds[i] != c->b->place_kinds[0])
        mlg__find(c->found, MLG_BAD_INPUT, at(c, "places/%d", i),
                  TXT("places of the globe and of the plane are mixed", "lieux du globe et du plan sont mélangés"),
                  TXT("give all places as lat/lon or all as x/y", "donnez tous les lieux en lat/lon ou tous en x/y"));
    if (!isfinite(first) || !isfinite(second))
        mlg__find(c->found, MLG_BAD_INPUT, at(c, "places/%d", i),
                  TXT("coordinates (%g, %g) are not numbers", "les coordonnées (%g, %g) ne sont pas des nombres"),
                  TXT("give finite numbers", "donnez des nombres finis"), first, second);
    else if (!plane && (fabs(first) > 90 || fabs(second) > 180))
        mlg__find(c->found, MLG_BAD_INPUT, at(c, "places/%d", i),
                  TXT("latitude %g, longitude %g is not on the globe", "latitude %g, longitude %g : hors du globe"),
                  fabs(second) <= 90 && fabs(first) <= 180
                      ? TXT("latitude and longitude may be swapped", "latitude et longitude sont peut-être échangées")
                      : TXT("latitude is within 90, longitude within 180 degrees",
                            "la latitude reste dans 90, la longitude dans 180 degrés"),
                  first, second);
}

/* ---- matrices -------------------------------------------------------------------------------------------------- */

/* One plane: largest value, negative entries, and how many are too large (those become unreachable). */
static int64_t check_plane(struct checker *c, int32_t matrix, const char *plane_name, const int32_t *plane, int32_t n,
                           int64_t *max)
{
    int64_t unreachable = 0;
    for (int32_t i = 0; plane && i < n; i++)
        for (int32_t j = 0; j < n; j++) {
            const int32_t value = plane[(int64_t)i * n + j];
            if (value > MLG_LEG_MAX) unreachable++;
            else if (value < 0)
                mlg__find(c->found, MLG_BAD_INPUT, at(c, "matrices/%d/%s/%d/%d", matrix, plane_name, i, j),
                          TXT("%d is negative", "%d est négatif"),
                          TXT("give zero or more; a value above 1073741823 means unreachable",
                              "donnez zéro ou plus ; une valeur au-dessus de 1073741823 veut dire inaccessible"),
                          value);
            else if (value > *max) *max = value;
        }
    return unreachable;
}

/* Energy may be negative downhill; only its size is bounded. */
static void check_energy_plane(struct checker *c, int32_t matrix, const char *plane_name, const int32_t *plane,
                               int32_t n, int64_t *max)
{
    for (int32_t i = 0; plane && i < n; i++)
        for (int32_t j = 0; j < n; j++) {
            const int64_t value = plane[(int64_t)i * n + j], size = value < 0 ? -value : value;
            if (size > MLG_LEG_MAX)
                mlg__find(c->found, MLG_OVER_LIMIT, at(c, "matrices/%d/%s/%d/%d", matrix, plane_name, i, j),
                          TXT("energy %lld is beyond the limit", "l'énergie %lld dépasse la limite"),
                          TXT("give 0 where no road leads", "donnez 0 où aucune route ne mène"), (long long)value);
            else if (size > *max) *max = size;
        }
}

static void check_table(struct checker *c, int32_t i, const mlg_matrix *m, int32_t n)
{
    struct builder_facts *f = c->facts;
    const int64_t unreachable = check_plane(c, i, "time", m->time, n, &f->leg_time_max) +
                                check_plane(c, i, "distance", m->distance, n, &f->leg_distance_max) +
                                check_plane(c, i, "cost", m->cost, n, &f->leg_cost_max);
    check_energy_plane(c, i, "energy_kj", m->energy_kj, n, &f->energy_kj_max);
    check_energy_plane(c, i, "energy_j_per_kg", m->energy_j_per_kg, n, &f->energy_j_per_kg_max);
    if (unreachable)
        mlg__warn(c->found, at(c, "matrices/%d", i),
                  TXT("%lld entries above %d count as unreachable", "%lld valeurs au-dessus de %d : inaccessibles"),
                  TXT("no route will use these legs", "aucune tournée ne prendra ces trajets"), (long long)unreachable,
                  MLG_LEG_MAX);
    if (!m->time && !m->distance && !m->cost)
        mlg__find(c->found, MLG_BAD_INPUT, at(c, "matrices/%d", i),
                  TXT("the matrix has no values", "la matrice n'a pas de valeurs"),
                  TXT("give times, distances or costs", "donnez des durées, des distances ou des coûts"));
}

/* Largest leg of the plane: the diagonal of the box around all places. */
static void check_euclid(struct checker *c, int32_t i, mlg_round round)
{
    double low_x = 0, high_x = 0, low_y = 0, high_y = 0;
    for (int32_t k = 0; k < c->b->place_count; k++) {
        const struct place *p = &c->b->places[k];
        if (!isfinite(p->x) || !isfinite(p->y)) return; /* already told */
        low_x = k ? fmin(low_x, p->x) : p->x, high_x = k ? fmax(high_x, p->x) : p->x;
        low_y = k ? fmin(low_y, p->y) : p->y, high_y = k ? fmax(high_y, p->y) : p->y;
    }
    if (round < MLG_NEAREST || round > MLG_ROUND_NONE) {
        mlg__find(c->found, MLG_BAD_INPUT, at(c, "matrices/%d/round", i),
                  TXT("rounding rule %d is not known", "règle d'arrondi %d inconnue"), NO_HINT, (int)round);
        return;
    }
    const double longest = hypot(high_x - low_x, high_y - low_y) * (double)mlg__round_scale(round) + 1;
    if (longest > MLG_LEG_MAX) {
        mlg__find(c->found, MLG_OVER_LIMIT, at(c, "matrices/%d", i),
                  TXT("the longest leg may be %.0f units, above the limit of %d",
                      "le plus long trajet peut faire %.0f unités, au-dessus de la limite de %d"),
                  TXT("scale the coordinates down, or take another rounding rule",
                      "réduisez les coordonnées, ou prenez une autre règle d'arrondi"),
                  longest, MLG_LEG_MAX);
        return;
    }
    c->facts->leg_time_max = max64(c->facts->leg_time_max, (int64_t)longest);
    c->facts->leg_distance_max = max64(c->facts->leg_distance_max, (int64_t)longest);
}

static void check_crow(struct checker *c)
{
    const double half_round_m = 3.1416 * MLG_EARTH_RADIUS_M * mlg__crow_detour(1e9); /* the longest there is */
    const double slowest_s = half_round_m * 3.6 / mlg__crow_speed_kmh(1e9);
    c->facts->leg_distance_max = max64(c->facts->leg_distance_max, (int64_t)half_round_m + 1);
    c->facts->leg_time_max = max64(c->facts->leg_time_max, ((int64_t)slowest_s + 1) * c->b->ticks_per_s);
}

static void check_matrix(struct checker *c, int32_t i)
{
    const struct builder_matrix *row = &c->b->matrices[i];
    const bool plane = c->b->place_count > 0 && c->b->place_kinds[0] == PLACE_PLANE;
    if (row->place_count != c->b->place_count)
        mlg__find(c->found, MLG_BAD_INPUT, at(c, "matrices/%d", i),
                  TXT("the matrix was given for %d places, but there are %d now",
                      "la matrice a été donnée pour %d lieux, mais il y en a %d"),
                  TXT("add all places before the first matrix", "ajoutez tous les lieux avant la première matrice"),
                  row->place_count, c->b->place_count);
    switch (row->matrix.kind) {
    case MLG_TABLE: check_table(c, i, &row->matrix, row->place_count); return;
    case MLG_EUCLID:
        if (plane) check_euclid(c, i, row->matrix.round);
        break;
    case MLG_CROW:
        if (!plane) check_crow(c);
        break;
    default:
        mlg__find(c->found, MLG_BAD_INPUT, at(c, "matrices/%d/kind", i),
                  TXT("matrix kind %d is not known", "type de matrice %d inconnu"), NO_HINT, (int)row->matrix.kind);
        return;
    }
    if (c->b->place_count && plane != (row->matrix.kind == MLG_EUCLID))
        mlg__find(
            c->found, MLG_BAD_INPUT, at(c, "matrices/%d/kind", i),
            plane ? TXT("crow flight needs places of the globe", "le vol d'oiseau demande des lieux du globe")
                  : TXT("the plane metric needs places of the plane", "la distance plane demande des lieux du plan"),
            TXT("use the metric of the places, or give a table",
                "prenez la distance qui convient aux lieux, ou donnez une table"));
}

/* ---- vehicles -------------------------------------------------------------------------------------------------- */

static void check_rates(struct checker *c, int32_t i, const mlg_rates *r)
{
    const struct {
        const char *name;
        int64_t value;
    } rates[] = {
        { "fixed", r->fixed },
        { "per_m", r->per_m },
        { "per_tick", r->per_tick },
        { "per_drive_tick", r->per_drive_tick },
        { "per_service_tick", r->per_service_tick },
        { "per_task", r->per_task },
        { "per_overtime_tick", r->per_overtime_tick },
        { "per_extra_stop", r->per_extra_stop },
        { "per_extra_drive_tick", r->per_extra_drive_tick },
        { "per_extra_m", r->per_extra_m },
        { "per_duty2_q40", r->per_duty2_q40 },
        { "per_matrix_cost", r->per_matrix_cost },
        { "per_j_q24", r->per_j_q24 },
    };
    for (size_t k = 0; k < sizeof rates / sizeof *rates; k++)
        if (rates[k].value < 0)
            check_range(c, rates[k].value, INT64_MAX, at(c, "vehicles/%d/rates/%s", i, rates[k].name));
}

static void check_limits(struct checker *c, int32_t i, const mlg_vehicle *v)
{
    const struct {
        const char *name;
        int64_t value, max;
    } limits[] = {
        { "count", v->count, INT32_MAX },
        { "max_duty_s", v->max_duty_s, MLG_TIME_MAX_S },
        { "max_drive_s", v->max_drive_s, MLG_TIME_MAX_S },
        { "max_distance_m", v->max_distance_m, INT64_MAX },
        { "max_energy_j", v->max_energy_j, INT64_MAX },
        { "overtime_after_s", v->overtime_after_s, MLG_TIME_MAX_S },
        { "drive_after_s", v->drive_after_s, MLG_TIME_MAX_S },
        { "distance_after_m", v->distance_after_m, INT64_MAX },
        { "stops_after", v->stops_after, INT32_MAX },
        { "max_stops", v->max_stops, INT32_MAX },
        { "max_trips", v->max_trips, INT32_MAX },
    };
    for (size_t k = 0; k < sizeof limits / sizeof *limits; k++)
        if (limits[k].value < 0 || limits[k].value > limits[k].max)
            check_range(c, limits[k].value, limits[k].max, at(c, "vehicles/%d/%s", i, limits[k].name));
}

static void check_factor(struct checker *c, int32_t i, const char *name, double factor)
{
    if (factor == 0 || (factor >= 0.01 && factor <= 100)) return;
    mlg__find(c->found, MLG_BAD_INPUT, at(c, "vehicles/%d/%s", i, name),
              TXT("factor %g is not between 0.01 and 100", "le facteur %g n'est pas entre 0,01 et 100"),
              TXT("1 or 0 changes nothing", "1 ou 0 ne change rien"), factor);
}

static void check_break(struct checker *c, int32_t vehicle, int32_t i, const mlg_break *k)
{
    char owner[64];
    snprintf(owner, sizeof owner, "vehicles/%d/breaks/%d", vehicle, i);
    check_windows(c, k->windows, k->window_count, owner);
    check_range(c, k->service_s, MLG_TIME_MAX_S, at(c, "%s/service_s", owner));
    check_range(c, k->after_s, MLG_TIME_MAX_S, at(c, "%s/after_s", owner));
    snprintf(owner, sizeof owner, "vehicles/%d/breaks", vehicle);
    if (k->load_limited) check_loads(c, k->max_load, owner, i, "max_load");
}

static void check_vehicle(struct checker *c, int32_t i)
{
    const mlg_vehicle *v = &c->b->vehicles[i];
    const int32_t matrix_count = max32(1, c->b->matrix_count);
    if (v->start != MLG_NONE) check_place(c, v->start, true, at(c, "vehicles/%d/start", i));
    if (v->end != MLG_NONE) check_place(c, v->end, true, at(c, "vehicles/%d/end", i));
    if (v->matrix < 0 || v->matrix >= matrix_count)
        mlg__find(
            c->found, MLG_BAD_INPUT, at(c, "vehicles/%d/matrix", i),
            TXT("matrix %d does not exist; there are %d, counted from 0",
                "la matrice %d n'existe pas ; il y en a %d, comptées à partir de 0"),
            TXT("use an index that mlg_builder_matrix() returned", "prenez un indice rendu par mlg_builder_matrix()"),
            v->matrix, matrix_count);
    check_loads(c, v->capacity, "vehicles", i, "capacity");
    check_rates(c, i, &v->rates);
    check_window(c, v->shift, true, at(c, "vehicles/%d/shift", i));
    check_limits(c, i, v);
    if (v->weight_load < MLG_NONE || v->weight_load >= MLG_LOADS_MAX)
        mlg__find(c->found, MLG_BAD_INPUT, at(c, "vehicles/%d/weight_load", i),
                  TXT("load dimension %d does not exist", "la dimension de charge %d n'existe pas"),
                  TXT("dimensions are 0 to 7; -1: no weight", "les dimensions vont de 0 à 7 ; -1 : pas de poids"),
                  v->weight_load);
    check_list(c, v->reload_places, v->reload_count, at(c, "vehicles/%d/reload_places", i));
    for (int32_t k = 0; v->reload_places && k < v->reload_count; k++)
        check_place(c, v->reload_places[k], false, at(c, "vehicles/%d/reload_places/%d", i, k));
    check_list(c, v->breaks, v->break_count, at(c, "vehicles/%d/breaks", i));
    for (int32_t k = 0; v->breaks && k < v->break_count; k++) check_break(c, i, k, &v->breaks[k]);
    check_loads(c, v->aboard, "vehicles", i, "aboard");
    for (int d = 0; d < MLG_LOADS_MAX; d++)
        if (v->aboard[d] > v->capacity[d] && v->capacity[d] >= 0)
            mlg__find(c->found, MLG_BAD_INPUT, at(c, "vehicles/%d/aboard/%d", i, d),
                      TXT("%lld are on board, above the capacity %lld", "%lld sont à bord, plus que la capacité %lld"),
                      NO_HINT, (long long)v->aboard[d], (long long)v->capacity[d]);
    check_list(c, v->skills, v->skill_count, at(c, "vehicles/%d/skills", i));
    check_factor(c, i, "speed_factor", v->speed_factor);
    check_factor(c, i, "service_factor", v->service_factor);
    if (v->speed_factor > 0 && v->speed_factor < 1 && (double)c->facts->leg_time_max / v->speed_factor > MLG_LEG_MAX)
        mlg__find(c->found, MLG_OVER_LIMIT, at(c, "vehicles/%d/speed_factor", i),
                  TXT("at %g times the speed the longest leg is above the limit",
                      "à %g fois la vitesse le plus long trajet dépasse la limite"),
                  TXT("use a larger factor, or ticks of one second",
                      "prenez un facteur plus grand, ou des battements d'une seconde"),
                  v->speed_factor);
}

/* ---- stops ----------------------------------------------------------------------------------------------------- */

static void check_amount(struct checker *c, int32_t i)
{
    if (c->b->mates[i] != i + 1) return; /* told once, at the pickup */
    for (int d = 0; d < MLG_LOADS_MAX; d++)
        if (c->b->amounts[i][d] < 0 || c->b->amounts[i][d] > MLG_LOAD_MAX)
            check_range(c, c->b->amounts[i][d], MLG_LOAD_MAX, at(c, "stops/%d/amount/%d", i, d));
}

/* Rows of class_work name a class and hold times. */
static void check_class_work(struct checker *c, int32_t i, const mlg_stop *s)
{
    check_list(c, s->class_work, s->class_work_count, at(c, "stops/%d/class_work", i));
    for (int32_t k = 0; s->class_work && k < s->class_work_count; k++) {
        const mlg_class_work *w = &s->class_work[k];
        if (!w->class_id || !w->class_id[0])
            mlg__find(c->found, MLG_BAD_INPUT, at(c, "stops/%d/class_work/%d/class_id", i, k),
                      TXT("the class of vehicles has no name", "la classe de véhicules n'a pas de nom"),
                      TXT("name it as in the vehicles' class_id", "nommez-la comme dans class_id des véhicules"));
        check_range(c, w->setup_s, MLG_TIME_MAX_S, at(c, "stops/%d/class_work/%d/setup_s", i, k));
        check_range(c, w->service_s, MLG_TIME_MAX_S, at(c, "stops/%d/class_work/%d/service_s", i, k));
    }
}

static void check_stop(struct checker *c, int32_t i)
{
    const mlg_stop *s = &c->b->stops[i];
    const struct {
        const char *name;
        int64_t value, max;
    } numbers[] = {
        { "service_s", s->service_s, MLG_TIME_MAX_S },
        { "setup_s", s->setup_s, MLG_TIME_MAX_S },
        { "release_s", s->release_s, MLG_TIME_MAX_S },
        { "due_s", s->due_s, MLG_TIME_MAX_S },
        { "per_late_tick", s->per_late_tick, MLG_COST_MAX },
        { "prize", s->prize, MLG_COST_MAX },
        { "group", s->group, INT32_MAX },
    };
    char owner[64];
    if (s->place < 0 || s->place >= c->b->place_count) check_place(c, s->place, false, at(c, "stops/%d/place", i));
    check_loads(c, s->demand, "stops", i, "demand");
    check_loads(c, s->pickup, "stops", i, "pickup");
    check_amount(c, i);
    for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++)
        if (numbers[k].value < 0 || numbers[k].value > numbers[k].max)
            check_range(c, numbers[k].value, numbers[k].max, at(c, "stops/%d/%s", i, numbers[k].name));
    if (s->backhaul && c->b->mates[i] != MLG_NONE)
        mlg__find(c->found, MLG_BAD_INPUT, at(c, "stops/%d/backhaul", i),
                  TXT("a stop of a shipment is a backhaul", "un arrêt d'une expédition est une collecte de retour"),
                  TXT("make it a stop of its own", "faites-en un arrêt à part"));
    c->facts->latest_open_s = max64(c->facts->latest_open_s, s->release_s);
    if (s->windows || s->window_count) {
        snprintf(owner, sizeof owner, "stops/%d", i);
        check_windows(c, s->windows, s->window_count, owner);
    } else {
        check_window(c, s->window, true, at(c, "stops/%d/window", i));
    }
    check_list(c, s->skills, s->skill_count, at(c, "stops/%d/skills", i));
    check_class_work(c, i, s);
}

struct named {
    const char *id;
    int32_t stop;
};

static int by_id(const void *a, const void *b)
{
    const struct named *x = a, *y = b;
    const int order = strcmp(x->id, y->id);
    return order ? order : (x->stop > y->stop) - (x->stop < y->stop);
}

/* Files refer to stops by id, so a second one of the same name is worth a warning, at its own place. */
static mlg_status check_ids(struct checker *c)
{
    struct named *names = mlg__malloc((size_t)c->b->stop_count * sizeof *names);
    int32_t *first = mlg__malloc((size_t)c->b->stop_count * sizeof *first), count = 0;
    const bool failed = !names || !first;
    for (int32_t i = 0; !failed && i < c->b->stop_count; i++) {
        first[i] = MLG_NONE;
        if (c->b->stops[i].id) names[count++] = (struct named) { c->b->stops[i].id, i };
    }
    if (!failed) qsort(names, (size_t)count, sizeof *names, by_id);
    for (int32_t k = 1, run = 0; !failed && k < count; k++) {
        if (strcmp(names[k].id, names[run].id)) run = k;
        else first[names[k].stop] = names[run].stop;
    }
    for (int32_t i = 0; !failed && i < c->b->stop_count; i++)
        if (first[i] != MLG_NONE)
            mlg__warn(c->found, at(c, "stops/%d/id", i),
                      TXT("stop %d has the same id \"%.60s\"", "l'arrêt %d a le même identifiant « %.60s »"),
                      TXT("give each stop its own id", "donnez à chaque arrêt son identifiant"), first[i],
                      c->b->stops[i].id);
    mlg__free(names);
    mlg__free(first);
    return failed ? MLG_NO_MEMORY : MLG_OK;
}

/* First stops exist, each in one list, a delivery behind its pickup, and the vehicle is one. first [stop]: vehicle + 1.
 */
static void check_first(struct checker *c, int32_t i, int32_t *first)
{
    const mlg_vehicle *v = &c->b->vehicles[i];
    check_list(c, v->first_stops, v->first_count, at(c, "vehicles/%d/first_stops", i));
    if ((v->first_count || v->locked) && v->count > 1)
        mlg__find(c->found, MLG_BAD_INPUT, at(c, "vehicles/%d/count", i),
                  TXT("%d vehicles begin with the same stops", "%d véhicules commencent par les mêmes arrêts"),
                  TXT("describe each vehicle by itself", "décrivez chaque véhicule à part"), v->count);
    for (int32_t k = 0; v->first_stops && k < v->first_count; k++) {
        const int32_t stop = v->first_stops[k];
        const bool known = stop >= 0 && stop < c->b->stop_count;
        if (!known || first[stop])
            mlg__find(c->found, MLG_BAD_INPUT, at(c, "vehicles/%d/first_stops/%d", i, k),
                      known ? TXT("stop %d is fixed already", "l'arrêt %d est déjà fixé")
                            : TXT("stop %d does not exist", "l'arrêt %d n'existe pas"),
                      TXT("name stops of the problem, each once", "nommez des arrêts du problème, chacun une fois"),
                      stop);
        else if (c->b->mates[stop] != MLG_NONE && c->b->mates[stop] < stop && first[c->b->mates[stop]] != i + 1)
            mlg__find(c->found, MLG_BAD_INPUT, at(c, "vehicles/%d/first_stops/%d", i, k),
                      TXT("stop %d is delivered before it is picked up", "l'arrêt %d est livré avant d'être pris"),
                      TXT("name its pickup before it", "nommez d'abord son enlèvement"), stop);
        if (known) first[stop] = i + 1;
        for (int32_t other = 0; known && c->b->stops[stop].group && other < c->b->stop_count; other++)
            if (other != stop && first[other] && c->b->stops[other].group == c->b->stops[stop].group)
                mlg__find(c->found, MLG_BAD_INPUT, at(c, "vehicles/%d/first_stops/%d", i, k),
                          TXT("stop %d is of the same group as stop %d, which is fixed too",
                              "l'arrêt %d est du même groupe que l'arrêt %d, fixé lui aussi"),
                          TXT("of a group at most one is visited", "d'un groupe, un seul est visité"), stop, other);
    }
}

static mlg_status check_firsts(struct checker *c)
{
    int32_t *first = mlg__malloc((size_t)c->b->stop_count * sizeof *first);
    for (int32_t i = 0; first && i < c->b->vehicle_count; i++) check_first(c, i, first);
    mlg__free(first);
    return first ? MLG_OK : MLG_NO_MEMORY;
}

/* A relation names stops that exist, each once; a stop has one relation that joins. joined [stop]: the one met, plus 1.
 */
static void check_relation(struct checker *c, int32_t i, int32_t *joined)
{
    const struct relation *r = &c->b->relations[i];
    check_list(c, r->stops, r->stop_count, at(c, "relations/%d", i));
    for (int32_t k = 0; r->stops && k < r->stop_count; k++) {
        const int32_t stop = r->stops[k];
        bool again = false;
        for (int32_t j = 0; j < k; j++) again |= r->stops[j] == stop;
        if (stop < 0 || stop >= c->b->stop_count)
            mlg__find(c->found, MLG_BAD_INPUT, at(c, "relations/%d/stops/%d", i, k),
                      TXT("stop %d does not exist", "l'arrêt %d n'existe pas"),
                      TXT("indices count from 0", "les indices comptent à partir de 0"), stop);
        else if (again || (r->kind == MLG_TOGETHER && joined[stop]))
            mlg__find(c->found, MLG_BAD_INPUT, at(c, "relations/%d/stops/%d", i, k),
                      again ? TXT("stop %d stands twice", "l'arrêt %d figure deux fois")
                            : TXT("stop %d is joined to others already", "l'arrêt %d est déjà joint à d'autres"),
                      TXT("give all that belong together in one relation",
                          "donnez dans une seule relation tout ce qui va ensemble"),
                      stop);
        else if (r->kind == MLG_TOGETHER) joined[stop] = i + 1;
    }
}

static mlg_status check_relations(struct checker *c)
{
    int32_t *joined = mlg__malloc((size_t)c->b->stop_count * sizeof *joined);
    for (int32_t i = 0; joined && i < c->b->relation_count; i++) check_relation(c, i, joined);
    mlg__free(joined);
    return joined ? MLG_OK : MLG_NO_MEMORY;
}

/* ---- the overflow guard ---------------------------------------------------------------------------------------- */

static int32_t load_dimensions(const mlg_builder *b)
{
    int32_t count = 0;
    for (int32_t i = 0; i < b->stop_count; i++)
        for (int32_t d = count; d < MLG_LOADS_MAX; d++)
            if (b->stops[i].demand[d] || b->stops[i].pickup[d] || b->amounts[i][d]) count = d + 1;
    for (int32_t i = 0; i < b->vehicle_count; i++)
        for (int32_t d = count; d < MLG_LOADS_MAX; d++)
            if (b->vehicles[i].aboard[d]) count = d + 1;
    return count;
}

/* Upper bounds of what all routes of any plan may sum up to. Doubles: their error of 1e-15 is far below the slack. */
#define SUM_MAX 0x1.0p60 /* a factor of four below MLG_COST_MAX: a faulty plan may visit stops twice */
struct bounds {
    double routes, legs, duty_ticks, drive_ticks, work_ticks, breaks_s, weight, energy_j, prizes, late;
};

/* Of all classes of vehicles. */
static double longest_work_s(const mlg_stop *s)
{
    double longest = (double)s->service_s + (double)s->setup_s;
    for (int32_t k = 0; k < s->class_work_count; k++)
        longest = fmax(longest, (double)s->class_work[k].setup_s + (double)s->class_work[k].service_s);
    return longest;
}

static struct bounds bounds_of(const mlg_builder *b, const struct builder_facts *f)
{
    struct bounds s = { 0 };
    double trips = 1, weight[MLG_LOADS_MAX] = { 0 }, aboard = 0, work_s = 0, slowest = 1, longest_work = 1;
    for (int32_t i = 0; i < b->vehicle_count; i++) {
        const mlg_vehicle *v = &b->vehicles[i];
        double breaks_s = 0;
        s.routes += v->count ? v->count : 1;
        trips = fmax(trips, v->max_trips);
        if (v->speed_factor > 0) slowest = fmin(slowest, v->speed_factor);
        if (v->service_factor > 0) longest_work = fmax(longest_work, v->service_factor);
        for (int32_t k = 0; v->breaks && k < v->break_count; k++) breaks_s += (double)v->breaks[k].service_s;
        s.breaks_s = fmax(s.breaks_s, breaks_s);
        for (int d = 0; d < MLG_LOADS_MAX; d++) aboard = fmax(aboard, (double)v->aboard[d]);
    }
    for (int32_t i = 0; i < b->stop_count; i++) {
        work_s += longest_work_s(&b->stops[i]) + 2;
        s.prizes += (double)b->stops[i].prize;
        s.late += (double)b->stops[i].per_late_tick; /* a tick; times how late it may get, below */
        for (int d = 0; d < MLG_LOADS_MAX; d++)
            weight[d] += (double)b->stops[i].demand[d] + (double)b->stops[i].pickup[d] + fabs((double)b->amounts[i][d]);
    }
    for (int d = 0; d < MLG_LOADS_MAX; d++) s.weight = fmax(s.weight, weight[d] + aboard);
    s.routes = fmin(s.routes, b->stop_count);
    s.legs = b->stop_count + s.routes + fmin(s.routes * (trips - 1), b->stop_count);
    s.drive_ticks = s.legs * ((double)f->leg_time_max / slowest + 1);
    s.work_ticks = work_s * longest_work * b->ticks_per_s;
    s.duty_ticks = s.drive_ticks + s.work_ticks + s.routes * ((double)f->latest_open_s + s.breaks_s) * b->ticks_per_s;
    double opening = 0;
    for (int32_t i = 0; i < b->vehicle_count; i++) opening = fmax(opening, (double)b->vehicles[i].shift.open_s);
    s.late *= s.duty_ticks + opening * b->ticks_per_s;
    s.energy_j = s.legs * (1000.0 * (double)f->energy_kj_max + s.weight * (double)f->energy_j_per_kg_max);
    return s;
}

static double cost_bound(const mlg_rates *r, const struct bounds *s, const struct builder_facts *f, int32_t stops)
{
    return s->routes * (double)r->fixed + s->legs * (double)f->leg_distance_max * (double)fmax((double)r->per_m, 1) +
           s->duty_ticks * ((double)r->per_tick + (double)r->per_overtime_tick) +
           s->drive_ticks * (double)r->per_drive_tick + s->work_ticks * (double)r->per_service_tick +
           stops * ((double)r->per_task + (double)r->per_extra_stop) +
           s->drive_ticks * (double)r->per_extra_drive_tick +
           s->legs * (double)f->leg_distance_max * (double)r->per_extra_m +
           s->duty_ticks * s->duty_ticks * (double)r->per_duty2_q40 * 0x1p-40 +
           s->legs * (double)f->leg_cost_max * (double)r->per_matrix_cost +
           s->energy_j / 16777216.0 * (double)r->per_j_q24 + s->late;
}

static void check_overflow(struct checker *c)
{
    const struct bounds s = bounds_of(c->b, c->facts);
    const struct {
        double value;
        struct mlg_txt message;
    } sums[] = {
        { s.prizes, TXT("the prizes together", "les primes ensemble") },
        { s.energy_j, TXT("the energy of all legs", "l'énergie de tous les trajets") },
        { s.duty_ticks, TXT("the duties together", "les durées de service ensemble") },
    };
    const mlg_lang lang = mlg__findings_lang(c->found);
    for (size_t k = 0; k < sizeof sums / sizeof *sums; k++)
        if (sums[k].value > SUM_MAX)
            mlg__find(c->found, MLG_OVER_LIMIT, "",
                      TXT("%s may exceed what 64 bits hold (%g)", "%s : peut dépasser 64 bits (%g)"),
                      TXT("use larger units", "prenez de plus grandes unités"), sums[k].message.in[lang],
                      sums[k].value);
    for (int32_t i = 0; i < c->b->vehicle_count; i++) {
        const double cost = cost_bound(&c->b->vehicles[i].rates, &s, c->facts, c->b->stop_count);
        if (cost + s.prizes > SUM_MAX)
            mlg__find(c->found, MLG_OVER_LIMIT, at(c, "vehicles/%d/rates", i),
                      TXT("a plan may cost %g units, more than 64 bits hold",
                          "un plan peut coûter %g unités, plus que 64 bits"),
                      TXT("divide all rates and prizes by a common factor",
                          "divisez tous les tarifs et primes par un même facteur"),
                      cost + s.prizes);
    }
}

mlg_status mlg__builder_check(const mlg_builder *b, struct builder_facts *facts, mlg_findings *found)
{
    struct checker c = { .b = b, .facts = facts, .found = found };
    check_scale(&c);
    for (int32_t i = 0; i < b->place_count; i++) check_place_row(&c, i);
    for (int32_t i = 0; i < b->matrix_count; i++) check_matrix(&c, i);
    if (b->matrix_count == 0 && b->place_count > 0) {
        if (b->place_kinds[0] == PLACE_PLANE) check_euclid(&c, 0, MLG_NEAREST);
        else check_crow(&c);
    }
    for (int32_t i = 0; i < b->vehicle_count; i++) check_vehicle(&c, i);
    for (int32_t i = 0; i < b->stop_count; i++) check_stop(&c, i);
    mlg_status status = check_ids(&c);
    if (!status && b->relation_count) status = check_relations(&c);
    if (!status) status = check_firsts(&c);
    check_presence(&c);
    facts->load_count = load_dimensions(b);
    if (mlg_findings_count(found, false) == 0) check_overflow(&c);
    return status;
}
