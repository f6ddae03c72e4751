/* solomon.c — read Solomon's text format:
 *
 *     C101
 *     VEHICLE
 *     NUMBER     CAPACITY
 *       25         200
 *     CUSTOMER
 *     CUST NO.  XCOORD.  YCOORD.  DEMAND  READY TIME  DUE DATE  SERVICE TIME
 *         0      40         50        0        0        1236        0
 *
 * Customer 0 is the depot; the others follow in order, so customer k is stop k - 1. Rows become stops as they are read:
 * one pass, one builder, every mistake told at its line. */
#include "io/solomon.h"

#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "io/rounding.h"
#include "io/scan.h"
#include "model/metric.h"
#include "model/problem.h"

enum column { NUMBER, X, Y, DEMAND, READY, DUE, SERVICE, COLUMN_COUNT };
static const char *const columns[COLUMN_COUNT] = { "CUST NO.",   "XCOORD.",  "YCOORD.",     "DEMAND",
                                                   "READY TIME", "DUE DATE", "SERVICE TIME" };

struct solomon {
    struct scanner s;
    mlg_builder *b;
    mlg_round round;
    int64_t vehicle_count, capacity;
    bool capacity_known;
    int32_t place_count;
    mlg_window shift;
};

#define WRONG(v, word, ...) mlg__find((v)->s.found, MLG_BAD_INPUT, mlg__scan_where(&(v)->s, (word)), __VA_ARGS__)

static bool is_number_start(const struct word *w)
{
    return (w->text[0] >= '0' && w->text[0] <= '9') || w->text[0] == '-' || w->text[0] == '+' || w->text[0] == '.';
}

/* The first row under a heading; a row of numbers counts even where the heading is missing. False, and the line comes
 * again, at the next part of the file. */
static bool next_table(struct solomon *v, const char *heading, const char *next_part, struct word *w)
{
    while (mlg__scan_first_word(&v->s, w)) {
        if (is_number_start(w)) return true;
        if (mlg__word_is(w, heading)) return mlg__scan_first_word(&v->s, w);
        if (!mlg__word_is(w, next_part)) continue;
        mlg__scan_again(&v->s);
        return false;
    }
    return false;
}

static void missing(struct solomon *v, struct mlg_txt what)
{
    mlg__find(v->s.found, MLG_BAD_INPUT, mlg__scan_at(&v->s, v->s.line ? v->s.line : 1, 1),
              TXT("the file lacks %s", "il manque %s"),
              TXT("see docs/formats/solomon.md for the layout", "voyez docs/formats/solomon.md pour la forme"),
              what.in[mlg__findings_lang(v->s.found)]);
}

static bool read_whole(struct solomon *v, const struct word *w, const char *what, int64_t least, int64_t most,
                       int64_t *value)
{
    if (mlg__word_int(w, value) && *value >= least && *value <= most) return true;
    WRONG(v, w,
          TXT("%s is \"%s\", not a whole number from %lld to %lld", "%s vaut « %s », pas un entier de %lld à %lld"),
          TXT("correct the value", "corrigez la valeur"), what, mlg__scan_shown(&v->s, w), (long long)least,
          (long long)most);
    *value = least;
    return false;
}

static void too_many(struct solomon *v)
{
    struct word w;
    if (mlg__scan_word(&v->s, &w))
        WRONG(v, &w, TXT("\"%s\" is one value too many", "« %s » est une valeur de trop"),
              TXT("put each row on its own line", "mettez chaque ligne à part"), mlg__scan_shown(&v->s, &w));
}

static void read_vehicles(struct solomon *v)
{
    struct word w;
    if (!next_table(v, "NUMBER", "CUSTOMER", &w))
        return missing(v, TXT("the row of vehicles", "la ligne des véhicules"));
    read_whole(v, &w, "NUMBER", 1, MLG_UNLIMITED, &v->vehicle_count);
    if (!mlg__scan_word(&v->s, &w))
        WRONG(
            v, &w, TXT("the CAPACITY is missing", "il manque CAPACITY"),
            TXT("write the number of vehicles and their capacity", "écrivez le nombre de véhicules et leur capacité"));
    else v->capacity_known = read_whole(v, &w, "CAPACITY", 0, MLG_LOAD_MAX, &v->capacity);
    too_many(v);
}

