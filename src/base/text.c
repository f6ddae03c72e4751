/* text.c — growing text, numbers to text and back. Number functions ignore the locale: C's own printf and strtod with
 * a user's decimal comma would make files that no other machine reads. See text.h. */
#include "base/text.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static bool reserve(struct text *t, size_t more)
{
    const size_t limit = t->limit ? t->limit : (size_t)1 << 30;
    if (t->failed || more > limit || t->length + more > limit) return t->failed = true, false;
    if (t->length + more + 1 > t->cap) {
        size_t cap = t->cap < 256 ? 256 : t->cap + t->cap / 2;
        if (cap < t->length + more + 1) cap = t->length + more + 1;
        char *grown = mlg__realloc(t->data, cap);
        if (!grown) return t->failed = true, false;
        t->data = grown;
        t->cap = cap;
    }
    return true;
}

void text_bytes(struct text *t, const char *s, size_t count)
{
    if (!reserve(t, count)) return;
    memcpy(t->data + t->length, s, count);
    t->length += count;
    t->data[t->length] = 0;
}

void text_add(struct text *t, const char *s) { text_bytes(t, s, strlen(s)); }

void text_printf(struct text *t, const char *format, ...)
{
    char small[512];
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    const int length = vsnprintf(small, sizeof small, format, arguments);
    if (length < 0) t->failed = true;
    else if ((size_t)length < sizeof small) text_bytes(t, small, (size_t)length);
    else if (reserve(t, (size_t)length)) {
        vsnprintf(t->data + t->length, (size_t)length + 1, format, again);
        t->length += (size_t)length;
    }
    va_end(again);
    va_end(arguments);
}

void text_double(struct text *t, double value)
{
    char digits[40];
    if (!isfinite(value)) return text_add(t, "null");
    if (value == floor(value) && fabs(value) < 1e15) return text_printf(t, "%.0f", value == 0 ? 0.0 : value);
    for (int precision = 1; precision <= 17; precision++) {
        snprintf(digits, sizeof digits, "%.*g", precision, value);
        for (char *c = digits; *c; c++)
            if (*c == ',') *c = '.';
        if (precision == 17) break;
        double back;
        if (mlg__parse_double(digits, strlen(digits), false, &back) && back == value) break;
    }
    text_add(t, digits);
}

void text_fixed(struct text *t, int64_t value, int decimals)
{
    char digits[32];
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    int length = 0, dropped = 0;
    for (; decimals > dropped && rest % 10 == 0; dropped++) rest /= 10;
    const int kept = decimals - dropped;
    do {
        if (length == kept && kept > 0) digits[length++] = '.';
        digits[length++] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest || length <= kept);
    if (value < 0) digits[length++] = '-';
    for (int i = 0; i < length / 2; i++) {
        const char c = digits[i];
        digits[i] = digits[length - 1 - i];
        digits[length - 1 - i] = c;
    }
    text_bytes(t, digits, (size_t)length);
}

void text_json(struct text *t, const char *s)
{
    text_add(t, "\"");
    for (; *s; s++) {
        const unsigned char c = (unsigned char)*s;
        if (c == '"' || c == '\\') text_printf(t, "\\%c", c);
        else if (c == '\n') text_add(t, "\\n");
        else if (c == '\t') text_add(t, "\\t");
        else if (c < 32 || c == 127) text_printf(t, "\\u%04x", c);
        else text_bytes(t, s, 1);
    }
    text_add(t, "\"");
}

void text_html(struct text *t, const char *s)
{
    for (; *s; s++) switch (*s) {
        case '&': text_add(t, "&amp;"); break;
        case '<': text_add(t, "&lt;"); break;
        case '>': text_add(t, "&gt;"); break;
        case '"': text_add(t, "&quot;"); break;
        case '\'': text_add(t, "&#39;"); break;
        default: text_bytes(t, s, 1);
        }
}

void text_csv(struct text *t, const char *s)
{
    if (!strpbrk(s, ",;\"\r\n") && s[0] != ' ') return text_add(t, s);
    text_add(t, "\"");
    for (; *s; s++) text_bytes(t, *s == '"' ? "\"\"" : s, *s == '"' ? 2 : 1);
    text_add(t, "\"");
}

void text_free(struct text *t)
{
    mlg__free(t->data);
    *t = (struct text) { .limit = t->limit };
}

char *text_given(struct text *t)
{
    char *given = t->failed ? NULL : malloc(t->length + 1);
    if (given) memcpy(given, t->data ? t->data : "", t->length + 1);
    text_free(t);
    return given;
}

