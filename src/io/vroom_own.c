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
        FIND(&m, TXT("\"%.40s\" is no objective", "« %.40s » n'est pas un objectif"), TXT("cost or co2", "cost ou co2"), word);
    t->goal.co2_per_kg = number_of(at, "co2_per_kg", 0, 1e9, 0);
    if (t->goal.least_co2 && price.v)
        WARN(&price, TXT("no price is needed where CO2 alone decides", "aucun prix n'est utile quand seul le CO2 décide"),
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
        FIND(&m, TXT("amounts have %d dimensions, counted from 0", "les quantités ont %d dimensions, comptées à partir de 0"),
             NO_HINT, t->dims);
}

void mlg__own_document(struct tasks *t, const struct jat *at)
{
    static const char *const known[] = { "objective", "co2_per_kg", "weight", "kg_per_unit" };
    struct jat m;
    t->goal = (struct task_goal) { .weight = MLG_NONE, .kg_per_unit = 1 };
    if (!own(at, &m)) return;
    KEYS(&m, known);
    read_objective(t, &m);
    read_weight(t, &m);
}

/* ---- vehicles and tasks ---------------------------------------------------------------------------------------- */

void mlg__own_vehicle(struct tasks *t, const struct jat *at, struct task_vehicle *v)
{
    static const char *const known[] = { "class" };
    struct jat m;
    if (!own(at, &m)) return;
    KEYS(&m, known);
    v->emissions = text_of(t, &m, "class");
}

void mlg__own_task(struct tasks *t, const struct jat *at, struct task *task)
{
    static const char *const known[] = { "" };
    struct jat m;
    (void)t, (void)task;
    if (own(at, &m)) mlg__jat_keys(&m, known, 0, NULL, 0);
}

void mlg__own_shipment(struct tasks *t, const struct jat *at)
{
    static const char *const known[] = { "" };
    struct jat m;
    (void)t;
    if (own(at, &m)) mlg__jat_keys(&m, known, 0, NULL, 0);
}

/* ---- the whole ------------------------------------------------------------------------------------------------- */

void mlg__own_settle(struct tasks *t, mlg_findings *found)
{
    const bool priced = t->goal.least_co2 || t->goal.co2_per_kg > 0;
    for (int32_t i = 0; i < t->vehicle_count && priced; i++) {
        char where[64];
        snprintf(where, sizeof where, "vehicles/%d/maillage/class", i);
        if (!t->vehicles[i].emissions)
            mlg__find(found, MLG_BAD_INPUT, where,
                      TXT("CO2 counts, but not what vehicle %s emits", "le CO2 compte, mais pas ce que le véhicule %s émet"),
                      TXT("name a class of data/emissions/vehicle_classes.csv, for example van35_diesel",
                          "nommez une classe de data/emissions/vehicle_classes.csv, par exemple van35_diesel"),
                      t->vehicles[i].name);
    }
}
