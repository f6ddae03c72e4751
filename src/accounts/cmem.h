/* cmem.h — constants of the pollution-routing fuel model, derived once from its table (accounts 2.6). */
#ifndef MLG_ACCOUNTS_CMEM_H
#define MLG_ACCOUNTS_CMEM_H

#include "model/fleet.h"

struct cmem {
    double lambda;   /* fuel-to-air ratio / (heating value x density), l/kJ */
    double gamma;    /* kJ of fuel chain per J at the wheel */
    double beta;     /* air drag, kg/m */
    double friction; /* k N V, kJ/s */
    double gravity, rolling, curb_kg;
};
/* Fields are NAN where the table lacks a symbol. */
struct cmem mlg__cmem(const struct emission_tables *t);
/* Speeds of least fuel, and of least fuel and driver cost, on a flat road. */
double mlg__cmem_fuel_optimal_m_s(const struct emission_tables *t);
double mlg__cmem_cost_optimal_m_s(const struct emission_tables *t);

#endif
