/* stops_read.c — see stops_read.h.
 *
 * A figure has a list of names; the first one that the table has is taken. What was taken is told in one note, so
 * that a guess is never silent; columns that nothing reads are told by csv.c. To know another name: a row in
 * `stop_names` or `vehicle_names`. */
#include "io/stops_read.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "io/csv.h"
#include "io/stops_ties.h"

enum stop_field {
    S_LON,
    S_LAT,
    S_ID,
    S_NAME,
    S_KIND,
    S_DEMAND,
    S_PICKUP,
    S_SERVICE_S,
    S_SERVICE_MIN,
    S_OPEN,
    S_CLOSE,
    S_WINDOW,
    S_PRIORITY,
    S_SKILLS,
    S_SETUP_S,
    S_SETUP_MIN,
    S_SERVICE_BY,
    S_LATE_AFTER,
    S_LATE_PRICE,
    S_RELEASE,
    S_TOGETHER,
    S_APART,
    S_VEHICLE,
    S_GROUP,
    S_BACKHAUL,
    STOP_FIELDS
};
enum vehicle_field {
    V_ID,
    V_COUNT,
    V_CAPACITY,
    V_START_LON,
    V_START_LAT,
    V_END_LON,
    V_END_LAT,
    V_OPEN,
    V_CLOSE,
    V_SKILLS,
    V_SPEED,
    V_PROFILE,
    V_FIXED,
    V_PER_HOUR,
    V_PER_KM,
    V_MAX_STOPS,
    V_MAX_KM,
    V_MAX_HOURS,
    V_TYPE,
    VEHICLE_FIELDS
};

