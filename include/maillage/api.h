/** @file api.h — the functions that chain modules: files in, plan and report out. */
#ifndef MAILLAGE_API_H
#define MAILLAGE_API_H

#include "maillage/check.h"
#include "maillage/explain.h"
#include "maillage/roads.h"
#include "maillage/routing.h"
#include "maillage/siting.h"
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Read a scenario folder (scenario.json and its tables). All mistakes are collected in found.
 * Errors: MLG_NO_FILE, MLG_BAD_INPUT, MLG_OVER_LIMIT, MLG_NO_MEMORY.
 */
MLG_API mlg_status mlg_scenario_read(const char *folder, const mlg_options *o, mlg_scenario **s, mlg_findings *found,
                                     mlg_error *err);
/** The columns of every table of a scenario folder, as text for people; free() it. NULL without memory. */
MLG_API char *mlg_scenario_schema(mlg_lang lang);
/** The leg source that o asks for (roads.file), else the scenario (`roads`), else crow flight. legs->found may hold warnings.
 * Release it with mlg_roads_source_free(). Errors: MLG_NO_ROADS (asked for and not available), MLG_NO_MEMORY. */
MLG_API mlg_status mlg_scenario_legs(const mlg_scenario *s, const mlg_options *o, mlg_leg_source *legs, mlg_error *err);
/**
 * The main job: choose sites, route sample days, calibrate, account, check. The plan is checked before it is given.
 * o reads siting.*, routing.*, plan.*. plan [given]: NULL with MLG_OK where there is none; found then says why, in errors
 * when limits are proved contradictory, in warnings when the search ended before it kept them all.
 */
MLG_API mlg_status mlg_plan_scenario(const mlg_scenario *s, const mlg_leg_source *legs, const mlg_options *o,
                                     mlg_progress_fn *f, void *user, mlg_network_plan **plan, mlg_findings *found,
                                     mlg_error *err);
/** Write report.html, plan.json, prices.json, sites.csv, assignment.csv, legs.csv, stops.csv, days_legs.csv, routes.geojson into folder
 * (made where there is none); with a front, front.json and front/NN/plan.json. Errors: MLG_NO_FILE, MLG_NO_MEMORY. */
MLG_API mlg_status mlg_plan_write(const mlg_scenario *s, const mlg_network_plan *plan, const mlg_leg_source *legs,
                                  const char *folder, mlg_lang lang, mlg_error *err);
/** Read a plan.json of scenario s; its figures are claims until checked. plan given: mlg_network_plan_free(); NULL after an error.
 * All mistakes are collected in found. Errors: MLG_NO_FILE, MLG_BAD_INPUT, MLG_OVER_LIMIT, MLG_NO_MEMORY. */
MLG_API mlg_status mlg_network_plan_read(const char *file, const mlg_scenario *s, mlg_network_plan **plan,
                                         mlg_findings *found, mlg_error *err);

/** For its page: what stands beside a plan.json and cannot be made from it, front.json and prices.json. A file that is not there is no
 * mistake; one that is broken or speaks of another plan is left out, with a warning in found. Errors: MLG_NO_MEMORY. */
MLG_API mlg_status mlg_network_plan_read_beside(const char *file, mlg_network_plan *plan, mlg_findings *found, mlg_error *err);

/** A few lines for a terminal: what the plan builds, saves and proves. free() it; NULL without memory. */
MLG_API char *mlg_plan_summary(const mlg_network_plan *plan, mlg_lang lang);
/** report.html alone, to one file; NULL or "-": standard output. Errors: MLG_NO_FILE, MLG_NO_MEMORY. */
MLG_API mlg_status mlg_report_write_file(const mlg_scenario *s, const mlg_network_plan *plan, const mlg_leg_source *legs,
                                         const char *file, mlg_lang lang, mlg_error *err);

