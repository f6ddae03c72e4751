/* places.h — a table of points: any CSV with a longitude and a latitude in degrees. */
#ifndef MLG_IO_PLACES_H
#define MLG_IO_PLACES_H

#include "base/error.h"
#include "base/memory.h"
#include "maillage/leg.h"

struct mlg_places {
    struct arena arena;
    int32_t count;
    const char **id;  /* [count] the name column, else the number of the row from 1 */
    mlg_point *point; /* [count] */
};

/* Which columns are read is guessed from their names (lon, longitude, lng, x…) and told in a warning where a name is not
 * the plain one. Appends to found. Errors: MLG_BAD_INPUT (told in found), MLG_NO_MEMORY. */
mlg_status mlg__places_read(const char *file, const char *bytes, size_t size, struct mlg_places *places, mlg_findings *found,
                            mlg_error *err);

#endif
