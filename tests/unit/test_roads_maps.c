/* test_roads_maps.c — small maps with known answers: restrictions as OpenStreetMap writes them, lights, gates, ferries,
 * towns; and graphs that come as tables or DIMACS files. */
#include "roads/plain_map.h"
#include "roads/profile.h"
#include "roads/use.h"
#include "support/pbf_make.h"

/* A crossing: 1 west, 2 centre, 3 east, 4 north, 5 south; each arm a way of its own. North goes on to 6 and, by way 15,
 * west again to 7. */
static struct osm_file crossing(void)
{
    struct osm_file f = osm_file(0);
    osm_node(&f, 1, 2.000, 48.000, NULL);
    osm_node(&f, 2, 2.001, 48.000, NULL);
    osm_node(&f, 3, 2.002, 48.000, NULL);
    osm_node(&f, 4, 2.001, 48.001, NULL);
    osm_node(&f, 5, 2.001, 47.999, NULL);
    osm_node(&f, 6, 2.001, 48.002, NULL);
    osm_node(&f, 7, 2.000, 48.001, NULL);
    osm_way(&f, 11, "1 2", "highway=primary");
    osm_way(&f, 12, "2 3", "highway=primary");
    osm_way(&f, 13, "2 4", "highway=primary");
    osm_way(&f, 14, "2 5", "highway=primary");
    osm_way(&f, 15, "4 7", "highway=primary");
    osm_way(&f, 16, "4 6", "highway=primary");
    return f;
}

static void build(struct osm_file *f, bool turns, struct road_graph *g, struct map_counts *c)
{
    mlg_error err = { 0 };
    osm_file_end(f);
    const struct source s = osm_source(f);
    const mlg_status status =
        mlg__map_build_pbf(&s, &(struct map_options) { .turns = turns, .keep_osm_ids = true }, g, c, NULL, &err);
    check_msg(!status, "%s: %s", err.where, err.message);
    text_free(&f->bytes);
}

static int32_t node_of(const struct road_graph *g, int64_t osm)
{
    for (int32_t v = 0; v < g->node_count; v++)
        if (g->node_osm[v] == osm) return v;
    fail_msg("node %lld is no junction", (long long)osm);
    return MLG_NONE;
}

/* Whether family may drive through these nodes one after the other. */
static bool may_drive(const struct road_graph *g, int family, const char *nodes)
{
    char *end;
    int32_t state = node_of(g, strtoll(nodes, &end, 10));
    while (*end) {
        const int32_t next = node_of(g, strtoll(end, &end, 10));
        int32_t found = MLG_NONE;
        for (int32_t arc = g->out_first[state]; arc < g->out_first[state + 1]; arc++)
            if (g->state_node[g->arc_head[arc]] == next && !(g->arc_barred[arc] >> family & 1) &&
                mlg__edge_access(&g->edges[g->arc_edge[arc] >> 1], family, g->arc_edge[arc] & 1))
                found = g->arc_head[arc];
        if (found == MLG_NONE) return false;
        state = found;
    }
    return true;
}

