/* test_roads_use.c — what a profile makes of a graph, against definitions tried out on tiny maps: rights of arcs,
 * strongly connected components, pockets, and that the rule about cores loses no allowed path (E* T* E*, use.h). */
#include "roads/profile.h"
#include "roads/use.h"
#include "support/tiny_map.h"

enum { STATES_MAX = 80, FAR = 1 << 28 };

/* The right of an arc from its definition. */
static int raw_right(const struct road_graph *g, const struct road_profile *p, int32_t state, int32_t arc)
{
    const struct road_edge *e = &g->edges[g->arc_edge[arc] / 2];
    const struct road_node *n = &g->nodes[g->state_node[state]];
    int right = (int)mlg__edge_access(e, (int)p->family, g->arc_edge[arc] & 1);
    const bool stays = g->arc_barred[arc] & ROAD_ARC_STAYS;
    if (g->arc_barred[arc] >> p->family & 1) return ROAD_NO;
    if (p->speed_dkmh[e->class] == 0) return ROAD_NO;
    if (g->limits[e->limits].width_cm && g->limits[e->limits].width_cm < p->size.width_cm) return ROAD_NO;
    if (!stays && g->limits[n->limits].height_cm && g->limits[n->limits].height_cm < p->size.height_cm) return ROAD_NO;
    if (!stays && n->end_only >> p->family & 1 && right == ROAD_THROUGH) right = ROAD_END;
    return right;
}

struct trial {
    const struct road_graph *g;
    struct road_use use;
    uint8_t *raw;                        /* [arc] */
    bool joined[STATES_MAX][STATES_MAX]; /* by usable arcs */
};

/* Milliseconds of the best allowed path from s to every state; phases: E before, T, E after. */
static void allowed_ms(const struct trial *t, const uint8_t *access, int32_t s, int32_t ms[STATES_MAX])
{
    int32_t best[3][STATES_MAX];
    for (int k = 0; k < 3; k++)
        for (int32_t v = 0; v < t->g->state_count; v++) best[k][v] = v == s ? 0 : FAR;
    for (bool better = true; better;) {
        better = false;
        for (int32_t v = 0; v < t->g->state_count; v++)
            for (int32_t arc = t->g->out_first[v]; arc < t->g->out_first[v + 1]; arc++)
                for (int from = 0; from < 3; from++)
                    for (int to = from; to < 3; to++) {
                        const bool fits = access[arc] == ROAD_THROUGH ? to == 1 : access[arc] == ROAD_END && to != 1;
                        if (!fits || best[from][v] == FAR) continue;
                        const int32_t sum = best[from][v] + (int32_t)t->use.weight[arc].t_ms;
                        int32_t *there = &best[to][t->g->arc_head[arc]];
                        if (sum < *there) *there = sum, better = true;
                    }
    }
    for (int32_t v = 0; v < t->g->state_count; v++) {
        ms[v] = best[0][v];
        for (int k = 1; k < 3; k++)
            if (best[k][v] < ms[v]) ms[v] = best[k][v];
    }
}

static void close(const struct trial *t, bool joined[STATES_MAX][STATES_MAX], const uint8_t *access, int least,
                  int most, bool both_ways)
{
    const int32_t n = t->g->state_count;
    memset(joined, 0, sizeof(bool[STATES_MAX][STATES_MAX]));
    for (int32_t v = 0; v < n; v++) joined[v][v] = true;
    for (int32_t v = 0; v < n; v++)
        for (int32_t arc = t->g->out_first[v]; arc < t->g->out_first[v + 1]; arc++)
            if (access[arc] >= least && access[arc] <= most) {
                joined[v][t->g->arc_head[arc]] = true;
                if (both_ways) joined[t->g->arc_head[arc]][v] = true;
            }
    for (int32_t k = 0; k < n; k++)
        for (int32_t i = 0; i < n; i++)
            for (int32_t j = 0; j < n; j++) joined[i][j] = joined[i][j] || (joined[i][k] && joined[k][j]);
}

static void check_components(struct trial *t)
{
    const int32_t n = t->g->state_count;
    int32_t sizes[STATES_MAX] = { 0 };
    close(t, t->joined, t->use.access, ROAD_END, ROAD_THROUGH, false);
    for (int32_t v = 0; v < n; v++) {
        bool touched = false;
        for (int32_t u = 0; u < n; u++)
            for (int32_t arc = t->g->out_first[u]; arc < t->g->out_first[u + 1]; arc++)
                touched = touched || (t->use.access[arc] && (u == v || t->g->arc_head[arc] == v));
        assert_int_equal(t->use.component[v] == MLG_NONE, !touched);
        if (touched) sizes[t->use.component[v]]++;
        for (int32_t u = 0; u < n && touched; u++)
            if (t->use.component[u] != MLG_NONE)
                assert_int_equal(t->use.component[u] == t->use.component[v], t->joined[u][v] && t->joined[v][u]);
    }
    for (int32_t c = 0; c < t->use.component_count; c++) {
        assert_int_equal(t->use.component_states[c], sizes[c]);
        assert_true(sizes[c] > 0 && (c == 0 || sizes[c - 1] >= sizes[c]));
    }
}

