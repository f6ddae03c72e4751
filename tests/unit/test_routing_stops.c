/* Runs that end early: at a deadline, however short, and by Ctrl-C. What they leave is complete and passes the checker.
 * How late they end is a matter of bench/; here they need only end. */
#include "base/clock.h"
#include "base/options.h"
#include "maillage/check.h"
#include "maillage/routing.h"
#include "support/test.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { LONG_S = 120 }; /* nothing here takes so long, on any machine */

static mlg_problem *town(int32_t stops, bool timed)
{
    struct rng r = rng_seeded((uint64_t)stops, 7);
    mlg_builder *b = mlg_builder_new();
    for (int32_t i = 0; i <= stops; i++) {
        const double x = rng_below(&r, 1000);
        mlg_builder_place_xy(b, x, rng_below(&r, 1000));
    }
    mlg_builder_vehicle(b, &(mlg_vehicle) { .count = stops, .capacity = { 100 }, .shift = { 0, timed ? 20000 : 0 } });
    for (int32_t i = 1; i <= stops; i++) {
        mlg_stop s = { .place = i, .demand = { 1 + rng_below(&r, 20) }, .service_s = 10 };
        if (timed) s.window.open_s = rng_below(&r, 9000), s.window.close_s = s.window.open_s + 1500;
        mlg_builder_stop(b, &s);
    }
    mlg_problem *p = NULL;
    assert_int_equal(mlg_builder_finish(b, &p, NULL, NULL), MLG_OK);
    return p;
}

static void deadlines(void **state)
{
    (void)state;
    static const struct { int32_t stops; const char *limit_s;
    } rows[] = {
        { 100, "0.05" }, { 100, "0.2" }, { 100, "1" },     { 1000, "0.05" },
        { 1000, "0.2" }, { 1000, "1" },  { 10000, "0.2" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (int timed = 0; timed < 2; timed++) {
            mlg_problem *p = town(rows[i].stops, timed);
            mlg_options *o = mlg_options_new();
            mlg_findings *violations = mlg_findings_new(MLG_EN);
            mlg_plan *plan = NULL;
            mlg_options_set(o, "routing.time_limit_s", rows[i].limit_s, NULL);
            mlg_options_set(o, "routing.threads", "2", NULL);
            const double begin_s = mlg__now_s();
            alarm(LONG_S);
            assert_int_equal(mlg_routing_solve(p, NULL, o, NULL, NULL, &plan, NULL), MLG_OK);
            alarm(0);
            print_message("%d stops%s, limit %s s: %.3f s\n", rows[i].stops, timed ? " with windows" : "",
                          rows[i].limit_s, mlg__now_s() - begin_s);
            assert_int_equal(mlg_check_routes(p, plan, violations, NULL, NULL), MLG_OK);
            assert_int_equal(mlg_findings_count(violations, false), 0);
            mlg_plan_free(plan);
            mlg_findings_free(violations);
            mlg_options_free(o);
            mlg_problem_free(p);
        }
}

/* ---- Ctrl-C ---- */

#define HERE(name) MLG_BUILD_DIR "/test_routing_stops." name

static void write_vrp(const char *path, int32_t stops)
{
    struct rng r = rng_seeded(3, 7);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fprintf(f,
            "NAME : town\nTYPE : CVRP\nDIMENSION : %d\nEDGE_WEIGHT_TYPE : EUC_2D\nCAPACITY : 100\nNODE_COORD_SECTION\n",
            stops + 1);
    for (int32_t i = 1; i <= stops + 1; i++) {
        const int32_t x = rng_below(&r, 1000);
        fprintf(f, "%d %d %d\n", i, x, rng_below(&r, 1000));
    }
    fprintf(f, "DEMAND_SECTION\n");
    for (int32_t i = 1; i <= stops + 1; i++) fprintf(f, "%d %d\n", i, i == 1 ? 0 : 1 + rng_below(&r, 20));
    fprintf(f, "DEPOT_SECTION\n1\n-1\nEOF\n");
    assert_int_equal(fclose(f), 0);
}

static pid_t start(char *const *arguments)
{
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child > 0) return child;
    const int nowhere = open("/dev/null", O_RDWR);
    dup2(nowhere, 0), dup2(nowhere, 1), dup2(nowhere, 2);
    execv(MLG_PROGRAM, arguments);
    _exit(127);
}

static int exit_code(pid_t child)
{
    int status = 0;
    alarm(LONG_S);
    assert_true(waitpid(child, &status, 0) == child);
    alarm(0);
    check_msg(WIFEXITED(status), "ended by signal %d", WIFSIGNALED(status) ? WTERMSIG(status) : 0);
    return WEXITSTATUS(status);
}

static void wait_for(const char *path)
{
    struct stat s;
    for (int i = 0; i < LONG_S * 100 && (stat(path, &s) || s.st_size == 0); i++)
        nanosleep(&(struct timespec) { .tv_nsec = 10000000 }, NULL);
    check_msg(!stat(path, &s) && s.st_size > 0, "%s was never written", path);
}

static void interrupted(void **state)
{
    (void)state;
    static char vrp[] = HERE("vrp"), sol[] = HERE("sol"), trace[] = HERE("trace");
    static const struct { int number; char *limit_flag, *limit; } rows[] = {
        { SIGINT, "-t", "100" }, { SIGTERM, "-t", "100" }, { SIGINT, "--iterations", "4000000" },
    };
    write_vrp(vrp, 300);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        remove(sol), remove(trace);
        const pid_t child = start((char *[]) { "maillage", "route", vrp, "-o", sol, "--trace", trace,
                                               rows[i].limit_flag, rows[i].limit, "-j", "2", NULL });
        wait_for(trace); /* the first solution is there */
        assert_int_equal(kill(child, rows[i].number), 0);
        assert_int_equal(exit_code(child), 0);
        assert_int_equal(exit_code(start((char *[]) { "maillage", "check", vrp, sol, NULL })), 0);
    }
    remove(vrp), remove(sol), remove(trace);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(deadlines), cmocka_unit_test(interrupted) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
