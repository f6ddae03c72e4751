/* test_siting_single.c — single sourcing: the binary knapsack, rows of a few sites put anew, neighbouring sets in the order of their
 * bounds, the bound of whole rows at any prices, sites that fall, and the search over sets of sites, against enumeration of tiny
 * problems; laws of the whole search on a larger one. */
#include "siting/location.h"
#include "siting/nearsets.h"
#include "siting/regroup.h"
#include "siting/relocate.h"
#include "support/location_gen.h"
#include "support/siting_search.h"

enum { ITEMS = 12, SITES = 5, CLIENTS = 6 };

/* -- the knapsack -- */

static void pack_case(struct rng *rng, uint64_t seed)
{
    struct pack_item items[ITEMS];
    const int32_t count = rng_below(rng, ITEMS + 1), most = 1 + rng_below(rng, 60);
    const int64_t capacity = rng_below(rng, 120), branches = rng_below(rng, 3) ? 1000000 : rng_below(rng, 4);
    int64_t optimum = 0, best, gain = 0, load = 0;
    for (int32_t i = 0; i < count; i++) {
        const int64_t weight = 1 + rng_below(rng, most), value = rng_below(rng, 2) ? weight * 7 : rng_below(rng, 400);
        items[i] = (struct pack_item) { .rate = pack_rate(value, weight), .gain = value, .load = weight, .id = i };
    }
    for (int set = 0; set < 1 << count; set++) {
        int64_t set_gain = 0, set_load = 0;
        for (int32_t i = 0; i < count; i++)
            if (set >> i & 1) set_gain += items[i].gain, set_load += items[i].load;
        if (set_load <= capacity && set_gain > optimum) optimum = set_gain;
    }
    const int64_t bound = mlg__pack(items, count, capacity, branches, &best);
    for (int32_t i = 0; i < count; i++)
        if (items[i].in) gain += items[i].gain, load += items[i].load;
    check_msg(gain == best && load <= capacity, "seed %llu: marked items gain %lld", (unsigned long long)seed, (long long)gain);
    check_msg(best <= optimum && bound >= optimum, "seed %llu: %lld <= %lld <= %lld", (unsigned long long)seed, (long long)best,
              (long long)optimum, (long long)bound);
    check_msg(branches < 1000000 || bound == optimum, "seed %llu: %lld, not %lld", (unsigned long long)seed, (long long)bound,
              (long long)optimum);
}

static void test_pack(void **state)
{
    (void)state;
    for_seeds(1, 5000, pack_case);
}

/* -- rows of a few sites -- */

static int64_t cheapest_rows(const struct regroup *g, int32_t row, int64_t *room)
{
    int64_t best = REGROUP_NO_WAY;
    if (row == g->row_count) return 0;
    for (int32_t s = 0; s < g->site_count; s++) {
        const int64_t cost = g->cost[row * g->site_count + s];
        if (room[s] < g->volume[row] || cost >= REGROUP_NO_WAY) continue;
        room[s] -= g->volume[row];
        best = min64(best, cost + cheapest_rows(g, row + 1, room));
        room[s] += g->volume[row];
    }
    return best;
}

static struct regroup regrouped; /* too large for a stack */

