/* looks.c — see looks.h. To know another kind of file: a value of enum looks, a row of `kinds`, a line of mlg__looks().
 */
#include "io/looks.h"

#include <string.h>

#include "io/csv.h"

enum { HEAD = 1 << 16 };

static const struct {
    struct mlg_txt is, reads;
} kinds[LOOKS_COUNT] = {
    [LOOKS_UNKNOWN] = { { { "something else", "autre chose" } }, { { "", "" } } },
    [LOOKS_ARCHIVE] = { { { "a spreadsheet (.xlsx, .ods) or an archive", "un classeur (.xlsx, .ods) ou une archive" } },
                        { { "save its sheet as \"CSV UTF-8\"", "enregistrez sa feuille en « CSV UTF-8 »" } } },
    [LOOKS_ROADS] = { { { "a road file", "un fichier de routes" } },
                      { { "`--roads FILE` takes it; `maillage roads info FILE` describes it",
                          "« --roads FICHIER » le prend ; « maillage roads info FICHIER » le décrit" } } },
    [LOOKS_OSM] = { { { "an OpenStreetMap extract", "un extrait d'OpenStreetMap" } },
                    { { "`maillage roads build FILE -o X.roads` reads it, and `--roads FILE`",
                        "« maillage roads build FICHIER -o X.roads » le lit, et « --roads FICHIER »" } } },
    [LOOKS_XML] = { { { "XML (GPX, OpenStreetMap's .osm…)", "du XML (GPX, .osm d'OpenStreetMap…)" } },
                    { { "no command reads it: tables, JSON or .osm.pbf",
                        "aucune commande ne le lit : des tables, du JSON ou .osm.pbf" } } },
    [LOOKS_SCENARIO] = { { { "the settings of a scenario", "les réglages d'un scénario" } },
                         { { "`maillage plan FOLDER` reads the folder it lies in",
                             "« maillage plan DOSSIER » lit le dossier où il se trouve" } } },
    [LOOKS_PLAN] = { { { "a plan of maillage", "un plan de maillage" } },
                     { { "`maillage check PROBLEM PLAN` reads it beside its problem; of a scenario also `maillage "
                         "report SCENARIO PLAN`",
                         "« maillage check PROBLÈME PLAN » le lit à côté de son problème ; d'un scénario aussi « "
                         "maillage report SCÉNARIO PLAN »" } } },
    [LOOKS_GEOJSON] = { { { "GeoJSON", "du GeoJSON" } },
                        { { "it is written, not read: give a table with columns lon and lat",
                            "il est écrit, pas lu : donnez une table avec des colonnes lon et lat" } } },
    [LOOKS_TASKS] = { { { "a problem in VROOM's JSON", "un problème en JSON de VROOM" } },
                      { { "`maillage route FILE` or `maillage vroom -i FILE` reads it",
                          "« maillage route FICHIER » ou « maillage vroom -i FICHIER » le lit" } } },
    [LOOKS_ANSWER] = { { { "an answer in VROOM's JSON", "une réponse en JSON de VROOM" } },
                       { { "`maillage check PROBLEM ANSWER` reads it beside its problem",
                           "« maillage check PROBLÈME RÉPONSE » la lit à côté de son problème" } } },
    [LOOKS_JSON] = { { { "JSON", "du JSON" } },
                     { { "JSON is read of VROOM (`maillage route`, `maillage vroom -i`) and as scenario.json in a "
                         "scenario's folder",
                         "du JSON est lu de VROOM (« maillage route », « maillage vroom -i ») et comme scenario.json "
                         "dans le dossier d'un scénario" } } },
    [LOOKS_VRPLIB] = { { { "a VRPLIB problem", "un problème VRPLIB" } },
                       { { "`maillage route FILE` reads it", "« maillage route FICHIER » le lit" } } },
    [LOOKS_SOLOMON] = { { { "a Solomon problem", "un problème de Solomon" } },
                        { { "`maillage route FILE` reads it", "« maillage route FICHIER » le lit" } } },
    [LOOKS_SOL] = { { { "a solution (.sol)", "une solution (.sol)" } },
                    { { "`maillage check PROBLEM FILE` reads it beside its problem",
                        "« maillage check PROBLÈME FICHIER » la lit à côté de son problème" } } },
    [LOOKS_STOPS] = { { { "a table of places (CSV)", "une table de lieux (CSV)" } },
                      { { "`maillage route FILE` reads a table of stops (--format stops, whatever its name)",
                          "« maillage route FICHIER » lit une table d'arrêts (--format stops, quel que soit son "
                          "nom)" } } },
    [LOOKS_TABLE] = { { { "a table (CSV)", "une table (CSV)" } },
                      { { "`maillage route FILE` reads stops with columns lon and lat; `maillage plan FOLDER` the "
                          "tables of a scenario",
                          "« maillage route FICHIER » lit des arrêts avec des colonnes lon et lat ; « maillage plan "
                          "DOSSIER » les tables d'un scénario" } } },
};

