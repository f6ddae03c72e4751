/* energy_table.h — a vehicle class as the plain integers that roads compute with. */
#ifndef MLG_ACCOUNTS_ENERGY_TABLE_H
#define MLG_ACCOUNTS_ENERGY_TABLE_H

#include "model/energy.h"
#include "model/fleet.h"

/* The curve at whole km/h and the lift per metre of height (accounts 2.1), half up. */
void mlg__energy_table(const struct vehicle_class *c, struct energy_table *t);

#endif
