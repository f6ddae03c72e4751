/* osm.c — see osm.h. A slot is what one decoding thread writes; its part of the map has the shape of the whole and is
 * appended to it in the order of the file. */
#include "roads/osm.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/math.h"
#include "base/memory.h"
#include "base/thread.h"

struct found_node {
    int32_t node, lon_e7, lat_e7;
};

struct slot {
    struct pbf_scratch scratch;
    const struct pbf_block *block;
    uint16_t *keys; /* [string of the block] enum tag_key, KEY_UNKNOWN: not looked up yet */
    int32_t key_cap, blob;
    struct tags tags;
    struct way_rules rules;
    struct osm_map part;
    const struct osm_map *whole; /* pass 2: the used ids */
    struct found_node *found;
    int32_t found_count, found_cap;
    struct map_counts counts;
    unsigned kinds;
    mlg_status status;
    mlg_error err;
};
enum { KEY_UNKNOWN = UINT16_MAX };

/* Tags. */

static bool see_block(void *user, const struct pbf_block *b)
{
    struct slot *s = user;
    s->block = b;
    if (!mlg__room(&s->keys, &s->key_cap, b->string_count, sizeof *s->keys)) return false;
    memset(s->keys, 0xff, (size_t)b->string_count * sizeof *s->keys);
    return true;
}

static enum tag_key key_of(struct slot *s, uint32_t string)
{
    if (s->keys[string] == KEY_UNKNOWN) {
        const struct pbf_text t = s->block->strings[string];
        s->keys[string] = (uint16_t)(t.length ? mlg__tag_key((const char *)t.bytes, t.length) : KEY_OTHER);
    }
    return (enum tag_key)s->keys[string];
}

/* The tags of interest into s->tags; false when none has one of the two keys. */
static bool take_tags(struct slot *s, const struct pbf_tag *tags, int32_t count, enum tag_key one, enum tag_key other)
{
    bool wanted = false;
    for (int32_t i = 0; i < count && !wanted; i++) {
        const enum tag_key key = key_of(s, tags[i].key);
        wanted = key == one || key == other;
    }
    if (!wanted) return false;
    memset(&s->tags, 0, sizeof s->tags);
    for (int32_t i = 0; i < count; i++) {
        const enum tag_key key = key_of(s, tags[i].key);
        const struct pbf_text v = s->block->strings[tags[i].value];
        if (key < KEY_COUNT) s->tags.value[key] = (struct tag_text) { (const char *)v.bytes, v.length };
    }
    return true;
}

/* Pass 1: ways. */

static bool add_way(struct osm_map *m, const struct pbf_way *w, const struct way_road *road,
                    const struct way_rules *rules)
{
    const int32_t bytes = (int32_t)(w->refs.end - w->refs.at), name = (int32_t)road->name.length;
    if (!mlg__room(&m->ways, &m->way_cap, (int64_t)m->way_count + 1, sizeof *m->ways) ||
        !mlg__room(&m->refs, &m->ref_cap, (int64_t)m->ref_bytes + bytes, sizeof *m->refs) ||
        !mlg__room(&m->names, &m->name_cap, (int64_t)m->name_bytes + name, sizeof *m->names) ||
        !mlg__room(&m->rules, &m->rule_cap, (int64_t)m->rule_count + rules->count, sizeof *m->rules))
        return false;
    m->ways[m->way_count++] =
        (struct osm_way) { w->id, *road, m->ref_bytes, w->ref_count, m->name_bytes, name, m->rule_count, rules->count };
    if (bytes) memcpy(m->refs + m->ref_bytes, w->refs.at, (size_t)bytes);
    if (name) memcpy(m->names + m->name_bytes, road->name.s, (size_t)name);
    if (rules->count) memcpy(m->rules + m->rule_count, rules->rule, (size_t)rules->count * sizeof *rules->rule);
    m->ref_bytes += bytes;
    m->name_bytes += name;
    m->rule_count += rules->count;
    return true;
}

enum { NAME_BYTES_MAX = 255 }; /* of OpenStreetMap; a longer one is cut */

static bool see_way(void *user, const struct pbf_way *w)
{
    struct slot *s = user;
    struct way_road road;
    s->counts.ways++;
    if (!take_tags(s, w->tags, w->tag_count, KEY_HIGHWAY, KEY_ROUTE) || !mlg__tags_way(&s->tags, &road, &s->rules))
        return true;
    if (w->ref_count < 2) return true;
    if (road.name.length > NAME_BYTES_MAX) road.name.length = NAME_BYTES_MAX;
    s->counts.road_ways++;
    s->counts.conditions_kept += s->rules.count;
    s->counts.conditions_dropped += s->rules.dropped;
    return add_way(&s->part, w, &road, &s->rules);
}

