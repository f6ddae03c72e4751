/* front.h — the front of cost, CO2 and speed: plans at many limits, and lines that no plan lies below (siting-engine 12). */
#ifndef MLG_SITING_FRONT_H
#define MLG_SITING_FRONT_H

#include "siting/drive.h"
#include "siting/front_met.h"

struct front_request {
    int32_t wanted;              /* points */
    int32_t threads;
    uint64_t seed;
    int64_t step_iterations;     /* of the dual, for one point */
    int64_t step_trials;         /* of one descent */
    const int32_t *years;        /* [period] */
    int64_t fixed_co2_mg;        /* over the horizon, whatever siting decides */
};

/* What the search leaves: `wanted` plans of those met and some in reserve, the cheapest first, then the most telling; and the lines. */
struct front_search {
    struct arena arena, list_arena; /* the second holds what the plans point to */
    struct mlg_network view;     /* the network with the two limits as its last common rows; what it points to is the network's */
    const int64_t *own_pen;      /* [row] the network's prices of unserved units; the view has its own */
    double co2_a_unit;           /* of the cheapest plan, in units of the two rows */
    int32_t met_count, line_count;
    struct front_met *met;
    struct front_line *lines;
    int64_t iterations, trials;
    bool cut_short;
};

/* start found a plan of n. control: its clock and caller; iterations are those of the request.
 * out [given, also when cut short]: mlg__front_search_free(). Errors: MLG_NO_MEMORY, MLG_OVER_LIMIT. */
mlg_status mlg__front_search(const struct mlg_network *n, const struct search *start, const struct front_request *q,
                             struct control *control, struct front_search **out, mlg_error *err);
/* Who is not served emits nothing; so that nobody gets clean by leaving them, they cost on top what the mean unit emits, at this price
 * (quanta for a row unit of CO2). The flows of a plan are those at its own price. Returns micro-euros. */
int64_t mlg__front_price_unserved(struct front_search *f, double co2_price);
void mlg__front_search_free(struct front_search *f);

/* As mlg_siting_front(); start's search takes over a cheaper plan that was met (its own plan and cost stay). end_s: monotonic, when the
 * points must be accounted and checked too: of the time that is left for that plans are made in a part, the most telling first; 0: none. */
mlg_status mlg__siting_front(const mlg_network *net, mlg_siting *start, const mlg_options *o, double end_s, mlg_progress_fn *f,
                             void *user, mlg_front **front, mlg_error *err);

#endif
