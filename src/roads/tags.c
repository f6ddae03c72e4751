/* tags.c — see tags.h. Access: of the keys that concern a family, the most specific one that is there decides.
 *
 *     car    motorcar > motor_vehicle > vehicle > access          truck  hgv > goods > motor_vehicle > vehicle > access
 *     van    goods > motorcar > motor_vehicle > vehicle > access  bike   bicycle > vehicle > access
 *
 * A key with :forward or :backward goes before the plain one. Without any, the class decides. */
#include "roads/tags.h"

#include <string.h>

#include "base/math.h"
#include "base/text.h"
#include "model/units.h"

/* Small readers. */

bool mlg__tag_is(struct tag_text t, const char *word)
{
    return t.s && t.length == strlen(word) && memcmp(t.s, word, t.length) == 0;
}

bool mlg__tag_starts(struct tag_text t, const char *word)
{
    const size_t n = strlen(word);
    return t.s && t.length >= n && memcmp(t.s, word, n) == 0;
}

static bool ends(struct tag_text t, const char *word)
{
    const size_t n = strlen(word);
    return t.s && t.length >= n && memcmp(t.s + t.length - n, word, n) == 0;
}

static bool is_one_of(struct tag_text t, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (mlg__tag_is(t, words[i])) return true;
    return false;
}
#define IS_ONE_OF(t, ...)                                                                                              \
    is_one_of((t), (const char *const[]) { __VA_ARGS__ },                                                              \
              sizeof((const char *const[]) { __VA_ARGS__ }) / sizeof(char *))

/* A number at the start of t; t becomes what follows it without blanks. */
static bool leading_number(struct tag_text *t, double *value)
{
    size_t n = 0;
    while (n < t->length && ((t->s[n] >= '0' && t->s[n] <= '9') || t->s[n] == '.' || t->s[n] == ',')) n++;
    if (!n || n > 12 || !mlg__parse_double(t->s, n, true, value)) return false;
    t->s += n;
    t->length -= n;
    while (t->length && t->s[0] == ' ') t->s++, t->length--;
    return true;
}

static int32_t bounded(double value, int32_t most) { return value >= most ? most : (int32_t)mlg__round(value); }

#define CM_PER_FOOT 30.48
#define CM_PER_INCH 2.54
#define KMH_PER_MPH 1.609344
#define KMH_PER_KNOT 1.852

int32_t mlg__tag_length_cm(struct tag_text t)
{
    double value, inches = 0;
    if (!t.s || !leading_number(&t, &value)) return 0;
    if (!t.length || mlg__tag_is(t, "m") || mlg__tag_is(t, "metres") || mlg__tag_is(t, "meters"))
        return bounded(value * 100, UINT16_MAX);
    if (mlg__tag_is(t, "cm")) return bounded(value, UINT16_MAX);
    if (mlg__tag_is(t, "ft")) return bounded(value * CM_PER_FOOT, UINT16_MAX);
    if (t.s[0] != '\'') return 0;
    t.s++, t.length--;
    while (t.length && t.s[0] == ' ') t.s++, t.length--;
    if (t.length && (!leading_number(&t, &inches) || !mlg__tag_is(t, "\""))) return 0;
    return bounded(value * CM_PER_FOOT + inches * CM_PER_INCH, UINT16_MAX);
}

int32_t mlg__tag_weight_10kg(struct tag_text t)
{
    double value;
    if (!t.s || !leading_number(&t, &value)) return 0;
    if (!t.length || IS_ONE_OF(t, "t", "T", "tonnes", "to")) return bounded(value * 100, UINT16_MAX);
    return mlg__tag_is(t, "kg") ? bounded(value / 10, UINT16_MAX) : 0;
}

