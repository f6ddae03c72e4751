/* Other routers: what they are asked, how their answers are read (recorded ones and broken ones), and the leg source over a
 * real server on this machine that refuses, delays and loses points.
 *
 * MAILLAGE_TEST_ROUTER=osrm:http://127.0.0.1:5000 (or valhalla:…) asks a running router with the map of Porto (data/maps), in tiles
 * within its default limits, and compares with each leg asked for alone. */
#include <math.h>
#include <stdlib.h>

#include "api/http.h"
#include "api/router.h"
#include "io/router.h"
#include "support/http_server.h"
#include "support/test.h"

static const mlg_point two[2] = { { 45.75, 4.85 }, { 45.76, 4.86 } };

static struct router_ask ask_of(enum router_kind kind) { return (struct router_ask) { kind, ROUTER_CAR, two, two, 2, 2 }; }

static enum router_verdict read_text(enum router_kind kind, int status, const char *text, mlg_leg *legs, mlg_error *err)
{
    const struct router_ask ask = ask_of(kind);
    *err = (mlg_error) { 0 };
    return mlg__router_answer(&ask, "http://here", status, text, strlen(text), legs, err);
}

static void requests_are_theirs(void **state)
{
    (void)state;
    static const char *const paths[] = {
        "/table/v1/driving/4.85,45.75;4.86,45.76;4.85,45.75;4.86,45.76?annotations=duration,distance&sources=0;1&destinations=2;3",
        "/sources_to_targets", "/v2/matrix/driving-car" };
    static const char *const bodies[] = {
        "",
        "{\"sources\":[{\"lat\":45.75,\"lon\":4.85},{\"lat\":45.76,\"lon\":4.86}],\"targets\":[{\"lat\":45.75,\"lon\":4.85},{\"lat\":45.76,\"lon\":4.86}],"
        "\"costing\":\"auto\",\"units\":\"kilometers\",\"verbose\":false}",
        "{\"locations\":[[4.85,45.75],[4.86,45.76],[4.85,45.75],[4.86,45.76]],\"sources\":[\"0\",\"1\"],\"destinations\":[\"2\",\"3\"],"
        "\"metrics\":[\"duration\",\"distance\"],\"units\":\"m\"}" };
    for (int k = 0; k < ROUTER_KINDS; k++) {
        const struct router_ask ask = ask_of((enum router_kind)k);
        struct text path = { 0 }, body = { 0 };
        mlg__router_request(&ask, &path, &body);
        assert_string_equal(path.data, paths[k]);
        assert_string_equal(body.data ? body.data : "", bodies[k]);
        text_free(&path);
        text_free(&body);
    }
    assert_int_equal(mlg__router_kind("osrm", 4), ROUTER_OSRM);
    assert_int_equal(mlg__router_kind("openrouteservice", 16), ROUTER_ORS);
    assert_int_equal(mlg__router_kind("google", 6), ROUTER_KINDS);
}