static void regroup_case(struct rng *rng, uint64_t seed)
{
    struct regroup *g = &regrouped;
    const int64_t nodes = rng_below(rng, 4) ? 1000000 : rng_below(rng, 12);
    int64_t load = 0, room[REGROUP_SITES], cost = -1, again = 0, left[REGROUP_SITES];
    bool exact;
    g->site_count = 2 + rng_below(rng, 3), g->row_count = 1 + rng_below(rng, 8);
    for (int32_t row = 0; row < g->row_count; row++) {
        load += g->volume[row] = 1 + rng_below(rng, 30);
        for (int32_t s = 0; s < g->site_count; s++)
            g->cost[row * g->site_count + s] = rng_below(rng, 10) ? rng_below(rng, 100000) : REGROUP_NO_WAY;
    }
    for (int32_t s = 0; s < g->site_count; s++) g->capacity[s] = room[s] = left[s] = load / g->site_count + rng_below(rng, 25);
    const int64_t optimum = cheapest_rows(g, 0, room), upper = optimum + rng_below(rng, 3) * (1 + rng_below(rng, 20000));
    const bool found = mlg__regroup(g, min64(upper, REGROUP_NO_WAY), nodes, &cost, &exact);
    check_msg(!exact || nodes < 12 || found == (optimum < upper && optimum < REGROUP_NO_WAY), "seed %llu: found %d, optimum %lld, upper %lld",
              (unsigned long long)seed, found, (long long)optimum, (long long)upper);
    check_msg(exact || nodes < 12, "seed %llu: not exact", (unsigned long long)seed);
    if (!found) return;
    for (int32_t row = 0; row < g->row_count; row++) {
        again += g->cost[row * g->site_count + g->at[row]];
        left[g->at[row]] -= g->volume[row];
    }
    for (int32_t s = 0; s < g->site_count; s++) check_msg(left[s] >= 0, "seed %llu: site %d over", (unsigned long long)seed, s);
    check_msg(cost == again && cost < upper && cost >= optimum && (!exact || cost == optimum), "seed %llu: %lld, is %lld, optimum %lld",
              (unsigned long long)seed, (long long)cost, (long long)again, (long long)optimum);
}

static void test_regroup(void **state)
{
    (void)state;
    for_seeds(1, 5000, regroup_case);
}

/* -- neighbouring sets -- */

enum { SET_SITES = 7 };

static int64_t plain_bound(const struct near_sets *sets, const bool *open)
{
    int64_t most = INT64_MIN;
    for (int32_t k = -1; k < sets->cut_count; k++) {
        const struct cut *cut = k < 0 ? &sets->root : &sets->cuts[k];
        int64_t sum = cut->paid;
        for (int32_t s = 0; s < sets->net->site_count; s++) sum += open[s] ? cut->value[s] : 0;
        most = max64(most, sum);
    }
    return most;
}

/* One level changes, by up to two openings and two closings (or both, by one each): of what bounds are its sets? Ascending;
 * returns how many. */
static int32_t plain_neighbours(const struct near_sets *sets, const bool *open, bool both, int64_t limit, int64_t *bounds)
{
    int32_t count = 0;
    for (int set = 0; set < 1 << SET_SITES; set++) {
        bool other[SET_SITES];
        int32_t opens[LEVELS] = { 0 }, closes[LEVELS] = { 0 };
        bool may = true;
        for (int32_t s = 0; s < SET_SITES; s++) {
            other[s] = set >> s & 1;
            opens[level_of(sets->net, s)] += other[s] && !open[s], closes[level_of(sets->net, s)] += open[s] && !other[s];
            may &= other[s] == open[s] || (other[s] ? sets->may_open[s] : sets->may_close[s]);
        }
        const int32_t below = opens[0] + closes[0], above = opens[1] + closes[1];
        const bool near = both ? opens[0] < 2 && closes[0] < 2 && opens[1] < 2 && closes[1] < 2
                               : (below == 0 || above == 0) && opens[0] + opens[1] <= 2 && closes[0] + closes[1] <= 2;
        if (!may || !near || below + above == 0) continue;
        const int64_t bound = plain_bound(sets, other);
        if (!mlg__set_fits(sets, other) || mlg__set_was_tried(sets, other) || bound >= limit) continue;
        int32_t at = count++;
        for (; at > 0 && bounds[at - 1] > bound; at--) bounds[at] = bounds[at - 1];
        bounds[at] = bound;
    }
    return count;
}

