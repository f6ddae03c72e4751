/* label_energy.h — energy of a stretch, affine in the load on board: an arc costs 1000 * a_kj + b * load joules.
 *
 *   joules(trip) = 1000 * a_kj + init * b + w
 *
 * w weighs each change of load inside the stretch by the b of the arcs after it [Bektas2011 for the model]. The net
 * change of a stretch is that of its load label in the vehicle's weight dimension. Joining is associative. */
#ifndef MLG_ROUTING_LABEL_ENERGY_H
#define MLG_ROUTING_LABEL_ENERGY_H

#include <stdint.h>

struct label_energy { int64_t a_kj, b, w; };

static inline struct label_energy label_energy_join(struct label_energy a, int64_t a_net, int64_t arc_a_kj,
                                                    int64_t arc_b, struct label_energy b)
{
    return (struct label_energy) {
        .a_kj = a.a_kj + arc_a_kj + b.a_kj,
        .b = a.b + arc_b + b.b,
        .w = a.w + a_net * (arc_b + b.b) + b.w,
    };
}

static inline int64_t label_energy_joules(struct label_energy e, int64_t init)
{
    const int64_t joules = 1000 * e.a_kj + init * e.b + e.w;
    return joules > 0 ? joules : 0;
}

#endif