int32_t mlg__tag_speed_kmh(struct tag_text t)
{
    double value, lowest = 0;
    if (mlg__tag_is(t, "none")) return 255;
    if (mlg__tag_is(t, "walk")) return 6;
    while (t.length) { /* "50;70": the lowest */
        struct tag_text part = mlg__tag_part(&t, ';');
        if (!leading_number(&part, &value)) return 0;
        if (mlg__tag_is(part, "mph")) value *= KMH_PER_MPH;
        else if (mlg__tag_is(part, "knots")) value *= KMH_PER_KNOT;
        else if (part.length && !IS_ONE_OF(part, "km/h", "kmh", "kph")) return 0;
        if (value > 0 && (lowest == 0 || value < lowest)) lowest = value;
    }
    return lowest > 0 ? max32(1, bounded(lowest, 254)) : 0;
}

/* Each text of a block is looked up at most once, and most differ in length or first letter from every key. */
enum tag_key mlg__tag_key(const char *key, size_t length)
{
#define TAG_KEY_NAME(id, name) { name, sizeof name - 1 },
    static const struct tag_text names[] = { TAG_KEYS(TAG_KEY_NAME) };
#undef TAG_KEY_NAME
    for (int i = 0; i < KEY_COUNT; i++)
        if (names[i].length == length && names[i].s[0] == key[0] && memcmp(names[i].s, key, length) == 0)
            return (enum tag_key)i;
    return (enum tag_key)KEY_OTHER;
}

/* Rights. */

enum { UNSAID = -1 };

static int one_right(struct tag_text v)
{
    if (IS_ONE_OF(v, "yes", "designated", "permissive", "official", "public")) return ROAD_THROUGH;
    if (IS_ONE_OF(v, "private", "destination", "customers", "delivery", "permit", "residents", "dismount",
                  "discouraged"))
        return ROAD_END;
    if (IS_ONE_OF(v, "no", "agricultural", "forestry", "agricultural;forestry", "military", "emergency", "bus", "psv",
                  "use_sidepath", "restricted"))
        return ROAD_NO;
    return UNSAID;
}

/* Of "destination;delivery" the most generous. */
static int right_of(struct tag_text v)
{
    int best = UNSAID;
    while (v.s && v.length) best = max32(best, one_right(mlg__tag_part(&v, ';')));
    return best;
}

enum { CHAIN_MAX = 5 };
struct chain {
    int count;
    enum tag_key keys[CHAIN_MAX];
}; /* from the general to the specific */
static const struct chain chains[ROAD_FAMILIES] = {
    [ROAD_CAR] = { 4, { KEY_ACCESS, KEY_VEHICLE, KEY_MOTOR_VEHICLE, KEY_MOTORCAR } },
    [ROAD_VAN] = { 5, { KEY_ACCESS, KEY_VEHICLE, KEY_MOTOR_VEHICLE, KEY_MOTORCAR, KEY_GOODS } },
    [ROAD_TRUCK] = { 5, { KEY_ACCESS, KEY_VEHICLE, KEY_MOTOR_VEHICLE, KEY_GOODS, KEY_HGV } },
    [ROAD_BIKE] = { 3, { KEY_ACCESS, KEY_VEHICLE, KEY_BICYCLE } },
};

/* What tags say of a family in one direction; level: place in its chain of the key that decided. */
static int said_right(const struct tags *t, int family, int backward, int *level)
{
    const struct chain *c = &chains[family];
    for (int i = c->count - 1; i >= 0; i--) {
        int right = right_of(t->value[c->keys[i] + 1 + (unsigned)backward]);
        if (right == UNSAID) right = right_of(t->value[c->keys[i]]);
        if (right == UNSAID) continue;
        *level = i;
        return right;
    }
    *level = UNSAID;
    return UNSAID;
}

