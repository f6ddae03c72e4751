/* test_vroom.c — the checks of docs/formats/vroom.md, each under its letter. Those that need HTTP (l, m) are asked in
 * tests/clients. */
#include "support/run_program.h"
#include "support/vroom_ask.h"

#define MATRICES "'matrices':{'car':{'durations':[[0,100,200],[100,0,150],[200,150,0]]}}"
#define METRES                                                                                                         \
    "'matrices':{'car':{'durations':[[0,100,200],[100,0,150],[200,150,0]],'distances':[[0,1500,2500],[1500,0,1700],["  \
    "2500,1700,0]]}}"
#define V0 "'vehicles':[{'id':0,'start_index':0,'end_index':0}]"
#define VEHICLE(more) "'vehicles':[{'id':0,'start_index':0,'end_index':0," more "}]"
#define JOBS "'jobs':[{'id':1,'location_index':1},{'id':2,'location_index':2}]"

static void a_worked_example(void **state)
{
    (void)state;
    struct asked a = ask("{'vehicles':[{'id':0,'start_index':0,'end_index':3}],'jobs':[{'id':1414,'location_index':1},{"
                         "'id':1515,'location_index':2}],"
                         "'matrices':{'car':{'durations':[[0,2104,197,1299],[2103,0,2255,3152],[197,2256,0,1102],[1299,"
                         "3153,1102,0]]}}}");
    assert_int_equal(a.code, 0);
    assert_int_equal(num(&a, "summary/cost"), 5461);
    assert_int_equal(num(&a, "summary/routes"), 1);
    assert_int_equal(num(&a, "summary/duration"), 5461);
    assert_int_equal(count(&a, "routes/0/steps"), 4);
    assert_int_equal(num(&a, "routes/0/steps/1/id"), 1414);
    assert_int_equal(num(&a, "routes/0/steps/1/arrival"), 2104);
    assert_int_equal(num(&a, "routes/0/steps/2/arrival"), 4359);
    assert_int_equal(num(&a, "routes/0/steps/3/location_index"), 3);
    assert_null(at(&a, "summary/distance"));
    assert_null(at(&a, "summary/amount"));
    forget(&a);
}

/* Skills, windows, a break, a shipment. By hand: with the skill only vehicle 2 may serve job 3; the shipment's delivery
 * is due by 700. */
static void a_rich_example(void **state)
{
    (void)state;
    struct asked a =
        ask("{'vehicles':[{'id':1,'start_index':0,'end_index':0,'capacity':[4],'skills':[1],'time_window':[0,2000]},"
            "{'id':2,'start_index':0,'end_index':0,'capacity':[4],'skills':[1,14],'time_window':[0,2000],'breaks':[{'"
            "id':1,'time_windows':[[300,400]],'service':60}]}],"
            "'jobs':[{'id':1,'location_index':1,'service':30,'delivery':[1],'skills':[1],'time_windows':[[200,400]]},{'"
            "id':3,'location_index':2,'service':30,'delivery':[1],'skills':[14]}],"
            "'shipments':[{'amount':[1],'pickup':{'id':4,'location_index':1,'service':30},'delivery':{'id':5,'location_"
            "index':2,'service':30,'time_windows':[[0,700]]}}]," MATRICES "}");
    assert_int_equal(a.code, 0);
    assert_int_equal(num(&a, "summary/unassigned"), 0);
    assert_int_equal(num(&a, "summary/routes"), 1); /* 0 1 2 0 is 450; two vehicles drive 200 and 400 */
    assert_int_equal(num(&a, "summary/cost"), 450);
    assert_int_equal(num(&a, "routes/0/vehicle"), 2);
    assert_int_equal(count(&a, "routes/0/steps"), 7);
    forget(&a);
}

