/* siting_cap.c — the siting engine on OR-Library's capacitated warehouse location problems (capacities hard, demand
 * may be split): plan, proven bound and published optimum, one line a file.
 *
 *   siting_cap [-t SECONDS] [-i ITERATIONS] [-g GAP] [-j THREADS]    reads $MAILLAGE_DATASETS/siting/cap
 *
 * The engine counts cost by the unit: a cost of the whole demand is divided by it and rounded to the money's grain,
 * a relative error below 1e-8. capa and capc are read with the capacities of their published values. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/clock.h"
#include "base/text.h"
#include "siting/drive.h"

#define QUANTA_PER_COST 10000.0 /* of the file's unit: three decimals and one more */

/* The next word of a file, or false at its end. */
static bool next_word(gzFile file, char *word, size_t size)
{
    size_t length = 0;
    for (int c; (c = gzgetc(file)) != -1;) {
        const bool space = c == ' ' || c == '\n' || c == '\r' || c == '\t';
        if (space && length > 0) break;
        if (!space && length + 1 < size) word[length++] = (char)c;
    }
    word[length] = 0;
    return length > 0;
}

static bool next_number(gzFile file, double word_value, double *value)
{
    char word[64];
    if (!next_word(file, word, sizeof word)) return false;
    if (!strcmp(word, "capacity")) {
        *value = word_value;
        return true;
    }
    size_t length = strlen(word);
    if (length > 1 && word[length - 1] == '.') length--;
    return mlg__parse_double(word, length, false, value);
}

static struct mlg_network *network_new(int32_t sites, int32_t rows)
{
    struct mlg_network *n = mlg__malloc(sizeof *n);
    n->period_count = n->service_count = 1;
    n->row_count = rows;
    n->site_count = sites;
    n->state_max = 2;
    n->working_days = 1;
    n->planning_day_factor = 1;
    n->weights[0] = (struct period_weight) { 1 << 30, 1 << 30, 1 << 30, 1 << 30 };
    struct arena *a = &n->arena;
    n->row_demand = arena_array(a, int32_t, rows);
    n->row_service = arena_array(a, int32_t, rows);
    n->volume = arena_array(a, int64_t, rows);
    n->pen_micro = arena_array(a, int64_t, rows);
    n->cbar_in = arena_array(a, int32_t, rows);
    n->cbar_out = arena_array(a, int32_t, rows);
    n->row_first = arena_array(a, int32_t, rows + 1);
    n->lanes = arena_array(a, struct lane, rows * sites);
    n->lane_latest_s = arena_array(a, int32_t, rows * sites);
    n->lane_mean_s = arena_array(a, int32_t, rows * sites);
    n->site_id = arena_array(a, int32_t, sites);
    n->site_states = arena_array(a, int32_t, sites);
    n->site_today = arena_array(a, int32_t, sites);
    n->site_set = arena_array(a, int32_t, sites);
    n->capacity = arena_array(a, int64_t, sites * 2);
    n->nodes = arena_array(a, struct node, sites * 2);
    n->arcs = arena_array(a, struct arc, sites * 4);
    return n;
}

static struct mlg_network *read_cap(const char *path, double capacity)
{
    gzFile file = gzopen(path, "rb");
    double sites, rows, value;
    if (!file) return NULL;
    if (!next_number(file, 0, &sites) || !next_number(file, 0, &rows)) return NULL;
    struct mlg_network *n = network_new((int32_t)sites, (int32_t)rows);
    for (int32_t s = 0; s < n->site_count; s++) {
        if (!next_number(file, capacity, &value)) return NULL;
        n->site_id[s] = s, n->site_states[s] = 2, n->site_set[s] = MLG_NONE;
        n->capacity[s * 2 + 1] = (int64_t)(value * 1000);
        if (!next_number(file, 0, &value)) return NULL;
        n->nodes[s * 2].allowed = n->nodes[s * 2 + 1].allowed = true;
        n->nodes[s * 2 + 1].year_micro = (int64_t)floor(value * QUANTA_PER_COST + 0.5);
        for (int i = 0; i < 4; i++) n->arcs[s * 4 + i].allowed = true;
    }
    for (int32_t row = 0; row < n->row_count; row++) {
        double volume;
        if (!next_number(file, 0, &volume)) return NULL;
        n->volume[row] = (int64_t)floor(volume * 1000 + 0.5);
        n->cbar_in[row] = n->cbar_out[row] = CBAR_NONE;
        n->pen_micro[row] = 0;
        for (int32_t s = 0; s < n->site_count; s++) {
            if (!next_number(file, 0, &value)) return NULL;
            const double unit = value / volume * QUANTA_PER_COST;
            n->lanes[n->lane_count++] = (struct lane) { .end = s, .cost_micro = (int32_t)floor(unit + 0.5), .mode = 0 };
            if (!(unit < INT32_MAX)) return NULL;
            if (3 * unit > (double)n->pen_micro[row]) n->pen_micro[row] = (int64_t)(3 * unit);
        }
        n->row_first[row + 1] = n->lane_count;
    }
    gzclose(file);
    return mlg__network_seal(n, NULL) ? NULL : n;
}

