/* write.c — a network plan to its folder: the page, plan.json and its views. */
#include "maillage/api.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "accounts/day_legs.h"
#include "accounts/network.h"
#include "api/places.h"
#include "base/error.h"
#include "base/text.h"
#include "io/file.h"
#include "io/front_json.h"
#include "io/geojson.h"
#include "io/plan_json.h"
#include "io/prices_json.h"
#include "io/tables.h"
#include "report/report.h"

/* mkdir -p. */
static mlg_status make_folder(const char *folder, mlg_error *err)
{
    char path[1024];
    const size_t n = strlen(folder);
    struct stat s;
    if (n == 0 || n >= sizeof path)
        return mlg__fail(err, MLG_NO_FILE, folder, TXT("not a usable folder name", "nom de dossier inutilisable"), NO_HINT);
    memcpy(path, folder, n + 1);
    for (size_t i = 1; i <= n; i++) {
        if (path[i] != '/' && path[i] != 0) continue;
        path[i] = 0;
        if (mkdir(path, 0777) && errno != EEXIST) break;
        if (i < n) path[i] = '/';
    }
    if (stat(folder, &s) || !S_ISDIR(s.st_mode))
        return mlg__fail(err, MLG_NO_FILE, folder, TXT("cannot make this folder", "impossible de créer ce dossier"),
                         TXT("give a folder you may write in with -o", "donnez avec -o un dossier où vous pouvez écrire"));
    return MLG_OK;
}

/* Write what text holds to folder/name, and empty it for the next file. */
static mlg_status put(const char *folder, const char *name, struct text *text, mlg_error *err)
{
    char path[1200];
    const size_t n = strlen(folder);
    if (text->failed) return mlg__no_memory(err, name);
    struct text joined = { 0 };
    text_printf(&joined, "%s%s%s", folder, folder[n - 1] == '/' ? "" : "/", name);
    if (joined.failed || joined.length >= sizeof path) {
        text_free(&joined);
        return mlg__no_memory(err, name);
    }
    memcpy(path, joined.data, joined.length + 1);
    text_free(&joined);
    const mlg_status status = mlg__file_write(path, text->data ? text->data : "", text->length, err);
    text_free(text);
    return status;
}

static mlg_status put_legs(const mlg_scenario *s, const mlg_leg_source *legs, const mlg_network_plan *plan, const char *folder,
                           struct text *text, mlg_error *err)
{
    struct account_leg *rows[2] = { NULL, NULL };
    int32_t count[2] = { 0, 0 };
    mlg_status status = mlg__account_legs(s, legs, plan, false, &rows[0], &count[0], err);
    if (!status) status = mlg__account_legs(s, legs, plan, true, &rows[1], &count[1], err);
    if (!status) {
        mlg__legs_csv(s, (struct leg_rows) { rows[0], count[0] }, (struct leg_rows) { rows[1], count[1] }, text);
        status = put(folder, "legs.csv", text, err);
    }
    mlg__free(rows[0]);
    mlg__free(rows[1]);
    return status;
}

static mlg_status put_days_legs(const mlg_scenario *s, const mlg_leg_source *source, const mlg_network_plan *plan,
                                const char *folder, struct text *text, mlg_error *err)
{
    mlg__days_legs_head(text);
    for (int32_t i = 0; i < plan->day_count; i++) {
        const struct plan_day *day = &plan->days[i];
        struct day_leg *legs = NULL;
        int32_t count = 0;
        MLG_TRY(mlg__day_legs(s, source, day, day->problem, &legs, &count, err));
        mlg__day_legs_csv(plan, day, legs, count, text);
        mlg__free(legs);
    }
    return put(folder, "days_legs.csv", text, err);
}

/* prices.json, where siting has words for the plan; an older one would speak of another plan. */
static mlg_status put_prices(const mlg_network_plan *plan, const char *folder, struct text *text, mlg_error *err)
{
    char path[1200];
    if (plan->words) {
        MLG_TRY(mlg__prices_write(plan, text, err));
        return put(folder, "prices.json", text, err);
    }
    snprintf(path, sizeof path, "%.1100s/prices.json", folder);
    remove(path);
    return MLG_OK;
}

static void remove_file(const char *folder, const char *name)
{
    char path[1200];
    snprintf(path, sizeof path, "%.1100s/%s", folder, name);
    remove(path);
}

/* front.json, and each point's plan in a folder of its own. Those of an older front would speak of other plans. */
static mlg_status put_front(const mlg_network_plan *plan, const char *folder, struct text *text, mlg_error *err)
{
    const mlg_front *front = plan->front;
    const int32_t count = front ? front->point_count : 0;
    char path[1100];
    if (!front) remove_file(folder, "front.json");
    for (int32_t i = 0; i < count; i++) {
        snprintf(path, sizeof path, "%.1000s/%s", folder, mlg__front_folder(i).s);
        MLG_TRY(make_folder(path, err));
        MLG_TRY(mlg__network_plan_write(front->points[i].plan, text, err));
        MLG_TRY(put(path, "plan.json", text, err));
    }
    for (int32_t i = count;; i++) {
        snprintf(path, sizeof path, "%.1000s/%s", folder, mlg__front_folder(i).s);
        remove_file(path, "plan.json");
        if (remove(path)) break;
    }
    if (!front) return MLG_OK;
    MLG_TRY(mlg__front_write(front, text, err));
    return put(folder, "front.json", text, err);
}

