/* test_accounts_tables.c — reading the emission tables: the built-in ones, a folder's, and every mistake with its
 * place. */
#include <math.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "support/tables.h"

static char folder[256];

static int make_folder(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "%s/tables-XXXXXX", MLG_BUILD_DIR);
    return mkdtemp(folder) ? 0 : -1;
}

static int drop_folder(void **state)
{
    (void)state;
    static const char *const files[] = { "vehicle_classes.csv", "energy_coeffs.csv", "fuel_factors.csv",
                                         "hub_factors.csv", "grid_electricitymaps_ODbL.csv" };
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        char path[512];
        snprintf(path, sizeof path, "%s/%s", folder, files[i]);
        unlink(path);
    }
    return rmdir(folder);
}

static void write_table(const char *name, const char *text)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static const char *const class_header =
    "class_id,label,payload_kg,volume_m3,capex_eur,vehicle_fixed_eur_day,nonenergy_eur_km,"
    "driver_eur_h,ref_speed_kmh,energy_unit,fuel_factor_id\n";
static const char *const fuel_header = "factor_id,unit,ttw,wtt,wtw,unit_out,source\n";

/* Read the folder and complete the fleet; the messages of all findings in one text. */
static mlg_status read_folder(char *told, size_t size, bool warnings)
{
    struct arena arena = { 0 };
    struct emission_tables t;
    mlg_findings *found = mlg_findings_new(MLG_EN);
    mlg_status status = mlg__emissions_read(folder, &arena, &t, found, NULL);
    if (!status) status = mlg__fleet_complete(&t, found, NULL);
    size_t used = 0;
    told[0] = 0;
    for (int32_t i = 0; mlg_findings_at(found, warnings, i) && used < size; i++) {
        const mlg_error *e = mlg_findings_at(found, warnings, i);
        used += (size_t)snprintf(told + used, size - used, "%s: %s\n", e->where, e->message);
        assert_true(status == MLG_OK || warnings || e->hint[0]);
    }
    mlg_findings_free(found);
    mlg__arena_free(&arena);
    return status;
}

#define check_told(told, words) check_msg(strstr(told, words) != NULL, "%s\nis missing in\n%s", words, told)

static void built_in(void **state)
{
    (void)state;
    struct arena arena = { 0 };
    mlg_findings *found = mlg_findings_new(MLG_FR);
    struct emission_tables t;
    assert_int_equal(mlg__emissions_read(NULL, &arena, &t, found, NULL), MLG_OK);
    assert_int_equal(mlg__fleet_complete(&t, found, NULL), MLG_OK);
    assert_int_equal(mlg_findings_count(found, false), 0);
    if (mlg_findings_count(found, true))
        check_msg(false, "%s: %s", mlg_findings_at(found, true, 0)->where, mlg_findings_at(found, true, 0)->message);
    assert_int_equal(t.class_count, 14);
    assert_int_equal(t.fuel_count, 17);
    assert_int_equal(t.grid_count, 105);
    assert_int_equal(t.ember_count, 11);
    assert_int_equal(t.hub_count, 9);
    assert_int_equal(t.datacentre_count, 13);
    assert_int_equal(t.cmem_count, 23);
    assert_int_equal(t.emep_count, 148);
    assert_int_equal(t.level1_count, 19);
    assert_int_equal(t.desnz_count, 49);
    int32_t nodes = 0;
    for (int32_t i = 0; i < t.class_count; i++)
        nodes += strstr(t.classes[i].id, "hvo") || strstr(t.classes[i].id, "cng") ? 0 : t.classes[i].node_count;
    assert_int_equal(nodes, 53);
    mlg_findings_free(found);
    mlg__arena_free(&arena);
}

static void every_mistake_has_its_place(void **state)
{
    (void)state;
    char told[8192], text[4096];
    snprintf(text, sizeof text, "%sa,b,1100,x,1,1,1,1,35,l,diesel\na,b,1100,1,1,1,1,1,35,l,diesel\n", class_header);
    write_table("vehicle_classes.csv", text);
    write_table("energy_coeffs.csv",
                "class_id,speed_kmh,a_MJ_per_km,b_MJ_per_km_per_t\na,20,1,1\na,15,1,1\nb,15,1,1\na,30,,1\n");
    snprintf(text, sizeof text, "%sdiesel,l,1,1,2.002,kgCO2e/l,s\ngas,kg,1,1,2,kgCO2e/l,s\n", fuel_header);
    write_table("fuel_factors.csv", text);
    write_table("hub_factors.csv", "key,low,central,high,unit,source,kind\nk,3,2,4,m2,s,source\n");
    assert_int_equal(read_folder(told, sizeof told, false), MLG_BAD_INPUT);
    check_told(told, "vehicle_classes.csv:2:4");
    check_told(told, "vehicle_classes.csv:3:1: \"a\" stands twice");
    check_told(told, "energy_coeffs.csv:3:2: speed 15 of class \"a\" comes after 20");
    check_told(told, "energy_coeffs.csv:4:1: class \"b\" is not in vehicle_classes.csv");
    check_told(told, "energy_coeffs.csv:5:3");
    check_told(told, "fuel_factors.csv:2:5: wtw is 2.002 but ttw + wtt is 2");
    check_told(told, "fuel_factors.csv:3:6: unit_out is \"kgCO2e/l\", not \"kgCO2e/kg\"");
    check_told(told, "hub_factors.csv:2:3: central 2 is not between low 3 and high 4");

    read_folder(told, sizeof told, true);
    check_told(told, "desnz_2025_road_per_km.csv: not read from");
}

