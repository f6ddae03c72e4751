/* report/comparison_csv.c — the figures of a comparison as one long table, for programs. See docs/formats/compare.md.
 */
#include "report/comparison.h"

#include <math.h>

static const char *const unit_words[] = {
    [UNIT_MONEY] = NULL, [UNIT_PRICE] = NULL, /* the comparison's currency */
    [UNIT_COUNT] = "",   [UNIT_SHARE] = "share", [UNIT_TIME] = "h", [UNIT_KG] = "kg", [UNIT_TONNES] = "t",
};

static int32_t part_count(const struct comparison *c, enum figure_parts parts)
{
    switch (parts) {
    case NO_PARTS: return 1;
    case BY_SERVICE: return c->service_count;
    case BY_SCOPE: return CO2_SCOPE_COUNT;
    case BY_LINE: return LINE_COUNT;
    }
    return 1;
}

static const char *part_name(const struct comparison *c, enum figure_parts parts, int32_t part)
{
    switch (parts) {
    case NO_PARTS: return "";
    case BY_SERVICE: return c->services[part];
    case BY_SCOPE: return mlg__scope_name[part];
    case BY_LINE: return mlg__line_name[part];
    }
    return "";
}

static const char *unit_of(const struct comparison *c, enum figure f, int32_t column)
{
    const enum figure_unit unit = mlg__figure_rows[f].unit;
    if (unit == UNIT_TIME && column < c->count && is_cloud(c->columns[column].s)) return "ms";
    return unit_words[unit] ? unit_words[unit] : c->currency;
}

/* column == count: the total. A line of the account that holds no money is left out. */
static void put(const struct comparison *c, struct text *out, enum figure f, struct at at)
{
    const bool total = at.column == c->count;
    const double value = total ? mlg__figure_total(c, f, at) : mlg__figure(c, f, at);
    if (isnan(value) || (f == FIG_LINE && value == 0)) return;
    if (total) text_add(out, "total,,");
    else {
        text_printf(out, "%c,", 'A' + at.column);
        text_csv(out, c->columns[at.column].label);
        text_add(out, ",");
    }
    text_add(out, at.side == SIDE_PLAN ? "plan," : "today,");
    if (at.year != MLG_NONE) text_printf(out, "%d", (int)at.year);
    text_printf(out, ",%s,", mlg__figure_rows[f].id);
    text_csv(out, part_name(c, mlg__figure_rows[f].parts, at.part));
    text_add(out, ",");
    text_csv(out, unit_of(c, f, at.column));
    text_add(out, ",");
    text_double(out, value);
    text_add(out, "\n");
}

static void put_year(const struct comparison *c, struct text *out, enum figure f, int32_t year)
{
    for (int32_t part = 0; part < part_count(c, mlg__figure_rows[f].parts); part++)
        for (int side = SIDE_PLAN; side >= SIDE_BEFORE; side--)
            for (int32_t column = 0; column < c->count + c->sum; column++)
                if (side == SIDE_PLAN || mlg__figure_rows[f].today_too)
                    put(c, out, f, (struct at) { column, (enum side)side, year, part });
}

void mlg__comparison_csv(const struct comparison *c, struct text *out)
{
    text_add(out, "column,label,network,year,figure,part,unit,value\n");
    for (int f = 0; f < FIGURE_COUNT; f++) {
        if (f >= FIG_BUDGET_TOTAL) put_year(c, out, (enum figure)f, MLG_NONE);
        else
            for (int32_t i = 0; i < c->year_count; i++) put_year(c, out, (enum figure)f, c->first_year + i);
    }
}
