/* test_compare.c — maillage compare on variants of examples/toy: years on one scale, money by year, sums of parts,
 * rates, which value is called the best, the page and the table, mistakes, every allocation failing once. */
#include <math.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "base/text.h"
#include "io/file.h"
#include "maillage/api.h"
#include "report/side_by_side.h"
#include "report/words.h"
#include "support/test.h"

#define TOY MLG_SOURCE_DIR "/examples/toy"
#define OUT MLG_BUILD_DIR "/test-compare"

struct world {
    mlg_options *o;
    mlg_scenario *toy, *late,
        *dollars; /* late: the second period lasts four years; dollars: another currency, more demand */
    mlg_network_plan *plan, *late_plan;
};

/* A copy of a file of the toy in OUT/folder, with one text replaced (old NULL: none). */
static void copy(const char *folder, const char *name, const char *old, const char *fresh)
{
    char path[1024], *bytes;
    size_t size;
    mlg_error err = { 0 };
    struct text t = { 0 };
    snprintf(path, sizeof path, TOY "/%s", name);
    check_msg(mlg__file_read(path, (size_t)1 << 24, &bytes, &size, &err) == MLG_OK, "%s", err.message);
    const char *at = old ? strstr(bytes, old) : bytes + size;
    check_msg(at != NULL, "%s holds no %s", name, old);
    text_bytes(&t, bytes, (size_t)(at - bytes));
    if (old) text_add(&t, fresh), text_add(&t, at + strlen(old));
    snprintf(path, sizeof path, OUT "/%s/%s", folder, name);
    check_msg(mlg__file_write(path, t.data, t.length, &err) == MLG_OK, "%s", err.message);
    text_free(&t);
    mlg__free(bytes);
}

static void variant(const char *folder, const char *file, const char *old, const char *fresh)
{
    static const char *const names[] = { "scenario.json", "sites.csv", "sizes.csv", "demand.csv", "vehicles.csv" };
    char path[1024];
    snprintf(path, sizeof path, OUT "/%s", folder);
    mkdir(OUT, 0777);
    mkdir(path, 0777);
    for (int i = 0; i < 5; i++) {
        const bool here = !strcmp(names[i], file);
        copy(folder, names[i], here ? old : NULL, fresh);
    }
}

static mlg_network_plan *plan_of(const mlg_scenario *s, const mlg_options *o, const char *folder)
{
    mlg_leg_source legs = { 0 };
    mlg_network_plan *plan = NULL;
    mlg_error err = { 0 };
    assert_int_equal(mlg_scenario_legs(s, o, &legs, &err), MLG_OK);
    check_msg(mlg_plan_scenario(s, &legs, o, NULL, NULL, &plan, NULL, &err) == MLG_OK, "%s", err.message);
    assert_non_null(plan);
    check_msg(mlg_plan_write(s, plan, &legs, folder, MLG_EN, &err) == MLG_OK, "%s", err.message);
    mlg_roads_source_free(&legs);
    return plan;
}

static mlg_scenario *scenario_of(const char *folder, const mlg_options *o)
{
    mlg_scenario *s = NULL;
    mlg_error err = { 0 };
    check_msg(mlg_scenario_read(folder, o, &s, NULL, &err) == MLG_OK, "%s: %s", err.where, err.message);
    return s;
}

static int make_world(void **state)
{
    struct world *w = calloc(1, sizeof *w);
    mlg_error err = { 0 };
    w->o = mlg_options_new();
    assert_int_equal(mlg_options_set(w->o, "plan.time_limit_s", "0", &err), MLG_OK);
    assert_int_equal(mlg_options_set(w->o, "siting.iterations", "10", &err), MLG_OK);
    assert_int_equal(mlg_options_set(w->o, "plan.days", "0", &err), MLG_OK);
    variant("late", "scenario.json", "\"start_year\": 2028, \"length_years\": 2, \"budget_eur\": 3000000",
            "\"start_year\": 2028, \"length_years\": 4, \"budget_eur\": 3000001.03");
    variant("dollars", "scenario.json", "\"EUR\"", "\"USD\"");
    copy("dollars", "demand.csv", "100.7,", "101.7,");
    w->toy = scenario_of(TOY, w->o);
    w->late = scenario_of(OUT "/late", w->o);
    w->dollars = scenario_of(OUT "/dollars", w->o);
    w->plan = plan_of(w->toy, w->o, OUT "/plan");
    w->late_plan = plan_of(w->late, w->o, OUT "/late-plan");
    *state = w;
    return 0;
}

