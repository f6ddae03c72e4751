/* location_cflp.c — capacitated location: sizes, sites, demands and a matrix of costs, in four orders.
 *
 *     cap                            m n, (capacity fixed) a site, then a client at a time: demand, m costs
 *     holmberg, yang, gadegaard      m n, (capacity fixed) a site, n demands, n costs a site
 *     diaz-fernandez                 n m, m costs a client, n demands, m fixed costs, m capacities
 *     tbed1                          m n, n demands, m capacities, m fixed costs, n costs *of a unit* a site
 *
 * m sites, n clients. To add an order: a row of parts here, a row in location_read.c. */
#include "io/location_reader.h"

enum part { END, SITES, CLIENTS, DEMANDS, CAPACITIES, FIXED_COSTS, COSTS_BY_SITE, COSTS_BY_CLIENT };

struct layout {
    bool clients_first, unit_costs;
    enum part parts[5];
};

static void read_capacity(struct location_reader *r, int32_t site)
{
    r->site = site;
    r->l->sites.capacity[site] = mlg__location_capacity(r);
    r->site = MLG_NONE;
}

static void read_fixed_cost(struct location_reader *r, int32_t site)
{
    r->site = site;
    r->l->sites.fixed[site] = mlg__location_money(r, TXT("the fixed cost", "le coût fixe"));
    r->site = MLG_NONE;
}

static void read_lane(struct location_reader *r, int32_t client, int32_t site)
{
    r->client = client, r->site = site;
    mlg__location_cell(r->l, client, site)->cost = mlg__location_money(r, TXT("the cost", "le coût"));
    r->client = r->site = MLG_NONE;
}

static void read_costs_of_client(struct location_reader *r, int32_t client)
{
    for (int32_t s = 0; s < r->l->sites.count; s++) read_lane(r, client, s);
}

static void read_costs_of_site(struct location_reader *r, int32_t site)
{
    for (int32_t c = 0; c < r->l->client_count; c++) read_lane(r, c, site);
}

static void read_part(struct location_reader *r, enum part part)
{
    const int32_t sites = r->l->sites.count, clients = r->l->client_count;
    for (int32_t s = 0; s < sites && !r->stopped; s++) {
        if (part == SITES || part == CAPACITIES) read_capacity(r, s);
        if (part == SITES || part == FIXED_COSTS) read_fixed_cost(r, s);
        if (part == COSTS_BY_SITE) read_costs_of_site(r, s);
    }
    for (int32_t c = 0; c < clients && !r->stopped; c++) {
        if (part == CLIENTS || part == DEMANDS) mlg__location_demand(r, c);
        if (part == CLIENTS || part == COSTS_BY_CLIENT) read_costs_of_client(r, c);
    }
}

static void read_layout(struct location_reader *r, const struct layout *layout)
{
    static const struct mlg_txt names[2] = { { { "the number of sites", "le nombre de sites" } },
                                             { { "the number of clients", "le nombre de clients" } } };
    const bool turned = layout->clients_first;
    int64_t count[2]; /* sites, clients */
    count[turned] = mlg__location_size(r, names[turned], 1, LOCATION_COUNT_MAX);
    count[!turned] = mlg__location_size(r, names[!turned], 1, LOCATION_COUNT_MAX);
    if (!mlg__location_room(r, count[0] * count[1] + count[1] + 2 * count[0])) return;
    if (!mlg__location_begin(r, count[0], count[1], true)) return;
    r->unit_costs = layout->unit_costs;
    for (const enum part *part = layout->parts; *part != END; part++) read_part(r, *part);
}

void mlg__location_read_cap(struct location_reader *r)
{
    read_layout(r, &(struct layout) { .parts = { SITES, CLIENTS } });
}

void mlg__location_read_holmberg(struct location_reader *r)
{
    read_layout(r, &(struct layout) { .parts = { SITES, DEMANDS, COSTS_BY_SITE } });
}

void mlg__location_read_diaz_fernandez(struct location_reader *r)
{
    read_layout(
        r, &(struct layout) { .clients_first = true, .parts = { COSTS_BY_CLIENT, DEMANDS, FIXED_COSTS, CAPACITIES } });
}

void mlg__location_read_tbed1(struct location_reader *r)
{
    read_layout(r,
                &(struct layout) { .unit_costs = true, .parts = { DEMANDS, CAPACITIES, FIXED_COSTS, COSTS_BY_SITE } });
}
