/* scan.c — a text file as lines of words. See scan.h. */
#include "io/scan.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

struct scanner mlg__scan(const char *name, const char *bytes, size_t count, mlg_findings *found)
{
    static const char bom[] = "\xEF\xBB\xBF";
    if (count >= 3 && !memcmp(bytes, bom, 3)) bytes += 3, count -= 3;
    /* Before the first line the current line is empty and ends where the file begins. */
    return (struct scanner) { .name = name, .next = bytes, .end = bytes + count, .line_start = bytes, .found = found };
}

void mlg__scan_again(struct scanner *s)
{
    s->next = s->line_start;
    s->again = true;
}

bool mlg__scan_line(struct scanner *s)
{
    if (s->again) return s->again = false, true;
    if (s->line > 0) { /* skip what is left of the current one, and its end */
        const char *newline = s->next < s->end ? memchr(s->next, '\n', (size_t)(s->end - s->next)) : NULL;
        s->next = newline ? newline + 1 : s->end;
    }
    if (s->next >= s->end) return false;
    s->line_start = s->next;
    s->line++;
    return true;
}

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v'; }

static void skip_blanks(struct scanner *s)
{
    while (s->next < s->end && is_blank(*s->next)) s->next++;
}

static struct word word_from(const struct scanner *s, const char *start, const char *end)
{
    return (struct word) { start, (size_t)(end - start), s->line, (int32_t)(start - s->line_start) + 1 };
}

bool mlg__scan_word(struct scanner *s, struct word *w)
{
    skip_blanks(s);
    const char *start = s->next;
    while (s->next < s->end && *s->next != '\n' && !is_blank(*s->next)) s->next++;
    *w = word_from(s, start, s->next);
    return w->length > 0;
}

bool mlg__scan_first_word(struct scanner *s, struct word *w)
{
    while (mlg__scan_line(s))
        if (mlg__scan_word(s, w)) return true;
    return false;
}

struct word mlg__scan_rest(struct scanner *s)
{
    skip_blanks(s);
    const char *start = s->next;
    while (s->next < s->end && *s->next != '\n') s->next++;
    const char *end = s->next;
    while (end > start && is_blank(end[-1])) end--;
    return word_from(s, start, end);
}

const char *mlg__scan_at(struct scanner *s, int32_t line, int32_t column)
{
    /* The end of a long path tells more than its beginning. */
    const size_t length = strlen(s->name), kept = length < 120 ? length : 120;
    snprintf(s->where, sizeof s->where, "%s:%d:%d", s->name + (length - kept), line, column);
    return s->where;
}

const char *mlg__scan_where(struct scanner *s, const struct word *w) { return mlg__scan_at(s, w->line, w->column); }

static char upper(char c) { return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c; }

bool mlg__word_is(const struct word *w, const char *text)
{
    if (strlen(text) != w->length) return false;
    for (size_t i = 0; i < w->length; i++)
        if (upper(w->text[i]) != upper(text[i])) return false;
    return true;
}

bool mlg__word_int(const struct word *w, int64_t *value) { return mlg__parse_int(w->text, w->length, value); }

/* Integers, by far the most common, take the short way. */
bool mlg__word_number(const struct word *w, double *value)
{
    int64_t whole;
    if (w->length < 16 && mlg__parse_int(w->text, w->length, &whole)) return *value = (double)whole, true;
    return mlg__parse_double(w->text, w->length, false, value);
}

const char *mlg__scan_shown(struct scanner *s, const struct word *w)
{
    size_t n = w->length < 40 ? w->length : 40;
    while (n < w->length && n > 0 && ((unsigned char)w->text[n] & 0xC0) == 0x80) n--; /* not inside a character */
    for (size_t i = 0; i < n; i++) s->shown[i] = (unsigned char)w->text[i] < 32 || w->text[i] == 127 ? '?' : w->text[i];
    s->shown[n] = 0;
    return s->shown;
}
