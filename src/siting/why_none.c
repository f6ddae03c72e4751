/* why_none.c — see why_none.h. Figures are those of the files: what sites that siting leaves alone use up was taken off
 * the limits by compile, and is added on both sides again here. */
#include "siting/why_none.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "model/units.h"

#define MG_PER_T 1e9

struct teller {
    const struct mlg_network *n;
    const mlg_scenario *s;
    mlg_findings *found;
    bool french;
};

struct where { char s[160]; };

static const char *label(const struct teller *w, int32_t t) { return w->s->periods[t].label; }
static const struct site *site_of(const struct teller *w, int32_t site) { return &w->s->sites[w->n->site_id[site]]; }

static struct digits show(const struct teller *w, double value, int decimals)
{
    return mlg__digits(value, decimals, w->french);
}
static struct digits money(const struct teller *w, double cents) { return show(w, cents / MLG_CENTS_PER_UNIT, 0); }
static struct digits units(const struct teller *w, double milli) { return show(w, milli / MLG_MILLI, 0); }
static struct digits share(const struct teller *w, double part) { return show(w, 100 * part, 2); }

/* -- a row in the figures of the files -- */

/* What the row's own sites have or need, with what compile took off its limit. `asked`: what the file says. */
struct pair { double has, asked; };

static double budget_of(const mlg_scenario *s, int32_t first, int32_t last)
{
    double sum = 0;
    for (int32_t t = first; t <= last; t++) sum += (double)s->periods[t].budget_cents;
    return sum;
}

/* Budgets of the periods, cumulated; or the total, which is the row after them. */
static bool is_total(const struct teller *w, const struct common_row *r)
{
    const struct mlg_network *n = w->n;
    if (w->s->budget_total_cents == INT64_MAX || r->first != 0 || r->period != n->period_count - 1) return false;
    for (int32_t i = 0; i < n->common_count; i++)
        if (n->commons[i].kind == ROW_BUDGET && n->commons[i].first == 0 &&
            n->commons[i].period == n->period_count - 1 && i > r - n->commons)
            return false;
    return true;
}

static double volume_of(const struct mlg_network *n, int32_t service, int32_t t)
{
    int64_t sum = 0;
    for (int32_t row = 0; row < n->row_count; row++)
        if (n->row_service[row] == service) sum += volume_at(n, row, t);
    return (double)sum;
}

static struct pair figures(const struct teller *w, const struct common_row *r, double activity)
{
    const double more = activity - (double)r->limit;
    struct pair f = { 0, 0 };
    switch (r->kind) {
    case ROW_BUDGET:
        f.asked = is_total(w, r) ? (double)w->s->budget_total_cents : budget_of(w->s, r->first, r->period);
        f.has = f.asked + more;
        break;
    case ROW_CO2:
        f.asked = (double)w->s->co2_max_mg[r->period];
        f.has = f.asked + more / MLG_MILLI;
        break;
    case ROW_JOBS:
        f.asked = (double)w->s->job_floors[r->set].at_least_milli;
        f.has = f.asked + more / 1e6;
        break;
    case ROW_COVER: {
        const double all = volume_of(w->n, r->service, r->period);
        f.asked = (double)r->limit / all;
        f.has = activity / all;
        break;
    }
    case ROW_CONFLICT:
    case ROW_UPPER:
    case ROW_COUNT: f = (struct pair) { activity, (double)r->limit };
    }
    return f;
}

static struct where where_of(const struct teller *w, const struct common_row *r)
{
    struct where p = { "scenario.json" };
    switch (r->kind) {
    case ROW_BUDGET:
        if (is_total(w, r)) snprintf(p.s, sizeof p.s, "scenario.json:budget_total_eur");
        else snprintf(p.s, sizeof p.s, "scenario.json:periods/%d/budget_eur", r->period);
        break;
    case ROW_CO2: snprintf(p.s, sizeof p.s, "scenario.json:co2_max_t_per_year/%d", r->period); break;
    case ROW_COVER: snprintf(p.s, sizeof p.s, "scenario.json:coverage"); break;
    case ROW_JOBS: snprintf(p.s, sizeof p.s, "scenario.json:jobs"); break;
    case ROW_CONFLICT: snprintf(p.s, sizeof p.s, "sites.csv"); break;
    case ROW_UPPER:
    case ROW_COUNT: break; /* of published problems only: nothing to tell in a scenario's words */
    }
    return p;
}

