/* front_met.c — see front_met.h. */
#include "siting/front_met.h"

#include <math.h>
#include <stdlib.h>

enum { FIGURES = 1 + FRONT_CURVES };

/* -- the list -- */

static bool as_good(int128 cost, const int64_t *badness, int128 other_cost, const int64_t *other)
{
    return cost <= other_cost && badness[FRONT_CO2] <= other[FRONT_CO2] && badness[FRONT_SPEED] <= other[FRONT_SPEED];
}

bool mlg__front_is_new(const struct front_list *list, int128 cost, const int64_t *badness)
{
    for (int32_t i = 0; i < list->count; i++)
        if (as_good(list->met[i].cost, list->met[i].badness, cost, badness)) return false;
    return true;
}

bool mlg__front_put(struct front_list *list, struct front_met met)
{
    struct front_met *grown = mlg__grow(list->met, &list->cap, list->count + 1, sizeof *grown);
    int32_t kept = 0;
    if (!grown) return false;
    list->met = grown;
    for (int32_t i = 0; i < list->count; i++)
        if (!as_good(met.cost, met.badness, grown[i].cost, grown[i].badness)) grown[kept++] = grown[i];
    grown[kept++] = met;
    list->count = kept;
    return true;
}

double mlg__front_cost(const struct front_met *met) { return (double)met->cost / (double)GRAINS_PER_QUANTUM; }

double mlg__front_priced(const struct front_met *met, const struct front_price *price)
{
    double sum = mlg__front_cost(met);
    for (int c = 0; c < FRONT_CURVES; c++) sum += price->of[c] * (double)met->badness[c];
    return sum;
}

const struct front_met *mlg__front_best(const struct front_list *list, const struct front_price *price)
{
    const struct front_met *best = NULL;
    double least = INFINITY;
    for (int32_t i = 0; i < list->count; i++) {
        const double priced = mlg__front_priced(&list->met[i], price);
        if (priced < least) least = priced, best = &list->met[i];
    }
    return best;
}

/* -- what is shown -- */

static double figure_of(const struct front_met *met, int i) { return i == 0 ? mlg__front_cost(met) : (double)met->badness[i - 1]; }

struct front_range mlg__front_range(const struct front_met *const *corner, int32_t count)
{
    struct front_range range;
    for (int i = 0; i < FIGURES; i++) {
        range.low[i] = INFINITY, range.high[i] = -INFINITY;
        for (int32_t j = 0; j < count; j++) {
            range.low[i] = fmin(range.low[i], figure_of(corner[j], i));
            range.high[i] = fmax(range.high[i], figure_of(corner[j], i));
        }
    }
    return range;
}

static double share(const struct front_range *range, int i, double figure)
{
    const double width = range->high[i] - range->low[i];
    return width > 0 ? (figure - range->low[i]) / width : 0;
}

static bool is_shown(const struct front_met *met, const struct front_range *range)
{
    for (int i = 0; i < FIGURES; i++)
        if (figure_of(met, i) > range->high[i]) return false;
    return true;
}

/* -- holes -- */

struct step { int64_t badness; int128 cost; const struct front_met *met; }; /* met NULL: a border */

static int by_badness(const void *a, const void *b)
{
    const struct step *x = a, *y = b;
    if (x->badness != y->badness) return x->badness < y->badness ? -1 : 1;
    if (x->cost != y->cost) return x->cost < y->cost ? -1 : 1;
    return (x->met != NULL) - (y->met != NULL);
}

/* Plans of a curve by falling cost and rising badness, borders between them where they stand. */
static int32_t steps_of(const struct front_list *list, const struct front_range *range, enum front_curve c,
                        const struct front_border *borders, int32_t border_count, struct step *steps)
{
    int32_t count = 0, kept = 0;
    for (int32_t i = 0; i < list->count; i++)
        if (is_shown(&list->met[i], range)) steps[count++] = (struct step) { list->met[i].badness[c], list->met[i].cost, &list->met[i] };
    for (int32_t i = 0; i < border_count; i++)
        if (borders[i].curve == c) steps[count++] = (struct step) { borders[i].badness, 0, NULL };
    qsort(steps, (size_t)count, sizeof *steps, by_badness);
    const struct front_met *last = NULL;
    for (int32_t i = 0; i < count; i++) {
        if (steps[i].met && last && steps[i].cost >= last->cost) continue; /* something cheaper is better too */
        if (steps[i].met) last = steps[i].met;
        steps[kept++] = steps[i];
    }
    return kept;
}

static void holes_of(const struct step *steps, int32_t count, const struct front_range *range, enum front_curve c,
                     struct front_hole *widest)
{
    const struct front_met *better = NULL;
    for (int32_t i = 0; i + 1 < count; i++) {
        int32_t next = i + 1;
        if (steps[i].met) better = steps[i].met;
        while (next < count && !steps[next].met) next++;
        if (!better || next == count) continue;
        const struct front_met *cheaper = steps[next].met;
        const double wide = (double)(steps[i + 1].badness - steps[i].badness) / (range->high[1 + c] - range->low[1 + c]);
        const double high = (mlg__front_cost(better) - mlg__front_cost(cheaper)) / (range->high[0] - range->low[0]);
        if (steps[i + 1].badness - steps[i].badness < 2 || !(wide * high > widest->area)) continue;
        *widest = (struct front_hole) { c, better, cheaper, steps[i].badness, steps[i + 1].badness, wide * high };
    }
}

