/* json_tree.h — a JSON document as a tree of values that know their way from the top, with big tables of whole numbers
 * read straight into planes.
 *
 * Beside json.h (jansson) for documents of other programs: whole numbers up to 2^64 - 1 keep all their digits, a number
 * remembers how it was written, a key that stands twice is a warning, and a matrix of millions of entries costs four
 * bytes an entry. A document is read in one pass, without recursion.
 *
 *     struct jtree tree;
 *     MLG_TRY(mlg__jtree_read(&tree, "day.json", bytes, size, found, err));
 *     const struct jat top = { .v = &tree.root, .found = found };
 *     const struct jat jobs = mlg__jat_member(&top, "jobs");
 *     for (int32_t i = 0; i < mlg__jat_count(&jobs); i++) … mlg__jat_item(&jobs, i) …
 *     mlg__jtree_free(&tree); */
#ifndef MLG_IO_JSON_TREE_H
#define MLG_IO_JSON_TREE_H

#include "base/error.h"
#include "base/memory.h"

enum jtype { JT_NULL, JT_BOOL, JT_UINT, JT_NUMBER, JT_TEXT, JT_LIST, JT_OBJECT, JT_TABLE };

/* Rows of whole numbers; entries above MLG_LEG_MAX are kept as MLG_UNREACHABLE and counted. When bad_row is not
 * MLG_NONE, values are worthless. */
struct jtable {
    int32_t size;    /* rows, and entries of each row */
    int32_t *values; /* [size * size], in the tree's arena `planes` */
    int64_t too_large_count;
    int32_t bad_row, bad_column, bad_length; /* the first mistake: an entry that is no whole number; a row of another
                                              * length (bad_column MLG_NONE) */
};

struct jvalue {
    unsigned char type; /* enum jtype */
    bool truth, whole;  /* whole: JT_NUMBER that is a whole number in another spelling (300.0, 3e2), in uint */
    int32_t count;      /* items or members */
    const char *key;    /* of a member */
    union {
        const char *text; /* JT_TEXT */
        double number;    /* JT_NUMBER, and JT_UINT rounded */
        struct jtable *table;
        struct jvalue *first;
    };
    uint64_t uint;
    struct jvalue *next;
};

struct jtree {
    struct jvalue root;
    struct arena arena;  /* values and texts */
    struct arena planes; /* of tables; whoever takes them leaves a zeroed arena */
};

/* Tables are read where an object's member "matrices" holds objects of tables, and a member "matrix" of the top is one.
 * Errors: MLG_BAD_INPUT for the first mistake of syntax (told in found: byte, line, column), MLG_NO_MEMORY. Free in
 * every case. */
mlg_status mlg__jtree_read(struct jtree *t, const char *file, const char *bytes, size_t size, mlg_findings *found,
                           mlg_error *err);
void mlg__jtree_free(struct jtree *t);

/* ---- walking: a value and the way to it; lives on the stack, a child points to its parent ---- */

struct jat {
    const struct jvalue *v; /* NULL: absent */
    const struct jat *up;
    const char *key;
    int32_t index;
    mlg_findings *found;
};

struct jwhere {
    char text[160];
};
struct jwhere mlg__jat_where(const struct jat *at); /* "jobs/12/time_windows/0"; "" for the top */

struct jat mlg__jat_member(const struct jat *at, const char *key); /* absent where at is no object */
/* Items in order: begin with item 0, each next() is constant time. */
struct jat mlg__jat_item(const struct jat *at, int32_t i);
bool mlg__jat_next(struct jat *item); /* false after the last */

/* Types; a mistake is told. */
bool mlg__jat_object(const struct jat *at);
bool mlg__jat_list(const struct jat *at);
/* A whole number up to max; 300.0 and 3e2 are warned of. *value is untouched on a mistake. */
bool mlg__jat_uint(const struct jat *at, uint64_t max, uint64_t *value);
const char *mlg__jat_text(const struct jat *at); /* NULL on a mistake */
bool mlg__jat_number(const struct jat *at, double *value);

/* Warn of keys that are not known, with "did you mean", and of keys that stand twice. Keys of quiet are passed over. */
void mlg__jat_keys(const struct jat *at, const char *const *known, int32_t known_count, const char *const *quiet,
                   int32_t quiet_count);

#endif
