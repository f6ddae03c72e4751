/* test_roads_states.c — the state graph against a walker that remembers its whole way and looks each rule up: on random
 * junctions with restrictions of all kinds and lengths, overlapping, with barriers and gates, both drive the same ways.
 */
#include "support/tiny_map.h"

enum { DEPTH = 5 };
struct walk {
    const struct tiny_map *m;
    const uint8_t *families;
    int family;
    int32_t way[DEPTH + 1], length;
    int64_t steps;
};

/* The way driven so far ends with these arcs. */
static bool ends_with(const struct walk *w, const int32_t *arcs, int32_t count)
{
    return count <= w->length && !memcmp(&w->way[w->length - count], arcs, (size_t)count * sizeof *arcs);
}

static bool is_forbidden(const struct walk *w, int32_t next)
{
    const struct turn_paths *t = &w->m->turns;
    for (int32_t i = 0; i < t->path_count; i++) {
        const struct turn_path *p = &t->paths[i];
        const int32_t *arcs = t->arcs + p->first;
        if (!(p->families >> w->family & 1) || !ends_with(w, arcs, p->count - 1)) continue;
        if (!p->only && arcs[p->count - 1] == next) return true;
        bool named = false; /* by an "only" with the same beginning */
        for (int32_t j = 0; p->only && j < t->path_count; j++) {
            const struct turn_path *q = &t->paths[j];
            named = named || (q->only && q->families >> w->family & 1 && q->count == p->count &&
                              !memcmp(t->arcs + q->first, arcs, (size_t)(p->count - 1) * sizeof *arcs) &&
                              t->arcs[q->first + q->count - 1] == next);
        }
        if (p->only && !named) return true;
    }
    return false;
}

static bool may_turn_back(const struct walk *w, int32_t node)
{
    const struct road_graph *g = &w->m->g;
    int32_t exits = 0;
    for (int32_t arc = 0; arc < 2 * g->edge_count; arc++) exits += w->families[arc] && tiny_tail(g, arc) == node;
    const struct road_node *n = &g->nodes[node];
    return exits == 1 || n->limits || n->end_only || n->barred >> w->family & 1;
}

static bool walker_may(const struct walk *w, int32_t next)
{
    const struct road_graph *g = &w->m->g;
    const int32_t last = w->way[w->length - 1], node = tiny_head(g, last);
    if (tiny_tail(g, next) != node || !mlg__edge_access(&g->edges[next / 2], w->family, next & 1)) return false;
    const bool back = next == (last ^ 1);
    if (!back && g->nodes[node].barred >> w->family & 1) return false;
    if (back && g->turns && !may_turn_back(w, node)) return false;
    return !is_forbidden(w, next);
}

/* The arc of a state by a directed edge, or MLG_NONE; there must be one at most. */
static int32_t arc_of(const struct road_graph *g, int32_t state, int32_t directed)
{
    int32_t found = MLG_NONE;
    for (int32_t arc = g->out_first[state]; arc < g->out_first[state + 1]; arc++)
        if (g->arc_edge[arc] == directed) {
            assert_int_equal(found, MLG_NONE);
            found = arc;
        }
    return found;
}

static bool state_may(const struct road_graph *g, int32_t arc, int family)
{
    return arc != MLG_NONE && !(g->arc_barred[arc] >> family & 1) &&
           mlg__edge_access(&g->edges[g->arc_edge[arc] / 2], family, g->arc_edge[arc] & 1);
}

static bool is_gated(const struct road_node *n) { return n->barred || n->end_only || n->limits; }

static void drive(struct walk *w, int32_t state)
{
    const struct road_graph *g = &w->m->g;
    const int32_t last = w->way[w->length - 1], node = tiny_head(g, last);
    assert_int_equal(g->state_node[state], node);
    if (w->length > DEPTH) return;
    for (int32_t next = 0; next < 2 * g->edge_count; next++) {
        const int32_t arc = arc_of(g, state, next);
        const bool may = walker_may(w, next);
        check_msg(may == state_may(g, arc, w->family), "family %d, after %d edges, last %d, by %d: walker %d",
                  w->family, w->length, last, next, may);
        if (!may) continue;
        w->steps++;
        assert_int_equal((g->arc_barred[arc] & ROAD_ARC_STAYS) != 0, is_gated(&g->nodes[node]) && next == (last ^ 1));
        if (g->turns && next == (last ^ 1)) assert_int_equal(g->arc_turn_ms[arc], 20000);
        if (g->turns) assert_int_equal(g->state_arc[g->arc_head[arc]], next);
        w->way[w->length++] = next;
        drive(w, g->arc_head[arc]);
        w->length--;
    }
}

static void check_states(struct tiny_map *m, bool turns)
{
    struct road_graph *g = &m->g;
    uint8_t *families = mlg__arc_families(g);
    assert_int_equal(mlg__states_build(g, &m->turns, turns, NULL), MLG_OK);
    for (int32_t first = 0; first < 2 * g->edge_count; first++)
        for (int family = 0; family < ROAD_FAMILIES; family++) {
            struct walk w = { .m = m, .families = families, .family = family, .way = { first }, .length = 1 };
            if (!mlg__edge_access(&g->edges[first / 2], family, first & 1)) continue;
            int32_t state = 0;
            if (turns) {
                while (g->state_arc[state] != first) state++;
            } else { /* from the node itself, which nothing bars */
                const int32_t arc = arc_of(g, tiny_tail(g, first), first);
                assert_true(state_may(g, arc, family));
                state = g->arc_head[arc];
            }
            drive(&w, state);
        }
    mlg__free(families);
}

static void one_map(struct rng *rng, uint64_t seed)
{
    for (int turns = 0; turns < 2; turns++) {
        struct rng again = *rng;
        struct tiny_map m;
        tiny_map(&m, &again, 3 + (int32_t)(seed % 3), 4 + (int32_t)(seed % 4), seed % 3 != 0, seed % 5 != 0);
        check_states(&m, turns);
        mlg__road_graph_free(&m.g);
    }
}

static void test_states_drive_what_the_walker_drives(void **state)
{
    (void)state;
    for_seeds(1, 400, one_map);
}

static void test_turn_costs(void **state)
{
    (void)state;
    assert_true(mlg__turn_ms(0) < 50);
    assert_true(mlg__turn_ms(90) > 2000 &&
                mlg__turn_ms(90) < mlg__turn_ms(-90)); /* the left turn crosses the traffic */
    assert_true(mlg__turn_ms(-180) <= 7500 && mlg__turn_ms(180) <= 7500);
    for (int a = 0; a < 180; a++) {
        assert_true(mlg__turn_ms(a) <= mlg__turn_ms(a + 1));
        assert_true(mlg__turn_ms(-a) <= mlg__turn_ms(-a - 1));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_states_drive_what_the_walker_drives),
                                        cmocka_unit_test(test_turn_costs) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
