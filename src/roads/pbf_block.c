/* pbf_block.c — what one blob of a PBF file holds: string table, dense and plain nodes, ways, relations. See pbf.h.
 *
 * A block is walked twice: the string table and the scale of coordinates first, as they may stand after the groups.
 * Every number of a string is checked against the table here, so that visitors can use it. */
#include "roads/pbf_block.h"

#include <stdio.h>
#include <string.h>

#include "base/memory.h"

/* Where decoding stands, and the first thing that went wrong. */
struct decoder {
    const struct source *source;
    size_t offset; /* of the blob in the file */
    struct pbf_scratch *s;
    const struct pbf_visitor *v;
    struct pbf_block block;
    int64_t granularity, lat_offset, lon_offset; /* 1e-9 degree */
    unsigned kinds;
    mlg_error *err;
};

static mlg_status bad(const struct decoder *d, struct mlg_txt message)
{
    return mlg__pbf_bad(d->source, d->offset, d->err, message,
                        TXT("the block at this byte is damaged: fetch the file again",
                            "le bloc à cet octet est abîmé : téléchargez de nouveau le fichier"));
}

static mlg_status no_memory(const struct decoder *d) { return mlg__no_memory(d->err, "a block of the map"); }

mlg_status mlg__pbf_unpack(const struct source *s, struct pbf_blob blob, struct pbf_scratch *scratch,
                           struct wire *content, mlg_error *err)
{
    struct wire w = { s->bytes + blob.offset, s->bytes + blob.offset + blob.size }, packed = { 0 };
    uint64_t raw_size = UINT64_MAX;
    struct field f;
    enum wire_step step;
    *content = (struct wire) { 0 };
    while ((step = wire_next(&w, &f)) == WIRE_FIELD) {
        if (f.number == 1 && f.type == 2) *content = f.bytes;
        else if (f.number == 2 && f.type == 0) raw_size = f.value;
        else if (f.number == 3 && f.type == 2) packed = f.bytes;
        else if (f.number >= 4 && f.number <= 7 && f.type == 2)
            return mlg__pbf_bad(s, blob.offset, err,
                                TXT("the block is packed by lzma, lz4, bzip2 or zstd, which this reader lacks",
                                    "le bloc est compressé par lzma, lz4, bzip2 ou zstd, que ce lecteur n'a pas"),
                                TXT("write it anew: osmium cat map.osm.pbf -o plain.osm.pbf",
                                    "réécrivez-le : osmium cat carte.osm.pbf -o simple.osm.pbf"));
    }
    if (step == WIRE_BAD || (!content->at && !packed.at))
        return mlg__pbf_bad(s, blob.offset, err, TXT("a damaged block", "un bloc abîmé"), NO_HINT);
    if (content->at) {
        if (content->end - content->at > PBF_BLOB_MAX)
            return mlg__pbf_bad(s, blob.offset, err, TXT("a block of more than 32 MiB", "un bloc de plus de 32 Mio"),
                                NO_HINT);
        return MLG_OK;
    }
    if (raw_size > PBF_BLOB_MAX)
        return mlg__pbf_bad(s, blob.offset, err,
                            TXT("the block says it unpacks to more than 32 MiB, or does not say its size",
                                "le bloc annonce plus de 32 Mio une fois décompressé, ou n'annonce pas sa taille"),
                            NO_HINT);
    if (!mlg__room(&scratch->raw, &scratch->raw_cap, (int64_t)raw_size + 1, sizeof *scratch->raw))
        return mlg__no_memory(err, "a block of the map");
    if (!scratch->inflater_started && !(scratch->inflater_started = mlg__inflater_start(&scratch->inflater)))
        return mlg__no_memory(err, "a block of the map");
    if (!mlg__inflate(&scratch->inflater, INFLATE_ZLIB, packed.at, (size_t)(packed.end - packed.at), scratch->raw,
                      (size_t)raw_size))
        return mlg__pbf_bad(
            s, blob.offset, err,
            TXT("the block does not unpack to the size it says",
                "le bloc ne se décompresse pas à la taille qu'il annonce"),
            TXT("the file is damaged: fetch it again", "le fichier est abîmé : téléchargez-le de nouveau"));
    *content = (struct wire) { scratch->raw, scratch->raw + raw_size };
    return MLG_OK;
}