/** Several plans or scenarios side by side: figures of each by year, in one currency. */
typedef struct mlg_comparison mlg_comparison;
/** One unit of currency `from` is worth `rate` units of `to`. */
typedef struct mlg_rate { const char *from, *to; double rate; } mlg_rate;
typedef struct mlg_compare_request {
    const char *const *columns; /**< 2 to 8, each "[LABEL=]SCENARIO[:PLAN]": a scenario folder, a plan.json of it or its folder */
    int32_t column_count;
    const char *currency;       /**< of all money shown; NULL: that of the first column */
    const mlg_rate *rates;      /**< for columns in another currency; never guessed */
    int32_t rate_count;
    bool sum;                   /**< columns are parts of one programme that add up */
} mlg_compare_request;
/**
 * Read and check every column. All mistakes of all columns are collected in found. comparison [given].
 * Errors: those of mlg_scenario_read(); MLG_BAD_INPUT for a plan that fails its check, or money without a rate.
 */
MLG_API mlg_status mlg_comparison_read(const mlg_compare_request *q, const mlg_options *o, mlg_comparison **comparison,
                                       mlg_findings *found, mlg_error *err);
MLG_API void mlg_comparison_free(mlg_comparison *c);
/** The language of its page: that of the first column's report. */
MLG_API mlg_lang mlg_comparison_language(const mlg_comparison *c);
/** A page, or a table of figures where the name ends in .csv; file NULL or "-": standard output. Errors: MLG_NO_FILE, MLG_NO_MEMORY. */
MLG_API mlg_status mlg_comparison_write(mlg_comparison *c, const char *file, mlg_lang lang, mlg_error *err);

/** Format names of location problems ("cap", "pmed", …) by number from 0; NULL beyond the last. */
MLG_API const char *mlg_location_format(int32_t i);
/**
 * Read a published location problem. format NULL: guessed from names and content. o reads siting.capacity, .radius, .count,
 * .uncapacitated, .single_source: what files lack. All mistakes are collected in found. l given: mlg_location_free().
 * Errors: MLG_NO_FILE, MLG_BAD_INPUT, MLG_OVER_LIMIT, MLG_NO_MEMORY.
 */
MLG_API mlg_status mlg_location_read(const char *file, const char *format, const mlg_options *o, mlg_location **l,
                                     mlg_findings *found, mlg_error *err);
/** mlg_location_solve(), and the check that every plan must pass (else MLG_INTERNAL). plan given: mlg_location_plan_free(). */
MLG_API mlg_status mlg_plan_location(const mlg_location *l, const mlg_options *o, mlg_progress_fn *f, void *user,
                                     mlg_location_plan **plan, mlg_findings *found, mlg_error *err);
/** plan.json of a location problem; file NULL or "-": standard output. Errors: MLG_NO_FILE, MLG_NO_MEMORY. */
MLG_API mlg_status mlg_location_plan_save(const mlg_location *l, const mlg_location_plan *plan, const char *file,
                                          mlg_error *err);
/** Its figures are claims until checked. plan given: mlg_location_plan_free(). Errors: those of mlg_location_read(). */
MLG_API mlg_status mlg_location_plan_load(const char *file, const mlg_location *l, mlg_location_plan **plan,
                                          mlg_findings *found, mlg_error *err);
/** Whether a file is such a plan.json, by its first 400 bytes; of standard input ("-") nothing is read: false. */
MLG_API bool mlg_is_location_plan(const char *file);

/** Formats of routing files. MLG_FORMAT_AUTO: by name and content. */
typedef enum mlg_format {
    MLG_FORMAT_AUTO, MLG_FORMAT_VRPLIB, MLG_FORMAT_SOLOMON, MLG_FORMAT_SOL, MLG_FORMAT_JSON, MLG_FORMAT_CSV,
    MLG_FORMAT_GEOJSON, MLG_FORMAT_BIN, MLG_FORMAT_VROOM, MLG_FORMAT_STOPS, MLG_FORMAT_GPX,
    MLG_FORMAT_LILIM
} mlg_format;

