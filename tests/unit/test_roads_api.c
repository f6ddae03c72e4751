/* What users of a road file meet: snapping and its words, sides of the street, islands, matrices and ways to files, the leg
 * source, and memory that fails. On a small grid of streets (tests/fuzz/corpus/fuzz_roads/grid.roads) and a made-up map. */
#include <dirent.h>
#include <math.h>
#include <sys/stat.h>
#include <unistd.h>

#include "maillage/api.h"
#include "roads/draft.h"
#include "roads/network.h"
#include "roads/states.h"
#include "support/test.h"

#define GRID MLG_SOURCE_DIR "/tests/fuzz/corpus/fuzz_roads/grid.roads"

static const char *scratch(const char *name)
{
    static char path[4][400];
    static int turn;
    char *p = path[turn++ % 4];
    snprintf(p, sizeof path[0], "%s/tests/api-%ld-%s", MLG_BUILD_DIR, (long)getpid(), name);
    return p;
}

/* The draft, freed, as an open road file that has lost its name. */
static mlg_roads *finished(struct draft *d, const char *file)
{
    struct road_graph g = { 0 };
    mlg_roads *roads;
    mlg_error err = { 0 };
    assert_int_equal(mlg__draft_finish(d, &g, &err), MLG_OK);
    mlg__draft_free(d);
    assert_int_equal(mlg__states_build(&g, &(struct turn_paths) { 0 }, false, &err), MLG_OK);
    check_msg(mlg__roads_write(&g, file, 1, NULL, NULL, &err) == MLG_OK, "%s", err.message);
    mlg__road_graph_free(&g);
    check_msg(mlg_roads_open(file, &roads, &err) == MLG_OK, "%s", err.message);
    remove(file);
    return roads;
}

/* Two streets along a meridian and a parallel that meet in A, a one-way street B north of A, and an island far to the east:
 *
 *      B
 *      ^ one-way, "Rue du Nord"
 *      |
 *      A ------- C  "Rue de l'Est"            D ---- E   "Rue de l'Île"
 */
static mlg_roads *made_up(void)
{
    enum { A_LON = 48500000, LAT = 457500000 };
    struct draft d;
    uint16_t both = 0, along = 0;
    for (int f = 0; f < ROAD_FAMILIES; f++) {
        both |= (uint16_t)(ROAD_THROUGH << (4 * f) | ROAD_THROUGH << (4 * f + 2));
        along |= (uint16_t)(ROAD_THROUGH << (4 * f));
    }
    assert_true(mlg__draft_start(&d, false, false));
    const int32_t a = mlg__draft_node(&d, A_LON, LAT, 1), b = mlg__draft_node(&d, A_LON, LAT + 50000, 2);
    const int32_t c = mlg__draft_node(&d, A_LON + 60000, LAT, 3), e1 = mlg__draft_node(&d, A_LON + 400000, LAT, 4);
    const int32_t e2 = mlg__draft_node(&d, A_LON + 430000, LAT, 5);
    const struct road_edge street = { .class = ROAD_RESIDENTIAL };
    struct road_edge e = street;
    e.tail = a, e.head = b, e.access = both;
    mlg__draft_edge(&d, e, NULL, NULL, 0, 0);
    e.tail = a, e.head = c, e.access = both;
    mlg__draft_edge(&d, e, NULL, NULL, 0, 0);
    e.tail = c, e.head = b, e.access = along;
    mlg__draft_edge(&d, e, NULL, NULL, 0, 0);
    e.tail = e1, e.head = e2, e.access = both;
    mlg__draft_edge(&d, e, NULL, NULL, 0, 0);
    d.rules = mlg__grow(NULL, &d.rule_cap, 1, sizeof *d.rules); /* Monday, 8 to 9: 5 km/h between A and C */
    assert_non_null(d.rules);
    d.rules[d.rule_count++] = (struct road_rule) { .edge = 1, .families = ROAD_ALL_FAMILIES, .directions = 3, .access = ROAD_KEEP,
                                                   .speed_kmh = 5, .hours = { [1] = 1 } };
    return finished(&d, scratch("made.roads"));
}

