/* scenario_check.c — what must hold between the tables of a scenario, whoever made it: io from a folder, or a test.
 *
 * Errors stop, warnings tell what is possible but probably not meant. A finding names the line of the table where it is
 * known, else the table, and always the id. To add a check: a line in the function of its table. */
#include "model/scenario_check.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/math.h"
#include "model/units.h"

#define SETTINGS "scenario.json"
/* Sums of money below this stay exact in quanta (10^-6) with room for penalties: 10^12 of the currency. */
#define MONEY_MAX_CENTS (INT64_C(1000000000000) * MLG_CENTS_PER_UNIT)

struct where {
    char text[160];
};

static struct where row_of(const char *table, const int32_t *lines, int32_t row)
{
    struct where w;
    if (lines) snprintf(w.text, sizeof w.text, "%s:%d", table, lines[row]);
    else snprintf(w.text, sizeof w.text, "%s", table);
    return w;
}

/* "scenario.json:periods/2/start_year" */
static struct where item(const char *list, int32_t i, const char *key)
{
    struct where w;
    snprintf(w.text, sizeof w.text, SETTINGS ":%s/%d%s%s", list, i, *key ? "/" : "", key);
    return w;
}

static struct where key(const char *path)
{
    struct where w;
    snprintf(w.text, sizeof w.text, SETTINGS ":%s", path);
    return w;
}

/* A number of the settings outside [low, high], which NAN always is. */
static void check_number(mlg_findings *f, struct where where, double value, double low, double high)
{
    if (value >= low && value <= high) return;
    mlg__find(f, MLG_BAD_INPUT, where.text, TXT("%g is outside %g to %g", "%g est hors de %g à %g"),
              TXT("see the key's unit and meaning in docs/formats/scenario.md",
                  "voyez l'unité et le sens de la clé dans docs/formats/scenario.md"),
              value, low, high);
}

static void check_count(mlg_findings *f, const char *what, int32_t count, int32_t low, int32_t high)
{
    if (count >= low && count <= high) return;
    mlg__find(f, count < low ? MLG_BAD_INPUT : MLG_OVER_LIMIT, key(what).text,
              TXT("%d entries, between %d and %d are possible", "%d éléments, il en faut entre %d et %d"),
              TXT("add or remove entries", "ajoutez ou retirez des éléments"), count, low, high);
}

/* ---------- settings ---------- */

static void check_settings(const mlg_scenario *s, mlg_findings *f)
{
    check_number(f, key("working_days_per_year"), s->working_days_per_year, 1, 366);
    check_number(f, key("discount_rate"), s->discount_rate, 0, 1);
    check_number(f, key("planning_day_factor"), s->planning_day_factor, 0.1, 10);
    check_number(f, key("objective/co2_eur_per_t"), s->co2_eur_per_t, 0, 100000);
    check_number(f, key("objective/hour_eur"), s->hour_eur, 0, 10000);
    check_number(f, key("grid_kg_per_kwh"), s->grid_kg_per_kwh, 0, 3);
    check_number(f, key("days/sampled"), s->days_sampled, 0, 366);
    check_number(f, key("days/stops_max"), s->days_stops_max, 1, 1000000);
    for (int32_t i = 0; i < s->inbound_count; i++)
        if (s->inbound_s[i] <= 0 || (i > 0 && s->inbound_s[i] <= s->inbound_s[i - 1]))
            mlg__find(f, MLG_BAD_INPUT, item("inbound_classes_h", i, "").text,
                      TXT("class times must rise", "les durées des classes doivent croître"),
                      TXT("list them from the shortest to the longest, each above 0",
                          "donnez-les de la plus courte à la plus longue, chacune au-dessus de 0"));
}

static void check_operations(const mlg_scenario *s, mlg_findings *f)
{
    const struct operations *o = &s->operations;
    check_number(f, key("operations/parcel_weight_kg"), o->units_weight_kg, 0, 100000);
    check_number(f, key("operations/parcel_volume_l"), o->units_volume_l, 0, 1000000);
    check_number(f, key("operations/shift_h"), o->shift_h, 0.5, 24);
    check_number(f, key("operations/stop_min"), o->stop_min, 0, 600);
    check_number(f, key("operations/kappa"), o->kappa, 1, 5);
    check_number(f, key("operations/line_speed_kmh"), o->line_speed_kmh, 0, 150);
    check_number(f, key("operations/haul_speed_kmh"), o->haul_speed_kmh, 0, 150);
    check_number(f, key("operations/truck_units"), o->haul_units_per_truck, 1, 1e9);
    check_number(f, key("operations/empty_return_factor"), o->haul_empty_return_factor, 1, 2);
    check_number(f, key("operations/haul_tolls_eur_km"), o->haul_tolls_eur_km, 0, 100);
    for (int32_t i = 0; i < o->departure_count; i++) {
        if (o->departure_s[i] < 0 || o->departure_s[i] >= MLG_SECONDS_PER_DAY ||
            (i > 0 && o->departure_s[i] <= o->departure_s[i - 1]))
            mlg__find(f, MLG_BAD_INPUT, item("operations/departures", i, "").text,
                      TXT("departures must rise within the day", "les départs doivent croître dans la journée"),
                      TXT("list the times of day in order: [\"09:00\", \"13:00\"]",
                          "donnez les heures dans l'ordre : [\"09:00\", \"13:00\"]"));
        if (o->departure_s[i] >= o->latest_delivery_s)
            mlg__find(f, MLG_BAD_INPUT, item("operations/departures", i, "").text,
                      TXT("vans leave when deliveries have ended (latest_delivery)",
                          "les véhicules partent après la fin des livraisons (latest_delivery)"),
                      TXT("leave earlier or deliver later", "partez plus tôt ou livrez plus tard"));
    }
    check_number(f, key("operations/latest_delivery"), o->latest_delivery_s, 1, (double)MLG_SECONDS_PER_DAY);
    for (int32_t level = 0; level < s->level_count; level++)
        check_number(f, item("operations/processing_h", level, ""),
                     (double)o->processing_s[level] / (double)MLG_SECONDS_PER_HOUR, 0, 240);
}

