/* test_accounts_energy.c — validation cases V1, V2, V3, V5, V6 and V8 of docs/methods/accounts.md: energy curves
 * against the tables' own check columns, the EMEP/EEA functions, the electric physics model and British averages. */
#include <math.h>

#include "accounts/energy.h"
#include "support/tables.h"

static struct arena arena;
static struct emission_tables tables;

static int setup(void **state)
{
    (void)state;
    tables = test_tables(&arena);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    mlg__arena_free(&arena);
    return 0;
}

static double mj_per_km(const struct vehicle_class *c, double kmh, double load_t)
{
    const struct energy e = mlg__leg_energy(c, 1, kmh, 0, 0);
    return e.a_mj + e.b_mj_per_t * load_t;
}

/* Half a unit of the last digit that the table prints. */
static double last_digit(double printed)
{
    double unit = 1;
    for (int i = 0; i < 6 && fabs(printed / unit - floor(printed / unit + 0.5)) > 1e-6; i++) unit /= 10;
    return unit / 2;
}

/* V1: the check columns of vehicle_classes.csv, every class. CNG rows use the diesel twin's half load. */
static void check_columns(void **state)
{
    (void)state;
    assert_int_equal(tables.class_count, 14);
    for (int32_t i = 0; i < tables.class_count; i++) {
        const struct vehicle_class *c = &tables.classes[i];
        double load_t = c->payload_kg / 2000;
        if (!strcmp(c->id, "van35_cng")) load_t = 0.55;
        if (!strcmp(c->id, "rigid19_cng") || !strcmp(c->id, "rigid19_biocng")) load_t = 4.75;
        const double mj = mj_per_km(c, c->ref_speed_kmh, load_t);
        const double share = strcmp(c->id, "cargobike_e") ? 0.01 : 0.04;
        const struct { const char *name; double got, printed; } row[] = {
            { "energy", 100 * mlg__energy_units(c, mj), c->energy_per_100km_ref },
            { "ttw", mlg__energy_ttw_kg(c, mj), c->ttw_kg_km },
            { "wtw", mlg__energy_wtw_kg(c, mj), c->wtw_kg_km },
        };
        for (int k = 0; k < 3; k++)
            check_msg(fabs(row[k].got - row[k].printed) <=
                          fmax(share * row[k].printed, last_digit(row[k].printed) + 1e-9),
                      "%s %s: %g, the table says %g", c->id, row[k].name, row[k].got, row[k].printed);
    }
}

/* V1: the printed figures, to their last digit. */
static void reference_figures(void **state)
{
    (void)state;
    static const struct { const char *id; double kmh, load_t, mj, units, ttw, wtw, wtw_tkm; } row[] = {
        { "van35_diesel", 35, 0.55, 4.0910, 11.396, 0.2837, 0.3533, 0.642 },
        { "van35_bev", 35, 0.5, 1.1045, 34.090, 0, 0.0150, 0.030 },
        { "rigid75_diesel", 50, 1.5, 7.1655, 19.960, 0.4970, 0.6187, 0.412 },
        { "rigid12_diesel", 50, 2.75, 8.6050, 23.969, 0.5968, 0.7431, 0.270 },
        { "rigid19_diesel", 50, 4.75, 9.5457, 26.590, 0.6621, 0.8243, 0.174 },
        { "rigid19_bev", 50, 4.0, 3.3830, 102.14, 0, 0.0449, 0.011 },
        { "artic40_diesel", 80, 12.5, 10.5645, 29.428, 0.7327, 0.9123, 0.073 },
    };
    for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
        const struct vehicle_class *c = test_class(&tables, row[i].id);
        const double mj = mj_per_km(c, row[i].kmh, row[i].load_t);
        check_near(mj, row[i].mj, 0.00006);
        check_near(100 * mlg__energy_units(c, mj), row[i].units, 0.006);
        check_near(mlg__energy_ttw_kg(c, mj), row[i].ttw, 0.00006);
        check_near(mlg__energy_wtw_kg(c, mj), row[i].wtw, 0.00006);
        check_near(mlg__energy_wtw_kg(c, mj) / row[i].load_t, row[i].wtw_tkm, 0.0006);
    }
}