static void check_pockets(struct trial *t)
{
    static bool joined[STATES_MAX][STATES_MAX];
    const int32_t n = t->g->state_count;
    close(t, joined, t->use.access, ROAD_END, ROAD_END, true);
    for (int32_t v = 0; v < n; v++) {
        int others = 0;
        for (int32_t u = 0; u < n; u++) others += joined[v][u];
        if (t->use.pocket[v] == MLG_NONE) {
            assert_int_equal(others, 1);
            continue;
        }
        assert_true(t->use.pocket[v] < t->use.pocket_count && others <= t->use.largest_pocket_states);
        for (int32_t u = 0; u < n; u++)
            if (u != v) assert_int_equal(joined[v][u], t->use.pocket[u] == t->use.pocket[v]);
    }
}

/* Nobody is cut off within a component, and nothing that was allowed before the rule gets longer. */
static void check_no_loss(const struct trial *t)
{
    for (int32_t s = 0; s < t->g->state_count; s++) {
        int32_t now[STATES_MAX], before[STATES_MAX];
        allowed_ms(t, t->use.access, s, now);
        allowed_ms(t, t->raw, s, before);
        for (int32_t v = 0; v < t->g->state_count; v++) {
            if (t->use.component[s] == MLG_NONE || t->use.component[s] != t->use.component[v]) continue;
            check_msg(now[v] < FAR, "from %d to %d: no allowed path", s, v);
            check_msg(now[v] <= before[v], "from %d to %d: %d ms, %d before the rule", s, v, now[v], before[v]);
        }
    }
}

static void check_arcs(const struct trial *t)
{
    for (int32_t s = 0; s < t->g->state_count; s++)
        for (int32_t arc = t->g->out_first[s]; arc < t->g->out_first[s + 1]; arc++) {
            const int now = t->use.access[arc], raw = t->raw[arc];
            assert_true(now == raw || (raw == ROAD_THROUGH && now == ROAD_END));
            assert_int_equal(t->use.weight[arc].t_ms == MLG_ROAD_INF, raw == ROAD_NO);
            if (raw) assert_true(t->use.weight[arc].t_ms >= 1 && t->use.weight[arc].d_dm >= 1);
        }
}

static void one_use(struct rng *rng, uint64_t seed)
{
    static const char *const profiles[] = { "car", "van", "truck", "cargobike" };
    struct tiny_map m;
    struct road_profile p;
    struct trial t = { .g = &m.g };
    tiny_map(&m, rng, 4 + (int32_t)(seed % 5), 5 + (int32_t)(seed % 7), seed % 2, seed % 3 == 0);
    assert_int_equal(mlg__states_build(&m.g, &m.turns, seed % 7 == 0, NULL), MLG_OK);
    assert_int_equal(mlg__profile_from_text(profiles[seed % 4], &p, NULL), MLG_OK);
    if (m.g.state_count <= STATES_MAX) {
        assert_int_equal(mlg__road_use_make(&m.g, &p, NULL, MLG_NONE, &t.use, NULL), MLG_OK);
        t.raw = mlg__malloc((size_t)m.g.arc_count);
        for (int32_t s = 0; s < m.g.state_count; s++)
            for (int32_t arc = m.g.out_first[s]; arc < m.g.out_first[s + 1]; arc++)
                t.raw[arc] = (uint8_t)raw_right(&m.g, &p, s, arc);
        check_arcs(&t);
        check_components(&t);
        check_pockets(&t);
        check_no_loss(&t);
        mlg__free(t.raw);
        mlg__road_use_free(&t.use);
    }
    mlg__road_graph_free(&m.g);
}

static void test_uses_follow_their_definitions(void **state)
{
    (void)state;
    for_seeds(1, 600, one_use);
}