/* Pass 1: turn restrictions. */

static unsigned exempt_families(struct tag_text v)
{
    unsigned families = 0;
    while (v.s && v.length) {
        const struct tag_text word = mlg__tag_part(&v, ';');
        if (mlg__tag_is(word, "motorcar")) families |= 1u << ROAD_CAR | 1u << ROAD_VAN;
        if (mlg__tag_is(word, "motor_vehicle")) families |= 1u << ROAD_CAR | 1u << ROAD_VAN | 1u << ROAD_TRUCK;
        if (mlg__tag_is(word, "goods")) families |= 1u << ROAD_VAN;
        if (mlg__tag_is(word, "hgv")) families |= 1u << ROAD_TRUCK;
        if (mlg__tag_is(word, "bicycle")) families |= 1u << ROAD_BIKE;
    }
    return families;
}

/* Whom it concerns and what it says; by_hour: it holds at some hours only. False: not a restriction of turns we know.
 */
struct turn_words {
    struct tag_text value;
    unsigned families;
    bool by_hour;
};

static bool read_words(const struct tags *t, struct turn_words *w)
{
    static const struct {
        enum tag_key key;
        unsigned families;
        bool conditional;
    } forms[] = {
        { KEY_RESTRICTION, ROAD_ALL_FAMILIES, false },
        { KEY_RESTRICTION_CONDITIONAL, ROAD_ALL_FAMILIES, true },
        { KEY_RESTRICTION_HGV, 1 << ROAD_TRUCK, false },
        { KEY_RESTRICTION_HGV_CONDITIONAL, 1 << ROAD_TRUCK, true },
        { KEY_RESTRICTION_GOODS, 1 << ROAD_VAN, false },
        { KEY_RESTRICTION_MOTORCAR, 1 << ROAD_CAR | 1 << ROAD_VAN, false },
        { KEY_RESTRICTION_BICYCLE, 1 << ROAD_BIKE, false },
    };
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        struct tag_text v = t->value[forms[i].key];
        struct condition c = { .always = true };
        bool understood = true;
        if (!v.s) continue;
        *w = (struct turn_words) { v, forms[i].families, t->value[KEY_HOUR_ON].s || t->value[KEY_DAY_ON].s };
        if (forms[i].conditional) {
            if (!mlg__condition_next(&v, &c, &understood) || !understood) return false;
            w->value = c.value;
            w->by_hour = !c.always;
            if (c.over_10kg) w->families &= 1u << ROAD_TRUCK; /* lighter vehicles are exempt */
        }
        w->families &= ~exempt_families(t->value[KEY_EXCEPT]);
        return true;
    }
    return false;
}

static int role_of(const struct slot *s, const struct pbf_member *m)
{
    const struct pbf_text t = s->block->strings[m->role];
    const struct tag_text role = { (const char *)t.bytes, t.length };
    if (m->type == 1 && mlg__tag_is(role, "from")) return TURN_FROM;
    if (m->type == 1 && mlg__tag_is(role, "to")) return TURN_TO;
    if (mlg__tag_is(role, "via") && m->type <= 1) return m->type == 0 ? TURN_VIA_NODE : TURN_VIA_WAY;
    return MLG_NONE;
}

static bool add_turn(struct slot *s, const struct pbf_relation *r, const struct turn_words *w)
{
    struct osm_map *m = &s->part;
    const int32_t first = m->member_count;
    if (!mlg__room(&m->turns, &m->turn_cap, (int64_t)m->turn_count + 1, sizeof *m->turns) ||
        !mlg__room(&m->members, &m->member_cap, (int64_t)m->member_count + r->member_count, sizeof *m->members))
        return false;
    for (int32_t i = 0; i < r->member_count; i++) {
        const int role = role_of(s, &r->members[i]);
        if (role != MLG_NONE) m->members[m->member_count++] = (struct osm_member) { r->members[i].id, (uint8_t)role };
    }
    m->turns[m->turn_count++] = (struct osm_turn) { r->id, first, m->member_count - first, (uint8_t)w->families,
                                                    mlg__tag_starts(w->value, "only_") };
    return true;
}

