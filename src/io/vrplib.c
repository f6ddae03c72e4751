/* vrplib.c — read VRPLIB problems. Keywords first, then sections of rows; the tables of both are below.
 *
 * The file is read whole into plain numbers (vrplib_file.h), so that sections may come in any order; then it is checked
 * (vrplib_check.c), then built (vrplib_build.c). To accept one more keyword or section: a row in `keywords`, in
 * mlg__vrplib_sections or in mlg__vrplib_listings, its checks, its use in the build. What would change the problem but
 * is not read yet stands in `refused`: such a file is refused by name, never read wrongly. */
#include "io/vrplib.h"

#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "io/rounding.h"
#include "io/vrplib_file.h"
#include "model/problem.h"

static const char *const keywords[KEYWORD_COUNT] = {
    "NAME",
    "COMMENT",
    "TYPE",
    "DIMENSION",
    "CAPACITY",
    "VEHICLES",
    "SERVICE_TIME",
    "DISTANCE",
    "VEHICLES_MAX_DURATION",
    "VEHICLES_MAX_DISTANCE",
    "VEHICLES_FIXED_COST",
    "VEHICLES_UNIT_DISTANCE_COST",
    "VEHICLES_MAX_RELOADS",
    "EDGE_WEIGHT_TYPE",
    "EDGE_WEIGHT_FORMAT",
    "NODE_COORD_TYPE",
    "DISPLAY_DATA_TYPE",
    "EDGE_WEIGHT_UNIT_OF_MEASUREMENT",
};

const struct section_form mlg__vrplib_sections[SECTION_COUNT] = {
    { "NODE_COORD_SECTION", 2 },
    { "DEMAND_SECTION", 1 },
    { "BACKHAUL_SECTION", 1 },
    { "TIME_WINDOW_SECTION", 2 },
    { "SERVICE_TIME_SECTION", 1 },
    { "RELEASE_TIME_SECTION", 1 },
    { "PRIZE_SECTION", 1 },
    { "DISPLAY_DATA_SECTION", 2 },
    { "CAPACITY_SECTION", 1 },
    { "VEHICLES_DEPOT_SECTION", 1 },
    { "VEHICLES_FIXED_COST_SECTION", 1 },
    { "VEHICLES_UNIT_DISTANCE_COST_SECTION", 1 },
    { "VEHICLES_MAX_DURATION_SECTION", 1 },
    { "VEHICLES_MAX_DISTANCE_SECTION", 1 },
};
#define sections mlg__vrplib_sections

const char *const mlg__vrplib_listings[LISTING_COUNT] = {
    "VEHICLES_ALLOWED_CLIENTS_SECTION",
    "VEHICLES_RELOAD_DEPOT_SECTION",
    "MUTUALLY_EXCLUSIVE_GROUP_SECTION",
};
#define listings mlg__vrplib_listings

static const char *const refused[] = {
    "LINEHAUL_SECTION",  "PICKUP_AND_DELIVERY_SECTION", "PICKUP_SECTION",
    "STANDTIME_SECTION", "FIXED_EDGES_SECTION",         "TOUR_SECTION",
    "CTSP_SET_SECTION",  "DRAFT_LIMIT_SECTION",         "MAX_TRIPS",
};

enum { READ_MAX = 32 * 1024 * 1024 }; /* nodes, far above any set */

int32_t mlg__vrplib_find(const struct word *w, const char *const *names, int32_t count)
{
    for (int32_t i = 0; i < count; i++)
        if (mlg__word_is(w, names[i])) return i;
    return MLG_NONE;
}

static int32_t find_section(const struct word *w)
{
    for (int32_t i = 0; i < SECTION_COUNT; i++)
        if (mlg__word_is(w, sections[i].name)) return i;
    return MLG_NONE;
}

static bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

