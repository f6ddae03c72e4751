/* routes.c — walk every route of a plan from the definitions alone and compare each claim with what they give.
 *
 * Shares nothing with the makers of plans but the legs (mlg__arc) and the rates of the problem. A route is driven
 * visit by visit in ticks; claims are whole seconds, so an instant is compared by its whole second. What is compared
 * is always computed from our own figures, never from a claim, so that one wrong claim is one finding; the one claim
 * that is a decision, the departure, is taken as given and judged by shift and release.
 *
 * To add a rule: a function here that knows the rule's definition, called from walk_route() (what one route decides)
 * or from mlg_check_routes() (what only the whole plan decides), and a row in tests/unit/test_check_routes.c. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "check/where.h"
#include "maillage/check.h"
#include "model/plan.h"

struct seat {
    int32_t route, visit;
}; /* where a stop is served; route MLG_NONE: nowhere */

struct checker {
    const mlg_problem *p;
    const mlg_plan *plan;
    mlg_findings *found;
    char where[160];
    struct seat *seats;    /* [stop] the first visit */
    int32_t *vehicle_uses; /* [vehicle] */
    mlg_totals sum;
    int128 cost; /* a plan that visits stops again and again may go beyond what the builder bounded */
};

#define VIOLATION(c, where, ...) mlg__find((c)->found, MLG_BAD_INPUT, (where), __VA_ARGS__)

static int64_t narrow(int128 value) { return value > INT64_MAX ? INT64_MAX : (int64_t)value; }

/* ---- claims ---------------------------------------------------------------------------------------------------- */

static void compare(struct checker *c, const char *where, const char *figure, int64_t claimed, int64_t ours)
{
    if (claimed == ours) return;
    VIOLATION(c, where, TXT("%s is claimed as %lld; it is %lld", "%s : annoncé %lld ; c'est %lld"),
              TXT("the plan was changed, or made for another problem",
                  "le plan a été modifié, ou fait pour un autre problème"),
              figure, (long long)claimed, (long long)ours);
}

struct claim {
    const char *figure;
    int64_t claimed, ours;
};

static void compare_all(struct checker *c, const char *where, const struct claim *claims, int32_t count)
{
    for (int32_t i = 0; i < count; i++) compare(c, where, claims[i].figure, claims[i].claimed, claims[i].ours);
}

/* ---- the shape of a route -------------------------------------------------------------------------------------- */

static bool listed(const int32_t *list, int32_t count, int32_t value)
{
    for (int32_t i = 0; i < count; i++)
        if (list[i] == value) return true;
    return false;
}

/* What a visit must refer to for the walk to make sense: its stop (or break) index and its place. */
static bool visit_is_known(struct checker *c, const mlg_vehicle *v, int32_t route, int32_t i, const mlg_visit *visit)
{
    const char *where = AT(c, "routes/%d/visits/%d", route, i);
    const bool is_stop = visit->kind == MLG_STOP, is_break = visit->kind == MLG_BREAK;
    const int32_t known = is_stop ? c->p->stop_count : is_break ? v->break_count : 0;
    if ((is_stop || is_break) && (visit->stop < 0 || visit->stop >= known)) {
        VIOLATION(c, where,
                  is_stop ? TXT("stop %d does not exist", "l'arrêt %d n'existe pas")
                          : TXT("break %d of this vehicle does not exist", "la pause %d de ce véhicule n'existe pas"),
                  TXT("indices count from 0", "les indices comptent à partir de 0"), visit->stop);
        return false;
    }
    if (!is_stop && !is_break && visit->stop != MLG_NONE) {
        VIOLATION(c, where,
                  TXT("a start, end or reload names stop %d", "un départ, une fin ou un rechargement cite l'arrêt %d"),
                  TXT("-1 says none", "-1 veut dire aucun"), visit->stop);
        return false;
    }
    if (visit->kind == MLG_RELOAD && !listed(v->reload_places, v->reload_count, visit->place)) {
        VIOLATION(c, where,
                  TXT("place %d is no reload place of this vehicle", "le lieu %d n'est pas un lieu de rechargement"),
                  TXT("see the vehicle's reload_places", "voyez reload_places du véhicule"), visit->place);
        return false;
    }
    const int32_t place = is_stop                    ? c->p->stops[visit->stop].place
                          : visit->kind == MLG_START ? v->start
                          : visit->kind == MLG_END   ? v->end
                          : is_break                 ? MLG_NONE
                                                     : visit->place;
    if (visit->place == place) return true;
    VIOLATION(c, where,
              TXT("the visit is at place %d; it should be at %d", "la visite est au lieu %d ; elle devrait être au %d"),
              TXT("-1 says none", "-1 veut dire aucun"), visit->place, place);
    return false;
}

