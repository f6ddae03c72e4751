/* location_mclp.c — maximal covering: so many sites may open, a client within the radius of one is covered, what stays
 * uncovered counts. Two layouts:
 *
 *     324 9999 p S         points, and words that say nothing
 *     x y demand           a row a point, which is client and site
 *
 *     100 1000             sites, clients
 *     F 0 x y 1            a row a site
 *     C 0 x y demand       a row a client
 *
 * As a location problem: lanes within the radius cost nothing, a client left out costs its demand; nothing has a
 * capacity. Radius and number of sites are the user's. Distances are Euclidean, in double precision. */
#include "io/location_reader.h"

#define PAIRS_MAX INT64_C(4000000000) /* looked at one by one */

struct point {
    double x, y;
};
struct cover {
    struct arena arena;
    struct point *sites, *clients; /* the same array where points are both */
};

static struct point read_point(struct location_reader *r)
{
    struct point p;
    p.x = mlg__location_real(r, TXT("the x coordinate", "l'abscisse"));
    p.y = mlg__location_real(r, TXT("the y coordinate", "l'ordonnée"));
    return p;
}

static void read_demand(struct location_reader *r, int32_t client)
{
    r->l->left_out[client] = mlg__location_money(r, TXT("the demand", "la demande"));
}

/* -- points -- */

static bool make_room(struct location_reader *r, struct cover *v, int64_t sites, int64_t clients, bool same)
{
    if (!mlg__location_begin(r, sites, clients, false)) return false;
    v->clients = arena_array(&v->arena, struct point, clients);
    v->sites = same ? v->clients : arena_array(&v->arena, struct point, sites);
    if (v->arena.failed) mlg__location_out_of_memory(r);
    return !r->stopped;
}

static void read_points(struct location_reader *r, struct cover *v, int32_t count)
{
    mlg__scan_rest(&r->s); /* 9999, p, S: places of what the user gives */
    if (!mlg__location_room(r, 3 * (int64_t)count) || !make_room(r, v, count, count, true)) return;
    for (int32_t c = 0; c < count && !r->stopped; c++) {
        r->client = c;
        v->clients[c] = read_point(r);
        read_demand(r, c);
    }
    r->client = MLG_NONE;
}

/* `F 7` or `C 7`: the letter and the number, from 0. */
static void read_label(struct location_reader *r, const char *letter, int32_t number)
{
    struct word w;
    if (!mlg__location_word(r, TXT("F or C", "F ou C"), &w)) return;
    if (!mlg__word_is(&w, letter))
        LOCATION_STOP(r, &w, TXT("\"%s\" stands where %s is expected", "« %s » se trouve où il faut %s"),
                      TXT("first a row F for each site, then a row C for each client",
                          "d'abord une ligne F par site, puis une ligne C par client"),
                      mlg__scan_shown(&r->s, &w), letter);
    mlg__location_whole(r, TXT("the number of the row", "le numéro de la ligne"), number, number);
}

static void read_two_kinds(struct location_reader *r, struct cover *v, int32_t sites)
{
    const int64_t clients =
        mlg__location_size(r, TXT("the number of clients", "le nombre de clients"), 1, LOCATION_COUNT_MAX);
    if (!mlg__location_room(r, 5 * (sites + clients)) || !make_room(r, v, sites, clients, false)) return;
    for (int32_t s = 0; s < sites && !r->stopped; s++) {
        r->site = s;
        read_label(r, "F", s);
        v->sites[s] = read_point(r);
        mlg__location_whole(r, TXT("the weight of the site", "le poids du site"), 1, 1);
    }
    r->site = MLG_NONE;
    for (int32_t c = 0; c < clients && !r->stopped; c++) {
        r->client = c;
        read_label(r, "C", c);
        v->clients[c] = read_point(r);
        read_demand(r, c);
    }
    r->client = MLG_NONE;
}

/* Does the second line begin with the letter F? */
static bool has_letters(const struct location_reader *r)
{
    struct scanner ahead = r->s;
    struct word w;
    while (mlg__scan_line(&ahead))
        if (mlg__scan_word(&ahead, &w)) return mlg__word_is(&w, "F");
    return false;
}

/* -- who covers whom -- */

/* Lanes of a client, written to `to` where it is not NULL; how many. */
static int64_t cover_client(const mlg_location *l, const struct cover *v, double radius, int32_t client,
                            struct location_lane *to)
{
    const struct point p = v->clients[client];
    int64_t count = 0;
    for (int32_t s = 0; s < l->sites.count; s++) {
        const double x = p.x - v->sites[s].x, y = p.y - v->sites[s].y;
        if (x * x + y * y > radius * radius) continue;
        if (to) to[count] = (struct location_lane) { .site = s };
        count++;
    }
    return count;
}

static void over_limit(struct location_reader *r)
{
    mlg__find(
        r->s.found, MLG_OVER_LIMIT, mlg__scan_at(&r->s, 1, 1),
        TXT("too many sites cover too many clients", "trop de sites couvrent trop de clients"),
        TXT("give a smaller siting.radius, or fewer points", "donnez un siting.radius plus petit, ou moins de points"));
    r->stopped = true;
}

static void cover_all(struct location_reader *r, const struct cover *v)
{
    mlg_location *l = r->l;
    if ((int64_t)l->sites.count * l->client_count > PAIRS_MAX) return over_limit(r);
    for (int32_t c = 0; c < l->client_count; c++)
        l->first[c + 1] = l->first[c] + cover_client(l, v, r->params.radius, c, NULL);
    if (l->first[l->client_count] > LOCATION_LANES_MAX) return over_limit(r);
    l->lanes = arena_array(&l->arena, struct location_lane, l->first[l->client_count]);
    if (!l->lanes) return mlg__location_out_of_memory(r);
    for (int32_t c = 0; c < l->client_count; c++) cover_client(l, v, r->params.radius, c, &l->lanes[l->first[c]]);
}

static void check_params(struct location_reader *r)
{
    const struct word start = { .line = 1, .column = 1 };
    if (!(r->params.radius > 0))
        LOCATION_WRONG(r, &start, TXT("the radius of a site is not given", "le rayon d'un site n'est pas donné"),
                       TXT("pass it in the unit of the coordinates: --option siting.radius=800",
                           "donnez-le dans l'unité des coordonnées : --option siting.radius=800"));
    if (r->params.count < 1)
        LOCATION_WRONG(r, &start,
                       TXT("the number of sites that may open is not given",
                           "le nombre de sites qui peuvent ouvrir n'est pas donné"),
                       TXT("pass it: --option siting.count=5", "donnez-le : --option siting.count=5"));
}

void mlg__location_read_mclp(struct location_reader *r)
{
    struct cover v = { 0 };
    const int32_t count = (int32_t)mlg__location_size(
        r, TXT("the number of points or sites", "le nombre de points ou de sites"), 1, LOCATION_COUNT_MAX);
    check_params(r);
    if (has_letters(r)) read_two_kinds(r, &v, count);
    else read_points(r, &v, count);
    if (!r->stopped && mlg_findings_count(r->s.found, false) == 0) cover_all(r, &v);
    mlg__arena_free(&v.arena);
}