static void run(const char *folder, const char *name, double published, double seconds, int64_t iterations, double gap,
                int32_t threads)
{
    char path[512], base[64];
    snprintf(base, sizeof base, "%.4s", name);
    const bool large = !strcmp(base, "capa") || !strcmp(base, "capc");
    const double capacity = large && strchr(name, '_') ? strtod(strchr(name, '_') + 1, NULL) : 0;
    snprintf(path, sizeof path, "%s/siting/cap/%s.txt%s", folder, large ? base : name, large ? ".gz" : "");
    struct mlg_network *n = read_cap(path, capacity);
    if (!n) {
        printf("%-12s not read (%s)\n", name, path);
        return;
    }
    struct control control = { .start_s = mlg__now_s(), .iteration_limit = iterations };
    control.end_s = seconds > 0 ? control.start_s + seconds : (double)INFINITY;
    const struct search_options options = { .gap = gap, .threads = threads, .seed = 1 };
    struct search *search;
    if (mlg__search(n, &options, &control, NULL, &search, NULL)) return;
    const double cost = (double)mlg__quanta_up(search->cost) / QUANTA_PER_COST;
    const double bound = (double)search->bound / QUANTA_PER_COST;
    printf("%-12s %16.3f %16.3f %16.3f %8.4f %% %8.4f %% %7lld %7.2f\n", name, published, cost, bound,
           100 * (cost - published) / published, 100 * (cost - bound) / cost, (long long)search->iterations,
           mlg__now_s() - control.start_s);
    fflush(stdout);
    mlg__siting_search_free(search);
    mlg_network_free(n);
}

int main(int argc, char **argv)
{
    double seconds = 5, gap = 1e-6;
    int64_t iterations = 0;
    int32_t threads = 1;
    const char *folder = getenv("MAILLAGE_DATASETS"), *only = NULL;
    for (int i = 1; i < argc; i++) {
        if (i + 1 < argc && !strcmp(argv[i], "-t")) seconds = strtod(argv[++i], NULL);
        else if (i + 1 < argc && !strcmp(argv[i], "-i")) iterations = strtoll(argv[++i], NULL, 10), seconds = 0;
        else if (i + 1 < argc && !strcmp(argv[i], "-g")) gap = strtod(argv[++i], NULL);
        else if (i + 1 < argc && !strcmp(argv[i], "-j")) threads = (int32_t)strtol(argv[++i], NULL, 10);
        else only = argv[i];
    }
    if (!folder) {
        printf("MAILLAGE_DATASETS is not set: no instance to run\n");
        return 0;
    }
    char path[512], line[512];
    snprintf(path, sizeof path, "%s/siting/cap/best_known.tsv", folder);
    FILE *known = fopen(path, "r");
    if (!known) {
        printf("cannot read %s\n", path);
        return 2;
    }
    printf("%-12s %16s %16s %16s %10s %10s %7s %7s\n", "instance", "published", "plan", "bound", "above", "gap", "iter",
           "s");
    while (fgets(line, sizeof line, known)) {
        char name[64];
        double published;
        if (strstr(line, "(uncapacitated)") || sscanf(line, "%63s %lf", name, &published) != 2) continue;
        if (only && strcmp(only, name)) continue;
        run(folder, name, published, seconds, iterations, gap, threads);
    }
    fclose(known);
    return 0;
}
