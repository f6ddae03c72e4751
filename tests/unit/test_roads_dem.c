/* test_roads_dem.c — elevation: tiles read, a plane gives the exact climb, voids and missing tiles, bridges, real
 * tiles. */
#include <math.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "roads/dem.h"
#include "roads/draft.h"
#include "support/test.h"

enum { SIDE = 1201, TILE_BYTES = 2 * SIDE * SIDE };

/* A plane: height falls by one metre a row to the south, rises by two a column to the east. */
static int16_t plane_m(int row, int column) { return (int16_t)(1000 - row / 2 + column); }

static uint8_t *plane_tile(void)
{
    uint8_t *bytes = malloc(TILE_BYTES);
    for (int row = 0; row < SIDE; row++)
        for (int column = 0; column < SIDE; column++) {
            const uint16_t h = (uint16_t)plane_m(row, column);
            bytes[2 * (row * SIDE + column)] = (uint8_t)(h >> 8);
            bytes[2 * (row * SIDE + column) + 1] = (uint8_t)h;
        }
    return bytes;
}

static void put_le(uint8_t *p, uint32_t v, int bytes)
{
    for (int i = 0; i < bytes; i++) p[i] = (uint8_t)(v >> 8 * i);
}

/* A zip file with one member, deflated or stored; says_bytes: the size it announces. */
static uint8_t *zip_of(const uint8_t *bytes, uint32_t size, bool stored, uint32_t says_bytes, size_t *zip_size)
{
    uint8_t *out = calloc(1, size + 1000);
    z_stream z = {
        .next_in = (Bytef *)(uintptr_t)bytes, .avail_in = size, .next_out = out + 35, .avail_out = size + 500
    };
    uint32_t packed = size;
    if (stored) {
        memcpy(out + 35, bytes, size);
    } else {
        assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
        assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
        packed = (uint32_t)z.total_out;
        deflateEnd(&z);
    }
    put_le(out, 0x04034b50, 4);
    put_le(out + 26, 5, 2); /* a name of five bytes */
    memcpy(out + 30, "t.hgt", 5);
    uint8_t *entry = out + 35 + packed;
    put_le(entry, 0x02014b50, 4);
    put_le(entry + 10, stored ? 0 : 8, 2);
    put_le(entry + 20, packed, 4);
    put_le(entry + 24, says_bytes, 4);
    put_le(entry + 28, 5, 2);
    memcpy(entry + 46, "t.hgt", 5);
    uint8_t *end = entry + 51;
    put_le(end, 0x06054b50, 4);
    put_le(end + 8, 1, 2);
    put_le(end + 10, 1, 2);
    put_le(end + 12, 51, 4);
    put_le(end + 16, 35 + packed, 4);
    *zip_size = (size_t)(end + 22 - out);
    return out;
}

static void check_plane(const struct dem_tile *t)
{
    double h;
    bool near_void;
    assert_int_equal(t->side, SIDE);
    for (int i = 0; i < 200; i++) {
        const double x = 0.37 + 5.99 * i, y = 1199.2 - 5.9 * i; /* columns east, rows from the north */
        const double lon = t->lon_deg + x / 1200, lat = t->lat_deg + 1 - y / 1200;
        assert_true(mlg__dem_at(t, lon, lat, &h, &near_void) && !near_void);
        check_msg(fabs(h - (1000 - y / 2 + x)) <= 0.51, "at %d: %.3f", i, h); /* rows in whole metres */
    }
}

static void test_tiles_plain_and_zipped(void **state)
{
    uint8_t *bytes = plane_tile();
    (void)state;
    for (int kind = 0; kind < 3; kind++) {
        struct dem_tile t = { .lon_deg = -3, .lat_deg = 43 };
        mlg_error err = { 0 };
        size_t size = TILE_BYTES;
        uint8_t *file = kind ? zip_of(bytes, TILE_BYTES, kind == 2, TILE_BYTES, &size) : bytes;
        check_msg(!mlg__dem_read("t", file, size, &t, &err), "%s", err.message);
        check_plane(&t);
        mlg__free(t.metres);
        if (kind) free(file);
    }
    free(bytes);
}

