/** @file problem.h — describe one routing problem, check it, freeze it. */
#ifndef MAILLAGE_PROBLEM_H
#define MAILLAGE_PROBLEM_H

#include "maillage/leg.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct mlg_builder mlg_builder; /**< grows while you describe the work */
typedef struct mlg_problem mlg_problem; /**< checked and frozen; share it freely between threads */

/** Cost units of one euro in problems priced in money: EUR/h exact to 3 decimals, EUR/km to 1/3600. */
#define MLG_COST_PER_EUR INT64_C(3600000)

/** Prices of a vehicle in cost units, all >= 0; zero everywhere stands for per_m = 1. */
typedef struct mlg_rates {
    int64_t fixed;    /**< a vehicle used */
    int64_t per_m;    /**< a metre */
    int64_t per_tick; /**< a tick of the whole duty, waiting and breaks included */
    int64_t per_drive_tick, per_service_tick, per_task, per_overtime_tick;
    int64_t per_extra_stop, per_extra_drive_tick, per_extra_m; /**< beyond stops_after, drive_after_s, distance_after_m */
    int64_t per_duty2_q40;   /**< balance: (ticks of the duty squared * per_duty2_q40) >> 40, so long duties cost more than two short ones */
    int64_t per_matrix_cost; /**< times the sum of the cost plane */
    int64_t per_j_q24;       /**< energy: (E_j * per_j_q24) >> 24, once, from the route's total, E_j >= 0 */
} mlg_rates;

/** Inclusive; limits the start of setup + service. close_s 0: never closes. */
typedef struct mlg_window { int64_t open_s, close_s; } mlg_window;

/** Work of vehicles of one class, where it is not the stop's own. */
typedef struct mlg_class_work {
    const char *class_id; /**< as in mlg_vehicle */
    int64_t setup_s, service_s;
} mlg_class_work;

/** One visit to make. A zeroed stop with a place is complete. Seconds count from the day's local midnight. */
typedef struct mlg_stop {
    int32_t place;                  /**< from mlg_builder_place() */
    int64_t demand[MLG_LOADS_MAX];  /**< brought from a depot, in the units of the vehicles' capacities */
    int64_t pickup[MLG_LOADS_MAX];  /**< collected for a depot */
    int64_t service_s, setup_s;     /**< setup is skipped when the previous visit is at the same place */
    int64_t release_s;              /**< its goods are at the depot from then on */
    mlg_window window;
    const mlg_window *windows;      /**< several, or a real [0, 0]; replace window; copied */
    int32_t window_count;
    int64_t due_s, per_late_tick;   /**< each tick that setup + service start after due_s costs that much */
    int64_t prize;                  /**< cost units lost when it is left out; 0: required */
    int32_t priority, group;        /**< group 0: none; of a group at most one stop is visited */
    const int32_t *skills;          /**< copied */
    int32_t skill_count;
    const mlg_class_work *class_work; /**< copied; the first row of a class counts */
    int32_t class_work_count;
    const char *id;                 /**< copied; NULL gives "stop-<index>" */
    bool backhaul;                  /**< only after all stops of its trip that are none, of which there is at least one */
} mlg_stop;

/** A pause in a duty. */
typedef struct mlg_break {
    const mlg_window *windows;
    int32_t window_count;
    int64_t service_s;
    int64_t after_s;                 /**< only if the duty lasts longer */
    int64_t max_load[MLG_LOADS_MAX]; /**< holds when load_limited, zeros included */
    bool load_limited, at_stop;
    const char *id;
} mlg_break;

