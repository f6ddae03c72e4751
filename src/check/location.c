/* location.c — is a plan of a location problem what it says? From the problem and the rows alone: own look at lanes,
 * own sums, own exact cost. See maillage/check.h.
 *
 * Places are those of plan.json (assignment/3, hauls/0, sites/2); sites, plants, clients and products are told as the
 * file numbers them, from 1. Where a row cannot be counted (it names what does not exist) that is told, and sums are
 * not looked at. */
#include <stdlib.h>

#include "base/error.h"
#include "check/where.h"
#include "maillage/check.h"
#include "model/location.h"

/* A share of a client's cost that is not a whole number: rest / demand of a quantum. */
struct fraction {
    int64_t demand, rest;
};

struct checker {
    const mlg_location *l;
    const mlg_location_plan *plan;
    mlg_findings *found;
    char where[64];
    bool sound; /* every row could be counted: sums mean something */
    struct arena arena;
    int64_t *site_load, *plant_load; /* [index * product_count + product]; of sites: what goes out */
    int64_t *inbound;                /* [site * product_count + product] */
    int64_t *served;                 /* [client] */
    int32_t *sources;                /* [client] rows */
    struct fraction *fractions;
    int32_t fraction_count;
    int128 whole_cost; /* all but the fractions */
    int128 *paid;      /* [client] times its demand */
};

/* More than any plan needs; sums of such units fit 64 bits, with costs 128. */
#define UNITS_MAX ((int64_t)LOCATION_COUNT_MAX * LOCATION_LOAD_MAX)

#define VIOLATION(c, where, ...) mlg__find((c)->found, MLG_BAD_INPUT, (where), __VA_ARGS__)
#define CHANGED                                                                                                        \
    TXT("the plan was changed, or made for another problem", "le plan a été modifié, ou fait pour un autre problème")

/* A row that cannot be counted, told before. */
static void leave_out(struct checker *c) { c->sound = false; }

static int64_t cell(const struct checker *c, int32_t site, int32_t product)
{
    return (int64_t)site * c->l->product_count + product;
}

/* Row of a site in the table of open ones. */
static int32_t row_of(const bool *open, int32_t site)
{
    int32_t row = 0;
    for (int32_t s = 0; s < site; s++) row += open[s];
    return row;
}

/* -- flows -- */

static const struct location_lane *find_lane(const mlg_location *l, int32_t client, int32_t site)
{
    for (int64_t i = l->first[client]; i < l->first[client + 1]; i++)
        if (l->lanes[i].site == site) return &l->lanes[i];
    return NULL;
}

static bool in_order(const struct location_flow *a, const struct location_flow *b)
{
    return a->client != b->client ? a->client < b->client : a->site < b->site;
}

static void check_flow(struct checker *c, int32_t i)
{
    const mlg_location *l = c->l;
    const struct location_flow *f = &c->plan->flows[i];
    const char *where = AT(c, "assignment/%d", i);
    if (f->client < 0 || f->client >= l->client_count || f->site < 0 || f->site >= l->sites.count) {
        VIOLATION(c, where, TXT("client %d or site %d does not exist", "le client %d ou le site %d n'existe pas"),
                  CHANGED, f->client + 1, f->site + 1);
        return leave_out(c);
    }
    if (i > 0 && !in_order(f - 1, f))
        VIOLATION(c, where,
                  TXT("client %d, site %d: the row is out of order or twice",
                      "client %d, site %d : la ligne est mal placée ou double"),
                  TXT("rows ascend by client, then site", "les lignes vont par client, puis site"), f->client + 1,
                  f->site + 1);
    if (f->units < 1 || f->units > l->demand[f->client]) {
        VIOLATION(
            c, where,
            TXT("%lld units go to client %d, who asks for %lld", "%lld unités vont au client %d, qui en demande %lld"),
            TXT("send 1 to all of them", "envoyez-en de 1 à toutes"), (long long)f->units, f->client + 1,
            (long long)l->demand[f->client]);
        return leave_out(c);
    }
    const struct location_lane *lane = find_lane(l, f->client, f->site);
    if (!lane) {
        VIOLATION(c, where, TXT("site %d has no lane to client %d", "le site %d n'a pas de trajet vers le client %d"),
                  TXT("serve it from elsewhere", "servez-le d'ailleurs"), f->site + 1, f->client + 1);
        return leave_out(c);
    }
    if (!c->plan->open[f->site])
        VIOLATION(
            c, where,
            TXT("client %d is served by site %d, which is closed", "le client %d est servi par le site %d, fermé"),
            TXT("open the site, or serve it from elsewhere", "ouvrez le site, ou servez-le d'ailleurs"), f->client + 1,
            f->site + 1);
    c->served[f->client] += f->units;
    c->sources[f->client]++;
    c->site_load[cell(c, f->site, l->product[f->client])] += f->units;
    c->paid[f->client] += (int128)lane->cost * f->units;
}

