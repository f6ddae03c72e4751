/* plain_map.c — see plain_map.h. Both kinds become places and directed rows; rows that differ in direction only become
 * one edge with two directions. */
#include "roads/plain_map.h"

#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/math.h"
#include "base/text.h"
#include "model/units.h"
#include "roads/draft.h"
#include "roads/ids.h"
#include "roads/source.h"
#include "roads/urban.h"

#define TEXT_BYTES_MAX ((size_t)4 << 30)
enum { FIELDS_MAX = 16, PATH_MAX_BYTES = 4096, MS_PER_DM_30_KMH = 12, MS_PER_UNIT = 4 /* 0.1 m at 90 km/h */ };

struct place_row {
    int64_t id;
    int32_t lon_e7, lat_e7;
    int64_t osm_id;
};
struct arc_row {
    int64_t from, to;
    uint32_t length_dm, time_ms;
    int32_t name;
}; /* length 0: the straight line */

struct plain {
    struct place_row *places;
    struct arc_row *arcs;
    int32_t place_count, place_cap, arc_count, arc_cap;
    bool undirected;
    struct draft draft;
    mlg_error *err;
};

/* Lines and fields. */

struct cut {
    const char *s;
    size_t length;
};
struct lines {
    const char *name, *at, *end;
    int64_t line;
    struct cut field[FIELDS_MAX];
    int count;
};

static bool is_end(char c) { return c == '\n' || c == '\r'; }

/* A field up to the separator; quotes around it are dropped. */
static void cut_field(struct lines *l, char separator)
{
    const char *start = l->at, *stop;
    if (l->at < l->end && *l->at == '"') {
        start = ++l->at;
        while (l->at < l->end && *l->at != '"' && !is_end(*l->at)) l->at++;
        stop = l->at;
        while (l->at < l->end && *l->at != separator && !is_end(*l->at)) l->at++;
    } else {
        while (l->at < l->end && *l->at != separator && !is_end(*l->at)) l->at++;
        stop = l->at;
    }
    if (l->count < FIELDS_MAX) l->field[l->count++] = (struct cut) { start, (size_t)(stop - start) };
}

/* The next line that is not empty, as fields; false at the end. separator ' ' takes runs of blanks as one. */
static bool next_line(struct lines *l, char separator)
{
    while (l->at < l->end) {
        l->line++;
        l->count = 0;
        while (l->at < l->end && !is_end(*l->at)) {
            while (separator == ' ' && l->at < l->end && *l->at == ' ') l->at++;
            if (l->at < l->end && !is_end(*l->at)) cut_field(l, separator);
            if (l->at < l->end && *l->at == separator) l->at++;
        }
        if (l->at < l->end && *l->at == '\r') l->at++;
        if (l->at < l->end && *l->at == '\n') l->at++;
        if (l->count) return true;
    }
    return false;
}

static mlg_status bad_line(const struct lines *l, mlg_error *err, struct mlg_txt message)
{
    char where[160];
    snprintf(where, sizeof where, "%.120s:%lld", l->name, (long long)l->line);
    return mlg__fail(err, MLG_BAD_INPUT, where, message, NO_HINT);
}

static bool read_int(const struct lines *l, int i, int64_t low, int64_t high, int64_t *value)
{
    return i >= 0 && i < l->count && mlg__parse_int(l->field[i].s, l->field[i].length, value) && *value >= low &&
           *value <= high;
}

static bool read_real(const struct lines *l, int i, double low, double high, double *value)
{
    return i >= 0 && i < l->count && mlg__parse_double(l->field[i].s, l->field[i].length, false, value) &&
           *value >= low && *value <= high;
}

static mlg_status add_place(struct plain *p, struct place_row row)
{
    struct place_row *places = mlg__grow(p->places, &p->place_cap, p->place_count + 1, sizeof *places);
    if (!places) return mlg__no_memory(p->err, "the map");
    p->places = places;
    places[p->place_count++] = row;
    return MLG_OK;
}

static mlg_status add_arc(struct plain *p, struct arc_row row)
{
    struct arc_row *arcs = mlg__grow(p->arcs, &p->arc_cap, p->arc_count + 1, sizeof *arcs);
    if (!arcs) return mlg__no_memory(p->err, "the map");
    p->arcs = arcs;
    arcs[p->arc_count++] = row;
    return MLG_OK;
}

