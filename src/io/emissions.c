/* emissions.c — the emission tables from CSV. See emissions.h.
 *
 * A table is a list of columns, a function that turns rows into structs, and a line in `tables`. To add a column: a
 * line in its enum, in its list of columns and in its function. */
#include "io/emissions.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "io/csv.h"
#include "io/file.h"
#include "model/units.h"

#define BIG 1e12              /* no quantity of these tables is larger */
#define SUM_TOLERANCE 0.001   /* |ttw + wtt - wtw|: the sources round to it */
#define FILE_BYTES_MAX ((size_t)64 << 20)

/* A cell as a number; NAN where it is empty. */
static double number(const struct csv *t, int32_t row, int32_t column)
{
    return mlg__csv_double(t, row, column, -BIG, BIG, NAN);
}

static double at_least_zero(const struct csv *t, int32_t row, int32_t column)
{
    return mlg__csv_double(t, row, column, 0, BIG, NAN);
}

static const char *text(const struct csv *t, int32_t row, int32_t column, struct arena *arena)
{
    return mlg__arena_text(arena, mlg__csv_text(t, row, column));
}

/* Two rows of one key: the second is refused. */
static void refuse_again(const struct csv *t, int32_t row, int32_t column)
{
    const char *key = mlg__csv_text(t, row, column);
    for (int32_t i = 0; i < row; i++) {
        if (strcmp(mlg__csv_text(t, i, column), key)) continue;
        const struct csv_where where = mlg__csv_where(t, row, column);
        mlg__find(t->found, MLG_BAD_INPUT, where.text, TXT("\"%s\" stands twice", "« %s » figure deux fois"),
                  TXT("keep one of the two rows", "gardez une des deux lignes"), key);
        return;
    }
}

enum {
    CLASS_ID, CLASS_LABEL, CLASS_PAYLOAD, CLASS_VOLUME, CLASS_CAPEX, CLASS_FIXED, CLASS_NONENERGY, CLASS_DRIVER,
    CLASS_K_CAL, CLASS_REF_SPEED, CLASS_REF_ENERGY, CLASS_UNIT, CLASS_FUEL, CLASS_TTW, CLASS_WTW, CLASS_RANGE,
    CLASS_SOURCES, CLASS_PRICE, CLASS_STOP_MJ, CLASS_EMPTY_T, CLASS_MJ_PER_UNIT, CLASS_CHARGE, CLASS_COLUMNS
};
static const struct csv_column class_columns[CLASS_COLUMNS] = {
    [CLASS_ID] = { "class_id", CSV_CELL },
    [CLASS_LABEL] = { "label", CSV_COLUMN },
    [CLASS_PAYLOAD] = { "payload_kg", CSV_CELL },
    [CLASS_VOLUME] = { "volume_m3", CSV_CELL },
    [CLASS_CAPEX] = { "capex_eur", CSV_CELL },
    [CLASS_FIXED] = { "vehicle_fixed_eur_day", CSV_CELL },
    [CLASS_NONENERGY] = { "nonenergy_eur_km", CSV_CELL },
    [CLASS_DRIVER] = { "driver_eur_h", CSV_CELL },
    [CLASS_K_CAL] = { "k_cal", CSV_OPTIONAL },
    [CLASS_REF_SPEED] = { "ref_speed_kmh", CSV_CELL },
    [CLASS_REF_ENERGY] = { "energy_per_100km_ref", CSV_OPTIONAL },
    [CLASS_UNIT] = { "energy_unit", CSV_CELL },
    [CLASS_FUEL] = { "fuel_factor_id", CSV_CELL },
    [CLASS_TTW] = { "ttw_kg_km", CSV_OPTIONAL },
    [CLASS_WTW] = { "wtw_kg_km", CSV_OPTIONAL },
    [CLASS_RANGE] = { "range_km", CSV_OPTIONAL },
    [CLASS_SOURCES] = { "sources", CSV_OPTIONAL },
    /* What accounts fills by default and a user's own table may give: */
    [CLASS_PRICE] = { "price_eur_per_unit", CSV_OPTIONAL },
    [CLASS_STOP_MJ] = { "stop_mj", CSV_OPTIONAL },
    [CLASS_EMPTY_T] = { "empty_mass_t", CSV_OPTIONAL },
    [CLASS_MJ_PER_UNIT] = { "mj_per_unit", CSV_OPTIONAL },
    [CLASS_CHARGE] = { "charge_efficiency", CSV_OPTIONAL },
};

