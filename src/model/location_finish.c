/* location_finish.c — what every location problem must have, all that is wrong told at once. See location.h. */
#include <stdlib.h>

#include "base/error.h"
#include "model/location.h"

/* Clients and sites are told as files number them, from 1. */
#define WRONG(l, found, ...) mlg__find((found), MLG_BAD_INPUT, (l)->name, __VA_ARGS__)

static void check_sites(const mlg_location *l, const struct location_sites *sites, struct mlg_txt kind,
                        mlg_findings *found)
{
    const char *word = kind.in[mlg__findings_lang(found)];
    for (int32_t s = 0; s < sites->count; s++) {
        if (sites->fixed[s] < 0)
            WRONG(l, found, TXT("%s %d has a fixed cost below zero", "%s %d a un coût fixe négatif"),
                  TXT("correct the value", "corrigez la valeur"), word, s + 1);
        for (int32_t k = 0; k < l->product_count; k++)
            if (sites->capacity[(int64_t)s * l->product_count + k] < 0)
                WRONG(l, found, TXT("%s %d has a capacity below zero", "%s %d a une capacité négative"),
                      TXT("correct the value", "corrigez la valeur"), word, s + 1);
    }
}

static int64_t capacity_of(const mlg_location *l, const struct location_sites *sites, int32_t site, int32_t product)
{
    return sites->capacity[(int64_t)site * l->product_count + product];
}

static int64_t add_capacity(int64_t a, int64_t b) { return a > INT64_MAX - b ? INT64_MAX : a + b; }

/* Sites in order, costs sane; what the sites of the client can hold for it. */
static int64_t check_lanes(const mlg_location *l, int32_t client, mlg_findings *found)
{
    int64_t reach = 0;
    int32_t last = MLG_NONE;
    for (int64_t i = l->first[client]; i < l->first[client + 1]; i++) {
        const struct location_lane *lane = &l->lanes[i];
        if (lane->site <= last || lane->site >= l->sites.count) {
            WRONG(l, found,
                  TXT("client %d: site %d is out of order or does not exist",
                      "client %d : le site %d est mal placé ou n'existe pas"),
                  TXT("list the sites of a client once each, in order",
                      "donnez les sites d'un client une fois chacun, dans l'ordre"),
                  client + 1, lane->site + 1);
            return 0;
        }
        last = lane->site;
        if (lane->cost < 0)
            WRONG(l, found,
                  TXT("client %d: the cost from site %d is below zero",
                      "client %d : le coût depuis le site %d est négatif"),
                  TXT("correct the value", "corrigez la valeur"), client + 1, lane->site + 1);
        const int64_t capacity = capacity_of(l, &l->sites, lane->site, l->product[client]);
        reach = l->single_source ? max64(reach, capacity) : add_capacity(reach, max64(capacity, 0));
    }
    return reach;
}

static void check_client(const mlg_location *l, int32_t client, mlg_findings *found)
{
    const int64_t demand = l->demand[client];
    if (demand < 1 || demand > LOCATION_LOAD_MAX)
        WRONG(l, found, TXT("client %d asks for %lld, not for 1 to %lld", "le client %d demande %lld, et non 1 à %lld"),
              TXT("leave out clients without demand", "retirez les clients sans demande"), client + 1,
              (long long)demand, (long long)LOCATION_LOAD_MAX);
    if (l->left_out[client] < 0)
        WRONG(l, found,
              TXT("client %d: not serving it has a cost below zero", "client %d : ne pas le servir a un coût négatif"),
              TXT("correct the value", "corrigez la valeur"), client + 1);
    if (l->product[client] < 0 || l->product[client] >= l->product_count) {
        WRONG(l, found, TXT("client %d asks for product %d of %d", "le client %d demande le produit %d sur %d"),
              TXT("correct the number", "corrigez le numéro"), client + 1, l->product[client] + 1, l->product_count);
        return;
    }
    const int64_t errors = mlg_findings_count(found, false), reach = check_lanes(l, client, found);
    if (l->left_out[client] != LOCATION_UNLIMITED || mlg_findings_count(found, false) > errors) return;
    if (l->first[client] == l->first[client + 1])
        WRONG(l, found, TXT("no site can serve client %d", "aucun site ne peut servir le client %d"),
              TXT("give it a lane, or leave it out", "donnez-lui un trajet, ou retirez-le"), client + 1);
    else if (reach < demand)
        WRONG(l, found,
              l->single_source ? TXT("client %d asks for %lld; none of its sites holds more than %lld",
                                     "le client %d demande %lld ; aucun de ses sites ne tient plus de %lld")
                               : TXT("client %d asks for %lld; its sites together hold %lld",
                                     "le client %d demande %lld ; ses sites tiennent ensemble %lld"),
              TXT("check capacities and demands", "vérifiez les capacités et les demandes"), client + 1,
              (long long)demand, (long long)reach);
}

static int descending(const void *a, const void *b)
{
    const int64_t p = *(const int64_t *)a, q = *(const int64_t *)b;
    return (p < q) - (p > q);
}

/* The open_most largest of the capacities for a product, all of them where open_most is 0. */
static int64_t largest(const mlg_location *l, const struct location_sites *sites, int32_t product, int32_t open_most,
                       int64_t *scratch)
{
    const int32_t count = open_most > 0 ? min32(open_most, sites->count) : sites->count;
    int64_t sum = 0;
    for (int32_t s = 0; s < sites->count; s++) scratch[s] = capacity_of(l, sites, s, product);
    qsort(scratch, (size_t)sites->count, sizeof *scratch, descending);
    for (int32_t i = 0; i < count; i++) sum = add_capacity(sum, scratch[i]);
    return sum;
}

