/* test_why_none.c — scenarios without a plan: each cause is proven, named with its figures, in both languages; and what
 * a search that ended too early says. */
#include "base/options.h"
#include "base/text.h"
#include "maillage/api.h"
#include "maillage/roads.h"
#include "siting/contradiction.h"
#include "support/network_fixture.h"
#include "support/test.h"
#include "support/toy.h"

struct edit { const char *file, *old, *fresh; };
struct column { const char *file, *names, *row, *cells, *blank; }; /* cells in the line that begins with row */
struct cause {
    const char *what;
    struct edit edit[3];
    struct column add;
    const char *where, *english, *french; /* of a finding that must be there */
};

/* The toy's stations: Saint-Priest open; 2.1 and 3.5 million for the two sizes, times a land index. */
static const struct cause causes[] = {
    { "a decision dearer than the budget",
      { { "scenario.json", "\"budget_eur\": 5000000", "\"budget_eur\": 1000000" } },
      { "sites.csv", ",decided_size,decided_year", "T-DS-02", ",ds_2500,2026", ",," },
      "scenario.json:periods/0/budget_eur", "decisions already taken cost 3,850,000 EUR until \"2026\" at least, the budget allows 1,000,000",
      "coûtent au moins 3 850 000 EUR jusqu'à « 2026 », le budget permet 1 000 000" },
    { "more jobs than all sites give", { { "scenario.json", "\"at_least\": 5", "\"at_least\": 500" } }, { 0 },
      "scenario.json:jobs", "region \"38\" at their largest give ", "la région « 38 » à leur plus grande taille donnent au plus " },
    { "a promise that no lane keeps", { { "scenario.json", "\"promise_h\": 24", "\"promise_h\": 15.1" } }, { 0 },
      "scenario.json:coverage", "at most 0.00 % of the units can be inside the promise, whatever is built; 80.00 % are asked",
      "au plus 0,00 % des unités peuvent tenir la promesse, quoi qu'on bâtisse ; 80,00 % sont demandés" },
    { "stations too small for the promise",
      { { "sizes.csv", "ds_1500,2500,", "ds_1500,25," }, { "sizes.csv", "ds_2500,5000,", "ds_2500,50," },
        { "sizes.csv", "ph_4000,4000,", "ph_4000,40," } }, { 0 },
      "scenario.json:coverage", "units a day, all sites that can be in time hold ", "tous les sites qui peuvent être à l'heure en portent " },
    { "a promise dearer than the budget",
      { { "sizes.csv", "ds_1500,2500,", "ds_1500,900," }, { "sizes.csv", "ds_2500,5000,", "ds_2500,1500," },
        { "scenario.json", "\"budget_total_eur\": 7000000", "\"budget_total_eur\": 3000000" } }, { 0 },
      "scenario.json:budget_total_eur", "80.00 % of \"next_day\" inside the promise in \"2028\" (coverage) need ",
      "80,00 % de « next_day » dans la promesse en « 2028 » (coverage) exigent au moins " },
    { "jobs dearer than the budget",
      { { "scenario.json", "\"budget_eur\": 5000000", "\"budget_eur\": 200000" },
        { "scenario.json", "\"budget_eur\": 3000000", "\"budget_eur\": 100000" } }, { 0 },
      "scenario.json:periods/1/budget_eur", "5 jobs in \"2028\" (region \"38\") need ", "5 emplois en « 2028 » (la région « 38 ») exigent au moins " },
    { "CO2 of sites that stay", { { "scenario.json", "\"budget_total_eur\"", "\"co2_max_t_per_year\": [null, 1], \"budget_total_eur\"" } }, { 0 },
      "scenario.json:co2_max_t_per_year/1", "sites that cannot close emit ", "les sites qui ne peuvent pas fermer émettent au moins " },
    { "CO2 of what is promised", { { "scenario.json", "\"budget_total_eur\"", "\"co2_max_t_per_year\": [null, 100], \"budget_total_eur\"" } }, { 0 },
      "scenario.json:co2_max_t_per_year/1", "the shares of coverage emit ", "les parts de coverage émettent au moins " },
    { "two sites of a conflict set that may not close",
      { { "sites.csv", "38,,ds_1500;ds_2500,,,nord-isere,0.9", "38,ds_1500,ds_1500;ds_2500,0,,nord-isere,0.9" },
        { "sites.csv", "38,,ds_1500;ds_2500,,2028,nord-isere", "38,ds_1500,ds_1500;ds_2500,0,,nord-isere" } }, { 0 },
      "sites.csv", "2 sites of conflict_set \"nord-isere\" cannot close, 1 may be open",
      "2 sites du conflict_set « nord-isere » ne peuvent pas fermer, 1 peut être ouvert" },
    { "a fill that no demand gives",
      { { "sizes.csv", "ph_4000,4000,", "ph_4000,400000," } },
      { "sizes.csv", ",min_fill", "partner_hub", ",0.9", "," },
      "sites.csv:3", "\"T-PH-01\" cannot close in \"2026\" and must carry ", "« T-PH-01 » ne peut pas fermer en « 2026 » et doit porter " },
};