static bool breaks_are_single(struct checker *c, int32_t route)
{
    const struct plan_route *r = &c->plan->routes[route];
    bool single = true;
    for (int32_t i = 1; i < r->visit_count; i++)
        for (int32_t k = 1; k < i && r->visits[i].kind == MLG_BREAK; k++) {
            if (r->visits[k].kind != MLG_BREAK || r->visits[k].stop != r->visits[i].stop) continue;
            VIOLATION(c, AT(c, "routes/%d/visits/%d", route, i),
                      TXT("break %d is taken again", "la pause %d est prise à nouveau"),
                      TXT("take each break once", "prenez chaque pause une fois"), (int)r->visits[i].stop);
            single = false;
            break;
        }
    return single;
}

static bool route_has_shape(struct checker *c, int32_t route)
{
    const struct plan_route *r = &c->plan->routes[route];
    const int32_t last = r->visit_count - 1;
    bool sound = true;
    if (r->vehicle < 0 || r->vehicle >= c->p->vehicle_count) {
        VIOLATION(c, AT(c, "routes/%d/vehicle", route), TXT("vehicle %d does not exist", "le véhicule %d n'existe pas"),
                  TXT("indices count from 0", "les indices comptent à partir de 0"), r->vehicle);
        return false;
    }
    if (r->visit_count < 2 || r->visits[0].kind != MLG_START || r->visits[last].kind != MLG_END) {
        VIOLATION(c, AT(c, "routes/%d/visits", route),
                  TXT("the route does not go from a start to an end", "la tournée ne va pas d'un départ à une fin"),
                  TXT("open routes have them too, without a place", "les tournées ouvertes en ont aussi, sans lieu"));
        return false;
    }
    for (int32_t i = 0; i <= last; i++) {
        const mlg_visit *visit = &r->visits[i];
        const bool border = visit->kind == MLG_START || visit->kind == MLG_END;
        if (visit->kind < MLG_START || visit->kind > MLG_END || (border && i > 0 && i < last)) {
            VIOLATION(
                c, AT(c, "routes/%d/visits/%d", route, i),
                TXT("a visit of kind %d inside a route", "une visite de type %d dans une tournée"),
                TXT("only stops, reloads and breaks stand there", "il n'y a que des arrêts, rechargements et pauses"),
                (int)visit->kind);
            sound = false;
        } else if (!visit_is_known(c, &c->p->vehicles[r->vehicle], route, i, visit)) {
            sound = false;
        }
    }
    return sound && breaks_are_single(c, route);
}

/* A plan that repeats its stops more than once each is too far off to be driven: sums would leave their bounds. */
static bool plan_has_size(struct checker *c)
{
    int64_t visits = 0;
    for (int32_t r = 0; r < c->plan->route_count; r++)
        for (int32_t i = 0; i < c->plan->routes[r].visit_count; i++)
            visits += c->plan->routes[r].visits[i].kind == MLG_STOP;
    if (visits <= 2 * (int64_t)c->p->stop_count) return true;
    VIOLATION(c, "routes",
              TXT("%lld stops are visited; the problem has %d", "%lld arrêts sont visités ; le problème en a %d"),
              TXT("the plan is for another problem", "le plan est fait pour un autre problème"), (long long)visits,
              c->p->stop_count);
    return false;
}

/* ---- driving a route ------------------------------------------------------------------------------------------- */

struct walk {
    struct checker *c;
    const mlg_vehicle *v;
    const struct plan_route *r;
    int32_t route, i;                                      /* the visit being walked */
    int32_t place;                                         /* of the last visit that has one */
    int64_t tick, clock;                                   /* ticks a second; when the last visit ended */
    int64_t leg_ticks, leg_left;                           /* drive to the next place: whole, and what is still ahead */
    int64_t load[MLG_LOADS_MAX], for_depot[MLG_LOADS_MAX]; /* on board; the part that is unloaded at a depot */
    int32_t shipments_aboard, trips, trip_stops;
    int128 late_cost;
    bool trip_out, trip_back; /* of the trip: a stop that is no backhaul, a backhaul was visited */
    int64_t departure, drive_ticks, wait_ticks, matrix_cost, energy_j;
    mlg_totals t;
};

static const char *here(struct walk *w) { return AT(w->c, "routes/%d/visits/%d", w->route, w->i); }

static const mlg_window *window_at_or_after(const struct walk *w, const mlg_window *windows, int32_t count, int64_t t)
{
    for (int32_t i = 0; i < count; i++)
        if (t <= windows[i].close_s * w->tick) return &windows[i];
    return NULL;
}

/* The first instant at or after arrival that windows allow; late: after the last one, told by the caller. */
static int64_t first_allowed(const struct walk *w, const mlg_window *windows, int32_t count, int64_t arrival,
                             bool *late)
{
    const mlg_window *next = window_at_or_after(w, windows, count, arrival);
    *late = count > 0 && !next;
    return next && next->open_s * w->tick > arrival ? next->open_s * w->tick : arrival;
}

