/* test_vrplib.c — what VRPLIB, Solomon and .sol files mean: numbers, rounding, layouts, numbering, line ends, gzip. */
#include <zlib.h>

#include "io/file.h"
#include "io/lilim.h"
#include "io/rounding.h"
#include "io/sol.h"
#include "io/solomon.h"
#include "io/vrplib.h"
#include "maillage/check.h"
#include "model/plan.h"
#include "support/test.h"

static mlg_problem *vrplib(const char *text, int round)
{
    mlg_problem *p = NULL;
    mlg_error err = { 0 };
    check_msg(mlg__vrplib_read("test.vrp", text, strlen(text), round, &p, NULL, &err) == MLG_OK, "%s: %s", err.where,
              err.message);
    return p;
}

static mlg_plan *sol(const mlg_problem *p, const char *text)
{
    mlg_plan *plan = NULL;
    mlg_error err = { 0 };
    check_msg(mlg__sol_read("test.sol", text, strlen(text), p, &plan, NULL, &err) == MLG_OK, "%s: %s", err.where,
              err.message);
    return plan;
}

static int64_t violations(const mlg_problem *p, const mlg_plan *plan)
{
    mlg_findings *found = mlg_findings_new(MLG_EN);
    assert_int_equal(mlg_check_routes(p, plan, found, NULL, NULL), MLG_OK);
    const int64_t count = mlg_findings_count(found, false);
    mlg_findings_free(found);
    return count;
}

#define HEAD "NAME : t\nTYPE : CVRP\nDIMENSION : 3\nCAPACITY : 10\nEDGE_WEIGHT_TYPE : EUC_2D\n"
#define TAIL "DEMAND_SECTION\n1 0\n2 4\n3 5\nDEPOT_SECTION\n1\n-1\nEOF\n"
#define NODES "NODE_COORD_SECTION\n1 0 0\n2 1.6 0\n3 3 4.25\n"

static void test_cvrp(void **state)
{
    (void)state;
    mlg_problem *p = vrplib(HEAD NODES TAIL, -1);
    assert_string_equal(p->name, "t");
    assert_string_equal(p->rounding, "nearest");
    assert_int_equal(p->stop_count, 2);
    assert_int_equal(p->cost_scale, 1);
    assert_int_equal(p->stops[1].demand[0], 5);
    assert_string_equal(p->stops[1].id, "2");
    assert_int_equal(p->vehicles[0].count, MLG_UNLIMITED);
    assert_int_equal(p->vehicles[0].capacity[0], 10);
    assert_int_equal(mlg__arc(p, 0, 0, 1).distance, 2);
    assert_int_equal(mlg__arc(p, 0, 0, 1).time, 2);
    mlg_problem_free(p);
}

/* Tabs, CRLF, colons without blanks, no EOF, sections in another order: all seen in published files. */
static void test_dialects(void **state)
{
    (void)state;
    mlg_problem *p = vrplib(
        "\xEF\xBB\xBFNAME: \tt \t\r\nCOMMENT : \"two\twords: here\"\r\nTYPE:CVRP\r\nDIMENSION:3\r\nVEHICLES : 4\r\n"
        "DEPOT_SECTION\t\r\n\t1\r\n\t-1\r\nDEMAND_SECTION \r\n1\t0\t\r\n3\t5.0\r\n2\t4\r\n\r\nCAPACITY : 10\r\n"
        "EDGE_WEIGHT_TYPE : \tEUC_2D\t\r\nNODE_COORD_SECTION\r\n 1 0 0\r\n2 16e-1 +0\r\n3 3. 4.25",
        -1);
    assert_string_equal(p->name, "t");
    assert_int_equal(p->vehicles[0].count, 4);
    assert_int_equal(p->stops[0].demand[0], 4);
    assert_int_equal(p->stops[1].demand[0], 5);
    assert_int_equal(mlg__arc(p, 0, 0, 1).distance, 2);
    mlg_problem_free(p);
}

