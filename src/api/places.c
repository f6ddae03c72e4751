/* places.c — named points, from a table or from the caller. */
#include "io/places.h"

#include <stdio.h>

#include "io/file.h"
#include "maillage/api.h"

static mlg_status given(mlg_places *made, mlg_status status, mlg_places **places)
{
    if (status) mlg_places_free(made);
    else *places = made;
    return status;
}

mlg_status mlg_places_read(const char *file, mlg_places **places, mlg_findings *found, mlg_error *err)
{
    char *bytes = NULL;
    size_t count = 0;
    *places = NULL;
    MLG_TRY(mlg__file_read(file, MLG_FILE_LIMIT, &bytes, &count, err));
    mlg_findings *own = found ? NULL : mlg_findings_new(err ? err->lang : MLG_EN);
    mlg_places *made = mlg__malloc(sizeof *made);
    mlg_status status = made && (found || own) ? MLG_OK : mlg__no_memory(err, file);
    if (!status) status = mlg__places_read(file, bytes, count, made, found ? found : own, err);
    if (status == MLG_BAD_INPUT) mlg__first_error(found ? found : own, err);
    mlg_findings_free(own);
    mlg__free(bytes);
    return given(made, status, places);
}

mlg_status mlg_places_make(const mlg_point *points, const char *const *ids, int32_t count, mlg_places **places, mlg_error *err)
{
    mlg_places *made = mlg__malloc(sizeof *made);
    *places = NULL;
    if (!made) return mlg__no_memory(err, "places");
    made->count = count;
    made->id = arena_array(&made->arena, const char *, count);
    made->point = arena_array(&made->arena, mlg_point, count);
    for (int32_t i = 0; !made->arena.failed && i < count; i++) {
        char number[16];
        snprintf(number, sizeof number, "%d", i + 1);
        made->id[i] = mlg__arena_text(&made->arena, ids ? ids[i] : number);
        made->point[i] = points[i];
    }
    return given(made, made->arena.failed ? mlg__no_memory(err, "places") : MLG_OK, places);
}

void mlg_places_free(mlg_places *p)
{
    if (!p) return;
    mlg__arena_free(&p->arena);
    mlg__free(p);
}

int32_t mlg_places_count(const mlg_places *p) { return p->count; }
const char *mlg_places_id(const mlg_places *p, int32_t i) { return p->id[i]; }
const mlg_point *mlg_places_points(const mlg_places *p) { return p->point; }