/* Look at the leg to the next visit that has a place; distance, energy and matrix cost count at once. */
static void enter_leg(struct walk *w)
{
    int32_t next = w->i + 1;
    while (w->r->visits[next].kind == MLG_BREAK) next++;
    const int32_t to = w->r->visits[next].place;
    w->leg_ticks = w->leg_left = 0;
    if (w->place == MLG_NONE || to == MLG_NONE) return;
    const struct arc_values leg = mlg__arc(w->c->p, w->v->matrix, w->place, to);
    if (leg.time == MLG_UNREACHABLE || leg.distance == MLG_UNREACHABLE) {
        VIOLATION(w->c, AT(w->c, "routes/%d/visits/%d", w->route, next),
                  TXT("no road leads from place %d to place %d", "aucune route ne mène du lieu %d au lieu %d"),
                  TXT("visit it from elsewhere, or mend the matrix",
                      "visitez-le depuis un autre lieu, ou corrigez la matrice"),
                  w->place, to);
        return;
    }
    w->leg_ticks = w->leg_left = mlg__drive_ticks(w->v, leg.time);
    w->drive_ticks += w->leg_ticks;
    w->t.distance_m += leg.distance;
    w->matrix_cost += leg.cost;
    w->energy_j += MLG_MILLI * leg.energy_kj;
    if (w->v->weight_load != MLG_NONE) w->energy_j += leg.energy_j_per_kg * w->load[w->v->weight_load];
}

static void check_load(struct walk *w)
{
    for (int32_t d = 0; d < w->c->p->load_count; d++)
        if (w->load[d] > w->v->capacity[d])
            VIOLATION(w->c, here(w),
                      TXT("load %lld in dimension %d is above the capacity %lld",
                          "la charge %lld en dimension %d dépasse la capacité %lld"),
                      TXT("move a stop to another route", "placez un arrêt dans une autre tournée"),
                      (long long)w->load[d], (int)d, (long long)w->v->capacity[d]);
}

/* A trip begins: what its stops are brought comes on board, and their latest release must have passed. */
static int64_t begin_trip(struct walk *w)
{
    int64_t release_s = 0;
    w->trips++;
    w->trip_stops = 0;
    w->trip_out = w->trip_back = false;
    for (int32_t k = w->i + 1; k < w->r->visit_count && w->r->visits[k].kind != MLG_RELOAD; k++) {
        if (w->r->visits[k].kind != MLG_STOP) continue;
        const mlg_stop *s = &w->c->p->stops[w->r->visits[k].stop];
        for (int d = 0; d < MLG_LOADS_MAX; d++) w->load[d] += s->demand[d];
        if (s->release_s > release_s) release_s = s->release_s;
        w->trip_stops++;
    }
    if (w->trip_stops == 0)
        VIOLATION(w->c, here(w), TXT("a trip without stops begins here", "un voyage sans arrêt commence ici"),
                  TXT("leave it out", "retirez-le"));
    return release_s * w->tick;
}

static void compare_visit(struct walk *w, int64_t arrival, int64_t begin, int64_t setup_s, int64_t service_s)
{
    const mlg_visit *v = &w->r->visits[w->i];
    if (!w->c->plan->claims_times) return;
    const struct claim claims[] = {
        { "arrival_s", v->arrival_s, arrival / w->tick },
        { "wait_s", v->wait_s, begin / w->tick - arrival / w->tick },
        { "setup_s", v->setup_s, setup_s },
        { "service_s", v->service_s, service_s },
    };
    compare_all(w->c, here(w), claims, 4);
    for (int d = 0; d < MLG_LOADS_MAX; d++)
        if (v->load[d] != w->load[d])
            compare(w->c, AT(w->c, "routes/%d/visits/%d/load/%d", w->route, w->i, d), "load", v->load[d], w->load[d]);
}

static void walk_start(struct walk *w)
{
    int64_t start_s = w->r->visits[0].arrival_s;
    for (int d = 0; d < MLG_LOADS_MAX; d++) w->load[d] = w->for_depot[d] = w->v->aboard[d];
    const int64_t release = begin_trip(w);
    if (start_s < w->v->shift.open_s || start_s > MLG_TIME_MAX_S) {
        VIOLATION(w->c, here(w),
                  TXT("leaves at %lld, before the shift opens at %lld or beyond all time",
                      "part à %lld, avant l'ouverture du service à %lld ou hors du temps"),
                  TXT("leave later, or widen the shift", "partez plus tard, ou élargissez le service"),
                  (long long)start_s, (long long)w->v->shift.open_s);
        start_s = w->v->shift.open_s;
    }
    w->clock = w->departure = start_s * w->tick;
    if (w->clock < release)
        VIOLATION(w->c, here(w),
                  TXT("leaves at %lld, before the goods are released at %lld",
                      "part à %lld, avant que la marchandise soit prête à %lld"),
                  TXT("leave later", "partez plus tard"), (long long)start_s, (long long)(release / w->tick));
    w->place = w->v->start;
    check_load(w);
    compare_visit(w, w->clock, w->clock, 0, 0);
}