/* In the form of the services' own documentation and servers. */
static const struct recorded {
    enum router_kind kind;
    int status;
    const char *text;
    enum router_verdict verdict;
    int32_t time_s[4], distance_m[4]; /* -1: unreachable */
    const char *says;
} recorded[] = {
    { ROUTER_OSRM, 200, "{\"code\":\"Ok\",\"distances\":[[0,1886.8],[1903.4,0]],\"durations\":[[0,192.5],[199.4,0]],\"sources\":[],\"destinations\":[]}",
      ROUTER_READ, { 0, 193, 199, 0 }, { 0, 1887, 1903, 0 }, NULL },
    { ROUTER_OSRM, 200, "{\"code\":\"Ok\",\"distances\":[[0,null],[1903.4,0]],\"durations\":[[0,null],[199.4,0]]}", ROUTER_READ, { 0, -1, 199, 0 },
      { 0, -1, 1903, 0 }, NULL },
    { ROUTER_OSRM, 400, "{\"message\":\"Could not find a matching segment for coordinate 1\",\"code\":\"NoSegment\"}", ROUTER_SPLIT, { 0 }, { 0 }, "coordinate 1" },
    { ROUTER_OSRM, 400, "{\"message\":\"Too many table coordinates\",\"code\":\"TooBig\"}", ROUTER_SPLIT, { 0 }, { 0 }, "Too many" },
    { ROUTER_OSRM, 400, "{\"message\":\"Query string malformed close to position 12\",\"code\":\"InvalidQuery\"}", ROUTER_REFUSED, { 0 }, { 0 }, "malformed" },
    { ROUTER_OSRM, 200, "{\"code\":\"Ok\",\"durations\":[[0,192.5],[199.4,0]]}", ROUTER_REFUSED, { 0 }, { 0 }, "distances" }, /* a partial answer */
    { ROUTER_OSRM, 200, "{\"code\":\"Ok\",\"distances\":[[0,1]],\"durations\":[[0,1]]}", ROUTER_REFUSED, { 0 }, { 0 }, "2 x 2" },
    { ROUTER_OSRM, 200, "{\"code\":\"Ok\",\"distances\":[[0,1],[1,0]],\"durations\":[[0,-5],[1,0]]}", ROUTER_REFUSED, { 0 }, { 0 }, "-5" },
    { ROUTER_OSRM, 200, "{\"code\":\"Ok\",\"distances\":[[0,1],[1,0]],\"durations\":[[0,\"a\"],[1,0]]}", ROUTER_REFUSED, { 0 }, { 0 }, "durations" },
    { ROUTER_OSRM, 502, "<html>Bad gateway</html>", ROUTER_LATER, { 0 }, { 0 }, "5xx" },
    { ROUTER_OSRM, 200, "<html>hello</html>", ROUTER_REFUSED, { 0 }, { 0 }, "JSON" },
    { ROUTER_VALHALLA, 200, "{\"algorithm\":\"costmatrix\",\"units\":\"kilometers\",\"sources_to_targets\":{\"distances\":[[0.0,1.887],[1.903,0.0]],"
                            "\"durations\":[[0,193],[199,0]]}}", ROUTER_READ, { 0, 193, 199, 0 }, { 0, 1887, 1903, 0 }, NULL },
    { ROUTER_VALHALLA, 200, "{\"units\":\"miles\",\"sources_to_targets\":{\"distances\":[[0,1],[null,0]],\"durations\":[[0,100],[null,0]]}}", ROUTER_READ,
      { 0, 100, -1, 0 }, { 0, 1609, -1, 0 }, NULL },
    { ROUTER_VALHALLA, 200, "{\"sources_to_targets\":[[{\"distance\":0.0,\"time\":0,\"to_index\":0,\"from_index\":0},{\"distance\":1.887,\"time\":193,\"to_index\":1,"
                            "\"from_index\":0}],[{\"distance\":null,\"time\":null,\"to_index\":0,\"from_index\":1},{\"distance\":0.0,\"time\":0,\"to_index\":1,"
                            "\"from_index\":1}]],\"units\":\"kilometers\"}", ROUTER_READ, { 0, 193, -1, 0 }, { 0, 1887, -1, 0 }, NULL },
    { ROUTER_VALHALLA, 400, "{\"error_code\":171,\"error\":\"No suitable edges near location\",\"status_code\":400,\"status\":\"Bad Request\"}", ROUTER_SPLIT,
      { 0 }, { 0 }, "No suitable edges" },
    { ROUTER_VALHALLA, 400, "{\"error_code\":125,\"error\":\"No costing method found\",\"status_code\":400}", ROUTER_REFUSED, { 0 }, { 0 }, "costing" },
    { ROUTER_VALHALLA, 404, "{\"error_code\":106,\"error\":\"Try any of: '/locate'\",\"status_code\":404}", ROUTER_REFUSED, { 0 }, { 0 }, "Try any" },
    { ROUTER_ORS, 200, "{\"durations\":[[0.0,192.5],[199.4,0.0]],\"distances\":[[0.0,1886.8],[1903.4,0.0]],\"sources\":[{\"location\":[4.85,45.75],"
                       "\"snapped_distance\":3.1}],\"metadata\":{\"attribution\":\"openrouteservice.org\"}}", ROUTER_READ, { 0, 193, 199, 0 }, { 0, 1887, 1903, 0 }, NULL },
    { ROUTER_ORS, 404, "{\"error\":{\"code\":6010,\"message\":\"Source point(s) 0 not found\"}}", ROUTER_SPLIT, { 0 }, { 0 }, "not found" },
    { ROUTER_ORS, 400, "{\"error\":{\"code\":6004,\"message\":\"Search exceeds the limit of 2500\"}}", ROUTER_SPLIT, { 0 }, { 0 }, "2500" },
    { ROUTER_ORS, 403, "{\"error\":\"Access to this API has been disallowed\"}", ROUTER_REFUSED, { 0 }, { 0 }, "disallowed" },
    { ROUTER_ORS, 429, "{\"error\":\"Rate limit exceeded\"}", ROUTER_LATER, { 0 }, { 0 }, "429" },
};

