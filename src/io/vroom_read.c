/* vroom_read.c — VROOM's JSON into tasks. Every object is read by one function that knows its keys; what only the whole
 * document decides (ids that stand twice, given routes) follows at the end.
 *
 * To add a key: its name in the list of known keys of its object, and its line in the function below the list. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/looks.h"
#include "io/vroom.h"
#include "io/vroom_own.h"

#define COUNT(list) ((int32_t)(sizeof(list) / sizeof *(list)))
#define KEYS(at, known) mlg__jat_keys((at), (known), COUNT(known), NULL, 0)

static const uint64_t uint_max = UINT32_MAX;

struct reader {
    struct tasks *t;
    struct jtree tree;
    mlg_findings *found;
    int32_t task_cap;
};

#define FIND(at, ...) mlg__find((at)->found, MLG_BAD_INPUT, mlg__jat_where(at).text, __VA_ARGS__)
#define WARN(at, ...) mlg__warn((at)->found, mlg__jat_where(at).text, __VA_ARGS__)

/* ---- small values ---------------------------------------------------------------------------------------------- */

static int64_t uint_of(const struct jat *at, const char *key, int64_t fallback)
{
    const struct jat m = mlg__jat_member(at, key);
    uint64_t value = 0;
    return mlg__jat_uint(&m, uint_max, &value) ? (int64_t)value : fallback;
}

static const char *text_of(struct reader *r, const struct jat *at, const char *key, const char *fallback)
{
    const struct jat m = mlg__jat_member(at, key);
    const char *text = mlg__jat_text(&m);
    return text ? mlg__arena_text(&r->t->arena, text) : fallback;
}

/* kind: "job", "pickup"…, as the message names it. */
static bool id_of(const struct jat *at, struct mlg_txt kind, uint64_t *id)
{
    const struct jat m = mlg__jat_member(at, "id");
    if (m.v) return mlg__jat_uint(&m, UINT64_MAX, id);
    FIND(&m, TXT("a %s has no id", "il manque l'identifiant : %s"),
         TXT("give it a whole number of its own", "donnez-lui un nombre entier qui lui soit propre"),
         kind.in[mlg__findings_lang(at->found) == MLG_FR]);
    return false;
}

/* A list of as many whole numbers as there are dimensions. Returns that, or MLG_NONE when it was not given or is wrong.
 */
static int32_t amount_of(struct reader *r, const struct jat *at, const char *key, int64_t *loads)
{
    const struct jat m = mlg__jat_member(at, key);
    const bool fr = mlg__findings_lang(r->found) == MLG_FR;
    const int32_t dims = r->t->dims;
    char hint[100];
    if (!mlg__jat_list(&m)) return MLG_NONE;
    struct jat item = mlg__jat_item(&m, 0);
    for (int32_t i = 0; item.v; mlg__jat_next(&item), i++) {
        uint64_t value = 0;
        if (mlg__jat_uint(&item, uint_max, &value) && i < MLG_LOADS_MAX) loads[i] = (int64_t)value;
    }
    if (m.v->count == dims) return dims;
    if (m.v->count > MLG_LOADS_MAX)
        FIND(&m, TXT("%d dimensions, above the limit of %d", "%d dimensions, au-dessus de la limite de %d"), NO_HINT,
             m.v->count, MLG_LOADS_MAX);
    else {
        snprintf(hint, sizeof hint,
                 fr ? "la capacité du premier véhicule en fixe le nombre : %d"
                    : "the capacity of the first vehicle fixes the number: %d",
                 dims);
        FIND(&m,
             m.v->count == 1 ? TXT("%d value instead of %d", "%d valeur au lieu de %d")
                             : TXT("%d values instead of %d", "%d valeurs au lieu de %d"),
             TXT(hint, hint), m.v->count, dims);
    }
    return MLG_NONE;
}

static const int32_t *skills_of(struct reader *r, const struct jat *at, int32_t *count)
{
    const struct jat m = mlg__jat_member(at, "skills");
    *count = 0;
    if (!mlg__jat_list(&m)) return NULL;
    int32_t *skills = arena_array(&r->t->arena, int32_t, m.v->count);
    struct jat item = mlg__jat_item(&m, 0);
    for (; item.v && skills; mlg__jat_next(&item)) {
        uint64_t value;
        if (mlg__jat_uint(&item, uint_max, &value))
            skills[(*count)++] = (int32_t)(uint32_t)value; /* a name, not a quantity */
    }
    return skills;
}

/* ---- places ---------------------------------------------------------------------------------------------------- */

static bool point_of(const struct jat *at, struct task_place *p)
{
    if (!at->v) return false;
    struct jat lon = mlg__jat_item(at, 0), lat = mlg__jat_item(at, 1);
    if (!mlg__jat_list(at)) return false;
    if (at->v->count < 2) {
        FIND(at, TXT("%d coordinates instead of two", "%d coordonnée au lieu de deux"),
             TXT("write [longitude, latitude]", "écrivez [longitude, latitude]"), at->v->count);
        return false;
    }
    const bool read = mlg__jat_number(&lon, &p->lon_deg), both = mlg__jat_number(&lat, &p->lat_deg) && read;
    if (!both) return false;
    if (!(p->lon_deg >= -180 && p->lon_deg <= 180 && p->lat_deg >= -90 && p->lat_deg <= 90)) {
        FIND(at, TXT("longitude %g, latitude %g is not on the globe", "longitude %g, latitude %g : hors du globe"),
             TXT("longitude comes first: [lon, lat], in degrees", "la longitude vient d'abord : [lon, lat], en degrés"),
             p->lon_deg, p->lat_deg);
        return false;
    }
    return p->has_point = true;
}

