/* fields.c — the roster of columns and keys, and the reading of plain values. See fields.h. */
#include "io/fields.h"

#include <assert.h>
#include <limits.h>
#include <string.h>

#include "base/math.h"
#include "model/scenario.h"
#include "model/units.h"

/* Limits that keep sums exact (interfaces 2, siting-engine 16); finish looks at the sums themselves. */
#define UNITS_MAX ((double)(MLG_UNITS_MILLI_MAX / MLG_MILLI))
#define EUR_MAX 1e12
#define UNIT_EUR_MAX 1e6
#define HOURS_MAX 8760.0
#define MS_MAX 1e6 /* in microseconds it fits 32 bits */

#define BOTH(english, french)                                                                                          \
    {                                                                                                                  \
        {                                                                                                              \
            english, french                                                                                            \
        }                                                                                                              \
    }
#define NOTHING                                                                                                        \
    {                                                                                                                  \
        {                                                                                                              \
            NULL, NULL                                                                                                 \
        }                                                                                                              \
    }
#define SCENARIO(member) offsetof(struct mlg_scenario, member)
#define OPERATIONS(member) offsetof(struct operations, member)
#define FIBRE(member) offsetof(struct fibre, member)
#define FIELD(type, member) offsetof(struct type, member)

/* Rows: name, kind, need, at, factor, low, high, fallback, otherwise, meaning. */
#define TEXT(name, need, at, fallback, otherwise, meaning)                                                             \
    {                                                                                                                  \
        name, INPUT_TEXT, need, at, 0, 0, 0, fallback, otherwise, meaning                                              \
    }
#define REAL(name, need, at, low, high, fallback, meaning)                                                             \
    {                                                                                                                  \
        name, INPUT_REAL, need, at, 0, low, high, fallback, NOTHING, meaning                                           \
    }
#define WHOLE(name, need, at, low, high, fallback, otherwise, meaning)                                                 \
    {                                                                                                                  \
        name, INPUT_INT, need, at, 0, low, high, fallback, otherwise, meaning                                          \
    }
#define AMOUNT(name, need, at, factor, low, high, fallback, otherwise, meaning)                                        \
    {                                                                                                                  \
        name, INPUT_AMOUNT, need, at, factor, low, high, fallback, otherwise, meaning                                  \
    }
#define YES_NO(name, at, fallback, meaning)                                                                            \
    {                                                                                                                  \
        name, INPUT_YES_NO, CSV_OPTIONAL, at, 0, 0, 0, fallback, NOTHING, meaning                                      \
    }
#define CLOCK(name, need, at, fallback, otherwise, meaning)                                                            \
    {                                                                                                                  \
        name, INPUT_CLOCK, need, at, 0, 0, 0, fallback, otherwise, meaning                                             \
    }
#define OTHER(name, need, otherwise, meaning)                                                                          \
    {                                                                                                                  \
        name, INPUT_OTHER, need, 0, 0, 0, 0, NULL, otherwise, meaning                                                  \
    }

/* ---------- scenario.json ---------- */

static const struct input_field settings[] = {
    OTHER("vocabulary", CSV_OPTIONAL, BOTH("parcels", "parcels"),
          BOTH("parcels, or cloud: data centres, GPU-hours and milliseconds instead of stations, parcels and hours",
               "parcels (colis), ou cloud : centres de données, GPU-heures et millisecondes au lieu d'agences, colis et heures")),
    TEXT("name", CSV_OPTIONAL, SCENARIO(name), NULL, BOTH("the folder's name", "le nom du dossier"),
         BOTH("title of the report", "titre du rapport")),
    TEXT("currency", CSV_OPTIONAL, SCENARIO(currency), "EUR", NOTHING,
         BOTH("currency of every column and key that says eur",
              "monnaie de toutes les colonnes et clés qui disent eur")),
    OTHER("language", CSV_OPTIONAL, BOTH("that of the messages", "celle des messages"),
          BOTH("en or fr: language of the report, unless --lang is given; messages keep that of --lang or the locale",
               "en ou fr : langue du rapport, sauf si --lang est donné ; les messages gardent celle de --lang ou du système")),
    TEXT("time_zone", CSV_OPTIONAL, SCENARIO(time_zone), "Europe/Paris", NOTHING,
         BOTH("zone of all times of day; for information", "fuseau de toutes les heures ; pour information")),
    OTHER("seed", CSV_OPTIONAL, BOTH("1", "1"),
          BOTH("seed of sampled days and searches", "graine des journées tirées et des recherches")),
    WHOLE("working_days_per_year", CSV_OPTIONAL, SCENARIO(working_days_per_year), 1, 366, "302", NOTHING,
          BOTH("days a year with deliveries", "jours de livraison par an")),
    REAL("planning_day_factor", CSV_OPTIONAL, SCENARIO(planning_day_factor), 0.1, 10, "1",
         BOTH("capacity must hold this many mean days", "la capacité doit tenir autant de journées moyennes")),
    OTHER("levels", CSV_OPTIONAL, BOTH("one level with all kinds", "un seul niveau avec tous les types"),
          BOTH("kinds of sites, upper level first; an entry is a kind or a list of kinds",
               "types de sites, niveau supérieur d'abord ; un élément est un type ou une liste de types")),
    OTHER("periods", CSV_CELL, NOTHING, BOTH("list, see below", "liste, voir plus bas")),
    AMOUNT("budget_total_eur", CSV_OPTIONAL, SCENARIO(budget_total_cents), 100, 0, EUR_MAX, NULL,
           BOTH("no limit", "pas de limite"),
           BOTH("investment over all periods", "investissement sur toutes les périodes")),
    YES_NO("carry_over", SCENARIO(carry_over), "1",
           BOTH("what one period leaves of its budget, later ones may spend",
                "ce qu'une période laisse de son budget, les suivantes peuvent le dépenser")),
    YES_NO("single_source", SCENARIO(single_source), "0",
           BOTH("a service of a demand point comes from one site in a period, or not at all",
                "un service d'un point de demande vient d'un seul site par période, ou n'est pas rendu")),
    REAL("discount_rate", CSV_OPTIONAL, SCENARIO(discount_rate), 0, 1, "0.04",
         BOTH("a year, share; from the start of the first period",
              "par an, part ; depuis le début de la première période")),
    OTHER("services", CSV_CELL, NOTHING, BOTH("list, see below", "liste, voir plus bas")),
    OTHER("inbound_classes_h", CSV_OPTIONAL, BOTH("one class, no limit", "une classe, sans limite"),
          BOTH("rising hours after the cut-off at which goods reach the last site",
               "heures croissantes, après l'heure limite, d'arrivée au dernier site")),
    OTHER("objective", CSV_OPTIONAL, NOTHING, BOTH("see below", "voir plus bas")),
    OTHER("coverage", CSV_OPTIONAL, BOTH("none", "aucune"), BOTH("list, see below", "liste, voir plus bas")),
    OTHER("jobs", CSV_OPTIONAL, BOTH("none", "aucun"), BOTH("list, see below", "liste, voir plus bas")),
    OTHER("co2_max_t_per_year", CSV_OPTIONAL, BOTH("no limit", "pas de limite"),
          BOTH("list, one limit a period; null: none", "liste, une limite par période ; null : aucune")),
    REAL("grid_kg_per_kwh", CSV_OPTIONAL, SCENARIO(grid_kg_per_kwh), 0, 3, "0.044",
         BOTH("CO2 of electricity at sites without grid_zone", "CO2 de l'électricité des sites sans grid_zone")),
    TEXT("roads", CSV_OPTIONAL, SCENARIO(roads), "", BOTH("crow flight", "vol d'oiseau"),
         BOTH("road file or map, beside this file; of a part of the territory too", "fichier de routes ou carte, à côté de ce fichier ; d'une partie du territoire aussi")),
    OTHER("operations", CSV_OPTIONAL, NOTHING, BOTH("see below", "voir plus bas")),
    OTHER("days", CSV_OPTIONAL, NOTHING, BOTH("see below", "voir plus bas")),
    OTHER("fibre", CSV_OPTIONAL, NOTHING, BOTH("of a cloud, see below", "pour cloud, voir plus bas")),
    OTHER("sources", CSV_OPTIONAL, BOTH("none", "aucune"),
          BOTH("list of credit and licence lines, each a text or {\"en\", \"fr\"}",
               "liste de mentions et licences, chacune un texte ou {\"en\", \"fr\"}")),
    OTHER("assumptions", CSV_OPTIONAL, BOTH("none", "aucune"),
          BOTH("list of what the report must say was assumed, each a text or {\"en\", \"fr\"}",
               "liste des hypothèses que le rapport doit dire, chacune un texte ou {\"en\", \"fr\"}")),
};