static mlg_metric *metric_of(const mlg_roads *roads, mlg_metric_spec spec)
{
    mlg_metric *m;
    mlg_error err = { 0 };
    check_msg(mlg_metric_make(roads, &spec, &m, &err) == MLG_OK, "%s", err.message);
    return m;
}

static mlg_snapped snap(const mlg_metric *m, double lat, double lon)
{
    mlg_snapped s;
    mlg_snap(m, &(mlg_point) { lat, lon }, 1, &s);
    return s;
}

static mlg_error words_of(const mlg_metric *m, const mlg_snapped *s, mlg_lang lang)
{
    mlg_error words = { .lang = lang };
    mlg_snap_words(m, s, &words);
    return words;
}

static void points_meet_roads(void **state)
{
    (void)state;
    mlg_roads *roads = made_up();
    mlg_metric *m = metric_of(roads, (mlg_metric_spec) { 0 });
    const mlg_snapped west = snap(m, 45.752, 4.8499), east = snap(m, 45.752, 4.8501);
    assert_int_equal(west.state, MLG_SNAPPED);
    assert_int_equal(west.edge, east.edge);
    check_msg(fabs(west.distance_m - 7.76) < 0.1, "%f m", west.distance_m);
    assert_true(west.right != east.right); /* the two sides of one street */
    assert_int_equal(west.directions, 3);
    assert_string_equal(words_of(m, &west, MLG_EN).message, "");

    const mlg_snapped island = snap(m, 45.7501, 4.8915);
    assert_int_equal(island.state, MLG_SNAPPED_ISLAND);
    assert_int_equal(island.component_states, 2);
    assert_non_null(strstr(words_of(m, &island, MLG_EN).message, "island of 2"));
    assert_non_null(strstr(words_of(m, &island, MLG_FR).message, "îlot de 2"));

    const mlg_snapped far = snap(m, 45.7505, 4.87);
    assert_int_equal(far.state, MLG_NO_ROAD_NEAR);
    assert_int_equal(far.edge, MLG_NONE);
    assert_non_null(strstr(words_of(m, &far, MLG_EN).message, "no road within 500 m of 45.75050, 4.87000; the nearest is 1.1 km away"));
    const mlg_snapped swapped = snap(m, 4.8501, 45.752);
    assert_int_equal(swapped.state, MLG_OUTSIDE_MAP);
    assert_non_null(strstr(words_of(m, &swapped, MLG_EN).hint, "exchanged"));
    const mlg_snapped nowhere = snap(m, NAN, 4.85);
    assert_int_equal(nowhere.edge, MLG_NONE);
    assert_true(words_of(m, &nowhere, MLG_EN).message[0]);
    mlg_metric_free(m);

    /* Only the side where the point lies: to the right when driving. */
    mlg_metric *curb = metric_of(roads, (mlg_metric_spec) { .curb = true });
    const mlg_snapped left = snap(curb, 45.752, 4.8499), right = snap(curb, 45.752, 4.8501);
    assert_true(left.directions != right.directions && left.directions + right.directions == 3);
    mlg_metric_free(curb);
    mlg_metric *islands = metric_of(roads, (mlg_metric_spec) { .islands = true });
    assert_int_equal(snap(islands, 45.7501, 4.8915).state, MLG_SNAPPED_ISLAND);
    mlg_metric_free(islands);
    mlg_roads_free(roads);
}

static mlg_flow one_leg(int32_t first_row, int32_t row_count, const mlg_leg *legs, void *user)
{
    if (!first_row && row_count) *(mlg_leg *)user = legs[0];
    return MLG_ENOUGH;
}

/* Across the street with curb: round the block, since U-turns need a junction; without, a few metres. */
static void the_side_of_the_street_counts(void **state)
{
    (void)state;
    mlg_roads *roads = made_up();
    mlg_leg legs[2];
    for (int curb = 0; curb < 2; curb++) {
        mlg_metric *m = metric_of(roads, (mlg_metric_spec) { .curb = curb });
        const mlg_snapped from = snap(m, 45.7520, 4.8501), to = snap(m, 45.7521, 4.8499);
        assert_int_equal(mlg_roads_matrix(m, &from, 1, &to, 1, 1, one_leg, &legs[curb], NULL), MLG_OK);
        mlg_metric_free(m);
    }
    check_msg(legs[0].distance_m == 11, "%d m", legs[0].distance_m);
    check_msg(legs[1].distance_m > 300, "%d m", legs[1].distance_m);
    mlg_roads_free(roads);
}

