/* search.h — the state of one search: immutable route blocks, the solution, its journal, and the kernel that works on it.
 *
 * A block is one route with labels of every prefix and suffix. It never changes once built: a move builds new blocks for
 * the routes it touches and swaps pointers. So undo is putting pointers back, the best solution shares blocks with the
 * current one by reference count, and whatever is remembered about a block stays true as long as it lives.
 *
 * Nothing here allocates inside the search loop: blocks come from free lists that are filled ahead. */
#ifndef MLG_ROUTING_SEARCH_H
#define MLG_ROUTING_SEARCH_H

#include "base/rng.h"
#include "routing/instance.h"
#include "routing/label_energy.h"
#include "routing/schedule.h"

enum { BLOCK_CLASSES = 40 };

struct block {
    uint64_t id, set_hash;   /* unique in its search; sum of the words of what is served */
    bool chosen;             /* no other members of its visits' groups are cheaper by arcs (group.inc.h) */
    struct block *next_free;
    int32_t refs, type, len, cap, size_class; /* len counts both terminals */
    int64_t cost;            /* section 4 of the design; 0 without visits (then there is no block) */
    int64_t extra;           /* the part of cost beyond fixed and arcs: waiting, overtime */
    int64_t load, overload;  /* of the only dimension, and beyond the capacity; without TRAIT_RICH or with plain_load */
    /* One entry a position, 0 and len - 1 are the terminals. Arrays the traits do not need are NULL. */
    int32_t *seq;
    int64_t *arcs, *arcs_back;           /* cost of arcs from position 0 to i, and the same driven backwards */
    int64_t *onboard;                    /* sum of demand, where load is known */
    int32_t *travel;                     /* ticks of the arc into i */
    struct label_time *before, *after;   /* start .. i, i .. end */
    int64_t *ready, *latest;             /* [i * clock_sets + breaks taken] i is done so soon; may be reached so late (clock.h) */
    struct label_load *load_before, *load_after; /* [dim * cap + i] */
    struct label_energy *energy_before;
    int64_t *drive, *distance;           /* sums to i, for limits */
    uint64_t *allowed_before, *allowed_after;
    uint64_t *open;                      /* sum of the words of the shipments on board after i */
};

struct block_pool {
    const struct instance *in;
    struct block *free[BLOCK_CLASSES];
    struct arena arena;
    uint64_t next_id;
    int64_t live; /* blocks handed out and not given back: 0 at exit */
};

struct block *mlg__block_new(struct block_pool *pool, int32_t len); /* refs 1; NULL without memory */
void mlg__block_unref(struct block_pool *pool, struct block *b);    /* NULL does nothing */
/* Have at least count free blocks of that length, so that the search does not allocate. */
bool mlg__blocks_reserve(struct block_pool *pool, int32_t len, int32_t count);
static inline struct block *block_ref(struct block *b) { return b ? b->refs++, b : NULL; }

/* A stretch from..to of a block (both included, from <= to), perhaps backwards; without block, the visit `from`. */
struct piece { const struct block *block; int32_t from, to; bool back; };

enum { CHAIN_MAX = 8 };
/* A proposed route: pieces in order, driven by a vehicle of a type; terminals are added by who reads it. */
struct chain { int32_t type, count; struct piece piece[CHAIN_MAX]; };
/* The moves of scan.inc.h. */
enum operator { OP_RELOCATE, OP_SWAP, OP_TAILS, OP_TAILS_TURNED, OP_OR_OPT, OP_SWAP_INSIDE, OP_TWO_OPT, OP_SERVE,
                OP_EXCHANGE_ABSENT, OP_DROP, OP_OPEN, OP_RETYPE, OP_SHIP, OP_SWAP_SHIPMENTS, OP_CHOOSE, OPERATOR_COUNT };

/* One or two routes replaced; a slot of MLG_NONE stands for any empty one. drop: a visit left out with its mate, or
 * MLG_NONE. */
struct move { int64_t delta; enum operator operator; int32_t count, drop, slot[2]; struct chain chain[2]; };

struct node_ref { int32_t prev, next, slot, pos; }; /* slot MLG_NONE: absent */
struct touched { int32_t slot; struct block *old; };
struct ending { int64_t own, least; }; /* of the second visit of a shipment (ship.inc.h) */
struct member_way { int64_t cost; int32_t from; }; /* to a member of a group, from one of the group before */
struct absent_step { int32_t visit, at; }; /* at MLG_NONE: was added at the end; else taken out from there */

/* Work done: visits scanned; moves priced by their arcs, moves priced whole, moves carried out and what they gained, by
 * operator; insertions; solutions accepted, new best ones; routes built and the visits on them. */
struct counters {
    int64_t scans, filters, applied, inserted, accepted, improved, blocks, block_visits;
    struct { int64_t exact, applied, gain; } of[OPERATOR_COUNT];
};

struct kernel;
struct search {
    const struct instance *in;
    const struct kernel *kernel;
    struct arena arena;
    struct block_pool pool;
    struct rng rng;
    bool failed; /* out of memory: everything stops */

