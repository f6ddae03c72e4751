/* mutate_plan SCENARIO PLAN.json [COUNT [SEED]] — change COUNT (200) places of a plan.json, one at a time, drawn by
 * SEED, and say whether reading and checking find every change. COUNT 0: all places. Exit 0 only if the plan itself is
 * clean and nothing is missed. For plans of real size: the test test_plan_mutations does the same with a small one. */
#include "io/file.h"
#include "maillage/api.h"
#include "support/plan_check.h"
#include "support/test.h"

static int tell(const char *what, const mlg_error *err)
{
    fprintf(stderr, "mutate_plan: %s: %s: %s\n", what, err->where, err->message);
    return 2;
}

static int mutate_all(const mlg_scenario *s, const mlg_leg_source *legs, const char *text, size_t size, int64_t wanted,
                      uint64_t seed)
{
    const struct verdict whole = plan_verdict(s, legs, text, size);
    if (!whole.clean) {
        fprintf(stderr, "mutate_plan: the plan itself is not clean: %s\n", whole.first);
        return 1;
    }
    json_t *master = json_loadb(text, size, 0, NULL);
    const int64_t places = mutation_count(master);
    struct rng rng = rng_seeded(seed, 0);
    struct mutation_result r = { 0 };
    for (int64_t i = 0; i < (wanted ? wanted : places); i++)
        try_mutation(s, legs, master, wanted ? (int64_t)(rng_unit(&rng) * (double)places) : i, &r);
    printf("%" PRId64 " places; %" PRId64 " changes, %" PRId64 " refused by the reader, %" PRId64
           " by the checker, %" PRId64 " missed\n",
           places, r.tried, r.by_reader, r.tried - r.by_reader - r.missed, r.missed);
    json_decref(master);
    return r.missed != 0;
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fprintf(stderr, "usage: mutate_plan SCENARIO PLAN.json [COUNT [SEED]]\n");
        return 2;
    }
    mlg_scenario *s = NULL;
    mlg_leg_source legs;
    mlg_error err = { 0 };
    char *text = NULL;
    size_t size = 0;
    if (mlg_scenario_read(argv[1], NULL, &s, NULL, &err)) return tell("scenario", &err);
    if (mlg_scenario_legs(s, NULL, &legs, &err)) return tell("legs", &err);
    if (mlg__file_read(argv[2], MLG_FILE_LIMIT, &text, &size, &err)) return tell("plan", &err);
    const int result = mutate_all(s, &legs, text, size, argc > 3 ? strtoll(argv[3], NULL, 10) : 200,
                                  argc > 4 ? strtoull(argv[4], NULL, 10) : 1);
    mlg__free(text);
    mlg_roads_source_free(&legs);
    mlg_scenario_free(s);
    return result;
}