/* V2 */
static void interpolation(void **state)
{
    (void)state;
    const struct vehicle_class *van = test_class(&tables, "van35_diesel");
    const struct vehicle_class *artic = test_class(&tables, "artic40_diesel");
    const struct { const char *id; double kmh, a, b; } row[] = {
        { "van35_diesel", 42.5, 3.5955, 0.588 },
        { "rigid19_diesel", 60, 7.8813, 0.2590 },
        { "artic40_diesel", 72.5, 8.294, 0.216 },
        { "van35_diesel", 8, van->a_mj_per_km[0], van->b_mj_per_km_per_t[0] },
        { "artic40_diesel", 120, artic->a_mj_per_km[6], artic->b_mj_per_km_per_t[6] },
    };
    for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
        const struct energy e = mlg__energy_per_km(test_class(&tables, row[i].id), row[i].kmh);
        check_near(e.a_mj, row[i].a, 0.00006);
        check_near(e.b_mj_per_t, row[i].b, 0.00006);
    }
}

static const struct emep_row *emep(const char *segment, double slope, double load)
{
    for (int32_t i = 0; i < tables.emep_count; i++) {
        const struct emep_row *row = &tables.emep[i];
        if (!strcmp(row->segment, segment) && row->slope == slope && row->load_fraction == load) return row;
    }
    check_msg(false, "no EMEP row %s %g %g", segment, slope, load);
    return NULL;
}

/* V3: uncalibrated curves at half load (the van has no load axis), and what slopes add. */
static void emep_curves(void **state)
{
    (void)state;
    static const double kmh[] = { 15, 35, 50, 80 };
    static const struct { const char *segment; double load, mj[4]; } row[] = {
        { "Rigid <=7.5 t", 0.5, { 5.676, 4.148, 3.869, 4.386 } },
        { "Rigid 7.5 - 12 t", 0.5, { 9.648, 6.464, 5.731, 5.856 } },
        { "Rigid 14 - 20 t", 0.5, { 13.928, 8.496, 7.413, 6.544 } },
        { "Articulated 34 - 40 t", 0.5, { 22.579, 13.634, 11.458, 9.516 } },
        { "N1-III", 0, { 4.361, 3.008, 2.752, 2.781 } },
    };
    for (size_t i = 0; i < sizeof row / sizeof row[0]; i++)
        for (int k = 0; k < 4; k++)
            check_near(mlg__emep_mj_per_km(emep(row[i].segment, 0, row[i].load), kmh[k]), row[i].mj[k], 0.00051);

    static const double steep_kmh[] = { 15, 50, 80 };
    static const struct { const char *segment; double percent[3]; } slope[] = {
        { "Rigid <=7.5 t", { 1.5, 3.9, 3.6 } },
        { "Rigid 14 - 20 t", { 2.7, 6.0, 12.8 } },
        { "Articulated 34 - 40 t", { 3.8, 16.7, 24.0 } },
    };
    for (size_t i = 0; i < sizeof slope / sizeof slope[0]; i++)
        for (int k = 0; k < 3; k++) {
            const double flat = mlg__emep_mj_per_km(emep(slope[i].segment, 0, 0.5), steep_kmh[k]);
            const double up = mlg__emep_mj_per_km(emep(slope[i].segment, 0.02, 0.5), steep_kmh[k]);
            const double down = mlg__emep_mj_per_km(emep(slope[i].segment, -0.02, 0.5), steep_kmh[k]);
            check_near(100 * ((up + down) / 2 / flat - 1), slope[i].percent[k], 0.051);
        }
}

/* The curves of the table are the EMEP functions, a straight line through their three loads, times k_cal. */
static void curves_come_from_emep(void **state)
{
    (void)state;
    static const struct { const char *id, *segment; double payload_t; } row[] = {
        { "rigid75_diesel", "Rigid <=7.5 t", 0 },
        { "rigid12_diesel", "Rigid 7.5 - 12 t", 0 },
        { "rigid19_diesel", "Rigid 14 - 20 t", 0 },
        { "artic40_diesel", "Articulated 34 - 40 t", 0 },
    };
    for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
        const struct vehicle_class *c = test_class(&tables, row[i].id);
        for (int32_t k = 0; k < c->node_count; k++) { /* mean over the three loads: the line passes through it */
            double mean = 0;
            for (int load = 0; load < 3; load++)
                mean += mlg__emep_mj_per_km(emep(row[i].segment, 0, load / 2.0), c->speed_kmh[k]) * c->k_cal / 3;
            const double line = c->a_mj_per_km[k] + c->b_mj_per_km_per_t[k] * c->payload_kg / 2000;
            check_msg(fabs(line / mean - 1) < 0.012, "%s at %g km/h: %g, EMEP %g", c->id, c->speed_kmh[k], line, mean);
        }
    }
}