/* Tables. */

static int column(const struct lines *header, const char *name)
{
    for (int i = 0; i < header->count; i++)
        if (header->field[i].length == strlen(name) && !memcmp(header->field[i].s, name, header->field[i].length))
            return i;
    return -1;
}

#define ID_MAX (INT64_C(1) << 62)
#define LENGTH_M_MAX (ROAD_EDGE_DM_MAX / 10)
#define TIME_S_MAX 1e6
#define SCALE_E6 INT64_C(10) /* 1e-6 degree in 1e-7 */

static mlg_status read_nodes(struct plain *p, struct lines *l)
{
    const bool header = next_line(l, ',');
    const int id = column(l, "id"), osm = column(l, "osm_id"), lon = column(l, "lon"), lat = column(l, "lat");
    const int lon6 = column(l, "lon_e6"), lat6 = column(l, "lat_e6");
    if (!header || id < 0 || !((lon >= 0 && lat >= 0) || (lon6 >= 0 && lat6 >= 0)))
        return bad_line(l, p->err,
                        TXT("a table of nodes has the columns id, lon, lat (or lon_e6, lat_e6)",
                            "une table de nœuds a les colonnes id, lon, lat (ou lon_e6, lat_e6)"));
    while (next_line(l, ',')) {
        struct place_row row = { 0 };
        double x, y;
        int64_t x6, y6;
        bool ok = read_int(l, id, 0, ID_MAX, &row.id);
        if (ok && lon >= 0) {
            ok = read_real(l, lon, -180, 180, &x) && read_real(l, lat, -90, 90, &y);
            if (ok) row.lon_e7 = (int32_t)mlg__round(x * 1e7), row.lat_e7 = (int32_t)mlg__round(y * 1e7);
        } else if (ok) {
            ok = read_int(l, lon6, -180000000, 180000000, &x6) && read_int(l, lat6, -90000000, 90000000, &y6);
            if (ok) row.lon_e7 = (int32_t)(x6 * SCALE_E6), row.lat_e7 = (int32_t)(y6 * SCALE_E6);
        }
        if (!ok)
            return bad_line(l, p->err,
                            TXT("a node needs a whole id and a place on the globe",
                                "un nœud a un identifiant entier et un lieu sur le globe"));
        if (!read_int(l, osm, 0, ID_MAX, &row.osm_id)) row.osm_id = 0;
        MLG_TRY(add_place(p, row));
    }
    return MLG_OK;
}

static mlg_status read_arcs(struct plain *p, struct lines *l)
{
    const bool header = next_line(l, ',');
    const int u = column(l, "u"), from = u >= 0 ? u : column(l, "from"), to = u >= 0 ? column(l, "v") : column(l, "to");
    const int metres = column(l, "length_m"), seconds = column(l, "time_s"), name = column(l, "name");
    const int dist = column(l, "dist"), unit = column(l, "time");
    if (!header || from < 0 || to < 0 || (metres < 0 && dist < 0))
        return bad_line(l, p->err,
                        TXT("a table of arcs has the columns from, to, length_m (or u, v, dist)",
                            "une table d'arcs a les colonnes from, to, length_m (ou u, v, dist)"));
    p->undirected = u >= 0;
    while (next_line(l, ',')) {
        struct arc_row row = { 0 };
        double m = 0, s = 0;
        int64_t dm = 0, units = 0;
        const bool ok =
            read_int(l, from, 0, ID_MAX, &row.from) && read_int(l, to, 0, ID_MAX, &row.to) &&
            (metres >= 0 ? read_real(l, metres, 0, LENGTH_M_MAX, &m) : read_int(l, dist, 0, ROAD_EDGE_DM_MAX, &dm)) &&
            (seconds < 0 || read_real(l, seconds, 0, TIME_S_MAX, &s)) &&
            (unit < 0 || read_int(l, unit, 0, 250000000, &units));
        if (!ok)
            return bad_line(l, p->err,
                            TXT("an arc needs two ids and a length", "un arc a deux identifiants et une longueur"));
        row.length_dm = (uint32_t)max64(1, metres >= 0 ? mlg__round(m * 10) : dm);
        row.time_ms = seconds >= 0 ? (uint32_t)mlg__round(s * 1000) : (uint32_t)(units * MS_PER_UNIT);
        if (seconds < 0 && unit < 0) row.time_ms = row.length_dm * MS_PER_DM_30_KMH;
        if (name >= 0 && name < l->count)
            row.name = mlg__intern(&p->draft.names, l->field[name].s, l->field[name].length);
        if (row.name == MLG_NONE) return mlg__no_memory(p->err, "the map");
        MLG_TRY(add_arc(p, row));
    }
    return MLG_OK;
}

