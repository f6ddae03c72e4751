/* reason.c — see reason.h and maillage/reason.h. Each rule and each change has one sentence in each language. */
#include "model/reason.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "model/units.h"

static const char *const rule_names[MLG_RULES] = {
    [MLG_RULE_LOAD] = "load",
    [MLG_RULE_SKILLS] = "skills",
    [MLG_RULE_TIME_WINDOW] = "time_window",
    [MLG_RULE_SHIFT] = "shift",
    [MLG_RULE_ROUTE_TIME] = "route_time",
    [MLG_RULE_PRECEDENCE] = "precedence",
    [MLG_RULE_MAX_TASKS] = "max_tasks",
    [MLG_RULE_MAX_TRAVEL_TIME] = "max_travel_time",
    [MLG_RULE_MAX_DISTANCE] = "max_distance",
    [MLG_RULE_MAX_DUTY] = "max_duty",
    [MLG_RULE_MAX_ENERGY] = "max_energy",
    [MLG_RULE_BREAK] = "break",
    [MLG_RULE_UNREACHABLE] = "unreachable",
    [MLG_RULE_GROUP] = "group",
    [MLG_RULE_TOGETHER] = "together",
    [MLG_RULE_APART] = "apart",
    [MLG_RULE_GIVEN] = "given",
    [MLG_RULE_BACKHAUL] = "backhaul",
    [MLG_RULE_VEHICLES] = "vehicles",
    [MLG_RULE_PRIORITY] = "priority",
    [MLG_RULE_PRIZE] = "prize",
    [MLG_RULE_NOT_PLACED] = "not_placed",
};

static const char *const change_names[MLG_CHANGES] = {
    [MLG_CHANGE_NONE] = "none",
    [MLG_CHANGE_CAPACITY] = "capacity",
    [MLG_CHANGE_SKILLS] = "skills",
    [MLG_CHANGE_WINDOW_OPEN] = "window_open",
    [MLG_CHANGE_WINDOW_CLOSE] = "window_close",
    [MLG_CHANGE_SHIFT_OPEN] = "shift_open",
    [MLG_CHANGE_SHIFT_CLOSE] = "shift_close",
    [MLG_CHANGE_MAX_TASKS] = "max_tasks",
    [MLG_CHANGE_MAX_TRAVEL_TIME] = "max_travel_time",
    [MLG_CHANGE_MAX_DISTANCE] = "max_distance",
    [MLG_CHANGE_MAX_DUTY] = "max_duty",
    [MLG_CHANGE_MAX_ENERGY] = "max_energy",
    [MLG_CHANGE_BREAK] = "break",
    [MLG_CHANGE_ROAD] = "road",
    [MLG_CHANGE_GROUP] = "group",
    [MLG_CHANGE_RELATION] = "relation",
    [MLG_CHANGE_GIVEN] = "given",
    [MLG_CHANGE_BACKHAUL] = "backhaul",
    [MLG_CHANGE_VEHICLE] = "vehicle",
    [MLG_CHANGE_PRIORITY] = "priority",
    [MLG_CHANGE_PRIZE] = "prize",
    [MLG_CHANGE_INSERT] = "insert",
};

const char *mlg_rule_name(mlg_rule rule) { return rule_names[rule]; }
const char *mlg_change_name(mlg_change_kind kind) { return change_names[kind]; }

/* ---- numbers --------------------------------------------------------------------------------------------------- */

void mlg__instant_words(int64_t time_s, const struct reason_words *w, struct text *out)
{
    const int64_t t = time_s + w->origin_s;
    if (!w->clock || t < 0 || t >= 2 * MLG_SECONDS_PER_DAY) text_printf(out, "%" PRId64, t);
    else {
        text_printf(out, "%02d:%02d", (int)(t / 3600), (int)(t / 60 % 60));
        if (t % 60) text_printf(out, ":%02d", (int)(t % 60));
    }
}

/* "45 s", "12 min", "2 h 5 min": rounded up to the minute from ten minutes on. */
static void put_duration(int64_t s, const struct reason_words *w, struct text *out)
{
    const int64_t minutes = (s + 59) / 60;
    if (!w->clock) text_printf(out, "%" PRId64, s);
    else if (s < 600 && s % 60) text_printf(out, "%" PRId64 " s", s);
    else if (minutes < 120) text_printf(out, "%" PRId64 " min", minutes);
    else text_printf(out, minutes % 60 ? "%" PRId64 " h %" PRId64 " min" : "%" PRId64 " h", minutes / 60, minutes % 60);
}