static const struct input_field periods[] = {
    TEXT("label", CSV_CELL, FIELD(period, label), NULL, NOTHING,
         BOTH("its name in tables and reports", "son nom dans les tables et rapports")),
    WHOLE("start_year", CSV_CELL, FIELD(period, start_year), 1900, 2200, NULL, NOTHING,
          BOTH("first year", "première année")),
    WHOLE("length_years", CSV_OPTIONAL, FIELD(period, length_years), 1, 50, "1", NOTHING, BOTH("years", "années")),
    AMOUNT("budget_eur", CSV_OPTIONAL, FIELD(period, budget_cents), 100, 0, EUR_MAX, NULL,
           BOTH("no limit", "pas de limite"), BOTH("investment in this period", "investissement de la période")),
};

static const struct input_field services[] = {
    TEXT("id", CSV_CELL, FIELD(service, id), NULL, NOTHING,
         BOTH("its name in tables and reports", "son nom dans les tables et rapports")),
    AMOUNT("promise_h", CSV_OPTIONAL, FIELD(service, promise_s), 3600, 0.1, HOURS_MAX, NULL,
           BOTH("required for parcels", "obligatoire pour parcels"),
           BOTH("hours from the cut-off to the door", "heures entre l'heure limite et la porte")),
    AMOUNT("promise_ms", CSV_OPTIONAL, FIELD(service, promise_s), 1000, 0.001, MS_MAX, NULL,
           BOTH("required for a cloud", "obligatoire pour cloud"),
           BOTH("of a cloud: milliseconds of a round trip, at most", "pour cloud : millisecondes d'un aller-retour, au plus")),
    CLOCK("cut_off", CSV_OPTIONAL, FIELD(service, cut_off_s), "18:00", NOTHING,
          BOTH("orders until then leave the same day", "les commandes jusque-là partent le jour même")),
    AMOUNT("unserved_eur_per_unit", CSV_OPTIONAL, FIELD(service, unserved_micro), 1000000, 0, UNIT_EUR_MAX, NULL,
           BOTH("three times the dearest lane", "trois fois la liaison la plus chère"),
           BOTH("price of a unit that nobody serves", "prix d'une unité que personne ne sert")),
    REAL("units_per_stop", CSV_OPTIONAL, FIELD(service, units_per_stop), 1e-6, 1e6, "1",
         BOTH("units handed over at one door", "unités remises à une même porte")),
    REAL("workload_weight", CSV_OPTIONAL, FIELD(service, workload_weight), 0.001, 1000, "1",
         BOTH("of a cloud: GPU-hours held for one of demand.csv, so that the daily peak fits; results count those held",
              "pour cloud : GPU-heures tenues pour une de demand.csv, pour la pointe du jour ; les résultats comptent celles-ci")),
    REAL("gb_per_unit", CSV_OPTIONAL, FIELD(service, gb_per_unit), 0, 1e6, "0",
         BOTH("of a cloud: gigabytes sent and received for a GPU-hour of demand",
              "pour cloud : gigaoctets échangés par GPU-heure demandée")),
    YES_NO("strict", FIELD(service, strict), "0",
           BOTH("of a cloud: a round trip beyond promise_ms is of no use, there is no lane",
                "pour cloud : un aller-retour au-delà de promise_ms ne sert à rien, la liaison n'existe pas")),
    OTHER("residency", CSV_OPTIONAL, BOTH("anywhere", "partout"),
          BOTH("of a cloud: list of words of the column zone of sites.csv, where its data may rest",
               "pour cloud : liste de mots de la colonne zone de sites.csv, où ses données peuvent résider")),
};

