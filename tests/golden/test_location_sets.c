/* test_location_sets.c — every file of the published location sets is read; the assignments that UflLib publishes cost
 * exactly what their last number says, and pass the checker. The sets are found through MAILLAGE_DATASETS. */
#include <dirent.h>
#include <math.h>

#include "base/clock.h"
#include "base/text.h"
#include "io/file.h"
#include "io/location_read.h"
#include "maillage/check.h"
#include "support/test.h"

enum { PATH_BYTES = 4096, FILE_BYTES_MAX = 1 << 28, FILES_MAX = 400 };

/* A folder, and what its files leave to the user. */
struct set {
    const char *folder;
    int32_t files_least;
    struct location_params params;
};
static const struct set sets[] = {
    { "cap", 21, { .single_source = -1, .capacity = 8000 } },
    { "holmberg", 36, { .single_source = -1 } },
    { "diaz-fernandez", 29, { .single_source = -1 } },
    { "yang", 12, { .single_source = -1 } },
    { "sscflp-gadegaard", 23, { .single_source = -1 } },
    { "tbed1", 6, { .single_source = -1 } },
    { "ufllib-m", 10, { .single_source = -1 } },
    { "ufllib-euclid", 6, { .single_source = -1 } },
    { "ufllib-gapa", 6, { .single_source = -1 } },
    { "ufllib-gapb", 6, { .single_source = -1 } },
    { "ufllib-gapc", 6, { .single_source = -1 } },
    { "ufllib-kg", 5, { .single_source = -1 } },
    { "pmed", 20, { .single_source = -1 } },
    { "mclp", 7, { .single_source = -1, .count = 5 } },
    { "tscflp", 20, { .single_source = -1 } },
    { "mp-tscflp", 2, { .single_source = -1 } },
};

static bool ends_in(const char *name, const char *suffix)
{
    const size_t n = strlen(name), m = strlen(suffix);
    return n > m && !strcmp(name + n - m, suffix);
}

static char *load(const char *path, size_t *count)
{
    char *bytes = NULL;
    mlg_error err = { 0 };
    check_msg(mlg__file_read(path, FILE_BYTES_MAX, &bytes, count, &err) == MLG_OK, "%s: %s", path, err.message);
    return bytes;
}

static mlg_location *read_location(const char *path, const struct location_params *params)
{
    size_t count;
    char *bytes = load(path, &count);
    mlg_location *l = NULL;
    mlg_error err = { 0 };
    mlg_findings *found = mlg_findings_new(MLG_EN);
    const double start_s = mlg__now_s();
    const mlg_status status = mlg__location_read(path, bytes, count, NULL, params, &l, found, &err);
    const double ms = (mlg__now_s() - start_s) * 1e3;
    check_msg(status == MLG_OK, "%s: %s: %s", path, err.where, err.message);
    check_msg(mlg_findings_count(found, true) == 0, "%s: %s", path, mlg_findings_at(found, true, 0)->message);
    if (count > 1000000 || ms > 100)
        print_message("  %s: %d sites, %d clients, %lld lanes, %d decimals in %.0f ms\n", l->name, l->sites.count,
                      l->client_count, (long long)l->first[l->client_count], l->decimals, ms);
    mlg_findings_free(found);
    mlg__free(bytes);
    return l;
}

/* -- published assignments: a site from 0 for each client, then the value -- */

static mlg_location_plan *read_assignment(const mlg_location *l, const char *text, char *value, size_t value_bytes)
{
    mlg_location_plan *plan = mlg__malloc(sizeof *plan);
    plan->found = true;
    plan->bound = INT64_MIN;
    plan->open = arena_array(&plan->arena, bool, l->sites.count);
    plan->flows = arena_array(&plan->arena, struct location_flow, l->client_count);
    for (int32_t c = 0; c < l->client_count; c++) {
        char *end;
        const long site = strtol(text, &end, 10);
        assert_true(end != text && site >= 0 && site < l->sites.count);
        text = end;
        plan->open[site] = true;
        plan->flows[plan->flow_count++] = (struct location_flow) { c, (int32_t)site, 1 };
    }
    const size_t skipped = strspn(text, " \r\n");
    snprintf(value, value_bytes, "%.*s", (int)strcspn(text + skipped, " \r\n"), text + skipped);
    plan->cost = mlg__location_cost(l, plan);
    return plan;
}

