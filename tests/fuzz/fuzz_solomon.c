/* fuzz_solomon.c — any bytes as a Solomon file: refused with a place, or a problem whose legs can be asked for. */
#include "io/solomon.h"
#include "support/fuzz_reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_routing_reader(mlg__solomon_read, "fuzz.txt", data, size);
}
