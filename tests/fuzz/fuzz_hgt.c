/* fuzz_hgt.c — any bytes as an elevation tile, plain or zipped: a tile that can be asked anywhere, or an error with
 * words. */
#include <stdlib.h>

#include "base/memory.h"
#include "roads/dem.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct dem_tile t = { .lon_deg = 7, .lat_deg = 43 };
    mlg_error err = { 0 };
    const mlg_status status = mlg__dem_read("fuzz.hgt", data, size, &t, &err);
    if (status && !err.message[0]) abort();
    for (int i = 0; !status && i < 100; i++) {
        double h = 0;
        bool near_void;
        if (mlg__dem_at(&t, 7 + i / 99.0, 43 + (i * 37 % 100) / 99.0, &h, &near_void) && !(h > -32769 && h < 32768))
            abort();
    }
    mlg__free(t.metres);
    return 0;
}