static int end_world(void **state)
{
    struct world *w = *state;
    mlg_network_plan_free(w->plan);
    mlg_network_plan_free(w->late_plan);
    mlg_scenario_free(w->toy);
    mlg_scenario_free(w->late);
    mlg_scenario_free(w->dollars);
    mlg_options_free(w->o);
    free(w);
    return 0;
}

static struct comparison compare(const struct column *columns, int32_t count, bool sum)
{
    struct comparison c;
    assert_int_equal(mlg__compare(columns, count, "EUR", sum, &c, NULL), MLG_OK);
    return c;
}

static double plan_figure(const struct comparison *c, enum figure f, int32_t column, int32_t year)
{
    return mlg__figure(c, f, (struct at) { column, SIDE_PLAN, year, 0 });
}

static void years_stand_on_one_scale(void **state)
{
    const struct world *w = *state;
    const struct column columns[] = { { .label = "toy", .s = w->toy, .plan = w->plan, .rate = 1 },
                                      { .label = "late", .s = w->late, .plan = w->late_plan, .rate = 1 } };
    struct comparison c = compare(columns, 2, false);
    assert_int_equal(c.first_year, 2026);
    assert_int_equal(c.year_count, 6); /* 2026 to 2031 */
    assert_int_equal(c.common_year, 2029);
    assert_false(c.same_years);
    assert_true(c.same_demand);
    assert_true(c.same_promises);
    assert_int_equal(mlg__period_of_year(&c.columns[0], 2029), 1);
    assert_int_equal(mlg__period_of_year(&c.columns[0], 2030), MLG_NONE);
    assert_int_equal(mlg__period_of_year(&c.columns[1], 2025), MLG_NONE);
    assert_true(isnan(plan_figure(&c, FIG_JOBS, 0, 2030)));
    assert_true(!isnan(plan_figure(&c, FIG_JOBS, 1, 2030)));
    mlg__arena_free(&c.arena);
}

/* A period's money is spread over its years, the odd cents first, and adds up to it. */
static void years_add_up_to_periods(void **state)
{
    const struct world *w = *state;
    const struct column columns[] = { { .label = "toy", .s = w->toy, .plan = w->plan, .rate = 1 },
                                      { .label = "late", .s = w->late, .plan = w->late_plan, .rate = 1 } };
    struct comparison c = compare(columns, 2, false);
    assert_true(plan_figure(&c, FIG_BUDGET, 0, 2026) == 2500000 && plan_figure(&c, FIG_BUDGET, 0, 2029) == 1500000);
    assert_true(plan_figure(&c, FIG_BUDGET, 1, 2028) == 750000.26); /* 300000103 cents over four years */
    assert_true(plan_figure(&c, FIG_BUDGET, 1, 2030) == 750000.26);
    assert_true(plan_figure(&c, FIG_BUDGET, 1, 2031) == 750000.25);
    for (int32_t column = 0; column < 2; column++) {
        double sum = 0;
        for (int32_t year = 2026; year < 2032; year++)
            if (!isnan(plan_figure(&c, FIG_INVESTMENT, column, year)))
                sum += plan_figure(&c, FIG_INVESTMENT, column, year);
        check_msg(fabs(sum - plan_figure(&c, FIG_INVESTED, column, MLG_NONE)) < 0.001, "years %.2f", sum);
    }
    assert_true(plan_figure(&c, FIG_BUDGET_TOTAL, 0, MLG_NONE) ==
                7000000); /* less than 5 + 3 million: the total binds */
    mlg__arena_free(&c.arena);
}

