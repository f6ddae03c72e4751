/* vroom_times.c — when each step of a route begins.
 *
 * A punctual route is found by two walks: as early as possible to the end, then back as late as that end allows. A
 * drive with a break in it goes on while the vehicle waits for the break, so two bounds hold at once: the break follows
 * the last place, and the next place follows the whole drive and the break.
 *
 * Where no schedule is punctual, the sum of seconds too early and too late is made least. Being early or late is, as a
 * function of the beginning, a line with corners (0 inside a window); the least sum up to a step is one too, so corners
 * are carried from step to step: shift by work and drive, take the least so far (waiting is free), add the step's own.
 */
#include <stdlib.h>

#include "io/vroom_route.h"

struct chain {
    const struct tasks *t;
    struct vroom_step *s;
    int32_t count;
    int64_t tick;
};

static int64_t to_ticks(const struct chain *c, int64_t file_s) { return (file_s - c->t->origin_s) * c->tick; }
static int64_t work(const struct chain *c, const struct vroom_step *s) { return (s->setup_s + s->service_s) * c->tick; }
static bool is_break(const struct vroom_step *s) { return s->kind == STEP_BREAK; }

static int32_t next_place(const struct chain *c, int32_t i)
{
    for (i++; i < c->count && is_break(&c->s[i]); i++) {}
    return i;
}

/* ---- punctual -------------------------------------------------------------------------------------------------- */

/* First beginning at or after t inside a window and the hard limits; INT64_MAX: none. */
static int64_t first_begin(const struct chain *c, const struct vroom_step *s, int64_t t)
{
    t = max64(t, s->from);
    if (s->windows.count) {
        int32_t i = 0;
        while (i < s->windows.count && to_ticks(c, s->windows.of[i].close_s) < t) i++;
        if (i == s->windows.count) return INT64_MAX;
        t = max64(t, to_ticks(c, s->windows.of[i].open_s));
    }
    return t <= s->until ? t : INT64_MAX;
}

/* Last beginning at or before t; one is known to exist. */
static int64_t last_begin(const struct chain *c, const struct vroom_step *s, int64_t t)
{
    t = min64(t, s->until);
    for (int32_t i = s->windows.count - 1; i >= 0; i--)
        if (to_ticks(c, s->windows.of[i].open_s) <= t) return min64(t, to_ticks(c, s->windows.of[i].close_s));
    return t;
}

/* Everything as early as the departure allows; false: not punctual. */
static bool forward(struct chain *c, int64_t departure)
{
    int64_t clock = departure, left = 0;
    for (int32_t i = 0; i < c->count; i++) {
        struct vroom_step *s = &c->s[i];
        if (i && !is_break(s)) s->arrival = clock + left;
        else s->arrival = clock;
        s->begin = first_begin(c, s, s->arrival);
        if (s->begin == INT64_MAX) return false;
        if (is_break(s)) {
            s->arrival = min64(s->begin, clock + left); /* it drives on while it waits */
            left -= s->arrival - clock;
        } else if (i + 1 < c->count) {
            const int32_t next = next_place(c, i);
            left = next < c->count ? c->s[next].drive : 0;
        }
        if (i == 0) s->arrival = s->begin;
        clock = s->begin + work(c, s);
    }
    return true;
}

/* The latest departure that ends no later than now. */
static int64_t latest_departure(const struct chain *c)
{
    const int32_t last = c->count - 1;
    int64_t next = c->s[last].begin,
            by_drive = next - c->s[last].drive; /* begin of the step after; of the drive's start */
    for (int32_t i = last - 1; i >= 0; i--) {
        const struct vroom_step *s = &c->s[i];
        const int64_t direct = next - work(c, s);
        if (is_break(s)) {
            next = last_begin(c, s, direct);
            by_drive -= work(c, s);
        } else {
            next = last_begin(c, s, min64(direct, by_drive - work(c, s)));
            by_drive = next - s->drive;
        }
    }
    return next;
}

static bool punctual(struct chain *c)
{
    if (!forward(c, 0)) return false;
    const int64_t end = c->s[c->count - 1].begin, departure = latest_departure(c);
    return forward(c, departure) && c->s[c->count - 1].begin == end;
}

/* ---- lines with corners ---------------------------------------------------------------------------------------- */

/* f at the corners t (ascending), straight between them; whole numbers everywhere. */
struct line {
    int32_t count;
    int64_t *t, *f;
};
enum { FORBIDDEN_BITS = 50 };
static const int64_t forbidden = INT64_C(1) << FORBIDDEN_BITS;

static struct line new_line(struct arena *a, int32_t room)
{
    return (struct line) { 0, arena_array(a, int64_t, room), arena_array(a, int64_t, room) };
}

static void add_corner(struct line *l, int64_t t, int64_t f)
{
    if (l->count && l->t[l->count - 1] == t) return;
    l->t[l->count] = t;
    l->f[l->count++] = f;
}