static mlg_network_plan *plan_of(const struct toy *toy, mlg_lang lang, const char *iterations, mlg_findings *found)
{
    mlg_scenario *s = NULL;
    mlg_error err = { .lang = lang };
    mlg_network_plan *plan = NULL;
    mlg_options *o = mlg_options_new();
    check_msg(toy_read(toy, lang, &s, NULL, &err) == MLG_OK, "%s: %s", err.where, err.message);
    mlg_leg_source legs = fixture_legs(s);
    assert_int_equal(mlg_options_set(o, "siting.iterations", iterations, NULL), MLG_OK);
    assert_int_equal(mlg_options_set(o, "plan.days", "0", NULL), MLG_OK);
    check_msg(mlg_plan_scenario(s, &legs, o, NULL, NULL, &plan, found, &err) == MLG_OK, "%s: %s", err.where, err.message);
    mlg_options_free(o);
    mlg_roads_source_free(&legs);
    mlg_network_plan_free(plan);
    mlg_scenario_free(s);
    return plan; /* only whether there was one */
}

/* Columns at the end of a table: cells in the named row, blank in the others. */
static void add_columns(struct toy *toy, const struct column *c)
{
    struct text grown = { 0 };
    const char *line = toy_file(toy, c->file)->bytes;
    for (int32_t i = 0; *line; i++) {
        const size_t length = strcspn(line, "\r\n");
        text_bytes(&grown, line, length);
        text_add(&grown, i == 0 ? c->names : strncmp(line, c->row, strlen(c->row)) ? c->blank : c->cells);
        text_add(&grown, "\n");
        line += length;
        line += strspn(line, "\r\n");
    }
    toy_put(toy, c->file, grown.data, grown.length);
    text_free(&grown);
}

static struct toy edited(const struct cause *c)
{
    struct toy toy = toy_new();
    for (int i = 0; i < 3 && c->edit[i].file; i++)
        check_msg(toy_replace(&toy, c->edit[i].file, c->edit[i].old, c->edit[i].fresh), "%s: edit %d", c->what, i);
    if (c->add.file) add_columns(&toy, &c->add);
    return toy;
}

static bool told(const mlg_findings *found, bool warning, const char *where, const char *words)
{
    const mlg_error *e;
    for (int32_t i = 0; (e = mlg_findings_at(found, warning, i)); i++)
        if (!strcmp(e->where, where) && strstr(e->message, words) && e->hint[0] && !strstr(e->message, "…")) return true;
    for (int32_t i = 0; (e = mlg_findings_at(found, warning, i)); i++) print_message("  %s: %s\n", e->where, e->message);
    return false;
}

static void test_each_cause_is_proven_and_named(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof causes / sizeof causes[0]; i++) {
        const struct cause *c = &causes[i];
        struct toy toy = edited(c);
        for (int lang = 0; lang < 2; lang++) {
            mlg_findings *found = mlg_findings_new((mlg_lang)lang);
            check_msg(!plan_of(&toy, (mlg_lang)lang, "20", found), "%s: a plan", c->what);
            check_msg(told(found, false, c->where, lang ? c->french : c->english), "%s: not told", c->what);
            mlg_findings_free(found);
        }
        toy_free(&toy);
    }
}

