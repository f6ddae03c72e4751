/* partition.h — choose routes out of many so that every visit is on one of them and the sum of costs is low.
 *
 * This is set covering with prices for visits that are left out and a limit on the vehicles of a type: a visit may be on
 * several chosen routes, all paid in full, and who asked deletes it from all but one (which costs nothing more where
 * the triangle inequality holds). A heuristic: it never returns worse than the choice to beat. */
#ifndef MLG_ROUTING_PARTITION_H
#define MLG_ROUTING_PARTITION_H

#include <stdbool.h>
#include <stdint.h>

struct column { /* a route */
    int64_t cost; /* >= 0 */
    int32_t type, count;
    const int32_t *visits; /* in any order, each once */
};

/* The question; everything is borrowed. */
struct partition {
    int32_t visit_count, type_count, column_count, incumbent_count;
    const struct column *columns;
    const int32_t *vehicles;    /* [type] how many there are */
    const int64_t *absent_cost; /* [visit] price of leaving it out, >= 0 */
    const int32_t *incumbent;   /* the choice to beat: columns; may be empty, or leave visits out */
    const int64_t *saving;      /* [visit] what its route of the incumbent saves without it; NULL: equal shares */
    int64_t work_limit;         /* in visits read, about 10^8 a second; 0: none. The answer depends on nothing else */
    bool (*enough)(void *user); /* NULL: never. Asked at most every some 100,000 visits read */
    void *user;
    uint64_t seed;
};

/* The answer. */
struct choice {
    int32_t *columns;   /* given by the caller, room for visit_count; ascending */
    int32_t count;
    int64_t cost;       /* of columns and of visits left out */
    int64_t bound;      /* no choice from these columns costs less */
    int64_t work;       /* visits read */
    bool better;        /* than the incumbent */
};

/* Search for a better choice until it is proved best, the limits are met, or many tries in a row were in vain. False
 * without memory; then choice->count is 0. */
bool mlg__partition_improve(const struct partition *p, struct choice *choice);

#endif