static const struct input_field objective[] = {
    OTHER("minimise", CSV_OPTIONAL, BOTH("cost", "cost"),
          BOTH("cost, hours or co2", "cost (coût), hours (heures) ou co2")),
    REAL("co2_eur_per_t", CSV_OPTIONAL, SCENARIO(co2_eur_per_t), 0, 100000, "0",
         BOTH("price of CO2 in the choice", "prix du CO2 dans le choix")),
    REAL("hour_eur", CSV_OPTIONAL, SCENARIO(hour_eur), 0, 10000, "0",
         BOTH("value of an hour of a vehicle beyond its pay", "valeur d'une heure de véhicule au-delà de son coût")),
};

static const struct input_field coverage[] = {
    OTHER("service", CSV_CELL, NOTHING, BOTH("id of a service", "identifiant d'un service")),
    OTHER("period", CSV_OPTIONAL, BOTH("every period", "toutes les périodes"),
          BOTH("label of a period", "nom d'une période")),
    REAL("share", CSV_CELL, FIELD(coverage, share), 0, 1, NULL,
         BOTH("of the service's units inside its promise, at least",
              "part des unités du service dans la promesse, au moins")),
};

static const struct input_field jobs[] = {
    TEXT("region", CSV_OPTIONAL, FIELD(job_floor, region), "", BOTH("everywhere", "partout"),
         BOTH("region of sites.csv", "région de sites.csv")),
    OTHER("period", CSV_OPTIONAL, BOTH("every period", "toutes les périodes"),
          BOTH("label of a period", "nom d'une période")),
    AMOUNT("at_least", CSV_CELL, FIELD(job_floor, at_least_milli), 1000, 0, 1e8, NULL, NOTHING,
           BOTH("jobs on sites", "emplois sur sites")),
};

static const struct input_field operations[] = {
    REAL("parcel_weight_kg", CSV_OPTIONAL, OPERATIONS(units_weight_kg), 0, 100000, "1.3",
         BOTH("of a unit", "d'une unité")),
    REAL("parcel_volume_l", CSV_OPTIONAL, OPERATIONS(units_volume_l), 0, 1000000, "9",
         BOTH("of a unit", "d'une unité")),
    REAL("shift_h", CSV_OPTIONAL, OPERATIONS(shift_h), 0.5, 24, "8",
         BOTH("duty of a driver", "durée de service d'un conducteur")),
    REAL("stop_min", CSV_OPTIONAL, OPERATIONS(stop_min), 0, 600, "2.5",
         BOTH("minutes at a stop", "minutes à un arrêt")),
    REAL("kappa", CSV_OPTIONAL, OPERATIONS(kappa), 1, 5, "1.4",
         BOTH("road over crow flight between stops", "route sur vol d'oiseau entre arrêts")),
    REAL("line_speed_kmh", CSV_OPTIONAL, OPERATIONS(line_speed_kmh), 0, 150, "0",
         BOTH("of a van between station and area; 0: the road's own",
              "d'une camionnette entre agence et secteur ; 0 : celle de la route")),
    WHOLE(
        "units_per_van", CSV_OPTIONAL, OPERATIONS(units_per_van), 0, 1e9, "0", NOTHING,
        BOTH("most units a tour; 0: by payload and volume", "unités par tournée au plus ; 0 : selon charge et volume")),
    WHOLE("stops_per_tour_max", CSV_OPTIONAL, OPERATIONS(stops_per_tour_max), 0, 1e6, "0", NOTHING,
          BOTH("0: no limit", "0 : pas de limite")),
    OTHER("departures", CSV_OPTIONAL, BOTH("as soon as ready", "dès que prêt"),
          BOTH("times of day when vans leave, at most 8", "heures de départ des camionnettes, 8 au plus")),
    CLOCK("latest_delivery", CSV_OPTIONAL, OPERATIONS(latest_delivery_s), "20:30", NOTHING,
          BOTH("no delivery after this time", "pas de livraison après cette heure")),
    OTHER("processing_h", CSV_OPTIONAL, BOTH("1.5 each", "1,5 chacun"),
          BOTH("list: hours at a site of each level, upper first",
               "liste : heures dans un site de chaque niveau, supérieur d'abord")),
    REAL("truck_units", CSV_OPTIONAL, OPERATIONS(haul_units_per_truck), 1, 1e9, "2000",
         BOTH("units in a line-haul truck", "unités dans un camion de traction")),
    REAL("empty_return_factor", CSV_OPTIONAL, OPERATIONS(haul_empty_return_factor), 1, 2, "1.15",
         BOTH("line-haul distance is multiplied by this", "la distance de traction est multipliée par ce facteur")),
    REAL("haul_tolls_eur_km", CSV_OPTIONAL, OPERATIONS(haul_tolls_eur_km), 0, 100, "0.1",
         BOTH("of line haul", "de la traction")),
    REAL("haul_speed_kmh", CSV_OPTIONAL, OPERATIONS(haul_speed_kmh), 0, 150, "0",
         BOTH("of line haul; 0: the road's own", "de la traction ; 0 : celle de la route")),
};

static const struct input_field days[] = {
    WHOLE("sampled", CSV_OPTIONAL, SCENARIO(days_sampled), 0, 366, "3", NOTHING,
          BOTH("days routed at each station", "journées calculées à chaque agence")),
    WHOLE("stops_max", CSV_OPTIONAL, SCENARIO(days_stops_max), 1, 1000000, "1000", NOTHING,
          BOTH("stops of such a day, at most", "arrêts d'une telle journée, au plus")),
    OTHER("real", CSV_OPTIONAL, BOTH("none", "aucune"),
          BOTH("list of files like stops.csv", "liste de fichiers comme stops.csv")),
};