/* One restriction on the crossing, a way it forbids and one it leaves open, for van and truck. */
static const struct {
    const char *members, *tags, *van_no, *van_yes, *truck_no, *truck_yes;
    int32_t used, dropped, by_hour;
} restrictions[] = {
    { "from:w11 via:n2 to:w13", "type=restriction|restriction=no_left_turn", "1 2 4", "1 2 3", "1 2 4", "5 2 4", 1, 0,
      0 },
    { "from:w11 via:n2 to:w13", "type=restriction|restriction=only_left_turn", "1 2 3", "1 2 4", "1 2 5", "3 2 5", 1, 0,
      0 },
    { "from:w11 via:n2 to:w11", "type=restriction|restriction=no_u_turn", "1 2 1", "1 2 3", "1 2 1", "4 2 1", 1, 0, 0 },
    { "from:w11 via:n2 to:w13", "type=restriction|restriction:hgv=no_left_turn", "", "1 2 4", "1 2 4", "1 2 3", 1, 0,
      0 },
    { "from:w11 via:n2 to:w13", "type=restriction|restriction=no_left_turn|except=hgv", "1 2 4", "1 2 3", "", "1 2 4",
      1, 0, 0 },
    { "from:w11 via:n2 to:w13", "type=restriction|restriction=no_left_turn|except=goods;bicycle", "", "1 2 4", "1 2 4",
      "1 2 3", 1, 0, 0 },
    { "from:w11 via:n2 to:w13", "type=restriction|restriction:conditional=no_left_turn @ (Mo-Fr 07:00-09:00)", "1 2 4",
      "1 2 3", "1 2 4", "", 1, 0, 1 },
    { "from:w11 via:n2 to:w13", "type=restriction|restriction:conditional=no_left_turn @ (weight>7.5)", "", "1 2 4",
      "1 2 4", "", 1, 0, 0 },
    { "from:w11 from:w14 via:n2 to:w13", "type=restriction|restriction=no_entry", "1 2 4", "3 2 4", "5 2 4", "1 2 3", 1,
      0, 0 },
    { "from:w11 via:n2 to:w13 to:w12", "type=restriction|restriction=no_exit", "1 2 4", "1 2 5", "1 2 3", "", 1, 0, 0 },
    { "from:w11 via:w13 to:w15", "type=restriction|restriction=no_left_turn", "1 2 4 7", "1 2 4 6", "1 2 4 7",
      "3 2 4 7", 1, 0, 0 },
    { "from:w11 via:w13 to:w15", "type=restriction|restriction=only_left_turn", "1 2 4 6", "1 2 4 7", "1 2 4 6",
      "5 2 4 6", 1, 0, 0 },
    { "to:w15 via:w13 from:w11", "type=restriction|restriction=no_left_turn", "1 2 4 7", "1 2 4 6", "", "", 1, 0, 0 },
    { "from:w11 via:w12 to:w15", "type=restriction|restriction=no_left_turn", "", "1 2 4 7", "", "", 0, 1,
      0 }, /* do not touch */
    { "from:w11 via:n2 to:w99", "type=restriction|restriction=no_left_turn", "", "1 2 4", "", "", 0, 1, 0 },
    { "from:w11 to:w13", "type=restriction|restriction=no_left_turn", "", "1 2 4", "", "", 0, 1, 0 },
    { "via:n2 to:w13", "type=restriction|restriction=no_left_turn", "", "1 2 4", "", "", 0, 1, 0 },
    { "from:w11 via:n6 to:w13", "type=restriction|restriction=no_left_turn", "", "1 2 4", "", "", 0, 1, 0 },
    { "from:w11 via:n2 via:n4 to:w13", "type=restriction|restriction=no_left_turn", "", "1 2 4", "", "", 0, 1, 0 },
    { "from:w11 via:n2 to:w13", "type=restriction|restriction=no_right_turn_on_red", "", "1 2 4", "", "", 0, 1, 0 },
    { "from:w11 via:n2 to:w13", "type=restriction|restriction=give_way", "", "1 2 4", "", "", 0, 1, 0 },
    { "from:w11 via:n2 to:w13", "type=restriction", "", "1 2 4", "", "", 0, 1, 0 },
    { "from:w11 via:n2 to:w13", "type=route|restriction=no_left_turn", "", "1 2 4", "", "", 0, 0, 0 },
    { "from:w11 via:n2 to:w13", "type=restriction|restriction=no_left_turn|hour_on=07:00", "1 2 4", "", "", "", 1, 0,
      1 },
};

static void test_restrictions(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof restrictions / sizeof *restrictions; i++) {
        struct osm_file f = crossing();
        struct road_graph g;
        struct map_counts c;
        osm_relation(&f, 100, restrictions[i].members, restrictions[i].tags);
        build(&f, false, &g, &c);
        check_msg(c.restrictions == restrictions[i].used && c.restrictions_dropped == restrictions[i].dropped &&
                      c.restrictions_by_hour == restrictions[i].by_hour,
                  "row %zu: %lld used, %lld dropped, %lld by hour", i, (long long)c.restrictions,
                  (long long)c.restrictions_dropped, (long long)c.restrictions_by_hour);
        const struct {
            int family;
            const char *way;
            bool may;
        } checks[] = {
            { ROAD_VAN, restrictions[i].van_no, false },
            { ROAD_VAN, restrictions[i].van_yes, true },
            { ROAD_TRUCK, restrictions[i].truck_no, false },
            { ROAD_TRUCK, restrictions[i].truck_yes, true },
        };
        for (int k = 0; k < 4; k++)
            if (*checks[k].way)
                check_msg(may_drive(&g, checks[k].family, checks[k].way) == checks[k].may, "row %zu: %s", i,
                          checks[k].way);
        mlg__road_graph_free(&g);
    }
}