static void check_periods(const mlg_scenario *s, mlg_findings *f)
{
    int64_t sum = 0;
    bool all_limited = true;
    check_count(f, "periods", s->period_count, 1, MLG_PERIODS_MAX);
    for (int32_t t = 0; t < s->period_count; t++) {
        const struct period *p = &s->periods[t];
        for (int32_t u = 0; u < t; u++)
            if (!strcmp(s->periods[u].label, p->label))
                mlg__find(f, MLG_BAD_INPUT, item("periods", t, "label").text,
                          TXT("period \"%s\" stands twice", "la période « %s » figure deux fois"),
                          TXT("give each period its own label", "donnez à chaque période son propre nom"), p->label);
        if (p->length_years < 1 || p->length_years > 50)
            mlg__find(f, MLG_BAD_INPUT, item("periods", t, "length_years").text,
                      TXT("a period of %d years", "une période de %d ans"),
                      TXT("give 1 to 50 years", "donnez de 1 à 50 ans"), p->length_years);
        const int32_t expected = t ? s->periods[t - 1].start_year + s->periods[t - 1].length_years : p->start_year;
        if (p->start_year < expected)
            mlg__find(
                f, MLG_BAD_INPUT, item("periods", t, "start_year").text,
                TXT("period \"%s\" starts in %d, before the one above it has ended (%d)",
                    "la période « %s » commence en %d, avant la fin de la précédente (%d)"),
                TXT("order the periods, and correct length_years", "ordonnez les périodes et corrigez length_years"),
                p->label, p->start_year, expected);
        if (p->start_year > expected)
            mlg__warn(
                f, item("periods", t, "start_year").text,
                TXT("no period covers %d to %d", "aucune période ne couvre %d à %d"),
                TXT("lengthen the period before, or add one", "allongez la période précédente, ou ajoutez-en une"),
                expected, p->start_year - 1);
        if (p->budget_cents < 0)
            mlg__find(f, MLG_BAD_INPUT, item("periods", t, "budget_eur").text,
                      TXT("a budget below 0", "un budget négatif"),
                      TXT("give 0 for no investment; leave the key out for no limit",
                          "donnez 0 pour aucun investissement ; omettez la clé pour aucune limite"));
        if (p->budget_cents == INT64_MAX) all_limited = false;
        else if (p->budget_cents > MONEY_MAX_CENTS)
            mlg__find(f, MLG_OVER_LIMIT, item("periods", t, "budget_eur").text,
                      TXT("the budget is too large", "le budget est trop grand"),
                      TXT("leave the key out for no limit", "omettez la clé pour aucune limite"));
        else sum += p->budget_cents;
    }
    if (s->budget_total_cents < 0)
        mlg__find(f, MLG_BAD_INPUT, key("budget_total_eur").text, TXT("a budget below 0", "un budget négatif"),
                  TXT("leave the key out for no limit", "omettez la clé pour aucune limite"));
    if (all_limited && s->period_count && s->budget_total_cents != INT64_MAX && s->budget_total_cents > sum)
        mlg__warn(f, key("budget_total_eur").text,
                  TXT("the total budget, %lld, exceeds the sum of the periods, %lld: it cannot all be spent",
                      "le budget total, %lld, dépasse la somme des périodes, %lld : il ne peut être dépensé en entier"),
                  TXT("raise the budgets of the periods, or leave the total out",
                      "augmentez les budgets des périodes, ou omettez le total"),
                  (long long)(s->budget_total_cents / MLG_CENTS_PER_UNIT), (long long)(sum / MLG_CENTS_PER_UNIT));
}

/* The shortest time from the cut-off to a door: processing on every level and the next departure, without driving; or
 * what a kind that delivers itself promises. */
static int64_t shortest_s(const mlg_scenario *s, const struct service *p)
{
    const struct operations *o = &s->operations;
    int64_t ready = 0, wait = o->departure_count ? MLG_SECONDS_PER_DAY : 0, best = INT64_MAX;
    bool vans = false;
    for (int32_t level = 0; level < s->level_count; level++) ready += o->processing_s[level];
    for (int32_t i = 0; i < o->departure_count; i++) {
        const int64_t to_next = (o->departure_s[i] - p->cut_off_s - ready) % MLG_SECONDS_PER_DAY;
        wait = min64(wait, to_next < 0 ? to_next + MLG_SECONDS_PER_DAY : to_next);
    }
    for (int32_t k = 0; k < s->size_count; k++) {
        if (s->kinds[s->sizes[k].kind].level != s->level_count - 1) continue;
        if (s->sizes[k].to_the_door) best = min64(best, s->sizes[k].door_s);
        else vans = true;
    }
    return vans ? min64(best, ready + wait) : best;
}

