/* intern.h — number equal byte strings once, in the order they come: names, sets of limits. */
#ifndef MLG_ROADS_INTERN_H
#define MLG_ROADS_INTERN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct intern {
    uint8_t *bytes;  /* all strings, one after the other */
    uint32_t *first; /* [count + 1] */
    int32_t *slots;  /* hash table of numbers, MLG_NONE: free */
    int32_t count, byte_cap, first_cap, slot_count;
};

/* The number of a string, its first number being 0; MLG_NONE without memory or beyond 1 GiB of bytes. */
int32_t mlg__intern(struct intern *in, const void *bytes, size_t length);
void mlg__intern_free(struct intern *in);

#endif
