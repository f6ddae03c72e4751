/* files.c — routing problems and solutions from and to files, by name, content or the format asked for. */
#include "maillage/api.h"

#include <stdio.h>
#include <string.h>

#include "api/places.h"
#include "base/error.h"
#include "base/text.h"
#include "io/file.h"
#include "io/geojson.h"
#include "io/lilim.h"
#include "io/plan_json.h"
#include "io/sol.h"
#include "io/solomon.h"
#include "io/tables.h"
#include "io/vrplib.h"
#include "model/plan.h"

static bool ends_in(const char *name, const char *suffix)
{
    size_t n = strlen(name), m = strlen(suffix);
    if (n > 3 && !strcmp(name + n - 3, ".gz")) n -= 3;
    return n >= m && !memcmp(name + n - m, suffix, m);
}

mlg_status mlg__fail_other(const char *file, struct mlg_txt wanted, enum looks looks, mlg_findings *found, mlg_error *err)
{
    mlg_findings *own = found ? NULL : mlg_findings_new(err ? err->lang : MLG_EN);
    mlg_findings *list = found ? found : own;
    mlg_status status = list ? mlg__find_other(list, file, wanted, looks) : mlg__no_memory(err, file);
    if (list) mlg__first_error(list, err);
    mlg_findings_free(own);
    return status;
}

/* VRPLIB begins with `KEYWORD :`; Solomon files have a line VEHICLE and no colon before it; Li and Lim's three numbers. */
static mlg_format problem_format(const char *name, const char *bytes, size_t count)
{
    const char *colon = memchr(bytes, ':', count < 200 ? count : 200);
    if (ends_in(name, ".vrp") || ends_in(name, ".tsp")) return MLG_FORMAT_VRPLIB;
    return colon ? MLG_FORMAT_VRPLIB : mlg__is_lilim(bytes, count) ? MLG_FORMAT_LILIM : MLG_FORMAT_SOLOMON;
}

mlg_status mlg_problem_read(const char *file, mlg_format format, int round, mlg_problem **p, mlg_findings *found, mlg_error *err)
{
    char *bytes = NULL;
    size_t count = 0;
    *p = NULL;
    MLG_TRY(mlg__file_read(file, MLG_FILE_LIMIT, &bytes, &count, err));
    const enum looks looks = mlg__looks(bytes, count);
    const bool other = looks != LOOKS_UNKNOWN && looks != LOOKS_VRPLIB && looks != LOOKS_SOLOMON;
    if (format == MLG_FORMAT_AUTO) format = problem_format(file, bytes, count);
    mlg_status status;
    if (other) status = mlg__fail_other(file, TXT("a VRPLIB, Solomon or Li-Lim problem", "un problème VRPLIB, de Solomon ou de Li et Lim"), looks, found, err);
    else if (format == MLG_FORMAT_VRPLIB) status = mlg__vrplib_read(file, bytes, count, round, p, found, err);
    else if (format == MLG_FORMAT_SOLOMON) status = mlg__solomon_read(file, bytes, count, round, p, found, err);
    else if (format == MLG_FORMAT_LILIM) status = mlg__lilim_read(file, bytes, count, round, p, found, err);
    else
        status = mlg__fail(err, MLG_BAD_INPUT, file, TXT("this version reads VRPLIB, Solomon and Li-Lim problems", "cette version lit les problèmes VRPLIB, Solomon et Li-Lim"),
                           NO_HINT);
    mlg__free(bytes);
    return status;
}

mlg_status mlg_solution_read(const char *file, mlg_format format, const mlg_problem *p, mlg_plan **plan, mlg_findings *found,
                             mlg_error *err)
{
    char *bytes = NULL;
    size_t count = 0;
    *plan = NULL;
    MLG_TRY(mlg__file_read(file, MLG_FILE_LIMIT, &bytes, &count, err));
    const enum looks looks = mlg__looks(bytes, count);
    if (looks != LOOKS_UNKNOWN && looks != LOOKS_SOL && looks != LOOKS_PLAN && looks != LOOKS_JSON) {
        mlg__free(bytes);
        return mlg__fail_other(file, TXT("a solution (.sol or plan.json)", "une solution (.sol ou plan.json)"), looks, found, err);
    }
    if (format == MLG_FORMAT_AUTO) format = count && (bytes[0] == '{' || ends_in(file, ".json")) ? MLG_FORMAT_JSON : MLG_FORMAT_SOL;
    const mlg_status status = format == MLG_FORMAT_JSON ? mlg__routing_plan_read(bytes, count, p, plan, found, err)
                                                        : mlg__sol_read(file, bytes, count, p, plan, found, err);
    mlg__free(bytes);
    return status;
}

mlg_format mlg__format_of(const char *file, mlg_format asked, mlg_format usual)
{
    static const struct { const char *suffix; mlg_format format; } known[] = {
        { ".bin", MLG_FORMAT_BIN }, { ".geojson", MLG_FORMAT_GEOJSON }, { ".json", MLG_FORMAT_JSON }, { ".csv", MLG_FORMAT_CSV } };
    if (asked != MLG_FORMAT_AUTO || !file) return asked != MLG_FORMAT_AUTO ? asked : usual;
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (ends_in(file, known[i].suffix)) return known[i].format;
    return usual;
}

mlg_status mlg_solution_write(const char *file, mlg_format format, const mlg_problem *p, const mlg_plan *plan, mlg_error *err)
{
    struct text out = { 0 };
    mlg_status status = MLG_OK;
    switch (mlg__format_of(file, format, MLG_FORMAT_SOL)) {
    case MLG_FORMAT_JSON: status = mlg__routing_plan_write(p, plan, &out, err); break;
    case MLG_FORMAT_GEOJSON: mlg__geojson_plan(p, plan, &out); break;
    case MLG_FORMAT_CSV: mlg__route_legs_csv(p, plan, &out); break;
    case MLG_FORMAT_AUTO:
    case MLG_FORMAT_BIN:
    case MLG_FORMAT_VRPLIB:
    case MLG_FORMAT_SOLOMON:
    case MLG_FORMAT_LILIM:
    case MLG_FORMAT_VROOM:
    case MLG_FORMAT_STOPS:
    case MLG_FORMAT_GPX:
    case MLG_FORMAT_SOL: mlg__sol_write(p, plan, &out); break;
    }
    if (!status && out.failed) status = mlg__no_memory(err, file ? file : "-");
    if (!status) status = mlg__file_write(file, out.data, out.length, err);
    text_free(&out);
    return status;
}
