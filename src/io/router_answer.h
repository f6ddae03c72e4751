/* router_answer.h — what the readers of routers' answers share. */
#ifndef MLG_IO_ROUTER_ANSWER_H
#define MLG_IO_ROUTER_ANSWER_H

#include <jansson.h>

#include "io/router.h"

/* An answer being read. */
struct router_reading {
    const struct router_ask *ask;
    const char *where;
    mlg_leg *legs;
    mlg_error *err;
};

/* A matrix of numbers and nulls, [from][to], times `scale`, half up, into seconds (or metres). False: told in err. */
bool mlg__router_plane(const struct router_reading *r, const json_t *rows, const char *name, double scale, bool metres);
/* One number or null; false when it is neither, below 0 or beyond MLG_LEG_MAX: told in err. */
bool mlg__router_number(const struct router_reading *r, const json_t *value, const char *name, double scale, int32_t *number);
enum router_verdict mlg__router_refused(const struct router_reading *r, const char *code, const char *message);
/* "[lon,lat]" with six decimals. */
void mlg__router_lon_lat(struct text *t, mlg_point p, const char *open, const char *close);

void mlg__osrm_request(const struct router_ask *ask, struct text *path, struct text *body);
void mlg__valhalla_request(const struct router_ask *ask, struct text *path, struct text *body);
void mlg__ors_request(const struct router_ask *ask, struct text *path, struct text *body);
typedef enum router_verdict mlg_router_read_fn(const struct router_reading *r, int http_status, const json_t *root);
mlg_router_read_fn mlg__osrm_read, mlg__valhalla_read, mlg__ors_read;

#endif