    /* The solution. */
    struct block **slot;
    uint64_t *used;          /* bit a slot */
    int32_t *free_of_type;   /* [type] vehicles left */
    int32_t held;            /* vehicles of the only type kept back (fleet.h) */
    int32_t route_most;      /* no new route where there are so many */
    /* Routes that another island works on, not to be touched here, their overload, and vehicles that are its (share.h). */
    bool *foreign;           /* [slot] */
    int64_t foreign_overload;
    int32_t *lent;           /* [type] */
    struct node_ref *ref;    /* [visit] */
    int32_t *absent, *absent_at, absent_count; /* absent_at[visit]: its place in the list, or MLG_NONE */
    int32_t *group_visits;   /* [group] members on routes: 0 or 1, but for a moment inside a step */
    int32_t spare_count;     /* absent visits of whose groups another one is on a route: nothing is to be done about them */
    int64_t cost;            /* of routes, absent visits and groups, without in->base_cost */
    int64_t overload;        /* of all routes together; 0: the solution is feasible */
    int64_t overload_price_q8; /* 1/256 cost units a unit of load; 0: overloads are forbidden */
    int32_t route_count;

    /* Journal: since the last begin. */
    uint32_t epoch, *stamp;  /* [slot] */
    struct touched *journal;
    int32_t journal_count;
    struct absent_step *steps;
    int32_t step_count, step_cap;
    int64_t cost_before;

    /* Best solution, sharing blocks; slots that differ are listed. */
    struct block **best;
    int64_t best_cost;
    bool *differs;
    int32_t *different, different_count;

    /* Scratch. */
    int32_t *queue, queue_head, queue_count; /* ring of dirty visits */
    bool *queued;
    int32_t *removed, removed_count;
    bool some_out;           /* visits were absent before the last ruin */
    bool generous;           /* visits may go in at a loss: others beside them may pay for the way */
    int32_t loans;           /* so many routes may begin with a visit that does not pay for the way alone */
    bool *marked;            /* [visit] */
    struct piece *pieces;    /* [visit_count + 2] */
    uint64_t *order;         /* [visit_count] sort keys */
    uint32_t *seen, seen_epoch; /* [slot] */
    struct member_way *way;  /* [visit] when there are groups */
    struct ending *ending;   /* [visit_count + 3] by position, when there are shipments */
    struct schedule *schedule;  /* what the exact pass works on, when in->scheduled */
    double deadline_s;       /* of the monotonic clock; 0: none */
    bool late;               /* the deadline was met inside a long step */
    int32_t leaving;         /* the visit that the move being priced leaves out, or MLG_NONE */
    struct counters count;
};

static inline int64_t price_q8(int64_t price, int64_t amount) { return price * amount >> 8; }

/* Might absent v go in? How many might? */
static inline bool is_wanting(const struct search *s, int32_t v)
{
    return group_of(s->in, v) == MLG_NONE || s->group_visits[s->in->group[v]] == 0;
}
static inline int32_t wanting_count(const struct search *s) { return s->absent_count - s->spare_count; }

/* Is leaving v out no choice that a plan has? */
static inline bool must_serve(const struct instance *in, int32_t v)
{
    const int32_t g = group_of(in, v);
    return g == MLG_NONE ? in->required[v] : in->group_penalty[g] > 0;
}

/* The route of those of v's team that are visited, or MLG_NONE. */
static inline int32_t team_slot(const struct search *s, int32_t v)
{
    for (struct members m = team_members(s->in, team_of(s->in, v)); m.at < m.end; m.at++)
        if (s->ref[*m.at].slot != MLG_NONE) return s->ref[*m.at].slot;
    return MLG_NONE;
}

/* What is compiled once per class of instances. */
struct kernel {
    const char *name;
    /* Cost of a chain, or COST_NEVER when it breaks a limit, or some value above budget. */
    int64_t (*eval)(const struct search *s, const struct chain *c, int64_t budget);
    /* A block of the pieces, NULL without memory. Its cost is COST_NEVER when time, driving or roads forbid it; loads and
     * skills are the caller's business (who leaves visits out cannot break them). */
    struct block *(*build)(struct search *s, int32_t type, const struct piece *pieces, int32_t count);
    /* Improve until no dirty visit has an improving move. */
    void (*improve)(struct search *s);
    /* The best move of visit u over both sides, by scans or by trying everything (tests). */
    bool (*best_of)(struct search *s, int32_t u, bool prune, struct move *best);
    /* Insert visit a at its cheapest place if that costs less than leaving it out, or else, on loan (s->loans), alone;
     * blink_q16: chance to overlook a place. */
    bool (*insert)(struct search *s, int32_t a, int32_t blink_q16);
};
extern const struct kernel mlg__kernel_plain, mlg__kernel_metric, mlg__kernel_time, mlg__kernel_metric_time,
    mlg__kernel_rich;
const struct kernel *mlg__kernel_for(const struct instance *in);