static void sets_case(struct rng *rng, uint64_t seed)
{
    struct mlg_network n = { .site_count = SET_SITES, .state_max = 2, .row_count = 1, .level_count = 2 };
    struct near_sets sets = { .limit = 0 };
    int64_t capacity[SET_SITES * 2], value[SET_SITES], bounds[1 << SET_SITES], most[LEVELS] = { 0 };
    int32_t level[SET_SITES], count = 0;
    bool open[SET_SITES], may_open[SET_SITES], may_close[SET_SITES];
    for (int32_t s = 0; s < SET_SITES; s++) {
        level[s] = s >= SET_SITES - 2, capacity[s * 2 + 1] = rng_below(rng, 40), value[s] = rng_below(rng, 2000) - 1000;
        open[s] = rng_below(rng, 2), may_open[s] = rng_below(rng, 8) > 0, may_close[s] = rng_below(rng, 8) > 0;
        most[level[s]] += open[s] ? capacity[s * 2 + 1] : 0;
        count += open[s] && level[s] == 0;
    }
    n.capacity = capacity, n.site_level = level;
    assert_true(mlg__near_sets_new(&n, &sets));
    sets.root = (struct cut) { rng_below(rng, 1000), value, NULL };
    sets.may_open = may_open, sets.may_close = may_close;
    sets.open_most = count + rng_below(rng, 3);
    for (int i = 0; i < LEVELS; i++) sets.must[i] = max64(0, most[i] - rng_below(rng, 20));
    for (int cuts = rng_below(rng, 2 * CUTS); cuts > 0; cuts--) {
        struct cut *cut = mlg__set_cut(&sets);
        cut->paid = rng_below(rng, 1000);
        for (int32_t s = 0; s < SET_SITES; s++) cut->value[s] = rng_below(rng, 2000) - 1000;
    }
    for (int turn = 0; turn < 6; turn++) {
        const int64_t limit = rng_below(rng, 2) ? INT64_MAX : rng_below(rng, 4000);
        int32_t found = plain_neighbours(&sets, open, false, limit, bounds);
        if (found == 0) found = plain_neighbours(&sets, open, true, limit, bounds);
        mlg__find_sets(&sets, open, limit);
        check_msg(sets.choice_count == min32(found, SET_CHOICES), "seed %llu: %d of %d", (unsigned long long)seed, sets.choice_count, found);
        for (int32_t i = 0; i < sets.choice_count; i++)
            check_msg(sets.choices[i].bound == bounds[i], "seed %llu: %lld, not %lld", (unsigned long long)seed,
                      (long long)sets.choices[i].bound, (long long)bounds[i]);
        if (sets.choice_count == 0) break;
        mlg__choose_set(&sets, rng, open);
        mlg__set_tried(&sets, open);
    }
    mlg__near_sets_free(&sets);
}

static void test_sets(void **state)
{
    (void)state;
    for_seeds(1, 2000, sets_case);
}

/* -- tiny problems -- */

static mlg_location *tiny_single(struct rng *rng)
{
    const int32_t sites = 2 + rng_below(rng, SITES - 1), clients = 1 + rng_below(rng, CLIENTS);
    const bool optional = rng_below(rng, 4) == 0, sparse = rng_below(rng, 3) == 0;
    mlg_location *l = location_new(sites, 0, 1, clients);
    l->single_source = true;
    l->open_most = rng_below(rng, 4) ? 0 : 1 + rng_below(rng, sites);
    for (int32_t s = 0; s < sites; s++) {
        l->sites.fixed[s] = rng_below(rng, 3000);
        l->sites.capacity[s] = rng_below(rng, 12) ? 10 + rng_below(rng, 50) : 0;
    }
    for (int32_t c = 0; c < clients; c++) {
        l->demand[c] = 1 + rng_below(rng, 25);
        l->left_out[c] = optional && rng_below(rng, 2) ? rng_below(rng, 4000) : LOCATION_UNLIMITED;
        l->first[c + 1] = l->first[c];
        for (int32_t s = 0; s < sites; s++)
            if (!sparse || rng_below(rng, 4)) l->lanes[l->first[c + 1]++] = (struct location_lane) { rng_below(rng, 2000), s };
    }
    return l;
}

/* Everything by enumeration, in the network's ticks: a site opens with its first row. */
struct twin { const struct mlg_network *n; int64_t room[SITES], fixed[SITES], best; int32_t rows[SITES], open, most; bool open_best[SITES]; };

