/* location_plan.c — plan.json of a location problem, to text and back. See location_plan.h and
 * docs/formats/location.md.
 *
 * Sites, plants, clients and products count from 1 in the file, as the published sets number them. What the file tells
 * twice (loads, costs of rows, what stays unserved) is written from the flows and compared with them on reading. */
#include "io/location_plan.h"

#include <math.h>
#include <string.h>

#include "io/plan_put.h"
#include "io/plan_reader.h"

/* -- what rows say, from flows: one meaning for writer and reader -- */

/* Never what null stands for: a claim so large is refused. */
static int64_t narrow(int128 value) { return value < INT64_MAX ? (int64_t)value : INT64_MAX - 1; }

/* The part of a cost that units out of demand bear, rounded up to a quantum. */
static int64_t part_of(int64_t cost, int64_t units, int64_t demand)
{
    return narrow(mlg__ceil_div((int128)cost * units, demand));
}

static int64_t haul_row(const mlg_location *l, const struct location_haul *h)
{
    return ((int64_t)h->product * l->plants.count + h->plant) * l->sites.count + h->site;
}

struct loads {
    struct arena arena;
    int64_t *site, *plant; /* [index * product_count + product] */
    int64_t *unserved;     /* [client]; below zero: served too much */
    bool complete;
};

static bool sum_loads(const mlg_location *l, const mlg_location_plan *plan, struct loads *sum)
{
    *sum = (struct loads) { .complete = plan->found };
    sum->site = arena_array(&sum->arena, int64_t, (int64_t)l->sites.count * l->product_count);
    sum->plant = arena_array(&sum->arena, int64_t, (int64_t)l->plants.count * l->product_count);
    sum->unserved = arena_array(&sum->arena, int64_t, l->client_count);
    if (sum->arena.failed) return false;
    for (int32_t c = 0; c < l->client_count; c++) sum->unserved[c] = l->demand[c];
    for (int32_t i = 0; i < plan->flow_count; i++) {
        const struct location_flow *f = &plan->flows[i];
        sum->site[(int64_t)f->site * l->product_count + l->product[f->client]] += f->units;
        sum->unserved[f->client] -= f->units;
    }
    for (int32_t i = 0; i < plan->haul_count; i++) {
        const struct location_haul *h = &plan->hauls[i];
        sum->plant[(int64_t)h->plant * l->product_count + h->product] += h->units;
    }
    for (int32_t c = 0; c < l->client_count; c++) sum->complete &= sum->unserved[c] <= 0;
    return true;
}

static bool has_gap(const mlg_location_plan *plan) { return plan->found && plan->bound != INT64_MIN; }

/* As it is written: beyond what any plan costs a bound says nothing more. */
static int64_t bound_of(const mlg_location_plan *plan)
{
    return min64(max64(plan->bound, -LOCATION_MONEY_MAX), LOCATION_MONEY_MAX);
}

static double gap_of(const mlg_location_plan *plan)
{
    return plan->cost > 0 ? (double)(plan->cost - bound_of(plan)) / (double)plan->cost : 0;
}

static int32_t count_open(const bool *open, int32_t count)
{
    int32_t sum = 0;
    for (int32_t i = 0; open && i < count; i++) sum += open[i];
    return sum;
}

/* ---- to text --------------------------------------------------------------------------------------------------- */

static void put_null(struct text *out, const char *name)
{
    key(out, name);
    text_add(out, "null");
}

static void put_money(struct text *out, const mlg_location *l, const char *name, int64_t quanta)
{
    key(out, name);
    text_fixed(out, quanta, l->decimals);
}

static void put_limit(struct text *out, int64_t limit)
{
    if (limit == LOCATION_UNLIMITED) text_add(out, "null");
    else text_printf(out, "%" PRId64, limit);
}

/* A value for each product; a list only where there are several. */
static void put_products(struct text *out, const mlg_location *l, const char *name, const int64_t *values)
{
    const bool list = l->product_count > 1;
    key(out, name);
    if (list) text_add(out, "[");
    for (int32_t k = 0; k < l->product_count; k++) {
        if (k > 0) text_add(out, ",");
        put_limit(out, values[k]);
    }
    if (list) text_add(out, "]");
}

