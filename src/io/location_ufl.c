/* location_ufl.c — uncapacitated location of UflLib, in its two layouts: that of cap with demands and capacities that
 * say nothing, and
 *
 *     FILE: name
 *     m n 0
 *     1 fixed c c c …      a row for each of m sites: its number, its fixed cost, n costs
 *
 * The gap sets write one large number for pairs that cannot be. It is taken as "no lane" where it stands for more than
 * half of all pairs and is no less than the dearest fixed cost and the dearest other lane together: opening another
 * site is never dearer, so that no best plan is lost. */
#include "io/location_reader.h"

static void read_site(struct location_reader *r, int32_t site)
{
    mlg_location *l = r->l;
    r->site = site;
    mlg__location_whole(r, TXT("the number of the site", "le numéro du site"), site + 1, site + 1);
    l->sites.fixed[site] = mlg__location_money(r, TXT("the fixed cost", "le coût fixe"));
    for (int32_t c = 0; c < l->client_count; c++) {
        r->client = c;
        mlg__location_cell(l, c, site)->cost = mlg__location_money(r, TXT("the cost", "le coût"));
    }
    r->site = r->client = MLG_NONE;
}

/* The largest cost, the largest below it, and how often the largest stands in the file. */
struct extremes {
    int64_t largest, second, count;
};

static struct extremes extremes_of(const mlg_location *l)
{
    struct extremes e = { -1, -1, 0 };
    for (int64_t i = 0; i < l->first[l->client_count]; i++) {
        const int64_t cost = l->lanes[i].cost;
        if (cost > e.largest) e = (struct extremes) { cost, e.largest, 0 };
        else if (cost < e.largest) e.second = max64(e.second, cost);
        e.count += cost == e.largest;
    }
    return e;
}

static bool every_client_keeps_a_lane(const mlg_location *l, int64_t dropped)
{
    for (int32_t c = 0; c < l->client_count; c++) {
        bool any = false;
        for (int64_t i = l->first[c]; i < l->first[c + 1]; i++) any |= l->lanes[i].cost != dropped;
        if (!any) return false;
    }
    return true;
}

static void drop_impossible(mlg_location *l)
{
    const struct extremes e = extremes_of(l);
    int64_t dearest_site = 0, kept = 0, i = 0;
    for (int32_t s = 0; s < l->sites.count; s++) dearest_site = max64(dearest_site, l->sites.fixed[s]);
    if (2 * e.count <= l->first[l->client_count] || e.second < 0 || e.largest < dearest_site + e.second) return;
    if (!every_client_keeps_a_lane(l, e.largest)) return;
    for (int32_t c = 0; c < l->client_count; c++) {
        const int64_t end = l->first[c + 1];
        for (; i < end; i++)
            if (l->lanes[i].cost != e.largest) l->lanes[kept++] = l->lanes[i];
        l->first[c + 1] = kept;
    }
}

static void read_rows(struct location_reader *r)
{
    const int64_t sites =
        mlg__location_size(r, TXT("the number of sites", "le nombre de sites"), 1, LOCATION_COUNT_MAX);
    const int64_t clients =
        mlg__location_size(r, TXT("the number of clients", "le nombre de clients"), 1, LOCATION_COUNT_MAX);
    mlg__location_size(r, TXT("the third size", "la troisième taille"), 0, 0);
    if (!mlg__location_room(r, sites * (clients + 2))) return;
    if (!mlg__location_begin(r, sites, clients, true)) return;
    for (int32_t s = 0; s < sites && !r->stopped; s++) read_site(r, s);
    if (!r->stopped) drop_impossible(r->l);
}

void mlg__location_read_ufllib(struct location_reader *r)
{
    const struct scanner start = r->s;
    struct word w;
    r->loads_skipped = true;
    if (!mlg__location_word(r, TXT("FILE: or the number of sites", "FILE: ou le nombre de sites"), &w)) return;
    if (mlg__word_is(&w, "FILE:")) {
        mlg__scan_rest(&r->s); /* its name for itself */
        read_rows(r);
        return;
    }
    r->s = start;
    mlg__location_read_cap(r);
}