static void put_metres(int64_t m, const struct reason_words *w, struct text *out)
{
    if (!w->clock) text_printf(out, "%" PRId64, m);
    else if (m < 1000) text_printf(out, "%" PRId64 " m", m);
    else {
        const struct digits d = mlg__digits((double)((m + 99) / 100) / 10, 1, w->lang == MLG_FR);
        text_printf(out, "%s km", d.s);
    }
}

enum reason_unit mlg__margin_unit(mlg_rule rule)
{
    switch (rule) {
    case MLG_RULE_LOAD: return UNIT_LOAD;
    case MLG_RULE_TIME_WINDOW:
    case MLG_RULE_SHIFT:
    case MLG_RULE_ROUTE_TIME:
    case MLG_RULE_PRECEDENCE:
    case MLG_RULE_MAX_TRAVEL_TIME:
    case MLG_RULE_MAX_DUTY:
    case MLG_RULE_BREAK: return UNIT_SECONDS;
    case MLG_RULE_MAX_DISTANCE: return UNIT_METRES;
    case MLG_RULE_MAX_ENERGY: return UNIT_JOULES;
    case MLG_RULE_MAX_TASKS: return UNIT_COUNT;
    case MLG_RULE_SKILLS:
    case MLG_RULE_UNREACHABLE:
    case MLG_RULE_GROUP:
    case MLG_RULE_TOGETHER:
    case MLG_RULE_APART:
    case MLG_RULE_GIVEN:
    case MLG_RULE_BACKHAUL:
    case MLG_RULE_VEHICLES:
    case MLG_RULE_PRIORITY:
    case MLG_RULE_PRIZE:
    case MLG_RULE_NOT_PLACED:
    case MLG_RULES: break;
    }
    return UNIT_NONE;
}

/* By how much a rule fails; false: it is no quantity. */
static bool put_margin(const mlg_reason *r, const struct reason_words *w, struct text *out)
{
    const enum reason_unit unit = mlg__margin_unit(r->rule);
    if (unit == UNIT_NONE) return false;
    if (unit == UNIT_LOAD) text_fixed(out, r->margin, w->load_decimals);
    else if (unit == UNIT_SECONDS) put_duration(r->margin, w, out);
    else if (unit == UNIT_METRES) put_metres(r->margin, w, out);
    else text_printf(out, unit == UNIT_JOULES ? "%" PRId64 " J" : "%" PRId64, r->margin);
    return true;
}

/* Names that nobody gave are numbers: "vehicle-3", "stop-3". */
static const char *given(const char *id, const char *prefix)
{
    return strncmp(id, prefix, strlen(prefix)) ? id : id + strlen(prefix);
}
static const char *vehicle_name(const mlg_problem *p, int32_t i)
{
    return i == MLG_NONE ? "" : given(p->vehicles[i].id, "vehicle-");
}
static const char *stop_name(const mlg_problem *p, int32_t i)
{
    return i == MLG_NONE ? "" : given(p->stops[i].id, "stop-");
}

/* ---- rules ----------------------------------------------------------------------------------------------------- */