/* V5 */
static void electric_physics(void **state)
{
    (void)state;
    static const char *const ids[] = { "van35_bev", "rigid19_bev" };
    int rows = 0;
    for (int i = 0; i < 2; i++) {
        const struct vehicle_class *c = test_class(&tables, ids[i]);
        for (int32_t k = 0; k < c->node_count; k++, rows++) {
            const double empty = mlg__electric_mj_per_km(ids[i], 0, c->speed_kmh[k], 15);
            const double loaded = mlg__electric_mj_per_km(ids[i], 1, c->speed_kmh[k], 15);
            check_near(empty, c->a_mj_per_km[k], 0.002);
            check_near(loaded - empty, c->b_mj_per_km_per_t[k], 0.002);
        }
    }
    assert_int_equal(rows, 14);
    static const struct { const char *id; double load_t, percent; } cold[] = {
        { "van35_bev", 0, 24 }, { "rigid19_bev", 0, 22 }, { "van35_bev", 0.5, 22 }, { "rigid19_bev", 4, 19 },
    };
    for (int i = 0; i < 4; i++) {
        const double mild = mlg__electric_mj_per_km(cold[i].id, cold[i].load_t, 25, 15);
        const double freezing = mlg__electric_mj_per_km(cold[i].id, cold[i].load_t, 25, 0);
        check_near(100 * (freezing / mild - 1), cold[i].percent, 0.51);
    }
    assert_true(mlg__electric_mj_per_km("van35_bev", 0, 25, 35) > mlg__electric_mj_per_km("van35_bev", 0, 25, 20));
    assert_true(isnan(mlg__electric_mj_per_km("van35_diesel", 0, 25, 15)));
}

/* V6, and the floor of long descents. */
static void climb(void **state)
{
    (void)state;
    const struct energy e = mlg__leg_energy(test_class(&tables, "rigid19_diesel"), 0, 50, 100, 0);
    check_near(e.a_mj, 25.8875, 0.00006);
    check_near(e.b_mj_per_t, 2.725, 0.00006);
    check_near(e.a_mj + 4.75 * e.b_mj_per_t, 38.831, 0.0006);

    const struct energy engine = mlg__leg_energy(test_class(&tables, "rigid19_diesel"), 1, 50, 0, 1000);
    const struct energy battery = mlg__leg_energy(test_class(&tables, "rigid19_bev"), 1, 50, 0, 1000);
    assert_true(engine.a_mj == 0 && engine.b_mj_per_t == 0);
    assert_true(battery.a_mj < 0 && battery.b_mj_per_t < 0);
}

static double desnz(const char *vehicle, const char *load)
{
    for (int32_t i = 0; i < tables.desnz_count; i++)
        if (!strcmp(tables.desnz[i].vehicle, vehicle) && !strcmp(tables.desnz[i].fuel_or_load, load))
            return tables.desnz[i].direct;
    check_msg(false, "no DESNZ row %s %s", vehicle, load);
    return NAN;
}

