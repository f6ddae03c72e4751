/* tie.c — see tie.h. */
#include "explain/tie.h"

/* ---- of a stop ------------------------------------------------------------------------------------------------- */

static bool is_own(const mlg_problem *p, int32_t stop, int32_t other)
{
    return other == stop || other == p->mate[stop];
}

static void add_tie(struct ties *t, struct tie tie)
{
    for (int32_t i = 0; i < t->count; i++)
        if (t->of[i].relation == tie.relation && t->of[i].stop == tie.stop && t->of[i].route == tie.route) return;
    t->of[t->count++] = tie;
}

/* One tie for each route that has stops of the relation. */
static bool tie_relation(const struct rooms *r, int32_t relation, int32_t member, struct arena *arena, struct ties *t)
{
    const mlg_problem *p = r->p;
    const struct relation *rel = &p->relations[relation];
    struct tie *of = arena_array(arena, struct tie, t->count + rel->stop_count);
    if (!of) return false;
    for (int32_t i = 0; i < t->count; i++) of[i] = t->of[i];
    t->of = of;
    for (int32_t i = 0; i < rel->stop_count; i++) {
        const int32_t other = rel->stops[i];
        if (other == member) continue;
        const bool own = is_own(p, member, other); /* the two halves apart: on every route, told once */
        if (own ? rel->kind == MLG_APART && other > member : r->route_of[other] != MLG_NONE)
            add_tie(t, (struct tie) { relation, member, other, own ? MLG_NONE : r->route_of[other] });
    }
    return true;
}

bool mlg__ties_of(const struct rooms *r, int32_t stop, struct arena *arena, struct ties *t)
{
    const mlg_problem *p = r->p;
    const int32_t group = p->stops[stop].group;
    *t = (struct ties) { .group_mate = MLG_NONE, .given_to = MLG_NONE };
    for (int32_t i = 0; group && i < p->stop_count && t->group_mate == MLG_NONE; i++)
        if (r->route_of[i] != MLG_NONE && p->stops[i].group == group) t->group_mate = i;
    for (int32_t v = 0; v < p->vehicle_count; v++)
        for (int32_t k = 0; k < p->vehicles[v].first_count && t->given_to == MLG_NONE; k++)
            if (is_own(p, stop, p->vehicles[v].first_stops[k])) t->given_to = v, t->given_at = k;
    for (int32_t i = 0; i < p->relation_count; i++)
        for (int32_t k = 0; k < p->relations[i].stop_count; k++)
            if (is_own(p, stop, p->relations[i].stops[k]) &&
                !tie_relation(r, i, p->relations[i].stops[k], arena, t))
                return false;
    return true;
}

/* ---- in a room ------------------------------------------------------------------------------------------------- */

static bool is_broken(const struct rooms *r, const struct placing *at, const struct tie *t)
{
    const int32_t gone = at->without == MLG_NONE ? MLG_NONE : at->room->nodes[at->without].stop;
    if (t->route == MLG_NONE) return true;
    if (gone != MLG_NONE && t->other == gone) return false;
    return (t->route == at->room->route) == (r->p->relations[t->relation].kind == MLG_APART);
}

/* How many of a vehicle's given stops stay so if the stop stands there; MLG_NONE: all, and it may. The vehicle is the
 * one that is given the stop, else that of the room. */
static int32_t still_given(const struct rooms *r, const struct placing *at)
{
    const struct ties *t = at->ties;
    const mlg_vehicle *v = &r->p->vehicles[at->room->vehicle];
    const int32_t before = at->room->nodes[at->after].stops;
    if (t->given_to != MLG_NONE && t->given_to != at->room->vehicle) return t->given_at;
    if (t->given_to != MLG_NONE) {
        int32_t served = 0; /* of the stops given before it */
        for (int32_t k = 0; k < t->given_at; k++) served += r->route_of[v->first_stops[k]] == at->room->route;
        return before == served || at->room->route == MLG_NONE ? MLG_NONE : min32(before, t->given_at);
    }
    if (before < v->first_count && at->room->route != MLG_NONE) return before; /* an empty one begins with nobody */
    return v->locked ? v->first_count : MLG_NONE;
}

