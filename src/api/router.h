/* router.h — another program's server as a leg source. */
#ifndef MLG_API_ROUTER_H
#define MLG_API_ROUTER_H

#include "base/error.h"
#include "maillage/roads.h"

struct router_spec {
    const char *router; /* "osrm:http://localhost:5000" */
    const mlg_road_class *classes;
    int32_t class_count;
    const mlg_point *places;
    const char *const *place_names;
    int32_t place_count;
    bool no_crow_flight;
    int32_t first_wait_ms; /* before a request is sent again, doubled each time; 0: the usual */
};
/* Asks for the legs to and from one place at once, so that a server that does not answer is noticed before anything else, and
 * places that it cannot reach are named in source->found. The environment's MAILLAGE_ROUTER_KEY goes into the header
 * Authorization. Errors: MLG_NO_ROADS, MLG_NO_MEMORY. */
mlg_status mlg__router_source(const struct router_spec *spec, mlg_leg_source *source, mlg_error *err);

#endif
