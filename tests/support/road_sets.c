/* road_sets.c — see road_sets.h. Without memory it ends the program: tests and benches only. */
#include "support/road_sets.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <zlib.h>

static void *grown(void *old, int32_t cap, size_t bytes)
{
    void *new = realloc(old, (size_t)cap * bytes);
    if (!new) abort();
    return new;
}

static void refresh(struct road_set *s)
{
    s->g.tail = s->tail;
    s->g.head = s->head;
    s->g.x = s->x;
    s->g.y = s->y;
}

int32_t road_set_state(struct road_set *s, int32_t x, int32_t y)
{
    if (s->g.state_count == s->state_cap) {
        s->state_cap = 2 * s->state_cap + 16;
        s->x = grown(s->x, s->state_cap, sizeof *s->x);
        s->y = grown(s->y, s->state_cap, sizeof *s->y);
        refresh(s);
    }
    s->x[s->g.state_count] = x;
    s->y[s->g.state_count] = y;
    return s->g.state_count++;
}

void road_set_arc(struct road_set *s, int32_t tail, int32_t head, struct arc_weight w)
{
    if (s->g.arc_count == s->arc_cap) {
        s->arc_cap = 2 * s->arc_cap + 16;
        s->tail = grown(s->tail, s->arc_cap, sizeof *s->tail);
        s->head = grown(s->head, s->arc_cap, sizeof *s->head);
        s->weight = grown(s->weight, s->arc_cap, sizeof *s->weight);
        refresh(s);
    }
    s->tail[s->g.arc_count] = tail;
    s->head[s->g.arc_count] = head;
    s->weight[s->g.arc_count++] = w;
}

void road_set_free(struct road_set *s)
{
    free(s->tail);
    free(s->head);
    free(s->x);
    free(s->y);
    free(s->weight);
    *s = (struct road_set) { 0 };
}

/* Energy from distance and time, with a slope of its own for each edge: uphill one way, downhill the other. */
static struct arc_weight made_up(int64_t dist, int64_t time, int32_t edge, int sign)
{
    uint64_t state = (uint64_t)edge;
    const int64_t slope = (int64_t)(mlg__mix64(&state) % 13) - 6;
    return (struct arc_weight) { .t_ms = (uint32_t)(time > 0 ? time : 1),
                                 .d_dm = (uint32_t)(dist > 0 ? dist : 1),
                                 .ea = (int32_t)(dist / 8 + time / 16 + sign * slope * dist / 40),
                                 .eb = (int32_t)(dist / 16 + sign * slope * dist / 80) };
}

static gzFile opened(const char *name)
{
    const char *folder = getenv("MAILLAGE_DATASETS");
    char path[1024];
    if (!folder) return NULL;
    snprintf(path, sizeof path, "%s/geo/roads-ny/%s", folder, name);
    return gzopen(path, "rb");
}

bool road_set_new_york(struct road_set *s)
{
    *s = (struct road_set) { 0 };
    gzFile nodes = opened("ny-nodes.csv.gz"), edges = opened("ny-edges.csv.gz");
    char line[128];
    if (!nodes || !edges) {
        puts("skipped: New York needs MAILLAGE_DATASETS");
        if (nodes) gzclose(nodes);
        if (edges) gzclose(edges);
        return false;
    }
    gzgets(nodes, line, sizeof line);
    while (gzgets(nodes, line, sizeof line)) {
        char *at = line;
        strtol(at, &at, 10);
        const long x = strtol(at + 1, &at, 10), y = strtol(at + 1, &at, 10);
        road_set_state(s, (int32_t)x, (int32_t)y);
    }
    gzgets(edges, line, sizeof line);
    for (int32_t edge = 0; gzgets(edges, line, sizeof line); edge++) {
        char *at = line;
        const long u = strtol(at, &at, 10), v = strtol(at + 1, &at, 10);
        const long dist = strtol(at + 1, &at, 10), time = strtol(at + 1, &at, 10);
        road_set_arc(s, (int32_t)u, (int32_t)v, made_up(dist, time, edge, 1));
        road_set_arc(s, (int32_t)v, (int32_t)u, made_up(dist, time, edge, -1));
    }
    gzclose(nodes);
    gzclose(edges);
    return true;
}

