/* location_stages.c — two stages: plants feed sites, sites serve clients; loads may be split.
 *
 *     I J K                I plants, J sites, K clients
 *     demand               K rows
 *     capacity fixed       I rows, then I rows of J costs of a unit
 *     capacity fixed       J rows, then J rows of K costs of a unit
 *
 * With several products `I J K L`: a demand and a capacity for each product stand in a row, and the matrices come L
 * times, one a product. Client k asking for product l becomes client k * L + l. */
#include "io/location_reader.h"

static void read_demands(struct location_reader *r)
{
    mlg_location *l = r->l;
    for (int32_t c = 0; c < l->client_count && !r->stopped; c++) {
        l->product[c] = c % l->product_count;
        mlg__location_demand(r, c);
    }
}

static void read_sites(struct location_reader *r, struct location_sites *sites)
{
    const int32_t products = r->l->product_count;
    for (int32_t s = 0; s < sites->count && !r->stopped; s++) {
        r->site = s;
        for (int32_t k = 0; k < products; k++) sites->capacity[(int64_t)s * products + k] = mlg__location_capacity(r);
        sites->fixed[s] = mlg__location_money(r, TXT("the fixed cost", "le coût fixe"));
    }
    r->site = MLG_NONE;
}

static void read_hauls(struct location_reader *r)
{
    const mlg_location *l = r->l;
    const int64_t count = (int64_t)l->product_count * l->plants.count * l->sites.count;
    for (int64_t i = 0; i < count && !r->stopped; i++) {
        r->site = (int32_t)(i % l->sites.count);
        l->haul[i] = mlg__location_money(r, TXT("the cost from a plant", "le coût depuis une usine"));
    }
    r->site = MLG_NONE;
}

static void read_lanes(struct location_reader *r)
{
    const mlg_location *l = r->l;
    for (int32_t k = 0; k < l->product_count; k++)
        for (int32_t s = 0; s < l->sites.count && !r->stopped; s++)
            for (int32_t c = k; c < l->client_count; c += l->product_count) {
                r->client = c, r->site = s;
                mlg__location_cell(l, c, s)->cost = mlg__location_money(r, TXT("the cost", "le coût"));
            }
    r->client = r->site = MLG_NONE;
}

static bool make_plants(struct location_reader *r, int64_t count)
{
    mlg_location *l = r->l;
    l->plants.count = (int32_t)count;
    l->plants.fixed = arena_array(&l->arena, int64_t, count);
    l->plants.capacity = arena_array(&l->arena, int64_t, count * l->product_count);
    l->haul = arena_array(&l->arena, int64_t, count * l->product_count * l->sites.count);
    if (l->arena.failed) mlg__location_out_of_memory(r);
    return !r->stopped;
}

static void read_stages(struct location_reader *r, bool several)
{
    const int64_t plants =
        mlg__location_size(r, TXT("the number of plants", "le nombre d'usines"), 1, LOCATION_COUNT_MAX);
    const int64_t sites =
        mlg__location_size(r, TXT("the number of sites", "le nombre de sites"), 1, LOCATION_COUNT_MAX);
    const int64_t clients =
        mlg__location_size(r, TXT("the number of clients", "le nombre de clients"), 1, LOCATION_COUNT_MAX);
    const int64_t products =
        several ? mlg__location_size(r, TXT("the number of products", "le nombre de produits"), 1, 1000) : 1;
    /* Each product is below 10^15: the sum is far inside 64 bits. */
    if (!mlg__location_room(r,
                            products * (clients + plants * sites + sites * clients + plants + sites) + plants + sites))
        return;
    r->l->product_count = (int32_t)products;
    if (!mlg__location_begin(r, sites, clients * products, true)) return;
    if (!make_plants(r, plants)) return;
    r->unit_costs = true;
    read_demands(r);
    read_sites(r, &r->l->plants);
    read_hauls(r);
    read_sites(r, &r->l->sites);
    read_lanes(r);
}

void mlg__location_read_tscflp(struct location_reader *r) { read_stages(r, false); }
void mlg__location_read_mp_tscflp(struct location_reader *r) { read_stages(r, true); }
