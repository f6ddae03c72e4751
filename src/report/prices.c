/* report/prices.c — what binds, which sites are certain, what was close: model/siting_words.h in sentences. Figures that are
 * proved and those of plans that were found are told apart in every one of them. */
#include "report/sections.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/units.h"

enum { CLOSE_CALLS = 8, NAMES_SHOWN = 12, MOST_SHOWN = 3 };
static const double least_rise = 0.0005; /* of the cost, that is worth telling of a bound */

static struct shown money(const struct page *p, int64_t quanta) { return show_amount(p->lang, p->s->currency, quanta); }

/* Bounds differ by little: two decimals of a million. */
static struct shown bound_money(const struct page *p, int64_t quanta)
{
    const struct shown number = show_real(p->lang, (double)quanta / 1e6 / (double)MLG_MICRO_PER_UNIT, 2);
    const char *symbol = show_symbol(p->s->currency);
    struct shown out;
    if (p->lang == MLG_FR) snprintf(out.s, sizeof out.s, "%.40s" NBSP "M%.8s", number.s, symbol);
    else snprintf(out.s, sizeof out.s, "%.8s%.40s" NBSP "million", symbol, number.s);
    return out;
}

static void heading(struct page *p, enum word w)
{
    html(p, "<h3>");
    tell(p, w);
    html(p, "</h3>\n");
}

/* -- limits -- */

/* Tried with a step, or its step moves the proof as far as the page shows it. */
static bool weighs(const struct page *p, const struct limit_word *w)
{
    const struct siting_words *words = p->plan->words;
    if (w->tried) return true;
    return w->unit_price * fabs(w->step) > 1e-6 * fabs((double)words->cost) &&
           strcmp(bound_money(p, w->bound_step).s, bound_money(p, words->bound).s);
}

/* "Budget of 2027" */
static void limit_name(struct page *p, const struct limit_name *n)
{
    static const enum word names[WORTH_KIND_COUNT] = {
        [WORTH_BUDGET] = W_WORTH_BUDGET,     [WORTH_BUDGET_TOTAL] = W_WORTH_BUDGET_TOTAL, [WORTH_CO2] = W_WORTH_CO2,
        [WORTH_COVERAGE] = W_WORTH_COVERAGE, [WORTH_JOBS] = W_WORTH_JOBS,         [WORTH_CAPACITY] = W_WORTH_CAPACITY,
    };
    const bool promise = n->service != MLG_NONE;
    char time[96] = "";
    if (promise)
        snprintf(time, sizeof time, "%s" NBSP "%.8s", show_short(p->lang, shown_time(p->s, (double)p->s->services[n->service].promise_s)).s,
                 word(p, W_JS_HOURS));
    say(p, names[n->kind], p->s->periods[n->period].label,
        promise ? service_name(p, n->service) : n->kind == WORTH_CAPACITY ? p->s->sites[n->site].name : "", time);
}

/* "Budget of 2027, €20 million more" */
static void limit_and_step(struct page *p, const struct limit_word *w)
{
    static const enum word units[WORTH_KIND_COUNT] = {
        [WORTH_CO2] = W_WORTH_TONNES, [WORTH_COVERAGE] = W_WORTH_UNITS, [WORTH_JOBS] = W_WORTH_JOBS_UNIT,
    };
    const double step = fabs(w->step);
    limit_name(p, &w->name);
    html(p, ", ");
    if (w->name.kind == WORTH_BUDGET || w->name.kind == WORTH_BUDGET_TOTAL)
        say(p, W_WORTH_MORE, money(p, (int64_t)(step * MLG_MICRO_PER_UNIT)).s);
    else
        say(p, w->step < 0 ? W_WORTH_LESS_OF : W_WORTH_MORE_OF, show_short(p->lang, step).s, word(p, units[w->name.kind]));
}

static void change_names(struct page *p, const struct limit_word *w)
{
    char text[400];
    size_t at = 0;
    for (int32_t i = 0; i < w->change_count && i < CHANGES_SHOWN; i++) {
        const struct state_change *c = &w->changes[i];
        const enum word what = c->from == 0 ? W_OPENED : c->to == 0 ? W_CLOSED : c->to > c->from ? W_EXTENDED : W_REDUCED;
        const int n = snprintf(text + at, sizeof text - at, "%s%.60s (%s, %.20s)", i ? ", " : "", p->s->sites[c->site].name,
                               word(p, what), p->s->periods[c->period].label);
        at += n > 0 && (size_t)n < sizeof text - at ? (size_t)n : 0;
    }
    text[at] = 0;
    html(p, " ");
    say(p, w->change_count > CHANGES_SHOWN ? W_EFFECT_CHANGES_MORE : W_EFFECT_CHANGES, text,
        show_int(p->lang, w->change_count).s);
}