static void answers_are_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof recorded / sizeof recorded[0]; i++) {
        const struct recorded *r = &recorded[i];
        mlg_leg legs[4];
        mlg_error err;
        const enum router_verdict verdict = read_text(r->kind, r->status, r->text, legs, &err);
        check_msg(verdict == r->verdict, "row %zu: verdict %d, not %d (%s)", i, verdict, r->verdict, err.message);
        if (r->says) check_msg(strstr(err.message, r->says), "row %zu: \"%s\" lacks \"%s\"", i, err.message, r->says);
        for (int k = 0; k < 4 && verdict == ROUTER_READ; k++) {
            check_msg(legs[k].time_s == (r->time_s[k] < 0 ? MLG_UNREACHABLE : r->time_s[k]), "row %zu, pair %d: %d s", i, k, legs[k].time_s);
            check_msg(legs[k].distance_m == (r->distance_m[k] < 0 ? MLG_UNREACHABLE : r->distance_m[k]), "row %zu, pair %d: %d m", i, k, legs[k].distance_m);
        }
    }
}

/* ---- a server ---- */

/* Leg between points: 1 s for each 1e-4 degree, 10 m likewise; points east of 9 degrees have no road; every fifth request is
 * told to come again; no more than 30 coordinates. */
static int osrm_like(const char *path, const char *body, int number, struct text *answer)
{
    double lon[200], lat[200];
    int count = 0, sources = 0;
    const char *at = strstr(path, "driving/");
    (void)body;
    if (number % 5 == 4) return text_add(answer, "busy"), 503;
    for (at += 8; count < 200; at++) {
        char *end;
        lon[count] = strtod(at, &end);
        lat[count++] = strtod(end + 1, &end);
        at = end;
        if (*at != ';') break;
    }
    for (const char *s = strstr(path, "sources=") + 8; *s && *s != '&'; s++) sources += *s == ';';
    sources++;
    if (count > 30) return text_add(answer, "{\"code\":\"TooBig\",\"message\":\"Too many table coordinates\"}"), 400;
    for (int i = 0; i < count; i++)
        if (lon[i] > 9) return text_printf(answer, "{\"code\":\"NoSegment\",\"message\":\"Could not find a matching segment for coordinate %d\"}", i), 400;
    text_add(answer, "{\"code\":\"Ok\"");
    for (int plane = 0; plane < 2; plane++) {
        text_add(answer, plane ? ",\"distances\":[" : ",\"durations\":[");
        for (int i = 0; i < sources; i++)
            for (int j = sources; j < count; j++)
                text_printf(answer, "%s%.1f%s", j > sources ? "," : i ? ",[" : "[", (fabs(lon[i] - lon[j]) + fabs(lat[i] - lat[j])) * (plane ? 1e5 : 1e4),
                            j == count - 1 ? "]" : "");
        text_add(answer, "]");
    }
    text_add(answer, "}");
    return 200;
}

static void a_server_gives_legs(void **state)
{
    enum { PLACES = 70 };
    mlg_point places[PLACES];
    const char *names[PLACES];
    char name[PLACES][8], router[80];
    mlg_leg_source source;
    mlg_error err = { 0 };
    static const double kmh[] = { 10, 50 }, a[] = { 4, 3 }, b[] = { 0.5, 0.4 };
    const mlg_road_class van = { "van", NULL, { 2, kmh, a, b } };
    (void)state;
    if (!mlg__http_available()) {
        print_message("this build has no libcurl: the server test is skipped\n");
        skip();
    }
    struct http_server server = http_server_start(osrm_like);
    for (int i = 0; i < PLACES; i++) {
        places[i] = (mlg_point) { 45.7 + 0.001 * i, 4.8 + 0.0007 * (i % 11) };
        snprintf(name[i], sizeof name[i], "p%d", i);
        names[i] = name[i];
    }
    places[13].lon_deg = 9.5;
    snprintf(router, sizeof router, "osrm:http://127.0.0.1:%d/", server.port);
    const struct router_spec spec = { .router = router, .classes = &van, .class_count = 1, .places = places, .place_names = names, .place_count = PLACES, .first_wait_ms = 2 };
    check_msg(mlg__router_source(&spec, &source, &err) == MLG_OK, "%s", err.message);
    assert_non_null(strstr(source.label, "OSRM"));
    assert_int_equal(mlg_findings_count(source.found, true), 1); /* the lost place, by name */
    assert_string_equal(mlg_findings_at(source.found, true, 0)->where, "p13");

    int32_t all[PLACES];
    static mlg_leg legs[PLACES * PLACES];
    for (int i = 0; i < PLACES; i++) all[i] = i;
    check_msg(source.rows(source.self, 0, all, PLACES, all, PLACES, legs, &err) == MLG_OK, "%s", err.message);
    for (int i = 0; i < PLACES; i++)
        for (int j = 0; j < PLACES; j++) {
            const mlg_leg *leg = &legs[i * PLACES + j];
            if (i == 13 || j == 13) { /* crow flight: it has legs all the same */
                check_msg(leg->time_s != MLG_UNREACHABLE && (i == j || leg->distance_m > 100000), "%d -> %d: %d m", i, j, leg->distance_m);
                continue;
            }
            const double apart = fabs(places[i].lat_deg - places[j].lat_deg) + fabs(places[i].lon_deg - places[j].lon_deg);
            check_msg(fabs(leg->time_s - apart * 1e4) < 1 && fabs(leg->distance_m - apart * 1e5) < 1, "%d -> %d: %d s %d m", i, j, leg->time_s, leg->distance_m);
            check_msg((leg->energy_kj > 0) == (leg->distance_m > 0), "%d -> %d: %d kJ", i, j, leg->energy_kj);
        }
    http_server_stop(server);
    /* What was answered is kept: the server is gone, its legs are not. */
    static mlg_leg again[PLACES * PLACES];
    assert_int_equal(source.rows(source.self, 0, all, PLACES, all, PLACES, again, &err), MLG_OK);
    assert_memory_equal(legs, again, sizeof legs);
    mlg_roads_source_free(&source);
}

