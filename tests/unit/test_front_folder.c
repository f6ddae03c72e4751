/* test_front_folder.c — the front of examples/toy as `maillage plan --pareto` makes it: points that the independent checker finds
 * clean when read back, none better than another, above the envelope, by rising cost; the same bytes for one and two threads. */
#include <stdio.h>
#include <string.h>

#include "io/file.h"
#include "io/front_json.h"
#include "maillage/api.h"
#include "model/front.h"
#include "support/test.h"

#define OUT MLG_BUILD_DIR "/test-front-folder"

struct world { mlg_scenario *s; mlg_leg_source legs; mlg_network_plan *plan; };

static void make_world(struct world *w, const char *threads)
{
    mlg_error err = { 0 };
    mlg_options *o = mlg_options_new();
    const char *const set[][2] = { { "plan.time_limit_s", "0" }, { "siting.iterations", "60" }, { "routing.per_stop", "1" },
                                   { "plan.days", "1" }, { "siting.pareto", "8" }, { "siting.threads", threads } };
    for (size_t i = 0; i < sizeof set / sizeof *set; i++)
        assert_int_equal(mlg_options_set(o, set[i][0], set[i][1], &err), MLG_OK);
    check_msg(mlg_scenario_read(MLG_SOURCE_DIR "/examples/toy", o, &w->s, NULL, &err) == MLG_OK, "%s", err.message);
    assert_int_equal(mlg_scenario_legs(w->s, o, &w->legs, &err), MLG_OK);
    check_msg(mlg_plan_scenario(w->s, &w->legs, o, NULL, NULL, &w->plan, NULL, &err) == MLG_OK, "%s", err.message);
    mlg_options_free(o);
    assert_non_null(w->plan);
    assert_non_null(mlg_network_plan_front(w->plan));
}

static void end_world(struct world *w)
{
    mlg_network_plan_free(w->plan);
    mlg_roads_source_free(&w->legs);
    mlg_scenario_free(w->s);
}

static void points_keep_their_word(void **state)
{
    (void)state;
    struct world w = { 0 };
    make_world(&w, "1");
    const mlg_front *front = mlg_network_plan_front(w.plan);
    const int32_t count = mlg_front_count(front);
    assert_true(count >= 2 && count <= 8);
    assert_ptr_equal(mlg_front_plan(front, 0), w.plan);
    assert_int_equal(front->lowered, 0); /* upper sites have room: the cheapest ways are those of the plans */
    for (int32_t i = 0; i < count; i++) {
        const mlg_front_point a = mlg_front_at(front, i);
        check_msg(a.envelope <= a.cost, "point %d lies below the envelope", i + 1);
        for (int c = 0; c < FRONT_CURVES; c++) {
            const int32_t before = front->points[i].before[c];
            if (before != MLG_NONE) assert_true(mlg_front_at(front, before).cost < a.cost);
        }
        for (int32_t j = 0; j < count; j++) {
            const mlg_front_point b = mlg_front_at(front, j);
            check_msg(i == j || b.cost > a.cost || b.co2_mg > a.co2_mg || b.within_milli < a.within_milli,
                      "point %d beats point %d", j + 1, i + 1);
        }
    }
    end_world(&w);
}