static struct where where_of_site(const struct teller *w, int32_t site)
{
    struct where p = { "sites.csv" };
    if (w->s->lines.sites) snprintf(p.s, sizeof p.s, "sites.csv:%d", w->s->lines.sites[w->n->site_id[site]]);
    return p;
}

static struct where region_of(const struct teller *w, const struct common_row *r)
{
    const char *region = w->s->job_floors[r->set].region;
    struct where words;
    if (!region[0]) snprintf(words.s, sizeof words.s, "%s", w->french ? "toutes les régions" : "all regions");
    else snprintf(words.s, sizeof words.s, w->french ? "la région « %s »" : "region \"%s\"", region);
    return words;
}

static const char *set_of(const struct teller *w, const struct common_row *r)
{
    for (int32_t i = 0; i < w->n->site_count; i++)
        if (w->n->site_set[i] == r->set) return site_of(w, i)->conflict_set;
    return "";
}

/* -- contradictions -- */

static void tell_alone(const struct teller *w, const struct contradiction *c)
{
    const struct common_row *r = &w->n->commons[c->row];
    const struct pair f = figures(w, r, c->best);
    const struct where at = where_of(w, r);
    switch (r->kind) {
    case ROW_BUDGET:
        mlg__find(w->found, MLG_BAD_INPUT, at.s,
                  TXT("decisions already taken cost %s %s until \"%s\" at least, the budget allows %s",
                      "les décisions déjà prises coûtent au moins %s %s jusqu'à « %s », le budget permet %s"),
                  TXT("raise the budget, or take back some of decided_size (sites.csv)",
                      "relevez le budget, ou retirez des decided_size (sites.csv)"),
                  money(w, f.has).s, w->s->currency, label(w, r->period), money(w, f.asked).s);
        break;
    case ROW_CO2:
        mlg__find(w->found, MLG_BAD_INPUT, at.s,
                  TXT("in \"%s\" sites that cannot close emit %s t of CO2 a year at least, %s t are allowed",
                      "en « %s » les sites qui ne peuvent pas fermer émettent au moins %s t de CO2 par an, %s t sont permises"),
                  TXT("raise the limit, or let some of them close (decided_size, allowed_sizes)",
                      "relevez la limite, ou laissez-en fermer (decided_size, allowed_sizes)"),
                  label(w, r->period), show(w, f.has / MG_PER_T, 1).s, show(w, f.asked / MG_PER_T, 1).s);
        break;
    case ROW_COVER:
        mlg__find(w->found, MLG_BAD_INPUT, at.s,
                  TXT("\"%s\" in \"%s\": at most %s %% of the units can be inside the promise, whatever is built; %s %% are asked",
                      "« %s » en « %s » : au plus %s %% des unités peuvent tenir la promesse, quoi qu'on bâtisse ; %s %% sont demandés"),
                  TXT("lower the share, lengthen promise_h, or add candidate sites near the demand that is too far",
                      "abaissez la part, allongez promise_h, ou ajoutez des sites candidats près de la demande trop lointaine"),
                  w->s->services[r->service].id, label(w, r->period), share(w, f.has).s, share(w, f.asked).s);
        break;
    case ROW_JOBS:
        mlg__find(w->found, MLG_BAD_INPUT, at.s,
                  TXT("in \"%s\" all sites of %s at their largest give %s jobs at most, %s are asked",
                      "en « %s » tous les sites de %s à leur plus grande taille donnent au plus %s emplois, %s sont demandés"),
                  TXT("lower the floor, or add candidate sites or sizes there (sites.csv, sizes.csv)",
                      "abaissez le plancher, ou ajoutez-y des sites candidats ou des tailles (sites.csv, sizes.csv)"),
                  label(w, r->period), region_of(w, r).s, show(w, f.has / MLG_MILLI, 0).s,
                  show(w, f.asked / MLG_MILLI, 0).s);
        break;
    case ROW_CONFLICT:
        mlg__find(w->found, MLG_BAD_INPUT, at.s,
                  TXT("in \"%s\" %s sites of conflict_set \"%s\" cannot close, %s may be open",
                      "en « %s » %s sites du conflict_set « %s » ne peuvent pas fermer, %s peut être ouvert"),
                  TXT("let all but one of them close, or give them different sets",
                      "laissez-les fermer tous sauf un, ou donnez-leur des ensembles différents"),
                  label(w, r->period), show(w, f.has, 0).s, set_of(w, r), show(w, f.asked, 0).s);
        break;
    case ROW_UPPER:
    case ROW_COUNT: break; /* of published problems only: nothing to tell in a scenario's words */
    }
}

