/* tasks.h — a day's work as a file describes it: vehicles, jobs, shipments and their words, before it becomes a routing
 * problem. VROOM's JSON (vroom_read.c) and tables of stops (stops_read.c) are read into it; tasks_problem.c makes the
 * problem; vroom_write.c and the tables of stops name things by it in the answer.
 *
 * Everything is checked when it is here, but for what needs legs. Times are the file's own seconds (since midnight, or
 * Unix time): the problem counts from `origin_s`. */
#ifndef MLG_IO_TASKS_H
#define MLG_IO_TASKS_H

#include "base/error.h"
#include "base/memory.h"
#include "io/json_tree.h"
#include "model/problem.h"

enum task_kind { TASK_JOB, TASK_PICKUP, TASK_DELIVERY };

/* Where something is: coordinates as written, an index into the matrices, or both. place: of the problem. */
struct task_place {
    bool has_point, has_index;
    double lon_deg, lat_deg;
    int64_t index;
    int32_t place;
    const char *told_at; /* of a table: "stops.csv:4:3"; NULL: its path in the document */
};

struct task_window {
    int64_t open_s, close_s;
};
struct task_windows {
    const struct task_window *of;
    int32_t count;
}; /* none: always */

/* Seconds that hold for vehicles of one type. */
struct type_seconds {
    const char *type;
    int64_t seconds;
};
struct work_seconds {
    int64_t seconds;
    const struct type_seconds *by_type;
    int32_t type_count;
};

struct task {
    enum task_kind kind;
    int32_t row; /* in its own list of the file ("jobs/3", "shipments/0/pickup") */
    uint64_t id;
    const char *name;        /* id as a text */
    const char *description; /* "" where there is none */
    struct task_place at;
    struct work_seconds setup, service;
    int64_t delivery[MLG_LOADS_MAX],
        pickup[MLG_LOADS_MAX]; /* of a shipment: both halves hold its amount, in their own array */
    struct task_windows windows;
    const int32_t *skills;
    int32_t skill_count, priority;
    int32_t mate;                 /* the other half of a shipment, else MLG_NONE */
    int64_t due_s, late_per_hour; /* what beginning after due_s costs; 0: nothing */
    int64_t release_s;            /* its goods are at the depot from then on; 0: always */
    int32_t group;                /* of which at most one is served; 0: none */
    bool backhaul;                /* last on a trip, and not alone */
};

struct task_break {
    uint64_t id;
    const char *description;
    struct task_windows windows;
    int64_t service_s, max_load[MLG_LOADS_MAX];
    bool load_limited;
};

/* In the order of enum task_kind between start and break. */
enum step_kind { STEP_START, STEP_JOB, STEP_PICKUP, STEP_DELIVERY, STEP_BREAK, STEP_END, STEP_KINDS };
extern const char *const mlg__step_names[STEP_KINDS]; /* VROOM's words, which our tables use too */
enum step_kind mlg__step_kind(const char *word);      /* STEP_KINDS: no type of step */
static inline bool mlg__step_is_task(enum step_kind kind) { return kind >= STEP_JOB && kind <= STEP_DELIVERY; }
static inline const char *mlg__task_name(enum task_kind kind) { return mlg__step_names[STEP_JOB + kind]; }

/* One step of a given route. index: of the task, or of the break of this vehicle. */
struct task_step {
    enum step_kind kind;
    uint64_t id;
    int32_t row, index;
    int64_t from_s, until_s; /* service_at, service_after, service_before; free: 0 and INT64_MAX */
};

/* Tasks that are tied to each other: all that are done by one vehicle, or no two. Of a shipment its pickup. */
struct task_relation {
    bool apart;
    int32_t count;
    const int32_t *tasks;
};

/* What is to be least, beside VROOM's goals. */
struct task_goal {
    bool least_co2;     /* CO2 alone */
    double co2_per_kg;  /* its price in the document's cost */
    int32_t weight;     /* the dimension of amounts that weighs, or MLG_NONE */
    double kg_per_unit; /* of that one */
    int64_t balance;    /* what a duty costs for the square of its hours */
    bool fewest_vehicles;
};
static inline bool mlg__co2_counts(const struct task_goal *g) { return g->least_co2 || g->co2_per_kg > 0; }

struct task_vehicle {
    uint64_t id;
    const char *name, *description, *profile, *type;
    bool profile_given;
    bool has_start, has_end;
    struct task_place start, end;
    int64_t capacity[MLG_LOADS_MAX];
    int64_t fixed, per_hour, per_task_hour, per_km;
    const int32_t *skills;
    int32_t skill_count;
    bool has_window;
    struct task_window window;
    const struct task_break *breaks;
    int32_t break_count;
    double speed_factor;
    const char *emissions;                          /* class of the emission tables, or NULL */
    double co2_kg_per_j, stop_j;                    /* of that class: well to wheel; energy of a stop beside its legs */
    int64_t max_tasks, max_drive_s, max_distance_m; /* MLG_NONE: no limit */
    struct task_step *steps;
    int32_t step_count;
    bool steps_given, locked; /* locked: no tasks but the fixed ones */
    int32_t fixed_steps;      /* so many of its task steps stay, the first ones */
    /* Limits and prices of the whole route; MLG_NONE: no limit; a price of 0: none. */
    int64_t max_duty_s, overtime_after_s, overtime_per_hour, tasks_after, per_extra_task, travel_after_s,
        per_extra_travel_hour, distance_after_m, per_extra_km;
    int64_t aboard[MLG_LOADS_MAX]; /* on board when it leaves, for its end */
    int32_t legs;                  /* index into tasks.legs */
    mlg_rates rates;               /* the document's own costs, in units of tasks.cost_scale */
};