static void walk_reload(struct walk *w)
{
    const int64_t arrival = w->clock + w->leg_left;
    if (w->shipments_aboard > 0)
        VIOLATION(w->c, here(w),
                  TXT("%d shipments are still on board at a reload", "%d envois sont encore à bord au rechargement"),
                  TXT("deliver them first", "livrez-les d'abord"), w->shipments_aboard);
    for (int d = 0; d < MLG_LOADS_MAX; d++) {
        w->load[d] -= w->for_depot[d];
        w->for_depot[d] = 0;
    }
    const int64_t release = begin_trip(w), begin = arrival > release ? arrival : release;
    w->clock = begin;
    w->wait_ticks += begin - arrival;
    w->place = w->r->visits[w->i].place;
    check_load(w);
    compare_visit(w, arrival, begin, 0, 0);
}

static void check_skills(struct walk *w, const mlg_stop *s)
{
    for (int32_t i = 0; i < s->skill_count; i++)
        if (!listed(w->v->skills, w->v->skill_count, s->skills[i]))
            VIOLATION(w->c, here(w),
                      TXT("stop %.60s asks for skill %d; the vehicle lacks it",
                          "l'arrêt %.60s demande la compétence %d ; le véhicule ne l'a pas"),
                      TXT("give the stop to another vehicle", "donnez l'arrêt à un autre véhicule"), s->id,
                      (int)s->skills[i]);
}

/* Backhauls come after all other stops of a trip, and never alone. */
static void check_backhaul(struct walk *w, const mlg_stop *s)
{
    if (s->backhaul && !w->trip_out && !w->trip_back)
        VIOLATION(w->c, here(w),
                  TXT("the trip begins with backhaul %.60s", "le voyage commence par la collecte de retour %.60s"),
                  TXT("visit another stop first", "visitez d'abord un autre arrêt"), s->id);
    else if (!s->backhaul && w->trip_back)
        VIOLATION(w->c, here(w),
                  TXT("stop %.60s comes after a backhaul", "l'arrêt %.60s vient après une collecte de retour"),
                  TXT("visit backhauls last", "visitez les collectes de retour à la fin"), s->id);
    w->trip_out |= !s->backhaul;
    w->trip_back |= s->backhaul;
}

static void take_seat(struct walk *w, int32_t stop)
{
    struct seat *seat = &w->c->seats[stop];
    if (seat->route != MLG_NONE)
        VIOLATION(w->c, here(w),
                  TXT("stop %.60s is visited again (first on route %d, visit %d)",
                      "l'arrêt %.60s est visité à nouveau (d'abord tournée %d, visite %d)"),
                  TXT("visit each stop once", "visitez chaque arrêt une fois"), w->c->p->stops[stop].id, seat->route,
                  seat->visit);
    else *seat = (struct seat) { w->route, w->i };
}

/* Setup and service of s by this vehicle: those of its class where the stop names it. */
static struct work_time work_here(const struct walk *w, const mlg_stop *s)
{
    int64_t setup_s = s->setup_s, service_s = s->service_s;
    for (int32_t i = s->class_work_count - 1; i >= 0; i--)
        if (!strcmp(s->class_work[i].class_id, w->v->class_id))
            setup_s = s->class_work[i].setup_s, service_s = s->class_work[i].service_s;
    return (struct work_time) { w->place == s->place ? 0 : mlg__work_s(w->v, setup_s), mlg__work_s(w->v, service_s) };
}

static void walk_stop(struct walk *w)
{
    const int32_t stop = w->r->visits[w->i].stop, mate = w->c->p->mate[stop];
    const mlg_stop *s = &w->c->p->stops[stop];
    const int64_t arrival = w->clock + w->leg_left;
    const struct work_time work = work_here(w, s);
    bool late;
    const int64_t begin = first_allowed(w, s->windows, s->window_count, arrival, &late);
    if (late) {
        const int64_t close_s = s->windows[s->window_count - 1].close_s;
        VIOLATION(w->c, here(w),
                  TXT("stop %.60s is reached at %lld, after its last window closes at %lld",
                      "l'arrêt %.60s est atteint à %lld, après la fermeture de son dernier créneau à %lld"),
                  TXT("visit it earlier, or on another route", "visitez-le plus tôt, ou dans une autre tournée"), s->id,
                  (long long)(arrival / w->tick), (long long)close_s);
    }
    if (begin > s->due_s * w->tick) w->late_cost += (int128)s->per_late_tick * (begin - s->due_s * w->tick);
    take_seat(w, stop);
    check_skills(w, s);
    check_backhaul(w, s);
    if (mate != MLG_NONE) w->shipments_aboard += mate > stop ? 1 : -1;
    for (int d = 0; d < MLG_LOADS_MAX; d++) {
        w->load[d] += s->pickup[d] - s->demand[d] + w->c->p->mate_amount[(int64_t)stop * MLG_LOADS_MAX + d];
        w->for_depot[d] += s->pickup[d];
    }
    w->t.stops++;
    w->t.setup_s += work.setup_s;
    w->t.service_s += work.service_s;
    w->wait_ticks += begin - arrival;
    w->clock = begin + (work.setup_s + work.service_s) * w->tick;
    w->place = s->place;
    check_load(w);
    compare_visit(w, arrival, begin, work.setup_s, work.service_s);
}

/* A break starts at the first instant of its windows after the last visit: at that visit, on the way, or on arrival
 * (then the vehicle waits for it). One that must be taken at a stop comes before the drive. */
