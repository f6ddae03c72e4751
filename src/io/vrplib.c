/* vrplib.c — read VRPLIB problems. Keywords first, then sections of rows; both tables are below.
 *
 * The file is read whole into plain numbers, so that sections may come in any order; then it is checked, then built.
 * To accept one more keyword or section: a row in `keywords` or `sections`, its checks, its use in build(). What would
 * change the problem but is not read yet stands in `refused`: such a file is refused by name, never read wrongly. */
#include "io/vrplib.h"

#include <stdio.h>
#include <string.h>

#include "base/math.h"
#include "base/memory.h"
#include "io/rounding.h"
#include "io/scan.h"
#include "model/metric.h"
#include "model/problem.h"

enum keyword {
    NAME,
    COMMENT,
    TYPE,
    DIMENSION,
    CAPACITY,
    VEHICLES,
    SERVICE_TIME,
    DISTANCE,
    EDGE_WEIGHT_TYPE,
    EDGE_WEIGHT_FORMAT,
    NODE_COORD_TYPE,
    DISPLAY_DATA_TYPE,
    EDGE_WEIGHT_UNIT_OF_MEASUREMENT,
    KEYWORD_COUNT
};
static const char *const keywords[KEYWORD_COUNT] = {
    "NAME",
    "COMMENT",
    "TYPE",
    "DIMENSION",
    "CAPACITY",
    "VEHICLES",
    "SERVICE_TIME",
    "DISTANCE",
    "EDGE_WEIGHT_TYPE",
    "EDGE_WEIGHT_FORMAT",
    "NODE_COORD_TYPE",
    "DISPLAY_DATA_TYPE",
    "EDGE_WEIGHT_UNIT_OF_MEASUREMENT",
};

/* Sections with a row per node: node number, then so many values. */
enum section { COORDINATES, DEMANDS, WINDOWS, SERVICES, DISPLAY, SECTION_COUNT };
enum { WIDTH_MAX = 2 };
static const struct {
    const char *name;
    int width;
} sections[SECTION_COUNT] = {
    { "NODE_COORD_SECTION", 2 },   { "DEMAND_SECTION", 1 },       { "TIME_WINDOW_SECTION", 2 },
    { "SERVICE_TIME_SECTION", 1 }, { "DISPLAY_DATA_SECTION", 2 },
};

static const char *const refused[] = {
    "BACKHAUL_SECTION",
    "LINEHAUL_SECTION",
    "PICKUP_AND_DELIVERY_SECTION",
    "PICKUP_SECTION",
    "PRIZE_SECTION",
    "RELEASE_TIME_SECTION",
    "MUTUALLY_EXCLUSIVE_GROUP_SECTION",
    "CAPACITY_SECTION",
    "VEHICLES_DEPOT_SECTION",
    "VEHICLES_ALLOWED_CLIENTS_SECTION",
    "VEHICLES_FIXED_COST_SECTION",
    "VEHICLES_UNIT_DISTANCE_COST_SECTION",
    "VEHICLES_RELOAD_DEPOT_SECTION",
    "VEHICLES_MAX_DURATION_SECTION",
    "VEHICLES_MAX_DURATION",
    "VEHICLES_MAX_DISTANCE",
    "STANDTIME_SECTION",
    "FIXED_EDGES_SECTION",
    "TOUR_SECTION",
    "CTSP_SET_SECTION",
    "DRAFT_LIMIT_SECTION",
    "MAX_TRIPS",
    "VEHICLES_MAX_RELOADS",
};

enum { READ_MAX = 32 * 1024 * 1024 }; /* nodes, far above any set */

struct row {
    int32_t line; /* 0: not given */
    double value[WIDTH_MAX];
};

