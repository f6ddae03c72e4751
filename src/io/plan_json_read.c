/* plan_json_read.c — plan.json to plans: the rosters of plan_fields.c, walked the other way. See plan_json.h.
 *
 * Nothing read here is trusted: shapes, ids and ranges are looked at, what is told twice is compared, all mistakes are
 * told at once with their JSON path. Whether the figures are true is the checker's business. Ranges are such that the
 * checker's sums cannot overflow. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "io/plan_fields.h"
#include "io/plan_json.h"
#include "io/plan_reader.h"
#include "model/units.h"

/* -- rows by roster -- */

static bool value_size(struct reader *r, const json_t *v, int32_t site, int32_t *state)
{
    *state = 0;
    if (json_is_null(v)) return true;
    const struct kind *kind = &r->s->kinds[r->s->sites[site].kind];
    const char *known[MLG_SIZES_MAX];
    for (int32_t i = 0; i < kind->size_count; i++) known[i] = r->s->sizes[kind->first_size + i].id;
    const int32_t i = mlg__value_word(r, v, known, kind->size_count);
    *state = i + 1;
    return i != MLG_NONE;
}

static bool value_index(struct reader *r, const struct plan_field *f, const json_t *v, const void *row, int32_t *i)
{
    switch (f->type) {
    case FIELD_SITE: return (*i = mlg__value_id(r, &r->sites, v)) != MLG_NONE;
    case FIELD_DEMAND: return (*i = mlg__value_id(r, &r->demands, v)) != MLG_NONE;
    case FIELD_SERVICE: return (*i = mlg__value_id(r, &r->services, v)) != MLG_NONE;
    case FIELD_PERIOD: return (*i = mlg__value_id(r, &r->periods, v)) != MLG_NONE;
    case FIELD_VEHICLE:
        return (*i = json_is_null(v) ? MLG_NONE : mlg__value_id(r, &r->vehicles, v)) != MLG_NONE || json_is_null(v);
    case FIELD_SIZE: return value_size(r, v, mlg__row_site(row), i);
    case FIELD_LINE: return (*i = mlg__value_word(r, v, mlg__line_name, LINE_COUNT)) != MLG_NONE;
    case FIELD_SCOPE: return (*i = mlg__value_word(r, v, mlg__scope_name, CO2_SCOPE_COUNT)) != MLG_NONE;
    default: return (*i = mlg__value_word(r, v, mlg__unserved_name, UNSERVED_REASON_COUNT)) != MLG_NONE;
    }
}

/* Cents stand under the key of their line's nature; under the other key stands 0. */
static bool value_cents(struct reader *r, const struct plan_field *f, const json_t *v, struct plan_account *row)
{
    const bool mine = line_is_penalty(row->line) == (f->type == FIELD_PENALTY);
    int64_t cents;
    if (!mlg__value_int(r, v, -WHOLE_MAX, WHOLE_MAX, &cents)) return false;
    if (mine) row->cents = cents;
    if (mine || cents == 0) return true;
    mlg__find(r->found, MLG_BAD_INPUT, r->path,
              TXT("line %s is %s: this must be 0, found %" PRId64,
                  "la ligne %s est %s : ceci doit valoir 0, trouvé %" PRId64),
              NO_HINT, mlg__line_name[row->line], f->type == FIELD_PAID ? "penalty_cents" : "paid_cents", cents);
    return false;
}

static bool value_chain(struct reader *r, const json_t *v, struct plan_chain *row)
{
    const size_t count = json_is_array(v) ? json_array_size(v) : 0;
    if (count < 1 || count > MLG_LEVELS_MAX)
        return mlg__reader_wrong_type(r, v, TXT("a list of 1 to 4 sites", "une liste de 1 à 4 sites"));
    bool good = true;
    row->site_count = (int32_t)count;
    for (int32_t i = 0; i < row->site_count; i++) {
        const size_t mark = mlg__reader_enter_row(r, i);
        row->sites[i] = mlg__value_id(r, &r->sites, json_array_get(v, (size_t)i));
        good = good && row->sites[i] != MLG_NONE;
        mlg__reader_leave(r, mark);
    }
    return good;
}