static struct {
    const char *where, *document;
    bool plan;
} mistakes[] = {
    { "", "[]", false },
    { "vehicles", "{'vehicles':3," JOBS "," MATRICES "}", false },
    { "jobs", "{" V0 ",'jobs':{}," MATRICES "}", false },
    { "shipments", "{" V0 "," JOBS ",'shipments':1," MATRICES "}", false },
    { "matrices", "{'vehicles':[{'id':0,'start':[1,1]}],'jobs':[{'id':1,'location':[1,1]}],'matrices':[]}", false },
    { "vehicles", "{'vehicles':[]," JOBS "," MATRICES "}", false },
    { "vehicles", "{" JOBS "," MATRICES "}", false },
    { "jobs", "{" V0 "," MATRICES "}", false },
    { "jobs", "{" V0 ",'jobs':[],'shipments':[]," MATRICES "}", false },
    { "jobs/0/id", "{" V0 ",'jobs':[{'location_index':1}]," MATRICES "}", false },
    { "jobs/0/id", "{" V0 ",'jobs':[{'id':-1,'location_index':1}]," MATRICES "}", false },
    { "jobs/1/id", "{" V0 ",'jobs':[{'id':1,'location_index':1},{'id':1,'location_index':1}]," MATRICES "}", false },
    { "shipments/1/pickup/id",
      "{" V0 ",'shipments':[{'pickup':{'id':1,'location_index':1},'delivery':{'id':1,'location_index':2}},{'pickup':{'"
      "id':1,'location_index':1},'delivery':{'id':2,'location_index':2}}]," MATRICES "}",
      false },
    { "shipments/1/delivery/id",
      "{" V0 ",'shipments':[{'pickup':{'id':1,'location_index':1},'delivery':{'id':1,'location_index':2}},{'pickup':{'"
      "id':2,'location_index':1},'delivery':{'id':1,'location_index':2}}]," MATRICES "}",
      false },
    { "vehicles/0/id", "{'vehicles':[{'start_index':0}]," JOBS "," MATRICES "}", false },
    { "vehicles/0/breaks/0/id", "{" VEHICLE("'breaks':[{'service':3}]") "," JOBS "," MATRICES "}", false },
    { "shipments/0/pickup/id",
      "{" V0 ",'shipments':[{'pickup':{'location_index':1},'delivery':{'id':1,'location_index':2}}]," MATRICES "}",
      false },
    { "shipments/0/delivery/id",
      "{" V0 ",'shipments':[{'pickup':{'id':1,'location_index':1},'delivery':{'id':'x','location_index':2}}]," MATRICES
      "}",
      false },
    { "vehicles/0/breaks/1", "{" VEHICLE("'breaks':[{'id':1},{'id':1}]") "," JOBS "," MATRICES "}", false },
    { "jobs/0/location", "{'vehicles':[{'id':0,'start':[1,1]}],'jobs':[{'id':1,'location':[5]}]}", false },
    { "jobs/0/location", "{'vehicles':[{'id':0,'start':[1,1]}],'jobs':[{'id':1,'location':[500,1]}]}", false },
    { "jobs/0/location", "{'vehicles':[{'id':0,'start':[1,1]}],'jobs':[{'id':1}]}", false },
    { "vehicles/0", "{'vehicles':[{'id':0}]," JOBS "," MATRICES "}", false },
    { "jobs/0/location_index", "{" V0 ",'jobs':[{'id':1,'location':[1,2]}]," MATRICES "}", false },
    { "jobs/0/location_index", "{'vehicles':[{'id':0,'start':[1,1]}],'jobs':[{'id':1,'location_index':1}]}", false },
    { "vehicles/0/end_index", "{'vehicles':[{'id':0,'start_index':0,'end':[1,2]}]," JOBS "," MATRICES "}", false },
    { "jobs/0/location", "{" V0 ",'jobs':[{'id':1,'location_index':3}]," MATRICES "}", false },
    { "jobs/0/location",
      "{" VEHICLE("'costs':{'per_km':1},'start':[1,1],'end':[1,1]") ",'jobs':[{'id':1,'location_index':1}]," MATRICES
                                                                    "}",
      false },
    { "jobs/0/delivery/0",
      "{" VEHICLE("'capacity':[1]") ",'jobs':[{'id':1,'location_index':1,'delivery':['x']}]," MATRICES "}", false },
    { "jobs/0/skills/0", "{" V0 ",'jobs':[{'id':1,'location_index':1,'skills':[-2]}]," MATRICES "}", false },
    { "jobs/0/priority", "{" V0 ",'jobs':[{'id':1,'location_index':1,'priority':101}]," MATRICES "}", false },
    { "jobs/0/service", "{" V0 ",'jobs':[{'id':1,'location_index':1,'service':1.5}]," MATRICES "}", false },
    { "jobs/0/setup", "{" V0 ",'jobs':[{'id':1,'location_index':1,'setup':'1'}]," MATRICES "}", false },
    { "vehicles/0/max_tasks", "{" VEHICLE("'max_tasks':-1") "," JOBS "," MATRICES "}", false },
    { "vehicles/0/max_travel_time", "{" VEHICLE("'max_travel_time':4294967296") "," JOBS "," MATRICES "}", false },
    { "vehicles/0/max_distance", "{" VEHICLE("'max_distance':'far'") "," JOBS "," MATRICES "}", false },
    { "vehicles/0/costs/fixed", "{" VEHICLE("'costs':{'fixed':-5}") "," JOBS "," MATRICES "}", false },
    { "vehicles/0/description", "{" VEHICLE("'description':5") "," JOBS "," MATRICES "}", false },
    { "vehicles/0/speed_factor", "{" VEHICLE("'speed_factor':5.01") "," JOBS "," MATRICES "}", false },
    { "vehicles/0/speed_factor", "{" VEHICLE("'speed_factor':0") "," JOBS "," MATRICES "}", false },
    { "vehicles/0/speed_factor", "{" VEHICLE("'speed_factor':-1") "," JOBS "," MATRICES "}", false },
    { "jobs/0/service_per_type", "{" V0 ",'jobs':[{'id':1,'location_index':1,'service_per_type':{'':3}}]," MATRICES "}",
      false },
    { "jobs/0/time_windows/0", "{" V0 ",'jobs':[{'id':1,'location_index':1,'time_windows':[[5]]}]," MATRICES "}",
      false },
    { "vehicles/0/time_window", "{" VEHICLE("'time_window':[9,3]") "," JOBS "," MATRICES "}", false },
    { "vehicles/0/breaks/0/time_windows/0",
      "{" VEHICLE("'breaks':[{'id':1,'time_windows':[[9,3]]}]") "," JOBS "," MATRICES "}", false },
    { "jobs/0/time_windows/0", "{" V0 ",'jobs':[{'id':1,'location_index':1,'time_windows':[[5,4]]}]," MATRICES "}",
      false },
    { "jobs/0/time_windows", "{" V0 ",'jobs':[{'id':1,'location_index':1,'time_windows':[[1,4],[4,6]]}]," MATRICES "}",
      false },
    { "jobs/0/time_windows", "{" V0 ",'jobs':[{'id':1,'location_index':1,'time_windows':[]}]," MATRICES "}", false },
    { "jobs/0/delivery",
      "{" VEHICLE("'capacity':[1,2]") ",'jobs':[{'id':1,'location_index':1,'delivery':[1]}]," MATRICES "}", false },
    { "vehicles/1/capacity",
      "{'vehicles':[{'id':0,'start_index':0,'capacity':[1]},{'id':1,'start_index':0}]," JOBS "," MATRICES "}", false },
    { "vehicles/0/breaks/0/max_load",
      "{" VEHICLE("'capacity':[1],'breaks':[{'id':1,'max_load':[1,2]}]") "," JOBS "," MATRICES "}", false },
    { "shipments/0/pickup", "{" V0 ",'shipments':[{'delivery':{'id':1,'location_index':1}}]," MATRICES "}", false },
    { "shipments/0/delivery", "{" V0 ",'shipments':[{'pickup':{'id':1,'location_index':1}}]," MATRICES "}", false },
    { "matrices/car/durations", "{" V0 "," JOBS ",'matrices':{'car':{'durations':[]}}}", false },
    { "matrices/car/durations/1", "{" V0 "," JOBS ",'matrices':{'car':{'durations':[[0,1],[2]]}}}", false },
    { "matrices/car/durations/2", "{" V0 "," JOBS ",'matrices':{'car':{'durations':[[0,1,1],[2,0,1]]}}}", false },
    { "matrices/car/durations/1/0", "{" V0 "," JOBS ",'matrices':{'car':{'durations':[[0,1],[2.5,0]]}}}", false },
    { "matrices/car/durations/0/1", "{" V0 "," JOBS ",'matrices':{'car':{'durations':[[0,-1],[2,0]]}}}", false },
    { "matrices/car/distances", "{" V0 "," JOBS ",'matrices':{'car':{'distances':[[0,1,1],[2,0,1],[1,1,0]]}}}", false },
    { "matrices/bike/distances",
      "{'vehicles':[{'id':0,'start_index':0},{'id':1,'start_index':0,'profile':'bike'}]," JOBS
      ",'matrices':{'car':{'durations':[[0,1,1],[2,0,1],[1,1,0]],'distances':[[0,1,1],[2,0,1],[1,1,0]]},'bike':{'"
      "durations':[[0,1,1],[2,0,1],[1,1,0]]}}}",
      false },
    { "vehicles/0/costs/per_hour",
      "{" VEHICLE("'costs':{'per_hour':10}") "," JOBS ",'matrices':{'car':{'durations':[[0,1,1],[2,0,1],[1,1,0]],'"
                                             "costs':[[0,1,1],[2,0,1],[1,1,0]]}}}",
      false },
    { "vehicles/0/profile", "{" VEHICLE("'profile':'rocket'") "," JOBS "," MATRICES "}", false },
    { "vehicles/0/steps/0/type", "{" VEHICLE("'steps':[{'type':'nap'}]") "," JOBS "," MATRICES "}", true },
    { "vehicles/0/steps/1/type",
      "{" VEHICLE("'steps':[{'type':'job','id':1},{'type':'start'}]") "," JOBS "," MATRICES "}", true },
    { "vehicles/0/steps/0/type",
      "{" VEHICLE("'steps':[{'type':'end'},{'type':'job','id':1}]") "," JOBS "," MATRICES "}", true },
    { "vehicles/0/steps/0", "{" VEHICLE("'steps':[{'type':'job','id':9}]") "," JOBS "," MATRICES "}", true },
    { "vehicles/0/steps/0", "{" VEHICLE("'steps':[{'type':'break','id':9}]") "," JOBS "," MATRICES "}", true },
    { "vehicles/0/steps/1",
      "{" VEHICLE("'steps':[{'type':'job','id':1},{'type':'job','id':1}]") "," JOBS "," MATRICES "}", true },
    { "vehicles/1/steps/0",
      "{'vehicles':[{'id':0,'start_index':0,'steps':[{'type':'job','id':1}]},{'id':1,'start_index':0,'steps':[{'type':'"
      "job','id':1}]}]," JOBS "," MATRICES "}",
      false },
    { "vehicles/0/steps",
      "{" VEHICLE("'capacity':[1],'steps':[{'type':'job','id':1}]") ",'jobs':[{'id':1,'location_index':1,'delivery':[2]"
                                                                    "}]," MATRICES "}",
      false },
    { "vehicles/0/steps", "{" VEHICLE("'max_travel_time':10,'steps':[{'type':'job','id':1}]") "," JOBS "," MATRICES "}",
      false },
    { "vehicles/0/steps", "{" VEHICLE("'max_distance':10,'steps':[{'type':'job','id':1}]") "," JOBS "," METRES "}",
      false },
    { "vehicles/0/steps",
      "{" VEHICLE("'max_tasks':1,'steps':[{'type':'job','id':1},{'type':'job','id':2}]") "," JOBS "," MATRICES "}",
      false },
    { "vehicles/0/steps",
      "{" VEHICLE("'steps':[{'type':'job','id':1}]") ",'jobs':[{'id':1,'location_index':1,'skills':[3]}]," MATRICES "}",
      false },
    { "vehicles/0/steps",
      "{" VEHICLE(
          "'steps':[{'type':'job','id':1}]") ",'jobs':[{'id':1,'location_index':1,'time_windows':[[0,50]]}]," MATRICES
                                             "}",
      false },
    { "vehicles/0/steps",
      "{" VEHICLE("'steps':[{'type':'delivery','id':1}]") ",'shipments':[{'pickup':{'id':1,'location_index':1},'"
                                                          "delivery':{'id':1,'location_index':2}}]," MATRICES "}",
      false },
    { "vehicles/0/steps", "{" VEHICLE("'steps':[{'type':'job','id':1,'service_at':10}]") "," JOBS "," MATRICES "}",
      true },
};