/* Value at t, which lies within the corners; *from is where to look first and moves up. */
static int64_t value_at(const struct line *l, int64_t t, int32_t *from)
{
    while (*from + 1 < l->count && l->t[*from + 1] <= t) ++*from;
    const int32_t i = *from;
    if (l->t[i] == t || i + 1 == l->count) return l->f[i];
    const int64_t slope = (l->f[i + 1] - l->f[i]) / (l->t[i + 1] - l->t[i]);
    return l->f[i] + slope * (t - l->t[i]);
}

/* How much too early or too late a beginning at t is; of a break inside a drive, the best beginning from t to t +
 * early. */
static int64_t off_by(const struct chain *c, const struct vroom_step *s, int64_t t, int64_t early)
{
    const int64_t first = max64(t, s->from), last = min64(t + early, s->until);
    int64_t least = s->windows.count ? INT64_MAX : 0;
    if (first > last) return forbidden;
    for (int32_t i = 0; i < s->windows.count; i++) {
        const int64_t open = to_ticks(c, s->windows.of[i].open_s), close = to_ticks(c, s->windows.of[i].close_s);
        least = min64(least, last < open ? open - last : first > close ? first - close : 0);
    }
    return least;
}

static int by_int64(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* Corners of off_by() on [low, high]; at holds room for 4 a window and 8. */
static int32_t own_corners(const struct chain *c, const struct vroom_step *s, int64_t early, int64_t low, int64_t high,
                           int64_t *at)
{
    int32_t n = 0;
    at[n++] = low, at[n++] = high;
    for (int32_t i = 0; i < s->windows.count; i++) {
        const int64_t open = to_ticks(c, s->windows.of[i].open_s) - early,
                      close = to_ticks(c, s->windows.of[i].close_s);
        at[n++] = open, at[n++] = close;
        if (i + 1 == s->windows.count) break;
        const int64_t middle = close + (to_ticks(c, s->windows.of[i + 1].open_s) - early - close) / 2;
        at[n++] = middle, at[n++] = middle + 1;
    }
    if (s->from != INT64_MIN) at[n++] = s->from - early - 1, at[n++] = s->from - early, at[n++] = s->from;
    if (s->until != INT64_MAX) at[n++] = s->until - early, at[n++] = s->until, at[n++] = s->until + 1;
    int32_t kept = 0;
    for (int32_t i = 0; i < n; i++)
        if (at[i] >= low && at[i] <= high) at[kept++] = at[i];
    qsort(at, (size_t)kept, sizeof *at, by_int64);
    return kept;
}

/* base(t - shift) and the step's own, on [base's first corner + shift, high]. base NULL: nothing before. */
static struct line add_own(const struct chain *c, const struct vroom_step *s, int64_t early, const struct line *base,
                           int64_t shift, int64_t low, int64_t high, struct arena *a)
{
    const int32_t own_room = 4 * s->windows.count + 8, before = base ? base->count : 0;
    struct line l = new_line(a, own_room + before);
    int64_t *own = arena_array(a, int64_t, own_room);
    if (a->failed) return l;
    const int32_t own_count = own_corners(c, s, early, low, high, own);
    for (int32_t i = 0, k = 0, from = 0; i < own_count || k < before;) {
        const int64_t other = k < before ? base->t[k] + shift : INT64_MAX;
        const int64_t t = i < own_count ? min64(own[i], other) : other;
        if (t > high) break;
        i += i < own_count && own[i] == t;
        k += other == t;
        add_corner(&l, t, off_by(c, s, t, early) + (base ? value_at(base, t - shift, &from) : 0));
    }
    return l;
}

/* The least of f up to t: waiting costs nothing. */
static struct line least_so_far(const struct line *f, struct arena *a)
{
    struct line l = new_line(a, 3 * f->count);
    if (a->failed) return l;
    int64_t least = f->f[0];
    add_corner(&l, f->t[0], least);
    for (int32_t i = 1; i < f->count; i++) {
        if (f->f[i] < least) {
            const int64_t slope = (f->f[i] - f->f[i - 1]) / (f->t[i] - f->t[i - 1]); /* below 0 */
            if (f->f[i - 1] > least) { /* it falls below the least from the first whole t on */
                const int64_t below = f->t[i - 1] + (f->f[i - 1] - least) / -slope;
                add_corner(&l, below, least);
                if (below + 1 < f->t[i]) add_corner(&l, below + 1, f->f[i - 1] + slope * (below + 1 - f->t[i - 1]));
            }
            least = f->f[i];
        }
        add_corner(&l, f->t[i], least);
    }
    return l;
}

/* The largest t up to limit with f(t) <= most; the caller knows there is one. */
static int64_t last_at_most(const struct line *f, int64_t limit, int64_t most)
{
    int32_t i = f->count - 1;
    while (i > 0 && f->t[i] > limit) i--;
    int32_t from = i;
    const int64_t at_limit = value_at(f, min64(limit, f->t[f->count - 1]), &from);
    if (at_limit <= most) return min64(limit, f->t[f->count - 1]);
    if (f->f[i] <= most && i + 1 < f->count) { /* it rises inside this piece */
        const int64_t slope = (f->f[i + 1] - f->f[i]) / (f->t[i + 1] - f->t[i]);
        return f->t[i] + (slope > 0 ? (most - f->f[i]) / slope : 0);
    }
    for (; i > 0; i--)
        if (f->f[i - 1] <= most || f->f[i] <= most) {
            if (f->f[i] <= most) return f->t[i];
            const int64_t slope = (f->f[i] - f->f[i - 1]) / (f->t[i] - f->t[i - 1]);
            return f->t[i - 1] + (slope > 0 ? (most - f->f[i - 1]) / slope : 0);
        }
    return f->t[0];
}

/* ---- the least sum --------------------------------------------------------------------------------------------- */

/* A break may begin anywhere along its drive: counted as if the whole drive were still ahead, its windows reach down by
 * the drive. Of several breaks in one drive only the last one takes part in this; the others come before the drive. */
static int64_t reach_of(const struct chain *c, int32_t i)
{
    if (!is_break(&c->s[i]) || (i + 1 < c->count && is_break(&c->s[i + 1]))) return 0;
    const int32_t next = next_place(c, i);
    return next < c->count ? c->s[next].drive : 0;
}

static int64_t shift_to(const struct chain *c, int32_t i)
{
    return work(c, &c->s[i - 1]) + (is_break(&c->s[i]) ? 0 : c->s[i].drive);
}

/* No schedule needs to go beyond: the last window and all work and drives. */
static int64_t horizon(const struct chain *c)
{
    int64_t latest = 0, sum = 0;
    for (int32_t i = 0; i < c->count; i++) {
        const struct vroom_step *s = &c->s[i];
        if (s->windows.count) latest = max64(latest, to_ticks(c, s->windows.of[s->windows.count - 1].close_s));
        if (s->from != INT64_MIN) latest = max64(latest, s->from);
        if (s->until != INT64_MAX) latest = max64(latest, s->until);
        sum += work(c, s) + s->drive;
    }
    return max64(latest, 0) + sum + 1;
}

/* The first beginning at or after t that is off by at most `most` itself. */
static int64_t first_within(const struct chain *c, const struct vroom_step *s, int64_t t, int64_t most)
{
    t = max64(t, s->from);
    for (int32_t i = 0; i < s->windows.count; i++) {
        if (to_ticks(c, s->windows.of[i].close_s) + most < t) continue;
        return max64(t, to_ticks(c, s->windows.of[i].open_s) - most);
    }
    return t;
}

/* With every step off by no more than planned, everything as early as the departure allows. */
static void pack(struct chain *c, int64_t departure, const int64_t *most)
{
    int64_t clock = departure, left = 0;
    for (int32_t i = 0; i < c->count; i++) {
        struct vroom_step *s = &c->s[i];
        s->arrival = i && !is_break(s) ? clock + left : clock;
        s->begin = i ? first_within(c, s, s->arrival, most[i]) : departure;
        if (is_break(s)) {
            s->arrival = min64(s->begin, clock + left);
            left -= s->arrival - clock;
        } else {
            const int32_t next = next_place(c, i);
            left = next < c->count ? c->s[next].drive : 0;
        }
        clock = s->begin + work(c, s);
    }
}

static bool least_sum(struct chain *c, struct arena *scratch)
{
    struct line *sums = arena_array(scratch, struct line, c->count);
    int64_t *most = arena_array(scratch, int64_t, c->count), low = 0;
    const int64_t high = horizon(c);
    if (scratch->failed) return true;
    sums[0] = add_own(c, &c->s[0], 0, NULL, 0, 0, high, scratch);
    for (int32_t i = 1; i < c->count && !scratch->failed; i++) {
        const int64_t shift = shift_to(c, i);
        const struct line before = least_so_far(&sums[i - 1], scratch);
        low += shift;
        if (scratch->failed) return true;
        sums[i] = add_own(c, &c->s[i], reach_of(c, i), &before, shift, low, high, scratch);
    }
    if (scratch->failed) return true;
    const struct line *end = &sums[c->count - 1];
    int32_t best = 0;
    for (int32_t i = 1; i < end->count; i++)
        if (end->f[i] < end->f[best]) best = i;
    if (end->f[best] >= forbidden) return false;
    /* The first instant of the least sum is a corner; then back, each as late as the sum allows. */
    int64_t t = end->t[best], sum = end->f[best];
    for (int32_t i = c->count - 1; i > 0; i--) {
        most[i] = off_by(c, &c->s[i], t, reach_of(c, i));
        sum -= most[i];
        t = last_at_most(&sums[i - 1], t - shift_to(c, i), sum);
    }
    pack(c, t, most);
    return true;
}

bool mlg__vroom_times(const struct tasks *t, const mlg_problem *p, struct vroom_route *r, struct arena *scratch)
{
    struct chain c = { t, r->steps, r->step_count, p->ticks_per_s };
    const struct arena_mark mark = mlg__arena_mark(scratch);
    if (punctual(&c)) return true;
    const bool kept = least_sum(&c, scratch);
    if (!scratch->failed) mlg__arena_reset(scratch, mark);
    return kept;
}