static bool see_relation(void *user, const struct pbf_relation *r)
{
    struct slot *s = user;
    struct turn_words w;
    s->counts.relations++;
    if (!take_tags(s, r->tags, r->tag_count, KEY_TYPE, KEY_TYPE)) return true;
    if (!mlg__tag_starts(s->tags.value[KEY_TYPE], "restriction")) return true;
    const bool known = read_words(&s->tags, &w) && !mlg__tag_is(w.value, "no_right_turn_on_red") &&
                       (mlg__tag_starts(w.value, "no_") || mlg__tag_starts(w.value, "only_"));
    if (!known) s->counts.restrictions_dropped++;
    if (!known || !w.families) return true;
    s->counts.restrictions_by_hour += w.by_hour;
    return add_turn(s, r, &w);
}

/* Pass 2: nodes. */

static bool add_feature(struct slot *s, int32_t node, const struct pbf_nodes *n, int32_t i)
{
    struct node_road road;
    const int32_t first = n->tag_first[i];
    if (first == n->tag_first[i + 1]) return true;
    bool wanted = false;
    for (int32_t t = first; t < n->tag_first[i + 1] && !wanted; t++) {
        const enum tag_key key = key_of(s, n->tags[t].key);
        wanted = key == KEY_BARRIER || key == KEY_HIGHWAY || (key >= KEY_MAXHEIGHT && key <= KEY_MAXAXLELOAD);
    }
    if (!wanted) return true;
    const enum tag_key any = key_of(s, n->tags[first].key);
    if (!take_tags(s, n->tags + first, n->tag_first[i + 1] - first, any, any) || !mlg__tags_node(&s->tags, &road))
        return true;
    if (!mlg__room(&s->part.features, &s->part.feature_cap, (int64_t)s->part.feature_count + 1,
                   sizeof *s->part.features))
        return false;
    s->part.features[s->part.feature_count++] = (struct osm_node) { node, road };
    return true;
}

/* Ids ascend in almost every file: the place in `used` moves along; else it is searched. */
static bool see_nodes(void *user, const struct pbf_nodes *n)
{
    struct slot *s = user;
    const struct id_set *used = &s->whole->used;
    int32_t at = 0;
    int64_t before = INT64_MAX;
    s->counts.nodes += n->count;
    for (int32_t i = 0; i < n->count; i++) {
        const int64_t id = n->id[i];
        if (id < before || at == used->count || used->id[at] + 4096 < id) /* start over */
            at = mlg__first_at_least((const uint64_t *)used->id, used->count, (uint64_t)id);
        before = id;
        while (at < used->count && used->id[at] < id) at++;
        if (at == used->count || used->id[at] != id) continue;
        if (!mlg__room(&s->found, &s->found_cap, (int64_t)s->found_count + 1, sizeof *s->found)) return false;
        s->found[s->found_count++] = (struct found_node) { at, n->lon_e7[i], n->lat_e7[i] };
        if (n->tag_first && !add_feature(s, at, n, i)) return false;
    }
    return true;
}

/* Both passes: decode a run of blobs on all threads, join in order. */

struct pass {
    const struct pbf *pbf;
    const struct map_options *options;
    struct slot *slots;
    int32_t slot_count;
    struct pbf_visitor visitor;
    uint8_t *kinds; /* [blob] */
    struct osm_map *map;
    struct map_counts *counts;
    int64_t bytes_done, bytes_all;
    double started_s;
    mlg_error *err;
};

static void decode_task(void *user, int32_t i)
{
    struct pass *p = user;
    struct slot *s = &p->slots[i];
    struct pbf_visitor v = p->visitor;
    v.user = s;
    s->status = mlg__pbf_decode(p->pbf, s->blob, &s->scratch, &v, &s->kinds, &s->err);
}

