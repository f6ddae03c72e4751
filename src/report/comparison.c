/* report/comparison.c — years and services of all columns on one scale, and what they have in common. See comparison.h.
 */
#include "report/comparison.h"

#include <string.h>

#include "base/error.h"
#include "io/id_index.h"

int32_t mlg__period_of_year(const struct column *k, int32_t year)
{
    for (int32_t t = 0; t < k->s->period_count; t++)
        if (year >= k->s->periods[t].start_year && year < k->s->periods[t].start_year + k->s->periods[t].length_years)
            return t;
    return MLG_NONE;
}

int32_t mlg__column_service(const struct comparison *c, const struct column *k, int32_t service)
{
    for (int32_t i = 0; i < k->s->service_count; i++)
        if (!strcmp(k->s->services[i].id, c->services[service])) return i;
    return MLG_NONE;
}

static int32_t last_year(const mlg_scenario *s)
{
    const struct period *last = &s->periods[s->period_count - 1];
    return last->start_year + last->length_years - 1;
}

int32_t mlg__year_judged(const struct comparison *c, const struct column *k)
{
    return c->common_year != MLG_NONE ? c->common_year : last_year(k->s);
}

static void align_years(struct comparison *c)
{
    int32_t last = c->columns[0].s->periods[0].start_year;
    c->first_year = last;
    for (int32_t i = 0; i < c->count; i++) {
        const mlg_scenario *s = c->columns[i].s;
        if (s->periods[0].start_year < c->first_year) c->first_year = s->periods[0].start_year;
        if (last_year(s) > last) last = last_year(s);
    }
    c->year_count = last - c->first_year + 1;
    c->common_year = MLG_NONE;
    for (int32_t year = c->first_year; year <= last; year++) {
        bool all = true;
        for (int32_t i = 0; i < c->count; i++) all = all && mlg__period_of_year(&c->columns[i], year) != MLG_NONE;
        if (all) c->common_year = year;
    }
}

static bool same_years(const mlg_scenario *a, const mlg_scenario *b)
{
    if (a->period_count != b->period_count) return false;
    for (int32_t t = 0; t < a->period_count; t++)
        if (a->periods[t].start_year != b->periods[t].start_year ||
            a->periods[t].length_years != b->periods[t].length_years)
            return false;
    return true;
}

static void list_services(struct comparison *c)
{
    for (int32_t i = 0; i < c->count; i++)
        for (int32_t service = 0; service < c->columns[i].s->service_count; service++) {
            const char *id = c->columns[i].s->services[service].id;
            int32_t known = 0;
            while (known < c->service_count && strcmp(c->services[known], id)) known++;
            if (known == c->service_count) c->services[c->service_count++] = id;
        }
}

static bool same_promises(const struct comparison *c)
{
    for (int32_t service = 0; service < c->service_count; service++) {
        const struct service *first = NULL;
        for (int32_t i = 0; i < c->count; i++) {
            const int32_t own = mlg__column_service(c, &c->columns[i], service);
            if (own == MLG_NONE) return false;
            const struct service *s = &c->columns[i].s->services[own];
            if (first && (s->promise_s != first->promise_s || s->cut_off_s != first->cut_off_s)) return false;
            first = s;
        }
    }
    return true;
}

/* What point d of a column asks for in a year, and point e of another. */
static bool same_point(const struct comparison *c, const struct column *k, int32_t d, const struct column *l, int32_t e,
                       int32_t year)
{
    for (int32_t service = 0; service < c->service_count; service++) {
        const int32_t i = mlg__column_service(c, k, service), j = mlg__column_service(c, l, service);
        if (i == MLG_NONE || j == MLG_NONE) return false;
        if (demand_units_milli(k->s, d, i, mlg__period_of_year(k, year)) !=
            demand_units_milli(l->s, e, j, mlg__period_of_year(l, year)))
            return false;
    }
    return true;
}

/* Points are known by their ids, in any order. */
static bool same_points(const struct comparison *c, const struct column *k, const struct column *l,
                        const struct id_index *points_of_l)
{
    for (int32_t d = 0; d < k->s->demand_count; d++) {
        bool shared;
        const int32_t e = mlg__id_find(points_of_l, k->s->demands[d].id, &shared);
        if (e < 0 || shared) return false;
        for (int32_t year = c->first_year; year <= c->common_year; year++)
            if (mlg__period_of_year(k, year) != MLG_NONE && mlg__period_of_year(l, year) != MLG_NONE &&
                !same_point(c, k, d, l, e, year))
                return false;
    }
    return true;
}

static bool same_demand(struct comparison *c, bool *memory)
{
    bool same = c->common_year != MLG_NONE;
    for (int32_t i = 1; same && i < c->count; i++) {
        const struct column *first = &c->columns[0], *k = &c->columns[i];
        struct id_index points = { 0 };
        if (k->s == first->s) continue;
        if (k->s->demand_count != first->s->demand_count) return false;
        *memory = mlg__id_index_make(&points, k->s->demands, k->s->demand_count, sizeof *k->s->demands,
                                     offsetof(struct demand, id));
        same = *memory && same_points(c, first, k, &points);
        mlg__id_index_free(&points);
    }
    return same;
}

mlg_status mlg__compare(const struct column *columns, int32_t count, const char *currency, bool sum,
                        struct comparison *c, mlg_error *err)
{
    bool memory = true;
    *c = (struct comparison) {
        .count = count, .currency = currency, .sum = sum, .same_units = true, .same_years = true
    };
    for (int32_t i = 0; i < count; i++) {
        c->columns[i] = columns[i];
        c->same_units = c->same_units && columns[i].s->vocabulary == columns[0].s->vocabulary;
        c->same_years = c->same_years && same_years(columns[0].s, columns[i].s);
        if (columns[i].plan) mlg__facts(columns[i].s, columns[i].plan, &c->arena, &c->columns[i].facts);
    }
    align_years(c);
    list_services(c);
    c->same_promises = same_promises(c);
    c->same_demand = same_demand(c, &memory);
    return memory && !c->arena.failed ? MLG_OK : mlg__no_memory(err, "compare");
}
