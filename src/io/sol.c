/* sol.c — read and write CVRPLIB solutions. Numbers in a route are locations counted from 0, depots first; the number
 * of a depot inside a route is a reload there. Where vehicles differ, route k is driven by vehicle k.
 *
 * The unit of the Cost line follows the rounding rule of the problem (docs/formats/sol.md): the integer itself; with
 * trunc10 a tenth of it, with one decimal; with none the sum of the unrounded distances. */
#include "io/sol.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/math.h"
#include "base/memory.h"
#include "io/scan.h"
#include "model/plan.h"

enum { TRUNC10_DECIMALS = 1 };

static bool rule_is(const mlg_problem *p, mlg_round round)
{
    return p->matrices[0].kind == MLG_EUCLID && p->matrices[0].round == round;
}

/* A table's rule is known by its name only. */
static bool costs_are_tenths(const mlg_problem *p) { return !strcmp(p->rounding, "trunc10"); }

/* ---- the cost of MLG_ROUND_NONE in real numbers ---------------------------------------------------------------- */

static double straight(const mlg_problem *p, int32_t from, int32_t to)
{
    if (from == MLG_NONE || to == MLG_NONE) return 0;
    const double dx = p->places[from].x - p->places[to].x, dy = p->places[from].y - p->places[to].y;
    return sqrt(dx * dx + dy * dy);
}

static double real_cost(const mlg_problem *p, const mlg_plan *plan)
{
    double sum = 0;
    for (int32_t r = 0; r < plan->route_count; r++) {
        const struct plan_route *route = &plan->routes[r];
        int32_t at = MLG_NONE;
        for (int32_t i = 0; i < route->visit_count; i++) {
            if (route->visits[i].kind == MLG_BREAK) continue;
            sum += straight(p, at, route->visits[i].place);
            at = route->visits[i].place;
        }
    }
    return sum;
}

/* ---- numbers of stops and vehicles ----------------------------------------------------------------------------- */

/* Places are locations where each stop has its own, after those of no stop: the depots. Else stops count from 1. */
struct numbers {
    int32_t depots, count; /* numbers below depots are no stops */
    int32_t *stop_at;      /* [number] or MLG_NONE */
    bool places;           /* a number is a place */
};

static bool numbers_init(struct numbers *n, const mlg_problem *p)
{
    n->count = max32(p->place_count, p->stop_count + 1);
    n->stop_at = mlg__malloc((size_t)n->count * sizeof *n->stop_at);
    if (!n->stop_at) return false;
    for (int32_t i = 0; i < n->count; i++) n->stop_at[i] = MLG_NONE;
    n->depots = p->place_count - p->stop_count;
    n->places = n->depots > 0;
    for (int32_t i = 0; i < p->stop_count && n->places; i++) {
        int32_t *stop = &n->stop_at[p->stops[i].place];
        n->places = p->stops[i].place >= n->depots && *stop == MLG_NONE;
        *stop = i;
    }
    if (n->places) return true;
    n->depots = 1, n->count = p->stop_count + 1;
    for (int32_t i = 0; i < n->count; i++) n->stop_at[i] = i - 1; /* 0: MLG_NONE */
    return true;
}

static int32_t number_of(const struct numbers *n, const mlg_problem *p, int32_t stop)
{
    return n->places ? p->stops[stop].place : stop + 1;
}

/* Vehicles of a row take so many numbers; of an unlimited one, no more than may be used. */
static int64_t vehicles_of(const mlg_problem *p, int32_t row)
{
    return p->vehicles[row].count == MLG_UNLIMITED ? p->stop_count : p->vehicles[row].count;
}

/* ---- writing --------------------------------------------------------------------------------------------------- */

static void write_route(const struct numbers *n, const mlg_problem *p, const struct plan_route *route, int64_t number,
                        struct text *out)
{
    text_printf(out, "Route #%lld:", (long long)number);
    for (int32_t i = 0; i < route->visit_count; i++) {
        const mlg_visit *visit = &route->visits[i];
        if (visit->kind == MLG_STOP) text_printf(out, " %d", number_of(n, p, visit->stop));
        if (visit->kind == MLG_RELOAD)
            text_printf(out, " %d", n->places && visit->place < n->depots ? visit->place : 0);
    }
    text_add(out, "\n");
}