static void effect(struct page *p, const struct limit_word *w)
{
    const int64_t more = w->cost_step - w->cost, inside = w->inside_step_milli - w->inside_milli;
    say(p, W_EFFECT_BOUND, bound_money(p, w->bound_step).s, bound_money(p, p->plan->words->bound).s);
    if (!w->tried) return;
    html(p, " ");
    if (!w->found) return tell(p, W_EFFECT_NONE);
    if (more == 0) tell(p, W_EFFECT_SAME);
    else say(p, more < 0 ? W_EFFECT_LESS : W_EFFECT_MORE, money(p, llabs(more)).s);
    if (llabs(inside) >= MLG_MILLI) {
        html(p, " ");
        say(p, inside > 0 ? W_EFFECT_INSIDE_MORE : W_EFFECT_INSIDE_LESS, p->s->periods[w->name.period].label,
            show_milli(p->lang, llabs(inside)).s);
    }
    if (w->change_count > 0) change_names(p, w);
}

/* What a million of a budget weighs in units of a promise, where both have a price. */
static void exchange(struct page *p, const struct siting_words *words)
{
    for (int32_t i = 0; i < words->limit_count; i++)
        for (int32_t j = 0; j < words->limit_count; j++) {
            const struct limit_word *budget = &words->limits[i], *cover = &words->limits[j];
            if (budget->name.kind != WORTH_BUDGET || cover->name.kind != WORTH_COVERAGE) continue;
            if (!weighs(p, budget) || !weighs(p, cover) || budget->unit_price <= 0 || cover->unit_price <= 0) continue;
            html(p, "<p>");
            say(p, W_EXCHANGE, money(p, (int64_t)1000000 * MLG_MICRO_PER_UNIT).s, p->s->periods[budget->name.period].label,
                show_real(p->lang, 1e6 * budget->unit_price / cover->unit_price, 0).s, p->s->periods[cover->name.period].label);
            html(p, "</p>\n");
            return;
        }
}

static void limits(struct page *p, const struct siting_words *words)
{
    int32_t heavy = 0;
    for (int32_t i = 0; i < words->limit_count; i++) heavy += weighs(p, &words->limits[i]);
    heading(p, W_PRICES);
    if (words->limit_count == 0) return paragraph(p, W_LIMITS_NONE);
    if (heavy > 0) {
        html(p, "<p>");
        say(p, W_PRICES_LEDE, show_percent(p->lang, p->plan->gap, 1).s);
        html(p, "</p>\n<ul>\n");
    }
    for (int32_t i = 0; i < words->limit_count; i++) {
        if (!weighs(p, &words->limits[i])) continue;
        html(p, "<li><strong>");
        limit_and_step(p, &words->limits[i]);
        html(p, p->lang == MLG_FR ? "</strong>" NBSP ": " : "</strong>: ");
        effect(p, &words->limits[i]);
        html(p, "</li>\n");
    }
    if (heavy > 0) html(p, "</ul>\n");
    exchange(p, words);
    if (heavy == words->limit_count) return;
    html(p, "<p class=\"note\">");
    tell(p, W_LIMITS_SLACK);
    for (int32_t i = 0, first = 1; i < words->limit_count; i++) {
        if (weighs(p, &words->limits[i])) continue;
        html(p, first ? " " : p->lang == MLG_FR ? NARROW "; " : "; ");
        limit_name(p, &words->limits[i].name);
        first = 0;
    }
    html(p, ".</p>\n");
}

/* -- rooms -- */

/* Of a cloud: servers that so much work a day takes, the reserve of a planning day included. */
static struct shown megawatts(const struct page *p, int64_t units_milli)
{
    const double hours_a_day = (double)MLG_SECONDS_PER_DAY / (double)MLG_SECONDS_PER_HOUR;
    const double kwh = (double)units_milli / (double)MLG_MILLI * p->s->fibre.it_kwh_per_gpu_hour * p->s->planning_day_factor;
    return show_short(p->lang, floor(100 * kwh / 1000 / hours_a_day + 0.5) / 100);
}

