/* fuzz_tags.c — any tags on a way and on a node: no crash, speeds in range, and a street tagged the other way round
 * (oneway=-1 for yes) has its rights mirrored. Input: lines "key=value". */
#include <stdlib.h>
#include <string.h>

#include "roads/profile.h"
#include "roads/tags.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct tags read_tags(const char *s, size_t size)
{
    struct tags t;
    memset(&t, 0, sizeof t);
    while (size) {
        const char *end = memchr(s, '\n', size);
        const size_t n = end ? (size_t)(end - s) : size;
        const char *equals = memchr(s, '=', n);
        const enum tag_key key = equals && equals > s ? mlg__tag_key(s, (size_t)(equals - s)) : (enum tag_key)KEY_OTHER;
        if (key < KEY_COUNT) t.value[key] = (struct tag_text) { equals + 1, n - (size_t)(equals - s) - 1 };
        s += n + (end != NULL);
        size -= n + (end != NULL);
    }
    return t;
}

static void check_speeds(const struct way_road *r)
{
    static const char *const profiles[] = { "car", "van", "truck", "cargobike" };
    const struct road_edge e = { .class = r->class,
                                 .surface = r->surface,
                                 .smoothness = r->smoothness,
                                 .speed_kmh = { r->speed_kmh[0], r->speed_kmh[1] },
                                 .speed_truck_kmh = { r->speed_truck_kmh[0], r->speed_truck_kmh[1] } };
    if (r->class >= ROAD_CLASSES || r->surface >= ROAD_SURFACES || r->smoothness >= ROAD_SMOOTHNESSES) abort();
    for (int i = 0; i < 8; i++) {
        struct road_profile p;
        if (mlg__profile_from_text(profiles[i / 2], &p, NULL)) abort();
        const int32_t dkmh = mlg__profile_speed(&p, &e, i % 2);
        if (dkmh < 0 || dkmh > 2550 || (dkmh > 0 && dkmh < 10)) abort();
    }
}

/* A street one-way forward and the same one-way backward: what was forward is backward. */
static void check_mirror(struct tags t)
{
    struct way_road ahead, back;
    struct way_rules rules;
    if (t.value[KEY_ONEWAY_BICYCLE].s) return;
    for (int k = KEY_ACCESS; k <= KEY_MAXSPEED_HGV_CONDITIONAL; k++)
        if ((k - KEY_ACCESS) % 4 == 1 || (k - KEY_ACCESS) % 4 == 2)
            t.value[k] = (struct tag_text) { 0 }; /* has a direction of its own */
    t.value[KEY_ONEWAY] = (struct tag_text) { "yes", 3 };
    const bool used = mlg__tags_way(&t, &ahead, &rules);
    t.value[KEY_ONEWAY] = (struct tag_text) { "-1", 2 };
    if (mlg__tags_way(&t, &back, &rules) != used) abort();
    if (!used) return;
    if (((ahead.access & 0x3333) << 2 | (ahead.access & 0xcccc) >> 2) != back.access) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *copy = malloc(size + 1); /* its own block, so that sanitizers see a byte too far */
    if (!copy) return 0;
    if (size) memcpy(copy, data, size);
    const struct tags t = read_tags(copy, size);
    struct way_road r;
    struct way_rules rules;
    struct node_road n;
    if (mlg__tags_way(&t, &r, &rules)) check_speeds(&r);
    if (rules.count < 0 || rules.count > WAY_RULES_MAX) abort();
    mlg__tags_node(&t, &n);
    check_mirror(t);
    free(copy);
    return 0;
}