/* point_key, index_key: either, or both. An index stands for a row of the matrices: whether it is one is seen later. */
static void place_of(const struct reader *r, const struct jat *at, const char *point_key, const char *index_key,
                     struct task_place *p)
{
    const struct jat point = mlg__jat_member(at, point_key), index = mlg__jat_member(at, index_key);
    uint64_t value;
    *p = (struct task_place) { .index = MLG_NONE, .place = MLG_NONE };
    point_of(&point, p);
    if (mlg__jat_uint(&index, uint_max, &value)) p->has_index = true, p->index = (int64_t)value;
    if (index.v && !r->t->has_matrices)
        FIND(&index, TXT("an index is given, but no matrices", "un indice est donné, mais pas de matrices"),
             TXT("add matrices, or give coordinates alone", "ajoutez des matrices, ou donnez des coordonnées seules"));
}

static void need_place(const struct reader *r, const struct jat *at, const char *point_key, const char *index_key)
{
    const struct jat point = mlg__jat_member(at, point_key), index = mlg__jat_member(at, index_key);
    if (r->t->has_matrices && !index.v)
        FIND(&index, TXT("the index into the matrices is missing", "l'indice dans les matrices manque"),
             TXT("with matrices every place has an index", "avec des matrices, chaque lieu a un indice"));
    else if (!point.v && !index.v)
        FIND(&point, TXT("there is no place", "il n'y a pas de lieu"),
             TXT("write [longitude, latitude]", "écrivez [longitude, latitude]"));
}

/* ---- windows --------------------------------------------------------------------------------------------------- */

static bool window_of(const struct jat *at, struct task_window *w)
{
    uint64_t ends[2] = { 0, 0 };
    if (!mlg__jat_list(at)) return false;
    if (at->v->count != 2) {
        FIND(at, TXT("a window has two numbers, not %d", "un créneau a deux nombres, et non %d"),
             TXT("write [start, end] in seconds", "écrivez [début, fin] en secondes"), at->v->count);
        return false;
    }
    struct jat item = mlg__jat_item(at, 0);
    bool read = mlg__jat_uint(&item, uint_max, &ends[0]);
    mlg__jat_next(&item);
    read = mlg__jat_uint(&item, uint_max, &ends[1]) && read;
    if (read && ends[0] > ends[1]) {
        FIND(at,
             TXT("the window [%llu, %llu] ends before it starts", "le créneau [%llu, %llu] finit avant de commencer"),
             TXT("swap the two numbers", "échangez les deux nombres"), (unsigned long long)ends[0],
             (unsigned long long)ends[1]);
        return false;
    }
    *w = (struct task_window) { (int64_t)ends[0], (int64_t)ends[1] };
    return read;
}

static int by_open(const void *a, const void *b)
{
    const struct task_window *x = a, *y = b;
    return (x->open_s > y->open_s) - (x->open_s < y->open_s);
}

static struct task_windows windows_of(struct reader *r, const struct jat *at)
{
    const struct jat m = mlg__jat_member(at, "time_windows");
    struct task_windows list = { NULL, 0 };
    if (!mlg__jat_list(&m)) return list;
    if (m.v->count == 0) {
        FIND(&m, TXT("the list of windows is empty", "la liste des créneaux est vide"),
             TXT("leave the key out for no limit", "sans limite, retirez la clé"));
        return list;
    }
    struct task_window *to = arena_array(&r->t->arena, struct task_window, m.v->count);
    struct jat item = mlg__jat_item(&m, 0);
    for (; item.v && to; mlg__jat_next(&item)) list.count += window_of(&item, &to[list.count]);
    list.of = to;
    r->t->timed = true;
    if (!to) return list;
    qsort(to, (size_t)list.count, sizeof *to, by_open);
    for (int32_t i = 1; i < list.count; i++)
        if (to[i].open_s <= to[i - 1].close_s)
            FIND(&m,
                 TXT("the windows [%lld, %lld] and [%lld, %lld] overlap or touch",
                     "les créneaux [%lld, %lld] et [%lld, %lld] se chevauchent ou se touchent"),
                 TXT("join the two", "joignez les deux"), (long long)to[i - 1].open_s, (long long)to[i - 1].close_s,
                 (long long)to[i].open_s, (long long)to[i].close_s);
    return list;
}

/* ---- tasks ----------------------------------------------------------------------------------------------------- */

/* key, and key_per_type */
static struct work_seconds work_of(struct reader *r, const struct jat *at, const char *key)
{
    char per_type[32];
    snprintf(per_type, sizeof per_type, "%s_per_type", key);
    const struct jat m = mlg__jat_member(at, per_type);
    struct work_seconds w = { .seconds = uint_of(at, key, 0) };
    if (!mlg__jat_object(&m)) return w;
    struct type_seconds *list = arena_array(&r->t->arena, struct type_seconds, m.v->count);
    for (const struct jvalue *v = m.v->first; v && list; v = v->next) {
        const struct jat entry = { .v = v, .up = &m, .key = v->key, .found = r->found };
        uint64_t seconds = 0;
        if (!v->key[0])
            FIND(&m, TXT("a type of vehicle has an empty name", "un type de véhicule a un nom vide"),
                 TXT("name it as in the vehicles' \"type\"", "nommez-le comme dans « type » des véhicules"));
        if (mlg__jat_uint(&entry, uint_max, &seconds))
            list[w.type_count++] = (struct type_seconds) { mlg__arena_text(&r->t->arena, v->key), (int64_t)seconds };
    }
    w.by_type = list;
    return w;
}

