/* lilim.c — read the text format of Li and Lim:
 *
 *     25	200	1
 *     0	40	50	0	0	1236	0	0	0
 *     1	45	68	-10	912	967	90	11	0
 *     …
 *     11	35	66	10	...	...	90	0	1
 *
 * First the vehicles, their capacity and their speed, then a row each: number, x, y, demand, ready time, due date,
 * service time, and whom it is tied to: a delivery names its pickup in the eighth column, a pickup its delivery in the
 * ninth. Row 0 is the depot. The two ends of a shipment become neighbouring stops in the order of their pickups; place
 * and id of a stop are its number in the file. */
#include "io/lilim.h"

#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "io/rounding.h"
#include "io/scan.h"
#include "model/metric.h"
#include "model/problem.h"

enum column { NUMBER, X, Y, DEMAND, READY, DUE, SERVICE, PICKUP, DELIVERY, COLUMN_COUNT };
static const char *const columns[COLUMN_COUNT] = {
    "the number", "x", "y", "the demand", "the ready time", "the due date", "the service", "the pickup", "the delivery"
};
static const char *const colonnes[COLUMN_COUNT] = {
    "le numéro",      "x",          "y",        "la demande",  "l'heure d'ouverture",
    "l'heure limite", "le service", "la prise", "la livraison"
};

struct row {
    int32_t line;
    bool sound;
    double value[COLUMN_COUNT];
};

struct lilim {
    struct scanner s;
    mlg_round round;
    bool no_memory, capacity_known;
    int64_t vehicle_count, capacity;
    struct row *rows; /* [number] */
    int32_t row_count, row_cap;
};

#define WRONG(v, word, ...) mlg__find((v)->s.found, MLG_BAD_INPUT, mlg__scan_where(&(v)->s, (word)), __VA_ARGS__)
#define WRONG_ROW(v, row, ...)                                                                                         \
    mlg__find((v)->s.found, MLG_BAD_INPUT, mlg__scan_at(&(v)->s, (row)->line, 1), __VA_ARGS__)

bool mlg__is_lilim(const char *bytes, size_t count)
{
    struct scanner s = mlg__scan("", bytes, count, NULL);
    struct word w;
    double value;
    if (!mlg__scan_first_word(&s, &w)) return false;
    for (int k = 0; k < 3; k++)
        if ((k && !mlg__scan_word(&s, &w)) || !mlg__word_number(&w, &value)) return false;
    return !mlg__scan_word(&s, &w);
}

static const char *column_name(const struct lilim *v, int column)
{
    return (mlg__findings_lang(v->s.found) == MLG_FR ? colonnes : columns)[column];
}

/* ---- lines ----------------------------------------------------------------------------------------------------- */

static bool read_whole(struct lilim *v, const struct word *w, struct mlg_txt what, int64_t least, int64_t most,
                       int64_t *value)
{
    if (mlg__word_int(w, value) && *value >= least && *value <= most) return true;
    WRONG(v, w,
          TXT("%s is \"%s\", not a whole number from %lld to %lld", "%s vaut « %s », pas un entier de %lld à %lld"),
          TXT("the first line holds vehicles, capacity and speed",
              "la première ligne donne véhicules, capacité et vitesse"),
          what.in[mlg__findings_lang(v->s.found)], mlg__scan_shown(&v->s, w), (long long)least, (long long)most);
    *value = least;
    return false;
}

static void too_many(struct lilim *v)
{
    struct word w;
    if (mlg__scan_word(&v->s, &w))
        WRONG(v, &w, TXT("\"%s\" is one value too many", "« %s » est une valeur de trop"),
              TXT("put each row on its own line", "mettez chaque ligne à part"), mlg__scan_shown(&v->s, &w));
}

