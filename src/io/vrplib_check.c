/* vrplib_check.c — what must hold of a VRPLIB file once everything is read, whatever the order of its sections. */
#include "io/vrplib_file.h"

#include <stdlib.h>
#include <string.h>

#include "base/math.h"
#include "base/memory.h"
#include "model/metric.h"
#include "model/problem.h"

#define sections mlg__vrplib_sections
#define listings mlg__vrplib_listings

const char *const mlg__vrplib_layouts[LAYOUT_COUNT] = { "LOWER_ROW", "LOWER_DIAG_ROW", "UPPER_ROW", "UPPER_DIAG_ROW",
                                                        "FULL_MATRIX" };

static void missing(struct vrplib *v, const char *what)
{
    WRONG_AT(v, v->s.line ? v->s.line : 1, 1, TXT("%s is missing", "il manque %s"), TXT("add it", "ajoutez-le"), what);
}

static int32_t row_count(const struct vrplib *v, enum section section)
{
    return !v->rows[section] ? 0 : of_vehicles(section) ? v->vehicle_count : v->node_count;
}

static bool is_depot(const struct vrplib *v, int32_t node) { return v->is_depot && v->is_depot[node]; }

/* ---- rows ------------------------------------------------------------------------------------------------------ */

static void lacking(struct vrplib *v, int32_t line, const char *name, bool vehicles, int32_t absent, int32_t count,
                    int32_t first)
{
    WRONG_AT(v, line, 1,
             vehicles
                 ? TXT("%s lacks %d of %d vehicles, first vehicle %d",
                       "il manque à %s %d véhicules sur %d, d'abord le véhicule %d")
                 : TXT("%s lacks %d of %d nodes, first node %d", "il manque à %s %d nœuds sur %d, d'abord le nœud %d"),
             vehicles ? TXT("add their rows, or correct VEHICLES", "ajoutez leurs lignes, ou corrigez VEHICLES")
                      : TXT("add their rows, or correct DIMENSION", "ajoutez leurs lignes, ou corrigez DIMENSION"),
             name, absent, count, first + 1);
}

static void check_rows(struct vrplib *v, enum section section)
{
    int32_t absent = 0, first = MLG_NONE;
    for (int32_t i = 0; i < row_count(v, section); i++)
        if (!v->rows[section][i].line && !absent++) first = i;
    if (absent)
        lacking(v, v->section_line[section], sections[section].name, of_vehicles(section), absent,
                row_count(v, section), first);
}

/* The values of a section with one value a row lie from 0 to most, whole ones if need be. */
static void check_values(struct vrplib *v, enum section section, double most, bool whole)
{
    for (int32_t i = 0; i < row_count(v, section); i++) {
        const struct row *row = &v->rows[section][i];
        const double value = row->value[0];
        if (value >= 0 && value <= most && (!whole || value == floor(value))) continue;
        WRONG_AT(v, row->line, 1,
                 whole ? TXT("%s: %g is not a whole number from 0 to %g", "%s : %g n'est pas un entier de 0 à %g")
                       : TXT("%s: %g is not a number from 0 to %g", "%s : %g n'est pas un nombre de 0 à %g"),
                 TXT("correct the value", "corrigez la valeur"), sections[section].name, value, most);
    }
}

/* ---- explicit weights ------------------------------------------------------------------------------------------ */

/* How many weights a format has for n nodes. */
static int64_t layout_count(enum layout layout, int64_t n)
{
    return layout == FULL_MATRIX                        ? n * n
           : layout == LOWER_ROW || layout == UPPER_ROW ? n * (n - 1) / 2
                                                        : n * (n + 1) / 2;
}

