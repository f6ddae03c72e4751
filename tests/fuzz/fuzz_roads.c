/* fuzz_roads.c — any bytes as a road file: refused with a word, or every question gets an answer. */
#include "support/roads_try.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    roads_try(data, size);
    return 0;
}
