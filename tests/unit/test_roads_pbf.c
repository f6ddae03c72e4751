/* test_roads_pbf.c — the PBF reader: facts of published extracts, every form of the same small map, and what is
 * refused. */
#include "roads/pbf.h"
#include "support/pbf_make.h"

/* What a file holds, summed. */
struct sums {
    int64_t nodes, ways, relations, tags, refs, members, ids, lon_e7, lat_e7;
};

static bool see_nodes(void *user, const struct pbf_nodes *n)
{
    struct sums *s = user;
    s->nodes += n->count;
    if (n->tag_first) s->tags += n->tag_first[n->count];
    for (int32_t i = 0; i < n->count; i++) {
        s->ids += n->id[i];
        s->lon_e7 += n->lon_e7[i];
        s->lat_e7 += n->lat_e7[i];
    }
    return true;
}
static bool see_way(void *user, const struct pbf_way *w)
{
    struct sums *s = user;
    s->ways++;
    s->tags += w->tag_count;
    s->refs += w->ref_count;
    return true;
}
static bool see_relation(void *user, const struct pbf_relation *r)
{
    struct sums *s = user;
    s->relations++;
    s->tags += r->tag_count;
    s->members += r->member_count;
    return true;
}

static mlg_status sum_up(const struct source *source, struct sums *s, mlg_error *err)
{
    struct pbf p;
    struct pbf_scratch scratch = { 0 };
    const struct pbf_visitor v = { s, NULL, see_nodes, see_way, see_relation };
    mlg_status status = mlg__pbf_open(source, &p, err);
    for (int32_t i = 0; !status && i < p.blob_count; i++) status = mlg__pbf_decode(&p, i, &scratch, &v, NULL, err);
    mlg__pbf_scratch_free(&scratch);
    mlg__pbf_close(&p);
    return status;
}

/* Counts and sums by osmium-tool 1.15.0 (fileinfo -e, tags-count, cat -f opl), 23 November 2026. */
static const struct {
    const char *file, *date;
    struct sums sums;
} extracts[] = {
    { "porto-2015",
      "2015-06-06T00:23:02Z",
      { 347944, 51458, 357, 149995, 427898, 1056, INT64_C(574745873193072), INT64_C(-29750936941118),
        INT64_C(143300768892821) } },
    { "andorra-2025",
      "2025-01-19T21:21:36Z",
      { 471006, 24607, 614, 83731, 562417, 46136, INT64_C(3485431284964556), INT64_C(7379432339788),
        INT64_C(200380849611463) } },
    { "monaco-riviera-2016",
      "2016-03-05T00:26:02Z",
      { 180118, 27377, 212, 72448, 238855, 2008, INT64_C(256543403585671), INT64_C(13361899242575),
        INT64_C(78794191533739) } },
};

static void test_extracts_hold_what_another_reader_finds(void **state)
{
    const char *sets = getenv("MAILLAGE_DATASETS");
    (void)state;
    if (!sets) {
        print_message("MAILLAGE_DATASETS is not set: the three extracts are skipped\n");
        return;
    }
    for (size_t i = 0; i < sizeof extracts / sizeof *extracts; i++) {
        char path[1000];
        struct source source;
        struct sums s = { 0 };
        struct pbf p;
        mlg_error err = { 0 };
        snprintf(path, sizeof path, "%s/geo/osm/%s.osm.pbf", sets, extracts[i].file);
        check_msg(!mlg__source_open(path, &source, &err), "%s", err.message);
        check_msg(!sum_up(&source, &s, &err), "%s %s", err.where, err.message);
        check_msg(!memcmp(&s, &extracts[i].sums, sizeof s), "%s: %lld nodes, %lld ways, %lld tags, ids %lld",
                  extracts[i].file, (long long)s.nodes, (long long)s.ways, (long long)s.tags, (long long)s.ids);
        assert_int_equal(mlg__pbf_open(&source, &p, NULL), MLG_OK);
        assert_string_equal(p.date, extracts[i].date);
        mlg__pbf_close(&p);
        mlg__source_close(&source);
    }
}