static const struct input_field fibre[] = {
    REAL("delay_us_per_km", CSV_OPTIONAL, FIBRE(delay_us_per_km), 3, 100, "4.9",
         BOTH("one way, along the fibre", "aller simple, le long de la fibre")),
    REAL("route_factor", CSV_OPTIONAL, FIBRE(route_factor), 1, 5, "1.5",
         BOTH("fibre over crow flight", "fibre sur vol d'oiseau")),
    REAL("equipment_ms", CSV_OPTIONAL, FIBRE(equipment_ms), 0, 1000, "0.5",
         BOTH("of a round trip, whatever the distance", "par aller-retour, quelle que soit la distance")),
    REAL("it_kwh_per_gpu_hour", CSV_OPTIONAL, FIBRE(it_kwh_per_gpu_hour), 0, 1000, "1.43",
         BOTH("electricity of a GPU with its share of server, network and storage",
              "électricité d'un GPU avec sa part de serveur, réseau et stockage")),
    REAL("power_eur_per_mwh", CSV_OPTIONAL, FIBRE(power_eur_per_mwh), 0, 100000, "80",
         BOTH("price of electricity, network and taxes included", "prix de l'électricité, réseau et taxes compris")),
    REAL("water_l_per_it_kwh", CSV_OPTIONAL, FIBRE(water_l_per_it_kwh), 0, 100, "0.5",
         BOTH("water of cooling", "eau de refroidissement")),
    REAL("net_kwh_per_gb", CSV_OPTIONAL, FIBRE(net_kwh_per_gb), 0, 100, "0",
         BOTH("electricity of the networks between city and site; counted as CO2, not as cost",
              "électricité des réseaux entre ville et site ; comptée en CO2, pas en coût")),
};

/* ---------- tables ---------- */

static const struct input_field sizes[] = {
    OTHER("kind", CSV_CELL, NOTHING, BOTH("kind of site", "type de site")),
    TEXT("size", CSV_CELL, FIELD(size, id), NULL, NOTHING,
         BOTH("name of the size; list the sizes of a kind from small to large",
              "nom de la taille ; de la plus petite à la plus grande")),
    AMOUNT("capacity_per_day", CSV_CELL, FIELD(size, capacity_milli), 1000, 0.001, UNITS_MAX, NULL, NOTHING,
           BOTH("units a working day", "unités par jour ouvré")),
    AMOUNT("capex_eur", CSV_CELL, FIELD(size, capex_cents), 100, 0, EUR_MAX, NULL, NOTHING,
           BOTH("land, building and equipment", "terrain, bâtiment et équipement")),
    AMOUNT("opex_eur_per_year", CSV_CELL, FIELD(size, opex_cents_per_year), 100, 0, EUR_MAX, NULL, NOTHING,
           BOTH("fixed cost, without handling", "coût fixe, sans la manutention")),
    AMOUNT("jobs", CSV_OPTIONAL, FIELD(size, jobs_milli), 1000, 0, 1e6, "0", NOTHING,
           BOTH("fixed staff", "effectif fixe")),
    AMOUNT("jobs_per_1000_units", CSV_OPTIONAL, FIELD(size, jobs_per_1000_units_milli), 1000, 0, 1e6, "0", NOTHING,
           BOTH("staff for 1,000 units a day", "effectif pour 1 000 unités par jour")),
    AMOUNT("embodied_tco2e", CSV_OPTIONAL, FIELD(size, embodied_mg), 1000000000, 0, 1e8, "0", NOTHING,
           BOTH("of the construction", "de la construction")),
    AMOUNT("energy_mwh_per_year", CSV_OPTIONAL, FIELD(size, energy_kwh_per_year), 1000, 0, 1e8, "0", NOTHING,
           BOTH("of the building", "du bâtiment")),
    REAL("area_m2", CSV_OPTIONAL, FIELD(size, area_m2), 0, 1e8, "0", BOTH("floor", "de plancher")),
    AMOUNT("handling_eur_per_unit", CSV_OPTIONAL, FIELD(size, handling_micro), 1000000, 0, UNIT_EUR_MAX, "0", NOTHING,
           BOTH("of a unit; the whole tariff where to_the_door", "par unité ; tout le tarif si to_the_door")),
    REAL("kwh_per_unit", CSV_OPTIONAL, FIELD(size, kwh_per_unit), 0, 1e6, "0",
         BOTH("electricity of a unit handled", "électricité par unité traitée")),
    AMOUNT("close_eur", CSV_OPTIONAL, FIELD(size, close_cents), 100, 0, EUR_MAX, "0", NOTHING,
           BOTH("cost of closing", "coût de fermeture")),
    REAL("min_fill", CSV_OPTIONAL, FIELD(size, min_fill), 0, 1, "0",
         BOTH("least share of the capacity in use", "part minimale de la capacité utilisée")),
    REAL("life_years", CSV_OPTIONAL, FIELD(size, life_years), 0.1, 200, "25",
         BOTH("for what an investment is still worth at the end",
              "pour la valeur restante d'un investissement à la fin")),
    REAL("it_mw", CSV_OPTIONAL, FIELD(size, it_mw), 0, 1e6, "0",
         BOTH("of a data centre: power of its servers", "d'un centre de données : puissance des serveurs")),
    REAL("grid_mw", CSV_OPTIONAL, FIELD(size, grid_mw), 0, 1e6, "0",
         BOTH("power taken from the grid, for connection_eur_per_mw", "puissance prise au réseau, pour connection_eur_per_mw")),
    YES_NO("to_the_door", FIELD(size, to_the_door), "0",
           BOTH("delivers itself: a partner's hub", "livre elle-même : plateforme d'un partenaire")),
    AMOUNT("door_co2_kg_per_unit", CSV_OPTIONAL, FIELD(size, door_co2_mg), 1000000, 0, 1e6, "0", NOTHING,
           BOTH("where to_the_door", "si to_the_door")),
    AMOUNT("door_h", CSV_OPTIONAL, FIELD(size, door_s), 3600, 0, HOURS_MAX, "24", NOTHING,
           BOTH("from the cut-off, where to_the_door", "depuis l'heure limite, si to_the_door")),
    REAL("door_reach_km", CSV_OPTIONAL, FIELD(size, door_reach_km), 0, 20100, "0",
         BOTH("where to_the_door; 0: no limit", "si to_the_door ; 0 : pas de limite")),
};

