/* compare.c — several scenarios and their plans become a comparison: read, checked, in one currency; then a page or a
 * table.
 *
 * A column is given as [LABEL=]SCENARIO[:PLAN]: a plan.json says nothing of the folder it was made from, and no figure
 * can be understood or checked without it. A folder that several columns name is read once. */
#include "maillage/api.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/text.h"
#include "io/file.h"
#include "io/plan_json.h"
#include "report/side_by_side.h"

struct mlg_comparison {
    struct arena texts;
    int32_t count;
    const char *label[COMPARED_MAX];                            /* as given; NULL: none */
    const char *folder[COMPARED_MAX], *plan_file[COMPARED_MAX]; /* plan_file NULL: the scenario alone */
    mlg_scenario *s[COMPARED_MAX];                              /* owned by the first column that names the folder */
    mlg_network_plan *plan[COMPARED_MAX];
    struct comparison figures;
};

static bool is_dir(const char *path)
{
    struct stat s;
    return !stat(path, &s) && S_ISDIR(s.st_mode);
}
static bool is_file(const char *folder, const char *name)
{
    char path[1200];
    struct stat s;
    return snprintf(path, sizeof path, "%s/%s", folder, name) < (int)sizeof path && !stat(path, &s) &&
           S_ISREG(s.st_mode);
}

/* The first n bytes of from, then more. */
static const char *keep(struct arena *a, const char *from, size_t n, const char *more)
{
    char *copy = arena_array(a, char, n + strlen(more) + 1);
    if (!copy) return "";
    memcpy(copy, from, n);
    memcpy(copy + n, more, strlen(more) + 1);
    return copy;
}

/* Findings of one column, told with the folder or file they are about. */
static void tell(mlg_findings *found, const mlg_findings *own, const char *about)
{
    for (int warnings = 0; warnings < 2; warnings++)
        for (int32_t i = 0; i < mlg_findings_count(own, warnings) && mlg_findings_at(own, warnings, i); i++) {
            const mlg_error *e = mlg_findings_at(own, warnings, i);
            char where[sizeof e->where];
            snprintf(where, sizeof where, "%.90s%s%.60s", about, e->where[0] ? ": " : "", e->where);
            const struct mlg_txt hint = { { e->hint, e->hint } };
            if (warnings) mlg__warn(found, where, TXT("%s", "%s"), hint, e->message);
            else mlg__find(found, e->status, where, TXT("%s", "%s"), hint, e->message);
        }
}

/* A mistake that its reader did not put into the list. */
static void tell_error(mlg_findings *found, const mlg_findings *own, const mlg_error *err, const char *about)
{
    const struct mlg_txt hint = { { err->hint, err->hint } };
    if (mlg_findings_count(own, false)) return;
    mlg__find(found, err->status, err->where[0] ? err->where : about, TXT("%s", "%s"), hint, err->message);
}

/* [LABEL=]SCENARIO[:PLAN]. What exists as a folder is one, whatever signs its name holds. */
static bool take_apart(mlg_comparison *c, int32_t i, const char *column, mlg_findings *found)
{
    const char *equal = strchr(column, '='), *slash = strchr(column, '/');
    if (!is_dir(column) && equal && (!slash || equal < slash)) {
        c->label[i] = keep(&c->texts, column, (size_t)(equal - column), "");
        column = equal + 1;
    }
    for (const char *colon = column; !is_dir(column) && (colon = strchr(colon, ':')); colon++) {
        c->folder[i] = keep(&c->texts, column, (size_t)(colon - column), "");
        if (!is_dir(c->folder[i])) continue;
        c->plan_file[i] = keep(&c->texts, colon + 1, strlen(colon + 1), is_dir(colon + 1) ? "/plan.json" : "");
        return true;
    }
    c->folder[i] = column;
    if (is_file(column, "plan.json") && !is_file(column, "scenario.json"))
        mlg__find(found, MLG_BAD_INPUT, column,
                  TXT("this is the folder of a plan; its scenario must be known to read it",
                      "c'est le dossier d'un plan ; il faut connaître son scénario pour le lire"),
                  TXT("write SCENARIO:PLAN, for example examples/toy:out",
                      "écrivez SCÉNARIO:PLAN, par exemple examples/toy:out"));
    else if (!is_dir(column))
        mlg__find(found, MLG_NO_FILE, column,
                  TXT("no folder of this name holds a scenario", "aucun dossier de ce nom ne contient de scénario"),
                  TXT("write SCENARIO for a scenario folder, or SCENARIO:PLAN for a plan of it",
                      "écrivez SCÉNARIO pour un dossier de scénario, ou SCÉNARIO:PLAN pour un plan de ce scénario"));
    else return true;
    return false;
}

