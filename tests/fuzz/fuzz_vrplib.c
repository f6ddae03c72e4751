/* fuzz_vrplib.c — any bytes as a VRPLIB file: refused with a place, or a problem whose legs can be asked for. */
#include "io/vrplib.h"
#include "support/fuzz_reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_routing_reader(mlg__vrplib_read, "fuzz.vrp", data, size);
}
