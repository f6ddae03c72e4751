/** @file roads.h — where legs come from: a road file made from a map, crow flight with detour factors; for clouds, fibre. */
#ifndef MAILLAGE_ROADS_H
#define MAILLAGE_ROADS_H

#include "maillage/leg.h"

#ifdef __cplusplus
extern "C" {
#endif

/** One energy curve: MJ/km and MJ/km per tonne at speed nodes, ascending speeds. See docs of accounts. */
typedef struct mlg_energy_curve {
    int32_t node_count;
    const double *speed_kmh, *a_mj_per_km, *b_mj_per_km_per_t;
} mlg_energy_curve;

/**
 * Legs by great circle x detour factor and speed by distance band (no road map needed).
 * lat_deg, lon_deg [place_count], copied; curves [class_count], copied: energy of each vehicle class.
 * source    given; release it with mlg_roads_source_free().
 * Cost      O(1) an entry, computed on demand, nothing stored but the places.
 */
MLG_API mlg_status mlg_roads_crow(const double *lat_deg, const double *lon_deg, int32_t place_count,
                                  const mlg_energy_curve *curves, int32_t class_count, mlg_leg_source *source,
                                  mlg_error *err);
/**
 * Legs of a cloud: metres of fibre, great circle x route_factor; time and energy 0, whatever the class.
 * lat_deg, lon_deg [place_count], copied.
 * source    given; release it with mlg_roads_source_free().
 * Errors: MLG_NO_MEMORY, MLG_BAD_INPUT. Cost: a row of legs is one distance for each destination.
 */
MLG_API mlg_status mlg_roads_fibre(const double *lat_deg, const double *lon_deg, int32_t place_count, double route_factor,
                                   mlg_leg_source *source, mlg_error *err);

/* ---- road files ---- */

typedef struct mlg_roads mlg_roads;               /**< an open road file; share it freely between threads */
typedef struct mlg_metric mlg_metric;             /**< roads as one vehicle meets them at one hour; share it likewise */
typedef struct energy_table mlg_energy_table;     /**< energy of a vehicle class on the road: mlg_class_energy() of api.h */
typedef struct mlg_path mlg_path;                 /**< a way on the map with its streets and shape */

/** What goes into a road file. Zero and NULL everywhere is a good default. */
typedef struct mlg_roads_build_spec {
    const char *map;      /**< .osm.pbf, DIMACS .gr (its .co beside it), or a folder with nodes.csv and arcs.csv */
    const char *dem;      /**< folder of elevation tiles (N43E007.hgt, .hgt.zip), or NULL: flat */
    bool turns;           /**< costs of turns; the file and all computations take some 2.5 times as much */
    bool keep_osm_ids;
    int32_t thread_count; /**< 0: one. The file does not depend on it */
} mlg_roads_build_spec;

/**
 * Read a map and write a road file: the same bytes for the same map and spec.
 * found     may be NULL: what was dropped or cut, each kind once, counted.
 * f         may be NULL; phases "read", "build", "order", "write". MLG_ENOUGH stops; no file is written then.
 * Errors    MLG_NO_FILE, MLG_BAD_INPUT (with "file:offset" or "file:line"), MLG_OVER_LIMIT, MLG_NO_MEMORY.
 */
MLG_API mlg_status mlg_roads_build(const mlg_roads_build_spec *spec, const char *file, mlg_progress_fn *f, void *user,
                                   mlg_findings *found, mlg_error *err);
/**
 * Open a road file: mapped, checked as a whole (checksums, indices), never written. A map in its place (as in
 * mlg_roads_build_spec; .pbf up to 64 MB) is made into a road file for this use, in TMPDIR or /tmp: a city takes a second.
 * roads     given: mlg_roads_free(), after its metrics. Errors: MLG_NO_FILE, MLG_BAD_INPUT (not a road file, another version,
 *           truncated, altered; of a map as in mlg_roads_build()), MLG_OVER_LIMIT, MLG_NO_MEMORY. Cost: one pass over the file.
 */
MLG_API mlg_status mlg_roads_open(const char *file, mlg_roads **roads, mlg_error *err);
MLG_API void mlg_roads_free(mlg_roads *roads);

/** What a road file holds. Texts are borrowed from the roads. */
typedef struct mlg_roads_info {
    const char *file, *source, *date; /**< the map it was made from; its replication date, or "" */
    const char *credit;               /**< to be printed with every result, or "" */
    const char *built_by;             /**< version of the program */
    double west_deg, south_deg, east_deg, north_deg;
    int32_t node_count, edge_count, state_count, arc_count, name_count;
    int64_t hierarchy_arc_count;      /**< 0: none in the file */
    double length_km;                 /**< of all edges, each once */
    bool turns, elevation;
} mlg_roads_info;
MLG_API mlg_roads_info mlg_roads_about(const mlg_roads *roads);

/** Who drives, and when. */
typedef struct mlg_metric_spec {
    const char *profile;  /**< "van" (NULL too), "car", "truck:mass_t=19,height_m=3.8", "cargobike"; copied */
    int32_t hour;         /**< 1..168, the first hour of Monday is 1; 0: rules that hold at some hours are left out */
    const mlg_energy_table *energy; /**< copied; NULL: legs without energy */
    double snap_radius_m; /**< 0: 500 */
    bool curb;            /**< stop only on the side of the street where the point lies (right-hand traffic) */
    bool islands;         /**< snap to the nearest street even if it is cut off from the main network */
    int32_t thread_count; /**< for making it; 0: one */
} mlg_metric_spec;
/**
 * Weights of all roads for one vehicle and hour. metric given: mlg_metric_free(); it borrows roads.
 * Errors    MLG_BAD_INPUT (profile), MLG_OVER_LIMIT, MLG_NO_MEMORY. Cost: linear in the arcs; a fraction of a second for a region.
 */
MLG_API mlg_status mlg_metric_make(const mlg_roads *roads, const mlg_metric_spec *spec, mlg_metric **metric, mlg_error *err);
MLG_API void mlg_metric_free(mlg_metric *metric);
MLG_API const mlg_roads *mlg_metric_roads(const mlg_metric *metric); /**< borrowed */

/** Whether a point has a road. */
typedef enum mlg_snap_state {
    MLG_SNAPPED,
    MLG_SNAPPED_ISLAND, /**< on streets that are cut off from the main network */
    MLG_NO_ROAD_NEAR,   /**< none within the radius; distance_m tells how far the nearest is */
    MLG_OUTSIDE_MAP     /**< and beyond the bounds of the map */
} mlg_snap_state;

/** Where a point meets the roads: depends on the point and the metric alone, never on other points of a request. */
typedef struct mlg_snapped {
    mlg_snap_state state;
    mlg_point asked, at;      /**< at: on the road; asked again where there is none */
    double distance_m;        /**< from asked to the nearest usable road, also beyond the radius; NAN: no road at all */
    int32_t edge;             /**< MLG_NONE: no road */
    uint32_t offset_dm;       /**< from the edge's tail */
    bool right;               /**< asked lies on the right of the edge, seen from its tail */
    uint8_t directions;       /**< of travel that serve it: 1 along the edge, 2 against it */
    int32_t component_states; /**< size of its component where it is an island */
    bool swapped;             /**< latitude and longitude exchanged would lie on the map */
    char street[64];          /**< name of that nearest road, cut, or "" */
} mlg_snapped;

/** out [count], written. Returns how many found a road. Cost: some 5 us a point. */
MLG_API int32_t mlg_snap(const mlg_metric *m, const mlg_point *points, int32_t count, mlg_snapped *out);
/** Why a point has no road, or none of the main network, in words: message and hint; an empty message for MLG_SNAPPED. */
MLG_API void mlg_snap_words(const mlg_metric *m, const mlg_snapped *snapped, mlg_error *words);

/** legs [row_count * target_count] of rows first_row.., borrowed for the call. MLG_ENOUGH ends the matrix. */
typedef mlg_flow mlg_rows_fn(int32_t first_row, int32_t row_count, const mlg_leg *legs, void *user);
/**
 * All legs from each of `from` to each of `to`, in rows handed to f in ascending order: time-best paths, distance and
 * energy along the same path. Points without a road and ends without a way give MLG_UNREACHABLE. Exact: what a plain
 * search gives, whatever thread_count.
 * Errors    MLG_NO_MEMORY. Cost: a label a point, then a minimum over what two labels share for each pair; memory does not grow with
 *           from_count * to_count (figures and sources: docs/methods/roads-hierarchy.md).
 */
MLG_API mlg_status mlg_roads_matrix(const mlg_metric *m, const mlg_snapped *from, int32_t from_count, const mlg_snapped *to,
                                    int32_t to_count, int32_t thread_count, mlg_rows_fn *f, void *user, mlg_error *err);

typedef struct mlg_near { int32_t target; mlg_leg leg; } mlg_near;
/** The k targets that are reached first from each source: near [from_count * k], ascending in time, ties by target;
 * target MLG_NONE where there are fewer. Errors: MLG_NO_MEMORY. Cost: that of the matrix. */
MLG_API mlg_status mlg_roads_nearest(const mlg_metric *m, const mlg_snapped *from, int32_t from_count, const mlg_snapped *to,
                                     int32_t to_count, int32_t k, int32_t thread_count, mlg_near *near, mlg_error *err);

/** A piece of street along a way, in order. The sums over a way are its leg, before rounding. */
typedef struct mlg_path_step {
    const char *street;            /**< borrowed from the path, "" without a name */
    int32_t edge;                  /**< of the road file */
    bool backward;
    uint32_t time_ms, distance_dm;
    int32_t energy_100j, energy_100mj_per_kg; /**< 0.1 kJ, 0.1 J/kg */
    int32_t first_point;           /**< where its shape begins in the path's points */
} mlg_path_step;
/**
 * The way through all of `via` [count], in order. path given: mlg_path_free(); NULL with MLG_OK where a leg has no way.
 * Errors    MLG_BAD_INPUT (fewer than two points; a file that was forged), MLG_NO_MEMORY.
 * Cost      one setup linear in the states of the file, then a leg takes less: ask for a whole way at once.
 */
MLG_API mlg_status mlg_roads_route(const mlg_metric *m, const mlg_snapped *via, int32_t count, mlg_path **path, mlg_error *err);
MLG_API void mlg_path_free(mlg_path *path);
MLG_API mlg_leg mlg_path_leg(const mlg_path *path, int32_t i); /**< from via i to via i + 1, rounded as in a matrix */
MLG_API int32_t mlg_path_step_count(const mlg_path *path);
MLG_API mlg_path_step mlg_path_step_at(const mlg_path *path, int32_t i);
MLG_API int32_t mlg_path_point_count(const mlg_path *path);
MLG_API mlg_point mlg_path_point(const mlg_path *path, int32_t i);
/** Where leg i begins: its first step and first point; i may be the number of legs. */
MLG_API int32_t mlg_path_leg_step(const mlg_path *path, int32_t i);
MLG_API int32_t mlg_path_leg_point(const mlg_path *path, int32_t i);

/** What bars a vehicle from a street that a car may drive. */
typedef enum mlg_bar {
    MLG_BAR_NONE,
    MLG_BAR_HEIGHT, MLG_BAR_WIDTH, MLG_BAR_LENGTH, /**< limit and own in metres */
    MLG_BAR_WEIGHT, MLG_BAR_AXLE,                  /**< in tonnes */
    MLG_BAR_HAZMAT, MLG_BAR_ACCESS,
    MLG_BAR_THROUGH, /**< it may only start or end there */
    MLG_BAR_TURN     /**< no street of it: a restriction of turns, or streets that together are not for through traffic */
} mlg_bar;
/** A leg, the way of a car at the vehicle's speeds (free), and what bars the vehicle from that first. */
typedef struct mlg_why {
    mlg_leg driven, free; /**< unreachable where there is no way */
    mlg_bar bar;          /**< MLG_BAR_NONE: the car is no faster */
    double limit, own;
    mlg_point at;         /**< where the barred piece begins */
    char street[64];      /**< its name, cut, or "" */
} mlg_why;
/**
 * Why the legs through `via` [count] are as long as they are: why [count - 1], written.
 * Errors    MLG_NO_MEMORY, MLG_OVER_LIMIT. Cost: a metric, then two routes a leg.
 */
MLG_API mlg_status mlg_roads_why(const mlg_metric *m, const mlg_snapped *via, int32_t count, mlg_why *why, mlg_error *err);
/** The same in words: a message, empty where nothing bars. */
MLG_API void mlg_why_words(const mlg_why *why, mlg_error *words);

/** A closed ring of an area, first point repeated at the end; outer rings anticlockwise, holes clockwise. */
typedef struct mlg_ring { int32_t first_point, point_count; bool hole; } mlg_ring;
/** What can be reached within each limit, as an area of cells of cell_m: a cell belongs to it where a street in it is
 * reached in time. */
typedef struct mlg_reach mlg_reach;
/** limits_s [limit_count], 1 to 16 of them, each 1 to 86400. reach given: mlg_reach_free().
 * Errors    MLG_BAD_INPUT (from has no road; limits), MLG_OVER_LIMIT (more than 16 million cells), MLG_NO_MEMORY.
 * Cost      a plain search up to the longest limit, then linear in the edges of the file and, for each limit, in the cells. */
MLG_API mlg_status mlg_roads_reach(const mlg_metric *m, const mlg_snapped *from, const int32_t *limits_s, int32_t limit_count,
                                   double cell_m, mlg_reach **reach, mlg_error *err);
MLG_API void mlg_reach_free(mlg_reach *reach);
MLG_API int32_t mlg_reach_ring_count(const mlg_reach *reach, int32_t limit);
MLG_API mlg_ring mlg_reach_ring(const mlg_reach *reach, int32_t limit, int32_t i);
MLG_API mlg_point mlg_reach_point(const mlg_reach *reach, int32_t i);
MLG_API double mlg_reach_km(const mlg_reach *reach, int32_t limit); /**< length of streets reached, each once */

/* ---- legs from a road file ---- */

/** How one vehicle class drives. */
typedef struct mlg_road_class {
    const char *profile;            /**< as in mlg_metric_spec; in warnings */
    const mlg_energy_table *energy; /**< copied */
    mlg_energy_curve curve;         /**< of legs by crow flight; copied */
} mlg_road_class;
typedef struct mlg_roads_source_spec {
    const mlg_road_class *classes;
    int32_t class_count;
    const mlg_point *places;
    const char *const *place_names; /**< in warnings; may be NULL */
    int32_t place_count;
    double snap_radius_m;           /**< 0: 500 */
    bool curb;
    bool no_crow_flight;            /**< legs without a road are unreachable; else estimated by crow flight, with a warning */
    int32_t hour;                   /**< as in mlg_metric_spec */
} mlg_roads_source_spec;
/**
 * Legs between places for each vehicle class by the roads of a file. A place that no road serves never stops the run: it is
 * named in source->found, with the distance to the nearest road and what is done.
 * roads     consumed on success: the source frees it. source: given.
 * Errors    MLG_BAD_INPUT (a profile), MLG_OVER_LIMIT, MLG_NO_MEMORY.
 * Cost      a metric for each pair of profile and energy table; a snap for each of them and place.
 */
MLG_API mlg_status mlg_roads_source(mlg_roads *roads, const mlg_roads_source_spec *spec, mlg_leg_source *source, mlg_error *err);

/** Release a source of any kind; one with a zero head does nothing. */
MLG_API void mlg_roads_source_free(mlg_leg_source *source);

#ifdef __cplusplus
}
#endif
#endif