static mlg_status read_scenario(mlg_comparison *c, int32_t i, const mlg_options *o, mlg_findings *found)
{
    for (int32_t j = 0; j < i; j++)
        if (c->folder[j] && !strcmp(c->folder[j], c->folder[i])) {
            c->s[i] = c->s[j];
            return c->s[i] ? MLG_OK : MLG_BAD_INPUT; /* its mistakes were told */
        }
    mlg_error err = { .lang = mlg__findings_lang(found) };
    mlg_findings *own = mlg_findings_new(err.lang);
    const mlg_status status =
        own ? mlg_scenario_read(c->folder[i], o, &c->s[i], own, &err) : mlg__no_memory(&err, c->folder[i]);
    tell(found, own, c->folder[i]);
    if (status) tell_error(found, own, &err, c->folder[i]);
    mlg_findings_free(own);
    return status;
}

/* A plan that was made from other tables, or changed by hand, would put wrong figures beside right ones. */
static mlg_status check(mlg_comparison *c, int32_t i, const mlg_options *o, mlg_findings *found, mlg_error *err)
{
    mlg_leg_source legs = { 0 };
    mlg_findings *violations = mlg_findings_new(mlg__findings_lang(found));
    mlg_status status = violations ? mlg_scenario_legs(c->s[i], o, &legs, err) : mlg__no_memory(err, c->plan_file[i]);
    if (!status) status = mlg_check_network(c->s[i], &legs, c->plan[i], violations, err);
    if (!status && mlg_findings_count(violations, false)) {
        const mlg_error *first = mlg_findings_at(violations, false, 0);
        status = mlg__fail(
            err, MLG_BAD_INPUT, c->plan_file[i],
            TXT("this plan does not pass its check with the tables of %s: %s",
                "ce plan ne passe pas son contrôle avec les tables de %s : %s"),
            TXT("`maillage check SCENARIO PLAN` lists every violation; plan again where tables were changed",
                "`maillage check SCÉNARIO PLAN` liste chaque violation ; refaites le plan si des tables ont changé"),
            c->folder[i], first->message);
    }
    mlg_findings_free(violations);
    mlg_roads_source_free(&legs);
    return status;
}

static mlg_status read_plan(mlg_comparison *c, int32_t i, const mlg_options *o, mlg_findings *found)
{
    char *bytes = NULL;
    size_t size = 0;
    mlg_error err = { .lang = mlg__findings_lang(found) };
    mlg_findings *own = mlg_findings_new(err.lang);
    mlg_status status = own ? mlg__file_read(c->plan_file[i], MLG_FILE_LIMIT, &bytes, &size, &err)
                            : mlg__no_memory(&err, c->plan_file[i]);
    if (!status) status = mlg__network_plan_read(bytes, size, c->s[i], &c->plan[i], own, &err);
    mlg__free(bytes);
    if (!status) status = check(c, i, o, found, &err);
    tell(found, own, c->plan_file[i]);
    if (status) tell_error(found, own, &err, c->plan_file[i]);
    mlg_findings_free(own);
    return status;
}

/* What one unit of a currency is worth in the page's; 0: not known. */
static double rate_of(const mlg_compare_request *q, const char *from, const char *to)
{
    if (!strcmp(from, to)) return 1;
    for (int32_t i = 0; i < q->rate_count; i++) {
        if (!strcmp(q->rates[i].from, from) && !strcmp(q->rates[i].to, to)) return q->rates[i].rate;
        if (!strcmp(q->rates[i].from, to) && !strcmp(q->rates[i].to, from)) return 1 / q->rates[i].rate;
    }
    return 0;
}

static mlg_status convert(const mlg_comparison *c, const mlg_compare_request *q, struct column *columns,
                          const char **currency, mlg_findings *found)
{
    mlg_status status = MLG_OK;
    *currency = q->currency ? q->currency : c->s[0]->currency;
    for (int32_t i = 0; i < c->count; i++) {
        columns[i].rate = rate_of(q, c->s[i]->currency, *currency);
        if (columns[i].rate > 0) continue;
        status = MLG_BAD_INPUT;
        mlg__find(
            found, status, c->folder[i],
            TXT("its money is in %s, the comparison in %s, and no rate was given",
                "ses montants sont en %s, la comparaison en %s, et aucun taux n'a été donné"),
            TXT("give one: --rate EUR/USD=1.083 says that 1 EUR is 1.083 USD; --currency chooses the comparison's",
                "donnez-en un : --rate EUR/USD=1.083 dit qu'1 EUR vaut 1,083 USD ; --currency choisit la monnaie "
                "commune"),
            c->s[i]->currency, *currency);
    }
    return status;
}