static void walk_break(struct walk *w)
{
    const mlg_break *k = &w->v->breaks[w->r->visits[w->i].stop];
    bool late;
    const int64_t begin = first_allowed(w, k->windows, k->window_count, w->clock, &late),
                  there = w->clock + w->leg_left;
    const int64_t arrival = k->at_stop ? w->clock : begin < there ? begin : there;
    if (late)
        VIOLATION(w->c, here(w),
                  TXT("break %.60s begins at %lld, after its last window",
                      "la pause %.60s commence à %lld, après son dernier créneau"),
                  TXT("take it earlier", "prenez-la plus tôt"), k->id, (long long)(begin / w->tick));
    if (k->at_stop && w->leg_left < w->leg_ticks)
        VIOLATION(w->c, here(w), TXT("break %.60s is not taken at a stop", "la pause %.60s n'est pas prise à un arrêt"),
                  TXT("take it before the other one", "prenez-la avant l'autre"), k->id);
    for (int32_t d = 0; k->load_limited && d < w->c->p->load_count; d++)
        if (w->load[d] > k->max_load[d])
            VIOLATION(w->c, here(w),
                      TXT("break %.60s is taken with load %lld on board; %lld is allowed",
                          "la pause %.60s est prise avec la charge %lld à bord ; %lld est permis"),
                      TXT("take it when the vehicle is emptier", "prenez-la quand le véhicule est plus vide"), k->id,
                      (long long)w->load[d], (long long)k->max_load[d]);
    w->leg_left -= arrival - w->clock;
    w->wait_ticks += begin - arrival;
    w->t.break_s += k->service_s;
    w->clock = begin + k->service_s * w->tick;
    compare_visit(w, arrival, begin, 0, k->service_s);
}

static void walk_end(struct walk *w)
{
    const int64_t arrival = w->clock + w->leg_left, close_s = w->v->shift.close_s;
    w->clock = arrival;
    if (close_s && arrival > close_s * w->tick)
        VIOLATION(w->c, here(w),
                  TXT("the route ends at %lld, after the shift closes at %lld",
                      "la tournée finit à %lld, après la fin du service à %lld"),
                  TXT("serve fewer stops, or leave earlier", "servez moins d'arrêts, ou partez plus tôt"),
                  (long long)(arrival / w->tick), (long long)close_s);
    compare_visit(w, arrival, arrival, 0, 0);
}

/* ---- what the route sums up to --------------------------------------------------------------------------------- */

static void check_limit(struct walk *w, struct mlg_txt what, int64_t value, int64_t limit)
{
    if (limit <= 0 || value <= limit) return;
    VIOLATION(w->c, AT(w->c, "routes/%d", w->route),
              TXT("%s is %lld; the vehicle's limit is %lld", "%s : %lld ; la limite du véhicule est %lld"),
              TXT("move stops to another route", "placez des arrêts dans une autre tournée"),
              what.in[mlg__findings_lang(w->c->found)], (long long)value, (long long)limit);
}

static void check_limits(struct walk *w, int64_t duty)
{
    const mlg_vehicle *v = w->v;
    check_limit(w, TXT("duty (ticks)", "durée (battements)"), duty, v->max_duty_s * w->tick);
    check_limit(w, TXT("driving time (ticks)", "temps de conduite (battements)"), w->drive_ticks,
                v->max_drive_s * w->tick);
    check_limit(w, TXT("distance", "distance"), w->t.distance_m, v->max_distance_m);
    check_limit(w, TXT("energy (J)", "énergie (J)"), w->t.energy_j, v->max_energy_j);
    check_limit(w, TXT("number of stops", "nombre d'arrêts"), w->t.stops, v->max_stops);
    check_limit(w, TXT("number of trips", "nombre de voyages"), w->trips, v->max_trips);
}

/* A break without after_s is always due; with it, only in a longer duty. */
static void check_breaks_taken(struct walk *w, int64_t duty)
{
    for (int32_t k = 0; k < w->v->break_count; k++) {
        bool taken = false;
        if (duty <= w->v->breaks[k].after_s * w->tick && w->v->breaks[k].after_s > 0) continue;
        for (int32_t i = 0; i < w->r->visit_count; i++)
            taken = taken || (w->r->visits[i].kind == MLG_BREAK && w->r->visits[i].stop == k);
        if (!taken)
            VIOLATION(w->c, AT(w->c, "routes/%d", w->route),
                      TXT("break %.60s is not taken", "la pause %.60s n'est pas prise"),
                      TXT("add it to the route", "ajoutez-la à la tournée"), w->v->breaks[k].id);
    }
}

/* So much for each unit beyond `after`; nothing is beyond 0. */
static int128 beyond(int64_t amount, int64_t after, int64_t price)
{
    return after > 0 && amount > after ? (int128)price * (amount - after) : 0;
}