static int32_t priority_of(const struct jat *at)
{
    const struct jat m = mlg__jat_member(at, "priority");
    uint64_t value = 0;
    if (mlg__jat_uint(&m, 100, &value)) return (int32_t)value;
    return 0;
}

static struct task *new_task(struct reader *r, enum task_kind kind, int32_t row)
{
    struct tasks *t = r->t;
    struct task *grown = mlg__grow(t->tasks, &r->task_cap, t->task_count + 1, sizeof *grown);
    if (!grown) return t->arena.failed = true, NULL;
    t->tasks = grown;
    struct task *task = &grown[t->task_count++];
    *task = (struct task) { .kind = kind, .row = row, .mate = MLG_NONE, .name = "", .description = "" };
    return task;
}

/* What a job and each half of a shipment have in common. */
static void read_visit(struct reader *r, const struct jat *at, struct task *task, struct mlg_txt kind)
{
    char name[24] = "";
    if (id_of(at, kind, &task->id)) snprintf(name, sizeof name, "%llu", (unsigned long long)task->id);
    task->name = mlg__arena_text(&r->t->arena, name);
    task->description = text_of(r, at, "description", "");
    place_of(r, at, "location", "location_index", &task->at);
    need_place(r, at, "location", "location_index");
    task->setup = work_of(r, at, "setup");
    task->service = work_of(r, at, "service");
    task->windows = windows_of(r, at);
}

static void read_job(struct reader *r, const struct jat *at)
{
    static const char *const known[] = {
        "id",      "description",    "location",         "location_index", "setup",
        "service", "setup_per_type", "service_per_type", "delivery",       "pickup",
        "amount",  "skills",         "priority",         "time_windows",   "maillage"
    };
    struct task *task = new_task(r, TASK_JOB, at->index);
    if (!task || !mlg__jat_object(at)) return;
    KEYS(at, known);
    read_visit(r, at, task, TXT("job", "une tâche (job)"));
    const struct jat amount = mlg__jat_member(at, "amount"), delivery = mlg__jat_member(at, "delivery"),
                     pickup = mlg__jat_member(at, "pickup");
    const bool old = amount.v && !delivery.v && !pickup.v;
    amount_of(r, at, old ? "amount" : "delivery", task->delivery);
    amount_of(r, at, "pickup", task->pickup);
    if (amount.v)
        WARN(&amount,
             old ? TXT("old key, read as delivery", "ancienne clé, lue comme delivery")
                 : TXT("old key, ignored beside delivery and pickup",
                       "ancienne clé, ignorée à côté de delivery et pickup"),
             TXT("write delivery", "écrivez delivery"));
    task->skills = skills_of(r, at, &task->skill_count);
    task->priority = priority_of(at);
    mlg__own_task(r->t, at, task);
}

static void read_half(struct reader *r, const struct jat *shipment, const char *key, enum task_kind kind,
                      const struct task *shared)
{
    static const char *const known[] = {
        "id",      "description",    "location",         "location_index", "setup",
        "service", "setup_per_type", "service_per_type", "time_windows",   "maillage"
    };
    const struct jat at = mlg__jat_member(shipment, key);
    struct task *task = new_task(r, kind, shipment->index);
    if (!task) return;
    task->skills = shared->skills, task->skill_count = shared->skill_count, task->priority = shared->priority;
    memcpy(kind == TASK_PICKUP ? task->pickup : task->delivery, shared->pickup, sizeof shared->pickup);
    task->mate = r->t->task_count - 1 + (kind == TASK_PICKUP ? 1 : -1);
    if (!at.v) {
        FIND(&at, TXT("a shipment has no %s", "une expédition n'a pas de « %s »"),
             TXT("a shipment has both, pickup and delivery", "une expédition a les deux, pickup et delivery"), key);
        return;
    }
    if (!mlg__jat_object(&at)) return;
    KEYS(&at, known);
    read_visit(r, &at, task,
               kind == TASK_PICKUP ? TXT("pickup", "un enlèvement (pickup)")
                                   : TXT("delivery", "une livraison (delivery)"));
    mlg__own_task(r->t, &at, task);
}

static void read_shipment(struct reader *r, const struct jat *at)
{
    static const char *const known[] = { "pickup", "delivery", "amount", "skills", "priority", "maillage" };
    struct task shared = { .priority = 0 };
    if (!mlg__jat_object(at)) return;
    KEYS(at, known);
    amount_of(r, at, "amount", shared.pickup);
    shared.skills = skills_of(r, at, &shared.skill_count);
    shared.priority = priority_of(at);
    mlg__own_shipment(at);
    read_half(r, at, "pickup", TASK_PICKUP, &shared);
    read_half(r, at, "delivery", TASK_DELIVERY, &shared);
}

/* ---- vehicles -------------------------------------------------------------------------------------------------- */