static void check_explicit(struct vrplib *v)
{
    const struct word *w = &v->given[EDGE_WEIGHT_FORMAT];
    if (!w->line) return missing(v, "EDGE_WEIGHT_FORMAT");
    const int32_t layout = mlg__vrplib_find(w, mlg__vrplib_layouts, LAYOUT_COUNT);
    if (layout == MLG_NONE) {
        WRONG(v, w, TXT("EDGE_WEIGHT_FORMAT %s is not read yet", "EDGE_WEIGHT_FORMAT %s n'est pas encore lu"),
              TXT("LOWER_ROW, LOWER_DIAG_ROW, UPPER_ROW, UPPER_DIAG_ROW and FULL_MATRIX are read",
                  "LOWER_ROW, LOWER_DIAG_ROW, UPPER_ROW, UPPER_DIAG_ROW et FULL_MATRIX sont lus"),
              mlg__scan_shown(&v->s, w));
        return;
    }
    if (!v->weight_line) return missing(v, "EDGE_WEIGHT_SECTION");
    const int64_t wanted = layout_count((enum layout)layout, v->node_count);
    if (v->weight_count != wanted)
        WRONG_AT(v, v->weight_line, 1,
                 TXT("EDGE_WEIGHT_SECTION holds %d values; %s of %d nodes needs %lld",
                     "EDGE_WEIGHT_SECTION contient %d valeurs ; %s de %d nœuds en demande %lld"),
                 TXT("check EDGE_WEIGHT_FORMAT and DIMENSION", "vérifiez EDGE_WEIGHT_FORMAT et DIMENSION"),
                 v->weight_count, mlg__vrplib_layouts[layout], v->node_count, (long long)wanted);
}

static void check_weights(struct vrplib *v)
{
    const struct word *w = &v->given[EDGE_WEIGHT_TYPE];
    if (!w->line) return missing(v, "EDGE_WEIGHT_TYPE");
    if (is_explicit(v)) return check_explicit(v);
    if (!mlg__word_is(w, "EUC_2D"))
        WRONG(v, w, TXT("EDGE_WEIGHT_TYPE %s is not read yet", "EDGE_WEIGHT_TYPE %s n'est pas encore lu"),
              TXT("EUC_2D and EXPLICIT are read", "EUC_2D et EXPLICIT sont lus"), mlg__scan_shown(&v->s, w));
    else if (!v->section_line[COORDINATES]) missing(v, "NODE_COORD_SECTION");
}

/* ---- loads ----------------------------------------------------------------------------------------------------- */

/* The largest capacity of a vehicle; false when it is not known. */
static bool largest_capacity(const struct vrplib *v, double *capacity)
{
    *capacity = (double)v->number[CAPACITY];
    for (int32_t i = 0; i < row_count(v, CAPACITIES); i++) *capacity = fmax(*capacity, v->rows[CAPACITIES][i].value[0]);
    return v->capacity_known || v->rows[CAPACITIES];
}

static void check_demand(struct vrplib *v, int32_t node, const struct row *row)
{
    double capacity;
    const double d = row->value[0];
    if (d < 0 || d > (double)MLG_LOAD_MAX || d != floor(d))
        WRONG_AT(v, row->line, 1,
                 TXT("demand %g of node %d is not a whole number of zero or more",
                     "la demande %g du nœud %d n'est pas un entier positif ou nul"),
                 TXT("multiply demands and CAPACITY by a power of ten",
                     "multipliez les demandes et CAPACITY par une puissance de dix"),
                 d, node + 1);
    else if (is_depot(v, node) && d > 0)
        WRONG_AT(v, row->line, 1, TXT("the depot (node %d) has the demand %g", "le dépôt (nœud %d) a la demande %g"),
                 TXT("a depot has the demand 0", "un dépôt a la demande 0"), node + 1, d);
    else if (!is_depot(v, node) && largest_capacity(v, &capacity) && d > capacity)
        WRONG_AT(
            v, row->line, 1,
            TXT("demand %g of node %d is above the capacity %lld", "la demande %g du nœud %d dépasse la capacité %lld"),
            TXT("no vehicle can serve it: split it, or correct CAPACITY",
                "aucun véhicule ne peut la servir : divisez-la, ou corrigez CAPACITY"),
            d, node + 1, (long long)capacity);
}