static int128 price(const struct walk *w, int64_t duty)
{
    const mlg_rates *r = &w->v->rates;
    int128 cost = r->fixed;
    cost += beyond(w->t.stops, w->v->stops_after, r->per_extra_stop);
    cost += beyond(w->drive_ticks, w->v->drive_after_s * w->tick, r->per_extra_drive_tick);
    cost += beyond(w->t.distance_m, w->v->distance_after_m, r->per_extra_m);
    cost += ((int128)duty * duty * r->per_duty2_q40) >> 40;
    cost += (int128)r->per_m * w->t.distance_m;
    cost += (int128)r->per_tick * duty;
    if (w->v->overtime_after_s > 0 && duty > w->v->overtime_after_s * w->tick)
        cost += (int128)r->per_overtime_tick * (duty - w->v->overtime_after_s * w->tick);
    cost += (int128)r->per_drive_tick * w->drive_ticks;
    cost += (int128)r->per_service_tick * (w->t.setup_s + w->t.service_s) * w->tick;
    cost += (int128)r->per_task * w->t.stops;
    cost += (int128)r->per_matrix_cost * w->matrix_cost;
    return cost + w->late_cost + mlg__energy_cost(r, w->t.energy_j);
}

static void compare_totals(struct walk *w, int128 cost)
{
    const mlg_totals *claimed = &w->r->totals, *t = &w->t;
    const struct claim claims[] = {
        { "distance_m", claimed->distance_m, t->distance_m },
        { "drive_s", claimed->drive_s, t->drive_s },
        { "setup_s", claimed->setup_s, t->setup_s },
        { "service_s", claimed->service_s, t->service_s },
        { "wait_s", claimed->wait_s, t->wait_s },
        { "break_s", claimed->break_s, t->break_s },
        { "duty_s", claimed->duty_s, t->duty_s },
        { "energy_j", claimed->energy_j, t->energy_j },
        { "stops", claimed->stops, t->stops },
        { "cost", w->r->cost, narrow(cost) },
    };
    if (w->c->plan->claims_times) compare_all(w->c, AT(w->c, "routes/%d", w->route), claims, 10);
}

static void add_totals(mlg_totals *sum, const mlg_totals *t)
{
    sum->distance_m += t->distance_m;
    sum->drive_s += t->drive_s;
    sum->setup_s += t->setup_s;
    sum->service_s += t->service_s;
    sum->wait_s += t->wait_s;
    sum->break_s += t->break_s;
    sum->duty_s += t->duty_s;
    sum->energy_j += t->energy_j;
    sum->stops += t->stops;
}

static void end_route(struct walk *w)
{
    const int64_t duty = w->clock - w->departure;
    w->t.energy_j = w->energy_j > 0 ? w->energy_j : 0;
    w->t.drive_s = w->drive_ticks / w->tick;
    w->t.wait_s = w->wait_ticks / w->tick;
    w->t.duty_s = w->clock / w->tick - w->departure / w->tick;
    check_limits(w, duty);
    check_breaks_taken(w, duty);
    const int128 cost = price(w, duty);
    compare_totals(w, cost);
    add_totals(&w->c->sum, &w->t);
    w->c->cost += cost;
}

/* The route of a vehicle whose first stops are given begins with them, and has no others when it is locked. */
static void check_first(struct walk *w)
{
    int32_t k = 0;
    for (int32_t i = 0; i < w->r->visit_count; i++) {
        const mlg_visit *visit = &w->r->visits[i];
        if (visit->kind != MLG_STOP) continue;
        if (k < w->v->first_count ? visit->stop == w->v->first_stops[k++] : !w->v->locked) continue;
        VIOLATION(w->c, AT(w->c, "routes/%d/visits/%d", w->route, i),
                  TXT("stop %.60s stands where the vehicle's given stops do", "l'arrêt %.60s est là où sont les arrêts fixés du véhicule"),
                  TXT("keep first_stops as they are", "gardez first_stops tels quels"), w->c->p->stops[visit->stop].id);
        return;
    }
    if (k < w->v->first_count)
        VIOLATION(w->c, AT(w->c, "routes/%d", w->route),
                  TXT("%d of the vehicle's given stops are missing", "il manque %d des arrêts fixés du véhicule"),
                  TXT("keep first_stops as they are", "gardez first_stops tels quels"), w->v->first_count - k);
}

/* Vehicles with given stops drive. */
static void check_idle(struct checker *c)
{
    for (int32_t i = 0; i < c->p->vehicle_count; i++)
        if (c->p->vehicles[i].first_count && !c->vehicle_uses[i])
            VIOLATION(c, AT(c, "vehicles/%d", i),
                      TXT("vehicle %.60s has given stops and no route", "le véhicule %.60s a des arrêts fixés et pas de tournée"),
                      TXT("keep first_stops as they are", "gardez first_stops tels quels"), c->p->vehicles[i].id);
}

