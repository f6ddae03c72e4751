/* test_vroom_rules.c — rules of a document beyond windows and loads, each in a small one whose best answer is found by
 * hand. */
#include "support/vroom_ask.h"

#define MATRICES "'matrices':{'car':{'durations':[[0,100,200],[100,0,150],[200,150,0]]}}"

#define V_ONE "'vehicles':[{'id':1,'start_index':0,'maillage':{'class':'van35_diesel'}}],"

/* The row of the routes whose vehicle has this id, or MLG_NONE. */
static int route_of(const struct asked *a, json_int_t vehicle)
{
    for (size_t i = 0; i < count(a, "routes"); i++)
        if (number_in(json_array_get(at(a, "routes"), i), "vehicle") == vehicle) return (int)i;
    return MLG_NONE;
}

/* The vehicle that does a task, or MLG_NONE. */
static json_int_t vehicle_of(const struct asked *a, const char *type, json_int_t id)
{
    size_t i, k;
    json_t *route, *step;
    json_array_foreach(at(a, "routes"), i, route) json_array_foreach(
        json_object_get(route, "steps"), k, step) if (!strcmp(json_string_value(json_object_get(step, "type")), type) &&
                                                      number_in(step, "id") == id) return number_in(route, "vehicle");
    return MLG_NONE;
}

/* An hour of work costs an hour of driving: the quick vehicle does job 1, which takes the other one ten times as long;
 * both are there for job 2, and the slow one, which may only do one task, is not worth a drive of its own. */
static void work_by_type(void **state)
{
    (void)state;
    struct asked a =
        ask("{'vehicles':[{'id':7,'start_index':0,'end_index':0,'type':'slow','costs':{'per_task_hour':3600}},"
            "{'id':8,'start_index':0,'end_index':0,'type':'quick','costs':{'per_task_hour':3600}}],"
            "'jobs':[{'id':1,'location_index':1,'service':500,'service_per_type':{'quick':50,'slow':500}},"
            "{'id':2,'location_index':2,'setup':5,'service':40,'setup_per_type':{'quick':20}}]," MATRICES "}");
    assert_int_equal(a.code, 0);
    assert_int_equal(vehicle_of(&a, "job", 1), 8);
    assert_int_equal(vehicle_of(&a, "job", 2), 8);
    assert_int_equal(num(&a, "summary/service"), 90);
    assert_int_equal(num(&a, "summary/setup"), 20);
    assert_int_equal(num(&a, "summary/cost"), 450 + 110);
    assert_int_equal(route_of(&a, 7), MLG_NONE);
    forget(&a);
    /* Each may do one task: 500 + 60 the one way, 50 + 45 the other. */
    a = ask("{'vehicles':[{'id':7,'start_index':0,'type':'slow','max_tasks':1,'costs':{'per_task_hour':3600}},"
            "{'id':8,'start_index':0,'type':'quick','max_tasks':1,'costs':{'per_task_hour':3600}}],"
            "'jobs':[{'id':1,'location_index':1,'service':500,'service_per_type':{'quick':50,'slow':500}},"
            "{'id':2,'location_index':2,'setup':5,'service':40,'setup_per_type':{'quick':20}}]," MATRICES "}");
    assert_int_equal(vehicle_of(&a, "job", 1), 8);
    assert_int_equal(vehicle_of(&a, "job", 2), 7);
    assert_int_equal(num(&a, "summary/cost"), 300 + 95);
    forget(&a);
}

#define CLASS ",'maillage':{'class':'van35_diesel'}"
#define RING                                                                                                           \
    "'matrices':{'car':{'durations':[[0,100,101],[101,0,100],[100,101,0]],'distances':[[0,2000,2000],[2000,0,2000],["  \
    "2000,2000,0]]}}"
#define HEAVY_AND_LIGHT                                                                                                \
    "'jobs':[{'id':1,'location_index':1,'delivery':[10]},{'id':2,'location_index':2,'delivery':[900]}]"

