/* test_plan_words.c — prices.json and kept plans through files, from examples/toy: the same bytes on one thread and two, a plan
 * kept at no price, at a high one, and one whose changes the checker counts. */
#include <stdio.h>

#include "io/file.h"
#include "io/kept_states.h"
#include "maillage/api.h"
#include "model/network_plan.h"
#include "support/test.h"

#define OUT MLG_BUILD_DIR "/test-plan-words"

struct world {
    mlg_scenario *s;
    mlg_leg_source legs;
};

static mlg_options *options(const char *threads)
{
    static const char *const set[][2] = { { "plan.time_limit_s", "0" }, { "siting.iterations", "60" }, { "plan.days", "0" } };
    mlg_options *o = mlg_options_new();
    for (size_t i = 0; i < sizeof set / sizeof *set; i++) assert_int_equal(mlg_options_set(o, set[i][0], set[i][1], NULL), MLG_OK);
    assert_int_equal(mlg_options_set(o, "siting.threads", threads, NULL), MLG_OK);
    return o;
}

static int make_world(void **state)
{
    struct world *w = calloc(1, sizeof *w);
    mlg_error err = { 0 };
    mlg_options *o = options("1");
    check_msg(mlg_scenario_read(MLG_SOURCE_DIR "/examples/toy", o, &w->s, NULL, &err) == MLG_OK, "%s", err.message);
    assert_int_equal(mlg_scenario_legs(w->s, o, &w->legs, &err), MLG_OK);
    mlg_options_free(o);
    *state = w;
    return 0;
}

static int end_world(void **state)
{
    struct world *w = *state;
    mlg_roads_source_free(&w->legs);
    mlg_scenario_free(w->s);
    free(w);
    return 0;
}

/* A plan, written to OUT/name; consumes o. */
static mlg_network_plan *make_plan(const struct world *w, mlg_options *o, const char *name, mlg_findings *found)
{
    mlg_error err = { 0 };
    mlg_network_plan *plan = NULL;
    char folder[256];
    snprintf(folder, sizeof folder, OUT "/%s", name);
    check_msg(mlg_plan_scenario(w->s, &w->legs, o, NULL, NULL, &plan, found, &err) == MLG_OK, "%s", err.message);
    assert_non_null(plan);
    check_msg(mlg_plan_write(w->s, plan, &w->legs, folder, MLG_EN, &err) == MLG_OK, "%s: %s", err.where, err.message);
    mlg_options_free(o);
    return plan;
}

static mlg_options *keeping(const char *file, const char *eur)
{
    mlg_options *o = options("1");
    assert_int_equal(mlg_options_set(o, "siting.keep", file, NULL), MLG_OK);
    assert_int_equal(mlg_options_set(o, "siting.stability_eur", eur, NULL), MLG_OK);
    return o;
}

static char *read_file(const char *path, size_t *size)
{
    char *bytes;
    mlg_error err = { 0 };
    check_msg(mlg__file_read(path, (size_t)1 << 26, &bytes, size, &err) == MLG_OK, "%s", path);
    return bytes;
}

static void assert_same_file(const char *a, const char *b)
{
    size_t size[2];
    char *bytes[2] = { read_file(a, &size[0]), read_file(b, &size[1]) };
    check_msg(size[0] == size[1] && !memcmp(bytes[0], bytes[1], size[0]), "%s and %s differ", a, b);
    mlg__free(bytes[0]);
    mlg__free(bytes[1]);
}

static void words_do_not_depend_on_threads(void **state)
{
    const struct world *w = *state;
    mlg_network_plan *one = make_plan(w, options("1"), "one", NULL), *two = make_plan(w, options("2"), "two", NULL);
    assert_non_null(one->words);
    assert_true(one->words->limit_count > 0 && one->words->site_count > 0);
    assert_same_file(OUT "/one/prices.json", OUT "/two/prices.json");
    assert_same_file(OUT "/one/report.html", OUT "/two/report.html");
    char *summary = mlg_plan_summary(one, MLG_FR);
    assert_non_null(strstr(summary, "sites toujours ouverts"));
    free(summary);
    mlg_network_plan_free(one);
    mlg_network_plan_free(two);
}

static void without_words_there_is_no_file(void **state)
{
    const struct world *w = *state;
    mlg_options *o = options("1");
    assert_int_equal(mlg_options_set(o, "siting.words", "0", NULL), MLG_OK);
    mlg_network_plan *plan = make_plan(w, o, "two", NULL); /* where there was one */
    FILE *file = fopen(OUT "/two/prices.json", "rb");
    assert_null(file);
    assert_null(plan->words);
    assert_same_file(OUT "/one/plan.json", OUT "/two/plan.json"); /* words change no plan */
    mlg_network_plan_free(plan);
}