static void mistakes_of_a_fleet(void **state)
{
    (void)state;
    char told[8192], text[4096];
    snprintf(text, sizeof text,
             "%sown_van,b,900,9,1,1,1,1,35,l,diesel\nno_fuel,b,900,9,1,1,1,1,35,l,nothing\nbad_unit,b,900,9,1,1,1,1,35,"
             "bananas,diesel\n"
             "half,b,900,9,1,1,1,1,35,l,only_wtt\nold,b,900,9,1,1,1,1,35,l,diesel_2012\nmixed,b,900,9,1,1,1,1,35,kWh "
             "plug,diesel\n",
             class_header);
    write_table("vehicle_classes.csv", text);
    write_table(
        "energy_coeffs.csv",
        "class_id,speed_kmh,a_MJ_per_km,b_MJ_per_km_per_t\nown_van,20,1,1\nold,20,1,1\nmixed,20,1,1\nhalf,20,1,1\n");
    snprintf(
        text, sizeof text,
        "%sdiesel,l,2.49,0.61,3.1,kgCO2e/l,s\nonly_wtt,l,,0.61,,kgCO2e/l,s\ndiesel_2012,l,2.49,0.58,3.07,kgCO2/l,s\n",
        fuel_header);
    write_table("fuel_factors.csv", text);
    unlink("hub_factors.csv");
    write_table("hub_factors.csv", "key,low,central,high,unit,source,kind,colour\nk,1,2,4,m2,s,source,blue\n");
    assert_int_equal(read_folder(told, sizeof told, false), MLG_BAD_INPUT);
    check_told(told, "vehicle_classes.csv (no_fuel): no fuel factor \"nothing\"");
    check_told(told, "vehicle_classes.csv (no_fuel): class \"no_fuel\" has no energy curve");
    check_told(told, "vehicle_classes.csv (bad_unit): energy_unit is \"bananas\"");
    check_told(told, "vehicle_classes.csv (half): fuel factor \"only_wtt\" gives no ttw or no wtw");
    check_told(told, "vehicle_classes.csv (old): factor \"diesel_2012\" is in kgCO2/l, other classes in kgCO2e/l");
    check_told(told, "vehicle_classes.csv (mixed): energy_unit is \"kWh plug\" but factor \"diesel\" is per l");
    read_folder(told, sizeof told, true);
    check_told(told, "vehicle_classes.csv (own_van): unknown class: stop energy, empty mass and energy content are "
                     "those of van35_diesel");
    check_told(told, "hub_factors.csv:1:8"); /* a column that no one asked for */
}

/* One class of one's own replaces the whole table; the others stay built-in. */
static void own_folder(void **state)
{
    (void)state;
    char text[4096];
    struct arena arena = { 0 };
    struct emission_tables t;
    snprintf(text, sizeof text, "%sown_van,b,900,9,1,1,1,1,35,l,diesel_b7_fr\n", class_header);
    write_table("vehicle_classes.csv", text);
    write_table("energy_coeffs.csv",
                "class_id;speed_kmh;a_MJ_per_km;b_MJ_per_km_per_t\nown_van;20;4,5;0,5\nown_van;50;3,5;0,5\n");
    snprintf(text, sizeof text, "%sdiesel_b7_fr,l,2.49,0.61,3.1,kgCO2e/l,s\n", fuel_header);
    write_table("fuel_factors.csv", text);
    assert_int_equal(mlg__emissions_read(folder, &arena, &t, NULL, NULL), MLG_OK);
    assert_int_equal(mlg__fleet_complete(&t, NULL, NULL), MLG_OK);
    assert_int_equal(t.class_count, 1);
    check_near(mlg__energy_per_km(&t.classes[0], 35).a_mj, 4.0, 1e-12);
    check_near(t.classes[0].stop_mj, 0.32, 0);
    assert_int_equal(t.emep_count, 148);
    mlg__arena_free(&arena);

    mlg_error err = { 0 };
    assert_int_equal(mlg__emissions_read("/nowhere at all", &arena, &t, NULL, &err), MLG_NO_FILE);
    assert_non_null(strstr(err.message, "/nowhere at all"));
    mlg__arena_free(&arena);
}

static bool read_or_fail(void *user)
{
    (void)user;
    struct arena arena = { 0 };
    struct emission_tables t;
    mlg_status status = mlg__emissions_read(NULL, &arena, &t, NULL, NULL);
    if (!status) status = mlg__fleet_complete(&t, NULL, NULL);
    mlg__arena_free(&arena);
    check_msg(status == MLG_OK || status == MLG_NO_MEMORY, "status %d", (int)status);
    return status == MLG_OK;
}

static void failing_memory(void **state)
{
    (void)state;
    assert_true(for_each_failed_allocation(read_or_fail, NULL) > 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(built_in),
        cmocka_unit_test(every_mistake_has_its_place),
        cmocka_unit_test(mistakes_of_a_fleet),
        cmocka_unit_test(own_folder),
        cmocka_unit_test(failing_memory),
    };
    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
