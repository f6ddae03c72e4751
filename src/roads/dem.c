/* dem.c — see dem.h. Edges are walked in their own order, along a Hilbert curve, so a few tiles are enough in memory.
 */
#include "roads/dem.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/inflate.h"
#include "base/math.h"
#include "model/metric.h"
#include "roads/source.h"

enum { SIDE_3S = 1201, SIDE_1S = 3601, SAMPLE_M = 30, SMOOTH_M = 100, TILES_KEPT = 8 };

static int32_t side_of(size_t bytes)
{
    if (bytes == 2 * (size_t)SIDE_3S * SIDE_3S) return SIDE_3S;
    return bytes == 2 * (size_t)SIDE_1S * SIDE_1S ? SIDE_1S : 0;
}

static mlg_status take_heights(const char *where, const uint8_t *bytes, size_t size, struct dem_tile *t, mlg_error *err)
{
    t->side = side_of(size);
    if (!t->side)
        return mlg__fail(err, MLG_BAD_INPUT, where,
                         TXT("a tile of %zu bytes: neither 1201 x 1201 nor 3601 x 3601 heights",
                             "une tuile de %zu octets : ni 1201 x 1201 ni 3601 x 3601 altitudes"),
                         NO_HINT, size);
    const size_t count = (size_t)t->side * (size_t)t->side;
    t->metres = mlg__realloc(NULL, count * sizeof *t->metres);
    if (!t->metres) return mlg__no_memory(err, "an elevation tile");
    for (size_t i = 0; i < count; i++) t->metres[i] = (int16_t)(uint16_t)(bytes[2 * i] << 8 | bytes[2 * i + 1]);
    return MLG_OK;
}

/* The only member of a zip file, stored or deflated; its sizes stand in the central directory. */

static uint32_t le(const uint8_t *p, int bytes)
{
    uint32_t v = 0;
    for (int i = bytes - 1; i >= 0; i--) v = v << 8 | p[i];
    return v;
}

static mlg_status bad_zip(const char *where, mlg_error *err, struct mlg_txt message)
{
    return mlg__fail(err, MLG_BAD_INPUT, where, message,
                     TXT("give the .hgt file itself", "donnez le fichier .hgt lui-même"));
}

enum { ZIP_END = 22, ZIP_ENTRY = 46, ZIP_LOCAL = 30, ZIP_COMMENT_MAX = 65535 };

static mlg_status read_zip(const char *where, const uint8_t *b, size_t size, struct dem_tile *t, mlg_error *err)
{
    size_t end = size >= ZIP_END ? size - ZIP_END : 0;
    const size_t lowest = size > ZIP_END + ZIP_COMMENT_MAX ? size - ZIP_END - ZIP_COMMENT_MAX : 0;
    while (end > lowest && le(b + end, 4) != 0x06054b50) end--;
    if (size < ZIP_END || le(b + end, 4) != 0x06054b50)
        return bad_zip(where, err, TXT("the zip file is cut short", "le fichier zip est coupé"));
    const size_t entry = le(b + end + 16, 4);
    if (le(b + end + 10, 2) != 1)
        return bad_zip(
            where, err,
            TXT("the zip file does not hold exactly one file", "le fichier zip ne contient pas exactement un fichier"));
    if (entry > size || size - entry < ZIP_ENTRY || le(b + entry, 4) != 0x02014b50)
        return bad_zip(where, err, TXT("the zip file is damaged", "le fichier zip est abîmé"));
    const uint32_t method = le(b + entry + 10, 2), packed = le(b + entry + 20, 4), unpacked = le(b + entry + 24, 4);
    const size_t local = le(b + entry + 42, 4);
    if (!side_of(unpacked)) return take_heights(where, NULL, unpacked, t, err); /* says the size; a bomb ends here */
    if (local > size || size - local < ZIP_LOCAL || le(b + local, 4) != 0x04034b50)
        return bad_zip(where, err, TXT("the zip file is damaged", "le fichier zip est abîmé"));
    const size_t data = local + ZIP_LOCAL + le(b + local + 26, 2) + le(b + local + 28, 2);
    if (data > size || packed > size - data || (method != 0 && method != 8) || (method == 0 && packed != unpacked))
        return bad_zip(where, err,
                       TXT("the zip file is damaged, or packed by another method than deflate",
                           "le fichier zip est abîmé, ou compressé autrement que par deflate"));
    if (method == 0) return take_heights(where, b + data, unpacked, t, err);
    struct inflater in = { 0 };
    uint8_t *raw = mlg__realloc(NULL, unpacked);
    if (!raw || !mlg__inflater_start(&in)) {
        mlg__free(raw);
        return mlg__no_memory(err, "an elevation tile");
    }
    const bool sound = mlg__inflate(&in, INFLATE_RAW, b + data, packed, raw, unpacked);
    const mlg_status status = sound ? take_heights(where, raw, unpacked, t, err)
                                    : bad_zip(where, err,
                                              TXT("the tile does not unpack to the size the zip file says",
                                                  "la tuile ne se décompresse pas à la taille qu'annonce le zip"));
    mlg__inflater_end(&in);
    mlg__free(raw);
    return status;
}

