/* tiny_scenario.c — see tiny_scenario.h. */
#include "support/tiny_scenario.h"

#include <math.h>

#include "maillage/roads.h"
#include "support/enumerate.h"
#include "support/network_gen.h"
#include "support/test.h"

static bool one_in(struct rng *rng, int32_t n) { return rng_below(rng, n) == 0; }
static double between(struct rng *rng, double low, double high) { return low + rng_unit(rng) * (high - low); }

static struct network_recipe draw_recipe(struct rng *rng)
{
    return (struct network_recipe) {
        .points = 2 + rng_below(rng, 3), .stations = 2 + rng_below(rng, 3), .sizes = 1 + rng_below(rng, 2),
        .periods = 1 + rng_below(rng, 2), .services = 1 + rng_below(rng, 2),
        .upper_levels = rng_below(rng, 2), .upper_sites = 1 + rng_below(rng, 2), .partner = one_in(rng, 3),
        .decided = one_in(rng, 8), .explicit_lanes = one_in(rng, 4), .inbound_classes = one_in(rng, 4),
        .conflicts = one_in(rng, 3), .no_carry_over = one_in(rng, 2), .default_penalty = one_in(rng, 4),
        .budget_share = one_in(rng, 2) ? between(rng, 0, 0.7) : 0,
        .total_budget_share = one_in(rng, 4) ? between(rng, 0, 0.9) : 0,
        .coverage = one_in(rng, 2) ? between(rng, 0.05, 1) : 0,
        .jobs = one_in(rng, 3) ? between(rng, 0, 15) : 0,
        .co2_kg_per_unit = one_in(rng, 3) ? between(rng, 0.02, 1.2) : 0,
        .min_fill = one_in(rng, 4) ? between(rng, 0.05, 0.8) : 0,
        .capacity_ratio = between(rng, 0.5, 3), .side_deg = between(rng, 0.3, 3),
        .co2_eur_per_t = 80.0 * rng_below(rng, 2), .planning_day_factor = 1 + 0.15 * rng_below(rng, 3),
    };
}

/* Every third scenario has upper sites to choose: fewer of everything else, so that they can be tried. */
static void draw_more(struct network_recipe *r, struct rng *rng)
{
    if (!one_in(rng, 3)) return;
    r->choose_upper = true;
    r->upper_levels = 1 + one_in(rng, 6);
    r->upper_sites = r->upper_levels == 1 ? 1 + rng_below(rng, 2) : 1 + one_in(rng, 3);
    r->stations = min32(r->stations, r->periods == 1 ? 3 : 2);
    if (r->periods > 1) r->sizes = 1;
    if (r->periods > 1) r->partner = r->partner && r->upper_sites == 1;
}

/* Upper sites to choose: small and large, near and far, open today or not. */
static void bend_uppers(mlg_scenario *s, struct rng *rng)
{
    for (int32_t k = 0; k < s->size_count; k++) {
        struct size *z = &s->sizes[k];
        if (s->kinds[z->kind].level + 1 == s->level_count) continue;
        z->capacity_milli = (int64_t)((double)z->capacity_milli * (one_in(rng, 2) ? 1 : between(rng, 0.05, 0.4)));
        z->capex_cents = (int64_t)((double)z->capex_cents * between(rng, 0.02, 1));
        z->opex_cents_per_year = (int64_t)((double)z->opex_cents_per_year * between(rng, 0.02, 1));
        z->handling_micro = (int64_t)((double)z->handling_micro * between(rng, 0.3, 3));
    }
    for (int32_t i = 0; i < s->site_count; i++) {
        struct site *a = &s->sites[i];
        if (s->kinds[a->kind].level + 1 == s->level_count || a->decided_size) continue;
        if (one_in(rng, 2)) a->state_today = 0; /* a candidate */
        if (a->state_today && one_in(rng, 4)) a->allowed &= ~1u; /* it stays */
        if (one_in(rng, 4)) a->allowed &= ~4u; /* a size less */
        if (a->state_today) a->allowed |= 1u << a->state_today;
        if (one_in(rng, 6)) a->earliest_opening_year = 2027 + rng_below(rng, 4);
    }
}

