/* pbf.c — the outer layer of a PBF file: framing, the header block, features. See pbf.h; what blobs hold: pbf_block.c.
 *
 *     file = { u32 big-endian n, BlobHeader of n bytes { 1 type, 3 datasize }, Blob of datasize bytes }* */
#include "roads/pbf.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/error.h"
#include "base/memory.h"
#include "roads/pbf_block.h"

static bool starts_with(const struct source *s, const char *word)
{
    const size_t n = strlen(word);
    return s->size >= n && memcmp(s->bytes, word, n) == 0;
}

/* Other formats of the same maps, known by their first bytes: say what they are. */
static mlg_status other_format(const struct source *s, mlg_error *err)
{
    const bool gzip = starts_with(s, "\x1f\x8b"), bzip = starts_with(s, "BZh");
    const bool xml = starts_with(s, "<?xml") || starts_with(s, "<osm") || starts_with(s, "\xef\xbb\xbf<");
    if (!gzip && !bzip && !xml)
        return mlg__fail(
            err, MLG_BAD_INPUT, s->name,
            TXT("this is not an OpenStreetMap PBF file", "ce n'est pas un fichier PBF d'OpenStreetMap"),
            TXT("give an extract whose name ends in .osm.pbf", "donnez un extrait dont le nom finit par .osm.pbf"));
    return mlg__fail(err, MLG_BAD_INPUT, s->name,
                     xml ? TXT("this is OpenStreetMap XML, not PBF", "c'est du XML d'OpenStreetMap, pas du PBF")
                         : TXT("this file is compressed as a whole; it is not PBF",
                               "ce fichier est compressé en entier : ce n'est pas du PBF"),
                     TXT("convert it: osmium cat map.osm -o map.osm.pbf",
                         "convertissez-le : osmium cat carte.osm -o carte.osm.pbf"));
}

mlg_status mlg__pbf_bad(const struct source *s, size_t offset, mlg_error *err, struct mlg_txt message,
                        struct mlg_txt hint)
{
    char where[160];
    snprintf(where, sizeof where, "%.120s:%zu", s->name, offset);
    return mlg__fail(err, MLG_BAD_INPUT, where, message, hint);
}

static mlg_status cut_short(const struct source *s, size_t offset, mlg_error *err)
{
    return mlg__pbf_bad(s, offset, err, TXT("the file is cut short here", "le fichier est coupé ici"),
                        TXT("fetch it again", "téléchargez-le de nouveau"));
}

static bool same(struct wire w, const char *word)
{
    const size_t n = strlen(word);
    return (size_t)(w.end - w.at) == n && memcmp(w.at, word, n) == 0;
}

static mlg_status required_feature(const struct source *s, size_t offset, struct wire name, mlg_error *err)
{
    char where[160], shown[48];
    if (same(name, "OsmSchema-V0.6") || same(name, "DenseNodes")) return MLG_OK;
    snprintf(where, sizeof where, "%.120s:%zu", s->name, offset);
    if (same(name, "HistoricalInformation"))
        return mlg__fail(err, MLG_BAD_INPUT, where,
                         TXT("this is a history file: it holds every past version of each street",
                             "c'est un fichier d'historique : il contient toutes les versions passées de chaque rue"),
                         TXT("cut today's state out of it: osmium time-filter history.osh.pbf -o today.osm.pbf",
                             "extrayez-en l'état du jour : osmium time-filter historique.osh.pbf -o jour.osm.pbf"));
    snprintf(shown, sizeof shown, "%.*s", (int)(name.end - name.at < 40 ? name.end - name.at : 40),
             (const char *)name.at);
    for (char *c = shown; *c; c++)
        if (*c < 32 || *c > 126) *c = '?';
    return mlg__fail(err, MLG_BAD_INPUT, where,
                     TXT("the file needs the feature \"%s\", which this reader lacks",
                         "le fichier demande la fonction « %s », que ce lecteur n'a pas"),
                     TXT("write it anew: osmium cat map.osm.pbf -o plain.osm.pbf",
                         "réécrivez-le : osmium cat carte.osm.pbf -o simple.osm.pbf"),
                     shown);
}

/* Proleptic Gregorian date of seconds since 1970, for the years a map can have; "" otherwise. */
static void write_date(int64_t seconds, char date[24])
{
    const time_t t = (time_t)seconds;
    struct tm tm;
    date[0] = 0;
    if (seconds > 0 && seconds < INT64_C(253402300800) && gmtime_r(&t, &tm))
        strftime(date, 24, "%Y-%m-%dT%H:%M:%SZ", &tm);
}