static void put_problem(struct text *out, const mlg_location *l)
{
    key(out, "problem");
    text_add(out, "{");
    put_text(out, "name", l->name);
    put_text(out, "format", l->format);
    put_int(out, "decimals", l->decimals);
    put_int(out, "sites", l->sites.count);
    if (l->plants.count) put_int(out, "plants", l->plants.count);
    put_int(out, "clients", l->client_count);
    text_add(out, "}");
    next_line(out);
    key(out, "options");
    text_add(out, "{");
    put_bool(out, "single_source", l->single_source);
    if (l->open_most) put_int(out, "open_most", l->open_most);
    else put_null(out, "open_most");
    text_add(out, "}");
}

static void put_summary(struct text *out, const mlg_location *l, const mlg_location_plan *plan, bool complete)
{
    key(out, "summary");
    text_add(out, "{");
    put_bool(out, "complete", complete);
    if (plan->found) put_money(out, l, "cost", plan->cost);
    else put_null(out, "cost");
    if (plan->bound != INT64_MIN) put_money(out, l, "bound", bound_of(plan));
    else put_null(out, "bound");
    put_text(out, "bound_kind", mlg__bound_name[plan->bound_kind]);
    if (has_gap(plan)) put_real(out, "gap", gap_of(plan));
    else put_null(out, "gap");
    put_int(out, "open_sites", plan->found ? count_open(plan->open, l->sites.count) : 0);
    if (l->plants.count) put_int(out, "open_plants", plan->found ? count_open(plan->plant_open, l->plants.count) : 0);
    text_add(out, "}");
}

/* A table: next_row() before each row, end_table() after the last. */
static void begin_table(struct text *out, const char *name)
{
    next_line(out);
    key(out, name);
    text_add(out, "[");
}

static void next_row(struct text *out)
{
    text_add(out, out->data && out->data[out->length - 1] == '[' ? "\n{" : ",\n{");
}
static void end_table(struct text *out) { text_add(out, out->data && out->data[out->length - 1] == '[' ? "]" : "\n]"); }

static void put_sites(struct text *out, const mlg_location *l, const struct location_sites *sites, const char *table,
                      const char *name, const bool *open, const int64_t *load)
{
    begin_table(out, table);
    for (int32_t s = 0; open && s < sites->count; s++) {
        if (!open[s]) continue;
        next_row(out);
        put_int(out, name, s + 1);
        put_money(out, l, "fixed", sites->fixed[s]);
        put_products(out, l, "load", &load[(int64_t)s * l->product_count]);
        put_products(out, l, "capacity", &sites->capacity[(int64_t)s * l->product_count]);
        text_add(out, "}");
    }
    end_table(out);
}

static void put_assignment(struct text *out, const mlg_location *l, const mlg_location_plan *plan)
{
    begin_table(out, "assignment");
    for (int32_t i = 0; plan->found && i < plan->flow_count; i++) {
        const struct location_flow *f = &plan->flows[i];
        const struct location_lane *lane = mlg__location_lane(l, f->client, f->site);
        next_row(out);
        put_int(out, "client", f->client + 1);
        put_int(out, "site", f->site + 1);
        put_int(out, "units", f->units);
        put_money(out, l, "cost", lane ? part_of(lane->cost, f->units, l->demand[f->client]) : 0);
        text_add(out, "}");
    }
    end_table(out);
}

static void put_hauls(struct text *out, const mlg_location *l, const mlg_location_plan *plan)
{
    begin_table(out, "hauls");
    for (int32_t i = 0; plan->found && i < plan->haul_count; i++) {
        const struct location_haul *h = &plan->hauls[i];
        next_row(out);
        put_int(out, "product", h->product + 1);
        put_int(out, "plant", h->plant + 1);
        put_int(out, "site", h->site + 1);
        put_int(out, "units", h->units);
        put_money(out, l, "cost", narrow((int128)l->haul[haul_row(l, h)] * h->units));
        text_add(out, "}");
    }
    end_table(out);
}

static void put_unserved(struct text *out, const mlg_location *l, const mlg_location_plan *plan,
                         const int64_t *unserved)
{
    begin_table(out, "unserved");
    for (int32_t c = 0; plan->found && c < l->client_count; c++) {
        if (unserved[c] <= 0) continue;
        next_row(out);
        put_int(out, "client", c + 1);
        put_int(out, "units", unserved[c]);
        if (l->left_out[c] == LOCATION_UNLIMITED) put_null(out, "cost");
        else put_money(out, l, "cost", part_of(l->left_out[c], unserved[c], l->demand[c]));
        text_add(out, "}");
    }
    end_table(out);
}