/* Legs of one profile over the problem's places, in s and m; a plane that is NULL was not given. */
struct task_legs {
    const char *profile;
    const struct jtable *durations, *distances, *costs; /* as given */
    const int32_t *time_s, *distance_m;                 /* made by legs of a map or by crow flight */
    bool crow;                                          /* computed from coordinates, nothing kept */
    const char *emissions;                              /* class that drives, or NULL: no energy */
    const int32_t *energy_kj, *energy_j_per_unit;       /* empty; for each unit of the weight */
};

struct tasks {
    struct arena arena;
    struct jtree tree; /* of a document: it holds the tables of legs */
    const char *file;
    int32_t dims;          /* of every amount: those of the first vehicle's capacity */
    int32_t load_decimals; /* of amounts: 3 where they are thousandths */
    int32_t vehicle_count, task_count, legs_count, job_count;
    struct task_vehicle *vehicles;
    struct task *tasks; /* jobs, then each shipment's pickup and delivery */
    struct task_legs *legs;
    bool has_matrices;
    int32_t place_count;
    mlg_point *points; /* [place] */
    bool *has_point;
    bool shows_distance, has_steps, timed; /* timed: there is a window or a break */
    bool plan_mode;                        /* as asked */
    struct task_goal goal;
    const struct task_relation *relations;
    int32_t relation_count;
    bool has_prices;     /* "maillage" objects price something beside VROOM's costs */
    int64_t cost_scale;  /* units in one of the document's cost */
    int32_t more;                          /* tasks at the end that were asked for beside the file */
    bool nobody_serves;                    /* each vehicle has a limit of 0 */
    int64_t origin_s;                      /* the file's time of the problem's 0 */
    int32_t *vehicle_of; /* [vehicle of the problem] row here: vehicles that can serve nothing are left out */
};

/* What has to be known beyond the file. */
struct tasks_ask {
    bool plan_mode;      /* given routes are kept: nothing is searched */
    bool geometry;       /* coordinates and distances are needed everywhere */
    const char *profile; /* of vehicles that name none; NULL: car */
    const char *more;    /* one stop more, as JSON; NULL: none */
    const char *more_name; /* of its mistakes */
};

void mlg__tasks_free(struct tasks *t);

/* A vehicle of which a file says nothing. */
struct task_vehicle mlg__tasks_plain_vehicle(void);

/* The road profile that a name stands for (docs/formats/vroom.md), or NULL. *inexact: worth a warning. */
const char *mlg__tasks_profile(const char *name, bool *inexact);

/* What is left to know once all rows are read: places, distinct profiles, whether distances are shown. Mistakes go to
 * found. */
mlg_status mlg__tasks_settle(struct tasks *t, const struct tasks_ask *ask, mlg_findings *found, mlg_error *err);

/* The first task of that kind and id, or MLG_NONE. */
int32_t mlg__tasks_named(const struct tasks *t, enum task_kind kind, uint64_t id);

/* Where legs are computed from coordinates and no map knows better: a warning for each place that lies far from where
 * the vehicles start, and near with latitude and longitude exchanged; for the start itself where that holds of most
 * places. */
void mlg__tasks_tell_swapped(struct tasks *t, mlg_findings *found);

/* All places in turn: the start and end of each vehicle that has them, then each task. where: its path in the document,
 * or where it stands in its table. NULL after the last. */
struct place_walk {
    struct tasks *t;
    int32_t i;
    const char *name; /* of the task or the vehicle */
};
struct task_place *mlg__tasks_next_place(struct place_walk *w, char *where, size_t size);

/* The problem; planes of given matrices go over to it. t stays, to name things. Mistakes go to found.
 * Errors: MLG_BAD_INPUT, MLG_OVER_LIMIT, MLG_NO_MEMORY. */
mlg_status mlg__tasks_problem(struct tasks *t, const struct tasks_ask *ask, mlg_problem **p, mlg_findings *found,
                              mlg_error *err);

/* The document's cost of a route, whole. */
struct task_route {
    int64_t drive_ticks, distance_m, matrix_cost, work_ticks;
    bool used;
};
int64_t mlg__tasks_cost(const struct tasks *t, const struct task_vehicle *v, const struct task_route *r);

/* Kilograms of CO2, well to wheel, of a route with so much energy on its legs. */
static inline double mlg__tasks_co2_kg(const struct task_vehicle *v, int64_t energy_j, int64_t stops)
{
    return ((double)energy_j + (double)stops * v->stop_j) * v->co2_kg_per_j;
}

/* Does anything beside the document's costs have a price? */
bool mlg__tasks_priced(const struct tasks *t);

/* Work of v at a task, in seconds. */
int64_t mlg__tasks_seconds(const struct work_seconds *w, const struct task_vehicle *v);

#endif
