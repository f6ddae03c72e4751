/* test_location_read.c — what each layout of location files means, how formats are guessed, what options change, and
 * what is said of files that are wrong. */
#include "base/error.h"
#include "io/location_reader.h"
#include "support/location_samples.h"
#include "support/test.h"

static const struct location_params no_params = { .single_source = -1 };

static mlg_location *read_as(const char *path, const char *text, const char *format, struct location_params params)
{
    mlg_location *l = NULL;
    mlg_error err = { 0 };
    check_msg(mlg__location_read(path, text, strlen(text), format, &params, &l, NULL, &err) == MLG_OK, "%s: %s: %s",
              path, err.where, err.message);
    assert_non_null(l);
    return l;
}

static mlg_location *read_sample(const char *format, int32_t which)
{
    for (int i = 0; i < LOCATION_SAMPLE_COUNT; i++) {
        const struct location_sample *s = &location_samples[i];
        if (!strcmp(s->format, format) && which-- == 0) return read_as("sample.txt", s->text, format, s->params);
    }
    fail_msg("no sample of %s", format);
    return NULL;
}

static void assert_lanes(const mlg_location *l, int32_t client, int32_t count, const int64_t *site_and_cost)
{
    assert_int_equal(l->first[client + 1] - l->first[client], count);
    for (int32_t i = 0; i < count; i++) {
        assert_int_equal(l->lanes[l->first[client] + i].site, site_and_cost[2 * i]);
        assert_int_equal(l->lanes[l->first[client] + i].cost, site_and_cost[2 * i + 1]);
    }
}

#define LANES(l, client, ...)                                                                                          \
    assert_lanes(l, client, sizeof((int64_t[]) { __VA_ARGS__ }) / sizeof(int64_t) / 2, (int64_t[]) { __VA_ARGS__ })

static void assert_numbers(const int64_t *values, int32_t count, const int64_t *expected)
{
    for (int32_t i = 0; i < count; i++)
        check_msg(values[i] == expected[i], "number %d is %lld", i, (long long)values[i]);
}

#define NUMBERS(values, ...)                                                                                           \
    assert_numbers(values, sizeof((int64_t[]) { __VA_ARGS__ }) / sizeof(int64_t), (int64_t[]) { __VA_ARGS__ })

#define NO_LIMIT LOCATION_UNLIMITED

/* -- layouts -- */

static void test_cap(void **state)
{
    (void)state;
    mlg_location *l = read_sample("cap", 0);
    assert_string_equal(l->format, "cap");
    assert_string_equal(l->name, "sample");
    assert_int_equal(l->decimals, 2); /* 8.25; zeros at the end do not count */
    assert_true(mlg_location_quantum(l) == 0.01);
    assert_false(l->single_source);
    assert_int_equal(l->open_most, 0);
    NUMBERS(l->sites.fixed, 10050, 20000);
    NUMBERS(l->sites.capacity, 10, 10);
    NUMBERS(l->demand, 4, 5, 3);
    NUMBERS(l->left_out, NO_LIMIT, NO_LIMIT, NO_LIMIT);
    LANES(l, 0, 0, 825, 1, 300);
    LANES(l, 1, 0, 1500, 1, 2000);
    LANES(l, 2, 0, 700, 1, 600);
    mlg_location_free(l);

    l = read_sample("cap", 1);
    NUMBERS(l->sites.capacity, 9, 9);
    mlg_location_free(l);
}

/* Four layouts, one problem. */
static void test_single_source_sets(void **state)
{
    static const char *const formats[] = { "holmberg", "diaz-fernandez", "yang", "gadegaard" };
    (void)state;
    for (int i = 0; i < 4; i++) {
        mlg_location *l = read_sample(formats[i], 0);
        assert_true(l->single_source);
        assert_int_equal(l->decimals, 0);
        NUMBERS(l->sites.fixed, 100, 200);
        NUMBERS(l->sites.capacity, 10, 10);
        NUMBERS(l->demand, 4, 5, 3);
        LANES(l, 0, 0, 8, 1, 3);
        LANES(l, 1, 0, 15, 1, 20);
        LANES(l, 2, 0, 7, 1, 6);
        mlg_location_free(l);
    }
}

static void test_tbed1(void **state)
{
    (void)state;
    mlg_location *l = read_sample("tbed1", 0);
    assert_false(l->single_source);
    assert_int_equal(l->decimals, 3);
    NUMBERS(l->sites.fixed, 100000, 200000);
    LANES(l, 0, 0, 10000, 1, 500); /* of a unit in the file, of all of them here */
    LANES(l, 1, 0, 15000, 1, 20000);
    mlg_location_free(l);
}