static void check_services(const mlg_scenario *s, mlg_findings *f)
{
    check_count(f, "services", s->service_count, 1, MLG_SERVICES_MAX);
    for (int32_t i = 0; i < s->service_count; i++) {
        const struct service *p = &s->services[i];
        for (int32_t j = 0; j < i; j++)
            if (!strcmp(s->services[j].id, p->id))
                mlg__find(f, MLG_BAD_INPUT, item("services", i, "id").text,
                          TXT("service \"%s\" stands twice", "le service « %s » figure deux fois"),
                          TXT("give each service its own id", "donnez à chaque service son propre identifiant"), p->id);
        if (p->promise_s <= 0)
            mlg__find(
                f, MLG_BAD_INPUT, item("services", i, is_cloud(s) ? "promise_ms" : "promise_h").text,
                TXT("the promise of \"%s\" is not above 0", "la promesse de « %s » n'est pas supérieure à 0"),
                is_cloud(s)
                    ? TXT("give milliseconds of a round trip", "donnez les millisecondes d'un aller-retour")
                    : TXT("give hours from the cut-off to the door", "donnez les heures entre l'heure limite et la porte"),
                p->id);
        if (p->cut_off_s < 0 || p->cut_off_s >= MLG_SECONDS_PER_DAY)
            mlg__find(f, MLG_BAD_INPUT, item("services", i, "cut_off").text,
                      TXT("the cut-off of \"%s\" is not a time of day", "l'heure limite de « %s » n'est pas une heure"),
                      TXT("write \"18:00\"", "écrivez \"18:00\""), p->id);
        if (!(p->units_per_stop > 0 && p->units_per_stop <= 1e6))
            mlg__find(f, MLG_BAD_INPUT, item("services", i, "units_per_stop").text,
                      TXT("%g units a stop", "%g unités par arrêt"),
                      TXT("give a number above 0", "donnez un nombre supérieur à 0"), p->units_per_stop);
        if (p->unserved_micro < -1)
            mlg__find(f, MLG_BAD_INPUT, item("services", i, "unserved_eur_per_unit").text,
                      TXT("a price below 0", "un prix négatif"),
                      TXT("leave the key out for the default, three times the dearest lane",
                          "omettez la clé pour la valeur par défaut, trois fois la liaison la plus chère"));
        const int64_t shortest = s->size_count && p->promise_s > 0 ? shortest_s(s, p) : 0;
        if (shortest > p->promise_s && shortest != INT64_MAX)
            mlg__warn(f, item("services", i, "promise_h").text,
                      TXT("\"%s\" promises %.1f h, processing and the next departure alone take %.1f h: no unit will "
                          "be in time",
                          "« %s » promet %.1f h, le traitement et le prochain départ prennent déjà %.1f h : aucune "
                          "unité ne sera à l'heure"),
                      TXT("lengthen the promise, shorten operations/processing_h, or add departures",
                          "allongez la promesse, réduisez operations/processing_h, ou ajoutez des départs"),
                      p->id, (double)p->promise_s / 3600.0, (double)shortest / 3600.0);
    }
}

static void check_fibre(const mlg_scenario *s, mlg_findings *f)
{
    const struct fibre *o = &s->fibre;
    check_number(f, key("fibre/delay_us_per_km"), o->delay_us_per_km, 3, 100);
    check_number(f, key("fibre/route_factor"), o->route_factor, 1, 5);
    check_number(f, key("fibre/equipment_ms"), o->equipment_ms, 0, 1000);
    check_number(f, key("fibre/it_kwh_per_gpu_hour"), o->it_kwh_per_gpu_hour, 0, 1000);
    check_number(f, key("fibre/power_eur_per_mwh"), o->power_eur_per_mwh, 0, 100000);
    check_number(f, key("fibre/water_l_per_it_kwh"), o->water_l_per_it_kwh, 0, 100);
    check_number(f, key("fibre/net_kwh_per_gb"), o->net_kwh_per_gb, 0, 100);
}

static bool rests_in(const mlg_scenario *s, const char *zone)
{
    for (int32_t i = 0; i < s->site_count; i++)
        if (!strcmp(s->sites[i].zone, zone)) return true;
    return false;
}

/* What only a cloud knows: weights of its services, where their data may rest, what its sites are like. */
static void check_cloud(const mlg_scenario *s, mlg_findings *f)
{
    if (s->level_count > 1)
        mlg__find(f, MLG_OVER_LIMIT, key("levels").text,
                  TXT("a cloud has one level of sites in this version", "un nuage n'a qu'un niveau de sites dans cette version"),
                  TXT("leave levels out", "omettez levels"));
    for (int32_t i = 0; i < s->service_count; i++) {
        const struct service *p = &s->services[i];
        check_number(f, item("services", i, "workload_weight"), p->workload_weight, 0.001, 1000);
        check_number(f, item("services", i, "gb_per_unit"), p->gb_per_unit, 0, 1e6);
        for (int32_t z = 0; z < p->zone_count; z++)
            if (!rests_in(s, p->zones[z]))
                mlg__warn(f, item("services", i, "residency").text,
                          TXT("no site stands in zone \"%s\"", "aucun site dans la zone « %s »"),
                          TXT("use words of the column zone of sites.csv",
                              "utilisez des mots de la colonne zone de sites.csv"),
                          p->zones[z]);
    }
    for (int32_t i = 0; i < s->site_count; i++)
        if (!(s->sites[i].pue >= 1 && s->sites[i].pue <= 5))
            mlg__find(f, MLG_BAD_INPUT, row_of("sites.csv", s->lines.sites, i).text,
                      TXT("site \"%s\": pue %g is not within 1 and 5", "site « %s » : pue %g n'est pas entre 1 et 5"),
                      TXT("all power over that of the servers: 1.15", "toute la puissance sur celle des serveurs : 1,15"),
                      s->sites[i].id, s->sites[i].pue);
}

