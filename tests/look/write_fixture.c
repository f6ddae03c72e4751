/* write_fixture.c — write_fixture en|fr OUT.html [demand.csv]: a report of the fixture, for the eye and for look.mjs.
 */
#include <stdio.h>
#include <string.h>

#include "report/report.h"
#include "support/report_fixture.h"

int main(int argc, char **argv)
{
    if (argc < 3) return fprintf(stderr, "usage: write_fixture en|fr OUT.html [demand.csv]\n"), 2;
    const mlg_lang lang = strcmp(argv[1], "fr") ? MLG_EN : MLG_FR;
    struct report_fixture f;
    struct text out = { 0 };
    mlg_error err = { .lang = lang };
    int failed = !report_fixture_make(&f, argc > 3 ? argv[3] : NULL, lang);
    if (!failed) failed = mlg__report_write(f.s, NULL, f.plan, lang, &out, &err) != MLG_OK;
    FILE *file = failed ? NULL : fopen(argv[2], "wb");
    if (file) {
        failed = fwrite(out.data, 1, out.length, file) != out.length;
        failed |= fclose(file) != 0;
    }
    if (!file || failed) fprintf(stderr, "write_fixture: %s not written\n", argv[2]);
    text_free(&out);
    report_fixture_free(&f);
    return !file || failed;
}