static void test_ufllib(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++) {
        mlg_location *l = read_sample("ufllib", i);
        const int64_t unit = i ? 100 : 1;
        NUMBERS(l->sites.capacity, NO_LIMIT, NO_LIMIT);
        NUMBERS(l->demand, 1, 1, 1); /* what the file says there means nothing */
        NUMBERS(l->sites.fixed, 100 * unit + (i ? 50 : 0), 200 * unit);
        LANES(l, 0, 0, 8 * unit + (i ? 25 : 0), 1, 3 * unit);
        LANES(l, 2, 0, 7 * unit, 1, 6 * unit);
        mlg_location_free(l);
    }
}

/* 5000 stands for seven of twelve pairs, and 5000 >= 3000 + 4. */
#define GAP_ROWS(big)                                                                                                  \
    "FILE: gap\n3 4 0\n1 3000 1 " big " " big " 2\n2 3000 " big " 4 " big " " big "\n3 3000 " big " 0 3 " big "\n"

static void test_pairs_that_cannot_be(void **state)
{
    (void)state;
    mlg_location *l = read_as("gap", GAP_ROWS("5000"), "ufllib", no_params);
    LANES(l, 0, 0, 1);
    LANES(l, 1, 1, 4, 2, 0);
    LANES(l, 2, 2, 3);
    LANES(l, 3, 0, 2);
    mlg_location_free(l);
    l = read_as("gap", GAP_ROWS("3004"), "ufllib", no_params); /* exactly as dear as opening and the dearest lane */
    LANES(l, 0, 0, 1);
    mlg_location_free(l);
    l = read_as("gap", GAP_ROWS("3003"), "ufllib", no_params); /* cheaper: it may be worth it */
    LANES(l, 0, 0, 1, 1, 3003, 2, 3003);
    mlg_location_free(l);
    /* Half of the pairs only, and a client who would be left without a lane. */
    l = read_as("gap", "FILE: a\n2 2 0\n1 10 1 99\n2 10 99 1\n", "ufllib", no_params);
    LANES(l, 0, 0, 1, 1, 99);
    mlg_location_free(l);
    l = read_as("gap", "FILE: a\n2 2 0\n1 10 1 99\n2 10 99 99\n", "ufllib", no_params);
    LANES(l, 1, 0, 99, 1, 99);
    mlg_location_free(l);
}

static void test_pmed(void **state)
{
    (void)state;
    mlg_location *l = read_sample("pmed", 0);
    assert_int_equal(l->open_most, 2);
    NUMBERS(l->sites.fixed, 0, 0, 0, 0);
    NUMBERS(l->sites.capacity, NO_LIMIT, NO_LIMIT, NO_LIMIT, NO_LIMIT);
    NUMBERS(l->demand, 1, 1, 1, 1);
    LANES(l, 0, 0, 0, 1, 2, 2, 3, 3, 4); /* the second row of 1 2 counts; 1 to 4 goes round */
    LANES(l, 3, 0, 4, 1, 2, 2, 1, 3, 0);
    mlg_location_free(l);
    l = read_as("p", location_samples[9].text, "pmed", (struct location_params) { .single_source = -1, .count = 3 });
    assert_int_equal(l->open_most, 3);
    mlg_location_free(l);
}

/* Shortest paths against the cubic algorithm, on a graph with everything in it: doubled edges, loops, zero lengths. */
static void random_graph(struct rng *rng, uint64_t seed)
{
    enum { N = 24, EDGES = 60 };
    int64_t d[N][N];
    char text[4096];
    int used = snprintf(text, sizeof text, "%d %d 3\n", N, N - 1 + EDGES);
    for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++) d[i][j] = i == j ? 0 : INT64_MAX / 4;
    for (int e = 0; e < N - 1 + EDGES; e++) {
        const int i = e < N - 1 ? e + 1 : rng_below(rng, N), j = e < N - 1 ? rng_below(rng, e + 1) : rng_below(rng, N);
        const int length = rng_below(rng, 40);
        used += snprintf(text + used, sizeof text - (size_t)used, "%d %d %d\n", i + 1, j + 1, length);
        if (i != j) d[i][j] = d[j][i] = length;
    }
    for (int k = 0; k < N; k++)
        for (int i = 0; i < N; i++)
            for (int j = 0; j < N; j++)
                if (d[i][k] + d[k][j] < d[i][j]) d[i][j] = d[i][k] + d[k][j];
    mlg_location *l = read_as("graph", text, "pmed", no_params);
    for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++)
            check_msg(l->lanes[i * N + j].cost == d[i][j], "seed %llu: %d to %d", (unsigned long long)seed, i, j);
    mlg_location_free(l);
}

