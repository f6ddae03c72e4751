/* round.h — from the dual's averaged choices to a first design. */
#ifndef MLG_SITING_ROUND_H
#define MLG_SITING_ROUND_H

#include "siting/design.h"
#include "siting/dual.h"

/* Fill d's paths (assignments not started). From ybar: sites by how sure they are, until capacity is enough and no
 * further. from_path: take the last choices of the dual instead, as far as hard rows allow. keep_uppers: upper sites at rest, unless
 * they are too small. */
mlg_status mlg__round_design(const struct dual *dual, bool from_path, bool keep_uppers, struct design *d, mlg_error *err);

#endif
