/* pbf.h — read OpenStreetMap files (.osm.pbf) block by block.
 *
 * A file is a row of blobs. mlg__pbf_open() walks their headers only; mlg__pbf_decode() unpacks one blob and shows what
 * is in it to a visitor. Blobs are independent: any number of threads may decode, each with its own scratch. Cost:
 * unpacking, and about as much again for decoding. Format: OpenStreetMap wiki, PBF Format.
 *
 * Limits, each an error that tells the byte: blob header 64 KiB, blob 32 MiB packed and unpacked, unpacked size as
 * announced, 65,535 nodes a way, string numbers inside the block's table, coordinates inside +-180 and +-90, ids above
 * 0. */
#ifndef MLG_ROADS_PBF_H
#define MLG_ROADS_PBF_H

#include "base/inflate.h"
#include "maillage/base.h"
#include "roads/source.h"
#include "roads/wire.h"

enum { PBF_BLOB_MAX = 32 << 20, PBF_HEADER_MAX = 64 << 10, PBF_REFS_MAX = 65535, PBF_ROLES_MAX = 1 << 20 };

struct pbf_blob {
    size_t offset;
    uint32_t size;
}; /* of the Blob message; OSMData only */

struct pbf {
    const struct source *source; /* borrowed */
    struct pbf_blob *blobs;
    int32_t blob_count, blob_cap;
    bool sorted; /* says so: nodes, ways, relations, each by ascending id */
    char date[24];     /* replication time, "2025-01-19T21:21:02Z", or "" */
};

struct pbf_text {
    const uint8_t *bytes;
    uint32_t length;
};
struct pbf_tag {
    uint32_t key, value;
}; /* numbers of strings of the block, checked */

struct pbf_block {
    int32_t string_count;
    const struct pbf_text *strings;
};
struct pbf_nodes { /* one group */
    int32_t count;
    const int64_t *id;
    const int32_t *lon_e7, *lat_e7;
    const struct pbf_tag *tags;
    const int32_t *tag_first; /* [count + 1], or NULL: no node has tags */
};
struct pbf_way {
    int64_t id;
    const struct pbf_tag *tags;
    int32_t tag_count, ref_count;
    struct wire refs; /* zigzag differences; ref_count of them, checked */
};
struct pbf_member {
    int64_t id;
    uint32_t role;
    uint8_t type;
}; /* type 0 node, 1 way, 2 relation */
struct pbf_relation {
    int64_t id;
    const struct pbf_tag *tags;
    const struct pbf_member *members;
    int32_t tag_count, member_count;
};

/* NULL: things of this kind are passed over. A function returns false to stop without memory. */
struct pbf_visitor {
    void *user;
    bool (*block)(void *user, const struct pbf_block *b); /* before what is in it */
    bool (*nodes)(void *user, const struct pbf_nodes *n);
    bool (*way)(void *user, const struct pbf_way *w);
    bool (*relation)(void *user, const struct pbf_relation *r);
};

enum pbf_kind { PBF_NODES = 1, PBF_WAYS = 2, PBF_RELATIONS = 4 };

/* Memory of one decoding thread: zeroed before the first use, freed at the end. */
struct pbf_scratch {
    struct inflater inflater;
    bool inflater_started;
    uint8_t *raw;
    struct pbf_text *strings;
    int64_t *ids;
    int32_t *lons, *lats, *tag_first;
    struct pbf_tag *tags;
    struct pbf_member *members;
    int32_t raw_cap, string_cap, id_cap, lon_cap, lat_cap, first_cap, tag_cap, member_cap;
};

/* source stays open as long as p. Errors: MLG_BAD_INPUT (no PBF, cut short, a feature we lack), MLG_OVER_LIMIT,
 * MLG_NO_MEMORY. Free p in every case. */
mlg_status mlg__pbf_open(const struct source *source, struct pbf *p, mlg_error *err);
void mlg__pbf_close(struct pbf *p);

/* Show what blob i holds to v, in the order of the file. kinds, when given, receives what the blob holds, passed over
 * or not. Errors as above. */
mlg_status mlg__pbf_decode(const struct pbf *p, int32_t i, struct pbf_scratch *scratch, const struct pbf_visitor *v,
                           unsigned *kinds, mlg_error *err);
void mlg__pbf_scratch_free(struct pbf_scratch *s);

#endif
