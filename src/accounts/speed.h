/* speed.h — delivery-speed figures (accounts 8): weighted percentiles without interpolation. */
#ifndef MLG_ACCOUNTS_SPEED_H
#define MLG_ACCOUNTS_SPEED_H

#include "model/scenario.h"

struct speed_value { int64_t value_s, weight; };
struct speed_figures { int64_t mean_s, p50_s, p90_s, p95_s, p99_s, weight; };

/* Sorts values in place. mean is half up. Smallest x such that the weight of values <= x is at least p of the total. */
struct speed_figures mlg__speed_figures(struct speed_value *values, int32_t n);
/* Mean wait of an order for the cut-off of its day, in the clock of the scenario; work for a cloud waits for none. */
int64_t mlg__order_wait_s(const mlg_scenario *s);
/* Mean wait for the cut-off with n evenly spaced cut-offs a day and uniform orders: 12/n hours. */
int64_t mlg__cut_off_wait_s(int32_t cut_offs_per_day);

#endif