/** Read a routing problem: VRPLIB, Solomon or Li-Lim (AUTO, or said). round: an mlg_round; < 0: the format's own rule. All mistakes
 * are collected in found. p given: mlg_problem_free(); NULL after an error. Errors: MLG_NO_FILE, MLG_BAD_INPUT, MLG_OVER_LIMIT, MLG_NO_MEMORY. */
MLG_API mlg_status mlg_problem_read(const char *file, mlg_format format, int round, mlg_problem **p,
                                    mlg_findings *found, mlg_error *err);
/** Read a solution of p: MLG_FORMAT_SOL, MLG_FORMAT_JSON (plan.json) or AUTO; its figures are claims until checked. plan given:
 * mlg_plan_free(); NULL after an error. All mistakes are collected in found. Errors: as of mlg_problem_read(). */
MLG_API mlg_status mlg_solution_read(const char *file, mlg_format format, const mlg_problem *p, mlg_plan **plan,
                                     mlg_findings *found, mlg_error *err);
/** What of a start the search will not take, a warning in found for each rule that its routes break: the stops of such a route are planned
 * anew. What the plan claims of times and cost is forgotten. Errors: MLG_NO_MEMORY. */
MLG_API mlg_status mlg_start_check(const mlg_problem *p, mlg_plan *start, mlg_findings *found, mlg_error *err);
/** Write a solution of p: SOL, JSON, GEOJSON or CSV (a row a leg); AUTO: by suffix, else SOL. file NULL or "-": standard output.
 * Errors: MLG_NO_FILE, MLG_NO_MEMORY. */
MLG_API mlg_status mlg_solution_write(const char *file, mlg_format format, const mlg_problem *p, const mlg_plan *plan,
                                      mlg_error *err);

/* ---- a day's work: VROOM's JSON, or a table of stops ---- */

/** Vehicles, stops and shipments as people describe them, with the legs that join them and, once solved, a plan. */
typedef struct mlg_tasks mlg_tasks;

/** A simple fleet for a table of stops: equal vehicles from one depot and back. */
typedef struct mlg_tasks_fleet {
    int32_t count;                   /**< 0: as many as may be needed */
    double lat_deg, lon_deg;         /**< depot; used where has_depot, else the row of the table that says it is the depot */
    bool has_depot;
    int64_t capacity;                /**< of the first load; 0: no limit */
    int64_t open_s, close_s;         /**< close_s 0: all day */
    int32_t max_stops;               /**< 0: no limit */
    int64_t service_s;               /**< of stops whose row does not say */
} mlg_tasks_fleet;

/** How a document is to be read. Zero and NULL everywhere is a good default. */
typedef struct mlg_tasks_spec {
    mlg_format format;    /**< MLG_FORMAT_VROOM, MLG_FORMAT_STOPS; AUTO: by content */
    bool plan_mode;       /**< keep the routes that the document gives; choose times, list violations */
    bool geometry;        /**< the answer has the shape of each route: coordinates are needed everywhere */
    const char *profile;  /**< of vehicles that name none: "car" (NULL), "van", "truck:mass_t=19"… */
    const char *vehicles; /**< with a table of stops: a table of vehicles, or NULL */
    const mlg_tasks_fleet *fleet; /**< with a table of stops and no table of vehicles; NULL: the default fleet */
    const char *more;     /**< one stop more, as a JSON object with VROOM's keys of a job or a shipment; NULL: none */
    const char *more_name; /**< what its mistakes are told under, its file for example; NULL: "stop" */
} mlg_tasks_spec;

/** Whether a problem file is one of these, by its first 4 KiB, else by its suffix: MLG_FORMAT_VROOM, MLG_FORMAT_STOPS, else
 * MLG_FORMAT_AUTO (also for "-"). */
