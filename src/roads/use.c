/* use.c — see use.h.
 *
 * Why the rule about cores loses nothing. Let M be a strongly connected component of all usable arcs and C its core,
 * the largest strongly connected component of M's through arcs. A through path between two states of C stays in C. All
 * other through arcs of M become end-only. From a state of C to a state x of M there is a path in M; its part after the
 * last state of C uses arcs outside of C, all end-only now, and its part before can be replaced by a through path in C:
 * an allowed path T* E*. The same backward, so each state of M reaches each other one by E* T* E*. */
#include "roads/use.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/math.h"
#include "roads/profile.h"

/* Weights. */

/* A quantity of energy in units of 10^-5 of those of the table, lengths in dm; false: beyond 32 bits. */
static bool rounded(int128 sum, int32_t *value)
{
    const int64_t v = mlg__div_half_up(sum, INT64_C(1000000));
    *value = (int32_t)v;
    return v >= -(INT64_C(1) << 30) && v <= INT64_C(1) << 30;
}

static bool add_energy(const struct energy_table *t, const struct road_edge *e, int backward, int32_t speed_dkmh,
                       struct arc_weight *w)
{
    const int32_t kmh = max32(1, min32(MLG_ENERGY_KMH_MAX, (speed_dkmh + 5) / 10));
    const int64_t climb = backward ? e->descent_dm : e->climb_dm, descent = backward ? e->climb_dm : e->descent_dm;
    const int128 a =
        (int128)e->length_dm * t->a_mj_m[kmh] + (int128)climb * t->climb_a_mj + (int128)descent * t->descent_a_mj;
    const int128 b =
        (int128)e->length_dm * t->b_uj_m_kg[kmh] + (int128)climb * t->climb_b_uj + (int128)descent * t->descent_b_uj;
    /* b is in uJ/kg, a in mJ: at half load a + b * kg / 1000 */
    if (!t->recovers && a * 1000 + b * t->half_load_kg < 0) return true;
    return rounded(a, &w->ea) && rounded(b, &w->eb);
}

/* Of an edge as rules made it; false: its energy is beyond 32 bits. */
static bool weigh(const struct road_graph *g, const struct road_profile *p, const struct energy_table *energy,
                  const struct road_edge *e, int32_t edge, int backward, struct arc_weight *w)
{
    const int32_t dkmh = mlg__profile_speed(p, e, backward);
    *w = mlg__no_way();
    if (dkmh <= 0) return true;
    int64_t ms = g->edge_time_ms ? g->edge_time_ms[2 * edge + backward] : 0;
    if (!ms) ms = mlg__div_half_up((int128)e->length_dm * 3600, dkmh);
    ms += (int64_t)e->signals[backward] * p->signal_ms + (int64_t)e->gates[backward] * p->gate_s * 1000;
    *w = (struct arc_weight) { (uint32_t)max64(1, min64(ms, (INT64_C(1) << 30) - 1)), e->length_dm, 0, 0 };
    const int32_t driven_dkmh =
        g->edge_time_ms ? (int32_t)max64(10, min64(1300, (int64_t)e->length_dm * 3600 / max64(ms, 1))) : dkmh;
    return !energy || add_energy(energy, e, backward, driven_dkmh, w);
}

struct arc_weight mlg__edge_weight(const struct road_graph *g, const struct road_profile *profile,
                                   const struct energy_table *energy, int32_t edge, int backward)
{
    struct arc_weight w;
    return weigh(g, profile, energy, &g->edges[edge], edge, backward, &w) ? w : mlg__no_way();
}

/* Rights. */

static bool too_big(const struct road_profile *p, const struct road_limits *l)
{
    return (l->height_cm && p->size.height_cm > l->height_cm) || (l->width_cm && p->size.width_cm > l->width_cm) ||
           (l->length_cm && p->size.length_cm > l->length_cm) || (l->axle_10kg && p->size.axle_10kg > l->axle_10kg);
}

static bool too_heavy(const struct road_profile *p, const struct road_limits *l)
{
    return l->weight_10kg && p->size.weight_10kg > l->weight_10kg;
}

/* What limits leave of a right. A permit makes legal limits, not physical ones, end-only. */
static int within_limits(const struct road_profile *p, const struct road_limits *l, int access)
{
    if (too_big(p, l)) return ROAD_NO;
    if (too_heavy(p, l)) return p->permit ? min32(access, ROAD_END) : ROAD_NO;
    return access;
}

/* Whose rights it has. */
static int rights_of(const struct road_profile *p) { return p->as_car ? ROAD_CAR : (int)p->family; }

