/* location.h — a location problem: which sites to open so that clients are served at least cost. The form of the
 * published sets (cap, ufllib, pmed, …): one period, a site is open or closed, money and loads as the file gives them.
 *
 *     min  sum fixed[s] open[s] + sum cost(c, s) x(c, s)        x: share of client c that site s serves, sum over s = 1
 *
 * under capacities of sites, a number of open sites at most, one site for a client where single_source. With plants
 * (two stages) what a site sends out must come from open plants, at a cost a unit. Special cases: no capacity
 * (uncapacitated), no fixed cost and a number of sites (p-median), lanes only inside a radius and a price of staying
 * unserved (maximal covering).
 *
 * Everything is an integer: money in quanta of 10^-decimals of the file's unit, loads in the file's unit. A client's
 * lane costs what its *whole* demand costs on it; a share costs its share, exactly (a fraction of a quantum is kept
 * until the sum is made). Filled by a reader (io/location_read.h), finished by mlg__location_finish(), then frozen.
 * Memory: 16 bytes a lane, 24 a client, 16 a site. */
#ifndef MLG_MODEL_LOCATION_H
#define MLG_MODEL_LOCATION_H

#include "base/math.h"
#include "base/memory.h"
#include "maillage/location.h"

#define LOCATION_UNLIMITED INT64_MAX /* capacity of a site; cost of leaving a client out: it must be served */
#define LOCATION_MONEY_MAX INT64_C(1000000000000000) /* 10^15 quanta, all costs together: what plan.json keeps exactly */
#define LOCATION_LOAD_MAX INT64_C(1000000000)
#define LOCATION_COUNT_MAX 1000000 /* sites, clients */
#define LOCATION_LANES_MAX 200000000

struct location_lane { int64_t cost; int32_t site; }; /* of the client's whole demand */

/* capacity: [site * product_count + product], of each product its own (one product: [site]). */
struct location_sites { int32_t count; int64_t *fixed, *capacity; };

struct mlg_location {
    struct arena arena;
    char name[64];
    const char *format;          /* "cap", "pmed", …: a word of the format table, not freed */
    int32_t decimals;            /* one quantum is 10^-decimals of the file's unit of money */
    bool single_source;          /* a client is served by one site */
    int32_t open_most;           /* sites open at most; 0: as many as wanted */
    struct location_sites sites; /* that serve clients */

    int32_t client_count;
    int64_t *demand;             /* [client] load, >= 1 (1 where nothing has a capacity) */
    int64_t *left_out;           /* [client] cost of not serving it; LOCATION_UNLIMITED: it must be served */
    int64_t *first;              /* [client + 1] */
    struct location_lane *lanes; /* by client, ascending site; a pair without a lane is not possible */

    /* Two stages: plants feed sites. A client asks for one product; plants.count 0: one stage. */
    struct location_sites plants;
    int32_t product_count;       /* 1 unless the file has several */
    int32_t *product;            /* [client] */
    int64_t *haul;               /* [(product * plants + plant) * sites + site] quanta of one unit */
};

/* Check what every location problem must have (sums inside 64 bits, a lane for each client that must be served, enough
 * capacity in all) and say all that is wrong in found. */
mlg_status mlg__location_finish(mlg_location *l, mlg_findings *found, mlg_error *err);

/* The lane of a client to a site; NULL where there is none. O(log lanes of the client). */
const struct location_lane *mlg__location_lane(const mlg_location *l, int32_t client, int32_t site);

/* -- an answer -- */

/* units of a client (of its demand) from a site. Ascending (client, site). */
struct location_flow { int32_t client, site; int64_t units; };
/* units of a product from a plant to a site. Ascending (product, plant, site). */
struct location_haul { int32_t product, plant, site; int64_t units; };

struct mlg_location_plan {
    struct arena arena;
    bool found;              /* a plan that keeps every limit; else only the bound counts */
    int64_t cost, bound;     /* quanta, as claimed; cost rounded up from the exact sum, bound INT64_MIN: none */
    mlg_bound_kind bound_kind;
    bool *open, *plant_open; /* [site], [plant] */
    int32_t flow_count, haul_count;
    struct location_flow *flows;
    struct location_haul *hauls;
};

/* The exact cost, rounded up to a quantum, from sites and flows alone: what both search and checker call a cost. */
int64_t mlg__location_cost(const mlg_location *l, const mlg_location_plan *plan);

#endif