struct column_name {
    int field;
    const char *name;
};
static const struct column_name stop_names[] = {
    { S_LON, "lon" },
    { S_LON, "longitude" },
    { S_LON, "lng" },
    { S_LON, "long" },
    { S_LON, "x" },
    { S_LAT, "lat" },
    { S_LAT, "latitude" },
    { S_LAT, "y" },
    { S_ID, "id" },
    { S_ID, "stop" },
    { S_ID, "code" },
    { S_ID, "ref" },
    { S_ID, "reference" },
    { S_ID, "référence" },
    { S_ID, "identifiant" },
    { S_ID, "no" },
    { S_ID, "numero" },
    { S_ID, "numéro" },
    { S_NAME, "name" },
    { S_NAME, "description" },
    { S_NAME, "customer" },
    { S_NAME, "address" },
    { S_NAME, "nom" },
    { S_NAME, "client" },
    { S_NAME, "adresse" },
    { S_NAME, "libelle" },
    { S_NAME, "libellé" },
    { S_KIND, "kind" },
    { S_KIND, "type" },
    { S_DEMAND, "demand" },
    { S_DEMAND, "delivery" },
    { S_DEMAND, "quantity" },
    { S_DEMAND, "weight" },
    { S_DEMAND, "weight_kg" },
    { S_DEMAND, "parcels" },
    { S_DEMAND, "load" },
    { S_DEMAND, "volume" },
    { S_DEMAND, "demande" },
    { S_DEMAND, "livraison" },
    { S_DEMAND, "quantite" },
    { S_DEMAND, "quantité" },
    { S_DEMAND, "poids" },
    { S_DEMAND, "poids_kg" },
    { S_DEMAND, "colis" },
    { S_DEMAND, "charge" },
    { S_PICKUP, "pickup" },
    { S_PICKUP, "collect" },
    { S_PICKUP, "enlevement" },
    { S_PICKUP, "enlèvement" },
    { S_PICKUP, "collecte" },
    { S_PICKUP, "ramasse" },
    { S_SERVICE_S, "service_s" },
    { S_SERVICE_S, "duration_s" },
    { S_SERVICE_S, "duree_s" },
    { S_SERVICE_S, "durée_s" },
    { S_SERVICE_MIN, "service_min" },
    { S_SERVICE_MIN, "service" },
    { S_SERVICE_MIN, "service_time" },
    { S_SERVICE_MIN, "duration" },
    { S_SERVICE_MIN, "duration_min" },
    { S_SERVICE_MIN, "minutes" },
    { S_SERVICE_MIN, "duree" },
    { S_SERVICE_MIN, "durée" },
    { S_SERVICE_MIN, "duree_min" },
    { S_SERVICE_MIN, "durée_min" },
    { S_SERVICE_MIN, "temps" },
    { S_OPEN, "open" },
    { S_OPEN, "start" },
    { S_OPEN, "window_start" },
    { S_OPEN, "tw_start" },
    { S_OPEN, "ready" },
    { S_OPEN, "from" },
    { S_OPEN, "debut" },
    { S_OPEN, "début" },
    { S_OPEN, "heure_debut" },
    { S_OPEN, "heure_début" },
    { S_OPEN, "ouverture" },
    { S_CLOSE, "close" },
    { S_CLOSE, "end" },
    { S_CLOSE, "window_end" },
    { S_CLOSE, "tw_end" },
    { S_CLOSE, "due" },
    { S_CLOSE, "until" },
    { S_CLOSE, "fin" },
    { S_CLOSE, "heure_fin" },
    { S_CLOSE, "fermeture" },
    { S_WINDOW, "window" },
    { S_WINDOW, "windows" },
    { S_WINDOW, "time_window" },
    { S_WINDOW, "time_windows" },
    { S_WINDOW, "creneau" },
    { S_WINDOW, "créneau" },
    { S_WINDOW, "creneaux" },
    { S_WINDOW, "créneaux" },
    { S_WINDOW, "horaires" },
    { S_PRIORITY, "priority" },
    { S_PRIORITY, "priorite" },
    { S_PRIORITY, "priorité" },
    { S_SKILLS, "skills" },
    { S_SKILLS, "skill" },
    { S_SKILLS, "needs" },
    { S_SKILLS, "competences" },
    { S_SKILLS, "compétences" },
    { S_SKILLS, "contraintes" },
    { S_SETUP_S, "setup_s" },
    { S_SETUP_S, "preparation_s" },
    { S_SETUP_S, "préparation_s" },
    { S_SETUP_MIN, "setup_min" },
    { S_SETUP_MIN, "setup" },
    { S_SETUP_MIN, "preparation" },
    { S_SETUP_MIN, "préparation" },
    { S_SETUP_MIN, "preparation_min" },
    { S_SETUP_MIN, "préparation_min" },
    { S_SERVICE_BY, "service_by_type" },
    { S_SERVICE_BY, "service_per_type" },
    { S_SERVICE_BY, "duration_by_type" },
    { S_SERVICE_BY, "duree_par_type" },
    { S_SERVICE_BY, "durée_par_type" },
    { S_LATE_AFTER, "late_after" },
    { S_LATE_AFTER, "promised" },
    { S_LATE_AFTER, "retard_apres" },
    { S_LATE_AFTER, "retard_après" },
    { S_LATE_AFTER, "promis" },
    { S_LATE_AFTER, "heure_promise" },
    { S_LATE_PRICE, "late_per_hour" },
    { S_LATE_PRICE, "lateness_price" },
    { S_LATE_PRICE, "retard_par_heure" },
    { S_LATE_PRICE, "prix_retard" },
    { S_RELEASE, "release" },
    { S_RELEASE, "released" },
    { S_RELEASE, "available" },
    { S_RELEASE, "disponible" },
    { S_RELEASE, "pret_a" },
    { S_RELEASE, "prêt_à" },
    { S_TOGETHER, "together" },
    { S_TOGETHER, "same_vehicle" },
    { S_TOGETHER, "ensemble" },
    { S_TOGETHER, "meme_vehicule" },
    { S_TOGETHER, "même_véhicule" },
    { S_APART, "apart" },
    { S_APART, "separate" },
    { S_APART, "separes" },
    { S_APART, "séparés" },
    { S_APART, "pas_avec" },
    { S_VEHICLE, "vehicle" },
    { S_VEHICLE, "driver" },
    { S_VEHICLE, "vehicule" },
    { S_VEHICLE, "véhicule" },
    { S_VEHICLE, "chauffeur" },
    { S_GROUP, "group" },
    { S_GROUP, "one_of" },
    { S_GROUP, "groupe" },
    { S_GROUP, "un_parmi" },
    { S_BACKHAUL, "backhaul" },
    { S_BACKHAUL, "retour" },
};
static const struct column_name vehicle_names[] = {
    { V_ID, "id" },
    { V_ID, "name" },
    { V_ID, "vehicle" },
    { V_ID, "driver" },
    { V_ID, "nom" },
    { V_ID, "vehicule" },
    { V_ID, "véhicule" },
    { V_ID, "chauffeur" },
    { V_COUNT, "count" },
    { V_COUNT, "nombre" },
    { V_CAPACITY, "capacity" },
    { V_CAPACITY, "capacity_kg" },
    { V_CAPACITY, "capacite" },
    { V_CAPACITY, "capacité" },
    { V_START_LON, "start_lon" },
    { V_START_LON, "lon" },
    { V_START_LON, "depart_lon" },
    { V_START_LAT, "start_lat" },
    { V_START_LAT, "lat" },
    { V_START_LAT, "depart_lat" },
    { V_END_LON, "end_lon" },
    { V_END_LON, "arrivee_lon" },
    { V_END_LAT, "end_lat" },
    { V_END_LAT, "arrivee_lat" },
    { V_OPEN, "open" },
    { V_OPEN, "start" },
    { V_OPEN, "shift_start" },
    { V_OPEN, "debut" },
    { V_OPEN, "début" },
    { V_CLOSE, "close" },
    { V_CLOSE, "end" },
    { V_CLOSE, "shift_end" },
    { V_CLOSE, "fin" },
    { V_SKILLS, "skills" },
    { V_SKILLS, "skill" },
    { V_SKILLS, "competences" },
    { V_SKILLS, "compétences" },
    { V_SPEED, "speed_factor" },
    { V_PROFILE, "profile" },
    { V_PROFILE, "profil" },
    { V_FIXED, "fixed" },
    { V_FIXED, "fixed_cost" },
    { V_FIXED, "cout_fixe" },
    { V_FIXED, "coût_fixe" },
    { V_PER_HOUR, "per_hour" },
    { V_PER_HOUR, "cout_heure" },
    { V_PER_HOUR, "coût_heure" },
    { V_PER_KM, "per_km" },
    { V_PER_KM, "cout_km" },
    { V_PER_KM, "coût_km" },
    { V_MAX_STOPS, "max_stops" },
    { V_MAX_STOPS, "max_tasks" },
    { V_MAX_STOPS, "arrets_max" },
    { V_MAX_STOPS, "arrêts_max" },
    { V_MAX_KM, "max_km" },
    { V_MAX_KM, "km_max" },
    { V_MAX_HOURS, "max_drive_h" },
    { V_MAX_HOURS, "conduite_max_h" },
    { V_TYPE, "type" },
    { V_TYPE, "class" },
    { V_TYPE, "categorie" },
    { V_TYPE, "catégorie" },
    { V_TYPE, "classe" },
};
enum {
    STOP_NAMES = sizeof stop_names / sizeof *stop_names,
    VEHICLE_NAMES = sizeof vehicle_names / sizeof *vehicle_names,
    NAMES_MAX = STOP_NAMES > VEHICLE_NAMES ? STOP_NAMES : VEHICLE_NAMES,
    FIELDS_MAX = 32
};
_Static_assert((int)STOP_FIELDS <= (int)FIELDS_MAX && (int)VEHICLE_FIELDS <= (int)FIELDS_MAX,
               "a column for each field");

struct table {
    struct csv csv;
    struct csv_column columns[NAMES_MAX];
    int32_t at[FIELDS_MAX]; /* [field] column, or MLG_NONE */
};

struct reader {
    struct tasks *t;
    mlg_findings *found;
    const struct stops_fleet *fleet;
    const char **skills; /* words; a skill is the index of its word */
    int32_t skill_count, skill_cap;
    struct tied_rows together, apart, vehicles, groups;
};

#define FIND(table, row, field, ...)                                                                                   \
    mlg__find((table)->csv.found, MLG_BAD_INPUT, mlg__csv_where(&(table)->csv, (row), (table)->at[field]).text,        \
              __VA_ARGS__)

/* ---- columns --------------------------------------------------------------------------------------------------- */