static bool stands_in(const mlg_scenario *s, const char *region)
{
    for (int32_t k = 0; k < s->site_count; k++)
        if (!strcmp(s->sites[k].region, region)) return true;
    return false;
}

/* One entry of the file may stand here for every period, so places name the list, not the entry. */
static void check_coverage(const mlg_scenario *s, mlg_findings *f)
{
    bool has_share[MLG_SERVICES_MAX][MLG_PERIODS_MAX] = { { false } };
    for (int32_t i = 0; i < s->coverage_count; i++) {
        const struct coverage *c = &s->coverages[i];
        if (!(c->share >= 0 && c->share <= 1))
            mlg__find(f, MLG_BAD_INPUT, key("coverage").text, TXT("%g is not a share", "%g n'est pas une part"),
                      TXT("95 percent is written 0.95", "95 pour cent s'écrit 0.95"), c->share);
        if (c->service < 0 || c->service >= s->service_count || c->period < 0 || c->period >= s->period_count) {
            mlg__find(f, MLG_BAD_INPUT, key("coverage").text,
                      TXT("no such service or period", "service ou période inexistants"),
                      TXT("use ids and labels of this file", "utilisez les identifiants de ce fichier"));
            continue;
        }
        if (has_share[c->service][c->period])
            mlg__find(f, MLG_BAD_INPUT, key("coverage").text,
                      TXT("service \"%s\" has two shares in period \"%s\"",
                          "le service « %s » a deux parts pour la période « %s »"),
                      TXT("keep one of them", "gardez-en une seule"), s->services[c->service].id,
                      s->periods[c->period].label);
        has_share[c->service][c->period] = true;
    }
}

static void check_jobs(const mlg_scenario *s, mlg_findings *f)
{
    const char *told = "";
    for (int32_t i = 0; i < s->job_floor_count; i++) {
        const struct job_floor *j = &s->job_floors[i];
        if (*j->region && strcmp(j->region, told) && !stands_in(s, j->region)) {
            told = j->region;
            mlg__find(f, MLG_BAD_INPUT, key("jobs").text,
                      TXT("no site stands in region \"%s\"", "aucun site dans la région « %s »"),
                      TXT("use a value of the column region of sites.csv",
                          "utilisez une valeur de la colonne region de sites.csv"),
                      j->region);
        }
        if (j->period < 0 || j->period >= s->period_count || j->at_least_milli < 0)
            mlg__find(f, MLG_BAD_INPUT, key("jobs").text,
                      TXT("no such period, or a number below 0", "période inexistante, ou nombre négatif"),
                      TXT("use a label of periods", "utilisez un nom de periods"));
    }
}

static void check_co2_limits(const mlg_scenario *s, mlg_findings *f)
{
    for (int32_t t = 0; s->co2_max_mg && t < s->period_count; t++)
        if (s->co2_max_mg[t] < 0)
            mlg__find(f, MLG_BAD_INPUT, item("co2_max_t_per_year", t, "").text,
                      TXT("a limit below 0", "une limite négative"),
                      TXT("write null for no limit", "écrivez null pour aucune limite"));
}

/* ---------- tables ---------- */

static void check_coordinates(mlg_findings *f, const char *where, const char *id, double lon_deg, double lat_deg)
{
    if (lon_deg >= -180 && lon_deg <= 180 && lat_deg >= -90 && lat_deg <= 90) return;
    mlg__find(f, MLG_BAD_INPUT, where,
              TXT("\"%s\" lies at lon %g, lat %g: not on the globe", "« %s » est en lon %g, lat %g : hors du globe"),
              TXT("give degrees, longitude in lon and latitude in lat",
                  "donnez des degrés, la longitude dans lon, la latitude dans lat"),
              id, lon_deg, lat_deg);
}

/* Sorted (id, row) pairs show doubles side by side. */
struct named_row {
    const char *id;
    int32_t row;
};

static int by_id(const void *a, const void *b)
{
    const struct named_row *x = a, *y = b;
    const int order = strcmp(x->id, y->id);
    return order ? order : (x->row > y->row) - (x->row < y->row);
}

static void check_doubles(mlg_findings *f, struct named_row *rows, int32_t count, const char *table,
                          const int32_t *lines)
{
    qsort(rows, (size_t)count, sizeof *rows, by_id);
    for (int32_t i = 1; i < count; i++)
        if (*rows[i].id && !strcmp(rows[i - 1].id, rows[i].id))
            mlg__find(f, MLG_BAD_INPUT, row_of(table, lines, rows[i].row).text,
                      TXT("id \"%s\" stands twice", "l'identifiant « %s » figure deux fois"),
                      TXT("give every row its own id", "donnez à chaque ligne son propre identifiant"), rows[i].id);
}

