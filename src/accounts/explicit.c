/* explicit.c — binary search in the lanes that the user gave. See explicit.h. */
#include "accounts/explicit.h"

const struct explicit_lane *mlg__explicit_lane(const mlg_scenario *s, int32_t from_site, int32_t to_site,
                                               int32_t to_demand, int32_t vehicle_class)
{
    const struct explicit_lane wanted = { .from_site = from_site, .to_site = to_site, .to_demand = to_demand,
                                          .vehicle_class = vehicle_class };
    int32_t low = 0, high = s->lane_count;
    while (low < high) {
        const int32_t middle = low + (high - low) / 2;
        const int o = explicit_lane_order(&s->lanes[middle], &wanted);
        if (!o) return &s->lanes[middle];
        if (o < 0) low = middle + 1;
        else high = middle;
    }
    return NULL;
}
