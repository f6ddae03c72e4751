/* test_siting_location.c — location problems of every kind, tiny and random, through the engine against enumeration of
 * all open sets: plan optimal, bound valid and, where demand may be split, tight. */
#include <math.h>

#include "siting/location.h"
#include "support/location_gen.h"
#include "support/siting_twin.h"

enum { SITES = 5, CLIENTS = 6, PLANTS = 3, PRODUCTS = 3 };

/* Kinds: capacities or none, a number of sites, single source, clients that may be left out, pairs without a lane, plants;
 * products: 0 counts as 1. */
struct shape { bool capacities, count, single, left_out, sparse, stages; int32_t products; };

static mlg_location *tiny_location(struct rng *rng, struct shape kind)
{
    const int32_t sites = 2 + rng_below(rng, SITES - 1), clients = 1 + rng_below(rng, CLIENTS);
    mlg_location *l = location_new(sites, kind.stages ? 1 + rng_below(rng, PLANTS) : 0, kind.products ? kind.products : 1, clients);
    const int32_t products = l->product_count;
    l->decimals = rng_below(rng, 3);
    l->single_source = kind.single;
    l->open_most = kind.count ? 1 + rng_below(rng, sites) : 0;
    for (int32_t s = 0; s < sites; s++) {
        l->sites.fixed[s] = rng_below(rng, 3) ? rng_below(rng, 5000) : 0;
        for (int32_t k = 0; k < products; k++)
            l->sites.capacity[s * products + k] = kind.capacities ? 20 + rng_below(rng, 60) : LOCATION_UNLIMITED;
    }
    for (int32_t c = 0; c < clients; c++) {
        l->demand[c] = kind.capacities ? 1 + rng_below(rng, 25) : 1;
        if (products > 1) l->product[c] = rng_below(rng, products);
        l->left_out[c] = kind.left_out ? rng_below(rng, 4000) : LOCATION_UNLIMITED;
        for (int32_t s = 0; s < sites; s++)
            if (!kind.sparse || rng_below(rng, 4))
                l->lanes[l->first[c + 1]++ + l->first[c]] = (struct location_lane) { rng_below(rng, 3000), s };
        l->first[c + 1] += l->first[c];
    }
    for (int32_t p = 0; p < l->plants.count; p++) {
        l->plants.fixed[p] = rng_below(rng, 4000);
        for (int32_t k = 0; k < products; k++) {
            l->plants.capacity[p * products + k] = kind.capacities ? 30 + rng_below(rng, 90) : LOCATION_UNLIMITED;
            for (int32_t s = 0; s < sites; s++) l->haul[(k * l->plants.count + p) * sites + s] = rng_below(rng, 200);
        }
    }
    return l;
}

/* -- enumeration -- */

struct twin {
    const mlg_location *l;
    bool open[SITES], plant_open[PLANTS];
    int64_t room[SITES * PRODUCTS]; /* [site * products + product] */
    double best; /* of the file's money: sums of small fractions, compared with a margin */
};

static int64_t lane_cost(const mlg_location *l, int32_t c, int32_t s)
{
    for (int64_t i = l->first[c]; i < l->first[c + 1]; i++)
        if (l->lanes[i].site == s) return l->lanes[i].cost;
    return -1;
}

static void whole_clients(struct twin *x, int32_t c, double cost)
{
    const mlg_location *l = x->l;
    if (c == l->client_count) {
        x->best = fmin(x->best, cost);
        return;
    }
    if (l->left_out[c] != LOCATION_UNLIMITED) whole_clients(x, c + 1, cost + (double)l->left_out[c]);
    for (int32_t s = 0; s < l->sites.count; s++) {
        int64_t *room = &x->room[s * l->product_count + l->product[c]];
        if (!x->open[s] || lane_cost(l, c, s) < 0 || *room < l->demand[c]) continue;
        *room -= l->demand[c];
        whole_clients(x, c + 1, cost + (double)lane_cost(l, c, s));
        *room += l->demand[c];
    }
}