static void check_client(struct checker *c, int32_t client)
{
    const mlg_location *l = c->l;
    const int64_t demand = l->demand[client], served = c->served[client], rest = demand - served;
    const bool must = l->left_out[client] == LOCATION_UNLIMITED;
    if (rest < 0)
        VIOLATION(
            c, "assignment",
            TXT("client %d asks for %lld units and gets %lld", "le client %d demande %lld unités et en reçoit %lld"),
            TXT("send no more than the demand", "n'envoyez pas plus que la demande"), client + 1, (long long)demand,
            (long long)served);
    if (rest > 0 && must)
        VIOLATION(c, "assignment",
                  TXT("client %d must be served %lld units and gets %lld",
                      "le client %d doit recevoir %lld unités et en reçoit %lld"),
                  TXT("send the rest from an open site", "envoyez le reste depuis un site ouvert"), client + 1,
                  (long long)demand, (long long)served);
    if (l->single_source && (c->sources[client] > 1 || (!must && served > 0 && rest > 0)))
        VIOLATION(c, "assignment",
                  TXT("client %d gets %lld of %lld units from %d sites; it must get all from one",
                      "le client %d reçoit %lld unités sur %lld de %d sites ; il lui faut tout d'un seul"),
                  TXT("siting.single_source=0 would allow a split", "siting.single_source=0 permettrait de diviser"),
                  client + 1, (long long)served, (long long)demand, c->sources[client]);
    if (rest > 0 && !must) c->paid[client] += (int128)l->left_out[client] * rest;
}

/* -- hauls -- */

static bool haul_in_order(const struct location_haul *a, const struct location_haul *b)
{
    if (a->product != b->product) return a->product < b->product;
    return a->plant != b->plant ? a->plant < b->plant : a->site < b->site;
}

static void check_haul(struct checker *c, int32_t i)
{
    const mlg_location *l = c->l;
    const struct location_haul *h = &c->plan->hauls[i];
    const char *where = AT(c, "hauls/%d", i);
    if (h->product < 0 || h->product >= l->product_count || h->plant < 0 || h->plant >= l->plants.count ||
        h->site < 0 || h->site >= l->sites.count) {
        VIOLATION(c, where,
                  TXT("product %d, plant %d or site %d does not exist",
                      "le produit %d, l'usine %d ou le site %d n'existe pas"),
                  CHANGED, h->product + 1, h->plant + 1, h->site + 1);
        return leave_out(c);
    }
    if (i > 0 && !haul_in_order(h - 1, h))
        VIOLATION(c, where,
                  TXT("product %d, plant %d, site %d: the row is out of order or twice",
                      "produit %d, usine %d, site %d : la ligne est mal placée ou double"),
                  TXT("rows ascend by product, plant, site", "les lignes vont par produit, usine, site"),
                  h->product + 1, h->plant + 1, h->site + 1);
    if (h->units < 1 || h->units > UNITS_MAX) {
        VIOLATION(c, where, TXT("%lld units are hauled", "%lld unités sont transportées"),
                  TXT("haul 1 or more", "transportez-en 1 ou plus"), (long long)h->units);
        return leave_out(c);
    }
    if (!c->plan->plant_open[h->plant])
        VIOLATION(c, where,
                  TXT("plant %d sends to site %d and is closed", "l'usine %d envoie au site %d et est fermée"),
                  TXT("open the plant, or haul from elsewhere", "ouvrez l'usine, ou faites venir d'ailleurs"),
                  h->plant + 1, h->site + 1);
    c->plant_load[cell(c, h->plant, h->product)] += h->units;
    c->inbound[cell(c, h->site, h->product)] += h->units;
    const int64_t row = (int64_t)h->product * l->plants.count + h->plant;
    c->whole_cost += (int128)l->haul[row * l->sites.count + h->site] * h->units;
}

static void check_balance(struct checker *c)
{
    for (int32_t s = 0; s < c->l->sites.count; s++)
        for (int32_t k = 0; k < c->l->product_count; k++)
            if (c->inbound[cell(c, s, k)] != c->site_load[cell(c, s, k)])
                VIOLATION(c, "hauls",
                          TXT("site %d gets %lld units of product %d and sends out %lld",
                              "le site %d reçoit %lld unités du produit %d et en envoie %lld"),
                          TXT("what goes out must come in", "ce qui sort doit entrer"), s + 1,
                          (long long)c->inbound[cell(c, s, k)], k + 1, (long long)c->site_load[cell(c, s, k)]);
}

