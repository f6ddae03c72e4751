/* test_location_fault.c — every allocation of the readers, the checker and plan.json of location problems fails once,
 * jansson's too: nothing leaks (the address sanitizer looks), nothing is half made, and an error is told. */
#include <jansson.h>

#include "base/error.h"
#include "io/location_plan.h"
#include "maillage/check.h"
#include "support/location_gen.h"
#include "support/location_samples.h"

struct job {
    const struct location_sample *sample;
    const char *format;
    mlg_status expected;
    int64_t failed;
};

static bool settled(struct job *job, mlg_status status)
{
    return allocation_settled(&job->failed, status, job->expected, job->sample->format);
}

static bool read_sample(void *user)
{
    struct job *job = user;
    const struct location_sample *s = job->sample;
    mlg_location *l = NULL;
    mlg_error err = { 0 };
    mlg_findings *found = mlg_findings_new(MLG_EN);
    const mlg_status status =
        mlg__location_read("sample", s->text, strlen(s->text), job->format, &s->params, &l, found, &err);
    assert_true((status == MLG_OK) == (l != NULL));
    if (status) assert_true(err.status == status && err.message[0]);
    mlg_findings_free(found);
    mlg_location_free(l);
    return settled(job, status);
}

static void test_readers(void **state)
{
    static const struct location_sample wrong = { "cap", "1 1\n3 1\n4\n2\n", { .single_source = -1 } };
    int64_t count = 0;
    (void)state;
    for (int i = 0; i < LOCATION_SAMPLE_COUNT; i++) {
        struct job job = { .sample = &location_samples[i], .format = location_samples[i].format };
        count += for_each_failed_allocation(read_sample, &job) - 1;
    }
    struct job refused = { .sample = &wrong, .format = "cap", .expected = MLG_BAD_INPUT };
    count += for_each_failed_allocation(read_sample, &refused) - 1;
    struct job unknown = { .sample = &wrong, .expected = MLG_BAD_INPUT };
    count += for_each_failed_allocation(read_sample, &unknown) - 1;
    print_message("%lld allocations\n", (long long)count);
}

/* -- plans -- */

struct plan_job {
    struct location_case *c;
    struct text *json;
    int64_t failed;
};

static bool write_check_and_read(void *user)
{
    struct plan_job *job = user;
    struct text out = { 0 };
    mlg_location_plan *again = NULL;
    mlg_error err = { 0 };
    mlg_status status = mlg__location_plan_write(job->c->l, job->c->plan, &out, &err);
    if (!status) status = mlg_check_location(job->c->l, job->c->plan, NULL, &err);
    if (!status) status = mlg__location_plan_read(job->json->data, job->json->length, job->c->l, &again, NULL, &err);
    const bool met_failure = mlg__memory_fail_at(0) >= ++job->failed;
    assert_true(!status || (err.status == status && err.message[0]));
    /* jansson's scanner tells a lack of memory as a mistake of syntax, or loses a digit: wrong words, but an error. */
    if (status) check_msg(met_failure, "%d: %s: %s", status, err.where, err.message);
    text_free(&out);
    mlg_location_plan_free(again);
    return !met_failure;
}

static void test_plans(void **state)
{
    int64_t count = 0;
    (void)state;
    for (uint64_t seed = 1; seed <= 12; seed++) {
        struct rng rng = rng_seeded(seed, 7);
        struct location_case c = random_location(&rng);
        struct text json = { 0 };
        assert_int_equal(mlg__location_plan_write(c.l, c.plan, &json, NULL), MLG_OK);
        json_set_alloc_funcs(mlg__malloc, mlg__free);
        struct plan_job job = { &c, &json, 0 };
        count += for_each_failed_allocation(write_check_and_read, &job) - 1;
        text_free(&json);
        location_case_free(&c);
    }
    print_message("%lld allocations\n", (long long)count);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_readers), cmocka_unit_test(test_plans) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
