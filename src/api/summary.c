/* summary.c — a plan in a few lines for a terminal. Every figure stands in plan.json too; none is computed here. */
#include "maillage/api.h"

#include "base/text.h"
#include "model/network_plan.h"
#include "model/units.h"
#include "report/show.h"

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

/* The middle and the late end of the times of the first service. */
static void say_times(struct text *t, const mlg_scenario *s, const struct last_period *now, const struct last_period *then, bool fr)
{
    const struct { const char *parcels[2], *cloud[2]; int64_t now, then; } rows[] = {
        { { "order to door, median", "de la commande à la porte, médiane" }, { "round trip, median", "aller-retour, médiane" },
          now->p50_s, then->p50_s },
        { { "order to door, 95 %", "de la commande à la porte, 95 %" }, { "round trip, 95 %", "aller-retour, 95 %" },
          now->p95_s, then->p95_s },
    };
    const char *unit = is_cloud(s) ? "ms" : "h";
    const int width = is_cloud(s) ? 11 : 12;
    for (int i = 0; i < 2; i++)
        text_printf(t, "%-34s %*.1f %s %*.1f %s\n", is_cloud(s) ? rows[i].cloud[fr] : rows[i].parcels[fr], width,
                    shown_time(s, (double)rows[i].now), unit, width, shown_time(s, (double)rows[i].then), unit);
}

/* -- what binds, what is certain: the report has it all -- */

/* What was tried, heaviest limits; the report names the sites. */
static void say_limit(struct text *t, const mlg_network_plan *plan, const struct limit_word *w, mlg_lang lang)
{
    static const char *const names[WORTH_KIND_COUNT][2] = {
        [WORTH_BUDGET] = { "budget", "budget" },     [WORTH_BUDGET_TOTAL] = { "budget in all", "budget en tout" },
        [WORTH_CO2] = { "CO2", "CO2" },              [WORTH_COVERAGE] = { "promise", "promesse" },
        [WORTH_JOBS] = { "jobs", "emplois" },
    };
    static const char *const units[WORTH_KIND_COUNT][2] = {
        [WORTH_BUDGET] = { "M", "M" },         [WORTH_BUDGET_TOTAL] = { "M", "M" },
        [WORTH_CO2] = { "t/year", "t/an" },    [WORTH_COVERAGE] = { "units/day", "unités/jour" },
        [WORTH_JOBS] = { "jobs", "emplois" },
    };
    const mlg_scenario *s = plan->scenario;
    const bool fr = lang == MLG_FR, budget = w->name.kind == WORTH_BUDGET || w->name.kind == WORTH_BUDGET_TOTAL;
    const double million = (double)MLG_MICRO_PER_UNIT * 1e6;
    text_printf(t, "%s %s, ", names[w->name.kind][fr], s->periods[w->name.period].label);
    text_add(t, show_signed(lang, budget ? w->step / 1e6 : w->step, budget && w->step < 1e6 ? 1 : 0).s);
    text_printf(t, budget ? " %s %s" : " %s", units[w->name.kind][fr], s->currency);
    text_add(t, fr ? " : aucun plan sous " : ": no plan below ");
    text_printf(t, fr ? "%s M %s ; " : "%s M %s; ", show_real(lang, (double)w->bound_step / million, 2).s, s->currency);
    if (!w->found) {
        text_add(t, fr ? "aucun plan trouvé\n" : "no plan found\n");
        return;
    }
    if (w->cost_step >= w->cost && w->inside_step_milli <= w->inside_milli) {
        text_add(t, fr ? "rien de mieux trouvé\n" : "nothing better found\n");
        return;
    }
    text_printf(t, fr ? "trouvé : %s M %s" : "found: %s M %s",
                show_signed(lang, (double)(w->cost_step - w->cost) / million, 2).s, s->currency);
    text_printf(t, fr ? ", %s unités par jour dans la promesse\n" : ", %s units a day within the promise\n",
                show_signed(lang, (double)(w->inside_step_milli - w->inside_milli) / (double)MLG_MILLI, 0).s);
}

/* The decisions that cost least to turn. */
static void say_close_calls(struct text *t, const mlg_network_plan *plan, mlg_lang lang)
{
    const struct siting_words *words = plan->words;
    int64_t told_more = INT64_MIN;
    int32_t told_site = MLG_NONE;
    for (int n = 0; n < 3; n++) {
        const struct site_word *next = NULL;
        for (int32_t i = 0; i < words->site_count; i++) {
            const struct site_word *w = &words->sites[i];
            if (!is_close_call(w)) continue;
            if (w->more < told_more || (w->more == told_more && w->site <= told_site)) continue;
            if (!next || w->more < next->more) next = w;
        }
        if (!next) break;
        if (n == 0) text_add(t, lang == MLG_FR ? "tenait à peu :" : "close calls:");
        told_more = next->more, told_site = next->site;
        text_printf(t, "%s %s (%s, %s)", n ? ";" : "", plan->scenario->sites[next->site].name,
                    next->open ? (lang == MLG_FR ? "fermer" : "close it") : lang == MLG_FR ? "ouvrir" : "open it",
                    show_amount(lang, plan->scenario->currency, next->more).s);
    }
    if (told_site != MLG_NONE) text_add(t, "\n");
}