static void b_each_mistake_is_told_at_its_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
        struct asked a = ask_with(mistakes[i].document, mistakes[i].plan, false);
        check_msg(a.code == 2, "%s gives code %d", mistakes[i].document, a.code);
        check_msg(told(&a, "errors", mistakes[i].where), "nothing told at %s: %s", mistakes[i].where, a.line);
        forget(&a);
    }
    struct asked a = ask("{'vehicles':[}");
    assert_int_equal(a.code, 2);
    assert_non_null(strstr(str(&a, "error"), "byte 13"));
    forget(&a);
}

static void b_ten_mistakes_are_ten_entries(void **state)
{
    (void)state;
    struct asked a = ask("{'vehicles':[{'id':0,'start_index':0,'capacity':[1],'speed_factor':9,'max_tasks':-1}],'jobs':"
                         "[{'id':1,'location_index':1,'priority':101,'service':1.5,'delivery':[1,2]},"
                         "{'id':1,'location_index':1,'time_windows':[]},{'id':2,'location_index':1,'skills':'all'}],'"
                         "shipments':[{'pickup':{'id':1,'location_index':1}}],"
                         "'matrices':{'car':{'durations':[[0,1],[2.5,0]],'distances':[]}}}");
    assert_int_equal(a.code, 2);
    assert_int_equal(count(&a, "errors"), 10 + 1);
    forget(&a);
}

static void c_old_keys(void **state)
{
    (void)state;
    static const struct {
        const char *keys;
        int load;
    } cases[] = { { "'amount':[3]", 3 }, { "'amount':[3],'delivery':[2]", 2 }, { "'amount':[3],'pickup':[2]", 0 } };
    for (int i = 0; i < 3; i++) {
        char document[512];
        snprintf(document, sizeof document, "{%s,'jobs':[{'id':1,'location_index':1,%s}],%s}",
                 VEHICLE("'capacity':[5]"), cases[i].keys, MATRICES);
        struct asked a = ask(document);
        assert_int_equal(num(&a, "routes/0/delivery/0"), cases[i].load);
        assert_true(told(&a, "warnings", "jobs/0/amount"));
        forget(&a);
    }
    struct asked a = ask("{" V0 "," JOBS ",'matrix':[[0,100,200],[100,0,150],[200,150,0]]}");
    assert_int_equal(num(&a, "summary/cost"), 450);
    assert_true(told(&a, "warnings", "matrix"));
    forget(&a);
    a = ask("{" V0 "," JOBS ",'matrix':[[0,1,2],[1,0,1],[2,1,0]]," MATRICES "}");
    assert_int_equal(num(&a, "summary/cost"), 450);
    assert_true(told(&a, "warnings", "matrix"));
    forget(&a);
}

static void d_windows_in_any_order(void **state)
{
    (void)state;
    struct asked a =
        ask("{" V0 ",'jobs':[{'id':1,'location_index':1,'time_windows':[[1000,1100],[50,80]]}]," MATRICES "}");
    assert_int_equal(num(&a, "routes/0/steps/1/arrival"), 1000); /* left as late as possible */
    assert_int_equal(num(&a, "routes/0/steps/0/arrival"), 900);
    forget(&a);
}

static void e_no_capacity_no_amounts(void **state)
{
    (void)state;
    struct asked a = ask("{" V0 "," JOBS "," MATRICES "}");
    assert_null(at(&a, "summary/delivery"));
    assert_null(at(&a, "routes/0/pickup"));
    assert_null(at(&a, "routes/0/steps/0/load"));
    forget(&a);
}

static void f_copies(void **state)
{
    (void)state;
    struct asked a = ask("{" VEHICLE(
        "'capacity':[5,7]") ",'jobs':[{'id':1,'location_index':1,'delivery':[2,3],'pickup':[1,0]}]," MATRICES "}");
    assert_int_equal(num(&a, "routes/0/steps/1/job"), 1);
    assert_int_equal(num(&a, "routes/0/steps/0/load/1"), 3);
    assert_int_equal(num(&a, "routes/0/steps/2/load/0"), 1);
    assert_true(json_equal(at(&a, "summary/delivery"), at(&a, "summary/amount")));
    assert_int_equal(num(&a, "summary/pickup/0"), 1);
    assert_null(at(&a, "routes/0/steps/0/job"));
    forget(&a);
}

