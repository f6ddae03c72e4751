/* summary.c — a plan in a few lines for a terminal. Every figure stands in plan.json too; none is computed here. */
#include "maillage/api.h"

#include <stdio.h>

#include "base/text.h"
#include "model/network_plan.h"
#include "model/units.h"
#include "report/facts.h"
#include "report/show.h"
#include "report/words.h"

/* Totals of a side's last period: what the reader compares. */
struct last_period {
    const struct period_summary *summary;
    int64_t co2_mg, p50_s, p95_s; /* a year, embodied left apart; of the first service */
    double within;                /* of all services, as the report's first figure */
};

static struct last_period last_period(const mlg_scenario *s, const struct network_side *side)
{
    const int32_t period = s->period_count - 1;
    struct last_period last = { .summary = &side->periods[period] };
    for (int32_t i = 0; i < side->co2_count; i++)
        if (side->co2[i].period == period) last.co2_mg += side->co2[i].wtw_mg;
    for (int32_t i = 0; i < side->speed_count; i++)
        if (side->speed[i].period == period && side->speed[i].service == 0)
            last.p50_s = side->speed[i].p50_s, last.p95_s = side->speed[i].p95_s;
    last.within = mlg__within_promise(s, side, period);
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
    text_printf(t, fr ? "%d %s, %d agrandis ou réduits, %d fermés ; investissement %s M %s\n"
                      : "%d %s, %d resized, %d closed; investment %s M %s\n",
                opened, opened == 1 ? fr ? "site ouvert" : "site opened" : fr ? "sites ouverts" : "sites opened", resized, closed,
                show_million(fr ? MLG_FR : MLG_EN, capex_cents, 1).s, s->currency);
}

/* -- two columns of figures -- */

enum { LABEL_WIDE = 45, COLUMN_WIDE = 14 };

static int letters(const char *s)
{
    int count = 0;
    for (; *s; s++) count += ((unsigned char)*s & 0xC0) != 0x80;
    return count;
}

static void put_row(struct text *t, const char *label, const char *now, const char *then)
{
    text_printf(t, "%s%*s %*s%s %*s%s\n", label, LABEL_WIDE > letters(label) ? LABEL_WIDE - letters(label) : 0, "",
                COLUMN_WIDE > letters(now) ? COLUMN_WIDE - letters(now) : 0, "", now,
                COLUMN_WIDE > letters(then) ? COLUMN_WIDE - letters(then) : 0, "", then);
}

static void put_figures(struct text *t, mlg_lang lang, const char *label, double now, double then, int decimals, const char *unit)
{
    struct shown cells[2] = { show_real(lang, now, decimals), show_real(lang, then, decimals) };
    for (int i = 0; unit[0] && i < 2; i++) {
        const struct shown number = cells[i];
        snprintf(cells[i].s, sizeof cells[i].s, "%.60s %.8s", number.s, unit);
    }
    put_row(t, label, cells[0].s, cells[1].s);
}

/* A figure of one service, or of all; the label says of which where there are several. */
static const char *labelled(char *label, size_t size, const mlg_scenario *s, int32_t service, const char *words, mlg_lang lang)
{
    const char *whose = service != MLG_NONE ? word_of_service(s, service, lang) : lang == MLG_FR ? "tous services" : "all services";
    if (s->service_count < 2) return words;
    snprintf(label, size, "%.60s, %.40s", words, whose);
    return label;
}

/* Of all services, then of each where there are several. */
static void say_within(struct text *t, const mlg_network_plan *plan, const struct last_period *now, const struct last_period *then, mlg_lang lang)
{
    const mlg_scenario *s = plan->scenario;
    const bool fr = lang == MLG_FR;
    const char *words = is_cloud(s) ? fr ? "dans la limite" : "within the limit" : fr ? "dans le délai promis" : "within the promise";
    char label[120];
    put_figures(t, lang, labelled(label, sizeof label, s, MLG_NONE, words, lang), 100 * now->within, 100 * then->within, 1, "%");
    for (int32_t i = 0; s->service_count > 1 && i < s->service_count; i++)
        put_figures(t, lang, labelled(label, sizeof label, s, i, words, lang), 100 * now->summary->covered[i], 100 * then->summary->covered[i], 1, "%");
}