MLG_API mlg_format mlg_tasks_format(const char *file);
/**
 * Read a document, compute the legs that it does not give (o: roads.file, roads.router; else crow flight), freeze the problem.
 * file      "-": standard input.
 * found     every mistake under its place in the document, and warnings; may be NULL.
 * tasks     given: mlg_tasks_free(); NULL after an error. What spec names is copied.
 * Errors    MLG_NO_FILE, MLG_BAD_INPUT, MLG_OVER_LIMIT, MLG_NO_ROADS (legs were asked of roads or a router that cannot give them),
 *           MLG_NO_MEMORY. Cost: one pass over the document; 4 bytes a pair of places for each plane of times or metres that is
 *           given or fetched, none by crow flight alone.
 */
MLG_API mlg_status mlg_tasks_read(const char *file, const mlg_tasks_spec *spec, const mlg_options *o, mlg_tasks **tasks, mlg_findings *found,
                                  mlg_error *err);
/** The same from bytes [size] in memory, borrowed for the call; name stands in messages. */
MLG_API mlg_status mlg_tasks_read_bytes(const char *name, const char *bytes, size_t size, const mlg_tasks_spec *spec, const mlg_options *o,
                                        mlg_tasks **tasks, mlg_findings *found, mlg_error *err);
MLG_API void mlg_tasks_free(mlg_tasks *tasks);
/** The problem that is searched, borrowed: a stop a job or half of a shipment, without the vehicles that can serve nothing. */
MLG_API const mlg_problem *mlg_tasks_problem(const mlg_tasks *tasks);
/** The plan of the last mlg_tasks_solve(), mlg_tasks_load() or mlg_tasks_check(), borrowed until the next; NULL before,
 * and in plan mode. */
MLG_API const mlg_plan *mlg_tasks_plan(const mlg_tasks *tasks);
/**
 * Search (given steps are where it begins), and check what was found; in plan mode, choose times.
 * o, f, user  as in mlg_routing_solve(); with priorities, and where CO2 counts, it searches several times within one limit of time or
 *             work, and f sees the first and the last by the document's goal. found: mistakes and warnings, not NULL.
 * Errors      those of mlg_routing_solve(); MLG_BAD_INPUT: given steps that cannot be (told in found); MLG_INTERNAL: our plan failed its check.
 */
MLG_API mlg_status mlg_tasks_solve(mlg_tasks *tasks, const mlg_options *o, mlg_progress_fn *f, void *user, mlg_findings *found, mlg_error *err);
/** Begin the next mlg_tasks_solve() from an answer in VROOM's JSON, in place of given steps: the result is never worse. What of it does
 * not hold is told in found as warnings. Errors: those of mlg_tasks_load(). */
MLG_API mlg_status mlg_tasks_start(mlg_tasks *tasks, const char *file, mlg_findings *found, mlg_error *err);
/** Read an answer in VROOM's JSON for these tasks; its figures are claims until mlg_check_routes() has seen them. Errors: MLG_NO_FILE,
 * MLG_OVER_LIMIT, MLG_BAD_INPUT (each mistake in found), MLG_NO_MEMORY. */
MLG_API mlg_status mlg_tasks_load(mlg_tasks *tasks, const char *file, mlg_findings *found, mlg_error *err);
/** Load an answer and check all that it tells: every violation in violations, under its path in the JSON or its visit, mistakes of
 * reading in found. MLG_OK with violations: the answer was read. Errors: those of mlg_tasks_load(). */