static void note_columns(const struct table *k, struct text *told, mlg_findings *found)
{
    mlg__note(found, k->csv.file, TXT("columns read: %.200s", "colonnes lues : %.200s"),
              TXT("see docs/formats/stops.md for the names that are known",
                  "voyez docs/formats/stops.md pour les noms connus"),
              told->data ? told->data : "");
    text_free(told);
}

/* "id = \"code\", service_min = \"durée\"…": only names that differ from the plain one, which is the first of its
 * field. A note holds some ten of them. */
static void tell_columns(const struct table *k, const struct column_name *names, int32_t name_count, int32_t fields,
                         mlg_findings *found)
{
    enum { NOTE_BYTES = 200, COLUMN_BYTES = 50 };
    struct text told = { 0 };
    for (int32_t f = 0; f < fields; f++) {
        int32_t plain = 0;
        while (plain < name_count && names[plain].field != f) plain++;
        if (k->at[f] == MLG_NONE) continue;
        if (told.length > NOTE_BYTES - COLUMN_BYTES) note_columns(k, &told, found);
        text_add(&told, told.length ? ", " : "");
        text_add(&told, names[plain].name);
        if (k->at[f] != plain) text_printf(&told, " = \"%s\"", mlg__csv_column_name(&k->csv, k->at[f]));
    }
    note_columns(k, &told, found);
}

static mlg_status open_table(struct table *k, const struct stops_file *f, const struct column_name *names,
                             int32_t name_count, int32_t fields, mlg_findings *found, mlg_error *err)
{
    for (int32_t i = 0; i < name_count; i++) k->columns[i] = (struct csv_column) { names[i].name, CSV_OPTIONAL };
    MLG_TRY(mlg__csv_read(&k->csv, f->name, f->bytes, f->size, k->columns, name_count, found, err));
    for (int32_t i = 0; i < fields; i++) k->at[i] = MLG_NONE;
    for (int32_t i = name_count - 1; i >= 0; i--)
        if (mlg__csv_has_column(&k->csv, i)) k->at[names[i].field] = i;
    tell_columns(k, names, name_count, fields, found);
    return MLG_OK;
}

static const char *cell(const struct table *k, int32_t row, int field)
{
    return k->at[field] == MLG_NONE ? "" : mlg__csv_text(&k->csv, row, k->at[field]);
}
static bool has(const struct table *k, int32_t row, int field)
{
    return k->at[field] != MLG_NONE && mlg__csv_has(&k->csv, row, k->at[field]);
}

static double real(const struct table *k, int32_t row, int field, double low, double high, double fallback)
{
    return k->at[field] == MLG_NONE ? fallback : mlg__csv_double(&k->csv, row, k->at[field], low, high, fallback);
}

static int64_t whole(const struct table *k, int32_t row, int field, int64_t high, int64_t fallback)
{
    return k->at[field] == MLG_NONE ? fallback : mlg__csv_int(&k->csv, row, k->at[field], 0, high, fallback);
}

/* ---- times ----------------------------------------------------------------------------------------------------- */

static bool digit(char c) { return c >= '0' && c <= '9'; }

/* 8:30, 08:30:00, 8h30, 8h, 8.5 (hours, up to 48), 30600 (seconds). The end of what was read, or NULL. */
static const char *time_of(const char *s, int64_t *seconds)
{
    int64_t parts[3] = { 0, 0, 0 };
    int count = 0;
    bool colon = false;
    const char *from = s;
    while (count < 3 && digit(*s)) {
        int digits = 0;
        for (; digit(*s) && digits < 10; s++, digits++) parts[count] = 10 * parts[count] + (*s - '0');
        count++;
        if (*s != ':' && *s != 'h' && *s != 'H') break;
        colon = true;
        s++;
    }
    if (!count) return NULL;
    if (colon) {
        if (parts[0] > 48 || parts[1] > 59 || parts[2] > 59) return NULL;
        return *seconds = parts[0] * 3600 + parts[1] * 60 + parts[2], s;
    }
    if ((*s == '.' || *s == ',') && digit(s[1])) {
        double hours;
        for (s++; digit(*s);) s++;
        if (!mlg__parse_double(from, (size_t)(s - from), true, &hours) || hours > 48) return NULL;
        return *seconds = (int64_t)(hours * 3600 + 0.5), s;
    }
    *seconds = parts[0] <= 48 ? parts[0] * 3600 : parts[0];
    return s;
}

static const char *skip_blank(const char *s)
{
    while (*s == ' ') s++;
    return s;
}

static int64_t time_cell(const struct table *k, int32_t row, int field, int64_t fallback)
{
    int64_t seconds = fallback;
    if (!has(k, row, field)) return fallback;
    const char *words = cell(k, row, field), *end = time_of(skip_blank(words), &seconds);
    if (end && !*skip_blank(end)) return seconds;
    FIND(k, row, field, TXT("\"%.40s\" is not a time", "« %.40s » n'est pas une heure"),
         TXT("write 8:30, 8h30, hours (8.5) or seconds (30600)",
             "écrivez 8:30, 8h30, des heures (8,5) ou des secondes (30600)"),
         words);
    return fallback;
}

/* "08:00-12:00", several between ; | or /. */
static bool window_words(const char *s, struct task_window *list, int32_t *count, int32_t most)
{
    for (;;) {
        struct task_window w;
        const char *end = time_of(skip_blank(s), &w.open_s);
        if (!end || *count == most) return false;
        end = skip_blank(end);
        if (!strncmp(end, "\xE2\x80\x93", 3)) end += 3; /* an en dash */
        else if (*end == '-' || *end == '>') end++;
        else return false;
        end = time_of(skip_blank(end), &w.close_s);
        if (!end || w.close_s < w.open_s || (*count && w.open_s <= list[*count - 1].close_s)) return false;
        list[(*count)++] = w;
        end = skip_blank(end);
        if (!*end) return true;
        if (*end != ';' && *end != '|' && *end != '/' && *end != ',') return false;
        s = end + 1;
    }
}

