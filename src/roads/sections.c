/* sections.c — see sections.h. */
#include "roads/sections.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/replace.h"
#include "roads/source.h"

enum { ALIGN_BYTES = 64 };
/* The byte 0x89 and the line ends tell a file that went through a transfer of text. */
static const unsigned char magic_bytes[8] = { 0x89, 'R', 'O', 'A', 'D', '\r', '\n', 0x1a };
#define BYTE_ORDER_TAG 0x01020304u
#define OTHER_BYTE_ORDER 0x04030201u

struct head {
    unsigned char magic[8];
    uint32_t version, byte_order, section_count, crc; /* crc: of head and table, with 0 in its place */
    uint64_t file_bytes;
};
struct row {
    char name[MLG_SECTION_NAME_MAX + 1];
    uint32_t item_bytes, crc;
    uint64_t count, offset;
};

struct sections {
    const unsigned char *map;
    size_t bytes;
    const struct row *rows;
    int32_t count;
    char *path;
};

static uint64_t aligned(uint64_t at) { return (at + ALIGN_BYTES - 1) / ALIGN_BYTES * ALIGN_BYTES; }

static uint32_t crc_of_head(struct head head, const struct row *rows)
{
    head.crc = 0;
    return mlg__crc32c(mlg__crc32c(0, &head, sizeof head), rows, head.section_count * sizeof *rows);
}

/* ---- writing ---- */

static bool put(FILE *to, uint64_t *at, const void *bytes, uint64_t count)
{
    static const unsigned char zeros[ALIGN_BYTES];
    const uint64_t gap = aligned(*at) - *at;
    *at += gap + count;
    return fwrite(zeros, 1, gap, to) == gap && (!count || fwrite(bytes, 1, count, to) == count);
}

static bool put_all(FILE *to, const struct head *head, const struct row *rows, const struct section *sections)
{
    uint64_t at = sizeof *head;
    if (fwrite(head, sizeof *head, 1, to) != 1) return false;
    const uint64_t table_bytes = head->section_count * sizeof *rows;
    if (fwrite(rows, 1, table_bytes, to) != table_bytes) return false;
    at += table_bytes;
    for (uint32_t i = 0; i < head->section_count; i++)
        if (!put(to, &at, sections[i].items, rows[i].count * rows[i].item_bytes)) return false;
    return fflush(to) == 0 && fsync(fileno(to)) == 0;
}

mlg_status mlg__sections_write(const char *path, const struct section *sections, int32_t count, mlg_error *err)
{
    struct row *rows = mlg__malloc((size_t)count * sizeof *rows);
    struct head head = { .version = MLG_SECTIONS_VERSION, .byte_order = BYTE_ORDER_TAG, .section_count = (uint32_t)count };
    struct replacing r;
    mlg_status status = rows ? mlg__replace_begin(path, &r, err) : mlg__no_memory(err, path);
    if (!status) {
        uint64_t at = sizeof head + (uint64_t)count * sizeof *rows;
        for (int32_t i = 0; i < count; i++) {
            const uint64_t bytes = (uint64_t)sections[i].count * sections[i].item_bytes;
            strncpy(rows[i].name, sections[i].name, MLG_SECTION_NAME_MAX);
            rows[i].item_bytes = sections[i].item_bytes;
            rows[i].count = (uint64_t)sections[i].count;
            rows[i].offset = at = aligned(at);
            rows[i].crc = mlg__crc32c(0, sections[i].items, bytes);
            at += bytes;
        }
        memcpy(head.magic, magic_bytes, sizeof head.magic);
        head.file_bytes = at;
        head.crc = crc_of_head(head, rows);
        status = mlg__replace_end(&r, put_all(r.to, &head, rows, sections), err);
    }
    mlg__free(rows);
    return status;
}

/* ---- reading ---- */

static mlg_status no_road_file(const char *path, mlg_error *err)
{
    return mlg__fail(err, MLG_BAD_INPUT, path, TXT("this is no road file", "ce n'est pas un fichier de routes"),
                     TXT("make one: maillage roads build MAP.osm.pbf -o X.roads",
                         "créez-en un : maillage roads build CARTE.osm.pbf -o X.roads"));
}

static mlg_status map_file(const char *path, struct sections *f, mlg_error *err)
{
    const int code = mlg__map_file(path, &f->map, &f->bytes);
    if (code) return code == ENOMEM ? mlg__no_memory(err, path) : mlg__unreadable(err, path, code);
    return f->bytes < sizeof(struct head) ? no_road_file(path, err) : MLG_OK;
}

#define BUILD_AGAIN                                                                                                    \
    TXT("build it again: maillage roads build MAP.osm.pbf -o X.roads",                                                 \
        "reconstruisez-le : maillage roads build CARTE.osm.pbf -o X.roads")

static mlg_status refuse(const char *path, struct mlg_txt what, mlg_error *err)
{
    return mlg__fail(err, MLG_BAD_INPUT, path, what, BUILD_AGAIN);
}

static bool row_fits(const struct row *r, uint64_t first, uint64_t file_bytes)
{
    return memchr(r->name, 0, sizeof r->name) && r->name[0] && r->item_bytes > 0 && r->item_bytes <= 4096 &&
           r->offset >= first && r->offset <= file_bytes && r->offset % ALIGN_BYTES == 0 &&
           r->count <= (file_bytes - r->offset) / r->item_bytes;
}