/* What the last period is like with today's sites and with the plan. */
static void say_last_period(struct text *t, const mlg_network_plan *plan, mlg_lang lang)
{
    const mlg_scenario *s = plan->scenario;
    const struct last_period now = last_period(s, &plan->before), then = last_period(s, &plan->plan);
    const bool fr = lang == MLG_FR, cloud = is_cloud(s);
    const double milli = (double)MLG_MILLI;
    put_row(t, s->periods[s->period_count - 1].label, fr ? "aujourd'hui" : "today's network", "plan");
    const char *median = cloud ? fr ? "aller-retour, médiane" : "round trip, median"
                         : fr  ? "de la commande à la porte, médiane" : "order to door, median";
    const char *most = cloud ? fr ? "aller-retour, 95 %" : "round trip, 95 %" : fr ? "de la commande à la porte, 95 %" : "order to door, 95 %";
    char label[120];
    put_figures(t, lang, labelled(label, sizeof label, s, 0, median, lang),
                shown_time(s, (double)now.p50_s), shown_time(s, (double)then.p50_s), 1, cloud ? "ms" : "h");
    put_figures(t, lang, labelled(label, sizeof label, s, 0, most, lang),
                shown_time(s, (double)now.p95_s), shown_time(s, (double)then.p95_s), 1, cloud ? "ms" : "h");
    say_within(t, plan, &now, &then, lang);
    put_figures(t, lang, cloud ? fr ? "CO2 par GPU-heure tenue" : "CO2 per GPU-hour held"
                         : fr  ? "CO2 par unité servie" : "CO2 per served unit",
                kg_per_unit(s, &now) * (cloud ? MLG_G_PER_KG : 1), kg_per_unit(s, &then) * (cloud ? MLG_G_PER_KG : 1),
                cloud ? 0 : 3, cloud ? "g" : "kg");
    put_figures(t, lang, fr ? "emplois sur sites" : "jobs on sites", (double)now.summary->jobs_milli / milli,
                (double)then.summary->jobs_milli / milli, 0, "");
    if (now.summary->unserved_milli || then.summary->unserved_milli)
        put_figures(t, lang, cloud ? fr ? "GPU-heures sans capacité par jour" : "GPU-hours a day without capacity"
                             : fr  ? "unités non servies par jour" : "unserved units a day",
                    (double)now.summary->unserved_milli / milli, (double)then.summary->unserved_milli / milli, 0, "");
}

/* -- what binds, what is certain: the report has it all -- */

/* "budget 2026, +20 M EUR" */
static void say_step(struct text *t, const mlg_scenario *s, const struct limit_word *w, mlg_lang lang)
{
    static const char *const names[WORTH_KIND_COUNT][2] = {
        [WORTH_BUDGET] = { "budget", "budget" },     [WORTH_BUDGET_TOTAL] = { "budget in all", "budget en tout" },
        [WORTH_CO2] = { "CO2", "CO2" },              [WORTH_COVERAGE] = { "promise", "promesse" },
        [WORTH_JOBS] = { "jobs", "emplois" },
    };
    static const char *const units[WORTH_KIND_COUNT][2] = {
        [WORTH_CO2] = { "t/year", "t/an" }, [WORTH_COVERAGE] = { "units/day", "unités/jour" }, [WORTH_JOBS] = { "jobs", "emplois" },
    };
    const bool fr = lang == MLG_FR, budget = w->name.kind == WORTH_BUDGET || w->name.kind == WORTH_BUDGET_TOTAL;
    text_printf(t, "%s %s, ", names[w->name.kind][fr], s->periods[w->name.period].label);
    text_add(t, show_signed(lang, budget ? w->step / 1e6 : w->step, budget && w->step < 1e6 ? 1 : 0).s);
    if (budget) text_printf(t, " M %s", s->currency);
    else
        text_printf(t, " %s", w->name.kind == WORTH_COVERAGE && is_cloud(s) ? fr ? "GPU-heures/jour" : "GPU-hours/day"
                                                                           : units[w->name.kind][fr]);
}