static void check_room(const mlg_location *l, int64_t *scratch, mlg_findings *found)
{
    for (int32_t product = 0; product < l->product_count; product++) {
        int64_t asked = 0;
        for (int32_t c = 0; c < l->client_count; c++)
            if (l->product[c] == product && l->left_out[c] == LOCATION_UNLIMITED) asked += l->demand[c];
        const int64_t room = largest(l, &l->sites, product, l->open_most, scratch);
        const int64_t made = l->plants.count ? largest(l, &l->plants, product, 0, scratch) : LOCATION_UNLIMITED;
        if (asked > room)
            WRONG(l, found,
                  TXT("the clients ask for %lld, the sites that may open hold %lld",
                      "les clients demandent %lld, les sites qui peuvent ouvrir tiennent %lld"),
                  TXT("check capacities, demands and the number of sites",
                      "vérifiez les capacités, les demandes et le nombre de sites"),
                  (long long)asked, (long long)room);
        if (asked > made)
            WRONG(l, found,
                  TXT("the clients ask for %lld, the plants make %lld",
                      "les clients demandent %lld, les usines en font %lld"),
                  TXT("check capacities and demands", "vérifiez les capacités et les demandes"), (long long)asked,
                  (long long)made);
    }
}

/* The dearest that anything can cost, taken together: sums of plans stay below it. */
static void check_sums(const mlg_location *l, mlg_findings *found)
{
    const int64_t row = (int64_t)l->plants.count * l->sites.count;
    int128 sum = 0;
    for (int32_t s = 0; s < l->sites.count; s++) sum += l->sites.fixed[s];
    for (int32_t p = 0; p < l->plants.count; p++) sum += l->plants.fixed[p];
    for (int32_t c = 0; c < l->client_count; c++) {
        int64_t most = l->left_out[c] == LOCATION_UNLIMITED ? 0 : l->left_out[c];
        for (int64_t i = l->first[c]; i < l->first[c + 1]; i++) most = max64(most, l->lanes[i].cost);
        sum += most;
    }
    for (int32_t product = 0; l->plants.count && product < l->product_count; product++) {
        int64_t most = 0, asked = 0;
        for (int64_t i = product * row; i < (product + 1) * row; i++) {
            most = max64(most, l->haul[i]);
            if (l->haul[i] >= 0) continue;
            WRONG(l, found, TXT("a cost from plant to site is below zero", "un coût d'usine à site est négatif"),
                  TXT("correct the value", "corrigez la valeur"));
            break;
        }
        for (int32_t c = 0; c < l->client_count; c++)
            if (l->product[c] == product) asked += l->demand[c];
        sum += (int128)most * asked;
    }
    if (sum >= LOCATION_MONEY_MAX)
        mlg__find(found, MLG_OVER_LIMIT, l->name,
                  TXT("the dearest plan may cost more than 10^15 times 10^-%d",
                      "le plan le plus cher peut coûter plus de 10^15 fois 10^-%d"),
                  TXT("write costs with fewer decimals, or in a larger unit",
                      "écrivez les coûts avec moins de décimales, ou dans une unité plus grande"),
                  l->decimals);
}

static bool sizes_are_sane(const mlg_location *l, mlg_findings *found)
{
    const bool some = l->sites.count >= 1 && l->client_count >= 1 && l->product_count >= 1 && l->plants.count >= 0;
    if (!some)
        WRONG(l, found,
              TXT("%d sites, %d clients, %d products: there is nothing to place",
                  "%d sites, %d clients, %d produits : il n'y a rien à placer"),
              TXT("give at least one of each", "donnez-en au moins un de chaque"), l->sites.count, l->client_count,
              l->product_count);
    else if (l->open_most < 0 || l->open_most > l->sites.count)
        WRONG(l, found, TXT("%d of %d sites may open", "%d sites sur %d peuvent ouvrir"),
              TXT("let no more sites open than there are; 0: as many as wanted",
                  "n'ouvrez pas plus de sites qu'il n'y en a ; 0 : autant que voulu"),
              l->open_most, l->sites.count);
    return some && mlg_findings_count(found, false) == 0;
}

mlg_status mlg__location_finish(mlg_location *l, mlg_findings *found, mlg_error *err)
{
    mlg_findings *own = mlg_findings_new(found ? mlg__findings_lang(found) : err ? err->lang : MLG_EN);
    int64_t *scratch = mlg__malloc((size_t)max32(max32(l->sites.count, l->plants.count), 1) * sizeof *scratch);
    mlg_status status = own && scratch ? MLG_OK : mlg__no_memory(err, l->name);
    if (!status && sizes_are_sane(l, own)) {
        check_sites(l, &l->sites, TXT("site", "le site"), own);
        check_sites(l, &l->plants, TXT("plant", "l'usine"), own);
        for (int32_t c = 0; c < l->client_count; c++) check_client(l, c, own);
        if (!mlg_findings_count(own, false)) {
            check_room(l, scratch, own);
            check_sums(l, own);
        }
    }
    if (!status) status = mlg__first_error(own, err);
    mlg__findings_add(found, own);
    mlg_findings_free(own);
    mlg__free(scratch);
    return status;
}
