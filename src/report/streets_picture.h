/* report/streets_picture.h — a routed day on the streets of a map, as a figure: the map in grey, a colour a round, dots for stops,
 * dashes where a way is estimated. */
#ifndef MLG_REPORT_STREETS_PICTURE_H
#define MLG_REPORT_STREETS_PICTURE_H

#include "report/page.h"

/* day: one with rounds on streets, its stops known; p->legs draws ways. */
void mlg__streets_picture(struct page *p, const struct plan_day *day);

#endif
