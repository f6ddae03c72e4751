/* vroom_route.h — a route as VROOM tells it: steps with times, loads, driving and violations, made from a plan of the
 * search or from steps given in the document.
 *
 * Instants and drives are ticks of the problem since its origin. VROOM's times differ from those of plans (which keep
 * the duty short): finish as early as possible; then leave as late as possible without finishing later; then begin
 * everything as early as that allows. */
#ifndef MLG_IO_VROOM_ROUTE_H
#define MLG_IO_VROOM_ROUTE_H

#include "io/tasks.h"
#include "maillage/reason.h"
#include "model/plan.h"

enum violation {
    V_LEAD_TIME,
    V_DELAY,
    V_LOAD,
    V_MAX_TASKS,
    V_SKILLS,
    V_PRECEDENCE,
    V_MISSING_BREAK,
    V_MAX_TRAVEL_TIME,
    V_MAX_LOAD,
    V_MAX_DISTANCE,
    VIOLATIONS
};
extern const char *const mlg__violation_names[VIOLATIONS];

struct violations {
    unsigned causes;     /* bits of enum violation */
    int64_t lead, delay; /* ticks */
};

struct vroom_step {
    enum step_kind kind;
    int32_t index;               /* of the task, or of the vehicle's break */
    int32_t place;               /* MLG_NONE: a break, an open end */
    struct task_windows windows; /* file seconds; none: always */
    struct task_window own;      /* of start and end: the vehicle's */
    int64_t from, until;         /* hard limits of the beginning; none: INT64_MIN, INT64_MAX */
    int64_t setup_s, service_s;
    int64_t drive;      /* from the last step that has a place */
    int64_t distance_m; /* likewise */
    int64_t energy_j;   /* likewise; may be below 0 */
    int64_t arrival, begin;
    int64_t load[MLG_LOADS_MAX]; /* after it */
    struct violations violations;
};

/* What a route costs, in units of tasks.cost_scale: the document's own costs, then what its "maillage" objects price.
 */
enum cost_part {
    PART_FIXED,
    PART_DRIVING,
    PART_DISTANCE,
    PART_WORK,
    PART_CO2,
    PART_LATE,
    PART_OVERTIME,
    PART_BEYOND,
    PART_BALANCE,
    COST_PARTS
};
extern const char *const mlg__cost_part_names[COST_PARTS];

struct vroom_route {
    int32_t vehicle; /* row of the file */
    int32_t step_count;
    struct vroom_step *steps;
    int64_t cost, priority; /* cost: the file's unit, cut */
    int64_t setup_s, service_s, distance_m, drive_ticks, matrix_cost, energy_j;
    int64_t parts[COST_PARTS];
    double co2_kg; /* well to wheel, stops included */
    int64_t delivery[MLG_LOADS_MAX], pickup[MLG_LOADS_MAX];
    struct violations violations;
};

/* What answers tell of a step in whole seconds that add up: arrival (of the problem), wait, and driven so far. Before a
 * break that begins inside a drive, that is the part already driven. last: of the step before; zeros at the first. */
struct step_seconds {
    int64_t arrival, wait, driven;
};
struct step_seconds mlg__step_seconds(const mlg_problem *p, const struct vroom_route *r, int32_t i,
                                      struct step_seconds last);

struct vroom_answer {
    struct arena arena;
    int32_t route_count;
    struct vroom_route *routes;
    bool *served;        /* [task] */
    const mlg_unserved **why; /* [task] why it is not served; NULL: it is. The list itself may be NULL */
};

/* The routes of a plan, in the order of the vehicles. Errors: MLG_NO_MEMORY. Free a in every case. */
mlg_status mlg__vroom_from_plan(const struct tasks *t, const mlg_problem *p, const mlg_plan *plan,
                                struct vroom_answer *a, mlg_error *err);
/* The routes that the document gives, with all their violations. Errors: MLG_BAD_INPUT (told in found: service_* that
 * cannot hold, places that no road joins), MLG_NO_MEMORY. */
mlg_status mlg__vroom_from_steps(const struct tasks *t, const mlg_problem *p, struct vroom_answer *a,
                                 mlg_findings *found, mlg_error *err);
/* Given steps as a beginning: only tasks count; each rule that they break is a mistake, told in found under its
 * vehicle. Errors: MLG_NO_MEMORY. */
mlg_status mlg__vroom_from_start(const struct tasks *t, const mlg_problem *p, struct vroom_answer *a,
                                 mlg_findings *found, mlg_error *err);
void mlg__vroom_answer_free(struct vroom_answer *a);

/* Fill arrival and begin of every step; begin of a step is when its setup starts. false: the hard limits cannot hold
 * together. Kept: punctual where that is possible; else the least sum of seconds too early and too late. Errors:
 * scratch->failed. */
bool mlg__vroom_times(const struct tasks *t, const mlg_problem *p, struct vroom_route *r, struct arena *scratch);

#endif