static void a_wrong_address_is_told(void **state)
{
    static const char *const wrong[] = { "osrm:localhost", "http://localhost", "google:http://x", "osrm:http://127.0.0.1:1" };
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        mlg_leg_source source;
        mlg_error err = { 0 };
        static const double kmh[] = { 10, 50 }, a[] = { 4, 3 };
        const mlg_road_class van = { "van", NULL, { 2, kmh, a, a } };
        const struct router_spec spec = { .router = wrong[i], .classes = &van, .class_count = 1, .places = two, .place_count = 2, .first_wait_ms = 2 };
        assert_int_equal(mlg__router_source(&spec, &source, &err), MLG_NO_ROADS);
        check_msg(err.message[0] && err.hint[0], "%s: no words", wrong[i]);
        assert_null(source.self);
    }
}

/* Points of Porto, in streets and gardens; the last one far out at sea. */
static void a_running_router_agrees_with_itself(void **state)
{
    enum { PLACES = 120, ALONE = 200 };
    const char *router = getenv("MAILLAGE_TEST_ROUTER");
    static const double kmh[] = { 10, 50 }, a[] = { 4, 3 }, b[] = { 0.5, 0.4 };
    const mlg_road_class car = { "car", NULL, { 2, kmh, a, b } };
    static mlg_leg legs[PLACES * PLACES];
    mlg_point places[PLACES];
    int32_t all[PLACES], far = 0, worst_s = 0;
    mlg_leg_source source;
    mlg_error err = { 0 };
    (void)state;
    if (!router) {
        print_message("MAILLAGE_TEST_ROUTER is not set: no running router is asked\n");
        skip();
    }
    struct rng rng = rng_seeded(5, 0);
    for (int32_t i = 0; i < PLACES; i++) places[i] = (mlg_point) { 41.14 + 0.06 * rng_unit(&rng), -8.66 + 0.08 * rng_unit(&rng) }, all[i] = i;
    const struct router_spec spec = { .router = router, .classes = &car, .class_count = 1, .places = places, .place_count = PLACES, .no_crow_flight = true };
    check_msg(mlg__router_source(&spec, &source, &err) == MLG_OK, "%s", err.message);
    check_msg(source.rows(source.self, 0, all, PLACES, all, PLACES, legs, &err) == MLG_OK, "%s", err.message);
    mlg_roads_source_free(&source);
    for (int32_t k = 0; k < ALONE; k++) {
        const int32_t i = rng_below(&rng, PLACES), j = rng_below(&rng, PLACES);
        const mlg_point pair[2] = { places[i], places[j] };
        const struct router_spec two_places = { .router = router, .classes = &car, .class_count = 1, .places = pair, .place_count = 2, .no_crow_flight = true };
        mlg_leg alone;
        check_msg(mlg__router_source(&two_places, &source, &err) == MLG_OK, "%s", err.message);
        check_msg(source.rows(source.self, 0, all, 1, all + 1, 1, &alone, &err) == MLG_OK, "%s", err.message);
        mlg_roads_source_free(&source);
        const mlg_leg *leg = &legs[i * PLACES + j];
        check_msg((alone.time_s == MLG_UNREACHABLE) == (leg->time_s == MLG_UNREACHABLE), "%d -> %d: %d s, alone %d s", i, j, leg->time_s, alone.time_s);
        const int32_t apart_s = abs(alone.time_s - leg->time_s);
        far += apart_s > 1;
        if (apart_s > worst_s) worst_s = apart_s;
    }
    print_message("%s: %d of %d legs differ from the same leg asked for alone, by at most %d s\n", router, far, ALONE, worst_s);
    assert_true(far <= ALONE / 20); /* Valhalla's tables are searches that stop early */
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(requests_are_theirs), cmocka_unit_test(answers_are_read), cmocka_unit_test(a_server_gives_legs),
                                        cmocka_unit_test(a_wrong_address_is_told),
                                        cmocka_unit_test(a_running_router_agrees_with_itself) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