/* Where vehicles differ: in the order of vehicles, also those that stay at home as long as that makes no long file. */
static void write_by_vehicle(const struct numbers *n, const mlg_problem *p, const mlg_plan *plan, struct text *out)
{
    enum { AT_HOME_MAX = 100000 };
    int64_t before = 0;
    int32_t last = 0;
    for (int32_t r = 0; r < plan->route_count; r++) last = max32(last, plan->routes[r].vehicle);
    for (int32_t row = 0; row <= last; row++) {
        int64_t number = before;
        for (int32_t r = 0; r < plan->route_count; r++)
            if (plan->routes[r].vehicle == row) write_route(n, p, &plan->routes[r], ++number, out);
        before += vehicles_of(p, row);
        while (row < last && number < before && before <= AT_HOME_MAX)
            text_printf(out, "Route #%lld:\n", (long long)++number);
    }
}

void mlg__sol_write(const mlg_problem *p, const mlg_plan *plan, struct text *out)
{
    struct numbers n = { 0 };
    if (!numbers_init(&n, p)) {
        out->failed = true;
        return;
    }
    if (p->vehicle_count > 1) write_by_vehicle(&n, p, plan, out);
    else
        for (int32_t r = 0; r < plan->route_count; r++) write_route(&n, p, &plan->routes[r], r + 1, out);
    mlg__free(n.stop_at);
    text_add(out, "Cost ");
    if (rule_is(p, MLG_ROUND_NONE)) text_double(out, real_cost(p, plan));
    else if (costs_are_tenths(p)) {
        text_printf(out, "%lld.%lld", (long long)(plan->cost / 10), (long long)(plan->cost % 10));
    } else text_printf(out, "%lld", (long long)plan->cost);
    text_add(out, "\n");
}

/* ---- reading --------------------------------------------------------------------------------------------------- */

struct reader {
    struct scanner s;
    const mlg_problem *p;
    bool no_memory;
    struct seen {
        int32_t line, column;
    } * seen; /* [stop] its first place in the file; line 0: none */
    struct numbers numbers;
    int32_t *stops; /* all routes one after the other, as a struct sequence has them */
    int32_t stop_count, stop_cap, route_count, route_cap;
    struct route {
        int32_t vehicle, first, count;
    } * routes;
    struct word cost; /* line 0: not given */
};

#define WRONG(v, word, ...) mlg__find((v)->s.found, MLG_BAD_INPUT, mlg__scan_where(&(v)->s, (word)), __VA_ARGS__)

static void keep(struct reader *v, int32_t code)
{
    int32_t *grown = mlg__grow(v->stops, &v->stop_cap, v->stop_count + 1, sizeof *grown);
    if (!grown) {
        v->no_memory = true;
        return;
    }
    v->stops = grown;
    grown[v->stop_count++] = code;
}

static bool reloads_at(const mlg_vehicle *v, int64_t place)
{
    for (int32_t i = 0; i < v->reload_count; i++)
        if (v->reload_places[i] == place) return true;
    return false;
}

/* Where the vehicle of the route being read stands after what was kept of it; MLG_NONE: at a stop. */
static int32_t standing_at(const struct reader *v, const mlg_vehicle *vehicle)
{
    if (v->stop_count == v->routes[v->route_count].first) return vehicle->start;
    const int32_t code = v->stops[v->stop_count - 1];
    return code < 0 ? ~code : MLG_NONE;
}

/* Trips without stops, from a depot to itself, are dropped. */
static void read_reload(struct reader *v, const mlg_vehicle *vehicle, int32_t place)
{
    if (standing_at(v, vehicle) != place) keep(v, ~place);
}

