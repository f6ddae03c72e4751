/* fuzz_router_json.c — any bytes as a router's answer: read, or refused with a word. The first byte chooses the router. */
#include <stdlib.h>

#include "io/router.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const mlg_point points[3] = { { 45, 4 }, { 46, 5 }, { 47, 6 } };
    mlg_leg legs[6];
    mlg_error err = { 0 };
    if (!size) return 0;
    const struct router_ask ask = { (enum router_kind)(data[0] % ROUTER_KINDS), ROUTER_CAR, points, points, 2, 3 };
    const enum router_verdict verdict = mlg__router_answer(&ask, "here", data[0] & 64 ? 400 : 200, (const char *)data + 1, size - 1, legs, &err);
    if (verdict != ROUTER_READ && !err.message[0]) abort();
    for (int i = 0; verdict == ROUTER_READ && i < 6; i++)
        if (legs[i].time_s < 0 || (legs[i].time_s == MLG_UNREACHABLE) != (legs[i].distance_m == MLG_UNREACHABLE)) abort();
    return 0;
}
