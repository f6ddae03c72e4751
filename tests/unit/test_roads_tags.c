/* test_roads_tags.c — the rows of roads_tags.inc, and what they cannot say. */
#include <math.h>

#include "roads/profile.h"
#include "roads/tags.h"
#include "support/test.h"

static struct tags tags_of(const char *text)
{
    struct tags t = { 0 };
    while (*text) {
        const size_t n = strcspn(text, "|"), k = strcspn(text, "=");
        const enum tag_key key = mlg__tag_key(text, k);
        if (key < KEY_COUNT) t.value[key] = (struct tag_text) { text + k + 1, n - k - 1 };
        text += n + (text[n] == '|');
    }
    return t;
}

static struct road_edge edge_of(const struct way_road *r)
{
    return (struct road_edge) { .class = r->class,
                                .surface = r->surface,
                                .smoothness = r->smoothness,
                                .access = r->access,
                                .flags = (uint16_t)(r->flags | (r->urban == 1 ? ROAD_URBAN : 0)),
                                .speed_kmh = { r->speed_kmh[0], r->speed_kmh[1] },
                                .speed_truck_kmh = { r->speed_truck_kmh[0], r->speed_truck_kmh[1] } };
}

static void check_rights(const char *tags, const char *rights, const struct road_edge *e)
{
    char got[16] = "";
    for (int f = 0; f < ROAD_FAMILIES; f++)
        for (int backward = 0; backward < 2; backward++) {
            got[3 * f + backward] = "-ET"[mlg__edge_access(e, f, backward)];
            got[3 * f + 2] = f < 3 ? ' ' : 0;
        }
    check_msg(!strcmp(got, rights), "%s: \"%s\", wanted \"%s\"", tags, got, rights);
}

static void check_speeds(const char *tags, const char *speeds, const struct road_edge *e)
{
    static const char *const profiles[] = { "car", "van", "truck", "cargobike" };
    const char *at = speeds;
    for (int i = 0; i < 4; i++, at += strcspn(at, " "), at += *at == ' ') {
        struct road_profile p;
        assert_int_equal(mlg__profile_from_text(profiles[i], &p, NULL), MLG_OK);
        const int32_t wanted = *at == '-' ? 0 : (int32_t)lround(strtod(at, NULL) * 10),
                      got = mlg__profile_speed(&p, e, 0);
        check_msg(got == wanted, "%s: %s at %.1f km/h, wanted %.1f", tags, profiles[i], got / 10.0, wanted / 10.0);
    }
}

static void check_way(const char *text, const char *rights, const char *speeds)
{
    const struct tags t = tags_of(text);
    struct way_road r;
    struct way_rules rules;
    const bool used = mlg__tags_way(&t, &r, &rules);
    const struct road_edge e = edge_of(&r);
    if (!*rights && !*speeds) {
        check_msg(!used, "%s: is part of the graph", text);
        return;
    }
    check_msg(used, "%s: is no part of the graph", text);
    if (*rights) check_rights(text, rights, &e);
    if (*speeds) check_speeds(text, speeds, &e);
}

static unsigned families_of(const char *letters)
{
    unsigned families = 0;
    for (; *letters; letters++) families |= 1u << (strchr("cvtb", *letters) - "cvtb");
    return families;
}

static void check_node(const char *text, const char *barred, const char *end_only, int gate, int signals)
{
    const struct tags t = tags_of(text);
    struct node_road n;
    const bool matters = mlg__tags_node(&t, &n);
    assert_int_equal(matters, *barred || *end_only || gate || signals);
    check_msg(n.barred == families_of(barred), "%s: bars %u", text, n.barred);
    check_msg(n.end_only == families_of(end_only), "%s: end-only %u", text, n.end_only);
    check_msg(n.gate == gate && n.signals == signals, "%s: gate %d, lights %d", text, n.gate, n.signals);
}

