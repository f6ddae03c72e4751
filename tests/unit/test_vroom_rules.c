/* test_vroom_rules.c — rules of a document beyond windows and loads, each in a small one whose best answer is found by hand. */
#include "support/vroom_ask.h"

#define MATRICES "'matrices':{'car':{'durations':[[0,100,200],[100,0,150],[200,150,0]]}}"

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
    json_array_foreach(at(a, "routes"), i, route) json_array_foreach(json_object_get(route, "steps"), k, step)
        if (!strcmp(json_string_value(json_object_get(step, "type")), type) && number_in(step, "id") == id)
            return number_in(route, "vehicle");
    return MLG_NONE;
}

/* An hour of work costs an hour of driving: the quick vehicle does job 1, which takes the other one ten times as long;
 * both are there for job 2, and the slow one, which may only do one task, is not worth a drive of its own. */
static void work_by_type(void **state)
{
    (void)state;
    struct asked a = ask("{'vehicles':[{'id':7,'start_index':0,'end_index':0,'type':'slow','costs':{'per_task_hour':3600}},"
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(work_by_type),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
