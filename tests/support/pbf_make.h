/* pbf_make.h — write small OpenStreetMap files in memory, for tests of their reader.
 *
 *     struct osm_file f = osm_file(0);
 *     osm_node(&f, 1, 2.35, 48.85, "barrier=gate");
 *     osm_way(&f, 10, "1 2 3", "highway=primary|oneway=yes");
 *     osm_relation(&f, 20, "from:w10 via:n2 to:w11", "type=restriction|restriction=no_left_turn");
 *     osm_file_end(&f);                 f.bytes: the file
 *
 * Nodes, ways and relations each go to a block of their own, unless OSM_ONE_BLOCK. */
#ifndef MLG_TESTS_PBF_MAKE_H
#define MLG_TESTS_PBF_MAKE_H

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/text.h"
#include "roads/map.h"
#include "roads/source.h"
#include "support/test.h"

enum { OSM_PACKED = 1, OSM_SORTED = 2, OSM_PLAIN_NODES = 4, OSM_WAYS_FIRST = 8, OSM_SCALED = 16, OSM_HISTORY = 32 };
enum { OSM_STRINGS_MAX = 4000 };

struct osm_file {
    unsigned form;
    struct text groups[3]; /* nodes, ways, relations: group messages */
    char *strings[OSM_STRINGS_MAX];
    int32_t string_count;
    struct text bytes; /* the file, after osm_file_end() */
};

static inline void put_varint(struct text *t, uint64_t v)
{
    char c;
    for (; v >= 128; v >>= 7) c = (char)(v | 128), text_bytes(t, &c, 1);
    c = (char)v;
    text_bytes(t, &c, 1);
}
static inline uint64_t zigzag(int64_t v) { return (uint64_t)v << 1 ^ (uint64_t)(v >> 63); }
static inline void put_number(struct text *t, uint32_t field, uint64_t v)
{
    put_varint(t, field << 3);
    put_varint(t, v);
}
static inline void put_text(struct text *t, uint32_t field, const char *s, size_t n)
{
    put_varint(t, field << 3 | 2);
    put_varint(t, n);
    text_bytes(t, s, n);
}
/* Consumes inner. */
static inline void put_message(struct text *t, uint32_t field, struct text *inner)
{
    put_text(t, field, inner->data ? inner->data : "", inner->length);
    text_free(inner);
    *inner = (struct text) { 0 };
}

static inline struct osm_file osm_file(unsigned form)
{
    struct osm_file f = { .form = form, .string_count = 1 };
    f.strings[0] = calloc(1, 1);
    return f;
}

static inline uint32_t osm_string(struct osm_file *f, const char *s, size_t n)
{
    for (int32_t i = 1; i < f->string_count; i++)
        if (strlen(f->strings[i]) == n && !memcmp(f->strings[i], s, n)) return (uint32_t)i;
    assert_true(f->string_count < OSM_STRINGS_MAX);
    char *copy = calloc(1, n + 1);
    memcpy(copy, s, n);
    f->strings[f->string_count] = copy;
    return (uint32_t)f->string_count++;
}

/* "key=value|key=value" as packed fields 2 and 3. */
static inline void osm_tags(struct osm_file *f, const char *tags, struct text *out)
{
    struct text keys = { 0 }, values = { 0 };
    while (tags && *tags) {
        const size_t n = strcspn(tags, "|"), k = strcspn(tags, "=");
        put_varint(&keys, osm_string(f, tags, k));
        put_varint(&values, osm_string(f, tags + k + 1, n - k - 1));
        tags += n + (tags[n] == '|');
    }
    put_message(out, 2, &keys);
    put_message(out, 3, &values);
}

static inline int64_t osm_e7(const struct osm_file *f, double degrees)
{
    const double scale = f->form & OSM_SCALED ? 1e6 : 1e7; /* granularity 1000 then */
    return (int64_t)(degrees * scale + (degrees < 0 ? -0.5 : 0.5));
}

static inline void osm_node(struct osm_file *f, int64_t id, double lon, double lat, const char *tags)
{
    struct text node = { 0 };
    if (f->form & OSM_PLAIN_NODES) {
        put_number(&node, 1, zigzag(id));
        osm_tags(f, tags, &node);
        put_number(&node, 8, zigzag(osm_e7(f, lat)));
        put_number(&node, 9, zigzag(osm_e7(f, lon)));
        put_message(&f->groups[0], 1, &node);
        return;
    }
    struct text ids = { 0 }, lats = { 0 }, lons = { 0 }, kv = { 0 }; /* a dense group of one: state restarts in each */
    put_varint(&ids, zigzag(id));
    put_varint(&lats, zigzag(osm_e7(f, lat)));
    put_varint(&lons, zigzag(osm_e7(f, lon)));
    put_message(&node, 1, &ids);
    put_message(&node, 8, &lats);
    put_message(&node, 9, &lons);
    while (tags && *tags) {
        const size_t n = strcspn(tags, "|"), k = strcspn(tags, "=");
        put_varint(&kv, osm_string(f, tags, k));
        put_varint(&kv, osm_string(f, tags + k + 1, n - k - 1));
        tags += n + (tags[n] == '|');
    }
    if (kv.length) {
        put_varint(&kv, 0);
        put_message(&node, 10, &kv);
    }
    put_message(&f->groups[0], 2, &node);
}