static void try_rows(struct twin *x, int32_t row, int64_t cost)
{
    const struct mlg_network *n = x->n;
    if (cost >= x->best) return;
    if (row == n->row_count) {
        x->best = cost;
        for (int32_t s = 0; s < n->site_count; s++) x->open_best[s] = x->rows[s] > 0;
        return;
    }
    const int64_t volume = volume_at(n, row, 0);
    for (int32_t l = n->row_first[row]; l < n->row_first[row + 1]; l++) {
        const int32_t s = n->lanes[l].end;
        const bool opens = x->rows[s] == 0;
        if (x->room[s] < volume || x->open + opens > x->most) continue;
        x->room[s] -= volume, x->rows[s]++, x->open += opens;
        try_rows(x, row + 1, cost + volume * n->lanes[l].cost_micro + (opens ? x->fixed[s] : 0));
        x->room[s] += volume, x->rows[s]--, x->open -= opens;
    }
    try_rows(x, row + 1, cost + volume * n->pen_micro[row]);
}

static struct twin enumerate(const struct mlg_network *n, const struct whole_bound *b, int64_t open_most)
{
    struct twin x = { .n = n, .best = INT64_MAX, .most = (int32_t)(open_most ? open_most : n->site_count) };
    for (int32_t s = 0; s < n->site_count; s++) x.room[s] = capacity_at(n, s, 0, 1), x.fixed[s] = b->fixed[s];
    try_rows(&x, 0, b->closed_cost);
    return x;
}

static struct { int plans, optimal, tight, fallen; } seen;

static void check_bound(const struct whole_bound *b, int64_t optimum, const char *when, uint64_t seed)
{
    check_msg(b->bound <= optimum, "seed %llu: %s: bound %lld above %lld", (unsigned long long)seed, when, (long long)b->bound,
              (long long)optimum);
}

static void check_plan(const struct twin *x, const struct whole_bound *b, struct relocator *r, uint64_t seed)
{
    const bool *open;
    const int32_t *site_of;
    const int64_t ticks = mlg__relocated(r, &open, &site_of);
    int64_t cost = b->closed_cost, load[SITES] = { 0 };
    if (ticks == INT64_MAX) return;
    for (int32_t s = 0; s < x->n->site_count; s++) cost += open[s] ? x->fixed[s] : 0;
    for (int32_t row = 0; row < x->n->row_count; row++) {
        int64_t unit = x->n->pen_micro[row];
        for (int32_t l = x->n->row_first[row]; l < x->n->row_first[row + 1]; l++)
            if (x->n->lanes[l].end == site_of[row]) unit = x->n->lanes[l].cost_micro;
        check_msg(site_of[row] == MLG_NONE || open[site_of[row]], "seed %llu: row %d at a closed site", (unsigned long long)seed, row);
        if (site_of[row] != MLG_NONE) load[site_of[row]] += x->n->volume[row];
        cost += unit * x->n->volume[row];
    }
    for (int32_t s = 0; s < x->n->site_count; s++)
        check_msg(load[s] <= capacity_at(x->n, s, 0, 1), "seed %llu: site %d over", (unsigned long long)seed, s);
    check_msg(cost == ticks && cost >= x->best, "seed %llu: %lld claimed, %lld true, optimum %lld", (unsigned long long)seed,
              (long long)ticks, (long long)cost, (long long)x->best);
    seen.plans++;
    seen.optimal += cost == x->best;
}