typedef mlg_status read_fn(struct plain *p, struct lines *l);

static mlg_status read_bytes(struct plain *p, const struct source *s, read_fn *read)
{
    struct lines l = { .name = s->name, .at = (const char *)s->bytes, .end = (const char *)s->bytes + s->size };
    return read(p, &l);
}

static mlg_status read_file(struct plain *p, const char *path, read_fn *read)
{
    struct source s;
    mlg_status status = mlg__source_open_text(path, TEXT_BYTES_MAX, &s, p->err);
    if (!status) status = read_bytes(p, &s, read);
    mlg__source_close(&s);
    return status;
}

static bool ends_with(const char *s, const char *end)
{
    const size_t n = strlen(s), m = strlen(end);
    return n >= m && !strcmp(s + n - m, end);
}

/* The one file of a folder with this ending, the first by name; false: none. */
static bool file_in(const char *folder, const char *const *endings, char path[PATH_MAX_BYTES])
{
    char best[256] = "";
    DIR *dir = opendir(folder);
    if (!dir) return false;
    for (struct dirent *e; (e = readdir(dir));)
        for (int i = 0; endings[i]; i++)
            if (ends_with(e->d_name, endings[i]) && (!best[0] || strcmp(e->d_name, best) < 0))
                snprintf(best, sizeof best, "%s", e->d_name);
    closedir(dir);
    snprintf(path, PATH_MAX_BYTES, "%s/%s", folder, best);
    return best[0] != 0;
}

static mlg_status read_folder(struct plain *p, const char *folder)
{
    static const char *const node_names[] = { "nodes.csv", "nodes.csv.gz", NULL };
    static const char *const arc_names[] = { "arcs.csv", "arcs.csv.gz", "edges.csv", "edges.csv.gz", NULL };
    char nodes[PATH_MAX_BYTES], arcs[PATH_MAX_BYTES];
    if (!file_in(folder, node_names, nodes) || !file_in(folder, arc_names, arcs))
        return mlg__fail(
            p->err, MLG_NO_FILE, folder,
            TXT("the folder holds no nodes.csv with arcs.csv", "le dossier ne contient pas nodes.csv avec arcs.csv"),
            TXT("give a .osm.pbf file, a .gr file, or a folder with these two tables",
                "donnez un fichier .osm.pbf, un fichier .gr, ou un dossier avec ces deux tables"));
    MLG_TRY(read_file(p, nodes, read_nodes));
    return read_file(p, arcs, read_arcs);
}

/* DIMACS. */

static bool is_letter(const struct lines *l, char letter)
{
    return l->count && l->field[0].length == 1 && l->field[0].s[0] == letter;
}

static mlg_status read_co(struct plain *p, struct lines *l)
{
    while (next_line(l, ' ')) {
        struct place_row row = { 0 };
        int64_t x, y;
        if (is_letter(l, 'c') || is_letter(l, 'p')) continue;
        if (!is_letter(l, 'v') || !read_int(l, 1, 0, ID_MAX, &row.id) || !read_int(l, 2, -180000000, 180000000, &x) ||
            !read_int(l, 3, -90000000, 90000000, &y))
            return bad_line(l, p->err,
                            TXT("a place is written \"v id lon lat\", in 1e-6 degree",
                                "un lieu s'écrit « v id lon lat », en 1e-6 degré"));
        row.lon_e7 = (int32_t)(x * SCALE_E6);
        row.lat_e7 = (int32_t)(y * SCALE_E6);
        MLG_TRY(add_place(p, row));
    }
    return MLG_OK;
}

