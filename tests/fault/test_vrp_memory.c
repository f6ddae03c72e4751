/* test_vrp_memory.c — every allocation of the builder, the plan maker, the checker and the readers fails once: the
 * answer is MLG_NO_MEMORY, nothing is leaked (the address sanitizer looks) and nothing is half made. */
#include "base/text.h"
#include "io/file.h"
#include "io/lilim.h"
#include "io/sol.h"
#include "io/solomon.h"
#include "io/vrplib.h"
#include "maillage/check.h"
#include "model/plan.h"
#include "support/test.h"

#define FOLDER MLG_SOURCE_DIR "/tests/golden/broken_vrp"
enum { FILE_BYTES_MAX = 1 << 20 };

struct file {
    const char *path;
    char *bytes;
    size_t count;
    mlg_problem *small;
    int64_t failed;
    mlg_status expected;
};

static bool settled(struct file *f, mlg_status status)
{
    return allocation_settled(&f->failed, status, f->expected, f->path ? f->path : "made by hand");
}

static bool build_and_plan(void *user)
{
    const int32_t table[4] = { 0, 3, 4, 0 }, skills[] = { 1, 2 };
    const mlg_window windows[] = { { 1, 2 }, { 5, 9 } };
    const mlg_break pause = { .windows = windows, .window_count = 2, .id = "pause" };
    mlg_problem *p = NULL;
    mlg_plan *plan = NULL;
    mlg_findings *violations = NULL;
    mlg_error err = { 0 };
    mlg_builder *b = mlg_builder_new();
    mlg_builder_name(b, "fault");
    for (int i = 0; i < 2; i++) mlg_builder_place_xy(b, i, i);
    mlg_builder_matrix(b, &(mlg_matrix) { .time = table, .distance = table, .profile = "van" });
    mlg_builder_vehicle(b, &(mlg_vehicle) { .skills = skills,
                                            .skill_count = 2,
                                            .breaks = &pause,
                                            .break_count = 1,
                                            .reload_places = table,
                                            .reload_count = 1 });
    for (int i = 0; i < 40; i++)
        mlg_builder_stop(b, &(mlg_stop) { .place = 1,
                                          .windows = windows,
                                          .window_count = 2,
                                          .skills = skills,
                                          .skill_count = 1,
                                          .id = "same",
                                          .group = 1 + i % 3 });
    mlg_status status = mlg_builder_finish(b, &p, NULL, &err);
    assert_true((status == MLG_OK) == (p != NULL));
    if (!status)
        status = mlg__plan_from_sequences(p, &(struct sequence) { 0, 2, (const int32_t[]) { 3, 4 } }, 1, &plan, &err);
    if (!status) {
        violations = mlg_findings_new(MLG_EN);
        status = violations ? mlg_check_routes(p, plan, violations, NULL, &err) : MLG_NO_MEMORY;
    }
    if (err.status) assert_int_equal(err.status, MLG_NO_MEMORY);
    mlg_findings_free(violations);
    mlg_plan_free(plan);
    mlg_problem_free(p);
    return settled(user, status);
}

static bool read_problem(void *user)
{
    struct file *f = user;
    mlg_problem *p = NULL;
    mlg_error err = { 0 };
    mlg_findings *found = mlg_findings_new(MLG_EN);
    const size_t n = strlen(f->path);
    const bool solomon = n > 4 && !strcmp(f->path + n - 4, ".txt");
    const mlg_status status = strstr(f->path, "lilim")
                                  ? mlg__lilim_read(f->path, f->bytes, f->count, -1, &p, found, &err)
                              : solomon ? mlg__solomon_read(f->path, f->bytes, f->count, -1, &p, found, &err)
                                        : mlg__vrplib_read(f->path, f->bytes, f->count, -1, &p, found, &err);
    assert_true((status == MLG_OK) == (p != NULL));
    mlg_findings_free(found);
    mlg_problem_free(p);
    return settled(f, status);
}

static bool read_solution(void *user)
{
    struct file *f = user;
    mlg_plan *plan = NULL;
    mlg_error err = { 0 };
    struct text out = { 0 };
    mlg_status status = mlg__sol_read(f->path, f->bytes, f->count, f->small, &plan, NULL, &err);
    assert_true((status == MLG_OK) == (plan != NULL));
    if (!status) {
        mlg__sol_write(f->small, plan, &out);
        if (out.failed) status = MLG_NO_MEMORY;
    }
    text_free(&out);
    mlg_plan_free(plan);
    return settled(f, status);
}

static bool read_file(void *user)
{
    struct file *f = user;
    char *bytes = NULL;
    size_t count = 0;
    const mlg_status status = mlg__file_read(f->path, FILE_BYTES_MAX, &bytes, &count, NULL);
    assert_true((status == MLG_OK) == (bytes != NULL));
    mlg__free(bytes);
    return settled(f, status);
}

static struct file load(const char *path)
{
    struct file f = { .path = path };
    check_msg(mlg__file_read(path, FILE_BYTES_MAX, &f.bytes, &f.count, NULL) == MLG_OK, "%s", path);
    return f;
}

static void test_builder(void **state)
{
    (void)state;
    print_message("%lld allocations\n",
                  (long long)for_each_failed_allocation(build_and_plan, &(struct file) { 0 }) - 1);
}

static void test_problem_files(void **state)
{
    static const char *const paths[] = {
        FOLDER "/small.vrp",
        FOLDER "/several.vrp",
        FOLDER "/matrix_short.vrp",
        FOLDER "/several.txt",
        FOLDER "/groups.vrp", /* several mistakes */
        MLG_SOURCE_DIR "/tests/data/vrp/small-gvrp.vrp",
        MLG_SOURCE_DIR "/tests/data/vrp/small-sdvrptw.vrp",
        MLG_SOURCE_DIR "/tests/data/vrp/small-mtvrptwr.vrp",
        MLG_SOURCE_DIR "/tests/data/vrp/small-lilim.txt",
        MLG_SOURCE_DIR "/tests/data/vrp/X-n101-k25.vrp",
        MLG_SOURCE_DIR "/tests/data/vrp/c1_2_3.txt",
    };
    (void)state;
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct file f = load(paths[i]);
        f.expected = strstr(paths[i], "several") || strstr(paths[i], "groups") || strstr(paths[i], "short")
                         ? MLG_BAD_INPUT
                         : MLG_OK;
        print_message("%s: %lld allocations\n", strrchr(paths[i], '/') + 1,
                      (long long)for_each_failed_allocation(read_problem, &f) - 1);
        f.failed = f.expected = 0;
        for_each_failed_allocation(read_file, &f);
        mlg__free(f.bytes);
    }
}

static void test_solution_file(void **state)
{
    (void)state;
    struct file problem = load(MLG_SOURCE_DIR "/tests/data/vrp/X-n101-k25.vrp");
    struct file f = load(MLG_SOURCE_DIR "/tests/data/vrp/X-n101-k25.sol");
    assert_int_equal(mlg__vrplib_read(problem.path, problem.bytes, problem.count, -1, &f.small, NULL, NULL), MLG_OK);
    print_message("%lld allocations\n", (long long)for_each_failed_allocation(read_solution, &f) - 1);
    mlg_problem_free(f.small);
    mlg__free(f.bytes);
    mlg__free(problem.bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_builder), cmocka_unit_test(test_problem_files),
                                        cmocka_unit_test(test_solution_file) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
