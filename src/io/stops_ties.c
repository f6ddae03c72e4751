/* stops_ties.c — see stops_ties.h. */
#include "io/stops_ties.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

struct piece mlg__piece(const char *s)
{
    static const char between[] = ";|,";
    while (*s == ' ' || (*s && strchr(between, *s))) s++;
    const size_t n = strcspn(s, between);
    struct piece p = { s, s + n, n };
    while (p.length && s[p.length - 1] == ' ') p.length--;
    return p;
}

void mlg__tied_add(struct tied_rows *rows, struct tasks *t, const char *word, size_t length, const char *where,
                   int32_t task)
{
    char *copy = mlg__arena_bytes(&t->arena, length + 1, 1, 1);
    const char *place = mlg__arena_text(&t->arena, where);
    if (!mlg__room(&rows->of, &rows->cap, (int64_t)rows->count + 1, sizeof *rows->of)) t->arena.failed = true;
    if (t->arena.failed) return;
    memcpy(copy, word, length);
    rows->of[rows->count++] = (struct tied_row) { copy, place, task };
}

void mlg__tied_free(struct tied_rows *rows)
{
    mlg__free(rows->of);
    *rows = (struct tied_rows) { .count = 0 };
}

static int by_word(const void *a, const void *b)
{
    const struct tied_row *x = a, *y = b;
    const int order = strcmp(x->word, y->word);
    return order ? order : (x->task > y->task) - (x->task < y->task);
}

static void sort_rows(struct tied_rows *rows)
{
    if (rows->count) qsort(rows->of, (size_t)rows->count, sizeof *rows->of, by_word);
}

/* The first row behind `from` that has another word. */
static int32_t next_word(const struct tied_rows *rows, int32_t from)
{
    int32_t to = from + 1;
    while (to < rows->count && !strcmp(rows->of[to].word, rows->of[from].word)) to++;
    return to;
}

/* ---- relations and groups -------------------------------------------------------------------------------------- */

static void add_relation(const struct tied_row *rows, int32_t count, bool apart, struct tasks *t,
                         struct task_relation *to)
{
    int32_t *tasks = arena_array(&t->arena, int32_t, count), used = 0;
    for (int32_t i = 0; tasks && i < count; i++)
        if (!used || tasks[used - 1] != rows[i].task) /* a word may stand twice in a cell */
            tasks[used++] = rows[i].task;
    *to = (struct task_relation) { .apart = apart, .count = used, .tasks = tasks };
}

void mlg__tied_relations(struct tied_rows *rows, bool apart, struct tasks *t, mlg_findings *found)
{
    struct task_relation *all = arena_array(&t->arena, struct task_relation, t->relation_count + rows->count);
    if (!all) return;
    sort_rows(rows);
    for (int32_t i = 0; i < t->relation_count; i++) all[i] = t->relations[i];
    for (int32_t from = 0, to; from < rows->count; from = to) {
        struct task_relation *r = &all[t->relation_count];
        to = next_word(rows, from);
        add_relation(&rows->of[from], to - from, apart, t, r);
        if (r->count > 1) t->relation_count++;
        else
            mlg__warn(found, rows->of[from].where,
                      TXT("no other stop has \"%.60s\" here", "aucun autre arrêt n'a « %.60s » ici"),
                      TXT("write the same word for all stops that it ties",
                          "écrivez le même mot pour tous les arrêts qu'il lie"),
                      rows->of[from].word);
    }
    t->relations = all;
}

void mlg__tied_groups(struct tied_rows *rows, struct tasks *t)
{
    sort_rows(rows);
    for (int32_t from = 0, to, group = 1; from < rows->count; from = to, group++) {
        to = next_word(rows, from);
        for (int32_t i = from; i < to; i++) t->tasks[rows->of[i].task].group = group;
    }
}

/* ---- vehicles -------------------------------------------------------------------------------------------------- */

/* "Ana", or of a row of several "Ana-2" where the row is called Ana. */
static bool is_called(const struct task_vehicle *v, const char *word, size_t length, bool one_of)
{
    const char *s = v->name;
    if (!s || strncmp(s, word, length)) return false;
    s += length;
    if (!one_of) return !*s;
    return *s == '-' && s[1] && strspn(s + 1, "0123456789") == strlen(s + 1);
}

static void give_skill(struct tasks *t, struct task_vehicle *v, int32_t skill)
{
    int32_t *skills = arena_array(&t->arena, int32_t, v->skill_count + 1);
    if (!skills || (v->skill_count && v->skills[v->skill_count - 1] == skill)) return; /* it is named twice */
    for (int32_t i = 0; i < v->skill_count; i++) skills[i] = v->skills[i];
    skills[v->skill_count++] = skill;
    v->skills = skills;
}

/* false: nobody is called so. */
static bool name_vehicles(struct tasks *t, const char *word, size_t length, int32_t skill)
{
    bool any = false;
    for (int one_of = 0; one_of < 2 && !any; one_of++)
        for (int32_t i = 0; i < t->vehicle_count; i++) {
            if (!is_called(&t->vehicles[i], word, length, one_of)) continue;
            give_skill(t, &t->vehicles[i], skill);
            any = true;
        }
    return any;
}

static void ask_skill(struct tasks *t, struct task *task, int32_t skill)
{
    int32_t *skills = arena_array(&t->arena, int32_t, task->skill_count + 1);
    if (!skills) return;
    for (int32_t i = 0; i < task->skill_count; i++) skills[i] = task->skills[i];
    skills[task->skill_count++] = skill;
    task->skills = skills;
}

static void find_nobody(const struct tied_row *row, const char *word, size_t length, mlg_findings *found)
{
    mlg__find(found, MLG_BAD_INPUT, row->where,
              TXT("no vehicle is called \"%.*s\"", "aucun véhicule ne s'appelle « %.*s »"),
              TXT("name a row of the table of vehicles; without one they are called 1, 2, …",
                  "nommez une ligne de la table de véhicules ; sans elle ils s'appellent 1, 2, …"),
              (int)(length < 60 ? length : 60), word);
}

void mlg__tied_vehicles(struct tied_rows *rows, int32_t skill, struct tasks *t, mlg_findings *found)
{
    sort_rows(rows);
    for (int32_t from = 0, to; from < rows->count; from = to, skill++) {
        to = next_word(rows, from);
        for (struct piece p = mlg__piece(rows->of[from].word); p.length; p = mlg__piece(p.rest))
            if (!name_vehicles(t, p.word, p.length, skill)) find_nobody(&rows->of[from], p.word, p.length, found);
        for (int32_t i = from; i < to; i++) ask_skill(t, &t->tasks[rows->of[i].task], skill);
    }
}
