/* location_read.c — a location file from bytes to a finished problem: its format, its numbers, then what they mean
 * together (decimals, unit costs, options). See location_read.h; the layouts stand in location_*.c. */
#include "io/location_reader.h"

#include <stdio.h>
#include <string.h>

/* To add a format: its word and its row here, its layout in a file of its own or in location_cflp.c. */
const char *const mlg__location_formats[] = { "cap",    "holmberg", "diaz-fernandez", "yang",   "gadegaard", "tbed1",
                                              "ufllib", "pmed",     "mclp",           "tscflp", "mp-tscflp", NULL };

static const struct {
    void (*read)(struct location_reader *r);
    bool single_source; /* as the literature uses the set */
} formats[] = {
    { mlg__location_read_cap, false },           /* cap */
    { mlg__location_read_holmberg, true },       /* holmberg */
    { mlg__location_read_diaz_fernandez, true }, /* diaz-fernandez */
    { mlg__location_read_holmberg, true },       /* yang */
    { mlg__location_read_holmberg, true },       /* gadegaard */
    { mlg__location_read_tbed1, false },         /* tbed1 */
    { mlg__location_read_ufllib, false },        /* ufllib */
    { mlg__location_read_pmed, false },          /* pmed */
    { mlg__location_read_mclp, false },          /* mclp */
    { mlg__location_read_tscflp, false },        /* tscflp */
    { mlg__location_read_mp_tscflp, false },     /* mp-tscflp */
};
enum { FORMAT_COUNT = sizeof formats / sizeof *formats };
_Static_assert(sizeof mlg__location_formats / sizeof *mlg__location_formats == FORMAT_COUNT + 1, "a row for each word");

static int32_t format_of(const char *path, const char *bytes, size_t count, const char *given, mlg_findings *found)
{
    const char *word = given ? given : mlg__location_guess(path, bytes, count, found);
    if (!word) return MLG_NONE;
    for (int32_t i = 0; i < FORMAT_COUNT; i++)
        if (!strcmp(word, mlg__location_formats[i])) return i;
    const char *near = mlg__did_you_mean(word, mlg__location_formats, FORMAT_COUNT);
    mlg__find(found, MLG_BAD_INPUT, path,
              near ? TXT("format \"%.40s\" is not known; is it %s?", "le format « %.40s » est inconnu ; est-ce %s ?")
                   : TXT("format \"%.40s\" is not known", "le format « %.40s » est inconnu"),
              TXT("docs/formats/location.md lists the formats", "docs/formats/location.md donne les formats"), word,
              near);
    return MLG_NONE;
}

/* A NUL or the end mark of an old system ends a text; some files have both, and what was in the buffer behind them. */
static size_t text_length(const char *bytes, size_t count)
{
    const char *nul = count ? memchr(bytes, 0, count) : NULL;
    if (nul) count = (size_t)(nul - bytes);
    const char *mark = count ? memchr(bytes, 0x1A, count) : NULL;
    return mark ? (size_t)(mark - bytes) : count;
}

static void check_end(struct location_reader *r)
{
    struct word w;
    if (r->stopped || !mlg__location_more(r, &w)) return;
    LOCATION_WRONG(r, &w,
                   TXT("the file goes on after its last number, with \"%s\"",
                       "le fichier continue après son dernier nombre, par « %s »"),
                   TXT("check the format (--format), then the sizes in its first line",
                       "vérifiez le format (--format), puis les tailles de sa première ligne"),
                   mlg__scan_shown(&r->s, &w));
}

/* -- what the numbers mean together -- */

static void scale_all(int64_t *money, int64_t count, int64_t divisor)
{
    for (int64_t i = 0; i < count; i++)
        if (money[i] != LOCATION_UNLIMITED) money[i] /= divisor;
}