static void g_when_distance_is_shown(void **state)
{
    (void)state;
    struct asked a = ask("{" V0 "," JOBS "," METRES "}");
    assert_int_equal(num(&a, "summary/distance"), 5700);
    assert_int_equal(num(&a, "routes/0/steps/3/distance"), 5700);
    forget(&a);
    a = ask("{" V0 "," JOBS "," MATRICES "}");
    assert_null(at(&a, "summary/distance"));
    assert_null(at(&a, "routes/0/steps/0/distance"));
    forget(&a);
    a = ask_with("{" V0 "," JOBS "," MATRICES "}", false, true); /* a way needs coordinates */
    assert_int_equal(a.code, 2);
    assert_true(told(&a, "errors", "vehicles/0/start") && told(&a, "errors", "jobs/1/location"));
    forget(&a);
    const char *points = "{'vehicles':[{'id':0,'start':[4.8,45.7]%s}],'jobs':[{'id':1,'location':[4.9,45.8]}]}";
    char document[256];
    snprintf(document, sizeof document, points, "");
    a = ask(document);
    assert_null(at(&a, "summary/distance"));
    forget(&a);
    a = ask_with(document, false, true);
    assert_true(num(&a, "summary/distance") > 10000);
    assert_true(strlen(str(&a, "routes/0/geometry")) > 5);
    forget(&a);
    snprintf(document, sizeof document, points, ",'costs':{'per_km':5}");
    a = ask(document);
    assert_true(num(&a, "routes/0/distance") > 10000);
    forget(&a);
}

static void h_open_ends(void **state)
{
    (void)state;
    struct asked a = ask(
        "{'vehicles':[{'id':0,'end_index':0}],'jobs':[{'id':1,'location_index':2,'location':[1.5,2]}]," MATRICES "}");
    assert_int_equal(num(&a, "routes/0/steps/0/location_index"), 2);
    assert_int_equal(num(&a, "summary/cost"), 200);
    forget(&a);
    a = ask("{'vehicles':[{'id':0,'start_index':0}],'jobs':[{'id':1,'location_index':2,'location':[1.5,2]}]," MATRICES
            "}");
    assert_int_equal(num(&a, "routes/0/steps/2/location_index"), 2);
    assert_true(json_real_value(at(&a, "routes/0/steps/2/location/0")) == 1.5);
    forget(&a);
    a = ask_plan("{" VEHICLE(
        "'breaks':[{'id':3,'service':5}],'steps':[{'type':'break','id':3},{'type':'job','id':1}]") "," JOBS "," MATRICES
                                                                                                   "}");
    assert_string_equal(str(&a, "routes/0/steps/1/type"), "break");
    assert_null(at(&a, "routes/0/steps/1/location_index"));
    assert_null(at(&a, "routes/0/steps/1/job"));
    forget(&a);
}

static void i_breaks_add_up_too(void **state)
{
    (void)state;
    /* The break opens while the vehicle drives: the drive goes on, the step tells what was driven by then. */
    struct asked a = ask_plan("{" VEHICLE(
        "'time_window':[0,5000],'breaks':[{'id':3,'service':50,'time_windows':[[130,140]]}],'steps':[{'type':'job','id'"
        ":1},{'type':'break','id':3},{'type':'job','id':2}]") ",'jobs':[{'id':1,'location_index':1,'time_windows':[["
                                                              "100,100]]},{'id':2,'location_index':2}]," MATRICES "}");
    assert_int_equal(num(&a, "routes/0/steps/2/arrival"), 130);
    assert_int_equal(num(&a, "routes/0/steps/2/duration"), 130);
    assert_int_equal(num(&a, "routes/0/steps/3/arrival"), 300);
    assert_int_equal(num(&a, "routes/0/service"), 50);
    forget(&a);
    a = ask("{" VEHICLE(
        "'time_window':[0,5000],'breaks':[{'id':3,'service':50,'time_windows':[[130,140]]}]") "," JOBS "," MATRICES
                                                                                              "}");
    assert_int_equal(count(&a, "routes/0/steps"), 5);
    assert_int_equal(count(&a, "routes/0/violations"), 0);
    forget(&a);
}

static void j_shared_numbers(void **state)
{
    (void)state;
    const char *shared = "'jobs':[{'id':1,'location_index':1}],'shipments':[{'pickup':{'id':1,'location_index':1},'"
                         "delivery':{'id':1,'location_index':2}}]," MATRICES "}";
    char document[1024];
    snprintf(document, sizeof document, "{%s,%s",
             VEHICLE("'steps':[{'type':'pickup','id':1},{'type':'job','id':1},{'type':'delivery','id':1}]"), shared);
    struct asked a = ask_plan(document);
    assert_int_equal(count(&a, "routes/0/violations"), 0);
    assert_string_equal(str(&a, "routes/0/steps/1/type"), "pickup");
    assert_string_equal(str(&a, "routes/0/steps/2/type"), "job");
    forget(&a);
    a = ask(document);
    assert_int_equal(num(&a, "summary/unassigned"), 0);
    forget(&a);
}

static bool has_cause(const struct asked *a, const char *path, const char *cause, bool with_duration)
{
    size_t i;
    json_t *v;
    json_array_foreach(at(a, path), i, v) if (!strcmp(json_string_value(json_object_get(v, "cause")),
                                                      cause)) return !with_duration == !json_object_get(v, "duration");
    return false;
}

