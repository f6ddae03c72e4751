/* graph_file.h — a road graph as sections of a file (sections.h), and back with every index checked. */
#ifndef MLG_ROADS_GRAPH_FILE_H
#define MLG_ROADS_GRAPH_FILE_H

#include "roads/graph.h"
#include "roads/sections.h"

enum { MLG_GRAPH_SECTIONS_MAX = 20 };

/* What does not fit an array; the first section of the file. */
struct graph_meta {
    char built_by[24]; /* version of the program */
    char source[128], date[24];
    int32_t west_e7, south_e7, east_e7, north_e7;
    uint8_t turns, osm, elevation, unused[5];
};

/* Fills sections, which borrow g and meta; returns their number. */
int32_t mlg__graph_sections(const struct road_graph *g, struct graph_meta *meta, struct section *sections);
/* g borrows the file, its memory stays empty. Nothing in the file can lead outside of an array afterwards: indices, starts
 * and the bytes of every shape were walked. O(bytes). Errors: MLG_BAD_INPUT. */
mlg_status mlg__graph_open(const struct sections *file, struct road_graph *g, struct graph_meta *meta, mlg_error *err);

#endif
