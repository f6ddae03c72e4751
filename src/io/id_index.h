/* id_index.h — ids to indices: a sorted copy of the ids of one table, built once in O(n log n), asked in O(log n). */
#ifndef MLG_IO_ID_INDEX_H
#define MLG_IO_ID_INDEX_H

#include "base/memory.h"

struct id_entry {
    const char *id;
    int32_t index;
};
struct id_index {
    struct id_entry *entries;
    int32_t count;
};

/* Ids are `const char *` members at id_at of rows row_bytes long; borrowed. false without memory. */
bool mlg__id_index_make(struct id_index *x, const void *rows, int32_t count, size_t row_bytes, size_t id_at);
void mlg__id_index_free(struct id_index *x);
/* The first row with this id (length bytes long), or -1. *shared (may be NULL): another row has the same id. */
int32_t mlg__id_find(const struct id_index *x, const char *id, bool *shared);

#endif