static const struct mlg_txt rule_words[MLG_RULES] = {
    [MLG_RULE_LOAD] = { { "too much load", "trop de charge" } },
    [MLG_RULE_SKILLS] = { { "a skill is missing", "il manque une compétence" } },
    [MLG_RULE_TIME_WINDOW] = { { "closed when a vehicle can be there", "fermé quand un véhicule peut y être" } },
    [MLG_RULE_SHIFT] = { { "working hours are too short", "les heures de travail sont trop courtes" } },
    [MLG_RULE_ROUTE_TIME] = { { "other stops would be late", "d'autres arrêts seraient en retard" } },
    [MLG_RULE_PRECEDENCE] = { { "the delivery closes before the pickup can be done",
                                "la livraison ferme avant que l'enlèvement puisse être fait" } },
    [MLG_RULE_MAX_TASKS] = { { "too many stops for a vehicle", "trop d'arrêts pour un véhicule" } },
    [MLG_RULE_MAX_TRAVEL_TIME] = { { "too much driving time", "trop de temps de conduite" } },
    [MLG_RULE_MAX_DISTANCE] = { { "too far to drive", "trop de distance à parcourir" } },
    [MLG_RULE_MAX_DUTY] = { { "the duty would be too long", "la journée serait trop longue" } },
    [MLG_RULE_MAX_ENERGY] = { { "too much energy", "trop d'énergie" } },
    [MLG_RULE_BREAK] = { { "a break no longer fits", "une pause ne tient plus" } },
    [MLG_RULE_UNREACHABLE] = { { "no road leads there and back", "aucune route n'y mène ou n'en revient" } },
    [MLG_RULE_GROUP] = { { "another stop of its group is served", "un autre arrêt de son groupe est desservi" } },
    [MLG_RULE_TOGETHER] = { { "it belongs with a stop on another route",
                              "il va avec un arrêt d'une autre tournée" } },
    [MLG_RULE_APART] = { { "a stop that it is kept apart from is there",
                           "un arrêt dont il est tenu séparé s'y trouve" } },
    [MLG_RULE_GIVEN] = { { "the stops are given there, or it is given to another vehicle",
                           "les arrêts y sont fixés, ou il est fixé à un autre véhicule" } },
    [MLG_RULE_BACKHAUL] = { { "backhauls come last, and not alone",
                              "les collectes de retour viennent à la fin, et pas seules" } },
    [MLG_RULE_VEHICLES] = { { "all vehicles are in use", "tous les véhicules sont pris" } },
    [MLG_RULE_PRIORITY] = { { "other stops of no less priority have its room",
                              "d'autres arrêts d'une priorité au moins égale ont sa place" } },
    [MLG_RULE_PRIZE] = { { "it costs more than it is worth", "il coûte plus qu'il ne vaut" } },
    [MLG_RULE_NOT_PLACED] = { { "nothing stands in the way: it fits", "rien ne s'y oppose : il y a de la place" } },
};

static const char *say(const struct reason_words *w, struct mlg_txt t) { return t.in[w->lang == MLG_FR]; }

void mlg__verdict_words(const mlg_unserved *why, const struct reason_words *w, struct text *out)
{
    text_add(out, why->verdict == MLG_IMPOSSIBLE
                      ? say(w, TXT("no vehicle can serve it", "aucun véhicule ne peut le desservir"))
                      : say(w, TXT("a vehicle could serve it, were it not for the others",
                                   "un véhicule pourrait le desservir, sans les autres")));
}

static void put_count(const mlg_unserved *why, const mlg_reason *r, const struct reason_words *w, struct text *out)
{
    const bool one = r->count == 1;
    const struct mlg_txt vehicles = one ? TXT("1 vehicle", "1 véhicule") : TXT("%d vehicles", "%d véhicules");
    const struct mlg_txt routes = one ? TXT("1 route", "1 tournée") : TXT("%d routes", "%d tournées");
    char words[48];
    snprintf(words, sizeof words, say(w, why->verdict == MLG_IMPOSSIBLE ? vehicles : routes), (int)r->count);
    text_printf(out, " (%s", words);
}

void mlg__reason_words(const mlg_problem *p, const mlg_unserved *why, int32_t i, const struct reason_words *w,
                       struct text *out)
{
    const mlg_reason *r = &why->reasons[i];
    struct text margin = { 0 };
    text_add(out, say(w, rule_words[r->rule]));
    if (!r->count) return;
    put_count(why, r, w, out);
    if (r->vehicle != MLG_NONE && put_margin(r, w, &margin) && r->margin)
        text_printf(
            out, say(w, TXT("; nearest is vehicle %.60s, by %s", " ; le plus près est le véhicule %.60s, à %s près")),
            vehicle_name(p, r->vehicle), margin.data ? margin.data : "");
    text_add(out, ")");
    out->failed |= margin.failed;
    text_free(&margin);
}

/* ---- changes --------------------------------------------------------------------------------------------------- */

/* The parts of a sentence: numbers as the file tells them. */
struct told {
    struct text by, to;
};