static mlg_status read_strings(struct decoder *d, struct wire w)
{
    struct field f;
    enum wire_step step;
    int32_t n = 0;
    while ((step = wire_next(&w, &f)) == WIRE_FIELD) {
        if (f.number != 1 || f.type != 2) continue;
        if (!mlg__room(&d->s->strings, &d->s->string_cap, (int64_t)n + 1, sizeof *d->s->strings)) return no_memory(d);
        d->s->strings[n++] = (struct pbf_text) { f.bytes.at, (uint32_t)(f.bytes.end - f.bytes.at) };
    }
    if (step == WIRE_BAD) return bad(d, TXT("the string table is damaged", "la table des textes est abîmée"));
    d->block = (struct pbf_block) { n, d->s->strings };
    return MLG_OK;
}

/* Packed numbers of strings, or one that is not packed, into keys or values of the tags from `first` on. */
static mlg_status read_tag_side(struct decoder *d, const struct field *f, bool is_value, int32_t *count)
{
    struct wire w = f->bytes;
    const size_t more = f->type == 2 ? wire_packed_count(w) : 1;
    uint64_t v = f->value;
    if (!mlg__room(&d->s->tags, &d->s->tag_cap, (int64_t)*count + (int64_t)more, sizeof *d->s->tags))
        return no_memory(d);
    for (size_t i = 0; i < more; i++) {
        if (f->type == 2 && !wire_varint(&w, &v))
            return bad(d, TXT("a damaged list of tags", "une liste de tags abîmée"));
        if (v >= (uint64_t)d->block.string_count)
            return bad(d, TXT("a tag names a text outside the table", "un tag désigne un texte hors de la table"));
        struct pbf_tag *t = &d->s->tags[(*count)++];
        if (is_value) t->value = (uint32_t)v;
        else t->key = (uint32_t)v;
    }
    if (f->type == 2 && w.at != w.end) return bad(d, TXT("a damaged list of tags", "une liste de tags abîmée"));
    return MLG_OK;
}

/* Counts of keys and values read so far, while fields 2 and 3 come in any order. */
struct tag_counts {
    int32_t keys, values;
};

static mlg_status read_tag_field(struct decoder *d, const struct field *f, struct tag_counts *n)
{
    if (f->type != 2 && f->type != 0) return MLG_OK;
    return f->number == 2 ? read_tag_side(d, f, false, &n->keys) : read_tag_side(d, f, true, &n->values);
}

static mlg_status check_tags(const struct decoder *d, struct tag_counts n)
{
    return n.keys == n.values ? MLG_OK
                              : bad(d, TXT("more keys than values in a list of tags",
                                           "plus de clés que de valeurs dans une liste de tags"));
}

/* (offset + granularity * value) nano-degrees to 1e-7 degree, half away from zero; false outside +-limit degrees.
 * Almost all files have granularity 100 and no offset: the value is in 1e-7 degree as it stands. */
static inline bool to_e7(int64_t granularity, int64_t offset, int64_t value, int32_t limit_degrees, int32_t *e7)
{
    int64_t nano, sum, rounded = value;
    if (granularity != 100 || offset != 0) {
        if (__builtin_mul_overflow(granularity, value, &nano) || __builtin_add_overflow(nano, offset, &sum))
            return false;
        rounded = sum / 100 + (sum % 100 >= 50) - (sum % 100 <= -50);
    }
    if (rounded > limit_degrees * INT64_C(10000000) || rounded < -limit_degrees * INT64_C(10000000)) return false;
    *e7 = (int32_t)rounded;
    return true;
}

static mlg_status bad_node(const struct decoder *d, int64_t id)
{
    return id <= 0 ? bad(d, TXT("an id that is not above 0", "un identifiant qui n'est pas positif"))
                   : bad(d, TXT("a node outside the globe", "un nœud hors du globe"));
}

