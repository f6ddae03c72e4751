/* report/map.h — what both maps show: who serves each commune, the mark of each site, colours that tell areas apart. */
#ifndef MLG_REPORT_MAP_H
#define MLG_REPORT_MAP_H

#include "report/outlines.h"
#include "report/page.h"

/* Shapes of sites; closed ones are drawn where the plan closed them. Digits of the live map's data. */
enum site_mark { MARK_NONE, MARK_KEPT, MARK_OPENED, MARK_EXTENDED, MARK_CLOSED, MARK_PARTNER, MARK_UPPER };
enum { AREA_COLOURS = 8 };
extern const char *const mlg__area_colours[AREA_COLOURS]; /* told apart by colour-blind readers (Tol, muted) */

struct map {
    struct box box; /* of the demand points, with a margin */
    struct rings regions, departements;
    int32_t clock;      /* parts of an hour, or of a millisecond */
    double most_units;  /* a day, of one demand point in the last period */
    int32_t *colour; /* [site] near sites differ */
    /* [(side * periods + period) * demand_count + demand]: */
    int32_t *server;  /* the site that brings most, or MLG_NONE */
    int32_t *times;   /* from the order to the door, mean, in parts of clock; -1: not served */
    int32_t *grams;   /* CO2 of transport of one parcel: last mile, line haul, partners */
};

void mlg__map_prepare(struct page *p, struct map *map);
static inline const int32_t *of_side(const struct page *p, const int32_t *values, enum side side, int32_t period)
{
    return values + ((size_t)side * (size_t)p->s->period_count + (size_t)period) * (size_t)p->s->demand_count;
}
enum site_mark mlg__site_mark(const struct page *p, enum side side, int32_t period, int32_t site);
bool mlg__site_in_box(const struct page *p, const struct map *map, int32_t site);

/* map_still.c: one picture of a side in a period. map_data.c: the data of the live map, as a JSON script element. */
void mlg__map_still(struct page *p, const struct map *map, enum side side, int32_t period);
void mlg__map_data(struct page *p, const struct map *map);

#endif