/* solution.c */
mlg_status mlg__search_init(struct search *s, const struct instance *in, uint64_t seed, uint64_t stream, mlg_error *err);
void mlg__search_free(struct search *s);
void mlg__begin(struct search *s);     /* start a journal */
void mlg__rollback(struct search *s);  /* back to begin, bit by bit */
void mlg__commit(struct search *s);    /* keep; release what was replaced */
void mlg__save_best(struct search *s); /* best := current, O(changed) */
void mlg__set_overload_price(struct search *s, int64_t price_q8); /* and the costs that follow; outside a journal */
void mlg__load_best(struct search *s); /* current := best; outside a journal */
/* Put block b (consumed; may be NULL) into slot, with refs of its visits; visits of the old block that are not in b must be
 * placed by another call or made absent before the next evaluation. */
void mlg__replace(struct search *s, int32_t slot, struct block *b);
void mlg__make_absent(struct search *s, int32_t visit);
/* Inside a journal: the visits of one route, of all routes, become absent. */
void mlg__empty_route(struct search *s, int32_t slot);
void mlg__empty_routes(struct search *s);
/* A copy of route b of another search of the same instance into an empty slot; its visits were absent. Without memory
 * s->failed. */
void mlg__copy_route(struct search *s, int32_t slot, const struct block *b);
void mlg__make_present(struct search *s, int32_t visit);
/* A route of the first count of s->pieces, all absent, into an empty slot; false, and s->failed, without memory. */
bool mlg__add_route(struct search *s, int32_t type, int32_t count);
int32_t mlg__empty_slot(const struct search *s);
void mlg__push(struct search *s, int32_t visit); /* mark dirty; terminals are ignored */
/* Carry out a move: journal, blocks, refs, queue. */
bool mlg__apply(struct search *s, const struct move *m);
/* Debug: every invariant of section 6 of the design, each recomputed. True, or aborts with the broken one. */
bool mlg__search_holds(const struct search *s);

/* simulate.c — the slow twin: cost of a route walked visit by visit from the problem, COST_NEVER when not allowed. Codes are
 * those of schedule.h: what a schedule decides is given. */
int64_t mlg__simulate_given(const struct instance *in, int32_t type, const int32_t *codes, int32_t count);
/* The best of all that a schedule may decide, which takes long where that is much. */
int64_t mlg__simulate(const struct instance *in, int32_t type, const int32_t *visits, int32_t count);
/* The same where loads beyond the capacity of the only dimension have a price (and schedules have nothing to decide). */
int64_t mlg__simulate_soft(const struct instance *in, int32_t type, const int32_t *visits, int32_t count,
                           int64_t overload_price_q8);

/* Walked as the exact pass schedules it; COST_NEVER when not allowed, MLG_NONE without memory. */
int64_t mlg__walked_cost(const struct search *s, int32_t type, const int32_t *visits, int32_t count);

/* In which order visits are inserted. */
enum order { BY_CHANCE, LARGE_FIRST, FAR_FIRST, NEAR_FIRST, NARROW_FIRST, EARLY_FIRST, URGENT_FIRST, WORTHY_FIRST };

/* construct.c: inside a journal, which is committed as they go. */
bool mlg__savings(struct search *s); /* false: not for this instance, or no memory (then failed) */
/* Every absent visit. on_loan: where there are prizes, routes open for those that do not pay alone, too. */
void mlg__insert_all(struct search *s, enum order rule, bool on_loan);

/* ruin.c */
void mlg__ruin(struct search *s, int32_t seed, int32_t mean); /* take out about `mean` visits around seed */
void mlg__recreate(struct search *s, int32_t blink_q16);      /* put them back, and others that are absent */
void mlg__sort_removed(struct search *s, enum order rule);

/* Vehicles held back: has a solution tried since the last look held everything; when to look; how many to free then. */
struct fleet { bool fitted; int64_t look_q16; int32_t step; };

/* Plans with one route less are sought: how often each visit was left out of those tried, and when there is nothing to find. */
struct fewer { bool on; int32_t least; int64_t *missed; };

/* core.c */
struct core {
    struct search *search;
    int64_t done, total;      /* iterations; total 0: by time */
    double begin_s, end_s;    /* of a time-limited run */
    int64_t current;          /* cost of the current solution */
    /* The price of overloads is looked at every so many iterations; those since, and those of them without overload. */
    int32_t price_every, tried, fitted;
    int64_t price_max_q8;
    struct fleet fleet;
    struct fewer fewer;
    int32_t parts;            /* that the solution is parted into now (share.h) */
    struct pool *pool;        /* good routes met, or NULL where they are not collected */
    int32_t combined;         /* how often the best was sought among them */
    int64_t share_q16;        /* of the budget used, in 1/65536 */
    int64_t warmest_q16, hot_q16, temperature_q16; /* in 1/65536 of a cost unit */
    bool rated;               /* is hot_q16 by the rate of iterations that was seen? */
};
/* Call at the first local optimum, total and times set. */
void mlg__core_start(struct core *c, const struct settings *o);
/* Run until `until` iterations are done (total > 0) or the clock says slice_end_s (> 0). */
void mlg__core_run(struct core *c, int64_t until, double slice_end_s);
bool mlg__combine_due(const struct core *c); /* is it time for the best choice among the routes met? */
int64_t mlg__minus_log_q16(uint64_t random);
int64_t mlg__halve_q16(int64_t value, int64_t exponent_q16);

#endif