static void parts_add_up(void **state)
{
    const struct world *w = *state;
    const struct column columns[] = { { .label = "toy", .s = w->toy, .plan = w->plan, .rate = 1 },
                                      { .label = "late", .s = w->late, .plan = w->late_plan, .rate = 1.5 } };
    struct comparison c = compare(columns, 2, true);
    const struct at now = { 0, SIDE_PLAN, 2028, 0 }, after = { 0, SIDE_PLAN, 2031, 0 };
    assert_true(fabs(mlg__figure_total(&c, FIG_JOBS, now) - plan_figure(&c, FIG_JOBS, 0, 2028) -
                     plan_figure(&c, FIG_JOBS, 1, 2028)) < 1e-9);
    assert_true(isnan(mlg__figure_total(&c, FIG_JOBS, after))); /* what the first part employs then is not known */
    assert_true(mlg__figure_total(&c, FIG_BUDGET, after) ==
                plan_figure(&c, FIG_BUDGET, 1, 2031)); /* but it spends nothing */
    assert_true(isnan(mlg__figure_total(&c, FIG_MEDIAN, now)));
    const double capex = (double)w->plan->plan.periods[0].capex_cents,
                 late = (double)w->late_plan->plan.periods[0].capex_cents;
    const struct at first = { 0, SIDE_PLAN, 2026, 0 };
    check_msg(fabs(100 * 2 * mlg__figure_total(&c, FIG_INVESTMENT, first) - capex - 1.5 * late) < 3, "converted");
    for (int32_t column = 0; column < 2; column++) /* parts are no alternatives */
        for (int f = 0; f < FIGURE_COUNT; f++)
            assert_false(mlg__figure_is_best(&c, (enum figure)f, (struct at) { column, SIDE_PLAN, MLG_NONE, 0 }));
    mlg__arena_free(&c.arena);
}

/* Shares are made up here; everything else of the two plans is alike. */
static void the_best_is_judged_as_shown(void **state)
{
    const struct world *w = *state;
    const struct column columns[] = { { .label = "a", .s = w->toy, .plan = w->plan, .rate = 1 },
                                      { .label = "b", .s = w->toy, .plan = w->plan, .rate = 1 } };
    struct comparison c = compare(columns, 2, false);
    const struct at a = { 0, SIDE_PLAN, MLG_NONE, 0 }, b = { 1, SIDE_PLAN, MLG_NONE, 0 };
    assert_false(mlg__figure_is_best(&c, FIG_WITHIN, a) || mlg__figure_is_best(&c, FIG_WITHIN, b)); /* equal */
    c.columns[0].facts.side[SIDE_PLAN][1].within = 0.90001;
    c.columns[1].facts.side[SIDE_PLAN][1].within = 0.90002;
    assert_false(mlg__figure_is_best(&c, FIG_WITHIN, a) || mlg__figure_is_best(&c, FIG_WITHIN, b)); /* 90.0 % both */
    c.columns[1].facts.side[SIDE_PLAN][1].within = 0.902;
    assert_false(mlg__figure_is_best(&c, FIG_WITHIN, a));
    assert_true(mlg__figure_is_best(&c, FIG_WITHIN, b));
    c.columns[0].facts.side[SIDE_PLAN][1].wtw_mg += INT64_C(5000000000); /* five tonnes more */
    assert_true(mlg__figure_is_best(&c, FIG_CO2, b));
    c.same_demand = false;
    assert_false(mlg__figure_is_best(&c, FIG_CO2, b)); /* a total says nothing under another demand */
    assert_true(mlg__figure_is_best(&c, FIG_WITHIN, b));
    c.same_promises = false;
    assert_false(mlg__figure_is_best(&c, FIG_WITHIN, b));
    mlg__arena_free(&c.arena);
}