static void tell_site(const struct teller *w, const struct contradiction *c)
{
    const char *id = site_of(w, c->site)->id;
    const struct where at = where_of_site(w, c->site);
    if (c->kind == NO_STATE)
        mlg__find(w->found, MLG_BAD_INPUT, at.s,
                  TXT("site \"%s\" has no allowed state in \"%s\": neither to stay, to close nor to change is possible",
                      "le site « %s » n'a aucun état permis en « %s » : il ne peut ni rester, ni fermer, ni changer"),
                  TXT("widen allowed_sizes or the opening years, or correct decided_size and decided_year",
                      "élargissez allowed_sizes ou les années d'ouverture, ou corrigez decided_size et decided_year"),
                  id, label(w, c->period));
    else
        mlg__find(w->found, MLG_BAD_INPUT, at.s,
                  TXT("site \"%s\" cannot close in \"%s\" and must carry %s units a day (min_fill): at most %s can come",
                      "le site « %s » ne peut pas fermer en « %s » et doit porter %s unités par jour (min_fill) : au plus %s peuvent venir"),
                  TXT("lower min_fill (sizes.csv), or allow the site a smaller size or to close",
                      "abaissez min_fill (sizes.csv), ou permettez au site une taille plus petite ou la fermeture"),
                  id, label(w, c->period), units(w, c->limit).s, units(w, c->best).s);
}

/* A floor that costs more than the budget of its period, or of the last one. */
static void tell_money(const struct teller *w, const struct contradiction *c)
{
    const struct common_row *r = &w->n->commons[c->row];
    const double budget = c->over_all ? (double)w->s->budget_total_cents : budget_of(w->s, 0, c->period);
    const struct digits needed = money(w, budget + c->best - c->limit), allowed = money(w, budget);
    char at[160];
    if (c->over_all) snprintf(at, sizeof at, "scenario.json:budget_total_eur");
    else snprintf(at, sizeof at, "scenario.json:periods/%d/budget_eur", c->period);
    if (r->kind == ROW_COVER)
        mlg__find(w->found, MLG_BAD_INPUT, at,
                  TXT("%s %% of \"%s\" inside the promise in \"%s\" (coverage) need %s %s of capital at least, the budget until then allows %s",
                      "%s %% de « %s » dans la promesse en « %s » (coverage) exigent au moins %s %s de capital, le budget jusque-là permet %s"),
                  TXT("raise the budget, or lower the share of coverage, or ask for it later",
                      "relevez le budget, ou abaissez la part de coverage, ou demandez-la plus tard"),
                  share(w, figures(w, r, 0).asked).s, w->s->services[r->service].id, label(w, r->period), needed.s,
                  w->s->currency, allowed.s);
    else
        mlg__find(w->found, MLG_BAD_INPUT, at,
                  TXT("%s jobs in \"%s\" (%s) need %s %s of capital at least, the budget until then allows %s",
                      "%s emplois en « %s » (%s) exigent au moins %s %s de capital, le budget jusque-là permet %s"),
                  TXT("raise the budget, or lower the floor of jobs, or ask for it later",
                      "relevez le budget, ou abaissez le plancher d'emplois (jobs), ou demandez-le plus tard"),
                  show(w, figures(w, r, 0).asked / MLG_MILLI, 0).s, label(w, r->period), region_of(w, r).s, needed.s,
                  w->s->currency, allowed.s);
}