/* The step gave a plan that costs otherwise, or brings more in time. */
static bool has_effect(const struct limit_word *w)
{
    const bool tightens = w->name.kind == WORTH_JOBS || w->name.kind == WORTH_COVERAGE ? w->step > 0 : w->name.kind == WORTH_CO2;
    return !w->found || w->cost_step < w->cost || (tightens && w->cost_step > w->cost) || w->inside_step_milli > w->inside_milli;
}

/* What was tried, heaviest limits; the report names the sites. */
static void say_limit(struct text *t, const mlg_network_plan *plan, const struct limit_word *w, mlg_lang lang)
{
    const mlg_scenario *s = plan->scenario;
    const bool fr = lang == MLG_FR;
    const double million = (double)MLG_MICRO_PER_UNIT * 1e6;
    say_step(t, s, w, lang);
    text_add(t, fr ? " : aucun plan sous " : ": no plan below ");
    text_printf(t, fr ? "%s M %s ; " : "%s M %s; ", show_real(lang, (double)w->bound_step / million, 2).s, s->currency);
    if (!w->found) {
        text_add(t, fr ? "une courte recherche n'en trouve pas\n" : "a short search found none\n");
        return;
    }
    text_printf(t, fr ? "trouvé : %s M %s" : "found: %s M %s",
                show_signed(lang, (double)(w->cost_step - w->cost) / million, 2).s, s->currency);
    text_printf(t, is_cloud(s) ? fr ? ", %s GPU-heures par jour dans leur limite\n" : ", %s GPU-hours a day within their limit\n"
                   : fr        ? ", %s unités par jour dans le délai promis\n"
                               : ", %s units a day within the promise\n",
                show_signed(lang, (double)(w->inside_step_milli - w->inside_milli) / (double)MLG_MILLI, 0).s);
}

static void say_limits(struct text *t, const mlg_network_plan *plan, mlg_lang lang)
{
    const struct siting_words *words = plan->words;
    int32_t idle = 0;
    for (int32_t i = 0; i < words->limit_count; i++)
        if (words->limits[i].tried && has_effect(&words->limits[i])) say_limit(t, plan, &words->limits[i], lang);
    for (int32_t i = 0; i < words->limit_count; i++) {
        const struct limit_word *w = &words->limits[i];
        if (!w->tried || has_effect(w)) continue;
        text_add(t, idle++ ? lang == MLG_FR ? " ; " : "; " : lang == MLG_FR ? "essayé, sans effet trouvé : " : "tried, no effect found: ");
        say_step(t, plan->scenario, w, lang);
    }
    if (idle > 0) text_add(t, "\n");
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
        text_printf(t, "%s %s (%s, %s)", n ? lang == MLG_FR ? " ;" : ";" : "", plan->scenario->sites[next->site].name,
                    next->open ? (lang == MLG_FR ? "fermer" : "close it") : lang == MLG_FR ? "ouvrir" : "open it",
                    show_amount(lang, plan->scenario->currency, next->more).s);
    }
    if (told_site != MLG_NONE) text_add(t, "\n");
}

static void say_words(struct text *t, const mlg_network_plan *plan, mlg_lang lang)
{
    const struct siting_words *words = plan->words;
    int32_t count[SITE_VERDICT_COUNT] = { 0 };
    int32_t always = 0, never = 0;
    say_limits(t, plan, lang);
    for (int32_t i = 0; i < words->site_count; i++) {
        const struct site_word *w = &words->sites[i];
        count[w->verdict]++;
        always += w->verdict != SITE_FIXED && w->seen_open == words->seen_count;
        never += w->verdict != SITE_FIXED && w->seen_open == 0;
    }
    const int32_t sites = words->site_count - count[SITE_FIXED];
    text_printf(t, lang == MLG_FR ? "prouvé de tout plan à %s près : %d sites toujours ouverts, %d jamais, %d selon le plan\n"
                                  : "proved of every plan within %s: %d sites always open, %d never, %d depend\n",
                show_share(lang, words->certain_within).s, count[SITE_ALWAYS], count[SITE_NEVER], count[SITE_DEPENDS]);
    if (words->seen_count > 1 && sites > 0)
        text_printf(t, lang == MLG_FR ? "dans les %d plans rencontrés à %s près (sans preuve) : %d sites toujours ouverts, %d jamais, %d parfois\n"
                                      : "in the %d plans met within %s (no proof): %d sites always open, %d never, %d in some\n",
                    words->seen_count, show_share(lang, words->certain_within).s, always, never, sites - always - never);
    say_close_calls(t, plan, lang);
}