static const struct input_field sites[] = {
    TEXT("id", CSV_CELL, FIELD(site, id), NULL, NOTHING, BOTH("unique", "unique")),
    TEXT("name", CSV_OPTIONAL, FIELD(site, name), "", BOTH("the id", "l'identifiant"),
         BOTH("for maps and reports", "pour cartes et rapports")),
    OTHER("kind", CSV_CELL, NOTHING, BOTH("a kind of sizes.csv", "un type de sizes.csv")),
    REAL("lon", CSV_CELL, FIELD(site, lon_deg), -180, 180, NULL, BOTH("degrees east", "degrés est")),
    REAL("lat", CSV_CELL, FIELD(site, lat_deg), -90, 90, NULL, BOTH("degrees north", "degrés nord")),
    TEXT("region", CSV_OPTIONAL, FIELD(site, region), "", NOTHING,
         BOTH("for sums and job floors", "pour sommes et minimums d'emplois")),
    OTHER("state_today", CSV_OPTIONAL, BOTH("closed", "fermé"), BOTH("its size today", "sa taille aujourd'hui")),
    OTHER("allowed_sizes", CSV_OPTIONAL, BOTH("every size of its kind", "toutes les tailles de son type"),
          BOTH("sizes it may have, joined by ; or |", "tailles possibles, séparées par ; ou |")),
    OTHER("may_close", CSV_OPTIONAL, BOTH("1", "1"), BOTH("an open site may be closed", "un site ouvert peut fermer")),
    WHOLE("earliest_opening_year", CSV_OPTIONAL, FIELD(site, earliest_opening_year), 1900, 2200, "0",
          BOTH("no limit", "pas de limite"), BOTH("of a closed site", "d'un site fermé")),
    WHOLE("latest_opening_year", CSV_OPTIONAL, FIELD(site, latest_opening_year), 1900, 2200, "2147483647",
          BOTH("no limit", "pas de limite"), BOTH("of a closed site", "d'un site fermé")),
    WHOLE("earliest_extension_year", CSV_OPTIONAL, FIELD(site, earliest_extension_year), 1900, 2200, "0",
          BOTH("no limit", "pas de limite"), BOTH("of an open site: larger from then on", "d'un site ouvert : plus grand dès lors")),
    TEXT("conflict_set", CSV_OPTIONAL, FIELD(site, conflict_set), "", BOTH("none", "aucun"),
         BOTH("of the sites with the same word at most one is open",
              "parmi les sites de même mot, un seul ouvert au plus")),
    OTHER("decided_size", CSV_OPTIONAL, BOTH("not decided", "non décidé"),
          BOTH("a decision already taken: this size…", "une décision déjà prise : cette taille…")),
    WHOLE("decided_year", CSV_OPTIONAL, FIELD(site, decided_year), 1900, 2200, "0",
          BOTH("the first period", "la première période"),
          BOTH("… from the first period that starts in or after this year",
               "… dès la première période qui commence cette année-là ou après")),
    REAL("rent_eur_per_m2_year", CSV_OPTIONAL, FIELD(site, rent_eur_per_m2_year), 0, 100000, "0",
         BOTH("added to opex, times area_m2 of the size", "ajouté au coût fixe, fois area_m2 de la taille")),
    REAL("land_index", CSV_OPTIONAL, FIELD(site, land_index), 0.01, 100, "1",
         BOTH("multiplies capex_eur", "multiplie capex_eur")),
    TEXT("grid_zone", CSV_OPTIONAL, FIELD(site, grid_zone), "",
         BOTH("grid_kg_per_kwh of scenario.json", "grid_kg_per_kwh de scenario.json"),
         BOTH("zone or country of the grid tables: FR, FR-COR, FRA",
              "zone ou pays des tables d'électricité : FR, FR-COR, FRA")),
    REAL("connection_eur_per_mw", CSV_OPTIONAL, FIELD(site, connection_eur_per_mw), 0, 1e9, "0",
         BOTH("added to capex_eur, times grid_mw of the size", "ajouté à capex_eur, fois grid_mw de la taille")),
    TEXT("zone", CSV_OPTIONAL, FIELD(site, zone), "", NOTHING,
         BOTH("of a cloud: where data rest, for residency", "pour cloud : où résident les données, pour residency")),
    REAL("pue", CSV_OPTIONAL, FIELD(site, pue), 1, 5, "1.15",
         BOTH("of a cloud: all power over that of the servers", "pour cloud : toute la puissance sur celle des serveurs")),
    REAL("transit_eur_per_gb", CSV_OPTIONAL, FIELD(site, transit_eur_per_gb), 0, 1000, "0.02",
         BOTH("of a cloud: price of a gigabyte sent or received", "pour cloud : prix d'un gigaoctet échangé")),
    OTHER("owner", CSV_OPTIONAL, NOTHING, BOTH("not used, for the reader", "non utilisé, pour le lecteur")),
    OTHER("commune", CSV_OPTIONAL, NOTHING, BOTH("not used, for the reader", "non utilisé, pour le lecteur")),
    OTHER("commune_code", CSV_OPTIONAL, NOTHING, BOTH("not used, for the reader", "non utilisé, pour le lecteur")),
};

static const struct input_field demand[] = {
    TEXT("id", CSV_CELL, FIELD(demand, id), NULL, NOTHING,
         BOTH("unique; in the long form, the rows of a point share it",
              "unique ; en forme longue, les lignes d'un point le partagent")),
    TEXT("name", CSV_OPTIONAL, FIELD(demand, name), "", BOTH("the id", "l'identifiant"),
         BOTH("for maps and reports", "pour cartes et rapports")),
    REAL("lon", CSV_CELL, FIELD(demand, lon_deg), -180, 180, NULL, BOTH("degrees east", "degrés est")),
    REAL("lat", CSV_CELL, FIELD(demand, lat_deg), -90, 90, NULL, BOTH("degrees north", "degrés nord")),
    REAL("area_km2", CSV_OPTIONAL, FIELD(demand, area_km2), 1e-6, 1e7, "1",
         BOTH("for the density of stops", "pour la densité des arrêts")),
    TEXT("region", CSV_OPTIONAL, FIELD(demand, region), "", NOTHING, BOTH("for sums", "pour les sommes")),
    OTHER("service", CSV_OPTIONAL, BOTH("the only service", "le seul service"),
          BOTH("long form: id of a service", "forme longue : identifiant d'un service")),
    OTHER("period", CSV_OPTIONAL, BOTH("every period", "toutes les périodes"),
          BOTH("long form: label of a period", "forme longue : nom d'une période")),
    OTHER("units_per_day", CSV_OPTIONAL, NOTHING,
          BOTH("long form: units a working day", "forme longue : unités par jour ouvré")),
    OTHER("*_units_per_day", CSV_OPTIONAL, BOTH("0", "0"),
          BOTH("wide form: <service>_<period>_units_per_day, or <service>_units_per_day for every period",
               "forme large : <service>_<période>_units_per_day, ou <service>_units_per_day pour toutes les périodes")),
};

