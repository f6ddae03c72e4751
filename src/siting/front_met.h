/* front_met.h — the plans met on the way to a front: of two, none is as good as the other in cost, CO2 and speed at once.
 *
 * Kept are states, the prices that assigned the flows, and three figures; less is better in each. From them come the best plan at
 * given prices, the widest hole in a curve, and at the end the plans that show the front best. */
#ifndef MLG_SITING_FRONT_MET_H
#define MLG_SITING_FRONT_MET_H

#include "model/front.h"
#include "siting/network.h"

struct front_met {
    int8_t *path;                  /* [site * periods + t] */
    double *price;                 /* [common of the network, then of the two curves] that assigned its flows */
    int128 *activity;              /* [the same] */
    int128 cost;                   /* grains */
    int64_t badness[FRONT_CURVES]; /* in units of the rows: CO2, and minus what arrives in time */
};

struct front_list {
    struct arena arena;
    int32_t count, cap;
    struct front_met *met;
};

/* Quanta for one unit of badness, on each curve. */
struct front_price { double of[FRONT_CURVES]; };

/* Whether none of the list is as good as these figures in all three. */
bool mlg__front_is_new(const struct front_list *list, int128 cost, const int64_t *badness);
/* Put it in, and what it is as good as out. The arrays are the list's. False: no memory. */
bool mlg__front_put(struct front_list *list, struct front_met met);

double mlg__front_cost(const struct front_met *met); /* quanta */
double mlg__front_priced(const struct front_met *met, const struct front_price *price);
/* The best plan at these prices; of equals the first. NULL: none is there. */
const struct front_met *mlg__front_best(const struct front_list *list, const struct front_price *price);

/* What a front shows: from the cheapest plan to the best ones at the end prices; plans that are dearer, dirtier or slower than
 * all of these are left out. */
struct front_range { double low[1 + FRONT_CURVES], high[1 + FRONT_CURVES]; /* cost, then the curves */ };
struct front_range mlg__front_range(const struct front_met *const *corner, int32_t count);

/* Two neighbours of a curve between which nothing is known. */
struct front_hole {
    enum front_curve curve;
    const struct front_met *better, *cheaper;
    int64_t low, high; /* badness between which nothing was sought either */
    double area;       /* share of the curve's range, both ways */
};
struct front_border { enum front_curve curve; int64_t badness; }; /* where something was sought */
/* False without memory; area 0: no hole. */
bool mlg__front_hole(const struct front_list *list, const struct front_range *range, const struct front_border *borders,
                     int32_t border_count, struct front_hole *hole);

/* Which plans to show, the most telling first: the corners, then each time the one that adds most to the volume of what is
 * no better than a chosen plan. chosen [most]; returns how many, at most `most`, and -1 without memory. */
int32_t mlg__front_choose(const struct front_list *list, const struct front_range *range, const struct front_met *const *corner,
                          int32_t corner_count, int32_t most, int32_t *chosen);

/* The share of the unit cube that is no better than one of these points; less is better, from 0 to 1. order [count] is scratch. */
double mlg__front_volume(const double (*point)[1 + FRONT_CURVES], int32_t count, int32_t *order);

#endif
