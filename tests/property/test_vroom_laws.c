/* test_vroom_laws.c — times of given routes against all times there are; answers read back pass the checker; broken
 * documents are refused in JSON. */
#include "io/vroom_route.h"
#include "support/vroom_ask.h"

/* ---- times: the slow twin tries every second ---- */

enum { STEPS_MAX = 6, CLOCK_MAX = 96, LEFT_MAX = 12, WINDOWS_MAX = 2 };
struct twin {
    struct vroom_step *s;
    int32_t count;
    struct outcome {
        int64_t off, end;
        bool known;
    } memo[STEPS_MAX][CLOCK_MAX + 1][LEFT_MAX + 1];
};

static int64_t off(const struct vroom_step *s, int64_t t)
{
    int64_t least = s->windows.count ? INT64_MAX : 0;
    if (t < s->from || t > s->until) return 1000000;
    for (int32_t i = 0; i < s->windows.count; i++) {
        const struct task_window w = s->windows.of[i];
        const int64_t d = t < w.open_s ? w.open_s - t : t > w.close_s ? t - w.close_s : 0;
        if (d < least) least = d;
    }
    return least;
}

static bool better(struct outcome a, struct outcome b) { return a.off < b.off || (a.off == b.off && a.end < b.end); }

static int64_t drive_after(const struct twin *w, int32_t i)
{
    for (i++; i < w->count && w->s[i].kind == STEP_BREAK; i++) {}
    return i < w->count ? w->s[i].drive : 0;
}

/* From step i on, when the last one ended at clock with `left` still to drive. */
static struct outcome rest(struct twin *w, int32_t i, int64_t clock, int64_t left)
{
    if (i == w->count) return (struct outcome) { 0, clock, true };
    if (clock > CLOCK_MAX) return (struct outcome) { 10000000, clock, true };
    struct outcome *m = &w->memo[i][clock][left];
    if (m->known) return *m;
    const bool is_break = w->s[i].kind == STEP_BREAK;
    struct outcome best = { INT64_MAX, 0, true };
    for (int64_t begin = clock + (is_break ? 0 : left); begin <= CLOCK_MAX; begin++) {
        const int64_t still = is_break ? max64(0, left - (begin - clock)) : drive_after(w, i);
        struct outcome o = rest(w, i + 1, begin + w->s[i].setup_s + w->s[i].service_s, still);
        o.off += off(&w->s[i], begin);
        if (i + 1 == w->count) o.end = begin;
        if (better(o, best)) best = o;
    }
    if (best.off == INT64_MAX) best = (struct outcome) { 10000000, clock, true };
    return *m = best;
}

static void random_windows(struct rng *rng, struct vroom_step *s, struct task_window *of)
{
    int64_t t = (int64_t)rng_below(rng, 20);
    s->windows.of = of;
    s->windows.count = (int32_t)rng_below(rng, WINDOWS_MAX + 1);
    for (int32_t i = 0; i < s->windows.count; i++) {
        of[i].open_s = t;
        of[i].close_s = t + (int64_t)rng_below(rng, 8);
        t = of[i].close_s + 1 + (int64_t)rng_below(rng, 12);
    }
}