static void another_demand_is_told(void **state)
{
    const struct world *w = *state;
    const struct column columns[] = { { .label = "toy", .s = w->toy, .plan = w->plan, .rate = 1 },
                                      { .label = "more", .s = w->dollars, .rate = 0.9 } };
    struct comparison c = compare(columns, 2, false);
    struct text page = { 0 };
    assert_false(c.same_demand);
    check_msg(fabs(plan_figure(&c, FIG_DEMAND, 1, 2026) - plan_figure(&c, FIG_DEMAND, 0, 2026) - 1) < 1e-9,
              "one unit more");
    assert_true(plan_figure(&c, FIG_BUDGET, 1, 2026) == 2250000);
    assert_true(isnan(plan_figure(&c, FIG_JOBS, 1, 2026)) && isnan(plan_figure(&c, FIG_INVESTED, 1, MLG_NONE)));
    assert_int_equal(mlg__side_by_side_write(&c, MLG_EN, &page, NULL), MLG_OK);
    assert_non_null(strstr(page.data, "The demand is not the same"));
    assert_non_null(strstr(page.data, "1\xC2\xA0USD = 0.9000\xC2\xA0"
                                      "EUR"));
    assert_null(strstr(page.data, "nan"));
    text_free(&page);
    mlg__arena_free(&c.arena);
}

static void page_is_self_contained_in_both_languages(void **state)
{
    const struct world *w = *state;
    const struct column columns[] = { { .label = "<A & co>", .s = w->toy, .plan = w->plan, .rate = 1 },
                                      { .label = "late", .s = w->late, .plan = w->late_plan, .rate = 1 } };
    static const char *const words[] = { " src=",    "<link",   "@import", "http://",
                                         "https://", "<script", "<iframe", "url(" };
    static const char *const said[2][3] = { { "side by side", "Decided alike", "The periods differ" },
                                            { "côte à côte", "Décidés de même", "Les périodes diffèrent" } };
    for (int lang = MLG_EN; lang <= MLG_FR; lang++) {
        struct comparison c = compare(columns, 2, false);
        struct text page = { 0 };
        assert_int_equal(mlg__side_by_side_write(&c, (mlg_lang)lang, &page, NULL), MLG_OK);
        const char *body = strstr(page.data, "<body>");
        assert_non_null(body);
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            check_msg(!strstr(body, words[i]), "the page holds \"%s\"", words[i]);
        for (int i = 0; i < 3; i++)
            check_msg(strstr(body, said[lang][i]) != NULL, "\"%s\" is not there", said[lang][i]);
        assert_null(strstr(body, "<A & co>"));
        assert_non_null(strstr(body, "&lt;A &amp; co&gt;"));
        assert_null(strstr(body, "nan"));
        assert_null(strstr(body, "{0}"));
        text_free(&page);
        mlg__arena_free(&c.arena);
    }
}

/* -- from folders ------------------------------------------------------------------------------------------------- */

static mlg_status read(const struct world *w, const char *const *columns, int32_t count, const mlg_rate *rates,
                       int32_t rate_count, mlg_comparison **c, mlg_findings *found)
{
    const mlg_compare_request q = {
        .columns = columns, .column_count = count, .rates = rates, .rate_count = rate_count
    };
    return mlg_comparison_read(&q, w->o, c, found, NULL);
}

/* Parcels beside a cloud, in either order: words for both, and each service in its own. */
static void parcels_beside_a_cloud(void **state)
{
    const struct world *w = *state;
    static const char *const columns[2][2] = { { TOY ":" OUT "/plan", MLG_SOURCE_DIR "/examples/cloud-france" },
                                               { MLG_SOURCE_DIR "/examples/cloud-france", TOY ":" OUT "/plan" } };
    static const char *const said[] = { "last mile; computing, cooling, networks", "Within the promise, next day",
                                        "Promises, from the cut-off; limits of a round trip" };
    static const char *const unsaid[] = { "Limits of a round trip", "well to wheel", ">Latency<", ">Delivery time<" };
    for (int order = 0; order < 2; order++) {
        mlg_comparison *c = NULL;
        char *page;
        size_t size;
        mlg_error err = { 0 };
        assert_int_equal(read(w, columns[order], 2, NULL, 0, &c, NULL), MLG_OK);
        assert_int_equal(mlg_comparison_write(c, OUT "/both.html", MLG_EN, &err), MLG_OK);
        assert_int_equal(mlg__file_read(OUT "/both.html", (size_t)1 << 24, &page, &size, &err), MLG_OK);
        for (size_t i = 0; i < sizeof said / sizeof *said; i++)
            check_msg(strstr(page, said[i]) != NULL, "order %d: \"%s\" is not there", order, said[i]);
        for (size_t i = 0; i < sizeof unsaid / sizeof *unsaid; i++)
            check_msg(!strstr(page, unsaid[i]), "order %d: \"%s\" speaks of one alone", order, unsaid[i]);
        mlg__free(page);
        mlg_comparison_free(c);
    }
}