static bool ends_with_section(const struct word *w)
{
    static const char end[] = "_SECTION";
    const size_t n = sizeof end - 1;
    const struct word tail = { w->text + (w->length > n ? w->length - n : 0), w->length > n ? n : 0, 0, 0 };
    return mlg__word_is(&tail, end);
}

/* ---- keywords -------------------------------------------------------------------------------------------------- */

static bool whole_number(struct vrplib *v, enum keyword k, int64_t least, int64_t most)
{
    const struct word *w = &v->given[k];
    if (!mlg__word_int(w, &v->number[k]))
        WRONG(v, w, TXT("%s is \"%s\", not a whole number", "%s vaut « %s », pas un nombre entier"),
              TXT("write a whole number after the colon", "écrivez un nombre entier après les deux-points"),
              keywords[k], mlg__scan_shown(&v->s, w));
    else if (v->number[k] < least || v->number[k] > most)
        WRONG(v, w, TXT("%s is %lld; it must lie between %lld and %lld", "%s vaut %lld ; il faut entre %lld et %lld"),
              TXT("correct the value", "corrigez la valeur"), keywords[k], (long long)v->number[k], (long long)least,
              (long long)most);
    else return true;
    v->number[k] = least;
    return false;
}

static void read_dimension(struct vrplib *v)
{
    const struct word *w = &v->given[DIMENSION];
    const int64_t left = v->s.end - v->s.next;
    if (!whole_number(v, DIMENSION, 2, READ_MAX)) return;
    if (v->number[DIMENSION] > left) /* a row takes more than one byte: do not ask for memory on a false promise */
        WRONG(v, w,
              TXT("DIMENSION is %lld, more nodes than the file can hold",
                  "DIMENSION vaut %lld, plus de nœuds que le fichier n'en contient"),
              TXT("check the number, or whether the file was cut off",
                  "vérifiez le nombre, ou si le fichier est tronqué"),
              (long long)v->number[DIMENSION]);
    else v->node_count = (int32_t)v->number[DIMENSION];
}

static void read_real(struct vrplib *v, enum keyword k)
{
    const struct word *w = &v->given[k];
    double *value = &v->real[k];
    if (mlg__word_number(w, value) && *value >= 0 && *value <= 1e12) return;
    WRONG(v, w, TXT("%s is \"%s\", not a number of zero or more", "%s vaut « %s », pas un nombre positif ou nul"),
          TXT("write a number after the colon", "écrivez un nombre après les deux-points"), keywords[k],
          mlg__scan_shown(&v->s, w));
    *value = 0;
}

static void read_type(struct vrplib *v)
{
    static const char *const types[] = { "CVRP",  "VRPTW",   "TSP",     "GVRP",    "VRPB",
                                         "HFVRP", "PCVRPTW", "MDVRPTW", "SDVRPTW", "MTVRPTWR" };
    const struct word *w = &v->given[TYPE];
    if (mlg__vrplib_find(w, types, sizeof types / sizeof *types) == MLG_NONE)
        WRONG(v, w, TXT("TYPE %s is not read yet", "le TYPE %s n'est pas encore lu"),
              TXT("CVRP, VRPTW, TSP, GVRP, VRPB, HFVRP, PCVRPTW, MDVRPTW, SDVRPTW and MTVRPTWR are read",
                  "CVRP, VRPTW, TSP, GVRP, VRPB, HFVRP, PCVRPTW, MDVRPTW, SDVRPTW et MTVRPTWR sont lus"),
              mlg__scan_shown(&v->s, w));
}

