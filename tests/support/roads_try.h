/* roads_try.h — any bytes as a road file: checksums are set right first, so that what lies behind them is reached; then the
 * file is opened and asked for everything. Nothing may crash, whatever it holds. */
#ifndef MLG_TESTS_ROADS_TRY_H
#define MLG_TESTS_ROADS_TRY_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "maillage/roads.h"
#include "roads/sections.h"

/* The layout of sections.c: a head of 32 bytes, rows of 40. */
static inline void roads_seal(uint8_t *bytes, size_t size)
{
    enum { HEAD = 32, ROW = 40, COUNT_AT = 16, CRC_AT = 20, SIZE_AT = 24 };
    uint32_t count, crc;
    const uint64_t length = size;
    if (size < HEAD) return;
    memcpy(&count, bytes + COUNT_AT, sizeof count);
    if (count > 256 || HEAD + (size_t)count * ROW > size) return;
    memcpy(bytes + SIZE_AT, &length, sizeof length);
    for (uint32_t i = 0; i < count; i++) {
        uint8_t *row = bytes + HEAD + (size_t)i * ROW;
        uint32_t item_bytes;
        uint64_t items, offset;
        memcpy(&item_bytes, row + 16, sizeof item_bytes);
        memcpy(&items, row + 24, sizeof items);
        memcpy(&offset, row + 32, sizeof offset);
        if (offset > size || !item_bytes || items > (size - offset) / item_bytes) continue;
        crc = mlg__crc32c(0, bytes + offset, items * item_bytes);
        memcpy(row + 20, &crc, sizeof crc);
    }
    memset(bytes + CRC_AT, 0, sizeof crc);
    crc = mlg__crc32c(0, bytes, HEAD + (size_t)count * ROW);
    memcpy(bytes + CRC_AT, &crc, sizeof crc);
}

static inline mlg_flow roads_ignore(int32_t first_row, int32_t row_count, const mlg_leg *legs, void *user)
{
    for (int32_t i = 0; i < 5 * row_count; i++) *(int64_t *)user += legs[i].time_s + first_row;
    return MLG_CONTINUE;
}

/* Returns whether the file was taken. */
static inline bool roads_try(const uint8_t *data, size_t size)
{
    static const char *const profiles[] = { "van", "truck:mass_t=12,height_m=3.5", "cargobike" };
    static char path[64];
    mlg_roads *roads = NULL;
    mlg_error err = { 0 };
    if (!path[0]) snprintf(path, sizeof path, "/tmp/roads-try-%ld.roads", (long)getpid());
    uint8_t *copy = malloc(size + 1);
    FILE *f = fopen(path, "wb");
    if (!f || !copy) abort();
    if (size) memcpy(copy, data, size);
    roads_seal(copy, size);
    if (fwrite(copy, 1, size, f) != size || fclose(f)) abort();
    free(copy);
    const mlg_status opened = mlg_roads_open(path, &roads, &err);
    remove(path);
    if (opened) {
        if (roads || !err.message[0]) abort();
        return false;
    }
    const mlg_roads_info about = mlg_roads_about(roads);
    for (int p = 0; p < 3; p++) {
        mlg_metric *m;
        mlg_snapped at[5];
        mlg_point points[5];
        int64_t sum = 0;
        if (mlg_metric_make(roads, &(mlg_metric_spec) { .profile = profiles[p], .islands = p == 1, .curb = p == 2, .snap_radius_m = 5000 }, &m, NULL))
            continue;
        for (int i = 0; i < 5; i++)
            points[i] = (mlg_point) { about.south_deg + (about.north_deg - about.south_deg) * (i + 0.5) / 5,
                                      about.west_deg + (about.east_deg - about.west_deg) * (4.5 - i) / 5 };
        mlg_snap(m, points, 5, at);
        for (int i = 0; i < 5; i++) mlg_snap_words(m, &at[i], &err);
        mlg_roads_matrix(m, at, 5, at, 5, 1, roads_ignore, &sum, NULL);
        mlg_path *path_found = NULL;
        if (!mlg_roads_route(m, at, 5, &path_found, NULL)) mlg_path_free(path_found);
        mlg_reach *reach = NULL;
        const int32_t limit_s = 60;
        if (!mlg_roads_reach(m, &at[2], &limit_s, 1, 200, &reach, NULL)) mlg_reach_free(reach);
        mlg_metric_free(m);
    }
    mlg_roads_free(roads);
    return true;
}

#endif
