/* model/scenario.h — the scenario folder, checked and frozen: a struct per table, a field per column.
 *
 * Made by io from the folder (or by tests) through mlg__scenario_new() / mlg__scenario_finish(): the maker fills the
 * arrays from the scenario's arena, finish checks what crosses tables, derives what is derived, and freezes.
 * Money is micro-euros where it multiplies units, cents where it is a sum; demand is in milli-units a working day. */
#ifndef MLG_MODEL_SCENARIO_H
#define MLG_MODEL_SCENARIO_H

#include "base/memory.h"
#include "maillage/scenario.h"
#include "model/fleet.h"
#include "model/units.h"

enum {
    MLG_PERIODS_MAX = 16, MLG_SERVICES_MAX = 8, MLG_LEVELS_MAX = 4, MLG_SIZES_MAX = 15, /* of one kind, closed aside */
    MLG_DENSITY_BANDS = 4
};
#define MLG_QUANTUM_DIGITS 6 /* siting's quanta are 10^-6 of the currency */
#define MLG_UNITS_MILLI_MAX (INT64_C(1) << 40)

/* Which words a scenario speaks (decision 0011). It chooses labels, the lane builder and the clock, never the engine. */
enum vocabulary { VOCABULARY_PARCELS, VOCABULARY_CLOUD, VOCABULARY_BOTH /* of a page that shows both; no scenario has it */ };

enum objective_kind { OBJECTIVE_COST, OBJECTIVE_HOURS, OBJECTIVE_CO2 };

struct period {
    const char *label;
    int32_t start_year, length_years;
    int64_t budget_cents; /* INT64_MAX: no limit */
};

struct service {
    const char *id;
    int64_t promise_s;       /* counted from the cut-off */
    int32_t cut_off_s;       /* time of day */
    int64_t unserved_micro;  /* price of an unserved unit; -1: 3 x the dearest lane, filled by siting's compile */
    double units_per_stop;   /* > 0 */
    /* Of a cloud. A unit is a GPU-hour of capacity held; one of demand holds workload_weight of them, for its daily peak. */
    double workload_weight;  /* > 0; demand was multiplied by it when it was read */
    double gb_per_unit;      /* sent and received for a GPU-hour of demand */
    const char **zones;      /* where its data may rest: words of the sites' column zone; none: anywhere */
    int32_t zone_count;
    bool strict;             /* a round trip beyond the promise is of no use: there is no lane */
};

/* A size of a kind. Sizes of a kind are neighbours, in the order of sizes.csv; state k is the k-th, from 1. */
struct size {
    const char *id;
    int32_t kind;
    int64_t capacity_milli;      /* units a working day x 1000 */
    int64_t capex_cents, opex_cents_per_year, close_cents;
    int64_t jobs_milli, jobs_per_1000_units_milli;
    int64_t embodied_mg;
    int64_t energy_kwh_per_year;
    double kwh_per_unit, area_m2, min_fill, life_years; /* life_years > 0 */
    double it_mw, grid_mw;       /* of a data centre: servers; power taken from the grid */
    int64_t handling_micro;      /* EUR x 10^-6 a unit */
    /* A kind that delivers to the door itself (a partner's hub): its handling is the whole tariff, its lanes cost
     * nothing more, emit door_co2_mg a unit and take door_s from the cut-off. */
    bool to_the_door;
    int64_t door_co2_mg;
    int64_t door_s;
    double door_reach_km;        /* 0: no limit */
};

struct kind { const char *id; int32_t level, first_size, size_count; }; /* level MLG_NONE: not used by the model */

struct site {
    const char *id, *name, *region, *conflict_set; /* conflict_set "" : none */
    int32_t kind;
    double lon_deg, lat_deg;
    int32_t state_today;        /* 0 closed */
    uint32_t allowed;           /* bit k: state k allowed; bit 0 (closed) always set unless it may not close */
    int32_t earliest_opening_year, latest_opening_year; /* 0 and INT32_MAX: no limit; opening is closed -> a size */
    int32_t earliest_extension_year; /* of an open site; 0: no limit */
    /* A decision already taken (columns decided_size, decided_year): the site's path is fixed, not chosen. 0: none. */
    int32_t decided_size, decided_year;
    double rent_eur_per_m2_year, land_index; /* 0 and 1: as in sizes.csv */
    const char *grid_zone;      /* "" : the fleet's default grid factor */
    double connection_eur_per_mw; /* added to capex_eur, times grid_mw of the size */
    /* Of a cloud: */
    const char *zone;           /* where data at rest are, in words of the services' residency */
    double pue, transit_eur_per_gb;
};