/* Without a word about the family. */
static int class_right(const struct tags *t, int class, int family)
{
    const bool motor = family != ROAD_BIKE;
    if (mlg__tag_is(t->value[KEY_MOTORROAD], "yes") && !motor) return ROAD_NO;
    if (class == ROAD_SERVICE && mlg__tag_is(t->value[KEY_SERVICE], "emergency_access")) return ROAD_NO;
    switch (class) {
    case ROAD_MOTORWAY:
    case ROAD_MOTORWAY_LINK: return motor ? ROAD_THROUGH : ROAD_NO;
    case ROAD_TRACK: {
        const bool firm = IS_ONE_OF(t->value[KEY_TRACKTYPE], "grade1", "grade2");
        if (!firm || family == ROAD_TRUCK) return ROAD_NO;
        return motor ? ROAD_END : ROAD_THROUGH;
    }
    case ROAD_PEDESTRIAN:
    case ROAD_PATH: return ROAD_NO;
    case ROAD_CYCLEWAY: return motor ? ROAD_NO : ROAD_THROUGH;
    default: return ROAD_THROUGH;
    }
}

/* What the class allows at most, whatever tags say. */
static int bounded_right(const struct tags *t, int class, int family, int right)
{
    const bool motor = family != ROAD_BIKE;
    if (class == ROAD_PEDESTRIAN && motor && right == ROAD_THROUGH) return ROAD_END;
    if ((class == ROAD_CYCLEWAY || class == ROAD_PATH) && motor) return ROAD_NO;
    if (class == ROAD_PATH && right_of(t->value[KEY_BICYCLE]) == UNSAID) return ROAD_NO;
    return right;
}

static bool is_roundabout(const struct tags *t) { return IS_ONE_OF(t->value[KEY_JUNCTION], "roundabout", "circular"); }

/* Directions open to a family: 1 forward, 2 backward. */
static unsigned open_directions(const struct tags *t, int class, int family)
{
    const struct tag_text own = t->value[KEY_ONEWAY_BICYCLE],
                          said = family == ROAD_BIKE && own.s ? own : t->value[KEY_ONEWAY];
    unsigned open = 3;
    if (IS_ONE_OF(said, "yes", "true", "1")) open = 1;
    else if (IS_ONE_OF(said, "-1", "reverse")) open = 2;
    else if (mlg__tag_is(said, "reversible")) open = 0;
    else if (IS_ONE_OF(said, "no", "false", "0", "alternating")) open = 3;
    else if (is_roundabout(t) || class == ROAD_MOTORWAY) open = 1;
    static const enum tag_key lanes[] = { KEY_CYCLEWAY, KEY_CYCLEWAY_LEFT, KEY_CYCLEWAY_RIGHT, KEY_CYCLEWAY_BOTH };
    for (int i = 0; family == ROAD_BIKE && !own.s && i < 4; i++)
        if (mlg__tag_starts(t->value[lanes[i]], "opposite")) open = 3;
    return open;
}

static uint16_t read_access(const struct tags *t, int class)
{
    unsigned access = 0;
    for (int family = 0; family < ROAD_FAMILIES; family++) {
        const unsigned open = open_directions(t, class, family);
        for (int backward = 0; backward < 2; backward++) {
            int level, right = said_right(t, family, backward, &level);
            if (right == UNSAID) right = class_right(t, class, family);
            right = open >> backward & 1 ? bounded_right(t, class, family, right) : ROAD_NO;
            access |= (unsigned)right << (4 * family + 2 * backward);
        }
    }
    return (uint16_t)access;
}

/* Class. */

