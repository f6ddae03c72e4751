/* Every number, id, truth and row of a plan.json, changed one at a time: reader or checker finds each change. The list
 * of exceptions is empty (warnings are sentences: support/mutate.h). */
#include "support/network_fixture.h"
#include "support/plan_check.h"

static void every_change_is_found(void **state)
{
    (void)state;
    mlg_scenario *s = fixture_scenario();
    mlg_leg_source legs = fixture_legs(s);
    mlg_network_plan *plan = fixture_plan(s, &legs);
    struct text text = { 0 };
    assert_int_equal(mlg__network_plan_write(plan, &text, NULL), MLG_OK);
    const struct verdict whole = plan_verdict(s, &legs, text.data, text.length);
    check_msg(whole.clean, "the plan itself is not clean: %s", whole.first);

    json_t *master = json_loadb(text.data, text.length, 0, NULL);
    const int64_t count = mutation_count(master);
    const char *step_text = getenv("MAILLAGE_TEST_STEP"); /* 1: all of them; each is tried by some seed otherwise */
    const int64_t step = step_text ? strtoll(step_text, NULL, 10) : 1;
    struct mutation_result r = { 0 };
    for (int64_t n = 0; n < count; n += step) try_mutation(s, &legs, master, n, &r);
    print_message("%" PRId64 " changes, %" PRId64 " refused by the reader, %" PRId64 " by the checker, %" PRId64 " missed\n",
                  r.tried, r.by_reader, r.tried - r.by_reader - r.missed, r.missed);
    assert_true(r.tried > 200);
    assert_int_equal(r.missed, 0);

    json_decref(master);
    text_free(&text);
    mlg_network_plan_free(plan);
    mlg_roads_source_free(&legs);
    mlg_scenario_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(every_change_is_found) };
    return cmocka_run_group_tests_name("plan mutations", tests, NULL, NULL);
}