static void check_number(const char *what, const char *text, int32_t got, int32_t wanted)
{
    check_msg(got == wanted, "%s \"%s\": %d, wanted %d", what, text, got, wanted);
}

static void check_condition(const char *text, const char *value, int hours, int over)
{
    struct tag_text rest = { text, strlen(text) };
    struct condition c;
    bool understood;
    int bits = 0;
    assert_true(mlg__condition_next(&rest, &c, &understood));
    check_msg(mlg__tag_is(c.value, value), "%s: value", text);
    check_msg(understood == (hours != -2), "%s: understood %d", text, understood);
    if (!understood) return;
    for (int h = 0; h < ROAD_HOURS; h++) bits += c.hours[h / 8] >> h % 8 & 1;
    check_msg(hours == -1 ? c.always : !c.always && bits == hours, "%s: %d hours", text, bits);
    check_msg(c.over_10kg == over, "%s: over %d", text, c.over_10kg);
    check_msg(!mlg__condition_next(&rest, &c, &understood), "%s: more follows", text);
}

static struct tag_text word(const char *s) { return (struct tag_text) { s, strlen(s) }; }

static int row_count;
#define WAY(tags, rights, speeds) row_count++, check_way(tags, rights, speeds);
#define NODE(tags, barred, end_only, gate, signals) row_count++, check_node(tags, barred, end_only, gate, signals);
#define LENGTH(text, cm) row_count++, check_number("length", text, mlg__tag_length_cm(word(text)), cm);
#define WEIGHT(text, kg) row_count++, check_number("weight", text, mlg__tag_weight_10kg(word(text)), kg);
#define SPEED(text, kmh) row_count++, check_number("speed", text, mlg__tag_speed_kmh(word(text)), kmh);
#define CONDITION(text, value, hours, over) row_count++, check_condition(text, value, hours, over);

static void test_rows(void **state)
{
    (void)state;
#include "roads_tags.inc"
    print_message("%d rows\n", row_count);
    assert_true(row_count > 300);
}

static void test_limits_and_flags(void **state)
{
    static const struct {
        const char *tags;
        struct road_limits l;
        unsigned flags;
    } cases[] = {
        { "highway=primary|maxheight=3.5|maxweight=7.5", { .height_cm = 350, .weight_10kg = 750 }, 0 },
        { "highway=primary|maxheight=4|maxheight:physical=3.8", { .height_cm = 380 }, 0 },
        { "highway=primary|maxwidth=2.2|maxlength=12|maxaxleload=8",
          { .width_cm = 220, .length_cm = 1200, .axle_10kg = 800 },
          0 },
        { "highway=primary|maxweight=19|maxweightrating=7.5", { .weight_10kg = 750 }, 0 },
        { "highway=primary|maxheight=default", { 0 }, 0 },
        { "highway=primary|toll=yes|hazmat=no", { 0 }, ROAD_TOLL | ROAD_HAZMAT_NO },
        { "highway=primary|toll=no|hazmat=yes", { 0 }, 0 },
        { "highway=primary|bridge=yes", { 0 }, ROAD_BRIDGE },
        { "highway=primary|bridge=viaduct|tunnel=no", { 0 }, ROAD_BRIDGE },
        { "highway=primary|tunnel=yes|bridge=no", { 0 }, ROAD_TUNNEL },
        { "highway=primary|tunnel=building_passage", { 0 }, 0 },
        { "highway=primary|junction=roundabout", { 0 }, ROAD_ROUNDABOUT },
        { "highway=primary|oneway=yes|lanes=2", { 0 }, ROAD_DUAL },
        { "highway=primary|oneway=yes", { 0 }, 0 },
        { "highway=trunk|oneway=yes", { 0 }, ROAD_DUAL },
        { "highway=secondary|dual_carriageway=yes", { 0 }, ROAD_DUAL },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct tags t = tags_of(cases[i].tags);
        struct way_road r;
        struct way_rules rules;
        assert_true(mlg__tags_way(&t, &r, &rules));
        check_msg(!memcmp(&r.limits, &cases[i].l, sizeof r.limits), "%s: limits", cases[i].tags);
        check_msg(r.flags == cases[i].flags, "%s: flags %u", cases[i].tags, r.flags);
    }
}

