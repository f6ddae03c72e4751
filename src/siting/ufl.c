/* ufl.c — an uncapacitated network in whole numbers. See ufl.h. */
#include "siting/ufl.h"

#include "base/error.h"

#define SUM_MAX (INT64_MAX / 8)

static int128 floor_div(int128 a, int128 b)
{
    const int128 q = a / b;
    return a % b < 0 ? q - 1 : q;
}

/* Every site may be open or closed, carries everything, and says nothing about rows. */
static bool is_free_site(const struct mlg_network *n, int32_t s, int64_t load)
{
    if (n->site_states[s] != 2 || capacity_at(n, s, 0, 1) < load) return false;
    if (node_at(n, s, 0, 1)->unit_micro != 0 || node_at(n, s, 0, 0)->year_micro != 0) return false;
    for (int32_t k = 0; k < 2; k++)
        if (!node_at(n, s, 0, k)->allowed || !arc_at(n, s, 0, n->site_today[s], k)->allowed) return false;
    return true;
}

/* What opening a site costs more than leaving it closed, grains. */
static int128 opening_grains(const struct mlg_network *n, int32_t s)
{
    const int32_t today = n->site_today[s];
    return year_grains(n, 0, node_at(n, s, 0, 1)->year_micro) + arc_at(n, s, 0, today, 1)->cost - arc_at(n, s, 0, today, 0)->cost;
}

/* No sum of fixed costs and dearest lanes leaves 64 bits. */
static bool sums_fit(const struct mlg_network *n)
{
    int128 sum = 0;
    for (int32_t row = 0; row < n->row_count; row++) {
        int64_t most = 0;
        for (int32_t i = n->row_first[row]; i < n->row_first[row + 1]; i++) {
            if (n->lanes[i].cost_micro < 0) return false;
            most = max64(most, n->lanes[i].cost_micro);
        }
        sum += (int128)most * n->volume[row];
    }
    for (int32_t s = 0; s < n->site_count; s++) {
        const int128 grains = opening_grains(n, s);
        sum += (grains < 0 ? -grains : grains) / flow_weight(n, 0);
    }
    return sum < SUM_MAX;
}

static bool fits(const struct mlg_network *n)
{
    if (n->period_count != 1 || n->state_max != 2 || n->level_count > 1) return false;
    if (n->way_first || n->flow_rows || n->fill_rows || n->two_modes || flow_weight(n, 0) <= 0) return false;
    const int64_t load = mlg__period_load(n, 0);
    for (int32_t r = 0; r < n->common_count; r++)
        if (n->commons[r].kind != ROW_COUNT || n->commons[r].at_least || n->commons[r].give != 0) return false;
    for (int32_t s = 0; s < n->site_count; s++)
        if (!is_free_site(n, s, load)) return false;
    return sums_fit(n);
}

static void read_sites(struct ufl *u)
{
    const struct mlg_network *n = u->net;
    u->open_most = n->site_count;
    for (int32_t r = 0; r < n->common_count; r++)
        u->open_most = (int32_t)max64(0, min64(u->open_most, n->commons[r].limit));
    u->constant = n->constant;
    for (int32_t s = 0; s < n->site_count; s++) {
        u->constant += arc_at(n, s, 0, n->site_today[s], 0)->cost;
        u->fixed[s] = (int64_t)floor_div(opening_grains(n, s), u->weight);
    }
}

static void read_rows(struct ufl *u)
{
    const struct mlg_network *n = u->net;
    const int64_t unserved_most = SUM_MAX / max64(1, mlg__period_load(n, 0));
    for (int32_t row = 0; row < n->row_count; row++) {
        const int64_t volume = n->volume[row];
        u->size[row] = volume;
        u->left_out[row] = u->clip[row] = volume * min64(n->pen_micro[row], unserved_most);
        if (n->cbar_in[row] != CBAR_NONE) u->clip[row] = min64(u->clip[row], volume * n->cbar_in[row]);
        if (n->cbar_out[row] != CBAR_NONE) u->clip[row] = min64(u->clip[row], volume * n->cbar_out[row]);
        for (int32_t i = n->row_first[row]; i < n->row_first[row + 1]; i++)
            u->lanes[i] = (struct ufl_lane) { volume * n->lanes[i].cost_micro, n->lanes[i].end };
    }
    for (int32_t i = 0; i < n->lane_count; i++) {
        const struct lane *lane = &n->site_lanes[i];
        u->site_lanes[i] = (struct ufl_lane) { n->volume[lane->end] * lane->cost_micro, lane->end };
    }
}

mlg_status mlg__ufl_new(const struct mlg_network *n, struct ufl **out, mlg_error *err)
{
    *out = NULL;
    if (!fits(n)) return MLG_OK;
    struct ufl *u = *out = mlg__malloc(sizeof *u);
    if (!u) return mlg__no_memory(err, "siting");
    u->net = n;
    u->site_count = n->site_count;
    u->row_count = n->row_count;
    u->weight = flow_weight(n, 0);
    u->fixed = arena_array(&u->arena, int64_t, n->site_count);
    u->left_out = arena_array(&u->arena, int64_t, n->row_count);
    u->clip = arena_array(&u->arena, int64_t, n->row_count);
    u->size = arena_array(&u->arena, int64_t, n->row_count);
    u->lanes = arena_array(&u->arena, struct ufl_lane, n->lane_count);
    u->site_lanes = arena_array(&u->arena, struct ufl_lane, n->lane_count);
    if (u->arena.failed) {
        mlg__ufl_free(u);
        *out = NULL;
        return mlg__no_memory(err, "siting");
    }
    read_sites(u);
    read_rows(u);
    return MLG_OK;
}

void mlg__ufl_free(struct ufl *u)
{
    if (!u) return;
    mlg__arena_free(&u->arena);
    mlg__free(u);
}

int64_t mlg__ufl_cost(const struct ufl *u, const bool *open)
{
    int64_t cost = 0;
    for (int32_t s = 0; s < u->site_count; s++) cost += open[s] ? u->fixed[s] : 0;
    for (int32_t row = 0; row < u->row_count; row++) {
        int32_t i = u->net->row_first[row];
        const int32_t end = u->net->row_first[row + 1];
        while (i < end && !open[u->lanes[i].end]) i++;
        cost += i < end ? min64(u->lanes[i].cost, u->left_out[row]) : u->left_out[row];
    }
    return cost;
}

/* The objective rounds down twice a period: so does the bound. */
enum { ROUNDED_DOWN = 2 };

int64_t mlg__ufl_quanta(const struct ufl *u, int64_t units)
{
    const int128 quanta = floor_div(u->constant + (int128)units * u->weight, GRAINS_PER_QUANTUM) - ROUNDED_DOWN;
    return quanta > INT64_MAX ? INT64_MAX : quanta < INT64_MIN ? INT64_MIN : (int64_t)quanta;
}

int64_t mlg__ufl_units(const struct ufl *u, int64_t quanta)
{
    const int128 units = mlg__ceil_div(((int128)quanta + ROUNDED_DOWN) * GRAINS_PER_QUANTUM - u->constant, u->weight);
    return units > SUM_MAX ? SUM_MAX : units < -SUM_MAX ? -SUM_MAX : (int64_t)units;
}