mlg_status mlg__location_plan_write(const mlg_location *l, const mlg_location_plan *plan, struct text *out,
                                    mlg_error *err)
{
    struct loads sum;
    const bool summed = sum_loads(l, plan, &sum);
    if (summed) {
        put_head(out, "location");
        put_problem(out, l);
        next_line(out);
        put_summary(out, l, plan, sum.complete);
        put_sites(out, l, &l->sites, "sites", "site", plan->found ? plan->open : NULL, sum.site);
        if (l->plants.count)
            put_sites(out, l, &l->plants, "plants", "plant", plan->found ? plan->plant_open : NULL, sum.plant);
        put_assignment(out, l, plan);
        if (l->plants.count) put_hauls(out, l, plan);
        put_unserved(out, l, plan, sum.unserved);
    }
    mlg__arena_free(&sum.arena);
    return summed ? put_foot(out, err) : mlg__no_memory(err, "plan.json");
}

/* ---- and back -------------------------------------------------------------------------------------------------- */

struct claims {
    struct reader r;
    const mlg_location *l;
    mlg_location_plan *plan;
    struct loads sum;
};

#define UNITS_MAX ((int64_t)LOCATION_COUNT_MAX * LOCATION_LOAD_MAX)

static double quanta_per_unit(const mlg_location *l)
{
    double scale = 1;
    for (int32_t i = 0; i < l->decimals; i++) scale *= 10;
    return scale;
}

/* Decimals of up to fifteen digits name one double each: their quanta come back exactly. */
static bool value_money(struct claims *c, const json_t *v, int64_t *quanta)
{
    const double scale = quanta_per_unit(c->l);
    double units = 0;
    if (!mlg__value_real(&c->r, v, &units)) return false;
    const double scaled = floor(units * scale + 0.5);
    if (fabs(scaled) <= (double)LOCATION_MONEY_MAX && scaled / scale == units) {
        *quanta = (int64_t)scaled;
        return true;
    }
    mlg__find(c->r.found, MLG_BAD_INPUT, c->r.path,
              TXT("%.15g is not a sum of money with %d decimals", "%.15g n'est pas une somme à %d décimales"), NO_HINT,
              units, c->l->decimals);
    return false;
}

static void tell_money(struct claims *c, int64_t value, int64_t expected)
{
    struct text is = { 0 }, should = { 0 };
    text_fixed(&is, value, c->l->decimals);
    text_fixed(&should, expected, c->l->decimals);
    mlg__find(c->r.found, MLG_BAD_INPUT, c->r.path, TXT("is %s instead of %s", "vaut %s au lieu de %s"), NO_HINT,
              is.data ? is.data : "", should.data ? should.data : "");
    text_free(&is);
    text_free(&should);
}

/* expected LOCATION_UNLIMITED: null. */
static void agree_money(struct claims *c, const json_t *object, const char *name, int64_t expected)
{
    size_t mark;
    int64_t value = 0;
    const json_t *v = mlg__reader_member(&c->r, object, name, &mark);
    if (v && expected == LOCATION_UNLIMITED) {
        if (!json_is_null(v)) mlg__reader_wrong_type(&c->r, v, TXT("null", "null"));
    } else if (v && value_money(c, v, &value) && value != expected) {
        tell_money(c, value, expected);
    }
    mlg__reader_leave(&c->r, mark);
}

static void agree_limit(struct claims *c, const json_t *v, int64_t expected)
{
    int64_t value = LOCATION_UNLIMITED;
    if (expected == LOCATION_UNLIMITED) {
        if (!json_is_null(v)) mlg__reader_wrong_type(&c->r, v, TXT("null", "null"));
        return;
    }
    if (!mlg__value_int(&c->r, v, 0, INT64_MAX, &value) || value == expected) return;
    mlg__find(c->r.found, MLG_BAD_INPUT, c->r.path,
              TXT("is %" PRId64 ", but the rows and the file give %" PRId64,
                  "vaut %" PRId64 ", mais les lignes et le fichier donnent %" PRId64),
              NO_HINT, value, expected);
}

