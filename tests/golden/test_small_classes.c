/* test_small_classes.c — a problem of five or six stops of each class of published sets (tests/data/vrp/small-*), whose
 * best plan was found by trying all of them: `route` finds its cost, and writes what it reads again. */
#include "maillage/api.h"
#include "model/plan.h"
#include "support/routing_checked.h"

#define FOLDER MLG_SOURCE_DIR "/tests/data/vrp/"

static mlg_plan *read_plan(const char *path, const mlg_problem *p)
{
    mlg_plan *plan = NULL;
    mlg_error err = { 0 };
    check_msg(!mlg_solution_read(path, MLG_FORMAT_AUTO, p, &plan, NULL, &err), "%s: %s", path, err.message);
    return plan;
}

static void assert_clean(const char *path, const mlg_problem *p, const mlg_plan *plan)
{
    mlg_findings *found = mlg_findings_new(MLG_EN);
    assert_int_equal(mlg_check_routes(p, plan, found, NULL, NULL), MLG_OK);
    const mlg_error *first = mlg_findings_at(found, false, 0);
    check_msg(!first, "%s: %s: %s", path, first ? first->where : "", first ? first->message : "");
    mlg_findings_free(found);
}

static mlg_plan *solve(const char *path, const mlg_problem *p)
{
    mlg_plan *plan = NULL;
    mlg_error err = { 0 };
    mlg_options *o = short_run("1000");
    check_msg(!mlg_routing_solve(p, NULL, o, NULL, NULL, &plan, &err), "%s: %s", path, err.message);
    mlg_options_free(o);
    return plan;
}

static void test_classes(void **state)
{
    static const char *const names[] = { "small-gvrp.vrp",     "small-vrpb.vrp",    "small-hfvrp.vrp",
                                         "small-pcvrptw.vrp",  "small-mdvrptw.vrp", "small-sdvrptw.vrp",
                                         "small-mtvrptwr.vrp", "small-lilim.txt" };
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char problem[400], solution[400];
        const char *written = MLG_BUILD_DIR "/test_small_classes.sol";
        mlg_problem *p = NULL;
        mlg_error err = { 0 };
        snprintf(problem, sizeof problem, FOLDER "%s", names[i]);
        snprintf(solution, sizeof solution, FOLDER "%.*s.sol", (int)strlen(names[i]) - 4, names[i]);
        check_msg(!mlg_problem_read(problem, MLG_FORMAT_AUTO, -1, &p, NULL, &err), "%s: %s", problem, err.message);
        mlg_plan *best = read_plan(solution, p), *ours = solve(problem, p);
        assert_clean(solution, p, best);
        assert_clean(problem, p, ours);
        check_msg(mlg_plan_cost(ours) == mlg_plan_cost(best), "%s: %lld, best %lld", names[i],
                  (long long)mlg_plan_cost(ours), (long long)mlg_plan_cost(best));
        assert_int_equal(mlg_solution_write(written, MLG_FORMAT_SOL, p, ours, &err), MLG_OK);
        mlg_plan *again = read_plan(written, p);
        assert_clean(written, p, again);
        assert_int_equal(mlg_plan_missing_count(p, ours), strstr(names[i], "pcvrptw") ? 3 : 0); /* prizes not worth it */
        assert_int_equal(mlg_plan_cost(again), mlg_plan_cost(ours));
        remove(written);
        mlg_plan_free(again);
        mlg_plan_free(ours);
        mlg_plan_free(best);
        mlg_problem_free(p);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_classes) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
