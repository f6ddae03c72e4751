/* The R-tree finds what looking at every segment finds: the same edges, pieces and distances, in the same order. */
#include <math.h>

#include "roads/rtree.h"
#include "support/test.h"

struct all { const struct road_segment *s; int64_t count; };

static bool even_edges(const void *user, int32_t edge) { return edge % *(const int32_t *)user == 0; }

/* One segment alone in a tree: its true distance, by the same formula. */
static double distance_m(const struct road_segment *s, int32_t lon, int32_t lat)
{
    const struct rtree one = { .count = 1, .segments = s, .box_count = 1,
                               .boxes = &(struct box) { { s->lon[0] < s->lon[1] ? s->lon[0] : s->lon[1], s->lon[0] < s->lon[1] ? s->lon[1] : s->lon[0] },
                                                        { s->lat[0] < s->lat[1] ? s->lat[0] : s->lat[1], s->lat[0] < s->lat[1] ? s->lat[1] : s->lat[0] } } };
    struct near_segment near;
    return mlg__rtree_near(&one, lon, lat, INFINITY, NULL, NULL, &near, 1) ? near.distance_m : NAN;
}

static int32_t by_looking(const struct all *all, int32_t lon, int32_t lat, double radius_m, int32_t every, struct road_segment *found,
                          double *away_m, int32_t want)
{
    int32_t count = 0;
    for (int32_t round = 0; round < want; round++) { /* the best edge not yet taken */
        int64_t best = -1;
        double best_m = radius_m;
        for (int64_t i = 0; i < all->count; i++) {
            const struct road_segment *s = &all->s[i];
            bool taken = s->edge % every != 0;
            for (int32_t k = 0; k < count; k++) taken |= found[k].edge == s->edge;
            if (taken) continue;
            const double m = distance_m(s, lon, lat);
            const bool before = best < 0 ? m <= best_m
                                         : m < best_m || (m == best_m && (s->edge < all->s[best].edge ||
                                                                          (s->edge == all->s[best].edge && s->piece < all->s[best].piece)));
            if (before) best = i, best_m = m;
        }
        if (best < 0) break;
        found[count] = all->s[best];
        away_m[count++] = best_m;
    }
    return count;
}

static void same_as_looking(struct rng *rng, uint64_t seed)
{
    struct road_segment s[400];
    struct arena memory = { 0 };
    struct rtree t;
    const int32_t count = 1 + (int32_t)rng_below(rng, 400), span = 1 << (8 + rng_below(rng, 14));
    const int32_t lat = (int32_t)rng_below(rng, 1600000000) - 800000000, lon = (int32_t)rng_below(rng, 1000000000);
    for (int32_t i = 0; i < count; i++) {
        s[i].lon[0] = lon + (int32_t)rng_below(rng, span), s[i].lat[0] = lat + (int32_t)rng_below(rng, span);
        s[i].lon[1] = s[i].lon[0] + (int32_t)rng_below(rng, 9) * span / 64, s[i].lat[1] = s[i].lat[0] - (int32_t)rng_below(rng, 9) * span / 64;
        s[i].edge = i / 3, s[i].piece = i % 3;
    }
    assert_int_equal(mlg__rtree_build(s, count, &memory, &t, NULL), MLG_OK);
    for (int32_t ask = 0; ask < 20; ask++) {
        const int32_t x = lon + (int32_t)rng_below(rng, span), y = lat + (int32_t)rng_below(rng, span);
        const double radius_m = ask % 3 ? INFINITY : span / 400.0;
        const int32_t every = 1 + ask % 2, want = 1 + (int32_t)rng_below(rng, 8);
        struct near_segment near[8];
        struct road_segment expected[8];
        double away_m[8];
        const int32_t found = mlg__rtree_near(&t, x, y, radius_m, even_edges, &every, near, want);
        const int32_t n = by_looking(&(struct all) { s, count }, x, y, radius_m, every, expected, away_m, want);
        check_msg(found == n, "seed %llu: %d found, %d by looking", (unsigned long long)seed, found, n);
        for (int32_t i = 0; i < n; i++) {
            const struct road_segment *got = &t.segments[near[i].segment];
            check_msg(got->edge == expected[i].edge && got->piece == expected[i].piece && near[i].distance_m == away_m[i],
                      "seed %llu, hit %d: edge %d piece %d at %.6f, by looking edge %d piece %d at %.6f", (unsigned long long)seed, i,
                      got->edge, got->piece, near[i].distance_m, expected[i].edge, expected[i].piece, away_m[i]);
        }
    }
    mlg__arena_free(&memory);
}

static void finds_what_looking_finds(void **state)
{
    (void)state;
    for_seeds(1, 150, same_as_looking);
}

static void an_empty_tree_finds_nothing(void **state)
{
    (void)state;
    struct arena memory = { 0 };
    struct rtree t;
    struct near_segment near;
    assert_int_equal(mlg__rtree_build(NULL, 0, &memory, &t, NULL), MLG_OK);
    assert_int_equal(mlg__rtree_near(&t, 0, 0, INFINITY, NULL, NULL, &near, 1), 0);
    mlg__arena_free(&memory);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(finds_what_looking_finds), cmocka_unit_test(an_empty_tree_finds_nothing) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