static void fill_classes(const struct csv *t, struct arena *arena, struct emission_tables *out)
{
    struct vehicle_class *classes = arena_array(arena, struct vehicle_class, t->row_count);
    if (!classes) return;
    for (int32_t i = 0; i < t->row_count; i++) {
        refuse_again(t, i, CLASS_ID);
        classes[i] = (struct vehicle_class) {
            .id = text(t, i, CLASS_ID, arena),
            .label = text(t, i, CLASS_LABEL, arena),
            .fuel_factor_id = text(t, i, CLASS_FUEL, arena),
            .energy_unit = text(t, i, CLASS_UNIT, arena),
            .sources = text(t, i, CLASS_SOURCES, arena),
            .profile = "",
            .replaced = "",
            .payload_kg = at_least_zero(t, i, CLASS_PAYLOAD),
            .volume_m3 = at_least_zero(t, i, CLASS_VOLUME),
            .capex_eur = at_least_zero(t, i, CLASS_CAPEX),
            .vehicle_fixed_eur_day = at_least_zero(t, i, CLASS_FIXED),
            .nonenergy_eur_km = at_least_zero(t, i, CLASS_NONENERGY),
            .driver_eur_h = at_least_zero(t, i, CLASS_DRIVER),
            .k_cal = at_least_zero(t, i, CLASS_K_CAL),
            .ref_speed_kmh = mlg__csv_double(t, i, CLASS_REF_SPEED, 1, 200, NAN),
            .energy_per_100km_ref = at_least_zero(t, i, CLASS_REF_ENERGY),
            .ttw_kg_km = at_least_zero(t, i, CLASS_TTW),
            .wtw_kg_km = at_least_zero(t, i, CLASS_WTW),
            .range_km = at_least_zero(t, i, CLASS_RANGE),
            .price_eur_per_unit = at_least_zero(t, i, CLASS_PRICE),
            .stop_mj = at_least_zero(t, i, CLASS_STOP_MJ),
            .empty_mass_t = at_least_zero(t, i, CLASS_EMPTY_T),
            .mj_per_unit = at_least_zero(t, i, CLASS_MJ_PER_UNIT),
            .charge_efficiency = mlg__csv_double(t, i, CLASS_CHARGE, 0, 1, NAN),
            .climb_efficiency = NAN,
            .descent_share = NAN,
            .ttw_kg_per_unit = NAN,
            .wtw_kg_per_unit = NAN,
        };
    }
    out->classes = classes;
    out->class_count = t->row_count;
}

enum { CURVE_CLASS, CURVE_SPEED, CURVE_A, CURVE_B, CURVE_CARRIER, CURVE_BASIS, CURVE_COLUMNS };
static const struct csv_column curve_columns[CURVE_COLUMNS] = {
    [CURVE_CLASS] = { "class_id", CSV_CELL },   [CURVE_SPEED] = { "speed_kmh", CSV_CELL },
    [CURVE_A] = { "a_mj_per_km", CSV_CELL },    [CURVE_B] = { "b_mj_per_km_per_t", CSV_CELL },
    [CURVE_CARRIER] = { "carrier", CSV_OPTIONAL }, [CURVE_BASIS] = { "basis", CSV_OPTIONAL },
};

static struct vehicle_class *class_of(const struct csv *t, int32_t row, struct emission_tables *out)
{
    const char *id = mlg__csv_text(t, row, CURVE_CLASS);
    for (int32_t i = 0; i < out->class_count; i++)
        if (out->classes[i].id && !strcmp(out->classes[i].id, id)) return &out->classes[i];
    const struct csv_where where = mlg__csv_where(t, row, CURVE_CLASS);
    mlg__find(t->found, MLG_BAD_INPUT, where.text,
              TXT("class \"%s\" is not in vehicle_classes.csv", "la classe « %s » n'est pas dans vehicle_classes.csv"),
              TXT("add it there, or remove this row", "ajoutez-l'y, ou retirez cette ligne"), id);
    return NULL;
}