/** A vehicle, or count equal ones. */
typedef struct mlg_vehicle {
    int32_t start, end;    /**< places; 0 is place 0, the usual depot; MLG_NONE: open route */
    int32_t matrix, count; /**< count 0: one; MLG_UNLIMITED allowed */
    int64_t capacity[MLG_LOADS_MAX]; /**< of the dimensions that any stop uses */
    mlg_rates rates;
    mlg_window shift;
    int64_t max_duty_s, max_drive_s, max_distance_m, max_energy_j, overtime_after_s; /**< 0: no limit */
    int64_t drive_after_s, distance_after_m; /**< 0: nothing is extra */
    int32_t stops_after;
    int32_t max_stops, max_trips; /**< 0: no limit on stops, one trip */
    int32_t weight_load;          /**< the load dimension in kg, for energy */
    const int32_t *reload_places;
    int32_t reload_count;
    const mlg_break *breaks;
    int32_t break_count;
    const int32_t *skills;
    int32_t skill_count;
    const int32_t *first_stops;       /**< its route begins with these, in this order; count is 1 then */
    int32_t first_count;
    bool locked;                      /**< and visits no others */
    int64_t aboard[MLG_LOADS_MAX];    /**< on board when it leaves, until the first reload or the end */
    double speed_factor, service_factor; /**< 0 is 1 */
    const char *class_id, *id;           /**< copied; NULL gives "" and "vehicle-<index>" */
} mlg_vehicle;

/** A new empty builder, NULL without memory. mlg_builder_finish() or mlg_builder_free() ends it. */
MLG_API mlg_builder *mlg_builder_new(void);
MLG_API void mlg_builder_free(mlg_builder *b);
/** Name the problem; copied. */
MLG_API void mlg_builder_name(mlg_builder *b, const char *name);
/** Add a place on the globe. Returns its index; every mistake is kept and told by mlg_builder_finish(). */
MLG_API int32_t mlg_builder_place(mlg_builder *b, double lat_deg, double lon_deg);
/** Add a place of the plane (benchmark files). */
MLG_API int32_t mlg_builder_place_xy(mlg_builder *b, double x, double y);
/** Add a matrix over all places; copied. None given: MLG_CROW, or MLG_EUCLID after place_xy. */
MLG_API int32_t mlg_builder_matrix(mlg_builder *b, const mlg_matrix *matrix);
MLG_API int32_t mlg_builder_vehicle(mlg_builder *b, const mlg_vehicle *vehicle);
MLG_API int32_t mlg_builder_stop(mlg_builder *b, const mlg_stop *stop);
/** A pickup and its delivery by the same vehicle, amount[MLG_LOADS_MAX]; returns the first of two stops. */
MLG_API int32_t mlg_builder_shipment(mlg_builder *b, const mlg_stop *pickup, const mlg_stop *delivery,
                                     const int64_t *amount);
/** What a relation asks of those of its stops that are visited: one vehicle for all, or no two on one route. */
typedef enum mlg_relation { MLG_TOGETHER, MLG_APART } mlg_relation;
/** Tie stops to each other. A stop may be in several relations that keep stops apart, but in one that joins them. */
MLG_API void mlg_builder_relation(mlg_builder *b, mlg_relation kind, const int32_t *stops, int32_t stop_count);
/** Cost units per unit of money or of the format, and ticks per second (1 or 100). Default 1 and 1. */
MLG_API void mlg_builder_scale(mlg_builder *b, int64_t cost_scale, int32_t ticks_per_s);
/**
 * Check everything and freeze. Consumes b in every case.
 * problem   given: release it with mlg_problem_free(); NULL on error.
 * found     may be NULL; receives every error and warning, in the order of the input.
 * err       may be NULL; on error the first one, with the number of the others; untouched on success.
 * Errors    MLG_BAD_INPUT, MLG_OVER_LIMIT, MLG_NO_MEMORY.
 */
MLG_API mlg_status mlg_builder_finish(mlg_builder *b, mlg_problem **problem, mlg_findings *found, mlg_error *err);

MLG_API void mlg_problem_free(mlg_problem *p);
MLG_API int32_t mlg_problem_stop_count(const mlg_problem *p);
MLG_API int32_t mlg_problem_place_count(const mlg_problem *p);
MLG_API int32_t mlg_problem_vehicle_count(const mlg_problem *p);
/** Cost units in one unit of the format or the currency. */
MLG_API int64_t mlg_problem_cost_scale(const mlg_problem *p);
/** Borrowed. */
MLG_API const char *mlg_problem_name(const mlg_problem *p);

#ifdef __cplusplus
}
#endif
#endif