static void read_costs(const struct jat *at, struct task_vehicle *v)
{
    static const char *const known[] = { "fixed", "per_hour", "per_task_hour", "per_km" };
    if (!mlg__jat_object(at)) return;
    KEYS(at, known);
    v->fixed = uint_of(at, "fixed", 0);
    v->per_hour = uint_of(at, "per_hour", 3600);
    v->per_task_hour = uint_of(at, "per_task_hour", 0);
    v->per_km = uint_of(at, "per_km", 0);
}

/* max_load has the length of this vehicle's own capacity, which is that of all. */
static void read_break(struct reader *r, const struct jat *at, struct task_break *k)
{
    static const char *const known[] = { "id", "time_windows", "service", "description", "max_load" };
    if (!mlg__jat_object(at)) return;
    KEYS(at, known);
    id_of(at, TXT("break", "une pause (break)"), &k->id);
    k->description = text_of(r, at, "description", "");
    k->windows = windows_of(r, at);
    k->service_s = uint_of(at, "service", 0);
    k->load_limited = amount_of(r, at, "max_load", k->max_load) != MLG_NONE;
}

static void read_breaks(struct reader *r, const struct jat *at, struct task_vehicle *v)
{
    const struct jat m = mlg__jat_member(at, "breaks");
    if (!mlg__jat_list(&m) || !m.v->count) return;
    struct task_break *list = arena_array(&r->t->arena, struct task_break, m.v->count);
    struct jat item = mlg__jat_item(&m, 0);
    for (; item.v && list; mlg__jat_next(&item)) {
        struct task_break *k = &list[v->break_count++];
        k->description = "";
        read_break(r, &item, k);
        for (const struct task_break *other = list; other < k; other++)
            if (other->id == k->id)
                FIND(&item, TXT("break id %llu stands twice", "l'identifiant de pause %llu figure deux fois"),
                     TXT("give each break of a vehicle its own id",
                         "donnez à chaque pause d'un véhicule son identifiant"),
                     (unsigned long long)k->id);
    }
    v->breaks = list;
    r->t->timed = true;
}

static void read_step(const struct jat *at, struct task_step *s, bool first, bool last)
{
    static const char *const known[] = { "type", "id", "service_at", "service_after", "service_before", "description" };
    const struct jat type = mlg__jat_member(at, "type");
    *s = (struct task_step) { .kind = STEP_JOB, .row = at->index, .index = MLG_NONE, .until_s = INT64_MAX };
    if (!mlg__jat_object(at)) return;
    KEYS(at, known);
    const char *word = mlg__jat_text(&type);
    s->kind = word ? mlg__step_kind(word) : STEP_KINDS;
    if (s->kind == STEP_KINDS) {
        if (!type.v || word)
            FIND(&type, TXT("\"%.40s\" is no type of step", "« %.40s » n'est pas un type d'étape"),
                 TXT("start, job, pickup, delivery, break or end", "start, job, pickup, delivery, break ou end"),
                 word ? word : "");
        return;
    }
    if ((s->kind == STEP_START && !first) || (s->kind == STEP_END && !last))
        FIND(&type,
             s->kind == STEP_START
                 ? TXT("a start that is not the first step", "un départ (start) qui n'est pas la première étape")
                 : TXT("an end that is not the last step", "une fin (end) qui n'est pas la dernière étape"),
             TXT("both may be left out", "les deux peuvent être omis"));
    if (s->kind != STEP_START && s->kind != STEP_END && !id_of(at, TXT("step", "une étape"), &s->id))
        s->kind = STEP_KINDS;
    const int64_t at_s = uint_of(at, "service_at", MLG_NONE), after = uint_of(at, "service_after", MLG_NONE),
                  before = uint_of(at, "service_before", MLG_NONE);
    if (after != MLG_NONE) s->from_s = after;
    if (before != MLG_NONE) s->until_s = before;
    if (at_s != MLG_NONE) {
        if (at_s < s->from_s || at_s > s->until_s)
            FIND(at,
                 TXT("service_at %lld is outside service_after and service_before",
                     "service_at %lld n'est pas entre service_after et service_before"),
                 TXT("keep one of them", "gardez l'un d'eux"), (long long)at_s);
        s->from_s = s->until_s = at_s;
    } else if (s->from_s > s->until_s)
        FIND(at,
             TXT("service_after %lld is later than service_before %lld",
                 "service_after %lld est plus tard que service_before %lld"),
             TXT("swap the two", "échangez les deux"), (long long)s->from_s, (long long)s->until_s);
}

static void read_steps(struct reader *r, const struct jat *at, struct task_vehicle *v)
{
    const struct jat m = mlg__jat_member(at, "steps");
    if (!mlg__jat_list(&m)) return;
    struct task_step *list = arena_array(&r->t->arena, struct task_step, m.v->count);
    struct jat item = mlg__jat_item(&m, 0);
    for (; item.v && list; mlg__jat_next(&item)) {
        read_step(&item, &list[v->step_count], v->step_count == 0, v->step_count == m.v->count - 1);
        v->step_count++;
    }
    v->steps = list;
    v->steps_given = m.v->count > 0;
    r->t->has_steps |= v->steps_given;
}

/* A number above 0, at most 5. */
static double speed_of(const struct jat *at)
{
    const struct jat m = mlg__jat_member(at, "speed_factor");
    double speed = 1;
    if (!mlg__jat_number(&m, &speed)) return 1;
    if (speed > 0 && speed <= 5) return speed;
    FIND(&m, TXT("%g is not above 0 and at most 5", "%g n'est pas entre 0 (exclu) et 5"),
         TXT("1 changes nothing, 2 is twice as fast", "1 ne change rien, 2 va deux fois plus vite"), speed);
    return 1;
}