static void test_shortest_paths(void **state)
{
    (void)state;
    for_seeds(1, 50, random_graph);
}

static void test_mclp(void **state)
{
    (void)state;
    mlg_location *l = read_sample("mclp", 0);
    assert_int_equal(l->open_most, 1);
    assert_int_equal(l->decimals, 1);
    NUMBERS(l->left_out, 50, 70, 20, 15);
    NUMBERS(l->demand, 1, 1, 1, 1);
    NUMBERS(l->sites.capacity, NO_LIMIT, NO_LIMIT, NO_LIMIT, NO_LIMIT);
    LANES(l, 0, 0, 0, 1, 0); /* exactly 5 away is covered */
    LANES(l, 1, 0, 0, 1, 0, 3, 0);
    LANES(l, 2, 2, 0);
    LANES(l, 3, 1, 0, 3, 0);
    mlg_location_free(l);

    l = read_sample("mclp", 1);
    assert_int_equal(l->sites.count, 2);
    assert_int_equal(l->client_count, 3);
    NUMBERS(l->left_out, 80, 20, 7);
    LANES(l, 0, 0, 0);
    LANES(l, 1, 0, 0, 1, 0);
    LANES(l, 2, 1, 0);
    mlg_location_free(l);
    /* Nobody covers anybody: still a problem. */
    l = read_as("m", location_samples[11].text, "mclp",
                (struct location_params) { .single_source = -1, .radius = 0.1, .count = 2 });
    assert_int_equal(l->first[3], 0);
    mlg_location_free(l);
}

static void test_two_stages(void **state)
{
    (void)state;
    mlg_location *l = read_sample("tscflp", 0);
    assert_int_equal(l->plants.count, 2);
    assert_int_equal(l->product_count, 1);
    NUMBERS(l->plants.fixed, 50, 60);
    NUMBERS(l->plants.capacity, 12, 12);
    NUMBERS(l->haul, 1, 2, 3, 4);
    NUMBERS(l->sites.fixed, 100, 200);
    LANES(l, 0, 0, 8, 1, 4);
    LANES(l, 1, 0, 15, 1, 20);
    LANES(l, 2, 0, 3, 1, 6);
    mlg_location_free(l);

    l = read_sample("mp-tscflp", 0);
    assert_int_equal(l->product_count, 2);
    assert_int_equal(l->client_count, 4); /* two clients, two products */
    NUMBERS(l->demand, 4, 5, 3, 2);
    for (int32_t c = 0; c < 4; c++) assert_int_equal(l->product[c], c % 2);
    NUMBERS(l->plants.capacity, 9, 9);
    NUMBERS(l->plants.fixed, 50);
    NUMBERS(l->haul, 1, 2, 3, 4);
    NUMBERS(l->sites.capacity, 8, 8, 8, 8);
    NUMBERS(l->sites.fixed, 100, 200);
    LANES(l, 0, 0, 8, 1, 4);   /* product 1: 2 and 1 a unit */
    LANES(l, 1, 0, 25, 1, 35); /* product 2: 5 and 7 */
    LANES(l, 2, 0, 9, 1, 12);
    LANES(l, 3, 0, 12, 1, 16);
    mlg_location_free(l);
}

/* -- numbers -- */

struct decimal_row {
    const char *text;
    int64_t micro;
    int places;
    bool rounded;
};