static void k_plan_mode(void **state)
{
    (void)state;
    struct asked a = ask_plan("{" VEHICLE("'capacity':[3],'max_tasks':2,'max_travel_time':200,'max_distance':2000,'"
                                          "breaks':[{'id':5,'max_load':[0],'service':10},{'id':6}],"
                                          "'steps':[{'type':'start'},{'type':'job','id':1},{'type':'break','id':5},{'"
                                          "type':'delivery','id':7},{'type':'job','id':3},{'type':'pickup','id':8},{'"
                                          "type':'end'}]") ",'jobs':[{'id':1,'location_index':1,'delivery':[2],'"
                                                           "service':500,'skills':[4]},{'id':3,'location_index':2,'"
                                                           "delivery':[2]}],"
                                                           "'shipments':[{'amount':[1],'pickup':{'id':7,'location_"
                                                           "index':1},'delivery':{'id':7,'location_index':2}},{'amount'"
                                                           ":[1],'pickup':{'id':8,'location_index':1},'delivery':{'id':"
                                                           "8,'location_index':2}}]," METRES "}");
    static const struct {
        const char *path, *cause;
    } expected[] = {
        { "routes/0/steps/0/violations", "load" },
        { "routes/0/steps/1/violations", "skills" },
        { "routes/0/steps/2/violations", "max_load" },
        { "routes/0/steps/3/violations", "precedence" },
        { "routes/0/steps/3/violations", "max_distance" },
        { "routes/0/steps/3/violations", "max_travel_time" },
        { "routes/0/steps/4/violations", "max_tasks" },
        { "routes/0/steps/5/violations", "precedence" },
        { "routes/0/violations", "missing_break" },
        { "summary/violations", "missing_break" },
        { "summary/violations", "load" },
    };
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
        check_msg(has_cause(&a, expected[i].path, expected[i].cause, false), "%s at %s: %s", expected[i].cause,
                  expected[i].path, a.line);
    assert_int_equal(count(&a, "summary/violations"), 8);
    assert_int_equal(count(&a, "unassigned"), 2);
    assert_int_equal(num(&a, "routes/0/steps/4/load/0"), -1); /* what was never loaded is delivered */
    assert_true(told(&a, "warnings", "vehicles"));
    forget(&a);

    /* 350 too early at the first is what punctuality at the second costs. */
    a = ask_plan("{" VEHICLE(
        "'steps':[{'type':'job','id':1},{'type':'job','id':3}]") ",'jobs':[{'id':1,'location_index':1,'service':500,'"
                                                                 "time_windows':[[1000,2000]]},{'id':3,'location_index'"
                                                                 ":2,'time_windows':[[1100,1300]]}]," MATRICES "}");
    assert_int_equal(num(&a, "summary/violations/0/duration"), 350);
    assert_true(has_cause(&a, "routes/0/steps/1/violations", "lead_time", true));
    assert_int_equal(num(&a, "routes/0/steps/0/arrival"), 550);
    forget(&a);

    /* Too late at the end by 650, too early at the stop by 50: the first end of all that are off by 700. */
    a = ask_plan("{" VEHICLE(
        "'time_window':[100,400],'steps':[{'type':'job','id':1},{'type':'job','id':3}]") ",'jobs':[{'id':1,'location_"
                                                                                         "index':1,'service':500},{'id'"
                                                                                         ":3,'location_index':2,'time_"
                                                                                         "windows':[[100,300],[900,"
                                                                                         "1000]]}]," MATRICES "}");
    assert_true(has_cause(&a, "routes/0/steps/3/violations", "delay", true));
    assert_int_equal(num(&a, "routes/0/steps/3/violations/0/duration"), 650);
    assert_int_equal(num(&a, "routes/0/steps/2/violations/0/duration"), 50);
    forget(&a);

    /* Hard instants hold whatever they cost. */
    a = ask_plan("{" VEHICLE(
        "'time_window':[100,4000],'steps':[{'type':'start','service_at':50},{'type':'job','id':1,'service_after':300},{"
        "'type':'job','id':3},{'type':'end','service_before':1500}]") ",'jobs':[{'id':1,'location_index':1,'service':"
                                                                      "500},{'id':3,'location_index':2,'time_windows':["
                                                                      "[100,300],[900,1000]]}]," MATRICES "}");
    assert_int_equal(num(&a, "routes/0/steps/0/arrival"), 50);
    assert_int_equal(num(&a, "routes/0/steps/1/waiting_time"), 150);
    assert_int_equal(num(&a, "routes/0/violations/0/duration"), 50);
    forget(&a);
    a = ask_plan("{" VEHICLE("'steps':[{'type':'job','id':1,'service_at':10}]") "," JOBS "," MATRICES "}");
    assert_int_equal(a.code, 2);
    assert_non_null(strstr(str(&a, "error"), "Infeasible route for vehicle 0."));
    forget(&a);
    a = ask_plan("{" VEHICLE("'steps':[{'type':'start'},{'type':'end'}]") "," JOBS "," MATRICES "}");
    assert_int_equal(num(&a, "summary/routes"), 1);
    assert_int_equal(num(&a, "summary/unassigned"), 2);
    forget(&a);
}

static void n_setup(void **state)
{
    (void)state;
    struct asked a = ask(
        "{" V0
        ",'jobs':[{'id':1,'location_index':1,'setup':7,'service':3},{'id':2,'location_index':1,'setup':7}]," MATRICES
        "}");
    assert_int_equal(num(&a, "summary/setup"), 7);
    assert_int_equal(num(&a, "routes/0/steps/3/arrival"), 210);
    forget(&a);
    a = ask("{'vehicles':[{'id':0,'start':[4.8,45.7]}],'jobs':[{'id':1,'location':[4.9,45.8],'setup':7},{'id':2,'"
            "location':[4.9,45.8],'setup':7},{'id':3,'location':[4.8,45.7],'setup':9}]}");
    assert_int_equal(num(&a, "summary/setup"), 7);
    forget(&a);
    const char *typed = "'jobs':[{'id':1,'location_index':1,'service':100,'service_per_type':{'fast':20,'slow':200},'"
                        "setup_per_type':{'fast':5}}]," MATRICES "}";
    char document[1024];
    snprintf(document, sizeof document, "{%s,%s", VEHICLE("'type':'fast'"), typed);
    a = ask(document);
    assert_int_equal(num(&a, "summary/service"), 20);
    assert_int_equal(num(&a, "summary/setup"), 5);
    forget(&a);
    snprintf(document, sizeof document, "{%s,%s", VEHICLE("'type':'other'"), typed);
    a = ask(document);
    assert_int_equal(num(&a, "summary/service"), 100);
    forget(&a);
    snprintf(document, sizeof document,
             "{'vehicles':[{'id':0,'start_index':0,'type':'slow'},{'id':1,'start_index':0,'type':'fast','steps':[{'"
             "type':'job','id':1}]}],%s",
             typed);
    a = ask_plan(document);
    assert_int_equal(num(&a, "summary/service"), 20);
    forget(&a);
}

static void o_speed(void **state)
{
    (void)state;
    static const struct {
        const char *factor;
        int duration;
    } cases[] = { { "0.5", 900 }, { "1.5", 301 }, { "5", 90 }, { "1", 450 } };
    for (int i = 0; i < 4; i++) {
        char document[512];
        snprintf(document, sizeof document,
                 "{'vehicles':[{'id':0,'start_index':0,'end_index':0,'speed_factor':%s}],%s,%s}", cases[i].factor, JOBS,
                 MATRICES);
        struct asked a = ask(document);
        assert_int_equal(num(&a, "summary/duration"), cases[i].duration);
        forget(&a);
    }
}

static void p_costs(void **state)
{
    (void)state;
    struct asked a = ask("{" VEHICLE(
        "'costs':{'fixed':1000,'per_hour':7200,'per_task_hour':3600,'per_km':10}") ",'jobs':[{'id':1,'location_index':"
                                                                                   "1,'service':300},{'id':2,'location_"
                                                                                   "index':2,'setup':60}]," METRES "}");
    assert_int_equal(num(&a, "summary/cost"), 1000 + 900 + 360 + 57);
    forget(&a);
    a = ask("{" VEHICLE("'costs':{'per_km':1,'per_hour':1}") ",'jobs':[{'id':1,'location_index':1}]," METRES "}");
    assert_int_equal(num(&a, "summary/cost"), 3); /* 3.05, cut */
    forget(&a);
    a = ask("{" VEHICLE("'costs':{'per_hour':0}") "," JOBS "," METRES "}");
    assert_int_equal(num(&a, "summary/cost"), 0);
    forget(&a);
    const char *own =
        "'matrices':{'car':{'durations':[[0,100,200],[100,0,150],[200,150,0]],'costs':[[0,1,1],[9,0,1],[3,9,0]]}}}";
    char document[1024];
    snprintf(document, sizeof document, "{%s,%s,%s", VEHICLE("'costs':{'fixed':5}"), JOBS, own);
    a = ask(document);
    assert_int_equal(num(&a, "summary/cost"), 5 + 1 + 1 + 3);
    forget(&a);
}