static struct task_windows windows_of(struct reader *r, const struct table *k, int32_t row, int window, int open,
                                      int close)
{
    enum { WINDOWS_MAX = 8 };
    struct task_window list[WINDOWS_MAX];
    struct task_windows w = { NULL, 0 };
    if (window != MLG_NONE && has(k, row, window)) {
        if (!window_words(cell(k, row, window), list, &w.count, WINDOWS_MAX)) {
            FIND(k, row, window, TXT("\"%.60s\" is no list of windows", "« %.60s » n'est pas une liste de créneaux"),
                 TXT("write 08:00-12:00, several in order with ; between",
                     "écrivez 08:00-12:00, plusieurs dans l'ordre séparés par ;"),
                 cell(k, row, window));
            w.count = 0;
        }
    } else if (has(k, row, open) || has(k, row, close)) {
        list[0] = (struct task_window) { time_cell(k, row, open, 0), time_cell(k, row, close, 48 * 3600) };
        if (list[0].close_s < list[0].open_s)
            FIND(k, row, has(k, row, close) ? close : open,
                 TXT("the window closes before it opens", "le créneau ferme avant d'ouvrir"),
                 TXT("after midnight write 25:00", "après minuit écrivez 25:00"));
        w.count = 1;
    }
    if (!w.count) return w;
    struct task_window *to = arena_array(&r->t->arena, struct task_window, w.count);
    if (to) memcpy(to, list, (size_t)w.count * sizeof *to);
    w.of = to;
    r->t->timed = true;
    return w;
}

/* ---- words, loads ---------------------------------------------------------------------------------------------- */

static int32_t skill_of(struct reader *r, const char *word, size_t length)
{
    for (int32_t i = 0; i < r->skill_count; i++)
        if (strlen(r->skills[i]) == length && !memcmp(r->skills[i], word, length)) return i;
    const char **grown = mlg__grow((void *)r->skills, &r->skill_cap, r->skill_count + 1, sizeof *grown);
    char *copy = mlg__arena_bytes(&r->t->arena, length + 1, 1, 1);
    if (grown) r->skills = grown;
    if (!grown || !copy) return r->t->arena.failed = true, 0;
    memcpy(copy, word, length);
    r->skills[r->skill_count] = copy;
    return r->skill_count++;
}

/* "fridge;tail-lift": words between ; | or commas. */
static const int32_t *skills_of(struct reader *r, const char *s, int32_t *count)
{
    int32_t *list = arena_array(&r->t->arena, int32_t, strlen(s) / 2 + 1);
    *count = 0;
    for (struct piece p = mlg__piece(s); list && p.length; p = mlg__piece(p.rest))
        list[(*count)++] = skill_of(r, p.word, p.length);
    return list;
}

/* Decimals of loads: none, or three for the whole day where a load has any. What is no number is told by load_of(). */
static bool has_fraction(const struct table *k, int field)
{
    for (int32_t i = 0; k->at[field] != MLG_NONE && i < k->csv.row_count; i++) {
        const char *words = cell(k, i, field);
        double v;
        if (mlg__parse_double(words, strlen(words), true, &v) && v != floor(v)) return true;
    }
    return false;
}

static int64_t load_of(const struct reader *r, const struct table *k, int32_t row, int field)
{
    enum { LOAD_MAX = 1000000000 };
    const int64_t most = (int64_t)LOAD_MAX * (r->t->load_decimals ? MLG_MILLI : 1);
    return k->at[field] == MLG_NONE ? 0 : mlg__csv_fixed(&k->csv, row, k->at[field], r->t->load_decimals, 0, most, 0);
}

/* ---- stops ----------------------------------------------------------------------------------------------------- */

static bool is_depot(const struct table *k, int32_t row)
{
    static const char *const words[] = { "depot", "dépôt", "entrepot", "entrepôt", "warehouse", "base" };
    for (int side = 0; side < 2; side++) {
        const char *s = cell(k, row, side ? S_ID : S_KIND);
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            if (mlg__csv_same_name(s, strlen(s), words[i])) return true;
    }
    return false;
}

/* Beyond a pole: told here, as it is mostly a longitude. */
static double latitude(const struct table *k, int32_t row, int lat, double lon_deg)
{
    const double lat_deg = real(k, row, lat, -180, 180, NAN);
    if (!(fabs(lat_deg) > 90)) return lat_deg;
    FIND(k, row, lat, TXT("latitude %g lies beyond 90 degrees", "la latitude %g dépasse 90 degrés"),
         fabs(lon_deg) <= 90
             ? TXT("latitude and longitude are probably exchanged", "latitude et longitude sont sans doute échangées")
             : TXT("write degrees, north positive", "écrivez des degrés, le nord positif"),
         lat_deg);
    return NAN;
}

static bool point_of(struct reader *r, const struct table *k, int32_t row, int lon, int lat, struct task_place *at)
{
    const double lon_deg = real(k, row, lon, -180, 180, NAN);
    const int32_t column = k->at[k->at[lat] == MLG_NONE ? lon : lat]; /* one of them is there */
    *at = (struct task_place) { .index = MLG_NONE,
                                .place = MLG_NONE,
                                .lon_deg = lon_deg,
                                .lat_deg = latitude(k, row, lat, lon_deg),
                                .told_at = mlg__arena_text(&r->t->arena, mlg__csv_where(&k->csv, row, column).text) };
    return at->has_point = !isnan(at->lon_deg) && !isnan(at->lat_deg);
}

/* -1: it is no whole number. */
static int64_t whole_id(const char *words)
{
    int64_t value;
    return mlg__parse_int(words, strlen(words), &value) && value >= 0 ? value : -1;
}

/* A whole number as an id keeps it; any other id becomes the number of its row (but see number_apart()), and its text
 * the description. */
static void take_id(struct reader *r, const struct table *k, int32_t row, struct task *task)
{
    const char *id = cell(k, row, S_ID), *name = cell(k, row, S_NAME);
    char number[16];
    snprintf(number, sizeof number, "%d", row + 1);
    task->name = mlg__arena_text(&r->t->arena, id[0] ? id : name[0] ? name : number);
    task->description = mlg__arena_text(&r->t->arena, name[0] ? name : id);
    task->id = (uint64_t)(whole_id(id) < 0 ? row + 1 : whole_id(id));
}

/* Seconds from a column of them, or of minutes. */
static int64_t seconds_of(const struct table *k, int32_t row, int in_s, int in_min, int64_t fallback)
{
    if (k->at[in_s] != MLG_NONE) return whole(k, row, in_s, UINT32_MAX, fallback);
    return has(k, row, in_min) ? (int64_t)(real(k, row, in_min, 0, 1e6, 0) * 60 + 0.5) : fallback;
}

