/* test_vrp_sets.c — every instance of the published sets is read, and its best known solution checks clean at exactly
 * the cost its file states. A few small instances of tests/data/vrp run always; the rest where MAILLAGE_DATASETS says.
 */
#include <dirent.h>

#include "base/clock.h"
#include "io/file.h"
#include "io/lilim.h"
#include "io/sol.h"
#include "io/solomon.h"
#include "io/vrplib.h"
#include "maillage/check.h"
#include "model/plan.h"
#include "support/test.h"

enum { PATH_BYTES = 4096, FILE_BYTES_MAX = 1 << 28 };

static void tell(const char *file, const mlg_findings *found)
{
    for (int32_t i = 0; i < 5 && mlg_findings_at(found, false, i); i++) {
        const mlg_error *e = mlg_findings_at(found, false, i);
        print_error("%s: %s: %s\n", file, e->where, e->message);
    }
}

static mlg_problem *read_problem(const char *path, int round)
{
    char *bytes;
    size_t count;
    mlg_problem *p = NULL;
    mlg_findings *found = mlg_findings_new(MLG_EN);
    mlg_error err = { 0 };
    check_msg(mlg__file_read(path, FILE_BYTES_MAX, &bytes, &count, &err) == MLG_OK, "%s: %s", path, err.message);
    const bool vrplib = strlen(path) > 4 && !strcmp(path + strlen(path) - 4, ".vrp");
    const double start_s = mlg__now_s();
    const mlg_status status = vrplib ? mlg__vrplib_read(path, bytes, count, round, &p, found, &err)
                              : mlg__is_lilim(bytes, count)
                                  ? mlg__lilim_read(path, bytes, count, round, &p, found, &err)
                                  : mlg__solomon_read(path, bytes, count, round, &p, found, &err);
    const double ms = (mlg__now_s() - start_s) * 1e3;
    tell(path, found);
    check_msg(status == MLG_OK, "%s: %s: %s", path, err.where, err.message);
    if (mlg_problem_stop_count(p) >= 1000)
        print_message("  %s: %d stops in %.1f ms\n", mlg_problem_name(p), mlg_problem_stop_count(p), ms);
    mlg_findings_free(found);
    mlg__free(bytes);
    return p;
}

static mlg_plan *read_solution(const char *path, const mlg_problem *p)
{
    char *bytes;
    size_t count;
    mlg_plan *plan = NULL;
    mlg_findings *found = mlg_findings_new(MLG_EN);
    mlg_error err = { 0 };
    check_msg(mlg__file_read(path, FILE_BYTES_MAX, &bytes, &count, &err) == MLG_OK, "%s: %s", path, err.message);
    const mlg_status status = mlg__sol_read(path, bytes, count, p, &plan, found, &err);
    tell(path, found);
    check_msg(status == MLG_OK, "%s: %s", path, err.message);
    mlg_findings_free(found);
    mlg__free(bytes);
    return plan;
}

static void assert_clean(const char *path, const mlg_problem *p, const mlg_plan *plan)
{
    mlg_findings *found = mlg_findings_new(MLG_EN);
    assert_int_equal(mlg_check_routes(p, plan, found, NULL, NULL), MLG_OK);
    tell(path, found);
    check_msg(mlg_findings_count(found, false) == 0, "%s", path);
    mlg_findings_free(found);
}

/* Written and read again, the same routes claim the same cost. */
static void assert_round_trip(const char *path, const mlg_problem *p, const mlg_plan *plan)
{
    struct text out = { 0 };
    mlg_plan *again = NULL;
    mlg_error err = { 0 };
    mlg__sol_write(p, plan, &out);
    check_msg(mlg__sol_read(path, out.data, out.length, p, &again, NULL, &err) == MLG_OK, "%s: %s", path, err.message);
    check_msg(mlg_plan_cost(again) == mlg_plan_cost(plan), "%s", path);
    assert_int_equal(mlg_plan_route_count(again), mlg_plan_route_count(plan));
    mlg_plan_free(again);
    text_free(&out);
}

/* Solutions of VRPTW-GH and PDPTW state no cost; the table beside them does: `instance,clients,routes,distance,…`. */
static void assert_cost_of_table(const char *folder, const mlg_problem *p, const mlg_plan *plan)
{
    char path[PATH_BYTES], line[256];
    struct text out = { 0 };
    bool found = false;
    snprintf(path, sizeof path, "%s/bks.csv", folder);
    FILE *table = fopen(path, "r");
    check_msg(table != NULL, "%s", path);
    mlg__sol_write(p, plan, &out);
    const double cost = atof(strstr(out.data, "Cost ") + 5);
    while (fgets(line, sizeof line, table)) {
        char name[64];
        int clients, routes;
        double distance;
        if (sscanf(line, "%63[^,],%d,%d,%lf", name, &clients, &routes, &distance) != 4) continue;
        if (strcmp(name, mlg_problem_name(p))) continue;
        found = true;
        if (strstr(folder, "PDPTW")) assert_true(mlg_problem_stop_count(p) >= clients); /* of 100 clients some 6 more */
        else assert_int_equal(mlg_problem_stop_count(p), clients);
        assert_int_equal(mlg_plan_route_count(plan), routes);
        check_msg(cost - distance < 0.001 && distance - cost < 0.001, "%s: %f, table %f", name, cost, distance);
    }
    check_msg(found, "%s is not in %s", mlg_problem_name(p), path);
    fclose(table);
    text_free(&out);
}