static bool value_covered(struct reader *r, const json_t *v, struct period_summary *row)
{
    bool good = json_is_object(v) || mlg__reader_wrong_type(r, v, TXT("an object", "un objet"));
    for (int32_t i = 0; good && i < r->s->service_count; i++)
        good = mlg__member_real(r, v, r->s->services[i].id, &row->covered[i]);
    return good;
}

static bool value_share(struct reader *r, const json_t *v, const struct plan_flow *row)
{
    double share = 0;
    if (!mlg__value_real(r, v, &share)) return false;
    const double expected = mlg__flow_share(r->s, row);
    if (share == expected) return true;
    mlg__find(r->found, MLG_BAD_INPUT, r->path,
              TXT("is %.17g, but units_per_day over the demand is %.17g",
                  "vaut %.17g, mais units_per_day sur la demande vaut %.17g"),
              NO_HINT, share, expected);
    return false;
}

/* One field into its place of row. A share is compared when the whole row is known: by read_row(). */
static bool read_field(struct reader *r, const struct plan_field *f, const json_t *v, void *row)
{
    char *to = (char *)row + f->at;
    int64_t whole = 0;
    int32_t small = 0;
    double real = 0;
    bool good;
    switch (f->type) {
    case FIELD_TICKS:
    case FIELD_INT32:
        good = mlg__value_int(r, v, INT32_MIN, INT32_MAX, &whole);
        small = (int32_t)whole;
        memcpy(to, &small, sizeof small);
        return good;
    case FIELD_LIMIT:
        whole = INT64_MAX;
        if (json_is_null(v)) return memcpy(to, &whole, sizeof whole), true; /* fall through */
    case FIELD_INT64:
        good = mlg__value_int(r, v, -WHOLE_MAX, WHOLE_MAX, &whole);
        memcpy(to, &whole, sizeof whole);
        return good;
    case FIELD_MILLI:
    case FIELD_HOURS:
        good = mlg__value_parts(r, v, f->type == FIELD_MILLI || is_cloud(r->s) ? MLG_MILLI : MLG_SECONDS_PER_HOUR, &whole);
        memcpy(to, &whole, sizeof whole);
        return good;
    case FIELD_REAL:
        good = mlg__value_real(r, v, &real);
        memcpy(to, &real, sizeof real);
        return good;
    case FIELD_PAID:
    case FIELD_PENALTY: return value_cents(r, f, v, row);
    case FIELD_CHAIN: return value_chain(r, v, row);
    case FIELD_COVERED: return value_covered(r, v, row);
    case FIELD_SHARE: return true;
    default:
        good = value_index(r, f, v, row, &small);
        memcpy(to, &small, sizeof small);
        return good;
    }
}

/* Keys that no one knows are told, not refused: a later version may have added them. */
static void warn_unknown(struct reader *r, const json_t *object, const struct plan_shape *shape)
{
    const char *name;
    json_t *v;
    if (json_object_size(object) == (size_t)shape->field_count) return;
    json_object_foreach((json_t *)(uintptr_t)object, name, v)
    {
        bool known = false;
        for (int32_t i = 0; i < shape->field_count; i++) known = known || strcmp(mlg__field_key(r->s, &shape->fields[i]).text, name) == 0;
        if (!known) mlg__warn(r->found, r->path, TXT("unknown key \"%s\"", "clé inconnue « %s »"), NO_HINT, name);
    }
}

/* The fields in order; after a bad one the rest of the row is not looked at: later fields may need it. */
static bool read_row(struct reader *r, const struct plan_shape *shape, const json_t *object, void *row)
{
    const struct plan_field *share = NULL;
    bool good = json_is_object(object) || mlg__reader_wrong_type(r, object, TXT("an object", "un objet"));
    for (int32_t i = 0; good && i < shape->field_count; i++) {
        const struct plan_field *f = &shape->fields[i];
        size_t mark;
        const json_t *v = mlg__reader_member(r, object, mlg__field_key(r->s, f).text, &mark);
        good = v && read_field(r, f, v, row);
        if (f->type == FIELD_SHARE) share = f;
        mlg__reader_leave(r, mark);
    }
    if (good && share) {
        const size_t mark = mlg__reader_enter(r, share->key);
        good = value_share(r, json_object_get(object, share->key), row);
        mlg__reader_leave(r, mark);
    }
    if (good) warn_unknown(r, object, shape);
    return good;
}