/* "truck=12; bike=4,5": minutes by type of vehicle. */
static void read_by_type(struct reader *r, const struct table *k, int32_t row, struct work_seconds *w)
{
    enum { TYPES_MAX = 16 };
    struct type_seconds list[TYPES_MAX];
    int32_t count = 0;
    bool sound = true;
    for (const char *s = skip_blank(cell(k, row, S_SERVICE_BY)); *s && sound; s = skip_blank(s)) {
        const size_t name = strcspn(s, "=:;|");
        const char *value = s[name] == '=' || s[name] == ':' ? skip_blank(s + name + 1) : NULL;
        size_t used = name, digits = value ? strcspn(value, " ;|") : 0;
        double minutes = 0;
        while (used && s[used - 1] == ' ') used--;
        sound = value && used && count < TYPES_MAX && mlg__parse_double(value, digits, true, &minutes) &&
                minutes >= 0 && minutes <= 1e6;
        if (!sound) break;
        char *type = mlg__arena_bytes(&r->t->arena, used + 1, 1, 1);
        if (!type) return;
        memcpy(type, s, used);
        list[count++] = (struct type_seconds) { type, (int64_t)(minutes * 60 + 0.5) };
        s = skip_blank(value + digits);
        sound = !*s || *s == ';' || *s == '|';
        s += *s != 0;
    }
    if (!sound)
        FIND(k, row, S_SERVICE_BY,
             TXT("\"%.60s\" is no list of minutes by type", "« %.60s » n'est pas une liste de minutes par type"),
             TXT("write truck=12; bike=4", "écrivez camion=12; vélo=4"), cell(k, row, S_SERVICE_BY));
    struct type_seconds *to = arena_array(&r->t->arena, struct type_seconds, count);
    if (to && count) memcpy(to, list, (size_t)count * sizeof *to);
    w->by_type = to, w->type_count = to ? count : 0;
}

/* Being late has a time and a price. */
static void read_late(struct reader *r, const struct table *k, int32_t row, struct task *task)
{
    const bool timed = has(k, row, S_LATE_AFTER), priced = has(k, row, S_LATE_PRICE);
    const int64_t due_s = time_cell(k, row, S_LATE_AFTER, 0), price = whole(k, row, S_LATE_PRICE, UINT32_MAX, 0);
    if (timed != priced)
        FIND(k, row, timed ? S_LATE_AFTER : S_LATE_PRICE,
             TXT("lateness has a time and a price", "un retard a une heure et un prix"),
             TXT("fill late_after and late_per_hour, or neither", "remplissez retard_après et prix_retard, ou aucun"));
    if (!timed || !priced) return;
    task->due_s = due_s, task->late_per_hour = price;
    r->t->has_prices |= price > 0;
    r->t->timed = true;
}

/* Words that tie the row to others: the whole cell, or each of its words. */
static void read_tie(struct reader *r, const struct table *k, int32_t row, int field, bool whole_cell,
                     struct tied_rows *to)
{
    if (!has(k, row, field)) return;
    const char *words = cell(k, row, field);
    const struct csv_where where = mlg__csv_where(&k->csv, row, k->at[field]);
    const int32_t task = r->t->task_count; /* the one that is being read */
    if (whole_cell) mlg__tied_add(to, r->t, words, strlen(words), where.text, task);
    for (struct piece p = mlg__piece(words); !whole_cell && p.length; p = mlg__piece(p.rest))
        mlg__tied_add(to, r->t, p.word, p.length, where.text, task);
}

static void read_rules(struct reader *r, const struct table *k, int32_t row, struct task *task)
{
    read_late(r, k, row, task);
    read_by_type(r, k, row, &task->service);
    task->release_s = time_cell(k, row, S_RELEASE, 0);
    r->t->timed |= task->release_s > 0;
    task->backhaul = has(k, row, S_BACKHAUL) && mlg__csv_bool(&k->csv, row, k->at[S_BACKHAUL], false);
    read_tie(r, k, row, S_TOGETHER, true, &r->together);
    read_tie(r, k, row, S_APART, false, &r->apart);
    read_tie(r, k, row, S_VEHICLE, true, &r->vehicles);
    read_tie(r, k, row, S_GROUP, true, &r->groups);
}

static void read_stop(struct reader *r, const struct table *k, int32_t row, struct task *task)
{
    *task = (struct task) { .kind = TASK_JOB, .row = row, .mate = MLG_NONE };
    take_id(r, k, row, task);
    if (!point_of(r, k, row, S_LON, S_LAT, &task->at) && (!has(k, row, S_LON) || !has(k, row, S_LAT)))
        FIND(k, row, has(k, row, S_LON) ? S_LAT : S_LON,
             TXT("\"%.60s\" has no coordinates", "« %.60s » n'a pas de coordonnées"),
             TXT("fill lon and lat, or drop the row", "remplissez lon et lat, ou retirez la ligne"),
             task->name ? task->name : "");
    task->delivery[0] = load_of(r, k, row, S_DEMAND);
    task->pickup[0] = load_of(r, k, row, S_PICKUP);
    task->setup.seconds = seconds_of(k, row, S_SETUP_S, S_SETUP_MIN, 0);
    task->service.seconds = seconds_of(k, row, S_SERVICE_S, S_SERVICE_MIN, r->fleet->service_s);
    task->windows = windows_of(r, k, row, S_WINDOW, S_OPEN, S_CLOSE);
    task->priority = (int32_t)whole(k, row, S_PRIORITY, 100, 0);
    task->skills = skills_of(r, cell(k, row, S_SKILLS), &task->skill_count);
    read_rules(r, k, row, task);
}

/* ---- ids ---- */

struct id_row {
    const char *words;
    int64_t value; /* of a whole number; -1: none */
    int32_t row;
};

static int by_value(const void *a, const void *b)
{
    const struct id_row *x = a, *y = b;
    return (x->value > y->value) - (x->value < y->value);
}

static int by_id(const void *a, const void *b)
{
    const struct id_row *x = a, *y = b;
    const int order = by_value(a, b) ? by_value(a, b) : x->value < 0 ? strcmp(x->words, y->words) : 0;
    return order ? order : (x->row > y->row) - (x->row < y->row);
}

