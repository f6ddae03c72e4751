/* builder.h — what a builder has collected: deep copies in the arena that will become the problem's.
 *
 * Rows grow on the heap; what they point to (windows, skills, texts, matrix planes) is copied once, straight into the
 * arena, so that freezing moves no matrix. */
#ifndef MLG_MODEL_BUILDER_H
#define MLG_MODEL_BUILDER_H

#include "base/error.h"
#include "model/problem.h"

enum place_kind { PLACE_GLOBE, PLACE_PLANE };

struct builder_matrix {
    mlg_matrix matrix;
    int32_t place_count; /* when it was given */
};

struct mlg_builder {
    struct arena arena, planes; /* both become the problem's */
    bool failed; /* sticky: no memory, or more than INT32_MAX / 2 rows */
    const char *name, *rounding;
    int64_t cost_scale;
    int32_t ticks_per_s;
    int32_t place_count, place_cap, kind_cap, matrix_count, matrix_cap, vehicle_count, vehicle_cap, stop_count,
        stop_cap, mate_cap, amount_cap, relation_count, relation_cap;
    struct relation *relations;
    struct place *places;
    unsigned char *place_kinds; /* enum place_kind of each place */
    struct builder_matrix *matrices;
    mlg_vehicle *vehicles;
    mlg_stop *stops;
    int32_t *mates;                    /* as mlg_problem.mate */
    int64_t (*amounts)[MLG_LOADS_MAX]; /* as mlg_problem.mate_amount */
};

/* What the checks learn on the way and the freezing needs. */
struct builder_facts {
    int32_t load_count;
    int64_t leg_time_max, leg_distance_max, leg_cost_max, energy_kj_max, energy_j_per_kg_max; /* absolute values */
    int64_t latest_open_s; /* nobody waits longer than this */
};

/* Check everything b holds; findings in the order name and scale, places, matrices, vehicles, stops, the whole.
 * Normalises nothing. Errors other than findings: MLG_NO_MEMORY. */
mlg_status mlg__builder_check(const mlg_builder *b, struct builder_facts *facts, mlg_findings *found);

/* For planes that are large: the builder takes over the arena (zeroed at its owner's) that holds them, and a matrix whose
 * planes lie in it is not copied. */
void mlg__builder_take_planes(mlg_builder *b, struct arena *planes);
int32_t mlg__builder_matrix_in_place(mlg_builder *b, const mlg_matrix *matrix);

#endif