/* Weights of one edge, written out. */
static void test_weights(void **state)
{
    struct road_limits none[1] = { { 0 } };
    struct road_edge e = { .tail = 0,
                           .head = 0,
                           .length_dm = 12345,
                           .class = ROAD_PRIMARY,
                           .access = 0xaaaa,
                           .climb_dm = 400,
                           .descent_dm = 100,
                           .signals = { 2, 0 },
                           .gates = { 0, 1 } };
    const struct road_graph g = { .edges = &e, .edge_count = 1, .limits = none, .limits_count = 1 };
    struct energy_table t = { .climb_a_mj = 50000,
                              .descent_a_mj = -40000,
                              .climb_b_uj = 27000,
                              .descent_b_uj = -20000,
                              .half_load_kg = 500,
                              .recovers = true };
    struct road_profile p;
    (void)state;
    for (int v = 0; v <= MLG_ENERGY_KMH_MAX; v++) t.a_mj_m[v] = 3000000 + 1000 * v, t.b_uj_m_kg[v] = 700 + v;
    assert_int_equal(mlg__profile_from_text("van", &p, NULL), MLG_OK);
    struct arc_weight w = mlg__edge_weight(&g, &p, &t, 0, 0);
    assert_int_equal(w.t_ms, 68372 + 2 * 2000); /* 1,234.5 m at 65 km/h; two lights */
    assert_int_equal(w.d_dm, 12345);
    /* (1234.5 * 3065000 + 40 * 50000 - 10 * 40000) / 1e5; (1234.5 * 765 + 40 * 27000 - 10 * 20000) / 1e5 */
    assert_int_equal(w.ea, 37853);
    assert_int_equal(w.eb, 18);
    w = mlg__edge_weight(&g, &p, &t, 0, 1);
    assert_int_equal(w.t_ms, 68372 + 60000); /* a gate */
    /* (1234.5 * 3065000 + 10 * 50000 - 40 * 40000) / 1e5; (944392.5 + 10 * 27000 - 40 * 20000) / 1e5 */
    assert_int_equal(w.ea, 37826);
    assert_int_equal(w.eb, 4);
    for (int v = 0; v <= MLG_ENERGY_KMH_MAX; v++) t.a_mj_m[v] = 100; /* steep enough to coast */
    t.descent_a_mj = -40000000;
    assert_true(mlg__edge_weight(&g, &p, &t, 0, 1).ea < 0);
    t.recovers = false;
    assert_int_equal(mlg__edge_weight(&g, &p, &t, 0, 1).ea, 0);
    assert_int_equal(mlg__edge_weight(&g, &p, &t, 0, 1).eb, 0);
}

/* Rules with hours and weights. */
static void test_rules(void **state)
{
    struct road_limits none[1] = { { 0 } };
    struct road_node nodes[2] = { { 0 }, { .lon_e7 = 1000 } };
    struct road_edge e = { .tail = 0, .head = 1, .length_dm = 1000, .class = ROAD_PRIMARY, .access = 0xaaaa };
    struct road_rule rules[2] = {
        { .edge = 0,
          .families = ROAD_ALL_FAMILIES,
          .directions = 1,
          .access = ROAD_NO,
          .hours = { [1] = 1 } }, /* Monday 8 h */
        { .edge = 0, .families = 1 << ROAD_TRUCK, .directions = 3, .access = ROAD_END, .over_10kg = 750, .always = 1 },
    };
    struct road_graph g = { .nodes = nodes,
                            .node_count = 2,
                            .edges = &e,
                            .edge_count = 1,
                            .limits = none,
                            .limits_count = 1,
                            .rules = rules,
                            .rule_count = 2 };
    static const struct {
        const char *profile;
        int32_t hour;
        int forward, backward;
    } cases[] = {
        { "van", 8, ROAD_NO, ROAD_THROUGH },
        { "van", 9, ROAD_THROUGH, ROAD_THROUGH },
        { "van", MLG_NONE, ROAD_THROUGH, ROAD_THROUGH },
        { "truck", 9, ROAD_END, ROAD_END },
        { "truck:mass_t=7.5", 9, ROAD_THROUGH, ROAD_THROUGH },
        { "truck", 8, ROAD_END, ROAD_END },
    };
    (void)state;
    assert_int_equal(mlg__states_build(&g, NULL, false, NULL), MLG_OK);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct road_profile p;
        struct road_use u;
        assert_int_equal(mlg__profile_from_text(cases[i].profile, &p, NULL), MLG_OK);
        assert_int_equal(mlg__road_use_make(&g, &p, NULL, cases[i].hour, &u, NULL), MLG_OK);
        for (int32_t arc = 0; arc < g.arc_count; arc++) {
            const int wanted = g.arc_edge[arc] & 1 ? cases[i].backward : cases[i].forward;
            const bool cut =
                u.access[arc] == ROAD_END && wanted == ROAD_THROUGH; /* one-way: no core to be through in */
            check_msg(u.access[arc] == wanted || cut, "case %zu, arc %d: %d", i, arc, u.access[arc]);
        }
        mlg__road_use_free(&u);
    }
    mlg__road_graph_free(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_uses_follow_their_definitions),
                                        cmocka_unit_test(test_weights), cmocka_unit_test(test_rules) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