mlg_status mlg_plan_write(const mlg_scenario *s, const mlg_network_plan *plan, const mlg_leg_source *legs, const char *folder,
                          mlg_lang lang, mlg_error *err)
{
    struct text text = { 0 };
    mlg_status status = make_folder(folder, err);
    if (!status) status = mlg__network_plan_write(plan, &text, err);
    if (!status) status = put(folder, "plan.json", &text, err);
    if (!status) status = put_prices(plan, folder, &text, err);
    if (!status) status = put_front(plan, folder, &text, err);
    if (!status) {
        mlg__sites_csv(plan, &text);
        status = put(folder, "sites.csv", &text, err);
    }
    if (!status) {
        mlg__assignment_csv(plan, &text);
        status = put(folder, "assignment.csv", &text, err);
    }
    if (!status) status = put_legs(s, legs, plan, folder, &text, err);
    if (!status) status = mlg__stops_csv(plan, &text, err);
    if (!status) status = put(folder, "stops.csv", &text, err);
    if (!status) status = put_days_legs(s, legs, plan, folder, &text, err);
    if (!status) status = mlg__geojson_network(plan, legs, &text, err);
    if (!status) status = put(folder, "routes.geojson", &text, err);
    if (!status) status = mlg__report_write(s, legs, plan, lang, &text, err);
    if (!status) status = put(folder, "report.html", &text, err);
    text_free(&text);
    return status;
}

mlg_status mlg_network_plan_read(const char *file, const mlg_scenario *s, mlg_network_plan **plan, mlg_findings *found,
                                 mlg_error *err)
{
    char *bytes = NULL;
    size_t count = 0;
    *plan = NULL;
    MLG_TRY(mlg__file_read(file, MLG_FILE_LIMIT, &bytes, &count, err));
    const enum looks looks = mlg__looks(bytes, count);
    const bool other = looks != LOOKS_UNKNOWN && looks != LOOKS_PLAN && looks != LOOKS_JSON;
    mlg_status status = other ? mlg__fail_other(file, TXT("a plan.json of a scenario", "un plan.json de scénario"), looks, found, err)
                              : mlg__network_plan_read(bytes, count, s, plan, found, err);
    mlg__free(bytes);
    /* The problems of routed days are not in the file: made again, for the report; the checker makes its own. */
    for (int32_t i = 0; !status && i < (*plan)->day_count; i++) {
        struct plan_day *day = &(*plan)->days[i];
        status = mlg__day_outline(s, *plan, day, &day->problem, err);
    }
    if (status) {
        mlg_network_plan_free(*plan);
        *plan = NULL;
    }
    return status;
}

/* A file in the folder of `file`: its bytes, NULL where it is not there. */
static mlg_status read_beside(const char *file, const char *name, char **bytes, size_t *count, mlg_error *err)
{
    char path[1200];
    struct stat s;
    const char *slash = strrchr(file, '/');
    const int folder = slash ? (int)(slash - file) + 1 : 0;
    *bytes = NULL;
    if (snprintf(path, sizeof path, "%.*s%s", folder, file, name) >= (int)sizeof path || stat(path, &s)) return MLG_OK;
    return mlg__file_read(path, MLG_FILE_LIMIT, bytes, count, err);
}

/* What is wrong with a file beside the plan costs the page a section, no more. */
static mlg_status leave_out(const char *name, mlg_status status, const mlg_error *why, mlg_findings *found)
{
    if (status == MLG_OK || status == MLG_NO_MEMORY) return status;
    mlg__warn(found, name, TXT("left out: %s: %s", "laissé de côté : %s : %s"),
              TXT("write plan and page again with `maillage plan` or `site`", "réécrivez le plan et la page avec « maillage plan » ou « site »"),
              why->where, why->message);
    return MLG_OK;
}

mlg_status mlg_network_plan_read_beside(const char *file, mlg_network_plan *plan, mlg_findings *found, mlg_error *err)
{
    char *bytes;
    size_t count = 0;
    mlg_error why = { .lang = err ? err->lang : MLG_EN };
    mlg_status status = read_beside(file, "front.json", &bytes, &count, &why);
    if (!status && bytes) status = mlg__front_read(bytes, count, plan, &plan->front, NULL, &why);
    mlg__free(bytes);
    MLG_TRY(leave_out("front.json", status, &why, found));
    status = read_beside(file, "prices.json", &bytes, &count, &why);
    if (!status && bytes) status = mlg__prices_read(bytes, count, plan, NULL, &why);
    mlg__free(bytes);
    return leave_out("prices.json", status, &why, found);
}

mlg_status mlg_report_write_file(const mlg_scenario *s, const mlg_network_plan *plan, const mlg_leg_source *legs,
                                 const char *file, mlg_lang lang, mlg_error *err)
{
    struct text text = { 0 };
    mlg_status status = mlg__report_write(s, legs, plan, lang, &text, err);
    if (!status && text.failed) status = mlg__no_memory(err, file);
    if (!status) status = mlg__file_write(file, text.data, text.length, err);
    text_free(&text);
    return status;
}