/* One way round is 3 s shorter, the other delivers 900 kg first. */
static void least_co2(void **state)
{
    (void)state;
    struct asked a = ask("{'vehicles':[{'id':1,'start_index':0,'end_index':0,'capacity':[1000]" CLASS
                         "}]," HEAVY_AND_LIGHT "," RING ",'maillage':{'objective':'co2','weight':0}}");
    assert_int_equal(a.code, 0);
    assert_int_equal(num(&a, "routes/0/steps/1/id"), 2);
    assert_int_equal(num(&a, "summary/cost"), 303);
    assert_int_equal(num(&a, "summary/maillage/by_cost_alone/cost"), 300);
    const json_int_t least = num(&a, "summary/maillage/co2_g"), other = num(&a, "summary/maillage/by_cost_alone/co2_g");
    check_msg(least > 0 && least < other, "%lld g, %lld g by cost alone", (long long)least, (long long)other);
    assert_int_equal(num(&a, "routes/0/maillage/co2_g"), least);
    forget(&a);
    /* What a kilogram costs decides: little, and the short way stays. */
    for (int k = 0; k < 2; k++) {
        char document[1024];
        snprintf(document, sizeof document,
                 "{'vehicles':[{'id':1,'start_index':0,'end_index':0,'capacity':[1000]" CLASS "}]," HEAVY_AND_LIGHT
                 "," RING ",'maillage':{'co2_per_kg':%s,'weight':0}}",
                 k ? "100000" : "0.001");
        a = ask(document);
        assert_int_equal(num(&a, "summary/cost"), k ? 303 : 300);
        assert_int_equal(num(&a, "routes/0/steps/1/id"), k ? 2 : 1);
        assert_int_equal(num(&a, "summary/maillage/cost_parts/driving"), k ? 303 : 300);
        forget(&a);
    }
    /* A class alone: VROOM's cost decides, and what it emits is told. */
    a = ask("{'vehicles':[{'id':1,'start_index':0,'end_index':0,'capacity':[1000]" CLASS "}]," HEAVY_AND_LIGHT "," RING
            "}");
    assert_int_equal(num(&a, "summary/cost"), 300);
    assert_true(num(&a, "summary/maillage/co2_g") > 0);
    assert_null(at(&a, "summary/maillage/by_cost_alone"));
    forget(&a);
    /* By crow flight. */
    a = ask("{'vehicles':[{'id':1,'start':[4.8,45.7]" CLASS
            "}],'jobs':[{'id':1,'location':[4.9,45.8]}],'maillage':{'objective':'co2'}}");
    assert_true(num(&a, "summary/maillage/co2_g") > 1000);
    forget(&a);
}

/* Two jobs side by side, one far on the other side; each vehicle takes two. Alone the near ones go together. */
#define THREE "'jobs':[{'id':1,'location_index':1},{'id':2,'location_index':2},{'id':3,'location_index':3}]"
#define LINE "'matrices':{'car':{'durations':[[0,100,110,100],[100,0,10,200],[110,10,0,210],[100,200,210,0]]}}"
#define TWO_OF_TWO                                                                                                     \
    "'vehicles':[{'id':1,'start_index':0,'end_index':0,'max_tasks':2},{'id':2,'start_index':0,'end_index':0,'max_"     \
    "tasks':2}]"

static void relations(void **state)
{
    (void)state;
    struct asked a = ask("{" TWO_OF_TWO "," THREE "," LINE "}");
    assert_int_equal(num(&a, "summary/cost"), 420);
    assert_int_equal(vehicle_of(&a, "job", 1), vehicle_of(&a, "job", 2));
    forget(&a);
    a = ask("{" TWO_OF_TWO "," THREE "," LINE ",'maillage':{'relations':[{'type':'together','jobs':[1,3]}]}}");
    assert_int_equal(num(&a, "summary/cost"), 400 + 220);
    assert_int_equal(vehicle_of(&a, "job", 1), vehicle_of(&a, "job", 3));
    forget(&a);
    a = ask("{" TWO_OF_TWO "," THREE "," LINE ",'maillage':{'relations':[{'type':'apart','jobs':[1,2]}]}}");
    assert_int_equal(num(&a, "summary/cost"), 200 + 420); /* or 400 + 220 */
    assert_int_not_equal(vehicle_of(&a, "job", 1), vehicle_of(&a, "job", 2));
    forget(&a);
    /* All three together are too many for one: the one that is left out is told. */
    a = ask("{" TWO_OF_TWO "," THREE "," LINE ",'maillage':{'relations':[{'type':'together','jobs':[1,2,3]}]}}");
    assert_int_equal(num(&a, "summary/unassigned"), 1);
    forget(&a);
    a = ask("{'vehicles':[{'id':1,'start_index':0}],'shipments':[{'pickup':{'id':7,'location_index':1},'delivery':{'id'"
            ":7,'location_index':2}}]," THREE "," LINE
            ",'maillage':{'relations':[{'type':'apart','jobs':[1],'pickups':[7]}]}}");
    assert_int_equal(num(&a, "summary/unassigned"), 1);
    forget(&a);
    /* Given steps that break one: an error, and with -c a warning. */
    const char *given =
        "{'vehicles':[{'id':1,'start_index':0,'steps':[{'type':'job','id':1},{'type':'job','id':2}]}]," THREE "," LINE
        ",'maillage':{'relations':[{'type':'apart','jobs':[3]},{'type':'apart','jobs':[2,1]}]}}";
    a = ask(given);
    assert_int_equal(a.code, 2);
    assert_true(told(&a, "errors", "maillage/relations/1"));
    forget(&a);
    a = ask_plan(given);
    assert_int_equal(a.code, 0);
    assert_true(told(&a, "warnings", "maillage/relations/1"));
    forget(&a);
}

