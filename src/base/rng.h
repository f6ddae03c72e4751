/* rng.h — seeded random numbers: xoshiro256** [Blackman2021], seeded by splitmix64. Same seed, same stream, on every
 * machine. Never share one between threads: give each its own stream number. */
#ifndef MLG_BASE_RNG_H
#define MLG_BASE_RNG_H

#include <stdint.h>

struct rng { uint64_t s[4]; };

static inline uint64_t mlg__mix64(uint64_t *state)
{
    uint64_t z = (*state += UINT64_C(0x9E3779B97F4A7C15));
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

/* One number from several: for seeds made of (seed, site, day, …). */
static inline uint64_t mlg__hash2(uint64_t a, uint64_t b)
{
    uint64_t state = a ^ (b * UINT64_C(0xD6E8FEB86659FD93));
    return mlg__mix64(&state);
}

static inline struct rng rng_seeded(uint64_t seed, uint64_t stream)
{
    struct rng r;
    uint64_t state = mlg__hash2(seed, stream);
    for (int i = 0; i < 4; i++) r.s[i] = mlg__mix64(&state);
    return r;
}

static inline uint64_t rng_next(struct rng *r)
{
    const uint64_t x5 = r->s[1] * 5, result = ((x5 << 7) | (x5 >> 57)) * 9, t = r->s[1] << 17;
    r->s[2] ^= r->s[0];
    r->s[3] ^= r->s[1];
    r->s[1] ^= r->s[2];
    r->s[0] ^= r->s[3];
    r->s[2] ^= t;
    r->s[3] = (r->s[3] << 45) | (r->s[3] >> 19);
    return result;
}

/* Uniform in [0, n), n >= 1: multiply-shift; the bias is below n / 2^32. */
static inline int32_t rng_below(struct rng *r, int32_t n)
{
    return (int32_t)(((rng_next(r) >> 32) * (uint64_t)(uint32_t)n) >> 32);
}

/* Uniform in [0, 1), 53 bits. */
static inline double rng_unit(struct rng *r) { return (double)(rng_next(r) >> 11) * 0x1.0p-53; }

#endif