static void walk_route(struct checker *c, int32_t route)
{
    const struct plan_route *r = &c->plan->routes[route];
    struct walk w = { .c = c, .r = r, .v = &c->p->vehicles[r->vehicle], .route = route, .tick = c->p->ticks_per_s };
    if (c->vehicle_uses[r->vehicle]++ == w.v->count)
        VIOLATION(c, AT(c, "routes/%d/vehicle", route),
                  TXT("vehicle %.60s is used more than %d times", "le véhicule %.60s sert plus de %d fois"),
                  TXT("use another vehicle", "prenez un autre véhicule"), w.v->id, (int)w.v->count);
    for (; w.i < r->visit_count; w.i++) {
        switch (r->visits[w.i].kind) {
        case MLG_START: walk_start(&w); break;
        case MLG_STOP: walk_stop(&w); break;
        case MLG_RELOAD: walk_reload(&w); break;
        case MLG_BREAK: walk_break(&w); break;
        case MLG_END: walk_end(&w); break;
        }
        if (r->visits[w.i].kind != MLG_BREAK && w.i + 1 < r->visit_count) enter_leg(&w);
    }
    check_first(&w);
    end_route(&w);
}

/* ---- what only the whole plan decides -------------------------------------------------------------------------- */

static void check_shipments(struct checker *c)
{
    for (int32_t i = 0; i < c->p->stop_count; i++) {
        const int32_t mate = c->p->mate[i];
        if (mate < i) continue; /* also MLG_NONE */
        const struct seat from = c->seats[i], to = c->seats[mate];
        const char *id = c->p->stops[i].id;
        if (from.route == MLG_NONE && to.route == MLG_NONE) continue;
        if (from.route == MLG_NONE || to.route == MLG_NONE)
            VIOLATION(c, AT(c, "stops/%d", from.route == MLG_NONE ? i : mate),
                      TXT("only one end of shipment %.60s is visited", "un seul bout de l'envoi %.60s est visité"),
                      TXT("visit both or none", "visitez les deux ou aucun"), id);
        else if (from.route != to.route)
            VIOLATION(c, AT(c, "routes/%d/visits/%d", to.route, to.visit),
                      TXT("shipment %.60s is picked up on route %d", "l'envoi %.60s est pris dans la tournée %d"),
                      TXT("one vehicle must do both", "un même véhicule doit faire les deux"), id, from.route);
        else if (from.visit > to.visit)
            VIOLATION(
                c, AT(c, "routes/%d/visits/%d", to.route, to.visit),
                TXT("shipment %.60s is delivered before it is picked up", "l'envoi %.60s est livré avant d'être pris"),
                TXT("swap the two visits", "échangez les deux visites"), id);
    }
}

/* Stops of one relation that are visited: all on one route, or no two. */
static void check_relations(struct checker *c)
{
    for (int32_t i = 0; i < c->p->relation_count; i++) {
        const struct relation *r = &c->p->relations[i];
        for (int32_t k = 1; k < r->stop_count; k++) {
            const struct seat own = c->seats[r->stops[k]];
            for (int32_t j = 0; j < k; j++) {
                const struct seat other = c->seats[r->stops[j]];
                if (own.route == MLG_NONE || other.route == MLG_NONE) continue;
                if ((own.route == other.route) == (r->kind == MLG_TOGETHER)) continue;
                VIOLATION(c, AT(c, "routes/%d/visits/%d", own.route, own.visit),
                          r->kind == MLG_TOGETHER
                              ? TXT("stops %.50s and %.50s are not on one route", "les arrêts %.50s et %.50s ne sont pas dans une même tournée")
                              : TXT("stops %.50s and %.50s are on one route", "les arrêts %.50s et %.50s sont dans une même tournée"),
                          r->kind == MLG_TOGETHER ? TXT("one vehicle must do both", "un même véhicule doit faire les deux")
                                                  : TXT("two vehicles must do them", "il faut deux véhicules"),
                          c->p->stops[r->stops[k]].id, c->p->stops[r->stops[j]].id);
                break;
            }
        }
    }
}

static bool is_listed_unserved(const mlg_plan *plan, int32_t stop)
{
    int32_t low = 0, high = plan->unserved_count;
    while (low < high) {
        const int32_t middle = low + (high - low) / 2;
        if (plan->unserved[middle] < stop) low = middle + 1;
        else high = middle;
    }
    return low < plan->unserved_count && plan->unserved[low] == stop;
}

/* Returns whether the list can be searched. */
static bool check_unserved_order(struct checker *c)
{
    bool sound = true;
    for (int32_t i = 0; i < c->plan->unserved_count; i++) {
        const int32_t stop = c->plan->unserved[i];
        if (stop >= 0 && stop < c->p->stop_count && (i == 0 || stop > c->plan->unserved[i - 1])) continue;
        VIOLATION(c, AT(c, "unserved/%d", i),
                  TXT("stop %d is unknown or out of order", "l'arrêt %d est inconnu ou mal rangé"),
                  TXT("list stop indices in ascending order, each once",
                      "rangez les indices en ordre croissant, chacun une fois"),
                  stop);
        sound = false;
    }
    return sound;
}

