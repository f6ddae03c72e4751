/* model/problem.h — the frozen routing problem, as engines and the checker read it.
 *
 * Everything here was checked by mlg_builder_finish(): indices are valid, quantities are within limits, texts are
 * owned by the problem's arena. Vehicle rows keep their count; stops of a shipment are neighbours. */
#ifndef MLG_MODEL_PROBLEM_H
#define MLG_MODEL_PROBLEM_H

#include <string.h>

#include "base/math.h"
#include "base/memory.h"
#include "maillage/problem.h"
#include "model/units.h"

/* Loads and times are bounded so that sums cannot overflow (interfaces 2). */
#define MLG_LOAD_MAX (INT64_C(1) << 40)
#define MLG_TIME_MAX_S (INT64_C(1) << 40)
#define MLG_COST_MAX (INT64_C(1) << 62) /* of a whole plan; the builder bounds its terms */

struct place { double lat_deg, lon_deg, x, y; };

struct relation { mlg_relation kind; int32_t stop_count; const int32_t *stops; };

struct mlg_problem {
    struct arena arena;
    struct arena planes; /* of the matrices: the most of a problem's memory */
    const char *name;
    const char *rounding; /* the benchmark rule in words ("nearest"), or "" */
    int64_t cost_scale;   /* cost units per unit of the format or the currency */
    int32_t ticks_per_s;
    bool plane;           /* places have x, y; else lat, lon */
    bool days_are_seconds; /* times are seconds of a day (money problems), not a benchmark's unit */
    int32_t load_count;   /* dimensions in use, 0..MLG_LOADS_MAX */

    int32_t place_count, stop_count, vehicle_count, matrix_count;
    const struct place *places;
    const mlg_stop *stops;       /* windows always in windows/window_count (0: none); ids never NULL */
    const int32_t *mate;         /* [stop] the other stop of its shipment, or MLG_NONE */
    const int64_t *mate_amount;  /* [stop * MLG_LOADS_MAX + d] +amount at the pickup, -amount at the delivery */
    int32_t relation_count;
    const struct relation *relations;
    const mlg_vehicle *vehicles; /* rates never all zero; ids never NULL; factors never 0 */
    const mlg_matrix *matrices;  /* at least one */
};

/* The benchmark rule in words, copied ("nearest"); readers name it, writers and reports repeat it. */
void mlg__builder_rounding(mlg_builder *b, const char *rule);

/* One leg of a vehicle's matrix: time in ticks, distance, cost plane; unreachable as in leg.h. O(1). */
struct arc_values { int32_t time, distance, cost, energy_kj, energy_j_per_kg; };
struct arc_values mlg__arc(const mlg_problem *p, int32_t matrix, int32_t from_place, int32_t to_place);

/* Do relations, given stops or backhauls tie stops to each other, beyond what shipments and groups do? */
bool mlg__has_ties(const mlg_problem *p);

/* Free the planes of the matrices: places, stops and vehicles stay, a leg is that of the places' own metric from now
 * on. For who keeps a solved problem to name and draw its routes. */
void mlg__problem_forget_legs(mlg_problem *p);

/* Driving time of a leg by v, in ticks: a speed factor divides, as a whole percentage of the time, half up. */
static inline int64_t mlg__drive_ticks(const mlg_vehicle *v, int32_t leg_ticks)
{
    return v->speed_factor == 1 ? leg_ticks : mlg__mul_div(leg_ticks, mlg__round(100 / v->speed_factor), 100);
}

/* A time of work by v, in whole seconds: its service factor multiplies, half up. */
static inline int64_t mlg__work_s(const mlg_vehicle *v, int64_t work_s)
{
    return v->service_factor == 1 ? work_s : mlg__round((double)work_s * v->service_factor);
}

/* What s costs when its work begins at that instant. */
static inline int64_t mlg__late_cost(const mlg_stop *s, int64_t begin_ticks, int32_t ticks_per_s)
{
    const int64_t late = s->per_late_tick ? begin_ticks - s->due_s * ticks_per_s : 0;
    return late > 0 ? late * s->per_late_tick : 0;
}

/* Setup and service of s by v. */
struct work_time { int64_t setup_s, service_s; };
static inline struct work_time mlg__work(const mlg_vehicle *v, const mlg_stop *s)
{
    struct work_time w = { s->setup_s, s->service_s };
    for (int32_t i = 0; i < s->class_work_count; i++) {
        if (strcmp(s->class_work[i].class_id, v->class_id)) continue;
        w = (struct work_time) { s->class_work[i].setup_s, s->class_work[i].service_s };
        break;
    }
    return (struct work_time) { mlg__work_s(v, w.setup_s), mlg__work_s(v, w.service_s) };
}

/* Cost of a route's energy; the product needs more than 64 bits. */
static inline int64_t mlg__energy_cost(const mlg_rates *r, int64_t energy_j)
{
    return energy_j <= 0 ? 0 : (int64_t)(((int128)energy_j * r->per_j_q24) >> 24);
}

/* What a route pays for stops, driving and metres beyond what its vehicle has for nothing. */
static inline int64_t mlg__extra_cost(const mlg_vehicle *v, int64_t stops, int64_t drive_ticks, int64_t distance_m, int32_t ticks_per_s)
{
    int64_t cost = 0;
    if (v->stops_after && stops > v->stops_after) cost += v->rates.per_extra_stop * (stops - v->stops_after);
    if (v->drive_after_s && drive_ticks > v->drive_after_s * ticks_per_s)
        cost += v->rates.per_extra_drive_tick * (drive_ticks - v->drive_after_s * ticks_per_s);
    if (v->distance_after_m && distance_m > v->distance_after_m)
        cost += v->rates.per_extra_m * (distance_m - v->distance_after_m);
    return cost;
}

/* Balance: what the length of a duty costs by its square. */
static inline int64_t mlg__balance_cost(const mlg_rates *r, int64_t duty_ticks)
{
    return (int64_t)((int128)duty_ticks * duty_ticks * r->per_duty2_q40 >> 40);
}

/* Does v have every skill that s asks for? */
static inline bool mlg__skilled(const mlg_vehicle *v, const mlg_stop *s)
{
    for (int32_t i = 0; i < s->skill_count; i++) {
        int32_t k = 0;
        while (k < v->skill_count && v->skills[k] != s->skills[i]) k++;
        if (k == v->skill_count) return false;
    }
    return true;
}

#endif
