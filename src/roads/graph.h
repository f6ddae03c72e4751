/* graph.h — a road network as plain arrays, ready to be written as sections of a mapped file.
 *
 * Two layers. The *map*: nodes (junctions, ends, barriers) and edges (a piece of street between two nodes, with its
 * shape, name, and what tags say of it: independent of any vehicle). The *state graph* that is searched: states joined
 * by directed arcs, each arc one direction of one edge. A state is a node; where turns are restricted, further states
 * are copies of the node that can be left by fewer arcs (states.h). With full turn costs a state is a directed edge
 * at its head end and an arc is a turn followed by a drive along the next edge.
 *
 *     what the map says        + who drives (profile.h)     = a road_use (use.h): weights, components, pockets
 *
 * One graph serves all vehicles: nothing here depends on a profile but bits that say what each family of vehicles may.
 *
 * Limits: 2^31 - 1 states and arcs, 2^30 edges, 65,535 distinct sets of limits, 4 GiB of geometry. */
#ifndef MLG_ROADS_GRAPH_H
#define MLG_ROADS_GRAPH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"
#include "maillage/base.h"

/* Families of vehicles whose rights differ. */
enum road_family { ROAD_CAR, ROAD_VAN, ROAD_TRUCK, ROAD_BIKE, ROAD_FAMILIES };
enum { ROAD_ALL_FAMILIES = (1 << ROAD_FAMILIES) - 1 };

/* What a vehicle may do on an edge in one direction. End-only: at the start or the end of a path, not in its middle. */
enum road_access { ROAD_NO, ROAD_END, ROAD_THROUGH };

enum road_class {
    ROAD_MOTORWAY,
    ROAD_MOTORWAY_LINK,
    ROAD_TRUNK,
    ROAD_TRUNK_LINK,
    ROAD_PRIMARY,
    ROAD_PRIMARY_LINK,
    ROAD_SECONDARY,
    ROAD_SECONDARY_LINK,
    ROAD_TERTIARY,
    ROAD_TERTIARY_LINK,
    ROAD_UNCLASSIFIED,
    ROAD_RESIDENTIAL,
    ROAD_LIVING_STREET,
    ROAD_SERVICE,
    ROAD_DRIVEWAY /* alleys too */,
    ROAD_TRACK,
    ROAD_PEDESTRIAN,
    ROAD_CYCLEWAY,
    ROAD_PATH,
    ROAD_FERRY,
    ROAD_CLASSES
};
enum road_surface { ROAD_PAVED /* or not said */, ROAD_GRAVEL, ROAD_COBBLES, ROAD_MUD, ROAD_SURFACES };
enum road_smoothness { ROAD_SMOOTH /* or not said */, ROAD_BAD, ROAD_VERY_BAD, ROAD_HORRIBLE, ROAD_SMOOTHNESSES };

enum road_flag {
    ROAD_URBAN = 1, /* in a town, by tags or by density (urban.c) */
    ROAD_TOLL = 2,
    ROAD_HAZMAT_NO = 4, /* closed to dangerous goods */
    ROAD_BRIDGE = 8,
    ROAD_TUNNEL = 16,
    ROAD_ROUNDABOUT = 32,
    ROAD_DUAL = 64 /* one carriageway of a road with two, or several lanes each way */
};

/* Physical and legal limits; 0: none. Set 0 of a graph has no limit. */
struct road_limits {
    uint16_t height_cm, width_cm, length_cm;
    uint16_t weight_10kg, axle_10kg; /* of the whole vehicle; of one axle */
};

enum { ROAD_EDGE_DM_MAX = 100000000 }; /* 10,000 km: what a way is made of can be added up in 32 bits */

struct road_edge {
    int32_t tail, head;            /* nodes; the geometry runs from tail to head */
    uint32_t length_dm;            /* 1 to ROAD_EDGE_DM_MAX */
    uint32_t geometry;             /* first byte of its inner points in the geometry */
    int32_t name;                  /* 0: none */
    uint16_t point_count;          /* inner points, without tail and head */
    uint16_t access;               /* 2 bits a family and direction: mlg__edge_access() */
    uint16_t climb_dm, descent_dm; /* forward; swapped for the other direction */
    uint16_t limits;               /* index into the sets of limits */
    uint16_t flags;                /* enum road_flag */
    uint8_t class, surface, smoothness;
    uint8_t speed_kmh[2];       /* legal limit or given speed, forward and backward; 0: not said */
    uint8_t speed_truck_kmh[2]; /* where trucks have their own limit */
    uint8_t signals[2];         /* traffic lights met on the way, the one at the end included */
    uint8_t gates[2];           /* gates that open, likewise */
    uint8_t unused;             /* 0, so that equal graphs have equal bytes */
};
_Static_assert(sizeof(struct road_edge) == 44, "one layout on every machine");

struct road_node {
    int32_t lon_e7, lat_e7; /* 1e-7 degree */
    uint16_t limits;        /* of what passes through this point (maxheight on a gate or portal) */
    uint8_t barred;         /* families that cannot pass: one bit each; they may reach it from both sides */
    uint8_t end_only;       /* families that may pass at the start or the end of a path only (a private gate) */
};
_Static_assert(sizeof(struct road_node) == 12, "one layout on every machine");

