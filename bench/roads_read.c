/* roads_read — how fast maps are read: MB/s of file of the PBF decoder (everything decoded, tags counted), then time
 * and peak memory from file to graph.
 *
 *     roads_read [--threads N] MAP…
 *
 * Two lines a map; the fastest of five for decoding, of three for building; CPU time. Give one map at a time to see its
 * own peak. Built against a release build in B: cc -O2 -DNDEBUG -Iinclude -Isrc bench/roads_read.c -o roads_read
 * B/src/libmaillage-core.a $(pkg-config --libs zlib libdeflate) -lm -lpthread */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "roads/map.h"
#include "roads/pbf.h"

struct counts {
    int64_t nodes, ways, relations, tags, refs, members;
};

static bool see_nodes(void *user, const struct pbf_nodes *n)
{
    struct counts *c = user;
    c->nodes += n->count;
    if (n->tag_first) c->tags += n->tag_first[n->count];
    return true;
}

static bool see_way(void *user, const struct pbf_way *w)
{
    struct counts *c = user;
    c->ways++;
    c->tags += w->tag_count;
    c->refs += w->ref_count;
    return true;
}

static bool see_relation(void *user, const struct pbf_relation *r)
{
    struct counts *c = user;
    c->relations++;
    c->tags += r->tag_count;
    c->members += r->member_count;
    return true;
}

static double cpu_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void die(const mlg_error *err)
{
    fprintf(stderr, "%s: %s. %s\n", err->where, err->message, err->hint);
    exit(1);
}

static struct counts decode_all(const struct pbf *p)
{
    struct counts c = { 0 };
    const struct pbf_visitor v = { &c, NULL, see_nodes, see_way, see_relation };
    struct pbf_scratch scratch = { 0 };
    mlg_error err = { 0 };
    for (int32_t i = 0; i < p->blob_count; i++)
        if (mlg__pbf_decode(p, i, &scratch, &v, NULL, &err)) die(&err);
    mlg__pbf_scratch_free(&scratch);
    return c;
}

static void run_decoder(const char *path)
{
    struct source s;
    struct pbf p;
    mlg_error err = { 0 };
    double best_s = 1e9;
    struct counts c = { 0 };
    if (mlg__source_open(path, &s, &err) || mlg__pbf_open(&s, &p, &err)) die(&err);
    for (int i = 0; i < 5; i++) {
        const double before_s = cpu_s();
        c = decode_all(&p);
        const double took_s = cpu_s() - before_s;
        if (took_s < best_s) best_s = took_s;
    }
    printf("%-28s %6.2f MB  %8lld nodes %7lld ways %5lld relations %8lld tags  decode %4.0f MB/s\n", s.name,
           (double)s.size / 1e6, (long long)c.nodes, (long long)c.ways, (long long)c.relations, (long long)c.tags,
           (double)s.size / 1e6 / best_s);
    mlg__pbf_close(&p);
    mlg__source_close(&s);
}

static void run_build(const char *path, int threads)
{
    double best_s = 1e9;
    struct road_graph g;
    struct map_counts c;
    mlg_error err = { 0 };
    for (int i = 0; i < 3; i++) {
        const double before_s = cpu_s();
        if (mlg__map_build(path, &(struct map_options) { .thread_count = threads }, &g, &c, NULL, &err)) die(&err);
        const double took_s = cpu_s() - before_s;
        if (took_s < best_s) best_s = took_s;
        if (i < 2) mlg__road_graph_free(&g);
    }
    struct rusage use;
    getrusage(RUSAGE_SELF, &use);
    printf("%-28s %7d nodes %7d edges %7d states %7d arcs  %lld restrictions (%lld dropped)  build %.3f s CPU, peak "
           "%ld MB\n",
           "", g.node_count, g.edge_count, g.state_count, g.arc_count, (long long)c.restrictions,
           (long long)c.restrictions_dropped, best_s, use.ru_maxrss / 1024);
    mlg__road_graph_free(&g);
}

static bool is_pbf(const char *path)
{
    const size_t n = strlen(path);
    return n > 4 && !strcmp(path + n - 4, ".pbf");
}

int main(int argc, char **argv)
{
    int threads = 1;
    for (int i = 1; i < argc; i++) {
        if (!strcmp(argv[i], "--threads") && i + 1 < argc) {
            threads = atoi(argv[++i]);
            continue;
        }
        if (is_pbf(argv[i])) run_decoder(argv[i]);
        else printf("%s\n", argv[i]);
        run_build(argv[i], threads);
    }
    return 0;
}
