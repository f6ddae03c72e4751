/* test_roads_reading_memory.c — every allocation of reading a map, and of using it, fails once: an error, no leak. */
#include "roads/plain_map.h"
#include "roads/profile.h"
#include "roads/use.h"
#include "support/pbf_make.h"

static struct osm_file file;
static bool with_turns;

static bool build_and_use(void *user)
{
    const struct source s = osm_source(&file);
    struct road_graph g;
    struct road_use u = { 0 };
    struct road_profile p;
    mlg_error err = { 0 };
    (void)user;
    mlg_status status = mlg__map_build_pbf(&s, &(struct map_options) { .turns = with_turns, .keep_osm_ids = true }, &g,
                                           NULL, NULL, &err);
    if (!status) status = mlg__profile_from_text("truck", &p, &err);
    if (!status) status = mlg__road_use_make(&g, &p, NULL, 8, &u, &err);
    if (!status) mlg__road_use_free(&u);
    mlg__road_graph_free(&g);
    check_msg(status == MLG_OK || (status == MLG_NO_MEMORY && err.message[0]), "status %d: %s", (int)status,
              err.message);
    return status == MLG_OK;
}

static void test_map_without_memory(void **state)
{
    (void)state;
    for (int form = 0; form < 2; form++) {
        file = osm_file(form ? OSM_SORTED : OSM_PLAIN_NODES);
        for (int i = 0; i < 40; i++)
            osm_node(&file, i + 1, 2 + i * 0.001, 48 + i % 7 * 0.001, i % 5 ? NULL : "barrier=gate|access=private");
        osm_way(&file, 100, "1 2 3 4 5 6 7 8", "highway=residential|name=Un|maxheight=3");
        osm_way(&file, 101, "8 9 10 11 99 12", "highway=primary|name=Deux|hgv:conditional=no @ (weight>7.5)");
        osm_way(&file, 102, "4 20 21 22 1", "highway=service|access=private");
        osm_relation(&file, 200, "from:w100 via:n8 to:w101", "type=restriction|restriction=no_left_turn");
        osm_file_end(&file);
        with_turns = form;
        for_each_failed_allocation(build_and_use, NULL);
        text_free(&file.bytes);
    }
}

static bool read_tables(void *user)
{
    static const char nodes[] = "id,lon,lat\n1,2,48\n2,2.1,48\n3,2.2,48\n",
                      arcs[] = "from,to,length_m,name\n1,2,5,A\n2,1,5,A\n2,3,7,B\n";
    const struct source n = { .bytes = (const uint8_t *)nodes, .size = sizeof nodes - 1, .name = "nodes.csv" };
    const struct source a = { .bytes = (const uint8_t *)arcs, .size = sizeof arcs - 1, .name = "arcs.csv" };
    struct road_graph g = { 0 };
    mlg_error err = { 0 };
    (void)user;
    const mlg_status status = mlg__plain_map_bytes(&n, &a, false, &g, &err);
    mlg__road_graph_free(&g);
    check_msg(status == MLG_OK || status == MLG_NO_MEMORY, "status %d: %s", (int)status, err.message);
    return status == MLG_OK;
}

static void test_tables_without_memory(void **state)
{
    (void)state;
    for_each_failed_allocation(read_tables, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_map_without_memory),
                                        cmocka_unit_test(test_tables_without_memory) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