static void test_barriers_cut_and_turn_back(void **state)
{
    struct osm_file f = osm_file(0);
    struct road_graph g;
    struct map_counts c;
    (void)state;
    osm_node(&f, 1, 2.000, 48, NULL);
    osm_node(&f, 2, 2.001, 48, "barrier=bollard");
    osm_node(&f, 3, 2.002, 48, NULL);
    osm_way(&f, 10, "1 2 3", "highway=residential");
    build(&f, false, &g, &c);
    assert_false(may_drive(&g, ROAD_VAN, "1 2 3"));
    assert_false(may_drive(&g, ROAD_TRUCK, "3 2 1"));
    assert_true(may_drive(&g, ROAD_VAN, "1 2 1"));
    assert_true(may_drive(&g, ROAD_BIKE, "1 2 3"));
    mlg__road_graph_free(&g);
}

static void test_lights_gates_and_ferries(void **state)
{
    struct osm_file f = osm_file(0);
    struct road_graph g;
    struct map_counts c;
    struct road_profile p;
    (void)state;
    osm_node(&f, 1, 2.000, 48, NULL);
    osm_node(&f, 2, 2.001, 48, "highway=traffic_signals");
    osm_node(&f, 3, 2.002, 48, "highway=traffic_signals|traffic_signals:direction=backward");
    osm_node(&f, 4, 2.003, 48, "barrier=gate");
    osm_node(&f, 5, 2.004, 48, "highway=traffic_signals");
    osm_node(&f, 6, 2.100, 48, NULL);
    osm_way(&f, 10, "1 2 3 4 5", "highway=residential");
    osm_way(&f, 11, "5 6", "route=ferry|duration=00:30");
    build(&f, false, &g, &c);
    assert_int_equal(g.edge_count, 2);
    const int32_t street = g.edges[0].class == ROAD_FERRY, ferry = !street;
    assert_int_equal(g.edges[street].signals[0], 2); /* 2, and 5 at the end */
    assert_int_equal(g.edges[street].signals[1], 2); /* 2 and 3 */
    assert_int_equal(g.edges[street].gates[0], 1);
    assert_int_equal(g.edges[street].gates[1], 1);
    assert_int_equal(g.edges[ferry].speed_kmh[0], 14); /* 7.14 km in half an hour, to whole km/h */
    assert_int_equal(mlg__profile_from_text("van", &p, NULL), MLG_OK);
    const int64_t ms = mlg__edge_weight(&g, &p, NULL, ferry, 0).t_ms;
    assert_true(ms > 1700000 && ms < 1900000);
    mlg__road_graph_free(&g);
}

/* The length of a degree of latitude, and a bent street. */
static void test_lengths_and_shapes(void **state)
{
    struct osm_file f = osm_file(0);
    struct road_graph g;
    struct map_counts c;
    (void)state;
    osm_node(&f, 1, 2.000, 48.0, NULL);
    osm_node(&f, 2, 2.001, 48.005, NULL);
    osm_node(&f, 3, 2.000, 48.01, NULL);
    osm_node(&f, 4, -2.5, 48.0, NULL);
    osm_node(&f, 5, -2.5, 49.0, NULL);
    osm_way(&f, 10, "1 2 3", "highway=residential");
    osm_way(&f, 11, "4 5", "highway=residential");
    build(&f, false, &g, &c);
    const int32_t bent = g.edges[0].point_count ? 0 : 1;
    assert_int_equal(g.edges[!bent].length_dm, 1111951); /* 6,371,008.8 m * pi / 180 */
    assert_int_equal(g.edges[bent].length_dm, 11219);    /* 2 * sqrt(555.975^2 + 74.401^2) = 1121.86 m */
    struct road_shape s = mlg__shape(&g, bent);
    mlg__shape_step(&s);
    assert_int_equal(s.lon_e7, 20010000);
    assert_int_equal(s.lat_e7, 480050000);
    assert_int_equal(g.west_e7, -25000000);
    assert_int_equal(g.north_e7, 490000000);
    mlg__road_graph_free(&g);
}