static void q_priorities(void **state)
{
    (void)state;
    /* Job 9 alone fills the vehicle: it goes before eight others. */
    struct asked a = ask("{" VEHICLE(
        "'capacity':[8]") ",'jobs':[{'id':1,'location_index':1,'delivery':[1]},{'id':2,'location_index':1,'delivery':["
                          "1]},{'id':3,'location_index':1,'delivery':[1]},"
                          "{'id':4,'location_index':1,'delivery':[1]},{'id':5,'location_index':1,'delivery':[1]},{'id':"
                          "6,'location_index':1,'delivery':[1]},{'id':7,'location_index':1,'delivery':[1]},"
                          "{'id':8,'location_index':1,'delivery':[1]},{'id':9,'location_index':2,'delivery':[8],'"
                          "priority':1}]," MATRICES "}");
    assert_int_equal(num(&a, "summary/priority"), 1);
    assert_int_equal(num(&a, "summary/unassigned"), 8);
    assert_int_equal(num(&a, "routes/0/steps/1/id"), 9);
    assert_string_equal(str(&a, "unassigned/0/reasons/0/verdict"), "lost");
    forget(&a);
    a = ask("{" VEHICLE("'max_tasks':2") ",'jobs':[{'id':1,'location_index':1,'priority':5},{'id':2,'location_index':1,"
                                         "'priority':5},{'id':3,'location_index':2,'priority':9}]," MATRICES "}");
    assert_int_equal(num(&a, "summary/priority"), 14);
    forget(&a);
    a = ask("{" V0 ",'jobs':[{'id':1,'location_index':1},{'id':2,'location_index':2,'skills':[7]},{'id':3,'location_"
            "index':2,'time_windows':[[0,50]]}]," MATRICES "}");
    assert_int_equal(num(&a, "unassigned/0/id"), 2);
    assert_string_equal(str(&a, "unassigned/0/reasons/0/verdict"), "impossible");
    assert_string_equal(str(&a, "unassigned/0/reasons/0/rule"), "skills");
    assert_string_equal(str(&a, "unassigned/1/reasons/0/rule"), "time_window");
    assert_int_equal(num(&a, "unassigned/1/reasons/0/margin_s"), 150);
    forget(&a);
}

static void r_profiles(void **state)
{
    (void)state;
    static const char *const same[][2] = { { "car", "driving-car" },
                                           { "car", "auto" },
                                           { "driving-car", "car" },
                                           { "truck", "driving-hgv" },
                                           { "cargobike", "bike" },
                                           { "bicycle", "cycling-regular" },
                                           { "cycling-road", "cargobike" },
                                           { "cycling-mountain", "cycling-electric" },
                                           { "foot", "pedestrian" },
                                           { "foot-walking", "foot" },
                                           { "foot", "foot-hiking" },
                                           { "van", "van" },
                                           { "moon", "moon" } };
    char document[512];
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        snprintf(document, sizeof document,
                 "{'vehicles':[{'id':0,'start_index':0,'profile':'%s'}],'jobs':[{'id':1,'location_index':1}],'matrices'"
                 ":{'%s':{'durations':[[0,7],[7,0]]}}}",
                 same[i][1], same[i][0]);
        struct asked a = ask(document);
        assert_int_equal(num(&a, "summary/cost"), 7);
        forget(&a);
    }
    static const char *const near[] = { "taxi", "hov", "motorcycle", "motor_scooter", "bus" };
    for (int i = 0; i < 5; i++) {
        snprintf(document, sizeof document,
                 "{'vehicles':[{'id':0,'start_index':0,'profile':'%s'}],'jobs':[{'id':1,'location_index':1}],'matrices'"
                 ":{'%s':{'durations':[[0,7],[7,0]]}}}",
                 near[i], i == 4 ? "truck" : "car");
        struct asked a = ask(document);
        assert_int_equal(num(&a, "summary/cost"), 7);
        assert_true(told(&a, "warnings", "vehicles/0/profile"));
        forget(&a);
    }
}

static void s_unknown_keys(void **state)
{
    (void)state;
    struct asked a =
        ask_plan("{'vehicles':[{'id':0,'start_index':0,'cost':{},'costs':{'perhour':3},'breaks':[{'id':1,'duration':5}]"
                 ",'steps':[{'type':'job','id':1,'at':4}]}],"
                 "'jobs':[{'id':1,'location_index':1,'time_window':[1,2]}],'shipments':[{'amout':[],'pickup':{'id':1,'"
                 "location_index':1,'servce':2},'delivery':{'id':1,'location_index':1,'zzz':1}}],"
                 "'matrices':{'car':{'durations':[[0,7],[7,0]],'times':[]}},'api_key':'secret-word','timeout':3,'host':"
                 "'h','format':'json','vehicle':[]}");
    static const struct {
        const char *where, *hint;
    } expected[] = {
        { "vehicle", "did you mean vehicles?" },
        { "vehicles/0/cost", "did you mean costs?" },
        { "vehicles/0/costs/perhour", "did you mean per_hour?" },
        { "vehicles/0/breaks/0/duration", NULL },
        { "vehicles/0/steps/0/at", NULL },
        { "jobs/0/time_window", "did you mean time_windows?" },
        { "shipments/0/amout", "did you mean amount?" },
        { "shipments/0/pickup/servce", "did you mean service?" },
        { "shipments/0/delivery/zzz", NULL },
        { "matrices/car/times", NULL },
    };
    size_t i, unknown = 0;
    json_t *w;
    json_array_foreach(at(&a, "warnings"), i, w) unknown +=
        !strcmp(json_string_value(json_object_get(w, "message")), "unknown key ignored");
    assert_int_equal(unknown, sizeof expected / sizeof *expected);
    for (i = 0; i < sizeof expected / sizeof *expected; i++) {
        size_t k;
        bool found = false;
        json_array_foreach(at(&a, "warnings"), k, w)
        {
            if (strcmp(json_string_value(json_object_get(w, "where")), expected[i].where)) continue;
            found = true;
            if (expected[i].hint) assert_string_equal(json_string_value(json_object_get(w, "hint")), expected[i].hint);
            else assert_null(json_object_get(w, "hint"));
        }
        check_msg(found, "nothing told at %s: %s", expected[i].where, a.line);
    }
    assert_null(strstr(a.line, "secret-word")); /* v */
    forget(&a);
    a = ask("{" V0 ",'jobs':[{'id':1,'location_index':1,'service':300.0,'setup':3e1,'id':4}]," MATRICES "}");
    assert_int_equal(num(&a, "summary/service"), 300);
    assert_int_equal(num(&a, "summary/setup"), 30);
    assert_true(told(&a, "warnings", "jobs/0/service") && told(&a, "warnings", "jobs/0/id"));
    assert_int_equal(num(&a, "routes/0/steps/1/id"), 1);
    forget(&a);
}