static bool ids_are_single(const mlg_scenario *s, mlg_findings *f)
{
    struct named_row *rows = mlg__malloc((size_t)max32(s->site_count, s->demand_count) * sizeof *rows);
    if (!rows) return false;
    for (int32_t i = 0; i < s->site_count; i++) rows[i] = (struct named_row) { s->sites[i].id, i };
    check_doubles(f, rows, s->site_count, "sites.csv", s->lines.sites);
    for (int32_t i = 0; i < s->demand_count; i++) rows[i] = (struct named_row) { s->demands[i].id, i };
    check_doubles(f, rows, s->demand_count, "demand.csv", s->lines.demands);
    mlg__free(rows);
    return true;
}

static void check_sizes(const mlg_scenario *s, mlg_findings *f)
{
    for (int32_t i = 0; i < s->size_count; i++) {
        const struct size *z = &s->sizes[i];
        const struct kind *k = &s->kinds[z->kind];
        const struct where w = row_of("sizes.csv", s->lines.sizes, i);
        if (k->size_count > MLG_SIZES_MAX && i == k->first_size)
            mlg__find(f, MLG_OVER_LIMIT, w.text,
                      TXT("kind \"%s\" has %d sizes, at most %d are possible",
                          "le type « %s » a %d tailles, %d au plus sont possibles"),
                      TXT("group similar sizes", "regroupez les tailles voisines"), k->id, k->size_count,
                      MLG_SIZES_MAX);
        for (int32_t j = k->first_size; j < i; j++)
            if (!strcmp(s->sizes[j].id, z->id))
                mlg__find(
                    f, MLG_BAD_INPUT, w.text,
                    TXT("size \"%s\" of kind \"%s\" stands twice", "la taille « %s » du type « %s » figure deux fois"),
                    TXT("give each size of a kind its own name", "donnez à chaque taille d'un type son propre nom"),
                    z->id, k->id);
        if (z->capacity_milli <= 0 || z->capacity_milli > MLG_UNITS_MILLI_MAX)
            mlg__find(f, MLG_BAD_INPUT, w.text,
                      TXT("size \"%s\": the capacity must be above 0 and at most %lld a day",
                          "taille « %s » : la capacité doit être supérieure à 0 et d'au plus %lld par jour"),
                      TXT("a closed site needs no row: it is the state 0 of every site",
                          "un site fermé n'a pas besoin de ligne : c'est l'état 0 de tout site"),
                      z->id, (long long)(MLG_UNITS_MILLI_MAX / MLG_MILLI));
        if (!(z->life_years > 0))
            mlg__find(
                f, MLG_BAD_INPUT, w.text,
                TXT("size \"%s\": life_years must be above 0", "taille « %s » : life_years doit être supérieur à 0"),
                TXT("leave the cell empty for 25 years", "laissez la case vide pour 25 ans"), z->id);
        if (!(z->min_fill >= 0 && z->min_fill <= 1))
            mlg__find(f, MLG_BAD_INPUT, w.text,
                      TXT("size \"%s\": min_fill %g is not a share", "taille « %s » : min_fill %g n'est pas une part"),
                      TXT("30 percent is written 0.3", "30 pour cent s'écrit 0,3"), z->id, z->min_fill);
        if (i > k->first_size && z->capacity_milli < s->sizes[i - 1].capacity_milli)
            mlg__warn(f, w.text,
                      TXT("size \"%s\" is smaller than the one above it",
                          "la taille « %s » est plus petite que celle au-dessus d'elle"),
                      TXT("list the sizes of a kind from small to large: going down the list is an extension",
                          "donnez les tailles d'un type de la plus petite à la plus grande : descendre la liste est "
                          "une extension"),
                      z->id);
        if (z->to_the_door && k->level != s->level_count - 1)
            mlg__find(
                f, MLG_BAD_INPUT, w.text,
                TXT("size \"%s\" delivers to the door, but kind \"%s\" is not of the last level",
                    "la taille « %s » livre à la porte, mais le type « %s » n'est pas du dernier niveau"),
                TXT("move the kind to the last entry of levels", "placez le type dans la dernière entrée de levels"),
                z->id, k->id);
    }
}

