/* report/side_parts.h — the sections of the comparison page, and the names, heads and cells that they share. */
#ifndef MLG_REPORT_SIDE_PARTS_H
#define MLG_REPORT_SIDE_PARTS_H

#include "report/comparison.h"
#include "report/page.h"

/* Columns go by their letter and their label: "A · as announced". */
char side_letter(int32_t column);
struct shown side_name(const struct comparison *c, int32_t column); /* letter and the beginning of the label */
void side_chip(struct page *p, int32_t column);
/* A table whose caption has values; cells follow, then table_close(). */
void side_table(struct page *p, const char *classes, enum word caption, const char *first, const char *second,
                const char *third);
void side_head(struct page *p, const struct comparison *c, int32_t column, int span); /* of a column */
/* One of each column, and one of the total where there is one to show. */
void side_heads(struct page *p, const struct comparison *c, int span, bool total);
/* The value of a plan in a cell, marked when it is the best, with today's in small print when both_sides. */
void side_cell(struct page *p, const struct comparison *c, enum figure f, struct at at, bool both_sides);
void side_total(struct page *p, const struct comparison *c, enum figure f, struct at at, bool both_sides);
/* The year that columns are judged in, as text; empty when it is not the same for all. */
struct shown side_year(const struct comparison *c);
const char *side_time_unit(const mlg_scenario *s);                                    /* h or ms */
const char *side_service(const struct comparison *c, int32_t service, mlg_lang lang); /* a service in words */

/* Every year as a table: a figure, or two, of each column. second FIGURE_COUNT: only one. folded: behind a summary. */
struct side_pair {
    enum figure first, second;
    enum word first_word, second_word;
};
void side_year_table(struct page *p, const struct comparison *c, enum word caption, const char *value,
                     struct side_pair pair, bool folded);

void side_glance(struct page *p, const struct comparison *c);
void side_money(struct page *p, const struct comparison *c);
void side_jobs(struct page *p, const struct comparison *c);
void side_speed(struct page *p, const struct comparison *c);
void side_co2(struct page *p, const struct comparison *c);
void side_costs(struct page *p, const struct comparison *c);
void side_sites(struct page *p, struct comparison *c); /* may take from its arena */
void side_asked(struct page *p, const struct comparison *c);
void side_proof(struct page *p, const struct comparison *c);

#endif
