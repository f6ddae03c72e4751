/* Islands on parts of one solution: nobody touches what is foreign, and what is joined is one solution again. */
#include "routing/share.h"

#include "property/routing_cases.h"

enum { ISLANDS = 3, STOPS = 60 };

static int32_t shared; /* cases with enough routes for all */

/* One island's work: what core.c does, without its clock. */
static void work(struct core *c, struct rng *r)
{
    struct search *s = c->search;
    for (int k = 0; k < 10; k++) {
        mlg__begin(s);
        mlg__ruin(s, rng_below(r, s->in->visit_count), 8);
        mlg__recreate(s, 655);
        s->kernel->improve(s);
        if (s->cost < s->cost_before) mlg__commit(s);
        else mlg__rollback(s);
        mlg__search_holds(s);
    }
}

static void parts_make_a_whole(struct rng *r, uint64_t seed)
{
    mlg_problem *p = random_problem(r, STOPS, case_features[seed % CASE_COUNT]);
    struct instance *in = compiled(p, STOPS);
    struct search search[ISLANDS];
    struct core core[ISLANDS], *cores[ISLANDS];
    struct share h;
    assert_true(mlg__share_init(&h, in));
    for (int w = 0; w < ISLANDS; w++) {
        assert_int_equal(mlg__search_init(&search[w], in, seed, (uint64_t)w, NULL), MLG_OK);
        random_solution(&search[w], r);
        core[w] = (struct core) { .search = &search[w], .parts = 1 };
        cores[w] = &core[w];
    }
    for (int round = 0; round < 6 && mlg__share_pays(cores, ISLANDS); round++) {
        if (round == 0) mlg__share_agree(cores, ISLANDS), shared++;
        const int64_t before = search[0].cost;
        int64_t gained = 0;
        mlg__share_split(&h, cores, ISLANDS);
        for (int w = 0; w < ISLANDS; w++) {
            struct search *s = &search[w];
            check_msg(s->cost == before && core[w].parts == ISLANDS, "seed %llu", (unsigned long long)seed);
            uint64_t foreign = 0, after = 0;
            for (int32_t i = 0; i < in->slot_count; i++) foreign += s->foreign[i] ? s->slot[i]->id * (uint64_t)(i + 1) : 0;
            mlg__search_holds(s);
            work(&core[w], r);
            for (int32_t i = 0; i < in->slot_count; i++) after += s->foreign[i] ? s->slot[i]->id * (uint64_t)(i + 1) : 0;
            check_msg(foreign == after, "seed %llu: island %d", (unsigned long long)seed, w);
            gained += before - s->cost;
        }
        mlg__share_join(cores, ISLANDS);
        for (int w = 0; w < ISLANDS; w++) {
            mlg__search_holds(&search[w]);
            check_msg(search[w].cost == before - gained && core[w].current == search[w].cost && core[w].parts == 1,
                      "seed %llu: %lld, not %lld", (unsigned long long)seed, (long long)search[w].cost,
                      (long long)(before - gained));
        }
    }
    for (int w = 0; w < ISLANDS; w++) search_end(&search[w]);
    mlg__share_free(&h);
    mlg__instance_free(in);
    mlg_problem_free(p);
}

static void test_parts(void **state)
{
    (void)state;
    shared = 0;
    for_seeds(0, 2 * CASE_COUNT, parts_make_a_whole);
    if (!getenv("MAILLAGE_TEST_SEED")) assert_true(shared > 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_parts) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