static inline void osm_way(struct osm_file *f, int64_t id, const char *refs, const char *tags)
{
    struct text way = { 0 }, packed = { 0 };
    int64_t before = 0;
    char *end;
    put_number(&way, 1, (uint64_t)id);
    osm_tags(f, tags, &way);
    for (const char *at = refs; *at; at = end + (*end == ' ')) {
        const int64_t ref = strtoll(at, &end, 10);
        put_varint(&packed, zigzag(ref - before));
        before = ref;
    }
    put_message(&way, 8, &packed);
    put_message(&f->groups[1], 3, &way);
}

/* members "role:n12 role:w13": node, way or relation (r). */
static inline void osm_relation(struct osm_file *f, int64_t id, const char *members, const char *tags)
{
    struct text relation = { 0 }, roles = { 0 }, ids = { 0 }, types = { 0 };
    int64_t before = 0;
    char *end;
    put_number(&relation, 1, (uint64_t)id);
    osm_tags(f, tags, &relation);
    for (const char *at = members; *at; at = end + (*end == ' ')) {
        const size_t n = strcspn(at, ":");
        put_varint(&roles, osm_string(f, at, n));
        put_varint(&types, at[n + 1] == 'n' ? 0 : at[n + 1] == 'w' ? 1 : 2);
        const int64_t member = strtoll(at + n + 2, &end, 10);
        put_varint(&ids, zigzag(member - before));
        before = member;
    }
    put_message(&relation, 8, &roles);
    put_message(&relation, 9, &ids);
    put_message(&relation, 10, &types);
    put_message(&f->groups[2], 4, &relation);
}

/* Frame a block: consumes content. */
static inline void put_blob(struct text *file, const char *type, struct text *content, bool packed)
{
    struct text blob = { 0 }, header = { 0 };
    const char *data = content->data ? content->data : "";
    if (packed) {
        uLongf size = compressBound((uLong)content->length);
        Bytef *out = malloc(size);
        assert_int_equal(compress(out, &size, (const Bytef *)data, (uLong)content->length), Z_OK);
        put_number(&blob, 2, content->length);
        put_text(&blob, 3, (const char *)out, size);
        free(out);
    } else {
        put_text(&blob, 1, data, content->length);
    }
    text_free(content);
    put_text(&header, 1, type, strlen(type));
    put_number(&header, 3, blob.length);
    const unsigned char length[4] = { 0, 0, (unsigned char)(header.length >> 8), (unsigned char)header.length };
    text_bytes(file, (const char *)length, 4);
    text_bytes(file, header.data, header.length);
    text_bytes(file, blob.data, blob.length);
    text_free(&header);
    text_free(&blob);
}

static inline void osm_file_end(struct osm_file *f)
{
    struct text header = { 0 };
    const bool packed = f->form & OSM_PACKED;
    put_text(&header, 4, "OsmSchema-V0.6", 14);
    put_text(&header, 4, "DenseNodes", 10);
    if (f->form & OSM_HISTORY) put_text(&header, 4, "HistoricalInformation", 21);
    if (f->form & OSM_SORTED) put_text(&header, 5, "Sort.Type_then_ID", 17);
    put_number(&header, 32, 1433549000);
    put_blob(&f->bytes, "OSMHeader", &header, packed);
    for (int k = 0; k < 3; k++) {
        const int kind = f->form & OSM_WAYS_FIRST ? 2 - k : k;
        struct text block = { 0 }, table = { 0 };
        if (!f->groups[kind].length) continue;
        for (int32_t i = 0; i < f->string_count; i++) put_text(&table, 1, f->strings[i], strlen(f->strings[i]));
        put_message(&block, 1, &table);
        put_message(&block, 2, &f->groups[kind]);
        if (f->form & OSM_SCALED) put_number(&block, 17, 1000);
        put_blob(&f->bytes, "OSMData", &block, packed);
    }
    for (int32_t i = 0; i < f->string_count; i++) free(f->strings[i]);
    f->string_count = 0;
}

static inline struct source osm_source(const struct osm_file *f)
{
    return (struct source) { .bytes = (const uint8_t *)f->bytes.data, .size = f->bytes.length, .name = "made.osm.pbf" };
}

#endif
