/* places.h — what the writers of road answers share, the format of any answer, and what a file given for another is told. */
#ifndef MLG_API_PLACES_H
#define MLG_API_PLACES_H

#include "io/looks.h"
#include "io/places.h"
#include "maillage/api.h"

/* mlg__find_other() in found, or where the caller keeps none in err alone. */
mlg_status mlg__fail_other(const char *file, struct mlg_txt wanted, enum looks looks, mlg_findings *found, mlg_error *err);
/* By suffix where none is asked for: .bin, .json, .geojson, .csv, else the usual one. */
mlg_format mlg__format_of(const char *file, mlg_format asked, mlg_format usual);
/* snapped [places->count] given: mlg__free(). A warning in found (may be NULL) for each place that is not on the main
 * network. Errors: MLG_NO_MEMORY. */
mlg_status mlg__snap_places(const mlg_metric *m, const mlg_places *places, mlg_snapped **snapped, mlg_findings *found, mlg_error *err);
/* MLG_BAD_INPUT where none of them has a road. */
mlg_status mlg__no_road_at_all(const mlg_snapped *snapped, int32_t count, mlg_error *err);

#endif