/* The same limits loosened to what the messages say is possible are no contradiction. */
static void test_the_toy_itself_has_a_plan(void **state)
{
    (void)state;
    struct toy toy = toy_new();
    mlg_findings *found = mlg_findings_new(MLG_EN);
    assert_non_null(plan_of(&toy, MLG_EN, "200", found));
    assert_int_equal(mlg_findings_count(found, false) + mlg_findings_count(found, true), 0);
    mlg_findings_free(found);
    toy_free(&toy);
}

static void test_a_search_that_ends_early_says_what_it_missed(void **state)
{
    (void)state;
    /* One small station gives at most 13.3 jobs for 1.89 million, a large one more for 3.15: a station and a bit would
     * do, and none of the proofs knows that stations are whole. */
    struct toy toy = toy_new();
    assert_true(toy_replace(&toy, "scenario.json", "\"at_least\": 5", "\"at_least\": 14"));
    assert_true(toy_replace(&toy, "scenario.json", "\"budget_total_eur\": 7000000", "\"budget_total_eur\": 3000000"));
    for (int lang = 0; lang < 2; lang++) {
        mlg_findings *found = mlg_findings_new((mlg_lang)lang);
        assert_null(plan_of(&toy, (mlg_lang)lang, "10", found));
        assert_int_equal(mlg_findings_count(found, false), 0);
        assert_true(told(found, true, "", lang ? "les itérations ont pris fin" : "the iterations ended"));
        assert_true(told(found, true, "scenario.json:jobs", lang ? "meilleur essai : " : "best attempt: "));
        mlg_findings_free(found);
    }
    toy_free(&toy);
}

/* The same with work enough: proved, in a sentence, with repairs that a checked plan stands for. */
static void test_limits_that_cannot_all_hold(void **state)
{
    (void)state;
    static const char *const set[2] = { "14 jobs in \"2028\" (region \"38\") and the total budget of 3,000,000 EUR cannot all hold",
                                        "14 emplois en « 2028 » (la région « 38 ») et le budget total de 3 000 000 EUR ne peuvent pas tenir ensemble" };
    static const char *const repairs[2] = { "with 13 jobs, or with 3,150,000 EUR they can", "avec 13 emplois, ou avec 3 150 000 EUR, c'est possible" };
    struct toy toy = toy_new();
    assert_true(toy_replace(&toy, "scenario.json", "\"at_least\": 5", "\"at_least\": 14"));
    assert_true(toy_replace(&toy, "scenario.json", "\"budget_total_eur\": 7000000", "\"budget_total_eur\": 3000000"));
    for (int lang = 0; lang < 2; lang++) {
        mlg_findings *found = mlg_findings_new((mlg_lang)lang);
        assert_null(plan_of(&toy, (mlg_lang)lang, "3000", found));
        const mlg_error *e = mlg_findings_at(found, false, 0);
        check_msg(e && !strcmp(e->message, set[lang]) && !strcmp(e->hint, repairs[lang]), "%s (%s)", e ? e->message : "", e ? e->hint : "");
        mlg_findings_free(found);
    }
    toy_free(&toy);
}

static void test_units_without_room_are_warned_of(void **state)
{
    (void)state;
    struct toy toy = toy_new();
    assert_true(toy_replace(&toy, "sizes.csv", "ds_1500,2500,", "ds_1500,500,"));
    assert_true(toy_replace(&toy, "sizes.csv", "ds_2500,5000,", "ds_2500,500,"));
    assert_true(toy_replace(&toy, "sizes.csv", "ph_4000,4000,", "ph_4000,100,"));
    assert_true(toy_replace(&toy, "scenario.json", "\"share\": 0.8", "\"share\": 0.2"));
    mlg_findings *found = mlg_findings_new(MLG_EN);
    (void)plan_of(&toy, MLG_EN, "20", found);
    assert_int_equal(mlg_findings_count(found, false), 0);
    assert_true(told(found, true, "sites.csv", "units a day have no room even with every site at its largest"));
    mlg_findings_free(found);
    toy_free(&toy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_cause_is_proven_and_named),
        cmocka_unit_test(test_the_toy_itself_has_a_plan),
        cmocka_unit_test(test_a_search_that_ends_early_says_what_it_missed),
        cmocka_unit_test(test_limits_that_cannot_all_hold),
        cmocka_unit_test(test_units_without_room_are_warned_of),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