static void read_ends(struct reader *r, const struct jat *at, struct task_vehicle *v)
{
    const struct jat start = mlg__jat_member(at, "start"), start_index = mlg__jat_member(at, "start_index"),
                     end = mlg__jat_member(at, "end"), end_index = mlg__jat_member(at, "end_index");
    v->has_start = start.v || start_index.v;
    v->has_end = end.v || end_index.v;
    place_of(r, at, "start", "start_index", &v->start);
    place_of(r, at, "end", "end_index", &v->end);
    if (v->has_start) need_place(r, at, "start", "start_index");
    if (v->has_end) need_place(r, at, "end", "end_index");
    if (!v->has_start && !v->has_end)
        FIND(at, TXT("vehicle %s has neither start nor end", "le véhicule %s n'a ni départ ni arrivée"),
             TXT("give start, end or both", "donnez start, end ou les deux"), v->name);
}

static void read_vehicle(struct reader *r, const struct jat *at, struct task_vehicle *v)
{
    static const char *const known[] = { "id",           "profile",      "description", "start",
                                         "end",          "start_index",  "end_index",   "capacity",
                                         "costs",        "skills",       "type",        "time_window",
                                         "breaks",       "speed_factor", "max_tasks",   "max_travel_time",
                                         "max_distance", "steps",        "maillage" };
    char name[24] = "";
    *v = mlg__tasks_plain_vehicle();
    if (!mlg__jat_object(at)) return;
    KEYS(at, known);
    if (id_of(at, TXT("vehicle", "un véhicule"), &v->id))
        snprintf(name, sizeof name, "%llu", (unsigned long long)v->id);
    v->name = mlg__arena_text(&r->t->arena, name);
    v->profile_given = mlg__jat_member(at, "profile").v != NULL;
    v->profile = text_of(r, at, "profile", "car");
    v->description = text_of(r, at, "description", "");
    v->type = text_of(r, at, "type", "");
    read_ends(r, at, v);
    const struct jat capacity = mlg__jat_member(at, "capacity"), costs = mlg__jat_member(at, "costs"),
                     window = mlg__jat_member(at, "time_window");
    if (capacity.v) amount_of(r, at, "capacity", v->capacity);
    else if (r->t->dims)
        FIND(&capacity, TXT("0 values instead of %d", "0 valeur au lieu de %d"),
             TXT("every vehicle has the dimensions of the first", "chaque véhicule a les dimensions du premier"),
             r->t->dims);
    read_costs(&costs, v);
    v->skills = skills_of(r, at, &v->skill_count);
    v->has_window = window_of(&window, &v->window);
    r->t->timed |= v->has_window;
    read_breaks(r, at, v);
    v->speed_factor = speed_of(at);
    v->max_tasks = uint_of(at, "max_tasks", MLG_NONE);
    v->max_drive_s = uint_of(at, "max_travel_time", MLG_NONE);
    v->max_distance_m = uint_of(at, "max_distance", MLG_NONE);
    read_steps(r, at, v);
    mlg__own_vehicle(r->t, at, v);
}

/* ---- matrices -------------------------------------------------------------------------------------------------- */

static const struct jtable *table_of(const struct jat *at)
{
    if (!at->v) return NULL;
    if (at->v->type != JT_TABLE) {
        if (at->v->type == JT_LIST)
            FIND(at, TXT("the matrix is empty", "la matrice est vide"),
                 TXT("write rows of whole numbers", "écrivez des lignes de nombres entiers"));
        else mlg__jat_list(at);
        return NULL;
    }
    const struct jtable *t = at->v->table;
    if (t->bad_row == MLG_NONE) {
        if (t->too_large_count)
            WARN(at, TXT("%lld entries above %d count as unreachable", "%lld valeurs au-dessus de %d : inaccessibles"),
                 TXT("no route will use these legs", "aucune tournée ne prendra ces trajets"),
                 (long long)t->too_large_count, MLG_LEG_MAX);
        return t;
    }
    const struct jat row = { .v = at->v, .up = at, .index = t->bad_row, .found = at->found };
    const struct jat entry = { .v = at->v, .up = &row, .index = t->bad_column, .found = at->found };
    if (t->bad_column != MLG_NONE)
        FIND(&entry,
             TXT("an entry is not a whole number from 0 to 4294967295",
                 "une valeur n'est pas un nombre entier de 0 à 4294967295"),
             TXT("write digits alone: no sign, no decimals", "écrivez des chiffres seuls : ni signe, ni décimales"));
    else
        FIND(&row,
             TXT("%d rows or entries where the first row has %d: the matrix is not square",
                 "%d lignes ou valeurs là où la première ligne en a %d : la matrice n'est pas carrée"),
             TXT("give as many rows as each row has entries", "donnez autant de lignes que chaque ligne a de valeurs"),
             t->bad_length, t->size);
    return NULL;
}

static void same_size(const struct jat *at, const struct jtable *t, int32_t *size)
{
    if (!t) return;
    if (*size == 0) *size = t->size;
    else if (t->size != *size)
        FIND(at, TXT("%d rows, where another matrix has %d", "%d lignes, là où une autre matrice en a %d"),
             TXT("all matrices are of the same places", "toutes les matrices portent sur les mêmes lieux"), t->size,
             *size);
}

