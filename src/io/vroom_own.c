/* vroom_own.c — see vroom_own.h. To add a key: its name in the list of its object, its line below the list, its row in
 * docs/formats/vroom.md. */
#include "io/vroom_own.h"

#include <stdio.h>
#include <string.h>

#define FIND(at, ...) mlg__find((at)->found, MLG_BAD_INPUT, mlg__jat_where(at).text, __VA_ARGS__)
#define WARN(at, ...) mlg__warn((at)->found, mlg__jat_where(at).text, __VA_ARGS__)
#define KEYS(at, known) mlg__jat_keys((at), (known), (int32_t)(sizeof(known) / sizeof *(known)), NULL, 0)

/* The object of our keys; false where there is none. */
static bool own(const struct jat *at, struct jat *m)
{
    *m = mlg__jat_member(at, "maillage");
    return mlg__jat_object(m);
}

/* A number from low to high; else fallback, and the mistake is told. */
static double number_of(const struct jat *at, const char *key, double low, double high, double fallback)
{
    const struct jat m = mlg__jat_member(at, key);
    double value = fallback;
    if (!mlg__jat_number(&m, &value)) return fallback;
    if (value >= low && value <= high) return value;
    FIND(&m, TXT("%g is not between %g and %g", "%g n'est pas entre %g et %g"), NO_HINT, value, low, high);
    return fallback;
}

static int64_t uint_of(const struct jat *at, const char *key, int64_t fallback)
{
    const struct jat m = mlg__jat_member(at, key);
    uint64_t value = 0;
    return mlg__jat_uint(&m, UINT32_MAX, &value) ? (int64_t)value : fallback;
}

static bool truth_of(const struct jat *at, const char *key)
{
    const struct jat m = mlg__jat_member(at, key);
    if (m.v && m.v->type != JT_BOOL)
        FIND(&m, TXT("neither true nor false", "ni true ni false"),
             TXT("write true or false", "écrivez true ou false"));
    return m.v && m.v->type == JT_BOOL && m.v->truth;
}

static const char *text_of(struct tasks *t, const struct jat *at, const char *key)
{
    const struct jat m = mlg__jat_member(at, key);
    const char *text = mlg__jat_text(&m);
    return text ? mlg__arena_text(&t->arena, text) : NULL;
}

/* ---- the document ---------------------------------------------------------------------------------------------- */

static void read_objective(struct tasks *t, const struct jat *at)
{
    const struct jat m = mlg__jat_member(at, "objective"), price = mlg__jat_member(at, "co2_per_kg");
    const char *word = mlg__jat_text(&m);
    t->goal.least_co2 = word && !strcmp(word, "co2");
    if (word && strcmp(word, "co2") && strcmp(word, "cost"))
        FIND(&m, TXT("\"%.40s\" is no objective", "« %.40s » n'est pas un objectif"), TXT("cost or co2", "cost ou co2"),
             word);
    t->goal.co2_per_kg = number_of(at, "co2_per_kg", 0, 1e9, 0);
    if (t->goal.least_co2 && price.v)
        WARN(&price,
             TXT("no price is needed where CO2 alone decides", "aucun prix n'est utile quand seul le CO2 décide"),
             TXT("leave it out, or take the objective cost", "retirez-le, ou prenez l'objectif cost"));
}

/* Which amount is in kilograms, or in how many of them. */
static void read_weight(struct tasks *t, const struct jat *at)
{
    const struct jat m = mlg__jat_member(at, "weight");
    uint64_t dimension = 0;
    t->goal.kg_per_unit = number_of(at, "kg_per_unit", 0.01, 1e6, 1);
    if (!mlg__jat_uint(&m, UINT32_MAX, &dimension)) return;
    if (dimension < (uint64_t)t->dims) t->goal.weight = (int32_t)dimension;
    else
        FIND(&m,
             TXT("amounts have %d dimensions, counted from 0",
                 "les quantités ont %d dimensions, comptées à partir de 0"),
             NO_HINT, t->dims);
}