/* The next node of its class; speeds of a class must grow from row to row. */
static void fill_curves(const struct csv *t, struct arena *arena, struct emission_tables *out)
{
    (void)arena;
    for (int32_t i = 0; i < t->row_count; i++) {
        struct vehicle_class *c = class_of(t, i, out);
        if (!c) continue;
        const double speed_kmh = mlg__csv_double(t, i, CURVE_SPEED, 1, 200, NAN);
        const int32_t n = c->node_count;
        const struct csv_where where = mlg__csv_where(t, i, CURVE_SPEED);
        if (n == MLG_SPEED_NODES_MAX) {
            mlg__find(t->found, MLG_BAD_INPUT, where.text,
                      TXT("more than %d speeds of class \"%s\"", "plus de %d vitesses pour la classe « %s »"),
                      TXT("merge some of its rows", "fusionnez certaines de ses lignes"), MLG_SPEED_NODES_MAX, c->id);
            continue;
        }
        if (n > 0 && speed_kmh <= c->speed_kmh[n - 1]) {
            mlg__find(t->found, MLG_BAD_INPUT, where.text,
                      TXT("speed %g of class \"%s\" comes after %g", "la vitesse %g de la classe « %s » suit %g"),
                      TXT("list the speeds of a class in ascending order",
                          "donnez les vitesses d'une classe par ordre croissant"),
                      speed_kmh, c->id, c->speed_kmh[n - 1]);
            continue;
        }
        c->speed_kmh[n] = speed_kmh;
        c->a_mj_per_km[n] = at_least_zero(t, i, CURVE_A);
        c->b_mj_per_km_per_t[n] = at_least_zero(t, i, CURVE_B);
        c->node_count++;
    }
}

enum {
    FUEL_ID, FUEL_REGION, FUEL_UNIT, FUEL_TTW, FUEL_WTT, FUEL_WTW, FUEL_UNIT_OUT, FUEL_CONFIDENCE, FUEL_SOURCE,
    FUEL_LICENCE, FUEL_NOTE, FUEL_COLUMNS
};
static const struct csv_column fuel_columns[FUEL_COLUMNS] = {
    [FUEL_ID] = { "factor_id", CSV_CELL },       [FUEL_REGION] = { "region", CSV_OPTIONAL },
    [FUEL_UNIT] = { "unit", CSV_CELL },          [FUEL_TTW] = { "ttw", CSV_COLUMN },
    [FUEL_WTT] = { "wtt", CSV_COLUMN },          [FUEL_WTW] = { "wtw", CSV_COLUMN },
    [FUEL_UNIT_OUT] = { "unit_out", CSV_CELL },  [FUEL_CONFIDENCE] = { "confidence", CSV_OPTIONAL },
    [FUEL_SOURCE] = { "source", CSV_CELL },      [FUEL_LICENCE] = { "licence", CSV_OPTIONAL },
    [FUEL_NOTE] = { "note", CSV_OPTIONAL },
};

/* A factor is kgCO2e or kgCO2 per its own unit, and its parts make its whole. */
static void check_fuel(const struct csv *t, int32_t row, const struct fuel_factor *f)
{
    char e[40], plain[40];
    snprintf(e, sizeof e, "kgCO2e/%s", mlg__csv_text(t, row, FUEL_UNIT));
    snprintf(plain, sizeof plain, "kgCO2/%s", mlg__csv_text(t, row, FUEL_UNIT));
    const char *unit_out = mlg__csv_text(t, row, FUEL_UNIT_OUT);
    if (strcmp(unit_out, e) && strcmp(unit_out, plain)) {
        const struct csv_where where = mlg__csv_where(t, row, FUEL_UNIT_OUT);
        mlg__find(t->found, MLG_BAD_INPUT, where.text,
                  TXT("unit_out is \"%s\", not \"%s\" or \"%s\"", "unit_out vaut « %s », ni « %s » ni « %s »"),
                  TXT("say whether the factor counts all greenhouse gases (kgCO2e) or carbon dioxide alone (kgCO2)",
                      "dites si le facteur compte tous les gaz à effet de serre (kgCO2e) ou le seul CO2 (kgCO2)"),
                  unit_out, e, plain);
    }
    if (isnan(f->ttw) || isnan(f->wtt) || isnan(f->wtw)) return;
    if (fabs(f->ttw + f->wtt - f->wtw) <= SUM_TOLERANCE + 1e-9) return;
    const struct csv_where where = mlg__csv_where(t, row, FUEL_WTW);
    mlg__find(t->found, MLG_BAD_INPUT, where.text,
              TXT("wtw is %g but ttw + wtt is %g", "wtw vaut %g mais ttw + wtt vaut %g"),
              TXT("correct one of the three", "corrigez l'un des trois"), f->wtw, f->ttw + f->wtt);
}