/* Streets 100 m apart make a town; a lone road is none; tags go before. */
static void test_towns(void **state)
{
    struct osm_file f = osm_file(0);
    struct road_graph g;
    struct map_counts c;
    int64_t id = 1;
    (void)state;
    for (int row = 0; row < 10; row++) {
        char refs[32];
        osm_node(&f, id, 2.000, 48 + row * 0.0009, NULL);
        osm_node(&f, id + 1, 2.004, 48 + row * 0.0009, NULL);
        snprintf(refs, sizeof refs, "%lld %lld", (long long)id, (long long)id + 1);
        osm_way(&f, 100 + row, refs, row == 5 ? "highway=primary" : "highway=residential");
        id += 2;
    }
    osm_node(&f, 50, 3.0, 48, NULL);
    osm_node(&f, 51, 3.01, 48, NULL);
    osm_node(&f, 52, 3.02, 48, NULL);
    osm_way(&f, 200, "50 51", "highway=residential");
    osm_way(&f, 201, "51 52", "highway=primary|maxspeed=FR:urban");
    build(&f, false, &g, &c);
    for (int32_t e = 0; e < g.edge_count; e++) {
        const bool urban = g.edges[e].flags & ROAD_URBAN;
        assert_int_equal(g.edges[e].flags & ~ROAD_URBAN, 0);
        if (g.edge_way[e] == 105 || g.edge_way[e] == 104 || g.edge_way[e] == 201) assert_true(urban);
        if (g.edge_way[e] == 200) assert_false(urban);
    }
    mlg__road_graph_free(&g);
}

/* Plain maps. */

static mlg_status read_plain(const char *places, const char *arcs, bool dimacs, struct road_graph *g, mlg_error *err)
{
    const struct source p = { .bytes = (const uint8_t *)places, .size = strlen(places), .name = "places" };
    const struct source a = { .bytes = (const uint8_t *)arcs, .size = strlen(arcs), .name = "arcs" };
    *g = (struct road_graph) { 0 };
    return mlg__plain_map_bytes(&p, &a, dimacs, g, err);
}

static void test_tables(void **state)
{
    struct road_graph g;
    mlg_error err = { 0 };
    (void)state;
    check_msg(
        !read_plain("id,osm_id,lon,lat\n7,70,2.0,48\r\n8,80,2.001,48\n9,90,2.002,48\n",
                    "from,to,length_m,name\n7,8,97.2,\"Rue A, haute\"\n8,7,97.2,\"Rue A, haute\"\n8,9,50,\n9,7,10,B\n",
                    false, &g, &err),
        "%s: %s", err.where, err.message);
    assert_int_equal(g.node_count, 3);
    assert_int_equal(g.edge_count, 3); /* the first two rows are one street */
    for (int32_t e = 0; e < g.edge_count; e++) {
        const bool both = g.edges[e].length_dm == 972;
        assert_int_equal(g.edges[e].access, both ? 0xaaaa : 0x2222);
        assert_int_equal(g.edge_time_ms[2 * e], g.edges[e].length_dm * 12); /* 30 km/h */
        if (both)
            assert_int_equal(g.name_first[g.edges[e].name + 1] - g.name_first[g.edges[e].name], strlen("Rue A, haute"));
    }
    mlg__road_graph_free(&g);
}