static void read_head(struct lilim *v)
{
    struct word w = { .line = 1, .column = 1 };
    double speed = 1;
    if (!mlg__scan_first_word(&v->s, &w)) {
        WRONG(v, &w, TXT("the file is empty", "le fichier est vide"),
              TXT("see docs/formats/lilim.md for the layout", "voyez docs/formats/lilim.md pour la forme"));
        return;
    }
    read_whole(v, &w, TXT("the number of vehicles", "le nombre de véhicules"), 1, MLG_UNLIMITED, &v->vehicle_count);
    if (!mlg__scan_word(&v->s, &w)) {
        WRONG(v, &w, TXT("the capacity is missing", "il manque la capacité"),
              TXT("the first line holds vehicles, capacity and speed",
                  "la première ligne donne véhicules, capacité et vitesse"));
        return;
    }
    v->capacity_known = read_whole(v, &w, TXT("the capacity", "la capacité"), 0, MLG_LOAD_MAX, &v->capacity);
    if (mlg__scan_word(&v->s, &w) && (!mlg__word_number(&w, &speed) || speed != 1))
        WRONG(v, &w, TXT("the speed is \"%s\"; only 1 is read", "la vitesse vaut « %s » ; seul 1 est lu"),
              TXT("divide all times by the unit in which the speed is 1",
                  "divisez tous les temps par l'unité où la vitesse vaut 1"),
              mlg__scan_shown(&v->s, &w));
    too_many(v);
}

static void read_columns(struct lilim *v, struct word w, struct row *row)
{
    for (int k = 0; k < COLUMN_COUNT; k++) {
        if (k > 0 && !mlg__scan_word(&v->s, &w)) {
            WRONG(v, &w, TXT("the row ends before %s", "la ligne finit avant %s"),
                  TXT("a row has nine values", "une ligne a neuf valeurs"), column_name(v, k));
            row->sound = false;
            return;
        }
        if (mlg__word_number(&w, &row->value[k])) continue;
        WRONG(v, &w, TXT("%s is \"%s\", not a number", "%s vaut « %s », pas un nombre"),
              TXT("write a decimal number with a point", "écrivez un nombre décimal avec un point"), column_name(v, k),
              mlg__scan_shown(&v->s, &w));
        row->sound = false;
    }
    too_many(v);
}

static void read_rows(struct lilim *v)
{
    struct word w;
    while (!v->no_memory && mlg__scan_first_word(&v->s, &w)) {
        struct row *grown = mlg__grow(v->rows, &v->row_cap, v->row_count + 1, sizeof *grown);
        if (!grown) {
            v->no_memory = true;
            return;
        }
        v->rows = grown;
        grown[v->row_count] = (struct row) { .line = w.line, .sound = true };
        read_columns(v, w, &grown[v->row_count++]);
    }
}

/* ---- what must hold -------------------------------------------------------------------------------------------- */

static void check_values(struct lilim *v, int32_t i)
{
    const struct row *row = &v->rows[i];
    const double *value = row->value, most = 1e12 / (double)mlg__round_scale(v->round);
    const double load = value[DEMAND] < 0 ? -value[DEMAND] : value[DEMAND];
    if (value[NUMBER] != i)
        WRONG_ROW(v, row, TXT("row %g comes where %d is expected", "la ligne %g vient où %d est attendu"),
                  TXT("number rows 0, 1, 2… in order; 0 is the depot",
                      "numérotez les lignes 0, 1, 2… dans l'ordre ; 0 est le dépôt"),
                  value[NUMBER], i);
    if (load > (double)MLG_LOAD_MAX || load != floor(load))
        WRONG_ROW(v, row, TXT("demand %g is not a whole number", "la demande %g n'est pas un entier"),
                  TXT("multiply demands and the capacity by a power of ten",
                      "multipliez les demandes et la capacité par une puissance de dix"),
                  value[DEMAND]);
    else if (v->capacity_known && load > (double)v->capacity)
        WRONG_ROW(v, row, TXT("demand %g is above the capacity %lld", "la demande %g dépasse la capacité %lld"),
                  TXT("no vehicle can carry it: split it, or correct the capacity",
                      "aucun véhicule ne peut la porter : divisez-la, ou corrigez la capacité"),
                  load, (long long)v->capacity);
    if (value[READY] < 0 || value[DUE] > most || value[READY] > most)
        WRONG_ROW(
            v, row,
            TXT("the window %g to %g leaves the times from 0 to %g", "le créneau %g à %g sort des temps de 0 à %g"),
            TXT("count times from the opening of the depot", "comptez les temps depuis l'ouverture du dépôt"),
            value[READY], value[DUE], most);
    else if (value[DUE] < value[READY] || (i == 0 && value[DUE] <= 0))
        WRONG_ROW(v, row,
                  TXT("the window closes at %g before it opens at %g", "le créneau ferme à %g avant d'ouvrir à %g"),
                  TXT("swap the two values", "échangez les deux valeurs"), value[DUE], value[READY]);
    if (value[SERVICE] < 0 || value[SERVICE] > most)
        WRONG_ROW(v, row, TXT("service time %g is outside 0 to %g", "le temps de service %g sort de 0 à %g"),
                  TXT("correct the value", "corrigez la valeur"), value[SERVICE], most);
}