/* Split demand of one product: successive shortest paths by Bellman-Ford on units of demand; costs of one unit are doubles. */
static double split_clients(const struct twin *x, int32_t k)
{
    enum { SOURCE, SINK, FIRST, OUT = FIRST + CLIENTS + SITES, PLANT = OUT + SITES, NODES = PLANT + PLANTS,
           EDGES = 4 * (CLIENTS * (SITES + 3) + SITES * (PLANTS + 1) + PLANTS) };
    struct { int from, to; int64_t room; double cost; } e[EDGES];
    const mlg_location *l = x->l;
    int count = 0;
    double sum = 0;
#define ADD(a, b, r, c) \
    (e[count].from = (a), e[count].to = (b), e[count].room = (r), e[count].cost = (c), count++, e[count].from = (b), \
     e[count].to = (a), e[count].room = 0, e[count].cost = -(c), count++)
    for (int32_t s = 0; s < l->sites.count; s++) {
        ADD(FIRST + CLIENTS + s, l->plants.count ? OUT + s : SINK, x->open[s] ? x->room[s * l->product_count + k] : 0, 0.0);
        for (int32_t p = 0; p < l->plants.count; p++)
            ADD(OUT + s, PLANT + p, INT64_MAX / 4, (double)l->haul[(k * l->plants.count + p) * l->sites.count + s]);
    }
    for (int32_t p = 0; p < l->plants.count; p++) {
        const int64_t capacity = l->plants.capacity[p * l->product_count + k];
        ADD(PLANT + p, SINK, !x->plant_open[p] ? 0 : capacity == LOCATION_UNLIMITED ? 1000000 : capacity, 0.0);
    }
    for (int32_t c = 0; c < l->client_count; c++) {
        if (l->product[c] != k) continue;
        ADD(SOURCE, FIRST + c, l->demand[c], 0.0);
        ADD(FIRST + c, SINK, l->demand[c],
            l->left_out[c] == LOCATION_UNLIMITED ? 1e9 : (double)l->left_out[c] / (double)l->demand[c]);
        for (int64_t i = l->first[c]; i < l->first[c + 1]; i++)
            ADD(FIRST + c, FIRST + CLIENTS + l->lanes[i].site, l->demand[c], (double)l->lanes[i].cost / (double)l->demand[c]);
    }
#undef ADD
    for (;;) {
        double distance[NODES];
        int via[NODES];
        for (int i = 0; i < NODES; i++) distance[i] = 1e18, via[i] = -1;
        distance[SOURCE] = 0;
        for (int pass = 0; pass < NODES; pass++)
            for (int i = 0; i < count; i++)
                if (e[i].room > 0 && distance[e[i].from] < 1e17 && distance[e[i].from] + e[i].cost < distance[e[i].to] - 1e-9)
                    distance[e[i].to] = distance[e[i].from] + e[i].cost, via[e[i].to] = i;
        if (via[SINK] < 0) return sum;
        int64_t units = INT64_MAX;
        for (int i = SINK; i != SOURCE; i = e[via[i]].from) units = units < e[via[i]].room ? units : e[via[i]].room;
        for (int i = SINK; i != SOURCE; i = e[via[i]].from) e[via[i]].room -= units, e[via[i] ^ 1].room += units;
        sum += (double)units * distance[SINK];
    }
}

static double twin_optimum(const mlg_location *l)
{
    struct twin x = { .l = l, .best = 1e8 };
    for (int set = 0; set < 1 << (l->sites.count + l->plants.count); set++) {
        double fixed = 0;
        int32_t count = 0;
        for (int32_t s = 0; s < l->sites.count; s++) {
            x.open[s] = set >> s & 1;
            for (int32_t i = s * l->product_count; i < (s + 1) * l->product_count; i++)
                x.room[i] = l->sites.capacity[i] == LOCATION_UNLIMITED ? 1000000 : l->sites.capacity[i];
            fixed += x.open[s] ? (double)l->sites.fixed[s] : 0;
            count += x.open[s];
        }
        for (int32_t p = 0; p < l->plants.count; p++) {
            x.plant_open[p] = set >> (l->sites.count + p) & 1;
            fixed += x.plant_open[p] ? (double)l->plants.fixed[p] : 0;
        }
        if (l->open_most && count > l->open_most) continue;
        if (l->single_source) {
            whole_clients(&x, 0, fixed);
            continue;
        }
        for (int32_t k = 0; k < l->product_count; k++) fixed += split_clients(&x, k);
        x.best = fmin(x.best, fixed);
    }
    return x.best;
}

/* -- the assignment with two stages: from scratch and after any sequence of changes -- */

