/* tags.h — what the tags of a way or a node mean for those who drive: class, rights of each family, legal limits.
 *
 * Pure functions over a set of tags; no geometry, no profile. The rules, one row a case: tests/unit/roads_tags.inc. */
#ifndef MLG_ROADS_TAGS_H
#define MLG_ROADS_TAGS_H

#include "roads/graph.h"

/* Keys of rights come by fours: the key, its two directions, its conditional form. */
#define RIGHT(X, id, name)                                                                                             \
    X(id, name)                                                                                                        \
    X(id##_FORWARD, name ":forward") X(id##_BACKWARD, name ":backward") X(id##_CONDITIONAL, name ":conditional")
#define TAG_KEYS(X)                                                                                                    \
    RIGHT(X, ACCESS, "access")                                                                                         \
    RIGHT(X, VEHICLE, "vehicle")                                                                                       \
    RIGHT(X, MOTOR_VEHICLE, "motor_vehicle")                                                                           \
    RIGHT(X, MOTORCAR, "motorcar")                                                                                     \
    RIGHT(X, GOODS, "goods")                                                                                           \
    RIGHT(X, HGV, "hgv")                                                                                               \
    RIGHT(X, BICYCLE, "bicycle")                                                                                       \
    RIGHT(X, MAXSPEED, "maxspeed")                                                                                     \
    RIGHT(X, MAXSPEED_HGV, "maxspeed:hgv")                                                                             \
    X(HIGHWAY, "highway")                                                                                              \
    X(ROUTE, "route") X(JUNCTION, "junction") X(SERVICE, "service") X(TRACKTYPE, "tracktype") X(AREA, "area")          \
        X(MOTORROAD, "motorroad") X(ONEWAY, "oneway") X(ONEWAY_BICYCLE, "oneway:bicycle") X(                           \
            ONEWAY_CONDITIONAL, "oneway:conditional") X(CYCLEWAY, "cycleway") X(CYCLEWAY_LEFT, "cycleway:left")        \
            X(CYCLEWAY_RIGHT, "cycleway:right") X(CYCLEWAY_BOTH, "cycleway:both") X(MAXSPEED_TYPE, "maxspeed:type") X( \
                SOURCE_MAXSPEED, "source:maxspeed") X(ZONE_MAXSPEED, "zone:maxspeed") X(ZONE_TRAFFIC, "zone:traffic")  \
                X(SURFACE, "surface") X(SMOOTHNESS, "smoothness") X(TOLL, "toll") X(HAZMAT, "hazmat")                  \
                    X(MAXHEIGHT, "maxheight") X(MAXHEIGHT_PHYSICAL, "maxheight:physical") X(MAXWIDTH, "maxwidth")      \
                        X(MAXWIDTH_PHYSICAL, "maxwidth:physical") X(MAXLENGTH, "maxlength") X(MAXWEIGHT, "maxweight")  \
                            X(MAXWEIGHTRATING, "maxweightrating") X(MAXWEIGHT_CONDITIONAL, "maxweight:conditional")    \
                                X(MAXAXLELOAD, "maxaxleload") X(NAME, "name") X(REF, "ref") X(BRIDGE, "bridge")        \
                                    X(TUNNEL, "tunnel") X(LANES, "lanes") X(DUAL_CARRIAGEWAY, "dual_carriageway")      \
                                        X(DURATION, "duration") X(BARRIER, "barrier")                                  \
                                            X(SIGNALS_DIRECTION, "traffic_signals:direction") X(TYPE, "type")          \
                                                X(RESTRICTION, "restriction") X(RESTRICTION_CONDITIONAL,               \
                                                                                "restriction:conditional")             \
                                                    X(RESTRICTION_HGV, "restriction:hgv")                              \
                                                        X(RESTRICTION_HGV_CONDITIONAL, "restriction:hgv:conditional")  \
                                                            X(RESTRICTION_GOODS, "restriction:goods")                  \
                                                                X(RESTRICTION_MOTORCAR, "restriction:motorcar")        \
                                                                    X(RESTRICTION_BICYCLE, "restriction:bicycle")      \
                                                                        X(EXCEPT, "except") X(HOUR_ON, "hour_on")      \
                                                                            X(DAY_ON, "day_on")

#define TAG_KEY_ID(id, name) KEY_##id,
enum tag_key { TAG_KEYS(TAG_KEY_ID) KEY_COUNT };
#undef TAG_KEY_ID
enum { KEY_OTHER = KEY_COUNT }; /* of no interest */

struct tag_text {
    const char *s;
    size_t length;
}; /* s NULL: the tag is not there; not terminated */
struct tags {
    struct tag_text value[KEY_COUNT];
};

enum tag_key mlg__tag_key(const char *key, size_t length);

enum { WAY_RULES_MAX = 12 };
struct way_road {
    uint8_t class, surface, smoothness;
    uint8_t speed_kmh[2], speed_truck_kmh[2]; /* 0: not said; 255: no limit */
    uint16_t access, flags;
    int8_t urban; /* 1 yes, 0 no, -1: tags do not say */
    struct road_limits limits;
    struct tag_text name;
    int32_t duration_s; /* of a ferry; 0: not said */
};
/* Rules with a condition; those of other forms are only counted. */
struct way_rules {
    int32_t count, dropped;
    struct road_rule rule[WAY_RULES_MAX];
};

/* False: no family may ever use this way, it is no part of the graph. */
bool mlg__tags_way(const struct tags *t, struct way_road *road, struct way_rules *rules);

struct node_road {
    uint8_t barred, end_only; /* families */
    uint8_t gate;             /* 1: one that opens, for a delay */
    uint8_t signals;          /* traffic light: 1 for those who go along the way, 2 against it */
    struct road_limits limits;
};
/* False: nothing about this node matters. */
bool mlg__tags_node(const struct tags *t, struct node_road *node);

/* Conditional values: "no @ (Mo-Fr 07:00-19:00); 30 @ (weight>7.5)" (conditions.c). */
struct condition {
    struct tag_text value;
    bool always;        /* no hours */
    uint8_t hours[21];  /* one bit an hour of the week: its middle is inside */
    uint16_t over_10kg; /* 0: any weight */
};
/* The next condition of *rest, stepping over it; false at the end. understood: false for other forms, then c is void.
 */
bool mlg__condition_next(struct tag_text *rest, struct condition *c, bool *understood);

/* Small readers of values. */
bool mlg__tag_is(struct tag_text t, const char *word);
bool mlg__tag_starts(struct tag_text t, const char *word);
struct tag_text mlg__tag_part(struct tag_text *rest, char separator); /* the next part, blanks around it dropped */
int32_t mlg__tag_length_cm(struct tag_text t);   /* "3.5", "3.5 m", "12'6\"", "350 cm"; 0: none or not understood */
int32_t mlg__tag_weight_10kg(struct tag_text t); /* "3.5", "7.5 t", "7500 kg"; 0 likewise */
int32_t mlg__tag_speed_kmh(struct tag_text t);   /* "50", "30 mph", "none" 255, "walk" 6; 0: not a number */

#endif