static void read_stop(struct reader *v, const mlg_vehicle *vehicle, const struct word *w)
{
    const struct numbers *n = &v->numbers;
    int64_t number;
    const bool whole = mlg__word_int(w, &number);
    if (whole && number >= 0 && number < n->depots && reloads_at(vehicle, number))
        return read_reload(v, vehicle, (int32_t)number);
    if (!whole || number < n->depots || number >= n->count) {
        WRONG(v, w, TXT("\"%s\" is not a stop number from %d to %d", "« %s » n'est pas un numéro d'arrêt de %d à %d"),
              vehicle->reload_count
                  ? TXT("stops count on from the depots; of these only where the vehicle may reload is written",
                        "les arrêts se comptent après les dépôts ; de ceux-ci ne s'écrit que celui où le véhicule "
                        "recharge")
              : n->depots == 1 ? TXT("stops count from 1 after the depot, which is 0 and is not written",
                                     "les arrêts comptent à partir de 1 après le dépôt, qui est 0 et ne s'écrit pas")
                               : TXT("stops count on from the depots, which are not written",
                                     "les arrêts se comptent après les dépôts, qui ne s'écrivent pas"),
              mlg__scan_shown(&v->s, w), n->depots, n->count - 1);
        return;
    }
    const int32_t stop = n->stop_at[number];
    struct seen *seen = &v->seen[stop];
    if (seen->line) {
        WRONG(v, w,
              TXT("stop %lld is visited again (first on line %d, column %d)",
                  "l'arrêt %lld est visité à nouveau (d'abord ligne %d, colonne %d)"),
              TXT("visit each stop once", "visitez chaque arrêt une fois"), (long long)number, seen->line,
              seen->column);
        return;
    }
    *seen = (struct seen) { w->line, w->column };
    keep(v, stop);
}

/* Route k is driven by vehicle k where vehicles differ; where all are equal it does not matter (some count from 0). */
static int32_t vehicle_of(const mlg_problem *p, int64_t route)
{
    int32_t row = 0;
    for (int64_t left = route; row < p->vehicle_count - 1 && left >= vehicles_of(p, row); row++)
        left -= vehicles_of(p, row);
    return row;
}

/* `Route #k:` or `Route k :`; the scanner stands behind "Route". */
static void read_route(struct reader *v, const struct word *keyword)
{
    const struct word rest = mlg__scan_rest(&v->s);
    const char *colon = memchr(rest.text, ':', rest.length);
    const char *digits = rest.text, *end = colon ? colon : rest.text;
    struct word w;
    int64_t number;
    while (digits < end && (*digits == '#' || *digits == ' ' || *digits == '\t')) digits++;
    while (end > digits && (end[-1] == ' ' || end[-1] == '\t')) end--;
    const struct word label = { digits, (size_t)(end - digits), rest.line,
                                rest.column + (int32_t)(digits - rest.text) };
    if (!colon || !mlg__word_int(&label, &number) || number < 0) {
        WRONG(v, keyword,
              TXT("a route begins with \"Route #1:\", a number and a colon",
                  "une tournée commence par « Route #1: », un numéro et deux-points"),
              TXT("number routes from 1", "numérotez les tournées à partir de 1"));
        return;
    }
    struct route *grown = mlg__grow(v->routes, &v->route_cap, v->route_count + 1, sizeof *grown);
    if (!grown) {
        v->no_memory = true;
        return;
    }
    v->routes = grown;
    v->routes[v->route_count] = (struct route) { .vehicle = vehicle_of(v->p, number - 1), .first = v->stop_count };
    v->s.next = colon + 1;
    const mlg_vehicle *vehicle = &v->p->vehicles[v->routes[v->route_count].vehicle];
    while (!v->no_memory && mlg__scan_word(&v->s, &w)) read_stop(v, vehicle, &w);
    if (v->stop_count > v->routes[v->route_count].first && v->stops[v->stop_count - 1] == ~vehicle->end)
        v->stop_count--;
    v->routes[v->route_count].count = v->stop_count - v->routes[v->route_count].first;
    v->route_count++;
}

static void read_cost(struct reader *v, const struct word *keyword)
{
    struct word w = mlg__scan_rest(&v->s);
    double value;
    if (w.length && w.text[0] == ':') {
        v->s.next = w.text + 1;
        w = mlg__scan_rest(&v->s);
    }
    if (v->cost.line)
        WRONG(v, keyword, TXT("Cost is given again (first on line %d)", "Cost est donné à nouveau (d'abord ligne %d)"),
              TXT("keep one", "gardez-en un"), v->cost.line);
    else if (!mlg__word_number(&w, &value) || value < 0 || value > 1e15)
        WRONG(v, &w,
              TXT("the cost \"%s\" is not a number from 0 to 1e15", "le coût « %s » n'est pas un nombre de 0 à 1e15"),
              TXT("write a number after Cost", "écrivez un nombre après Cost"), mlg__scan_shown(&v->s, &w));
    if (!v->cost.line) v->cost = w;
}