static struct plan_rows read_rows(struct reader *r, const json_t *object, enum plan_table table)
{
    const struct plan_shape *shape = &mlg__plan_shapes[table];
    struct plan_rows rows = { NULL, 0 };
    size_t mark;
    const json_t *list = mlg__member_list(r, object, shape->key, &mark);
    if (list) {
        const int32_t count = (int32_t)json_array_size(list);
        rows.rows = mlg__arena_bytes(r->arena, (size_t)count, shape->row_bytes, _Alignof(int64_t));
        rows.count = rows.rows ? count : 0;
    }
    for (int32_t i = 0; i < rows.count; i++) {
        const size_t row_mark = mlg__reader_enter_row(r, i);
        read_row(r, shape, json_array_get(list, (size_t)i), (char *)rows.rows + (size_t)i * shape->row_bytes);
        mlg__reader_leave(r, row_mark);
    }
    mlg__reader_leave(r, mark);
    return rows;
}

/* -- a side -- */

static void read_periods(struct reader *r, const json_t *summary, struct network_side *side)
{
    const struct plan_rows rows = read_rows(r, summary, TABLE_PERIODS);
    const size_t mark = mlg__reader_enter(r, mlg__plan_shapes[TABLE_PERIODS].key);
    if (rows.count == r->s->period_count) side->periods = rows.rows;
    else
        mlg__find(r->found, MLG_BAD_INPUT, r->path,
                  TXT("%" PRId32 " rows for %" PRId32 " periods", "%" PRId32 " lignes pour %" PRId32 " périodes"),
                  NO_HINT, rows.count, r->s->period_count);
    mlg__reader_leave(r, mark);
}

static void read_bound(struct reader *r, const json_t *summary, mlg_network_plan *plan)
{
    mlg__member_bool(r, summary, "complete", &plan->complete);
    mlg__member_int(r, summary, "bound", -WHOLE_MAX, WHOLE_MAX, &plan->bound);
    const int32_t kind = mlg__member_word(r, summary, "bound_kind", mlg__bound_name, MLG_BOUND_SOLVER + 1);
    if (kind != MLG_NONE) plan->bound_kind = (mlg_bound_kind)kind;
    mlg__member_real(r, summary, "gap", &plan->gap);
    if (plan->stability_micro) mlg__agree_int(r, summary, "stability", mlg__plan_stability(plan));
}

static void same_unserved(struct reader *r, const json_t *summary, const struct network_side *side)
{
    size_t mark;
    const json_t *v = mlg__reader_member(r, summary, "unserved", &mark);
    int64_t milli, sum = 0;
    for (int32_t i = 0; i < side->unserved_count; i++) sum += side->unserved[i].units_milli;
    if (v && mlg__value_parts(r, v, MLG_MILLI, &milli) && milli != sum)
        mlg__find(
            r->found, MLG_BAD_INPUT, r->path,
            TXT("is %.3f, but the rows of unserved give %.3f", "vaut %.3f, mais les lignes de unserved donnent %.3f"),
            NO_HINT, (double)milli / MLG_MILLI, (double)sum / MLG_MILLI);
    mlg__reader_leave(r, mark);
}

static void read_side(struct reader *r, const json_t *object, struct network_side *side, mlg_network_plan *bound_of)
{
    size_t mark;
    for (enum plan_table t = 0; t < TABLE_SIDE_COUNT; t++) mlg__side_set_rows(side, t, read_rows(r, object, t));
    mlg__member_int(r, object, "total_cents", -WHOLE_MAX, WHOLE_MAX, &side->total_cents);
    const json_t *summary = mlg__member_object(r, object, "summary", &mark);
    if (summary) {
        mlg__member_int(r, summary, "cost", -WHOLE_MAX, WHOLE_MAX, &side->cost);
        if (bound_of) read_bound(r, summary, bound_of);
        read_periods(r, summary, side);
        same_unserved(r, summary, side);
    }
    mlg__reader_leave(r, mark);
}

