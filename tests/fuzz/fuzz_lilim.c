/* fuzz_lilim.c — any bytes as a Li and Lim file: refused with a place, or a problem whose legs can be asked for. */
#include "io/lilim.h"
#include "support/fuzz_reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_routing_reader(mlg__lilim_read, "fuzz.txt", data, size);
}