static void check_demands(struct vrplib *v)
{
    if (is_type(v, "TSP")) return;
    if (!v->given[CAPACITY].line && !v->section_line[CAPACITIES]) missing(v, "CAPACITY");
    if (!v->section_line[DEMANDS]) missing(v, "DEMAND_SECTION");
    for (int32_t i = 0; i < row_count(v, DEMANDS); i++) check_demand(v, i, &v->rows[DEMANDS][i]);
    if (v->section_line[BACKHAULS] && !is_type(v, "VRPB"))
        WRONG_AT(v, v->section_line[BACKHAULS], 1,
                 TXT("BACKHAUL_SECTION is read with TYPE VRPB only", "BACKHAUL_SECTION ne se lit qu'avec le TYPE VRPB"),
                 TXT("there, collecting comes after all deliveries of a route",
                     "la collecte y vient après toutes les livraisons d'une tournée"));
    for (int32_t i = 0; i < row_count(v, BACKHAULS); i++) {
        check_demand(v, i, &v->rows[BACKHAULS][i]);
        if (v->rows[DEMANDS] && v->rows[DEMANDS][i].value[0] > 0 && v->rows[BACKHAULS][i].value[0] > 0)
            WRONG_AT(
                v, v->rows[BACKHAULS][i].line, 1,
                TXT("node %d has a demand and a backhaul", "le nœud %d a une demande et une collecte"),
                TXT("make it two nodes, or keep one of the values", "faites-en deux nœuds, ou gardez une des valeurs"),
                i + 1);
    }
}

/* ---- times and money ------------------------------------------------------------------------------------------- */

static void check_times(struct vrplib *v)
{
    const double most = 1e12 / (double)mlg__round_scale(v->round);
    for (int32_t i = 0; v->rows[WINDOWS] && i < v->node_count; i++) {
        const struct row *row = &v->rows[WINDOWS][i];
        const double open = row->value[0], close = row->value[1];
        if (open < 0 || open > most || close > most)
            WRONG_AT(v, row->line, 1,
                     TXT("the window of node %d, %g to %g, leaves the times from 0 to %g",
                         "le créneau du nœud %d, %g à %g, sort des temps de 0 à %g"),
                     TXT("count times from the opening of the depot", "comptez les temps depuis l'ouverture du dépôt"),
                     i + 1, open, close, most);
        else if (close < open || (is_depot(v, i) && close <= 0 && row->line))
            WRONG_AT(v, row->line, 1,
                     TXT("the window of node %d closes at %g before it opens at %g",
                         "le créneau du nœud %d ferme à %g avant d'ouvrir à %g"),
                     TXT("swap the two values", "échangez les deux valeurs"), i + 1, close, open);
    }
    for (int32_t i = 0; v->rows[SERVICES] && i < v->node_count; i++) {
        const struct row *row = &v->rows[SERVICES][i];
        if (row->value[0] < 0 || row->value[0] > most)
            WRONG_AT(v, row->line, 1,
                     TXT("service time %g of node %d is outside 0 to %g",
                         "le temps de service %g du nœud %d sort de 0 à %g"),
                     TXT("correct the value", "corrigez la valeur"), row->value[0], i + 1, most);
    }
}

double mlg__vrplib_of_vehicle(const struct vrplib *v, enum keyword keyword, enum section section, int32_t i)
{
    return v->rows[section] ? v->rows[section][i].value[0] : v->given[keyword].line ? v->real[keyword] : 0;
}

int64_t mlg__vrplib_unit_cost(const struct vrplib *v, int32_t i)
{
    return v->rows[UNIT_COSTS]                          ? (int64_t)v->rows[UNIT_COSTS][i].value[0]
           : v->given[VEHICLES_UNIT_DISTANCE_COST].line ? v->number[VEHICLES_UNIT_DISTANCE_COST]
                                                        : 1;
}

/* ---- depots, vehicles, groups ---------------------------------------------------------------------------------- */

static void check_depot(struct vrplib *v)
{
    if (v->depot_count) return;
    if (v->depot_line && !v->depot_told)
        WRONG_AT(v, v->depot_line, 1, TXT("DEPOT_SECTION names no depot", "DEPOT_SECTION ne nomme aucun dépôt"),
                 TXT("write the node number, then -1", "écrivez le numéro du nœud, puis -1"));
    else if (!v->depot_line && !is_type(v, "TSP"))
        mlg__warn(v->s.found, mlg__scan_at(&v->s, v->s.line, 1),
                  TXT("DEPOT_SECTION is missing; node 1 is taken as the depot",
                      "il manque DEPOT_SECTION ; le nœud 1 sert de dépôt"),
                  TXT("add the section", "ajoutez la section"));
    mlg__vrplib_depot(v, 0);
}

