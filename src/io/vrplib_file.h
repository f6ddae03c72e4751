/* vrplib_file.h — a VRPLIB file as plain numbers: what vrplib.c reads, vrplib_check.c judges and vrplib_build.c builds.
 */
#ifndef MLG_IO_VRPLIB_FILE_H
#define MLG_IO_VRPLIB_FILE_H

#include "io/scan.h"
#include "maillage/problem.h"

enum keyword {
    NAME,
    COMMENT,
    TYPE,
    DIMENSION,
    CAPACITY,
    VEHICLES,
    SERVICE_TIME,
    DISTANCE,
    VEHICLES_MAX_DURATION,
    VEHICLES_MAX_DISTANCE,
    VEHICLES_FIXED_COST,
    VEHICLES_UNIT_DISTANCE_COST,
    VEHICLES_MAX_RELOADS,
    EDGE_WEIGHT_TYPE,
    EDGE_WEIGHT_FORMAT,
    NODE_COORD_TYPE,
    DISPLAY_DATA_TYPE,
    EDGE_WEIGHT_UNIT_OF_MEASUREMENT,
    KEYWORD_COUNT
};

/* Sections with a row per node or per vehicle: its number, then so many values. */
enum section {
    COORDINATES,
    DEMANDS,
    BACKHAULS,
    WINDOWS,
    SERVICES,
    RELEASES,
    PRIZES,
    DISPLAY,
    CAPACITIES, /* from here on of vehicles */
    VEHICLE_DEPOTS,
    FIXED_COSTS,
    UNIT_COSTS,
    MAX_DURATIONS,
    MAX_DISTANCES,
    SECTION_COUNT
};
enum { WIDTH_MAX = 2, UNIT_COST_MAX = 1000 * 1000 * 1000 };
struct section_form {
    const char *name;
    int width;
};
extern const struct section_form mlg__vrplib_sections[SECTION_COUNT];
static inline bool of_vehicles(enum section s) { return s >= CAPACITIES; }

/* Sections whose rows list nodes: of a vehicle, the customers it may visit and the depots where it may reload; of a
 * group, its members. */
enum listing { ALLOWED, RELOADS, GROUPS, LISTING_COUNT };
extern const char *const mlg__vrplib_listings[LISTING_COUNT];

enum layout { LOWER_ROW, LOWER_DIAG_ROW, UPPER_ROW, UPPER_DIAG_ROW, FULL_MATRIX, LAYOUT_COUNT };
extern const char *const mlg__vrplib_layouts[LAYOUT_COUNT];

struct row {
    int32_t line; /* 0: not given */
    double value[WIDTH_MAX];
};
struct list_row {
    int32_t line, first, count;
};                              /* nodes first .. first + count - 1 of its listing */
enum { ALLOWED_SETS_MAX = 64 }; /* that differ */
struct list_rows {
    int32_t line, row_count, row_cap, node_count, node_cap; /* line 0: not given */
    struct list_row *rows;                                  /* [vehicle], or groups in their order */
    int32_t *nodes;
};

struct vrplib {
    struct scanner s;
    bool no_memory, capacity_known;
    struct word given[KEYWORD_COUNT];  /* value of each keyword; line 0: not given */
    int64_t number[KEYWORD_COUNT];     /* of whole ones */
    double real[KEYWORD_COUNT];        /* of the others */
    int32_t node_count, vehicle_count; /* vehicles: 0 until a section of theirs comes */
    struct row *rows[SECTION_COUNT];   /* [node or vehicle]; NULL: section not given */
    int32_t section_line[SECTION_COUNT];
    struct list_rows lists[LISTING_COUNT];
    /* Of the vehicles' sets of allowed customers, those that differ, each named by a vehicle that has it. */
    int32_t set_count, set_vehicle[ALLOWED_SETS_MAX];
    double *weights; /* EDGE_WEIGHT_SECTION */
    int32_t weight_cap, weight_count, weight_line;
    bool *is_depot; /* [node]; NULL: none was named yet */
    int32_t depot_count, depot_line;
    bool depot_told; /* a wrong one was found and told */
    mlg_round round;
};

#define WRONG(v, word, ...) mlg__find((v)->s.found, MLG_BAD_INPUT, mlg__scan_where(&(v)->s, (word)), __VA_ARGS__)
#define WRONG_AT(v, line, column, ...)                                                                                 \
    mlg__find((v)->s.found, MLG_BAD_INPUT, mlg__scan_at(&(v)->s, (line), (column)), __VA_ARGS__)

static inline bool is_type(const struct vrplib *v, const char *type) { return mlg__word_is(&v->given[TYPE], type); }
static inline bool is_explicit(const struct vrplib *v) { return mlg__word_is(&v->given[EDGE_WEIGHT_TYPE], "EXPLICIT"); }
int32_t mlg__vrplib_find(const struct word *w, const char *const *names, int32_t count);
/* Name node as a depot; false without memory. */
bool mlg__vrplib_depot(struct vrplib *v, int32_t node);

/* What a section says of vehicle i, else the keyword, else 0; the unit cost is 1 by default. */
double mlg__vrplib_of_vehicle(const struct vrplib *v, enum keyword keyword, enum section section, int32_t i);
int64_t mlg__vrplib_unit_cost(const struct vrplib *v, int32_t i);

/* Are the lists of two vehicles (or groups) the same? Rows are sorted once they are checked. */
bool mlg__vrplib_same_list(const struct list_rows *l, int32_t a, int32_t b);

/* What must hold once everything is read; sorts lists and finds the sets that differ. */
void mlg__vrplib_check(struct vrplib *v);
/* From sound numbers to the problem. */
mlg_status mlg__vrplib_build(struct vrplib *v, mlg_problem **p, mlg_error *err);

#endif