static mlg_status check_head(struct sections *f, const char *path, mlg_error *err)
{
    struct head head;
    memcpy(&head, f->map, sizeof head);
    if (memcmp(head.magic, magic_bytes, sizeof head.magic)) return no_road_file(path, err);
    if (head.byte_order == OTHER_BYTE_ORDER)
        return refuse(path, TXT("this road file comes from a machine of the other byte order",
                                "ce fichier de routes vient d'une machine d'ordre d'octets inverse"), err);
    if (head.version != MLG_SECTIONS_VERSION)
        return mlg__fail(err, MLG_BAD_INPUT, path,
                         TXT("road file of version %u; this program reads version %d",
                             "fichier de routes de version %u ; ce programme lit la version %d"),
                         BUILD_AGAIN, head.version, MLG_SECTIONS_VERSION);
    if (head.file_bytes != f->bytes)
        return mlg__fail(err, MLG_BAD_INPUT, path,
                         TXT("road file of %zu bytes, %llu were written: it is truncated or has grown",
                             "fichier de routes de %zu octets au lieu de %llu : il est tronqué ou a grossi"),
                         TXT("copy it again, or build it again", "recopiez-le, ou reconstruisez-le"), f->bytes,
                         (unsigned long long)head.file_bytes);
    const uint64_t first = sizeof head + (uint64_t)head.section_count * sizeof(struct row);
    if (head.section_count > MLG_SECTIONS_MAX || first > f->bytes || head.byte_order != BYTE_ORDER_TAG ||
        head.crc != crc_of_head(head, (const struct row *)(const void *)(f->map + sizeof head)))
        return refuse(path, TXT("the head of this road file was altered", "l'en-tête de ce fichier de routes est altéré"), err);
    f->rows = (const struct row *)(const void *)(f->map + sizeof head);
    f->count = (int32_t)head.section_count;
    for (int32_t i = 0; i < f->count; i++)
        if (!row_fits(&f->rows[i], first, f->bytes))
            return refuse(path, TXT("the table of this road file was altered", "la table de ce fichier de routes est altérée"), err);
    return MLG_OK;
}

static mlg_status check_sections(const struct sections *f, const char *path, mlg_error *err)
{
    for (int32_t i = 0; i < f->count; i++) {
        const struct row *r = &f->rows[i];
        if (mlg__crc32c(0, f->map + r->offset, r->count * r->item_bytes) != r->crc)
            return mlg__fail(err, MLG_BAD_INPUT, path,
                             TXT("section \"%s\" of this road file was altered (wrong checksum)",
                                 "la section « %s » de ce fichier de routes est altérée (somme de contrôle fausse)"),
                             TXT("copy it again, or build it again", "recopiez-le, ou reconstruisez-le"), r->name);
    }
    return MLG_OK;
}

mlg_status mlg__sections_open(const char *path, struct sections **file, mlg_error *err)
{
    struct sections *f = mlg__malloc(sizeof *f);
    *file = NULL;
    if (f) f->path = mlg__strdup(path);
    mlg_status status = f && f->path ? map_file(path, f, err) : mlg__no_memory(err, path);
    if (!status) status = check_head(f, path, err);
    if (!status) status = check_sections(f, path, err);
    if (status) mlg__sections_close(f);
    else *file = f;
    return status;
}

void mlg__sections_close(struct sections *f)
{
    if (!f) return;
    mlg__unmap_file(f->map, f->bytes);
    mlg__free(f->path);
    mlg__free(f);
}

const char *mlg__sections_path(const struct sections *f) { return f->path; }

static const struct row *row_of(const struct sections *f, const char *name)
{
    for (int32_t i = 0; i < f->count; i++)
        if (!strcmp(f->rows[i].name, name)) return &f->rows[i];
    return NULL;
}

bool mlg__has_section(const struct sections *f, const char *name) { return row_of(f, name) != NULL; }

mlg_status mlg__section_refused(const struct sections *f, const char *name, mlg_error *err)
{
    return mlg__fail(err, MLG_BAD_INPUT, f->path,
                     TXT("section \"%s\" of this road file is missing or does not fit the others",
                         "la section « %s » de ce fichier de routes manque ou ne s'accorde pas aux autres"),
                     BUILD_AGAIN, name);
}

mlg_status mlg__section(const struct sections *f, const char *name, size_t item_bytes, int64_t count, const void **items,
                        int64_t *got, mlg_error *err)
{
    const struct row *r = row_of(f, name);
    *items = NULL;
    if (got) *got = 0;
    if (!r || r->item_bytes != item_bytes || r->count > INT64_MAX || (count >= 0 && r->count != (uint64_t)count))
        return mlg__section_refused(f, name, err);
    *items = f->map + r->offset;
    if (got) *got = (int64_t)r->count;
    return MLG_OK;
}

bool mlg__is_csr(const int32_t *first, int64_t count, int64_t end)
{
    if (first[0] != 0 || first[count] != end) return false;
    for (int64_t i = 0; i < count; i++)
        if (first[i] > first[i + 1]) return false;
    return true;
}

bool mlg__all_within(const int32_t *values, int64_t count, int64_t low, int64_t high)
{
    for (int64_t i = 0; i < count; i++)
        if (values[i] < low || values[i] >= high) return false;
    return true;
}