static void rooms(struct page *p, const struct siting_words *words)
{
    if (words->room_count == 0) return;
    table_open(p, W_ROOM_CAPTION, "");
    html(p, "<thead><tr>");
    head_cell(p, W_COL_SITE, "");
    head_cell(p, W_COL_ROOM_LOAD, " class=\"n\"");
    head_cell(p, W_COL_ROOM_STEP, " class=\"n\"");
    head_cell(p, W_COL_ROOM_SAVED, " class=\"n\"");
    head_cell(p, W_COL_ROOM_BOUND, " class=\"n\"");
    html(p, "</tr></thead><tbody>");
    for (int32_t i = 0; i < words->room_count; i++) {
        const struct room_word *w = &words->rooms[i];
        row_open(p, "");
        row_name(p, p->s->sites[w->site].name);
        cell(p, is_cloud(p->s) ? megawatts(p, w->load_milli).s : show_milli(p->lang, w->load_milli).s);
        cell(p, is_cloud(p->s) ? megawatts(p, w->step_milli).s : show_milli(p->lang, w->step_milli).s);
        cell(p, money(p, w->saved).s);
        cell(p, bound_money(p, w->bound_step).s);
        html(p, "</tr>");
    }
    table_close(p);
}

/* -- sites -- */

typedef bool site_chosen(const struct siting_words *words, const struct site_word *w);
static bool is_always(const struct siting_words *words, const struct site_word *w) { return (void)words, w->verdict == SITE_ALWAYS; }
static bool is_never(const struct siting_words *words, const struct site_word *w) { return (void)words, w->verdict == SITE_NEVER; }
static bool is_depending(const struct siting_words *words, const struct site_word *w) { return (void)words, w->verdict == SITE_DEPENDS; }
static bool is_fixed(const struct siting_words *words, const struct site_word *w) { return (void)words, w->verdict == SITE_FIXED; }
static bool seen_in_all(const struct siting_words *words, const struct site_word *w)
{
    return !is_fixed(words, w) && w->seen_open == words->seen_count;
}
static bool seen_in_none(const struct siting_words *words, const struct site_word *w) { return !is_fixed(words, w) && w->seen_open == 0; }
static bool seen_in_some(const struct siting_words *words, const struct site_word *w)
{
    return !is_fixed(words, w) && w->seen_open > 0 && w->seen_open < words->seen_count;
}

static int32_t count_of(const struct siting_words *words, site_chosen *chosen)
{
    int32_t count = 0;
    for (int32_t i = 0; i < words->site_count; i++) count += chosen(words, &words->sites[i]);
    return count;
}

/* "always open at the end: 3 (A, B, C)" */
static void sites_item(struct page *p, const struct siting_words *words, enum word w, site_chosen *chosen, bool names)
{
    const int32_t count = count_of(words, chosen);
    int32_t shown = 0;
    html(p, "<li>");
    say(p, w, show_int(p->lang, count).s);
    for (int32_t i = 0; names && i < words->site_count && shown < NAMES_SHOWN; i++) {
        if (!chosen(words, &words->sites[i])) continue;
        html(p, shown++ ? ", " : " (");
        name(p, p->s->sites[words->sites[i].site].name);
    }
    if (shown > 0) html(p, count > shown ? ", …)" : ")");
    html(p, "</li>\n");
}

/* "in some: 7 (A, 6 of 9; B, 2 of 9)", most often open first. */
static void seen_item(struct page *p, const struct siting_words *words)
{
    const int32_t count = count_of(words, seen_in_some);
    int32_t shown = 0;
    html(p, "<li>");
    say(p, W_SEEN_SOME, show_int(p->lang, count).s);
    for (int32_t open = words->seen_count - 1; open > 0; open--)
        for (int32_t i = 0; i < words->site_count && shown < NAMES_SHOWN; i++) {
            const struct site_word *w = &words->sites[i];
            if (w->seen_open != open || !seen_in_some(words, w)) continue;
            html(p, shown++ == 0 ? " (" : p->lang == MLG_FR ? NARROW "; " : "; ");
            say(p, W_SEEN_OF, p->s->sites[w->site].name, show_int(p->lang, open).s, show_int(p->lang, words->seen_count).s);
        }
    if (shown > 0) html(p, count > shown ? p->lang == MLG_FR ? NARROW "; …)" : "; …)" : ")");
    html(p, "</li>\n");
}