struct demand {
    const char *id, *name, *region;
    double lon_deg, lat_deg, area_km2;
    int64_t *units_milli;       /* [service * period_count + period] units a working day x 1000 */
    /* Derived by finish: */
    double stops_per_day;       /* over all services, mean of the periods */
    double density_stops_km2;   /* smoothed over the point and its neighbours (siting-engine 4.1) */
    int32_t density_band;       /* 0..MLG_DENSITY_BANDS-1: below 0.5, 5, 50 stops/km2, above */
};

struct coverage { int32_t service, period; double share; };        /* of the service's units, inside the promise */
struct job_floor { const char *region; int32_t period; int64_t at_least_milli; }; /* region "": everywhere */

/* An explicit lane or link of lanes.csv, replacing the built one for the same ends and mode. Finish sorts them,
 * ascending (from_site, to_site, to_demand, vehicle_class): they are found by binary search. */
struct explicit_lane { int32_t from_site, to_site, to_demand, vehicle_class; int64_t time_s, cost_micro, co2_mg; };
static inline int explicit_lane_order(const struct explicit_lane *a, const struct explicit_lane *b)
{
    if (a->from_site != b->from_site) return a->from_site < b->from_site ? -1 : 1;
    if (a->to_site != b->to_site) return a->to_site < b->to_site ? -1 : 1;
    if (a->to_demand != b->to_demand) return a->to_demand < b->to_demand ? -1 : 1;
    return (a->vehicle_class > b->vehicle_class) - (a->vehicle_class < b->vehicle_class);
}

/* One stop of a real day (stops.csv); day 0 is the first file of days/real. */
struct real_stop { int32_t day, demand, service; int64_t units_milli, service_s, open_s, close_s; double lon_deg, lat_deg; };

/* Parameters of the way from the cut-off to the door; each has a default, the report prints them. */
struct operations {
    double units_weight_kg, units_volume_l;
    double shift_h, stop_min, kappa;             /* last mile: shift, minutes a stop, road / crow between stops */
    double line_speed_kmh;                       /* 0: from the leg's own time */
    int32_t units_per_van;                       /* cap on units a tour (0: by payload and volume) */
    int32_t stops_per_tour_max;                  /* 0: none */
    int32_t departure_count;
    int32_t departure_s[8];                      /* vans leave at these times of day; none: as soon as ready */
    int32_t latest_delivery_s;                   /* end of a delivery day, for routed days */
    int64_t processing_s[MLG_LEVELS_MAX];        /* at a site of each level: upper first */
    double haul_units_per_truck, haul_empty_return_factor, haul_tolls_eur_km;
    double haul_speed_kmh;                       /* 0: from the leg's own time */
};

/* The way to the servers of a cloud and what a unit of work takes there; each has a default, the report prints them. */
struct fibre {
    double delay_us_per_km;      /* one way, along the fibre */
    double route_factor;         /* fibre / crow flight */
    double equipment_ms;         /* of a round trip */
    double it_kwh_per_gpu_hour;  /* of a GPU-hour of demand: its share of server, network and storage */
    double power_eur_per_mwh;
    double water_l_per_it_kwh;
    double net_kwh_per_gb;       /* of the networks between city and site */
};