mlg_status mlg__dem_read(const char *where, const uint8_t *bytes, size_t size, struct dem_tile *tile, mlg_error *err)
{
    tile->metres = NULL;
    if (size >= 4 && le(bytes, 4) == 0x04034b50 && !side_of(size)) return read_zip(where, bytes, size, tile, err);
    return take_heights(where, bytes, size, tile, err);
}

/* Bilinear; corners without height take the mean of the others. */
bool mlg__dem_at(const struct dem_tile *t, double lon_deg, double lat_deg, double *metres, bool *near_void)
{
    const int32_t last = t->side - 1;
    const double x = (lon_deg - t->lon_deg) * last, y = (t->lat_deg + 1 - lat_deg) * last;
    const int32_t column = max32(0, min32(last - 1, (int32_t)floor(x))),
                  row = max32(0, min32(last - 1, (int32_t)floor(y)));
    const double fx = fmax(0, fmin(1, x - column)), fy = fmax(0, fmin(1, y - row));
    const double weight[4] = { (1 - fx) * (1 - fy), fx * (1 - fy), (1 - fx) * fy, fx * fy };
    double sum = 0, known = 0, plain = 0;
    int count = 0;
    for (int i = 0; i < 4; i++) {
        const int16_t h = t->metres[(ptrdiff_t)(row + i / 2) * t->side + column + i % 2];
        if (h == DEM_VOID) continue;
        sum += weight[i] * h;
        known += weight[i];
        plain += h;
        count++;
    }
    *near_void = count < 4;
    if (!count) return false;
    *metres = known > 1e-9 ? sum / known : plain / count;
    return true;
}

/* The tiles in use: those asked for last. */
struct tiles {
    const char *folder;
    struct dem_tile kept[TILES_KEPT];
    int64_t asked[TILES_KEPT], clock;
    int32_t count;
    uint8_t seen[(360 * 180 + 7) / 8]; /* a bit a degree square: counted once */
    struct map_counts *counts;
    mlg_error *err;
};

static mlg_status load(struct tiles *k, struct dem_tile *t)
{
    static const char *const endings[] = { ".hgt", ".hgt.zip", ".zip" };
    char path[4096];
    struct stat st;
    mlg_status status = MLG_OK;
    for (size_t i = 0; i < sizeof endings / sizeof *endings && !t->metres && !status; i++) {
        const int n = snprintf(path, sizeof path, "%s/%c%02d%c%03d%s", k->folder, t->lat_deg < 0 ? 'S' : 'N',
                               t->lat_deg < 0 ? -t->lat_deg : t->lat_deg, t->lon_deg < 0 ? 'W' : 'E',
                               t->lon_deg < 0 ? -t->lon_deg : t->lon_deg, endings[i]);
        struct source s = { 0 };
        if (n < 0 || n >= (int)sizeof path || stat(path, &st)) continue;
        status = mlg__source_open(path, &s, k->err);
        if (!status) status = mlg__dem_read(path, s.bytes, s.size, t, k->err);
        mlg__source_close(&s);
    }
    const int32_t square = (t->lat_deg + 90) * 360 + t->lon_deg + 180;
    if (!(k->seen[square / 8] >> square % 8 & 1)) {
        k->seen[square / 8] |= (uint8_t)(1 << square % 8);
        k->counts->dem_tiles += t->metres != NULL;
        k->counts->dem_missing += t->metres == NULL;
    }
    return status;
}