static void say_words(struct text *t, const mlg_network_plan *plan, mlg_lang lang)
{
    const struct siting_words *words = plan->words;
    int32_t count[SITE_VERDICT_COUNT] = { 0 };
    for (int32_t i = 0; i < words->limit_count; i++)
        if (words->limits[i].tried) say_limit(t, plan, &words->limits[i], lang);
    for (int32_t i = 0; i < words->site_count; i++) count[words->sites[i].verdict]++;
    text_printf(t, lang == MLG_FR ? "dans tout plan à %s près : %d sites toujours ouverts, %d jamais, %d selon le plan\n"
                                  : "in every plan within %s: %d sites always open, %d never, %d depend\n",
                show_share(lang, words->certain_within).s, count[SITE_ALWAYS], count[SITE_NEVER], count[SITE_DEPENDS]);
    say_close_calls(t, plan, lang);
}

/* The two far ends of the front, each with its cost. */
static void say_front(struct text *t, const mlg_network_plan *plan, bool fr)
{
    const mlg_front *front = mlg_network_plan_front(plan);
    if (!front) return;
    const int32_t count = mlg_front_count(front);
    text_printf(t, fr ? "front : %d plans dans front/" : "front: %d plans in front/", count);
    mlg_front_point clean = mlg_front_at(front, 0), fast = clean;
    for (int32_t i = 1; i < count; i++) {
        const mlg_front_point p = mlg_front_at(front, i);
        if (p.co2_mg < clean.co2_mg) clean = p;
        if (p.within_milli > fast.within_milli) fast = p;
    }
    const double first = (double)mlg_front_at(front, 0).cost;
    const mlg_front_point cheap = mlg_front_at(front, 0);
    if (clean.co2_mg < cheap.co2_mg)
        text_printf(t, fr ? " ; jusqu'à %.1f %% de CO2 en moins pour %.1f %% de coût en plus" : "; up to %.1f %% less CO2 for %.1f %% more cost",
                    100 * (1 - (double)clean.co2_mg / (double)cheap.co2_mg), 100 * ((double)clean.cost / first - 1));
    if (fast.within_milli > cheap.within_milli)
        text_printf(t, fr ? " ; jusqu'à %.1f %% dans la promesse au lieu de %.1f %% pour %.1f %% de coût en plus"
                          : "; up to %.1f %% within the promise instead of %.1f %% for %.1f %% more cost",
                    100 * (double)fast.within_milli / (double)fast.units_milli,
                    100 * (double)cheap.within_milli / (double)cheap.units_milli, 100 * ((double)fast.cost / first - 1));
    text_add(t, "\n");
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
    say_times(&t, s, &now, &then, fr);
    text_printf(&t, "%-34s %12.1f %% %12.1f %%\n", fr ? "dans la promesse" : "within the promise", 100 * now.within,
                100 * then.within);
    if (is_cloud(s))
        text_printf(&t, "%-34s %12.0f g %12.0f g\n", fr ? "CO2 par GPU-heure tenue" : "CO2 per GPU-hour held",
                    MLG_G_PER_KG * kg_per_unit(s, &now), MLG_G_PER_KG * kg_per_unit(s, &then));
    else
        text_printf(&t, "%-34s %11.3f kg %11.3f kg\n", fr ? "CO2 par unité servie" : "CO2 per served unit",
                    kg_per_unit(s, &now), kg_per_unit(s, &then));
    text_printf(&t, "%-34s %14.0f %14.0f\n", fr ? "emplois sur sites" : "jobs on sites",
                (double)now.summary->jobs_milli / (double)MLG_MILLI, (double)then.summary->jobs_milli / (double)MLG_MILLI);
    if (now.summary->unserved_milli || then.summary->unserved_milli)
        text_printf(&t, "%-34s %14.0f %14.0f\n", is_cloud(s) ? fr ? "GPU-heures sans capacité par jour" : "GPU-hours a day without capacity"
                    : fr ? "unités non servies par jour" : "unserved units a day",
                    (double)now.summary->unserved_milli / (double)MLG_MILLI,
                    (double)then.summary->unserved_milli / (double)MLG_MILLI);
    if (plan->bound_kind != MLG_BOUND_NONE)
        text_printf(&t, fr ? "aucun plan de ce modèle ne coûte moins de %.1f M %s ; celui-ci : %.1f (écart %.2f %%)\n"
                           : "no plan of this model costs less than %.1f M %s; this one: %.1f (gap %.2f %%)\n",
                    (double)plan->bound / (double)MLG_MICRO_PER_UNIT / 1e6, s->currency,
                    (double)plan->plan.cost / (double)MLG_MICRO_PER_UNIT / 1e6, 100 * plan->gap);
    if (plan->stability_micro)
        text_printf(&t, fr ? "%d des %d états gardés sont changés, comptés %s en tout dans le choix\n"
                           : "%d of %d kept states are changed, counted %s in all in the choice\n",
                    mlg__plan_changes(plan), plan->kept_count, show_amount(lang, s->currency, mlg__plan_stability(plan)).s);
    if (plan->words) say_words(&t, plan, lang);
    say_front(&t, plan, fr);
    if (t.failed) text_free(&t);
    return t.data;
}