static bool join_ways(struct osm_map *m, const struct osm_map *part)
{
    if (!mlg__room(&m->ways, &m->way_cap, (int64_t)m->way_count + part->way_count, sizeof *m->ways) ||
        !mlg__room(&m->refs, &m->ref_cap, (int64_t)m->ref_bytes + part->ref_bytes, sizeof *m->refs) ||
        !mlg__room(&m->names, &m->name_cap, (int64_t)m->name_bytes + part->name_bytes, sizeof *m->names) ||
        !mlg__room(&m->rules, &m->rule_cap, (int64_t)m->rule_count + part->rule_count, sizeof *m->rules))
        return false;
    for (int32_t i = 0; i < part->way_count; i++) {
        struct osm_way w = part->ways[i];
        w.ref_first += m->ref_bytes;
        w.name_first += m->name_bytes;
        w.rule_first += m->rule_count;
        w.road.name = (struct tag_text) { 0 }; /* pointed into the block */
        m->ways[m->way_count++] = w;
    }
    if (part->ref_bytes) memcpy(m->refs + m->ref_bytes, part->refs, (size_t)part->ref_bytes);
    if (part->name_bytes) memcpy(m->names + m->name_bytes, part->names, (size_t)part->name_bytes);
    if (part->rule_count) memcpy(m->rules + m->rule_count, part->rules, (size_t)part->rule_count * sizeof *m->rules);
    m->ref_bytes += part->ref_bytes;
    m->name_bytes += part->name_bytes;
    m->rule_count += part->rule_count;
    return true;
}

static bool join_turns(struct osm_map *m, const struct osm_map *part)
{
    if (!mlg__room(&m->turns, &m->turn_cap, (int64_t)m->turn_count + part->turn_count, sizeof *m->turns) ||
        !mlg__room(&m->members, &m->member_cap, (int64_t)m->member_count + part->member_count, sizeof *m->members))
        return false;
    for (int32_t i = 0; i < part->turn_count; i++) {
        struct osm_turn t = part->turns[i];
        t.member_first += m->member_count;
        m->turns[m->turn_count++] = t;
    }
    if (part->member_count)
        memcpy(m->members + m->member_count, part->members, (size_t)part->member_count * sizeof *m->members);
    m->member_count += part->member_count;
    return true;
}

static bool join_nodes(struct osm_map *m, const struct slot *s)
{
    const struct osm_map *part = &s->part;
    for (int32_t i = 0; i < s->found_count; i++) {
        m->lon_e7[s->found[i].node] = s->found[i].lon_e7;
        m->lat_e7[s->found[i].node] = s->found[i].lat_e7;
    }
    if (!mlg__room(&m->features, &m->feature_cap, (int64_t)m->feature_count + part->feature_count, sizeof *m->features))
        return false;
    if (part->feature_count)
        memcpy(m->features + m->feature_count, part->features, (size_t)part->feature_count * sizeof *m->features);
    m->feature_count += part->feature_count;
    return true;
}

static void join_counts(struct map_counts *to, const struct map_counts *from)
{
    to->nodes += from->nodes;
    to->ways += from->ways;
    to->relations += from->relations;
    to->road_ways += from->road_ways;
    to->restrictions_dropped += from->restrictions_dropped;
    to->restrictions_by_hour += from->restrictions_by_hour;
    to->conditions_kept += from->conditions_kept;
    to->conditions_dropped += from->conditions_dropped;
}

static void slot_reset(struct slot *s)
{
    s->part.way_count = s->part.ref_bytes = s->part.name_bytes = s->part.rule_count = 0;
    s->part.turn_count = s->part.member_count = s->part.feature_count = s->found_count = 0;
    s->counts = (struct map_counts) { 0 };
}

static mlg_status tell_progress(struct pass *p)
{
    if (!p->options->progress) return MLG_OK;
    const mlg_progress now = { .phase = "read",
                               .elapsed_s = mlg__now_s() - p->started_s,
                               .cost = NAN,
                               .bound = NAN,
                               .iterations = p->bytes_all ? p->bytes_done * 100 / p->bytes_all : 100 };
    if (p->options->progress(&now, p->options->user) == MLG_CONTINUE) return MLG_OK;
    return mlg__fail(p->err, MLG_BAD_INPUT, p->pbf->source->name,
                     TXT("reading was stopped", "la lecture a été arrêtée"), NO_HINT);
}

static mlg_status join_slot(struct pass *p, struct slot *s)
{
    if (s->status) {
        if (p->err) *p->err = s->err;
        return s->status;
    }
    p->kinds[s->blob] |= (uint8_t)s->kinds;
    p->bytes_done += p->pbf->blobs[s->blob].size;
    join_counts(p->counts, &s->counts);
    const bool joined =
        p->visitor.nodes ? join_nodes(p->map, s) : join_ways(p->map, &s->part) && join_turns(p->map, &s->part);
    return joined ? MLG_OK : mlg__no_memory(p->err, "the map");
}