void mlg__own_document(struct tasks *t, const struct jat *at)
{
    static const char *const known[] = { "objective", "co2_per_kg",      "weight", "kg_per_unit",
                                         "relations", "fewest_vehicles", "balance" };
    struct jat m;
    t->goal = (struct task_goal) { .weight = MLG_NONE, .kg_per_unit = 1 };
    if (!own(at, &m)) return;
    KEYS(&m, known);
    read_objective(t, &m);
    read_weight(t, &m);
    t->goal.fewest_vehicles = truth_of(&m, "fewest_vehicles");
    t->goal.balance = uint_of(&m, "balance", 0);
    t->has_prices |= t->goal.balance > 0;
}

/* ---- relations ------------------------------------------------------------------------------------------------- */

static bool has_task(const struct task_relation *r, int32_t task)
{
    for (int32_t k = 0; k < r->count; k++)
        if (r->tasks[k] == task) return true;
    return false;
}

/* The relation that joins a task to others, or MLG_NONE. */
static int32_t joined_by(const struct tasks *t, int32_t task)
{
    for (int32_t i = 0; i < t->relation_count; i++)
        if (!t->relations[i].apart && has_task(&t->relations[i], task)) return i;
    return MLG_NONE;
}

/* One stop more joins those that are joined. */
static bool joined(const struct tasks *t, const struct task_relation *r, int32_t task)
{
    return has_task(r, task) || (!r->apart && !t->more && joined_by(t, task) != MLG_NONE);
}

/* The ids under a key, as tasks of a kind, added to those of the relation. */
static void read_members(struct tasks *t, const struct jat *at, const char *key, enum task_kind kind,
                         struct task_relation *r, int32_t *to)
{
    const struct jat list = mlg__jat_member(at, key);
    if (!mlg__jat_list(&list)) return;
    for (struct jat item = mlg__jat_item(&list, 0); item.v; mlg__jat_next(&item)) {
        uint64_t id = 0;
        if (!mlg__jat_uint(&item, UINT64_MAX, &id)) continue;
        const int32_t task = mlg__tasks_named(t, kind, id);
        if (task == MLG_NONE)
            FIND(&item, TXT("%s %llu does not exist", "%s %llu n'existe pas"), NO_HINT, mlg__task_name(kind),
                 (unsigned long long)id);
        else if (joined(t, r, task))
            FIND(&item, TXT("%s %llu is in a relation already", "%s %llu est déjà dans une relation"),
                 TXT("give all that belong together in one relation, each once",
                     "donnez une fois chacun, dans une seule relation, ceux qui vont ensemble"),
                 mlg__task_name(kind), (unsigned long long)id);
        else to[r->count++] = task;
    }
}

static void read_relation(struct tasks *t, const struct jat *at, struct task_relation *r)
{
    static const char *const known[] = { "type", "jobs", "pickups" };
    const struct jat type = mlg__jat_member(at, "type"), jobs = mlg__jat_member(at, "jobs"),
                     pickups = mlg__jat_member(at, "pickups");
    if (!mlg__jat_object(at)) return;
    KEYS(at, known);
    const char *word = mlg__jat_text(&type);
    r->apart = word && !strcmp(word, "apart");
    if (!type.v || (word && !r->apart && strcmp(word, "together")))
        FIND(&type, TXT("\"%.40s\" is no relation", "« %.40s » n'est pas une relation"),
             TXT("together or apart", "together ou apart"), word ? word : "");
    int32_t *to = arena_array(&t->arena, int32_t, (jobs.v ? jobs.v->count : 0) + (pickups.v ? pickups.v->count : 0));
    if (!to) return;
    r->tasks = to;
    read_members(t, at, "jobs", TASK_JOB, r, to);
    read_members(t, at, "pickups", TASK_PICKUP, r, to);
}

void mlg__own_relations(struct tasks *t, const struct jat *at)
{
    const struct jat m = mlg__jat_member(at, "maillage"), list = mlg__jat_member(&m, "relations");
    if (!list.v || !mlg__jat_list(&list)) return;
    struct task_relation *to = arena_array(&t->arena, struct task_relation, list.v->count);
    t->relations = to;
    for (struct jat item = mlg__jat_item(&list, 0); item.v && to; mlg__jat_next(&item)) {
        struct task_relation r = { .count = 0 };
        read_relation(t, &item, &r);
        to[t->relation_count++] = r;
    }
}