static void read_profile(struct reader *r, const struct jat *at, struct task_legs *l)
{
    static const char *const known[] = { "durations", "distances", "costs" };
    *l = (struct task_legs) { .profile = mlg__arena_text(&r->t->arena, at->key) };
    if (!mlg__jat_object(at)) return;
    KEYS(at, known);
    const struct jat durations = mlg__jat_member(at, "durations"), distances = mlg__jat_member(at, "distances"),
                     costs = mlg__jat_member(at, "costs");
    l->durations = table_of(&durations);
    l->distances = table_of(&distances);
    l->costs = table_of(&costs);
    same_size(&durations, l->durations, &r->t->place_count);
    same_size(&distances, l->distances, &r->t->place_count);
    same_size(&costs, l->costs, &r->t->place_count);
    if (!durations.v && (distances.v || costs.v))
        FIND(distances.v ? &distances : &costs, TXT("%s without durations", "%s sans durations"),
             TXT("times are needed for every test of time", "les durées servent à chaque contrôle d'horaire"),
             distances.v ? "distances" : "costs");
}

static void read_matrices(struct reader *r, const struct jat *top)
{
    struct tasks *t = r->t;
    const struct jat all = mlg__jat_member(top, "matrices"), old = mlg__jat_member(top, "matrix");
    if (old.v)
        WARN(&old,
             all.v ? TXT("old key, ignored beside matrices", "ancienne clé, ignorée à côté de matrices")
                   : TXT("old key, read as the durations of car", "ancienne clé, lue comme les durées de car"),
             TXT("write matrices.car.durations", "écrivez matrices.car.durations"));
    t->has_matrices = (all.v && all.v->type == JT_OBJECT && all.v->count) || (old.v && !all.v);
    if (old.v && !all.v) {
        t->legs = arena_array(&t->arena, struct task_legs, 1);
        if (!t->legs) return;
        t->legs_count = 1;
        t->legs[0] = (struct task_legs) { .profile = "car", .durations = table_of(&old) };
        same_size(&old, t->legs[0].durations, &t->place_count);
        return;
    }
    if (!mlg__jat_object(&all)) return;
    t->legs = arena_array(&t->arena, struct task_legs, all.v->count);
    for (const struct jvalue *v = all.v->first; v && t->legs; v = v->next) {
        const struct jat at = { .v = v, .up = &all, .key = v->key, .found = r->found };
        read_profile(r, &at, &t->legs[t->legs_count++]);
    }
}

/* ---- the whole ------------------------------------------------------------------------------------------------- */

struct named {
    int32_t kind;
    uint64_t id;
    int32_t task;
};

static int by_kind_id(const void *a, const void *b)
{
    const struct named *x = a, *y = b;
    if (x->kind != y->kind) return x->kind < y->kind ? -1 : 1;
    if (x->id != y->id) return x->id < y->id ? -1 : 1;
    return (x->task > y->task) - (x->task < y->task);
}

static void task_where(const struct task *task, char *where, size_t size)
{
    if (task->kind == TASK_JOB) snprintf(where, size, "jobs/%d/id", task->row);
    else snprintf(where, size, "shipments/%d/%s/id", task->row, task->kind == TASK_PICKUP ? "pickup" : "delivery");
}

static void check_ids(const struct reader *r, const struct named *names)
{
    static const struct mlg_txt kinds[] = { TXT("job", "job"), TXT("pickup", "pickup"), TXT("delivery", "delivery") };
    for (int32_t i = 1, first = 0; i < r->t->task_count; i++) {
        if (names[i].kind != names[first].kind || names[i].id != names[first].id) {
            first = i;
            continue;
        }
        char where[64];
        const struct task *task = &r->t->tasks[names[i].task];
        if (!task->name || !task->name[0]) continue; /* told */
        task_where(task, where, sizeof where);
        mlg__find(r->found, MLG_BAD_INPUT, where,
                  TXT("%s id %llu stands twice", "l'identifiant %2$llu (%1$s) figure deux fois"),
                  TXT("give each its own id", "donnez à chacun son identifiant"), kinds[task->kind].in[0],
                  (unsigned long long)task->id);
    }
}

static int32_t find_break(const struct task_vehicle *v, uint64_t id)
{
    for (int32_t i = 0; i < v->break_count; i++)
        if (v->breaks[i].id == id) return i;
    return MLG_NONE;
}

static int32_t find_task(const struct tasks *t, const struct named *names, enum task_kind kind, uint64_t id)
{
    const struct named key = { (int32_t)kind, id, 0 };
    int32_t low = 0, high = t->task_count;
    while (low < high) {
        const int32_t middle = low + (high - low) / 2;
        if (by_kind_id(&names[middle], &key) < 0) low = middle + 1;
        else high = middle;
    }
    return low < t->task_count && names[low].kind == key.kind && names[low].id == id ? names[low].task : MLG_NONE;
}

/* Whether a step names what a step before it names: a task in any vehicle, a break in its own. */
static bool named_before(const struct task_vehicle *v, int32_t k, bool *used)
{
    const struct task_step *s = &v->steps[k];
    if (s->kind != STEP_BREAK) {
        const bool again = used[s->index];
        used[s->index] = true;
        return again;
    }
    for (int32_t b = 0; b < k; b++)
        if (v->steps[b].kind == STEP_BREAK && v->steps[b].index == s->index) return true;
    return false;
}