/* digits [sign] d* [. d*] [e [sign] d+], at least one digit before the exponent; copied with a point for strtod in the
 * "C" locale (the program never calls setlocale for LC_NUMERIC). */
bool mlg__parse_double(const char *s, size_t n, bool comma, double *value)
{
    char copy[64];
    size_t i = 0, digits = 0;
    if (n == 0 || n >= sizeof copy) return false;
    memcpy(copy, s, n);
    copy[n] = 0;
    if (copy[i] == '-' || copy[i] == '+') i++;
    for (; copy[i] >= '0' && copy[i] <= '9'; i++) digits++;
    if (copy[i] == '.' || (comma && copy[i] == ',')) {
        copy[i++] = '.';
        for (; copy[i] >= '0' && copy[i] <= '9'; i++) digits++;
    }
    if (!digits) return false;
    if (copy[i] == 'e' || copy[i] == 'E') {
        i++;
        if (copy[i] == '-' || copy[i] == '+') i++;
        const size_t start = i;
        while (copy[i] >= '0' && copy[i] <= '9') i++;
        if (i == start) return false;
    }
    if (i != n) return false;
    const double v = strtod(copy, NULL);
    if (!isfinite(v)) return false;
    *value = v;
    return true;
}

bool mlg__parse_int(const char *s, size_t n, int64_t *value) { return mlg__parse_fixed(s, n, false, 0, value); }

bool mlg__parse_fixed(const char *s, size_t n, bool comma, int decimals, int64_t *value)
{
    size_t i = 0, digits = 0;
    const bool negative = n && s[0] == '-';
    uint64_t sum = 0;
    int after = -1; /* digits after the point; -1 before it */
    if (n && (s[0] == '-' || s[0] == '+')) i++;
    for (; i < n; i++) {
        if (after < 0 && (s[i] == '.' || (comma && s[i] == ','))) {
            after = 0;
            continue;
        }
        if (s[i] < '0' || s[i] > '9') return false;
        digits++;
        if (after >= decimals) { /* more digits than the unit holds: only zeros lose nothing */
            if (s[i] != '0') return false;
            continue;
        }
        if (sum > (uint64_t)INT64_MAX / 10) return false;
        sum = sum * 10 + (uint64_t)(s[i] - '0');
        if (sum > (uint64_t)INT64_MAX) return false;
        if (after >= 0) after++;
    }
    if (!digits) return false;
    for (int k = after < 0 ? 0 : after; k < decimals; k++) {
        if (sum > (uint64_t)INT64_MAX / 10) return false;
        sum *= 10;
    }
    *value = negative ? -(int64_t)sum : (int64_t)sum;
    return true;
}

size_t mlg__utf8_length(const unsigned char *s, size_t n)
{
    if (s[0] < 0x80) return s[0] != 0;
    if (s[0] < 0xC2 || s[0] > 0xF4) return 0;
    const size_t length = s[0] < 0xE0 ? 2 : s[0] < 0xF0 ? 3 : 4;
    if (n < length) return 0;
    const unsigned char low = s[0] == 0xE0 ? 0xA0 : s[0] == 0xF0 ? 0x90 : 0x80;
    const unsigned char high = s[0] == 0xED ? 0x9F : s[0] == 0xF4 ? 0x8F : 0xBF;
    if (s[1] < low || s[1] > high) return 0;
    for (size_t i = 2; i < length; i++)
        if ((s[i] & 0xC0) != 0x80) return 0;
    return length;
}

/* Digits are placed by hand: the C library's locale is never asked. */
struct digits mlg__digits(double value, int decimals, bool french)
{
    struct digits out = { "" };
    char plain[32]; /* with its separators it always fits out.s */
    size_t used = 0;
    const int length = snprintf(plain, sizeof plain, "%.*f", decimals, fabs(value));
    if (length < 0 || (size_t)length >= sizeof plain) { /* no amount of this program is so large */
        snprintf(out.s, sizeof out.s, "%.6g", fabs(value));
        return out;
    }
    const size_t whole = strcspn(plain, ".,");
    for (size_t i = 0; i < whole && used + 8 < sizeof out.s; i++) {
        if (i > 0 && (whole - i) % 3 == 0)
            used += (size_t)snprintf(out.s + used, sizeof out.s - used, "%s", french ? "\u202f" : ",");
        out.s[used++] = plain[i];
    }
    if (decimals > 0)
        used += (size_t)snprintf(out.s + used, sizeof out.s - used, "%c%s", french ? ',' : '.', plain + whole + 1);
    out.s[used] = 0;
    return out;
}