MLG_API mlg_status mlg_tasks_check(mlg_tasks *tasks, const char *file, mlg_findings *found, mlg_findings *violations, mlg_error *err);
/** Why the last mlg_tasks_solve() left stops out; borrowed until the next, NULL where it did not. */
MLG_API const mlg_explanation *mlg_tasks_reasons(const mlg_tasks *tasks);
/** The stop that the spec asked for beside the document (of a shipment the pickup), else MLG_NONE. */
MLG_API int32_t mlg_tasks_more(const mlg_tasks *tasks);
/** The document's time of the problem's 0: times of plans, reasons and offers count from there. */
MLG_API int64_t mlg_tasks_origin_s(const mlg_tasks *tasks);
/** Jobs, and halves of shipments, that the last mlg_tasks_solve() left without a vehicle; 0 before. */
MLG_API int32_t mlg_tasks_unserved(const mlg_tasks *tasks);
/**
 * Write what was found: MLG_FORMAT_VROOM or JSON (VROOM's answer), CSV (a row a step), GEOJSON, GPX (a track a vehicle), SOL.
 * AUTO: by suffix, else VROOM's answer. file NULL or "-": standard output. found: warnings to be told in the answer, may be NULL.
 * times     whether VROOM's answer tells computing times: without them, the same bytes for the same work.
 * Errors    MLG_NO_FILE, MLG_NO_MEMORY, MLG_BAD_INPUT (a format that cannot tell it).
 */
MLG_API mlg_status mlg_tasks_write(const mlg_tasks *tasks, const char *file, mlg_format format, const mlg_findings *found, bool times, mlg_error *err);
/** VROOM's answer as one line without its end, after mlg_tasks_solve(); free() it. found, times as above. NULL: err. */
MLG_API char *mlg_tasks_answer(const mlg_tasks *tasks, const mlg_findings *found, bool times, mlg_error *err);
/** VROOM's answer to a failure, one line; free() it. NULL without memory. err: where found holds no error. code given: VROOM's, which is
 * its exit status too. */
MLG_API char *mlg_tasks_failure(mlg_status status, const mlg_error *err, const mlg_findings *found, int *code);

/* ---- reasons and offers told ---- */

/** A stop by its id, "7", or "pickup 7" where tasks are given; else MLG_NONE. tasks may be NULL here and below: p is a benchmark's. */
MLG_API int32_t mlg_stop_named(const mlg_problem *p, const mlg_tasks *tasks, const char *word);
/** For people, a paragraph a stop: what keeps it out, and what would let it in. free() it; NULL without memory. */
MLG_API char *mlg_explain_text(const mlg_problem *p, const mlg_tasks *tasks, const mlg_explanation *e, mlg_lang lang);
/** A line a stop, `most` at most: the first reason and its change. free() it; NULL without memory. */
MLG_API char *mlg_explain_lines(const mlg_problem *p, const mlg_tasks *tasks, const mlg_explanation *e, int32_t most, mlg_lang lang);
/** For programs (docs/formats/explain.md). free() it; NULL without memory. */
MLG_API char *mlg_explain_json(const mlg_problem *p, const mlg_tasks *tasks, const mlg_explanation *e);

/** What the distance that an offer adds emits, well to wheel; kg NAN: there are no distances. */
typedef struct mlg_offer_co2 { double kg; char class_id[40]; } mlg_offer_co2;
/** co2 [count], written. class_id NULL: a van of 3.5 t, a truck of 19 t or a cargo bike, by the vehicle's profile. Errors: MLG_BAD_INPUT
 * (no such class), MLG_NO_MEMORY. */
MLG_API mlg_status mlg_offers_co2(const mlg_tasks *tasks, const char *class_id, const mlg_offer *offers, int32_t count, mlg_offer_co2 *co2,
                                  mlg_error *err);
/** The offers of mlg_quote() for stop, as lines or as JSON. free() it; NULL without memory. */
MLG_API char *mlg_offers_text(const mlg_problem *p, const mlg_tasks *tasks, const mlg_plan *plan, int32_t stop, const mlg_offer *offers,
                              const mlg_offer_co2 *co2, int32_t count, mlg_lang lang);
MLG_API char *mlg_offers_json(const mlg_problem *p, const mlg_tasks *tasks, int32_t stop, const mlg_offer *offers, const mlg_offer_co2 *co2,
                              int32_t count);

