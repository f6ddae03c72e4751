/* Any bytes as a plan.json of the small scenario of tests/support: read, and if it reads, checked and written; as an
 * earlier plan whose states are kept; and as the routes of a small problem. Nothing may crash, leak or come back
 * different. */
#include "io/kept_states.h"
#include "io/plan_json.h"
#include "maillage/check.h"
#include "support/network_fixture.h"

static void read_and_check(const mlg_scenario *s, const mlg_leg_source *legs, const char *data, size_t size)
{
    mlg_findings *found = mlg_findings_new(MLG_EN);
    mlg_network_plan *plan = NULL, *again = NULL;
    struct text first = { 0 }, second = { 0 };
    if (mlg__network_plan_read(data, size, s, &plan, found, NULL) == MLG_OK) {
        if (mlg_check_network(s, legs, plan, found, NULL) == MLG_INTERNAL) abort();
        if (mlg__network_plan_write(plan, &first, NULL)) abort();
        if (mlg__network_plan_read(first.data, first.length, s, &again, NULL, NULL)) abort();
        if (mlg__network_plan_write(again, &second, NULL) || strcmp(first.data, second.data) != 0) abort();
    }
    text_free(&first);
    text_free(&second);
    mlg_network_plan_free(plan);
    mlg_network_plan_free(again);
    mlg_findings_free(found);
}

static void read_kept(const mlg_scenario *s, const char *data, size_t size)
{
    struct plan_kept *kept = NULL;
    int32_t count = 0;
    mlg_error err = { 0 };
    const mlg_status status = mlg__kept_states_read(data, size, s, &kept, &count, NULL, &err);
    if (status && (kept || !err.message[0])) abort();
    for (int32_t i = 0; i < count; i++) {
        const struct plan_kept *k = &kept[i];
        if (k->site < 0 || k->site >= s->site_count || k->period < 0 || k->period >= s->period_count) abort();
        if (k->size < 0 || k->size > s->kinds[s->sites[k->site].kind].size_count) abort();
        if (i > 0 && (k[-1].site > k->site || (k[-1].site == k->site && k[-1].period >= k->period))) abort();
    }
    mlg__free(kept);
}

static void read_routing(const char *data, size_t size)
{
    mlg_builder *b = mlg_builder_new();
    mlg_problem *p = NULL;
    mlg_plan *plan = NULL;
    mlg_builder_place(b, 45, 5);
    for (int i = 0; i < 3; i++)
        mlg_builder_stop(b, &(mlg_stop) { .place = mlg_builder_place(b, 45.01 + 0.01 * i, 5), .demand = { 3 } });
    mlg_builder_vehicle(b, &(mlg_vehicle) { .capacity = { 6 }, .count = 2 });
    if (mlg_builder_finish(b, &p, NULL, NULL)) abort();
    if (mlg__routing_plan_read(data, size, p, &plan, NULL, NULL) == MLG_OK) {
        struct text out = { 0 };
        if (mlg__routing_plan_write(p, plan, &out, NULL)) abort();
        text_free(&out);
    }
    mlg_plan_free(plan);
    mlg_problem_free(p);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    mlg_scenario *s = fixture_scenario();
    mlg_leg_source legs = fixture_legs(s);
    read_and_check(s, &legs, (const char *)data, size);
    read_kept(s, (const char *)data, size);
    read_routing((const char *)data, size);
    mlg_roads_source_free(&legs);
    mlg_scenario_free(s);
    return 0;
}