static void read_keyword(struct vrplib *v, enum keyword k, struct word value)
{
    if (v->given[k].line && k != COMMENT) {
        WRONG(v, &value, TXT("%s is given again (first on line %d)", "%s est donné à nouveau (d'abord ligne %d)"),
              TXT("keep one", "gardez-en un"), keywords[k], v->given[k].line);
        return;
    }
    v->given[k] = value;
    switch (k) {
    case TYPE: read_type(v); break;
    case DIMENSION: read_dimension(v); break;
    case CAPACITY: v->capacity_known = whole_number(v, k, 0, MLG_LOAD_MAX); break;
    case VEHICLES: whole_number(v, k, 1, MLG_UNLIMITED); break;
    case VEHICLES_UNIT_DISTANCE_COST: whole_number(v, k, 0, UNIT_COST_MAX); break;
    case VEHICLES_MAX_RELOADS: whole_number(v, k, 0, MLG_UNLIMITED - 1); break;
    case SERVICE_TIME:
    case DISTANCE:
    case VEHICLES_MAX_DURATION:
    case VEHICLES_MAX_DISTANCE:
    case VEHICLES_FIXED_COST: read_real(v, k); break;
    default: break; /* texts, judged when everything is read */
    }
}

/* ---- sections -------------------------------------------------------------------------------------------------- */

/* A section ends before the next line that begins with a letter. */
static bool next_row(struct vrplib *v, struct word *first)
{
    while (mlg__scan_line(&v->s)) {
        if (!mlg__scan_word(&v->s, first)) continue;
        if (!is_letter(first->text[0])) return true;
        mlg__scan_again(&v->s);
        return false;
    }
    return false;
}

static void skip_rows(struct vrplib *v)
{
    struct word w;
    while (next_row(v, &w)) continue;
}

/* Node numbers count from 1. MLG_NONE: told. */
static int32_t read_node(struct vrplib *v, const struct word *w)
{
    int64_t node;
    if (mlg__word_int(w, &node) && node >= 1 && node <= v->node_count) return (int32_t)node - 1;
    WRONG(v, w, TXT("\"%s\" is not a node number from 1 to %d", "« %s » n'est pas un numéro de nœud de 1 à %d"),
          TXT("correct the number, or DIMENSION", "corrigez le numéro, ou DIMENSION"), mlg__scan_shown(&v->s, w),
          v->node_count);
    return MLG_NONE;
}

static int32_t read_vehicle(struct vrplib *v, const struct word *w)
{
    int64_t vehicle;
    if (mlg__word_int(w, &vehicle) && vehicle >= 1 && vehicle <= v->vehicle_count) return (int32_t)vehicle - 1;
    WRONG(v, w, TXT("\"%s\" is not a vehicle number from 1 to %d", "« %s » n'est pas un numéro de véhicule de 1 à %d"),
          TXT("correct the number, or VEHICLES", "corrigez le numéro, ou VEHICLES"), mlg__scan_shown(&v->s, w),
          v->vehicle_count);
    return MLG_NONE;
}

static void second_row(struct vrplib *v, const struct word *w, bool of_vehicle, const char *name, int32_t line)
{
    WRONG(v, w,
          of_vehicle ? TXT("vehicle %s has a second row in %s (first on line %d)",
                           "le véhicule %s a une seconde ligne dans %s (d'abord ligne %d)")
                     : TXT("node %s has a second row in %s (first on line %d)",
                           "le nœud %s a une seconde ligne dans %s (d'abord ligne %d)"),
          of_vehicle ? TXT("keep one row for each vehicle", "gardez une ligne par véhicule")
                     : TXT("keep one row for each node", "gardez une ligne par nœud"),
          mlg__scan_shown(&v->s, w), name, line);
}

static struct row *row_of(struct vrplib *v, enum section section, const struct word *w)
{
    const int32_t i = of_vehicles(section) ? read_vehicle(v, w) : read_node(v, w);
    if (i == MLG_NONE) return NULL;
    struct row *row = &v->rows[section][i];
    if (!row->line) return row;
    second_row(v, w, of_vehicles(section), sections[section].name, row->line);
    return NULL;
}