static void agree_products(struct claims *c, const json_t *object, const char *name, const int64_t *expected)
{
    const int32_t count = c->l->product_count;
    size_t mark;
    const json_t *v = mlg__reader_member(&c->r, object, name, &mark);
    if (v && count == 1) {
        agree_limit(c, v, expected[0]);
    } else if (v && json_array_size(v) != (size_t)count) {
        mlg__reader_wrong_type(&c->r, v,
                               TXT("a list with a value for each product", "une liste, une valeur par produit"));
    } else if (v) {
        for (int32_t k = 0; k < count; k++) {
            const size_t row_mark = mlg__reader_enter_row(&c->r, k);
            agree_limit(c, json_array_get(v, (size_t)k), expected[k]);
            mlg__reader_leave(&c->r, row_mark);
        }
    }
    mlg__reader_leave(&c->r, mark);
}

/* -- rows -- */

/* Keys that no one knows are told, not refused: a later version may have added them. known ends in NULL. */
static void warn_unknown(struct claims *c, const json_t *object, const char *const *known)
{
    const char *name;
    json_t *v;
    json_object_foreach((json_t *)(uintptr_t)object, name, v)
    {
        bool any = false;
        for (int32_t i = 0; known[i]; i++) any |= strcmp(known[i], name) == 0;
        if (!any) mlg__warn(c->r.found, c->r.path, TXT("unknown key \"%s\"", "clé inconnue « %s »"), NO_HINT, name);
    }
}

/* A number from 1 as an index; false: told. */
static bool member_index(struct claims *c, const json_t *row, const char *name, int32_t count, int32_t *i)
{
    int64_t number = 0;
    if (!mlg__member_int(&c->r, row, name, 1, count, &number)) return false;
    *i = (int32_t)(number - 1);
    return true;
}

/* Walk a table: read_row() for each object in it. Returns its number of rows. */
static int32_t read_table(struct claims *c, const json_t *root, const char *name, const char *const *keys,
                          void (*read_row)(struct claims *c, const json_t *row, void *user), void *user)
{
    size_t mark;
    const json_t *list = mlg__member_list(&c->r, root, name, &mark);
    const int32_t count = list ? (int32_t)json_array_size(list) : 0;
    for (int32_t i = 0; i < count; i++) {
        const json_t *row = json_array_get(list, (size_t)i);
        const size_t row_mark = mlg__reader_enter_row(&c->r, i);
        if (!json_is_object(row)) {
            mlg__reader_wrong_type(&c->r, row, TXT("an object", "un objet"));
        } else {
            warn_unknown(c, row, keys);
            read_row(c, row, user);
        }
        mlg__reader_leave(&c->r, row_mark);
    }
    mlg__reader_leave(&c->r, mark);
    return count;
}

static int32_t rows_of(const json_t *root, const char *name)
{
    const json_t *list = json_object_get(root, name);
    return json_is_array(list) && json_array_size(list) < INT32_MAX / 2 ? (int32_t)json_array_size(list) : 0;
}

static void read_flow(struct claims *c, const json_t *row, void *user)
{
    struct location_flow f;
    (void)user;
    bool known = member_index(c, row, "client", c->l->client_count, &f.client);
    known &= member_index(c, row, "site", c->l->sites.count, &f.site);
    known &= mlg__member_int(&c->r, row, "units", 1, LOCATION_LOAD_MAX, &f.units);
    if (!known) return;
    const struct location_lane *lane = mlg__location_lane(c->l, f.client, f.site);
    if (lane) agree_money(c, row, "cost", part_of(lane->cost, f.units, c->l->demand[f.client]));
    c->plan->flows[c->plan->flow_count++] = f;
}

static void read_haul(struct claims *c, const json_t *row, void *user)
{
    struct location_haul h;
    (void)user;
    bool known = member_index(c, row, "product", c->l->product_count, &h.product);
    known &= member_index(c, row, "plant", c->l->plants.count, &h.plant);
    known &= member_index(c, row, "site", c->l->sites.count, &h.site);
    known &= mlg__member_int(&c->r, row, "units", 1, UNITS_MAX, &h.units);
    if (!known) return;
    agree_money(c, row, "cost", narrow((int128)c->l->haul[haul_row(c->l, &h)] * h.units));
    c->plan->hauls[c->plan->haul_count++] = h;
}

/* What open sites and plants have in common. */
struct site_table {
    const char *name; /* the key of its number */
    const struct location_sites *sites;
    const int64_t *load;
    bool *open;
    int32_t last;
};

