/* report/outlines.c — see outlines.h. The embedded text is ours and well formed: code, name, numbers, tabs between. */
#include "report/outlines.h"

#include <stdlib.h>
#include <string.h>

extern const unsigned char mlg__embedded_outlines_regions[];
extern const unsigned char mlg__embedded_outlines_departements[];

/* Count the numbers of a line, and whether its own box meets the asked one. */
static int32_t look_at(const char *numbers, const struct box *box, bool *meets)
{
    double west = 400, south = 400, east = -400, north = -400;
    int32_t count = 0;
    char *end;
    for (const char *s = numbers; *s && *s != '\n'; s = end, count++) {
        const double degrees = (double)strtol(s, &end, 10) / 10000;
        if (end == s) break;
        if (count % 2 == 0) {
            if (degrees < west) west = degrees;
            if (degrees > east) east = degrees;
        } else {
            if (degrees < south) south = degrees;
            if (degrees > north) north = degrees;
        }
    }
    *meets = west < box->east && east > box->west && south < box->north && north > box->south;
    return count;
}

struct rings mlg__outlines(enum outline_kind kind, const struct box *box, struct arena *arena)
{
    const char *text =
        (const char *)(kind == OUTLINE_REGION ? mlg__embedded_outlines_regions : mlg__embedded_outlines_departements);
    int32_t lines = 0;
    for (const char *s = text; *s; s++) lines += *s == '\n';
    struct rings rings = { 0, arena_array(arena, struct ring, lines) };
    if (!rings.items) return rings;
    for (const char *line = text; *line; line = strchr(line, '\n') + 1) {
        const char *numbers = strchr(strchr(line, '\t') + 1, '\t') + 1;
        bool meets;
        const int32_t count = look_at(numbers, box, &meets);
        if (!meets) continue;
        struct ring ring = { count / 2, arena_array(arena, int32_t, count) };
        if (!ring.lon_lat) return rings;
        char *end = NULL;
        for (int32_t i = 0; i < count; i++, numbers = end) ring.lon_lat[i] = (int32_t)strtol(numbers, &end, 10);
        rings.items[rings.count++] = ring;
    }
    return rings;
}