/* The undecided sites where deciding otherwise raises the bound most, and by as much as the page shows. */
static void most_proved(struct page *p, const struct siting_words *words)
{
    int64_t told = INT64_MAX;
    int32_t told_site = MLG_NONE, shown = 0;
    while (shown < MOST_SHOWN) {
        const struct site_word *next = NULL;
        for (int32_t i = 0; i < words->site_count; i++) {
            const struct site_word *w = &words->sites[i];
            if (w->verdict != SITE_DEPENDS || w->otherwise_bound > told || (w->otherwise_bound == told && w->site <= told_site)) continue;
            if (!next || w->otherwise_bound > next->otherwise_bound) next = w;
        }
        if (!next || (double)(next->otherwise_bound - words->bound) < least_rise * fabs((double)words->cost)) break;
        told = next->otherwise_bound, told_site = next->site;
        if (shown++ == 0) {
            html(p, "<p>");
            say(p, W_CERTAIN_MOST, bound_money(p, words->bound).s);
            html(p, "</p>\n<ul>\n");
        }
        html(p, "<li>");
        say(p, next->open ? W_CERTAIN_CLOSED : W_CERTAIN_OPEN, p->s->sites[next->site].name, bound_money(p, next->otherwise_bound).s);
        html(p, "</li>\n");
    }
    if (shown > 0) html(p, "</ul>\n");
}

static void certain(struct page *p, const struct siting_words *words)
{
    const int32_t depends = count_of(words, is_depending);
    heading(p, W_CERTAIN);
    html(p, "<p>");
    say(p, W_CERTAIN_LEDE, show_share(p->lang, words->certain_within).s);
    html(p, "</p>\n<ul>\n");
    sites_item(p, words, W_CERTAIN_ALWAYS, is_always, true);
    sites_item(p, words, W_CERTAIN_NEVER, is_never, true);
    sites_item(p, words, W_CERTAIN_DEPENDS, is_depending, false);
    if (count_of(words, is_fixed) > 0) sites_item(p, words, W_CERTAIN_FIXED, is_fixed, false);
    html(p, "</ul>\n");
    if (depends > words->site_count / 2 && p->plan->gap > 0.001) {
        html(p, "<p class=\"note\">");
        say(p, W_CERTAIN_GAP, show_percent(p->lang, p->plan->gap, 1).s);
        html(p, "</p>\n");
    }
    most_proved(p, words);
    if (words->seen_count < 2) return;
    html(p, "<p>");
    say(p, W_SEEN_LEDE, show_int(p->lang, words->seen_count).s, show_share(p->lang, words->certain_within).s);
    html(p, "</p>\n<ul>\n");
    sites_item(p, words, W_SEEN_ALL, seen_in_all, true);
    seen_item(p, words);
    sites_item(p, words, W_SEEN_NONE, seen_in_none, false);
    html(p, "</ul>\n");
}

/* Those that were a choice before those that a limit bars. */
static int cheapest_first(const void *left, const void *right)
{
    const struct site_word *a = *(const struct site_word *const *)left, *b = *(const struct site_word *const *)right;
    if (turn_is_barred(a) != turn_is_barred(b)) return turn_is_barred(a) ? 1 : -1;
    if (a->more != b->more) return a->more < b->more ? -1 : 1;
    return (a->site > b->site) - (a->site < b->site);
}

/* A sentence in a sentence: the name is written apart, as plain text. */
static void limit_in_reason(struct page *p, const struct limit_name *n)
{
    struct text text = { 0 };
    struct page inner = *p;
    inner.out = &text;
    limit_name(&inner, n);
    if (text.failed) p->out->failed = true;
    else say(p, W_REASON_LIMIT, "", "", text.data);
    text_free(&text);
}