static void read_row(struct vrplib *v, enum section section, const struct word *number)
{
    const int width = sections[section].width;
    struct row *row = row_of(v, section, number), read = { .line = number->line };
    struct word w;
    bool sound = row != NULL;
    for (int i = 0; i < width; i++) {
        if (!mlg__scan_word(&v->s, &w)) {
            WRONG(v, &w, TXT("the row ends after %d of %d values", "la ligne finit après %d valeurs sur %d"),
                  of_vehicles(section) ? TXT("a row holds the vehicle number and its value",
                                             "une ligne contient le numéro du véhicule et sa valeur")
                                       : TXT("a row holds the node number and its values",
                                             "une ligne contient le numéro du nœud et ses valeurs"),
                  i, width);
            sound = false;
            break;
        }
        if (mlg__word_number(&w, &read.value[i])) continue;
        WRONG(v, &w, TXT("\"%s\" is not a number", "« %s » n'est pas un nombre"),
              TXT("write a decimal number with a point", "écrivez un nombre décimal avec un point"),
              mlg__scan_shown(&v->s, &w));
        sound = false;
    }
    if (mlg__scan_word(&v->s, &w))
        WRONG(v, &w, TXT("\"%s\" is one value too many in %s", "« %s » est une valeur de trop dans %s"),
              of_vehicles(section) ? TXT("put each vehicle on its own line", "mettez chaque véhicule sur sa ligne")
                                   : TXT("put each node on its own line", "mettez chaque nœud sur sa ligne"),
              mlg__scan_shown(&v->s, &w), sections[section].name);
    if (sound) *row = read;
    else if (row) row->line = number->line, row->value[0] = row->value[1] = 0; /* told; not also missing */
}

static void given_again(struct vrplib *v, const struct word *keyword, const char *name, int32_t line)
{
    WRONG(v, keyword, TXT("%s is given again (first on line %d)", "%s est donné à nouveau (d'abord ligne %d)"),
          TXT("keep one", "gardez-en un"), name, line);
    skip_rows(v);
}

/* A first section of vehicles makes VEHICLES the number of their rows; a row takes more than one byte. */
static bool vehicles_known(struct vrplib *v, const struct word *keyword, const char *name)
{
    if (!v->given[VEHICLES].line)
        WRONG(v, keyword, TXT("%s comes before VEHICLES", "%s vient avant VEHICLES"),
              TXT("write VEHICLES first", "écrivez VEHICLES d'abord"), name);
    else if (v->vehicle_count == 0 && v->number[VEHICLES] > v->s.end - v->s.next)
        WRONG(v, &v->given[VEHICLES],
              TXT("VEHICLES is %lld, more vehicles than the file can hold",
                  "VEHICLES vaut %lld, plus de véhicules que le fichier n'en contient"),
              TXT("check the number, or whether the file was cut off",
                  "vérifiez le nombre, ou si le fichier est tronqué"),
              (long long)v->number[VEHICLES]);
    else return v->vehicle_count = (int32_t)v->number[VEHICLES], true;
    skip_rows(v);
    return false;
}

static void read_section(struct vrplib *v, enum section section, const struct word *keyword)
{
    struct word w;
    if (v->rows[section]) return given_again(v, keyword, sections[section].name, v->section_line[section]);
    v->section_line[section] = keyword->line;
    if (of_vehicles(section) && !vehicles_known(v, keyword, sections[section].name)) return;
    const int32_t count = of_vehicles(section) ? v->vehicle_count : v->node_count;
    v->rows[section] = mlg__malloc((size_t)count * sizeof **v->rows);
    if (!v->rows[section]) v->no_memory = true;
    while (!v->no_memory && next_row(v, &w)) read_row(v, section, &w);
}

static bool keep_node(struct vrplib *v, struct list_rows *l, int32_t node)
{
    int32_t *grown = mlg__grow(l->nodes, &l->node_cap, l->node_count + 1, sizeof *grown);
    if (!grown) return v->no_memory = true, false;
    l->nodes = grown;
    grown[l->node_count++] = node;
    return true;
}