static void tell(const struct teller *w, const struct contradiction *c)
{
    switch (c->kind) {
    case NO_STATE:
    case NO_FILL: tell_site(w, c); break;
    case ROW_ALONE: tell_alone(w, c); break;
    case NO_MONEY: tell_money(w, c); break;
    case TOO_SMALL:
        mlg__find(w->found, MLG_BAD_INPUT, "scenario.json:coverage",
                  TXT("in \"%s\" the shares of coverage ask for %s units a day, all sites that can be in time hold %s at their largest",
                      "en « %s » les parts de coverage demandent %s unités par jour, tous les sites qui peuvent être à l'heure en portent %s au plus grand"),
                  TXT("lower the shares, or add sites or larger sizes (sites.csv, sizes.csv)",
                      "abaissez les parts, ou ajoutez des sites ou des tailles plus grandes (sites.csv, sizes.csv)"),
                  label(w, c->period), units(w, c->limit).s, units(w, c->best).s);
        break;
    case TOO_MUCH_CO2: {
        const struct common_row *r = &w->n->commons[c->row];
        const struct pair f = figures(w, r, c->best);
        mlg__find(w->found, MLG_BAD_INPUT, where_of(w, r).s,
                  TXT("in \"%s\" the shares of coverage emit %s t of CO2 a year at least, %s t are allowed",
                      "en « %s » les parts de coverage émettent au moins %s t de CO2 par an, %s t sont permises"),
                  TXT("raise the limit, lower the shares, or allow cleaner vehicles (vehicles.csv)",
                      "relevez la limite, abaissez les parts, ou permettez des véhicules plus propres (vehicles.csv)"),
                  label(w, c->period), show(w, f.has / MG_PER_T, 1).s, show(w, f.asked / MG_PER_T, 1).s);
    }
    }
}

static mlg_status warn_of_room(const struct teller *w, mlg_error *err)
{
    for (int32_t t = 0; t < w->n->period_count; t++) {
        int64_t without;
        double all = 0;
        MLG_TRY(mlg__units_without_room(w->n, t, &without, err));
        if (without == 0) continue;
        for (int32_t p = 0; p < w->n->service_count; p++) all += volume_of(w->n, p, t);
        mlg__warn(w->found, "sites.csv",
                  TXT("in \"%s\" %s of %s units a day have no room even with every site at its largest: they stay unserved",
                      "en « %s » %s des %s unités par jour n'ont pas de place même avec tous les sites au plus grand : elles ne sont pas servies"),
                  TXT("add candidate sites, or larger sizes (sizes.csv)",
                      "ajoutez des sites candidats, ou des tailles plus grandes (sizes.csv)"),
                  label(w, t), units(w, (double)without).s, units(w, all).s);
    }
    return MLG_OK;
}

static struct teller teller(const struct mlg_network *n, mlg_findings *found)
{
    return (struct teller) { n, n->scenario, found, mlg__findings_lang(found) == MLG_FR };
}

mlg_status mlg__tell_contradictions(const struct mlg_network *n, mlg_findings *found, bool *any, mlg_error *err)
{
    const struct teller w = teller(n, found);
    struct contradiction *list;
    int32_t count;
    MLG_TRY(mlg__contradictions(n, &list, &count, err));
    for (int32_t i = 0; i < count; i++) tell(&w, &list[i]);
    mlg__free(list);
    *any = count > 0;
    return count ? MLG_OK : warn_of_room(&w, err);
}

/* -- limits that cannot all hold -- */

enum { NAMED_MOST = 4, WORDS_MOST = 190 }; /* members of a set, and letters, that a sentence carries */
struct words { char s[200]; };

__attribute__((format(printf, 1, 2))) static struct words say(const char *format, ...)
{
    struct words x;
    va_list list;
    va_start(list, format);
    vsnprintf(x.s, sizeof x.s, format, list);
    va_end(list);
    return x;
}

static const char *set_name(const struct teller *w, int32_t set) { return set_of(w, &(struct common_row) { .set = set }); }

/* A limit as it stands in the files. */
static struct words limit_words(const struct teller *w, const struct limit *l)
{
    const bool fr = w->french;
    switch (l->kind) {
    case LIMIT_SET: return say("conflict_set %s", set_name(w, l->at));
    case LIMIT_FILL: return say("min_fill");
    case LIMIT_STAYS: return say(fr ? "« %s » qui ne ferme pas" : "\"%s\" not closing", site_of(w, l->at)->id);
    case LIMIT_DECIDED: return say(fr ? "la décision sur « %s »" : "the decision on \"%s\"", site_of(w, l->at)->id);
    case LIMIT_ROW: break;
    }
    const struct common_row *r = &w->n->commons[l->at];
    const struct pair f = figures(w, r, 0);
    switch (r->kind) {
    case ROW_BUDGET:
        if (is_total(w, r)) return say(fr ? "le budget total de %s %s" : "the total budget of %s %s", money(w, f.asked).s, w->s->currency);
        if (r->first == r->period)
            return say(fr ? "le budget de %s %s en « %s »" : "the budget of %s %s in \"%s\"", money(w, f.asked).s, w->s->currency, label(w, r->period));
        return say(fr ? "le budget de %s %s jusqu'à « %s »" : "the budget of %s %s until \"%s\"", money(w, f.asked).s, w->s->currency, label(w, r->period));
    case ROW_CO2: return say(fr ? "%s t de CO2 en « %s »" : "%s t of CO2 in \"%s\"", show(w, f.asked / MG_PER_T, 1).s, label(w, r->period));
    case ROW_COVER: return say(fr ? "%s %% de « %s » à l'heure en « %s »" : "%s %% of \"%s\" in time in \"%s\"", share(w, f.asked).s, w->s->services[r->service].id, label(w, r->period));
    case ROW_JOBS: return say(fr ? "%s emplois en « %s » (%s)" : "%s jobs in \"%s\" (%s)", show(w, f.asked / MLG_MILLI, 0).s, label(w, r->period), region_of(w, r).s);
    case ROW_CONFLICT:
    case ROW_UPPER:
    case ROW_COUNT: break;
    }
    return say(fr ? "le nombre de sites" : "the number of sites");
}