static void times_are_best(struct rng *rng, uint64_t seed)
{
    static struct twin w;
    struct vroom_step steps[STEPS_MAX] = { 0 };
    struct task_window windows[STEPS_MAX][WINDOWS_MAX];
    struct tasks t = { 0 };
    struct arena scratch = { 0 };
    mlg_problem p = { .ticks_per_s = 1 };
    const int32_t count = 2 + (int32_t)rng_below(rng, STEPS_MAX - 1);
    for (int32_t i = 0; i < count; i++) {
        struct vroom_step *s = &steps[i];
        const bool rest_allowed = i > 0 && i + 1 < count && steps[i - 1].kind != STEP_BREAK;
        *s = (struct vroom_step) { .kind = i == 0                                   ? STEP_START
                                           : i + 1 == count                         ? STEP_END
                                           : rest_allowed && rng_below(rng, 3) == 0 ? STEP_BREAK
                                                                                    : STEP_JOB,
                                   .from = INT64_MIN,
                                   .until = INT64_MAX };
        random_windows(rng, s, windows[i]);
        if (i && s->kind != STEP_BREAK) s->drive = (int64_t)rng_below(rng, LEFT_MAX);
        if (i && i + 1 < count) s->service_s = (int64_t)rng_below(rng, 6), s->setup_s = (int64_t)rng_below(rng, 2);
        if (rng_below(rng, 12) == 0) s->from = (int64_t)rng_below(rng, 30);
        if (rng_below(rng, 12) == 0) s->until = max64(s->from, 0) + (int64_t)rng_below(rng, 30);
    }
    memset(&w, 0, sizeof w);
    w.s = steps, w.count = count;
    struct outcome best = { INT64_MAX, 0, true };
    int64_t departure = 0;
    for (int64_t d = 0; d <= CLOCK_MAX; d++) {
        struct outcome o = rest(&w, 1, d, drive_after(&w, 0));
        o.off += off(&steps[0], d);
        if (better(o, best)) best = o;
        if (o.off == best.off && o.end == best.end) departure = d;
    }
    struct vroom_route r = { .step_count = count, .steps = steps };
    const bool kept = mlg__vroom_times(&t, &p, &r, &scratch);
    check_msg(kept == (best.off < 1000000), "seed %llu: kept %d, least %lld", (unsigned long long)seed, kept,
              (long long)best.off);
    int64_t sum = 0;
    for (int32_t i = 0; kept && i < count; i++) sum += off(&steps[i], steps[i].begin);
    if (kept) {
        check_msg(sum == best.off, "seed %llu: off by %lld, least %lld", (unsigned long long)seed, (long long)sum,
                  (long long)best.off);
        check_msg(steps[count - 1].begin == best.end, "seed %llu: ends at %lld, could at %lld",
                  (unsigned long long)seed, (long long)steps[count - 1].begin, (long long)best.end);
        check_msg(steps[0].begin == departure, "seed %llu: leaves at %lld, could at %lld", (unsigned long long)seed,
                  (long long)steps[0].begin, (long long)departure);
    }
    int64_t clock = steps[0].begin, left = drive_after(&w, 0);
    for (int32_t i = 1; kept && i < count; i++) { /* the steps follow each other */
        const bool is_break = steps[i].kind == STEP_BREAK;
        check_msg(steps[i].begin >= clock + (is_break ? 0 : left) && steps[i].arrival <= steps[i].begin &&
                      steps[i].arrival >= clock,
                  "seed %llu step %d", (unsigned long long)seed, i);
        left = is_break ? left - (steps[i].arrival - clock) : drive_after(&w, i);
        clock = steps[i].begin + steps[i].setup_s + steps[i].service_s;
    }
    mlg__arena_free(&scratch);
}

static void given_routes_have_the_best_times(void **state)
{
    (void)state;
    for_seeds(1, 3000, times_are_best);
}

/* ---- answers read back ---- */

static void put_windows(struct rng *rng, char *to, size_t size, const char *key)
{
    const int open = (int)rng_below(rng, 3000);
    if (rng_below(rng, 3) == 0)
        snprintf(to, size, ",\"%s\":[[%d,%d]]", key, open, open + 500 + (int)rng_below(rng, 4000));
    else to[0] = 0;
}