/* -- sites and plants -- */

static void check_capacities(struct checker *c, const struct location_sites *sites, const bool *open,
                             const int64_t *load, const char *table, struct mlg_txt kind)
{
    for (int32_t s = 0; s < sites->count; s++) {
        if (open[s]) c->whole_cost += sites->fixed[s];
        for (int32_t k = 0; k < c->l->product_count; k++) {
            const int64_t most = sites->capacity[cell(c, s, k)];
            if (load[cell(c, s, k)] <= most) continue;
            VIOLATION(c, open[s] ? AT(c, "%s/%d", table, row_of(open, s)) : table,
                      TXT("%s %d: the load %lld (product %d) is above the capacity %lld",
                          "%s %d : la charge %lld (produit %d) dépasse la capacité %lld"),
                      TXT("move clients elsewhere", "déplacez des clients ailleurs"),
                      kind.in[mlg__findings_lang(c->found)], s + 1, (long long)load[cell(c, s, k)], k + 1,
                      (long long)most);
        }
    }
}

static void check_open_count(struct checker *c)
{
    const mlg_location *l = c->l;
    const int32_t count = row_of(c->plan->open, l->sites.count);
    if (l->open_most > 0 && count > l->open_most)
        VIOLATION(c, "sites", TXT("%d sites are open; %d may be", "%d sites sont ouverts ; %d peuvent l'être"),
                  TXT("close some", "fermez-en"), count, l->open_most);
}

/* -- the cost -- */

/* A sum of fractions of many denominators, exactly: over / under, numbers in limbs of 32 bits, the lowest first. */
struct quotient {
    uint32_t *over, *under;
    int32_t length;
};

static int by_demand(const void *a, const void *b)
{
    const struct fraction *x = a, *y = b;
    return (x->demand > y->demand) - (x->demand < y->demand);
}

/* over / under + rest / demand: (over * demand + rest * under) / (under * demand); demand and rest below 2^30. */
static void add_fraction(struct quotient *q, uint64_t rest, uint64_t demand)
{
    uint64_t over = 0, under = 0; /* carried */
    for (int32_t i = 0; i < q->length; i++) {
        over += q->over[i] * demand + q->under[i] * rest;
        q->over[i] = (uint32_t)over;
        over >>= 32;
        under += q->under[i] * demand;
        q->under[i] = (uint32_t)under;
        under >>= 32;
    }
}

/* Is over above times * under? */
static bool is_above(const struct quotient *q, uint64_t times)
{
    uint64_t carried = 0;
    bool above = false; /* as far as the limbs seen say; later ones weigh more */
    for (int32_t i = 0; i < q->length; i++) {
        carried += q->under[i] * times;
        const uint32_t limb = (uint32_t)carried;
        if (q->over[i] != limb) above = q->over[i] > limb;
        carried >>= 32;
    }
    return carried == 0 && above;
}

/* Fractions of one demand become one below 1; what is whole joins the whole cost. Returns how many are left. */
static int32_t merge_fractions(struct checker *c)
{
    int32_t kept = 0;
    qsort(c->fractions, (size_t)c->fraction_count, sizeof *c->fractions, by_demand);
    for (int32_t i = 0; i < c->fraction_count;) {
        struct fraction sum = { c->fractions[i].demand, 0 };
        for (; i < c->fraction_count && c->fractions[i].demand == sum.demand; i++) sum.rest += c->fractions[i].rest;
        c->whole_cost += sum.rest / sum.demand;
        sum.rest %= sum.demand;
        if (sum.rest > 0) c->fractions[kept++] = sum;
    }
    return kept;
}

/* All costs, rounded up once. False: no memory. */
static bool exact_cost(struct checker *c, int128 *cost)
{
    for (int32_t i = 0; i < c->l->client_count; i++) {
        const int64_t demand = c->l->demand[i];
        c->whole_cost += c->paid[i] / demand;
        if (c->paid[i] % demand > 0)
            c->fractions[c->fraction_count++] = (struct fraction) { demand, (int64_t)(c->paid[i] % demand) };
    }
    const int32_t count = merge_fractions(c);
    struct quotient q = { .length = count + 2 };
    q.over = arena_array(&c->arena, uint32_t, q.length);
    q.under = arena_array(&c->arena, uint32_t, q.length);
    if (c->arena.failed) return false;
    q.under[0] = 1;
    for (int32_t i = 0; i < count; i++)
        add_fraction(&q, (uint64_t)c->fractions[i].rest, (uint64_t)c->fractions[i].demand);
    uint64_t low = 0, high = (uint64_t)count; /* the smallest number that over / under is not above */
    while (low < high) {
        const uint64_t middle = (low + high) / 2;
        if (is_above(&q, middle)) low = middle + 1;
        else high = middle;
    }
    *cost = c->whole_cost + (int128)low;
    return true;
}