static bool is_in(char c, const char *list) { return c && strchr(list, c); }

/* Where word begins in bytes, which may hold zeros; NULL: nowhere. */
static const char *find(const char *bytes, size_t size, const char *word)
{
    const size_t n = strlen(word);
    for (size_t i = 0; i + n <= size; i++)
        if (bytes[i] == word[0] && !memcmp(bytes + i, word, n)) return bytes + i;
    return NULL;
}

/* key in quotes, a colon behind it. */
static bool has_key(const char *s, size_t n, const char *key)
{
    const char *end = s + n, *at = s;
    while ((at = find(at, (size_t)(end - at), key))) {
        at += strlen(key);
        const char *colon = at;
        while (colon < end && is_in(*colon, " \t\r\n")) colon++;
        if (colon < end && *colon == ':') return true;
    }
    return false;
}

static enum looks looks_of_json(const char *s, size_t n)
{
    if (find(s, n, "\"maillage-plan\"")) return LOOKS_PLAN;
    if (find(s, n, "\"FeatureCollection\"")) return LOOKS_GEOJSON;
    if (has_key(s, n, "\"periods\"") && has_key(s, n, "\"services\"")) return LOOKS_SCENARIO;
    if (has_key(s, n, "\"code\"") && (has_key(s, n, "\"routes\"") || has_key(s, n, "\"error\""))) return LOOKS_ANSWER;
    return has_key(s, n, "\"vehicles\"") || has_key(s, n, "\"jobs\"") || has_key(s, n, "\"shipments\"") ? LOOKS_TASKS
                                                                                                        : LOOKS_JSON;
}

static bool is_any(const char *word, size_t length, const char *const *known, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (mlg__csv_same_name(word, length, known[i])) return true;
    return false;
}

static bool begins_name(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) || c == '_'; }

/* Names in a first line, with a comma, a semicolon or a tab between; no number is a name. */
static enum looks looks_of_line(const char *s, size_t n)
{
    static const char *const longitudes[] = { "lon", "longitude", "lng", "start_lon" }, *const latitudes[] = {
        "lat", "latitude", "start_lat"
    };
    bool lon = false, lat = false;
    int cells = 0;
    for (size_t from = 0, i = 0; i <= n; i++) {
        if (i < n && !is_in(s[i], ",;\t")) continue;
        size_t a = from, b = i;
        while (a < b && is_in(s[a], " \"\r")) a++;
        while (b > a && is_in(s[b - 1], " \"\r")) b--;
        if (a < b && (!begins_name(s[a]) || find(s + a, b - a, ":"))) return LOOKS_UNKNOWN;
        lon |= is_any(s + a, b - a, longitudes, sizeof longitudes / sizeof *longitudes);
        lat |= is_any(s + a, b - a, latitudes, sizeof latitudes / sizeof *latitudes);
        cells++, from = i + 1;
    }
    return cells < 2 ? LOOKS_UNKNOWN : lon && lat ? LOOKS_STOPS : LOOKS_TABLE;
}

enum looks mlg__looks(const char *bytes, size_t size)
{
    const char *s = bytes;
    size_t n = size < HEAD ? size : HEAD, line = 0;
    if (n >= 4 && !memcmp(s, "PK\3\4", 4)) return LOOKS_ARCHIVE;
    if (n >= 8 && !memcmp(s, "\x89ROAD\r\n\x1A", 8)) return LOOKS_ROADS;
    if (n >= 15 && !memcmp(s + 4, "\x0A\x09OSMHeader", 11)) return LOOKS_OSM;
    if (n >= 3 && !memcmp(s, "\xEF\xBB\xBF", 3)) s += 3, n -= 3;
    while (n && is_in(*s, " \t\r\n")) s++, n--;
    if (!n) return LOOKS_UNKNOWN;
    if (*s == '<') return LOOKS_XML;
    if (*s == '{' || *s == '[') return looks_of_json(s, n);
    if (find(s, n, "NODE_COORD_SECTION") || find(s, n, "EDGE_WEIGHT_TYPE")) return LOOKS_VRPLIB;
    if (find(s, n, "CUSTOMER") && find(s, n, "VEHICLE")) return LOOKS_SOLOMON;
    if (n >= 7 && !memcmp(s, "Route #", 7)) return LOOKS_SOL;
    while (line < n && s[line] != '\n') line++;
    return looks_of_line(s, line);
}

mlg_status mlg__find_other(mlg_findings *found, const char *file, struct mlg_txt wanted, enum looks looks)
{
    const bool fr = mlg__findings_lang(found) == MLG_FR;
    mlg__find(found, MLG_BAD_INPUT, file, TXT("%s is read here; this looks like %s", "on lit ici %s ; on dirait %s"),
              kinds[looks].reads, wanted.in[fr], kinds[looks].is.in[fr]);
    return MLG_BAD_INPUT;
}