/* The row that value names, or NULL. */
static const struct row *named(const struct lilim *v, double value)
{
    return value >= 1 && value < v->row_count && value == floor(value) ? &v->rows[(int32_t)value] : NULL;
}

/* The two rows of a shipment name each other, the pickup brings on board what the delivery takes off. */
static void check_tie(struct lilim *v, int32_t i)
{
    const struct row *row = &v->rows[i];
    const double *value = row->value;
    const bool picks = value[DELIVERY] != 0, delivers = value[PICKUP] != 0;
    const struct row *other = named(v, picks ? value[DELIVERY] : value[PICKUP]);
    if (i == 0) {
        if (picks || delivers || value[DEMAND] != 0)
            WRONG_ROW(v, row, TXT("the depot has a demand or a partner", "le dépôt a une demande ou un partenaire"),
                      TXT("write 0 in these columns", "écrivez 0 dans ces colonnes"));
    } else if (picks == delivers)
        WRONG_ROW(v, row,
                  TXT("row %d is neither a pickup nor a delivery, or both",
                      "la ligne %d n'est ni une prise ni une livraison, ou les deux"),
                  TXT("name the other end in one of the last two columns",
                      "nommez l'autre bout dans une des deux dernières colonnes"),
                  i);
    else if (!other)
        WRONG_ROW(
            v, row,
            TXT("row %g, which row %d is tied to, does not exist", "la ligne %g, liée à la ligne %d, n'existe pas"),
            TXT("name a row of the file", "nommez une ligne du fichier"), picks ? value[DELIVERY] : value[PICKUP], i);
    else if (other->value[picks ? PICKUP : DELIVERY] != i || other == row)
        WRONG_ROW(
            v, row, TXT("row %g does not name row %d back", "la ligne %g ne nomme pas la ligne %d en retour"),
            TXT("the two ends of a shipment name each other", "les deux bouts d'un envoi se nomment l'un l'autre"),
            picks ? value[DELIVERY] : value[PICKUP], i);
    else if (picks && (value[DEMAND] < 0 || other->value[DEMAND] != -value[DEMAND]))
        WRONG_ROW(v, row,
                  TXT("row %d picks up %g, and its delivery has the demand %g",
                      "la ligne %d prend %g, et sa livraison a la demande %g"),
                  TXT("a pickup has a demand above zero, its delivery the same below",
                      "une prise a une demande positive, sa livraison la même en négatif"),
                  i, value[DEMAND], other->value[DEMAND]);
}

static void check_file(struct lilim *v)
{
    bool sound = true;
    for (int32_t i = 0; i < v->row_count; i++) {
        sound = sound && v->rows[i].sound;
        if (v->rows[i].sound) check_values(v, i);
    }
    for (int32_t i = 0; sound && i < v->row_count; i++) check_tie(v, i);
    if (v->row_count < 3 && sound && v->vehicle_count)
        mlg__find(v->s.found, MLG_BAD_INPUT, mlg__scan_at(&v->s, v->s.line ? v->s.line : 1, 1),
                  TXT("the file lacks a depot or a shipment", "il manque un dépôt ou un envoi"),
                  TXT("see docs/formats/lilim.md for the layout", "voyez docs/formats/lilim.md pour la forme"));
}