bool mlg__front_hole(const struct front_list *list, const struct front_range *range, const struct front_border *borders,
                     int32_t border_count, struct front_hole *hole)
{
    struct step *steps = mlg__malloc(sizeof *steps * (size_t)(list->count + border_count + 1));
    *hole = (struct front_hole) { 0 };
    if (!steps) return false;
    for (int c = 0; c < FRONT_CURVES && range->high[0] > range->low[0]; c++) {
        if (!(range->high[1 + c] > range->low[1 + c])) continue;
        const int32_t count = steps_of(list, range, (enum front_curve)c, borders, border_count, steps);
        holes_of(steps, count, range, (enum front_curve)c, hole);
    }
    mlg__free(steps);
    return true;
}

/* -- volumes -- */

/* From the best third figure on, slice by slice: the area of what is no better than a point whose third figure is as good. */
double mlg__front_volume(const double (*point)[FIGURES], int32_t count, int32_t *order)
{
    double volume = 0;
    for (int32_t i = 0; i < count; i++) { /* by the third figure */
        int32_t at = i;
        for (; at > 0 && point[order[at - 1]][2] > point[i][2]; at--) order[at] = order[at - 1];
        order[at] = i;
    }
    for (int32_t i = 0; i < count; i++) {
        const double thick = (i + 1 < count ? point[order[i + 1]][2] : 1) - point[order[i]][2];
        /* The first i + 1 of the order, by the first figure: the slice's front is a staircase. */
        const int32_t new = order[i];
        int32_t at = i;
        for (; at > 0 && point[order[at - 1]][0] > point[new][0]; at--) order[at] = order[at - 1];
        order[at] = new;
        double area = 0, height = 1;
        for (int32_t j = 0; j <= i; j++) {
            const double *p = point[order[j]];
            const double right = j < i ? point[order[j + 1]][0] : 1;
            height = fmin(height, p[1]);
            area += (right - p[0]) * (1 - height);
        }
        volume += thick * area;
    }
    return volume;
}

struct chooser {
    const struct front_list *list;
    const struct front_range *range;
    double (*chosen)[FIGURES], (*clipped)[FIGURES];
    int32_t chosen_count, *order;
    double *gain;   /* [met] what it added when it was last looked at: never less than now; -1: not to be had */
};

static void read_point(const struct chooser *x, int32_t i, double *point)
{
    for (int k = 0; k < FIGURES; k++) point[k] = share(x->range, k, figure_of(&x->list->met[i], k));
}

/* The volume of the plan's own box less what the chosen ones have of it. */
static double gain_of(struct chooser *x, int32_t i)
{
    double p[FIGURES], box = 1;
    read_point(x, i, p);
    for (int k = 0; k < FIGURES; k++) box *= 1 - p[k];
    for (int32_t j = 0; j < x->chosen_count; j++)
        for (int k = 0; k < FIGURES; k++) x->clipped[j][k] = fmax(p[k], x->chosen[j][k]);
    return box - mlg__front_volume((const double (*)[FIGURES])x->clipped, x->chosen_count, x->order);
}

static void take(struct chooser *x, int32_t i, int32_t *chosen)
{
    read_point(x, i, x->chosen[x->chosen_count]);
    x->gain[i] = -1;
    chosen[x->chosen_count++] = i;
}

/* What a plan adds only falls as others are chosen: only those are looked at again that promised most. */
static int32_t most_telling(struct chooser *x)
{
    for (;;) {
        int32_t best = MLG_NONE;
        for (int32_t i = 0; i < x->list->count; i++)
            if (x->gain[i] > 0 && (best == MLG_NONE || x->gain[i] > x->gain[best])) best = i;
        if (best == MLG_NONE) return MLG_NONE;
        const double promised = x->gain[best];
        x->gain[best] = fmin(promised, gain_of(x, best));
        if (x->gain[best] >= promised) return best;
    }
}

int32_t mlg__front_choose(const struct front_list *list, const struct front_range *range, const struct front_met *const *corner,
                          int32_t corner_count, int32_t most, int32_t *chosen)
{
    struct arena arena = { 0 };
    const size_t points = (size_t)most + (size_t)corner_count;
    double *flat = arena_array(&arena, double, 2 * FIGURES * points);
    struct chooser x = { .list = list, .range = range, .order = arena_array(&arena, int32_t, points),
                         .gain = arena_array(&arena, double, list->count) };
    int32_t next;
    if (arena.failed) {
        mlg__arena_free(&arena);
        return -1;
    }
    x.chosen = (double (*)[FIGURES])flat;
    x.clipped = (double (*)[FIGURES])(flat + FIGURES * points);
    for (int32_t i = 0; i < list->count; i++) x.gain[i] = is_shown(&list->met[i], range) ? 2 : -1;
    for (int32_t i = 0; i < corner_count && x.chosen_count < most; i++)
        if (x.gain[corner[i] - list->met] > 0) take(&x, (int32_t)(corner[i] - list->met), chosen);
    while (x.chosen_count < most && (next = most_telling(&x)) != MLG_NONE) take(&x, next, chosen);
    mlg__arena_free(&arena);
    return x.chosen_count;
}