static const struct input_field vehicles[] = {
    OTHER("class_id", CSV_CELL, NOTHING,
          BOTH("a class of the emission tables, or your own with based_on",
               "une classe des tables d'émissions, ou la vôtre avec based_on")),
    OTHER(
        "use", CSV_CELL, NOTHING,
        BOTH("last_mile, line_haul or both", "last_mile (dernier kilomètre), line_haul (traction) ou both (les deux)")),
    OTHER("based_on", CSV_OPTIONAL, BOTH("class_id", "class_id"),
          BOTH("class of the tables whose other values are taken",
               "classe des tables dont les autres valeurs sont reprises")),
    TEXT("label", CSV_OPTIONAL, FIELD(vehicle_class, label), NULL, BOTH("of the table", "de la table"),
         BOTH("for reports", "pour les rapports")),
    TEXT("profile", CSV_OPTIONAL, FIELD(vehicle_class, profile), NULL, BOTH("of the table", "de la table"),
         BOTH("road profile", "profil routier")),
    REAL("payload_kg", CSV_OPTIONAL, FIELD(vehicle_class, payload_kg), 1, 1e6, NULL,
         BOTH("what it carries", "charge utile")),
    REAL("volume_m3", CSV_OPTIONAL, FIELD(vehicle_class, volume_m3), 0.001, 1e5, NULL,
         BOTH("what it carries", "volume utile")),
    REAL("capex_eur", CSV_OPTIONAL, FIELD(vehicle_class, capex_eur), 0, 1e9, NULL,
         BOTH("information: not in route cost", "pour information : hors du coût de tournée")),
    REAL("vehicle_fixed_eur_day", CSV_OPTIONAL, FIELD(vehicle_class, vehicle_fixed_eur_day), 0, 1e6, NULL,
         BOTH("depreciation, insurance, tax, overhead", "amortissement, assurance, taxes, frais généraux")),
    REAL("nonenergy_eur_km", CSV_OPTIONAL, FIELD(vehicle_class, nonenergy_eur_km), 0, 100, NULL,
         BOTH("maintenance and tyres, without tolls", "entretien et pneus, sans péage")),
    REAL("driver_eur_h", CSV_OPTIONAL, FIELD(vehicle_class, driver_eur_h), 0, 500, NULL,
         BOTH("loaded cost of an hour of duty", "coût chargé d'une heure de service")),
    REAL("k_cal", CSV_OPTIONAL, FIELD(vehicle_class, k_cal), 0.01, 100, NULL,
         BOTH("energy is multiplied by this over the table's",
              "l'énergie est multipliée par ce facteur rapporté à celui de la table")),
    REAL("energy_per_100km_ref", CSV_OPTIONAL, FIELD(vehicle_class, energy_per_100km_ref), 0.01, 10000, NULL,
         BOTH("measured consumption: energy is scaled to it",
              "consommation mesurée : l'énergie est mise à cette échelle")),
    REAL("range_km", CSV_OPTIONAL, FIELD(vehicle_class, range_km), 1, 1e5, NULL,
         BOTH("with a full tank or battery", "avec un plein ou une charge")),
    TEXT("fuel_factor_id", CSV_OPTIONAL, FIELD(vehicle_class, fuel_factor_id), NULL,
         BOTH("of the table", "de la table"), BOTH("row of fuel_factors.csv", "ligne de fuel_factors.csv")),
    REAL("price_eur_per_unit", CSV_OPTIONAL, FIELD(vehicle_class, price_eur_per_unit), 0, 1000, NULL,
         BOTH("of a litre, kg or kWh", "du litre, kg ou kWh")),
    REAL("ttw_kg_per_unit", CSV_OPTIONAL, FIELD(vehicle_class, ttw_kg_per_unit), 0, 100, NULL,
         BOTH("CO2e of a litre, kg or kWh, tank to wheel", "CO2e du litre, kg ou kWh, du réservoir à la roue")),
    REAL("wtw_kg_per_unit", CSV_OPTIONAL, FIELD(vehicle_class, wtw_kg_per_unit), 0, 100, NULL,
         BOTH("the same, well to wheel", "le même, du puits à la roue")),
};

static const struct input_field lanes[] = {
    OTHER("from", CSV_CELL, NOTHING, BOTH("id of a site", "identifiant d'un site")),
    OTHER("to", CSV_CELL, NOTHING, BOTH("id of a site or demand point", "identifiant d'un site ou point de demande")),
    OTHER("mode", CSV_OPTIONAL, BOTH("the only class of that use", "la seule classe de cet usage"),
          BOTH("class_id of vehicles.csv", "class_id de vehicles.csv")),
    AMOUNT("time_h", CSV_OPTIONAL, FIELD(explicit_lane, time_s), 3600, 0, HOURS_MAX, NULL,
           BOTH("required for parcels", "obligatoire pour parcels"),
           BOTH("from departure to the door or next site", "du départ à la porte ou au site suivant")),
    AMOUNT("time_ms", CSV_OPTIONAL, FIELD(explicit_lane, time_s), 1000, 0, MS_MAX, NULL,
           BOTH("required for a cloud", "obligatoire pour cloud"),
           BOTH("of a cloud: a round trip, as measured", "pour cloud : un aller-retour, tel que mesuré")),
    AMOUNT("cost_eur_per_unit", CSV_OPTIONAL, FIELD(explicit_lane, cost_micro), 1000000, 0, UNIT_EUR_MAX, NULL,
           BOTH("required for parcels; as computed for a cloud", "obligatoire pour parcels ; calculé pour cloud"),
           BOTH("of a unit, everything included", "par unité, tout compris")),
    AMOUNT("co2_kg_per_unit", CSV_OPTIONAL, FIELD(explicit_lane, co2_mg), 1000000, 0, 1e6, "0", NOTHING,
           BOTH("of a unit", "par unité")),
};

