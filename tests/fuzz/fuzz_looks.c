/* fuzz_looks.c — any bytes looked at by who expected another file: some kind, and a sentence in both languages. */
#include <stdlib.h>

#include "io/looks.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const enum looks looks = mlg__looks((const char *)data, size);
    if (looks < LOOKS_UNKNOWN || looks >= LOOKS_COUNT) abort();
    for (int lang = MLG_EN; lang <= MLG_FR; lang++) {
        mlg_findings *found = mlg_findings_new((mlg_lang)lang);
        if (mlg__find_other(found, "fuzz", TXT("a table", "une table"), looks) != MLG_BAD_INPUT) abort();
        if (!mlg_findings_at(found, false, 0)->message[0]) abort();
        mlg_findings_free(found);
    }
    return 0;
}