/* -- routed days -- */

/* Rounds on streets name routes of the day, ascending. */
static void read_streets(struct reader *r, const json_t *object, struct plan_day *day)
{
    if (!json_object_get(object, "streets")) return;
    const struct plan_rows rows = read_rows(r, object, TABLE_STREETS);
    struct round_streets *streets = rows.rows;
    for (int32_t i = 0, last = -1; i < rows.count; last = streets[i++].route)
        if (streets[i].route <= last || streets[i].route >= day->routes->route_count) {
            mlg__find(r->found, MLG_BAD_INPUT, r->path,
                      TXT("streets: row %d names no route of the day, or is out of order or twice",
                          "streets : la ligne %d ne nomme aucune tournée du jour, ou elle est mal placée ou double"),
                      NO_HINT, (int)i);
            return;
        }
    day->streets = streets;
    day->street_count = rows.count;
}

static mlg_status read_day(struct reader *r, const json_t *object, mlg_network_plan *plan, struct plan_day *day,
                           mlg_error *err)
{
    static const char *const networks[] = { "plan", "before" };
    int64_t number = 0, seed = 0;
    if (!json_is_object(object)) return mlg__reader_wrong_type(r, object, TXT("an object", "un objet")), MLG_OK;
    const int32_t network = mlg__member_word(r, object, "network", networks, 2);
    day->before = network == 1;
    day->site = mlg__member_id(r, object, "site", &r->sites);
    day->period = mlg__member_id(r, object, "period", &r->periods);
    mlg__member_int(r, object, "day", 0, INT32_MAX, &number);
    mlg__member_int(r, object, "seed", 0, INT64_MAX, &seed);
    day->day = (int32_t)number;
    day->seed = (uint64_t)seed;
    if (!reader_is_clean(r)) return MLG_OK; /* the sample needs what was wrong */

    const mlg_problem *names;
    mlg_problem *made;
    struct route_names n;
    mlg_error inner = { .lang = mlg__findings_lang(r->found) };
    mlg_status status = mlg__day_names(plan, day, &names, &made, &inner);
    if (status && status != MLG_NO_MEMORY) {
        mlg__find(r->found, MLG_BAD_INPUT, r->path,
                  TXT("this day cannot be sampled: %s", "ce jour ne peut être tiré : %s"), NO_HINT, inner.message);
        return MLG_OK;
    }
    if (!status) status = mlg__route_names_make(&n, names, err);
    if (!status) {
        day->routes = mlg__read_routes(r, &n, object);
        if (day->routes) mlg__member_int(r, object, "cost", -MLG_COST_MAX, MLG_COST_MAX, &day->routes->cost);
        if (day->routes) read_streets(r, object, day);
        mlg__route_names_free(&n);
    }
    mlg_problem_free(made);
    return day->routes ? MLG_OK : mlg__no_memory(err, "plan.json");
}

static mlg_status read_days(struct reader *r, const json_t *root, mlg_network_plan *plan, mlg_error *err)
{
    size_t mark;
    mlg_status status = MLG_OK;
    const json_t *list = mlg__member_list(r, root, "days", &mark);
    const int32_t count = list ? (int32_t)json_array_size(list) : 0;
    plan->days = arena_array(&plan->arena, struct plan_day, count);
    for (int32_t i = 0; plan->days && !status && i < count; i++) {
        const size_t row_mark = mlg__reader_enter_row(r, i);
        plan->day_count = i + 1; /* so that what was made is freed */
        status = read_day(r, json_array_get(list, (size_t)i), plan, &plan->days[i], err);
        mlg__reader_leave(r, row_mark);
    }
    mlg__reader_leave(r, mark);
    return status;
}

/* -- the whole of a network plan -- */