/* The same limit as it would be enough. */
static struct words repair_words(const struct teller *w, const struct limit *l, const struct repair *p)
{
    const bool fr = w->french;
    switch (l->kind) {
    case LIMIT_SET: return say(fr ? "sans conflict_set %s" : "without conflict_set %s", set_name(w, l->at));
    case LIMIT_FILL: return say(fr ? "sans min_fill" : "without min_fill");
    case LIMIT_STAYS: return say(fr ? "avec « %s » libre de fermer" : "with \"%s\" allowed to close", site_of(w, l->at)->id);
    case LIMIT_DECIDED: return say(fr ? "sans la décision sur « %s »" : "without the decision on \"%s\"", site_of(w, l->at)->id);
    case LIMIT_ROW: break;
    }
    const struct common_row *r = &w->n->commons[l->at];
    const struct pair f = figures(w, r, (double)p->limit); /* `has`: the new limit, what was taken off added again */
    switch (r->kind) {
    case ROW_BUDGET: return say(fr ? "avec %s %s" : "with %s %s", money(w, f.has).s, w->s->currency);
    case ROW_CO2: return say(fr ? "avec %s t de CO2" : "with %s t of CO2", show(w, f.has / MG_PER_T, 1).s);
    case ROW_COVER: return say(fr ? "avec %s %% à l'heure" : "with %s %% in time", share(w, f.has).s);
    case ROW_JOBS: return say(fr ? "avec %s emplois" : "with %s jobs", show(w, f.has / MLG_MILLI, 0).s);
    case ROW_CONFLICT:
    case ROW_UPPER:
    case ROW_COUNT: break;
    }
    return say(fr ? "avec un autre nombre de sites" : "with another number of sites");
}

static struct where where_of_limit(const struct teller *w, const struct limit *l)
{
    if (l->kind == LIMIT_ROW) return where_of(w, &w->n->commons[l->at]);
    if (l->kind == LIMIT_STAYS || l->kind == LIMIT_DECIDED) return where_of_site(w, l->at);
    return l->kind == LIMIT_FILL ? (struct where) { "sizes.csv" } : (struct where) { "sites.csv" };
}

/* Adds an item to a list in words; false: no room, nothing added. */
static bool add_words(struct words *list, const char *between, const char *item)
{
    const size_t length = strlen(list->s);
    if (length + strlen(between) + strlen(item) > WORDS_MOST) return false;
    snprintf(list->s + length, sizeof list->s - length, "%s%s", length ? between : "", item);
    return true;
}

static struct words members_words(const struct teller *w, const struct conflict *c)
{
    struct words list = { "" };
    int32_t named = 0;
    for (int32_t i = c->count - 1; i >= 0 && named < NAMED_MOST; i--) { /* rows stand after sites: they say more */
        const char *between = i > 0 ? ", " : w->french ? " et " : " and ";
        if (!add_words(&list, between, limit_words(w, &c->limits[i]).s)) break;
        named++;
    }
    char rest[40];
    if (named < c->count) {
        snprintf(rest, sizeof rest, w->french ? " et %d autres" : " and %d more", c->count - named);
        const size_t length = strlen(list.s);
        snprintf(list.s + length, sizeof list.s - length, "%s", rest);
    }
    return list;
}

