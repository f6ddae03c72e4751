/* location.c — location problems of the published sets: files in, a checked plan out. */
#include "maillage/api.h"

#include <string.h>

#include "api/places.h"
#include "api/verdict.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/options.h"
#include "base/text.h"
#include "io/file.h"
#include "io/location_plan.h"
#include "io/location_read.h"

const char *mlg_location_format(int32_t i)
{
    int32_t count = 0;
    while (mlg__location_formats[count]) count++;
    return i >= 0 && i < count ? mlg__location_formats[i] : NULL;
}

mlg_status mlg_location_read(const char *file, const char *format, const mlg_options *o, mlg_location **l,
                             mlg_findings *found, mlg_error *err)
{
    const struct location_params params = {
        .capacity = mlg__option_real(o, "siting.capacity"), .radius = mlg__option_real(o, "siting.radius"),
        .count = (int32_t)mlg__option_int(o, "siting.count"), .uncapacitated = mlg__option_int(o, "siting.uncapacitated") > 0,
        .single_source = (int)mlg__option_int(o, "siting.single_source"),
    };
    char *bytes = NULL;
    size_t count = 0;
    *l = NULL;
    MLG_TRY(mlg__file_read(file, MLG_FILE_LIMIT, &bytes, &count, err));
    const mlg_status status = mlg__location_read(file, bytes, count, format, &params, l, found, err);
    mlg__free(bytes);
    return status;
}

static mlg_status verify(const mlg_location *l, const mlg_location_plan *plan, mlg_findings *found, mlg_error *err)
{
    mlg_findings *violations = mlg_findings_new(mlg__findings_lang(found));
    const mlg_status ran = violations ? mlg_check_location(l, plan, violations, err) : MLG_NO_MEMORY;
    return mlg__verdict(ran, violations,
                        TXT("please report this with the file", "merci de signaler ce cas avec le fichier"), found, err);
}

mlg_status mlg_plan_location(const mlg_location *l, const mlg_options *o, mlg_progress_fn *f, void *user,
                             mlg_location_plan **plan, mlg_findings *found, mlg_error *err)
{
    mlg_status status = mlg_location_solve(l, o, f, user, plan, err);
    if (!status && mlg_location_plan_found(*plan)) status = verify(l, *plan, found, err);
    if (status) {
        mlg_location_plan_free(*plan);
        *plan = NULL;
    }
    return status;
}

mlg_status mlg_location_plan_save(const mlg_location *l, const mlg_location_plan *plan, const char *file, mlg_error *err)
{
    struct text out = { 0 };
    mlg_status status = mlg__location_plan_write(l, plan, &out, err);
    if (!status) status = mlg__file_write(file, out.data, out.length, err);
    text_free(&out);
    return status;
}

mlg_status mlg_location_plan_load(const char *file, const mlg_location *l, mlg_location_plan **plan, mlg_findings *found,
                                  mlg_error *err)
{
    char *bytes = NULL;
    size_t count = 0;
    *plan = NULL;
    MLG_TRY(mlg__file_read(file, MLG_FILE_LIMIT, &bytes, &count, err));
    const enum looks looks = mlg__looks(bytes, count);
    const bool other = looks != LOOKS_UNKNOWN && looks != LOOKS_PLAN && looks != LOOKS_JSON;
    const mlg_status status = other ? mlg__fail_other(file, TXT("a plan.json of a location problem", "un plan.json de problème de localisation"), looks, found, err)
                                    : mlg__location_plan_read(bytes, count, l, plan, found, err);
    mlg__free(bytes);
    return status;
}

bool mlg_is_location_plan(const char *file)
{
    static const char key[] = "\"kind\":\"location\"";
    char *bytes = NULL;
    size_t count = 0;
    bool any = false;
    if (!strcmp(file, "-")) return false; /* standard input is read once, by who checks it */
    if (mlg__file_read(file, MLG_FILE_LIMIT, &bytes, &count, NULL)) return false;
    for (size_t i = 0; !any && i + sizeof key <= count && i < 400; i++) any = !memcmp(bytes + i, key, sizeof key - 1);
    mlg__free(bytes);
    return any;
}