/* A random day over a table of legs: some jobs cannot be served. rich: also shipments, breaks and several windows. */
static char *random_day(struct rng *rng, bool rich)
{
    enum { SIZE = 1 << 16 };
    char *to = malloc(SIZE), window[80];
    const int places = 3 + (int)rng_below(rng, 8), jobs = 1 + (int)rng_below(rng, 14),
              vehicles = 1 + (int)rng_below(rng, 4), shipments = rich ? (int)rng_below(rng, 4) : 0;
    int n = snprintf(to, SIZE, "{\"vehicles\":[");
    const bool fine = rng_below(rng, 3) == 0, costs = rng_below(rng, 3) == 0;
    for (int i = 0; i < vehicles; i++) {
        n += snprintf(to + n, SIZE - (size_t)n, "%s{\"id\":%d,\"start_index\":%d,\"capacity\":[%d],\"skills\":[%d]",
                      i ? "," : "", i * 7, (int)rng_below(rng, places), 3 + (int)rng_below(rng, 12),
                      (int)rng_below(rng, 3));
        if (rng_below(rng, 2))
            n += snprintf(to + n, SIZE - (size_t)n, ",\"end_index\":%d", (int)rng_below(rng, places));
        if (rng_below(rng, 3) == 0)
            n += snprintf(to + n, SIZE - (size_t)n, ",\"time_window\":[%d,9000]", (int)rng_below(rng, 500));
        if (fine) n += snprintf(to + n, SIZE - (size_t)n, ",\"speed_factor\":%s", rng_below(rng, 2) ? "1.3" : "0.7");
        if (costs)
            n += snprintf(to + n, SIZE - (size_t)n,
                          ",\"costs\":{\"fixed\":%d,\"per_hour\":%d,\"per_km\":%d,\"per_task_hour\":%d}",
                          (int)rng_below(rng, 900), (int)rng_below(rng, 5000), (int)rng_below(rng, 70),
                          (int)rng_below(rng, 900));
        if (rng_below(rng, 4) == 0)
            n += snprintf(to + n, SIZE - (size_t)n, ",\"max_tasks\":%d", (int)rng_below(rng, 5));
        if (rng_below(rng, 4) == 0)
            n += snprintf(to + n, SIZE - (size_t)n, ",\"max_travel_time\":%d", (int)rng_below(rng, 3000));
        if (rich && rng_below(rng, 2))
            n += snprintf(to + n, SIZE - (size_t)n,
                          ",\"breaks\":[{\"id\":1,\"service\":%d,\"time_windows\":[[%d,5000]]}]",
                          (int)rng_below(rng, 200), (int)rng_below(rng, 2000));
        n += snprintf(to + n, SIZE - (size_t)n, "}");
    }
    n += snprintf(to + n, SIZE - (size_t)n, "],\"jobs\":[");
    const bool priorities = rng_below(rng, 2);
    for (int i = 0; i < jobs; i++) {
        put_windows(rng, window, sizeof window, "time_windows");
        n += snprintf(to + n, SIZE - (size_t)n,
                      "%s{\"id\":%d,\"location_index\":%d,\"service\":%d,\"setup\":%d,\"delivery\":[%d],\"pickup\":[%d]"
                      ",\"priority\":%d%s%s}",
                      i ? "," : "", i, (int)rng_below(rng, places), (int)rng_below(rng, 300), (int)rng_below(rng, 90),
                      (int)rng_below(rng, 5), (int)rng_below(rng, 4), priorities ? (int)rng_below(rng, 4) : 0,
                      rng_below(rng, 4) ? "" : ",\"skills\":[1]", window);
    }
    n += snprintf(to + n, SIZE - (size_t)n, "],\"shipments\":[");
    for (int i = 0; i < shipments; i++)
        n += snprintf(to + n, SIZE - (size_t)n,
                      "%s{\"amount\":[%d],\"pickup\":{\"id\":%d,\"location_index\":%d},\"delivery\":{\"id\":%d,"
                      "\"location_index\":%d,\"service\":60}}",
                      i ? "," : "", (int)rng_below(rng, 5), i, (int)rng_below(rng, places), i,
                      (int)rng_below(rng, places));
    n += snprintf(to + n, SIZE - (size_t)n, "],\"matrices\":{\"car\":{");
    for (int plane = 0; plane < 2; plane++) {
        n += snprintf(to + n, SIZE - (size_t)n, "%s[", plane ? ",\"distances\":" : "\"durations\":");
        for (int i = 0; i < places; i++)
            for (int k = 0; k < places; k++)
                n += snprintf(to + n, SIZE - (size_t)n, "%s%d%s",
                              k   ? ","
                              : i ? ",["
                                  : "[",
                              i == k ? 0 : 1 + (int)rng_below(rng, 900), k + 1 == places ? "]" : "");
        n += snprintf(to + n, SIZE - (size_t)n, "]");
    }
    snprintf(to + n, SIZE - (size_t)n, "}}}");
    return to;
}

