/* crow.h — one leg by crow flight, for places that no road serves. */
#ifndef MLG_ROADS_CROW_H
#define MLG_ROADS_CROW_H

#include "maillage/roads.h"

mlg_leg mlg__crow_leg(mlg_point from, mlg_point to, const mlg_energy_curve *curve); /* curve NULL: without energy */
/* The energy of a leg at its mean speed, flat; curve NULL: none. */
void mlg__leg_add_energy(mlg_leg *leg, const mlg_energy_curve *curve);
bool mlg__curve_copy(mlg_energy_curve *to, const mlg_energy_curve *from);           /* false without memory */
void mlg__curve_free(mlg_energy_curve *curve);

#endif