static void test_rounding(void **state)
{
    static const struct {
        int round;
        const char *name;
        int64_t scale;
        int32_t distance, time;
    } rows[] = {
        { -1, "nearest", 1, 2, 2 },
        { MLG_NEAREST, "nearest", 1, 2, 2 },
        { MLG_TRUNC, "trunc", 1, 1, 1 },
        { MLG_TRUNC10, "trunc10", 10, 16, 16 },
        { MLG_NEAREST1000, "nearest1000", 1000, 1600, 1600 },
        { MLG_ROUND_NONE, "none", 10000, 16000, 16000 },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        mlg_problem *p = vrplib(HEAD NODES TAIL, rows[i].round);
        assert_string_equal(p->rounding, rows[i].name);
        assert_int_equal(p->cost_scale, rows[i].scale);
        assert_int_equal(mlg__arc(p, 0, 0, 1).distance, rows[i].distance);
        assert_int_equal(mlg__arc(p, 0, 0, 1).time, rows[i].time);
        mlg_problem_free(p);
    }
    assert_int_equal(mlg__round_value(MLG_TRUNC10, 9.99), 99);
    assert_int_equal(mlg__round_value(MLG_NEAREST, 2.5), 3);
    assert_int_equal(mlg__round_value(MLG_NEAREST1000, 0.0004), 0);
    assert_int_equal(mlg__round_value(MLG_ROUND_NONE, 1e300), INT64_C(1) << 62);
}

/* Every layout of explicit weights gives the matrix 0 5 6 / 5 0 7 / 6 7 0; FULL_MATRIX may be one-sided. */
static void test_layouts(void **state)
{
    static const struct {
        const char *layout, *values;
    } rows[] = {
        { "LOWER_ROW", "5\n6 7\n" },           { "LOWER_DIAG_ROW", "0 5 0 6\n7 0\n" },     { "UPPER_ROW", "5 6\n7\n" },
        { "UPPER_DIAG_ROW", "0 5 6 0 7 0\n" }, { "FULL_MATRIX", "0 5 6\n5 0 7\n6 7 0\n" },
    };
    static const int32_t expected[9] = { 0, 5, 6, 5, 0, 7, 6, 7, 0 };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[512];
        snprintf(text, sizeof text,
                 "NAME : m\nTYPE : CVRP\nDIMENSION : 3\nCAPACITY : 10\nEDGE_WEIGHT_TYPE : EXPLICIT\nEDGE_WEIGHT_FORMAT "
                 ": %s\nEDGE_WEIGHT_SECTION\n%s" TAIL,
                 rows[i].layout, rows[i].values);
        mlg_problem *p = vrplib(text, -1);
        for (int32_t k = 0; k < 9; k++)
            check_msg(mlg__arc(p, 0, k / 3, k % 3).distance == expected[k], "%s, entry %d", rows[i].layout, k);
        mlg_problem_free(p);
    }
    mlg_problem *p = vrplib("NAME : m\nTYPE : CVRP\nDIMENSION : 3\nCAPACITY : 10\nEDGE_WEIGHT_TYPE : "
                            "EXPLICIT\nEDGE_WEIGHT_FORMAT : FULL_MATRIX\n"
                            "EDGE_WEIGHT_SECTION\n0 1 2 3 0 4 5 6 0\n" TAIL,
                            -1);
    assert_int_equal(mlg__arc(p, 0, 1, 0).distance, 3);
    assert_int_equal(mlg__arc(p, 0, 0, 1).distance, 1);
    assert_int_equal(mlg__arc(p, 0, 2, 1).time, 6);
    mlg_problem_free(p);
}

/* The depot may be any node; the others keep their order: node 3 is the depot, nodes 1 and 2 are stops 1 and 2. */
static void test_depot_elsewhere(void **state)
{
    (void)state;
    mlg_problem *p = vrplib(HEAD NODES "DEMAND_SECTION\n1 3\n2 4\n3 0\nDEPOT_SECTION\n3\n-1\n", -1);
    assert_int_equal(p->stops[0].demand[0], 3);
    assert_int_equal(p->stops[1].demand[0], 4);
    assert_true(p->places[0].y == 4.25 && p->places[1].x == 0 && p->places[2].x == 1.6);
    mlg_problem_free(p);
}

static void test_vrptw(void **state)
{
    (void)state;
    const char *text = "NAME : w\nTYPE : VRPTW\nDIMENSION : 3\nCAPACITY : 10\nVEHICLES : 2\nSERVICE_TIME : "
                       "5\nEDGE_WEIGHT_TYPE : EUC_2D\n" NODES "TIME_WINDOW_SECTION\n1 0 100\n2 10.25 20\n3 0 0\n" TAIL;
    mlg_problem *p = vrplib(text, -1);
    assert_string_equal(p->rounding, "trunc10");
    assert_int_equal(p->vehicles[0].count, 2);
    assert_int_equal(p->vehicles[0].shift.close_s, 1000);
    assert_int_equal(p->stops[0].service_s, 50);
    assert_int_equal(p->stops[0].windows[0].open_s, 102);
    assert_int_equal(p->stops[0].windows[0].close_s, 200);
    assert_int_equal(p->stops[1].window_count, 1); /* a real [0, 0] */
    assert_int_equal(p->stops[1].windows[0].close_s, 0);
    mlg_plan *plan = sol(p, "Route #1: 1\nCost 3.2\n");
    assert_int_equal(mlg_plan_cost(plan), 32);
    assert_int_equal(violations(p, plan), 1); /* stop 2 is neither visited nor listed */
    mlg_plan_free(plan);
    mlg_problem_free(p);
}