static int32_t given_row(const struct placing *at)
{
    return at->ties->given_to == MLG_NONE ? at->room->vehicle : at->ties->given_to;
}
static int32_t given_count(const struct rooms *r, const struct placing *at)
{
    return r->p->vehicles[given_row(at)].first_count;
}

void mlg__tie_room(const struct rooms *r, struct lack *l)
{
    const struct ties *t = l->at.ties;
    if (t->group_mate != MLG_NONE) add_lack(l, MLG_RULE_GROUP, 1);
    for (int32_t i = 0; i < t->count; i++)
        if (is_broken(r, &l->at, &t->of[i]))
            add_lack(l, r->p->relations[t->of[i].relation].kind == MLG_APART ? MLG_RULE_APART : MLG_RULE_TOGETHER, 1);
}

/* Behind whom it would come on its trip, and who would come behind it: a backhaul follows a stop that is none. */
static bool is_out_of_order(const struct rooms *r, const struct placing *at)
{
    const struct room *m = at->room;
    const struct room_node *before = &m->nodes[at->after],
                           *last = &m->nodes[at->without == MLG_NONE ? at->after : at->without];
    if (!r->p->stops[at->stop].backhaul) return at->reload == MLG_NONE && m->nodes[at->then].back;
    return at->reload != MLG_NONE || !before->out || last->out_behind;
}

bool mlg__tie_place(const struct rooms *r, struct lack *l)
{
    const int32_t given = still_given(r, &l->at);
    if (given != MLG_NONE) add_lack(l, MLG_RULE_GIVEN, max32(1, given_count(r, &l->at) - given));
    if (is_out_of_order(r, &l->at)) add_lack(l, MLG_RULE_BACKHAUL, 1);
    return !(lacks(l, MLG_RULE_BACKHAUL) && r->p->mate[l->at.stop] != MLG_NONE); /* a shipment is never a backhaul */
}

bool mlg__is_tied(const struct rooms *r, const struct placing *at)
{
    struct lack l = { .at = *at };
    mlg__tie_room(r, &l);
    mlg__tie_place(r, &l);
    return l.rules != 0;
}

/* ---- changes --------------------------------------------------------------------------------------------------- */

static mlg_change of_stop(mlg_change_kind kind, int32_t stop, int32_t other, int32_t index, int64_t to)
{
    return (mlg_change) {
        .kind = kind, .vehicle = MLG_NONE, .stop = stop, .other = other, .index = index, .to = to
    };
}

/* The relation is left once, whichever of its routes keep the stop off. */
static int32_t leave_relation(const struct tie *t, mlg_change *changes, int32_t count)
{
    for (int32_t i = 0; i < count; i++)
        if (changes[i].index == t->relation && changes[i].stop == t->stop) return count;
    changes[count] = of_stop(MLG_CHANGE_RELATION, t->stop, t->other, t->relation, 0);
    return count + 1;
}

int32_t mlg__tie_changes(const struct rooms *r, const struct lack *l, mlg_change *changes)
{
    const struct ties *t = l->at.ties;
    int32_t count = 0;
    for (int32_t i = 0; i < t->count && count < TIES_MAX && l->rules & RELATION_RULES; i++)
        if (is_broken(r, &l->at, &t->of[i])) count = leave_relation(&t->of[i], changes, count);
    if (lacks(l, MLG_RULE_GROUP)) changes[count++] = of_stop(MLG_CHANGE_GROUP, l->at.stop, t->group_mate, 0, 0);
    if (lacks(l, MLG_RULE_BACKHAUL))
        changes[count++] =
            of_stop(MLG_CHANGE_BACKHAUL, l->at.stop, MLG_NONE, 0, !r->p->stops[l->at.stop].backhaul);
    if (!lacks(l, MLG_RULE_GIVEN)) return count;
    const int32_t to = still_given(r, &l->at);
    changes[count++] = (mlg_change) { .kind = MLG_CHANGE_GIVEN,
                                      .vehicle = given_row(&l->at),
                                      .stop = l->at.stop,
                                      .other = MLG_NONE,
                                      .by = given_count(r, &l->at) - to,
                                      .to = to };
    return count;
}