/* Decode blobs[count]. */
static mlg_status run_pass(struct pass *p, const int32_t *blobs, int32_t count)
{
    for (int32_t first = 0; first < count; first += p->slot_count) {
        const int32_t here = min32(p->slot_count, count - first);
        for (int32_t i = 0; i < here; i++) {
            slot_reset(&p->slots[i]);
            p->slots[i].blob = blobs[first + i];
        }
        mlg__parallel(here, p->slot_count, decode_task, p);
        for (int32_t i = 0; i < here; i++) MLG_TRY(join_slot(p, &p->slots[i]));
        MLG_TRY(tell_progress(p));
    }
    return MLG_OK;
}

/* Of a sorted file: the first blob that holds ways or relations; blob_count when none does. */
static mlg_status first_way_blob(struct pass *p, int32_t *blob)
{
    const struct pbf_visitor nobody = { 0 };
    int32_t low = 0, high = p->pbf->blob_count;
    while (low < high) {
        const int32_t middle = low + (high - low) / 2;
        unsigned kinds = 0;
        MLG_TRY(mlg__pbf_decode(p->pbf, middle, &p->slots[0].scratch, &nobody, &kinds, p->err));
        if (kinds & (PBF_WAYS | PBF_RELATIONS)) high = middle;
        else low = middle + 1;
    }
    *blob = low;
    return MLG_OK;
}

static mlg_status not_sorted(const struct pass *p)
{
    return mlg__fail(p->err, MLG_BAD_INPUT, p->pbf->source->name,
                     TXT("the file says that nodes come before ways, and they do not",
                         "le fichier annonce les nœuds avant les chemins, et ce n'est pas le cas"),
                     TXT("sort it: osmium sort map.osm.pbf -o sorted.osm.pbf",
                         "triez-le : osmium sort carte.osm.pbf -o triee.osm.pbf"));
}

static bool collect_used(struct osm_map *m)
{
    int64_t total = 0;
    for (int32_t i = 0; i < m->way_count; i++) total += m->ways[i].ref_count;
    if (total > INT32_MAX - 1) return false;
    int64_t *ids = mlg__realloc(NULL, (size_t)(total + 1) * sizeof *ids);
    int32_t count = 0;
    if (!ids) return false;
    for (int32_t i = 0; i < m->way_count; i++) {
        const uint8_t *start = m->refs + m->ways[i].ref_first;
        struct wire w = { start, m->refs + m->ref_bytes };
        uint64_t id = 0, v = 0;
        for (int32_t r = 0; r < m->ways[i].ref_count && wire_varint(&w, &v); r++) {
            id += (uint64_t)wire_zigzag(v);
            ids[count++] = (int64_t)(id & INT64_MAX); /* an id below 0 is one the file lacks */
        }
    }
    m->uses = mlg__malloc((size_t)count + 1);
    if (m->uses && mlg__id_set_make(&m->used, ids, count, m->uses)) return true;
    mlg__free(ids);
    return false;
}

void mlg__osm_way_nodes(const struct osm_map *m, const struct osm_way *w, int32_t *places)
{
    struct wire bytes = { m->refs + w->ref_first, m->refs + m->ref_bytes };
    uint64_t id = 0, v = 0;
    for (int32_t r = 0; r < w->ref_count && wire_varint(&bytes, &v); r++) {
        id += (uint64_t)wire_zigzag(v);
        places[r] = mlg__id_set_find(&m->used, (int64_t)(id & INT64_MAX));
    }
}

static int by_node(const void *a, const void *b)
{
    const int32_t p = ((const struct osm_node *)a)->node, q = ((const struct osm_node *)b)->node;
    return (p > q) - (p < q);
}

/* In almost every file they are in order already. A node that came twice keeps its first features. */
static void order_features(struct osm_map *m)
{
    bool ordered = true;
    int32_t n = 0;
    for (int32_t i = 1; i < m->feature_count; i++) ordered = ordered && m->features[i - 1].node < m->features[i].node;
    if (ordered) return;
    qsort(m->features, (size_t)m->feature_count, sizeof *m->features, by_node);
    for (int32_t i = 0; i < m->feature_count; i++)
        if (!n || m->features[n - 1].node != m->features[i].node) m->features[n++] = m->features[i];
    m->feature_count = n;
}

