/* location_read.h — published location problems: cap, holmberg, diaz-fernandez, yang, gadegaard, tbed1, ufllib, pmed,
 * mclp, tscflp, mp-tscflp. Layouts: docs/formats/location.md. */
#ifndef MLG_IO_LOCATION_READ_H
#define MLG_IO_LOCATION_READ_H

#include "model/location.h"

/* What a file may lack, or what the reader shall take otherwise. */
struct location_params {
    double capacity;     /* for the word `capacity` of capa, capb, capc; 0: not given */
    double radius;       /* mclp: a site covers clients at most so far away; 0: not given */
    int32_t count;       /* mclp: sites that may open; pmed: instead of the file's; 0: not given */
    bool uncapacitated;  /* leave capacities away */
    int single_source;   /* 0 no, 1 yes, -1: as the format is used in the literature */
};

/* format: a word of the list above, NULL: guessed from the folder's name, the file's name and its content. params may be NULL.
 * Errors: MLG_BAD_INPUT (all of them in found, with line and column), MLG_OVER_LIMIT, MLG_NO_MEMORY. */
mlg_status mlg__location_read(const char *name, const char *bytes, size_t count, const char *format,
                              const struct location_params *params, mlg_location **l, mlg_findings *found, mlg_error *err);

/* The formats by name, NULL at the end: for messages and flags. */
extern const char *const mlg__location_formats[];

#endif