/* Rounds that follow the streets of a map, and their kilometres against the estimate's. */
static void say_streets(struct text *t, const mlg_network_plan *plan, mlg_lang lang)
{
    int32_t rounds = 0, on_streets = 0;
    int64_t driven_m = 0, crow_m = 0;
    for (int32_t d = 0; d < plan->day_count; d++) {
        const struct plan_day *day = &plan->days[d];
        rounds += day->routes->route_count;
        on_streets += day->street_count;
        for (int32_t i = 0; i < day->street_count; i++) {
            driven_m += day->routes->routes[day->streets[i].route].totals.distance_m;
            crow_m += day->streets[i].crow_m;
        }
    }
    if (!on_streets) return;
    text_printf(t, lang == MLG_FR ? "tournées sur de vraies rues : %d sur %d, %s km (%s selon l'estimation)\n"
                                  : "rounds on real streets: %d of %d, %s km (%s by the estimate)\n",
                on_streets, rounds, show_real(lang, (double)driven_m / MLG_M_PER_KM, 0).s, show_real(lang, (double)crow_m / MLG_M_PER_KM, 0).s);
}

/* The two far ends of the front, each with its cost. */
static void say_front(struct text *t, const mlg_network_plan *plan, mlg_lang lang)
{
    const bool fr = lang == MLG_FR;
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
        text_printf(t, fr ? " ; jusqu'à %s %% de CO2 en moins pour %s %% de coût en plus" : "; up to %s %% less CO2 for %s %% more cost",
                    show_real(lang, 100 * (1 - (double)clean.co2_mg / (double)cheap.co2_mg), 1).s,
                    show_real(lang, 100 * ((double)clean.cost / first - 1), 1).s);
    if (fast.within_milli > cheap.within_milli)
        text_printf(t, fr ? " ; jusqu'à %s %% dans le délai promis sur tout l'horizon au lieu de %s %% pour %s %% de coût en plus"
                          : "; up to %s %% within the promise over all years instead of %s %% for %s %% more cost",
                    show_real(lang, 100 * (double)fast.within_milli / (double)fast.units_milli, 1).s,
                    show_real(lang, 100 * (double)cheap.within_milli / (double)cheap.units_milli, 1).s,
                    show_real(lang, 100 * ((double)fast.cost / first - 1), 1).s);
    text_add(t, "\n");
}

char *mlg_plan_summary(const mlg_network_plan *plan, mlg_lang lang)
{
    const mlg_scenario *s = plan->scenario;
    const bool fr = lang == MLG_FR;
    const double million = (double)MLG_MICRO_PER_UNIT * 1e6;
    struct text t = { 0 };

    text_printf(&t, "%s\n", s->name);
    say_sites(&t, plan, fr);
    say_last_period(&t, plan, lang);
    if (plan->bound_kind != MLG_BOUND_NONE)
        text_printf(&t, fr ? "aucun plan de ce modèle ne coûte moins de %s M %s ; celui-ci : %s (écart %s %%)\n"
                           : "no plan of this model costs less than %s M %s; this one: %s (gap %s %%)\n",
                    show_real(lang, (double)plan->bound / million, 1).s, s->currency, show_real(lang, (double)plan->plan.cost / million, 1).s,
                    show_real(lang, 100 * plan->gap, 2).s);
    if (plan->stability_micro)
        text_printf(&t, fr ? "%d des %d états gardés sont changés, comptés %s en tout dans le choix\n"
                           : "%d of %d kept states are changed, counted %s in all in the choice\n",
                    mlg__plan_changes(plan), plan->kept_count, show_amount(lang, s->currency, mlg__plan_stability(plan)).s);
    say_streets(&t, plan, lang);
    if (plan->words) say_words(&t, plan, lang);
    say_front(&t, plan, lang);
    if (t.failed) text_free(&t);
    return t.data;
}
