/* scan.h — a text file as lines of words, each with its place, for readers of benchmark formats.
 *
 * Words are separated by blanks; a line ends in \n, \r\n or the end of the file. */
#ifndef MLG_IO_SCAN_H
#define MLG_IO_SCAN_H

#include "base/error.h"
#include <stddef.h>

struct word { const char *text; size_t length; int32_t line, column; }; /* not terminated; line, column from 1 */

struct scanner {
    const char *name, *next, *end; /* file name; what is ahead in the current line; end of the file */
    const char *line_start;
    int32_t line; /* 0 before the first */
    bool again;   /* the next line is this one once more */
    mlg_findings *found;
    char where[160], shown[44];
};

struct scanner mlg__scan(const char *name, const char *bytes, size_t count, mlg_findings *found);
/* Step to the next line; false at the end of the file. */
bool mlg__scan_line(struct scanner *s);
/* Have the next mlg__scan_line() give the current line once more. */
void mlg__scan_again(struct scanner *s);
/* The next word of the current line; false at its end. */
bool mlg__scan_word(struct scanner *s, struct word *w);
/* The first word of the next line that has one; false at the end of the file. */
bool mlg__scan_first_word(struct scanner *s, struct word *w);
/* The rest of the current line without blanks around it. */
struct word mlg__scan_rest(struct scanner *s);

/* "file:line:column", valid until the next call; word_at with line and column given. */
const char *mlg__scan_where(struct scanner *s, const struct word *w);
const char *mlg__scan_at(struct scanner *s, int32_t line, int32_t column);

bool mlg__word_is(const struct word *w, const char *text); /* ASCII case ignored */
bool mlg__word_number(const struct word *w, double *value);
bool mlg__word_int(const struct word *w, int64_t *value);
/* A word for a message: cut at 40 bytes, control characters as ?; valid until the next call. */
const char *mlg__scan_shown(struct scanner *s, const struct word *w);

#endif
