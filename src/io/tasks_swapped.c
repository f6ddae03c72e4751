/* tasks_swapped.c — latitude and longitude written in each other's place: a point far from where the vehicles start,
 * and near it the other way round. By crow flight nothing else would tell: the round is driven, over thousands of
 * kilometres. See tasks.h.
 *
 * "Far" and "near" have no scale of their own: a point is suspected when it is more than four times nearer exchanged,
 * and more than three times farther than half of the day's points are at most. Near the diagonal, where latitude and
 * longitude are alike (Abuja, Tbilisi), an exchange moves a point little and is told of less. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/math.h"
#include "io/tasks.h"
#include "model/metric.h"

struct swapped {
    double lat_deg, lon_deg; /* where the vehicles start */
    double typical_m;        /* of half of the points, each the way that is nearer */
};

static double far_m(const struct swapped *s, const struct task_place *at)
{
    return mlg__great_circle_m(s->lat_deg, s->lon_deg, at->lat_deg, at->lon_deg);
}

/* Beyond a pole there is nothing: INFINITY. */
static double exchanged_m(const struct swapped *s, const struct task_place *at)
{
    return fabs(at->lon_deg) > 90 ? (double)INFINITY
                                  : mlg__great_circle_m(s->lat_deg, s->lon_deg, at->lon_deg, at->lat_deg);
}

static bool is_elsewhere(const struct swapped *s, const struct task_place *at)
{
    return at->has_point && far_m(s, at) > 0;
}

static bool is_swapped(const struct swapped *s, const struct task_place *at)
{
    const double far = far_m(s, at);
    return at->has_point && far > 4 * exchanged_m(s, at) && far > 3 * s->typical_m;
}

static int by_number(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Where the first vehicle that says so starts, and how far the other points are from there. NULL: nothing to compare.
 */
static const struct task_place *begin(struct tasks *t, struct swapped *s)
{
    struct place_walk walk = { .t = t };
    const struct task_place *from = NULL, *at;
    char where[160];
    int32_t count = 0;
    double *all = mlg__malloc((size_t)(2 * t->vehicle_count + t->task_count) * sizeof *all);
    while (all && (at = mlg__tasks_next_place(&walk, where, sizeof where))) {
        if (!at->has_point) continue;
        if (!from) from = at, *s = (struct swapped) { from->lat_deg, from->lon_deg, 0 };
        else if (is_elsewhere(s, at)) all[count++] = fmin(far_m(s, at), exchanged_m(s, at));
    }
    if (count) qsort(all, (size_t)count, sizeof *all, by_number), s->typical_m = all[count / 2];
    mlg__free(all);
    return count ? from : NULL;
}

static int whole_km(double m) { return (int)mlg__round(m / MLG_M_PER_KM); }

static void tell_point(const struct swapped *s, const char *where, const char *name, const struct task_place *at,
                       mlg_findings *found)
{
    mlg__warn(found, where,
              TXT("\"%.60s\" lies %d km from the start; with latitude and longitude exchanged, %d km",
                  "« %.60s » est à %d km du départ ; avec latitude et longitude échangées, à %d km"),
              TXT("they are probably exchanged: write them the other way round",
                  "elles sont sans doute échangées : écrivez-les dans l'autre sens"),
              name, whole_km(far_m(s, at)), whole_km(exchanged_m(s, at)));
}

static void tell_start(const char *where, int32_t suspects, int32_t count, mlg_findings *found)
{
    mlg__warn(found, where,
              TXT("this start lies far from %d of %d points, and near them with latitude and longitude exchanged",
                  "ce départ est loin de %d points sur %d, et près d'eux avec latitude et longitude échangées"),
              TXT("they are probably exchanged here, or in all the points",
                  "elles sont sans doute échangées ici, ou dans tous les points"),
              suspects, count);
}

void mlg__tasks_tell_swapped(struct tasks *t, mlg_findings *found)
{
    struct swapped s;
    const struct task_place *at, *from = begin(t, &s);
    struct place_walk walk = { .t = t };
    char where[160], start[160] = "";
    int32_t suspects = 0, count = 0;
    while (from && (at = mlg__tasks_next_place(&walk, where, sizeof where))) {
        if (at == from) memcpy(start, where, sizeof start);
        if (is_elsewhere(&s, at)) count++, suspects += is_swapped(&s, at);
    }
    if (suspects > 1 && 2 * suspects > count) {
        tell_start(start, suspects, count, found);
        return;
    }
    walk = (struct place_walk) { .t = t };
    while (suspects && (at = mlg__tasks_next_place(&walk, where, sizeof where)))
        if (is_swapped(&s, at)) tell_point(&s, where, walk.name, at, found);
}