/* The row of a vehicle, or the next group; NULL: told, or no memory. */
static struct list_row *list_row_of(struct vrplib *v, enum listing listing, const struct word *w)
{
    struct list_rows *l = &v->lists[listing];
    if (listing != GROUPS) {
        const int32_t vehicle = read_vehicle(v, w);
        if (vehicle == MLG_NONE) return NULL;
        if (!l->rows[vehicle].line) return &l->rows[vehicle];
        second_row(v, w, true, listings[listing], l->rows[vehicle].line);
        return NULL;
    }
    struct list_row *grown = mlg__grow(l->rows, &l->row_cap, l->row_count + 1, sizeof *grown);
    int64_t number;
    if (!grown) return v->no_memory = true, NULL;
    l->rows = grown;
    if (!mlg__word_int(w, &number) || number != l->row_count + 1)
        WRONG(v, w, TXT("\"%s\" comes where group %d is expected", "« %s » vient où le groupe %d est attendu"),
              TXT("number groups 1, 2, 3… in order", "numérotez les groupes 1, 2, 3… dans l'ordre"),
              mlg__scan_shown(&v->s, w), l->row_count + 1);
    grown[l->row_count] = (struct list_row) { 0 };
    return &grown[l->row_count++];
}

/* Nodes to the end of the line; -1 may end them. */
static void read_list(struct vrplib *v, enum listing listing, const struct word *number)
{
    struct list_rows *l = &v->lists[listing];
    struct list_row *row = list_row_of(v, listing, number);
    struct word w;
    if (row) *row = (struct list_row) { number->line, l->node_count, 0 };
    while (!v->no_memory && mlg__scan_word(&v->s, &w)) {
        if (mlg__word_is(&w, "-1")) continue;
        const int32_t node = read_node(v, &w);
        if (row && node != MLG_NONE && keep_node(v, l, node)) row->count++;
    }
}

static void read_listing(struct vrplib *v, enum listing listing, const struct word *keyword)
{
    struct list_rows *l = &v->lists[listing];
    struct word w;
    if (l->line) return given_again(v, keyword, listings[listing], l->line);
    l->line = keyword->line;
    if (listing != GROUPS) {
        if (!vehicles_known(v, keyword, listings[listing])) return;
        l->row_count = v->vehicle_count;
        l->rows = mlg__malloc((size_t)l->row_count * sizeof *l->rows);
        if (!l->rows) v->no_memory = true;
    }
    while (!v->no_memory && next_row(v, &w)) read_list(v, listing, &w);
}

static bool keep_weight(struct vrplib *v, double weight)
{
    double *grown = mlg__grow(v->weights, &v->weight_cap, v->weight_count + 1, sizeof *grown);
    if (!grown) return v->no_memory = true, false;
    v->weights = grown;
    grown[v->weight_count++] = weight;
    return true;
}

static void read_weights(struct vrplib *v, const struct word *keyword)
{
    struct word w;
    v->weight_line = keyword->line;
    while (!v->no_memory && next_row(v, &w)) do {
            double weight = 0;
            if (!mlg__word_number(&w, &weight) || weight < 0 || weight > MLG_LEG_MAX)
                WRONG(v, &w,
                      TXT("edge weight \"%s\" is not a number from 0 to %d",
                          "le poids « %s » n'est pas un nombre de 0 à %d"),
                      TXT("correct the value", "corrigez la valeur"), mlg__scan_shown(&v->s, &w), MLG_LEG_MAX);
            if (!keep_weight(v, weight)) return;
        } while (mlg__scan_word(&v->s, &w));
}

bool mlg__vrplib_depot(struct vrplib *v, int32_t node)
{
    if (!v->is_depot) v->is_depot = mlg__malloc((size_t)v->node_count * sizeof *v->is_depot);
    if (!v->is_depot) return v->no_memory = true, false;
    v->is_depot[node] = true;
    v->depot_count++;
    return true;
}