static struct words repairs_words(const struct teller *w, const struct conflict *c)
{
    struct words list = { "" };
    for (int32_t i = c->count - 1; i >= 0; i--)
        if (c->repairs[i].checked)
            add_words(&list, w->french ? ", ou " : ", or ", repair_words(w, &c->limits[i], &c->repairs[i]).s);
    return list;
}

/* What the sentence on the set leaves open about one of its members. */
static void tell_repair(const struct teller *w, const struct limit *l, const struct repair *p)
{
    const struct where at = where_of_limit(w, l);
    if (p->kind == REPAIR_NEVER)
        mlg__warn(w->found, at.s,
                  TXT("without %s the other limits contradict each other all the same",
                      "même sans %s, les autres limites se contredisent"), NO_HINT, limit_words(w, l).s);
    else if (p->kind == REPAIR_ENOUGH && !p->checked)
        mlg__warn(w->found, at.s,
                  TXT("%s: %s all limits can hold, as far as was found; no complete plan was checked",
                      "%s : %s, toutes les limites peuvent tenir, à ce qui a été trouvé ; aucun plan complet n'a été vérifié"),
                  TXT("give more time (-t)", "donnez plus de temps (-t)"), limit_words(w, l).s, repair_words(w, l, p).s);
}

void mlg__tell_conflicts(const struct mlg_network *n, const struct conflicts *c, mlg_findings *found)
{
    const struct teller w = teller(n, found);
    const bool told = mlg_findings_count(found, false) > 0; /* a proof without a search says more than a set that is not least */
    for (int32_t i = 0; i < c->count; i++) {
        const struct conflict *set = &c->list[i];
        if (told && !set->least) continue;
        const struct words members = members_words(&w, set), repairs = repairs_words(&w, set);
        const struct where at = set->count == 1 ? where_of_limit(&w, &set->limits[0]) : (struct where) { "" };
        const struct words hint = !repairs.s[0]   ? say(w.french ? "desserrez-en plusieurs" : "loosen several of them")
                                  : c->count == 1 ? say(w.french ? "%s, c'est possible" : "%s they can", repairs.s)
                                                  : say(w.french ? "%s, c'est possible, les autres contradictions levées"
                                                                 : "%s they can, once the other contradictions are gone", repairs.s);
        const struct mlg_txt message =
            set->count == 1 ? TXT("%s cannot be kept, whatever is built", "%s : impossible, quoi qu'on bâtisse")
            : set->least  ? TXT("%s cannot all hold", "%s ne peuvent pas tenir ensemble")
                          : TXT("%s cannot all hold; perhaps fewer of them cannot either", "%s ne peuvent pas tenir ensemble ; peut-être moins encore");
        mlg__find(found, MLG_BAD_INPUT, at.s, message, TXT(hint.s, hint.s), members.s);
        for (int32_t m = 0; m < set->count; m++) tell_repair(&w, &set->limits[m], &set->repairs[m]);
    }
}

/* -- what the search missed -- */

static void tell_end(const struct teller *w, mlg_stopped stopped_by, double seconds)
{
    const struct mlg_txt no_proof = TXT("no contradiction is proven; what the best attempt misses follows",
                                        "aucune contradiction n'est prouvée ; ce qui manque au meilleur essai suit");
    switch (stopped_by) {
    case MLG_BY_TIME:
        mlg__warn(w->found, "",
                  TXT("the time for siting, %s s, ended before any plan kept every limit: more time (-t) may find one",
                      "le temps de l'implantation, %s s, a pris fin avant qu'un plan tienne toutes les limites : plus de temps (-t) peut en donner un"),
                  no_proof, show(w, seconds, 1).s);
        break;
    case MLG_BY_ITERATIONS:
        mlg__warn(w->found, "",
                  TXT("the iterations ended before any plan kept every limit: more of them (--iterations) may find one",
                      "les itérations ont pris fin avant qu'un plan tienne toutes les limites : en donner plus (--iterations) peut aider"),
                  no_proof);
        break;
    case MLG_BY_CALLER:
        mlg__warn(w->found, "",
                  TXT("interrupted before any plan kept every limit", "interrompu avant qu'un plan tienne toutes les limites"),
                  no_proof);
        break;
    case MLG_BY_END:
    case MLG_BY_GAP:
        mlg__warn(w->found, "",
                  TXT("the search gave up: no plan it can think of keeps every limit, and more time will hardly help",
                      "la recherche a renoncé : aucun plan qu'elle imagine ne tient toutes les limites, plus de temps n'aidera guère"),
                  TXT("loosen one of the limits below; no contradiction is proven",
                      "desserrez une des limites ci-dessous ; aucune contradiction n'est prouvée"));
    }
}