/* Rows of the first file become arcs; of the second, the other quantity of the same arcs. */
static mlg_status read_gr(struct plain *p, struct lines *l, bool times, bool second)
{
    int32_t n = 0;
    while (next_line(l, ' ')) {
        struct arc_row row = { 0 };
        int64_t w;
        if (is_letter(l, 'c') || is_letter(l, 'p')) continue;
        if (!is_letter(l, 'a') || !read_int(l, 1, 0, ID_MAX, &row.from) || !read_int(l, 2, 0, ID_MAX, &row.to) ||
            !read_int(l, 3, 0, ROAD_EDGE_DM_MAX, &w))
            return bad_line(l, p->err,
                            TXT("an arc is written \"a from to weight\"", "un arc s'écrit « a de vers poids »"));
        if (second && (n >= p->arc_count || p->arcs[n].from != row.from || p->arcs[n].to != row.to))
            return bad_line(
                l, p->err,
                TXT("lengths and times do not list the same arcs", "longueurs et temps ne donnent pas les mêmes arcs"));
        if (!second) MLG_TRY(add_arc(p, row));
        if (times) p->arcs[n++].time_ms = (uint32_t)(w * MS_PER_UNIT);
        else p->arcs[n++].length_dm = (uint32_t)max64(w, 1);
    }
    return n == p->arc_count ? MLG_OK
                             : bad_line(l, p->err,
                                        TXT("lengths and times do not list the same arcs",
                                            "longueurs et temps ne donnent pas les mêmes arcs"));
}
static mlg_status read_lengths(struct plain *p, struct lines *l) { return read_gr(p, l, false, false); }
static mlg_status read_times(struct plain *p, struct lines *l) { return read_gr(p, l, true, false); }
static mlg_status read_second_lengths(struct plain *p, struct lines *l) { return read_gr(p, l, false, true); }
static mlg_status read_second_times(struct plain *p, struct lines *l) { return read_gr(p, l, true, true); }

static bool exists(const char *path)
{
    struct stat st;
    return !stat(path, &st) && S_ISREG(st.st_mode);
}

/* path, or path.gz, or path without .gz: the one that is there. */
static bool existing(char path[PATH_MAX_BYTES])
{
    const size_t n = strlen(path);
    if (exists(path)) return true;
    if (ends_with(path, ".gz")) return path[n - 3] = 0, exists(path);
    if (n + 4 > PATH_MAX_BYTES) return false;
    memcpy(path + n, ".gz", 4);
    return exists(path);
}

/* X-d.NAME.gr for X-t.NAME.gr and the other way round; false when the name has no such part. */
static bool sibling(const char *path, char out[PATH_MAX_BYTES], bool *times)
{
    snprintf(out, PATH_MAX_BYTES, "%s", path);
    char *slash = strrchr(out, '/'), *name = slash ? slash + 1 : out, *d = strstr(name, "-d."),
         *t = strstr(name, "-t.");
    *times = t && !d;
    if (!d && !t) return false;
    (d ? d : t)[1] = d ? 't' : 'd';
    return existing(out);
}

static mlg_status read_dimacs(struct plain *p, const char *path)
{
    char other[PATH_MAX_BYTES], co[PATH_MAX_BYTES];
    bool times;
    const bool both = sibling(path, other, &times);
    snprintf(co, sizeof co, "%s", path);
    if (ends_with(co, ".gz")) co[strlen(co) - 3] = 0;
    memcpy(co + strlen(co) - 2, "co", 2);
    if (!existing(co)) {
        char *kind = strstr(co, times ? "-t." : "-d.");
        if (kind) kind[1] = times ? 'd' : 't';
        if (!kind || !existing(co))
            return mlg__fail(p->err, MLG_NO_FILE, path,
                             TXT("the places of the nodes are missing: no .co file beside it",
                                 "il manque les lieux des nœuds : pas de fichier .co à côté"),
                             NO_HINT);
    }
    MLG_TRY(read_file(p, co, read_co));
    MLG_TRY(read_file(p, path, times ? read_times : read_lengths));
    if (both) return read_file(p, other, times ? read_second_lengths : read_second_times);
    for (int32_t i = 0; i < p->arc_count && !times; i++) p->arcs[i].time_ms = p->arcs[i].length_dm * MS_PER_DM_30_KMH;
    return MLG_OK;
}

