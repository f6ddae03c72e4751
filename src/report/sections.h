/* report/sections.h — the parts of the page, in reading order; each writes one <section> (or the head) to p->out. */
#ifndef MLG_REPORT_SECTIONS_H
#define MLG_REPORT_SECTIONS_H

#include "report/page.h"

void section_summary(struct page *p); /* headline, warning about estimated distances, figures at a glance */
void section_map(struct page *p);     /* sites and their areas: still maps, the live map, a commune's own line */
void section_compare(struct page *p); /* before and after, period by period */
void section_time(struct page *p);    /* how long parcels take */
void section_co2(struct page *p);     /* CO2 by period and scope */
void section_rounds(struct page *p);  /* routed days: duration, length, load */
void streets_part(struct page *p);    /* of them, those on the streets of a map, against the estimate; nothing where there are none */
void section_power(struct page *p);   /* of a cloud, in place of rounds: MW, energy, water, reserve */
void section_costs(struct page *p);   /* cost lines, paid and penalties */
void section_sites(struct page *p);   /* what is opened, extended, closed; load of every open site */
void section_prices(struct page *p);  /* what limits are worth, certain sites, close calls; an earlier plan kept */
void section_proof(struct page *p);   /* bound and gap, calibration */
void section_front(struct page *p);   /* plans between cheap, clean and fast; nothing without a front */
void section_notes(struct page *p);   /* assumptions, sources, method, accuracy */

#endif