static void check_site(const mlg_scenario *s, int32_t i, mlg_findings *f)
{
    const struct site *a = &s->sites[i];
    const int32_t states = s->kinds[a->kind].size_count;
    const struct where w = row_of("sites.csv", s->lines.sites, i);
    check_coordinates(f, w.text, a->id, a->lon_deg, a->lat_deg);
    if (!states)
        mlg__find(f, MLG_BAD_INPUT, w.text,
                  TXT("site \"%s\": kind \"%s\" has no size", "site « %s » : le type « %s » n'a pas de taille"),
                  TXT("add a row for this kind to sizes.csv", "ajoutez une ligne pour ce type à sizes.csv"), a->id,
                  s->kinds[a->kind].id);
    else if (states > MLG_SIZES_MAX) return; /* told with the sizes; bits of states would not fit */
    else if (a->state_today < 0 || a->state_today > states || a->allowed >> (states + 1) || a->decided_size < 0 ||
             a->decided_size > states)
        mlg__find(
            f, MLG_BAD_INPUT, w.text,
            TXT("site \"%s\" names a size that its kind lacks", "le site « %s » nomme une taille que son type n'a pas"),
            TXT("use sizes of the site's kind", "utilisez les tailles du type du site"), a->id);
    else {
        if (!(a->allowed >> a->state_today & 1))
            mlg__find(
                f, MLG_BAD_INPUT, w.text,
                TXT("site \"%s\": its state of today is not allowed",
                    "site « %s » : son état d'aujourd'hui n'est pas permis"),
                TXT("add the size of state_today to allowed_sizes", "ajoutez la taille de state_today à allowed_sizes"),
                a->id);
        if (a->decided_size && !(a->allowed >> a->decided_size & 1))
            mlg__find(f, MLG_BAD_INPUT, w.text,
                      TXT("site \"%s\": the decided size is not allowed",
                          "site « %s » : la taille décidée n'est pas permise"),
                      TXT("add decided_size to allowed_sizes", "ajoutez decided_size à allowed_sizes"), a->id);
    }
    if (a->earliest_opening_year > a->latest_opening_year)
        mlg__find(f, MLG_BAD_INPUT, w.text,
                  TXT("site \"%s\" may open from %d to %d", "le site « %s » peut ouvrir de %d à %d"),
                  TXT("swap the two years", "échangez les deux années"), a->id, a->earliest_opening_year,
                  a->latest_opening_year);
    if (s->period_count && a->decided_size && a->decided_year > s->periods[s->period_count - 1].start_year)
        mlg__warn(f, w.text,
                  TXT("site \"%s\" is decided for %d, after the start of the last period: it never takes effect",
                      "le site « %s » est décidé pour %d, après le début de la dernière période : sans effet"),
                  TXT("correct decided_year, or add a period", "corrigez decided_year, ou ajoutez une période"), a->id,
                  a->decided_year);
    if (!(a->land_index > 0) || !(a->rent_eur_per_m2_year >= 0))
        mlg__find(f, MLG_BAD_INPUT, w.text,
                  TXT("site \"%s\": land_index must be above 0, the rent at least 0",
                      "site « %s » : land_index doit être supérieur à 0, le loyer au moins 0"),
                  TXT("leave the cells empty for the defaults", "laissez les cases vides pour les valeurs par défaut"),
                  a->id);
}

static void check_sites(const mlg_scenario *s, mlg_findings *f)
{
    int32_t serving = 0;
    for (int32_t i = 0; i < s->site_count; i++) {
        const struct site *a = &s->sites[i];
        check_site(s, i, f);
        serving += site_serves(s, i) && (a->state_today || a->allowed > 1);
    }
    if (!serving)
        mlg__find(f, MLG_BAD_INPUT, "sites.csv",
                  TXT("no site can serve demand", "aucun site ne peut servir la demande"),
                  TXT("add sites of a kind of the last level, with allowed sizes",
                      "ajoutez des sites d'un type du dernier niveau, avec des tailles permises"));
}

/* Every kind of the last level delivers by itself: no vans, no line haul, no upper levels are needed. */
static bool only_partners(const mlg_scenario *s)
{
    for (int32_t i = 0; i < s->size_count; i++)
        if (s->kinds[s->sizes[i].kind].level == s->level_count - 1 && !s->sizes[i].to_the_door) return false;
    return s->size_count > 0;
}

/* A level between the top and the stations where nothing may ever be open cuts every chain. */
static void check_levels(const mlg_scenario *s, mlg_findings *f)
{
    for (int32_t level = 0; level + 1 < s->level_count && !only_partners(s); level++) {
        bool open = false;
        for (int32_t i = 0; i < s->site_count && !open; i++)
            open = site_level(s, i) == level && (s->sites[i].state_today || s->sites[i].allowed > 1);
        if (!open)
            mlg__find(f, MLG_BAD_INPUT, item("levels", level, "").text,
                      TXT("no site of this level is or may be open: nothing can reach the stations",
                          "aucun site de ce niveau n'est ni ne peut être ouvert : rien n'arrive aux agences"),
                      TXT("add sites of a kind of this level, with allowed sizes, or take the level out",
                          "ajoutez des sites d'un type de ce niveau, avec des tailles permises, ou retirez le niveau"));
    }
}

/* One point; units a day are added to the sums of the periods, and returned. */
static int64_t check_point(const mlg_scenario *s, int32_t d, int64_t total[MLG_PERIODS_MAX], mlg_findings *f)
{
    const struct demand *p = &s->demands[d];
    const struct where w = row_of("demand.csv", s->lines.demands, d);
    int64_t own = 0;
    check_coordinates(f, w.text, p->id, p->lon_deg, p->lat_deg);
    if (!(p->area_km2 > 0 && p->area_km2 < 1e7))
        mlg__find(f, MLG_BAD_INPUT, w.text,
                  TXT("\"%s\": area_km2 %g must be above 0", "« %s » : area_km2 %g doit être supérieur à 0"),
                  TXT("give the inhabited area, or leave the column out",
                      "donnez la surface habitée, ou omettez la colonne"),
                  p->id, p->area_km2);
    for (int32_t i = 0; i < s->service_count * s->period_count; i++) {
        const int64_t units = p->units_milli[i];
        if (units < 0 || units > MLG_UNITS_MILLI_MAX)
            mlg__find(f, MLG_OVER_LIMIT, w.text,
                      TXT("\"%s\": units a day below 0 or above %lld",
                          "« %s » : unités par jour négatives ou supérieures à %lld"),
                      TXT("check the unit: units a working day", "vérifiez l'unité : unités par jour ouvré"), p->id,
                      (long long)(MLG_UNITS_MILLI_MAX / MLG_MILLI));
        else {
            own += units;
            total[i % s->period_count] += units;
        }
    }
    return own;
}