static void stages_case(struct rng *rng, uint64_t seed)
{
    const struct shape kind = { .capacities = true, .left_out = rng_below(rng, 2), .sparse = rng_below(rng, 2), .stages = true };
    mlg_location *l = tiny_location(rng, kind);
    struct twin x = { .l = l };
    mlg_network *n;
    struct assignment *a;
    int64_t step, capacity[SITES + PLANTS], unit[SITES + PLANTS] = { 0 };
    assert_int_equal(mlg__network_of_location(l, &n, &step, NULL), MLG_OK);
    assert_int_equal(mlg__assignment_new(n, 0, &a, NULL), MLG_OK);
    for (int32_t s = 0; s < n->site_count; s++) capacity[s] = rng_below(rng, 2) ? capacity_at(n, s, 0, 1) : 0;
    mlg__assignment_start(a, capacity, unit, NULL, NULL);
    for (int change = 0; change < 12; change++) {
        for (int32_t s = 0; s < n->site_count; s++) {
            if (s < l->sites.count) x.open[s] = capacity[s] > 0, x.room[s] = capacity[s];
            else x.plant_open[s - l->sites.count] = capacity[s] > 0;
        }
        const double twin = split_clients(&x, 0);
        double cost = (double)mlg__assignment_cost(a) * (double)flow_weight(n, 0) / (double)GRAINS_PER_QUANTUM / (double)step;
        int64_t unserved = 0;
        for (int32_t i = a->site_piece[n->site_count]; i != MLG_NONE; i = a->pieces[i].site_next)
            if (!kind.left_out) unserved += a->pieces[i].units;
        cost -= (double)unserved * (double)n->pen_micro[0] * (double)flow_weight(n, 0) / (double)GRAINS_PER_QUANTUM / (double)step;
        cost += (double)unserved * 1e9;
        check_msg(fabs(cost - twin) < 1e-5 * (1 + fabs(twin)), "seed %llu change %d: %.3f, twin %.3f", (unsigned long long)seed,
                  change, cost, twin);
        for (int32_t s = 0; s < n->site_count; s++)
            check_msg(a->load[s] <= capacity[s], "seed %llu change %d: site %d over", (unsigned long long)seed, change, s);
        const int32_t s = rng_below(rng, n->site_count);
        capacity[s] = capacity[s] ? 0 : capacity_at(n, s, 0, 1);
        mlg__assignment_set(a, s, capacity[s], 0);
    }
    mlg__assignment_free(a);
    mlg_network_free(n);
    mlg_location_free(l);
}

static void test_stages(void **state)
{
    (void)state;
    for_seeds(1, 1000, stages_case);
}

/* -- the search -- */

static struct { int cases, optimal, proved, none, products, products_proved; } seen;

static void location_case(struct rng *rng, uint64_t seed)
{
    struct shape kind = { rng_below(rng, 3) > 0, rng_below(rng, 3) == 0, rng_below(rng, 3) == 0, rng_below(rng, 3) == 0,
                          rng_below(rng, 2), rng_below(rng, 3) == 0, rng_below(rng, 4) ? 1 : 2 + rng_below(rng, PRODUCTS - 1) };
    kind.single &= !kind.stages;
    mlg_location *l = tiny_location(rng, kind);
    const double optimum = twin_optimum(l);
    mlg_network *n;
    mlg_location_plan *plan;
    struct search *search;
    struct control control = { .end_s = INFINITY, .iteration_limit = 60000 };
    struct search_options options = { .gap = 0, .threads = 1, .seed = seed };
    assert_int_equal(mlg__network_of_location(l, &n, &options.step, NULL), MLG_OK);
    assert_int_equal(mlg__search(n, &options, &control, NULL, &search, NULL), MLG_OK);
    assert_int_equal(mlg__location_plan_of(l, n, options.step, search, 1, &plan, NULL), MLG_OK);
    if (optimum >= 1e8) {
        check_msg(!plan->found, "seed %llu: a plan where none is", (unsigned long long)seed);
        seen.none++;
    } else {
        const double claimed = ceil(optimum - 1e-6);
        check_msg((double)plan->bound <= claimed, "seed %llu: bound %lld above %.3f", (unsigned long long)seed,
                  (long long)plan->bound, optimum);
        check_msg(!plan->found || (double)plan->cost >= claimed, "seed %llu: plan %lld below %.3f", (unsigned long long)seed,
                  (long long)plan->cost, optimum);
        check_msg(plan->found || l->single_source, "seed %llu: no plan", (unsigned long long)seed);
        check_msg(l->single_source || ((double)plan->cost == claimed && plan->bound == plan->cost),
                  "seed %llu: plan %lld, bound %lld, optimum %.3f", (unsigned long long)seed, (long long)plan->cost,
                  (long long)plan->bound, optimum);
        seen.cases++;
        seen.optimal += plan->found && (double)plan->cost == claimed;
        seen.proved += plan->found && plan->bound == plan->cost;
        seen.products += l->product_count > 1;
        seen.products_proved += l->product_count > 1 && plan->found && plan->bound == plan->cost;
    }
    mlg_location_plan_free(plan);
    mlg__siting_search_free(search);
    mlg_network_free(n);
    mlg_location_free(l);
}

static void test_location(void **state)
{
    (void)state;
    for_seeds(1, 500, location_case);
    print_message("%d of %d optimal, %d proved (of several products %d of %d); %d without a plan\n", seen.optimal, seen.cases, seen.proved,
                  seen.products_proved, seen.products, seen.none);
    check_msg(seen.optimal * 100 >= seen.cases * 99, "%d of %d optimal", seen.optimal, seen.cases);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_stages), cmocka_unit_test(test_location) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