static void test_names_and_ferries(void **state)
{
    struct way_road r;
    struct way_rules rules;
    static const struct {
        const char *duration;
        int32_t s;
    } durations[] = {
        { "01:30", 5400 }, { "00:45:30", 2730 }, { "90", 5400 }, { "0:05", 300 },
        { "PT1H", 0 },     { "1:2:3:4", 0 },     { "-5", 0 },    { "", 0 },
    };
    (void)state;
    struct tags t = tags_of("highway=primary|name=Rue Haute|ref=D 12");
    assert_true(mlg__tags_way(&t, &r, &rules) && mlg__tag_is(r.name, "Rue Haute"));
    t = tags_of("highway=primary|ref=D 12");
    assert_true(mlg__tags_way(&t, &r, &rules) && mlg__tag_is(r.name, "D 12"));
    t = tags_of("highway=primary");
    assert_true(mlg__tags_way(&t, &r, &rules) && r.name.length == 0);
    for (size_t i = 0; i < sizeof durations / sizeof *durations; i++) {
        char text[64];
        snprintf(text, sizeof text, "route=ferry|duration=%s", durations[i].duration);
        t = tags_of(text);
        assert_true(mlg__tags_way(&t, &r, &rules));
        check_number("duration", durations[i].duration, r.duration_s, durations[i].s);
    }
}

/* Conditions become rules for the families no more specific key settles. */
static void test_rules(void **state)
{
    static const struct {
        const char *tags;
        int32_t rules, dropped;
        unsigned families;
        int access, kmh;
    } cases[] = {
        { "highway=residential|motor_vehicle:conditional=no @ (Mo-Fr 07:00-19:00)", 3, 0, 7, ROAD_NO, 0 },
        { "highway=residential|motor_vehicle:conditional=no @ (Mo-Fr 07:00-19:00)|goods=yes", 1, 0, 1, ROAD_NO, 0 },
        { "highway=residential|hgv:conditional=no @ (weight>7.5)", 1, 0, 4, ROAD_NO, 0 },
        { "highway=residential|motor_vehicle=no|hgv:conditional=delivery @ (06:00-11:00)", 1, 0, 4, ROAD_END, 0 },
        { "highway=pedestrian|motor_vehicle:conditional=delivery @ (06:00-11:00)", 3, 0, 7, ROAD_END, 0 },
        { "highway=pedestrian|motor_vehicle:conditional=yes @ (06:00-11:00)", 3, 0, 7, ROAD_END, 0 },
        { "highway=primary|maxspeed:conditional=30 @ (22:00-06:00)", 1, 0, 15, ROAD_KEEP, 30 },
        { "highway=primary|maxspeed:hgv:conditional=60 @ (weight>12)", 1, 0, 4, ROAD_KEEP, 60 },
        { "highway=primary|access:conditional=no @ (sunset-sunrise)", 0, 1, 0, 0, 0 },
        { "highway=primary|oneway:conditional=yes @ (07:00-09:00)", 0, 1, 0, 0, 0 },
        { "highway=primary|maxspeed:conditional=30 @ (07:00-08:00); 50 @ (wet)", 1, 1, 15, ROAD_KEEP, 30 },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct tags t = tags_of(cases[i].tags);
        struct way_road r;
        struct way_rules rules;
        unsigned families = 0;
        check_msg(mlg__tags_way(&t, &r, &rules), "%s: is no part of the graph", cases[i].tags);
        check_msg(rules.count == cases[i].rules && rules.dropped == cases[i].dropped, "%s: %d rules, %d dropped",
                  cases[i].tags, rules.count, rules.dropped);
        for (int32_t k = 0; k < rules.count; k++) {
            families |= rules.rule[k].families;
            check_msg(rules.rule[k].access == cases[i].access && rules.rule[k].speed_kmh == cases[i].kmh, "%s: rule %d",
                      cases[i].tags, k);
        }
        check_msg(families == cases[i].families, "%s: families %u", cases[i].tags, families);
    }
}