/* Lines that other makers of solutions write above the routes; they say nothing about the plan. */
static bool is_heading(struct word w)
{
    static const char *const known[] = { "Instance", "Authors", "Date",    "Reference",
                                         "Solution", "Time",    "Optimal", "Comment" };
    if (w.text[w.length - 1] == ':') w.length--;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (mlg__word_is(&w, known[i])) return true;
    return false;
}

static void read_lines(struct reader *v)
{
    struct word w;
    while (!v->no_memory && mlg__scan_line(&v->s)) {
        if (!mlg__scan_word(&v->s, &w)) continue;
        if (mlg__word_is(&w, "Route")) read_route(v, &w);
        else if (mlg__word_is(&w, "Cost") || mlg__word_is(&w, "Cost:")) read_cost(v, &w);
        else if (!is_heading(w))
            WRONG(v, &w,
                  TXT("\"%s\" begins neither a route nor the cost", "« %s » ne commence ni une tournée ni le coût"),
                  TXT("lines are \"Route #1: 3 1 2\" and \"Cost 123\"",
                      "les lignes sont « Route #1: 3 1 2 » et « Cost 123 »"),
                  mlg__scan_shown(&v->s, &w));
    }
    if (v->route_count == 0 && !v->no_memory)
        mlg__find(v->s.found, MLG_BAD_INPUT, mlg__scan_at(&v->s, v->s.line ? v->s.line : 1, 1),
                  TXT("the file has no route", "le fichier n'a aucune tournée"),
                  TXT("lines are \"Route #1: 3 1 2\" and \"Cost 123\"",
                      "les lignes sont « Route #1: 3 1 2 » et « Cost 123 »"));
    if (!v->cost.line && !v->no_memory)
        mlg__warn(v->s.found, mlg__scan_at(&v->s, v->s.line ? v->s.line : 1, 1),
                  TXT("the file claims no cost", "le fichier n'annonce pas de coût"),
                  TXT("add a line \"Cost 123\"", "ajoutez une ligne « Cost 123 »"));
}

/* How many digits stand behind the point: the claim is right when it is, to its last digit. */
static int decimals_of(const struct word *w)
{
    const char *point = memchr(w->text, '.', w->length);
    return point ? (int)(w->text + w->length - point) - 1 : 0;
}

/* The claimed cost in cost units; ours where the claim is right to its last digit. */
static int64_t claimed_cost(const struct reader *v, const mlg_plan *plan)
{
    double value = 0;
    int64_t whole;
    mlg__word_number(&v->cost, &value);
    if (rule_is(v->p, MLG_ROUND_NONE)) {
        const double tolerance = 0.5000001 * pow(10, -min32(decimals_of(&v->cost), 9)) + 1e-9 * value;
        return fabs(value - real_cost(v->p, plan)) <= tolerance ? plan->cost
                                                                : mlg__round(value * (double)v->p->cost_scale);
    }
    /* Mixed fleets of Pessoa et al.: some files divide by 100,000, and have rounded arcs in another way before. */
    if (!strcmp(v->p->rounding, "nearest1000") && decimals_of(&v->cost) == 2 &&
        fabs(value * 1e5 - (double)plan->cost) <= fmax(1000, 1e-6 * (double)plan->cost))
        return plan->cost;
    if (!costs_are_tenths(v->p))
        return mlg__parse_fixed(v->cost.text, v->cost.length, false, 0, &whole) ? whole : mlg__round(value);
    if (decimals_of(&v->cost) == 0 && mlg__round(value) == plan->cost)
        return plan->cost; /* some sets write the tenths */
    return mlg__parse_fixed(v->cost.text, v->cost.length, false, TRUNC10_DECIMALS, &whole) ? whole
                                                                                           : mlg__round(10 * value);
}