/* keys_vals: key, value, key, value, 0 for each node. */
static mlg_status read_dense_tags(struct decoder *d, struct wire w, int32_t count)
{
    struct pbf_scratch *s = d->s;
    const uint64_t texts = (uint64_t)d->block.string_count;
    int32_t n = 0;
    uint64_t key, value;
    if (!mlg__room(&s->tag_first, &s->first_cap, (int64_t)count + 1, sizeof *s->tag_first)) return no_memory(d);
    if (!mlg__room(&s->tags, &s->tag_cap, (int64_t)wire_packed_count(w) / 2 + 1, sizeof *s->tags)) return no_memory(d);
    for (int32_t i = 0; i < count; i++) {
        s->tag_first[i] = n;
        for (;;) {
            if (!wire_varint(&w, &key)) return bad(d, TXT("a damaged list of tags", "une liste de tags abîmée"));
            if (key == 0) break;
            if (!wire_varint(&w, &value)) return bad(d, TXT("a damaged list of tags", "une liste de tags abîmée"));
            if (key >= texts || value >= texts)
                return bad(d, TXT("a tag names a text outside the table", "un tag désigne un texte hors de la table"));
            s->tags[n++] = (struct pbf_tag) { (uint32_t)key, (uint32_t)value };
        }
    }
    s->tag_first[count] = n;
    return w.at == w.end ? MLG_OK : bad(d, TXT("a damaged list of tags", "une liste de tags abîmée"));
}

static bool node_room(struct decoder *d, size_t count)
{
    struct pbf_scratch *s = d->s;
    return mlg__room(&s->ids, &s->id_cap, (int64_t)count, sizeof *s->ids) &&
           mlg__room(&s->lons, &s->lon_cap, (int64_t)count, sizeof *s->lons) &&
           mlg__room(&s->lats, &s->lat_cap, (int64_t)count, sizeof *s->lats);
}

static mlg_status show_nodes(struct decoder *d, int32_t count, bool tagged)
{
    const struct pbf_nodes nodes = { count,      d->s->ids,  d->s->lons,
                                     d->s->lats, d->s->tags, tagged ? d->s->tag_first : NULL };
    return d->v->nodes(d->v->user, &nodes) ? MLG_OK : no_memory(d);
}

static mlg_status read_dense(struct decoder *d, struct wire w)
{
    struct wire ids = { 0 }, lats = { 0 }, lons = { 0 }, tags = { 0 };
    struct field f;
    enum wire_step step;
    while ((step = wire_next(&w, &f)) == WIRE_FIELD) {
        if (f.type != 2) continue;
        if (f.number == 1) ids = f.bytes;
        if (f.number == 8) lats = f.bytes;
        if (f.number == 9) lons = f.bytes;
        if (f.number == 10) tags = f.bytes;
    }
    const size_t count = wire_packed_count(ids);
    if (step == WIRE_BAD || count != wire_packed_count(lats) || count != wire_packed_count(lons))
        return bad(d, TXT("a damaged group of nodes", "un groupe de nœuds abîmé"));
    if (!node_room(d, count)) return no_memory(d);
    uint64_t id = 0, lat = 0, lon = 0, v;
    for (size_t i = 0; i < count; i++) {
        if (!wire_varint(&ids, &v)) return bad(d, TXT("a damaged group of nodes", "un groupe de nœuds abîmé"));
        id += (uint64_t)wire_zigzag(v);
        if (!wire_varint(&lats, &v)) return bad(d, TXT("a damaged group of nodes", "un groupe de nœuds abîmé"));
        lat += (uint64_t)wire_zigzag(v);
        if (!wire_varint(&lons, &v)) return bad(d, TXT("a damaged group of nodes", "un groupe de nœuds abîmé"));
        lon += (uint64_t)wire_zigzag(v);
        d->s->ids[i] = (int64_t)id;
        if ((int64_t)id <= 0 || !to_e7(d->granularity, d->lat_offset, (int64_t)lat, 90, &d->s->lats[i]) ||
            !to_e7(d->granularity, d->lon_offset, (int64_t)lon, 180, &d->s->lons[i]))
            return bad_node(d, (int64_t)id);
    }
    if (tags.at != tags.end) MLG_TRY(read_dense_tags(d, tags, (int32_t)count));
    return show_nodes(d, (int32_t)count, tags.at != tags.end);
}