static int class_of(const struct tags *t)
{
    static const struct {
        const char *word;
        uint8_t class;
    } words[] = {
        { "motorway", ROAD_MOTORWAY },
        { "motorway_link", ROAD_MOTORWAY_LINK },
        { "trunk", ROAD_TRUNK },
        { "trunk_link", ROAD_TRUNK_LINK },
        { "primary", ROAD_PRIMARY },
        { "primary_link", ROAD_PRIMARY_LINK },
        { "secondary", ROAD_SECONDARY },
        { "secondary_link", ROAD_SECONDARY_LINK },
        { "tertiary", ROAD_TERTIARY },
        { "tertiary_link", ROAD_TERTIARY_LINK },
        { "unclassified", ROAD_UNCLASSIFIED },
        { "road", ROAD_UNCLASSIFIED },
        { "residential", ROAD_RESIDENTIAL },
        { "living_street", ROAD_LIVING_STREET },
        { "service", ROAD_SERVICE },
        { "track", ROAD_TRACK },
        { "pedestrian", ROAD_PEDESTRIAN },
        { "cycleway", ROAD_CYCLEWAY },
        { "path", ROAD_PATH },
        { "footway", ROAD_PATH },
        { "bridleway", ROAD_PATH },
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (mlg__tag_is(t->value[KEY_HIGHWAY], words[i].word)) {
            const bool narrow = words[i].class == ROAD_SERVICE &&
                                IS_ONE_OF(t->value[KEY_SERVICE], "alley", "driveway", "parking_aisle", "drive-through");
            return narrow ? ROAD_DRIVEWAY : words[i].class;
        }
    return !t->value[KEY_HIGHWAY].s && mlg__tag_is(t->value[KEY_ROUTE], "ferry") ? ROAD_FERRY : MLG_NONE;
}

static uint8_t surface_of(struct tag_text v)
{
    if (IS_ONE_OF(v, "gravel", "fine_gravel", "pebblestone", "unpaved", "dirt", "earth", "ground", "grass", "compacted",
                  "rock"))
        return ROAD_GRAVEL;
    if (mlg__tag_starts(v, "cobblestone") ||
        IS_ONE_OF(v, "sett", "unhewn_cobblestone", "grass_paver", "stepping_stones"))
        return ROAD_COBBLES;
    return IS_ONE_OF(v, "mud", "sand", "snow", "ice") ? ROAD_MUD : ROAD_PAVED;
}

static uint8_t smoothness_of(struct tag_text v)
{
    if (mlg__tag_is(v, "bad")) return ROAD_BAD;
    if (mlg__tag_is(v, "very_bad")) return ROAD_VERY_BAD;
    return IS_ONE_OF(v, "horrible", "very_horrible", "impassable") ? ROAD_HORRIBLE : ROAD_SMOOTH;
}

/* Speeds. "FR:urban", "fr:zone30": the law a sign stands for. French values of 2026; others where the country is named.
 */
static int32_t speed_of_law(struct tag_text v)
{
    static const struct {
        const char *country;
        uint8_t rural, trunk, motorway;
    } laws[] = {
        { "FR", 80, 110, 130 }, { "BE", 90, 120, 120 },  { "CH", 80, 100, 120 }, { "DE", 100, 130, 255 },
        { "ES", 90, 90, 120 },  { "IT", 90, 110, 130 },  { "LU", 90, 90, 130 },  { "NL", 80, 100, 100 },
        { "PT", 90, 100, 120 }, { "AT", 100, 100, 130 }, { "AD", 90, 90, 90 },   { "", 90, 100, 120 },
    };
    size_t law = 0;
    if (ends(v, "urban") || mlg__tag_is(v, "sign:urban")) return 50;
    if (ends(v, "zone30") || ends(v, "zone:30")) return 30;
    if (ends(v, "zone20") || ends(v, "zone:20") || ends(v, "living_street")) return 20;
    while (laws[law].country[0] && !mlg__tag_starts(v, laws[law].country)) law++;
    if (ends(v, ":rural")) return laws[law].rural;
    if (ends(v, ":trunk")) return laws[law].trunk;
    return ends(v, ":motorway") ? laws[law].motorway : 0;
}

static const enum tag_key law_keys[] = { KEY_MAXSPEED, KEY_MAXSPEED_TYPE, KEY_ZONE_MAXSPEED, KEY_SOURCE_MAXSPEED,
                                         KEY_ZONE_TRAFFIC };

static void read_speeds(const struct tags *t, struct way_road *road)
{
    int32_t both = mlg__tag_speed_kmh(t->value[KEY_MAXSPEED]);
    for (size_t i = 0; both == 0 && i < sizeof law_keys / sizeof *law_keys; i++)
        both = speed_of_law(t->value[law_keys[i]]);
    for (int backward = 0; backward < 2; backward++) {
        const int32_t own = mlg__tag_speed_kmh(t->value[KEY_MAXSPEED + 1 + backward]);
        const int32_t truck = mlg__tag_speed_kmh(t->value[KEY_MAXSPEED_HGV + 1 + backward]);
        road->speed_kmh[backward] = (uint8_t)(own ? own : both);
        road->speed_truck_kmh[backward] = (uint8_t)(truck ? truck : mlg__tag_speed_kmh(t->value[KEY_MAXSPEED_HGV]));
    }
}

static int8_t read_urban(const struct tags *t, int class)
{
    if (class == ROAD_LIVING_STREET) return 1;
    for (size_t i = 0; i < sizeof law_keys / sizeof *law_keys; i++) {
        const struct tag_text v = t->value[law_keys[i]];
        if (ends(v, "urban") || ends(v, "zone30") || ends(v, "zone:30") || ends(v, "zone20") || ends(v, "zone:20"))
            return 1;
        if (ends(v, ":rural") || ends(v, ":motorway") || ends(v, ":trunk")) return 0;
    }
    return class == ROAD_MOTORWAY ? 0 : UNSAID;
}

/* Limits. */

static uint16_t smaller(uint16_t a, int32_t b) { return b > 0 && (a == 0 || b < a) ? (uint16_t)b : a; }

static bool read_limits(const struct tags *t, struct road_limits *l)
{
    *l = (struct road_limits) { 0 };
    l->height_cm = smaller(l->height_cm, mlg__tag_length_cm(t->value[KEY_MAXHEIGHT]));
    l->height_cm = smaller(l->height_cm, mlg__tag_length_cm(t->value[KEY_MAXHEIGHT_PHYSICAL]));
    l->width_cm = smaller(l->width_cm, mlg__tag_length_cm(t->value[KEY_MAXWIDTH]));
    l->width_cm = smaller(l->width_cm, mlg__tag_length_cm(t->value[KEY_MAXWIDTH_PHYSICAL]));
    l->length_cm = smaller(l->length_cm, mlg__tag_length_cm(t->value[KEY_MAXLENGTH]));
    l->weight_10kg = smaller(l->weight_10kg, mlg__tag_weight_10kg(t->value[KEY_MAXWEIGHT]));
    l->weight_10kg = smaller(l->weight_10kg, mlg__tag_weight_10kg(t->value[KEY_MAXWEIGHTRATING]));
    l->axle_10kg = smaller(l->axle_10kg, mlg__tag_weight_10kg(t->value[KEY_MAXAXLELOAD]));
    return l->height_cm || l->width_cm || l->length_cm || l->weight_10kg || l->axle_10kg;
}

static uint16_t read_flags(const struct tags *t, const struct way_road *road)
{
    unsigned flags = 0;
    double lanes = 0;
    struct tag_text lane_text = t->value[KEY_LANES];
    const unsigned open = open_directions(t, road->class, ROAD_CAR);
    if (IS_ONE_OF(t->value[KEY_TOLL], "yes")) flags |= ROAD_TOLL;
    if (mlg__tag_is(t->value[KEY_HAZMAT], "no")) flags |= ROAD_HAZMAT_NO;
    if (t->value[KEY_BRIDGE].s && !mlg__tag_is(t->value[KEY_BRIDGE], "no")) flags |= ROAD_BRIDGE;
    if (t->value[KEY_TUNNEL].s && !IS_ONE_OF(t->value[KEY_TUNNEL], "no", "building_passage")) flags |= ROAD_TUNNEL;
    if (is_roundabout(t)) flags |= ROAD_ROUNDABOUT;
    if (!lane_text.s || !leading_number(&lane_text, &lanes)) lanes = 0;
    const bool one_way = open != 3 && !is_roundabout(t);
    if (mlg__tag_is(t->value[KEY_DUAL_CARRIAGEWAY], "yes") || (one_way && road->class <= ROAD_TRUNK_LINK) ||
        (one_way && road->class == ROAD_PRIMARY && lanes >= 2))
        flags |= ROAD_DUAL;
    return (uint16_t)flags;
}

/* "01:30", "00:45:00", "90" minutes. */
static int32_t duration_s(struct tag_text v)
{
    int64_t part[3], seconds = 0;
    int count = 0;
    while (v.s && v.length && count < 3) {
        const struct tag_text p = mlg__tag_part(&v, ':');
        if (!mlg__parse_int(p.s, p.length, &part[count]) || part[count] < 0 || part[count] > 6000) return 0;
        count++;
    }
    if (v.length || !count) return 0;
    if (count == 1) return (int32_t)(part[0] * MLG_MINUTES_PER_HOUR);
    seconds = part[0] * MLG_SECONDS_PER_HOUR + part[1] * MLG_MINUTES_PER_HOUR + (count == 3 ? part[2] : 0);
    return (int32_t)min64(seconds, MLG_SECONDS_PER_DAY * 30);
}

/* Conditions. */

static void add_rule(struct way_rules *rules, const struct condition *c, unsigned families, unsigned directions,
                     int access, int32_t speed_kmh)
{
    if (rules->count == WAY_RULES_MAX) {
        rules->dropped++;
        return;
    }
    struct road_rule *r = &rules->rule[rules->count++];
    *r = (struct road_rule) { .families = (uint8_t)families,
                              .directions = (uint8_t)directions,
                              .access = (uint8_t)access,
                              .speed_kmh = (uint8_t)speed_kmh,
                              .over_10kg = c->over_10kg,
                              .always = c->always };
    memcpy(r->hours, c->hours, sizeof r->hours);
}

/* Families whose right no more specific plain key settles. */
static unsigned families_of_key(const struct tags *t, enum tag_key key)
{
    unsigned families = 0;
    for (int f = 0; f < ROAD_FAMILIES; f++) {
        int level;
        said_right(t, f, 0, &level);
        for (int i = 0; i < chains[f].count; i++)
            if (chains[f].keys[i] == key && level <= i) families |= 1u << f;
    }
    return families;
}

static void read_conditions(const struct tags *t, int class, struct way_rules *rules)
{
    static const enum tag_key rights[] = { KEY_ACCESS, KEY_VEHICLE, KEY_MOTOR_VEHICLE, KEY_MOTORCAR,
                                           KEY_GOODS,  KEY_HGV,     KEY_BICYCLE };
    struct condition c;
    bool understood;
    for (size_t i = 0; i < sizeof rights / sizeof *rights; i++) {
        struct tag_text rest = t->value[rights[i] + 3];
        const unsigned families = families_of_key(t, rights[i]);
        while (rest.s && mlg__condition_next(&rest, &c, &understood)) {
            const int right = understood ? right_of(c.value) : UNSAID;
            if (right == UNSAID) rules->dropped++;
            for (int f = 0; right != UNSAID && f < ROAD_FAMILIES; f++)
                if (families >> f & 1) {
                    const unsigned open = open_directions(t, class, f);
                    if (open) add_rule(rules, &c, 1u << f, open, bounded_right(t, class, f, right), 0);
                }
        }
    }
    for (int truck = 0; truck < 2; truck++) {
        struct tag_text rest = t->value[truck ? KEY_MAXSPEED_HGV_CONDITIONAL : KEY_MAXSPEED_CONDITIONAL];
        while (rest.s && mlg__condition_next(&rest, &c, &understood)) {
            const int32_t kmh = understood ? mlg__tag_speed_kmh(c.value) : 0;
            if (!kmh) rules->dropped++;
            else add_rule(rules, &c, truck ? 1u << ROAD_TRUCK : ROAD_ALL_FAMILIES, 3, ROAD_KEEP, kmh);
        }
    }
    rules->dropped += (t->value[KEY_ONEWAY_CONDITIONAL].s != NULL) + (t->value[KEY_MAXWEIGHT_CONDITIONAL].s != NULL);
}

static bool rules_open_it(const struct way_rules *rules)
{
    for (int32_t i = 0; i < rules->count; i++)
        if (rules->rule[i].access == ROAD_END || rules->rule[i].access == ROAD_THROUGH) return true;
    return false;
}

bool mlg__tags_way(const struct tags *t, struct way_road *road, struct way_rules *rules)
{
    const int class = class_of(t);
    *road = (struct way_road) { .urban = UNSAID };
    rules->count = rules->dropped = 0;
    if (class == MLG_NONE || mlg__tag_is(t->value[KEY_AREA], "yes")) return false;
    road->class = (uint8_t) class;
    road->access = read_access(t, class);
    read_conditions(t, class, rules);
    if (!road->access && !rules_open_it(rules)) return false;
    road->surface = surface_of(t->value[KEY_SURFACE]);
    road->smoothness = smoothness_of(t->value[KEY_SMOOTHNESS]);
    read_speeds(t, road);
    read_limits(t, &road->limits);
    road->urban = read_urban(t, class);
    road->flags = read_flags(t, road);
    road->name = t->value[KEY_NAME].s ? t->value[KEY_NAME] : t->value[KEY_REF];
    if (class == ROAD_FERRY) road->duration_s = duration_s(t->value[KEY_DURATION]);
    return true;
}

/* Nodes. */

enum { MOTOR = 1 << ROAD_CAR | 1 << ROAD_VAN | 1 << ROAD_TRUCK };

static unsigned barrier_bars(struct tag_text v, uint8_t *gate)
{
    *gate = IS_ONE_OF(v, "gate", "lift_gate", "swing_gate", "sliding_gate", "hampshire_gate", "chain", "rope",
                      "sally_port");
    if (IS_ONE_OF(v, "bollard", "block", "jersey_barrier", "planter", "log", "barrier_board", "sump_buster", "bus_trap",
                  "motorcycle_barrier"))
        return MOTOR;
    if (IS_ONE_OF(v, "cycle_barrier", "kissing_gate", "stile", "turnstile", "full-height_turnstile", "debris",
                  "horse_stile", "wicket_gate", "fence", "wall", "hedge"))
        return ROAD_ALL_FAMILIES;
    return 0;
}

bool mlg__tags_node(const struct tags *t, struct node_road *node)
{
    *node = (struct node_road) { 0 };
    if (mlg__tag_is(t->value[KEY_HIGHWAY], "traffic_signals")) {
        const struct tag_text way = t->value[KEY_SIGNALS_DIRECTION];
        node->signals = mlg__tag_is(way, "forward") ? 1 : mlg__tag_is(way, "backward") ? 2 : 3;
    }
    const bool limited = read_limits(t, &node->limits);
    if (t->value[KEY_BARRIER].s) {
        const unsigned bars = barrier_bars(t->value[KEY_BARRIER], &node->gate);
        for (int f = 0; f < ROAD_FAMILIES; f++) {
            int level;
            const int right = said_right(t, f, 0, &level);
            if (right == ROAD_NO || (right == UNSAID && bars >> f & 1)) node->barred |= (uint8_t)(1 << f);
            else if (right == ROAD_END) node->end_only |= (uint8_t)(1 << f);
        }
    }
    return node->barred || node->end_only || node->gate || node->signals || limited;
}
