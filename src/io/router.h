/* router.h — what other routers are asked and what they answer: the text of a request for a small matrix, and its reading.
 * Connections are made elsewhere (api/router.c).
 *
 * To add a router: a file with its request and its reading, a row in router.c. */
#ifndef MLG_IO_ROUTER_H
#define MLG_IO_ROUTER_H

#include "base/error.h"
#include "base/text.h"
#include "maillage/leg.h"

enum router_kind { ROUTER_OSRM, ROUTER_VALHALLA, ROUTER_ORS, ROUTER_KINDS };
enum router_vehicle { ROUTER_CAR, ROUTER_TRUCK, ROUTER_BIKE };
enum { MLG_ROUTER_TILE = 50 }; /* rows and columns at most: within the limits that the three have by default */

struct router_ask {
    enum router_kind kind;
    enum router_vehicle vehicle;
    const mlg_point *from, *to;
    int32_t from_count, to_count;
};

/* What is to be done with an answer. */
enum router_verdict {
    ROUTER_READ,    /* legs are filled */
    ROUTER_SPLIT,   /* a point without a road, or too many: ask for parts, one pair is then unreachable */
    ROUTER_LATER,   /* busy: ask again */
    ROUTER_REFUSED  /* told in err */
};

/* The kind of a word ("osrm", "valhalla", "openrouteservice" or "ors"), or ROUTER_KINDS. */
enum router_kind mlg__router_kind(const char *word, size_t length);
const char *mlg__router_name(enum router_kind kind);

/* What follows the server's address, and the body of a POST (empty: GET). */
void mlg__router_request(const struct router_ask *ask, struct text *path, struct text *body);
/* legs [from_count * to_count]: seconds and metres, half up, no energy; null is unreachable. http_status as received.
 * where: for messages. */
enum router_verdict mlg__router_answer(const struct router_ask *ask, const char *where, int http_status, const char *bytes, size_t count,
                                       mlg_leg *legs, mlg_error *err);

#endif