static void read_problem(struct reader *r, const json_t *root)
{
    size_t mark;
    const json_t *problem = mlg__member_object(r, root, "problem", &mark);
    if (problem) {
        mlg__agree_text(r, problem, "name", r->s->name);
        mlg__agree_text(r, problem, "currency", r->s->currency);
        mlg__agree_real(r, problem, "quantum", 1e-6);
    }
    mlg__reader_leave(r, mark);
}

/* A price that the scenario leaves open is taken from the plan, as siting would have set it; the account shows whether
 * it is the one that was used. Otherwise it is the scenario's. */
static void read_unserved_prices(struct reader *r, const json_t *options)
{
    size_t mark;
    if (!json_object_get(options, "unserved_micro")) return;
    const json_t *prices = mlg__member_object(r, options, "unserved_micro", &mark);
    for (int32_t i = 0; prices && i < r->s->service_count; i++) {
        struct service *service = &r->s->services[i];
        if (!json_object_get(prices, service->id)) continue;
        if (service->unserved_micro >= 0) mlg__agree_int(r, prices, service->id, service->unserved_micro);
        else mlg__member_int(r, prices, service->id, 0, WHOLE_MAX, &service->unserved_micro);
    }
    mlg__reader_leave(r, mark);
}

/* Which states were kept is the caller's word; what leaving them weighs is checked. */
static void read_kept(struct reader *r, const json_t *options, mlg_network_plan *plan)
{
    const struct plan_rows rows = read_rows(r, options, TABLE_KEPT);
    plan->kept = rows.rows;
    plan->kept_count = rows.count;
    mlg__member_int(r, options, "stability_micro", 1, WHOLE_MAX / (1 + max64(1, rows.count)), &plan->stability_micro);
    for (int32_t i = 1; i < plan->kept_count; i++)
        if (plan->kept[i].site * r->s->period_count + plan->kept[i].period <=
            plan->kept[i - 1].site * r->s->period_count + plan->kept[i - 1].period)
            mlg__find(r->found, MLG_BAD_INPUT, "options/kept", TXT("row %d is out of order or twice", "la ligne %d est mal placée ou double"),
                      NO_HINT, (int)i);
}

static void read_options(struct reader *r, const json_t *root, mlg_network_plan *plan)
{
    size_t mark;
    const json_t *options = mlg__member_object(r, root, "options", &mark);
    if (options) {
        const char *legs = mlg__member_text(r, options, "legs");
        plan->leg_label = legs ? mlg__arena_text(r->arena, legs) : "";
        mlg__member_bool(r, options, "estimated", &plan->estimated);
        mlg__agree_real(r, options, "co2_eur_per_t", r->s->co2_eur_per_t);
        mlg__agree_real(r, options, "hour_eur", r->s->hour_eur);
        mlg__agree_int(r, options, "seed", (int64_t)r->s->seed);
        read_unserved_prices(r, options);
        if (json_object_get(options, "residual")) mlg__member_bool(r, options, "residual", &plan->residual);
        if (json_object_get(options, "embodied")) mlg__member_bool(r, options, "embodied", &plan->embodied_counts);
        if (json_object_get(options, "extension_surcharge"))
            mlg__member_real(r, options, "extension_surcharge", &plan->extension_surcharge);
        if (json_object_get(options, "stability_micro")) read_kept(r, options, plan);
    }
    mlg__reader_leave(r, mark);
}

static void read_calibration(struct reader *r, const json_t *root, mlg_network_plan *plan)
{
    const struct plan_rows rows = read_rows(r, root, TABLE_CALIBRATION);
    plan->phis = rows.rows;
    plan->phi_count = rows.count;
}

static void read_warnings(struct reader *r, const json_t *root, mlg_network_plan *plan)
{
    size_t mark;
    const json_t *list = mlg__member_list(r, root, "warnings", &mark);
    const int32_t count = list ? (int32_t)json_array_size(list) : 0;
    plan->warnings = arena_array(r->arena, const char *, count);
    for (int32_t i = 0; plan->warnings && i < count; i++) {
        const json_t *v = json_array_get(list, (size_t)i);
        const size_t row_mark = mlg__reader_enter_row(r, i);
        if (!json_is_string(v)) mlg__reader_wrong_type(r, v, TXT("a text", "un texte"));
        else plan->warnings[plan->warning_count++] = mlg__arena_text(r->arena, json_string_value(v));
        mlg__reader_leave(r, row_mark);
    }
    mlg__reader_leave(r, mark);
}