/* The ids of the stops, in order. NULL without memory. */
static struct id_row *sorted_ids(const struct table *k, int32_t *count)
{
    struct id_row *ids = mlg__malloc((size_t)k->csv.row_count * sizeof *ids);
    *count = 0;
    for (int32_t i = 0; ids && i < k->csv.row_count; i++) {
        const char *words = cell(k, i, S_ID);
        if (words[0] && !is_depot(k, i)) ids[(*count)++] = (struct id_row) { words, whole_id(words), i };
    }
    if (*count) qsort(ids, (size_t)*count, sizeof *ids, by_id);
    return ids;
}

/* Two stops of one id cannot be told apart in an answer, and are mostly one row pasted twice. */
static void find_twice(const struct table *k, const struct id_row *ids, int32_t count)
{
    for (int32_t i = 1, first = 0; i < count; i++) {
        const bool same =
            ids[i].value == ids[first].value && (ids[i].value >= 0 || !strcmp(ids[i].words, ids[first].words));
        if (!same) first = i;
        else
            FIND(k, ids[i].row, S_ID,
                 TXT("id \"%.60s\" stands already at %s", "l'identifiant « %.60s » figure déjà en %s"),
                 TXT("give each stop its own id, or drop the row",
                     "donnez à chaque arrêt son identifiant, ou retirez la ligne"),
                 ids[i].words, mlg__csv_where(&k->csv, ids[first].row, k->at[S_ID]).text);
    }
}

/* Where the number of a row is the id of another stop, rows without a number of their own count on from the largest. */
static void number_apart(struct tasks *t, const struct table *k, const struct id_row *ids, int32_t count)
{
    const uint64_t largest = count && ids[count - 1].value > 0 ? (uint64_t)ids[count - 1].value : 0;
    bool taken = false;
    for (int32_t i = 0; i < t->task_count && !taken; i++) {
        const struct id_row number = { .value = t->tasks[i].row + 1 };
        taken = count && whole_id(cell(k, t->tasks[i].row, S_ID)) < 0 &&
                bsearch(&number, ids, (size_t)count, sizeof *ids, by_value);
    }
    for (int32_t i = 0; taken && i < t->task_count; i++)
        if (whole_id(cell(k, t->tasks[i].row, S_ID)) < 0) t->tasks[i].id += largest;
}

static mlg_status settle_ids(struct reader *r, const struct table *k, mlg_error *err)
{
    int32_t count;
    struct id_row *ids = sorted_ids(k, &count);
    if (!ids) return mlg__no_memory(err, k->csv.file);
    find_twice(k, ids, count);
    number_apart(r->t, k, ids, count);
    mlg__free(ids);
    return MLG_OK;
}

static mlg_status read_stops(struct reader *r, const struct table *k, struct task_place *depot, mlg_error *err)
{
    struct tasks *t = r->t;
    t->tasks = mlg__malloc((size_t)k->csv.row_count * sizeof *t->tasks);
    if (!t->tasks) return mlg__no_memory(err, k->csv.file);
    for (int side = 0; side < 2; side++)
        if (k->at[side ? S_LAT : S_LON] == MLG_NONE)
            mlg__find(r->found, MLG_BAD_INPUT, k->csv.file,
                      TXT("there is no column of %s", "il n'y a pas de colonne de %s"),
                      TXT("name two columns lon and lat, in degrees", "nommez deux colonnes lon et lat, en degrés"),
                      side ? "latitude" : "longitude");
    if (k->at[S_LON] == MLG_NONE || k->at[S_LAT] == MLG_NONE) return MLG_BAD_INPUT;
    for (int32_t i = 0; i < k->csv.row_count; i++) {
        if (!is_depot(k, i)) {
            read_stop(r, k, i, &t->tasks[t->task_count]);
            t->task_count++;
            continue;
        }
        if (depot->has_point)
            FIND(k, i, S_LON, TXT("a second depot", "un second dépôt"),
                 TXT("give several depots in a table of vehicles",
                     "donnez plusieurs dépôts dans une table de véhicules"));
        else point_of(r, k, i, S_LON, S_LAT, depot);
    }
    t->job_count = t->task_count;
    MLG_TRY(settle_ids(r, k, err));
    if (!t->task_count)
        mlg__find(r->found, MLG_BAD_INPUT, k->csv.file, TXT("there is no stop", "il n'y a aucun arrêt"),
                  TXT("one row is one stop", "une ligne est un arrêt"));
    return MLG_OK;
}

/* ---- vehicles -------------------------------------------------------------------------------------------------- */

static void number_vehicle(struct reader *r, struct task_vehicle *v, int32_t i, const char *name, int32_t copy)
{
    char words[96];
    v->id = (uint64_t)i + 1;
    if (!name[0]) snprintf(words, sizeof words, "%d", i + 1);
    else if (copy < 0) snprintf(words, sizeof words, "%.80s", name);
    else snprintf(words, sizeof words, "%.80s-%d", name, copy + 1);
    v->name = mlg__arena_text(&r->t->arena, words);
    v->description = name[0] ? v->name : "";
}

/* No limit is one that everything together fits in. */
static int64_t all_loads(const struct tasks *t)
{
    int64_t sum = 0;
    for (int32_t i = 0; i < t->task_count; i++) sum += t->tasks[i].delivery[0] + t->tasks[i].pickup[0];
    return min64(sum, MLG_LOAD_MAX);
}

/* What the flags say of a vehicle: of all, or of those whose row does not. */
static int64_t fleet_capacity(const struct reader *r)
{
    return r->fleet->capacity ? r->fleet->capacity * (r->t->load_decimals ? MLG_MILLI : 1) : all_loads(r->t);
}

static void fleet_shift(struct reader *r, struct task_vehicle *v)
{
    const struct stops_fleet *f = r->fleet;
    v->has_window = f->open_s || f->close_s;
    v->window = (struct task_window) { f->open_s, f->close_s ? f->close_s : 48 * 3600 };
    r->t->timed |= v->has_window;
}

/* Equal vehicles can do all that any stop asks for. */
static const int32_t *all_skills(struct reader *r)
{
    int32_t *list = arena_array(&r->t->arena, int32_t, r->skill_count);
    for (int32_t i = 0; list && i < r->skill_count; i++) list[i] = i;
    return list;
}

