/* crc32c.c — the checksum of sections: by the processor's own instruction where it has one, else eight tables. */
#include <string.h>

#include "roads/sections.h"

#define POLYNOMIAL 0x82f63b78u /* Castagnoli, bits reversed */

struct crc_tables { uint32_t byte[8][256]; };

static void fill(struct crc_tables *t)
{
    for (uint32_t i = 0; i < 256; i++) {
        uint32_t c = i;
        for (int bit = 0; bit < 8; bit++) c = c & 1 ? c >> 1 ^ POLYNOMIAL : c >> 1;
        t->byte[0][i] = c;
    }
    for (uint32_t i = 0; i < 256; i++)
        for (int k = 1; k < 8; k++) t->byte[k][i] = t->byte[k - 1][i] >> 8 ^ t->byte[0][t->byte[k - 1][i] & 255];
}

uint32_t mlg__crc32c_plain(uint32_t crc, const void *bytes, size_t count)
{
    struct crc_tables t; /* 2,000 steps to fill: nothing beside a section of a map */
    const unsigned char *p = bytes;
    fill(&t);
    crc = ~crc;
    for (; count >= 8; count -= 8, p += 8)
        crc = t.byte[7][(crc ^ p[0]) & 255] ^ t.byte[6][(crc >> 8 ^ p[1]) & 255] ^ t.byte[5][(crc >> 16 ^ p[2]) & 255] ^
              t.byte[4][crc >> 24 ^ p[3]] ^ t.byte[3][p[4]] ^ t.byte[2][p[5]] ^ t.byte[1][p[6]] ^ t.byte[0][p[7]];
    for (; count; count--, p++) crc = t.byte[0][(crc ^ *p) & 255] ^ crc >> 8;
    return ~crc;
}

#if defined(__x86_64__) && defined(__GNUC__)
#include <nmmintrin.h>

__attribute__((target("sse4.2"))) static uint32_t by_instruction(uint32_t crc, const void *bytes, size_t count)
{
    const unsigned char *p = bytes;
    uint64_t c = ~crc;
    for (; count >= 8; count -= 8, p += 8) {
        uint64_t word;
        memcpy(&word, p, sizeof word);
        c = _mm_crc32_u64(c, word);
    }
    for (; count; count--, p++) c = _mm_crc32_u8((uint32_t)c, *p);
    return ~(uint32_t)c;
}

uint32_t mlg__crc32c(uint32_t crc, const void *bytes, size_t count)
{
    return __builtin_cpu_supports("sse4.2") ? by_instruction(crc, bytes, count) : mlg__crc32c_plain(crc, bytes, count);
}
#else
uint32_t mlg__crc32c(uint32_t crc, const void *bytes, size_t count) { return mlg__crc32c_plain(crc, bytes, count); }
#endif