static void fill_fuels(const struct csv *t, struct arena *arena, struct emission_tables *out)
{
    struct fuel_factor *fuels = arena_array(arena, struct fuel_factor, t->row_count);
    if (!fuels) return;
    for (int32_t i = 0; i < t->row_count; i++) {
        refuse_again(t, i, FUEL_ID);
        fuels[i] = (struct fuel_factor) {
            .id = text(t, i, FUEL_ID, arena),
            .region = text(t, i, FUEL_REGION, arena),
            .unit = text(t, i, FUEL_UNIT, arena),
            .unit_out = text(t, i, FUEL_UNIT_OUT, arena),
            .confidence = text(t, i, FUEL_CONFIDENCE, arena),
            .source = text(t, i, FUEL_SOURCE, arena),
            .licence = text(t, i, FUEL_LICENCE, arena),
            .note = text(t, i, FUEL_NOTE, arena),
            .ttw = at_least_zero(t, i, FUEL_TTW),
            .wtt = at_least_zero(t, i, FUEL_WTT),
            .wtw = at_least_zero(t, i, FUEL_WTW),
        };
        check_fuel(t, i, &fuels[i]);
    }
    out->fuels = fuels;
    out->fuel_count = t->row_count;
}

enum { GRID_ZONE, GRID_YEAR, GRID_G, GRID_SOURCE, GRID_LICENCE, GRID_RENEWABLE, GRID_FREE, GRID_COLUMNS };
static const struct csv_column grid_columns[GRID_COLUMNS] = {
    [GRID_ZONE] = { "zone", CSV_CELL },
    [GRID_YEAR] = { "year", CSV_CELL },
    [GRID_G] = { "g_co2e_per_kwh_lifecycle_consumption", CSV_CELL },
    [GRID_SOURCE] = { "source", CSV_OPTIONAL },
    [GRID_LICENCE] = { "licence", CSV_OPTIONAL },
    [GRID_RENEWABLE] = { "renewable_percent", CSV_OPTIONAL },
    [GRID_FREE] = { "carbon_free_percent", CSV_OPTIONAL },
};
static const struct csv_column ember_columns[GRID_RENEWABLE] = {
    [GRID_ZONE] = { "country", CSV_CELL },
    [GRID_YEAR] = { "year", CSV_CELL },
    [GRID_G] = { "g_co2e_per_kwh_lifecycle_generation", CSV_CELL },
    [GRID_SOURCE] = { "source", CSV_OPTIONAL },
    [GRID_LICENCE] = { "licence", CSV_OPTIONAL },
};

static struct grid_factor *grid_rows(const struct csv *t, struct arena *arena, const char *source)
{
    struct grid_factor *rows = arena_array(arena, struct grid_factor, t->row_count);
    for (int32_t i = 0; rows && i < t->row_count; i++)
        rows[i] = (struct grid_factor) {
            .zone = text(t, i, GRID_ZONE, arena),
            .source = mlg__csv_has(t, i, GRID_SOURCE) ? text(t, i, GRID_SOURCE, arena) : source,
            .year = (int32_t)mlg__csv_int(t, i, GRID_YEAR, 1900, 2200, 0),
            .kg_per_kwh = at_least_zero(t, i, GRID_G) / MLG_G_PER_KG,
        };
    return rows;
}

