/* report/outlines.h — borders of regions and départements as lines to draw behind a map (data/outlines). */
#ifndef MLG_REPORT_OUTLINES_H
#define MLG_REPORT_OUTLINES_H

#include "base/memory.h"

enum outline_kind { OUTLINE_REGION, OUTLINE_DEPARTEMENT };
struct box {
    double west, south, east, north;
}; /* degrees */
struct ring {
    int32_t count;
    int32_t *lon_lat;
}; /* 2 x count numbers in 1/10,000 degree */
struct rings {
    int32_t count;
    struct ring *items;
};

/* The rings that meet the box; none outside the countries we have outlines of. */
struct rings mlg__outlines(enum outline_kind kind, const struct box *box, struct arena *arena);

#endif