static struct told tell(const mlg_problem *p, const mlg_change *c, const struct reason_words *w)
{
    struct told t = { .by = { .length = 0 } };
    switch (c->kind) {
    case MLG_CHANGE_CAPACITY:
        text_fixed(&t.by, c->by, w->load_decimals), text_fixed(&t.to, c->to, w->load_decimals);
        break;
    case MLG_CHANGE_WINDOW_OPEN:
    case MLG_CHANGE_WINDOW_CLOSE:
    case MLG_CHANGE_SHIFT_OPEN:
    case MLG_CHANGE_SHIFT_CLOSE: put_duration(c->by, w, &t.by), mlg__instant_words(c->to, w, &t.to); break;
    case MLG_CHANGE_MAX_TRAVEL_TIME:
    case MLG_CHANGE_MAX_DUTY:
    case MLG_CHANGE_BREAK:
    case MLG_CHANGE_ROAD: put_duration(c->by, w, &t.by), put_duration(c->to, w, &t.to); break;
    case MLG_CHANGE_MAX_DISTANCE: put_metres(c->by, w, &t.by), put_metres(c->to, w, &t.to); break;
    case MLG_CHANGE_PRIZE: text_printf(&t.to, "%" PRId64, (c->to + p->cost_scale - 1) / p->cost_scale); break;
    default: text_printf(&t.by, "%" PRId64, c->by), text_printf(&t.to, "%" PRId64, c->to); break;
    }
    return t;
}

static struct mlg_txt given_words(const mlg_change *c)
{
    if (c->by == 0)
        return TXT("vehicle %1$s may visit more than its given stops",
                   "le véhicule %1$s peut visiter plus que ses arrêts fixés");
    if (c->to == 0)
        return TXT("the stops of vehicle %1$s are no longer given", "les arrêts du véhicule %1$s ne sont plus fixés");
    return TXT("only the first %4$s stops of vehicle %1$s are given (%3$s fewer)",
               "seuls les %4$s premiers arrêts du véhicule %1$s sont fixés (%3$s de moins)");
}