/* V8: their load axis is straight, what "average laden" means, and our level and slope against theirs. */
static void british_averages(void **state)
{
    (void)state;
    static const char small[] = "Rigid (>3.5 - 7.5 tonnes)", middle[] = "Rigid (>7.5 tonnes-17 tonnes)",
                      large[] = "Rigid (>17 tonnes)", artic[] = "Articulated (>33t)";
    static const struct { const char *vehicle; double average_percent; } load[] = {
        { small, 43 }, { middle, 35 }, { large, 65 }, { artic, 68 } };
    for (int i = 0; i < 4; i++) {
        const double empty = desnz(load[i].vehicle, "0% Laden"), full = desnz(load[i].vehicle, "100% Laden");
        check_near(desnz(load[i].vehicle, "50% Laden"), (empty + full) / 2, 0.00002);
        check_near(100 * (desnz(load[i].vehicle, "Average laden") - empty) / (full - empty), load[i].average_percent,
                   0.51);
    }
    check_near(desnz(small, "0% Laden"), 0.46138, 1e-9);
    check_near(desnz(small, "50% Laden"), 0.50103, 1e-9);
    check_near(desnz(small, "100% Laden"), 0.54068, 1e-9);

    static const struct {
        const char *id;
        double kmh, load_t, ours;
        const char *vehicle, *load;
        double theirs;
    } level[] = {
        { "van35_diesel", 35, 0.4, 0.2775, "Class III (1.74 to 3.5 tonnes)", "Diesel", 0.2788 },
        { "rigid75_diesel", 50, 1.5, 0.4970, small, "50% Laden", 0.5010 },
        { "rigid12_diesel", 50, 2.75, 0.5968, middle, "50% Laden", 0.6283 },
        { "artic40_diesel", 80, 12.5, 0.7327, artic, "50% Laden", 0.8583 },
    };
    for (int i = 0; i < 4; i++) {
        const struct vehicle_class *c = test_class(&tables, level[i].id);
        check_near(mlg__energy_ttw_kg(c, mj_per_km(c, level[i].kmh, level[i].load_t)), level[i].ours, 0.00006);
        check_near(desnz(level[i].vehicle, level[i].load), level[i].theirs, 0.00006);
    }
    static const struct { const char *id; double ours; const char *vehicle; double theirs; } slope[] = {
        { "rigid75_diesel", 1.186, small, 1.172 },
        { "rigid12_diesel", 1.270, middle, 1.282 },
        { "artic40_diesel", 1.632, artic, 1.652 },
    };
    for (int i = 0; i < 3; i++) {
        const struct vehicle_class *c = test_class(&tables, slope[i].id);
        const double empty = mj_per_km(c, c->ref_speed_kmh, 0),
                     full = mj_per_km(c, c->ref_speed_kmh, c->payload_kg / 1000);
        check_near(full / empty, slope[i].ours, 0.0006);
        check_near(desnz(slope[i].vehicle, "100% Laden") / desnz(slope[i].vehicle, "0% Laden"), slope[i].theirs,
                   0.0006);
    }
}

/* Twins, constants and prices of classes. */
static void completed_classes(void **state)
{
    (void)state;
    const struct vehicle_class *van = test_class(&tables, "van35_diesel"), *cng = test_class(&tables, "van35_cng");
    for (int32_t k = 0; k < van->node_count; k++) {
        check_near(cng->a_mj_per_km[k], 1.15 * van->a_mj_per_km[k], 1e-12);
        check_near(cng->b_mj_per_km_per_t[k], 1.15 * van->b_mj_per_km_per_t[k], 1e-12);
    }
    static const struct { const char *id; double stop_mj, empty_t; } constant[] = {
        { "cargobike_e", 0, 0.15 },   { "van35_diesel", 0.32, 2.4 },   { "van35_hvo", 0.32, 2.4 },
        { "van35_cng", 0.368, 2.4 },  { "van35_bev", 0.07, 2.7 },      { "rigid75_diesel", 0.69, 4.5 },
        { "rigid12_diesel", 1, 6.5 }, { "rigid19_diesel", 1.5, 9.5 },  { "rigid19_hvo", 1.5, 9.5 },
        { "rigid19_cng", 1.725, 9.5 }, { "rigid19_biocng", 1.725, 9.5 }, { "rigid19_bev", 0.28, 9.5 },
        { "artic40_diesel", 3.2, 15 }, { "artic40_hvo", 3.2, 15 },
    };
    for (size_t i = 0; i < sizeof constant / sizeof constant[0]; i++) {
        check_near(test_class(&tables, constant[i].id)->stop_mj, constant[i].stop_mj, 1e-9);
        check_near(test_class(&tables, constant[i].id)->empty_mass_t, constant[i].empty_t, 0);
    }
    assert_true(van->price_eur_per_unit == 1.21 && isnan(cng->price_eur_per_unit));
    assert_true(test_class(&tables, "cargobike_e")->electric && !van->electric);
    assert_true(test_class(&tables, "cargobike_e")->price_eur_per_unit == 0.15);
    check_near(test_class(&tables, "rigid19_bev")->charge_efficiency, 0.92, 0);
    check_near(test_class(&tables, "artic40_hvo")->mj_per_unit, 34.4, 0);
    assert_null(mlg__fleet_class(&tables, "no such class"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(check_columns),     cmocka_unit_test(reference_figures), cmocka_unit_test(interpolation),
        cmocka_unit_test(emep_curves),       cmocka_unit_test(curves_come_from_emep),
        cmocka_unit_test(electric_physics),  cmocka_unit_test(climb),             cmocka_unit_test(british_averages),
        cmocka_unit_test(completed_classes),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