static void fill_grids(const struct csv *t, struct arena *arena, struct emission_tables *out)
{
    out->grids = grid_rows(t, arena, "Electricity Maps, ODbL");
    out->grid_count = out->grids ? t->row_count : 0;
}

static void fill_ember(const struct csv *t, struct arena *arena, struct emission_tables *out)
{
    out->ember = grid_rows(t, arena, "Ember");
    out->ember_count = out->ember ? t->row_count : 0;
}

enum { KEYED_KEY, KEYED_LOW, KEYED_CENTRAL, KEYED_HIGH, KEYED_UNIT, KEYED_SOURCE, KEYED_KIND, KEYED_COLUMNS };
static const struct csv_column keyed_columns[KEYED_COLUMNS] = {
    [KEYED_KEY] = { "key", CSV_CELL },   [KEYED_LOW] = { "low", CSV_CELL },   [KEYED_CENTRAL] = { "central", CSV_CELL },
    [KEYED_HIGH] = { "high", CSV_CELL }, [KEYED_UNIT] = { "unit", CSV_CELL }, [KEYED_SOURCE] = { "source", CSV_CELL },
    [KEYED_KIND] = { "kind", CSV_CELL },
};

static struct keyed_factor *keyed_rows(const struct csv *t, struct arena *arena)
{
    struct keyed_factor *rows = arena_array(arena, struct keyed_factor, t->row_count);
    for (int32_t i = 0; rows && i < t->row_count; i++) {
        refuse_again(t, i, KEYED_KEY);
        rows[i] = (struct keyed_factor) {
            .key = text(t, i, KEYED_KEY, arena),
            .unit = text(t, i, KEYED_UNIT, arena),
            .source = text(t, i, KEYED_SOURCE, arena),
            .kind = text(t, i, KEYED_KIND, arena),
            .low = number(t, i, KEYED_LOW),
            .central = number(t, i, KEYED_CENTRAL),
            .high = number(t, i, KEYED_HIGH),
        };
        if (!(rows[i].low > rows[i].central || rows[i].central > rows[i].high)) continue;
        const struct csv_where where = mlg__csv_where(t, i, KEYED_CENTRAL);
        mlg__find(t->found, MLG_BAD_INPUT, where.text,
                  TXT("central %g is not between low %g and high %g", "central %g n'est pas entre low %g et high %g"),
                  TXT("order the three values", "ordonnez les trois valeurs"), rows[i].central, rows[i].low,
                  rows[i].high);
    }
    return rows;
}

static void fill_hubs(const struct csv *t, struct arena *arena, struct emission_tables *out)
{
    out->hubs = keyed_rows(t, arena);
    out->hub_count = out->hubs ? t->row_count : 0;
}

static void fill_datacentres(const struct csv *t, struct arena *arena, struct emission_tables *out)
{
    out->datacentres = keyed_rows(t, arena);
    out->datacentre_count = out->datacentres ? t->row_count : 0;
}

enum { CMEM_SYMBOL, CMEM_VALUE, CMEM_UNIT, CMEM_MEANING, CMEM_COLUMNS };
static const struct csv_column cmem_columns[CMEM_COLUMNS] = {
    [CMEM_SYMBOL] = { "symbol", CSV_CELL }, [CMEM_VALUE] = { "value", CSV_CELL },
    [CMEM_UNIT] = { "unit", CSV_OPTIONAL }, [CMEM_MEANING] = { "meaning", CSV_OPTIONAL },
};

static void fill_cmem(const struct csv *t, struct arena *arena, struct emission_tables *out)
{
    struct keyed_factor *rows = arena_array(arena, struct keyed_factor, t->row_count);
    if (!rows) return;
    for (int32_t i = 0; i < t->row_count; i++) {
        const double value = number(t, i, CMEM_VALUE);
        rows[i] = (struct keyed_factor) {
            .key = text(t, i, CMEM_SYMBOL, arena),
            .unit = text(t, i, CMEM_UNIT, arena),
            .source = text(t, i, CMEM_MEANING, arena),
            .kind = "source",
            .low = value,
            .central = value,
            .high = value,
        };
    }
    out->cmem = rows;
    out->cmem_count = t->row_count;
}