static void check_demand(const mlg_scenario *s, mlg_findings *f)
{
    int32_t silent = 0, first_silent = MLG_NONE;
    int64_t total[MLG_PERIODS_MAX] = { 0 };
    bool over = false;
    for (int32_t d = 0; d < s->demand_count; d++) {
        if (check_point(s, d, total, f) == 0 && silent++ == 0) first_silent = d;
        for (int32_t t = 0; t < s->period_count; t++) over |= total[t] > MLG_UNITS_MILLI_MAX;
    }
    if (over)
        mlg__find(f, MLG_OVER_LIMIT, "demand.csv",
                  TXT("the demand of a period exceeds %lld units a day",
                      "la demande d'une période dépasse %lld unités par jour"),
                  TXT("use a larger unit", "utilisez une unité plus grande"),
                  (long long)(MLG_UNITS_MILLI_MAX / MLG_MILLI));
    if (silent == s->demand_count)
        mlg__find(f, MLG_BAD_INPUT, "demand.csv", TXT("there is no demand at all", "il n'y a aucune demande"),
                  TXT("fill units_per_day", "remplissez units_per_day"));
    else if (silent)
        mlg__warn(f, row_of("demand.csv", s->lines.demands, first_silent).text,
                  TXT("%d demand point(s), first \"%s\", ask for nothing",
                      "%d point(s) de demande, dont « %s », ne demandent rien"),
                  TXT("remove them, or fill units_per_day", "retirez-les, ou remplissez units_per_day"), silent,
                  s->demands[first_silent].id);
}

/* Longitude and latitude are often swapped; a site ten degrees from all demand is the sign. */
static void check_nearness(const mlg_scenario *s, mlg_findings *f)
{
    const double margin_deg = 10;
    double low_lon = 180, high_lon = -180, low_lat = 90, high_lat = -90;
    for (int32_t d = 0; d < s->demand_count; d++) {
        const struct demand *p = &s->demands[d];
        low_lon = fmin(low_lon, p->lon_deg), high_lon = fmax(high_lon, p->lon_deg);
        low_lat = fmin(low_lat, p->lat_deg), high_lat = fmax(high_lat, p->lat_deg);
    }
    for (int32_t i = 0; s->demand_count && i < s->site_count; i++) {
        const struct site *a = &s->sites[i];
        if (a->lon_deg >= low_lon - margin_deg && a->lon_deg <= high_lon + margin_deg &&
            a->lat_deg >= low_lat - margin_deg && a->lat_deg <= high_lat + margin_deg)
            continue;
        mlg__warn(f, row_of("sites.csv", s->lines.sites, i).text,
                  TXT("site \"%s\" lies far from all demand (lon %g, lat %g)",
                      "le site « %s » est loin de toute demande (lon %g, lat %g)"),
                  TXT("are lon and lat swapped?", "lon et lat sont-ils échangés ?"), a->id, a->lon_deg, a->lat_deg);
    }
}

/* Sites may cost at most MONEY_MAX_CENTS over the horizon, all built and run at once: then no sum overflows. */
static void check_money(const mlg_scenario *s, mlg_findings *f)
{
    double years = 0, cents = 0;
    for (int32_t t = 0; t < s->period_count; t++) years += s->periods[t].length_years;
    for (int32_t i = 0; i < s->site_count; i++) {
        const struct kind *k = &s->kinds[s->sites[i].kind];
        double most = 0;
        for (int32_t z = k->first_size; z < k->first_size + k->size_count; z++)
            most =
                fmax(most, (double)s->sizes[z].capex_cents * s->sites[i].land_index + (double)s->sizes[z].close_cents +
                               s->sizes[z].grid_mw * s->sites[i].connection_eur_per_mw * 100 +
                               years * ((double)s->sizes[z].opex_cents_per_year +
                                        s->sites[i].rent_eur_per_m2_year * s->sizes[z].area_m2 * 100));
        cents += most;
    }
    if (cents > (double)MONEY_MAX_CENTS)
        mlg__find(
            f, MLG_OVER_LIMIT, "sites.csv",
            TXT("all sites together cost %.3g, more than %.3g", "tous les sites ensemble coûtent %.3g, plus que %.3g"),
            TXT("check the units of capex_eur and opex_eur_per_year, or use a larger currency unit",
                "vérifiez les unités de capex_eur et opex_eur_per_year, ou prenez une unité monétaire plus grande"),
            cents / 100, (double)MONEY_MAX_CENTS / 100);
}

static void check_vehicles(const mlg_scenario *s, mlg_findings *f)
{
    int last_mile = 0, line_haul = 0;
    for (int32_t v = 0; v < s->vehicle_count; v++) {
        const struct vehicle_class *c = &s->vehicles[v];
        last_mile += c->use == USE_LAST_MILE || c->use == USE_BOTH;
        line_haul += c->use == USE_LINE_HAUL || c->use == USE_BOTH;
    }
    const bool partners = only_partners(s);
    if (!last_mile && !partners)
        mlg__find(f, MLG_BAD_INPUT, "vehicles.csv",
                  TXT("no vehicle class for the last mile", "aucune classe de véhicule pour le dernier kilomètre"),
                  TXT("give one class the use last_mile", "donnez à une classe l'usage last_mile"));
    if (!line_haul && s->level_count > 1 && !partners)
        mlg__find(f, MLG_BAD_INPUT, "vehicles.csv",
                  TXT("no vehicle class for line haul", "aucune classe de véhicule pour la traction"),
                  TXT("give one class the use line_haul", "donnez à une classe l'usage line_haul"));
    if (line_haul > 1)
        mlg__warn(f, "vehicles.csv",
                  TXT("%d classes for line haul: only the first is used",
                      "%d classes pour la traction : seule la première sert"),
                  TXT("keep one", "gardez-en une"), line_haul);
}