static void read_depots(struct vrplib *v, const struct word *keyword)
{
    struct word w;
    v->depot_line = keyword->line;
    while (!v->no_memory && next_row(v, &w)) do {
            int64_t node;
            if (mlg__word_is(&w, "-1")) continue;
            if (!mlg__word_int(&w, &node) || node < 1 || node > v->node_count) {
                v->depot_told = true;
                WRONG(v, &w,
                      TXT("depot \"%s\" is not a node number from 1 to %d",
                          "le dépôt « %s » n'est pas un numéro de nœud de 1 à %d"),
                      TXT("correct the number; -1 ends the list", "corrigez le numéro ; -1 finit la liste"),
                      mlg__scan_shown(&v->s, &w), v->node_count);
            } else if (v->is_depot && v->is_depot[node - 1])
                WRONG(v, &w, TXT("depot %lld is named again", "le dépôt %lld est nommé à nouveau"),
                      TXT("name each depot once", "nommez chaque dépôt une fois"), (long long)node);
            else if (!mlg__vrplib_depot(v, (int32_t)(node - 1))) return;
        } while (mlg__scan_word(&v->s, &w));
}

static void unknown_word(struct vrplib *v, const struct word *w, bool has_value)
{
    const char *all[KEYWORD_COUNT + SECTION_COUNT + LISTING_COUNT + 2];
    char instead[64] = "";
    int32_t count = 0;
    for (int i = 0; i < KEYWORD_COUNT; i++) all[count++] = keywords[i];
    for (int i = 0; i < SECTION_COUNT; i++) all[count++] = sections[i].name;
    for (int i = 0; i < LISTING_COUNT; i++) all[count++] = listings[i];
    all[count++] = "EDGE_WEIGHT_SECTION";
    all[count++] = "DEPOT_SECTION";
    const char *text = mlg__scan_shown(&v->s, w), *near = mlg__did_you_mean(text, all, count),
               *where = mlg__scan_where(&v->s, w);
    const bool french = mlg__findings_lang(v->s.found) == MLG_FR;
    if (near) snprintf(instead, sizeof instead, french ? " ; est-ce %s ?" : "; is it %s?", near);
    if (has_value)
        mlg__warn(v->s.found, where,
                  TXT("keyword %s is not known and ignored%s", "le mot-clé %s est inconnu et ignoré%s"),
                  TXT("check its spelling", "vérifiez son orthographe"), text, instead);
    else
        mlg__find(v->s.found, MLG_BAD_INPUT, where, TXT("\"%s\" is not known%s", "« %s » est inconnu%s"),
                  TXT("check its spelling", "vérifiez son orthographe"), text, instead);
}

/* One line that begins with a letter: `KEYWORD : value`, or a section. False at EOF. */
static bool read_line(struct vrplib *v, struct word w)
{
    const char *colon = memchr(w.text, ':', w.length);
    bool has_value = colon != NULL;
    if (colon) { /* KEYWORD:value without blanks */
        v->s.next = colon + 1;
        w.length = (size_t)(colon - w.text);
    } else {
        const struct scanner before = v->s;
        struct word next;
        has_value = mlg__scan_word(&v->s, &next) && next.text[0] == ':';
        if (has_value) v->s.next = next.text + 1;
        else v->s = before;
    }
    if (mlg__word_is(&w, "EOF")) return false;
    const int32_t section = find_section(&w), keyword = mlg__vrplib_find(&w, keywords, KEYWORD_COUNT);
    const int32_t listing = mlg__vrplib_find(&w, listings, LISTING_COUNT);
    const bool weights = mlg__word_is(&w, "EDGE_WEIGHT_SECTION"), depots = mlg__word_is(&w, "DEPOT_SECTION");
    if (mlg__vrplib_find(&w, refused, (int32_t)(sizeof refused / sizeof *refused)) != MLG_NONE) {
        WRONG(v, &w, TXT("%s is not read yet", "%s n'est pas encore lu"),
              TXT("without it the problem would be another one", "sans cela le problème serait un autre"),
              mlg__scan_shown(&v->s, &w));
        skip_rows(v);
    } else if (keyword != MLG_NONE) {
        read_keyword(v, (enum keyword)keyword, mlg__scan_rest(&v->s));
    } else if (section == MLG_NONE && listing == MLG_NONE && !weights && !depots) {
        unknown_word(v, &w, has_value && !ends_with_section(&w));
        skip_rows(v);
    } else if (v->node_count == 0) {
        if (!v->given[DIMENSION].line)
            WRONG(v, &w, TXT("%s comes before DIMENSION", "%s vient avant DIMENSION"),
                  TXT("write DIMENSION first", "écrivez DIMENSION d'abord"), mlg__scan_shown(&v->s, &w));
        if (section != MLG_NONE) v->section_line[section] = w.line; /* given, if at the wrong place */
        skip_rows(v);
    } else if (weights) read_weights(v, &w);
    else if (depots) read_depots(v, &w);
    else if (listing != MLG_NONE) read_listing(v, (enum listing)listing, &w);
    else read_section(v, (enum section)section, &w);
    return true;
}

