/** @file leg.h — places, legs, rows of legs on demand, matrices. */
#ifndef MAILLAGE_LEG_H
#define MAILLAGE_LEG_H

#include "maillage/base.h"

#ifdef __cplusplus
extern "C" {
#endif

#define MLG_UNREACHABLE INT32_MAX
/** Largest leg, in ticks or metres; a larger entry of a given matrix counts as unreachable, with one warning. */
#define MLG_LEG_MAX ((INT32_C(1) << 30) - 1)

/** From one place to another. Unreachable: time_s and distance_m are MLG_UNREACHABLE, no energy. */
typedef struct mlg_leg {
    int32_t time_s, distance_m;
    int32_t energy_kj, energy_j_per_kg; /**< energy in J = 1000 * energy_kj + energy_j_per_kg * load_kg */
} mlg_leg;

typedef struct mlg_point { double lat_deg, lon_deg; } mlg_point;
/** The shape of one leg of a way, borrowed for the call; legs come in order. */
typedef void mlg_way_fn(int32_t leg, const mlg_point *points, int32_t count, void *user);

/** Rows of legs on demand: roads, crow flight, a matrix file or a router. */
typedef struct mlg_leg_source {
    void *self;
    const char *label; /**< what the report says about it */
    bool estimated;    /**< most places have no road: the report's first page says "distances are estimated" */
    /**
     * legs [from_count][to_count], written: row i, column j goes from place from[i] to place to[j] for one
     * vehicle class (index into the fleet). Place indices are those of whoever made the source.
     * May be called from several threads at once.
     */
    mlg_status (*rows)(void *self, int32_t vehicle_class, const int32_t *from, int32_t from_count,
                       const int32_t *to, int32_t to_count, mlg_leg *legs, mlg_error *err);
    /** Likewise between points of its asker's own (stops of a routed day): legs [count][count]. NULL: crow flight. */
    mlg_status (*between)(void *self, int32_t vehicle_class, const mlg_point *points, int32_t count, mlg_leg *legs,
                          mlg_error *err);
    /** Likewise along the roads of a map alone: MLG_UNREACHABLE where `between` can only estimate. NULL: there is no map. */
    mlg_status (*driven)(void *self, int32_t vehicle_class, const mlg_point *points, int32_t count, mlg_leg *legs, mlg_error *err);
    /** The way through points in order, for pictures: f once for each of the count - 1 legs. NULL: straight lines. */
    mlg_status (*way)(void *self, int32_t vehicle_class, const mlg_point *points, int32_t count, mlg_way_fn *f, void *user,
                      mlg_error *err);
    /** The streets of its map that touch a box, for pictures: f for each, numbered from 0. NULL: there is no map. */
    mlg_status (*streets)(void *self, mlg_point south_west, mlg_point north_east, mlg_way_fn *f, void *user, mlg_error *err);
    const char *credit;        /**< to be printed with what it gave, or NULL */
    const mlg_findings *found; /**< warnings about places that it could not connect, or NULL; lives as long as the source */
    void (*free)(void *self);  /**< called by mlg_roads_source_free() */
} mlg_leg_source;

/** How a matrix gives its entries: from a table, or computed from the places' coordinates. */
typedef enum mlg_metric_kind { MLG_TABLE, MLG_EUCLID, MLG_CROW } mlg_metric_kind;
/** Rounding of one arc of a benchmark file; trunc10 and nearest1000 scale by 10 and 1000, none by 10,000. */
typedef enum mlg_round { MLG_NEAREST, MLG_TRUNC, MLG_TRUNC10, MLG_NEAREST1000, MLG_ROUND_NONE } mlg_round;

/** Legs between all places of a problem, one matrix per (profile, vehicle class) in use. */
typedef struct mlg_matrix {
    mlg_metric_kind kind;
    mlg_round round;     /**< of MLG_EUCLID */
    const char *profile; /**< copied; may be NULL */
    const int32_t *time, *distance, *cost;      /**< [from * place_count + to]; NULL: zero everywhere */
    const int32_t *energy_kj, *energy_j_per_kg; /**< NULL: no energy */
} mlg_matrix;

#ifdef __cplusplus
}
#endif
#endif