/* Steps name tasks and breaks that exist, each once. */
static void resolve_step(const struct reader *r, const struct named *names, int32_t vehicle, int32_t k, bool *used)
{
    const struct task_vehicle *v = &r->t->vehicles[vehicle];
    struct task_step *s = &v->steps[k];
    char where[64];
    if (!mlg__step_is_task(s->kind) && s->kind != STEP_BREAK) return;
    snprintf(where, sizeof where, "vehicles/%d/steps/%d", vehicle, s->row);
    s->index = s->kind == STEP_BREAK ? find_break(v, s->id)
                                     : find_task(r->t, names, (enum task_kind)(s->kind - STEP_JOB), s->id);
    if (s->index == MLG_NONE)
        mlg__find(
            r->found, MLG_BAD_INPUT, where,
            TXT("id %llu does not exist for this type of step", "l'identifiant %llu n'existe pas pour ce type d'étape"),
            TXT("steps name tasks of the document and breaks of their vehicle",
                "les étapes citent des tâches du document et des pauses de leur véhicule"),
            (unsigned long long)s->id);
    else if (named_before(v, k, used))
        mlg__find(r->found, MLG_BAD_INPUT, where,
                  TXT("id %llu is in given steps already", "l'identifiant %llu est déjà dans des étapes données"),
                  TXT("name each task and break once", "citez chaque tâche et chaque pause une fois"),
                  (unsigned long long)s->id);
}

static mlg_status check_whole(struct reader *r, mlg_error *err)
{
    struct tasks *t = r->t;
    struct named *names = mlg__malloc((size_t)t->task_count * sizeof *names);
    bool *used = mlg__malloc((size_t)t->task_count);
    const bool ready = names && used;
    for (int32_t i = 0; ready && i < t->task_count; i++)
        names[i] = (struct named) { (int32_t)t->tasks[i].kind, t->tasks[i].id, i };
    if (ready) {
        qsort(names, (size_t)t->task_count, sizeof *names, by_kind_id);
        check_ids(r, names);
        for (int32_t i = 0; i < t->vehicle_count; i++)
            for (int32_t k = 0; k < t->vehicles[i].step_count; k++) resolve_step(r, names, i, k, used);
    }
    mlg__free(names);
    mlg__free(used);
    return ready ? MLG_OK : mlg__no_memory(err, t->file);
}