enum {
    EMEP_SEGMENT, EMEP_EURO, EMEP_SLOPE, EMEP_LOAD, EMEP_ALPHA, EMEP_BETA, EMEP_GAMMA, EMEP_DELTA, EMEP_EPSILON,
    EMEP_ZITA, EMEP_HTA, EMEP_RF, EMEP_VMIN, EMEP_VMAX, EMEP_UNIT, EMEP_LICENCE, EMEP_COLUMNS
};
static const struct csv_column emep_columns[EMEP_COLUMNS] = {
    [EMEP_SEGMENT] = { "segment", CSV_CELL },    [EMEP_EURO] = { "euro", CSV_CELL },
    [EMEP_SLOPE] = { "slope", CSV_CELL },        [EMEP_LOAD] = { "load_fraction", CSV_CELL },
    [EMEP_ALPHA] = { "alpha", CSV_CELL },        [EMEP_BETA] = { "beta", CSV_CELL },
    [EMEP_GAMMA] = { "gamma", CSV_CELL },        [EMEP_DELTA] = { "delta", CSV_CELL },
    [EMEP_EPSILON] = { "epsilon", CSV_CELL },    [EMEP_ZITA] = { "zita", CSV_CELL },
    [EMEP_HTA] = { "hta", CSV_CELL },            [EMEP_RF] = { "rf_percent", CSV_CELL },
    [EMEP_VMIN] = { "vmin_kmh", CSV_CELL },      [EMEP_VMAX] = { "vmax_kmh", CSV_CELL },
    [EMEP_UNIT] = { "unit", CSV_OPTIONAL },      [EMEP_LICENCE] = { "licence", CSV_OPTIONAL },
};

static void fill_emep(const struct csv *t, struct arena *arena, struct emission_tables *out)
{
    struct emep_row *rows = arena_array(arena, struct emep_row, t->row_count);
    if (!rows) return;
    for (int32_t i = 0; i < t->row_count; i++)
        rows[i] = (struct emep_row) {
            .segment = text(t, i, EMEP_SEGMENT, arena),
            .euro = text(t, i, EMEP_EURO, arena),
            .slope = number(t, i, EMEP_SLOPE),
            .load_fraction = mlg__csv_double(t, i, EMEP_LOAD, 0, 1, NAN),
            .alpha = number(t, i, EMEP_ALPHA),
            .beta = number(t, i, EMEP_BETA),
            .gamma = number(t, i, EMEP_GAMMA),
            .delta = number(t, i, EMEP_DELTA),
            .epsilon = number(t, i, EMEP_EPSILON),
            .zita = number(t, i, EMEP_ZITA),
            .hta = number(t, i, EMEP_HTA),
            .rf_percent = number(t, i, EMEP_RF),
            .vmin_kmh = at_least_zero(t, i, EMEP_VMIN),
            .vmax_kmh = at_least_zero(t, i, EMEP_VMAX),
        };
    out->emep = rows;
    out->emep_count = t->row_count;
}

enum {
    LEVEL_VEHICLE,
    LEVEL_SERVICE,
    LEVEL_TONNES,
    LEVEL_DIESEL,
    LEVEL_NON_ROAD,
    LEVEL_G,
    LEVEL_LICENCE,
    LEVEL_COLUMNS
};
static const struct csv_column level1_columns[LEVEL_COLUMNS] = {
    [LEVEL_VEHICLE] = { "vehicle", CSV_CELL },
    [LEVEL_SERVICE] = { "service", CSV_CELL },
    [LEVEL_TONNES] = { "avg_tonnes_incl_empty_trips", CSV_CELL },
    [LEVEL_DIESEL] = { "diesel_l_per_km", CSV_CELL },
    [LEVEL_NON_ROAD] = { "non_road_diesel_l_per_km", CSV_OPTIONAL },
    [LEVEL_G] = { "g_co2_per_tkm_at_3.07", CSV_OPTIONAL },
    [LEVEL_LICENCE] = { "licence", CSV_OPTIONAL },
};