/* Several relations that join become one with this one: its members, theirs, and the new task. */
static void join(struct tasks *t, struct task_relation *r, int32_t task)
{
    int32_t most = r->count + 1, left = 0;
    for (int32_t i = 0; i < t->relation_count; i++) most += t->relations[i].count;
    int32_t *all = arena_array(&t->arena, int32_t, most);
    struct task_relation *to = arena_array(&t->arena, struct task_relation, t->relation_count + 1);
    if (!all || !to) return;
    struct task_relation whole = { .apart = r->apart, .tasks = all };
    for (int32_t i = 0; i < r->count; i++) all[whole.count++] = r->tasks[i];
    for (int32_t i = 0; i < t->relation_count; i++) {
        const struct task_relation *old = &t->relations[i];
        bool met = has_task(old, task);
        for (int32_t k = 0; k < r->count; k++) met |= has_task(old, r->tasks[k]);
        if (r->apart || old->apart || !met) to[left++] = *old;
        for (int32_t k = 0; k < old->count && !r->apart && !old->apart && met; k++)
            if (!has_task(&whole, old->tasks[k])) all[whole.count++] = old->tasks[k];
    }
    if (!has_task(&whole, task)) all[whole.count++] = task;
    to[left++] = whole;
    t->relations = to, t->relation_count = left;
}

/* Of one stop more: those that it is tied to. */
static void read_own_relations(struct tasks *t, const struct jat *at, int32_t task)
{
    const struct jat list = mlg__jat_member(at, "relations");
    if (!list.v || !mlg__jat_list(&list)) return;
    for (struct jat item = mlg__jat_item(&list, 0); item.v; mlg__jat_next(&item)) {
        struct task_relation r = { .count = 0 };
        read_relation(t, &item, &r);
        if (r.count) join(t, &r, task);
    }
}

/* ---- vehicles and tasks ---------------------------------------------------------------------------------------- */

/* Steps of VROOM's own list that stay: the first ones, or all and no others. */
static void read_fixed(const struct jat *at, struct task_vehicle *v)
{
    const struct jat m = mlg__jat_member(at, "fixed_steps");
    int32_t tasks = 0;
    uint64_t count = 0;
    for (int32_t k = 0; k < v->step_count; k++) tasks += mlg__step_is_task(v->steps[k].kind);
    v->locked = truth_of(at, "locked");
    if (v->locked) v->fixed_steps = tasks;
    if (!mlg__jat_uint(&m, UINT32_MAX, &count)) return;
    if (count > (uint64_t)tasks)
        FIND(&m, TXT("%llu steps are fixed, of %d tasks in steps", "%llu étapes sont fixées, sur %d tâches dans steps"),
             TXT("list them in the vehicle's steps", "inscrivez-les dans steps du véhicule"), (unsigned long long)count,
             tasks);
    else if (!v->locked) v->fixed_steps = (int32_t)count;
}

static void read_aboard(const struct tasks *t, const struct jat *at, struct task_vehicle *v)
{
    const struct jat m = mlg__jat_member(at, "initial_load");
    if (!mlg__jat_list(&m)) return;
    if (m.v->count != t->dims)
        FIND(&m, TXT("%d values instead of %d", "%d valeurs au lieu de %d"),
             TXT("as many as the capacity of the first vehicle", "autant que la capacité du premier véhicule"),
             m.v->count, t->dims);
    struct jat item = mlg__jat_item(&m, 0);
    for (int32_t d = 0; item.v && d < t->dims; d++, mlg__jat_next(&item)) {
        uint64_t value = 0;
        if (!mlg__jat_uint(&item, UINT32_MAX, &value)) continue;
        v->aboard[d] = (int64_t)value;
        if (v->aboard[d] > v->capacity[d])
            FIND(&item,
                 TXT("%lld are on board, above the capacity %lld", "%lld sont à bord, plus que la capacité %lld"),
                 NO_HINT, (long long)v->aboard[d], (long long)v->capacity[d]);
    }
}

/* So much is free; what is beyond has a price. Both are given, or neither. */
static void read_beyond(struct tasks *t, const struct jat *at, const char *after, const char *price, int64_t *free_of,
                        int64_t *per)
{
    const struct jat a = mlg__jat_member(at, after), b = mlg__jat_member(at, price);
    *free_of = uint_of(at, after, 0);
    *per = uint_of(at, price, 0);
    if (!a.v != !b.v)
        FIND(a.v ? &b : &a, TXT("%s and %s belong together", "%s et %s vont ensemble"),
             TXT("give both", "donnez les deux"), after, price);
    else if (a.v && a.v->type == JT_UINT && *free_of == 0)
        FIND(&a, TXT("0 is free: what is beyond has no beginning", "0 est gratuit : ce qui dépasse n'a pas de début"),
             TXT("give 1 or more", "donnez 1 ou plus"));
    t->has_prices |= *per > 0;
}