/* A crossing with a restriction, a gate and a way that leaves the extract; see test_small_map(). */
static struct osm_file small_map(unsigned form)
{
    struct osm_file f = osm_file(form);
    osm_node(&f, 1, 2.0000000, 48.0, NULL);
    osm_node(&f, 2, 2.0010000, 48.0, "highway=traffic_signals");
    osm_node(&f, 3, 2.0020000, 48.0, NULL);
    osm_node(&f, 4, 2.0010000, 48.001, NULL);
    osm_node(&f, 5, 2.0010000, 48.002, "barrier=bollard");
    osm_node(&f, 6, 2.0015000, 48.003, NULL);
    osm_node(&f, 7, 2.0012000, 48.0031, "note=on no street");
    osm_way(&f, 10, "1 2 3", "highway=primary|name=Rue Haute|maxspeed=50");
    osm_way(&f, 11, "2 4 5 6", "highway=residential|surface=sett");
    osm_way(&f, 12, "6 99 98 3 1", "highway=service"); /* 98 and 99 are outside */
    osm_way(&f, 13, "1 4", "building=yes");
    osm_relation(&f, 20, "from:w10 via:n2 to:w11",
                 "type=restriction|restriction=no_left_turn"); /* 10 goes on: malformed */
    osm_relation(&f, 21, "from:w11 via:n2 to:w10", "type=multipolygon");
    osm_file_end(&f);
    return f;
}

static mlg_status build_form(unsigned form, int32_t threads, struct road_graph *g, struct map_counts *c, mlg_error *err)
{
    struct osm_file f = small_map(form);
    const struct source s = osm_source(&f);
    const mlg_status status = mlg__map_build_pbf(
        &s, &(struct map_options) { .thread_count = threads, .keep_osm_ids = true }, g, c, NULL, err);
    text_free(&f.bytes);
    return status;
}

static void test_small_map(void **state)
{
    struct road_graph g;
    struct map_counts c;
    mlg_error err = { 0 };
    (void)state;
    check_msg(!build_form(0, 1, &g, &c, &err), "%s: %s", err.where, err.message);
    assert_int_equal(c.nodes, 7);
    assert_int_equal(c.ways, 4);
    assert_int_equal(c.relations, 2);
    assert_int_equal(c.road_ways, 3);
    assert_int_equal(c.shortened_ways, 1);
    assert_int_equal(c.missing_nodes, 2);
    assert_int_equal(c.restrictions, 0);
    assert_int_equal(c.restrictions_dropped, 1);
    assert_int_equal(g.node_count, 5); /* 1, 2, 3, 5 (bollard) and 6; 4 is inside an edge */
    assert_int_equal(g.edge_count, 5); /* 1-2, 2-3, 2-5, 5-6, 3-1 */
    assert_string_equal(g.date, "2015-06-06T00:03:20Z");
    int bent = 0, named = 0;
    for (int32_t e = 0; e < g.edge_count; e++) {
        bent += g.edges[e].point_count;
        named += g.edges[e].name != 0;
    }
    assert_int_equal(bent, 1);
    assert_int_equal(named, 2);
    assert_int_equal(g.name_first[g.name_count], strlen("Rue Haute"));
    mlg__road_graph_free(&g);
}

