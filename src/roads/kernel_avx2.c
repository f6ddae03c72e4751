/* kernel_avx2.c — the twin for processors with AVX2: eight depths at a time, by time alone; the other three numbers are
 * looked at only where time is least. See kernel.h. */
#include "roads/kernel.h"

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>

#define AVX2 __attribute__((target("avx2")))

bool mlg__has_avx2(void) { return __builtin_cpu_supports("avx2"); }

/* Sums of eight depths from k; those from common on count as no way. */
AVX2 static inline __m256i sums(const uint32_t *s, const uint32_t *b, int32_t k)
{
    return _mm256_add_epi32(_mm256_loadu_si256((const __m256i *)(const void *)(s + k)),
                            _mm256_loadu_si256((const __m256i *)(const void *)(b + k)));
}

AVX2 static inline __m256i beyond(int32_t left)
{
    return _mm256_cmpgt_epi32(_mm256_setr_epi32(1, 2, 3, 4, 5, 6, 7, 8), _mm256_set1_epi32(left));
}

AVX2 static inline uint32_t least_lane(__m256i v)
{
    __m128i m = _mm_min_epu32(_mm256_castsi256_si128(v), _mm256_extracti128_si256(v, 1));
    m = _mm_min_epu32(m, _mm_shuffle_epi32(m, _MM_SHUFFLE(1, 0, 3, 2)));
    m = _mm_min_epu32(m, _mm_shuffle_epi32(m, _MM_SHUFFLE(2, 3, 0, 1)));
    return (uint32_t)_mm_cvtsi128_si32(m);
}

/* The least sum over the depths shared. */
AVX2 static inline uint32_t least_sum(const uint32_t *s, const uint32_t *b, int32_t common)
{
    const int32_t whole = common & ~7;
    __m256i m0 = _mm256_set1_epi32(-1), m1 = m0;
    int32_t k = 0;
    for (; k + 16 <= common; k += 16) {
        m0 = _mm256_min_epu32(m0, sums(s, b, k));
        m1 = _mm256_min_epu32(m1, sums(s, b, k + 8));
    }
    if (k < whole) m0 = _mm256_min_epu32(m0, sums(s, b, k));
    if (whole < common) m1 = _mm256_min_epu32(m1, _mm256_or_si256(sums(s, b, whole), beyond(common - whole)));
    return least_lane(_mm256_min_epu32(m0, m1));
}

/* The first depth from k (a multiple of 8) on, beyond the lanes of done, whose sum is wanted; common when there is
 * none. */
AVX2 static inline int32_t next_equal(const uint32_t *s, const uint32_t *b, int32_t k, unsigned done, uint32_t wanted,
                                      int32_t common)
{
    const __m256i all = _mm256_set1_epi32((int32_t)wanted);
    for (; k < common; k += 8, done = 0) {
        const __m256i equal = _mm256_cmpeq_epi32(sums(s, b, k), all);
        const unsigned lanes = (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(equal)) & ~done;
        if (lanes) return k + __builtin_ctz(lanes) < common ? k + __builtin_ctz(lanes) : common;
    }
    return common;
}

/* First all times and depths, asking for what lies there; then, when it has come, the rest. */
AVX2 static void block(struct kernel_planes source, struct kernel_planes planes, const size_t *at,
                       const int32_t *common, int32_t count, struct arc_weight *out)
{
    int32_t depth[KERNEL_BLOCK];
    for (int32_t j = 0; j < count; j++) {
        const uint32_t least = least_sum(source.t, planes.t + at[j], common[j]);
        out[j].t_ms = least < MLG_ROAD_INF ? least : MLG_ROAD_INF;
        depth[j] = least < MLG_ROAD_INF ? next_equal(source.t, planes.t + at[j], 0, 0, least, common[j]) : 0;
        __builtin_prefetch(&planes.rest[at[j] + (size_t)depth[j]]);
    }
    for (int32_t j = 0; j < count; j++) {
        const uint32_t least = out[j].t_ms;
        if (least == MLG_ROAD_INF) {
            out[j] = mlg__no_way();
            continue;
        }
        struct arc_weight best = { least, UINT32_MAX, INT32_MAX, INT32_MAX };
        for (int32_t k = depth[j]; k < common[j];) {
            mlg__kernel_tie(source, planes, at[j], k, &best);
            k = next_equal(source.t, planes.t + at[j], k & ~7, (2u << (k & 7)) - 1, least, common[j]);
        }
        out[j] = best;
    }
}

const struct kernel mlg__kernel_avx2 = { "avx2", block };
#else
bool mlg__has_avx2(void) { return false; }
const struct kernel mlg__kernel_avx2 = { "avx2", NULL };
#endif