static void test_solomon(void **state)
{
    (void)state;
    const char *text = "C1\r\n\r\nVEHICLE\r\nNUMBER     CAPACITY\r\n  2         10\r\n\r\nCUSTOMER\r\nCUST NO.  "
                       "XCOORD.   YCOORD.    DEMAND   READY TIME  DUE DATE   SERVICE   TIME\r\n \r\n"
                       "    0      0          0          0          0        100          0   \r\n    1      1         "
                       " 1          4         10         20          5   \r\n";
    mlg_problem *p;
    mlg_error err = { 0 };
    check_msg(mlg__solomon_read("c1.txt", text, strlen(text), -1, &p, NULL, &err) == MLG_OK, "%s: %s", err.where,
              err.message);
    assert_string_equal(p->name, "C1");
    assert_string_equal(p->rounding, "none");
    assert_int_equal(p->vehicles[0].count, 2);
    assert_int_equal(p->vehicles[0].shift.close_s, 1000000);
    assert_int_equal(p->stops[0].windows[0].open_s, 100000);
    assert_int_equal(mlg__arc(p, 0, 0, 1).distance, 14142);
    assert_int_equal(mlg__arc(p, 0, 0, 1).time, 14143);    /* upwards, so that windows hold in real numbers */
    mlg_plan *plan = sol(p, "Route 1 : 1\nCost 2.8284\n"); /* right to its last digit */
    assert_int_equal(violations(p, plan), 0);
    struct text out = { 0 };
    mlg__sol_write(p, plan, &out);
    assert_string_equal(out.data, "Route #1: 1\nCost 2.8284271247461903\n");
    text_free(&out);
    mlg_plan_free(plan);
    plan = sol(p, "Route 1 : 1\nCost 2.8285\n");
    assert_int_equal(violations(p, plan), 1);
    mlg_plan_free(plan);
    mlg_problem_free(p);
    check_msg(mlg__solomon_read("c1.txt", text, strlen(text), MLG_TRUNC10, &p, NULL, NULL) == MLG_OK, "trunc10");
    assert_int_equal(mlg__arc(p, 0, 0, 1).time, 14);
    mlg_problem_free(p);
}

static void test_sol(void **state)
{
    (void)state;
    mlg_problem *p = vrplib(HEAD NODES TAIL, -1);
    struct text out = { 0 };
    mlg_plan *plan =
        sol(p, "Route #1: 2 1\nCost: 12.000\n"); /* 0-2: 5.2, 2-1: 4.5, 1-0: 1.6, each to the nearest: 5 4 2 */
    assert_int_equal(plan->routes[0].visits[1].stop, 1);
    assert_int_equal(violations(p, plan), 1);
    mlg_plan_free(plan);
    plan = sol(p, "Route #1: 2 1\nRoute #2:\nCost 11\nTime 3\nOptimal: True\n");
    assert_int_equal(mlg_plan_route_count(plan), 1);
    assert_int_equal(violations(p, plan), 0);
    mlg__sol_write(p, plan, &out);
    assert_string_equal(out.data, "Route #1: 2 1\nCost 11\n");
    mlg_plan_free(plan);
    plan = sol(p, "Route #1: 2 1\n"); /* no cost claimed, none checked */
    assert_int_equal(violations(p, plan), 0);
    mlg_plan_free(plan);
    text_free(&out);
    mlg_problem_free(p);
}

/* With trunc10 a Cost line is in the unit of the file; some sets write the tenths. Both are understood. */
static void test_sol_tenths(void **state)
{
    static const struct {
        const char *cost;
        int64_t claim;
    } rows[] = { { "11.2", 112 }, { "112", 112 }, { "11.20", 112 }, { "11", 110 }, { "113", 1130 } };
    (void)state;
    mlg_problem *p = vrplib(HEAD NODES TAIL, MLG_TRUNC10); /* 16 + 44 + 52 */
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[64];
        struct text out = { 0 };
        snprintf(text, sizeof text, "Route #1: 1 2\nCost %s\n", rows[i].cost);
        mlg_plan *plan = sol(p, text);
        check_msg(mlg_plan_cost(plan) == rows[i].claim, "%s: %lld", rows[i].cost, (long long)mlg_plan_cost(plan));
        mlg__sol_write(p, plan, &out);
        if (i == 0) assert_string_equal(out.data, "Route #1: 1 2\nCost 11.2\n");
        text_free(&out);
        mlg_plan_free(plan);
    }
    mlg_problem_free(p);
}