static bool holds(const struct road_rule *r, const struct road_profile *p, int32_t hour)
{
    if (!(r->families >> rights_of(p) & 1) || (r->over_10kg && p->size.weight_10kg <= r->over_10kg)) return false;
    return r->always || (hour >= 0 && hour < ROAD_HOURS && r->hours[hour / 8] >> hour % 8 & 1);
}

static int edge_right(const struct road_graph *g, const struct road_profile *p, const struct road_edge *e, int backward)
{
    int access = (int)mlg__edge_access(e, rights_of(p), backward);
    if (access == ROAD_NO && p->permit && p->family == ROAD_TRUCK && mlg__edge_access(e, ROAD_CAR, backward))
        access = ROAD_END;
    if (p->hazmat && e->flags & ROAD_HAZMAT_NO) access = ROAD_NO;
    return within_limits(p, &g->limits[e->limits], access);
}

/* Weight and right of both directions of each edge, rules included. */
struct edge_use {
    struct arc_weight weight[2];
    uint8_t access[2];
};

static bool use_edge(const struct road_graph *g, const struct road_profile *p, const struct energy_table *energy,
                     int32_t hour, int32_t edge, int32_t rule_first, int32_t rule_end, struct edge_use *u)
{
    struct road_edge e = g->edges[edge];
    for (int32_t i = rule_first; i < rule_end; i++) {
        const struct road_rule *r = &g->rules[i];
        if (!holds(r, p, hour)) continue;
        for (int backward = 0; backward < 2; backward++) {
            if (!(r->directions >> backward & 1)) continue;
            const int shift = 4 * rights_of(p) + 2 * backward;
            if (r->access != ROAD_KEEP)
                e.access = (uint16_t)((e.access & ~(3u << shift)) | (unsigned)r->access << shift);
            if (r->speed_kmh) e.speed_kmh[backward] = e.speed_truck_kmh[backward] = r->speed_kmh;
        }
    }
    for (int backward = 0; backward < 2; backward++) {
        if (!weigh(g, p, energy, &e, edge, backward, &u->weight[backward])) return false;
        u->access[backward] =
            (uint8_t)(u->weight[backward].t_ms == MLG_ROAD_INF ? ROAD_NO : edge_right(g, p, &e, backward));
    }
    return true;
}

static mlg_status use_edges(const struct road_graph *g, const struct road_profile *p, const struct energy_table *energy,
                            int32_t hour, struct edge_use *uses, mlg_error *err)
{
    int32_t rule = 0;
    for (int32_t e = 0; e < g->edge_count; e++) {
        const int32_t first = rule;
        while (rule < g->rule_count && g->rules[rule].edge == e) rule++;
        if (use_edge(g, p, energy, hour, e, first, rule, &uses[e])) continue;
        return mlg__fail(err, MLG_OVER_LIMIT, g->source,
                         TXT("the energy of one street is beyond what is computed exactly",
                             "l'énergie d'une rue dépasse ce qui se calcule exactement"),
                         TXT("check the energy curve of the vehicle class",
                             "vérifiez la courbe d'énergie de la classe de véhicules"));
    }
    return MLG_OK;
}

static void use_arcs(const struct road_graph *g, const struct road_profile *p, const struct edge_use *uses,
                     struct road_use *u)
{
    for (int32_t s = 0; s < g->state_count; s++) {
        const struct road_node *n = &g->nodes[g->state_node[s]];
        for (int32_t arc = g->out_first[s]; arc < g->out_first[s + 1]; arc++) {
            const struct edge_use *e = &uses[g->arc_edge[arc] >> 1];
            const int backward = g->arc_edge[arc] & 1;
            int access = e->access[backward];
            if (g->arc_barred[arc] >> rights_of(p) & 1) access = ROAD_NO;
            if (!(g->arc_barred[arc] & ROAD_ARC_STAYS)) {
                if (n->end_only >> rights_of(p) & 1) access = min32(access, ROAD_END);
                if (n->limits) access = within_limits(p, &g->limits[n->limits], access);
            }
            u->access[arc] = (uint8_t)access;
            u->weight[arc] = access == ROAD_NO ? mlg__no_way() : e->weight[backward];
            if (access != ROAD_NO && g->turns) u->weight[arc].t_ms += g->arc_turn_ms[arc]; /* both below 2^30 */
        }
    }
}

/* Components: [Tarjan1972], with a stack of its own instead of recursion. */

