/* report/streets_picture.h — a routed day on the streets of a map, as a figure: the map in grey, a colour a round, dots for stops,
 * dashes where a way is estimated. */
#ifndef MLG_REPORT_STREETS_PICTURE_H
#define MLG_REPORT_STREETS_PICTURE_H

#include "report/outlines.h"
#include "report/page.h"

/* The day to draw: of the plan where it has one on streets, else of today's network; NULL: none, or nothing to draw it with. */
const struct plan_day *mlg__streets_day(const struct page *p);
/* What the picture of such a day shows. */
struct box mlg__streets_box(const struct plan_day *day);
void mlg__streets_picture(struct page *p, const struct plan_day *day);

#endif
