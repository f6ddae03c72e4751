/* network.c — the compiled siting model: coefficients of common rows, and the last steps that every instance shares.
 * See network.h. */
#include "siting/network.h"

#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "model/units.h"

int64_t mlg__row_arc(const struct mlg_network *n, const struct common_row *r, int32_t t, const struct arc *arc)
{
    (void)n;
    if (!row_at(r, t)) return 0;
    if (r->kind == ROW_BUDGET) return arc->capital_cents;
    return r->kind == ROW_CO2 ? arc->embodied_mg * MLG_MILLI : 0;
}

int64_t mlg__row_node(const struct mlg_network *n, const struct common_row *r, int32_t site, int32_t t, int32_t k)
{
    if (!row_at(r, t) || k == 0) return 0;
    switch (r->kind) {
    case ROW_CO2: return node_at(n, site, t, k)->year_co2_mg * MLG_MILLI * row_years(n, r, t);
    case ROW_JOBS: return n->job_node[((int64_t)r->set * n->site_count + site) * n->state_max + k] * 1000000;
    case ROW_CONFLICT: return n->site_set[site] == r->set;
    case ROW_COUNT: return level_of(n, site) == max32(0, r->set);
    case ROW_UPPER: return site == r->set ? r->limit - min64(r->limit, capacity_at(n, site, t, k)) : 0;
    case ROW_BUDGET:
    case ROW_COVER: break;
    }
    return 0;
}

int64_t mlg__row_unit(const struct mlg_network *n, const struct common_row *r, int32_t site, int32_t t, int32_t k)
{
    if (!row_at(r, t) || k == 0) return 0;
    if (r->kind == ROW_CO2) return node_at(n, site, t, k)->unit_co2_mg * n->working_days * row_years(n, r, t);
    if (r->kind == ROW_JOBS) return n->job_unit[((int64_t)r->set * n->site_count + site) * n->state_max + k];
    return r->kind == ROW_UPPER && site == r->set;
}

int64_t mlg__planned_load(int64_t flow_milli, double planning_day_factor)
{
    return mlg__round((double)flow_milli * planning_day_factor);
}

int64_t mlg__flow_capacity(int64_t capacity_milli, double planning_day_factor)
{
    int64_t flow = (int64_t)((double)capacity_milli / planning_day_factor);
    while (flow > 0 && mlg__planned_load(flow, planning_day_factor) > capacity_milli) flow--;
    while (mlg__planned_load(flow + 1, planning_day_factor) <= capacity_milli) flow++;
    return flow;
}

/* -- sealing -- */

struct sorted_lane { struct lane lane; int32_t latest_s, mean_s; };

static int by_cost(const void *a, const void *b)
{
    const struct lane *x = &((const struct sorted_lane *)a)->lane, *y = &((const struct sorted_lane *)b)->lane;
    if (x->cost_micro != y->cost_micro) return x->cost_micro < y->cost_micro ? -1 : 1;
    if (x->end != y->end) return x->end < y->end ? -1 : 1;
    return (x->mode > y->mode) - (x->mode < y->mode);
}

static bool sort_lanes(struct mlg_network *n)
{
    int32_t most = 0;
    for (int32_t row = 0; row < n->row_count; row++) most = max32(most, n->row_first[row + 1] - n->row_first[row]);
    struct sorted_lane *list = mlg__malloc(sizeof *list * (size_t)most);
    if (!list) return false;
    for (int32_t row = 0; row < n->row_count; row++) {
        const int32_t first = n->row_first[row], count = n->row_first[row + 1] - first;
        for (int32_t i = 0; i < count; i++)
            list[i] = (struct sorted_lane) { n->lanes[first + i], n->lane_latest_s[first + i], n->lane_mean_s[first + i] };
        qsort(list, (size_t)count, sizeof *list, by_cost);
        for (int32_t i = 0; i < count; i++) {
            n->lanes[first + i] = list[i].lane;
            n->lane_latest_s[first + i] = list[i].latest_s;
            n->lane_mean_s[first + i] = list[i].mean_s;
        }
    }
    mlg__free(list);
    return true;
}

/* By site, ascending (row, cost): counting sort, as rows are met in order. */
static bool transpose(struct mlg_network *n)
{
    n->site_first = arena_array(&n->arena, int32_t, n->site_count + 1);
    n->site_lanes = arena_array(&n->arena, struct lane, n->lane_count);
    n->lane_of = arena_array(&n->arena, int32_t, n->lane_count);
    int32_t *next = mlg__malloc(sizeof *next * (size_t)n->site_count);
    if (n->arena.failed || !next) {
        mlg__free(next);
        return false;
    }
    for (int32_t i = 0; i < n->lane_count; i++) n->site_first[n->lanes[i].end + 1]++;
    for (int32_t s = 0; s < n->site_count; s++) {
        n->site_first[s + 1] += n->site_first[s];
        next[s] = n->site_first[s];
    }
    for (int32_t row = 0; row < n->row_count; row++)
        for (int32_t i = n->row_first[row]; i < n->row_first[row + 1]; i++) {
            const int32_t s = n->lanes[i].end, at = next[s]++;
            n->site_lanes[at] = n->lanes[i];
            n->site_lanes[at].end = row;
            n->lane_of[at] = i;
            if (at > n->site_first[s] && n->site_lanes[at - 1].end == row) n->two_modes = true;
        }
    mlg__free(next);
    return true;
}