static void single_case(struct rng *rng, uint64_t seed)
{
    mlg_location *l = tiny_single(rng);
    struct mlg_network *n;
    struct whole_bound *b;
    struct relocator *r;
    int64_t step;
    bool all[SITES] = { true, true, true, true, true };
    assert_int_equal(mlg__network_of_location(l, &n, &step, NULL), MLG_OK);
    assert_int_equal(mlg__whole_bound_new(n, &b, NULL), MLG_OK);
    assert_non_null(b);
    const struct twin x = enumerate(n, b, l->open_most);
    mlg__whole_bound_require(b, x.best + 1);
    for (int i = 0; i < 8; i++) { /* at any prices, and with any site forced */
        for (int32_t row = 0; row < n->row_count; row++)
            b->w[row] = (int64_t)(rng_unit(rng) * (double)min64(b->price_most[row], 4 * INT64_C(1000000000)));
        mlg__whole_bound_evaluate(b);
        check_bound(b, x.best, "random prices", seed);
    }
    mlg__whole_bound_restart(b);
    for (int i = 0; i < 150; i++) {
        mlg__whole_bound_step(b, x.best + 1);
        check_bound(b, x.best, "steps", seed);
    }
    mlg__whole_bound_restart(b);
    seen.tight += (double)b->best_bound > 0.97 * (double)x.best;
    seen.fallen += mlg__whole_bound_fix(b, x.best + 1);
    for (int32_t s = 0; s < n->site_count; s++)
        check_msg(x.open_best[s] ? b->may_open[s] : b->may_close[s], "seed %llu: site %d fell, the optimum needs it",
                  (unsigned long long)seed, s);
    mlg__whole_bound_evaluate(b);
    check_bound(b, x.best, "with fewer choices", seed);
    /* From all sites at once, where they may all be open; without knowing the optimum. */
    for (int32_t s = 0; s < n->site_count; s++) b->may_open[s] = b->may_close[s] = true;
    mlg__whole_bound_require(b, INT64_MAX);
    mlg__whole_bound_restart(b);
    assert_int_equal(mlg__relocator_new(b, 1, &r, NULL), MLG_OK);
    mlg__relocate_try(r, all, rng, NULL);
    mlg__relocate_try(r, b->open, rng, NULL);
    struct control control = { .end_s = INFINITY };
    mlg__relocate(r, 180, rng, &control);
    check_plan(&x, b, r, seed);
    mlg__relocator_free(r);
    mlg__whole_bound_free(b);
    mlg_network_free(n);
    mlg_location_free(l);
}

static void test_single(void **state)
{
    (void)state;
    for_seeds(1, 1500, single_case);
    print_message("%d plans, %d optimal; %d bounds within 3 %%, %d sites certain\n", seen.plans, seen.optimal, seen.tight, seen.fallen);
    check_msg(seen.optimal >= seen.plans * 98 / 100, "%d of %d optimal", seen.optimal, seen.plans);
    check_msg(seen.fallen > 1000 && seen.tight > 500, "%d sites fell, %d bounds are near", seen.fallen, seen.tight);
}

/* -- the whole search -- */

static struct mlg_network *medium_network(void)
{
    enum { M = 12, N = 40 };
    struct rng rng = rng_seeded(7, 0);
    struct mlg_network *n;
    int64_t step;
    mlg_location *l = location_new(M, 0, 1, N);
    l->single_source = true;
    for (int32_t s = 0; s < M; s++) l->sites.fixed[s] = 300 + rng_below(&rng, 900), l->sites.capacity[s] = 60 + rng_below(&rng, 120);
    for (int32_t c = 0; c < N; c++) {
        l->demand[c] = 5 + rng_below(&rng, 30), l->left_out[c] = LOCATION_UNLIMITED;
        l->first[c + 1] = l->first[c];
        for (int32_t s = 0; s < M; s++) l->lanes[l->first[c + 1]++] = (struct location_lane) { rng_below(&rng, 300), s };
    }
    assert_int_equal(mlg__network_of_location(l, &n, &step, NULL), MLG_OK);
    mlg_location_free(l);
    return n;
}

static void test_threads(void **state)
{
    (void)state;
    struct mlg_network *n = medium_network();
    struct search *one = search_by_work(n, 1500, 0, 1), *two = search_by_work(n, 1500, 0, 2);
    assert_true(one->found && two->found);
    assert_true(one->cost == two->cost && one->bound == two->bound && one->iterations == two->iterations);
    assert_memory_equal(one->whole, two->whole, sizeof *one->whole * (size_t)n->row_count);
    assert_true((int128)one->bound * GRAINS_PER_QUANTUM <= one->cost);
    mlg__siting_search_free(one);
    mlg__siting_search_free(two);
    mlg_network_free(n);
}

static bool search_without_memory(void *n) { return search_survives(n, 700); }

static void test_memory(void **state)
{
    (void)state;
    struct mlg_network *n = medium_network();
    for_each_failed_allocation(search_without_memory, n);
    mlg_network_free(n);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_pack), cmocka_unit_test(test_regroup), cmocka_unit_test(test_sets),
                                        cmocka_unit_test(test_single), cmocka_unit_test(test_threads),
                                        cmocka_unit_test(test_memory) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
