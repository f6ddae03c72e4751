/* places.c — see places.h. */
#include "io/places.h"

#include <math.h>
#include <stdio.h>

#include "io/csv.h"

/* Names that are tried for each figure, the plain one first. */
enum {
    LON, LONGITUDE, LNG, LONG, X, LAT, LATITUDE, Y, ID, NAME, CODE, PLACE, NOM, ANYTHING, COLUMNS,
    LON_END = X + 1, LAT_END = Y + 1, ID_END = NOM + 1
};
static const struct csv_column columns[COLUMNS] = {
    [LON] = { "lon", CSV_OPTIONAL },   [LONGITUDE] = { "longitude", CSV_OPTIONAL }, [LNG] = { "lng", CSV_OPTIONAL },
    [LONG] = { "long", CSV_OPTIONAL }, [X] = { "x", CSV_OPTIONAL },
    [LAT] = { "lat", CSV_OPTIONAL },   [LATITUDE] = { "latitude", CSV_OPTIONAL },   [Y] = { "y", CSV_OPTIONAL },
    [ID] = { "id", CSV_OPTIONAL },     [NAME] = { "name", CSV_OPTIONAL },           [CODE] = { "code", CSV_OPTIONAL },
    [PLACE] = { "place", CSV_OPTIONAL }, [NOM] = { "nom", CSV_OPTIONAL },
    [ANYTHING] = { "*", CSV_OPTIONAL }, /* the table may be about anything else too */
};

static int32_t first_of(const struct csv *t, int32_t begin, int32_t end)
{
    for (int32_t i = begin; i < end; i++)
        if (mlg__csv_has_column(t, i)) return i;
    return MLG_NONE;
}

static void tell_guess(const struct csv *t, int32_t lon, int32_t lat, int32_t id)
{
    if (lon == LON && lat == LAT && (id == ID || id == MLG_NONE)) return;
    mlg__note(t->found, t->file,
              TXT("longitude is read from \"%s\", latitude from \"%s\", names from %s", "la longitude est lue dans « %s », la latitude dans « %s », les noms dans %s"),
              TXT("name the columns lon, lat and id to be sure", "nommez les colonnes lon, lat et id pour en être sûr"),
              mlg__csv_column_name(t, lon), mlg__csv_column_name(t, lat),
              id == MLG_NONE ? (mlg__findings_lang(t->found) == MLG_FR ? "les numéros de ligne" : "row numbers") : mlg__csv_column_name(t, id));
}

static mlg_status take_rows(const struct csv *t, struct mlg_places *p, mlg_error *err)
{
    const int32_t lon = first_of(t, LON, LON_END), lat = first_of(t, LAT, LAT_END), id = first_of(t, ID, ID_END);
    if (lon == MLG_NONE || lat == MLG_NONE) {
        mlg__find(t->found, MLG_BAD_INPUT, t->file,
                  TXT("there is no column of %s", "il n'y a pas de colonne de %s"),
                  TXT("name two columns lon and lat, in degrees", "nommez deux colonnes lon et lat, en degrés"),
                  lon == MLG_NONE ? "longitude" : "latitude");
        return MLG_BAD_INPUT;
    }
    tell_guess(t, lon, lat, id);
    p->count = t->row_count;
    p->id = arena_array(&p->arena, const char *, p->count);
    p->point = arena_array(&p->arena, mlg_point, p->count);
    for (int32_t i = 0; !p->arena.failed && i < p->count; i++) {
        char number[16];
        snprintf(number, sizeof number, "%d", i + 1);
        const char *name = id == MLG_NONE ? "" : mlg__csv_text(t, i, id);
        p->id[i] = mlg__arena_text(&p->arena, name[0] ? name : number);
        /* A latitude beyond 90 is probably a longitude: it is let through, and told with the place that has no road. */
        p->point[i] = (mlg_point) { mlg__csv_double(t, i, lat, -180, 180, NAN), mlg__csv_double(t, i, lon, -180, 180, NAN) };
        if (!mlg__csv_has(t, i, lat) || !mlg__csv_has(t, i, lon))
            mlg__find(t->found, MLG_BAD_INPUT, mlg__csv_where(t, i, mlg__csv_has(t, i, lat) ? lon : lat).text,
                      TXT("\"%s\" has no coordinates", "« %s » n'a pas de coordonnées"),
                      TXT("fill lon and lat, or drop the row", "remplissez lon et lat, ou retirez la ligne"), p->id[i] ? p->id[i] : "");
    }
    return p->arena.failed ? mlg__no_memory(err, t->file) : MLG_OK;
}

mlg_status mlg__places_read(const char *file, const char *bytes, size_t size, struct mlg_places *p, mlg_findings *found, mlg_error *err)
{
    struct csv t;
    const int64_t before = mlg_findings_count(found, false);
    mlg_status status = mlg__csv_read(&t, file, bytes, size, columns, COLUMNS, found, err);
    if (!status) status = take_rows(&t, p, err);
    if (!status && mlg_findings_count(found, false) > before) status = MLG_BAD_INPUT;
    mlg__csv_free(&t);
    return status;
}