/* Whom site s meets, ascending, into list; returns how many. met: [site] the last one that marked it. */
static int32_t meetings_of(const struct mlg_network *n, int32_t s, int32_t *met, int32_t *list)
{
    int32_t count = 0, marked = 0;
    if (level_of(n, s) > 0) return 0;
    for (int32_t i = n->site_first[s]; i < n->site_first[s + 1] && marked < n->site_count; i++) {
        const int32_t row = n->site_lanes[i].end;
        for (int32_t l = n->row_first[row]; l < n->row_first[row + 1]; l++) {
            int32_t *mark = &met[n->lanes[l].end];
            if (*mark != s) *mark = s, marked++;
        }
    }
    for (int32_t other = 0; other < n->site_count; other++)
        if (other != s && met[other] == s) list[count++] = other;
    list[count++] = n->site_count;
    return count;
}

/* A first pass counts, a second one writes. Sites come in ascending order, so that the way back is the next place of its list. */
static bool find_meetings(struct mlg_network *n)
{
    const int32_t sites = n->site_count;
    int32_t *met = mlg__malloc(sizeof *met * (size_t)sites), *list = mlg__malloc(sizeof *list * ((size_t)sites + 1));
    int64_t *back = mlg__malloc(sizeof *back * ((size_t)sites + 1));
    n->meet_first = arena_array(&n->arena, int64_t, sites + 2);
    bool ready = met && list && back && n->meet_first;
    for (int32_t s = 0; ready && s < sites; s++) met[s] = MLG_NONE;
    for (int32_t s = 0; ready && s < sites; s++) {
        n->meet_first[s + 1] = n->meet_first[s] + meetings_of(n, s, met, list);
        n->meet_first[sites + 1] += level_of(n, s) == 0;
    }
    if (ready) {
        n->meet_first[sites + 1] += n->meet_first[sites];
        n->meet_site = arena_array(&n->arena, int32_t, n->meet_first[sites + 1]);
        n->meet_back = arena_array(&n->arena, int64_t, n->meet_first[sites + 1]);
        ready = !n->arena.failed;
    }
    for (int32_t s = 0; ready && s < sites; s++) met[s] = MLG_NONE;
    for (int32_t s = 0; ready && s <= sites; s++) back[s] = n->meet_first[s];
    for (int32_t s = 0; ready && s < sites; s++) {
        const int32_t count = meetings_of(n, s, met, &n->meet_site[n->meet_first[s]]);
        for (int64_t i = n->meet_first[s]; i < n->meet_first[s] + count; i++) {
            n->meet_back[i] = back[n->meet_site[i]]++;
            if (n->meet_site[i] < sites) continue;
            n->meet_site[n->meet_back[i]] = s;
            n->meet_back[n->meet_back[i]] = i;
        }
    }
    mlg__free(back);
    mlg__free(list);
    mlg__free(met);
    return ready;
}

int64_t mlg__period_load(const struct mlg_network *n, int32_t t)
{
    int64_t load = 0;
    for (int32_t row = 0; row < n->row_count; row++)
        if (fed_by(n, row) == MLG_NONE) load += volume_at(n, row, t);
    return load;
}

/* Rows that a site reaches by no lane that was kept: their units could fill it, at a price that is unknown but not below 0. */
static bool find_fill_free(struct mlg_network *n)
{
    int32_t *kept = mlg__malloc(sizeof *kept * (size_t)max32(1, n->row_count));
    n->fill_free = arena_array(&n->arena, int64_t, (int64_t)n->site_count * n->period_count);
    for (int32_t row = 0; kept && row < n->row_count; row++) kept[row] = MLG_NONE;
    for (int32_t s = 0; kept && n->fill_free && !n->all_lanes && s < n->site_count; s++) {
        for (int32_t i = n->site_first[s]; i < n->site_first[s + 1]; i++) kept[n->site_lanes[i].end] = s;
        for (int32_t row = 0; row < n->row_count; row++) {
            const bool reached = !n->reach || (n->reach[(int64_t)row * n->reach_words + s / 64] >> (s % 64) & 1);
            for (int32_t t = 0; reached && kept[row] != s && t < n->period_count; t++)
                n->fill_free[s * n->period_count + t] += volume_at(n, row, t);
        }
    }
    const bool ready = kept && n->fill_free;
    mlg__free(kept);
    return ready;
}

mlg_status mlg__network_seal(struct mlg_network *n, mlg_error *err)
{
    n->all_lanes = true;
    for (int64_t i = 0; i < (int64_t)n->row_count * n->period_count; i++)
        n->all_lanes &= n->cbar_in[i] == CBAR_NONE && n->cbar_out[i] == CBAR_NONE;
    for (int32_t r = 0; r < n->common_count; r++) n->flow_rows |= n->commons[r].on_flows;
    if (!sort_lanes(n) || !transpose(n) || !find_meetings(n) || (n->fill_rows && !find_fill_free(n))) return mlg__no_memory(err, "siting");
    return MLG_OK;
}

void mlg_network_free(mlg_network *n)
{
    if (!n) return;
    mlg__arena_free(&n->arena);
    mlg__free(n);
}