/* A rule with a condition: it replaces access, or the speed, of an edge for some families, weights and hours. */
struct road_rule {
    int32_t edge;
    uint16_t over_10kg; /* only vehicles heavier than this; 0: all */
    uint8_t families;   /* one bit each */
    uint8_t directions; /* 1 forward, 2 backward */
    uint8_t access;     /* enum road_access, or ROAD_KEEP */
    uint8_t speed_kmh;  /* 0: unchanged */
    uint8_t always;     /* no hours: holds at any time */
    uint8_t hours[21];  /* one bit an hour of the week, Monday 0 h first */
};
enum { ROAD_KEEP = 255, ROAD_HOURS = 168 };
_Static_assert(sizeof(struct road_rule) == 32, "one layout on every machine");

struct road_graph {
    /* The map. */
    int32_t node_count, edge_count, name_count, limits_count, rule_count;
    struct road_node *nodes; /* along a Hilbert curve */
    struct road_edge *edges; /* by tail */
    uint8_t *geometry;       /* zigzag varints: lon, lat of each inner point as a difference from the one before */
    size_t geometry_bytes;
    char *names;                /* one after the other, no 0 between */
    uint32_t *name_first;       /* [name_count + 1] */
    struct road_limits *limits; /* [limits_count], at least one */
    struct road_rule *rules;    /* by edge */
    uint32_t *edge_time_ms; /* [2 * edge_count] forward, backward: given by the file, whoever drives; NULL: by speed */
    int64_t *node_osm;      /* [node_count], or NULL: not kept */
    int64_t *edge_way;      /* [edge_count], or NULL */

    /* The state graph. */
    int32_t state_count, arc_count;
    bool turns;            /* states are directed edges, arcs are turns */
    int32_t *state_node;   /* [state_count] where it is; the first node_count states are the nodes unless turns */
    int32_t *state_arc;    /* with turns: [state_count] edge * 2 + backward; else NULL */
    int32_t *out_first;    /* [state_count + 1] arcs by tail */
    int32_t *arc_head;     /* [arc_count] state */
    int32_t *arc_edge;     /* [arc_count] edge * 2 + backward: the edge driven by this arc */
    uint8_t *arc_barred;   /* [arc_count] families that may not take it, one bit each; and ROAD_ARC_STAYS */
    uint32_t *arc_turn_ms; /* with turns: [arc_count] ms before the edge; else NULL */

    /* Where it comes from. */
    int32_t west_e7, south_e7, east_e7, north_e7; /* of the nodes */
    char source[128];                             /* name of the file */
    char date[24];                                /* replication date of the map, "" when it has none */
    bool osm;                                     /* credit "(c) OpenStreetMap contributors, ODbL" is due */
    bool elevation;                               /* climb and descent are known, at least in part */
    struct arena memory;                          /* of all arrays, when built and not mapped */
};

static inline enum road_access mlg__edge_access(const struct road_edge *e, int family, int backward)
{
    return (enum road_access)(e->access >> (4 * family + 2 * backward) & 3);
}
static inline int32_t mlg__arc_edge(const struct road_graph *g, int32_t arc) { return g->arc_edge[arc] >> 1; }
static inline int mlg__arc_backward(const struct road_graph *g, int32_t arc) { return g->arc_edge[arc] & 1; }

/* Of an arc: it does not pass its node, but turns back on the edge it came by, or starts here. What bars the node, or
 * makes it end-only, does not concern it. Nodes that bar, are end-only or have limits are always entered by copies, so
 * that this is known. */
enum { ROAD_ARC_STAYS = 128 };

/* The inner points of an edge one after the other, forward: start at the tail, call for i = 0..point_count-1. */
struct road_shape {
    const uint8_t *next;
    int32_t lon_e7, lat_e7;
};
static inline int32_t mlg__varint_delta(const uint8_t **at)
{
    uint32_t v = 0;
    for (int shift = 0; shift < 35; shift += 7) {
        const uint8_t b = *(*at)++;
        v |= (uint32_t)(b & 127) << (shift & 31);
        if (b < 128) break;
    }
    return (int32_t)(v >> 1) ^ -(int32_t)(v & 1);
}
static inline struct road_shape mlg__shape(const struct road_graph *g, int32_t edge)
{
    const struct road_edge *e = &g->edges[edge];
    return (struct road_shape) { g->geometry + e->geometry, g->nodes[e->tail].lon_e7, g->nodes[e->tail].lat_e7 };
}
static inline void mlg__shape_step(struct road_shape *s)
{
    s->lon_e7 = (int32_t)((uint32_t)s->lon_e7 + (uint32_t)mlg__varint_delta(&s->next));
    s->lat_e7 = (int32_t)((uint32_t)s->lat_e7 + (uint32_t)mlg__varint_delta(&s->next));
}

void mlg__road_graph_free(struct road_graph *g); /* of a built one; NULL does nothing */

#endif
