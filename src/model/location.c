/* location.c — small questions to a location problem and its plan, and what a plan costs, exactly. See location.h. */
#include "model/location.h"

void mlg_location_free(mlg_location *l)
{
    if (!l) return;
    mlg__arena_free(&l->arena);
    mlg__free(l);
}

int32_t mlg_location_site_count(const mlg_location *l) { return l->sites.count; }
int32_t mlg_location_client_count(const mlg_location *l) { return l->client_count; }

double mlg_location_quantum(const mlg_location *l)
{
    double per_unit = 1;
    for (int32_t i = 0; i < l->decimals; i++) per_unit *= 10;
    return 1 / per_unit;
}

const struct location_lane *mlg__location_lane(const mlg_location *l, int32_t client, int32_t site)
{
    int64_t low = l->first[client], high = l->first[client + 1];
    while (low < high) {
        const int64_t middle = low + (high - low) / 2;
        if (l->lanes[middle].site < site) low = middle + 1;
        else high = middle;
    }
    return low < l->first[client + 1] && l->lanes[low].site == site ? &l->lanes[low] : NULL;
}

void mlg_location_plan_free(mlg_location_plan *plan)
{
    if (!plan) return;
    mlg__arena_free(&plan->arena);
    mlg__free(plan);
}

bool mlg_location_plan_found(const mlg_location_plan *plan) { return plan->found; }
int64_t mlg_location_plan_cost(const mlg_location_plan *plan) { return plan->cost; }
int64_t mlg_location_plan_bound(const mlg_location_plan *plan) { return plan->bound; }
bool mlg_location_plan_is_open(const mlg_location_plan *plan, int32_t site) { return plan->open && plan->open[site]; }

/* -- the cost --
 *
 * A client pays an integer over its demand. Whole parts are summed as such; what is left are fractions rest / demand,
 * of many denominators. Their sum is taken in 64 binary digits, each term rounded down, which settles how it rounds
 * up unless it lies within count / 2^64 of an integer. Then its distance to that integer is looked at through a window
 * of 64 digits further on, and further: digits of rest * 2^shift / demand modulo 1 need no long numbers. Where the
 * distance is not zero it is at least 1 over the least common multiple of the demands, so an end is known. */

/* What a client pays, times its demand. *flow: its first one, stepped over all of them. */
static int128 client_sum(const mlg_location *l, const mlg_location_plan *plan, int32_t client, int32_t *flow)
{
    int128 sum = 0;
    int64_t rest = l->demand[client];
    for (; *flow < plan->flow_count && plan->flows[*flow].client == client; ++*flow) {
        const struct location_flow *f = &plan->flows[*flow];
        const struct location_lane *lane = mlg__location_lane(l, client, f->site);
        if (lane) sum += (int128)lane->cost * f->units;
        rest -= f->units;
    }
    if (rest > 0 && l->left_out[client] != LOCATION_UNLIMITED) sum += (int128)l->left_out[client] * rest;
    return sum;
}

static uint64_t power_of_two_modulo(uint64_t exponent, uint64_t modulus)
{
    uint64_t power = 1 % modulus, base = 2 % modulus;
    for (; exponent; exponent >>= 1) {
        if (exponent & 1) power = power * base % modulus;
        base = base * base % modulus;
    }
    return power;
}

static int64_t bit_length(int64_t value)
{
    int64_t bits = 0;
    for (; value > 0; value >>= 1) bits++;
    return bits;
}

struct client_costs {
    int128 whole;
    int128 part;         /* of 2^-64; the exact sum is above by less than `terms` */
    int64_t terms;       /* fractions */
    int64_t bits_summed; /* of their denominators */
    int64_t demand_max;
};

/* Whole parts, and all fractions times 2^shift, each modulo 1. */
static struct client_costs sum_clients(const mlg_location *l, const mlg_location_plan *plan, uint64_t shift)
{
    struct client_costs sum = { 0 };
    int32_t flow = 0;
    for (int32_t c = 0; c < l->client_count; c++) {
        const int64_t demand = l->demand[c];
        const int128 paid = client_sum(l, plan, c, &flow);
        const uint64_t divisor = (uint64_t)demand, rest = (uint64_t)(paid % demand);
        sum.whole += paid / demand;
        if (rest == 0) continue;
        const uint64_t shifted = rest * power_of_two_modulo(shift, divisor) % divisor;
        const uint64_t high = (shifted << 32) / divisor, low = ((shifted << 32) % divisor << 32) / divisor;
        sum.part += (int128)(high << 32 | low);
        sum.terms++;
        sum.bits_summed += bit_length(demand);
        sum.demand_max = max64(sum.demand_max, demand);
    }
    return sum;
}

/* Is the sum of the fractions above the integer that it is within terms / 2^64 of? */
static bool is_above(const mlg_location *l, const mlg_location_plan *plan, const struct client_costs *first)
{
    /* The least common multiple: at most the product, and that of 1 … n is below 4^n. */
    const int64_t digits = min64(first->bits_summed, 2 * first->demand_max);
    for (int64_t shift = 40; shift < digits; shift += 40) { /* terms < 2^20: the distance stays below 2^-4 */
        const int64_t distance = (int64_t)(uint64_t)sum_clients(l, plan, (uint64_t)shift).part;
        if (distance > 0) return true;
        if (distance + first->terms <= 0) return false;
    }
    return false;
}

int64_t mlg__location_cost(const mlg_location *l, const mlg_location_plan *plan)
{
    const struct client_costs sum = sum_clients(l, plan, 0);
    int128 cost = sum.whole + (sum.part >> 64);
    for (int32_t s = 0; s < l->sites.count; s++)
        if (plan->open[s]) cost += l->sites.fixed[s];
    for (int32_t p = 0; p < l->plants.count; p++)
        if (plan->plant_open[p]) cost += l->plants.fixed[p];
    for (int32_t i = 0; i < plan->haul_count; i++) {
        const struct location_haul *h = &plan->hauls[i];
        const int64_t row = (int64_t)h->product * l->plants.count + h->plant;
        cost += (int128)l->haul[row * l->sites.count + h->site] * h->units;
    }
    const uint64_t rest = (uint64_t)sum.part, terms = (uint64_t)sum.terms;
    if (terms > 0) {
        const bool settled = rest > 0 && rest <= UINT64_MAX - terms;
        cost += rest > 0;
        if (!settled) cost += is_above(l, plan, &sum);
    }
    return cost > INT64_MAX ? INT64_MAX : (int64_t)cost;
}
