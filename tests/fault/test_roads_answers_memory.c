/* test_roads_answers_memory.c — every allocation of opening a road file and of each answer from it fails once: an error, no leak. The map
 * has a private street, so that searches in pockets are among them. */
#include "roads/metric.h"
#include "support/pbf_make.h"

enum { POINTS = 4 };
static const char road_file[] = MLG_BUILD_DIR "/tests/answers.roads";

static void write_map(void)
{
    static const char map[] = MLG_BUILD_DIR "/tests/answers.osm.pbf";
    struct osm_file file = osm_file(OSM_SORTED);
    mlg_error err = { 0 };
    for (int i = 0; i < 40; i++) osm_node(&file, i + 1, 2 + i % 8 * 0.001, 48 + i / 8 * 0.001, NULL);
    osm_way(&file, 100, "1 2 3 4 5 6 7 8", "highway=residential|name=Un");
    osm_way(&file, 101, "1 9 17 25 26 27 28 29 30 31 32 24 16 8", "highway=primary|name=Deux");
    osm_way(&file, 102, "4 12 20 21 22", "highway=service|access=private");
    osm_way(&file, 103, "20 28", "highway=service|access=private");
    osm_file_end(&file);
    FILE *f = fopen(map, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(file.bytes.data, 1, file.bytes.length, f), file.bytes.length);
    assert_int_equal(fclose(f), 0);
    text_free(&file.bytes);
    check_msg(mlg_roads_build(&(mlg_roads_build_spec) { .map = map }, road_file, NULL, NULL, NULL, &err) == MLG_OK, "%s", err.message);
    remove(map);
}

static mlg_flow count_rows(int32_t first_row, int32_t row_count, const mlg_leg *legs, void *user)
{
    (void)first_row;
    (void)legs;
    *(int32_t *)user += row_count;
    return MLG_CONTINUE;
}

static mlg_status ask_everything(const mlg_metric *m, mlg_error *err)
{
    static const mlg_point points[POINTS] = { { 48.0001, 2.0005 }, { 48.002, 2.0045 }, { 48.0015, 2.003 }, { 48.003, 2.0065 } };
    static const int32_t limits_s[] = { 20, 600 };
    mlg_snapped at[POINTS];
    mlg_near near[POINTS * 2];
    mlg_path *path = NULL;
    mlg_reach *reach = NULL;
    int32_t rows = 0;
    assert_int_equal(mlg_snap(m, points, POINTS, at), POINTS);
    mlg_status status = mlg_roads_matrix(m, at, POINTS, at, POINTS, 2, count_rows, &rows, err);
    if (!status) assert_int_equal(rows, POINTS);
    if (!status) status = mlg_roads_nearest(m, at, POINTS, at, POINTS, 2, 1, near, err);
    if (!status) status = mlg_roads_route(m, at, POINTS, &path, err);
    if (!status) check_msg(path && mlg_path_step_count(path) > POINTS, "no way");
    if (!status) status = mlg_roads_reach(m, &at[1], limits_s, 2, 100, &reach, err);
    if (!status) assert_true(mlg_reach_km(reach, 1) > mlg_reach_km(reach, 0));
    mlg_path_free(path);
    mlg_reach_free(reach);
    return status;
}

static bool answers(void *user)
{
    mlg_roads *roads = NULL;
    mlg_metric *m = NULL;
    mlg_error err = { 0 };
    int32_t *pockets = user;
    mlg_status status = mlg_roads_open(road_file, &roads, &err);
    if (!status) status = mlg_metric_make(roads, &(mlg_metric_spec) { .profile = "van", .thread_count = 2 }, &m, &err);
    if (!status) *pockets = m->use.largest_pocket_states;
    if (!status) status = ask_everything(m, &err);
    mlg_metric_free(m);
    mlg_roads_free(roads);
    check_msg(status == MLG_OK || (status == MLG_NO_MEMORY && err.message[0]), "status %d: %s", (int)status, err.message);
    return status == MLG_OK;
}

static void test_answers_without_memory(void **state)
{
    int32_t pockets = 0;
    (void)state;
    write_map();
    assert_in_range(for_each_failed_allocation(answers, &pockets), 50, 100000);
    assert_true(pockets >= 3);
    remove(road_file);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_answers_without_memory) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