/* What clients and people send that VROOM itself cannot take. */
static void more_than_vroom(void **state)
{
    (void)state;
    struct asked a =
        ask("{" V0 ",'jobs':[{'id':9223372036854775807,'location_index':1},{'id':2,'location_index':2}],'matrices':{'"
            "car':{'durations':[[0,100,4294967295],[100,0,4294967295],[4294967295,4294967295,0]]}}}");
    assert_true(told(&a, "warnings", "matrices/car/durations"));
    assert_int_equal(num(&a, "summary/unassigned"), 1);
    assert_non_null(strstr(a.line, "\"id\":9223372036854775807"));
    assert_string_equal(str(&a, "unassigned/0/reasons/0/rule"), "unreachable");
    forget(&a);
    /* Unix time: the answer is in the same scale. */
    a = ask("{" VEHICLE("'time_window':[1700000000,1700010000]") ",'jobs':[{'id':1,'location_index':1,'time_windows':[["
                                                                 "1700003600,1700007200]]}]," MATRICES "}");
    assert_int_equal(num(&a, "routes/0/steps/0/arrival"), 1700003500);
    forget(&a);
    a = ask("{" VEHICLE("'max_tasks':0") "," JOBS "," MATRICES "}");
    assert_int_equal(num(&a, "summary/unassigned"), 2);
    assert_true(told(&a, "warnings", "vehicles/0"));
    forget(&a);
    a = ask("{'vehicles':[{'id':5,'start_index':0},{'id':5,'start_index':0}]," JOBS "," MATRICES "}");
    assert_true(told(&a, "warnings", "vehicles/1/id"));
    forget(&a);
    /* A valid start is never made worse, and is where the search begins. */
    a = ask("{" VEHICLE("'steps':[{'type':'job','id':2},{'type':'job','id':1}]") "," JOBS "," MATRICES "}");
    assert_int_equal(num(&a, "summary/cost"), 450);
    forget(&a);
}

/* ---- the program ---- */

static void u_exit_status_is_the_code(void **state)
{
    (void)state;
    char out[8192];
    const char *good = "'{\"vehicles\":[{\"id\":0,\"start_index\":0}],\"jobs\":[{\"id\":1,\"location_index\":1}],"
                       "\"matrices\":{\"car\":{\"durations\":[[0,7],[7,0]]}}}'";
    char arguments[1024];
    snprintf(arguments, sizeof arguments, "vroom %s 2>&1", good);
    assert_int_equal(run(arguments, out, sizeof out), 0);
    assert_memory_equal(out, "{\"code\":0,", 10);
    assert_true(out[strlen(out) - 1] == '\n' && !strchr(out, '\r') && strchr(out, '\n') == out + strlen(out) - 1);
    assert_int_equal(run("vroom '{}' 2>/dev/null", out, sizeof out), 2);
    assert_memory_equal(out, "{\"code\":2,\"error\":\"", 19);
    assert_int_equal(run("vroom '{}' 2>&1 >/dev/null", out, sizeof out), 2);
    assert_memory_equal(out, "[Error] vehicles: ", 18);
    assert_int_equal(run("vroom -i /nowhere/at/all.json 2>/dev/null", out, sizeof out), 2);
    assert_memory_equal(out, "{\"code\":2,", 10);
    assert_int_equal(run("vroom -r moon '{}' 2>/dev/null", out, sizeof out), 2);
    snprintf(arguments, sizeof arguments, "vroom -l many %s 2>/dev/null", good);
    assert_int_equal(run(arguments, out, sizeof out), 2);
    assert_memory_equal(out, "{\"code\":2,\"error\":\"-l: ", 23);
    snprintf(arguments, sizeof arguments, "vroom -o /nowhere/at/all.json %s 2>/dev/null", good);
    assert_int_equal(run(arguments, out, sizeof out), 2);
    assert_memory_equal(out, "{\"code\":2,", 10);
    const char *points =
        "'{\"vehicles\":[{\"id\":0,\"start\":[4.8,45.7]}],\"jobs\":[{\"id\":1,\"location\":[4.9,45.7]}]}'";
    snprintf(arguments, sizeof arguments, "vroom --roads /nowhere/at/all.roads %s 2>/dev/null", points);
    assert_int_equal(run(arguments, out, sizeof out), 3);
    assert_memory_equal(out, "{\"code\":3,", 10);
    snprintf(arguments, sizeof arguments, "vroom -r ors -a car:localhost -p car:3000 -x 9 -t 2 -l 1.5 %s", points);
    assert_int_equal(run(arguments, out, sizeof out), 0);
    assert_non_null(strstr(out, "\"warnings\""));
    snprintf(arguments, sizeof arguments,
             "vroom --strict "
             "'{\"vehicles\":[{\"id\":0,\"start_index\":0}],\"jobs\":[{\"id\":1,\"location_index\":1,\"skills\":[1]}],"
             "\"matrices\":{\"car\":{\"durations\":[[0,7],[7,0]]}}}'");
    assert_int_equal(run(arguments, out, sizeof out), 4);
    assert_memory_equal(out, "{\"code\":0,", 10);
    /* -o: the file has no newline at its end. */
    char file[512];
    snprintf(file, sizeof file, "%s/vroom_answer.json", MLG_BUILD_DIR);
    snprintf(arguments, sizeof arguments, "vroom -o %s --no-times %s", file, good);
    assert_int_equal(run(arguments, out, sizeof out), 0);
    FILE *f = fopen(file, "r");
    const size_t n = fread(out, 1, sizeof out, f);
    fclose(f);
    assert_true(n > 10 && out[n - 1] == '}');
}

/* Memory cannot be made to end on demand here, so the codes are asked of the function that the program returns them
 * from. */
static void u_codes_of_failures(void **state)
{
    (void)state;
    static const struct {
        mlg_status status;
        int code;
    } cases[] = { { MLG_INTERNAL, 1 }, { MLG_NO_MEMORY, 1 },  { MLG_BAD_INPUT, 2 },
                  { MLG_NO_FILE, 2 },  { MLG_OVER_LIMIT, 2 }, { MLG_NO_ROADS, 3 } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const mlg_error err = { .status = cases[i].status, .where = "day", .message = "why" };
        char expected[64];
        int code = -1;
        char *line = mlg_tasks_failure(cases[i].status, &err, NULL, &code);
        snprintf(expected, sizeof expected, "{\"code\":%d,\"error\":\"day: why\"", cases[i].code);
        assert_int_equal(code, cases[i].code);
        check_msg(!strncmp(line, expected, strlen(expected)), "%s", line);
        free(line);
    }
}