static mlg_status tile_of(struct tiles *k, int32_t lon_deg, int32_t lat_deg, const struct dem_tile **tile)
{
    int32_t at = 0;
    for (int32_t i = 0; i < k->count; i++)
        if (k->kept[i].lon_deg == lon_deg && k->kept[i].lat_deg == lat_deg) {
            k->asked[i] = ++k->clock;
            *tile = &k->kept[i];
            return MLG_OK;
        }
    for (int32_t i = 1; i < k->count; i++)
        if (k->asked[i] < k->asked[at]) at = i;
    if (k->count < TILES_KEPT) at = k->count++;
    mlg__free(k->kept[at].metres);
    k->kept[at] = (struct dem_tile) { .lon_deg = lon_deg, .lat_deg = lat_deg };
    k->asked[at] = ++k->clock;
    *tile = &k->kept[at];
    return load(k, &k->kept[at]);
}

/* One edge as samples: metres from its tail, height; NAN where there is none. */
struct line {
    double *at_m, *height_m, *smooth_m;
    int32_t count, at_cap, height_cap, smooth_cap;
};

static bool add_sample(struct line *l, double at_m, double height_m)
{
    double *at = mlg__grow(l->at_m, &l->at_cap, l->count + 1, sizeof *at);
    if (at) l->at_m = at;
    double *height = mlg__grow(l->height_m, &l->height_cap, l->count + 1, sizeof *height);
    if (height) l->height_m = height;
    double *smooth = mlg__grow(l->smooth_m, &l->smooth_cap, l->count + 1, sizeof *smooth);
    if (smooth) l->smooth_m = smooth;
    if (!at || !height || !smooth) return false;
    at[l->count] = at_m;
    height[l->count++] = height_m;
    return true;
}

static mlg_status sample(struct tiles *k, struct line *l, double at_m, double lon_e7, double lat_e7)
{
    const double lon = lon_e7 * 1e-7, lat = lat_e7 * 1e-7;
    const struct dem_tile *t;
    double height = NAN;
    bool near_void = false;
    MLG_TRY(tile_of(k, (int32_t)max64(-180, min64(179, (int64_t)floor(lon))),
                    (int32_t)max64(-90, min64(89, (int64_t)floor(lat))), &t));
    if (t->metres && !mlg__dem_at(t, lon, lat, &height, &near_void)) height = NAN;
    k->counts->dem_void_points += near_void;
    return add_sample(l, at_m, height) ? MLG_OK : mlg__no_memory(k->err, "heights along a street");
}

static mlg_status sample_piece(struct tiles *k, struct line *l, double *at_m, const int32_t from[2],
                               const int32_t to[2])
{
    const double metres = mlg__great_circle_m(from[1] * 1e-7, from[0] * 1e-7, to[1] * 1e-7, to[0] * 1e-7);
    const int32_t parts = (int32_t)max64(1, min64(100000, (int64_t)ceil(metres / SAMPLE_M)));
    for (int32_t i = 1; i <= parts; i++) {
        const double share = (double)i / parts;
        MLG_TRY(sample(k, l, *at_m + metres * share, from[0] + (to[0] - (double)from[0]) * share,
                       from[1] + (to[1] - (double)from[1]) * share));
    }
    *at_m += metres;
    return MLG_OK;
}

static mlg_status sample_edge(struct tiles *k, const struct road_graph *g, int32_t edge, struct line *l)
{
    const struct road_edge *e = &g->edges[edge];
    struct road_shape s = mlg__shape(g, edge);
    int32_t from[2] = { s.lon_e7, s.lat_e7 };
    double at_m = 0;
    l->count = 0;
    MLG_TRY(sample(k, l, 0, from[0], from[1]));
    for (int32_t i = 0; i <= e->point_count; i++) {
        int32_t to[2] = { g->nodes[e->head].lon_e7, g->nodes[e->head].lat_e7 };
        if (i < e->point_count) {
            mlg__shape_step(&s);
            to[0] = s.lon_e7;
            to[1] = s.lat_e7;
        }
        MLG_TRY(sample_piece(k, l, &at_m, from, to));
        memcpy(from, to, sizeof from);
    }
    return MLG_OK;
}