/* ---- why a way is long ---- */

/* A and C joined by three streets in a row, "Rue Basse", "Rue du Pont", "Rue Haute", and by a detour over B. bend: what bars the bridge. */
static mlg_roads *with_a_bridge(void (*bend)(struct draft *d, struct road_edge *bridge))
{
    enum { LON = 48500000, LAT = 457500000 };
    static const char *const names[3] = { "Rue Basse", "Rue du Pont", "Rue Haute" };
    struct draft d;
    int32_t node[4];
    struct road_edge e = { .class = ROAD_RESIDENTIAL };
    for (int f = 0; f < ROAD_FAMILIES; f++) e.access |= (uint16_t)(ROAD_THROUGH << (4 * f) | ROAD_THROUGH << (4 * f + 2));
    assert_true(mlg__draft_start(&d, false, false));
    for (int i = 0; i < 4; i++) node[i] = mlg__draft_node(&d, LON + 40000 * i, LAT, i + 1);
    const int32_t b = mlg__draft_node(&d, LON + 60000, LAT + 60000, 5);
    for (int i = 0; i < 3; i++) {
        struct road_edge piece = e;
        piece.tail = node[i], piece.head = node[i + 1], piece.name = mlg__intern(&d.names, names[i], strlen(names[i]));
        if (i == 1) bend(&d, &piece);
        mlg__draft_edge(&d, piece, NULL, NULL, 0, 0);
    }
    e.tail = node[0], e.head = b;
    mlg__draft_edge(&d, e, NULL, NULL, 0, 0);
    e.tail = b, e.head = node[3];
    mlg__draft_edge(&d, e, NULL, NULL, 0, 0);
    return finished(&d, scratch("bridge.roads"));
}

static void limit(struct draft *d, struct road_edge *bridge, struct road_limits l) { bridge->limits = (uint16_t)mlg__draft_limits(d, &l); }
static void low(struct draft *d, struct road_edge *bridge) { limit(d, bridge, (struct road_limits) { .height_cm = 350 }); }
static void narrow(struct draft *d, struct road_edge *bridge) { limit(d, bridge, (struct road_limits) { .width_cm = 220 }); }
static void weak(struct draft *d, struct road_edge *bridge) { limit(d, bridge, (struct road_limits) { .weight_10kg = 750 }); }
static void rights(struct road_edge *bridge, int truck)
{
    const int shift = 4 * ROAD_TRUCK;
    bridge->access = (uint16_t)((bridge->access & ~(15u << shift)) | (unsigned)(truck | truck << 2) << shift);
}
static void no_trucks(struct draft *d, struct road_edge *bridge) { (void)d, rights(bridge, ROAD_NO); }
static void no_transit(struct draft *d, struct road_edge *bridge) { (void)d, rights(bridge, ROAD_END); }
static void no_danger(struct draft *d, struct road_edge *bridge) { (void)d, bridge->flags |= ROAD_HAZMAT_NO; }
static void open_to_all(struct draft *d, struct road_edge *bridge) { (void)d, (void)bridge; }