static bool make_places(struct osm_map *m)
{
    m->lon_e7 = mlg__malloc(((size_t)m->used.count + 1) * sizeof *m->lon_e7);
    m->lat_e7 = mlg__malloc(((size_t)m->used.count + 1) * sizeof *m->lat_e7);
    for (int32_t i = 0; m->lon_e7 && i < m->used.count; i++) m->lon_e7[i] = INT32_MIN;
    return m->lon_e7 && m->lat_e7;
}

static mlg_status read_ways(struct pass *p, int32_t first, int32_t *blobs)
{
    int32_t count = 0;
    for (int32_t i = first; i < p->pbf->blob_count; i++) blobs[count++] = i;
    p->visitor = (struct pbf_visitor) { NULL, see_block, NULL, see_way, see_relation };
    MLG_TRY(run_pass(p, blobs, count));
    if (!collect_used(p->map) || !make_places(p->map)) return mlg__no_memory(p->err, "the map");
    return MLG_OK;
}

static mlg_status read_nodes(struct pass *p, int32_t first, int32_t *blobs)
{
    int32_t count = 0;
    for (int32_t i = 0; i < p->pbf->blob_count; i++)
        if (i < first || p->kinds[i] & PBF_NODES) blobs[count++] = i;
    p->visitor = (struct pbf_visitor) { NULL, see_block, see_nodes, NULL, NULL };
    for (int32_t i = 0; i < p->slot_count; i++) p->slots[i].whole = p->map;
    MLG_TRY(run_pass(p, blobs, count));
    for (int32_t i = 0; i < first; i++)
        if (p->kinds[i] & (PBF_WAYS | PBF_RELATIONS)) return not_sorted(p);
    order_features(p->map);
    return MLG_OK;
}

static mlg_status read_both(struct pass *p)
{
    int32_t first = 0;
    int32_t *blobs = mlg__malloc(((size_t)p->pbf->blob_count + 1) * sizeof *blobs);
    if (!blobs) return mlg__no_memory(p->err, "the map");
    mlg_status status = p->pbf->sorted ? first_way_blob(p, &first) : MLG_OK;
    for (int32_t i = 0; i < p->pbf->blob_count; i++)
        p->bytes_all += (i >= first) * (int64_t)p->pbf->blobs[i].size +
                        (i <= first || !p->pbf->sorted) * (int64_t)p->pbf->blobs[i].size;
    if (!status) status = read_ways(p, first, blobs);
    if (!status) status = read_nodes(p, first, blobs);
    mlg__free(blobs);
    return status;
}

mlg_status mlg__osm_read(const struct source *source, const struct map_options *o, struct osm_map *m,
                         struct map_counts *counts, mlg_error *err)
{
    struct pbf pbf;
    *m = (struct osm_map) { 0 };
    mlg_status status = mlg__pbf_open(source, &pbf, err);
    const int32_t threads = max32(o->thread_count, 1);
    struct pass p = { .pbf = &pbf,
                      .options = o,
                      .slot_count = threads == 1 ? 1 : 2 * threads,
                      .map = m,
                      .counts = counts,
                      .err = err,
                      .started_s = mlg__now_s() };
    if (!status) {
        memcpy(m->date, pbf.date, sizeof m->date);
        p.slots = mlg__malloc((size_t)p.slot_count * sizeof *p.slots);
        p.kinds = mlg__malloc((size_t)pbf.blob_count + 1);
        for (int32_t i = 0; p.slots && i < p.slot_count; i++) p.slots[i].err.lang = err ? err->lang : MLG_EN;
        status = p.slots && p.kinds ? read_both(&p) : mlg__no_memory(err, "the map");
    }
    for (int32_t i = 0; p.slots && i < p.slot_count; i++) {
        mlg__pbf_scratch_free(&p.slots[i].scratch);
        mlg__osm_free(&p.slots[i].part);
        mlg__free(p.slots[i].keys);
        mlg__free(p.slots[i].found);
    }
    mlg__free(p.slots);
    mlg__free(p.kinds);
    mlg__pbf_close(&pbf);
    return status;
}

void mlg__osm_free(struct osm_map *m)
{
    mlg__free(m->ways);
    mlg__free(m->refs);
    mlg__free(m->names);
    mlg__free(m->rules);
    mlg__free(m->turns);
    mlg__free(m->members);
    mlg__free(m->features);
    mlg__free(m->uses);
    mlg__free(m->lon_e7);
    mlg__free(m->lat_e7);
    mlg__id_set_free(&m->used);
    *m = (struct osm_map) { 0 };
}