struct by_vehicle_id {
    uint64_t id;
    int32_t row;
};
static int by_vehicle(const void *a, const void *b)
{
    const struct by_vehicle_id *x = a, *y = b;
    if (x->id != y->id) return x->id < y->id ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

/* VROOM lets a vehicle's id stand twice; so do we, aloud. */
static void warn_vehicle_ids(const struct reader *r)
{
    const struct tasks *t = r->t;
    struct by_vehicle_id *ids = mlg__malloc((size_t)t->vehicle_count * sizeof *ids);
    if (!ids) return;
    for (int32_t i = 0; i < t->vehicle_count; i++) ids[i] = (struct by_vehicle_id) { t->vehicles[i].id, i };
    qsort(ids, (size_t)t->vehicle_count, sizeof *ids, by_vehicle);
    for (int32_t i = 1; i < t->vehicle_count; i++)
        if (ids[i].id == ids[i - 1].id) {
            char where[48];
            snprintf(where, sizeof where, "vehicles/%d/id", ids[i].row);
            mlg__warn(r->found, where,
                      TXT("vehicle id %llu stands twice", "l'identifiant de véhicule %llu figure deux fois"),
                      TXT("routes will be hard to tell apart", "les tournées seront difficiles à distinguer"),
                      (unsigned long long)ids[i].id);
        }
    mlg__free(ids);
}

static void read_vehicles(struct reader *r, const struct jat *top)
{
    struct tasks *t = r->t;
    const struct jat list = mlg__jat_member(top, "vehicles");
    const bool listed = mlg__jat_list(&list);
    if (!list.v || (listed && !list.v->count))
        mlg__find(r->found, MLG_BAD_INPUT, "vehicles", TXT("there is no vehicle", "il n'y a aucun véhicule"),
                  TXT("give at least one", "donnez-en au moins un"));
    if (!listed) return;
    struct jat item = mlg__jat_item(&list, 0);
    const struct jat capacity = mlg__jat_member(&item, "capacity"); /* of the first vehicle */
    t->dims = capacity.v && capacity.v->type == JT_LIST && capacity.v->count <= MLG_LOADS_MAX ? capacity.v->count : 0;
    t->vehicles = arena_array(&t->arena, struct task_vehicle, list.v->count);
    for (; item.v && t->vehicles; mlg__jat_next(&item)) read_vehicle(r, &item, &t->vehicles[t->vehicle_count++]);
    warn_vehicle_ids(r);
}

static void read_tasks(struct reader *r, const struct jat *top)
{
    const struct jat jobs = mlg__jat_member(top, "jobs"), shipments = mlg__jat_member(top, "shipments");
    struct jat item;
    if (mlg__jat_list(&jobs))
        for (item = mlg__jat_item(&jobs, 0); item.v; mlg__jat_next(&item)) read_job(r, &item);
    r->t->job_count = r->t->task_count;
    if (mlg__jat_list(&shipments))
        for (item = mlg__jat_item(&shipments, 0); item.v; mlg__jat_next(&item)) read_shipment(r, &item);
    const bool empty = (!jobs.v || (jobs.v->type == JT_LIST && !jobs.v->count)) &&
                       (!shipments.v || (shipments.v->type == JT_LIST && !shipments.v->count));
    if (empty)
        mlg__find(r->found, MLG_BAD_INPUT, "jobs", TXT("there is no task", "il n'y a aucune tâche"),
                  TXT("give jobs, shipments or both", "donnez jobs, shipments ou les deux"));
}

static mlg_status read_document(struct reader *r, mlg_error *err)
{
    static const char *const known[] = { "vehicles", "jobs", "shipments", "matrices", "matrix", "options", "maillage" };
    /* What clients of hosted services leave in the body. */
    static const char *const quiet[] = { "api_key", "timeout", "host", "service", "api_version", "profile", "format" };
    const struct jat top = { .v = &r->tree.root, .found = r->found };
    if (r->tree.root.type != JT_OBJECT) {
        mlg__find(r->found, MLG_BAD_INPUT, "", TXT("the document is not an object", "le document n'est pas un objet"),
                  TXT("it begins with {", "il commence par {"));
        return MLG_OK;
    }
    mlg__jat_keys(&top, known, COUNT(known), quiet, COUNT(quiet));
    read_matrices(r, &top);
    read_vehicles(r, &top);
    mlg__own_document(r->t, &top);
    read_tasks(r, &top);
    mlg__own_relations(r->t, &top);
    mlg__own_settle(r->t, r->found);
    return r->t->arena.failed ? mlg__no_memory(err, r->t->file) : check_whole(r, err);
}

mlg_status mlg__vroom_read(const char *file, const char *bytes, size_t size, const struct tasks_ask *ask,
                           struct tasks *t, mlg_findings *found, mlg_error *err)
{
    const int64_t before = mlg_findings_count(found, false);
    *t = (struct tasks) { .file = file };
    struct reader r = { .t = t, .found = found };
    const enum looks looks = mlg__looks(bytes, size);
    if (looks != LOOKS_UNKNOWN && looks != LOOKS_TASKS && looks != LOOKS_JSON)
        return mlg__find_other(found, file, TXT("a problem in VROOM's JSON", "un problème en JSON de VROOM"), looks);
    mlg_status status = mlg__jtree_read(&r.tree, file, bytes, size, found, err);
    if (!status) status = read_document(&r, err);
    /* Tables stay: tasks point to them. */
    t->tree = r.tree;
    if (!status && mlg_findings_count(found, false) == before) status = mlg__tasks_settle(t, ask, found, err);
    if (!status && mlg_findings_count(found, false) > before) status = MLG_BAD_INPUT;
    return status;
}

/* ---- one stop more --------------------------------------------------------------------------------------------- */

static void check_new_id(const struct reader *r, const struct jat *top, int32_t first)
{
    const struct tasks *t = r->t;
    const struct jat id = mlg__jat_member(top, "id");
    for (int32_t k = first; k < t->task_count; k++)
        for (int32_t i = 0; i < k; i++)
            if (t->tasks[i].kind == t->tasks[k].kind && t->tasks[i].id == t->tasks[k].id)
                mlg__find(r->found, MLG_BAD_INPUT, mlg__jat_where(&id).text,
                          TXT("%s %llu is in the problem already", "%s %llu est déjà dans le problème"),
                          TXT("give the new stop an id of its own", "donnez au nouvel arrêt son propre identifiant"),
                          mlg__task_name(t->tasks[k].kind), (unsigned long long)t->tasks[k].id);
}

/* A place in a document has no room for a long way to its file. */
static const char *short_name(const char *file)
{
    enum { LONGEST = 60 };
    const char *slash = strlen(file) > LONGEST ? strrchr(file, '/') : NULL;
    return slash ? slash + 1 : file;
}

static const char *place_of_more(struct tasks *t, const char *file, const struct task *task)
{
    static const char *const halves[] = { "", "pickup/", "delivery/" };
    char where[200];
    snprintf(where, sizeof where, "%s/%slocation", short_name(file), halves[task->kind]);
    return mlg__arena_text(&t->arena, where);
}

mlg_status mlg__vroom_read_more(const char *file, const char *bytes, size_t size, struct tasks *t, mlg_findings *found,
                                mlg_error *err)
{
    struct reader r = { .t = t, .found = found };
    const int32_t first = t->task_count;
    mlg_status status = mlg__jtree_read(&r.tree, file, bytes, size, found, err);
    t->more = 1; /* at least */
    const struct jat files = { .found = found },
                     top = { .v = &r.tree.root, .up = &files, .key = short_name(file), .found = found };
    if (!status && mlg__jat_object(&top)) {
        const struct jat pickup = mlg__jat_member(&top, "pickup");
        if (pickup.v && pickup.v->type == JT_OBJECT) read_shipment(&r, &top);
        else read_job(&r, &top);
        check_new_id(&r, &top, first);
    }
    for (int32_t i = first; i < t->task_count; i++) {
        struct task *task = &t->tasks[i];
        task->row = i; /* a place in no list */
        if (!task->at.told_at) task->at.told_at = place_of_more(t, file, task);
        for (int32_t d = 0; d < MLG_LOADS_MAX && t->load_decimals; d++)
            task->delivery[d] *= MLG_MILLI, task->pickup[d] *= MLG_MILLI;
    }
    mlg__jtree_free(&r.tree);
    if (!status && t->arena.failed) status = mlg__no_memory(err, file);
    t->more = t->task_count - first;
    return status;
}
