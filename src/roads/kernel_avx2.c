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

AVX2 static inline struct arc_weight pair(struct kernel_planes s, struct kernel_planes b, size_t at, int32_t common)
{
    const uint32_t *t = b.t + at;
    const int32_t whole = common & ~7;
    __m256i m0 = _mm256_set1_epi32(-1), m1 = m0;
    int32_t k = 0;
    for (; k + 16 <= common; k += 16) {
        m0 = _mm256_min_epu32(m0, sums(s.t, t, k));
        m1 = _mm256_min_epu32(m1, sums(s.t, t, k + 8));
    }
    if (k < whole) m0 = _mm256_min_epu32(m0, sums(s.t, t, k));
    const __m256i tail = beyond(common - whole);
    if (whole < common) m1 = _mm256_min_epu32(m1, _mm256_or_si256(sums(s.t, t, whole), tail));
    const uint32_t least = least_lane(_mm256_min_epu32(m0, m1));
    if (least >= MLG_ROAD_INF) return mlg__no_way();

    struct arc_weight best = { least, UINT32_MAX, INT32_MAX, INT32_MAX };
    const __m256i wanted = _mm256_set1_epi32((int32_t)least);
    for (k = 0; k < common; k += 8) {
        __m256i equal = _mm256_cmpeq_epi32(sums(s.t, t, k), wanted);
        if (k == whole) equal = _mm256_andnot_si256(tail, equal);
        for (int lanes = _mm256_movemask_ps(_mm256_castsi256_ps(equal)); lanes; lanes &= lanes - 1)
            mlg__kernel_tie(s, b, at, k + __builtin_ctz((unsigned)lanes), &best);
    }
    return best;
}

AVX2 static void block(struct kernel_planes source, struct kernel_planes planes, const size_t *at, const int32_t *common,
                       int32_t count, struct arc_weight *out)
{
    for (int32_t j = 0; j < count; j++) out[j] = pair(source, planes, at[j], common[j]);
}

const struct kernel mlg__kernel_avx2 = { "avx2", block };
#else
bool mlg__has_avx2(void) { return false; }
const struct kernel mlg__kernel_avx2 = { "avx2", NULL };
#endif