static void check_vehicle_depots(struct vrplib *v)
{
    if (v->depot_count > 1 && !v->section_line[VEHICLE_DEPOTS])
        WRONG_AT(v, v->depot_line, 1,
                 TXT("there are %d depots, and VEHICLES_DEPOT_SECTION is missing",
                     "il y a %d dépôts, et il manque VEHICLES_DEPOT_SECTION"),
                 TXT("say of each vehicle where it starts and ends", "dites de chaque véhicule d'où il part"),
                 v->depot_count);
    for (int32_t i = 0; i < row_count(v, VEHICLE_DEPOTS); i++) {
        const struct row *row = &v->rows[VEHICLE_DEPOTS][i];
        const double node = row->value[0];
        if (!row->line || (node >= 1 && node <= v->node_count && node == floor(node) && is_depot(v, (int32_t)node - 1)))
            continue;
        WRONG_AT(v, row->line, 1,
                 TXT("node %g of vehicle %d is no depot", "le nœud %g du véhicule %d n'est pas un dépôt"),
                 TXT("name a node of DEPOT_SECTION", "nommez un nœud de DEPOT_SECTION"), node, i + 1);
    }
}

/* The problem would take a metre of such a vehicle to cost one. */
static void check_costs(struct vrplib *v)
{
    for (int32_t i = 0; i < max32(1, v->vehicle_count); i++) {
        if (mlg__vrplib_unit_cost(v, i) != 0) continue;
        if (mlg__vrplib_of_vehicle(v, VEHICLES_FIXED_COST, FIXED_COSTS, i) > 0) continue;
        const int32_t line =
            v->rows[UNIT_COSTS] ? v->rows[UNIT_COSTS][i].line : v->given[VEHICLES_UNIT_DISTANCE_COST].line;
        if (line)
            WRONG_AT(
                v, line, 1, TXT("vehicle %d costs nothing", "le véhicule %d ne coûte rien"),
                TXT("give it a fixed cost or a cost per distance", "donnez-lui un coût fixe ou un coût par distance"),
                i + 1);
    }
}

static void check_vehicles(struct vrplib *v, double most)
{
    check_costs(v);
    check_vehicle_depots(v);
    check_values(v, CAPACITIES, (double)MLG_LOAD_MAX, true);
    check_values(v, FIXED_COSTS, most, false);
    check_values(v, UNIT_COSTS, UNIT_COST_MAX, true);
    check_values(v, MAX_DURATIONS, most, false);
    check_values(v, MAX_DISTANCES, most, false);
    if (v->given[DISTANCE].line && (v->given[VEHICLES_MAX_DURATION].line || v->section_line[MAX_DURATIONS]))
        WRONG(v, &v->given[DISTANCE],
              TXT("DISTANCE and a maximal duration are both given",
                  "DISTANCE et une durée maximale sont toutes deux données"),
              TXT("they say the same: keep one", "c'est la même chose : gardez-en une"));
}

