/** @file reason.h — why a stop is not served, and the smallest change that lets it in. Plain values; explain.h finds them. */
#ifndef MAILLAGE_REASON_H
#define MAILLAGE_REASON_H

#include "maillage/plan.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Whether any vehicle could serve the stop if it did nothing else. */
typedef enum mlg_verdict {
    MLG_IMPOSSIBLE, /**< none could */
    MLG_LOST        /**< some could; the other stops of the plan have it */
} mlg_verdict;

/** What stands in the way. VROOM's words where it has one. */
typedef enum mlg_rule {
    MLG_RULE_LOAD,            /**< more than the vehicle holds */
    MLG_RULE_SKILLS,          /**< the vehicle lacks some */
    MLG_RULE_TIME_WINDOW,     /**< the stop is closed when the vehicle can be there */
    MLG_RULE_SHIFT,           /**< the vehicle's working hours are too short */
    MLG_RULE_ROUTE_TIME,      /**< other stops of the route would be late */
    MLG_RULE_PRECEDENCE,      /**< a delivery closes before its pickup can be done */
    MLG_RULE_MAX_TASKS, MLG_RULE_MAX_TRAVEL_TIME, MLG_RULE_MAX_DISTANCE, MLG_RULE_MAX_DUTY, MLG_RULE_MAX_ENERGY,
    MLG_RULE_BREAK,           /**< a break no longer fits */
    MLG_RULE_UNREACHABLE,     /**< no road leads there, or back */
    MLG_RULE_GROUP,           /**< another stop of its group is served */
    MLG_RULE_TOGETHER,        /**< stops that it belongs with are on another route */
    MLG_RULE_APART,           /**< a stop that it is kept apart from is on the route */
    MLG_RULE_GIVEN,           /**< the stops of a vehicle are given: its first ones, or all, or this one to another */
    MLG_RULE_BACKHAUL,        /**< backhauls come last on a trip, and not alone */
    MLG_RULE_VEHICLES,        /**< all vehicles are in use */
    MLG_RULE_PRIORITY,        /**< others of no less priority have its room */
    MLG_RULE_PRIZE,           /**< it costs more than it is worth, or others are worth more */
    MLG_RULE_NOT_PLACED,      /**< nothing: it fits as the plan is */
    MLG_RULES
} mlg_rule;

/** One thing of the problem that would be different. */
typedef enum mlg_change_kind {
    MLG_CHANGE_NONE,
    MLG_CHANGE_CAPACITY, MLG_CHANGE_SKILLS,             /**< of the vehicle */
    MLG_CHANGE_WINDOW_OPEN, MLG_CHANGE_WINDOW_CLOSE,    /**< of the stop: earlier, later */
    MLG_CHANGE_SHIFT_OPEN, MLG_CHANGE_SHIFT_CLOSE,      /**< of the vehicle: earlier, later */
    MLG_CHANGE_MAX_TASKS, MLG_CHANGE_MAX_TRAVEL_TIME, MLG_CHANGE_MAX_DISTANCE, MLG_CHANGE_MAX_DUTY,
    MLG_CHANGE_MAX_ENERGY,                              /**< of the vehicle */
    MLG_CHANGE_BREAK,                                   /**< the vehicle's break `index` may begin later */
    MLG_CHANGE_ROAD,                                    /**< legs to and from the stop, of at most `to` seconds each */
    MLG_CHANGE_GROUP,                                   /**< the stop leaves its group */
    MLG_CHANGE_RELATION,                                /**< the stop leaves relation `index`, where `other` is in the way */
    MLG_CHANGE_GIVEN,                                   /**< only the first `to` stops of the vehicle are given, and it is not locked */
    MLG_CHANGE_BACKHAUL,                                /**< of the stop: `to` 1, it is one; 0, it is none */
    MLG_CHANGE_VEHICLE,                                 /**< one more of this row */
    MLG_CHANGE_PRIORITY,                                /**< of the stop; `other` then makes room for it */
    MLG_CHANGE_PRIZE,                                   /**< of the stop, in cost units; `other`, if any, then makes room */
    MLG_CHANGE_INSERT,                                  /**< none of the problem: put it into the plan */
    MLG_CHANGES
} mlg_change_kind;

/** Seconds, metres, joules, loads or counts, as the kind says; times since the problem's midnight. */
typedef struct mlg_change {
    mlg_change_kind kind;
    int32_t vehicle, stop, other; /**< rows of the problem; MLG_NONE where they do not matter */
    int32_t index;                /**< dimension, window or break; of INSERT the visit that it follows */
    int64_t by, to;               /**< how much, and what it is then */
} mlg_change;

/** One rule that keeps a stop out. */
typedef struct mlg_reason {
    mlg_rule rule;
    int32_t vehicle;   /**< row whose vehicle comes nearest, or MLG_NONE */
    int32_t count;     /**< IMPOSSIBLE: vehicles that the rule keeps off; LOST: routes; 0: not counted */
    int32_t index;     /**< of a load: the dimension */
    int64_t margin;    /**< by how much it fails there, in the unit of the rule; 0: not a quantity */
    mlg_change change; /**< the smallest that does away with it; kind NONE: not alone */
    int64_t cost;      /**< cost units that the plan then costs more; of rows without a change 0 */
} mlg_reason;

/** A stop that nobody serves. Reasons: what is easiest to change first. */
typedef struct mlg_unserved {
    int32_t stop;          /**< of a shipment its pickup; the delivery has the same reasons */
    mlg_verdict verdict;
    bool together;         /**< no single change is enough: all changes of the list, which are the fewest found */
    int32_t reason_count;
    const mlg_reason *reasons; /**< borrowed; at least one */
} mlg_unserved;

/** "time_window"; rule in [0, MLG_RULES). */
MLG_API const char *mlg_rule_name(mlg_rule rule);
/** "window_close"; kind in [0, MLG_CHANGES). */
MLG_API const char *mlg_change_name(mlg_change_kind kind);

#ifdef __cplusplus
}
#endif
#endif
