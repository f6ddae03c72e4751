/* report/side_asked.c — what each scenario asks for and allows; rows in which the columns differ are marked. */
#include "report/side_parts.h"

#include <string.h>

#include "model/units.h"

typedef void asked_of(struct text *out, const struct page *p, const struct column *k);

static void add(struct text *out, const char *s)
{
    if (out->length) text_add(out, "; ");
    text_add(out, s);
}

static void add_words(struct text *out, const struct page *p, enum word w, const char *first, const char *second,
                      const char *third)
{
    if (out->length) text_add(out, "; ");
    text_say(out, p->lang, w, (const char *const[]) { first, second, third, NULL });
}

static void years(struct text *out, const struct page *p, const struct column *k)
{
    (void)p;
    for (int32_t t = 0; t < k->s->period_count; t++) {
        const int first = k->s->periods[t].start_year, last = first + k->s->periods[t].length_years - 1;
        text_printf(out, last > first ? "%s%d" DASH "%d" : "%s%d", t ? ", " : "", first, last);
    }
}
static void currency(struct text *out, const struct page *p, const struct column *k)
{
    (void)p;
    text_add(out, k->s->currency);
}
static void carry(struct text *out, const struct page *p, const struct column *k)
{
    text_say(out, p->lang, k->s->carry_over ? W_SIDE_YES : W_SIDE_NO, NULL);
}
static void promises(struct text *out, const struct page *p, const struct column *k)
{
    for (int32_t i = 0; i < k->s->service_count; i++) {
        const struct service *s = &k->s->services[i];
        const struct page own = { .s = k->s, .lang = p->lang };
        if (out->length) text_add(out, "; ");
        text_printf(out, "%s %s" NBSP "%s", service_name(&own, i),
                    show_short(p->lang, shown_time(k->s, (double)s->promise_s)).s, side_time_unit(k->s));
        if (!is_cloud(k->s)) text_printf(out, " (%s)", show_clock(s->cut_off_s).s);
    }
}
static void coverage(struct text *out, const struct page *p, const struct column *k)
{
    for (int32_t i = 0; i < k->s->coverage_count; i++) {
        const struct coverage *of = &k->s->coverages[i];
        const struct page own = { .s = k->s, .lang = p->lang };
        add_words(out, p, W_SIDE_ASK_COVERAGE_VALUE, service_name(&own, of->service), k->s->periods[of->period].label,
                  show_percent(p->lang, of->share, 1).s);
    }
}
static void jobs(struct text *out, const struct page *p, const struct column *k)
{
    for (int32_t i = 0; i < k->s->job_floor_count; i++)
        add_words(out, p, k->s->job_floors[i].region[0] ? W_SIDE_ASK_JOBS_VALUE : W_SIDE_ASK_JOBS_ALL,
                  k->s->job_floors[i].region, k->s->periods[k->s->job_floors[i].period].label,
                  show_milli(p->lang, k->s->job_floors[i].at_least_milli).s);
}
static void co2(struct text *out, const struct page *p, const struct column *k)
{
    for (int32_t t = 0; t < k->s->period_count; t++)
        if (k->s->co2_max_mg[t] != INT64_MAX)
            add_words(out, p, W_SIDE_ASK_CO2_VALUE, k->s->periods[t].label,
                      show_real(p->lang, (double)k->s->co2_max_mg[t] / (double)MLG_MG_PER_TONNE, 0).s, NULL);
}
static void sites(struct text *out, const struct page *p, const struct column *k)
{
    int32_t open = 0;
    for (int32_t i = 0; i < k->s->site_count; i++) open += k->s->sites[i].state_today > 0;
    add_words(out, p, W_SIDE_ASK_SITES_VALUE, show_int(p->lang, open).s, show_int(p->lang, k->s->site_count).s, NULL);
}
static void points(struct text *out, const struct page *p, const struct column *k)
{
    add(out, show_int(p->lang, k->s->demand_count).s);
}
static void working_days(struct text *out, const struct page *p, const struct column *k)
{
    add(out, show_int(p->lang, k->s->working_days_per_year).s);
}
static void discount(struct text *out, const struct page *p, const struct column *k)
{
    add(out, show_percent(p->lang, k->s->discount_rate, 1).s);
}
static void co2_price(struct text *out, const struct page *p, const struct column *k)
{
    add(out, show_price(p->lang, k->s->currency, k->s->co2_eur_per_t).s);
    text_add(out, "/t");
}
static void hour(struct text *out, const struct page *p, const struct column *k)
{
    add(out, show_price(p->lang, k->s->currency, k->s->hour_eur).s);
}

static const struct {
    enum word what;
    asked_of *value;
} rows[] = {
    { W_SIDE_ASK_YEARS, years },       { W_SIDE_ASK_CURRENCY, currency }, { W_SIDE_ASK_CARRY, carry },
    { W_SIDE_ASK_PROMISES, promises }, { W_SIDE_ASK_COVERAGE, coverage }, { W_SIDE_ASK_JOBS, jobs },
    { W_SIDE_ASK_CO2, co2 },           { W_SIDE_ASK_POINTS, points },     { W_SIDE_ASK_SITES, sites },
    { W_SET_DAYS, working_days },      { W_SET_DISCOUNT, discount },      { W_SET_CO2_PRICE, co2_price },
    { W_SIDE_ASK_HOUR, hour },
};

static void asked_row(struct page *p, const struct comparison *c, size_t row)
{
    struct text value[COMPARED_MAX] = { { 0 } };
    bool differ = false, any = false;
    for (int32_t i = 0; i < c->count; i++) {
        rows[row].value(&value[i], p, &c->columns[i]);
        any = any || value[i].length;
        differ = differ || value[i].length != value[0].length ||
                 (value[i].data && value[0].data && strcmp(value[i].data, value[0].data));
    }
    if (any) {
        row_open(p, differ ? "differs" : "");
        html(p, "<th scope=\"row\">");
        tell(p, rows[row].what);
        if (differ) {
            html(p, " <span role=\"img\" aria-label=\"");
            tell(p, W_SIDE_DIFFERS);
            html(p, "\">≠</span>");
        }
        html(p, "</th>");
        for (int32_t i = 0; i < c->count; i++) {
            html(p, "<td>");
            name(p, value[i].length ? value[i].data : DASH);
            html(p, "</td>");
        }
        html(p, "</tr>");
    }
    for (int32_t i = 0; i < c->count; i++) {
        p->out->failed = p->out->failed || value[i].failed;
        text_free(&value[i]);
    }
}

void side_asked(struct page *p, const struct comparison *c)
{
    section_open(p, "asked", W_SIDE_ASKED);
    table_open(p, W_SIDE_ASKED_CAPTION, "wide asked");
    html(p, "<thead><tr><td></td>");
    side_heads(p, c, 1, false);
    html(p, "</tr></thead><tbody>");
    for (size_t row = 0; row < sizeof rows / sizeof *rows; row++) asked_row(p, c, row);
    table_close(p);
    section_close(p);
}
