/* test_report.c — the page: numbers and spaces of each language, sentences in pairs, well-formed and closed HTML, data
 * that says what the plan says, nothing asked of a network, every allocation failing once. */
#include "support/test.h"

#include <jansson.h>
#include <math.h>

#include "model/units.h"
#include "report/facts.h"
#include "report/report.h"
#include "report/show.h"
#include "report/words.h"
#include "support/report_fixture.h"

/* ---- numbers and words ---- */

static void numbers_in_both_languages(void **state)
{
    (void)state;
    const struct {
        struct shown got;
        const char *want;
    } cases[] = {
        { show_int(MLG_EN, 0), "0" },
        { show_int(MLG_EN, 1234567), "1,234,567" },
        { show_int(MLG_FR, 1234567), "1" NARROW "234" NARROW "567" },
        { show_int(MLG_EN, -1000), MINUS "1,000" },
        { show_real(MLG_FR, 0.205, 2), "0,21" },  /* half away from zero */
        { show_real(MLG_EN, -0.004, 2), "0.00" }, /* no minus before nothing */
        { show_real(MLG_EN, NAN, 2), DASH },
        { show_short(MLG_FR, 2.5), "2,5" },
        { show_short(MLG_EN, 24), "24" },
        { show_signed(MLG_EN, 1.26, 1), "+1.3" },
        { show_signed(MLG_EN, -0.3, 0), "0" },
        { show_percent(MLG_EN, 0.864, 0), "86%" },
        { show_percent(MLG_FR, 0.864, 1), "86,4" NARROW "%" },
        { show_percent_signed(MLG_FR, -0.41, 0), MINUS "41" NARROW "%" },
        { show_money(MLG_EN, "EUR", 38400000000), "€384" NBSP "million" },
        { show_money(MLG_FR, "EUR", 38400000000), "384" NBSP "M€" },
        { show_money(MLG_FR, "EUR", 455000000), "4,6" NBSP "M€" },
        { show_money(MLG_EN, "CHF", 100000000000), "CHF1,000" NBSP "million" },
        { show_price(MLG_FR, "EUR", 2.414), "2,41" NBSP "€" },
        { show_price(MLG_EN, "GBP", 2.416), "£2.42" },
        { show_hours(MLG_FR, 113400), "31,5" NBSP "h" },
        { show_kg(MLG_EN, 0.2081), "0.21" NBSP "kg" },
        { show_clock(64800), "18:00" },
        { show_milli(MLG_EN, 1500), "2" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check_msg(!strcmp(cases[i].got.s, cases[i].want), "case %zu: \"%s\", not \"%s\"", i, cases[i].got.s,
                  cases[i].want);
}

static void spaces_of_french(void **state)
{
    (void)state;
    static const struct {
        mlg_lang lang;
        const char *from, *to;
    } cases[] = {
        { MLG_FR, "Sites : 3 ; « oui » ! 5 %",
          "Sites" NBSP ": 3" NARROW "; «" NBSP "oui" NBSP "»" NARROW "! 5" NARROW "%" },
        { MLG_EN, "Sites: 3; 5%", "Sites: 3; 5%" },
        { MLG_EN, "0.2 kg, 50 km and 20 km/h, 3 hours", "0.2" NBSP "kg, 50" NBSP "km and 20" NBSP "km/h, 3 hours" },
        { MLG_FR, "3,60 € par colis", "3,60" NBSP "€ par colis" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text t = { 0 };
        text_typeset(&t, cases[i].lang, cases[i].from, true);
        assert_string_equal(t.data, cases[i].to);
        text_free(&t);
    }
    struct text t = { 0 };
    text_typeset(&t, MLG_FR, "a < b & c", true);
    assert_string_equal(t.data, "a &lt; b &amp; c");
    text_free(&t);
}

static int count_of(const char *text, const char *part)
{
    int count = 0;
    for (const char *at = text; (at = strstr(at, part)); at += strlen(part)) count++;
    return count;
}

/* Both languages hold the same values and the same emphasis, and neither is empty or left untranslated by mistake. */
static void sentences_in_pairs(void **state)
{
    (void)state;
    for (int i = 0; i < 3 * WORD_COUNT; i++) {
        const enum vocabulary v = (enum vocabulary)(i / WORD_COUNT);
        const int w = i % WORD_COUNT;
        const char *en = word_spoken((enum word)w, MLG_EN, v), *fr = word_spoken((enum word)w, MLG_FR, v);
        check_msg(en && fr && en[0] && fr[0], "word %d is empty", w);
        for (char digit = '0'; digit <= '9'; digit++) {
            const char value[] = { '{', digit, '}', 0 };
            check_msg((count_of(en, value) > 0) == (count_of(fr, value) > 0), "%s: %s", value, en);
        }
        check_msg(count_of(en, "<strong>") == count_of(fr, "<strong>"), "emphasis: %s", en);
        check_msg(count_of(en, "<strong>") == count_of(en, "</strong>"), "open emphasis: %s", en);
        check_msg(strlen(en) < 24 || strcmp(en, fr), "not translated: %s", en);
    }
}

/* What the search met is told beside what is proved, and a limit that bars a turn by its name. */
static void what_is_no_proof_is_called_so(void **state)
{
    (void)state;
    static const char *const said[2][4] = {
        { "Met by the search, and no proof:</strong> 5 plans", "3 of 5", "breaks a limit: Promise kept in", "It goes furthest for these sites" },
        { "Rencontrés par la recherche, sans preuve" NBSP ":</strong> 5 plans", "3 sur 5", "rompt une limite" NBSP ": Promesse tenue en",
          "C'est pour ces sites" } };
    for (int lang = MLG_EN; lang <= MLG_FR; lang++) {
        struct report_fixture f;
        struct text page = { 0 };
        assert_true(report_fixture_make(&f, NULL, (mlg_lang)lang));
        assert_int_equal(mlg__report_write(f.s, NULL, f.plan, (mlg_lang)lang, &page, NULL), MLG_OK);
        for (int i = 0; i < 4; i++) check_msg(strstr(page.data, said[lang][i]) != NULL, "\"%s\" is not there", said[lang][i]);
        text_free(&page);
        report_fixture_free(&f);
    }
}

static void values_are_escaped(void **state)
{
    (void)state;
    struct text t = { 0 };
    text_say(&t, MLG_EN, W_PAGE_TITLE, (const char *const[]) { "<b>\"&", NULL });
    assert_non_null(strstr(t.data, "&lt;b&gt;&quot;&amp;:"));
    text_free(&t);
}

/* ---- the page ---- */

static struct text page_of(mlg_lang lang, struct report_fixture *f)
{
    struct text out = { 0 };
    assert_true(report_fixture_make(f, NULL, lang));
    assert_int_equal(mlg__report_write(f->s, NULL, f->plan, lang, &out, NULL), MLG_OK);
    return out;
}

static bool is_void(const char *tag, size_t length)
{
    static const char *const voids[] = { "meta", "input", "br", "!DOCTYPE" };
    for (size_t i = 0; i < sizeof voids / sizeof *voids; i++)
        if (length == strlen(voids[i]) && !strncmp(tag, voids[i], length)) return true;
    return false;
}

/* Every element is closed in order, and every bare & and < is an escape or a tag; script and style are skipped. */
static void check_tags(const char *html)
{
    struct {
        const char *name;
        size_t length;
    } open[64];
    int depth = 0;
    for (const char *s = html; (s = strchr(s, '<'));) {
        const bool closing = s[1] == '/';
        const char *name = s + 1 + closing;
        const size_t length = strcspn(name, " \n/>");
        const char *end = name;
        for (bool quoted = false; *end && (*end != '>' || quoted); end++) quoted ^= *end == '"';
        check_msg(*end == '>', "a tag that does not end: %.40s", s);
        if (closing) {
            check_msg(depth > 0 && open[depth - 1].length == length && !strncmp(open[depth - 1].name, name, length),
                      "closes what is not open: %.40s", s);
            depth--;
        } else if (end[-1] != '/' && !is_void(name, length)) {
            check_msg(depth < 64, "too deep");
            open[depth].name = name, open[depth++].length = length;
        }
        const bool raw =
            !closing && (!strncmp(name, "script", length) || !strncmp(name, "style", length)) && length >= 5;
        s = raw ? strstr(end, !strncmp(name, "script", length) ? "</script>" : "</style>") : end;
        assert_non_null(s);
    }
    check_msg(depth == 0, "%d elements stay open", depth);
}

static void page_is_well_formed(void **state)
{
    (void)state;
    for (int lang = MLG_EN; lang <= MLG_FR; lang++) {
        struct report_fixture f;
        struct text page = page_of((mlg_lang)lang, &f);
        check_tags(page.data);
        assert_non_null(strstr(page.data, lang == MLG_FR ? "<html lang=\"fr\">" : "<html lang=\"en\">"));
        /* Hostile names of the fixture end nothing: two scripts are opened and closed, ours. */
        assert_int_equal(count_of(page.data, "</script>"), 2);
        assert_int_equal(count_of(page.data, "<script"), 2);
        assert_null(strstr(page.data, "<test & co>"));
        assert_null(strstr(page.data, "nan"));
        text_free(&page);
        report_fixture_free(&f);
    }
}

static void page_asks_for_nothing(void **state)
{
    (void)state;
    struct report_fixture f;
    struct text page = page_of(MLG_EN, &f);
    const char *script = strstr(page.data, "<script>");
    assert_non_null(script);
    page.data[script - page.data] = 0; /* the library's own text names its home page; the policy stops any request */
    static const char *const words[] = { " src=", "<link", "@import", "http://", "https://", "<iframe", "onclick" };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        check_msg(!strstr(page.data, words[i]), "the page holds \"%s\"", words[i]);
    assert_int_equal(count_of(page.data, "url("), count_of(page.data, "url(#hatch")); /* patterns of the page itself */
    assert_non_null(strstr(page.data, "default-src 'none'"));
    text_free(&page);
    report_fixture_free(&f);
}

/* The same account by a second way: from flows, one by one. */
static void facts_agree_with_flows(void **state)
{
    (void)state;
    struct report_fixture f;
    struct arena arena = { 0 };
    struct facts facts;
    assert_true(report_fixture_make(&f, NULL, MLG_EN));
    mlg__facts(f.s, f.plan, &arena, &facts);
    assert_false(arena.failed);
    for (int side = 0; side < SIDE_COUNT; side++)
        for (int32_t t = 0; t < f.s->period_count; t++) {
            const struct network_side *of = side_of(f.plan, (enum side)side);
            int64_t units = 0, within = 0;
            double eur = 0;
            for (int32_t i = 0; i < of->flow_count; i++) {
                if (of->flows[i].period != t) continue;
                units += of->flows[i].units_milli;
                if (of->flows[i].latest_s <= f.s->services[of->flows[i].service].promise_s)
                    within += of->flows[i].units_milli;
            }
            for (int32_t i = 0; i < of->account_count; i++)
                if (of->account[i].period == t && of->account[i].line < LINE_SITE_INVESTMENT)
                    eur += (double)of->account[i].cents / 100;
            const struct period_facts *got = &facts.side[side][t];
            assert_int_equal(got->demand_milli, units);
            check_msg(fabs(got->within - (double)within / (double)units) < 1e-12, "within %g", got->within);
            check_msg(fabs(got->price_per_unit - eur / ((double)units / 1000 * f.s->working_days_per_year)) < 1e-9,
                      "price");
        }
    const int32_t want[CHANGE_KIND_COUNT] = { 9, 1, 0, 1 };
    for (int k = 0; k < CHANGE_KIND_COUNT; k++) assert_int_equal(facts.kind_counts[k], want[k]);
    mlg__arena_free(&arena);
    report_fixture_free(&f);
}

static void page_says_what_the_plan_says(void **state)
{
    (void)state;
    struct report_fixture f;
    struct text page = page_of(MLG_FR, &f);
    struct arena arena = { 0 };
    struct facts facts;
    mlg__facts(f.s, f.plan, &arena, &facts);
    const struct period_facts *last = &facts.side[SIDE_PLAN][facts.last];
    struct text want = { 0 };
    text_say(&want, MLG_FR, W_HEADLINE,
             (const char *const[]) {
                 show_money(MLG_FR, "EUR", facts.invested_cents).s, "2030", show_percent(MLG_FR, last->within, 0).s,
                 show_percent(MLG_FR, facts.side[SIDE_BEFORE][facts.last].within, 0).s,
                 show_real(MLG_FR, last->kg_per_unit, 2).s,
                 show_real(MLG_FR, facts.side[SIDE_BEFORE][facts.last].kg_per_unit, 2).s, "et", NULL });
    assert_non_null(strstr(page.data, want.data));
    /* The curve crosses the promise at the share the account found, on both sides. */
    for (int side = 0; side < SIDE_COUNT; side++) {
        char mark[96];
        snprintf(mark, sizeof mark, "class=\"value halo %s\" text-anchor=\"start\">%s<", side ? "plan" : "before",
                 show_percent(MLG_FR, side_of(f.plan, (enum side)side)->periods[facts.last].covered[0], 0).s);
        check_msg(strstr(page.data, mark) != NULL, "no mark %s", mark);
    }
    assert_non_null(strstr(page.data, "Les distances sont estimées"));
    text_free(&want);
    text_free(&page);
    mlg__arena_free(&arena);
    report_fixture_free(&f);
}

/* The map's data is JSON, whole, and leads back to the flows. */
static void map_data_agrees_with_flows(void **state)
{
    (void)state;
    struct report_fixture f;
    struct text page = page_of(MLG_EN, &f);
    const char *from = strstr(page.data, "id=\"map-data\">");
    assert_non_null(from);
    from += strlen("id=\"map-data\">");
    json_t *data = json_loadb(from, (size_t)(strstr(from, "</script>") - from), 0, NULL);
    assert_non_null(data);
    assert_int_equal(json_array_size(json_object_get(data, "names")), f.s->demand_count);
    assert_string_equal(json_string_value(json_array_get(json_object_get(data, "names"), 0)), f.s->demands[0].name);
    assert_int_equal(json_array_size(json_object_get(data, "at")), 2 * f.s->demand_count);
    assert_int_equal(json_array_size(json_object_get(data, "server")), 2 * f.s->period_count);
    assert_int_equal(json_array_size(json_object_get(data, "days")), f.plan->day_count);
    int64_t lon = 0, lat = 0;
    for (int32_t d = 0; d < f.s->demand_count; d++) {
        lon += json_integer_value(json_array_get(json_object_get(data, "at"), (size_t)(2 * d)));
        lat += json_integer_value(json_array_get(json_object_get(data, "at"), (size_t)(2 * d + 1)));
        assert_true(fabs((double)lon / 1e4 - f.s->demands[d].lon_deg) < 6e-5);
        assert_true(fabs((double)lat / 1e4 - f.s->demands[d].lat_deg) < 6e-5);
    }
    json_t *sites = json_object_get(data, "sites"), *server = json_object_get(data, "server");
    for (int32_t i = 0; i < f.plan->plan.flow_count; i++) { /* one site serves all of a commune in the fixture */
        const struct plan_flow *flow = &f.plan->plan.flows[i];
        json_t *row = json_array_get(server, (size_t)(SIDE_PLAN * f.s->period_count + flow->period));
        const json_int_t site = json_integer_value(json_array_get(row, (size_t)flow->demand));
        const char *name = json_string_value(json_array_get(json_array_get(sites, (size_t)site), 0));
        assert_string_equal(name, f.s->sites[flow->site].name);
    }
    json_decref(data);
    text_free(&page);
    report_fixture_free(&f);
}

static void same_plan_same_bytes(void **state)
{
    (void)state;
    struct report_fixture f, g;
    struct text a = page_of(MLG_FR, &f), b = page_of(MLG_FR, &g);
    assert_int_equal(a.length, b.length);
    assert_memory_equal(a.data, b.data, a.length);
    text_free(&a);
    text_free(&b);
    report_fixture_free(&f);
    report_fixture_free(&g);
}

/* A poor plan: no days, no bound, no calibration, some demand unserved, a day read without its problem. */
static void page_of_a_poor_plan(void **state)
{
    (void)state;
    struct report_fixture f;
    struct text page = { 0 };
    assert_true(report_fixture_make(&f, NULL, MLG_EN));
    const int32_t days = f.plan->day_count;
    f.plan->day_count = 0;
    f.plan->phi_count = 0;
    f.plan->bound_kind = MLG_BOUND_NONE;
    f.plan->estimated = false;
    f.plan->plan.periods[3].unserved_milli = 2500000;
    struct plan_unserved row = { .period = 3, .units_milli = 2500000, .reason = UNSERVED_CAPACITY };
    const struct plan_unserved *rows = f.plan->plan.unserved;
    const int32_t row_count = f.plan->plan.unserved_count;
    f.plan->plan.unserved = &row, f.plan->plan.unserved_count = 1;
    assert_int_equal(mlg__report_write(f.s, NULL, f.plan, MLG_EN, &page, NULL), MLG_OK);
    check_tags(page.data);
    assert_non_null(strstr(page.data, word_text(W_ROUNDS_NONE, MLG_EN)));
    assert_non_null(strstr(page.data, word_text(W_BOUND_NONE, MLG_EN)));
    assert_non_null(strstr(page.data, word_text(W_PHI_NONE, MLG_EN)));
    assert_non_null(strstr(page.data, "2,500 parcels a day"));
    assert_non_null(strstr(page.data, word_text(W_ROW_UNSERVED_FULL, MLG_EN)));
    assert_null(strstr(page.data, word_text(W_ROW_UNSERVED_LANE, MLG_EN)));
    f.plan->plan.unserved = (struct plan_unserved *)rows, f.plan->plan.unserved_count = row_count;
    assert_null(strstr(page.data, "Distances are estimated"));
    text_free(&page);

    f.plan->day_count = 1; /* as after reading plan.json */
    mlg_problem *problem = f.plan->days[0].problem;
    f.plan->days[0].problem = NULL;
    assert_int_equal(mlg__report_write(f.s, NULL, f.plan, MLG_EN, &page, NULL), MLG_OK);
    assert_non_null(strstr(page.data, word_text(W_ROUNDS_NOT_KEPT, MLG_EN)));
    text_free(&page);
    f.plan->days[0].problem = problem;
    f.plan->day_count = days;
    report_fixture_free(&f);
}

static bool write_once(void *user)
{
    const struct report_fixture *f = user;
    struct text page = { 0 };
    mlg_error err = { .lang = MLG_EN };
    const mlg_status status = mlg__report_write(f->s, NULL, f->plan, MLG_EN, &page, &err);
    check_msg(status == MLG_OK || status == MLG_NO_MEMORY, "status %d", (int)status);
    if (status) assert_true(err.message[0] != 0);
    text_free(&page);
    return status == MLG_OK;
}

static void every_allocation_fails_once(void **state)
{
    (void)state;
    struct report_fixture f;
    assert_true(report_fixture_make(&f, NULL, MLG_EN));
    const int64_t allocations = for_each_failed_allocation(write_once, &f);
    print_message("%lld allocations\n", (long long)allocations);
    assert_true(allocations > 10);
    report_fixture_free(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_in_both_languages),  cmocka_unit_test(spaces_of_french),
        cmocka_unit_test(sentences_in_pairs),         cmocka_unit_test(values_are_escaped),
        cmocka_unit_test(page_is_well_formed),        cmocka_unit_test(page_asks_for_nothing),
        cmocka_unit_test(facts_agree_with_flows),     cmocka_unit_test(page_says_what_the_plan_says),
        cmocka_unit_test(map_data_agrees_with_flows), cmocka_unit_test(same_plan_same_bytes),
        cmocka_unit_test(what_is_no_proof_is_called_so),
        cmocka_unit_test(page_of_a_poor_plan),        cmocka_unit_test(every_allocation_fails_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