static void table_of_two_plans(void **state)
{
    const struct world *w = *state;
    static const char *const columns[] = { "first=" TOY ":" OUT "/plan", OUT "/late:" OUT "/late-plan/plan.json" };
    mlg_comparison *c = NULL;
    mlg_error err = { 0 };
    char *bytes, want[160];
    size_t size;
    assert_int_equal(read(w, columns, 2, NULL, 0, &c, NULL), MLG_OK);
    check_msg(mlg_comparison_write(c, OUT "/table.csv", MLG_EN, &err) == MLG_OK, "%s", err.message);
    mlg_comparison_free(c);
    assert_int_equal(mlg__file_read(OUT "/table.csv", (size_t)1 << 24, &bytes, &size, &err), MLG_OK);
    static const char head[] =
        "column,label,network,year,figure,part,unit,value\nA,first,plan,2026,budget,,EUR,2500000\n"
        "B,late-plan,plan,2026,budget,,EUR,2500000\n";
    assert_memory_equal(bytes, head, strlen(head));
    const struct period_summary *p = &w->plan->plan.periods[1];
    snprintf(want, sizeof want, "\nA,first,plan,2028,sites_open,,,%d\n", (int)p->open_sites);
    check_msg(strstr(bytes, want) != NULL, "%s", want);
    assert_non_null(strstr(bytes, "\nA,first,today,2029,within_promise,next_day,share,"));
    assert_non_null(strstr(bytes, "\nB,late-plan,plan,2031,p95,two_day,h,"));
    assert_null(strstr(bytes, "\ntotal,")); /* plans are no parts */
    mlg__free(bytes);
}

static bool told(const mlg_findings *found, const char *where, const char *message)
{
    for (int32_t i = 0; i < mlg_findings_count(found, false); i++) {
        const mlg_error *e = mlg_findings_at(found, false, i);
        if (strstr(e->where, where) && strstr(e->message, message)) return true;
    }
    return false;
}

static void all_mistakes_at_once(void **state)
{
    const struct world *w = *state;
    static const char *const columns[] = { OUT "/plan", OUT "/nowhere", OUT "/late:" OUT "/plan",
                                           TOY ":" OUT "/none.json" };
    mlg_comparison *c = NULL;
    mlg_findings *found = mlg_findings_new(MLG_EN);
    assert_int_equal(read(w, columns, 4, NULL, 0, &c, found), MLG_BAD_INPUT);
    assert_null(c);
    assert_int_equal(mlg_findings_count(found, false), 4);
    assert_true(told(found, "/plan", "folder of a plan"));
    assert_true(told(found, "/nowhere", "no folder"));
    assert_true(told(found, "/plan/plan.json", "check")); /* made from other tables */
    assert_true(told(found, "none.json", ""));
    mlg_findings_free(found);
}

static void mixed_money_wants_a_rate(void **state)
{
    const struct world *w = *state;
    static const char *const columns[] = { TOY ":" OUT "/plan", OUT "/dollars" };
    const mlg_rate rates[] = { { "GBP", "EUR", 1.2 }, { "EUR", "USD", 1.25 } };
    mlg_comparison *c = NULL;
    char *bytes;
    size_t size;
    mlg_findings *found = mlg_findings_new(MLG_FR);
    assert_int_equal(read(w, columns, 2, rates, 1, &c, found), MLG_BAD_INPUT);
    assert_true(told(found, "/dollars", "ses montants sont en USD, la comparaison en EUR"));
    assert_non_null(strstr(mlg_findings_at(found, false, 0)->hint, "--rate EUR/USD"));
    mlg_findings_free(found);
    assert_int_equal(read(w, columns, 2, rates, 2, &c, NULL), MLG_OK); /* 1 USD is 0.8 EUR */
    assert_int_equal(mlg_comparison_write(c, OUT "/rate.csv", MLG_EN, NULL), MLG_OK);
    mlg_comparison_free(c);
    assert_int_equal(mlg__file_read(OUT "/rate.csv", (size_t)1 << 24, &bytes, &size, NULL), MLG_OK);
    assert_non_null(strstr(bytes, ",plan,2026,budget,,EUR,2000000\n"));
    mlg__free(bytes);
}