static void bend_sites(mlg_scenario *s, struct rng *rng)
{
    for (int32_t i = 0; i < s->site_count; i++) {
        struct site *a = &s->sites[i];
        if (s->kinds[a->kind].level + 1 < s->level_count || a->decided_size) continue;
        if (a->state_today && one_in(rng, 3)) a->allowed &= ~1u; /* an open site stays */
        if (s->kinds[a->kind].size_count > 1 && one_in(rng, 6)) a->allowed &= ~(2u << rng_below(rng, 2)); /* a size less */
        if (a->state_today) a->allowed |= 1u << a->state_today;
        if (one_in(rng, 6)) a->earliest_opening_year = 2027 + rng_below(rng, 4);
        if (one_in(rng, 8)) a->latest_opening_year = 2026 + rng_below(rng, 4);
    }
    for (int32_t k = 0; k < s->size_count; k++) {
        if (one_in(rng, 3)) s->sizes[k].close_cents = (int64_t)between(rng, 0, 2e7);
        if (one_in(rng, 6)) s->sizes[k].jobs_per_1000_units_milli = 0;
        if (one_in(rng, 4)) s->sizes[k].capacity_milli = (int64_t)((double)s->sizes[k].capacity_milli * between(rng, 0.4, 1.2));
    }
    if (one_in(rng, 3)) /* nothing embodied: limits on CO2 know flows and buildings only */
        for (int32_t k = 0; k < s->size_count; k++) s->sizes[k].embodied_mg = 0;
}

static void bend_limits(mlg_scenario *s, struct rng *rng)
{
    int32_t kept = 0;
    for (int32_t t = 0; t < s->period_count; t++) {
        if (s->periods[t].budget_cents == INT64_MAX) continue;
        s->periods[t].budget_cents = (int64_t)((double)s->periods[t].budget_cents * between(rng, 0, 1.6));
        if (one_in(rng, 5)) s->periods[t].budget_cents = INT64_MAX;
    }
    for (int32_t i = 0; i < s->coverage_count; i++) {
        struct coverage c = s->coverages[i];
        c.share *= between(rng, 0.4, 1);
        if (!one_in(rng, 3)) s->coverages[kept++] = c;
    }
    s->coverage_count = kept;
    if (s->job_floor_count && one_in(rng, 2)) { /* everywhere too, in the first period */
        struct job_floor *more = arena_array(&s->arena, struct job_floor, 2);
        more[0] = s->job_floors[0];
        more[1] = (struct job_floor) { "", 0, (int64_t)(between(rng, 0.5, 2) * (double)more[0].at_least_milli) };
        s->job_floors = more, s->job_floor_count = 2;
    }
    for (int32_t t = 0; s->co2_max_mg && t < s->period_count; t++)
        if (one_in(rng, 3)) s->co2_max_mg[t] = INT64_MAX;
    for (int32_t p = 0; p < s->service_count; p++) s->services[p].promise_s = (int64_t)(between(rng, 13, 30) * 3600);
}

bool mlg__tiny_scenario(uint64_t seed, struct tiny_scenario *tiny)
{
    struct rng rng = rng_seeded(seed, 11), more = rng_seeded(seed, 12);
    struct network_recipe recipe = draw_recipe(&rng);
    draw_more(&recipe, &more);
    mlg_error err = { 0 };
    *tiny = (struct tiny_scenario) { .seed = seed, .s = mlg__generated_draft(&recipe, seed), .options = mlg_options_new() };
    bend_sites(tiny->s, &rng);
    if (recipe.choose_upper) bend_uppers(tiny->s, &more);
    bend_limits(tiny->s, &rng);
    assert_int_equal(mlg_options_set(tiny->options, "siting.threads", "1", NULL), MLG_OK);
    if (one_in(&rng, 4)) assert_int_equal(mlg_options_set(tiny->options, "siting.residual", "0", NULL), MLG_OK);
    if (one_in(&rng, 6)) assert_int_equal(mlg_options_set(tiny->options, "siting.embodied", "0", NULL), MLG_OK);
    tiny->s->single_source = (int64_t)recipe.points * recipe.services <= 4 && one_in(&more, 12);
    if (mlg__scenario_finish(tiny->s, NULL, &err) == MLG_OK) {
        tiny->legs = mlg__generated_legs(tiny->s);
        const mlg_status status = mlg_network_compile(tiny->s, &tiny->legs, tiny->options, &tiny->n, &err);
        check_msg(status == MLG_OK || status == MLG_BAD_INPUT, "seed %llu: %s", (unsigned long long)seed, err.message);
        if (status == MLG_OK && mlg__is_tiny(tiny->n)) return true;
    }
    mlg__tiny_scenario_free(tiny);
    return false;
}

void mlg__tiny_scenario_free(struct tiny_scenario *tiny)
{
    mlg_network_free(tiny->n);
    mlg_options_free(tiny->options);
    if (tiny->legs.rows) mlg_roads_source_free(&tiny->legs);
    mlg_scenario_free(tiny->s);
}