/* The label that was given; else the scenario's name where no other column has it; else the plan's folder or file. */
static const char *label_of(mlg_comparison *c, int32_t i)
{
    bool alone = true;
    if (c->label[i]) return c->label[i];
    for (int32_t j = 0; j < c->count; j++) alone = alone && (j == i || strcmp(c->s[j]->name, c->s[i]->name));
    if (alone) return c->s[i]->name;
    const char *path = c->plan_file[i] ? c->plan_file[i] : c->folder[i];
    size_t end = strlen(path);
    static const char file[] = "/plan.json";
    if (end > strlen(file) && !strcmp(path + end - strlen(file), file)) end -= strlen(file);
    while (end > 1 && path[end - 1] == '/') end--;
    size_t from = end;
    while (from > 0 && path[from - 1] != '/') from--;
    return keep(&c->texts, path + from, end - from, "");
}

static mlg_status make(mlg_comparison *c, const mlg_compare_request *q, mlg_findings *found, mlg_error *err)
{
    struct column columns[COMPARED_MAX] = { { 0 } };
    const char *currency;
    mlg_status status = convert(c, q, columns, &currency, found);
    if (status) return status;
    for (int32_t i = 0; i < c->count; i++) {
        columns[i].label = label_of(c, i);
        columns[i].s = c->s[i];
        columns[i].plan = c->plan[i];
    }
    if (c->texts.failed) return mlg__no_memory(err, "compare");
    return mlg__compare(columns, c->count, keep(&c->texts, currency, strlen(currency), ""), q->sum, &c->figures, err);
}

mlg_status mlg_comparison_read(const mlg_compare_request *q, const mlg_options *o, mlg_comparison **comparison,
                               mlg_findings *found, mlg_error *err)
{
    *comparison = NULL;
    if (q->column_count < 2 || q->column_count > COMPARED_MAX)
        return mlg__fail(err, MLG_BAD_INPUT, "compare",
                         TXT("%d columns: 2 to %d can be compared", "%d colonnes : on en compare de 2 à %d"), NO_HINT,
                         (int)q->column_count, (int)COMPARED_MAX);
    mlg_findings *own = found ? NULL : mlg_findings_new(err ? err->lang : MLG_EN);
    mlg_findings *list = found ? found : own;
    mlg_comparison *c = mlg__malloc(sizeof *c);
    mlg_status status = c && list ? MLG_OK : mlg__no_memory(err, "compare");
    if (c) *c = (mlg_comparison) { .count = q->column_count };
    bool all = !status;
    for (int32_t i = 0; !status && i < c->count; i++) { /* every column, so that all mistakes are told at once */
        mlg_status one = take_apart(c, i, q->columns[i], list) ? MLG_OK : MLG_BAD_INPUT;
        if (!one) one = read_scenario(c, i, o, list);
        if (!one && c->plan_file[i]) one = read_plan(c, i, o, list);
        all = all && !one;
    }
    if (all) status = make(c, q, list, err);
    else if (!status) status = MLG_BAD_INPUT;
    /* The first mistake of any column; one that could not even be noted is a lack of memory. */
    if (status == MLG_BAD_INPUT) {
        const mlg_status first = mlg__first_error(list, err);
        status = first ? first : mlg__no_memory(err, "compare");
    }
    if (status) mlg_comparison_free(c);
    else *comparison = c;
    mlg_findings_free(own);
    return status;
}

void mlg_comparison_free(mlg_comparison *c)
{
    if (!c) return;
    for (int32_t i = 0; i < c->count; i++) {
        bool shared = false;
        for (int32_t j = 0; j < i; j++) shared = shared || c->s[j] == c->s[i];
        mlg_network_plan_free(c->plan[i]);
        if (!shared) mlg_scenario_free(c->s[i]);
    }
    mlg__arena_free(&c->figures.arena);
    mlg__arena_free(&c->texts);
    mlg__free(c);
}

mlg_lang mlg_comparison_language(const mlg_comparison *c) { return mlg_scenario_language(c->s[0]); }

mlg_status mlg_comparison_write(mlg_comparison *c, const char *file, mlg_lang lang, mlg_error *err)
{
    static const char csv[] = ".csv";
    const size_t n = file ? strlen(file) : 0;
    struct text text = { 0 };
    mlg_status status = MLG_OK;
    if (n >= strlen(csv) && !strcmp(file + n - strlen(csv), csv)) mlg__comparison_csv(&c->figures, &text);
    else status = mlg__side_by_side_write(&c->figures, lang, &text, err);
    if (!status && text.failed) status = mlg__no_memory(err, file ? file : "-");
    if (!status) status = mlg__file_write(file, text.data, text.length, err);
    text_free(&text);
    return status;
}
