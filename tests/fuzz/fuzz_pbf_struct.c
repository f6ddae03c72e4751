/* fuzz_pbf_struct.c — the bytes as orders to write a file whose frame and packing are right: tables, groups and
 * messages with random content, so that what lies behind the frame is reached at once. */
#include <stdlib.h>
#include <string.h>

#include "support/pbf_make.h"
#include "support/graph_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct orders {
    const uint8_t *at, *end;
};
static unsigned take(struct orders *o) { return o->at < o->end ? *o->at++ : 0; }

/* Tags from a small vocabulary, now and then raw bytes. */
static void write_tags(struct orders *o, char *out, size_t room)
{
    static const char *const words[] = {
        "highway=primary",
        "highway=residential",
        "highway=service",
        "highway=pedestrian",
        "highway=motorway",
        "route=ferry",
        "oneway=-1",
        "oneway=yes",
        "access=private",
        "motor_vehicle=delivery",
        "hgv=no",
        "maxspeed=50;30 mph",
        "maxheight=12'6\"",
        "barrier=bollard",
        "barrier=gate",
        "type=restriction",
        "restriction=no_left_turn",
        "restriction=only_straight_on",
        "except=hgv;bicycle",
        "restriction:conditional=no_u_turn @ (Mo-Fr 07:00-09:00 AND weight>3)",
        "hgv:conditional=no @ (22:00-05:00); yes @ (x)",
        "junction=roundabout",
        "duration=1:2:3",
        "highway=traffic_signals",
        "name=\xc3\x89t\xc3\xa9",
        "maxspeed:conditional=30 @ (Su)",
    };
    size_t n = 0;
    out[0] = 0;
    for (unsigned count = take(o) % 5; count > 0; count--) {
        const unsigned w = take(o);
        char raw[8] = { 'k', '=', 0 };
        for (int i = 2; i < 6; i++) raw[i] = (char)(1 + take(o) % 123);
        for (char *c = raw + 2; *c; c++)
            if (*c == '|') *c = '_';
        const char *word = w < 230 ? words[w % (sizeof words / sizeof *words)] : raw;
        const size_t k = strlen(word);
        if (n + k + 2 > room) return;
        n += (size_t)snprintf(out + n, room - n, "%s%s", n ? "|" : "", word);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct orders o = { data, data + size };
    const unsigned form = take(&o) % 32;
    struct osm_file f = osm_file(form);
    char tags[400], list[400];
    for (int i = 0; i < 60 && o.at < o.end; i++) {
        const unsigned kind = take(&o) % 4;
        const int64_t id = 1 + take(&o) % 24;
        size_t n = 0;
        if (kind < 2) {
            const double lon = 2 + (take(&o) - 128) * (kind ? 1.0 : 0.0001), lat = 40 + (take(&o) - 128) * 0.0001;
            write_tags(&o, tags, sizeof tags);
            osm_node(&f, id, lon, lat, tags);
        } else if (kind == 2) {
            for (unsigned refs = take(&o) % 12; refs > 0 && n < sizeof list - 8; refs--)
                n += (size_t)snprintf(list + n, sizeof list - n, "%s%u", n ? " " : "", 1 + take(&o) % 26);
            list[n] = 0;
            write_tags(&o, tags, sizeof tags);
            osm_way(&f, id, list, tags);
        } else {
            static const char *const roles[] = { "from", "via", "to", "x" };
            for (unsigned members = take(&o) % 7; members > 0 && n < sizeof list - 16; members--) {
                const unsigned m = take(&o);
                n += (size_t)snprintf(list + n, sizeof list - n, "%s%s:%c%u", n ? " " : "", roles[m % 4],
                                      "nwr"[m / 4 % 3], 1 + m / 12);
            }
            list[n] = 0;
            write_tags(&o, tags, sizeof tags);
            osm_relation(&f, id, list, tags);
        }
    }
    osm_file_end(&f);
    const struct source s = osm_source(&f);
    for (int turns = 0; turns < 2; turns++) {
        struct road_graph g;
        mlg_error err = { 0 };
        const mlg_status status =
            mlg__map_build_pbf(&s, &(struct map_options) { .turns = turns, .thread_count = 1 }, &g, NULL, NULL, &err);
        if (status && !err.message[0]) abort();
        if (!status) graph_check(&g);
        mlg__road_graph_free(&g);
    }
    text_free(&f.bytes);
    return 0;
}