static void test_profiles_from_text(void **state)
{
    static const struct {
        const char *text, *message;
    } bad[] = {
        { "vann", "unknown profile" },          { "", "unknown profile" },
        { "truck:mas_t=9", "unknown setting" }, { "truck:mass_t", "has no value" },
        { "truck:mass_t=heavy", "a number" },   { "truck:mass_t=-1", "a number" },
        { "truck:mass_t=9999", "a number" },    { "van:hazmat=2", "0 or 1" },
        { "van:mass_t=0", "above 0" },          { "car:primary_kmh=-1", "from 0 to 250" },
        { "car:primery_kmh=50", "motorway_kmh" },
    };
    struct road_profile p;
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        for (int lang = 0; lang < 2; lang++) {
            mlg_error err = { .lang = (mlg_lang)lang };
            check_msg(mlg__profile_from_text(bad[i].text, &p, &err) == MLG_BAD_INPUT, "%s is accepted", bad[i].text);
            if (lang == MLG_EN)
                check_msg(strstr(err.message, bad[i].message) != NULL, "%s: %s", bad[i].text, err.message);
        }
    assert_int_equal(mlg__profile_from_text("truck:mass_t=7.5,height_m=3.2,axle_t=5,permit=1,cap_kmh=80", &p, NULL),
                     MLG_OK);
    assert_int_equal(p.size.weight_10kg, 750);
    assert_int_equal(p.size.height_cm, 320);
    assert_int_equal(p.size.axle_10kg, 500);
    assert_int_equal(p.cap_dkmh, 800);
    assert_true(p.permit && !p.hazmat);
    /* Dual carriageways: 90 up to 12 t, 80 above; dangerous goods 60 (Code de la route, R413-8, R413-9). */
    const struct road_edge dual = { .class = ROAD_TRUNK, .flags = ROAD_DUAL, .speed_kmh = { 110, 110 } };
    assert_int_equal(mlg__profile_speed(&p, &dual, 0), 800); /* 90 * 0.9 = 81, capped */
    assert_int_equal(mlg__profile_from_text("truck:mass_t=7.5", &p, NULL), MLG_OK);
    assert_int_equal(mlg__profile_speed(&p, &dual, 0), 810);
    assert_int_equal(mlg__profile_from_text("truck:mass_t=26,hazmat=1", &p, NULL), MLG_OK);
    assert_int_equal(mlg__profile_speed(&p, &dual, 0), 540);
    /* Speeds, shares of legal limits and stops of one's own. */
    const struct road_edge signed_50 = { .class = ROAD_PRIMARY, .flags = ROAD_URBAN, .speed_kmh = { 50, 50 } };
    const struct road_edge unsigned_ = { .class = ROAD_PRIMARY }, motorway = { .class = ROAD_MOTORWAY };
    assert_int_equal(mlg__profile_from_text("van:primary_kmh=47.5,urban_share=0.9,motorway_kmh=0,signal_s=0,gate_s=5", &p, NULL),
                     MLG_OK);
    assert_int_equal(mlg__profile_speed(&p, &signed_50, 0), 450);
    assert_int_equal(mlg__profile_speed(&p, &unsigned_, 0), 475);
    assert_int_equal(mlg__profile_speed(&p, &motorway, 0), 0);
    assert_int_equal(p.signal_ms, 0);
    assert_int_equal(p.gate_s, 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_limits_and_flags),
        cmocka_unit_test(test_names_and_ferries),
        cmocka_unit_test(test_rules),
        cmocka_unit_test(test_profiles_from_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