#define SAME(field, count)                                                                                             \
    check_msg(!memcmp(a->field, b->field, (size_t)(count) * sizeof *a->field), "%s differs in form %u", #field, form)

static void check_same(const struct road_graph *a, const struct road_graph *b, unsigned form)
{
    assert_int_equal(a->node_count, b->node_count);
    assert_int_equal(a->edge_count, b->edge_count);
    assert_int_equal(a->state_count, b->state_count);
    assert_int_equal(a->arc_count, b->arc_count);
    SAME(nodes, a->node_count);
    SAME(edges, a->edge_count);
    SAME(geometry, a->geometry_bytes);
    SAME(arc_head, a->arc_count);
    SAME(arc_edge, a->arc_count);
    SAME(arc_barred, a->arc_count);
    SAME(node_osm, a->node_count);
    SAME(edge_way, a->edge_count);
}

static void test_every_form_gives_the_same_graph(void **state)
{
    static const unsigned forms[] = { OSM_PACKED,
                                      OSM_SORTED,
                                      OSM_SORTED | OSM_PACKED,
                                      OSM_PLAIN_NODES,
                                      OSM_WAYS_FIRST,
                                      OSM_SCALED,
                                      OSM_PLAIN_NODES | OSM_WAYS_FIRST | OSM_PACKED };
    struct road_graph g, other;
    struct map_counts c;
    mlg_error err = { 0 };
    (void)state;
    assert_int_equal(build_form(0, 1, &g, &c, &err), MLG_OK);
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        for (int32_t threads = 1; threads <= 3; threads++) {
            check_msg(!build_form(forms[i], threads, &other, &c, &err), "form %u: %s", forms[i], err.message);
            check_same(&g, &other, forms[i]);
            mlg__road_graph_free(&other);
        }
    mlg__road_graph_free(&g);
}

static void test_threads_do_not_matter_on_an_extract(void **state)
{
    const char *sets = getenv("MAILLAGE_DATASETS");
    char path[1000];
    struct road_graph one, three;
    mlg_error err = { 0 };
    (void)state;
    if (!sets) {
        print_message("MAILLAGE_DATASETS is not set: Porto is skipped\n");
        return;
    }
    snprintf(path, sizeof path, "%s/geo/osm/porto-2015.osm.pbf", sets);
    assert_int_equal(
        mlg__map_build(path, &(struct map_options) { .thread_count = 1, .keep_osm_ids = true }, &one, NULL, NULL, &err),
        MLG_OK);
    assert_int_equal(mlg__map_build(path, &(struct map_options) { .thread_count = 3, .keep_osm_ids = true }, &three,
                                    NULL, NULL, &err),
                     MLG_OK);
    check_same(&one, &three, 0);
    mlg__road_graph_free(&one);
    mlg__road_graph_free(&three);
}

/* Refusals. */

static void check_refused(const void *bytes, size_t size, mlg_status wanted, const char *message)
{
    const struct source s = { .bytes = bytes, .size = size, .name = "bad.osm.pbf" };
    for (int lang = 0; lang < 2; lang++) {
        struct road_graph g;
        mlg_error err = { .lang = (mlg_lang)lang };
        const mlg_status status = mlg__map_build_pbf(&s, &(struct map_options) { 0 }, &g, NULL, NULL, &err);
        check_msg(status == wanted, "%s: status %d, %s", message, (int)status, err.message);
        if (lang == MLG_EN)
            check_msg(strstr(err.message, message) != NULL, "wanted \"%s\", got \"%s\"", message, err.message);
        check_msg(!strncmp(err.where, "bad.osm.pbf", 11), "where is \"%s\"", err.where);
        mlg__road_graph_free(&g);
    }
}

static void test_other_formats_are_named(void **state)
{
    (void)state;
    check_refused("<?xml version='1.0'?><osm/>", 27, MLG_BAD_INPUT, "this is OpenStreetMap XML");
    check_refused("<osm version=\"0.6\">", 19, MLG_BAD_INPUT, "this is OpenStreetMap XML");
    check_refused("\x1f\x8b\x08\0\0\0\0\0", 8, MLG_BAD_INPUT, "compressed as a whole");
    check_refused("id,lon,lat\n1,2,3\n", 17, MLG_BAD_INPUT, "not an OpenStreetMap PBF file");
    check_refused("ab", 2, MLG_BAD_INPUT, "not an OpenStreetMap PBF file");
}

static void test_required_features(void **state)
{
    struct osm_file f = small_map(OSM_HISTORY);
    (void)state;
    check_refused(f.bytes.data, f.bytes.length, MLG_BAD_INPUT, "history file");
    text_free(&f.bytes);
}

/* A file of a header and one block of our making. */
static void check_block(struct text *block, const char *message)
{
    struct text file = { 0 }, header = { 0 };
    put_text(&header, 4, "OsmSchema-V0.6", 14);
    put_blob(&file, "OSMHeader", &header, false);
    put_blob(&file, "OSMData", block, true);
    check_refused(file.data, file.length, MLG_BAD_INPUT, message);
    text_free(&file);
}

static void add_strings(struct text *block)
{
    struct text table = { 0 };
    put_text(&table, 1, "", 0);
    put_text(&table, 1, "highway", 7);
    put_text(&table, 1, "primary", 7);
    put_message(block, 1, &table);
}

static void check_group(uint32_t field, struct text *thing, const char *message)
{
    struct text block = { 0 }, group = { 0 };
    add_strings(&block);
    put_message(&group, field, thing);
    put_message(&block, 2, &group);
    check_block(&block, message);
}

static void test_bad_blocks(void **state)
{
    struct text t = { 0 }, packed = { 0 }, block = { 0 };
    (void)state;
    put_number(&t, 1, 5); /* a way whose tag names text 9 */
    put_text(&t, 2, "\x09", 1);
    put_text(&t, 3, "\x01", 1);
    check_group(3, &t, "outside the table");
    put_number(&t, 1, 5); /* more keys than values */
    put_text(&t, 2, "\x01\x01", 2);
    put_text(&t, 3, "\x02", 1);
    check_group(3, &t, "more keys than values");
    put_number(&t, 1, 0);
    check_group(3, &t, "not above 0");
    put_number(&t, 1, 5);
    put_text(&t, 8, "\x02\xff", 2); /* a varint that does not end */
    check_group(3, &t, "damaged way");
    put_number(&t, 1, 5);
    put_text(&t, 8, "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 11); /* eleven bytes */
    check_group(3, &t, "damaged way");
    put_number(&t, 1, 5);
    for (int i = 0; i < PBF_REFS_MAX + 1; i++) put_varint(&packed, zigzag(1));
    put_message(&t, 8, &packed);
    check_group(3, &t, "65,535 nodes");
    put_number(&t, 1, zigzag(-5)); /* a plain node that was never uploaded */
    check_group(1, &t, "not above 0");
    put_number(&t, 1, zigzag(5));
    put_number(&t, 8, zigzag(INT64_C(900000001)));
    check_group(1, &t, "outside the globe");
    put_text(&t, 1, "\x02\x02", 2); /* two ids, one latitude */
    put_text(&t, 8, "\x02", 1);
    put_text(&t, 9, "\x02\x02", 2);
    check_group(2, &t, "group of nodes");
    put_number(&block, 17, 0);
    check_block(&block, "without a scale");
    put_text(&block, 1, "\x0a\x7f", 2); /* a string longer than its table */
    check_block(&block, "string table");
}

static void test_bombs_and_absurd_sizes(void **state)
{
    struct text file = { 0 }, header = { 0 }, blob = { 0 }, frame = { 0 };
    static char zeros[1 << 20];
    (void)state;
    put_text(&header, 4, "OsmSchema-V0.6", 14);
    put_blob(&file, "OSMHeader", &header, false);
    const size_t start = file.length;
    for (int kind = 0; kind < 3; kind++) {
        uLongf size = compressBound(sizeof zeros);
        Bytef *out = malloc(size);
        assert_int_equal(compress(out, &size, (const Bytef *)zeros, sizeof zeros), Z_OK);
        put_number(&blob, 2, kind == 0 ? 1000 : kind == 1 ? UINT64_C(1) << 40 : 2 * sizeof zeros); /* it holds 2^20 */
        put_text(&blob, 3, (const char *)out, size);
        free(out);
        put_text(&frame, 1, "OSMData", 7);
        put_number(&frame, 3, blob.length);
        const char length[4] = { 0, 0, 0, (char)frame.length };
        text_bytes(&file, length, 4);
        text_bytes(&file, frame.data, frame.length);
        text_bytes(&file, blob.data, blob.length);
        check_refused(file.data, file.length, MLG_BAD_INPUT,
                      kind == 1 ? "unpacks to more than 32 MiB" : "does not unpack to the size");
        text_free(&blob), text_free(&frame);
        blob = frame = (struct text) { 0 };
        file.length = start;
    }
    text_free(&file);
}

/* Every beginning of a file is refused, or is a file without its last blocks; none crashes. */
static void test_truncation(void **state)
{
    struct osm_file f = small_map(OSM_PACKED);
    (void)state;
    for (size_t n = 0; n < f.bytes.length; n++) {
        struct road_graph g;
        mlg_error err = { 0 };
        uint8_t *copy = malloc(n + 1); /* its own block, so that sanitizers see a byte too far */
        memcpy(copy, f.bytes.data, n);
        const struct source s = { .bytes = copy, .size = n, .name = "cut.osm.pbf" };
        const mlg_status status = mlg__map_build_pbf(&s, &(struct map_options) { 0 }, &g, NULL, NULL, &err);
        check_msg(status == MLG_OK || (status == MLG_BAD_INPUT && err.message[0]), "%zu bytes: status %d", n,
                  (int)status);
        mlg__road_graph_free(&g);
        free(copy);
    }
    text_free(&f.bytes);
}

static void test_files_that_are_not_there(void **state)
{
    struct road_graph g;
    mlg_error err = { 0 };
    (void)state;
    assert_int_equal(mlg__map_build("/nowhere/map.osm.pbf", &(struct map_options) { 0 }, &g, NULL, NULL, &err),
                     MLG_NO_FILE);
    assert_int_equal(mlg__map_build(MLG_SOURCE_DIR "/tests", &(struct map_options) { 0 }, &g, NULL, NULL, &err),
                     MLG_NO_FILE);
    assert_non_null(strstr(err.message, "nodes.csv"));
}

static void test_a_map_without_streets(void **state)
{
    struct osm_file f = osm_file(0);
    (void)state;
    osm_node(&f, 1, 2, 48, NULL);
    osm_node(&f, 2, 2, 48.001, NULL);
    osm_way(&f, 10, "1 2", "building=yes");
    osm_file_end(&f);
    check_refused(f.bytes.data, f.bytes.length, MLG_BAD_INPUT, "holds no street");
    text_free(&f.bytes);
}

/* Files that say they are sorted and are not: read all the same where the search for the first way is not misled, else
 * refused. */
static void test_lies_about_order(void **state)
{
    struct osm_file f = small_map(OSM_SORTED | OSM_WAYS_FIRST), early = osm_file(OSM_SORTED),
                    late = small_map(OSM_SORTED);
    struct road_graph g;
    struct map_counts c;
    mlg_error err = { 0 };
    const struct source s = osm_source(&f);
    (void)state;
    assert_int_equal(mlg__map_build_pbf(&s, &(struct map_options) { 0 }, &g, &c, NULL, &err), MLG_OK);
    assert_int_equal(c.road_ways, 3);
    mlg__road_graph_free(&g);
    osm_way(&early, 9, "1 4", "highway=primary"); /* a way, then all of another file */
    osm_file_end(&early);
    text_bytes(&early.bytes, late.bytes.data, late.bytes.length);
    check_refused(early.bytes.data, early.bytes.length, MLG_BAD_INPUT, "nodes come before ways");
    text_free(&f.bytes), text_free(&early.bytes), text_free(&late.bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_extracts_hold_what_another_reader_finds),
        cmocka_unit_test(test_small_map),
        cmocka_unit_test(test_every_form_gives_the_same_graph),
        cmocka_unit_test(test_threads_do_not_matter_on_an_extract),
        cmocka_unit_test(test_other_formats_are_named),
        cmocka_unit_test(test_required_features),
        cmocka_unit_test(test_bad_blocks),
        cmocka_unit_test(test_bombs_and_absurd_sizes),
        cmocka_unit_test(test_truncation),
        cmocka_unit_test(test_files_that_are_not_there),
        cmocka_unit_test(test_a_map_without_streets),
        cmocka_unit_test(test_lies_about_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