/* What is driven already stays: the vehicle is on its way to the far job. */
static void given_steps(void **state)
{
    (void)state;
    static const char *const ways[] = { "", ",'maillage':{'fixed_steps':1}", ",'maillage':{'fixed_steps':2}",
                                        ",'maillage':{'locked':true}" };
    static const int first[] = { 0, 3, 3, 3 }; /* 0: any, as all ways cost the same */
    for (int k = 0; k < 4; k++) {
        char document[1024];
        snprintf(document, sizeof document,
                 "{'vehicles':[{'id':1,'start_index':0,'end_index':0,'steps':[{'type':'job','id':3},{'type':'job','id':"
                 "2}]%s}]," THREE "," LINE "}",
                 ways[k]);
        struct asked a = ask(document);
        assert_int_equal(a.code, 0);
        assert_int_equal(num(&a, "summary/unassigned"), k == 3);
        assert_int_equal(num(&a, "summary/cost"), 420);
        if (first[k]) assert_int_equal(num(&a, "routes/0/steps/1/id"), first[k]);
        if (k >= 2) assert_int_equal(num(&a, "routes/0/steps/2/id"), 2);
        forget(&a);
    }
    /* Two other vehicles would be nearer: it still drives, and alone does what was fixed. */
    struct asked a = ask("{'vehicles':[{'id':1,'start_index':3,'end_index':3,'steps':[{'type':'job','id':2}],'maillage'"
                         ":{'locked':true}},"
                         "{'id':2,'start_index':0,'end_index':0}]," THREE "," LINE "}");
    assert_int_equal(vehicle_of(&a, "job", 2), 1);
    assert_int_equal(vehicle_of(&a, "job", 1), 2);
    assert_int_equal(vehicle_of(&a, "job", 3), 2);
    forget(&a);
    /* Parcels on board that go back to the depot leave less room. */
    a = ask("{'vehicles':[{'id':1,'start_index':0,'end_index':0,'capacity':[5],'maillage':{'initial_load':[2]}}],'jobs'"
            ":[{'id':1,'location_index':1,"
            "'delivery':[2]},{'id':2,'location_index':2,'pickup':[4]}]," LINE "}");
    assert_int_equal(num(&a, "summary/unassigned"), 1);
    assert_int_equal(num(&a, "routes/0/steps/0/load/0"), 4);
    assert_int_equal(num(&a, "routes/0/steps/2/load/0"), 2);
    forget(&a);
    /* Without any loads, a limit of tasks beside a break is none of loads. */
    a = ask("{'vehicles':[{'id':1,'start_index':0,'end_index':0,'max_tasks':2,'breaks':[{'id':1,'service':5}],'steps':["
            "{'type':'job','id':2}],'maillage':{'fixed_steps':1}}]," THREE "," LINE "}");
    assert_int_equal(a.code, 0);
    assert_int_equal(num(&a, "summary/unassigned"), 1);
    forget(&a);
    /* Fixed steps that break a rule are refused. */
    a = ask("{'vehicles':[{'id':1,'start_index':0,'max_travel_time':150,'steps':[{'type':'job','id':1},{'type':'job','"
            "id':3}],'maillage':{'fixed_steps':2}}]," THREE "," LINE "}");
    assert_int_equal(a.code, 2);
    assert_true(told(&a, "errors", "vehicles/0/steps"));
    forget(&a);
}

