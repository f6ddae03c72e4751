/* model/objective.c — the siting objective, evaluated once and exactly. See objective.h. */
#include "model/objective.h"

#include "model/units.h"

static const double q30 = 1073741824.0;

/* (1 + rate)^-years by products: the same bits on every machine, which pow() does not promise. */
static double discount(double rate, int32_t years)
{
    double grown = 1;
    for (int32_t i = 0; i < years; i++) grown *= 1 + rate;
    return 1 / grown;
}

void mlg__period_weights(const mlg_scenario *s, struct period_weight *weights)
{
    const struct period *first = &s->periods[0], *last = &s->periods[s->period_count - 1];
    const double at_end = discount(s->discount_rate, last->start_year + last->length_years - first->start_year);
    for (int32_t t = 0; t < s->period_count; t++) {
        const struct period *p = &s->periods[t];
        const double at_start = discount(s->discount_rate, p->start_year - first->start_year);
        const double years = at_start * p->length_years;
        weights[t] = (struct period_weight) {
            .capital_q30 = mlg__round(at_start * q30),
            .flow_q30 = mlg__round(years * s->working_days_per_year * q30),
            .year_q30 = mlg__round(years * q30),
            .end_q30 = mlg__round(at_end * q30),
        };
    }
}

static int128 floor_div(int128 a, int128 b)
{
    const int128 d = a / b;
    return a % b < 0 ? d - 1 : d;
}

int64_t mlg__objective_quanta(const mlg_scenario *s, const struct period_sums *sums)
{
    struct period_weight weights[MLG_PERIODS_MAX];
    const int128 one_q30 = (int128)1 << 30;
    int128 cost = 0;
    mlg__period_weights(s, weights);
    for (int32_t t = 0; t < s->period_count; t++) {
        const struct period_weight *w = &weights[t];
        const int128 running = sums[t].flow * w->flow_q30 + sums[t].year_micro * w->year_q30 * MLG_MILLI;
        const int128 capital = sums[t].capital_micro * w->capital_q30 - sums[t].residual_micro * w->end_q30;
        cost += floor_div(running, one_q30 * MLG_MILLI) + floor_div(capital, one_q30);
    }
    return (int64_t)cost;
}
