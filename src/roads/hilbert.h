/* hilbert.h — places in the order of a Hilbert curve: what is near on the map is near in the file. */
#ifndef MLG_ROADS_HILBERT_H
#define MLG_ROADS_HILBERT_H

#include <stdint.h>

/* Where (x, y) stands on the curve through a grid of 2^32 x 2^32; the upper 2k bits are the place of the upper k of both. */
static inline uint64_t mlg__hilbert(uint32_t x, uint32_t y)
{
    uint64_t d = 0;
    for (int bit = 31; bit >= 0; bit--) {
        const uint32_t rx = x >> bit & 1, ry = y >> bit & 1;
        d = d << 2 | ((3 * rx) ^ ry);
        if (ry == 0) { /* turn the quadrant */
            if (rx) x = ~x, y = ~y;
            const uint32_t swap = x;
            x = y;
            y = swap;
        }
    }
    return d;
}

#endif