/* The far job is due by 120 s: it goes first, though its lateness alone decides; a low price changes nothing. */
static void lateness(void **state)
{
    (void)state;
    for (int k = 0; k < 2; k++) {
        char document[1024];
        snprintf(document, sizeof document,
                 "{'vehicles':[{'id':1,'start_index':0,'time_window':[0,5000]}],'jobs':[{'id':1,'location_index':1,'"
                 "service':50},{'id':2,'location_index':2,"
                 "'maillage':{'due':200,'late_per_hour':%d}}]," MATRICES "}",
                 k ? 7200 : 360);
        /* 0 1 2: 100 + 50 + 150 = 300, 100 s late; 0 2 1: 200 + 150 = 350 */
        struct asked a = ask(document);
        assert_int_equal(a.code, 0);
        assert_int_equal(num(&a, "routes/0/steps/1/id"), k ? 2 : 1);
        assert_int_equal(num(&a, "summary/cost"), k ? 350 : 250);
        assert_int_equal(num(&a, "summary/maillage/cost"), k ? 350 : 260);
        if (!k) assert_int_equal(num(&a, "summary/maillage/cost_parts/late"), 10);
        forget(&a);
    }
    struct asked a = ask("{" V_ONE "'jobs':[{'id':1,'location_index':1,'maillage':{'due':5}}]," MATRICES "}");
    assert_true(told(&a, "errors", "jobs/0/maillage/late_per_hour"));
    forget(&a);
    a = ask("{" V_ONE "'jobs':[{'id':1,'location_index':1,'maillage':{'due':5,'late_per_hour':1}}]," MATRICES
            ",'maillage':{'objective':'co2'}}");
    assert_true(told(&a, "warnings", "maillage/objective"));
    forget(&a);
}

static struct asked ask_vehicles(const char *vehicle, const char *rest)
{
    char document[2048];
    snprintf(document, sizeof document,
             "{'vehicles':[{'id':1,'start_index':0,'end_index':0%s},{'id':2,'start_index':0,'end_index':0%s}]," THREE
             "," LINE "%s}",
             vehicle, vehicle, rest);
    return ask(document);
}