static int64_t errors_of(const struct world *w, const mlg_network_plan *plan)
{
    mlg_findings *found = mlg_findings_new(MLG_EN);
    assert_int_equal(mlg_check_network(w->s, &w->legs, plan, found, NULL), MLG_OK);
    const int64_t count = mlg_findings_count(found, false);
    mlg_findings_free(found);
    return count;
}

static void a_plan_is_kept(void **state)
{
    const struct world *w = *state;
    mlg_network_plan *one = make_plan(w, options("1"), "one", NULL);
    mlg_network_plan_free(make_plan(w, keeping(OUT "/one/plan.json", "0"), "free", NULL));
    assert_same_file(OUT "/one/plan.json", OUT "/free/plan.json");
    mlg_network_plan *same = make_plan(w, keeping(OUT "/one/plan.json", "5000000"), "same", NULL);
    assert_int_equal(mlg__plan_changes(same), 0);
    for (int32_t i = 0; i < one->plan.site_count; i++) assert_int_equal(same->plan.sites[i].size, one->plan.sites[i].size);
    assert_int_equal(same->plan.total_cents, one->plan.total_cents);
    mlg_network_plan_free(one);
    mlg_network_plan_free(same);
}

/* An earlier plan that had every station closed, one site and one size that are no more: changes pay, and are counted. */
static void changes_are_counted_and_checked(void **state)
{
    const struct world *w = *state;
    static const char earlier[] = "{\"kind\":\"network\",\"sites\":["
        "{\"site\":\"T-DS-01\",\"period\":\"2026\",\"size\":null},{\"site\":\"T-DS-01\",\"period\":\"2028\",\"size\":null},"
        "{\"site\":\"T-DS-04\",\"period\":\"2028\",\"size\":null},{\"site\":\"gone\",\"period\":\"2028\",\"size\":null},"
        "{\"site\":\"T-DS-02\",\"period\":\"2028\",\"size\":\"no such size\"}]}";
    mlg_error err = { 0 };
    assert_int_equal(mlg__file_write(OUT "/earlier.json", earlier, sizeof earlier - 1, &err), MLG_OK);
    mlg_findings *found = mlg_findings_new(MLG_EN);
    mlg_network_plan *plan = make_plan(w, keeping(OUT "/earlier.json", "1000"), "changed", found), *back;
    assert_int_equal(mlg_findings_count(found, true), 1); /* two rows of no use, in one warning */
    assert_int_equal(plan->kept_count, 3);
    assert_int_equal(mlg__plan_changes(plan), 3);
    assert_int_equal(mlg__plan_stability(plan), INT64_C(3000000000));
    assert_int_equal(errors_of(w, plan), 0);
    check_msg(mlg_network_plan_read(OUT "/changed/plan.json", w->s, &back, NULL, &err) == MLG_OK, "%s", err.message);
    assert_int_equal(errors_of(w, back), 0);
    assert_int_equal(back->kept_count, 3);
    check_msg(mlg_plan_write(w->s, back, &w->legs, OUT "/again", MLG_EN, &err) == MLG_OK, "%s", err.message);
    assert_same_file(OUT "/changed/plan.json", OUT "/again/plan.json");
    back->stability_micro++; /* the cost no longer is what it says */
    assert_true(errors_of(w, back) > 0);
    mlg_network_plan_free(back);
    mlg_network_plan_free(plan);
    mlg_findings_free(found);
}

static void what_is_no_plan_is_refused(void **state)
{
    const struct world *w = *state;
    static const char *const texts[] = { "", "[]", "{}", "{\"kind\":\"routing\",\"sites\":[]}", "{\"kind\":\"network\",\"sites\":3}" };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct plan_kept *kept;
        int32_t count;
        mlg_error err = { .lang = MLG_FR };
        assert_int_equal(mlg__kept_states_read(texts[i], strlen(texts[i]), w->s, &kept, &count, NULL, &err), MLG_BAD_INPUT);
        assert_null(kept);
        assert_true(err.hint[0] != 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_do_not_depend_on_threads), cmocka_unit_test(without_words_there_is_no_file),
        cmocka_unit_test(a_plan_is_kept),                 cmocka_unit_test(changes_are_counted_and_checked),
        cmocka_unit_test(what_is_no_plan_is_refused),
    };
    return cmocka_run_group_tests_name("words and kept plans", tests, make_world, end_world);
}