/* Rows to edges. */

struct numbering {
    uint64_t *ids;
    int32_t *node;
    int32_t count;
};

static bool find_node(const struct numbering *k, int64_t id, int32_t *node)
{
    const int32_t at = mlg__first_at_least(k->ids, k->count, (uint64_t)id);
    if (at == k->count || k->ids[at] != (uint64_t)id) return false;
    *node = k->node[at];
    return true;
}

static mlg_status number_places(struct plain *p, struct numbering *k)
{
    k->ids = mlg__realloc(NULL, ((size_t)p->place_count + 1) * sizeof *k->ids);
    k->node = mlg__realloc(NULL, ((size_t)p->place_count + 1) * sizeof *k->node);
    if (!k->ids || !k->node) return mlg__no_memory(p->err, "the map");
    for (int32_t i = 0; i < p->place_count; i++) {
        const struct place_row *row = &p->places[i];
        k->ids[i] = (uint64_t)row->id;
        k->node[i] = mlg__draft_node(&p->draft, row->lon_e7, row->lat_e7, row->osm_id ? row->osm_id : row->id);
        if (k->node[i] == MLG_NONE) return mlg__no_memory(p->err, "the map");
    }
    k->count = p->place_count;
    if (!mlg__radix_sort(k->ids, k->node, k->count)) return mlg__no_memory(p->err, "the map");
    for (int32_t i = 1; i < k->count; i++)
        if (k->ids[i] == k->ids[i - 1])
            return mlg__fail(p->err, MLG_BAD_INPUT, "", TXT("node %lld comes twice", "le nœud %lld figure deux fois"),
                             NO_HINT, (long long)k->ids[i]);
    return MLG_OK;
}

static bool same_street(const struct arc_row *a, const struct arc_row *b)
{
    return a->from == b->to && a->to == b->from && a->length_dm == b->length_dm && a->name == b->name;
}

/* twin[i]: the row that is row i driven backward, or MLG_NONE; each row is the twin of one at most. */
static bool pair_rows(const struct plain *p, int32_t *twin)
{
    const int32_t n = p->arc_count;
    uint64_t *keys = mlg__realloc(NULL, ((size_t)n + 1) * sizeof *keys);
    int32_t *row = mlg__realloc(NULL, ((size_t)n + 1) * sizeof *row);
    bool ok = keys && row;
    for (int32_t i = 0; ok && i < n; i++) {
        const uint64_t low = (uint64_t)min64(p->arcs[i].from, p->arcs[i].to),
                       high = (uint64_t)max64(p->arcs[i].from, p->arcs[i].to);
        keys[i] = (low * UINT64_C(0x9e3779b97f4a7c15) + high) * UINT64_C(0xff51afd7ed558ccd); /* equal pairs meet */
        row[i] = i;
        twin[i] = MLG_NONE;
    }
    ok = ok && mlg__radix_sort(keys, row, n);
    enum { LOOK_AHEAD = 64 };
    for (int32_t i = 0; ok && i < n && !p->undirected; i++)
        for (int32_t j = i + 1; j < n && j < i + LOOK_AHEAD && keys[j] == keys[i] && twin[row[i]] == MLG_NONE; j++)
            if (twin[row[j]] == MLG_NONE && same_street(&p->arcs[row[i]], &p->arcs[row[j]])) {
                twin[row[i]] = row[j];
                twin[row[j]] = row[i];
            }
    mlg__free(keys);
    mlg__free(row);
    return ok;
}

enum { OPEN_BOTH = 0xaaaa, OPEN_FORWARD = 0x2222 }; /* ROAD_THROUGH to every family */
_Static_assert(ROAD_THROUGH == 2 && ROAD_FAMILIES == 4, "the two patterns above");

