/* osm.h — from a PBF file to the ways, nodes and turn restrictions that matter for driving (not yet a graph).
 *
 *     pass 1 (ways, relations): road ways with their node ids, turn restrictions; then all used ids, sorted
 *     pass 2 (nodes): the places of used nodes; barriers, lights and limits that stand on them
 *
 * A file that says it is sorted is entered at its first block of ways; nodes are then the blocks before. Blobs are
 * decoded in parallel and joined in the order of the file, so the result does not depend on threads. */
#ifndef MLG_ROADS_OSM_H
#define MLG_ROADS_OSM_H

#include "roads/ids.h"
#include "roads/map.h"
#include "roads/pbf.h"
#include "roads/tags.h"

struct osm_way {
    int64_t id;
    struct way_road road;         /* its rules and name are below, not in here */
    int32_t ref_first, ref_count; /* bytes of zigzag differences in refs; how many ids */
    int32_t name_first, name_length;
    int32_t rule_first, rule_count;
};

/* A relation type=restriction as it stands; members by id. */
enum turn_role { TURN_FROM, TURN_VIA_NODE, TURN_VIA_WAY, TURN_TO };
struct osm_member {
    int64_t id;
    uint8_t role;
};
struct osm_turn {
    int64_t id;
    int32_t member_first, member_count;
    uint8_t families;
    bool only; /* only_*; else no_* */
};

struct osm_node {
    int32_t node;
    struct node_road road;
}; /* node: place in used */

struct osm_map {
    struct osm_way *ways;
    uint8_t *refs;
    char *names;
    struct road_rule *rules; /* .edge: unused here */
    struct osm_turn *turns;
    struct osm_member *members;
    struct osm_node *features; /* ascending by node, each once */
    int32_t way_count, ref_bytes, name_bytes, rule_count, turn_count, member_count, feature_count;
    int32_t way_cap, ref_cap, name_cap, rule_cap, turn_cap, member_cap, feature_cap;
    struct id_set used;       /* nodes of road ways */
    uint8_t *uses;            /* [used.count] 1 once, 2 more often */
    int32_t *lon_e7, *lat_e7; /* [used.count] lon INT32_MIN: the file lacks the node */
    char date[24];
};

mlg_status mlg__osm_read(const struct source *source, const struct map_options *o, struct osm_map *m,
                         struct map_counts *counts, mlg_error *err);
void mlg__osm_free(struct osm_map *m);

/* The nodes of a way as places in used, in order; places [PBF_REFS_MAX]. */
void mlg__osm_way_nodes(const struct osm_map *m, const struct osm_way *w, int32_t *places);

#endif
