/* stops_ties.h — rows of a table of stops that share a word: one vehicle for all of them, no two on one route, at most
 * one of them served, or only the vehicles of that name. */
#ifndef MLG_IO_STOPS_TIES_H
#define MLG_IO_STOPS_TIES_H

#include "io/tasks.h"

/* The first of the words with ; | or , between; length 0: none. */
struct piece {
    const char *word, *rest;
    size_t length;
};
struct piece mlg__piece(const char *s);

/* A task and a word of its row; where: the cell, for what is wrong with it. */
struct tied_row {
    const char *word, *where;
    int32_t task;
};

struct tied_rows {
    struct tied_row *of;
    int32_t count, cap;
};

/* Texts are kept in the arena of t. Without memory that arena has failed. Free rows in every case. */
void mlg__tied_add(struct tied_rows *rows, struct tasks *t, const char *word, size_t length, const char *where,
                   int32_t task);
void mlg__tied_free(struct tied_rows *rows);

/* A relation for each word that two rows or more have; a word that stands alone is warned of. */
void mlg__tied_relations(struct tied_rows *rows, bool apart, struct tasks *t, mlg_findings *found);
/* A group for each word. */
void mlg__tied_groups(struct tied_rows *rows, struct tasks *t);
/* Each word names vehicles, several with ; | or , between: it becomes a skill, from `skill` on, that only they have. */
void mlg__tied_vehicles(struct tied_rows *rows, int32_t skill, struct tasks *t, mlg_findings *found);

#endif
