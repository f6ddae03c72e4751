/* priced.h — every flow and chain of a network side with its price: what network.c sums and network_legs.c lists. */
#ifndef MLG_ACCOUNTS_PRICED_H
#define MLG_ACCOUNTS_PRICED_H

#include "accounts/lane.h"
#include "base/error.h"
#include "base/math.h"
#include "model/network_plan.h"

enum { LINKS_MAX = MLG_LEVELS_MAX - 1 };

struct priced_side {
    struct lane_price *lanes;  /* [flow_count] */
    struct chain_price *links; /* [chain_count * LINKS_MAX] */
    struct chain_price *chains; /* [chain_count] sums of the links; time_s with the processing of every site */
    int64_t *chain_units;      /* [chain_count] units_milli; those of the flows where a station has one chain */
    int32_t *flow_chain_s;     /* [flow_count] from the cut-off until ready at the station */
};

/* legs is asked once for each (site, class) and once for each chain. Memory from scratch.
 * Errors: MLG_BAD_INPUT for a flow without lane or a chain without link (where "assignment/<i>", "chains/<i>"),
 * MLG_NO_MEMORY, and those of legs. */
mlg_status mlg__price_side(const mlg_scenario *s, const mlg_leg_source *legs, const mlg_network_plan *plan,
                           const struct network_side *side, struct arena *scratch, struct priced_side *priced,
                           mlg_error *err);

/* Flow sums (milli-units a day x micro-euros or mg of a unit) to a year's cents and mg, half up. */
int64_t mlg__year_cents(const mlg_scenario *s, int128 flow_sum);
int64_t mlg__year_mg(const mlg_scenario *s, int128 flow_sum);
int64_t mlg__co2_cents(const mlg_scenario *s, int64_t mg);

/* Energy, kilometres, hours and the like of a year: units a day x working days. */
static inline double mlg__yearly(const mlg_scenario *s, int64_t units_milli, double of_a_unit)
{
    return of_a_unit * (double)units_milli * s->working_days_per_year / (double)MLG_MILLI;
}

#endif
