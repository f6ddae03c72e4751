/* tasks_energy.h — what the vehicles of a document emit: their classes, and the energy of legs that are given. */
#ifndef MLG_API_TASKS_ENERGY_H
#define MLG_API_TASKS_ENERGY_H

#include "accounts/energy.h"
#include "accounts/energy_table.h"
#include "base/options.h"
#include "io/tasks.h"
#include "maillage/roads.h"

/* classes [legs], written: the class that drives each row of legs, or NULL; its tables lie in memory. Vehicles learn
 * what they emit. Classes that do not exist are told. Errors: MLG_BAD_INPUT, MLG_NO_MEMORY, those of the tables. */
mlg_status mlg__tasks_classes(struct tasks *t, const mlg_options *o, struct arena *memory,
                              const struct vehicle_class **classes, mlg_findings *found, mlg_error *err);
mlg_energy_curve mlg__energy_curve(const struct vehicle_class *c);
/* Energy of one leg in the planes of a document; energy_j_per_kg of legs becomes that of a unit of the weight. */
struct leg_energy {
    int32_t kj, j_per_unit;
};
struct leg_energy mlg__tasks_leg_energy(const struct tasks *t, const struct vehicle_class *c, int32_t time_s,
                                        int32_t distance_m);
struct leg_energy mlg__tasks_given_energy(const struct tasks *t, const mlg_leg *leg);

#endif