static void answer_passes_check(struct rng *rng, uint64_t seed, bool rich)
{
    char *day = random_day(rng, rich), file[512];
    mlg_error err = { 0 };
    mlg_findings *found = mlg_findings_new(MLG_EN), *violations = mlg_findings_new(MLG_EN);
    mlg_options *o = mlg_options_new();
    mlg_tasks *tasks = NULL;
    const mlg_tasks_spec spec = { .format = MLG_FORMAT_VROOM };
    mlg_options_set(o, "routing.iterations", "300", NULL);
    mlg_options_set(o, "routing.threads", "1", NULL);
    mlg_options_set(o, "routing.time_limit_s", "0", NULL);
    mlg_status status = mlg_tasks_read_bytes("day", day, strlen(day), &spec, o, &tasks, found, &err);
    check_msg(!status, "seed %llu: %s %s\n%s", (unsigned long long)seed, err.where, err.message, day);
    status = mlg_tasks_solve(tasks, o, NULL, NULL, found, &err);
    check_msg(!status, "seed %llu: %s %s\n%s", (unsigned long long)seed, err.where, err.message, day);
    snprintf(file, sizeof file, "%s/vroom_laws.json", MLG_BUILD_DIR);
    status = mlg_tasks_write(tasks, file, MLG_FORMAT_VROOM, found, false, &err);
    const int32_t unserved = mlg_tasks_unserved(tasks), routes = mlg_plan_route_count(mlg_tasks_plan(tasks));
    if (!status) status = mlg_tasks_check(tasks, file, found, violations, &err);
    check_msg(!status && !mlg_findings_count(found, false), "seed %llu: %s %s", (unsigned long long)seed, err.where,
              mlg_findings_count(found, false) ? mlg_findings_at(found, false, 0)->message : err.message);
    check_msg(!status && !mlg_findings_count(violations, false), "seed %llu: %s: %s\n%s", (unsigned long long)seed,
              mlg_findings_count(violations, false) ? mlg_findings_at(violations, false, 0)->where : "",
              mlg_findings_count(violations, false) ? mlg_findings_at(violations, false, 0)->message : err.message,
              day);
    assert_int_equal(mlg_plan_unserved_count(mlg_tasks_plan(tasks)), unserved);
    assert_int_equal(mlg_plan_route_count(mlg_tasks_plan(tasks)), routes);
    struct asked a = ask_bytes(day, strlen(day), false, false, "300"); /* keys, and times that add up */
    assert_int_equal(a.code, 0);
    forget(&a);
    mlg_tasks_free(tasks);
    mlg_options_free(o);
    mlg_findings_free(found);
    mlg_findings_free(violations);
    free(day);
}

static void plain_answer(struct rng *rng, uint64_t seed) { answer_passes_check(rng, seed, false); }
static void rich_answer(struct rng *rng, uint64_t seed) { answer_passes_check(rng, seed, true); }

static void answers_pass_the_checker(void **state)
{
    (void)state;
    for_seeds(1, 150, plain_answer);
    for_seeds(1000, 60, rich_answer);
}

/* ---- w: mutated requests ---- */

static void mutated_request(struct rng *rng, uint64_t seed)
{
    char *day = random_day(rng, true);
    size_t size = strlen(day);
    (void)seed;
    for (int i = 0, n = 1 + (int)rng_below(rng, 4); i < n; i++) {
        const size_t where = (size_t)rng_below(rng, (int32_t)size);
        static const char tokens[] = "{}[],:\"0123456789-.eE \n\\tfnu\x80\xFF";
        switch (rng_below(rng, 3)) {
        case 0: day[where] = tokens[rng_below(rng, sizeof tokens - 1)]; break;
        case 1: memmove(day + where, day + where + 1, size-- - where); break;
        default: size = where + 1; break;
        }
        if (size < 2) break;
    }
    struct asked a = ask_bytes(day, size, rng_below(rng, 2), rng_below(rng, 4) == 0, "20");
    assert_true(a.code == 0 || a.code == 2);
    forget(&a);
    free(day);
}

static void w_mutated_requests_are_answered(void **state)
{
    (void)state;
    const char *asked = getenv("MAILLAGE_MUTATIONS");
    for_seeds(1, asked ? atoi(asked) : 5000, mutated_request);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(given_routes_have_the_best_times),
                                        cmocka_unit_test(answers_pass_the_checker),
                                        cmocka_unit_test(w_mutated_requests_are_answered) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