/* Quanta as the file writes money. */
struct money {
    char s[48];
};

static struct money money_of(const struct checker *c, int128 quanta)
{
    const long long value = quanta > INT64_MAX ? INT64_MAX : (long long)quanta;
    long long scale = 1;
    struct money m;
    for (int32_t i = 0; i < c->l->decimals; i++) scale *= 10;
    const unsigned long long size = value < 0 ? 0 - (unsigned long long)value : (unsigned long long)value;
    const unsigned long long unit = (unsigned long long)scale;
    if (scale == 1) snprintf(m.s, sizeof m.s, "%lld", value);
    else
        snprintf(m.s, sizeof m.s, "%s%llu.%0*llu", value < 0 ? "-" : "", size / unit, (int)c->l->decimals, size % unit);
    return m;
}

static bool check_cost(struct checker *c)
{
    int128 cost;
    if (!exact_cost(c, &cost)) return false;
    if (c->plan->cost != cost)
        VIOLATION(c, "summary/cost", TXT("the cost is claimed as %s; it is %s", "le coût annoncé est %s ; c'est %s"),
                  CHANGED, money_of(c, c->plan->cost).s, money_of(c, cost).s);
    return true;
}

static void check_bound(struct checker *c)
{
    const mlg_location_plan *plan = c->plan;
    if ((plan->bound == INT64_MIN) != (plan->bound_kind == MLG_BOUND_NONE))
        VIOLATION(c, "summary/bound_kind",
                  plan->bound == INT64_MIN ? TXT("a kind of bound is named, but there is none",
                                                 "une sorte de borne est nommée, mais il n'y en a pas")
                                           : TXT("the bound rests on nothing", "la borne ne repose sur rien"),
                  CHANGED);
    if (plan->found && plan->bound > plan->cost)
        VIOLATION(c, "summary/bound", TXT("the bound %s is above the cost %s", "la borne %s dépasse le coût %s"),
                  CHANGED, money_of(c, plan->bound).s, money_of(c, plan->cost).s);
}

static bool make_room(struct checker *c)
{
    const mlg_location *l = c->l;
    const int64_t sites = (int64_t)l->sites.count * l->product_count;
    c->site_load = arena_array(&c->arena, int64_t, sites);
    c->inbound = arena_array(&c->arena, int64_t, sites);
    c->plant_load = arena_array(&c->arena, int64_t, (int64_t)l->plants.count * l->product_count);
    c->served = arena_array(&c->arena, int64_t, l->client_count);
    c->sources = arena_array(&c->arena, int32_t, l->client_count);
    c->fractions = arena_array(&c->arena, struct fraction, l->client_count);
    c->paid = arena_array(&c->arena, int128, l->client_count);
    return !c->arena.failed;
}

/* False: no memory. */
static bool check_plan(struct checker *c)
{
    const mlg_location *l = c->l;
    const mlg_location_plan *plan = c->plan;
    check_open_count(c);
    for (int32_t i = 0; i < plan->flow_count; i++) check_flow(c, i);
    for (int32_t i = 0; i < plan->haul_count; i++) check_haul(c, i);
    if (!c->sound) return true;
    for (int32_t i = 0; i < l->client_count; i++) check_client(c, i);
    if (l->plants.count > 0) check_balance(c);
    check_capacities(c, &l->sites, plan->open, c->site_load, "sites", TXT("site", "site"));
    if (l->plants.count > 0)
        check_capacities(c, &l->plants, plan->plant_open, c->plant_load, "plants", TXT("plant", "usine"));
    return check_cost(c);
}

mlg_status mlg_check_location(const mlg_location *l, const mlg_location_plan *plan, mlg_findings *violations,
                              mlg_error *err)
{
    struct checker c = { .l = l, .plan = plan, .found = violations, .sound = true };
    const bool enough = make_room(&c) && (!plan->found || check_plan(&c));
    if (enough) check_bound(&c);
    mlg__arena_free(&c.arena);
    return enough ? MLG_OK : mlg__no_memory(err, "the check of a plan");
}
