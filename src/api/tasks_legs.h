/* tasks_legs.h — the legs of a document: those that it does not give come from roads, a router or crow flight. */
#ifndef MLG_API_TASKS_LEGS_H
#define MLG_API_TASKS_LEGS_H

#include "base/options.h"
#include "io/tasks.h"
#include "maillage/roads.h"

struct tasks_legs {
    mlg_leg_source source; /* zeroed: all legs were given, or crow flight */
    int32_t *class_of;     /* [legs of the document] their class in the source, or MLG_NONE */
    bool any_given, any_made;
    struct arena arena;
};

/* Completes the planes of t that vehicles use, with energy where they have a class; geometry: the source is wanted for
 * the ways too. made: zeroed before, mlg__tasks_legs_free() in every case. Errors: MLG_BAD_INPUT (told in found),
 * MLG_NO_ROADS, MLG_NO_MEMORY, those of the emission tables. */
mlg_status mlg__tasks_legs(struct tasks *t, const mlg_options *o, bool geometry, struct tasks_legs *made,
                           mlg_findings *found, mlg_error *err);
void mlg__tasks_legs_free(struct tasks_legs *made);

#endif