static void fill_level1(const struct csv *t, struct arena *arena, struct emission_tables *out)
{
    struct level1_row *rows = arena_array(arena, struct level1_row, t->row_count);
    if (!rows) return;
    for (int32_t i = 0; i < t->row_count; i++)
        rows[i] = (struct level1_row) {
            .vehicle = text(t, i, LEVEL_VEHICLE, arena),
            .service = text(t, i, LEVEL_SERVICE, arena),
            .avg_tonnes = at_least_zero(t, i, LEVEL_TONNES),
            .diesel_l_per_km = at_least_zero(t, i, LEVEL_DIESEL),
            .non_road_l_per_km = mlg__csv_double(t, i, LEVEL_NON_ROAD, 0, BIG, 0),
            .g_co2_per_tkm = at_least_zero(t, i, LEVEL_G),
        };
    out->level1 = rows;
    out->level1_count = t->row_count;
}

enum { DESNZ_VEHICLE, DESNZ_LOAD, DESNZ_DIRECT, DESNZ_WTT, DESNZ_WTW, DESNZ_UNIT, DESNZ_LICENCE, DESNZ_COLUMNS };
static const struct csv_column desnz_columns[DESNZ_COLUMNS] = {
    [DESNZ_VEHICLE] = { "vehicle", CSV_CELL },   [DESNZ_LOAD] = { "fuel_or_load", CSV_CELL },
    [DESNZ_DIRECT] = { "direct", CSV_COLUMN },   [DESNZ_WTT] = { "wtt", CSV_COLUMN },
    [DESNZ_WTW] = { "wtw", CSV_COLUMN },         [DESNZ_UNIT] = { "unit", CSV_OPTIONAL },
    [DESNZ_LICENCE] = { "licence", CSV_OPTIONAL },
};

static void fill_desnz(const struct csv *t, struct arena *arena, struct emission_tables *out)
{
    struct desnz_row *rows = arena_array(arena, struct desnz_row, t->row_count);
    if (!rows) return;
    for (int32_t i = 0; i < t->row_count; i++)
        rows[i] = (struct desnz_row) {
            .vehicle = text(t, i, DESNZ_VEHICLE, arena),
            .fuel_or_load = text(t, i, DESNZ_LOAD, arena),
            .unit = text(t, i, DESNZ_UNIT, arena),
            .direct = at_least_zero(t, i, DESNZ_DIRECT),
            .wtt = at_least_zero(t, i, DESNZ_WTT),
            .wtw = at_least_zero(t, i, DESNZ_WTW),
        };
    out->desnz = rows;
    out->desnz_count = t->row_count;
}

#define EMBEDDED(name) \
    extern const unsigned char mlg__embedded_##name[]; \
    extern const size_t mlg__embedded_##name##_size
EMBEDDED(vehicle_classes);
EMBEDDED(energy_coeffs);
EMBEDDED(fuel_factors);
EMBEDDED(grid_electricitymaps);
EMBEDDED(grid_ember_2024);
EMBEDDED(hub_factors);
EMBEDDED(datacentre_factors);
EMBEDDED(cmem_prp);
EMBEDDED(emep_eea_ec_diesel);
EMBEDDED(fr_level1_2012);
EMBEDDED(desnz_2025_road_per_km);