static void read_site(struct claims *c, const json_t *row, void *user)
{
    struct site_table *t = user;
    int32_t s;
    if (!member_index(c, row, t->name, t->sites->count, &s)) return;
    if (s <= t->last) {
        mlg__find(c->r.found, MLG_BAD_INPUT, c->r.path,
                  TXT("%s %d is out of order or twice", "%s %d est mal placé ou double"), NO_HINT, t->name, s + 1);
        return;
    }
    t->last = s;
    t->open[s] = true;
    agree_money(c, row, "fixed", t->sites->fixed[s]);
    agree_products(c, row, "load", &t->load[(int64_t)s * c->l->product_count]);
    agree_products(c, row, "capacity", &t->sites->capacity[(int64_t)s * c->l->product_count]);
}

/* Rows must be those that the flows leave: *next is the first client that may still have one. */
static void read_unserved(struct claims *c, const json_t *row, void *user)
{
    int32_t *next = user, client;
    if (!member_index(c, row, "client", c->l->client_count, &client)) return;
    while (*next < c->l->client_count && c->sum.unserved[*next] <= 0) ++*next;
    if (client != *next) {
        mlg__find(c->r.found, MLG_BAD_INPUT, c->r.path,
                  TXT("client %d is out of order, twice, or served", "le client %d est mal placé, double, ou servi"),
                  NO_HINT, client + 1);
        return;
    }
    ++*next;
    const int64_t units = c->sum.unserved[client], price = c->l->left_out[client];
    mlg__agree_int(&c->r, row, "units", units);
    agree_money(c, row, "cost", price == LOCATION_UNLIMITED ? price : part_of(price, units, c->l->demand[client]));
}

/* -- the parts -- */

static void read_problem(struct claims *c, const json_t *root)
{
    const mlg_location *l = c->l;
    size_t mark;
    const json_t *problem = mlg__member_object(&c->r, root, "problem", &mark);
    if (problem) {
        mlg__agree_text(&c->r, problem, "name", l->name);
        mlg__agree_text(&c->r, problem, "format", l->format);
        mlg__agree_int(&c->r, problem, "decimals", l->decimals);
        mlg__agree_int(&c->r, problem, "sites", l->sites.count);
        if (l->plants.count) mlg__agree_int(&c->r, problem, "plants", l->plants.count);
        mlg__agree_int(&c->r, problem, "clients", l->client_count);
    }
    mlg__reader_leave(&c->r, mark);
    const json_t *options = mlg__member_object(&c->r, root, "options", &mark);
    if (options) {
        size_t most_mark;
        mlg__agree_bool(&c->r, options, "single_source", l->single_source);
        const json_t *most = mlg__reader_member(&c->r, options, "open_most", &most_mark);
        if (most) agree_limit(c, most, l->open_most ? l->open_most : LOCATION_UNLIMITED);
        mlg__reader_leave(&c->r, most_mark);
    }
    mlg__reader_leave(&c->r, mark);
}

/* A claimed sum of money, or null; false: null, or told. */
static bool member_sum(struct claims *c, const json_t *object, const char *name, int64_t *quanta)
{
    size_t mark;
    const json_t *v = mlg__reader_member(&c->r, object, name, &mark);
    const bool given = v && !json_is_null(v) && value_money(c, v, quanta);
    mlg__reader_leave(&c->r, mark);
    return given;
}

static void read_summary(struct claims *c, const json_t *root)
{
    mlg_location_plan *plan = c->plan;
    size_t mark;
    const json_t *summary = mlg__member_object(&c->r, root, "summary", &mark);
    if (summary) {
        plan->found = member_sum(c, summary, "cost", &plan->cost);
        if (!member_sum(c, summary, "bound", &plan->bound)) plan->bound = INT64_MIN;
        const int32_t kind = mlg__member_word(&c->r, summary, "bound_kind", mlg__bound_name, MLG_BOUND_SOLVER + 1);
        if (kind != MLG_NONE) plan->bound_kind = (mlg_bound_kind)kind;
    }
    mlg__reader_leave(&c->r, mark);
}

/* What the summary repeats, once everything is read. */
static void agree_summary(struct claims *c, const json_t *root)
{
    const json_t *summary = json_object_get(root, "summary");
    const mlg_location_plan *plan = c->plan;
    if (!json_is_object(summary)) return; /* told */
    const size_t mark = mlg__reader_enter(&c->r, "summary");
    mlg__agree_bool(&c->r, summary, "complete", c->sum.complete);
    mlg__agree_int(&c->r, summary, "open_sites", count_open(plan->open, c->l->sites.count));
    if (c->l->plants.count)
        mlg__agree_int(&c->r, summary, "open_plants", count_open(plan->plant_open, c->l->plants.count));
    if (has_gap(plan)) mlg__agree_real(&c->r, summary, "gap", gap_of(plan));
    else agree_money(c, summary, "gap", LOCATION_UNLIMITED); /* null */
    mlg__reader_leave(&c->r, mark);
}