/* Samples without height take the line between their neighbours with one; false: none has. */
static bool fill_gaps(struct line *l)
{
    int32_t before = MLG_NONE;
    for (int32_t i = 0; i < l->count; i++) {
        if (isnan(l->height_m[i])) continue;
        for (int32_t j = before + 1; j < i; j++)
            l->height_m[j] = before == MLG_NONE ? l->height_m[i]
                                                : l->height_m[before] + (l->height_m[i] - l->height_m[before]) *
                                                                            (l->at_m[j] - l->at_m[before]) /
                                                                            fmax(l->at_m[i] - l->at_m[before], 1e-9);
        before = i;
    }
    for (int32_t j = before + 1; before != MLG_NONE && j < l->count; j++) l->height_m[j] = l->height_m[before];
    return before != MLG_NONE;
}

/* Mean over the samples within 50 m to both sides, fewer towards the ends so that a plane stays a plane; the ends stay,
 * so that edges meet. */
static void smooth(struct line *l)
{
    int32_t first = 0, last = 0;
    double sum = 0;
    int32_t in = 0;
    const double end_m = l->at_m[l->count - 1];
    for (int32_t i = 0; i < l->count; i++) {
        const double half = fmin(SMOOTH_M / 2.0, fmin(l->at_m[i], end_m - l->at_m[i]));
        sum = 0;
        in = 0;
        while (first < i && l->at_m[first] < l->at_m[i] - SMOOTH_M / 2.0) first++;
        for (last = first; last < l->count && l->at_m[last] <= l->at_m[i] + half + 1e-9; last++) {
            if (l->at_m[last] < l->at_m[i] - half - 1e-9) continue;
            sum += l->height_m[last];
            in++;
        }
        l->smooth_m[i] = in ? sum / in : l->height_m[i];
    }
}

/* Cliffs and towers beside a street are in the samples too: no street counts as steeper than 30 %. */
static uint16_t dm_of(double metres, const struct road_edge *e)
{
    return (uint16_t)min64(min64(UINT16_MAX, (int64_t)e->length_dm * 3 / 10), mlg__round(metres * 10));
}

static void measure(struct road_edge *e, struct line *l)
{
    double climb = 0;
    const double rise = l->height_m[l->count - 1] - l->height_m[0];
    if (e->flags & (ROAD_BRIDGE | ROAD_TUNNEL)) {
        climb = fmax(rise, 0);
    } else {
        smooth(l);
        for (int32_t i = 1; i < l->count; i++) climb += fmax(l->smooth_m[i] - l->smooth_m[i - 1], 0);
    }
    e->climb_dm = dm_of(climb, e);
    e->descent_dm = dm_of(fmax(climb - rise, 0), e);
}

static mlg_status climb_all(struct tiles *k, struct road_graph *g, struct line *l)
{
    for (int32_t e = 0; e < g->edge_count; e++) {
        if (g->edges[e].class == ROAD_FERRY) continue; /* the sea is flat */
        MLG_TRY(sample_edge(k, g, e, l));
        if (!fill_gaps(l)) continue;
        measure(&g->edges[e], l);
        g->elevation = true;
    }
    return MLG_OK;
}

mlg_status mlg__dem_climb(const char *folder, struct road_graph *g, struct map_counts *counts, mlg_error *err)
{
    struct stat st;
    if (stat(folder, &st) || !S_ISDIR(st.st_mode))
        return mlg__fail(
            err, MLG_NO_FILE, folder,
            TXT("there is no such folder of elevation tiles", "ce dossier de tuiles d'altitude n'existe pas"), NO_HINT);
    struct tiles *k = mlg__malloc(sizeof *k);
    struct line l = { 0 };
    if (!k) return mlg__no_memory(err, "elevation tiles");
    *k = (struct tiles) { .folder = folder, .counts = counts, .err = err };
    const mlg_status status = climb_all(k, g, &l);
    for (int32_t i = 0; i < k->count; i++) mlg__free(k->kept[i].metres);
    mlg__free(k);
    mlg__free(l.at_m);
    mlg__free(l.height_m);
    mlg__free(l.smooth_m);
    return status;
}