static const struct input_field stops[] = {
    OTHER("demand", CSV_CELL, NOTHING,
          BOTH("id of the demand point it is in", "identifiant du point de demande où il est")),
    OTHER("service", CSV_OPTIONAL, BOTH("the first service", "le premier service"),
          BOTH("id of a service", "identifiant d'un service")),
    REAL("lon", CSV_CELL, FIELD(real_stop, lon_deg), -180, 180, NULL, BOTH("degrees east", "degrés est")),
    REAL("lat", CSV_CELL, FIELD(real_stop, lat_deg), -90, 90, NULL, BOTH("degrees north", "degrés nord")),
    AMOUNT("units", CSV_OPTIONAL, FIELD(real_stop, units_milli), 1000, 0.001, 1e6, "1", NOTHING,
           BOTH("units handed over", "unités remises")),
    AMOUNT("service_s", CSV_OPTIONAL, FIELD(real_stop, service_s), 1, 0, 86400, NULL,
           BOTH("stop_min of operations", "stop_min de operations"), BOTH("seconds at the stop", "secondes à l'arrêt")),
    OTHER("open", CSV_OPTIONAL, BOTH("the whole day", "toute la journée"),
          BOTH("time of day from when it can be served", "heure à partir de laquelle il peut être servi")),
    OTHER("close", CSV_OPTIONAL, BOTH("the whole day", "toute la journée"),
          BOTH("time of day until when", "heure jusqu'à laquelle")),
};

#define SHAPE(file, path, required, row, fields)                                                                       \
    {                                                                                                                  \
        file, path, required, row, fields, (int32_t)(sizeof fields / sizeof fields[0])                                 \
    }

const struct input_shape mlg__input_shapes[INPUT_TABLE_COUNT] = {
    [INPUT_SETTINGS] = SHAPE("scenario.json", "", true, BOTH("the settings", "les réglages"), settings),
    [INPUT_PERIODS] = SHAPE("scenario.json", "periods[]", true, BOTH("a period", "une période"), periods),
    [INPUT_SERVICES] = SHAPE("scenario.json", "services[]", true,
                             BOTH("a service and its promise", "un service et sa promesse"), services),
    [INPUT_OBJECTIVE] =
        SHAPE("scenario.json", "objective", false, BOTH("what is minimised", "ce qui est minimisé"), objective),
    [INPUT_COVERAGE] = SHAPE("scenario.json", "coverage[]", false, BOTH("a target", "un objectif"), coverage),
    [INPUT_JOBS] = SHAPE("scenario.json", "jobs[]", false, BOTH("a minimum of jobs", "un minimum d'emplois"), jobs),
    [INPUT_OPERATIONS] = SHAPE("scenario.json", "operations", false,
                               BOTH("from the cut-off to the door", "de l'heure limite à la porte"), operations),
    [INPUT_DAYS] = SHAPE("scenario.json", "days", false, BOTH("routed days", "journées calculées"), days),
    [INPUT_FIBRE] = SHAPE("scenario.json", "fibre", false,
                          BOTH("the way to the servers of a cloud", "le chemin vers les serveurs d'un nuage"), fibre),
    [INPUT_SIZES] =
        SHAPE("sizes.csv", "", true, BOTH("a size of a kind of site", "une taille d'un type de site"), sizes),
    [INPUT_SITES] =
        SHAPE("sites.csv", "", true, BOTH("a site, existing or candidate", "un site, existant ou candidat"), sites),
    [INPUT_DEMAND] = SHAPE("demand.csv", "", true,
                           BOTH("a demand point (wide form), or a point, service and period (long form)",
                                "un point de demande (forme large), ou un point, service et période (forme longue)"),
                           demand),
    [INPUT_VEHICLES] = SHAPE(
        "vehicles.csv", "", false,
        BOTH("a vehicle class in use; without the file: van35_diesel for the last mile, artic40_diesel for line haul",
             "une classe de véhicule utilisée ; sans ce fichier : van35_diesel pour le dernier kilomètre, "
             "artic40_diesel pour la traction"),
        vehicles),
    [INPUT_LANES] =
        SHAPE("lanes.csv", "", false,
              BOTH("a lane or link that replaces the computed one", "une liaison qui remplace celle calculée"), lanes),
    [INPUT_STOPS] = SHAPE("stops.csv", "", false,
                          BOTH("a stop of a real day (files named in days/real)",
                               "un arrêt d'une journée réelle (fichiers nommés dans days/real)"),
                          stops),
};

/* ---------- look-ups ---------- */

int32_t mlg__input_field(enum input_table table, const char *name)
{
    const struct input_shape *shape = &mlg__input_shapes[table];
    for (int32_t i = 0; i < shape->field_count; i++)
        if (!strcmp(shape->fields[i].name, name)) return i;
    assert(false); /* a field of this table: our own spelling */
    return 0;
}

int32_t mlg__input_columns(enum input_table table, struct csv_column columns[INPUT_FIELDS_MAX])
{
    const struct input_shape *shape = &mlg__input_shapes[table];
    assert(shape->field_count <= INPUT_FIELDS_MAX);
    for (int32_t i = 0; i < shape->field_count; i++)
        columns[i] = (struct csv_column) { shape->fields[i].name, shape->fields[i].need };
    return shape->field_count;
}

/* ---------- reading ---------- */

enum { AMOUNT_DECIMALS = 6 };
static const int64_t amount_scale = 1000000; /* 10^AMOUNT_DECIMALS */