struct vrplib {
    struct scanner s;
    bool no_memory, capacity_known;
    struct word given[KEYWORD_COUNT]; /* value of each keyword; line 0: not given */
    int64_t number[KEYWORD_COUNT];
    int32_t node_count;
    double service, distance;
    struct row *rows[SECTION_COUNT]; /* [node]; NULL: section not given */
    int32_t section_line[SECTION_COUNT];
    double *weights; /* EDGE_WEIGHT_SECTION */
    int32_t weight_cap, weight_count, weight_line;
    int32_t depot, depot_line; /* node from 0, MLG_NONE */
    bool depot_told;           /* a wrong one was found and told */
    mlg_round round;
};

#define WRONG(v, word, ...) mlg__find((v)->s.found, MLG_BAD_INPUT, mlg__scan_where(&(v)->s, (word)), __VA_ARGS__)
#define WRONG_AT(v, line, column, ...)                                                                                 \
    mlg__find((v)->s.found, MLG_BAD_INPUT, mlg__scan_at(&(v)->s, (line), (column)), __VA_ARGS__)

static int32_t find_name(const struct word *w, const char *const *names, int32_t count)
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

static void read_real(struct vrplib *v, enum keyword k, double *value)
{
    const struct word *w = &v->given[k];
    if (mlg__word_number(w, value) && *value >= 0 && *value <= 1e12) return;
    WRONG(v, w, TXT("%s is \"%s\", not a number of zero or more", "%s vaut « %s », pas un nombre positif ou nul"),
          TXT("write a number after the colon", "écrivez un nombre après les deux-points"), keywords[k],
          mlg__scan_shown(&v->s, w));
    *value = 0;
}