static void test_bad_tiles(void **state)
{
    uint8_t *bytes = plane_tile();
    struct dem_tile t = { 0 };
    mlg_error err = { 0 };
    size_t size;
    (void)state;
    assert_int_equal(mlg__dem_read("t", bytes, 1000, &t, &err), MLG_BAD_INPUT);
    assert_non_null(strstr(err.message, "1000 bytes"));
    uint8_t *zip = zip_of(bytes, TILE_BYTES, false, 2 * 3601 * 3601, &size); /* announces more than it holds */
    assert_int_equal(mlg__dem_read("t", zip, size, &t, &err), MLG_BAD_INPUT);
    assert_non_null(strstr(err.message, "does not unpack"));
    put_le(zip + size - 22 + 10, 2, 2);
    assert_int_equal(mlg__dem_read("t", zip, size, &t, &err), MLG_BAD_INPUT);
    assert_non_null(strstr(err.message, "exactly one file"));
    free(zip);
    zip = zip_of(bytes, TILE_BYTES, false, UINT32_MAX, &size); /* a bomb */
    assert_int_equal(mlg__dem_read("t", zip, size, &t, &err), MLG_BAD_INPUT);
    assert_non_null(strstr(err.message, "4294967295 bytes"));
    for (size_t n = 0; n < 300; n++) { /* cut anywhere near the start, or before the end */
        assert_int_equal(mlg__dem_read("t", zip, n, &t, &err), MLG_BAD_INPUT);
        assert_int_equal(mlg__dem_read("t", zip, size - 1 - n, &t, &err), MLG_BAD_INPUT);
    }
    free(zip);
    free(bytes);
}

static void test_voids_take_their_neighbours(void **state)
{
    uint8_t *bytes = plane_tile();
    struct dem_tile t = { .lon_deg = 7, .lat_deg = 43 };
    double h;
    bool near_void;
    (void)state;
    assert_int_equal(mlg__dem_read("t", bytes, TILE_BYTES, &t, NULL), MLG_OK);
    t.metres[500 * SIDE + 500] = DEM_VOID;
    assert_true(mlg__dem_at(&t, 7 + 500.5 / 1200, 44 - 500.5 / 1200, &h, &near_void) && near_void);
    check_msg(h > 1249 && h < 1253, "%.2f", h);
    for (int i = 0; i < 4; i++) t.metres[(500 + i / 2) * SIDE + 500 + i % 2] = DEM_VOID;
    assert_false(mlg__dem_at(&t, 7 + 500.5 / 1200, 44 - 500.5 / 1200, &h, &near_void));
    assert_true(mlg__dem_at(&t, 7, 44, &h, &near_void)); /* corners of the tile */
    assert_true(h == plane_m(0, 0));
    assert_true(mlg__dem_at(&t, 8, 43, &h, &near_void));
    assert_true(h == plane_m(1200, 1200));
    mlg__free(t.metres);
    free(bytes);
}