bool mlg__parse_clock(const char *s, int32_t *seconds)
{
    int part[3] = { 0, 0, 0 }, count = 0;
    while (count < 3) {
        int digits = 0;
        for (; *s >= '0' && *s <= '9' && digits < 2; s++, digits++) part[count] = part[count] * 10 + (*s - '0');
        if (!digits) return false;
        count++;
        if (*s != ':' && !(*s == 'h' && count == 1 && s[1])) break;
        s++;
    }
    const int32_t all = part[0] * 3600 + part[1] * 60 + part[2];
    if (*s || count < 2 || part[1] > 59 || part[2] > 59 || all > MLG_SECONDS_PER_DAY) return false;
    *seconds = all;
    return true;
}

static void find_clock(mlg_findings *found, const char *where, const char *name, const char *s)
{
    mlg__find(found, MLG_BAD_INPUT, where, TXT("%s \"%.40s\" is not a time of day", "%s « %.40s » n'est pas une heure"),
              TXT("write 18:00", "écrivez 18:00"), name, s);
}

static int64_t amount(const struct input_field *f, int64_t millionths)
{
    return mlg__mul_div(millionths, f->factor, amount_scale);
}
static int64_t limit(double value) { return (int64_t)(value * (double)amount_scale); }

static void *member(const struct input_field *f, void *base) { return (char *)base + f->at; }

/* The fallback is text in the unit of the file, and known to be good: a test reads them all. */
static void put_fallback(const struct input_field *f, void *base)
{
    int64_t whole = 0;
    int32_t clock = 0;
    double real = 0;
    if (!f->fallback) return;
    const size_t length = strlen(f->fallback);
    switch (f->kind) {
    case INPUT_TEXT: *(const char **)member(f, base) = f->fallback; break;
    case INPUT_REAL:
        mlg__parse_double(f->fallback, length, false, &real);
        *(double *)member(f, base) = real;
        break;
    case INPUT_AMOUNT:
        mlg__parse_fixed(f->fallback, length, false, AMOUNT_DECIMALS, &whole);
        *(int64_t *)member(f, base) = amount(f, whole);
        break;
    case INPUT_INT:
        mlg__parse_int(f->fallback, length, &whole);
        *(int32_t *)member(f, base) = (int32_t)whole;
        break;
    case INPUT_YES_NO: *(bool *)member(f, base) = f->fallback[0] == '1'; break;
    case INPUT_CLOCK:
        mlg__parse_clock(f->fallback, &clock);
        *(int32_t *)member(f, base) = clock;
        break;
    case INPUT_OTHER: break;
    }
}

static void put_cell(const struct input_field *f, const struct csv *t, int32_t row, int32_t column, void *base,
                     struct arena *arena)
{
    const char *s;
    switch (f->kind) {
    case INPUT_TEXT: *(const char **)member(f, base) = mlg__arena_text(arena, mlg__csv_text(t, row, column)); break;
    case INPUT_REAL: *(double *)member(f, base) = mlg__csv_double(t, row, column, f->low, f->high, f->low); break;
    case INPUT_AMOUNT:
        *(int64_t *)member(f, base) =
            amount(f, mlg__csv_fixed(t, row, column, AMOUNT_DECIMALS, limit(f->low), limit(f->high), limit(f->low)));
        break;
    case INPUT_INT:
        *(int32_t *)member(f, base) =
            (int32_t)mlg__csv_int(t, row, column, (int64_t)f->low, (int64_t)f->high, (int64_t)f->low);
        break;
    case INPUT_YES_NO: *(bool *)member(f, base) = mlg__csv_bool(t, row, column, false); break;
    case INPUT_CLOCK:
        s = mlg__csv_text(t, row, column);
        if (!mlg__parse_clock(s, member(f, base)))
            find_clock(t->found, mlg__csv_where(t, row, column).text, f->name, s);
        break;
    case INPUT_OTHER: break;
    }
}

void mlg__input_row(enum input_table table, const struct csv *t, int32_t row, void *base, struct arena *arena)
{
    const struct input_shape *shape = &mlg__input_shapes[table];
    for (int32_t i = 0; i < shape->field_count; i++) {
        const struct input_field *f = &shape->fields[i];
        if (f->kind == INPUT_OTHER) continue;
        put_fallback(f, base);
        if (mlg__csv_has(t, row, i) || f->need == CSV_CELL) put_cell(f, t, row, i, base, arena);
    }
}

static void put_value(const struct input_field *f, const struct json_node *n, void *base, struct arena *arena)
{
    const char *s;
    switch (f->kind) {
    case INPUT_TEXT:
        s = mlg__json_text(n, NULL);
        if (s) *(const char **)member(f, base) = mlg__arena_text(arena, s);
        break;
    case INPUT_REAL: *(double *)member(f, base) = mlg__json_double(n, f->low, f->high, f->low); break;
    case INPUT_AMOUNT:
        *(int64_t *)member(f, base) =
            amount(f, mlg__json_fixed(n, AMOUNT_DECIMALS, limit(f->low), limit(f->high), limit(f->low)));
        break;
    case INPUT_INT:
        *(int32_t *)member(f, base) = (int32_t)mlg__json_int(n, (int64_t)f->low, (int64_t)f->high, (int64_t)f->low);
        break;
    case INPUT_YES_NO: *(bool *)member(f, base) = mlg__json_bool(n, false); break;
    case INPUT_CLOCK:
        s = mlg__json_text(n, NULL);
        if (s && !mlg__parse_clock(s, member(f, base))) find_clock(n->found, mlg__json_where(n).text, f->name, s);
        break;
    case INPUT_OTHER: break;
    }
}

void mlg__input_object(enum input_table table, const struct json_node *n, void *base, struct arena *arena)
{
    const struct input_shape *shape = &mlg__input_shapes[table];
    const char *known[INPUT_FIELDS_MAX];
    for (int32_t i = 0; i < shape->field_count; i++) {
        const struct input_field *f = &shape->fields[i];
        const struct json_node value = mlg__json_member(n, f->name);
        known[i] = f->name;
        put_fallback(f, base);
        if (f->need == CSV_CELL && !mlg__json_require(&value)) continue;
        if (mlg__json_is_given(&value)) put_value(f, &value, base, arena);
    }
    mlg__json_unknown_keys(n, known, shape->field_count);
}