/* The cost at as many decimals as the published value has, rounded: MP1 prints 2686.48 for 2686.47946. */
static void assert_value(const mlg_location *l, int64_t cost, const char *value)
{
    const char *point = strchr(value, '.');
    const int places = point ? (int)strlen(point + 1) : 0;
    int64_t published, divisor = 1;
    check_msg(mlg__parse_fixed(value, strlen(value), false, places, &published), "%s: %s", l->name, value);
    for (int i = l->decimals; i < places; i++) cost *= 10;
    for (int i = places; i < l->decimals; i++) divisor *= 10;
    check_msg(mlg__div_half_up(cost, divisor) == published, "%s: %lld of 10^-%d is not %s", l->name, (long long)cost,
              l->decimals > places ? l->decimals : places, value);
}

static bool check_assignment(const char *path, const mlg_location *l)
{
    static const char *const endings[] = { ".opt", ".bub" };
    char file[PATH_BYTES], value[64];
    bool any = false;
    for (int i = 0; i < 2; i++) {
        size_t count;
        snprintf(file, sizeof file, "%.*s%s", (int)(strlen(path) - strlen(".gz")), path, endings[i]);
        FILE *there = fopen(file, "rb");
        if (!there) continue;
        fclose(there);
        char *text = load(file, &count);
        mlg_location_plan *plan = read_assignment(l, text, value, sizeof value);
        mlg_findings *found = mlg_findings_new(MLG_EN);
        assert_value(l, plan->cost, value);
        assert_int_equal(mlg_check_location(l, plan, found, NULL), MLG_OK);
        check_msg(mlg_findings_count(found, false) == 0, "%s: %s", file, mlg_findings_at(found, false, 0)->message);
        mlg_findings_free(found);
        mlg_location_plan_free(plan);
        mlg__free(text);
        any = true;
    }
    return any;
}

/* Lanes that gap files write as "cannot be" are gone: ten sites are left for a client on average. */
static void assert_gap(const struct set *set, const mlg_location *l)
{
    if (strstr(set->folder, "gap")) assert_int_equal(l->first[l->client_count], 10 * l->client_count);
}

/* Coordinates are metres, degrees, or neither. */
static double radius_of(const char *file)
{
    static const struct {
        const char *prefix;
        double radius;
    } rows[] = { { "SJC", 800 }, { "PCB", 200 }, { "BDS", 3 }, { "SanFrancisco", 0.005 } };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (!strncmp(file, rows[i].prefix, strlen(rows[i].prefix))) return rows[i].radius;
    return 1;
}

static void run_set(const char *root, const struct set *set)
{
    char folder[PATH_BYTES], path[PATH_BYTES + 256];
    int32_t files = 0, assignments = 0;
    snprintf(folder, sizeof folder, "%.3900s/siting/%s", root, set->folder);
    DIR *d = opendir(folder);
    if (!d) {
        print_message("%s is not there: skipped\n", folder);
        return;
    }
    for (struct dirent *e; (e = readdir(d));) {
        if (e->d_name[0] == '.' || ends_in(e->d_name, ".tsv") || ends_in(e->d_name, ".opt") ||
            ends_in(e->d_name, ".bub"))
            continue;
        snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
        struct location_params params = set->params;
        params.radius = radius_of(e->d_name);
        mlg_location *l = read_location(path, &params);
        if (!strncmp(set->folder, "ufllib", 6)) assignments += check_assignment(path, l);
        assert_gap(set, l);
        mlg_location_free(l);
        files++;
    }
    closedir(d);
    print_message("%s: %d files", set->folder, files);
    print_message(assignments ? ", %d published assignments at their cost\n" : "\n", assignments);
    check_msg(files >= set->files_least, "%s: only %d files", set->folder, files);
    if (!strncmp(set->folder, "ufllib", 6)) assert_int_equal(assignments, files);
}

static void test_sets(void **state)
{
    const char *root = getenv("MAILLAGE_DATASETS");
    (void)state;
    if (!root) {
        print_message("MAILLAGE_DATASETS is not set: the published location sets are skipped\n");
        return;
    }
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) run_set(root, &sets[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_sets) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