static void the_bar_on_the_way_is_named(void **state)
{
    static const struct { void (*bend)(struct draft *, struct road_edge *); const char *profile; mlg_bar bar; double limit, own; const char *words; } cases[] = {
        { low, "truck:height_m=3.8", MLG_BAR_HEIGHT, 3.5, 3.8, "Rue du Pont (45.75000,4.85400): height limit 3.50 m, the vehicle has 3.80 m" },
        { low, "truck:height_m=3.5", MLG_BAR_NONE, 0, 0, "" },
        { narrow, "truck:width_m=2.55", MLG_BAR_WIDTH, 2.2, 2.55, "width limit 2.20 m" },
        { weak, "truck:mass_t=19", MLG_BAR_WEIGHT, 7.5, 19, "weight limit 7.50 t, the vehicle has 19.00 t" },
        { weak, "van", MLG_BAR_NONE, 0, 0, "" },
        { no_trucks, "truck", MLG_BAR_ACCESS, 0, 0, "closed to this vehicle" },
        { no_trucks, "van", MLG_BAR_NONE, 0, 0, "" },
        { no_transit, "truck", MLG_BAR_THROUGH, 0, 0, "not for its through traffic" },
        { no_danger, "truck:hazmat=1", MLG_BAR_HAZMAT, 0, 0, "closed to dangerous goods" },
        { open_to_all, "truck:mass_t=44,height_m=4.5", MLG_BAR_NONE, 0, 0, "" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        mlg_roads *roads = with_a_bridge(cases[i].bend);
        mlg_metric *m = metric_of(roads, (mlg_metric_spec) { .profile = cases[i].profile });
        const mlg_snapped via[3] = { snap(m, 45.75, 4.8501), snap(m, 45.75, 4.8619), snap(m, 45.75, 4.8605) };
        mlg_why why[2];
        mlg_error words = { 0 };
        assert_int_equal(mlg_roads_why(m, via, 3, why, NULL), MLG_OK);
        check_msg(why[0].bar == cases[i].bar, "%s: %d", cases[i].profile, (int)why[0].bar);
        check_msg(fabs(why[0].limit - cases[i].limit) < 1e-9 && fabs(why[0].own - cases[i].own) < 1e-9, "%g, %g", why[0].limit, why[0].own);
        assert_string_equal(why[0].street, why[0].bar ? "Rue du Pont" : "");
        assert_true(why[0].bar ? why[0].free.time_s < why[0].driven.time_s : why[0].free.time_s == why[0].driven.time_s);
        assert_int_equal(why[1].bar, MLG_BAR_NONE); /* on one street */
        mlg_why_words(&why[0], &words);
        check_msg(cases[i].words[0] ? strstr(words.message, cases[i].words) != NULL : !words.message[0], "\"%s\"", words.message);
        mlg_metric_free(m);
        mlg_roads_free(roads);
    }
}

/* ---- files ---- */

static mlg_places *places_of(int32_t count)
{
    mlg_point points[8];
    mlg_places *places;
    for (int32_t i = 0; i < count; i++) points[i] = (mlg_point) { 45.7505 + 0.0008 * i, 4.8505 + 0.0009 * i };
    assert_int_equal(mlg_places_make(points, NULL, count, &places, NULL), MLG_OK);
    return places;
}

static char *content(const char *path, size_t *count)
{
    FILE *f = fopen(path, "rb");
    char *bytes = calloc(1, 1 << 20);
    check_msg(f && bytes, "%s", path);
    *count = fread(bytes, 1, (1 << 20) - 1, f);
    fclose(f);
    return bytes;
}

static void matrices_say_the_same_in_every_format(void **state)
{
    (void)state;
    mlg_roads *roads;
    size_t n;
    assert_int_equal(mlg_roads_open(GRID, &roads, NULL), MLG_OK);
    mlg_metric *m = metric_of(roads, (mlg_metric_spec) { 0 });
    mlg_places *places = places_of(5);
    const char *bin = scratch("m.bin"), *csv = scratch("m.csv"), *json = scratch("m.json");
    assert_int_equal(mlg_matrix_write(m, places, places, 2, bin, MLG_FORMAT_AUTO, NULL, NULL, NULL, NULL), MLG_OK);
    assert_int_equal(mlg_matrix_write(m, places, places, 1, csv, MLG_FORMAT_AUTO, NULL, NULL, NULL, NULL), MLG_OK);
    assert_int_equal(mlg_matrix_write(m, places, places, 1, json, MLG_FORMAT_AUTO, NULL, NULL, NULL, NULL), MLG_OK);
    char *bytes = content(bin, &n);
    assert_int_equal(n, 64 + 4 * 25 * 4);
    assert_memory_equal(bytes, "MLGMATRX", 8);
    int32_t planes[4][25];
    memcpy(planes, bytes + 64, sizeof planes);
    free(bytes);
    char *table = content(csv, &n), *document = content(json, &n);
    for (int i = 0; i < 5; i++)
        for (int j = 0; j < 5; j++) {
            char row[100];
            snprintf(row, sizeof row, "\n%d,%d,%d,%d,0,0\n", i + 1, j + 1, planes[0][5 * i + j], planes[1][5 * i + j]);
            check_msg(strstr(table, row), "no row %s", row);
            assert_true((i == j) == (planes[1][5 * i + j] == 0));
        }
    char first[200];
    snprintf(first, sizeof first, "\"time_s\":[\n[%d,%d,%d,%d,%d]", planes[0][0], planes[0][1], planes[0][2], planes[0][3], planes[0][4]);
    check_msg(strstr(document, first), "no %s", first);
    free(table);
    free(document);
    assert_int_equal(mlg_matrix_write(m, places, places, 1, NULL, MLG_FORMAT_BIN, NULL, NULL, NULL, NULL), MLG_BAD_INPUT);
    assert_int_equal(mlg_matrix_write(m, places, places, 1, "/no/such/folder/m.csv", MLG_FORMAT_AUTO, NULL, NULL, NULL, NULL), MLG_NO_FILE);
    remove(bin);
    remove(csv);
    remove(json);
    mlg_places_free(places);
    mlg_metric_free(m);
    mlg_roads_free(roads);
}

static void tables_of_places_are_guessed(void **state)
{
    (void)state;
    const char *file = scratch("places.csv");
    mlg_places *places;
    mlg_findings *found = mlg_findings_new(MLG_EN);
    FILE *f = fopen(file, "w");
    fputs("name;latitude;lng;anything\nLyon;45,75;4,85;x\n\"A; B\";45.76;4.86;y\n", f);
    fclose(f);
    assert_int_equal(mlg_places_read(file, &places, found, NULL), MLG_OK);
    assert_int_equal(mlg_places_count(places), 2);
    assert_string_equal(mlg_places_id(places, 1), "A; B");
    assert_true(fabs(mlg_places_points(places)[0].lon_deg - 4.85) < 1e-12);
    assert_int_equal(mlg_findings_count(found, true), 0); /* nothing has to be mended */
    assert_non_null(strstr(mlg_findings_note(found, 0)->message, "longitude is read from \"lng\""));
    mlg_places_free(places);
    f = fopen(file, "w");
    fputs("id,lat\n1,45\n", f);
    fclose(f);
    mlg_error err = { 0 };
    assert_int_equal(mlg_places_read(file, &places, NULL, &err), MLG_BAD_INPUT);
    assert_non_null(strstr(err.message, "longitude"));
    remove(file);
    mlg_findings_free(found);
}

/* Rings are closed, outer ones anticlockwise, holes clockwise; more time never reaches less. */
static void areas_are_rings(void **state)
{
    (void)state;
    mlg_roads *roads;
    mlg_reach *reach;
    const int32_t limits_s[] = { 20, 60, 600 };
    assert_int_equal(mlg_roads_open(GRID, &roads, NULL), MLG_OK);
    mlg_metric *m = metric_of(roads, (mlg_metric_spec) { 0 });
    const mlg_snapped from = snap(m, 45.753, 4.854);
    assert_int_equal(mlg_roads_reach(m, &from, limits_s, 3, 20, &reach, NULL), MLG_OK);
    double last_km = 0;
    int32_t holes = 0;
    for (int32_t k = 0; k < 3; k++) {
        assert_true(mlg_reach_km(reach, k) > last_km && mlg_reach_ring_count(reach, k) > 0);
        last_km = mlg_reach_km(reach, k);
        for (int32_t i = 0; i < mlg_reach_ring_count(reach, k); i++) {
            const mlg_ring ring = mlg_reach_ring(reach, k, i);
            double twice = 0;
            for (int32_t p = 0; p + 1 < ring.point_count; p++) {
                const mlg_point a = mlg_reach_point(reach, ring.first_point + p), b = mlg_reach_point(reach, ring.first_point + p + 1);
                twice += a.lon_deg * b.lat_deg - b.lon_deg * a.lat_deg;
            }
            const mlg_point first = mlg_reach_point(reach, ring.first_point), last = mlg_reach_point(reach, ring.first_point + ring.point_count - 1);
            assert_memory_equal(&first, &last, sizeof first);
            assert_true(ring.hole ? twice < 0 : twice > 0);
            assert_true(i || !ring.hole);
            holes += ring.hole;
        }
    }
    check_msg(fabs(last_km - mlg_roads_about(roads).length_km) < 1e-6, "all streets are reached in 10 minutes: %f km", last_km);
    check_msg(holes > 4, "%d blocks between the streets", holes);
    mlg_reach_free(reach);
    mlg_metric_free(m);
    mlg_roads_free(roads);
}

/* ---- the leg source ---- */

static void a_place_without_a_road_keeps_its_legs(void **state)
{
    (void)state;
    static const double kmh[] = { 10, 50 }, a[] = { 4, 3 }, b[] = { 0.5, 0.4 };
    const mlg_point places[4] = { { 45.752, 4.8501 }, { 45.75005, 4.853 }, { 45.7505, 4.87 }, { 4.85, 45.75 } };
    const char *const names[4] = { "near", "too", "field", "swapped" };
    const mlg_road_class classes[2] = { { "van", NULL, { 2, kmh, a, b } }, { "cargobike", NULL, { 2, kmh, a, b } } };
    for (int crow = 0; crow < 2; crow++) {
        mlg_leg_source source;
        const mlg_roads_source_spec spec = { .classes = classes, .class_count = 2, .places = places, .place_names = names, .place_count = 4,
                                             .no_crow_flight = !crow };
        assert_int_equal(mlg_roads_source(made_up(), &spec, &source, NULL), MLG_OK);
        assert_int_equal(mlg_findings_count(source.found, true), 2);
        assert_string_equal(mlg_findings_at(source.found, true, 0)->where, "field");
        assert_non_null(strstr(mlg_findings_at(source.found, true, 0)->message, "km away"));
        assert_non_null(strstr(mlg_findings_at(source.found, true, 0)->message, crow ? "crow flight" : "unreachable"));
        assert_string_equal(mlg_findings_at(source.found, true, 1)->where, "swapped");
        assert_non_null(strstr(mlg_findings_at(source.found, true, 1)->hint, "exchanged"));
        const int32_t all[4] = { 0, 1, 2, 3 };
        mlg_leg legs[16], between[16];
        for (int32_t c = 0; c < 2; c++) {
            assert_int_equal(source.rows(source.self, c, all, 4, all, 4, legs, NULL), MLG_OK);
            assert_int_equal(source.between(source.self, c, places, 4, between, NULL), MLG_OK);
            assert_memory_equal(legs, between, sizeof legs);
            assert_int_equal(legs[1].time_s > 0 && legs[1].time_s != MLG_UNREACHABLE, 1);
            assert_int_equal(legs[2].time_s == MLG_UNREACHABLE, !crow);
        }
        mlg_roads_source_free(&source);
    }
}

static void a_source_drives_at_the_hour_it_was_asked_for(void **state)
{
    (void)state;
    static const double kmh[] = { 10, 50 }, a[] = { 4, 3 };
    const mlg_point places[2] = { { 45.7501, 4.8505 }, { 45.7501, 4.8555 } };
    const mlg_road_class van = { "van", NULL, { 2, kmh, a, a } };
    const int32_t first = 0, last = 1, hours[3] = { 0, 9, 10 };
    mlg_leg legs[3];
    for (int i = 0; i < 3; i++) {
        mlg_leg_source source;
        const mlg_roads_source_spec spec = { .classes = &van, .class_count = 1, .places = places, .place_count = 2, .hour = hours[i] };
        assert_int_equal(mlg_roads_source(made_up(), &spec, &source, NULL), MLG_OK);
        assert_int_equal(source.rows(source.self, 0, &first, 1, &last, 1, &legs[i], NULL), MLG_OK);
        mlg_roads_source_free(&source);
    }
    assert_true(legs[1].time_s > 2 * legs[0].time_s);
    assert_memory_equal(&legs[2], &legs[0], sizeof legs[0]);
}

/* All shapes of a way, one after the other. */
struct told { int32_t count, legs; mlg_point points[64]; };
static void tell(int32_t leg, const mlg_point *points, int32_t count, void *user)
{
    struct told *t = user;
    (void)leg;
    t->legs++;
    for (int32_t i = 0; i < count && t->count < 64; i++) t->points[t->count++] = points[i];
}

static void a_way_is_that_of_its_legs(void **state)
{
    (void)state;
    static const double kmh[] = { 10, 50 }, a[] = { 4, 3 };
    /* on the streets; in a field; on the streets; on the island, which no way leads to; on the streets */
    const mlg_point places[8] = { { 45.752, 4.8501 }, { 45.7501, 4.853 }, { 45.7505, 4.87 }, { 45.7501, 4.8505 }, { 45.753, 4.8501 },
                                  { 45.7501, 4.8915 }, { 45.7501, 4.8505 }, { 45.7505, 4.87 } };
    const mlg_road_class van = { "van", NULL, { 2, kmh, a, a } };
    const mlg_roads_source_spec spec = { .classes = &van, .class_count = 1, .places = places, .place_count = 8 };
    mlg_leg_source source;
    struct told whole = { 0 }, parts = { 0 };
    assert_int_equal(mlg_roads_source(made_up(), &spec, &source, NULL), MLG_OK);
    assert_int_equal(source.way(source.self, 0, places, 8, tell, &whole, NULL), MLG_OK);
    for (int32_t i = 0; i < 7; i++) assert_int_equal(source.way(source.self, 0, places + i, 2, tell, &parts, NULL), MLG_OK);
    assert_int_equal(whole.legs, 7);
    assert_true(whole.count > 14 && whole.count < 64);
    assert_memory_equal(&whole, &parts, sizeof whole);
    mlg_roads_source_free(&source);
}

static bool make_source(void *user)
{
    const mlg_point place = { 45.7505, 4.8505 };
    static const double kmh[] = { 10, 50 }, a[] = { 4, 3 };
    const mlg_road_class van = { "van", NULL, { 2, kmh, a, a } };
    mlg_roads *roads;
    mlg_leg_source source;
    mlg_leg leg;
    const int32_t first = 0;
    (void)user;
    if (mlg_roads_open(GRID, &roads, NULL)) return false;
    const mlg_roads_source_spec spec = { .classes = &van, .class_count = 1, .places = &place, .place_count = 1 };
    mlg_status status = mlg_roads_source(roads, &spec, &source, NULL);
    if (status) mlg_roads_free(roads);
    if (!status) status = source.rows(source.self, 0, &first, 1, &first, 1, &leg, NULL);
    if (source.self) mlg_roads_source_free(&source);
    assert_true(status == MLG_OK || status == MLG_NO_MEMORY);
    return !status;
}

/* ---- a map in the place of a road file ---- */

static int32_t entries_of(const char *folder)
{
    int32_t count = 0;
    DIR *dir = opendir(folder);
    while (dir && readdir(dir)) count++;
    if (dir) closedir(dir);
    return count;
}

static void count_streets(int32_t street, const mlg_point *points, int32_t count, void *user)
{
    assert_true(points && count >= 2);
    *(int32_t *)user = street + 1;
}

static bool open_a_map(void *user)
{
    const mlg_point places[2] = { { 45.7505, 4.8505 }, { 45.9, 4.8505 } };
    static const double kmh[] = { 10, 50 }, a[] = { 4, 3 };
    const mlg_road_class van = { "van", NULL, { 2, kmh, a, a } };
    const mlg_roads_source_spec spec = { .classes = &van, .class_count = 1, .places = places, .place_count = 2 };
    mlg_roads *roads;
    mlg_leg_source source = { 0 };
    mlg_leg legs[4];
    int32_t streets = 0;
    mlg_status status = mlg_roads_open(MLG_SOURCE_DIR "/tests/data/grid", &roads, NULL);
    assert_int_equal(entries_of(user), 2); /* nothing is left behind, whatever happened */
    if (!status && (status = mlg_roads_source(roads, &spec, &source, NULL))) mlg_roads_free(roads);
    if (!status) status = source.driven(source.self, 0, places, 2, legs, NULL);
    if (!status) assert_true(legs[0].time_s == 0 && legs[1].time_s == MLG_UNREACHABLE && !source.estimated);
    if (!status) status = source.streets(source.self, (mlg_point) { 45, 4 }, (mlg_point) { 46, 5 }, count_streets, &streets, NULL);
    if (!status) assert_int_equal(streets, mlg_roads_about(roads).edge_count);
    mlg_roads_source_free(&source);
    assert_true(status == MLG_OK || status == MLG_NO_MEMORY);
    return !status;
}

static void a_map_will_do(void **state)
{
    (void)state;
    char *folder = mlg__strdup(scratch("maps")), *large = mlg__strdup(scratch("large.osm.pbf"));
    mlg_roads *roads;
    mlg_error err = { 0 };
    assert_int_equal(mkdir(folder, 0777), 0);
    setenv("TMPDIR", folder, 1);
    assert_int_equal(mlg_roads_open(MLG_SOURCE_DIR "/tests/data/grid", &roads, &err), MLG_OK);
    assert_string_equal(mlg_roads_about(roads).file, MLG_SOURCE_DIR "/tests/data/grid");
    mlg_roads_free(roads);
    assert_true(for_each_failed_allocation(open_a_map, folder) > 50);

    FILE *f = fopen(large, "wb"); /* that takes minutes: refused */
    assert_true(f && !fseek(f, 65000000, SEEK_SET) && fputc(0, f) == 0);
    fclose(f);
    assert_int_equal(mlg_roads_open(large, &roads, &err), MLG_OVER_LIMIT);
    assert_non_null(strstr(err.hint, "roads build"));
    remove(large);
    assert_int_equal(mlg_roads_open(scratch("none.osm.pbf"), &roads, &err), MLG_NO_FILE);
    assert_int_equal(entries_of(folder), 2);
    rmdir(folder);
    setenv("TMPDIR", folder, 1);
    assert_int_equal(mlg_roads_open(MLG_SOURCE_DIR "/tests/data/grid", &roads, &err), MLG_NO_FILE);
    unsetenv("TMPDIR");
    mlg__free(folder);
    mlg__free(large);
}

/* ---- memory ---- */

static bool ask_everything(void *user)
{
    mlg_roads *roads;
    mlg_metric *m = NULL;
    mlg_path *path = NULL;
    mlg_reach *reach = NULL;
    mlg_near near[4];
    mlg_leg leg;
    mlg_snapped at[2];
    mlg_why why;
    const int32_t limit_s = 30;
    (void)user;
    if (mlg_roads_open(GRID, &roads, NULL)) return false;
    mlg_status status = mlg_metric_make(roads, &(mlg_metric_spec) { 0 }, &m, NULL);
    if (!status) mlg_snap(m, (mlg_point[]) { { 45.7505, 4.8505 }, { 45.7540, 4.8560 } }, 2, at);
    if (!status) status = mlg_roads_matrix(m, at, 2, at, 2, 1, one_leg, &leg, NULL);
    if (!status) status = mlg_roads_nearest(m, at, 2, at, 2, 2, 1, near, NULL);
    if (!status) status = mlg_roads_route(m, at, 2, &path, NULL);
    if (!status) status = mlg_roads_reach(m, &at[0], &limit_s, 1, 50, &reach, NULL);
    if (!status) status = mlg_roads_why(m, at, 2, &why, NULL);
    assert_true(status == MLG_OK || status == MLG_NO_MEMORY);
    mlg_path_free(path);
    mlg_reach_free(reach);
    mlg_metric_free(m);
    mlg_roads_free(roads);
    return !status;
}

static void memory_may_fail(void **state)
{
    (void)state;
    assert_true(for_each_failed_allocation(make_source, NULL) > 20);
    assert_true(for_each_failed_allocation(ask_everything, NULL) > 30);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(points_meet_roads),
        cmocka_unit_test(the_side_of_the_street_counts),
        cmocka_unit_test(the_bar_on_the_way_is_named),
        cmocka_unit_test(matrices_say_the_same_in_every_format),
        cmocka_unit_test(tables_of_places_are_guessed),
        cmocka_unit_test(areas_are_rings),
        cmocka_unit_test(a_place_without_a_road_keeps_its_legs), cmocka_unit_test(a_source_drives_at_the_hour_it_was_asked_for),
        cmocka_unit_test(a_way_is_that_of_its_legs),
        cmocka_unit_test(a_map_will_do),
        cmocka_unit_test(memory_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
