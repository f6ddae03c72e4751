/* label_energy.h — energy of a stretch, affine in the load on board: an arc costs 1000 * a_kj + b * load joules.
 *
 *   joules(trip) = 1000 * a_kj + init * b + w
 *
 * w weighs each change of load inside the stretch by the b of the arcs after it [Bektas2011 for the model]. The net
 * change of a stretch is that of its load label in the vehicle's weight dimension. Joining is associative, and what stands
 * behind a prefix is a difference of two. paid: cost units of it that the arcs hold already. */
#ifndef MLG_ROUTING_LABEL_ENERGY_H
#define MLG_ROUTING_LABEL_ENERGY_H

#include <stdint.h>

struct label_energy { int64_t a_kj, b, w, paid; };

/* arc: between the two, nothing but its a_kj, b and paid. */
static inline struct label_energy label_energy_join(struct label_energy a, int64_t a_net, struct label_energy arc,
                                                    struct label_energy b)
{
    return (struct label_energy) {
        .a_kj = a.a_kj + arc.a_kj + b.a_kj,
        .b = a.b + arc.b + b.b,
        .w = a.w + a_net * (arc.b + b.b) + b.w,
        .paid = a.paid + arc.paid + b.paid,
    };
}

/* What prefix `to` has beyond prefix `from`, which ends with the first visit of the stretch; net_before: the change of
 * load before that visit. */
static inline struct label_energy label_energy_after(struct label_energy to, struct label_energy from, int64_t net_before)
{
    const int64_t b = to.b - from.b;
    return (struct label_energy) { to.a_kj - from.a_kj, b, to.w - from.w - net_before * b, to.paid - from.paid };
}

static inline int64_t label_energy_joules(struct label_energy e, int64_t init)
{
    const int64_t joules = 1000 * e.a_kj + init * e.b + e.w;
    return joules > 0 ? joules : 0;
}

#endif