static void same_sources(struct reader *r, const json_t *root)
{
    size_t mark;
    const json_t *list = mlg__member_list(r, root, "sources", &mark);
    bool same = list && json_array_size(list) == (size_t)r->s->source_count;
    for (int32_t i = 0; same && i < r->s->source_count; i++) {
        const char *line = json_string_value(json_array_get(list, (size_t)i));
        same = line && strcmp(line, r->s->credits[i]) == 0;
    }
    if (list && !same)
        mlg__find(r->found, MLG_BAD_INPUT, r->path,
                  TXT("these are not the credit lines of the scenario", "ce ne sont pas les crédits du scénario"),
                  TXT("is this the scenario that the plan was made for?", "est-ce bien le scénario de ce plan ?"));
    mlg__reader_leave(r, mark);
}

static bool index_scenario(struct reader *r)
{
    const mlg_scenario *s = r->s;
    return mlg__id_index_make(&r->sites, s->sites, s->site_count, sizeof *s->sites, offsetof(struct site, id)) &&
           mlg__id_index_make(&r->demands, s->demands, s->demand_count, sizeof *s->demands,
                              offsetof(struct demand, id)) &&
           mlg__id_index_make(&r->services, s->services, s->service_count, sizeof *s->services,
                              offsetof(struct service, id)) &&
           mlg__id_index_make(&r->periods, s->periods, s->period_count, sizeof *s->periods,
                              offsetof(struct period, label)) &&
           mlg__id_index_make(&r->vehicles, s->vehicles, s->vehicle_count, sizeof *s->vehicles,
                              offsetof(struct vehicle_class, id));
}

static void unindex(struct reader *r)
{
    mlg__id_index_free(&r->sites);
    mlg__id_index_free(&r->demands);
    mlg__id_index_free(&r->services);
    mlg__id_index_free(&r->periods);
    mlg__id_index_free(&r->vehicles);
}

/* What options say of the days that were routed; a wrong type of options was told already. */
static void agree_day_counts(struct reader *r, const json_t *root, const mlg_network_plan *plan)
{
    const json_t *options = json_object_get(root, "options");
    int32_t before = 0;
    size_t outer, inner;
    if (!json_is_object(options)) return;
    for (int32_t i = 0; i < plan->day_count; i++) before += plan->days[i].before;
    outer = mlg__reader_enter(r, "options");
    const json_t *counts = mlg__member_object(r, options, "days", &inner);
    if (counts) {
        mlg__agree_int(r, counts, "plan", plan->day_count - before);
        mlg__agree_int(r, counts, "before", before);
    }
    mlg__reader_leave(r, inner);
    mlg__reader_leave(r, outer);
}

static mlg_status read_network(struct reader *r, const json_t *root, mlg_network_plan *plan, mlg_error *err)
{
    size_t mark;
    if (!index_scenario(r)) return mlg__no_memory(err, "plan.json");
    mlg__read_head(r, root, "network");
    read_problem(r, root);
    read_options(r, root, plan);
    read_side(r, root, &plan->plan, plan);
    const json_t *before = mlg__member_object(r, root, "before", &mark);
    if (before) read_side(r, before, &plan->before, NULL);
    mlg__reader_leave(r, mark);
    read_calibration(r, root, plan);
    read_warnings(r, root, plan);
    same_sources(r, root);
    const mlg_status status = read_days(r, root, plan, err);
    agree_day_counts(r, root, plan);
    if (!status && plan->arena.failed) return mlg__no_memory(err, "plan.json");
    return status;
}