static void threads_do_not_change_bytes(void **state)
{
    (void)state;
    char one[8192], two[8192];
    const char *points = "'{\"vehicles\":[{\"id\":0,\"start\":[4.8,45.7],\"max_tasks\":3},{\"id\":1,\"start\":[4.8,45."
                         "7]}],\"jobs\":[{\"id\":1,\"location\":[4.9,45.7]},{\"id\":2,\"location\":[4.7,45.7]},"
                         "{\"id\":3,\"location\":[4.9,45.8]},{\"id\":4,\"location\":[4.75,45.6]},{\"id\":5,"
                         "\"location\":[4.85,45.65]}]}'";
    char arguments[1024];
    snprintf(arguments, sizeof arguments, "vroom -t 1 --no-times -x 1 %s", points);
    assert_int_equal(run(arguments, one, sizeof one), 0);
    snprintf(arguments, sizeof arguments, "vroom -t 2 --no-times -x 1 %s", points);
    assert_int_equal(run(arguments, two, sizeof two), 0);
    assert_string_equal(one, two);
}

/* Each mutation of a true answer is found by `check`, named by its path, and its exit status is 5. */
static void check_finds_each_falsehood(void **state)
{
    (void)state;
    static const struct {
        const char *path; /* of the value to change; ends in "-": the value is left out */
        const char *value, *where, *message;
    } cases[] = {
        { "summary/cost", "1", "summary/cost", "recomputed it is 450" },
        { "summary/routes", "9", "summary/routes", "recomputed it is 1" },
        { "summary/unassigned", "3", "summary/unassigned", "recomputed it is 1" },
        { "summary/duration", "5", "summary/duration", "recomputed it is 450" },
        { "summary/service", "5", "summary/service", "recomputed it is 60" },
        { "summary/setup", "5", "summary/setup", "recomputed it is 0" },
        { "summary/priority", "5", "summary/priority", "recomputed it is 0" },
        { "summary/waiting_time", "5", "summary/waiting_time", "recomputed it is 0" },
        { "summary/delivery", "[7]", "summary/delivery/0", "recomputed it is 2" },
        { "summary/pickup", "[7]", "summary/pickup/0", "recomputed it is 0" },
        { "routes/0/cost", "5", "routes/0/cost", "recomputed it is 450" },
        { "routes/0/duration", "5", "routes/0/duration", "recomputed it is 450" },
        { "routes/0/delivery", "[7]", "routes/0/delivery/0", "recomputed it is 2" },
        { "routes/0/steps/1/duration", "99999", "routes/0/steps/1/duration", "told as 99999; recomputed it is" },
        { "routes/0/steps/1/arrival", "7", "routes/0/", "" },
        { "routes/0/steps/1/load", "[9]", "routes/0/", "load" },
        { "routes/0/steps/1/location_index", "0", "routes/0/steps/1/location_index", "recomputed it is" },
        { "unassigned", "[]", "unassigned", "job 3 is neither served nor listed as unassigned" },
        { "unassigned", "[{'id':3,'type':'job'},{'id':1,'type':'job'}]", "unassigned/1",
          "job 1 is listed as unassigned and served" },
        { "unassigned", "[{'id':3,'type':'job'},{'id':3}]", "unassigned/1", "job 3 is listed twice" },
        { "routes/0/steps/2/id", NULL, "routes/0/steps/2", "is served twice" },
        { "-", NULL, NULL, NULL }, /* as it is */
        { "summary-", NULL, NULL, NULL },
        { "routes/0/delivery-", NULL, NULL, NULL },
        { "routes/0/steps/1/duration-", NULL, NULL, NULL },
    };
    char *day = with_quotes("{'vehicles':[{'id':0,'start_index':0,'end_index':0,'capacity':[4]}],'jobs':[{'id':1,"
                            "'location_index':1,'delivery':[1],'service':30},{'id':2,'location_index':2,'delivery':[1],"
                            "'service':30},{'id':3,'location_index':2,'delivery':[9]}]," MATRICES "}");
    struct asked a = ask_bytes(day, strlen(day), false, false, "300");
    assert_int_equal(a.code, 0);
    FILE *f = fopen(MLG_BUILD_DIR "/claims_day.json", "w");
    assert_true(fputs(day, f) >= 0 && !fclose(f));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char path[64], out[4096], *key = path;
        snprintf(path, sizeof path, "%s", cases[i].path);
        const size_t n = strlen(path);
        const bool left_out = path[n - 1] == '-';
        if (left_out) path[n - 1] = 0;
        json_t *copy = json_deep_copy(a.answer), *in = copy;
        for (char *slash; (slash = strchr(key, '/')); key = slash + 1) {
            *slash = 0;
            in = json_is_array(in) ? json_array_get(in, (size_t)atoi(key)) : json_object_get(in, key);
        }
        char *value = with_quotes(cases[i].value ? cases[i].value : "");
        json_t *steps = json_object_get(json_array_get(json_object_get(copy, "routes"), 0), "steps");
        if (cases[i].value) json_object_set_new(in, key, json_loads(value, JSON_DECODE_ANY, NULL));
        else if (left_out) json_object_del(in, key);
        else json_object_set(in, key, json_object_get(json_array_get(steps, 1), "id"));
        assert_int_equal(json_dump_file(copy, MLG_BUILD_DIR "/claims_answer.json", 0), 0);
        const int code =
            run("check " MLG_BUILD_DIR "/claims_day.json " MLG_BUILD_DIR "/claims_answer.json 2>&1", out, sizeof out);
        check_msg(code == (cases[i].where ? 5 : 0), "%s: exit %d\n%s", cases[i].path, code, out);
        check_msg(!strstr(out, "required and not served"), "%s: %s", cases[i].path, out);
        check_msg(!cases[i].where || (strstr(out, cases[i].where) && strstr(out, cases[i].message)), "%s: %s",
                  cases[i].path, out);
        json_decref(copy);
        free(value);
    }
    forget(&a);
    free(day);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_worked_example),
        cmocka_unit_test(a_rich_example),
        cmocka_unit_test(b_each_mistake_is_told_at_its_place),
        cmocka_unit_test(b_ten_mistakes_are_ten_entries),
        cmocka_unit_test(c_old_keys),
        cmocka_unit_test(d_windows_in_any_order),
        cmocka_unit_test(e_no_capacity_no_amounts),
        cmocka_unit_test(f_copies),
        cmocka_unit_test(g_when_distance_is_shown),
        cmocka_unit_test(h_open_ends),
        cmocka_unit_test(i_breaks_add_up_too),
        cmocka_unit_test(j_shared_numbers),
        cmocka_unit_test(k_plan_mode),
        cmocka_unit_test(n_setup),
        cmocka_unit_test(o_speed),
        cmocka_unit_test(p_costs),
        cmocka_unit_test(q_priorities),
        cmocka_unit_test(r_profiles),
        cmocka_unit_test(s_unknown_keys),
        cmocka_unit_test(more_than_vroom),
        cmocka_unit_test(u_exit_status_is_the_code),
        cmocka_unit_test(u_codes_of_failures),
        cmocka_unit_test(threads_do_not_change_bytes),
        cmocka_unit_test(check_finds_each_falsehood),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
