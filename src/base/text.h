/* text.h — a growing text with a limit, and numbers to text and back, exactly and without the locale. */
#ifndef MLG_BASE_TEXT_H
#define MLG_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct text {
    char *data; /* always ends in 0; NULL while empty */
    size_t length, cap, limit; /* limit 0: 1 GiB */
    bool failed; /* sticky: no memory or over the limit */
};

void text_add(struct text *t, const char *s);
void text_bytes(struct text *t, const char *s, size_t count);
void text_printf(struct text *t, const char *format, ...) __attribute__((format(printf, 2, 3)));
void text_double(struct text *t, double value);            /* shortest decimal that reads back the same; nan, inf as null */
void text_fixed(struct text *t, int64_t value, int decimals); /* 12345, 2 -> 123.45; trailing zeros dropped */
void text_json(struct text *t, const char *s);             /* quoted and escaped for JSON */
void text_html(struct text *t, const char *s);             /* escaped for HTML text and attributes */
void text_csv(struct text *t, const char *s);              /* a CSV field, quoted where needed */
void text_free(struct text *t);
/* The text as the caller of a public function gets it, for his free(); t is freed. NULL where it failed. */
char *text_given(struct text *t);

/* The whole of s (length n) as a number; false when anything is left over. Decimal comma accepted when comma.
 * No hexadecimal, no nan, no infinity. */
bool mlg__parse_double(const char *s, size_t n, bool comma, double *value);
bool mlg__parse_int(const char *s, size_t n, int64_t *value);
/* s as a decimal number times 10^decimals, exactly; false when digits would be lost or it does not fit. */
bool mlg__parse_fixed(const char *s, size_t n, bool comma, int decimals, int64_t *value);

/* Length of the valid UTF-8 sequence at s (n bytes left, at least one); 0 when it is none, and for a NUL. Table 3-7 of the Unicode standard. */
size_t mlg__utf8_length(const unsigned char *s, size_t n);

/* |value| with decimals places, digits in groups of three: 12,345.6, or in French 12 345,6 with narrow no-break spaces. */
struct digits { char s[64]; };
struct digits mlg__digits(double value, int decimals, bool french);

#endif