/* ---- build ----------------------------------------------------------------------------------------------------- */

static mlg_window window_of(const struct lilim *v, int32_t i)
{
    const double *value = v->rows[i].value;
    return (mlg_window) { mlg__round_value(v->round, value[READY]), mlg__round_value(v->round, value[DUE]) };
}

static mlg_stop stop_of(const struct lilim *v, int32_t i, char id[16], mlg_window *window)
{
    snprintf(id, 16, "%d", i);
    *window = window_of(v, i);
    return (mlg_stop) { .place = i,
                        .service_s = mlg__round_value(v->round, v->rows[i].value[SERVICE]),
                        .windows = window,
                        .window_count = 1,
                        .id = id };
}

/* The file's name without folder and ending. */
static void name_problem(const struct lilim *v, mlg_builder *b)
{
    char name[128];
    const char *slash = strrchr(v->s.name, '/'), *base = slash ? slash + 1 : v->s.name;
    snprintf(name, sizeof name, "%.*s", (int)strcspn(base, "."), base);
    mlg_builder_name(b, name);
}

static mlg_status build(struct lilim *v, mlg_problem **p, mlg_error *err)
{
    mlg_builder *b = mlg_builder_new();
    name_problem(v, b);
    mlg__builder_rounding(b, mlg__round_name(v->round));
    mlg_builder_scale(b, mlg__round_scale(v->round), 1);
    for (int32_t i = 0; i < v->row_count; i++) mlg_builder_place_xy(b, v->rows[i].value[X], v->rows[i].value[Y]);
    mlg_builder_matrix(b, &(mlg_matrix) { .kind = MLG_EUCLID, .round = v->round });
    mlg_builder_vehicle(b, &(mlg_vehicle) {
                               .count = (int32_t)v->vehicle_count,
                               .capacity = { v->capacity },
                               .rates = { .per_m = 1 },
                               .shift = window_of(v, 0),
                               .weight_load = MLG_NONE,
                           });
    for (int32_t i = 1; i < v->row_count; i++) {
        const double *value = v->rows[i].value;
        const int64_t amount[MLG_LOADS_MAX] = { (int64_t)value[DEMAND] };
        char from_id[16], to_id[16];
        mlg_window from_window, to_window;
        if (value[DELIVERY] == 0) continue;
        const mlg_stop from = stop_of(v, i, from_id, &from_window);
        const mlg_stop to = stop_of(v, (int32_t)value[DELIVERY], to_id, &to_window);
        mlg_builder_shipment(b, &from, &to, amount);
    }
    return mlg_builder_finish(b, p, v->s.found, err);
}

static mlg_status read_all(struct lilim *v, mlg_problem **p, mlg_error *err)
{
    read_head(v);
    read_rows(v);
    if (v->no_memory) return mlg__no_memory(err, v->s.name);
    check_file(v);
    MLG_TRY(mlg__first_error(v->s.found, err));
    return build(v, p, err);
}

mlg_status mlg__lilim_read(const char *name, const char *bytes, size_t count, int round, mlg_problem **p,
                           mlg_findings *found, mlg_error *err)
{
    mlg_findings *own = mlg_findings_new(found ? mlg__findings_lang(found) : err ? err->lang : MLG_EN);
    struct lilim v = { .s = mlg__scan(name, bytes, count, own), .round = mlg__round_or(round, MLG_ROUND_NONE) };
    *p = NULL;
    const mlg_status status = own ? read_all(&v, p, err) : mlg__no_memory(err, name);
    mlg__findings_add(found, own);
    mlg_findings_free(own);
    mlg__free(v.rows);
    return status;
}