/* Streets east, west, over a bridge, and where no tile is. */
static void test_climb(void **state)
{
    char folder[] = "/tmp/maillage-dem-XXXXXX", path[64];
    uint8_t *bytes = plane_tile();
    struct draft d;
    struct road_graph g = { 0 };
    struct map_counts c = { 0 };
    mlg_error err = { 0 };
    (void)state;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/N43E007.hgt", folder);
    FILE *f = fopen(path, "wb");
    assert_int_equal(fwrite(bytes, 1, TILE_BYTES, f), TILE_BYTES);
    fclose(f);
    assert_true(mlg__draft_start(&d, false, false));
    const int32_t lat = 434000000, a = mlg__draft_node(&d, 72000000, lat, 0), b = mlg__draft_node(&d, 72100000, lat, 0);
    const int32_t far_a = mlg__draft_node(&d, 92000000, lat, 0), far_b = mlg__draft_node(&d, 92100000, lat, 0);
    const int32_t middle[2] = { 72050000, 434010000 };
    mlg__draft_edge(&d, (struct road_edge) { .tail = a, .head = b, .access = 0xaaaa }, NULL, NULL, 0, 0);
    mlg__draft_edge(&d, (struct road_edge) { .tail = b, .head = a, .access = 0xaaaa, .flags = ROAD_TUNNEL }, &middle[0],
                    &middle[1], 1, 0);
    mlg__draft_edge(&d, (struct road_edge) { .tail = far_a, .head = far_b, .access = 0xaaaa }, NULL, NULL, 0, 0);
    assert_int_equal(mlg__draft_finish(&d, &g, &err), MLG_OK);
    check_msg(!mlg__dem_climb(folder, &g, &c, &err), "%s", err.message);
    for (int32_t e = 0; e < g.edge_count; e++) {
        const struct road_edge *edge = &g.edges[e];
        if (g.nodes[edge->tail].lon_e7 > 90000000) { /* no tile: flat */
            assert_true(edge->climb_dm == 0 && edge->descent_dm == 0);
        } else if (edge->flags & ROAD_TUNNEL) { /* straight through the hill, downwards */
            assert_int_equal(edge->climb_dm, 0);
            assert_int_equal(edge->descent_dm, 120);
        } else { /* 0.01 degree are 12 columns: 12 m up along one row */
            assert_int_equal(edge->climb_dm, 120);
            assert_int_equal(edge->descent_dm, 0);
        }
    }
    assert_true(g.elevation);
    assert_int_equal(c.dem_tiles, 1);
    assert_int_equal(c.dem_missing, 1);
    assert_int_equal(mlg__dem_climb("/nowhere/dem", &g, &c, &err), MLG_NO_FILE);
    mlg__road_graph_free(&g);
    mlg__draft_free(&d);
    unlink(path);
    rmdir(folder);
    free(bytes);
}

/* Andorra and Monaco with their tiles: mountains, and no street steeper than 30 %. */
static void test_real_tiles(void **state)
{
    static const struct {
        const char *map;
        double least_climb_km;
    } maps[] = { { "andorra-2025", 20 }, { "monaco-riviera-2016", 5 } };
    const char *data = getenv("MAILLAGE_DATASETS");
    (void)state;
    if (!data) {
        print_message("MAILLAGE_DATASETS is not set: the tiles of Andorra and Monaco are skipped\n");
        return;
    }
    for (size_t i = 0; i < sizeof maps / sizeof *maps; i++) {
        char path[1000], dem[1000];
        struct road_graph g;
        struct map_counts c;
        mlg_error err = { 0 };
        double climb_m = 0, length_m = 0;
        snprintf(path, sizeof path, "%s/geo/osm/%s.osm.pbf", data, maps[i].map);
        snprintf(dem, sizeof dem, "%s/geo/dem", data);
        check_msg(!mlg__map_build(path, &(struct map_options) { .dem = dem }, &g, &c, NULL, &err), "%s: %s", err.where,
                  err.message);
        assert_true(g.elevation && c.dem_tiles >= 1);
        for (int32_t e = 0; e < g.edge_count; e++) {
            climb_m += g.edges[e].climb_dm / 10.0;
            length_m += g.edges[e].length_dm / 10.0;
            check_msg(g.edges[e].climb_dm <= g.edges[e].length_dm * 3 / 10, "edge %d climbs %d dm on %u", e,
                      g.edges[e].climb_dm, g.edges[e].length_dm);
        }
        print_message("%s: %.1f km of streets climb %.1f km\n", maps[i].map, length_m / 1000, climb_m / 1000);
        assert_true(climb_m > maps[i].least_climb_km * 1000 && climb_m < length_m / 5);
        mlg__road_graph_free(&g);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tiles_plain_and_zipped),
        cmocka_unit_test(test_bad_tiles),
        cmocka_unit_test(test_voids_take_their_neighbours),
        cmocka_unit_test(test_climb),
        cmocka_unit_test(test_real_tiles),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