/* All columns as numbers; false when one is missing or none (each told). */
static bool read_columns(struct solomon *v, struct word first, double *value)
{
    struct word w = first;
    bool sound = true;
    for (int k = 0; k < COLUMN_COUNT; k++) {
        if (k > 0 && !mlg__scan_word(&v->s, &w)) {
            WRONG(v, &w, TXT("the row ends before %s", "la ligne finit avant %s"),
                  TXT("a row has seven values", "une ligne a sept valeurs"), columns[k]);
            return false;
        }
        if (mlg__word_number(&w, &value[k])) continue;
        WRONG(v, &w, TXT("%s is \"%s\", not a number", "%s vaut « %s », pas un nombre"),
              TXT("write a decimal number with a point", "écrivez un nombre décimal avec un point"), columns[k],
              mlg__scan_shown(&v->s, &w));
        sound = false;
    }
    too_many(v);
    return sound;
}

static void check_row(struct solomon *v, const struct word *w, const double *value)
{
    const double most = 1e12 / (double)mlg__round_scale(v->round);
    if (value[NUMBER] != v->place_count)
        WRONG(v, w, TXT("customer %g comes where %d is expected", "le client %g vient où %d est attendu"),
              TXT("number customers 0, 1, 2… in order; 0 is the depot",
                  "numérotez les clients 0, 1, 2… dans l'ordre ; 0 est le dépôt"),
              value[NUMBER], v->place_count);
    if (value[DEMAND] < 0 || value[DEMAND] > (double)MLG_LOAD_MAX || value[DEMAND] != floor(value[DEMAND]))
        WRONG(
            v, w,
            TXT("demand %g is not a whole number of zero or more", "la demande %g n'est pas un entier positif ou nul"),
            TXT("multiply demands and CAPACITY by a power of ten",
                "multipliez les demandes et CAPACITY par une puissance de dix"),
            value[DEMAND]);
    else if (v->place_count == 0 && value[DEMAND] > 0)
        WRONG(v, w, TXT("the depot has the demand %g", "le dépôt a la demande %g"),
              TXT("a depot has the demand 0", "un dépôt a la demande 0"), value[DEMAND]);
    else if (v->place_count > 0 && v->capacity_known && value[DEMAND] > (double)v->capacity)
        WRONG(v, w, TXT("demand %g is above the capacity %lld", "la demande %g dépasse la capacité %lld"),
              TXT("no vehicle can serve it: split it, or correct CAPACITY",
                  "aucun véhicule ne peut la servir : divisez-la, ou corrigez CAPACITY"),
              value[DEMAND], (long long)v->capacity);
    if (value[READY] < 0 || value[DUE] > most || value[READY] > most)
        WRONG(v, w,
              TXT("the window %g to %g leaves the times from 0 to %g", "le créneau %g à %g sort des temps de 0 à %g"),
              TXT("count times from the opening of the depot", "comptez les temps depuis l'ouverture du dépôt"),
              value[READY], value[DUE], most);
    else if (value[DUE] < value[READY] || (v->place_count == 0 && value[DUE] <= 0))
        WRONG(v, w, TXT("the window closes at %g before it opens at %g", "le créneau ferme à %g avant d'ouvrir à %g"),
              TXT("swap the two values", "échangez les deux valeurs"), value[DUE], value[READY]);
    if (value[SERVICE] < 0 || value[SERVICE] > most)
        WRONG(v, w, TXT("service time %g is outside 0 to %g", "le temps de service %g sort de 0 à %g"),
              TXT("correct the value", "corrigez la valeur"), value[SERVICE], most);
}