static void default_fleet(struct reader *r, const struct task_place *depot)
{
    struct tasks *t = r->t;
    const struct stops_fleet *f = r->fleet;
    t->vehicle_count = f->count ? f->count : t->task_count;
    t->vehicles = arena_array(&t->arena, struct task_vehicle, t->vehicle_count);
    const int32_t *skills = all_skills(r);
    for (int32_t i = 0; t->vehicles && i < t->vehicle_count; i++) {
        struct task_vehicle *v = &t->vehicles[i];
        *v = mlg__tasks_plain_vehicle();
        number_vehicle(r, v, i, "", -1);
        v->has_start = v->has_end = true;
        v->start = v->end = *depot;
        v->capacity[0] = fleet_capacity(r);
        fleet_shift(r, v);
        if (f->max_stops) v->max_tasks = f->max_stops;
        v->skills = skills, v->skill_count = r->skill_count;
    }
    if (!depot->has_point)
        mlg__find(r->found, MLG_BAD_INPUT, t->file,
                  TXT("it is not known where the vehicles start", "on ne sait pas d'où partent les véhicules"),
                  TXT("give --depot LAT,LON, a row whose type is depot, or a table of vehicles",
                      "donnez --depot LAT,LON, une ligne de type depot, ou une table de véhicules"));
    else
        mlg__note(r->found, t->file,
                  f->count ? TXT("the fleet: %d equal vehicles from the depot and back",
                                 "la flotte : %d véhicules égaux, du dépôt au dépôt")
                           : TXT("the fleet: as many equal vehicles as needed (up to %d), from the depot and back",
                                 "la flotte : autant de véhicules égaux qu'il en faut (jusqu'à %d), du dépôt au dépôt"),
                  TXT("--fleet N, --capacity N, --shift 8:00-18:00, or a table of vehicles (--vehicles)",
                      "--fleet N, --capacity N, --shift 8:00-18:00, ou une table de véhicules (--vehicles)"),
                  t->vehicle_count);
}

static void read_vehicle(struct reader *r, const struct table *k, int32_t row, const struct task_place *depot,
                         struct task_vehicle *v)
{
    const double km = real(k, row, V_MAX_KM, 0, 1e6, -1), hours = real(k, row, V_MAX_HOURS, 0, 1e4, -1);
    *v = mlg__tasks_plain_vehicle();
    const bool starts = k->at[V_START_LON] != MLG_NONE && has(k, row, V_START_LON),
               ends = k->at[V_END_LON] != MLG_NONE && has(k, row, V_END_LON);
    v->start = v->end = *depot;
    if (starts) point_of(r, k, row, V_START_LON, V_START_LAT, &v->start), v->end = v->start;
    if (ends) point_of(r, k, row, V_END_LON, V_END_LAT, &v->end);
    v->has_start = v->has_end = true;
    if (!v->start.has_point)
        mlg__find(r->found, MLG_BAD_INPUT, mlg__csv_where(&k->csv, row, 0).text,
                  TXT("it is not known where this vehicle starts", "on ne sait pas d'où part ce véhicule"),
                  TXT("give start_lon and start_lat, or a depot", "donnez start_lon et start_lat, ou un dépôt"));
    v->capacity[0] = has(k, row, V_CAPACITY) ? load_of(r, k, row, V_CAPACITY) : fleet_capacity(r);
    const struct task_windows w = windows_of(r, k, row, MLG_NONE, V_OPEN, V_CLOSE);
    if (w.of) v->has_window = true, v->window = w.of[0];
    else fleet_shift(r, v);
    v->skills = skills_of(r, cell(k, row, V_SKILLS), &v->skill_count);
    v->speed_factor = real(k, row, V_SPEED, 0.01, 5, 1);
    v->profile_given = has(k, row, V_PROFILE);
    if (v->profile_given) v->profile = mlg__arena_text(&r->t->arena, cell(k, row, V_PROFILE));
    v->fixed = whole(k, row, V_FIXED, UINT32_MAX, 0);
    v->per_hour = whole(k, row, V_PER_HOUR, UINT32_MAX, 3600);
    v->per_km = whole(k, row, V_PER_KM, UINT32_MAX, 0);
    v->max_tasks = whole(k, row, V_MAX_STOPS, INT32_MAX, r->fleet->max_stops ? r->fleet->max_stops : MLG_NONE);
    if (km >= 0) v->max_distance_m = (int64_t)(km * 1000 + 0.5);
    if (has(k, row, V_TYPE)) v->type = mlg__arena_text(&r->t->arena, cell(k, row, V_TYPE));
    if (hours >= 0) v->max_drive_s = (int64_t)(hours * 3600 + 0.5);
}

static bool every_row_has(const struct table *k, int field, int or_field)
{
    for (int32_t i = 0; i < k->csv.row_count; i++)
        if (!has(k, i, field) && !has(k, i, or_field)) return false;
    return true;
}

/* The table goes first: a flag holds where a row does not say. */
static void compare_flags(struct reader *r, const struct table *k)
{
    const struct stops_fleet *f = r->fleet;
    const struct {
        const char *flag;
        bool given;
        int field, or_field;
    } flags[] = {
        { "--capacity", f->capacity != 0, V_CAPACITY, V_CAPACITY },
        { "--shift", f->open_s || f->close_s, V_OPEN, V_CLOSE },
        { "--max-stops", f->max_stops != 0, V_MAX_STOPS, V_MAX_STOPS },
        { "--depot", f->has_depot, V_START_LON, V_START_LON },
    };
    if (f->count)
        mlg__find(r->found, MLG_BAD_INPUT, "--fleet",
                  TXT("%s says already how many vehicles there are", "%s dit déjà combien il y a de véhicules"),
                  TXT("drop --fleet, or fill the column count of the table",
                      "retirez --fleet, ou remplissez la colonne nombre de la table"),
                  k->csv.file);
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        if (flags[i].given && every_row_has(k, flags[i].field, flags[i].or_field))
            mlg__warn(r->found, flags[i].flag,
                      TXT("without effect: every row of %s says it itself",
                          "sans effet : chaque ligne de %s le dit elle-même"),
                      TXT("the flag holds for rows whose cell is empty",
                          "l'option vaut pour les lignes dont la case est vide"),
                      k->csv.file);
}

