/* conditions.c — conditional values of tags: hours of the week and weights in their common forms. See tags.h.
 *
 *     value @ ( [days] [hours] [AND weight>n] ) ; value @ …        Mo-Fr,Su 07:00-11:00,14:00-19:00
 *
 * Holidays, dates, sunrise and the rest are not understood: the caller counts them. */
#include "roads/tags.h"

#include <string.h>

#include "base/text.h"

static bool is_blank(char c) { return c == ' ' || c == '\t'; }

static struct tag_text trimmed(struct tag_text t)
{
    while (t.length && is_blank(t.s[0])) t.s++, t.length--;
    while (t.length && is_blank(t.s[t.length - 1])) t.length--;
    return t;
}

struct tag_text mlg__tag_part(struct tag_text *rest, char separator)
{
    const char *end = rest->length ? memchr(rest->s, separator, rest->length) : NULL;
    const size_t length = end ? (size_t)(end - rest->s) : rest->length;
    const struct tag_text part = { rest->s, length };
    rest->s += length + (end != NULL);
    rest->length -= length + (end != NULL);
    return trimmed(part);
}

/* Up to the next separator that stands outside brackets. */
static struct tag_text outer_part(struct tag_text *rest, char separator)
{
    int depth = 0;
    size_t i = 0;
    for (; i < rest->length; i++) {
        depth += (rest->s[i] == '(') - (rest->s[i] == ')');
        if (rest->s[i] == separator && depth <= 0) break;
    }
    const struct tag_text part = { rest->s, i };
    const size_t step = i < rest->length ? i + 1 : i;
    rest->s += step;
    rest->length -= step;
    return trimmed(part);
}

static int day_of(const char *s, size_t n)
{
    static const char days[] = "MoTuWeThFrSaSu";
    for (int d = 0; n >= 2 && d < 7; d++)
        if (s[0] == days[2 * d] && s[1] == days[2 * d + 1]) return d;
    return -1;
}

/* "Mo-Fr", "Sa,Su": bits of days; false when it is something else. */
static bool read_days(struct tag_text t, unsigned *days)
{
    *days = 0;
    while (t.length) {
        const struct tag_text part = mlg__tag_part(&t, ',');
        const int first = day_of(part.s, part.length);
        int last = first;
        if (first < 0) return false;
        if (part.length == 5 && part.s[2] == '-') last = day_of(part.s + 3, 2);
        else if (part.length != 2) return false;
        if (last < 0) return false;
        for (int d = first;; d = (d + 1) % 7) {
            *days |= 1u << d;
            if (d == last) break;
        }
    }
    return *days != 0;
}

static bool read_clock(struct tag_text t, int *minutes)
{
    const char *colon = t.length ? memchr(t.s, ':', t.length) : NULL;
    int64_t h, m;
    if (!colon || !mlg__parse_int(t.s, (size_t)(colon - t.s), &h) ||
        !mlg__parse_int(colon + 1, t.length - (size_t)(colon - t.s) - 1, &m))
        return false;
    if (h < 0 || h > 24 || m < 0 || m > 59 || h * 60 + m > 1440) return false;
    *minutes = (int)(h * 60 + m);
    return true;
}

static void set_hours(struct condition *c, unsigned days, int from, int to)
{
    for (int d = 0; d < 7; d++)
        for (int h = 0; (days >> d & 1) && h < 48; h++)
            if (h * 60 + 30 >= from && h * 60 + 30 < to) {
                const int hour = (d * 24 + h) % ROAD_HOURS;
                c->hours[hour / 8] |= (uint8_t)(1 << hour % 8);
            }
}

/* "07:00-09:30,16:00-18:00"; a range that ends before it starts runs past midnight. */
static bool read_hours(struct tag_text t, unsigned days, struct condition *c)
{
    while (t.length) {
        struct tag_text part = mlg__tag_part(&t, ',');
        const struct tag_text start = mlg__tag_part(&part, '-');
        int from, to;
        if (!read_clock(start, &from) || !read_clock(part, &to)) return false;
        set_hours(c, days, from, to > from ? to : to + 1440);
    }
    return true;
}

static bool read_time(struct tag_text t, struct condition *c)
{
    unsigned days = 127;
    const bool days_first = day_of(t.s, t.length) >= 0;
    struct tag_text rest = t;
    if (days_first) {
        if (!read_days(mlg__tag_part(&rest, ' '), &days)) return false;
        rest = trimmed(rest);
        if (!rest.length) return set_hours(c, days, 0, 1440), true;
    }
    return read_hours(rest, days, c);
}

/* "weight>7.5", "weight > 3.5 t", "maxweightrating>3.5". */
static bool read_weight(struct tag_text t, struct condition *c)
{
    const char *more = memchr(t.s, '>', t.length);
    if (!more) return false;
    const size_t used = (size_t)(more - t.s);
    const struct tag_text word = trimmed((struct tag_text) { t.s, used });
    struct tag_text number = { more + 1, t.length - used - 1 };
    if (!mlg__tag_is(word, "weight") && !mlg__tag_is(word, "maxweightrating")) return false;
    const bool or_equal = number.length && number.s[0] == '=';
    if (or_equal) number.s++, number.length--;
    const int32_t limit = mlg__tag_weight_10kg(trimmed(number));
    if (limit <= 0) return false;
    c->over_10kg = (uint16_t)(limit - (or_equal && limit > 1));
    return true;
}

/* The next of parts joined by AND. */
static struct tag_text and_part(struct tag_text *rest)
{
    for (size_t i = 0; i + 5 <= rest->length; i++)
        if (!memcmp(rest->s + i, " AND ", 5) || !memcmp(rest->s + i, " and ", 5)) {
            const struct tag_text part = { rest->s, i };
            rest->s += i + 5;
            rest->length -= i + 5;
            return trimmed(part);
        }
    const struct tag_text part = *rest;
    rest->length = 0;
    return trimmed(part);
}

bool mlg__condition_next(struct tag_text *rest, struct condition *c, bool *understood)
{
    struct tag_text part = { 0 };
    while (rest->length && !part.length) part = outer_part(rest, ';');
    if (!part.length) return false;
    *c = (struct condition) { .always = true };
    c->value = mlg__tag_part(&part, '@');
    part = trimmed(part);
    *understood = part.length > 0 && c->value.length > 0;
    if (*understood && part.s[0] == '(') {
        part.s++, part.length--;
        if (part.length && part.s[part.length - 1] == ')') part.length--;
    }
    part = trimmed(part);
    *understood = *understood && part.length > 0;
    while (*understood && part.length) {
        const struct tag_text one = and_part(&part);
        if (one.length && memchr(one.s, '>', one.length)) *understood = read_weight(one, c);
        else *understood = one.length > 0 && c->always && read_time(one, c), c->always = false;
    }
    return true;
}