static void test_decimals(void **state)
{
    static const struct decimal_row rows[] = {
        { "0", 0, 0, false },
        { ".00000", 0, 0, false },
        { "12500.", 12500000000, 0, false },
        { "+1.50", 1500000, 1, false },
        { "-2.25", -2250000, 2, false },
        { "1.5e3", 1500000000, 0, false },
        { "15E-1", 1500000, 1, false },
        { "1e-6", 1, 6, false },
        { "0.123456", 123456, 6, false },
        { "0.1234565", 123457, 6, true },
        { "0.12345649", 123456, 6, true },
        { "0.123456000", 123456, 6, false },
        { "1e-7", 0, 6, true },
        { "5e-7", 1, 6, true },
        { "9e-9", 0, 6, true },
        { "1e-99", 0, 6, true },
        { "0.00000000000000000000000001", 0, 0, true },
        { "3.14159265358979323846", 3141593, 6, true },
        { "999999999999.999999", 999999999999999999, 6, false },
        { "1e12", 1000000000000000000, 0, false },
        { "0e99", 0, 0, false },
    };
    static const char *const wrong[] = { "",    ".",   "-",  "e3",   "1e",   "1e+", "1.2.3", "0x10",
                                         "nan", "1,5", "1 ", "1e13", "1e99", "abc", "--1",   "12345678901234567890" };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct word w = { rows[i].text, strlen(rows[i].text), 1, 1 };
        int64_t value;
        int places;
        bool rounded;
        check_msg(mlg__location_decimal(&w, &value, &places, &rounded), "%s", rows[i].text);
        check_msg(value == rows[i].micro && rounded == rows[i].rounded, "%s: %lld, %d", rows[i].text, (long long)value,
                  rounded);
        if (value != 0) check_msg(places == rows[i].places, "%s: %d places", rows[i].text, places);
    }
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        const struct word w = { wrong[i], strlen(wrong[i]), 1, 1 };
        int64_t value;
        int places;
        bool rounded;
        check_msg(!mlg__location_decimal(&w, &value, &places, &rounded), "%s", wrong[i]);
    }
}

static void test_rounded_values_are_told(void **state)
{
    (void)state;
    const char *text = "1 2\n9 1.23456789\n4\n0.00000051\n5\n2.5\n";
    mlg_location *l = NULL;
    mlg_findings *found = mlg_findings_new(MLG_EN);
    assert_int_equal(mlg__location_read("x/cap/a", text, strlen(text), NULL, NULL, &l, found, NULL), MLG_OK);
    assert_int_equal(mlg_findings_count(found, true), 1);
    assert_non_null(strstr(mlg_findings_at(found, true, 0)->message, "2 values have more than 6 digits"));
    assert_int_equal(l->decimals, 6);
    NUMBERS(l->sites.fixed, 1234568);
    LANES(l, 0, 0, 1);
    mlg_findings_free(found);
    mlg_location_free(l);
}

/* -- which format -- */