struct tarjan {
    const struct road_graph *g;
    const uint8_t *access;
    int least; /* arcs with at least this access */
    int32_t *index, *low, *next, *stack, *path;
    int32_t index_count, stack_count, path_count, component_count;
    int32_t *component; /* result */
};

static void tarjan_from(struct tarjan *t, int32_t root)
{
    t->path[t->path_count++] = root;
    while (t->path_count) {
        const int32_t s = t->path[t->path_count - 1];
        if (t->index[s] == 0) {
            t->index[s] = t->low[s] = ++t->index_count;
            t->next[s] = t->g->out_first[s];
            t->stack[t->stack_count++] = s;
        }
        bool deeper = false;
        while (!deeper && t->next[s] < t->g->out_first[s + 1]) {
            const int32_t arc = t->next[s]++, head = t->g->arc_head[arc];
            if (t->access[arc] < t->least) continue;
            if (t->index[head] == 0) {
                t->path[t->path_count++] = head;
                deeper = true;
            } else if (t->component[head] == MLG_NONE) {
                t->low[s] = min32(t->low[s], t->index[head]);
            }
        }
        if (deeper) continue;
        t->path_count--;
        if (t->path_count) t->low[t->path[t->path_count - 1]] = min32(t->low[t->path[t->path_count - 1]], t->low[s]);
        if (t->low[s] != t->index[s]) continue;
        int32_t member;
        do {
            member = t->stack[--t->stack_count];
            t->component[member] = t->component_count;
        } while (member != s);
        t->component_count++;
    }
}

/* Strongly connected components of arcs with at least this access; returns how many, or -1 without memory. */
static int32_t components(const struct road_graph *g, const uint8_t *access, int least, int32_t *component)
{
    const size_t n = (size_t)g->state_count + 1;
    struct tarjan t = { .g = g, .access = access, .least = least, .component = component };
    t.index = mlg__malloc(5 * n * sizeof *t.index);
    if (!t.index) return -1;
    t.low = t.index + n;
    t.next = t.index + 2 * n;
    t.stack = t.index + 3 * n;
    t.path = t.index + 4 * n;
    for (int32_t s = 0; s < g->state_count; s++) component[s] = MLG_NONE;
    for (int32_t s = 0; s < g->state_count; s++)
        if (t.index[s] == 0) tarjan_from(&t, s);
    mlg__free(t.index);
    return t.component_count;
}

/* Of each component of all usable arcs the core: its largest component of through arcs, the first of equals. Through
 * arcs that do not stay in the core become end-only. */
static bool shrink_to_cores(const struct road_graph *g, struct road_use *u, const int32_t *component, int32_t count)
{
    int32_t *through = mlg__malloc(((size_t)g->state_count + 1) * sizeof *through);
    const int32_t through_count = through ? components(g, u->access, ROAD_THROUGH, through) : -1;
    int32_t *size = mlg__malloc(((size_t)max32(through_count, 0) + 1) * sizeof *size);
    int32_t *core = mlg__realloc(NULL, ((size_t)count + 1) * sizeof *core);
    const bool ok = through_count >= 0 && size && core;
    for (int32_t s = 0; ok && s < g->state_count; s++) size[through[s]]++;
    for (int32_t c = 0; ok && c < count; c++) core[c] = MLG_NONE;
    for (int32_t s = 0; ok && s < g->state_count; s++) {
        int32_t *best = &core[component[s]];
        if (*best == MLG_NONE || size[through[s]] > size[*best]) *best = through[s];
    }
    for (int32_t s = 0; ok && s < g->state_count; s++)
        for (int32_t arc = g->out_first[s]; arc < g->out_first[s + 1]; arc++) {
            const int32_t head = g->arc_head[arc], c = component[s];
            if (u->access[arc] != ROAD_THROUGH || component[head] != c) continue;
            if (through[s] != core[c] || through[head] != core[c]) u->access[arc] = ROAD_END;
        }
    mlg__free(through);
    mlg__free(size);
    mlg__free(core);
    return ok;
}

struct sized {
    int32_t count, first, old;
};

static int by_size(const void *a, const void *b)
{
    const struct sized *p = a, *q = b;
    if (p->count != q->count) return p->count > q->count ? -1 : 1;
    return (p->first > q->first) - (p->first < q->first);
}