struct table {
    const char *file;
    const unsigned char *bytes;
    const size_t *size;
    const struct csv_column *columns;
    int32_t column_count;
    void (*fill)(const struct csv *t, struct arena *arena, struct emission_tables *out);
};
#define TABLE(file, name, columns, count, fill) \
    { file, mlg__embedded_##name, &mlg__embedded_##name##_size, columns, count, fill }

/* Classes stand before their curves. */
static const struct table tables[] = {
    TABLE("vehicle_classes.csv", vehicle_classes, class_columns, CLASS_COLUMNS, fill_classes),
    TABLE("energy_coeffs.csv", energy_coeffs, curve_columns, CURVE_COLUMNS, fill_curves),
    TABLE("fuel_factors.csv", fuel_factors, fuel_columns, FUEL_COLUMNS, fill_fuels),
    TABLE("grid_electricitymaps_ODbL.csv", grid_electricitymaps, grid_columns, GRID_COLUMNS, fill_grids),
    TABLE("grid_ember_2024.csv", grid_ember_2024, ember_columns, GRID_RENEWABLE, fill_ember),
    TABLE("hub_factors.csv", hub_factors, keyed_columns, KEYED_COLUMNS, fill_hubs),
    TABLE("datacentre_factors.csv", datacentre_factors, keyed_columns, KEYED_COLUMNS, fill_datacentres),
    TABLE("cmem_prp.csv", cmem_prp, cmem_columns, CMEM_COLUMNS, fill_cmem),
    TABLE("emep_eea_ec_diesel.csv", emep_eea_ec_diesel, emep_columns, EMEP_COLUMNS, fill_emep),
    TABLE("fr_level1_2012.csv", fr_level1_2012, level1_columns, LEVEL_COLUMNS, fill_level1),
    TABLE("desnz_2025_road_per_km.csv", desnz_2025_road_per_km, desnz_columns, DESNZ_COLUMNS, fill_desnz),
};
enum { TABLE_COUNT = sizeof tables / sizeof tables[0] };

static mlg_status read_bytes(const struct table *table, const char *bytes, size_t size, struct arena *arena,
                             struct emission_tables *out, mlg_findings *found, mlg_error *err)
{
    struct csv csv;
    mlg_status status =
        mlg__csv_read(&csv, table->file, bytes, size, table->columns, table->column_count, found, err);
    if (!status) table->fill(&csv, arena, out);
    mlg__csv_free(&csv);
    if (!status && arena->failed) status = mlg__no_memory(err, table->file);
    return status == MLG_BAD_INPUT ? MLG_OK : status; /* told in found; the other tables are read all the same */
}

/* A table of the folder, where it has one; replaced counts them. */
static mlg_status read_table(const struct table *table, const char *folder, int *replaced, struct arena *arena,
                             struct emission_tables *out, mlg_findings *found, mlg_error *err)
{
    if (!folder) return read_bytes(table, (const char *)table->bytes, *table->size, arena, out, found, err);

    struct text path = { 0 };
    mlg_error trouble = { .lang = err ? err->lang : MLG_EN };
    char *bytes = NULL;
    size_t size = 0;
    text_printf(&path, "%s/%s", folder, table->file);
    mlg_status status = path.failed ? mlg__no_memory(&trouble, table->file)
                                    : mlg__file_read(path.data, FILE_BYTES_MAX, &bytes, &size, &trouble);
    text_free(&path);
    if (status == MLG_NO_FILE) {
        mlg__warn(found, table->file, TXT("not read from %s: the built-in table is used",
                                          "absent de %s : la table intégrée est utilisée"), NO_HINT, folder);
        return read_table(table, NULL, replaced, arena, out, found, err);
    }
    if (status) {
        if (err) *err = trouble;
        return status;
    }
    ++*replaced;
    status = read_bytes(table, bytes, size, arena, out, found, err);
    mlg__free(bytes);
    return status;
}

mlg_status mlg__emissions_read(const char *folder, struct arena *arena, struct emission_tables *out,
                               mlg_findings *found, mlg_error *err)
{
    mlg_findings *list = mlg_findings_new(found ? mlg__findings_lang(found) : err ? err->lang : MLG_EN);
    mlg_status status = list ? MLG_OK : mlg__no_memory(err, "vehicle_classes.csv");
    int replaced = 0;
    *out = (struct emission_tables) { 0 };
    for (int i = 0; !status && i < TABLE_COUNT; i++)
        status = read_table(&tables[i], folder, &replaced, arena, out, list, err);
    if (!status && folder && !replaced)
        status = mlg__fail(err, MLG_NO_FILE, "", TXT("no emission table in %s", "aucune table d'émissions dans %s"),
                           TXT("name a folder with files like vehicle_classes.csv",
                               "indiquez un dossier contenant des fichiers comme vehicle_classes.csv"), folder);
    if (!status) status = mlg__first_error(list, err);
    mlg__findings_add(found, list);
    mlg_findings_free(list);
    return status;
}