static void add_row(struct solomon *v, const double *value)
{
    char id[16];
    const mlg_window window = { mlg__round_value(v->round, value[READY]), mlg__round_value(v->round, value[DUE]) };
    const int32_t place = mlg_builder_place_xy(v->b, value[X], value[Y]);
    if (v->place_count == 0) {
        v->shift = window;
        return;
    }
    snprintf(id, sizeof id, "%d", v->place_count);
    mlg_builder_stop(v->b, &(mlg_stop) {
                               .place = place,
                               .demand = { (int64_t)value[DEMAND] },
                               .service_s = mlg__round_value(v->round, value[SERVICE]),
                               .windows = &window,
                               .window_count = 1,
                               .id = id,
                           });
}

static void read_customers(struct solomon *v)
{
    double value[COLUMN_COUNT];
    struct word w;
    bool any = next_table(v, "CUST", "", &w);
    for (; any; any = mlg__scan_first_word(&v->s, &w)) {
        const int64_t errors = mlg_findings_count(v->s.found, false);
        if (read_columns(v, w, value)) check_row(v, &w, value);
        if (mlg_findings_count(v->s.found, false) == errors) add_row(v, value);
        v->place_count++;
    }
    if (v->place_count < 2)
        missing(v, TXT("a row of the depot and one of a customer", "une ligne du dépôt et une d'un client"));
}

static void read_file(struct solomon *v)
{
    struct word w = { 0 };
    char name[128] = "";
    if (mlg__scan_first_word(&v->s, &w)) {
        mlg__scan_again(&v->s);
        mlg__scan_line(&v->s);
        const struct word line = mlg__scan_rest(&v->s);
        snprintf(name, sizeof name, "%.*s", (int)(line.length < 120 ? line.length : 120), line.text);
    }
    mlg_builder_name(v->b, name);
    if (w.length && is_number_start(&w) && !mlg__word_is(&w, name))
        WRONG(v, &w,
              TXT("the first line should be the name of the problem",
                  "la première ligne devrait être le nom du problème"),
              TXT("add a line with its name", "ajoutez une ligne avec son nom"));
    read_vehicles(v);
    read_customers(v);
}

/* Consumes the builder. */
static mlg_status finish(struct solomon *v, mlg_problem **p, mlg_error *err)
{
    if (mlg_findings_count(v->s.found, false)) {
        mlg_builder_free(v->b);
        return mlg__first_error(v->s.found, err);
    }
    mlg__builder_rounding(v->b, mlg__round_name(v->round));
    mlg_builder_scale(v->b, mlg__round_scale(v->round), 1);
    mlg_builder_matrix(v->b, &(mlg_matrix) { .kind = MLG_EUCLID, .round = v->round });
    mlg_builder_vehicle(v->b, &(mlg_vehicle) {
                                  .count = (int32_t)v->vehicle_count,
                                  .capacity = { v->capacity },
                                  .rates = { .per_m = 1 },
                                  .shift = v->shift,
                                  .weight_load = MLG_NONE,
                              });
    return mlg_builder_finish(v->b, p, v->s.found, err);
}

mlg_status mlg__solomon_read(const char *name, const char *bytes, size_t count, int round, mlg_problem **p,
                             mlg_findings *found, mlg_error *err)
{
    mlg_findings *own = mlg_findings_new(found ? mlg__findings_lang(found) : err ? err->lang : MLG_EN);
    struct solomon v = { .s = mlg__scan(name, bytes, count, own), .round = mlg__round_or(round, MLG_ROUND_NONE) };
    mlg_status status = MLG_NO_MEMORY;
    *p = NULL;
    v.b = own ? mlg_builder_new() : NULL;
    if (v.b) {
        read_file(&v);
        status = finish(&v, p, err);
    } else {
        mlg__no_memory(err, name);
    }
    mlg__findings_add(found, own);
    mlg_findings_free(own);
    return status;
}