static void points_pass_the_checker(void **state)
{
    (void)state;
    struct world w = { 0 };
    mlg_error err = { 0 };
    make_world(&w, "2");
    check_msg(mlg_plan_write(w.s, w.plan, &w.legs, OUT "/made", MLG_FR, &err) == MLG_OK, "%s: %s", err.where, err.message);
    for (int32_t i = 0; i < mlg_front_count(mlg_network_plan_front(w.plan)); i++) {
        char file[1024];
        mlg_network_plan *read = NULL;
        mlg_findings *found = mlg_findings_new(MLG_EN), *violations = mlg_findings_new(MLG_EN);
        snprintf(file, sizeof file, OUT "/made/%s/plan.json", mlg__front_folder(i).s);
        check_msg(mlg_network_plan_read(file, w.s, &read, found, &err) == MLG_OK, "%s: %s", file, err.message);
        assert_int_equal(mlg_check_network(w.s, &w.legs, read, violations, &err), MLG_OK);
        assert_int_equal(mlg_findings_count(violations, false), 0);
        mlg_network_plan_free(read);
        mlg_findings_free(found);
        mlg_findings_free(violations);
    }
    char *page = NULL;
    size_t size = 0;
    assert_int_equal(mlg__file_read(OUT "/made/report.html", (size_t)1 << 28, &page, &size, &err), MLG_OK);
    assert_non_null(strstr(page, "<section id=\"front\""));
    assert_non_null(strstr(page, "class=\"envelope\""));
    mlg__free(page);
    end_world(&w);
}

/* Made from plan.json and what stands beside it, the page is the same; a file that is of another plan costs its section alone. */
static void page_comes_again(void **state)
{
    (void)state;
    struct world w = { 0 };
    mlg_error err = { 0 };
    make_world(&w, "1");
    check_msg(mlg_plan_write(w.s, w.plan, &w.legs, OUT "/again", MLG_FR, &err) == MLG_OK, "%s: %s", err.where, err.message);
    for (int broken = 0; broken < 2; broken++) {
        char *page[2] = { NULL, NULL };
        size_t size[2] = { 0, 0 };
        mlg_network_plan *read = NULL;
        mlg_findings *found = mlg_findings_new(MLG_EN);
        if (broken) {
            assert_int_equal(mlg__file_write(OUT "/again/front.json", "{\"format\":3}", 12, &err), MLG_OK);
            assert_int_equal(mlg__file_write(OUT "/again/prices.json", "[]", 2, &err), MLG_OK);
        }
        assert_int_equal(mlg_network_plan_read(OUT "/again/plan.json", w.s, &read, found, &err), MLG_OK);
        assert_int_equal(mlg_network_plan_read_beside(OUT "/again/plan.json", read, found, &err), MLG_OK);
        assert_int_equal(mlg_findings_count(found, false), 0);
        assert_int_equal(mlg_findings_count(found, true), broken ? 2 : 0);
        assert_int_equal(mlg_report_write_file(w.s, read, &w.legs, OUT "/again/page.html", MLG_FR, &err), MLG_OK);
        assert_int_equal(mlg__file_read(OUT "/again/report.html", (size_t)1 << 28, &page[0], &size[0], &err), MLG_OK);
        assert_int_equal(mlg__file_read(OUT "/again/page.html", (size_t)1 << 28, &page[1], &size[1], &err), MLG_OK);
        const bool same = size[0] == size[1] && !memcmp(page[0], page[1], size[0]);
        assert_true(same == !broken);
        assert_true((strstr(page[1], "<section id=\"front\"") != NULL) == !broken);
        mlg__free(page[0]);
        mlg__free(page[1]);
        mlg_network_plan_free(read);
        mlg_findings_free(found);
    }
    end_world(&w);
}

static void same_bytes_for_any_threads(void **state)
{
    (void)state;
    struct world w[2] = { { 0 }, { 0 } };
    struct text text[2] = { { 0 }, { 0 } };
    for (int i = 0; i < 2; i++) {
        make_world(&w[i], i ? "2" : "1");
        assert_int_equal(mlg__front_write(w[i].plan->front, &text[i], NULL), MLG_OK);
        end_world(&w[i]);
    }
    assert_string_equal(text[0].data, text[1].data);
    text_free(&text[0]);
    text_free(&text[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(points_keep_their_word), cmocka_unit_test(points_pass_the_checker),
                                        cmocka_unit_test(page_comes_again),
                                        cmocka_unit_test(same_bytes_for_any_threads) };
    return cmocka_run_group_tests_name("front folder", tests, NULL, NULL);
}