/* From 10^-6 to quanta: as many decimals as the file uses, no digit lost; costs of units to those of demands. */
static void settle_money(struct location_reader *r)
{
    mlg_location *l = r->l;
    int64_t divisor = 1;
    for (int i = r->places; i < MONEY_PLACES; i++) divisor *= 10;
    l->decimals = r->places;
    scale_all(l->sites.fixed, l->sites.count, divisor);
    scale_all(l->left_out, l->client_count, divisor);
    if (l->plants.count) {
        scale_all(l->plants.fixed, l->plants.count, divisor);
        scale_all(l->haul, (int64_t)l->product_count * l->plants.count * l->sites.count, divisor);
    }
    for (int32_t c = 0; c < l->client_count; c++)
        for (int64_t i = l->first[c]; i < l->first[c + 1]; i++) {
            const int128 cost = (int128)(l->lanes[i].cost / divisor) * (r->unit_costs ? l->demand[c] : 1);
            l->lanes[i].cost = cost < MONEY_READ_MAX ? (int64_t)cost : MONEY_READ_MAX; /* refused on finishing */
        }
    if (r->rounded_count > 0)
        mlg__warn(r->s.found, r->s.name,
                  TXT("%lld values have more than %d digits after the point; they were rounded",
                      "%lld valeurs ont plus de %d chiffres après la virgule ; elles ont été arrondies"),
                  TXT("multiply all costs by a power of ten if the digits matter",
                      "multipliez tous les coûts par une puissance de dix si ces chiffres importent"),
                  (long long)r->rounded_count, MONEY_PLACES);
}

static void settle_options(struct location_reader *r, bool single_source)
{
    mlg_location *l = r->l;
    const struct location_params *params = &r->params;
    l->single_source = params->single_source < 0 ? single_source : params->single_source > 0;
    if (params->count > 0) l->open_most = params->count;
    if (!params->uncapacitated) return;
    for (int64_t i = 0; i < (int64_t)l->sites.count * l->product_count; i++) l->sites.capacity[i] = LOCATION_UNLIMITED;
    for (int64_t i = 0; i < (int64_t)l->plants.count * l->product_count; i++)
        l->plants.capacity[i] = LOCATION_UNLIMITED;
    for (int32_t c = 0; l->plants.count == 0 && c < l->client_count; c++)
        l->demand[c] = 1; /* its share is what counts */
}

/* The name of the file without folders and ending: "cap41", "i300_1". */
static void name_problem(mlg_location *l, const char *path)
{
    static const char *const endings[] = { ".gz", ".txt", ".dat" };
    const char *base = strrchr(path, '/');
    size_t n = strlen(base ? ++base : (base = path));
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        const size_t length = strlen(endings[i]);
        if (n > length && !memcmp(base + n - length, endings[i], length)) n -= length;
    }
    if (n >= sizeof l->name) n = sizeof l->name - 1;
    while (n > 0 && ((unsigned char)base[n] & 0xC0) == 0x80) n--; /* not inside a character */
    memcpy(l->name, base, n);
}

/* -- all of it -- */

static void read_numbers(struct location_reader *r, int32_t format)
{
    r->l->format = mlg__location_formats[format];
    formats[format].read(r);
    check_end(r);
    if (r->no_memory || mlg_findings_count(r->s.found, false) > 0) return;
    settle_money(r);
    settle_options(r, formats[format].single_source);
}

static mlg_status read_location(const char *path, const char *bytes, size_t count, const char *given,
                                const struct location_params *params, mlg_location *l, mlg_findings *own,
                                mlg_error *err)
{
    struct location_reader r = { .l = l, .client = MLG_NONE, .site = MLG_NONE };
    const size_t used = text_length(bytes, count);
    const int32_t format = format_of(path, bytes, used, given, own);
    r.s = mlg__scan(path, bytes, used, own);
    r.params = params ? *params : (struct location_params) { .single_source = -1 };
    l->product_count = 1;
    name_problem(l, path);
    if (format != MLG_NONE) read_numbers(&r, format);
    if (r.no_memory) return mlg__no_memory(err, path);
    if (mlg_findings_count(own, false) > 0) return mlg__first_error(own, err);
    return mlg__location_finish(l, own, err);
}

mlg_status mlg__location_read(const char *name, const char *bytes, size_t count, const char *format,
                              const struct location_params *params, mlg_location **l, mlg_findings *found,
                              mlg_error *err)
{
    mlg_findings *own = mlg_findings_new(found ? mlg__findings_lang(found) : err ? err->lang : MLG_EN);
    mlg_location *made = mlg__malloc(sizeof *made);
    mlg_status status =
        own && made ? read_location(name, bytes, count, format, params, made, own, err) : mlg__no_memory(err, name);
    mlg__findings_add(found, own);
    mlg_findings_free(own);
    *l = status ? NULL : made;
    if (status) mlg_location_free(made);
    return status;
}
