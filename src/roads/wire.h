/* wire.h — the wire format of protocol buffers: fields of a message, one after the other, unknown ones skipped by type.
 *
 *     struct wire w = { bytes, bytes + size };
 *     struct field f;
 *     enum wire_step step;
 *     while ((step = wire_next(&w, &f)) == WIRE_FIELD) switch (f.number) { … }
 *     if (step == WIRE_BAD) …
 *
 * Nothing is read beyond the end given; a length must lie inside its parent; a varint has at most 10 bytes. */
#ifndef MLG_ROADS_WIRE_H
#define MLG_ROADS_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct wire {
    const uint8_t *at, *end;
};
enum wire_step { WIRE_END, WIRE_FIELD, WIRE_BAD };
struct field {
    uint32_t number;
    uint32_t type;     /* 0 varint, 1 eight bytes, 2 bytes, 5 four bytes */
    uint64_t value;    /* of types 0, 1 and 5 */
    struct wire bytes; /* of type 2 */
};

static inline bool wire_varint(struct wire *w, uint64_t *value)
{
    uint64_t v = 0;
    for (int shift = 0; shift < 70 && w->at < w->end; shift += 7) {
        const uint8_t b = *w->at++;
        v |= (uint64_t)(b & 127) << (shift & 63);
        if (b < 128) return *value = v, true;
    }
    return false;
}

static inline int64_t wire_zigzag(uint64_t v) { return (int64_t)(v >> 1) ^ -(int64_t)(v & 1); }

static inline bool wire_fixed(struct wire *w, int count, uint64_t *value)
{
    uint64_t v = 0;
    if (w->end - w->at < count) return false;
    for (int i = 0; i < count; i++) v |= (uint64_t)*w->at++ << (8 * i);
    return *value = v, true;
}

static inline enum wire_step wire_next(struct wire *w, struct field *f)
{
    uint64_t key, length;
    if (w->at == w->end) return WIRE_END;
    if (!wire_varint(w, &key) || key >> 32 || key >> 3 == 0) return WIRE_BAD;
    f->number = (uint32_t)(key >> 3);
    f->type = (uint32_t)(key & 7);
    f->bytes = (struct wire) { 0 };
    f->value = 0;
    switch (f->type) {
    case 0: return wire_varint(w, &f->value) ? WIRE_FIELD : WIRE_BAD;
    case 1: return wire_fixed(w, 8, &f->value) ? WIRE_FIELD : WIRE_BAD;
    case 5: return wire_fixed(w, 4, &f->value) ? WIRE_FIELD : WIRE_BAD;
    case 2:
        if (!wire_varint(w, &length) || length > (uint64_t)(w->end - w->at)) return WIRE_BAD;
        f->bytes = (struct wire) { w->at, w->at + length };
        w->at += length;
        return WIRE_FIELD;
    default: return WIRE_BAD;
    }
}

/* Values of a packed field: as many as bytes below 128; eight bytes at a time. */
static inline size_t wire_packed_count(struct wire w)
{
    size_t count = 0;
    const uint8_t *p = w.at;
    for (; w.end - p >= 8; p += 8) {
        uint64_t eight;
        memcpy(&eight, p, 8);
        count += (size_t)__builtin_popcountll(~eight & UINT64_C(0x8080808080808080));
    }
    for (; p < w.end; p++) count += *p < 128;
    return count;
}

/* Whole varints of at most 10 bytes from end to end. */
static inline bool wire_packed_is_sound(struct wire w)
{
    const uint8_t *p = w.at;
    bool some_long = false; /* five or more bytes of eight go on: a run of ten has that in one of the eights it meets */
    for (; w.end - p >= 8; p += 8) {
        uint64_t eight;
        memcpy(&eight, p, 8);
        some_long |= __builtin_popcountll(eight & UINT64_C(0x8080808080808080)) >= 5;
    }
    if (!some_long && w.end - w.at >= 16) p = w.end - 16; /* a run at the end may be cut by the last eight */
    else p = w.at;
    int run = 0;
    for (; p < w.end; p++) {
        if (*p < 128) run = 0;
        else if (++run == 10) return false;
    }
    return run == 0;
}

#endif