static void tell_missed(const struct teller *w, const struct common_row *r, double activity)
{
    const struct pair f = figures(w, r, activity);
    const struct where at = where_of(w, r);
    const struct mlg_txt loosen = TXT("loosen this limit, or give more time", "desserrez cette limite, ou donnez plus de temps");
    switch (r->kind) {
    case ROW_BUDGET:
        mlg__warn(w->found, at.s,
                  TXT("best attempt: %s %s of capital until \"%s\", %s are allowed",
                      "meilleur essai : %s %s de capital jusqu'à « %s », %s sont permis"),
                  loosen, money(w, f.has).s, w->s->currency, label(w, r->period), money(w, f.asked).s);
        break;
    case ROW_CO2:
        mlg__warn(w->found, at.s,
                  TXT("best attempt: %s t of CO2 a year in \"%s\", %s are allowed",
                      "meilleur essai : %s t de CO2 par an en « %s », %s sont permises"),
                  loosen, show(w, f.has / MG_PER_T, 1).s, label(w, r->period), show(w, f.asked / MG_PER_T, 1).s);
        break;
    case ROW_COVER:
        mlg__warn(w->found, at.s,
                  TXT("best attempt: %s %% of \"%s\" inside the promise in \"%s\", %s %% are asked",
                      "meilleur essai : %s %% de « %s » dans la promesse en « %s », %s %% sont demandés"),
                  loosen, share(w, f.has).s, w->s->services[r->service].id, label(w, r->period), share(w, f.asked).s);
        break;
    case ROW_JOBS:
        mlg__warn(w->found, at.s,
                  TXT("best attempt: %s jobs in \"%s\" (%s), %s are asked",
                      "meilleur essai : %s emplois en « %s » (%s), %s sont demandés"),
                  loosen, show(w, f.has / MLG_MILLI, 0).s, label(w, r->period), region_of(w, r).s,
                  show(w, f.asked / MLG_MILLI, 0).s);
        break;
    case ROW_CONFLICT:
        mlg__warn(w->found, at.s,
                  TXT("best attempt: %s sites of conflict_set \"%s\" open in \"%s\", %s may be",
                      "meilleur essai : %s sites du conflict_set « %s » ouverts en « %s », %s peut l'être"),
                  loosen, show(w, f.has, 0).s, set_of(w, r), label(w, r->period), show(w, f.asked, 0).s);
        break;
    case ROW_UPPER:
    case ROW_COUNT: break; /* of published problems only: nothing to tell in a scenario's words */
    }
}

void mlg__tell_attempt(const struct mlg_network *n, const struct search *search, mlg_stopped stopped_by, double seconds,
                       mlg_findings *found)
{
    const struct teller w = teller(n, found);
    const struct attempt *best = &search->attempt;
    if (search->found) { /* its flows lost a promise on the way through the upper sites */
        mlg__warn(found, "scenario.json:coverage",
                  TXT("stations keep every limit, but upper sites have no capacity to feed them in time",
                      "les agences tiennent toutes les limites, mais les sites amont n'ont pas la capacité de les alimenter à temps"),
                  TXT("enlarge the upper sites (sizes.csv), or lower the shares of coverage",
                      "agrandissez les sites amont (sizes.csv), ou abaissez les parts de coverage"));
        return;
    }
    tell_end(&w, stopped_by, seconds);
    for (int32_t r = 0; best->made && r < n->common_count; r++) {
        const struct common_row *row = &n->commons[r];
        if (row->at_least ? best->activity[r] < (double)row->limit : best->activity[r] > (double)row->limit)
            tell_missed(&w, row, best->activity[r]);
    }
    if (best->made && best->lacking > 0)
        mlg__warn(found, "sizes.csv",
                  TXT("best attempt: open sites lack %s units a day for their least fill (min_fill), over all periods",
                      "meilleur essai : il manque aux sites ouverts %s unités par jour pour leur remplissage minimal (min_fill), toutes périodes"),
                  TXT("lower min_fill, or give more time", "abaissez min_fill, ou donnez plus de temps"),
                  units(&w, (double)best->lacking).s);
}
