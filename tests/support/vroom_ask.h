/* vroom_ask.h — ask the program's own functions what `maillage vroom` would be asked, and look into the answer.
 * Documents are written with ' for ", so that they can be read. Every answer is held against the keys that VROOM has
 * and those that we add. */
#ifndef MLG_TESTS_VROOM_ASK_H
#define MLG_TESTS_VROOM_ASK_H

#include <jansson.h>

#include "maillage/maillage.h"
#include "support/test.h"

struct asked {
    int code;
    json_t *answer;
    char *line;
};

static inline char *with_quotes(const char *document)
{
    char *copy = strdup(document);
    for (char *c = copy; *c; c++)
        if (*c == '\'') *c = '"';
    return copy;
}

/* ---- VROOM's keys, and ours ---- */

static inline bool one_of(const char *key, const char *words)
{
    const size_t n = strlen(key);
    for (const char *at = words; (at = strstr(at, key)); at += n)
        if ((at == words || at[-1] == ' ') && (at[n] == ' ' || !at[n])) return true;
    return false;
}

static inline void only_keys(json_t *object, const char *allowed, const char *needed)
{
    const char *key;
    json_t *value;
    char word[64];
    check_msg(json_is_object(object), "an object with %s", allowed);
    json_object_foreach(object, key, value) check_msg(one_of(key, allowed), "key %s is not one of: %s", key, allowed);
    for (const char *at = needed; sscanf(at, "%63s", word) == 1; at += strlen(word) + strspn(at + strlen(word), " "))
        check_msg(json_object_get(object, word), "key %s is missing", word);
}

static inline void keys_of_violations(json_t *list)
{
    size_t i;
    json_t *v;
    check_msg(json_is_array(list), "violations are a list");
    json_array_foreach(list, i, v)
    {
        const char *cause = json_string_value(json_object_get(v, "cause"));
        const bool timed = cause && (!strcmp(cause, "lead_time") || !strcmp(cause, "delay"));
        check_msg(cause && one_of(cause, "lead_time delay load max_tasks skills precedence missing_break "
                                         "max_travel_time max_load max_distance"),
                  "cause %s", cause ? cause : "?");
        only_keys(v, timed ? "cause duration" : "cause", timed ? "cause duration" : "cause");
    }
}

static inline void keys_of_findings(json_t *answer, const char *key)
{
    size_t i;
    json_t *w;
    json_array_foreach(json_object_get(answer, key), i, w) only_keys(w, "where message hint", "where message");
}

#define SUMS " delivery amount pickup setup service duration waiting_time priority distance violations"
#define NEEDED_SUMS " setup service duration waiting_time priority violations"
static inline void keys_of_answer(json_t *answer)
{
    size_t i, k;
    json_t *route, *step, *task;
    const json_int_t code = json_integer_value(json_object_get(answer, "code"));
    keys_of_findings(answer, "warnings");
    if (code) {
        only_keys(answer, "code error errors error_count warnings", "code error");
        keys_of_findings(answer, "errors");
        return;
    }
    only_keys(answer, "code summary unassigned routes warnings maillage", "code summary unassigned routes");
    only_keys(json_object_get(answer, "summary"), "cost routes unassigned computing_times maillage" SUMS,
              "cost routes unassigned" NEEDED_SUMS);
    keys_of_violations(json_object_get(json_object_get(answer, "summary"), "violations"));
    json_array_foreach(json_object_get(answer, "unassigned"), i, task)
        only_keys(task, "id type location location_index description reasons", "id type");
    json_array_foreach(json_object_get(answer, "routes"), i, route)
    {
        only_keys(route, "vehicle cost description steps geometry maillage" SUMS, "vehicle cost steps" NEEDED_SUMS);
        keys_of_violations(json_object_get(route, "violations"));
        json_array_foreach(json_object_get(route, "steps"), k, step)
        {
            only_keys(step,
                      "type description location location_index id setup service waiting_time job load arrival "
                      "duration violations distance maillage",
                      "type setup service waiting_time arrival duration violations");
            keys_of_violations(json_object_get(step, "violations"));
        }
    }
}

/* ---- times ---- */

static inline json_int_t number_in(json_t *object, const char *key)
{
    return json_integer_value(json_object_get(object, key));
}

