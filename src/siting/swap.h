/* swap.h — sets of open sites where capacities never bind: open a site, close one, or swap two, with every gain at hand.
 *
 * The gain of opening a site, the loss of closing one and what a pair regains are kept for all sites and updated for the rows that a move
 * touches only [Resende2007]; a pair is any site and an open one, which has a slot while it is open. Rows that must be served may stay
 * unserved for a while, at a price that the search sets (walk.h). Memory: 8 bytes a site and slot (as many as sites may be open, and one),
 * 40 a row. */
#ifndef MLG_SITING_SWAP_H
#define MLG_SITING_SWAP_H

#include "siting/control.h"
#include "siting/ufl.h"

struct swapper {
    const struct ufl *ufl;
    struct arena arena;
    int32_t open_count;
    bool *open;
    int32_t *first_site;      /* [row] cheapest open site, MLG_NONE: unserved */
    int64_t *first, *second;  /* [row] cost there, and at the second cheapest */
    int64_t *left_out;        /* [row] what staying unserved counts */
    int64_t *gain, *loss;     /* [site] of serving rows better; of serving its rows elsewhere */
    int32_t slot_count, *slot; /* [site] of an open site */
    int32_t *free_slot;       /* [slot_count - open_count] */
    int64_t *regained;        /* [in * slots + slot of out] what of the loss of `out` is no loss if `in` opens; 0 in free slots */
    int64_t cost;             /* of the open sites and all rows */
    int32_t unserved;         /* rows at no site */
    bool *untied;             /* [row] taken back during a change */
    int32_t *open_list;       /* [open_count] ascending, after mlg__swap_list() */
    int64_t looks;            /* lanes looked at: the measure of work */
};

/* Open `in`, close `out`; either may be MLG_NONE. gain: what the cost falls by. */
struct swap { int32_t in, out; int64_t gain; };

/* *swapper NULL with MLG_OK: too many sites for the pairs. */
mlg_status mlg__swapper_new(const struct ufl *u, struct swapper **swapper, mlg_error *err);
void mlg__swapper_free(struct swapper *s);

/* Begin at these open sites, no more than may be open, with what staying unserved costs in truth. Changes keep to that number. */
void mlg__swap_start(struct swapper *s, const bool *open);
void mlg__swap_change(struct swapper *s, int32_t in, int32_t out);
int64_t mlg__swap_gain(const struct swapper *s, int32_t in, int32_t out);
/* From now on staying unserved counts this much for the row. */
void mlg__swap_price_row(struct swapper *s, int32_t row, int64_t left_out);
void mlg__swap_list(struct swapper *s);
/* The best move while one gains, until none does. */
void mlg__swap_descend(struct swapper *s, struct control *control);

#endif