static int by_number(const void *a, const void *b)
{
    const int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

static void sort_lists(struct list_rows *l)
{
    for (int32_t i = 0; i < l->row_count; i++) {
        struct list_row *row = &l->rows[i];
        if (row->count < 2) continue;
        int32_t *nodes = l->nodes + row->first, kept = 1;
        qsort(nodes, (size_t)row->count, sizeof *nodes, by_number);
        for (int32_t k = 1; k < row->count; k++)
            if (nodes[k] != nodes[k - 1]) nodes[kept++] = nodes[k];
        row->count = kept;
    }
}

bool mlg__vrplib_same_list(const struct list_rows *l, int32_t a, int32_t b)
{
    const struct list_row *x = &l->rows[a], *y = &l->rows[b];
    return x->count == y->count &&
           (x->count == 0 || !memcmp(l->nodes + x->first, l->nodes + y->first, (size_t)x->count * sizeof *l->nodes));
}

static void check_vehicle_lists(struct vrplib *v, enum listing listing)
{
    const struct list_rows *l = &v->lists[listing];
    int32_t absent = 0, first = MLG_NONE;
    for (int32_t i = 0; l->rows && i < l->row_count; i++)
        if (!l->rows[i].line && !absent++) first = i;
    if (absent) lacking(v, l->line, listings[listing], true, absent, l->row_count, first);
}

static void find_allowed_sets(struct vrplib *v)
{
    const struct list_rows *l = &v->lists[ALLOWED];
    for (int32_t i = 0; l->rows && i < l->row_count; i++) {
        int32_t k = 0;
        while (k < v->set_count && !mlg__vrplib_same_list(l, v->set_vehicle[k], i)) k++;
        if (k < v->set_count) continue;
        if (k == ALLOWED_SETS_MAX) {
            WRONG_AT(
                v, l->rows[i].line, 1,
                TXT("more than %d vehicles differ in the customers they may visit",
                    "plus de %d véhicules diffèrent par les clients qu'ils peuvent visiter"),
                TXT("give vehicles of a kind the same customers", "donnez aux véhicules d'une sorte les mêmes clients"),
                ALLOWED_SETS_MAX);
            return;
        }
        v->set_vehicle[v->set_count++] = i;
    }
}

/* A problem knows no hours and no service at a reload: they must be those of the vehicle's day, and none. */
static void check_reload(struct vrplib *v, int32_t vehicle, int32_t line, int32_t node)
{
    const struct row *depots = v->rows[VEHICLE_DEPOTS];
    const double own = depots ? depots[vehicle].value[0] : 0;
    const int32_t home = own >= 1 && own <= v->node_count ? (int32_t)own - 1 : MLG_NONE;
    const struct row *windows = v->rows[WINDOWS];
    if (!is_depot(v, node)) {
        WRONG_AT(v, line, 1,
                 TXT("node %d, where vehicle %d reloads, is no depot",
                     "le nœud %d, où le véhicule %d recharge, n'est pas un dépôt"),
                 TXT("name a node of DEPOT_SECTION", "nommez un nœud de DEPOT_SECTION"), node + 1, vehicle + 1);
        return;
    }
    if (windows && home != MLG_NONE && home != node &&
        (windows[node].value[0] > windows[home].value[0] || windows[node].value[1] < windows[home].value[1]))
        WRONG_AT(v, line, 1,
                 TXT("depot %d, where vehicle %d reloads, is open for less than its day",
                     "le dépôt %d, où le véhicule %d recharge, est ouvert moins longtemps que sa journée"),
                 TXT("hours of reloads are not read yet", "les heures de rechargement ne sont pas encore lues"),
                 node + 1, vehicle + 1);
    if (v->rows[SERVICES] && v->rows[SERVICES][node].value[0] > 0)
        WRONG_AT(v, line, 1,
                 TXT("depot %d, where vehicle %d reloads, has a service time",
                     "le dépôt %d, où le véhicule %d recharge, a un temps de service"),
                 TXT("times of reloading are not read yet", "les temps de rechargement ne sont pas encore lus"),
                 node + 1, vehicle + 1);
}

static void check_reloads(struct vrplib *v)
{
    const struct list_rows *l = &v->lists[RELOADS];
    for (int32_t i = 0; l->rows && i < l->row_count; i++)
        for (int32_t k = 0; k < l->rows[i].count; k++)
            check_reload(v, i, l->rows[i].line, l->nodes[l->rows[i].first + k]);
    if (v->given[VEHICLES_MAX_RELOADS].line && !l->line)
        WRONG(v, &v->given[VEHICLES_MAX_RELOADS],
              TXT("VEHICLES_MAX_RELOADS needs VEHICLES_RELOAD_DEPOT_SECTION",
                  "VEHICLES_MAX_RELOADS demande VEHICLES_RELOAD_DEPOT_SECTION"),
              TXT("say where vehicles reload", "dites où les véhicules rechargent"));
}

static void check_group(struct vrplib *v, int32_t group, int32_t *group_of)
{
    const struct list_row *row = &v->lists[GROUPS].rows[group];
    if (row->count == 0)
        WRONG_AT(v, row->line, 1, TXT("group %d is empty", "le groupe %d est vide"),
                 TXT("list its nodes, or leave it out", "énumérez ses nœuds, ou retirez-le"), group + 1);
    for (int32_t k = 0; k < row->count; k++) {
        const int32_t node = v->lists[GROUPS].nodes[row->first + k];
        if (is_depot(v, node))
            WRONG_AT(v, row->line, 1, TXT("node %d of group %d is a depot", "le nœud %d du groupe %d est un dépôt"),
                     TXT("groups hold customers", "les groupes contiennent des clients"), node + 1, group + 1);
        if (group_of[node])
            WRONG_AT(v, row->line, 1, TXT("node %d is in groups %d and %d", "le nœud %d est dans les groupes %d et %d"),
                     TXT("a node is in one group at most", "un nœud est dans un groupe au plus"), node + 1,
                     group_of[node], group + 1);
        if (v->rows[PRIZES] && v->rows[PRIZES][node].value[0] > 0)
            WRONG_AT(v, row->line, 1, TXT("node %d of group %d has a prize", "le nœud %d du groupe %d a une prime"),
                     TXT("one member of each group is required; prizes stand outside groups",
                         "un membre de chaque groupe est requis ; les primes sont hors des groupes"),
                     node + 1, group + 1);
        group_of[node] = group + 1;
    }
}

static void check_lists(struct vrplib *v)
{
    int32_t *group_of = mlg__malloc((size_t)v->node_count * sizeof *group_of);
    if (!group_of) {
        v->no_memory = true;
        return;
    }
    for (int i = 0; i < LISTING_COUNT; i++) sort_lists(&v->lists[i]);
    check_vehicle_lists(v, ALLOWED);
    check_vehicle_lists(v, RELOADS);
    find_allowed_sets(v);
    check_reloads(v);
    for (int32_t g = 0; g < v->lists[GROUPS].row_count; g++) check_group(v, g, group_of);
    mlg__free(group_of);
}

/* ---- the file -------------------------------------------------------------------------------------------------- */

/* What gives a type its meaning. */
static void check_type(struct vrplib *v)
{
    static const struct {
        const char *type;
        enum section section;
    } wants[] = {
        { "VRPTW", WINDOWS },          { "PCVRPTW", WINDOWS }, { "PCVRPTW", PRIZES },
        { "MTVRPTWR", WINDOWS },       { "SDVRPTW", WINDOWS }, { "MDVRPTW", WINDOWS },
        { "MDVRPTW", VEHICLE_DEPOTS }, { "VRPB", BACKHAULS },  { "HFVRP", CAPACITIES },
    };
    static const struct {
        const char *type;
        enum listing listing;
    } wants_list[] = { { "GVRP", GROUPS }, { "SDVRPTW", ALLOWED }, { "MTVRPTWR", RELOADS } };
    for (size_t i = 0; i < sizeof wants / sizeof *wants; i++)
        if (is_type(v, wants[i].type) && !v->section_line[wants[i].section])
            missing(v, sections[wants[i].section].name);
    for (size_t i = 0; i < sizeof wants_list / sizeof *wants_list; i++)
        if (is_type(v, wants_list[i].type) && !v->lists[wants_list[i].listing].line)
            missing(v, listings[wants_list[i].listing]);
}

/* A keyword for all, or a section for each. */
static void check_doubles(struct vrplib *v)
{
    static const struct {
        enum keyword keyword;
        const char *name;
        enum section section;
    } pairs[] = {
        { SERVICE_TIME, "SERVICE_TIME", SERVICES },
        { CAPACITY, "CAPACITY", CAPACITIES },
        { VEHICLES_FIXED_COST, "VEHICLES_FIXED_COST", FIXED_COSTS },
        { VEHICLES_UNIT_DISTANCE_COST, "VEHICLES_UNIT_DISTANCE_COST", UNIT_COSTS },
        { VEHICLES_MAX_DURATION, "VEHICLES_MAX_DURATION", MAX_DURATIONS },
        { VEHICLES_MAX_DISTANCE, "VEHICLES_MAX_DISTANCE", MAX_DISTANCES },
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (v->given[pairs[i].keyword].line && v->section_line[pairs[i].section])
            WRONG_AT(v, v->section_line[pairs[i].section], 1,
                     TXT("%s and %s are both given", "%s et %s sont tous deux donnés"), TXT("keep one", "gardez-en un"),
                     pairs[i].name, sections[pairs[i].section].name);
}

void mlg__vrplib_check(struct vrplib *v)
{
    const double most = 1e12 / (double)mlg__round_scale(v->round);
    if (!v->given[TYPE].line) missing(v, "TYPE");
    if (!v->given[DIMENSION].line) missing(v, "DIMENSION");
    if (v->node_count == 0) return; /* nothing could be read into rows */
    check_depot(v);
    for (int i = 0; i < SECTION_COUNT; i++) check_rows(v, (enum section)i);
    check_weights(v);
    check_demands(v);
    check_type(v);
    check_times(v);
    check_values(v, RELEASES, most, false);
    check_values(v, PRIZES, most, false);
    check_vehicles(v, most);
    check_lists(v);
    check_doubles(v);
}