static void read_file(struct vrplib *v)
{
    struct word w;
    while (!v->no_memory && mlg__scan_line(&v->s)) {
        if (!mlg__scan_word(&v->s, &w)) continue;
        if (is_letter(w.text[0])) {
            if (!read_line(v, w)) return;
            continue;
        }
        WRONG(v, &w, TXT("\"%s\" stands outside any section", "« %s » est hors de toute section"),
              TXT("a section begins with its name on a line", "une section commence par son nom sur une ligne"),
              mlg__scan_shown(&v->s, &w));
        skip_rows(v);
    }
}

/* The rule under which the best known solutions of a class are told. */
static mlg_round usual_round(const struct vrplib *v)
{
    static const char *const tenths[] = { "VRPTW", "PCVRPTW", "MTVRPTWR" };
    static const char *const thousandths[] = { "MDVRPTW", "SDVRPTW", "HFVRP" };
    if (mlg__vrplib_find(&v->given[TYPE], tenths, 3) != MLG_NONE) return MLG_TRUNC10;
    return mlg__vrplib_find(&v->given[TYPE], thousandths, 3) != MLG_NONE ? MLG_NEAREST1000 : MLG_NEAREST;
}

static mlg_status read_all(struct vrplib *v, int round, mlg_problem **p, mlg_error *err)
{
    read_file(v);
    v->round = mlg__round_or(round, usual_round(v));
    if (!v->no_memory) mlg__vrplib_check(v);
    if (!v->no_memory && mlg_findings_count(v->s.found, false) == 0) {
        const mlg_status status = mlg__vrplib_build(v, p, err);
        if (!v->no_memory) return status;
    }
    return v->no_memory ? mlg__no_memory(err, v->s.name) : mlg__first_error(v->s.found, err);
}

mlg_status mlg__vrplib_read(const char *name, const char *bytes, size_t count, int round, mlg_problem **p,
                            mlg_findings *found, mlg_error *err)
{
    mlg_findings *own = mlg_findings_new(found ? mlg__findings_lang(found) : err ? err->lang : MLG_EN);
    struct vrplib v = { .s = mlg__scan(name, bytes, count, own) };
    *p = NULL;
    const mlg_status status = own ? read_all(&v, round, p, err) : mlg__no_memory(err, name);
    mlg__findings_add(found, own);
    mlg_findings_free(own);
    for (int i = 0; i < SECTION_COUNT; i++) mlg__free(v.rows[i]);
    for (int i = 0; i < LISTING_COUNT; i++) mlg__free(v.lists[i].rows), mlg__free(v.lists[i].nodes);
    mlg__free(v.weights);
    mlg__free(v.is_depot);
    return status;
}
