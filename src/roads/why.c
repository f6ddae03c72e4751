/* why.c — why a way is as long as it is: the way of a car at this vehicle's speeds, which has no size, no load and the rights of everybody,
 * and the first place on it that bars the vehicle. Limits of the vehicle only make ways longer; what a car may not do either needs no
 * explanation. */
#include <stdio.h>

#include "roads/metric.h"

static struct road_profile without_limits(const struct road_profile *p)
{
    struct road_profile free = *p;
    free.as_car = p->family != ROAD_BIKE; /* which has streets of its own */
    free.size = (struct road_limits) { 0 };
    free.hazmat = free.permit = false;
    return free;
}

/* What of a set of limits the vehicle breaks. */
static enum mlg_bar limit_of(const struct road_profile *p, const struct road_limits *l, mlg_why *why)
{
    const struct { enum mlg_bar bar; uint16_t limit, own; double unit; } all[] = {
        { MLG_BAR_HEIGHT, l->height_cm, p->size.height_cm, 0.01 },    { MLG_BAR_WIDTH, l->width_cm, p->size.width_cm, 0.01 },
        { MLG_BAR_LENGTH, l->length_cm, p->size.length_cm, 0.01 },    { MLG_BAR_WEIGHT, l->weight_10kg, p->size.weight_10kg, 0.01 },
        { MLG_BAR_AXLE, l->axle_10kg, p->size.axle_10kg, 0.01 } };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (!all[i].limit || all[i].own <= all[i].limit) continue;
        why->limit = all[i].limit * all[i].unit;
        why->own = all[i].own * all[i].unit;
        return all[i].bar;
    }
    return MLG_BAR_NONE;
}

/* What bars the vehicle from a piece of the free way; entered: the piece is driven from its beginning, past the node there. */
static enum mlg_bar bar_of(const mlg_metric *m, const mlg_path_step *step, bool entered, mlg_why *why)
{
    const struct road_graph *g = &m->roads->graph;
    const struct road_profile *p = &m->profile;
    const struct road_edge *e = &g->edges[step->edge];
    const struct road_node *n = &g->nodes[step->backward ? e->head : e->tail];
    const int32_t arc = mlg__plain_arc(m, step->edge, step->backward);
    enum mlg_bar bar = entered ? limit_of(p, &g->limits[n->limits], why) : MLG_BAR_NONE;
    if (!bar) bar = limit_of(p, &g->limits[e->limits], why);
    if (bar) return bar;
    if (p->hazmat && e->flags & ROAD_HAZMAT_NO) return MLG_BAR_HAZMAT;
    if (arc == MLG_NONE || (entered && n->barred >> p->family & 1)) return MLG_BAR_ACCESS;
    return m->use.access[arc] == ROAD_END || (entered && n->end_only >> p->family & 1) ? MLG_BAR_THROUGH : MLG_BAR_NONE;
}

/* The first piece that bars; through: because it may only start or end there, so not the two ends themselves. */
static bool find(const mlg_metric *m, const mlg_path *free, bool through, mlg_why *why)
{
    const int32_t count = mlg_path_step_count(free);
    for (int32_t i = through; i < count - through; i++) {
        const mlg_path_step step = mlg_path_step_at(free, i);
        why->bar = bar_of(m, &step, i > 0, why);
        if (why->bar == MLG_BAR_NONE || (why->bar == MLG_BAR_THROUGH) != through) continue;
        why->at = mlg_path_point(free, step.first_point);
        snprintf(why->street, sizeof why->street, "%s", step.street);
        return true;
    }
    return false;
}

static mlg_leg leg_of(const mlg_path *path, int32_t i)
{
    return path ? mlg_path_leg(path, i) : (mlg_leg) { MLG_UNREACHABLE, MLG_UNREACHABLE, 0, 0 };
}