static struct mlg_txt change_words(const mlg_problem *p, const mlg_change *c)
{
    switch (c->kind) { /* %1$s vehicle, %2$s stop, %3$s by, %4$s to, %5$s other stop */
    case MLG_CHANGE_CAPACITY:
        return TXT("vehicle %1$s holds %4$s (%3$s more)", "le véhicule %1$s contient %4$s (%3$s de plus)");
    case MLG_CHANGE_SKILLS:
        return TXT("vehicle %1$s has the skills that stop %2$s asks for",
                   "le véhicule %1$s a les compétences que demande l'arrêt %2$s");
    case MLG_CHANGE_WINDOW_OPEN:
        return TXT("stop %2$s opens at %4$s (%3$s earlier)", "l'arrêt %2$s ouvre à %4$s (%3$s plus tôt)");
    case MLG_CHANGE_WINDOW_CLOSE:
        return TXT("stop %2$s closes at %4$s (%3$s later)", "l'arrêt %2$s ferme à %4$s (%3$s plus tard)");
    case MLG_CHANGE_SHIFT_OPEN:
        return TXT("vehicle %1$s begins at %4$s (%3$s earlier)", "le véhicule %1$s commence à %4$s (%3$s plus tôt)");
    case MLG_CHANGE_SHIFT_CLOSE:
        return TXT("vehicle %1$s works until %4$s (%3$s longer)",
                   "le véhicule %1$s travaille jusqu'à %4$s (%3$s de plus)");
    case MLG_CHANGE_MAX_TASKS:
        return TXT("vehicle %1$s may make %4$s stops (%3$s more)",
                   "le véhicule %1$s peut faire %4$s arrêts (%3$s de plus)");
    case MLG_CHANGE_MAX_TRAVEL_TIME:
        return TXT("vehicle %1$s may drive for %4$s (%3$s more)", "le véhicule %1$s peut rouler %4$s (%3$s de plus)");
    case MLG_CHANGE_MAX_DISTANCE:
        return TXT("vehicle %1$s may go %4$s (%3$s more)", "le véhicule %1$s peut parcourir %4$s (%3$s de plus)");
    case MLG_CHANGE_MAX_DUTY:
        return TXT("the duty of vehicle %1$s may last %4$s (%3$s more)",
                   "la journée du véhicule %1$s peut durer %4$s (%3$s de plus)");
    case MLG_CHANGE_MAX_ENERGY:
        return TXT("vehicle %1$s may use %4$s J (%3$s more)", "le véhicule %1$s peut consommer %4$s J (%3$s de plus)");
    case MLG_CHANGE_BREAK:
        return TXT("the breaks of vehicle %1$s may begin %3$s later, with any load",
                   "les pauses du véhicule %1$s peuvent commencer %3$s plus tard, quelle que soit la charge");
    case MLG_CHANGE_ROAD:
        return TXT("roads join stop %2$s to the others, of at most %4$s each",
                   "des routes relient l'arrêt %2$s aux autres, d'au plus %4$s chacune");
    case MLG_CHANGE_GROUP:
        return TXT("stop %2$s is no longer in a group with stop %5$s",
                   "l'arrêt %2$s n'est plus dans un groupe avec l'arrêt %5$s");
    case MLG_CHANGE_RELATION:
        if (p->relations[c->index].kind == MLG_TOGETHER)
            return TXT("stop %2$s leaves the relation that keeps it together with stop %5$s",
                       "l'arrêt %2$s quitte la relation qui le joint à l'arrêt %5$s");
        return TXT("stop %2$s leaves the relation that keeps it apart from stop %5$s",
                   "l'arrêt %2$s quitte la relation qui le sépare de l'arrêt %5$s");
    case MLG_CHANGE_GIVEN: return given_words(c);
    case MLG_CHANGE_BACKHAUL:
        if (c->to) return TXT("stop %2$s is a backhaul", "l'arrêt %2$s est une collecte de retour");
        return TXT("stop %2$s is no backhaul", "l'arrêt %2$s n'est pas une collecte de retour");
    case MLG_CHANGE_VEHICLE:
        return TXT("one more vehicle like vehicle %1$s", "un véhicule de plus, pareil au véhicule %1$s");
    case MLG_CHANGE_PRIORITY:
        return TXT("stop %2$s has priority %4$s; then stop %5$s makes room",
                   "l'arrêt %2$s a la priorité %4$s ; alors l'arrêt %5$s lui laisse la place");
    case MLG_CHANGE_PRIZE:
        if (c->other == MLG_NONE) return TXT("stop %2$s is worth %4$s", "l'arrêt %2$s vaut %4$s");
        return TXT("stop %2$s is worth %4$s; then stop %5$s makes room",
                   "l'arrêt %2$s vaut %4$s ; alors l'arrêt %5$s lui laisse la place");
    case MLG_CHANGE_INSERT:
        return TXT("put it on the route of vehicle %1$s", "placez-le dans la tournée du véhicule %1$s");
    case MLG_CHANGE_NONE:
    case MLG_CHANGES: break;
    }
    return NO_HINT;
}

/* Each sentence takes what it needs of five words, in its own order. */
static void put_sentence(const char *sentence, const char *const *words, struct text *out)
{
    for (const char *c = sentence; *c; c++) {
        if (c[0] == '%' && c[1] >= '1' && c[1] <= '5' && c[2] == '$' && c[3] == 's') {
            text_add(out, words[c[1] - '1']);
            c += 3;
        } else text_bytes(out, c, 1);
    }
}

void mlg__change_words(const mlg_problem *p, const mlg_change *c, const struct reason_words *w, struct text *out)
{
    struct told t = tell(p, c, w);
    const char *const words[] = { vehicle_name(p, c->vehicle), stop_name(p, c->stop), t.by.data ? t.by.data : "",
                                  t.to.data ? t.to.data : "", stop_name(p, c->other) };
    if (c->kind) put_sentence(say(w, change_words(p, c)), words, out);
    out->failed |= t.by.failed || t.to.failed;
    text_free(&t.by);
    text_free(&t.to);
}

void mlg__why_words(const mlg_problem *p, const mlg_unserved *why, const struct reason_words *w, struct text *out)
{
    mlg__reason_words(p, why, 0, w, out);
    for (int32_t i = 0; i < (why->together ? why->reason_count : 1); i++) {
        if (!why->reasons[i].change.kind) continue;
        text_add(out, i ? say(w, TXT(" and ", " et ")) : say(w, TXT("; to serve it: ", " ; pour le desservir : ")));
        mlg__change_words(p, &why->reasons[i].change, w, out);
    }
}