/* One round by all three places takes 420 s; two take 420 s together. */
static void limits_and_prices(void **state)
{
    (void)state;
    static const struct {
        const char *vehicle, *rest;
        int routes, cost, own;
        const char *part;
        int amount;
    } cases[] = {
        { ",'costs':{'fixed':5}", ",'maillage':{'fewest_vehicles':true}", 1, 425, 0, "", 0 },
        { ",'maillage':{'max_duty':300}", "", 2, 420, 0, "", 0 },
        { ",'maillage':{'overtime_after':220,'overtime_per_hour':360}", "", 2, 420, 420, "", 0 },
        { ",'costs':{'fixed':100},'maillage':{'overtime_after':220,'overtime_per_hour':360}", "", 1, 520, 540,
          "overtime", 20 },
        { ",'costs':{'fixed':100},'maillage':{'tasks_after':2,'per_extra_task':30}", "", 1, 520, 550, "beyond", 30 },
        { ",'costs':{'fixed':20},'maillage':{'tasks_after':2,'per_extra_task':30}", "", 2, 460, 460, "", 0 },
        { ",'costs':{'fixed':100},'maillage':{'travel_time_after':120,'per_extra_travel_hour':720}", "", 1, 520, 580,
          "beyond", 60 },
        /* 420 s squared are 0.01361 h2; 200 and 220 s together half as much */
        { ",'costs':{'fixed':10}", ",'maillage':{'balance':100}", 1, 430, 431, "balance", 1 },
        { ",'costs':{'fixed':10}", ",'maillage':{'balance':10000}", 2, 440, 508, "balance", 68 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct asked a = ask_vehicles(cases[i].vehicle, cases[i].rest);
        char part[64];
        snprintf(part, sizeof part, "summary/maillage/cost_parts/%s", cases[i].part);
        check_msg(a.code == 0, "case %zu: %s", i, a.line);
        check_msg(num(&a, "summary/routes") == cases[i].routes, "case %zu: %s", i, a.line);
        check_msg(num(&a, "summary/cost") == cases[i].cost, "case %zu: %s", i, a.line);
        if (cases[i].own)
            check_msg((int)json_number_value(at(&a, "summary/maillage/cost")) == cases[i].own, "case %zu: %s", i,
                      a.line);
        if (cases[i].amount)
            check_msg((int)json_number_value(at(&a, part)) == cases[i].amount, "case %zu: %s", i, a.line);
        forget(&a);
    }
    /* Metres count where they are priced. */
    struct asked a = ask("{'vehicles':[{'id':1,'start_index':0,'end_index':0,'maillage':{'distance_after':1000,'per_"
                         "extra_km':2000}}],'jobs':[{'id':1,'location_index':1}],"
                         "'matrices':{'car':{'durations':[[0,10],[10,0]],'distances':[[0,1500],[1500,0]]}}}");
    assert_int_equal(num(&a, "summary/cost"), 20);
    assert_int_equal(num(&a, "summary/maillage/cost"), 4020);
    forget(&a);
    a = ask_vehicles(",'maillage':{'max_duty':150}", "");
    assert_int_equal(num(&a, "summary/unassigned"), 3);
    assert_string_equal(str(&a, "unassigned/0/reasons/0/rule"), "max_duty");
    forget(&a);
    /* Prizes of priorities outweigh them all. */
    a = ask("{'vehicles':[{'id':1,'start_index':0,'end_index':0,'maillage':{'overtime_after':1,'overtime_per_hour':"
            "99999,'tasks_after':1,'per_extra_task':99999}}],"
            "'jobs':[{'id':1,'location_index':1,'priority':1},{'id':2,'location_index':2},{'id':3,'location_index':3}]"
            "," LINE ",'maillage':{'balance':100000,'fewest_vehicles':true}}");
    assert_int_equal(num(&a, "summary/unassigned"), 0);
    forget(&a);
}

static void own_mistakes(void **state)
{
    static const struct {
        const char *where, *own, *vehicle;
    } errors[] = {
        { "maillage/objective", "'objective':'time'", "" },
        { "maillage/co2_per_kg", "'co2_per_kg':-1", CLASS },
        { "maillage/weight", "'weight':1", CLASS },
        { "maillage/kg_per_unit", "'kg_per_unit':0", CLASS },
        { "vehicles/0/maillage/class", "'objective':'co2'", "" },
        { "vehicles/0/maillage/class", "'weight':0", ",'maillage':{'class':'hovercraft'}" },
        { "maillage/relations/0/type", "'relations':[{'type':'near','jobs':[1,2]}]", "" },
        { "maillage/relations/0/jobs/1", "'relations':[{'type':'apart','jobs':[1,5]}]", "" },
        { "maillage/relations/1/jobs/0",
          "'relations':[{'type':'together','jobs':[1]},{'type':'together','jobs':[1,2]}]", "" },
        { "vehicles/0/maillage/fixed_steps", "'weight':0",
          ",'steps':[{'type':'job','id':1}],'maillage':{'fixed_steps':2}" },
        { "vehicles/0/maillage/locked", "'weight':0", ",'maillage':{'locked':1}" },
        { "vehicles/0/maillage/initial_load", "'weight':0", ",'maillage':{'initial_load':[1,2]}" },
        { "vehicles/0/maillage/initial_load/0", "'weight':0", ",'maillage':{'initial_load':[1001]}" },
        { "vehicles/0/maillage/overtime_per_hour", "'weight':0", ",'maillage':{'overtime_after':9}" },
        { "vehicles/0/maillage/tasks_after", "'weight':0", ",'maillage':{'per_extra_task':9}" },
        { "vehicles/0/maillage/distance_after", "'weight':0", ",'maillage':{'distance_after':0,'per_extra_km':1}" },
        { "maillage/fewest_vehicles", "'fewest_vehicles':'yes'", "" },
        { "maillage", "", "" },
    };
    char document[1024];
    (void)state;
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
        snprintf(document, sizeof document,
                 "{'vehicles':[{'id':1,'start_index':0,'end_index':0,'capacity':[1000]%s}]," HEAVY_AND_LIGHT "," RING
                 ",'maillage':%s%s%s}",
                 errors[i].vehicle, errors[i].own[0] ? "{" : "[", errors[i].own, errors[i].own[0] ? "}" : "]");
        struct asked a = ask(document);
        assert_int_equal(a.code, 2);
        check_msg(told(&a, "errors", errors[i].where), "%s in %s", errors[i].where, a.line);
        forget(&a);
    }
    /* Nothing is passed over in silence. */
    struct asked a = ask(
        "{'vehicles':[{'id':1,'start_index':0,'maillage':{'clas':'x'}}],'jobs':[{'id':1,'location_index':1,"
        "'maillage':{'a':1}}],'shipments':[{'maillage':{'b':1},'pickup':{'id':1,'location_index':1,'maillage':{'c':1}},"
        "'delivery':{'id':1,'location_index':2}}]," MATRICES ",'maillage':{'d':1}}");
    static const char *const places[] = { "vehicles/0/maillage/clas", "jobs/0/maillage/a", "shipments/0/maillage/b",
                                          "shipments/0/pickup/maillage/c", "maillage/d" };
    for (int i = 0; i < 5; i++) check_msg(told(&a, "warnings", places[i]), "%s in %s", places[i], a.line);
    forget(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(work_by_type), cmocka_unit_test(least_co2), cmocka_unit_test(relations),
        cmocka_unit_test(given_steps),  cmocka_unit_test(lateness),  cmocka_unit_test(limits_and_prices),
        cmocka_unit_test(own_mistakes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
