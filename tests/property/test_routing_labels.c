/* Labels: joining is associative, and a label says what a plain walk finds, for every start time. */
#include "routing/label_energy.h"
#include "routing/label_load.h"
#include "routing/label_time.h"
#include "support/test.h"

enum { LONGEST = 7 };

struct stretch {
    int32_t count;
    struct label_time time[LONGEST];
    struct label_load load[LONGEST];
    int64_t travel[LONGEST], arc_kj[LONGEST], arc_b[LONGEST]; /* of the arc before each but the first */
};

static struct stretch random_stretch(struct rng *r)
{
    struct stretch s = { .count = 1 + rng_below(r, LONGEST) };
    for (int32_t i = 0; i < s.count; i++) {
        s.time[i].duration = rng_below(r, 6);
        s.time[i].earliest = rng_below(r, 30);
        s.time[i].latest = rng_below(r, 6) ? s.time[i].earliest + rng_below(r, 15) : TIME_NEVER;
        const int64_t q = rng_below(r, 9);
        switch (rng_below(r, 4)) {
        case 0: s.load[i] = (struct label_load) { q, -q, 0 }; break;
        case 1: s.load[i] = (struct label_load) { 0, q, q }; break;
        case 2: s.load[i] = (struct label_load) { 0, -q, 0 }; break;
        default: s.load[i] = (struct label_load) { q, 3 - q, 3 - q > 0 ? 3 - q : 0 };
        }
        s.travel[i] = rng_below(r, 12), s.arc_kj[i] = rng_below(r, 50) - 5, s.arc_b[i] = rng_below(r, 9);
    }
    return s;
}

struct joined { struct label_time time; struct label_load load; struct label_energy energy; };

static struct label_energy arc_of(const struct stretch *s, int32_t i)
{
    return (struct label_energy) { .a_kj = s->arc_kj[i], .b = s->arc_b[i], .paid = 3 * s->arc_kj[i] };
}

/* Join i..j in a random bracketing. */
static struct joined join(struct rng *r, const struct stretch *s, int32_t i, int32_t j)
{
    if (i == j) return (struct joined) { s->time[i], s->load[i], { 0, 0, 0, 0 } };
    const int32_t cut = i + rng_below(r, j - i);
    const struct joined a = join(r, s, i, cut), b = join(r, s, cut + 1, j);
    return (struct joined) {
        label_time_join(a.time, s->travel[cut + 1], b.time), label_load_join(a.load, b.load),
        label_energy_join(a.energy, a.load.net, arc_of(s, cut + 1), b.energy),
    };
}

static void brackets_do_not_matter(struct rng *r, uint64_t seed)
{
    const struct stretch s = random_stretch(r);
    const struct joined a = join(r, &s, 0, s.count - 1), b = join(r, &s, 0, s.count - 1);
    check_msg(!memcmp(&a, &b, sizeof a), "seed %llu", (unsigned long long)seed);
}

static void times_are_those_of_a_walk(struct rng *r, uint64_t seed)
{
    const struct stretch s = random_stretch(r);
    const struct label_time all = join(r, &s, 0, s.count - 1).time;
    for (int64_t x = -5; x < 90; x++) {
        int64_t now = x, warp = 0, wait = 0, busy = 0;
        for (int32_t i = 0; i < s.count; i++) {
            if (i) now += s.travel[i], busy += s.travel[i];
            if (now < s.time[i].earliest) wait += s.time[i].earliest - now, now = s.time[i].earliest;
            if (now > s.time[i].latest) warp += now - s.time[i].latest, now = s.time[i].latest;
            now += s.time[i].duration, busy += s.time[i].duration;
        }
        const int64_t start = max64(all.earliest, min64(x, all.latest));
        check_msg(warp == all.warp + max64(0, x - all.latest), "seed %llu start %lld", (unsigned long long)seed, (long long)x);
        check_msg(now == start + all.duration - all.warp, "seed %llu start %lld", (unsigned long long)seed, (long long)x);
        if (x == start) check_msg(wait == all.wait && busy + wait == all.duration, "seed %llu", (unsigned long long)seed);
    }
}

static void loads_and_energy_are_those_of_a_walk(struct rng *r, uint64_t seed)
{
    const struct stretch s = random_stretch(r);
    const struct joined all = join(r, &s, 0, s.count - 1);
    int64_t onboard = 0, most, joules = 0;
    for (int32_t i = 0; i < s.count; i++) onboard += s.load[i].init;
    most = onboard;
    for (int32_t i = 0; i < s.count; i++) {
        if (i) joules += 1000 * s.arc_kj[i] + s.arc_b[i] * onboard;
        onboard += s.load[i].net;
        most = max64(most, onboard);
    }
    check_msg(most == all.load.init + all.load.peak, "seed %llu", (unsigned long long)seed);
    check_msg(max64(0, joules) == label_energy_joules(all.energy, all.load.init), "seed %llu", (unsigned long long)seed);
}

static void stretches_are_differences(struct rng *r, uint64_t seed)
{
    const struct stretch s = random_stretch(r);
    const int32_t to = rng_below(r, s.count), from = rng_below(r, to + 1);
    const struct label_energy own = join(r, &s, from, to).energy;
    const int64_t net_before = from ? join(r, &s, 0, from - 1).load.net : 0;
    const struct label_energy told =
        label_energy_after(join(r, &s, 0, to).energy, join(r, &s, 0, from).energy, net_before);
    check_msg(!memcmp(&own, &told, sizeof own), "seed %llu", (unsigned long long)seed);
}

static void test_differences(void **state) { (void)state, for_seeds(1, 20000, stretches_are_differences); }
static void test_brackets(void **state) { (void)state, for_seeds(1, 20000, brackets_do_not_matter); }
static void test_times(void **state) { (void)state, for_seeds(1, 5000, times_are_those_of_a_walk); }
static void test_loads(void **state) { (void)state, for_seeds(1, 20000, loads_and_energy_are_those_of_a_walk); }

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_brackets), cmocka_unit_test(test_times), cmocka_unit_test(test_loads),
                                          cmocka_unit_test(test_differences) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