static void read_type(struct vrplib *v)
{
    static const char *const types[] = { "CVRP", "VRPTW", "TSP" };
    const struct word *w = &v->given[TYPE];
    if (find_name(w, types, 3) == MLG_NONE)
        WRONG(v, w, TXT("TYPE %s is not read yet", "le TYPE %s n'est pas encore lu"),
              TXT("CVRP, VRPTW and TSP are read", "CVRP, VRPTW et TSP sont lus"), mlg__scan_shown(&v->s, w));
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
    case SERVICE_TIME: read_real(v, k, &v->service); break;
    case DISTANCE: read_real(v, k, &v->distance); break;
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

/* Node numbers count from 1. */
static struct row *row_of(struct vrplib *v, enum section section, const struct word *w)
{
    int64_t node;
    if (!mlg__word_int(w, &node) || node < 1 || node > v->node_count) {
        WRONG(v, w, TXT("\"%s\" is not a node number from 1 to %d", "« %s » n'est pas un numéro de nœud de 1 à %d"),
              TXT("correct the number, or DIMENSION", "corrigez le numéro, ou DIMENSION"), mlg__scan_shown(&v->s, w),
              v->node_count);
        return NULL;
    }
    struct row *row = &v->rows[section][node - 1];
    if (!row->line) return row;
    WRONG(v, w,
          TXT("node %lld has a second row in %s (first on line %d)",
              "le nœud %lld a une seconde ligne dans %s (d'abord ligne %d)"),
          TXT("keep one row for each node", "gardez une ligne par nœud"), (long long)node, sections[section].name,
          row->line);
    return NULL;
}

static void read_row(struct vrplib *v, enum section section, const struct word *node)
{
    const int width = sections[section].width;
    struct row *row = row_of(v, section, node), read = { .line = node->line };
    struct word w;
    bool sound = row != NULL;
    for (int i = 0; i < width; i++) {
        if (!mlg__scan_word(&v->s, &w)) {
            WRONG(v, &w, TXT("the row ends after %d of %d values", "la ligne finit après %d valeurs sur %d"),
                  TXT("a row holds the node number and its values",
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
              TXT("put each node on its own line", "mettez chaque nœud sur sa ligne"), mlg__scan_shown(&v->s, &w),
              sections[section].name);
    if (sound) *row = read;
    else if (row) row->line = node->line, row->value[0] = row->value[1] = 0; /* told; not also missing */
}

static void read_node_section(struct vrplib *v, enum section section, const struct word *keyword)
{
    struct word w;
    if (v->rows[section]) {
        WRONG(v, keyword, TXT("%s is given again (first on line %d)", "%s est donné à nouveau (d'abord ligne %d)"),
              TXT("keep one", "gardez-en un"), sections[section].name, v->section_line[section]);
        skip_rows(v);
        return;
    }
    v->section_line[section] = keyword->line;
    v->rows[section] = mlg__malloc((size_t)v->node_count * sizeof **v->rows);
    if (!v->rows[section]) v->no_memory = true;
    while (!v->no_memory && next_row(v, &w)) read_row(v, section, &w);
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

static void read_depots(struct vrplib *v, const struct word *keyword)
{
    struct word w;
    v->depot_line = keyword->line;
    while (next_row(v, &w)) do {
            int64_t node;
            if (mlg__word_is(&w, "-1")) continue;
            if (!mlg__word_int(&w, &node) || node < 1 || node > v->node_count) {
                v->depot_told = true;
                WRONG(v, &w,
                      TXT("depot \"%s\" is not a node number from 1 to %d",
                          "le dépôt « %s » n'est pas un numéro de nœud de 1 à %d"),
                      TXT("correct the number; -1 ends the list", "corrigez le numéro ; -1 finit la liste"),
                      mlg__scan_shown(&v->s, &w), v->node_count);
            } else if (v->depot != MLG_NONE)
                WRONG(v, &w,
                      TXT("a second depot (node %lld) is not read yet",
                          "un second dépôt (nœud %lld) n'est pas encore lu"),
                      TXT("split the problem by depot", "séparez le problème par dépôt"), (long long)node);
            else v->depot = (int32_t)(node - 1);
        } while (mlg__scan_word(&v->s, &w));
}

static void unknown_word(struct vrplib *v, const struct word *w, bool has_value)
{
    const char *all[KEYWORD_COUNT + SECTION_COUNT + 2];
    char instead[64] = "";
    int32_t count = 0;
    for (int i = 0; i < KEYWORD_COUNT; i++) all[count++] = keywords[i];
    for (int i = 0; i < SECTION_COUNT; i++) all[count++] = sections[i].name;
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
    const int32_t section = find_section(&w), keyword = find_name(&w, keywords, KEYWORD_COUNT);
    const bool weights = mlg__word_is(&w, "EDGE_WEIGHT_SECTION"), depots = mlg__word_is(&w, "DEPOT_SECTION");
    if (find_name(&w, refused, (int32_t)(sizeof refused / sizeof *refused)) != MLG_NONE) {
        WRONG(v, &w, TXT("%s is not read yet", "%s n'est pas encore lu"),
              TXT("without it the problem would be another one", "sans cela le problème serait un autre"),
              mlg__scan_shown(&v->s, &w));
        skip_rows(v);
    } else if (keyword != MLG_NONE) {
        read_keyword(v, (enum keyword)keyword, mlg__scan_rest(&v->s));
    } else if (section == MLG_NONE && !weights && !depots) {
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
    else read_node_section(v, (enum section)section, &w);
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

/* ---- what must hold once everything is read -------------------------------------------------------------------- */

static bool is_type(const struct vrplib *v, const char *type) { return mlg__word_is(&v->given[TYPE], type); }
static bool is_explicit(const struct vrplib *v) { return mlg__word_is(&v->given[EDGE_WEIGHT_TYPE], "EXPLICIT"); }

static void missing(struct vrplib *v, const char *what)
{
    WRONG_AT(v, v->s.line ? v->s.line : 1, 1, TXT("%s is missing", "il manque %s"), TXT("add it", "ajoutez-le"), what);
}

static void check_rows(struct vrplib *v, enum section section)
{
    int32_t absent = 0, first = MLG_NONE;
    for (int32_t i = 0; v->rows[section] && i < v->node_count; i++)
        if (!v->rows[section][i].line) {
            if (!absent++) first = i;
        }
    if (absent)
        WRONG_AT(v, v->section_line[section], 1,
                 TXT("%s lacks %d of %d nodes, first node %d", "il manque à %s %d nœuds sur %d, d'abord le nœud %d"),
                 TXT("add their rows, or correct DIMENSION", "ajoutez leurs lignes, ou corrigez DIMENSION"),
                 sections[section].name, absent, v->node_count, first + 1);
}

/* How many weights a format has for n nodes; where entry (i, j) stands. */
enum layout { LOWER_ROW, LOWER_DIAG_ROW, UPPER_ROW, UPPER_DIAG_ROW, FULL_MATRIX, LAYOUT_COUNT };
static const char *const layouts[LAYOUT_COUNT] = { "LOWER_ROW", "LOWER_DIAG_ROW", "UPPER_ROW", "UPPER_DIAG_ROW",
                                                   "FULL_MATRIX" };

static int64_t layout_count(enum layout layout, int64_t n)
{
    return layout == FULL_MATRIX                        ? n * n
           : layout == LOWER_ROW || layout == UPPER_ROW ? n * (n - 1) / 2
                                                        : n * (n + 1) / 2;
}

static double weight_between(const struct vrplib *v, enum layout layout, int64_t i, int64_t j)
{
    const int64_t n = v->node_count, low = i < j ? i : j, high = i < j ? j : i;
    if (layout == FULL_MATRIX) return v->weights[i * n + j];
    if (i == j)
        return layout == LOWER_DIAG_ROW   ? v->weights[i * (i + 3) / 2]
               : layout == UPPER_DIAG_ROW ? v->weights[i * n - i * (i - 1) / 2]
                                          : 0;
    if (layout == LOWER_ROW) return v->weights[high * (high - 1) / 2 + low];
    if (layout == LOWER_DIAG_ROW) return v->weights[high * (high + 1) / 2 + low];
    if (layout == UPPER_ROW) return v->weights[low * n - low * (low + 1) / 2 + high - low - 1];
    return v->weights[low * n - low * (low - 1) / 2 + high - low];
}

static void check_explicit(struct vrplib *v)
{
    const struct word *w = &v->given[EDGE_WEIGHT_FORMAT];
    if (!w->line) return missing(v, "EDGE_WEIGHT_FORMAT");
    const int32_t layout = find_name(w, layouts, LAYOUT_COUNT);
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
                 v->weight_count, layouts[layout], v->node_count, (long long)wanted);
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

static void check_demands(struct vrplib *v)
{
    if (is_type(v, "TSP")) return;
    if (!v->given[CAPACITY].line) missing(v, "CAPACITY");
    if (!v->section_line[DEMANDS]) missing(v, "DEMAND_SECTION");
    for (int32_t i = 0; v->rows[DEMANDS] && i < v->node_count; i++) {
        const struct row *row = &v->rows[DEMANDS][i];
        const double d = row->value[0];
        if (d < 0 || d > (double)MLG_LOAD_MAX || d != floor(d))
            WRONG_AT(v, row->line, 1,
                     TXT("demand %g of node %d is not a whole number of zero or more",
                         "la demande %g du nœud %d n'est pas un entier positif ou nul"),
                     TXT("multiply demands and CAPACITY by a power of ten",
                         "multipliez les demandes et CAPACITY par une puissance de dix"),
                     d, i + 1);
        else if (i == v->depot && d > 0)
            WRONG_AT(v, row->line, 1,
                     TXT("the depot (node %d) has the demand %g", "le dépôt (nœud %d) a la demande %g"),
                     TXT("a depot has the demand 0", "un dépôt a la demande 0"), i + 1, d);
        else if (i != v->depot && v->capacity_known && d > (double)v->number[CAPACITY])
            WRONG_AT(v, row->line, 1,
                     TXT("demand %g of node %d is above the capacity %lld",
                         "la demande %g du nœud %d dépasse la capacité %lld"),
                     TXT("no vehicle can serve it: split it, or correct CAPACITY",
                         "aucun véhicule ne peut la servir : divisez-la, ou corrigez CAPACITY"),
                     d, i + 1, (long long)v->number[CAPACITY]);
    }
}

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
        else if (close < open || (i == v->depot && close <= 0 && row->line))
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

static void check_depot(struct vrplib *v)
{
    if (v->depot != MLG_NONE) return;
    if (v->depot_line && !v->depot_told)
        WRONG_AT(v, v->depot_line, 1, TXT("DEPOT_SECTION names no depot", "DEPOT_SECTION ne nomme aucun dépôt"),
                 TXT("write the node number, then -1", "écrivez le numéro du nœud, puis -1"));
    else if (!v->depot_line && !is_type(v, "TSP"))
        mlg__warn(v->s.found, mlg__scan_at(&v->s, v->s.line, 1),
                  TXT("DEPOT_SECTION is missing; node 1 is taken as the depot",
                      "il manque DEPOT_SECTION ; le nœud 1 sert de dépôt"),
                  TXT("add the section", "ajoutez la section"));
    v->depot = 0;
}

static void check_file(struct vrplib *v)
{
    if (!v->given[TYPE].line) missing(v, "TYPE");
    if (!v->given[DIMENSION].line) missing(v, "DIMENSION");
    if (v->node_count == 0) return; /* nothing could be read into rows */
    check_depot(v);
    for (int i = 0; i < SECTION_COUNT; i++) check_rows(v, (enum section)i);
    check_weights(v);
    check_demands(v);
    if (is_type(v, "VRPTW") && !v->section_line[WINDOWS]) missing(v, "TIME_WINDOW_SECTION");
    check_times(v);
    if (v->rows[SERVICES] && v->given[SERVICE_TIME].line)
        WRONG_AT(v, v->section_line[SERVICES], 1,
                 TXT("SERVICE_TIME and SERVICE_TIME_SECTION are both given",
                     "SERVICE_TIME et SERVICE_TIME_SECTION sont tous deux donnés"),
                 TXT("keep one", "gardez-en un"));
}

/* ---- build ----------------------------------------------------------------------------------------------------- */

/* Places: the depot first, then the other nodes in their order; so place i is stop i - 1 and number i of a .sol. */
static int32_t node_of_place(const struct vrplib *v, int32_t place)
{
    return place == 0 ? v->depot : place <= v->depot ? place - 1 : place;
}

static void build_matrix(struct vrplib *v, mlg_builder *b)
{
    if (!is_explicit(v)) {
        mlg_builder_matrix(b, &(mlg_matrix) { .kind = MLG_EUCLID, .round = v->round });
        return;
    }
    const int32_t n = v->node_count;
    const enum layout layout = (enum layout)find_name(&v->given[EDGE_WEIGHT_FORMAT], layouts, LAYOUT_COUNT);
    int32_t *plane = mlg__malloc((size_t)n * (size_t)n * sizeof *plane);
    if (!plane) {
        v->no_memory = true;
        return;
    }
    for (int32_t i = 0; i < n; i++)
        for (int32_t j = 0; j < n; j++) {
            const double weight = weight_between(v, layout, node_of_place(v, i), node_of_place(v, j));
            plane[(int64_t)i * n + j] = (int32_t)min64(mlg__round_value(v->round, weight), MLG_UNREACHABLE);
        }
    mlg_builder_matrix(b, &(mlg_matrix) { .kind = MLG_TABLE, .time = plane, .distance = plane });
    mlg__free(plane);
}

static void build_vehicle(const struct vrplib *v, mlg_builder *b)
{
    const int32_t unlimited = is_type(v, "TSP") ? 1 : MLG_UNLIMITED;
    mlg_vehicle vehicle = {
        .count = v->given[VEHICLES].line ? (int32_t)v->number[VEHICLES] : unlimited,
        .capacity = { v->number[CAPACITY] },
        .rates = { .per_m = 1 },
        .max_duty_s = mlg__round_value(v->round, v->distance),
        .weight_load = MLG_NONE,
    };
    if (v->rows[WINDOWS]) {
        const struct row *row = &v->rows[WINDOWS][v->depot];
        vehicle.shift =
            (mlg_window) { mlg__round_value(v->round, row->value[0]), mlg__round_value(v->round, row->value[1]) };
    }
    mlg_builder_vehicle(b, &vehicle);
}

static void build_stop(const struct vrplib *v, mlg_builder *b, int32_t place)
{
    const int32_t node = node_of_place(v, place);
    char id[16];
    mlg_window window;
    mlg_stop stop = { .place = place, .id = id };
    snprintf(id, sizeof id, "%d", place);
    if (v->rows[DEMANDS] && !is_type(v, "TSP")) stop.demand[0] = (int64_t)v->rows[DEMANDS][node].value[0];
    stop.service_s = mlg__round_value(v->round, v->rows[SERVICES] ? v->rows[SERVICES][node].value[0] : v->service);
    if (v->rows[WINDOWS]) {
        const struct row *row = &v->rows[WINDOWS][node];
        window = (mlg_window) { mlg__round_value(v->round, row->value[0]), mlg__round_value(v->round, row->value[1]) };
        stop.windows = &window;
        stop.window_count = 1;
    }
    mlg_builder_stop(b, &stop);
}

static mlg_status build(struct vrplib *v, mlg_problem **p, mlg_error *err)
{
    char name[128];
    mlg_builder *b = mlg_builder_new();
    snprintf(name, sizeof name, "%.*s", (int)(v->given[NAME].length < 120 ? v->given[NAME].length : 120),
             v->given[NAME].line ? v->given[NAME].text : "");
    mlg_builder_name(b, name);
    mlg__builder_rounding(b, mlg__round_name(v->round));
    mlg_builder_scale(b, mlg__round_scale(v->round), 1);
    for (int32_t i = 0; i < v->node_count; i++) {
        const struct row *row = v->rows[COORDINATES] ? &v->rows[COORDINATES][node_of_place(v, i)] : NULL;
        mlg_builder_place_xy(b, row ? row->value[0] : 0, row ? row->value[1] : 0);
    }
    build_matrix(v, b);
    build_vehicle(v, b);
    for (int32_t place = 1; place < v->node_count; place++) build_stop(v, b, place);
    if (!v->no_memory) return mlg_builder_finish(b, p, v->s.found, err);
    mlg_builder_free(b);
    return MLG_NO_MEMORY;
}

static mlg_status read_all(struct vrplib *v, int round, mlg_problem **p, mlg_error *err)
{
    read_file(v);
    v->round = mlg__round_or(round, is_type(v, "VRPTW") ? MLG_TRUNC10 : MLG_NEAREST);
    if (!v->no_memory) check_file(v);
    if (!v->no_memory && mlg_findings_count(v->s.found, false) == 0) {
        const mlg_status status = build(v, p, err);
        if (!v->no_memory) return status;
    }
    return v->no_memory ? mlg__no_memory(err, v->s.name) : mlg__first_error(v->s.found, err);
}

mlg_status mlg__vrplib_read(const char *name, const char *bytes, size_t count, int round, mlg_problem **p,
                            mlg_findings *found, mlg_error *err)
{
    mlg_findings *own = mlg_findings_new(found ? mlg__findings_lang(found) : err ? err->lang : MLG_EN);
    struct vrplib v = { .s = mlg__scan(name, bytes, count, own), .depot = MLG_NONE };
    *p = NULL;
    const mlg_status status = own ? read_all(&v, round, p, err) : mlg__no_memory(err, name);
    mlg__findings_add(found, own);
    mlg_findings_free(own);
    for (int i = 0; i < SECTION_COUNT; i++) mlg__free(v.rows[i]);
    mlg__free(v.weights);
    return status;
}
