/* statepath.c — shortest paths through the states of one site. See statepath.h. */
#include "siting/statepath.h"

#include <math.h>

#include "model/scenario.h"

enum { STATES = MLG_SIZES_MAX + 1 };

/* Cost of reaching each state of period t, given those of period t - 1; from[] remembers the way. */
static void step(int32_t t, int32_t stride, int32_t states, int32_t today, const double *node, const double *arc,
                 const double *previous, double *reached, int8_t *from)
{
    for (int32_t to = 0; to < states; to++) {
        const double *into = &arc[((int64_t)t * stride + to) * stride];
        double best = INFINITY;
        int8_t way = 0;
        for (int32_t k = t ? 0 : today; k < (t ? states : today + 1); k++) {
            const double cost = (t ? previous[k] : 0) + into[k];
            if (cost < best) best = cost, way = (int8_t)k;
        }
        reached[to] = best + node[(int64_t)t * stride + to];
        if (from) from[to] = way;
    }
}

double mlg__state_path(int32_t periods, int32_t stride, int32_t states, int32_t today, const double *node,
                       const double *arc, int8_t *path)
{
    double reached[2][STATES] = { { 0 } };
    int8_t from[MLG_PERIODS_MAX][STATES];
    for (int32_t t = 0; t < periods; t++)
        step(t, stride, states, today, node, arc, reached[(t + 1) % 2], reached[t % 2], from[t]);
    const double *last = reached[(periods - 1) % 2];
    int8_t k = 0;
    for (int8_t i = 1; i < states; i++)
        if (last[i] < last[k]) k = i;
    const double best = last[k];
    for (int32_t t = periods - 1; t >= 0; t--) {
        path[t] = k;
        k = from[t][k];
    }
    return best;
}

void mlg__state_through(int32_t periods, int32_t stride, int32_t states, int32_t today, const double *node,
                        const double *arc, double *work, double *through)
{
    double *before = work, *after = work + (int64_t)periods * stride;
    for (int32_t t = 0; t < periods; t++)
        step(t, stride, states, today, node, arc, t ? &before[(int64_t)(t - 1) * stride] : NULL,
             &before[(int64_t)t * stride], NULL);
    for (int32_t t = periods - 1; t >= 0; t--)
        for (int32_t k = 0; k < states; k++) {
            double best = t == periods - 1 ? 0 : INFINITY;
            for (int32_t to = 0; t < periods - 1 && to < states; to++) {
                const int64_t next = (int64_t)(t + 1) * stride + to;
                best = fmin(best, arc[next * stride + k] + node[next] + after[next]);
            }
            after[(int64_t)t * stride + k] = best;
            through[(int64_t)t * stride + k] = before[(int64_t)t * stride + k] + best;
        }
}
