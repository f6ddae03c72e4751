/* fibre.h — the rows of a fibre source, by which mlg_roads_source_free() knows one. */
#ifndef MLG_ROADS_FIBRE_H
#define MLG_ROADS_FIBRE_H

#include "maillage/roads.h"

mlg_status mlg__fibre_rows(void *self, int32_t vehicle_class, const int32_t *from, int32_t from_count, const int32_t *to,
                           int32_t to_count, mlg_leg *legs, mlg_error *err);

#endif