static void reason_cell(struct page *p, const struct site_word *w)
{
    static const enum word reasons[SITE_REASON_COUNT] = {
        [REASON_NONE] = W_REASON_NONE, [REASON_DEAR] = W_REASON_DEAR, [REASON_CONFLICT] = W_REASON_CONFLICT, [REASON_NO_LANE] = W_REASON_NO_LANE,
    };
    const struct shown units = show_milli(p->lang, w->load_milli), mw = megawatts(p, w->load_milli);
    html(p, "<td class=\"why\">");
    if (w->reason == REASON_DEAR && w->open) say(p, W_REASON_NEEDED, units.s, mw.s);
    else if (w->reason == REASON_BUDGET) say(p, W_REASON_BUDGET, money(p, w->lacking_cents * MLG_MICRO_PER_CENT).s);
    else if (w->reason == REASON_LIMIT && !w->limit.region) tell(p, W_REASON_FILL);
    else if (w->reason == REASON_LIMIT) limit_in_reason(p, &w->limit);
    else say(p, reasons[w->reason], units.s, mw.s);
    html(p, "</td>");
}

static void call_row(struct page *p, const struct site_word *w)
{
    row_open(p, "");
    row_name(p, p->s->sites[w->site].name);
    html(p, "<td>");
    tell(p, w->open ? W_CALL_CLOSE : W_CALL_OPEN);
    html(p, "</td>");
    cell(p, money(p, w->fixed).s);
    cell(p, money(p, -w->flows).s);
    cell(p, money(p, w->more).s);
    reason_cell(p, w);
    html(p, "</tr>");
}

/* list: choices first, then those that a limit bars. */
static void rest_of_calls(struct page *p, const struct site_word *const *list, int32_t count)
{
    int32_t choices = 0;
    while (choices < count && !turn_is_barred(list[choices])) choices++;
    const int32_t first = max32(CLOSE_CALLS, choices);
    html(p, "<p class=\"note\">");
    if (choices > CLOSE_CALLS)
        say(p, W_CALLS_REST, show_int(p->lang, choices - CLOSE_CALLS).s, money(p, list[CLOSE_CALLS]->more).s,
            money(p, list[choices - 1]->more).s);
    if (choices > CLOSE_CALLS && count > first) html(p, " ");
    if (count > first) say(p, W_CALLS_BARRED, show_int(p->lang, count - first).s);
    html(p, "</p>\n");
}

static void close_calls(struct page *p, const struct siting_words *words)
{
    const struct site_word **list = arena_array(&p->arena, const struct site_word *, words->site_count);
    int32_t count = 0;
    for (int32_t i = 0; list && i < words->site_count; i++) {
        const struct site_word *w = &words->sites[i];
        if (turn_tells(w)) list[count++] = w;
    }
    if (count == 0) return;
    qsort(list, (size_t)count, sizeof *list, cheapest_first);
    heading(p, W_CALLS);
    paragraph(p, W_CALLS_LEDE);
    table_open(p, W_CALLS_CAPTION, "");
    html(p, "<thead><tr>");
    head_cell(p, W_COL_SITE, "");
    head_cell(p, W_COL_OTHERWISE, "");
    head_cell(p, W_COL_FIXED_MORE, " class=\"n\"");
    head_cell(p, W_COL_FLOWS_MORE, " class=\"n\"");
    head_cell(p, W_COL_MORE, " class=\"n\"");
    head_cell(p, W_COL_WHY, "");
    html(p, "</tr></thead><tbody>");
    for (int32_t i = 0; i < count && i < CLOSE_CALLS; i++) call_row(p, list[i]);
    table_close(p);
    if (count > CLOSE_CALLS) rest_of_calls(p, list, count);
}

/* -- an earlier plan -- */

static void kept(struct page *p)
{
    const mlg_network_plan *plan = p->plan;
    if (plan->stability_micro == 0) return;
    heading(p, W_KEPT);
    html(p, "<p>");
    say(p, W_KEPT_COUNT, show_int(p->lang, mlg__plan_changes(plan)).s, show_int(p->lang, plan->kept_count).s,
        money(p, plan->stability_micro).s, money(p, mlg__plan_stability(plan)).s);
    html(p, "</p>\n");
}

void section_prices(struct page *p)
{
    const struct siting_words *words = p->plan->words;
    if (!words && p->plan->stability_micro == 0) return;
    section_open(p, "words", W_WORDS);
    kept(p);
    if (words) {
        limits(p, words);
        rooms(p, words);
        certain(p, words);
        close_calls(p, words);
    }
    section_close(p);
}