struct mlg_scenario {
    struct arena arena;
    enum vocabulary vocabulary;
    const char *name, *currency, *time_zone, *folder;
    mlg_lang language;          /* of the report */
    uint64_t seed;
    int32_t working_days_per_year;
    bool carry_over;
    bool single_source;         /* a service of a demand point: from one site and by one vehicle class in a period, or wholly unserved */
    int64_t budget_total_cents; /* INT64_MAX: no limit */
    double discount_rate, planning_day_factor; /* capacity is used by units x factor; 1 by default */
    enum objective_kind objective;
    double co2_eur_per_t, hour_eur;
    double grid_kg_per_kwh;     /* of sites without a zone */
    int32_t days_sampled, days_stops_max;
    const char *roads;          /* file, or "" for crow flight */
    struct operations operations;
    struct fibre fibre;

    int32_t period_count, service_count, level_count, kind_count, size_count, site_count, demand_count,
        vehicle_count, coverage_count, job_floor_count, lane_count, real_stop_count, inbound_count;
    struct period *periods;
    struct service *services;
    struct kind *kinds;
    struct size *sizes;
    struct site *sites;
    struct demand *demands;
    struct vehicle_class *vehicles;   /* the classes in use: last mile and line haul */
    struct coverage *coverages;
    struct job_floor *job_floors;
    struct explicit_lane *lanes;
    struct real_stop *real_stops;
    const char **real_files;          /* [real day] the names of their files; NULL: not read from files */
    int64_t *inbound_s;               /* [inbound_count] ascending classes; empty: one class, no limit */
    int64_t *co2_max_mg;              /* [period] INT64_MAX: no limit */
    int32_t source_count;
    const char **sources;             /* credit and licence lines, in `language` */
    const char **credits;             /* the same in English where they have it, for plan.json */
    const char **assumptions;         /* what was assumed by default, in `language` */
    int32_t assumption_count;
    double *site_grid_kg_per_kwh;     /* [site * period_count + period], filled by accounts' table look-up in io/api */
    struct row_lines { const int32_t *sites, *sizes, *demands; } lines; /* of the tables, for findings; NULL: not read */
};

/* An empty scenario with every default set (scenario.c lists them); NULL without memory. */
mlg_scenario *mlg__scenario_new(void);
/* Cross-checks (indices, limits, contradictions), derived fields; consumes nothing. On error s stays the caller's.
 * Missing arrays are made: co2_max_mg (no limit), site_grid_kg_per_kwh (grid_kg_per_kwh). found may be NULL. */
mlg_status mlg__scenario_finish(mlg_scenario *s, mlg_findings *found, mlg_error *err);

/* The clock of a scenario. Times of promises, lanes and plans are whole ticks in fields that end in _s: seconds for
 * parcels, microseconds for a cloud, where seconds would tell nothing apart. People read hours or milliseconds. */
static inline bool is_cloud(const mlg_scenario *s) { return s->vocabulary == VOCABULARY_CLOUD; }
static inline double shown_time(const mlg_scenario *s, double ticks)
{
    return ticks / (is_cloud(s) ? MLG_US_PER_MS : (double)MLG_SECONDS_PER_HOUR);
}

static inline int64_t demand_units_milli(const mlg_scenario *s, int32_t demand, int32_t service, int32_t period)
{
    return s->demands[demand].units_milli[service * s->period_count + period];
}
/* The size struct of state k >= 1 of a site; NULL for 0. */
static inline const struct size *site_size(const mlg_scenario *s, int32_t site, int32_t state)
{
    return state <= 0 ? NULL : &s->sizes[s->kinds[s->sites[site].kind].first_size + state - 1];
}
static inline int32_t site_level(const mlg_scenario *s, int32_t site) { return s->kinds[s->sites[site].kind].level; }
/* Last level: stations that serve demand. */
static inline bool site_serves(const mlg_scenario *s, int32_t site) { return site_level(s, site) == s->level_count - 1; }
/* True when a decision already taken gives the site's states: they are not chosen by siting. */
bool mlg__site_is_fixed(const mlg_scenario *s, int32_t site);
/* The state of a site that is not chosen in a period: today's, or the decided size from the first period that starts in or after
 * decided_year on. before: as today, decisions ignored. */
int32_t mlg__fixed_state(const mlg_scenario *s, int32_t site, int32_t period, bool before);
/* Days of stops.csv; they follow the sampled ones: day days_sampled + k of a station is real day k. */
int32_t mlg__real_day_count(const mlg_scenario *s);

#endif