struct arc_weight road_random_weight(struct rng *rng, int32_t max)
{
    return (struct arc_weight) { (uint32_t)(1 + rng_below(rng, max)), (uint32_t)(1 + rng_below(rng, 3)),
                                 rng_below(rng, 5) - 2, rng_below(rng, 3) - 1 };
}

/* Both ways mostly, one way sometimes, closed now and then. */
static void street(struct road_set *s, int32_t u, int32_t v, int one_way_percent, struct rng *rng)
{
    const bool one_way = rng_below(rng, 100) < one_way_percent;
    road_set_arc(s, u, v, rng_below(rng, 40) ? road_random_weight(rng, 9) : mlg__no_way());
    if (!one_way) road_set_arc(s, v, u, road_random_weight(rng, 9));
}

static void planar(struct road_set *s, int32_t from, int32_t count, struct rng *rng)
{
    for (int32_t v = 0; v < count; v++) {
        const int32_t u = road_set_state(s, rng_below(rng, 10000), rng_below(rng, 10000));
        int32_t near[3] = { -1, -1, -1 }; /* the three nearest before it: a connected, street-like net */
        int64_t gap[3] = { INT64_MAX, INT64_MAX, INT64_MAX };
        for (int32_t w = from; w < u; w++) {
            const int64_t dx = s->x[u] - s->x[w], dy = s->y[u] - s->y[w], d = dx * dx + dy * dy;
            for (int i = 0; i < 3; i++)
                if (d < gap[i]) {
                    for (int j = 2; j > i; j--) gap[j] = gap[j - 1], near[j] = near[j - 1];
                    gap[i] = d;
                    near[i] = w;
                    break;
                }
        }
        const int links = 1 + rng_below(rng, 3);
        for (int i = 0; i < links; i++)
            if (near[i] >= 0) street(s, u, near[i], 20, rng);
    }
}

static void grid(struct road_set *s, int32_t states, struct rng *rng)
{
    int32_t width = 1;
    while (width * width < states) width++;
    for (int32_t v = 0; v < states; v++) {
        road_set_state(s, v % width, v / width);
        if (v % width) street(s, v, v - 1, 30, rng);
        if (v >= width) street(s, v, v - width, 30, rng);
    }
}

void road_set_random(struct road_set *s, enum road_shape shape, int32_t states, struct rng *rng)
{
    *s = (struct road_set) { 0 };
    if (shape == ROADS_PLANAR) planar(s, 0, states, rng);
    if (shape == ROADS_GRID) grid(s, states, rng);
    if (shape == ROADS_PIECES)
        for (int32_t done = 0; done < states;) {
            const int32_t piece = 1 + rng_below(rng, states - done);
            planar(s, done, piece, rng);
            done += piece;
        }
    if (shape == ROADS_TREE || shape == ROADS_STAR || shape == ROADS_PATH || shape == ROADS_CLIQUE ||
        shape == ROADS_MULTI)
        for (int32_t v = 0; v < states; v++) road_set_state(s, rng_below(rng, 1000), rng_below(rng, 1000));
    for (int32_t v = 1; v < states; v++) {
        if (shape == ROADS_TREE) street(s, v, rng_below(rng, v), 5, rng);
        if (shape == ROADS_STAR) street(s, v, 0, 5, rng);
        if (shape == ROADS_PATH) street(s, v, v - 1, 2, rng);
        if (shape == ROADS_CLIQUE)
            for (int32_t u = 0; u < v; u++) street(s, u, v, 30, rng);
    }
    if (shape == ROADS_MULTI)
        for (int32_t k = 0; k < 3 * states; k++) street(s, rng_below(rng, states), rng_below(rng, states), 50, rng);
}