mlg_status mlg__network_plan_read(const char *data, size_t size, const mlg_scenario *s, mlg_network_plan **plan,
                                  mlg_findings *found, mlg_error *err)
{
    *plan = NULL;
    mlg_findings *mine = mlg_findings_new(found ? mlg__findings_lang(found) : err ? err->lang : MLG_EN);
    mlg_network_plan *made = mlg__network_plan_new(s);
    mlg_status status = MLG_OK;
    if (!mine || !made) status = mlg__no_memory(err, "plan.json");
    json_t *root = status ? NULL : mlg__plan_parse(data, size, mine, &status, err);
    if (root) {
        struct reader r = { .s = s, .found = mine, .arena = &made->arena };
        status = read_network(&r, root, made, err);
        unindex(&r);
        json_decref(root);
    }
    status = mlg__plan_hand_over(mine, found, status, err);
    if (status) mlg_network_plan_free(made);
    else *plan = made;
    return status;
}

/* -- a routing plan -- */

static void same_routing_summary(struct reader *r, const json_t *root, mlg_plan *plan)
{
    mlg_totals sum = { 0 };
    size_t mark;
    const json_t *summary = mlg__member_object(r, root, "summary", &mark);
    for (int32_t i = 0; i < plan->route_count; i++) {
        sum.distance_m += plan->routes[i].totals.distance_m;
        sum.duty_s += plan->routes[i].totals.duty_s;
        sum.energy_j += plan->routes[i].totals.energy_j;
    }
    if (summary) {
        mlg__member_int(r, summary, "cost", -MLG_COST_MAX, MLG_COST_MAX, &plan->cost);
        mlg__member_int(r, summary, "bound", -MLG_COST_MAX, MLG_COST_MAX, &plan->bound);
        mlg__agree_bool(r, summary, "complete", plan->unserved_count == 0);
        mlg__agree_real(r, summary, "gap",
                        plan->cost > 0 ? (double)(plan->cost - plan->bound) / (double)plan->cost : 0);
        mlg__agree_int(r, summary, "unserved", plan->unserved_count);
        mlg__agree_int(r, summary, "routes", plan->route_count);
        mlg__agree_int(r, summary, "distance_m", sum.distance_m);
        mlg__agree_int(r, summary, "duty_s", sum.duty_s);
        mlg__agree_int(r, summary, "energy_j", sum.energy_j);
    }
    mlg__reader_leave(r, mark);
}

static void same_routing_problem(struct reader *r, const json_t *root, const mlg_problem *p)
{
    size_t mark;
    const json_t *problem = mlg__member_object(r, root, "problem", &mark);
    if (problem) {
        mlg__agree_text(r, problem, "name", p->name ? p->name : "");
        mlg__agree_int(r, problem, "cost_scale", p->cost_scale);
    }
    mlg__reader_leave(r, mark);
    const json_t *options = mlg__member_object(r, root, "options", &mark);
    if (options) {
        mlg__agree_text(r, options, "rounding", p->rounding ? p->rounding : "");
        mlg__agree_int(r, options, "ticks_per_s", p->ticks_per_s);
    }
    mlg__reader_leave(r, mark);
}

mlg_status mlg__routing_plan_read(const char *data, size_t size, const mlg_problem *p, mlg_plan **plan,
                                  mlg_findings *found, mlg_error *err)
{
    *plan = NULL;
    struct arena scratch = { 0 };
    struct route_names n = { 0 };
    mlg_findings *mine = mlg_findings_new(found ? mlg__findings_lang(found) : err ? err->lang : MLG_EN);
    mlg_status status = mine ? mlg__route_names_make(&n, p, err) : mlg__no_memory(err, "plan.json");
    json_t *root = status ? NULL : mlg__plan_parse(data, size, mine, &status, err);
    mlg_plan *made = NULL;
    if (root) {
        struct reader r = { .found = mine, .arena = &scratch };
        mlg__read_head(&r, root, "routing");
        same_routing_problem(&r, root, p);
        made = mlg__read_routes(&r, &n, root);
        if (!made || scratch.failed) status = mlg__no_memory(err, "plan.json");
        else same_routing_summary(&r, root, made);
        json_decref(root);
    }
    mlg__route_names_free(&n);
    status = mlg__plan_hand_over(mine, found, status, err);
    if (status) mlg_plan_free(made);
    else *plan = made;
    return status;
}
