/* side.c — how a violation is told, and the one rounding. See side.h. */
#include "check/side.h"

#include <inttypes.h>
#include <stdio.h>

#include "model/units.h"

struct where {
    char text[160];
};

static struct where where_is(const struct side_check *c, const char *table, int32_t row, const char *key)
{
    struct where w;
    char number[16] = "";
    if (row != MLG_NONE) snprintf(number, sizeof number, "/%" PRId32, row);
    snprintf(w.text, sizeof w.text, "%s%s%s%s%s", c->before ? "before/" : "", table, number, key[0] ? "/" : "", key);
    return w;
}

void mlg__violation(struct side_check *c, const char *table, int32_t row, const char *key, struct mlg_txt message, ...)
{
    /* The message's own arguments first, then the place: findings take one text. */
    char told[240];
    va_list arguments;
    va_start(arguments, message);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    vsnprintf(told, sizeof told, message.in[mlg__findings_lang(c->found) == MLG_FR], arguments);
#pragma GCC diagnostic pop
    va_end(arguments);
    mlg__find(c->found, MLG_BAD_INPUT, where_is(c, table, row, key).text, TXT("%s", "%s"), NO_HINT, told);
}

/* A sum beyond int64 cannot be what a file claims; it is told as the largest number. */
static int64_t told(int128 own) { return own > INT64_MAX ? INT64_MAX : own < INT64_MIN ? INT64_MIN : (int64_t)own; }

bool mlg__same(struct side_check *c, const char *table, int32_t row, const char *key, int64_t claimed, int128 own)
{
    if (claimed == own) return true;
    mlg__violation(
        c, table, row, key,
        TXT("claims %" PRId64 ", the tables give %" PRId64, "annonce %" PRId64 ", les tables donnent %" PRId64),
        claimed, told(own));
    return false;
}

bool mlg__same_milli(struct side_check *c, const char *table, int32_t row, const char *key, int64_t claimed, int128 own)
{
    if (claimed == own) return true;
    mlg__violation(c, table, row, key,
                   TXT("claims %.3f, the tables give %.3f", "annonce %.3f, les tables donnent %.3f"),
                   (double)claimed / MLG_MILLI, (double)own / MLG_MILLI);
    return false;
}

bool mlg__same_real(struct side_check *c, const char *table, int32_t row, const char *key, double claimed, double own)
{
    if (claimed == own) return true;
    mlg__violation(c, table, row, key,
                   TXT("claims %.17g, the tables give %.17g", "annonce %.17g, les tables donnent %.17g"), claimed, own);
    return false;
}

int128 mlg__half_up(int128 a, int128 b)
{
    const int128 twice = 2 * a + b, d = twice / (2 * b);
    return twice % (2 * b) < 0 ? d - 1 : d;
}