static mlg_status read_vehicles(struct reader *r, const struct table *k, const struct task_place *depot, mlg_error *err)
{
    enum { VEHICLES_MAX = 100000 };
    struct tasks *t = r->t;
    int64_t count = 0;
    int32_t *copies = arena_array(&t->arena, int32_t, k->csv.row_count);
    compare_flags(r, k);
    if (!copies) return mlg__no_memory(err, k->csv.file);
    for (int32_t i = 0; i < k->csv.row_count; i++) count += copies[i] = (int32_t)whole(k, i, V_COUNT, VEHICLES_MAX, 1);
    if (count == 0 || count > VEHICLES_MAX)
        mlg__find(r->found, MLG_BAD_INPUT, k->csv.file,
                  TXT("%lld vehicles; from 1 to %d are allowed", "%lld véhicules ; de 1 à %d sont permis"), NO_HINT,
                  (long long)count, VEHICLES_MAX);
    if (count == 0 || count > VEHICLES_MAX) return MLG_OK;
    t->vehicles = arena_array(&t->arena, struct task_vehicle, count);
    if (!t->vehicles) return mlg__no_memory(err, k->csv.file);
    for (int32_t i = 0; i < k->csv.row_count; i++) {
        struct task_vehicle v;
        read_vehicle(r, k, i, depot, &v);
        for (int32_t c = 0; c < copies[i]; c++) {
            t->vehicles[t->vehicle_count] = v;
            number_vehicle(r, &t->vehicles[t->vehicle_count], t->vehicle_count, cell(k, i, V_ID),
                           copies[i] > 1 ? c : -1);
            t->vehicle_count++;
        }
    }
    return MLG_OK;
}

/* ---- ties ------------------------------------------------------------------------------------------------------ */

static bool has_type(const struct tasks *t, const char *type)
{
    for (int32_t i = 0; i < t->vehicle_count; i++)
        if (t->vehicles[i].type && !strcmp(t->vehicles[i].type, type)) return true;
    return false;
}

/* A type that no vehicle has is mostly a misspelt one. */
static void check_types(const struct reader *r, const struct table *k)
{
    const struct tasks *t = r->t;
    for (int32_t i = 0; i < t->task_count; i++)
        for (int32_t n = 0; n < t->tasks[i].service.type_count; n++)
            if (!has_type(t, t->tasks[i].service.by_type[n].type))
                FIND(k, t->tasks[i].row, S_SERVICE_BY,
                     TXT("no vehicle is of type \"%.60s\"", "aucun véhicule n'est de type « %.60s »"),
                     TXT("name the types in a column type of the table of vehicles",
                         "donnez les types dans une colonne type de la table de véhicules"),
                     t->tasks[i].service.by_type[n].type);
}

static void settle_ties(struct reader *r, const struct table *k)
{
    struct tasks *t = r->t;
    mlg__tied_relations(&r->together, false, t, r->found);
    mlg__tied_relations(&r->apart, true, t, r->found);
    mlg__tied_groups(&r->groups, t);
    if (!t->vehicle_count) return; /* told */
    mlg__tied_vehicles(&r->vehicles, r->skill_count, t, r->found);
    check_types(r, k);
}

/* ---- the whole ------------------------------------------------------------------------------------------------- */

static mlg_status read_all(struct reader *r, struct table *stops, struct table *vehicles,
                           const struct stops_file *stops_file, const struct stops_file *vehicles_file,
                           const struct tasks_ask *ask, mlg_error *err)
{
    struct tasks *t = r->t;
    struct task_place depot = { .index = MLG_NONE,
                                .place = MLG_NONE,
                                .told_at = "--depot",
                                .has_point = r->fleet->has_depot,
                                .lon_deg = r->fleet->lon_deg,
                                .lat_deg = r->fleet->lat_deg };
    MLG_TRY(open_table(stops, stops_file, stop_names, STOP_NAMES, STOP_FIELDS, r->found, err));
    if (vehicles_file)
        MLG_TRY(open_table(vehicles, vehicles_file, vehicle_names, VEHICLE_NAMES, VEHICLE_FIELDS, r->found, err));
    if (has_fraction(stops, S_DEMAND) || has_fraction(stops, S_PICKUP) ||
        (vehicles_file && has_fraction(vehicles, V_CAPACITY))) {
        r->t->load_decimals = 3;
        mlg__note(r->found, t->file, TXT("loads are counted in thousandths", "les charges sont comptées en millièmes"),
                  TXT("some of them have decimals", "certaines ont des décimales"));
    }
    t->dims = stops->at[S_DEMAND] != MLG_NONE || stops->at[S_PICKUP] != MLG_NONE ? 1 : 0;
    MLG_TRY(read_stops(r, stops, &depot, err));
    if (vehicles_file) MLG_TRY(read_vehicles(r, vehicles, &depot, err));
    else if (t->task_count) default_fleet(r, &depot);
    settle_ties(r, stops);
    if (t->arena.failed) return mlg__no_memory(err, t->file);
    if (mlg_findings_count(r->found, false)) return MLG_OK;
    return mlg__tasks_settle(t, ask, r->found, err);
}

mlg_status mlg__stops_read(const struct stops_file *stops, const struct stops_file *vehicles,
                           const struct stops_fleet *fleet, const struct tasks_ask *ask, struct tasks *t,
                           mlg_findings *found, mlg_error *err)
{
    struct table *tables = mlg__malloc(2 * sizeof *tables);
    mlg_findings *own = mlg_findings_new(mlg__findings_lang(found));
    *t = (struct tasks) { .file = stops->name };
    struct reader r = { .t = t, .found = own, .fleet = fleet };
    mlg_status status = tables && own ? read_all(&r, &tables[0], &tables[1], stops, vehicles, ask, err)
                                      : mlg__no_memory(err, stops->name);
    if (!status && mlg_findings_count(own, false)) status = MLG_BAD_INPUT;
    if (status == MLG_BAD_INPUT) mlg__first_error(own, err);
    mlg__findings_add(found, own);
    mlg_findings_free(own);
    if (tables) mlg__csv_free(&tables[0].csv), mlg__csv_free(&tables[1].csv);
    mlg__free(tables);
    mlg__free((void *)r.skills);
    mlg__tied_free(&r.together), mlg__tied_free(&r.apart), mlg__tied_free(&r.vehicles), mlg__tied_free(&r.groups);
    return status;
}