static void check_unserved(struct checker *c)
{
    if (!check_unserved_order(c)) return;
    for (int32_t i = 0; i < c->p->stop_count; i++) {
        const bool visited = c->seats[i].route != MLG_NONE, given_up = is_listed_unserved(c->plan, i);
        if (visited != given_up) continue;
        VIOLATION(c, AT(c, "stops/%d", i),
                  visited ? TXT("stop %.60s is visited and listed as unserved",
                                "l'arrêt %.60s est visité et donné comme non servi")
                          : TXT("stop %.60s is neither visited nor listed as unserved",
                                "l'arrêt %.60s n'est ni visité ni donné comme non servi"),
                  TXT("mend the list of unserved stops", "corrigez la liste des arrêts non servis"), c->p->stops[i].id);
    }
}

struct grouped {
    int32_t group, stop;
};

static int in_groups(const void *a, const void *b)
{
    const struct grouped *x = a, *y = b;
    return x->group != y->group ? (x->group > y->group) - (x->group < y->group)
                                : (x->stop > y->stop) - (x->stop < y->stop);
}

static void warn_required(struct checker *c, int32_t stop)
{
    const int32_t mate = c->p->mate[stop];
    if (c->plan->tells_unassigned) return;
    if (c->p->stops[stop].prize > 0 || (mate != MLG_NONE && c->p->stops[mate].prize > 0)) return;
    mlg__warn(c->found, AT(c, "stops/%d", stop),
              TXT("stop %.60s is required and not served", "l'arrêt %.60s est requis et non servi"),
              TXT("visit it, or list it as unserved", "desservez-le, ou inscrivez-le comme non servi"),
              c->p->stops[stop].id);
}

/* At most one stop of a group is visited; when none is, its largest prize is lost. Sorted by group. */
static void check_group(struct checker *c, const struct grouped *members, int32_t count)
{
    int32_t visits = 0;
    int64_t lost = 0;
    for (int32_t i = 0; i < count; i++) {
        const struct seat seat = c->seats[members[i].stop];
        if (c->p->stops[members[i].stop].prize > lost) lost = c->p->stops[members[i].stop].prize;
        if (seat.route == MLG_NONE || ++visits == 1) continue;
        VIOLATION(c, AT(c, "routes/%d/visits/%d", seat.route, seat.visit),
                  TXT("a second stop of group %d is visited", "un second arrêt du groupe %d est visité"),
                  TXT("visit at most one of a group", "visitez au plus un arrêt d'un groupe"), members[i].group);
    }
    if (visits == 0) c->cost += lost;
    if (visits == 0 && lost == 0) warn_required(c, members[0].stop);
}

static mlg_status check_absent(struct checker *c)
{
    struct grouped *members = mlg__malloc((size_t)c->p->stop_count * sizeof *members);
    int32_t count = 0;
    if (!members) return MLG_NO_MEMORY;
    for (int32_t i = 0; i < c->p->stop_count; i++) {
        if (c->p->stops[i].group) members[count++] = (struct grouped) { c->p->stops[i].group, i };
        else if (c->seats[i].route == MLG_NONE) {
            c->cost += c->p->stops[i].prize;
            warn_required(c, i);
        }
    }
    qsort(members, (size_t)count, sizeof *members, in_groups);
    for (int32_t from = 0, to = 0; from < count; from = to) {
        while (to < count && members[to].group == members[from].group) to++;
        check_group(c, members + from, to - from);
    }
    mlg__free(members);
    return MLG_OK;
}

static void check_cost(struct checker *c)
{
    if (c->plan->claims_cost) compare(c, "cost", "cost", c->plan->cost, narrow(c->cost));
    if (c->plan->bound > c->cost)
        VIOLATION(c, "bound", TXT("the bound %lld is above the cost %lld", "la borne %lld dépasse le coût %lld"),
                  TXT("a lower bound cannot be", "une borne inférieure ne le peut pas"), (long long)c->plan->bound,
                  (long long)narrow(c->cost));
}

mlg_status mlg_check_routes(const mlg_problem *p, const mlg_plan *plan, mlg_findings *violations,
                            mlg_totals *recomputed, mlg_error *err)
{
    struct checker c = { .p = p, .plan = plan, .found = violations };
    bool walked = plan_has_size(&c);
    c.seats = mlg__malloc((size_t)p->stop_count * sizeof *c.seats);
    c.vehicle_uses = mlg__malloc((size_t)p->vehicle_count * sizeof *c.vehicle_uses);
    mlg_status status = c.seats && c.vehicle_uses ? MLG_OK : MLG_NO_MEMORY;
    for (int32_t i = 0; !status && i < p->stop_count; i++) c.seats[i].route = MLG_NONE;
    const int32_t route_count = walked ? plan->route_count : 0;
    for (int32_t r = 0; !status && r < route_count; r++) {
        if (route_has_shape(&c, r)) walk_route(&c, r);
        else walked = false;
    }
    if (!status && walked) { /* a route that could not be walked says nothing about what it visits */
        check_shipments(&c);
        check_relations(&c);
        check_idle(&c);
        check_unserved(&c);
        status = check_absent(&c);
        if (!status) check_cost(&c);
    }
    if (!status && recomputed) *recomputed = c.sum;
    mlg__free(c.seats);
    mlg__free(c.vehicle_uses);
    return status ? mlg__no_memory(err, "the check of a plan") : MLG_OK;
}
