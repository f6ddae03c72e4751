/* states.c — sites over the periods: a row for each, one path of allowed changes from today, decisions kept, openings
 * within their years, conflict sets, and the budget. See side.h. */
#include <inttypes.h>
#include <string.h>

#include "check/side.h"
#include "model/units.h"

/* Exactly one row for each site and period, ascending: from then on row i is cell i. */
static void place_states(struct side_check *c)
{
    const int32_t expected = c->s->site_count * c->s->period_count;
    if (c->side->site_count != expected) {
        mlg__violation(c, "sites", MLG_NONE, "",
                       TXT("%" PRId32 " rows for %" PRId32 " sites and periods",
                           "%" PRId32 " lignes pour %" PRId32 " sites et périodes"),
                       c->side->site_count, expected);
        c->sound = false;
        return;
    }
    for (int32_t i = 0; i < expected; i++) {
        const struct plan_site *row = &c->side->sites[i];
        if (cell(c, row->site, row->period) != i) {
            mlg__violation(c, "sites", i, "",
                           TXT("row of site \"%s\" in period %s is out of order, missing or twice",
                               "la ligne du site « %s » en période %s n'est pas à sa place, manque ou est double"),
                           c->s->sites[row->site].id, c->s->periods[row->period].label);
            c->sound = false;
        }
        c->state[i] = row->size;
    }
}

static int32_t state_before(const struct side_check *c, int32_t site, int32_t period)
{
    return period ? c->state[cell(c, site, period - 1)] : c->s->sites[site].state_today;
}

static const char *state_word(const struct side_check *c, int32_t site, int32_t state)
{
    return state ? site_size(c->s, site, state)->id : "closed";
}

static void check_fixed(struct side_check *c, int32_t site, int32_t period)
{
    const int32_t i = cell(c, site, period), fixed = mlg__fixed_state(c->s, site, period, c->before);
    if (c->state[i] != fixed)
        mlg__violation(
            c, "sites", i, "size",
            TXT("site \"%s\" is %s, but %s is decided for it", "le site « %s » est en %s, mais %s est décidé pour lui"),
            c->s->sites[site].id, state_word(c, site, c->state[i]), state_word(c, site, fixed));
}

/* One step of a path, and what it costs. */
static void check_step(struct side_check *c, int32_t site, int32_t period)
{
    const int32_t i = cell(c, site, period), from = state_before(c, site, period), to = c->state[i];
    const struct plan_site *row = &c->side->sites[i];
    struct transition t = { .allowed = true };
    if (!c->before) t = mlg__site_transition(c->s, site, from, to, period, &c->options);
    if (!t.allowed)
        mlg__violation(
            c, "sites", i, "size",
            TXT("site \"%s\" may not go from %s to %s in %s", "le site « %s » ne peut passer de %s à %s en %s"),
            c->s->sites[site].id, state_word(c, site, from), state_word(c, site, to), c->s->periods[period].label);
    mlg__same(c, "sites", i, "capex_cents", row->capex_cents, t.capital_cents);
    mlg__same(c, "sites", i, "embodied_mg", row->embodied_mg, t.embodied_mg);
    struct period_tally *tally = &c->tally[period];
    tally->line_cents[LINE_SITE_INVESTMENT] += t.capital_cents;
    tally->embodied_mg += t.embodied_mg;
    tally->capital_micro += (int128)t.capital_cents * MLG_MICRO_PER_CENT;
    if (c->options.embodied_counts) tally->capital_micro += mlg__co2_micro(c->s, t.embodied_mg);
    tally->residual_micro += (int128)t.residual_cents * MLG_MICRO_PER_CENT;
}

/* Of the sites of a conflict set at most one is open. */
static void check_conflicts(struct side_check *c)
{
    const mlg_scenario *s = c->s;
    for (int32_t a = 0; a < s->site_count; a++) {
        if (!s->sites[a].conflict_set || !s->sites[a].conflict_set[0]) continue;
        for (int32_t b = a + 1; b < s->site_count; b++) {
            if (!s->sites[b].conflict_set || strcmp(s->sites[a].conflict_set, s->sites[b].conflict_set) != 0) continue;
            for (int32_t t = 0; t < s->period_count; t++)
                if (c->state[cell(c, a, t)] && c->state[cell(c, b, t)])
                    mlg__violation(c, "sites", cell(c, b, t), "size",
                                   TXT("open together with site \"%s\" of the same conflict set \"%s\"",
                                       "ouvert en même temps que le site « %s » du même ensemble « %s »"),
                                   s->sites[a].id, s->sites[a].conflict_set);
        }
    }
}

static void over_budget(struct side_check *c, const char *table, int32_t row, int128 spent_cents, int128 budget_cents)
{
    if (spent_cents <= budget_cents) return;
    mlg__violation(c, table, row, "capex_cents",
                   TXT("%.2f spent, the budget is %.2f", "%.2f dépensés, le budget est de %.2f"),
                   (double)spent_cents / (double)MLG_CENTS_PER_UNIT, (double)budget_cents / (double)MLG_CENTS_PER_UNIT);
}

/* By period, what was not spent before carried over or lost; and over all. No limit in a period: none after it. */
static void check_budget(struct side_check *c)
{
    int128 spent = 0, budget = 0, whole = 0;
    bool limited = true;
    for (int32_t t = 0; t < c->s->period_count; t++) {
        const int64_t limit_cents = c->s->periods[t].budget_cents;
        const int128 capital_cents = c->tally[t].line_cents[LINE_SITE_INVESTMENT];
        if (!c->s->carry_over) spent = budget = 0, limited = true;
        spent += capital_cents;
        whole += capital_cents;
        limited = limited && limit_cents != INT64_MAX;
        budget += limited ? limit_cents : 0;
        if (limited) over_budget(c, "summary/periods", t, spent, budget);
    }
    if (c->s->budget_total_cents != INT64_MAX)
        over_budget(c, "summary/periods", MLG_NONE, whole, c->s->budget_total_cents);
}

mlg_status mlg__check_states(struct side_check *c)
{
    const int32_t cells = c->s->site_count * c->s->period_count;
    c->state = arena_array(&c->arena, int32_t, cells);
    c->through_milli = arena_array(&c->arena, int64_t, cells);
    c->chain_at = arena_array(&c->arena, int32_t, cells);
    if (c->arena.failed) return mlg__no_memory(c->err, "the check");
    for (int32_t i = 0; i < cells; i++) c->chain_at[i] = MLG_NONE;
    place_states(c);
    if (!c->sound) return MLG_OK;
    for (int32_t site = 0; site < c->s->site_count; site++)
        for (int32_t t = 0; t < c->s->period_count; t++) {
            if (c->before || mlg__site_is_fixed(c->s, site)) check_fixed(c, site, t);
            check_step(c, site, t);
        }
    if (c->before) return MLG_OK;
    check_conflicts(c);
    check_budget(c);
    return MLG_OK;
}
