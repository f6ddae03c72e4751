/* cmem.c — fuel of the pollution-routing benchmarks [Bektas2011] [Demir2012], one truck, no traffic. Not our default:
 * it is here so that published values can be reproduced. See energy.h. */
#include "accounts/energy.h"

#include <math.h>

#include "accounts/cmem.h"
#include "accounts/factors.h"
#include "model/units.h"

static double parameter(const struct emission_tables *t, const char *symbol)
{
    const struct keyed_factor *row = mlg__factor(t->cmem, t->cmem_count, symbol);
    return row ? row->central : NAN;
}

struct cmem mlg__cmem(const struct emission_tables *t)
{
    const double friction = parameter(t, "k"), engine_rev_s = parameter(t, "N"), displacement_l = parameter(t, "V");
    return (struct cmem) {
        .lambda = parameter(t, "xi") / (parameter(t, "kappa") * parameter(t, "psi")),
        .gamma = 1 / (1000 * parameter(t, "eta_tf") * parameter(t, "eta")),
        .beta = 0.5 * parameter(t, "Cd") * parameter(t, "rho") * parameter(t, "A"),
        .friction = friction * engine_rev_s * displacement_l,
        .gravity = parameter(t, "g"),
        .rolling = parameter(t, "Cr"),
        .curb_kg = parameter(t, "w"),
    };
}

double mlg__cmem_litres(const struct emission_tables *t, double distance_m, double speed_m_s, double load_kg,
                        double slope_rad)
{
    const struct cmem m = mlg__cmem(t);
    const double alpha = m.gravity * (sin(slope_rad) + m.rolling * cos(slope_rad));
    return m.lambda * distance_m *
           (m.friction / speed_m_s + m.gamma * alpha * (m.curb_kg + load_kg) +
            m.gamma * m.beta * speed_m_s * speed_m_s);
}

double mlg__cmem_fuel_optimal_m_s(const struct emission_tables *t)
{
    const struct cmem m = mlg__cmem(t);
    return cbrt(m.friction / (2 * m.gamma * m.beta));
}

double mlg__cmem_cost_optimal_m_s(const struct emission_tables *t)
{
    const struct cmem m = mlg__cmem(t);
    const double driver = parameter(t, "fd") / (parameter(t, "fc") * m.lambda);
    return cbrt((m.friction + driver) / (2 * m.gamma * m.beta));
}
