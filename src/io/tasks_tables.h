/* tasks_tables.h — routes of a day for people and their devices: a table of steps, a map, a track a driver. Times are
 * those of VROOM's answer. All append to out; a failure of memory is out's sticky flag. */
#ifndef MLG_IO_TASKS_TABLES_H
#define MLG_IO_TASKS_TABLES_H

#include "io/vroom.h"

/* A row a step: route, vehicle, seq, kind, id, description, lat, lon, arrival, wait_s, setup_s, service_s, departure,
 * loads, distance_m and drive_s so far; then a row for each stop that nobody serves, with the reason in the last column.
 * Times below a day are written hh:mm:ss, others as seconds. */
void mlg__tasks_csv(const struct tasks *t, const mlg_problem *p, const struct vroom_answer *a, mlg_lang lang, struct text *out);
/* A line a route, along streets where the source knows them, and a point a stop, also for those that nobody serves. Errors:
 * those of the ways. */
mlg_status mlg__tasks_geojson(const struct tasks *t, const mlg_problem *p, const struct vroom_answer *a,
                              const struct vroom_words *w, struct text *out, mlg_error *err);
/* One route as a track with its stops as named points. Errors: those of the ways. */
mlg_status mlg__tasks_gpx(const struct tasks *t, const mlg_problem *p, const struct vroom_route *r,
                          const struct vroom_words *w, struct text *out, mlg_error *err);
/* The stops that nobody serves as named points, each with its reason. */
void mlg__tasks_gpx_unserved(const struct tasks *t, const mlg_problem *p, const struct vroom_answer *a, mlg_lang lang,
                             struct text *out);

#endif