static mlg_status read_node(struct decoder *d, struct wire w)
{
    struct field f;
    enum wire_step step;
    struct tag_counts n = { 0 };
    int64_t id = 0, lat = 0, lon = 0;
    if (!node_room(d, 1) || !mlg__room(&d->s->tag_first, &d->s->first_cap, 2, sizeof *d->s->tag_first))
        return no_memory(d);
    while ((step = wire_next(&w, &f)) == WIRE_FIELD) {
        if (f.number == 1 && f.type == 0) id = wire_zigzag(f.value);
        else if (f.number == 2 || f.number == 3) MLG_TRY(read_tag_field(d, &f, &n));
        else if (f.number == 8 && f.type == 0) lat = wire_zigzag(f.value);
        else if (f.number == 9 && f.type == 0) lon = wire_zigzag(f.value);
    }
    if (step == WIRE_BAD) return bad(d, TXT("a damaged node", "un nœud abîmé"));
    MLG_TRY(check_tags(d, n));
    if (id <= 0 || !to_e7(d->granularity, d->lat_offset, lat, 90, &d->s->lats[0]) ||
        !to_e7(d->granularity, d->lon_offset, lon, 180, &d->s->lons[0]))
        return bad_node(d, id);
    d->s->ids[0] = id;
    d->s->tag_first[0] = 0;
    d->s->tag_first[1] = n.keys;
    return show_nodes(d, 1, true);
}

static mlg_status read_way(struct decoder *d, struct wire w)
{
    struct pbf_way way = { 0 };
    struct tag_counts n = { 0 };
    struct field f;
    enum wire_step step;
    while ((step = wire_next(&w, &f)) == WIRE_FIELD) {
        if (f.number == 1 && f.type == 0) way.id = (int64_t)f.value;
        else if (f.number == 2 || f.number == 3) MLG_TRY(read_tag_field(d, &f, &n));
        else if (f.number == 8 && f.type == 2) way.refs = f.bytes;
    }
    const size_t refs = wire_packed_count(way.refs);
    if (step == WIRE_BAD || !wire_packed_is_sound(way.refs)) return bad(d, TXT("a damaged way", "un chemin abîmé"));
    MLG_TRY(check_tags(d, n));
    if (way.id <= 0) return bad(d, TXT("an id that is not above 0", "un identifiant qui n'est pas positif"));
    if (refs > PBF_REFS_MAX) return bad(d, TXT("a way of more than 65,535 nodes", "un chemin de plus de 65 535 nœuds"));
    way.ref_count = (int32_t)refs;
    way.tags = d->s->tags;
    way.tag_count = n.keys;
    return d->v->way(d->v->user, &way) ? MLG_OK : no_memory(d);
}

static mlg_status read_members(struct decoder *d, struct wire roles, struct wire ids, struct wire types, int32_t *count)
{
    const size_t n = wire_packed_count(ids);
    uint64_t role, id, type, sum = 0;
    if (n > PBF_ROLES_MAX || n != wire_packed_count(roles) || n != wire_packed_count(types))
        return bad(d, TXT("a damaged list of members", "une liste de membres abîmée"));
    if (!mlg__room(&d->s->members, &d->s->member_cap, (int64_t)n, sizeof *d->s->members)) return no_memory(d);
    for (size_t i = 0; i < n; i++) {
        if (!wire_varint(&roles, &role) || !wire_varint(&ids, &id) || !wire_varint(&types, &type) || type > 2 ||
            role >= (uint64_t)d->block.string_count)
            return bad(d, TXT("a damaged list of members", "une liste de membres abîmée"));
        sum += (uint64_t)wire_zigzag(id);
        d->s->members[i] = (struct pbf_member) { (int64_t)sum, (uint32_t)role, (uint8_t)type };
    }
    *count = (int32_t)n;
    return MLG_OK;
}