/* Number components by size; states without any usable arc have none. */
static bool number_components(const struct road_graph *g, struct road_use *u, int32_t count)
{
    struct sized *c = mlg__malloc(((size_t)count + 1) * sizeof *c);
    uint8_t *touched = mlg__malloc((size_t)g->state_count + 1);
    int32_t *new_number = mlg__malloc(((size_t)count + 1) * sizeof *new_number);
    const bool ok = c && touched && new_number;
    for (int32_t s = 0; ok && s < g->state_count; s++)
        for (int32_t arc = g->out_first[s]; arc < g->out_first[s + 1]; arc++)
            if (u->access[arc]) touched[s] = touched[g->arc_head[arc]] = 1;
    for (int32_t i = 0; ok && i < count; i++) c[i] = (struct sized) { 0, INT32_MAX, i };
    for (int32_t s = 0; ok && s < g->state_count; s++)
        if (touched[s]) {
            struct sized *one = &c[u->component[s]];
            if (one->count++ == 0) one->first = s;
        }
    if (ok) {
        qsort(c, (size_t)count, sizeof *c, by_size);
        while (u->component_count < count && c[u->component_count].count) u->component_count++;
        u->component_states = arena_array(&u->memory, int32_t, u->component_count);
    }
    for (int32_t i = 0; ok && !u->memory.failed && i < u->component_count; i++) {
        new_number[c[i].old] = i;
        u->component_states[i] = c[i].count;
    }
    for (int32_t s = 0; ok && s < g->state_count; s++)
        u->component[s] = touched[s] ? new_number[u->component[s]] : MLG_NONE;
    mlg__free(c);
    mlg__free(touched);
    mlg__free(new_number);
    return ok && !u->memory.failed;
}

/* Pockets: states joined by end-only arcs, whatever their direction. Union by the smaller number, halving paths. */

static int32_t top_of(int32_t *parent, int32_t s)
{
    while (parent[s] != s) s = parent[s] = parent[parent[s]];
    return s;
}

static bool find_pockets(const struct road_graph *g, struct road_use *u)
{
    int32_t *parent = mlg__realloc(NULL, ((size_t)g->state_count + 1) * sizeof *parent);
    uint8_t *touched = mlg__malloc((size_t)g->state_count + 1);
    int32_t *size = mlg__malloc(((size_t)g->state_count + 1) * sizeof *size);
    const bool ok = parent && touched && size;
    for (int32_t s = 0; ok && s < g->state_count; s++) parent[s] = s;
    for (int32_t s = 0; ok && s < g->state_count; s++)
        for (int32_t arc = g->out_first[s]; arc < g->out_first[s + 1]; arc++) {
            if (u->access[arc] != ROAD_END) continue;
            const int32_t a = top_of(parent, s), b = top_of(parent, g->arc_head[arc]);
            touched[s] = touched[g->arc_head[arc]] = 1;
            parent[max32(a, b)] = min32(a, b);
        }
    for (int32_t s = 0; ok && s < g->state_count; s++) {
        if (!touched[s]) {
            u->pocket[s] = MLG_NONE;
            continue;
        }
        const int32_t top = top_of(parent, s); /* at most s: numbered already unless it is s */
        u->pocket[s] = top == s ? u->pocket_count++ : u->pocket[top];
        u->largest_pocket_states = max32(u->largest_pocket_states, ++size[u->pocket[s]]);
    }
    mlg__free(parent);
    mlg__free(touched);
    mlg__free(size);
    return ok;
}

mlg_status mlg__road_use_make(const struct road_graph *g, const struct road_profile *profile,
                              const struct energy_table *energy, int32_t hour, struct road_use *use, mlg_error *err)
{
    *use = (struct road_use) { 0 };
    use->weight = arena_array(&use->memory, struct arc_weight, g->arc_count);
    use->access = arena_array(&use->memory, uint8_t, g->arc_count);
    use->component = arena_array(&use->memory, int32_t, g->state_count);
    use->pocket = arena_array(&use->memory, int32_t, g->state_count);
    struct edge_use *uses = mlg__realloc(NULL, ((size_t)g->edge_count + 1) * sizeof *uses);
    mlg_status status = uses && !use->memory.failed ? use_edges(g, profile, energy, hour, uses, err)
                                                    : mlg__no_memory(err, "the weights of the roads");
    if (!status) use_arcs(g, profile, uses, use);
    mlg__free(uses);
    if (!status) {
        const int32_t count = components(g, use->access, ROAD_END, use->component);
        const bool ok = count >= 0 && shrink_to_cores(g, use, use->component, count) &&
                        number_components(g, use, count) && find_pockets(g, use);
        if (!ok) status = mlg__no_memory(err, "the weights of the roads");
    }
    if (status) mlg__road_use_free(use);
    return status;
}

void mlg__road_use_free(struct road_use *use)
{
    mlg__arena_free(&use->memory);
    *use = (struct road_use) { 0 };
}