static void test_guess(void **state)
{
    static const struct {
        const char *path, *text, *format;
    } rows[] = {
        { "sets/cap/x", "1 1\n5 1\n4\n2\n", "cap" },
        { "sets/Holmberg/p1", "1 1\n5 1\n4\n2\n", "holmberg" },
        { "sscflp-gadegaard/x", "1 1\n5 1\n4\n2\n", "gadegaard" },
        { "ufllib-kg/x", "1 1\n5 1\n4\n2\n", "ufllib" },
        { "diaz-fernandez/p3", "1 1\n2\n4\n1\n5\n", "diaz-fernandez" },
        { "mp-tscflp/x.txt", "1 1 1 1\n4\n5 1\n2\n5 1\n2\n", "mp-tscflp" },
        { "tscflp/x.txt", "1 1 1\n4\n5 1\n2\n5 1\n2\n", "tscflp" },
        { "holmberg/cap41.txt", "1 1\n5 1\n4\n2\n", "holmberg" }, /* the folder first */
        { "cap41.txt", "1 1\n5 1\n4\n2\n", "cap" },
        { "old/cap/new/pmed1.txt", "1 0 1\n", "pmed" }, /* only the nearest folder */
        { "p1", "FILE: a\n1 1 0\n1 5 2\n", "ufllib" },
        { "p1", "1 1\ncapacity 1\n4\n2\n", "cap" },
        { "p1", "1\n1\n5 1\n4\n2\n", "gadegaard" },
        { "p1", "3 2\n1 2\n1 2\n1 2\n4 4 4\n1 1\n12 9\n", "diaz-fernandez" },
        { "p1", "3 2 1\n1 2 7\n2 3 7\n", "pmed" },
        { "p1", "1 9999 p S\n0 0 5\n", "mclp" },
        { "p1", "1 1\nF 0 0 0 1\nC 0 0 0 3\n", "mclp" },
        { "p1", "1 2 1\n4\n5 1\n2 2\n5 1\n5 1\n2\n2\n", "tscflp" },
        { "p1", "1 2 1 2\n4 4\n5 5 1\n2 2\n3 3\n5 5 1\n5 5 1\n2\n2\n3\n3\n", "mp-tscflp" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct location_params params = { .single_source = -1, .capacity = 9, .radius = 1, .count = 1 };
        mlg_location *l = read_as(rows[i].path, rows[i].text, NULL, params);
        check_msg(!strcmp(l->format, rows[i].format), "%s: %s", rows[i].path, l->format);
        mlg_location_free(l);
    }
    for (int i = 0; i < LOCATION_SAMPLE_COUNT; i++) { /* content alone, where it tells */
        const struct location_sample *s = &location_samples[i];
        const bool told = strcmp(s->format, "cap") && strcmp(s->format, "holmberg") && strcmp(s->format, "yang") &&
                          strcmp(s->format, "tbed1") && !(s->format[0] == 'u' && s->text[0] == '2');
        if (told || strstr(s->text, "capacity")) {
            mlg_location *l = read_as("x", s->text, NULL, s->params);
            assert_string_equal(l->format, s->format);
            mlg_location_free(l);
        }
    }
}

/* -- options -- */

static void test_options(void **state)
{
    (void)state;
    const char *holmberg = location_samples[2].text, *two_stages = location_samples[12].text;
    mlg_location *l = read_as("h", holmberg, "holmberg", (struct location_params) { .single_source = 0 });
    assert_false(l->single_source);
    mlg_location_free(l);
    l = read_as("c", location_samples[0].text, "cap", (struct location_params) { .single_source = 1, .count = 2 });
    assert_true(l->single_source);
    assert_int_equal(l->open_most, 2);
    mlg_location_free(l);
    const struct location_params free_of_limits = { .single_source = -1, .uncapacitated = true };
    l = read_as("h", holmberg, "holmberg", free_of_limits);
    NUMBERS(l->sites.capacity, NO_LIMIT, NO_LIMIT);
    NUMBERS(l->demand, 1, 1, 1);
    LANES(l, 0, 0, 8, 1, 3);
    mlg_location_free(l);
    l = read_as("c", location_samples[1].text, "cap", free_of_limits); /* the word capacity needs no value then */
    NUMBERS(l->sites.capacity, NO_LIMIT, NO_LIMIT);
    mlg_location_free(l);
    l = read_as("t", location_samples[6].text, "tbed1", free_of_limits); /* units are counted before they are dropped */
    NUMBERS(l->demand, 1, 1, 1);
    LANES(l, 0, 0, 10000, 1, 500);
    mlg_location_free(l);
    l = read_as("s", two_stages, "tscflp", free_of_limits); /* hauls cost by the unit: demands stay */
    NUMBERS(l->sites.capacity, NO_LIMIT, NO_LIMIT);
    NUMBERS(l->plants.capacity, NO_LIMIT, NO_LIMIT);
    NUMBERS(l->demand, 4, 5, 3);
    mlg_location_free(l);
}

/* What stands behind a NUL or an end mark is not part of the file. */
static void test_ends_of_text(void **state)
{
    static const char nul[] = "1 1\n5 1\n4\n2\n\0\0\0 39.  336.\n", mark[] = "1 1\n5 1\n4\n2\n\x1a 7\n\0";
    (void)state;
    mlg_location *l = NULL;
    assert_int_equal(mlg__location_read("x", nul, sizeof nul - 1, "cap", NULL, &l, NULL, NULL), MLG_OK);
    mlg_location_free(l);
    assert_int_equal(mlg__location_read("x", mark, sizeof mark - 1, "cap", NULL, &l, NULL, NULL), MLG_OK);
    mlg_location_free(l);
}

static void test_names(void **state)
{
    static const struct {
        const char *path, *name;
    } rows[] = {
        { "cap/cap41.txt", "cap41" },
        { "a/b/capa.txt.gz", "capa" },
        { "i300_1.gz", "i300_1" },
        { "r2_50-100-1.dat.gz", "r2_50-100-1" },
        { ".gz", ".gz" },
        { "0123456789012345678901234567890123456789012345678901234567890123456789",
          "012345678901234567890123456789012345678901234567890123456789012" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        mlg_location *l = read_as(rows[i].path, "1 1\n5 1\n4\n2\n", "cap", no_params);
        assert_string_equal(l->name, rows[i].name);
        mlg_location_free(l);
    }
}

/* -- what is wrong is told at its place -- */

struct wrong_row {
    const char *format, *text;   /* format NULL: guessed */
    int32_t count;               /* errors */
    const char *where, *message; /* of the first; a part of it */
    struct location_params params;
};

/* clang-format off */
static const struct wrong_row wrong_rows[] = {
    { "cap", "", 1, "x:1:1", "the file ends where the number of sites is expected", { .count = 0 } },
    { "cap", "2\n", 1, "x:1:3", "the file ends where the number of clients is expected", { .count = 0 } },
    { "cap", "2 3\n10 1\n", 1, "x:1:4", "ask for 13 more numbers; what is left of the file holds 3 at most", { .count = 0 } },
    { "cap", "2 3\n10 1\n10 1\n4\n1 2\n5\n1 2\n3\n1    ", 1, "x:9:6", "the file ends where the cost is expected (client 3, site 2)", { .count = 0 } },
    { "cap", "1000000 1000000\n1 2\n", 1, "x:1:16", "ask for 1000003000000 more numbers", { .count = 0 } },
    { "cap", "1000000000 1\n1 2\n", 1, "x:1:1", "the number of sites is \"1000000000\"; it must lie between 1 and 1000000", { .count = 0 } },
    { "cap", "0 1\n1 2\n", 1, "x:1:1", "the number of sites is \"0\"", { .count = 0 } },
    { "cap", "1.5 1\n5 1\n4\n2\n", 1, "x:1:1", "the number of sites is 1.5, not a whole number", { .count = 0 } },
    { "cap", "1 1\n5 1\n4\n2\n7 8\n", 1, "x:5:1", "goes on after its last number, with \"7\"", { .count = 0 } },
    { "cap", "1 1\n5 one\n4\n2x\n", 2, "x:2:3", "\"one\" is not a number below 10^12; here stands the fixed cost (site 1)", { .count = 0 } },
    { "cap", "1 1\n5 1\n4\n-2\n", 1, "x:4:1", "the cost is -2, below zero (client 1, site 1)", { .count = 0 } },
    { "cap", "1 1\n5 1\n0\n2\n", 1, "x:3:1", "the demand is \"0\"; it must lie between 1 and 1000000000 (client 1)", { .count = 0 } },
    { "cap", "1 1\n5 1\n4.5\n2\n", 1, "x:3:1", "the demand is 4.5, not a whole number (client 1)", { .count = 0 } },
    { "cap", "1 1\n-5 1\n4\n2\n", 1, "x:2:1", "the capacity is \"-5\"; it must lie between 0 and", { .count = 0 } },
    { "cap", "1 1\n5 1\n4\n1e13\n", 1, "x:4:1", "\"1e13\" is not a number below 10^12", { .count = 0 } },
    { "cap", "2 1\ncapacity 1\ncapacity 1\n4\n2 2\n", 1, "x:2:1", "leaves the capacity of its sites to you", { .count = 0 } },
    { "cap", "1 1\ncapacity 1\n4\n2\n", 1, "x:2:1", "leaves the capacity of its sites to you", { .capacity = 4.5 } },
    { "cap", "1 1\n3 1\n4\n2\n", 1, "x", "client 1 asks for 4; its sites together hold 3", { .count = 0 } },
    { "cap", "2 1\n3 1\n3 1\n4\n2 2\n", 1, "x", "client 1 asks for 4; none of its sites holds more than 3", { .single_source = 1 } },
    { "cap", "2 2\n4 1\n3 1\n4\n2 2\n4\n2 2\n", 1, "x", "the clients ask for 8, the sites that may open hold 7", { .count = 0 } },
    { "cap", "2 2\n4 1\n4 1\n3\n2 2\n3\n2 2\n", 1, "x", "the clients ask for 6, the sites that may open hold 4", { .count = 1 } },
    { "cap", "2 1\n4 1\n3 1\n4\n2 2\n", 1, "x", "3 of 2 sites may open", { .count = 3 } },
    { "cap", "1 1\n5 999999999999\n4\n0.0001\n", 1, "x", "may cost more than 10^15 times 10^-4", { .count = 0 } },
    { "tbed1", "1 1\n1000000000\n1000000000\n1\n999999999999\n", 1, "x", "may cost more than 10^15 times 10^-0", { .count = 0 } },
    { "ufllib", "", 1, "x:1:1", "the file ends where FILE: or the number of sites is expected", { .count = 0 } },
    { "ufllib", "FILE: a\n1 1 5\n1 5 2\n", 1, "x:2:5", "the third size is \"5\"; it must lie between 0 and 0", { .count = 0 } },
    { "ufllib", "FILE: a\n2 1 0\n1 5 2\n3 5 2\n", 1, "x:4:1", "the number of the site is \"3\"; it must lie between 2 and 2 (site 2)", { .count = 0 } },
    { "pmed", "3 1 1\n1 2 3\n", 1, "x:1:3", "the number of edges is \"1\"; it must lie between 2 and", { .count = 0 } },
    { "pmed", "3 2 4\n1 2 3\n1 3 2\n", 1, "x:1:5", "the number of sites is \"4\"", { .count = 0 } },
    { "pmed", "3 2 1\n1 2 3\n1 4 2\n", 1, "x:3:3", "the vertex is \"4\"; it must lie between 1 and 3", { .count = 0 } },
    { "pmed", "3 2 1\n1 2 3\n1 2 2\n", 1, "x:1:1", "no path leads from vertex 1 to vertex 3", { .count = 0 } },
    { "pmed", "900000 899999 1\n1 2 3\n", 1, "x:1:16", "ask for 2699997 more numbers", { .count = 0 } },
    { "mclp", "1 9999 p S\n0 0 5\n", 2, "x:1:1", "the radius of a site is not given", { .count = 0 } },
    { "mclp", "1 9999 p S\n0 0 5\n", 1, "x:1:1", "the number of sites that may open is not given", { .radius = 1 } },
    { "mclp", "2 9999 p S\n0 0 5\n", 1, "x:1:11", "ask for 6 more numbers", { .radius = 1, .count = 1 } },
    { "mclp", "1 9999 p S\n0 zero 5\n", 1, "x:2:3", "\"zero\" is not a number", { .radius = 1, .count = 1 } },
    { "mclp", "1 1\nF 0 0 0 1\nF 0 0 0 3\n", 1, "x:3:1", "\"F\" stands where C is expected", { .radius = 1, .count = 1 } },
    { "mclp", "1 1\nF 0 0 0 2\nC 1 0 0 3\n", 2, "x:2:9", "the weight of the site is \"2\"", { .radius = 1, .count = 1 } },
    { "mclp", "1 9999 p S\n0 0 5\n", 1, "x", "2 of 1 sites may open", { .radius = 1, .count = 2 } },
    { "tscflp", "1 1 1\n4\n3 1\n2\n5 1\n2\n", 1, "x", "the clients ask for 4, the plants make 3", { .count = 0 } },
    { "tscflp", "1 1 1\n4\n5 1\n2\n", 1, "x:1:6", "ask for 7 more numbers", { .count = 0 } },
    { "mp-tscflp", "1 1 1 2\n4 4\n5 3 1\n2\n2\n5 5 1\n2\n2\n", 1, "x", "the clients ask for 4, the plants make 3", { .count = 0 } },
    { "tscfl", "1\n", 1, "x", "format \"tscfl\" is not known; is it tscflp?", { .count = 0 } },
    { "what is this", "1\n", 1, "x", "format \"what is this\" is not known", { .count = 0 } },
    { NULL, "1 1\n5 1\n4\n2\n", 1, "x", "fit several formats: cap, holmberg, diaz-fernandez, yang, tbed1, ufllib", { .count = 0 } },
    { NULL, "hello\n", 1, "x", "neither name nor content tells which of these formats it has: cap, holmberg", { .count = 0 } },
    { NULL, "", 1, "x", "neither name nor content tells", { .count = 0 } },
};
/* clang-format on */

static void test_wrong_files(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof wrong_rows / sizeof *wrong_rows; i++) {
        const struct wrong_row *row = &wrong_rows[i];
        mlg_findings *found[2];
        for (int lang = 0; lang < 2; lang++) {
            mlg_location *l = NULL;
            mlg_error err = { .lang = (mlg_lang)lang };
            found[lang] = mlg_findings_new((mlg_lang)lang);
            const mlg_status status =
                mlg__location_read("x", row->text, strlen(row->text), row->format, &row->params, &l, found[lang], &err);
            check_msg(status != MLG_OK && !l, "row %zu is accepted", i);
            check_msg(err.status == status && err.message[0], "row %zu says nothing", i);
        }
        const mlg_error *en = mlg_findings_at(found[0], false, 0), *fr = mlg_findings_at(found[1], false, 0);
        check_msg(!strcmp(en->where, row->where) && strstr(en->message, row->message), "row %zu: %s: %s", i, en->where,
                  en->message);
        check_msg(mlg_findings_count(found[0], false) == row->count, "row %zu: %lld errors", i,
                  (long long)mlg_findings_count(found[0], false));
        for (int32_t k = 0; k < row->count; k++) {
            en = mlg_findings_at(found[0], false, k), fr = mlg_findings_at(found[1], false, k);
            check_msg(!strcmp(en->where, fr->where) && strcmp(en->message, fr->message),
                      "row %zu is not translated: %s", i, en->message);
            check_msg(en->hint[0] && strcmp(en->hint, fr->hint), "row %zu: hint %s", i, en->hint);
        }
        for (int lang = 0; lang < 2; lang++) mlg_findings_free(found[lang]);
    }
}

/* A header that promises more than memory: refused without asking for it. */
static void test_false_promises(void **state)
{
    (void)state;
    static const char *const texts[][2] = {
        { "cap", "1000000 200\n" },
        { "pmed", "14000 13999 5\n" },
        { "ufllib", "FILE: a\n1000000 100 0\n" },
        { "tscflp", "100 1000000 10\n" },
        { "mp-tscflp", "10 10 1000000 1000\n" },
        { "tbed1", "1000000 1000000\n" },
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        mlg_location *l = NULL;
        mlg__memory_fail_at(0);
        assert_int_equal(mlg__location_read("x", texts[i][1], strlen(texts[i][1]), texts[i][0], NULL, &l, NULL, NULL),
                         MLG_BAD_INPUT);
        assert_true(mlg__memory_fail_at(0) < 10); /* findings, the problem itself */
    }
}

/* -- finishing, for problems that no reader makes -- */

static void spoil(mlg_location *l, int what)
{
    switch (what) {
    case 0: l->sites.fixed[1] = -1; break;
    case 1: l->sites.capacity[0] = -1; break;
    case 2: l->lanes[1].site = 0; break;
    case 3: l->lanes[2].cost = -5; break;
    case 4: l->demand[1] = 0; break;
    case 5: l->left_out[0] = -1; break;
    case 6: l->product[2] = 1; break;
    case 7: l->haul[3] = -1; break;
    case 8: l->plants.fixed[0] = -1; break;
    case 9: l->open_most = -1; break;
    case 10: l->client_count = 0; break;
    case 11: l->lanes[0].site = 7; break;
    default: fail();
    }
}

static void test_finish(void **state)
{
    static const char *const expected[] = {
        "site 2 has a fixed cost below zero",
        "site 1 has a capacity below zero",
        "client 1: site 1 is out of order",
        "client 2: the cost from site 1 is below zero",
        "client 2 asks for 0, not for 1 to 1000000000",
        "client 1: not serving it has a cost below zero",
        "client 3 asks for product 2 of 1",
        "a cost from plant to site is below zero",
        "plant 1 has a fixed cost below zero",
        "-1 of 2 sites may open",
        "2 sites, 0 clients, 1 products: there is nothing to place",
        "client 1: site 8 is out of order",
    };
    (void)state;
    for (int i = 0; i < (int)(sizeof expected / sizeof *expected); i++) {
        mlg_location *l = read_sample("tscflp", 0);
        mlg_error err = { 0 };
        assert_int_equal(mlg__location_finish(l, NULL, &err), MLG_OK);
        spoil(l, i);
        assert_int_equal(mlg__location_finish(l, NULL, &err), MLG_BAD_INPUT);
        check_msg(strstr(err.message, expected[i]), "%d: %s", i, err.message);
        assert_string_equal(err.where, "sample");
        mlg_location_free(l);
    }
    /* A client without lanes must be served or may be left out. */
    mlg_location *l = read_sample("tscflp", 0);
    mlg_error err = { 0 };
    l->first[2] = l->first[3] = l->first[1];
    l->client_count = 2;
    assert_int_equal(mlg__location_finish(l, NULL, &err), MLG_BAD_INPUT);
    assert_non_null(strstr(err.message, "no site can serve client 2"));
    l->left_out[1] = 7;
    assert_int_equal(mlg__location_finish(l, NULL, &err), MLG_OK);
    mlg_location_free(l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cap),
        cmocka_unit_test(test_single_source_sets),
        cmocka_unit_test(test_tbed1),
        cmocka_unit_test(test_ufllib),
        cmocka_unit_test(test_pairs_that_cannot_be),
        cmocka_unit_test(test_pmed),
        cmocka_unit_test(test_shortest_paths),
        cmocka_unit_test(test_mclp),
        cmocka_unit_test(test_two_stages),
        cmocka_unit_test(test_decimals),
        cmocka_unit_test(test_rounded_values_are_told),
        cmocka_unit_test(test_guess),
        cmocka_unit_test(test_options),
        cmocka_unit_test(test_ends_of_text),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_wrong_files),
        cmocka_unit_test(test_false_promises),
        cmocka_unit_test(test_finish),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