static mlg_status read_relation(struct decoder *d, struct wire w)
{
    struct pbf_relation r = { 0 };
    struct wire roles = { 0 }, ids = { 0 }, types = { 0 };
    struct tag_counts n = { 0 };
    struct field f;
    enum wire_step step;
    while ((step = wire_next(&w, &f)) == WIRE_FIELD) {
        if (f.number == 1 && f.type == 0) r.id = (int64_t)f.value;
        else if (f.number == 2 || f.number == 3) MLG_TRY(read_tag_field(d, &f, &n));
        else if (f.number == 8 && f.type == 2) roles = f.bytes;
        else if (f.number == 9 && f.type == 2) ids = f.bytes;
        else if (f.number == 10 && f.type == 2) types = f.bytes;
    }
    if (step == WIRE_BAD) return bad(d, TXT("a damaged relation", "une relation abîmée"));
    MLG_TRY(check_tags(d, n));
    if (r.id <= 0) return bad(d, TXT("an id that is not above 0", "un identifiant qui n'est pas positif"));
    MLG_TRY(read_members(d, roles, ids, types, &r.member_count));
    r.tags = d->s->tags;
    r.tag_count = n.keys;
    r.members = d->s->members;
    return d->v->relation(d->v->user, &r) ? MLG_OK : no_memory(d);
}

static mlg_status read_group(struct decoder *d, struct wire w)
{
    struct field f;
    enum wire_step step;
    while ((step = wire_next(&w, &f)) == WIRE_FIELD) {
        if (f.type != 2) continue;
        if (f.number == 1 || f.number == 2) {
            d->kinds |= PBF_NODES;
            if (d->v->nodes) MLG_TRY(f.number == 1 ? read_node(d, f.bytes) : read_dense(d, f.bytes));
        } else if (f.number == 3) {
            d->kinds |= PBF_WAYS;
            if (d->v->way) MLG_TRY(read_way(d, f.bytes));
        } else if (f.number == 4) {
            d->kinds |= PBF_RELATIONS;
            if (d->v->relation) MLG_TRY(read_relation(d, f.bytes));
        }
    }
    return step == WIRE_END ? MLG_OK : bad(d, TXT("a damaged group", "un groupe abîmé"));
}

static mlg_status read_frame_of_block(struct decoder *d, struct wire w)
{
    struct field f;
    enum wire_step step;
    bool strings_seen = false;
    while ((step = wire_next(&w, &f)) == WIRE_FIELD) {
        if (f.number == 1 && f.type == 2 && !strings_seen) {
            MLG_TRY(read_strings(d, f.bytes));
            strings_seen = true;
        }
        if (f.number == 17 && f.type == 0) d->granularity = (int64_t)f.value;
        if (f.number == 19 && f.type == 0) d->lat_offset = (int64_t)f.value;
        if (f.number == 20 && f.type == 0) d->lon_offset = (int64_t)f.value;
    }
    if (step == WIRE_BAD) return bad(d, TXT("a damaged block", "un bloc abîmé"));
    if (d->granularity < 1) return bad(d, TXT("coordinates without a scale", "des coordonnées sans échelle"));
    return MLG_OK;
}

mlg_status mlg__pbf_decode(const struct pbf *p, int32_t i, struct pbf_scratch *scratch, const struct pbf_visitor *v,
                           unsigned *kinds, mlg_error *err)
{
    struct decoder d = {
        .source = p->source, .offset = p->blobs[i].offset, .s = scratch, .v = v, .granularity = 100, .err = err
    };
    struct wire content, w;
    struct field f;
    MLG_TRY(mlg__pbf_unpack(p->source, p->blobs[i], scratch, &content, err));
    MLG_TRY(read_frame_of_block(&d, content));
    if (v->block && !v->block(v->user, &d.block)) return no_memory(&d);
    w = content;
    while (wire_next(&w, &f) == WIRE_FIELD)
        if (f.number == 2 && f.type == 2) MLG_TRY(read_group(&d, f.bytes));
    if (kinds) *kinds = d.kinds;
    return MLG_OK;
}

void mlg__pbf_scratch_free(struct pbf_scratch *s)
{
    if (s->inflater_started) mlg__inflater_end(&s->inflater);
    mlg__free(s->raw);
    mlg__free(s->strings);
    mlg__free(s->ids);
    mlg__free(s->lons);
    mlg__free(s->lats);
    mlg__free(s->tag_first);
    mlg__free(s->tags);
    mlg__free(s->members);
    *s = (struct pbf_scratch) { 0 };
}
