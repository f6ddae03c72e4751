/* stops_read.h — a table of stops (and one of vehicles) into tasks (docs/formats/stops.md). */
#ifndef MLG_IO_STOPS_READ_H
#define MLG_IO_STOPS_READ_H

#include "io/tasks.h"

/* Vehicles where there is no table of them: mlg_tasks_fleet of api.h. */
struct stops_fleet {
    int32_t count; /* 0: as many as may be needed */
    bool has_depot;
    double lat_deg, lon_deg;
    int64_t capacity, open_s, close_s, service_s; /* capacity 0: no limit; close_s 0: all day */
    int32_t max_stops;                            /* 0: no limit */
};

/* Columns are known by many names, in French too; what was taken for what is told in found, once. vehicles NULL: the
 * fleet. t: mlg__tasks_free() in every case. Errors: MLG_BAD_INPUT (each mistake in found, as file:line:column),
 * MLG_NO_MEMORY. */
struct stops_file {
    const char *name, *bytes;
    size_t size;
};
mlg_status mlg__stops_read(const struct stops_file *stops, const struct stops_file *vehicles,
                           const struct stops_fleet *fleet, const struct tasks_ask *ask, struct tasks *t,
                           mlg_findings *found, mlg_error *err);

#endif