/* Depots first in places and numbers; equal vehicles that stand together are one row; who may visit whom are skills. */
static void test_fleet(void **state)
{
    (void)state;
    mlg_problem *p =
        vrplib("NAME : f\nTYPE : CVRP\nDIMENSION : 5\nVEHICLES : 4\nEDGE_WEIGHT_TYPE : EUC_2D\n"
               "VEHICLES_FIXED_COST : 7.5\nVEHICLES_MAX_DISTANCE : 90\nVEHICLES_MAX_DURATION : 80\n"
               "NODE_COORD_SECTION\n1 1 0\n2 0 0\n3 3 0\n4 4 0\n5 9 0\nDEMAND_SECTION\n1 1\n2 0\n3 3\n4 0\n5 5\n"
               "CAPACITY_SECTION\n1 5\n2 5\n3 6\n4 5\nVEHICLES_DEPOT_SECTION\n1 2\n2 2\n3 4\n4 4\n"
               "VEHICLES_UNIT_DISTANCE_COST_SECTION\n1 2\n2 2\n3 1\n4 3\n"
               "VEHICLES_ALLOWED_CLIENTS_SECTION\n1 1 3\n2 3 1 3\n3 5 -1\n4 1 3 5\n"
               "VEHICLES_RELOAD_DEPOT_SECTION\n1\n2\n3 2 4\n4\nDEPOT_SECTION\n4 2 -1\n",
               -1);
    assert_int_equal(p->vehicle_count, 3);
    assert_true(p->places[0].x == 0 && p->places[1].x == 4 && p->places[2].x == 1 && p->places[4].x == 9);
    assert_int_equal(p->stops[1].place, 3);
    assert_string_equal(p->stops[1].id, "3");
    const mlg_vehicle *first = &p->vehicles[0], *second = &p->vehicles[1], *third = &p->vehicles[2];
    assert_true(first->count == 2 && second->count == 1 && third->count == 1);
    assert_true(first->start == 0 && second->start == 1 && third->end == 1);
    assert_true(first->capacity[0] == 5 && second->capacity[0] == 6);
    assert_true(first->rates.fixed == 8 && first->rates.per_m == 2 && third->rates.per_m == 3);
    assert_true(first->max_duty_s == 80 && first->max_distance_m == 90 && first->max_trips == 1);
    assert_true(second->reload_count == 2 && second->reload_places[0] == 0 && second->max_trips == 3);
    for (int32_t row = 0; row < 3; row++) /* 1 and 3; 5; all */
        for (int32_t stop = 0; stop < 3; stop++)
            assert_true(mlg__skilled(&p->vehicles[row], &p->stops[stop]) == (row == 2 || (row == 1) == (stop == 2)));
    struct text out = { 0 };
    mlg_plan *plan = sol(p, "Route #2: 3 2\nRoute #3: 1 4 1\nRoute #4:\n"); /* trips without stops are dropped */
    assert_int_equal(violations(p, plan), 0);
    assert_int_equal(plan->routes[0].vehicle, 0);
    assert_int_equal(plan->routes[1].vehicle, 1);
    mlg__sol_write(p, plan, &out); /* 8 + 2 (3 + 2 + 1) and 8 + 5 + 5 */
    assert_string_equal(out.data, "Route #1: 3 2\nRoute #2:\nRoute #3: 4\nCost 38\n");
    text_free(&out);
    mlg_plan_free(plan);
    mlg_problem_free(p);
}

/* Cost lines of mixed fleets, in another unit and from arcs rounded in another way. */
static void test_sol_fleet_costs(void **state)
{
    static const struct {
        const char *cost;
        bool right;
    } rows[] = { { "11277", true }, { "0.11", true }, { "0.12", true }, { "0.13", false }, { "11278", false } };
    (void)state;
    mlg_problem *p = vrplib(HEAD NODES TAIL, MLG_NEAREST1000); /* 1600 + 4475 + 5202 */
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[64];
        snprintf(text, sizeof text, "Route #1: 1 2\nCost %s\n", rows[i].cost);
        mlg_plan *plan = sol(p, text);
        const int64_t found = violations(p, plan);
        check_msg(found == !rows[i].right, "%s: %lld", rows[i].cost, (long long)found);
        mlg_plan_free(plan);
    }
    mlg_problem_free(p);
}