void mlg__own_vehicle(struct tasks *t, const struct jat *at, struct task_vehicle *v)
{
    static const char *const known[] = { "class",
                                         "fixed_steps",
                                         "locked",
                                         "initial_load",
                                         "max_duty",
                                         "overtime_after",
                                         "overtime_per_hour",
                                         "tasks_after",
                                         "per_extra_task",
                                         "travel_time_after",
                                         "per_extra_travel_hour",
                                         "distance_after",
                                         "per_extra_km" };
    struct jat m;
    if (!own(at, &m)) return;
    KEYS(&m, known);
    v->emissions = text_of(t, &m, "class");
    read_fixed(&m, v);
    read_aboard(t, &m, v);
    v->max_duty_s = uint_of(&m, "max_duty", MLG_NONE);
    read_beyond(t, &m, "overtime_after", "overtime_per_hour", &v->overtime_after_s, &v->overtime_per_hour);
    read_beyond(t, &m, "tasks_after", "per_extra_task", &v->tasks_after, &v->per_extra_task);
    read_beyond(t, &m, "travel_time_after", "per_extra_travel_hour", &v->travel_after_s, &v->per_extra_travel_hour);
    read_beyond(t, &m, "distance_after", "per_extra_km", &v->distance_after_m, &v->per_extra_km);
}

void mlg__own_task(struct tasks *t, const struct jat *at, struct task *task)
{
    static const char *const known[] = { "due", "late_per_hour", "relations" };
    const bool tied = t->more && task->kind != TASK_DELIVERY; /* of a shipment its pickup */
    struct jat m;
    if (!own(at, &m)) return;
    mlg__jat_keys(&m, known, tied ? 3 : 2, NULL, 0);
    if (tied) read_own_relations(t, &m, (int32_t)(task - t->tasks));
    const struct jat due = mlg__jat_member(&m, "due"), price = mlg__jat_member(&m, "late_per_hour");
    uint64_t due_s = 0, per_hour = 0;
    const bool timed = mlg__jat_uint(&due, UINT32_MAX, &due_s), priced = mlg__jat_uint(&price, UINT32_MAX, &per_hour);
    if (!due.v != !price.v)
        FIND(due.v ? &price : &due, TXT("lateness has a time and a price", "un retard a une heure et un prix"),
             TXT("give due and late_per_hour", "donnez due et late_per_hour"));
    if (!timed || !priced) return;
    task->due_s = (int64_t)due_s, task->late_per_hour = (int64_t)per_hour;
    t->has_prices |= per_hour > 0;
}

void mlg__own_shipment(const struct jat *at)
{
    struct jat m;
    if (own(at, &m)) mlg__jat_keys(&m, NULL, 0, NULL, 0);
}

/* ---- the whole ------------------------------------------------------------------------------------------------- */

void mlg__own_settle(struct tasks *t, mlg_findings *found)
{
    if (t->goal.least_co2 && t->has_prices)
        mlg__warn(found, "maillage/objective",
                  TXT("CO2 alone decides: prices have no effect", "le CO2 seul décide : les prix sont sans effet"),
                  TXT("take the objective cost, with co2_per_kg", "prenez l'objectif cost, avec co2_per_kg"));
    for (int32_t i = 0; i < t->vehicle_count && mlg__co2_counts(&t->goal); i++) {
        char where[64];
        snprintf(where, sizeof where, "vehicles/%d/maillage/class", i);
        if (!t->vehicles[i].emissions)
            mlg__find(
                found, MLG_BAD_INPUT, where,
                TXT("CO2 counts, but not what vehicle %s emits", "le CO2 compte, mais pas ce que le véhicule %s émet"),
                TXT("name a class of data/emissions/vehicle_classes.csv, for example van35_diesel",
                    "nommez une classe de data/emissions/vehicle_classes.csv, par exemple van35_diesel"),
                t->vehicles[i].name);
    }
}