static void test_dimacs(void **state)
{
    struct road_graph g;
    mlg_error err = { 0 };
    (void)state;
    check_msg(!read_plain("c places\np aux sp co 3\nv 1 2000000 48000000\nv 2 2001000 48000000\nv 3 2002000 48000000\n",
                          "c arcs\np sp 3 3\na 1 2 720\na 2 1 720\na 2 3 800\n", true, &g, &err),
              "%s: %s", err.where, err.message);
    assert_int_equal(g.node_count, 3);
    assert_int_equal(g.edge_count, 2);
    mlg__road_graph_free(&g);
}

static void test_bad_tables(void **state)
{
    static const struct {
        const char *places, *arcs;
        bool dimacs;
        const char *where, *message;
    } cases[] = {
        { "id,lon\n1,2\n", "from,to,length_m\n", false, "places:1", "has the columns" },
        { "id,lon,lat\n1,2,x\n", "from,to,length_m\n", false, "places:2", "a place on the globe" },
        { "id,lon,lat\n1,2,91\n", "from,to,length_m\n", false, "places:2", "a place on the globe" },
        { "id,lon,lat\n1,2,48\n", "from,length_m\n", false, "arcs:1", "has the columns" },
        { "id,lon,lat\n1,2,48\n", "from,to,length_m\n1,1,-5\n", false, "arcs:2", "two ids and a length" },
        { "id,lon,lat\n1,2,48\n2,2,48\n", "from,to,length_m\n1,3,5\n", false, "", "that is no node" },
        { "id,lon,lat\n1,2,48\n1,2,48\n", "from,to,length_m\n1,1,5\n", false, "", "comes twice" },
        { "v 1 2 3\nx\n", "a 1 1 1\n", true, "places:2", "v id lon lat" },
        { "v 1 2 3\n", "a 1 1\n", true, "arcs:1", "a from to weight" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct road_graph g;
        mlg_error err = { 0 };
        check_msg(read_plain(cases[i].places, cases[i].arcs, cases[i].dimacs, &g, &err) == MLG_BAD_INPUT,
                  "case %zu is accepted", i);
        check_msg(strstr(err.message, cases[i].message) != NULL, "case %zu: %s", i, err.message);
        check_msg(!strcmp(err.where, cases[i].where), "case %zu at %s", i, err.where);
        mlg__road_graph_free(&g);
    }
}

/* The published sets: sizes, and all of New York in one component. */
static void test_published_tables(void **state)
{
    static const struct {
        const char *folder;
        int32_t nodes, edges, arcs;
    } sets[] = {
        { "roads-ny", 264346, 366923, 733846 }, { "lyon-streets", 3736, 5886, 7810 }, /* one of 7,811 arcs is a loop */
    };
    const char *data = getenv("MAILLAGE_DATASETS");
    (void)state;
    if (!data) {
        print_message("MAILLAGE_DATASETS is not set: New York and Lyon are skipped\n");
        return;
    }
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
        char path[1000];
        struct road_graph g;
        struct road_profile p;
        struct road_use u;
        mlg_error err = { 0 };
        snprintf(path, sizeof path, "%s/geo/%s", data, sets[i].folder);
        check_msg(!mlg__map_build(path, &(struct map_options) { 0 }, &g, NULL, NULL, &err), "%s: %s", err.where,
                  err.message);
        assert_int_equal(g.node_count, sets[i].nodes);
        assert_int_equal(g.edge_count, sets[i].edges);
        assert_int_equal(g.arc_count, sets[i].arcs);
        assert_int_equal(mlg__profile_from_text("van", &p, NULL), MLG_OK);
        assert_int_equal(mlg__road_use_make(&g, &p, NULL, MLG_NONE, &u, &err), MLG_OK);
        if (i == 0) assert_int_equal(u.component_states[0], sets[i].nodes);
        assert_int_equal(u.pocket_count, 0);
        mlg__road_use_free(&u);
        mlg__road_graph_free(&g);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_restrictions),
        cmocka_unit_test(test_barriers_cut_and_turn_back),
        cmocka_unit_test(test_lights_gates_and_ferries),
        cmocka_unit_test(test_lengths_and_shapes),
        cmocka_unit_test(test_towns),
        cmocka_unit_test(test_tables),
        cmocka_unit_test(test_dimacs),
        cmocka_unit_test(test_bad_tables),
        cmocka_unit_test(test_published_tables),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