static bool is_message(struct wire w)
{
    struct field f;
    enum wire_step step;
    while ((step = wire_next(&w, &f)) == WIRE_FIELD) {}
    return step == WIRE_END;
}

static mlg_status read_header(struct pbf *p, size_t offset, uint32_t size, mlg_error *err)
{
    struct pbf_scratch scratch = { 0 };
    struct wire w;
    struct field f;
    enum wire_step step = WIRE_BAD;
    mlg_status status = mlg__pbf_unpack(p->source, (struct pbf_blob) { offset, size }, &scratch, &w, err);
    while (!status && (step = wire_next(&w, &f)) == WIRE_FIELD) {
        if (f.number == 1 && f.type == 2 && !is_message(f.bytes)) step = WIRE_BAD, w.at = w.end;
        if (f.number == 4 && f.type == 2) status = required_feature(p->source, offset, f.bytes, err);
        if (f.number == 5 && f.type == 2 && same(f.bytes, "Sort.Type_then_ID")) p->sorted = true;
        if (f.number == 32 && f.type == 0) write_date((int64_t)f.value, p->date);
        if (step == WIRE_BAD) break;
    }
    mlg__pbf_scratch_free(&scratch);
    if (!status && step == WIRE_BAD)
        status = mlg__pbf_bad(p->source, offset, err, TXT("the header block is damaged", "le bloc d'en-tête est abîmé"),
                              NO_HINT);
    return status;
}

struct frame {
    struct wire type;
    uint64_t size;
};

static bool read_frame(struct wire w, struct frame *frame)
{
    struct field f;
    enum wire_step step;
    *frame = (struct frame) { { 0 }, UINT64_MAX };
    while ((step = wire_next(&w, &f)) == WIRE_FIELD) {
        if (f.number == 1 && f.type == 2) frame->type = f.bytes;
        if (f.number == 3 && f.type == 0) frame->size = f.value;
    }
    return step == WIRE_END && frame->type.at && frame->size != UINT64_MAX;
}

static mlg_status add_blob(struct pbf *p, size_t offset, uint32_t size, mlg_error *err)
{
    struct pbf_blob *grown = mlg__grow(p->blobs, &p->blob_cap, p->blob_count + 1, sizeof *grown);
    if (!grown) return mlg__no_memory(err, "the list of blocks");
    p->blobs = grown;
    p->blobs[p->blob_count++] = (struct pbf_blob) { offset, size };
    return MLG_OK;
}

mlg_status mlg__pbf_open(const struct source *source, struct pbf *p, mlg_error *err)
{
    const uint8_t *bytes = source->bytes;
    bool header_seen = false;
    *p = (struct pbf) { .source = source };
    for (size_t at = 0; at < source->size;) {
        if (source->size - at < 4) return at ? cut_short(source, at, err) : other_format(source, err);
        const uint32_t n =
            (uint32_t)bytes[at] << 24 | (uint32_t)bytes[at + 1] << 16 | (uint32_t)bytes[at + 2] << 8 | bytes[at + 3];
        struct frame frame;
        if (at == 0 && (n > PBF_HEADER_MAX || n > source->size - 4)) return other_format(source, err);
        if (n > PBF_HEADER_MAX)
            return mlg__pbf_bad(source, at, err,
                                TXT("a block header of more than 64 KiB", "un en-tête de bloc de plus de 64 Kio"),
                                TXT("the file is damaged before this place", "le fichier est abîmé avant cet endroit"));
        if (n > source->size - at - 4) return cut_short(source, at, err);
        if (!read_frame((struct wire) { bytes + at + 4, bytes + at + 4 + n }, &frame))
            return at ? mlg__pbf_bad(source, at, err, TXT("a damaged block header", "un en-tête de bloc abîmé"),
                                     NO_HINT)
                      : other_format(source, err);
        const size_t data = at + 4 + n;
        if (frame.size > PBF_BLOB_MAX)
            return mlg__pbf_bad(source, at, err, TXT("a block of more than 32 MiB", "un bloc de plus de 32 Mio"),
                                NO_HINT);
        if (frame.size > source->size - data) return cut_short(source, at, err);
        if (same(frame.type, "OSMHeader") && !header_seen) {
            MLG_TRY(read_header(p, data, (uint32_t)frame.size, err));
            header_seen = true;
        } else if (same(frame.type, "OSMData")) {
            if (!header_seen) return other_format(source, err);
            MLG_TRY(add_blob(p, data, (uint32_t)frame.size, err));
        }
        at = data + frame.size;
    }
    return header_seen ? MLG_OK : other_format(source, err);
}

void mlg__pbf_close(struct pbf *p)
{
    mlg__free(p->blobs);
    *p = (struct pbf) { 0 };
}
