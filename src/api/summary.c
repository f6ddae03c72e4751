/* summary.c — a plan in a few lines for a terminal. Every figure stands in plan.json too; none is computed here. */
#include "maillage/api.h"

#include "base/text.h"
#include "model/network_plan.h"
#include "model/units.h"

/* Totals of a side's last period: what the reader compares. */
struct last_period {
    const struct period_summary *summary;
    int64_t co2_mg, p50_s, p95_s; /* a year, embodied left apart; of the first service */
    double within;
};

static struct last_period last_period(const mlg_scenario *s, const struct network_side *side)
{
    const int32_t period = s->period_count - 1;
    struct last_period last = { .summary = &side->periods[period] };
    for (int32_t i = 0; i < side->co2_count; i++)
        if (side->co2[i].period == period) last.co2_mg += side->co2[i].wtw_mg;
    for (int32_t i = 0; i < side->speed_count; i++)
        if (side->speed[i].period == period && side->speed[i].service == 0)
            last.p50_s = side->speed[i].p50_s, last.p95_s = side->speed[i].p95_s, last.within = side->speed[i].within_promise;
    return last;
}

static double hours(int64_t seconds) { return (double)seconds / (double)MLG_SECONDS_PER_HOUR; }

static double kg_per_unit(const mlg_scenario *s, const struct last_period *last)
{
    const double served_milli = (double)(last->summary->units_milli - last->summary->unserved_milli);
    const double units_year = served_milli / (double)MLG_MILLI * s->working_days_per_year;
    return units_year > 0 ? (double)last->co2_mg / (double)MLG_MG_PER_KG / units_year : 0;
}

static void say_sites(struct text *t, const mlg_network_plan *plan, bool fr)
{
    const mlg_scenario *s = plan->scenario;
    int32_t opened = 0, resized = 0, closed = 0;
    int64_t capex_cents = 0;
    for (int32_t i = 0; i < plan->plan.site_count; i++) {
        const struct plan_site *row = &plan->plan.sites[i];
        const int32_t before = row->period == 0 ? s->sites[row->site].state_today : plan->plan.sites[i - 1].size;
        capex_cents += row->capex_cents;
        opened += before == 0 && row->size > 0;
        resized += before > 0 && row->size > 0 && row->size != before;
        closed += before > 0 && row->size == 0;
    }
    text_printf(t, fr ? "%d sites ouverts, %d agrandis ou réduits, %d fermés ; investissement %.1f M %s\n"
                      : "%d sites opened, %d resized, %d closed; investment %.1f M %s\n",
                opened, resized, closed, (double)capex_cents / (double)MLG_CENTS_PER_UNIT / 1e6, s->currency);
}

char *mlg_plan_summary(const mlg_network_plan *plan, mlg_lang lang)
{
    const mlg_scenario *s = plan->scenario;
    const bool fr = lang == MLG_FR;
    const struct last_period now = last_period(s, &plan->before), then = last_period(s, &plan->plan);
    struct text t = { 0 };

    text_printf(&t, "%s\n", s->name);
    say_sites(&t, plan, fr);
    text_printf(&t, fr ? "%-34s %14s %14s\n" : "%-34s %14s %14s\n", s->periods[s->period_count - 1].label,
                fr ? "aujourd'hui" : "today's network", "plan");
    text_printf(&t, "%-34s %12.1f h %12.1f h\n", fr ? "de la commande à la porte, médiane" : "order to door, median",
                hours(now.p50_s), hours(then.p50_s));
    text_printf(&t, "%-34s %12.1f h %12.1f h\n", fr ? "de la commande à la porte, 95 %" : "order to door, 95 %",
                hours(now.p95_s), hours(then.p95_s));
    text_printf(&t, "%-34s %12.1f %% %12.1f %%\n", fr ? "dans la promesse" : "within the promise", 100 * now.within,
                100 * then.within);
    text_printf(&t, "%-34s %11.3f kg %11.3f kg\n", fr ? "CO2 par unité servie" : "CO2 per served unit",
                kg_per_unit(s, &now), kg_per_unit(s, &then));
    text_printf(&t, "%-34s %14.0f %14.0f\n", fr ? "emplois sur sites" : "jobs on sites",
                (double)now.summary->jobs_milli / (double)MLG_MILLI, (double)then.summary->jobs_milli / (double)MLG_MILLI);
    if (now.summary->unserved_milli || then.summary->unserved_milli)
        text_printf(&t, "%-34s %14.0f %14.0f\n", fr ? "unités non servies par jour" : "unserved units a day",
                    (double)now.summary->unserved_milli / (double)MLG_MILLI,
                    (double)then.summary->unserved_milli / (double)MLG_MILLI);
    if (plan->bound_kind != MLG_BOUND_NONE)
        text_printf(&t, fr ? "aucun plan de ce modèle ne coûte moins de %.1f M %s ; celui-ci : %.1f (écart %.2f %%)\n"
                           : "no plan of this model costs less than %.1f M %s; this one: %.1f (gap %.2f %%)\n",
                    (double)plan->bound / (double)MLG_MICRO_PER_UNIT / 1e6, s->currency,
                    (double)plan->plan.cost / (double)MLG_MICRO_PER_UNIT / 1e6, 100 * plan->gap);
    if (t.failed) text_free(&t);
    return t.data;
}