static mlg_status add_row(struct plain *p, const struct numbering *k, int32_t i, const int32_t *twin)
{
    const struct arc_row *row = &p->arcs[i];
    struct road_edge e = {
        .class = ROAD_RESIDENTIAL, .flags = ROAD_URBAN_UNSAID, .length_dm = row->length_dm, .name = row->name
    };
    const bool both = p->undirected || twin[i] != MLG_NONE;
    if (twin[i] != MLG_NONE && twin[i] < i) return MLG_OK; /* made with its twin */
    if (!find_node(k, row->from, &e.tail) || !find_node(k, row->to, &e.head))
        return mlg__fail(p->err, MLG_BAD_INPUT, "",
                         TXT("the arc from %lld to %lld has an end that is no node",
                             "l'arc de %lld à %lld a un bout qui n'est pas un nœud"),
                         NO_HINT, (long long)row->from, (long long)row->to);
    if (e.tail == e.head) return MLG_OK; /* leads nowhere, and has no shape */
    e.access = both ? OPEN_BOTH : OPEN_FORWARD;
    const int32_t edge = mlg__draft_edge(&p->draft, e, NULL, NULL, 0, i);
    if (edge == MLG_NONE) return mlg__no_memory(p->err, "the map");
    uint32_t *time = &p->draft.edge_time_ms[2 * edge];
    const uint32_t back = twin[i] != MLG_NONE ? p->arcs[twin[i]].time_ms : row->time_ms;
    time[0] = (uint32_t)max64(row->time_ms, 1);
    time[1] = (uint32_t)max64(back, 1);
    return MLG_OK;
}

static mlg_status make_edges(struct plain *p)
{
    struct numbering k = { 0 };
    int32_t *twin = mlg__malloc(((size_t)p->arc_count + 1) * sizeof *twin);
    mlg_status status = twin && pair_rows(p, twin) ? number_places(p, &k) : mlg__no_memory(p->err, "the map");
    for (int32_t i = 0; !status && i < p->arc_count; i++) status = add_row(p, &k, i, twin);
    mlg__free(twin);
    mlg__free(k.ids);
    mlg__free(k.node);
    return status;
}

bool mlg__is_plain_map(const char *path)
{
    struct stat st;
    return ends_with(path, ".gr") || ends_with(path, ".gr.gz") || (!stat(path, &st) && S_ISDIR(st.st_mode));
}

static mlg_status finish(struct plain *p, mlg_status status, struct road_graph *g)
{
    if (!status) status = make_edges(p);
    if (!status) status = mlg__draft_finish(&p->draft, g, p->err);
    for (int32_t i = 0; !status && i < p->place_count; i++)
        g->osm |= p->places[i].osm_id > 0; /* derived from OpenStreetMap */
    mlg__free(p->places);
    mlg__free(p->arcs);
    mlg__draft_free(&p->draft);
    return status;
}

mlg_status mlg__plain_map_read(const char *path, const struct map_options *o, struct road_graph *g,
                               struct map_counts *counts, mlg_error *err)
{
    struct plain p = { .err = err };
    if (strlen(path) >= PATH_MAX_BYTES - 300) /* room for a name in it */
        return mlg__fail(err, MLG_NO_FILE, "", TXT("the path is too long", "le chemin est trop long"), NO_HINT);
    mlg_status status = mlg__draft_start(&p.draft, o->keep_osm_ids, true) ? MLG_OK : mlg__no_memory(err, "the map");
    if (!status)
        status = ends_with(path, ".gr") || ends_with(path, ".gr.gz") ? read_dimacs(&p, path) : read_folder(&p, path);
    counts->nodes = p.place_count;
    counts->ways = counts->road_ways = p.arc_count;
    return finish(&p, status, g);
}

mlg_status mlg__plain_map_bytes(const struct source *places, const struct source *arcs, bool dimacs,
                                struct road_graph *g, mlg_error *err)
{
    struct plain p = { .err = err };
    mlg_status status = mlg__draft_start(&p.draft, false, true) ? MLG_OK : mlg__no_memory(err, "the map");
    if (!status) status = read_bytes(&p, places, dimacs ? read_co : read_nodes);
    if (!status) status = read_bytes(&p, arcs, dimacs ? read_lengths : read_arcs);
    return finish(&p, status, g);
}