/* Each for itself: one without a way hides nothing of the others. */
static mlg_status why_leg(const mlg_metric *m, const mlg_metric *free, const mlg_snapped *ends, mlg_why *why, mlg_error *err)
{
    mlg_path *own = NULL, *other = NULL;
    mlg_status status = mlg_roads_route(m, ends, 2, &own, err);
    if (!status) status = mlg_roads_route(free, ends, 2, &other, err);
    *why = (mlg_why) { .driven = leg_of(own, 0), .free = leg_of(other, 0) };
    if (!status && other && why->free.time_s < why->driven.time_s && !find(m, other, false, why) && !find(m, other, true, why))
        why->bar = MLG_BAR_TURN;
    mlg_path_free(own);
    mlg_path_free(other);
    return status;
}

mlg_status mlg_roads_why(const mlg_metric *m, const mlg_snapped *via, int32_t count, mlg_why *why, mlg_error *err)
{
    const struct road_profile profile = without_limits(&m->profile);
    const mlg_metric_spec spec = { .energy = m->has_energy ? &m->energy : NULL, .snap_radius_m = m->snap_radius_m, .curb = m->curb,
                                   .islands = m->islands, .hour = m->hour };
    mlg_metric *free = NULL;
    mlg_status status = mlg__metric_of_profile(m->roads, &spec, &profile, &free, err);
    for (int32_t i = 0; !status && i + 1 < count; i++) status = why_leg(m, free, via + i, &why[i], err);
    mlg_metric_free(free);
    return status;
}

void mlg_why_words(const mlg_why *why, mlg_error *words)
{
    static const struct mlg_txt bars[] = {
        [MLG_BAR_NONE] = { { "", "" } },
        [MLG_BAR_HEIGHT] = { { "height limit %.2f m, the vehicle has %.2f m", "hauteur limitée à %.2f m, le véhicule a %.2f m" } },
        [MLG_BAR_WIDTH] = { { "width limit %.2f m, the vehicle has %.2f m", "largeur limitée à %.2f m, le véhicule a %.2f m" } },
        [MLG_BAR_LENGTH] = { { "length limit %.2f m, the vehicle has %.2f m", "longueur limitée à %.2f m, le véhicule a %.2f m" } },
        [MLG_BAR_WEIGHT] = { { "weight limit %.2f t, the vehicle has %.2f t", "poids limité à %.2f t, le véhicule a %.2f t" } },
        [MLG_BAR_AXLE] = { { "axle load limit %.2f t, the vehicle has %.2f t", "charge à l'essieu limitée à %.2f t, le véhicule a %.2f t" } },
        [MLG_BAR_HAZMAT] = { { "closed to dangerous goods", "fermée aux matières dangereuses" } },
        [MLG_BAR_ACCESS] = { { "closed to this vehicle", "fermée à ce véhicule" } },
        [MLG_BAR_THROUGH] = { { "not for its through traffic", "interdite à son transit" } },
        [MLG_BAR_TURN] = { { "a turn that it may not take", "un mouvement qui lui est interdit" } },
    };
    char bar[120], place[160] = "";
    words->status = MLG_OK;
    words->where[0] = words->message[0] = words->hint[0] = 0;
    if (why->bar == MLG_BAR_NONE) return;
    snprintf(bar, sizeof bar, bars[why->bar].in[words->lang == MLG_FR], why->limit, why->own);
    if (why->bar != MLG_BAR_TURN)
        snprintf(place, sizeof place, "%s (%.5f,%.5f)%s", why->street, why->at.lat_deg, why->at.lon_deg, words->lang == MLG_FR ? " : " : ": ");
    if (why->driven.time_s == MLG_UNREACHABLE)
        mlg__fail(words, MLG_OK, "", TXT("no way; a car drives %.1f km in %.1f min; %s%s", "aucun chemin ; une voiture fait %.1f km en %.1f min ; %s%s"),
                  NO_HINT, why->free.distance_m / 1000.0, why->free.time_s / 60.0, place, bar);
    else
        mlg__fail(words, MLG_OK, "",
                  TXT("%.1f km in %.1f min, a car at these speeds %.1f km in %.1f min; %s%s",
                      "%.1f km en %.1f min, une voiture à ces vitesses %.1f km en %.1f min ; %s%s"),
                  NO_HINT, why->driven.distance_m / 1000.0, why->driven.time_s / 60.0, why->free.distance_m / 1000.0, why->free.time_s / 60.0,
                  place, bar);
}