/* The exit status of the program, which says nothing on the way. */
static int run(const char *arguments)
{
    char command[4096];
    snprintf(command, sizeof command, "%s compare %s >/dev/null 2>&1", MLG_PROGRAM, arguments);
    const int status = system(command);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static bool exists(const char *file)
{
    struct stat s;
    return !stat(file, &s);
}

static void the_command_line(void **state)
{
    (void)state;
    static const char pair[] = TOY ":" OUT "/plan " OUT "/dollars ";
    char line[2048];
    mkdir(OUT "/both", 0777);
    remove(OUT "/both/compare.html");
    snprintf(line, sizeof line, "%s --rate EUR/USD=1,25 --sum --lang fr -o " OUT "/both", pair);
    assert_int_equal(run(line), 0);
    assert_true(exists(OUT "/both/compare.html") && exists(OUT "/both/compare.csv"));
    static const struct {
        const char *more;
        int exit;
    } cases[] = { { "-o " OUT "/x.html", 2 },                                     /* no rate */
                  { "--rate EUR=1.25 -o " OUT "/x.html", 2 },                     /* of which into which? */
                  { "--rate EUR/USD=0 -o " OUT "/x.html", 2 },                    /* worth nothing */
                  { "--rate EUR/USD=1.25 -o " OUT "/none/x.html", 2 },            /* no such folder to write to */
                  { "--rate EUR/USD=1.25 --currency USD -o " OUT "/x.html", 0 } };
    remove(OUT "/x.html");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        snprintf(line, sizeof line, "%s %s", pair, cases[i].more);
        check_msg(run(line) == cases[i].exit, "%s", line);
        assert_true(exists(OUT "/x.html") == (cases[i].exit == 0));
    }
    assert_int_equal(run(TOY), 2); /* one is none */
    assert_int_equal(run(TOY " a b c d e f g h"), 2);
}

static bool compare_once(void *user)
{
    const struct world *w = user;
    static const char *const columns[] = { "a=" TOY ":" OUT "/plan", TOY };
    const mlg_compare_request q = { .columns = columns, .column_count = 2, .sum = true };
    mlg_comparison *c = NULL;
    mlg_error err = { 0 };
    mlg_status status = mlg_comparison_read(&q, w->o, &c, NULL, &err);
    if (!status) status = mlg_comparison_write(c, OUT "/fault.html", MLG_EN, &err);
    check_msg((status == MLG_OK) || err.message[0], "status %d without a word", (int)status);
    mlg_comparison_free(c);
    return status == MLG_OK;
}

static void every_allocation_fails_once(void **state)
{
    const int64_t allocations = for_each_failed_allocation(compare_once, *state);
    print_message("%lld allocations\n", (long long)allocations);
    assert_true(allocations > 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(years_stand_on_one_scale),
        cmocka_unit_test(years_add_up_to_periods),
        cmocka_unit_test(parts_add_up),
        cmocka_unit_test(the_best_is_judged_as_shown),
        cmocka_unit_test(another_demand_is_told),
        cmocka_unit_test(page_is_self_contained_in_both_languages),
        cmocka_unit_test(parcels_beside_a_cloud),
        cmocka_unit_test(table_of_two_plans),
        cmocka_unit_test(all_mistakes_at_once),
        cmocka_unit_test(mixed_money_wants_a_rate),
        cmocka_unit_test(the_command_line),
        cmocka_unit_test(every_allocation_fails_once),
    };
    return cmocka_run_group_tests(tests, make_world, end_world);
}