static void check_lanes(const mlg_scenario *s, mlg_findings *f)
{
    for (int32_t i = 0; i < s->lane_count; i++) {
        const struct explicit_lane *l = &s->lanes[i];
        if (l->from_site < 0 || l->from_site >= s->site_count ||
            (l->to_site == MLG_NONE) == (l->to_demand == MLG_NONE) || l->to_site >= s->site_count ||
            l->to_demand >= s->demand_count || l->vehicle_class >= s->vehicle_count || l->time_s < 0 ||
            l->cost_micro < (is_cloud(s) ? -1 : 0) || l->co2_mg < 0)
            mlg__find(f, MLG_BAD_INPUT, "lanes.csv",
                      TXT("lane %d does not join two known places, or holds a number below 0",
                          "la liaison %d ne joint pas deux lieux connus, ou contient un nombre négatif"),
                      TXT("lanes go from a site to a site or a demand point",
                          "une liaison va d'un site à un site ou à un point de demande"),
                      i + 1);
        else if (l->to_site != MLG_NONE && site_level(s, l->to_site) <= site_level(s, l->from_site))
            mlg__find(f, MLG_BAD_INPUT, "lanes.csv",
                      TXT("the lane from \"%s\" to \"%s\" does not lead down the levels",
                          "la liaison de « %s » à « %s » ne descend pas les niveaux"),
                      TXT("goods go from upper to lower levels",
                          "les marchandises vont des niveaux supérieurs aux inférieurs"),
                      s->sites[l->from_site].id, s->sites[l->to_site].id);
    }
}

/* True when later checks may follow indices. */
static bool shapes_are_valid(const mlg_scenario *s, mlg_findings *f)
{
    bool good = true;
    for (int32_t i = 0; i < s->size_count; i++) good &= s->sizes[i].kind >= 0 && s->sizes[i].kind < s->kind_count;
    for (int32_t i = 0; i < s->site_count; i++) good &= s->sites[i].kind >= 0 && s->sites[i].kind < s->kind_count;
    for (int32_t k = 0; k < s->kind_count; k++) {
        const struct kind *a = &s->kinds[k];
        good &= a->level < s->level_count && a->first_size >= 0 && a->size_count >= 0 &&
                a->first_size <= s->size_count - a->size_count;
        for (int32_t i = 0; good && i < a->size_count; i++) good &= s->sizes[a->first_size + i].kind == k;
    }
    good &= s->period_count >= 0 && s->period_count <= MLG_PERIODS_MAX && s->service_count >= 0 &&
            s->service_count <= MLG_SERVICES_MAX && s->level_count >= 0 && s->level_count <= MLG_LEVELS_MAX;
    if (!good)
        mlg__find(f, MLG_INTERNAL, "", TXT("kinds and sizes do not fit together", "types et tailles ne concordent pas"),
                  TXT("sizes of a kind must be neighbours", "les tailles d'un type doivent être voisines"));
    return good;
}

mlg_status mlg__scenario_check(const mlg_scenario *s, mlg_findings *f)
{
    check_settings(s, f);
    check_periods(s, f);
    check_count(f, "levels", s->level_count, 1, MLG_LEVELS_MAX);
    if (!shapes_are_valid(s, f)) return MLG_OK;
    check_operations(s, f);
    if (is_cloud(s)) check_fibre(s, f);
    check_services(s, f);
    check_coverage(s, f);
    check_jobs(s, f);
    check_co2_limits(s, f);
    check_sizes(s, f);
    check_sites(s, f);
    check_levels(s, f);
    check_demand(s, f);
    check_nearness(s, f);
    check_money(s, f);
    if (is_cloud(s)) check_cloud(s, f);
    else check_vehicles(s, f);
    check_lanes(s, f);
    return ids_are_single(s, f) ? MLG_OK : MLG_NO_MEMORY;
}

mlg_status mlg__scenario_check_readable(const mlg_scenario *s, struct readable readable, bool ids, mlg_findings *f)
{
    int64_t total[MLG_PERIODS_MAX] = { 0 };
    if (ids) return ids_are_single(s, f) ? MLG_OK : MLG_NO_MEMORY;
    if (readable.settings) {
        check_settings(s, f);
        check_periods(s, f);
        check_count(f, "levels", s->level_count, 1, MLG_LEVELS_MAX);
        if (s->period_count > MLG_PERIODS_MAX || s->service_count > MLG_SERVICES_MAX || s->level_count > MLG_LEVELS_MAX)
            return MLG_OK;
        check_operations(s, f);
        if (is_cloud(s)) check_fibre(s, f);
        check_services(s, f);
        check_coverage(s, f);
        check_co2_limits(s, f);
        if (readable.sites) check_jobs(s, f);
    }
    if (readable.sizes) check_sizes(s, f);
    for (int32_t i = 0; readable.sites && readable.sizes && i < s->site_count; i++)
        if (s->sites[i].kind != MLG_NONE) check_site(s, i, f);
    for (int32_t d = 0; readable.demand && readable.settings && d < s->demand_count; d++) {
        memset(total, 0, sizeof total); /* sums of all points are not looked at: units of broken rows are missing */
        check_point(s, d, total, f);
    }
    return MLG_OK;
}