/* A group asks for one of its members. */
static void test_sol_group(void **state)
{
    (void)state;
    mlg_problem *p = vrplib(HEAD NODES "DEMAND_SECTION\n1 0\n2 4\n3 5\nMUTUALLY_EXCLUSIVE_GROUP_SECTION\n1 2\n2 3\n"
                                       "DEPOT_SECTION\n1\n-1\n",
                            -1);
    mlg_plan *plan = sol(p, "Route #1: 1\nCost 4\n");
    assert_int_equal(violations(p, plan), 1);
    mlg_plan_free(plan);
    mlg_problem_free(p);
}

static void test_lilim(void **state)
{
    (void)state;
    const char *text = "2 9 1\r\n0 0 0 0 0 100 0 0 0\r\n1 3 4 -4 0 50 5 2 0\r\n2 6 8 4 10 50 5 0 1\r\n\r\n";
    mlg_problem *p;
    mlg_error err = { 0 };
    assert_true(mlg__is_lilim(text, strlen(text)));
    assert_false(mlg__is_lilim("C1\n\nVEHICLE\n", 12));
    assert_false(mlg__is_lilim("1 2 3 4\n", 8));
    check_msg(mlg__lilim_read("a/lc1.txt", text, strlen(text), -1, &p, NULL, &err) == MLG_OK, "%s: %s", err.where,
              err.message);
    assert_string_equal(p->name, "lc1");
    assert_int_equal(p->vehicles[0].count, 2);
    assert_string_equal(p->stops[0].id, "2"); /* the pickup first */
    assert_int_equal(p->stops[0].place, 2);
    assert_int_equal(p->mate[0], 1);
    assert_int_equal(p->mate_amount[0], 4);
    assert_int_equal(p->stops[1].service_s, 50000);
    mlg_plan *plan = sol(p, "Route 1 : 2 1\nCost 20\n");
    assert_int_equal(plan->routes[0].visits[1].stop, 0);
    assert_int_equal(violations(p, plan), 0);
    mlg_plan_free(plan);
    mlg_problem_free(p);
}

static void test_files(void **state)
{
    (void)state;
    static const char words[] = "mesh of sites\n";
    const char *path = MLG_BUILD_DIR "/test_vrplib.tmp";
    char *bytes;
    size_t count;
    mlg_error err = { 0 };
    assert_int_equal(mlg__file_write(path, words, sizeof words - 1, NULL), MLG_OK);
    assert_int_equal(mlg__file_read(path, 100, &bytes, &count, NULL), MLG_OK);
    assert_int_equal(count, sizeof words - 1);
    assert_string_equal(bytes, words);
    mlg__free(bytes);
    assert_int_equal(mlg__file_read(path, sizeof words - 1, &bytes, &count, NULL), MLG_OK); /* exactly the limit */
    mlg__free(bytes);
    assert_int_equal(mlg__file_read(path, sizeof words - 2, &bytes, &count, &err), MLG_OVER_LIMIT);
    assert_null(bytes);
    gzFile packed = gzopen(path, "wb");
    for (int i = 0; i < 100000; i++) gzwrite(packed, words, sizeof words - 1);
    gzclose(packed);
    assert_int_equal(mlg__file_read(path, 1 << 24, &bytes, &count, NULL), MLG_OK);
    assert_int_equal(count, 100000 * (sizeof words - 1));
    mlg__free(bytes);
    assert_int_equal(mlg__file_read(path, 1 << 16, &bytes, &count, &err), MLG_OVER_LIMIT); /* a bomb is stopped early */
    assert_int_equal(mlg__file_read(MLG_BUILD_DIR, 1 << 16, &bytes, &count, &err), MLG_NO_FILE);
    assert_non_null(strstr(err.message, "folder"));
    assert_int_equal(mlg__file_read(MLG_BUILD_DIR "/no/such", 1 << 16, &bytes, &count, &err), MLG_NO_FILE);
    assert_int_equal(mlg__file_write(MLG_BUILD_DIR "/no/such", "", 0, &err), MLG_NO_FILE);
    assert_non_null(strstr(err.where, "/no/such"));
    remove(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cvrp),
        cmocka_unit_test(test_dialects),
        cmocka_unit_test(test_rounding),
        cmocka_unit_test(test_layouts),
        cmocka_unit_test(test_depot_elsewhere),
        cmocka_unit_test(test_vrptw),
        cmocka_unit_test(test_solomon),
        cmocka_unit_test(test_sol),
        cmocka_unit_test(test_sol_tenths),
        cmocka_unit_test(test_fleet),
        cmocka_unit_test(test_sol_fleet_costs),
        cmocka_unit_test(test_sol_group),
        cmocka_unit_test(test_lilim),
        cmocka_unit_test(test_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
