/* looks.h — what a file looks like, for who gave the wrong one: a table where JSON is read, a scenario where a day's
 * work is. */
#ifndef MLG_IO_LOOKS_H
#define MLG_IO_LOOKS_H

#include <stddef.h>

#include "base/error.h"

enum looks {
    LOOKS_UNKNOWN,
    LOOKS_ARCHIVE, /* a spreadsheet too */
    LOOKS_ROADS,
    LOOKS_OSM,
    LOOKS_XML,
    LOOKS_SCENARIO, /* scenario.json */
    LOOKS_PLAN,     /* plan.json of a network, a location problem or rounds */
    LOOKS_GEOJSON,
    LOOKS_TASKS,  /* VROOM's problem */
    LOOKS_ANSWER, /* VROOM's answer */
    LOOKS_JSON,   /* any other */
    LOOKS_VRPLIB,
    LOOKS_SOLOMON,
    LOOKS_SOL,
    LOOKS_STOPS, /* a table with a longitude and a latitude */
    LOOKS_TABLE, /* any other */
    LOOKS_COUNT
};

/* By content alone, from its first 64 KiB; LOOKS_UNKNOWN rather than a wrong guess. */
enum looks mlg__looks(const char *bytes, size_t size);
static inline bool mlg__looks_json(enum looks looks) { return looks >= LOOKS_SCENARIO && looks <= LOOKS_JSON; }

/* An error at file: wanted ("a table") is read here, it looks like something else, and what reads that. */
mlg_status mlg__find_other(mlg_findings *found, const char *file, struct mlg_txt wanted, enum looks looks);

#endif