struct member {
    int32_t group, stop;
};

static int by_group(const void *a, const void *b)
{
    const struct member *x = a, *y = b;
    return x->group != y->group ? (x->group > y->group) - (x->group < y->group)
                                : (x->stop > y->stop) - (x->stop < y->stop);
}

/* The stops that may be absent without a word: those with a prize, and members of groups. Of a group that asks for one
 * of its members and has none, the first is not among them. */
static bool find_optional(const struct reader *v, bool *optional)
{
    const mlg_problem *p = v->p;
    struct member *members = mlg__malloc((size_t)p->stop_count * sizeof *members);
    int32_t count = 0;
    if (!members) return false;
    for (int32_t i = 0; i < p->stop_count; i++) {
        optional[i] = p->stops[i].prize || p->stops[i].group;
        if (p->stops[i].group) members[count++] = (struct member) { p->stops[i].group, i };
    }
    qsort(members, (size_t)count, sizeof *members, by_group);
    for (int32_t from = 0, to = 0; from < count; from = to) {
        bool settled = false;
        for (; to < count && members[to].group == members[from].group; to++)
            settled = settled || v->seen[members[to].stop].line || p->stops[members[to].stop].prize;
        if (!settled) optional[members[from].stop] = false;
    }
    mlg__free(members);
    return true;
}

static bool keep_optional_unserved(const struct reader *v, mlg_plan *plan)
{
    int32_t kept = 0;
    bool *optional = mlg__malloc((size_t)v->p->stop_count * sizeof *optional);
    const bool found = optional && find_optional(v, optional);
    for (int32_t i = 0; found && i < plan->unserved_count; i++)
        if (optional[plan->unserved[i]]) plan->unserved[kept++] = plan->unserved[i];
    plan->unserved_count = kept;
    mlg__free(optional);
    return found;
}

static mlg_status make_plan(struct reader *v, mlg_plan **plan, mlg_error *err)
{
    struct sequence *sequences = mlg__malloc((size_t)v->route_count * sizeof *sequences);
    if (!sequences) return mlg__no_memory(err, v->s.name);
    for (int32_t r = 0; r < v->route_count; r++)
        sequences[r] = (struct sequence) { v->routes[r].vehicle, v->routes[r].count,
                                           v->routes[r].count ? v->stops + v->routes[r].first : NULL };
    const mlg_status status = mlg__plan_from_sequences(v->p, sequences, v->route_count, plan, err);
    mlg__free(sequences);
    if (status) return status;
    if (!keep_optional_unserved(v, *plan)) {
        mlg_plan_free(*plan);
        *plan = NULL;
        return mlg__no_memory(err, v->s.name);
    }
    (*plan)->claims_times = false;
    (*plan)->claims_cost = v->cost.line > 0;
    if (v->cost.line) (*plan)->cost = claimed_cost(v, *plan);
    return MLG_OK;
}

static mlg_status read_all(struct reader *v, mlg_plan **plan, mlg_error *err)
{
    v->seen = mlg__malloc((size_t)v->p->stop_count * sizeof *v->seen);
    if (!v->seen || !numbers_init(&v->numbers, v->p)) return mlg__no_memory(err, v->s.name);
    read_lines(v);
    if (v->no_memory) return mlg__no_memory(err, v->s.name);
    MLG_TRY(mlg__first_error(v->s.found, err));
    return make_plan(v, plan, err);
}

mlg_status mlg__sol_read(const char *name, const char *bytes, size_t count, const mlg_problem *p, mlg_plan **plan,
                         mlg_findings *found, mlg_error *err)
{
    mlg_findings *own = mlg_findings_new(found ? mlg__findings_lang(found) : err ? err->lang : MLG_EN);
    struct reader v = { .s = mlg__scan(name, bytes, count, own), .p = p };
    *plan = NULL;
    const mlg_status status = own ? read_all(&v, plan, err) : mlg__no_memory(err, name);
    mlg__findings_add(found, own);
    mlg_findings_free(own);
    mlg__free(v.seen);
    mlg__free(v.numbers.stop_at);
    mlg__free(v.stops);
    mlg__free(v.routes);
    return status;
}