/* ---- roads on their own ---- */

/** Named points of a table. */
typedef struct mlg_places mlg_places;
/** Any CSV with a longitude and a latitude in degrees; which columns were taken is told in found (may be NULL). places given:
 * mlg_places_free(). Errors: MLG_NO_FILE, MLG_OVER_LIMIT, MLG_BAD_INPUT (each mistake in found), MLG_NO_MEMORY. */
MLG_API mlg_status mlg_places_read(const char *file, mlg_places **places, mlg_findings *found, mlg_error *err);
/** Points [count] with names of the caller's; copied. ids may be NULL: numbers from 1. places given. Errors: MLG_NO_MEMORY. */
MLG_API mlg_status mlg_places_make(const mlg_point *points, const char *const *ids, int32_t count, mlg_places **places, mlg_error *err);
MLG_API void mlg_places_free(mlg_places *places);
MLG_API int32_t mlg_places_count(const mlg_places *places);
/** Borrowed until places are freed: the id of place i in [0, count), and all points [count] in order. */
MLG_API const char *mlg_places_id(const mlg_places *places, int32_t i);
MLG_API const mlg_point *mlg_places_points(const mlg_places *places);

/** mlg_metric_make() for a vehicle class of the tables ("van35_diesel"): its energy, and its profile where spec names none.
 * Errors: those; MLG_BAD_INPUT for an unknown class. */
MLG_API mlg_status mlg_class_metric(const mlg_roads *roads, const char *class_id, const mlg_metric_spec *spec, const mlg_options *o,
                                    mlg_metric **metric, mlg_error *err);

/**
 * Legs from each place to each, to a file: MLG_FORMAT_BIN (docs/formats/roads.md), CSV (a row a pair) or JSON. AUTO: by
 * suffix, .bin, .json, else CSV. file NULL or "-": standard output (not BIN). Written row after row as it is computed; JSON is
 * held in memory.
 * found     may be NULL: a warning for each place without a road, with the distance to the nearest.
 * Errors    MLG_NO_FILE, MLG_NO_MEMORY, MLG_BAD_INPUT (stopped by f; no place has a road).
 */
MLG_API mlg_status mlg_matrix_write(const mlg_metric *m, const mlg_places *from, const mlg_places *to, int32_t thread_count,
                                    const char *file, mlg_format format, mlg_progress_fn *f, void *user, mlg_findings *found,
                                    mlg_error *err);
/** Where each place meets the roads: CSV, or GEOJSON with a line to the road. Formats, found and errors as above. */
MLG_API mlg_status mlg_snap_write(const mlg_metric *m, const mlg_places *places, const char *file, mlg_format format,
                                  mlg_findings *found, mlg_error *err);
/** Why the way through all places is as long as it is: a note in found for each leg that limits of the vehicle make longer than
 * a car's. Errors: those of mlg_roads_why(). */
MLG_API mlg_status mlg_route_why(const mlg_metric *m, const mlg_places *via, mlg_findings *found, mlg_error *err);
/** The way through all places in order: CSV (a row a street), GEOJSON (a line a leg) or JSON. A leg whose end has no road, or that no way
 * joins, has no figures, and a warning in found. Errors: also MLG_BAD_INPUT where that holds of all legs. */
MLG_API mlg_status mlg_route_write(const mlg_metric *m, const mlg_places *via, const char *file, mlg_format format,
                                   mlg_findings *found, mlg_error *err);
/** Areas that are reached from each place within limits, GEOJSON, largest first. Errors: MLG_NO_FILE, those of mlg_roads_reach(). */
MLG_API mlg_status mlg_reach_write(const mlg_metric *m, const mlg_places *from, const int32_t *limits_s, int32_t limit_count,
                                   double cell_m, const char *file, mlg_findings *found, mlg_error *err);

#ifdef __cplusplus
}
#endif
#endif