static void run_pair(const char *folder, const char *problem, const char *solution, int round, bool cost_claimed)
{
    mlg_problem *p = read_problem(problem, round);
    mlg_plan *plan = read_solution(solution, p);
    check_msg(plan->claims_cost == cost_claimed, "%s", solution);
    assert_clean(solution, p, plan);
    assert_round_trip(solution, p, plan);
    if (!cost_claimed) assert_cost_of_table(folder, p, plan);
    mlg_plan_free(plan);
    mlg_problem_free(p);
}

static bool ends_in(const char *name, const char *suffix)
{
    const size_t n = strlen(name), m = strlen(suffix);
    return n > m && !strcmp(name + n - m, suffix);
}

static bool exists(const char *path)
{
    FILE *f = fopen(path, "r");
    if (f) fclose(f);
    return f != NULL;
}

static const char not_read[] = "dsj1000.vrp"; /* CEIL_2D: refused by name */

/* Every problem of a folder that has a solution beside it. */
static int run_folder(const char *folder, const char *problem_suffix, const char *solution_suffix, bool cost_claimed)
{
    int pairs = 0;
    DIR *dir = opendir(folder);
    check_msg(dir != NULL, "%s", folder);
    for (struct dirent *e; (e = readdir(dir));) {
        char problem[PATH_BYTES], solution[PATH_BYTES];
        if (!ends_in(e->d_name, problem_suffix)) continue;
        snprintf(problem, sizeof problem, "%s/%s", folder, e->d_name);
        snprintf(solution, sizeof solution, "%s/%.*s%s", folder, (int)(strlen(e->d_name) - strlen(problem_suffix)),
                 e->d_name, solution_suffix);
        if (!exists(solution) || !strcmp(e->d_name, not_read)) continue;
        run_pair(folder, problem, solution, -1, cost_claimed);
        pairs++;
    }
    closedir(dir);
    return pairs;
}

static void test_own_copies(void **state)
{
    (void)state;
    const int pairs = run_folder(MLG_SOURCE_DIR "/tests/data/vrp", ".vrp", ".sol", true) +
                      run_folder(MLG_SOURCE_DIR "/tests/data/vrp", ".txt", ".sol", true);
    print_message("%d instances\n", pairs);
    assert_true(pairs >= 4);
}

static void test_published_sets(void **state)
{
    static const struct {
        const char *set, *problem, *solution;
        int pairs;
        bool cost_claimed;
    } sets[] = {
        { "X", ".vrp", ".sol", 34, true },
        { "XXL", ".vrp", ".sol", 4, true },
        { "I", ".vrp", ".sol", 1, true },
        { "CVRP-MATRIX", ".vrp", ".sol", 2, true },
        { "VRPTW", ".vrp", ".sol", 20, true },
        { "VRPTW-GH", ".txt", ".sintef-sol", 24, false },
        { "TSP", ".vrp", ".sol", 9, true },
        { "GVRP", ".vrp", ".sol", 8, true },
        { "VRPB", ".vrp", ".sol", 30, true },
        { "PCVRPTW", ".vrp", ".sol", 20, true },
        { "HFVRP", ".vrp", ".sol", 34, true },
        { "MDVRPTW", ".vrp", ".sol", 10, true },
        { "SDVRPTW", ".vrp", ".sol", 18, true },
        { "MTVRPTWR", ".vrp", ".sol", 57, true },
        { "PDPTW", ".txt", ".sintef-sol", 36, false },
    };
    (void)state;
    const char *root = getenv("MAILLAGE_DATASETS");
    if (!root) {
        print_message(
            "skipped: MAILLAGE_DATASETS is not set, so the sets X, XXL, I, CVRP-MATRIX, VRPTW, VRPTW-GH, TSP, GVRP, "
            "VRPB, PCVRPTW, HFVRP, MDVRPTW, SDVRPTW, MTVRPTWR and PDPTW are not read\n");
        skip();
    }
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
        char folder[PATH_BYTES];
        snprintf(folder, sizeof folder, "%s/vrp/%s", root, sets[i].set);
        const int pairs = run_folder(folder, sets[i].problem, sets[i].solution, sets[i].cost_claimed);
        print_message("%s: %d instances clean at the stated cost\n", sets[i].set, pairs);
        check_msg(pairs >= sets[i].pairs, "%s: %d", sets[i].set, pairs);
    }
}

/* What is not read yet is refused by its name. */
static void test_refused_sets(void **state)
{
    static const struct {
        const char *file, *name;
    } cases[] = {
        { "TSP/dsj1000.vrp", "CEIL_2D" },
    };
    (void)state;
    const char *root = getenv("MAILLAGE_DATASETS");
    if (!root) {
        print_message("skipped: MAILLAGE_DATASETS is not set\n");
        skip();
    }
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char path[PATH_BYTES], *bytes;
        size_t count;
        mlg_problem *p;
        mlg_findings *found = mlg_findings_new(MLG_EN);
        bool named = false;
        snprintf(path, sizeof path, "%s/vrp/%s", root, cases[i].file);
        assert_int_equal(mlg__file_read(path, FILE_BYTES_MAX, &bytes, &count, NULL), MLG_OK);
        assert_int_equal(mlg__vrplib_read(path, bytes, count, -1, &p, found, NULL), MLG_BAD_INPUT);
        for (int32_t k = 0; mlg_findings_at(found, false, k); k++)
            named = named || strstr(mlg_findings_at(found, false, k)->message, cases[i].name);
        if (!named) tell(path, found);
        check_msg(named, "%s", path);
        mlg_findings_free(found);
        mlg__free(bytes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_own_copies),
        cmocka_unit_test(test_published_sets),
        cmocka_unit_test(test_refused_sets),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
