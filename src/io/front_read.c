/* front_read.c — front.json back, for its page. See front_json.h. What the file tells of a point beyond its figures is made again
 * from them, and compared. */
#include "io/front_json.h"

#include <string.h>

#include "io/json.h"
#include "io/plan_reader.h"
#include "model/units.h"

#define SLOPE_MAX INT64_C(1000000000000000000)
#define UNITS_MAX ((double)(INT64_C(1) << 42)) /* of all years; their thousandths are exact in a double */

static bool milli(struct reader *r, const json_t *object, const char *name, int64_t *value)
{
    size_t mark;
    const json_t *v = mlg__reader_member(r, object, name, &mark);
    double units = 0;
    bool good = v && mlg__value_real(r, v, &units);
    if (good && !(units >= 0 && units <= UNITS_MAX)) good = mlg__reader_wrong_type(r, v, TXT("a number of units", "un nombre d'unités"));
    if (good) *value = (int64_t)(units * (double)MLG_MILLI + 0.5);
    mlg__reader_leave(r, mark);
    return good;
}

static void figures(struct reader *r, const json_t *object, struct front_figures *f)
{
    mlg__member_int(r, object, "cost", -WHOLE_MAX, WHOLE_MAX, &f->cost);
    mlg__member_int(r, object, "co2_mg", -WHOLE_MAX, WHOLE_MAX, &f->co2_mg);
    milli(r, object, "within_units", &f->within_milli);
}

static void read_points(struct reader *r, const json_t *list, struct mlg_front *front)
{
    for (int32_t i = 0; i < front->point_count; i++) {
        const size_t mark = mlg__reader_enter_row(r, i);
        const json_t *point = json_array_get(list, (size_t)i);
        int64_t sites = 0;
        figures(r, point, &front->points[i].is);
        if (mlg__member_int(r, point, "sites_changed", 0, INT32_MAX, &sites)) front->points[i].sites_changed = (int32_t)sites;
        mlg__reader_leave(r, mark);
    }
}

static void read_lines(struct reader *r, const json_t *list, struct mlg_front *front)
{
    for (int32_t i = 0; i < front->line_count; i++) {
        const size_t mark = mlg__reader_enter_row(r, i);
        const json_t *line = json_array_get(list, (size_t)i);
        mlg__member_int(r, line, "cost", -WHOLE_MAX, WHOLE_MAX, &front->lines[i].cost);
        mlg__member_int(r, line, "co2_per_t", 0, SLOPE_MAX, &front->lines[i].co2_per_t);
        mlg__member_int(r, line, "within_per_unit", 0, SLOPE_MAX, &front->lines[i].within_per_unit);
        mlg__reader_leave(r, mark);
    }
}

/* What is made again must be what the file says: its own order and envelope. */
static void compare(struct reader *r, const json_t *list, const struct mlg_front *front)
{
    for (int32_t i = 0; i < front->point_count; i++) {
        const size_t mark = mlg__reader_enter_row(r, i);
        const json_t *point = json_array_get(list, (size_t)i);
        mlg__agree_int(r, point, "cost", front->points[i].is.cost);
        mlg__agree_int(r, point, "envelope", front->points[i].envelope);
        mlg__reader_leave(r, mark);
    }
}

static void read_head(struct reader *r, const json_t *root, struct mlg_front *front)
{
    size_t mark;
    mlg__agree_text(r, root, "format", "maillage-front");
    mlg__agree_int(r, root, "version", MLG_FRONT_VERSION);
    mlg__member_bool(r, root, "cut_short", &front->cut_short);
    milli(r, root, "units", &front->demand_milli);
    const json_t *today = mlg__member_object(r, root, "today", &mark);
    if (today) figures(r, today, &front->today);
    mlg__reader_leave(r, mark);
}

static mlg_status read_front(struct reader *r, const json_t *root, const mlg_network_plan *plan, struct mlg_front *front,
                             mlg_error *err)
{
    size_t mark;
    read_head(r, root, front);
    const json_t *lines = mlg__member_list(r, root, "lines", &mark);
    front->line_count = lines ? (int32_t)json_array_size(lines) : 0;
    front->lines = arena_array(&front->arena, struct front_line, front->line_count);
    if (front->lines) read_lines(r, lines, front);
    mlg__reader_leave(r, mark);
    const json_t *points = mlg__member_list(r, root, "points", &mark);
    front->point_count = points ? (int32_t)json_array_size(points) : 0;
    front->wanted = front->point_count;
    front->points = arena_array(&front->arena, struct front_point, front->point_count);
    if (front->arena.failed) {
        front->point_count = 0;
        return mlg__no_memory(err, "front.json");
    }
    if (points) read_points(r, points, front);
    if (front->point_count == 0 || front->line_count == 0)
        mlg__find(r->found, MLG_BAD_INPUT, r->path, TXT("a front has a point and a line", "un front a un point et une ligne"), NO_HINT);
    if (points && reader_is_clean(r)) {
        if (!mlg__front_arrange(front)) return mlg__no_memory(err, "front.json");
        compare(r, points, front);
        if (front->points[0].is.cost != plan->plan.cost)
            mlg__find(r->found, MLG_BAD_INPUT, "front.json", TXT("is the front of another plan", "est le front d'un autre plan"),
                      TXT("keep front.json beside the plan.json it was written with",
                          "gardez front.json à côté du plan.json avec lequel il a été écrit"));
    }
    mlg__reader_leave(r, mark);
    return MLG_OK;
}

mlg_status mlg__front_read(const char *data, size_t size, const mlg_network_plan *plan, mlg_front **front, mlg_findings *found,
                           mlg_error *err)
{
    *front = NULL;
    mlg_findings *mine = mlg_findings_new(found ? mlg__findings_lang(found) : err ? err->lang : MLG_EN);
    struct mlg_front *made = mlg__malloc(sizeof *made);
    mlg_status status = mine && made ? MLG_OK : mlg__no_memory(err, "front.json");
    json_t *root = NULL;
    if (!status) status = mlg__json_load("front.json", data, size, &root, mine, err);
    if (status == MLG_BAD_INPUT) status = MLG_OK; /* told */
    if (root) {
        struct reader r = { .s = plan->scenario, .found = mine, .arena = &made->arena };
        made->scenario = plan->scenario;
        mlg__reader_enter(&r, "front.json");
        status = read_front(&r, root, plan, made, err);
        json_decref(root);
    }
    status = mlg__plan_hand_over(mine, found, status, err);
    if (status) mlg_front_free(made);
    else *front = made;
    return status;
}
