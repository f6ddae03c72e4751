/* report/show.c — see show.h. Digits are placed by hand: the C library's locale is never asked. */
#include "report/show.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

struct shown show_real(mlg_lang lang, double value, int decimals)
{
    struct shown out = { "" };
    if (!isfinite(value)) return (struct shown) { DASH };
    const double scale = pow(10, decimals), rounded = floor(fabs(value) * scale + 0.5) / scale;
    snprintf(out.s, sizeof out.s, "%s%s", value < 0 && rounded > 0 ? MINUS : "",
             mlg__digits(rounded, decimals, lang == MLG_FR).s);
    return out;
}

struct shown show_short(mlg_lang lang, double value)
{
    int decimals = 2;
    while (decimals > 0 && fabs(value * pow(10, decimals - 1) - floor(value * pow(10, decimals - 1) + 0.5)) < 1e-9)
        decimals--;
    return show_real(lang, value, decimals);
}

struct shown show_signed(mlg_lang lang, double value, int decimals)
{
    struct shown out = show_real(lang, value, decimals);
    if (isfinite(value) && floor(fabs(value) * pow(10, decimals) + 0.5) > 0 && value > 0) {
        const struct shown number = out;
        snprintf(out.s, sizeof out.s, "+%.70s", number.s);
    }
    return out;
}

struct shown show_int(mlg_lang lang, int64_t value) { return show_real(lang, (double)value, 0); }
struct shown show_milli(mlg_lang lang, int64_t milli) { return show_real(lang, (double)milli / 1000, 0); }
struct shown show_million(mlg_lang lang, int64_t cents, int decimals)
{
    return show_real(lang, (double)cents / 1e8, decimals);
}

static struct shown with_percent(mlg_lang lang, struct shown number)
{
    struct shown out;
    snprintf(out.s, sizeof out.s, "%.60s%s%%", number.s, lang == MLG_FR ? NARROW : "");
    return out;
}

struct shown show_percent(mlg_lang lang, double share, int decimals)
{
    return isfinite(share) ? with_percent(lang, show_real(lang, 100 * share, decimals)) : (struct shown) { DASH };
}

struct shown show_share(mlg_lang lang, double share) { return with_percent(lang, show_short(lang, 100 * share)); }

struct shown show_percent_signed(mlg_lang lang, double share, int decimals)
{
    return isfinite(share) ? with_percent(lang, show_signed(lang, 100 * share, decimals)) : (struct shown) { DASH };
}

const char *show_symbol(const char *currency)
{
    static const char *const known[][2] = { { "EUR", "€" }, { "USD", "$" }, { "GBP", "£" } };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (!strcmp(currency, known[i][0])) return known[i][1];
    return currency;
}

/* Three significant digits are what a sentence can carry. */
static int million_decimals(int64_t cents) { return llabs((long long)cents) < 1000000000 ? 1 : 0; }

struct shown show_money(mlg_lang lang, const char *currency, int64_t cents)
{
    struct shown out;
    const struct shown number = show_million(lang, cents, million_decimals(cents));
    if (lang == MLG_FR) snprintf(out.s, sizeof out.s, "%.40s" NBSP "M%.8s", number.s, show_symbol(currency));
    else snprintf(out.s, sizeof out.s, "%.8s%.40s" NBSP "million", show_symbol(currency), number.s);
    return out;
}

/* Under a million in whole thousands, under ten thousand to the unit: what a sentence can carry. */
struct shown show_amount(mlg_lang lang, const char *currency, int64_t micro)
{
    const double units = fabs((double)micro / 1e6), tenth = units < 1e8 ? 1e5 : 1e6, grain = units < 1e4 ? 1 : 1e3;
    const bool million = units >= 999500;
    const double rounded = million ? floor(units / tenth + 0.5) * tenth / 1e6 : floor(units / grain + 0.5) * grain;
    const struct shown number = show_short(lang, rounded);
    const char *sign = micro < 0 && rounded > 0 ? MINUS : "", *symbol = show_symbol(currency);
    struct shown out;
    if (lang == MLG_FR) snprintf(out.s, sizeof out.s, "%s%.40s" NBSP "%s%.8s", sign, number.s, million ? "M" : "", symbol);
    else snprintf(out.s, sizeof out.s, "%s%.8s%.40s%s", sign, symbol, number.s, million ? NBSP "million" : "");
    return out;
}

struct shown show_price(mlg_lang lang, const char *currency, double amount)
{
    struct shown out;
    const struct shown number = show_real(lang, amount, 2);
    if (lang == MLG_FR) snprintf(out.s, sizeof out.s, "%.40s" NBSP "%.8s", number.s, show_symbol(currency));
    else snprintf(out.s, sizeof out.s, "%.8s%.40s", show_symbol(currency), number.s);
    return out;
}

struct shown show_hours(mlg_lang lang, int64_t seconds)
{
    struct shown out;
    snprintf(out.s, sizeof out.s, "%.60s" NBSP "h", show_real(lang, (double)seconds / 3600, 1).s);
    return out;
}

struct shown show_kg(mlg_lang lang, double kg)
{
    struct shown out;
    snprintf(out.s, sizeof out.s, "%.60s" NBSP "kg", show_real(lang, kg, 2).s);
    return out;
}

struct shown show_clock(int64_t seconds)
{
    struct shown out;
    snprintf(out.s, sizeof out.s, "%d:%02d", (int)(seconds / 3600 % 100), (int)(seconds / 60 % 60));
    return out;
}