/* Step by step: what was left, plus the drive, is the next arrival; totals are sums. */
static inline void times_add_up(json_t *answer)
{
    size_t i, k;
    json_t *route, *step;
    json_int_t all_waiting = 0, all_duration = 0, all_cost = 0, all_service = 0;
    json_array_foreach(json_object_get(answer, "routes"), i, route)
    {
        json_int_t left = 0, driven = 0, waiting = 0, service = 0, setup = 0;
        json_array_foreach(json_object_get(route, "steps"), k, step)
        {
            const json_int_t arrival = number_in(step, "arrival"), duration = number_in(step, "duration");
            if (k)
                check_msg(left + (duration - driven) == arrival, "route %zu step %zu: %lld + %lld is not %lld", i, k,
                          (long long)left, (long long)(duration - driven), (long long)arrival);
            check_msg(duration >= driven && number_in(step, "waiting_time") >= 0, "route %zu step %zu", i, k);
            left = arrival + number_in(step, "waiting_time") + number_in(step, "setup") + number_in(step, "service");
            driven = duration, waiting += number_in(step, "waiting_time"), service += number_in(step, "service"),
            setup += number_in(step, "setup");
        }
        assert_int_equal(driven, number_in(route, "duration"));
        assert_int_equal(waiting, number_in(route, "waiting_time"));
        assert_int_equal(service, number_in(route, "service"));
        assert_int_equal(setup, number_in(route, "setup"));
        all_waiting += waiting, all_duration += driven, all_cost += number_in(route, "cost"), all_service += service;
    }
    json_t *summary = json_object_get(answer, "summary");
    assert_int_equal(all_waiting, number_in(summary, "waiting_time"));
    assert_int_equal(all_duration, number_in(summary, "duration"));
    assert_int_equal(all_service, number_in(summary, "service"));
    assert_int_equal(all_cost, number_in(summary, "cost"));
    assert_int_equal(json_array_size(json_object_get(answer, "routes")), number_in(summary, "routes"));
    assert_int_equal(json_array_size(json_object_get(answer, "unassigned")), number_in(summary, "unassigned"));
}

/* ---- asking ---- */

static inline struct asked ask_bytes(const char *bytes, size_t size, bool plan_mode, bool geometry,
                                     const char *iterations)
{
    struct asked a = { 0 };
    mlg_error err = { 0 };
    mlg_findings *found = mlg_findings_new(MLG_EN);
    mlg_options *o = mlg_options_new();
    mlg_tasks *tasks = NULL;
    const mlg_tasks_spec spec = { .format = MLG_FORMAT_VROOM, .plan_mode = plan_mode, .geometry = geometry };
    mlg_options_set(o, "routing.iterations", iterations, NULL);
    mlg_options_set(o, "routing.threads", "1", NULL);
    mlg_options_set(o, "routing.time_limit_s", "0", NULL);
    mlg_status status = mlg_tasks_read_bytes("test", bytes, size, &spec, o, &tasks, found, &err);
    if (!status) status = mlg_tasks_solve(tasks, o, NULL, NULL, found, &err);
    if (!status) a.line = mlg_tasks_answer(tasks, found, false, &err);
    else a.line = mlg_tasks_failure(status, &err, found, &a.code);
    check_msg(a.line, "an answer, whatever happens: %s", err.message);
    a.answer = json_loads(a.line, 0, NULL);
    check_msg(a.answer, "not JSON: %s", a.line);
    assert_int_equal(number_in(a.answer, "code"), a.code);
    keys_of_answer(a.answer);
    if (!a.code) times_add_up(a.answer);
    mlg_tasks_free(tasks);
    mlg_options_free(o);
    mlg_findings_free(found);
    return a;
}

static inline struct asked ask_with(const char *document, bool plan_mode, bool geometry)
{
    char *bytes = with_quotes(document);
    const struct asked a = ask_bytes(bytes, strlen(bytes), plan_mode, geometry, "3000");
    free(bytes);
    return a;
}

static inline struct asked ask(const char *document) { return ask_with(document, false, false); }
static inline struct asked ask_plan(const char *document) { return ask_with(document, true, false); }

static inline void forget(struct asked *a)
{
    json_decref(a->answer);
    free(a->line);
    *a = (struct asked) { 0 };
}

/* "routes/0/steps/2/arrival" */
static inline json_t *at(const struct asked *a, const char *path)
{
    json_t *v = a->answer;
    char word[64];
    for (const char *p = path; v && *p;) {
        const size_t n = strcspn(p, "/");
        snprintf(word, sizeof word, "%.*s", (int)n, p);
        v = json_is_array(v) ? json_array_get(v, (size_t)strtoul(word, NULL, 10)) : json_object_get(v, word);
        p += n + (p[n] == '/');
    }
    return v;
}
static inline json_int_t num(const struct asked *a, const char *path)
{
    check_msg(json_is_integer(at(a, path)), "no number at %s in %s", path, a->line);
    return json_integer_value(at(a, path));
}
static inline const char *str(const struct asked *a, const char *path)
{
    check_msg(json_is_string(at(a, path)), "no text at %s in %s", path, a->line);
    return json_string_value(at(a, path));
}
static inline size_t count(const struct asked *a, const char *path) { return json_array_size(at(a, path)); }

/* Is there a finding at this place? list: "errors" or "warnings". */
static inline bool told(const struct asked *a, const char *list, const char *where)
{
    size_t i;
    json_t *w;
    json_array_foreach(at(a, list), i,
                       w) if (!strcmp(json_string_value(json_object_get(w, "where")), where)) return true;
    return false;
}

#endif
