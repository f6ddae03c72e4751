/* road_sweep.c — see road_sweep.h. Seeds need no common root path here: each offers its label, then the best of all goes down. */
#include "support/road_sweep.h"

#include "base/error.h"

static void offer(uint64_t *key, struct arc_energy *energy, uint64_t new_key, struct arc_energy new_energy)
{
    if (new_key > *key || new_key >= MLG_KEY_INF || (new_key == *key && !mlg__less_energy(new_energy, *energy))) return;
    *key = new_key;
    *energy = new_energy;
}

/* One label into the states of its root path; scratch is [path_max] each. */
static void take_label(const struct metric *m, enum road_direction way, struct road_seed seed, uint64_t *key,
                       struct arc_energy *energy, uint64_t *scratch_key, struct arc_energy *scratch_energy)
{
    const struct hierarchy *h = m->h;
    seed.state = h->rank[seed.state];
    mlg__label_fill(m, way, seed.state, &seed, 1, scratch_key, scratch_energy, NULL);
    for (int32_t x = seed.state; x != MLG_NONE; x = h->parent[x])
        offer(&key[x], &energy[x], scratch_key[h->depth[x]], scratch_energy[h->depth[x]]);
}

mlg_status road_sweep(const struct metric *m, enum road_direction way, const struct road_seed *seed,
                           int32_t seed_count, struct arc_weight *weight, mlg_error *err)
{
    const struct hierarchy *h = m->h;
    const int32_t n = h->state_count;
    const enum road_direction back = way == ROAD_UP ? ROAD_DOWN : ROAD_UP;
    const size_t room = (size_t)n + (size_t)h->path_max;
    uint64_t *key = mlg__malloc(room * sizeof *key);
    struct arc_energy *energy = mlg__malloc(room * sizeof *energy);
    const bool ok = key && energy;
    for (int32_t x = 0; ok && x < n; x++) key[x] = MLG_KEY_INF;
    for (int32_t i = 0; ok && i < seed_count; i++) take_label(m, way, seed[i], key, energy, key + n, energy + n);
    for (int32_t x = n - 1; ok && x >= 0; x--) {
        for (int32_t a = h->up_first[x]; a < h->up_first[x + 1]; a++) {
            const int32_t u = h->up_head[a];
            const struct arc_energy e = { energy[u].ea + m->energy[back][a].ea, energy[u].eb + m->energy[back][a].eb };
            offer(&key[x], &energy[x], key[u] + m->key[back][a], e);
        }
        weight[h->state[x]] = mlg__weight_of(key[x], energy[x]);
    }
    mlg__free(key);
    mlg__free(energy);
    return ok ? MLG_OK : mlg__no_memory(err, "reach on a road map");
}