static const char *const flow_keys[] = { "client", "site", "units", "cost", NULL },
                         *const haul_keys[] = { "product", "plant", "site", "units", "cost", NULL },
                         *const site_keys[] = { "site", "fixed", "load", "capacity", NULL },
                         *const plant_keys[] = { "plant", "fixed", "load", "capacity", NULL },
                         *const unserved_keys[] = { "client", "units", "cost", NULL };

/* Flows first: everything else is compared with them. False: no memory. */
static bool read_flows(struct claims *c, const json_t *root)
{
    mlg_location_plan *plan = c->plan;
    struct arena *a = &plan->arena;
    plan->open = arena_array(a, bool, c->l->sites.count);
    plan->plant_open = arena_array(a, bool, c->l->plants.count);
    plan->flows = arena_array(a, struct location_flow, rows_of(root, "assignment"));
    plan->hauls = arena_array(a, struct location_haul, rows_of(root, "hauls"));
    if (a->failed) return false;
    read_table(c, root, "assignment", flow_keys, read_flow, NULL);
    if (c->l->plants.count) read_table(c, root, "hauls", haul_keys, read_haul, NULL);
    return sum_loads(c->l, plan, &c->sum);
}

static void read_rest(struct claims *c, const json_t *root)
{
    const mlg_location *l = c->l;
    struct site_table sites = { "site", &l->sites, c->sum.site, c->plan->open, MLG_NONE };
    struct site_table plants = { "plant", &l->plants, c->sum.plant, c->plan->plant_open, MLG_NONE };
    int32_t next = 0;
    int64_t rows = c->plan->flow_count + c->plan->haul_count;
    rows += read_table(c, root, "sites", site_keys, read_site, &sites);
    if (l->plants.count) rows += read_table(c, root, "plants", plant_keys, read_site, &plants);
    rows += read_table(c, root, "unserved", unserved_keys, read_unserved, &next);
    for (; c->plan->found && next < l->client_count; next++)
        if (c->sum.unserved[next] > 0)
            mlg__find(
                c->r.found, MLG_BAD_INPUT, "unserved",
                TXT("client %d is not served, and has no row here", "le client %d n'est pas servi, et manque ici"),
                NO_HINT, next + 1);
    if (!c->plan->found && rows > 0)
        mlg__find(c->r.found, MLG_BAD_INPUT, "summary/cost",
                  TXT("a plan without a cost has no rows", "un plan sans coût n'a pas de lignes"),
                  TXT("null says that no plan was found", "null dit qu'aucun plan n'a été trouvé"));
}

static bool read_claims(struct claims *c, const json_t *root)
{
    static const char *const keys[] = { "format", "kind",   "version",    "problem", "options",  "summary",
                                        "sites",  "plants", "assignment", "hauls",   "unserved", NULL };
    warn_unknown(c, root, keys);
    mlg__read_head(&c->r, root, "location");
    read_problem(c, root);
    read_summary(c, root);
    const bool summed = read_flows(c, root);
    if (summed) {
        read_rest(c, root);
        agree_summary(c, root);
    }
    mlg__arena_free(&c->sum.arena);
    return summed;
}

mlg_status mlg__location_plan_read(const char *bytes, size_t count, const mlg_location *l, mlg_location_plan **plan,
                                   mlg_findings *found, mlg_error *err)
{
    *plan = NULL;
    mlg_findings *mine = mlg_findings_new(found ? mlg__findings_lang(found) : err ? err->lang : MLG_EN);
    mlg_location_plan *made = mlg__malloc(sizeof *made);
    mlg_status status = mine && made ? MLG_OK : mlg__no_memory(err, "plan.json");
    json_t *root = status ? NULL : mlg__plan_parse(bytes, count, mine, &status, err);
    if (root) {
        struct claims c = { .r = { .found = mine, .arena = &made->arena }, .l = l, .plan = made };
        if (!read_claims(&c, root)) status = mlg__no_memory(err, "plan.json");
        json_decref(root);
    }
    status = mlg__plan_hand_over(mine, found, status, err);
    if (status) mlg_location_plan_free(made);
    else *plan = made;
    return status;
}
