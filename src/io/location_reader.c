/* location_reader.c — numbers of a location file, one after the other. See location_reader.h. */
#include "io/location_reader.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

/* -- which number is meant -- */

struct place {
    char text[64];
};

/* " (client 3, site 7)": where in the problem the reader stands. */
static struct place place_of(const struct location_reader *r)
{
    struct place p = { "" };
    if (r->client != MLG_NONE && r->site != MLG_NONE)
        snprintf(p.text, sizeof p.text, " (client %d, site %d)", r->client + 1, r->site + 1);
    else if (r->client != MLG_NONE) snprintf(p.text, sizeof p.text, " (client %d)", r->client + 1);
    else if (r->site != MLG_NONE) snprintf(p.text, sizeof p.text, " (site %d)", r->site + 1);
    return p;
}

static const char *word_of(const struct location_reader *r, struct mlg_txt what)
{
    return what.in[mlg__findings_lang(r->s.found)];
}

/* -- words -- */

bool mlg__location_more(struct location_reader *r, struct word *w)
{
    do
        if (r->s.line > 0 && mlg__scan_word(&r->s, w)) return true;
    while (mlg__scan_line(&r->s));
    return false;
}

bool mlg__location_word(struct location_reader *r, struct mlg_txt what, struct word *w)
{
    if (r->stopped) return false;
    if (mlg__location_more(r, w)) return true;
    *w = (struct word) { r->s.end, 0, max32(r->s.line, 1), (int32_t)(r->s.next - r->s.line_start) + 1 };
    LOCATION_STOP(
        r, w, TXT("the file ends where %s is expected%s", "le fichier finit où il faut %s%s"),
        TXT("check the format, or whether the file was cut off", "vérifiez le format, ou si le fichier est tronqué"),
        word_of(r, what), place_of(r).text);
    return false;
}

static void not_a_number(struct location_reader *r, const struct word *w, struct mlg_txt what)
{
    LOCATION_WRONG(r, w,
                   TXT("\"%s\" is not a number below 10^12; here stands %s%s",
                       "« %s » n'est pas un nombre inférieur à 10^12 ; ici se trouve %s%s"),
                   TXT("check the format (--format), then the value", "vérifiez le format (--format), puis la valeur"),
                   mlg__scan_shown(&r->s, w), word_of(r, what), place_of(r).text);
}

static void out_of_range(struct location_reader *r, const struct word *w, struct mlg_txt what, int64_t least,
                         int64_t most)
{
    LOCATION_WRONG(
        r, w, TXT("%s is \"%s\"; it must lie between %lld and %lld%s", "%s vaut « %s » ; il faut entre %lld et %lld%s"),
        TXT("check the format (--format), then the value", "vérifiez le format (--format), puis la valeur"),
        word_of(r, what), mlg__scan_shown(&r->s, w), (long long)least, (long long)most, place_of(r).text);
}

/* -- decimals: digits [. digits] [e exponent], exactly -- */

struct digits_read {
    uint64_t value; /* of the digits kept */
    int after;      /* of them, after the point */
    bool dropped;   /* more digits after the point than fit, not all zero */
    bool any, too_long;
};

static struct digits_read read_digits(const char **at, const char *end)
{
    struct digits_read d = { 0 };
    bool point = false;
    for (; *at < end; ++*at) {
        const char c = **at;
        if (c == '.' && !point) {
            point = true;
            continue;
        }
        if (c < '0' || c > '9') break;
        d.any = true;
        if (d.value < UINT64_C(100000000000000000)) { /* below 10^17: one more digit fits */
            d.value = d.value * 10 + (uint64_t)(c - '0');
            d.after += point;
        } else if (point) {
            d.dropped |= c != '0';
        } else {
            d.too_long = true;
        }
    }
    return d;
}

/* [sign] digits after an e; false: no number. Beyond ±99 nothing changes. */
static bool read_exponent(const char **at, const char *end, int *exponent)
{
    bool negative = false, any = false;
    *exponent = 0;
    if (*at == end || (**at != 'e' && **at != 'E')) return true;
    ++*at;
    if (*at < end && (**at == '-' || **at == '+')) negative = *(*at)++ == '-';
    for (; *at < end && **at >= '0' && **at <= '9'; ++*at) {
        any = true;
        if (*exponent < 99) *exponent = *exponent * 10 + (**at - '0');
    }
    if (*exponent > 99) *exponent = 99;
    if (negative) *exponent = -*exponent;
    return any;
}

bool mlg__location_decimal(const struct word *w, int64_t *value, int *places, bool *rounded)
{
    const char *at = w->text, *const end = w->text + w->length;
    const bool negative = at < end && *at == '-';
    int exponent;
    *value = 0, *places = 0, *rounded = false;
    if (at < end && (*at == '-' || *at == '+')) at++;
    struct digits_read d = read_digits(&at, end);
    if (!d.any || d.too_long || !read_exponent(&at, end, &exponent) || at != end) return false;
    if (d.value == 0) return *rounded = d.dropped, true;
    int after = d.after - exponent;
    for (; after > 0 && d.value % 10 == 0; after--) d.value /= 10;
    *places = after < 0 ? 0 : after > MONEY_PLACES ? MONEY_PLACES : after;
    *rounded = d.dropped || after > MONEY_PLACES;
    for (; after < MONEY_PLACES; after++) {
        if (d.value > (uint64_t)MONEY_READ_MAX / 10) return false;
        d.value *= 10;
    }
    uint64_t divisor = 1;
    for (; after > MONEY_PLACES && divisor <= d.value; after--) divisor *= 10; /* beyond: all digits are gone */
    d.value = after > MONEY_PLACES ? 0 : d.value / divisor + (d.value % divisor >= divisor - divisor / 2);
    if (d.value > (uint64_t)MONEY_READ_MAX) return false;
    *value = negative ? -(int64_t)d.value : (int64_t)d.value;
    return true;
}

/* -- numbers -- */

int64_t mlg__location_money(struct location_reader *r, struct mlg_txt what)
{
    struct word w;
    int64_t value;
    int places;
    bool rounded;
    if (!mlg__location_word(r, what, &w)) return 0;
    if (!mlg__location_decimal(&w, &value, &places, &rounded)) {
        not_a_number(r, &w, what);
        return 0;
    }
    if (value < 0) {
        LOCATION_WRONG(r, &w, TXT("%s is %s, below zero%s", "%s vaut %s, moins que zéro%s"),
                       TXT("costs are zero or more", "les coûts sont nuls ou positifs"), word_of(r, what),
                       mlg__scan_shown(&r->s, &w), place_of(r).text);
        return 0;
    }
    if (places > r->places) r->places = places;
    r->rounded_count += rounded;
    return value;
}

int64_t mlg__location_whole(struct location_reader *r, struct mlg_txt what, int64_t least, int64_t most)
{
    enum { ONE = 1000000 };
    struct word w;
    int64_t value;
    int places;
    bool rounded;
    if (!mlg__location_word(r, what, &w)) return least;
    if (!mlg__location_decimal(&w, &value, &places, &rounded)) {
        not_a_number(r, &w, what);
    } else if (places > 0 || rounded) {
        LOCATION_WRONG(r, &w, TXT("%s is %s, not a whole number%s", "%s vaut %s, pas un nombre entier%s"),
                       TXT("multiply demands and capacities by a power of ten",
                           "multipliez les demandes et les capacités par une puissance de dix"),
                       word_of(r, what), mlg__scan_shown(&r->s, &w), place_of(r).text);
    } else if (value / ONE < least || value / ONE > most) {
        out_of_range(r, &w, what, least, most);
    } else {
        return value / ONE;
    }
    return least;
}

int64_t mlg__location_size(struct location_reader *r, struct mlg_txt what, int64_t least, int64_t most)
{
    const int64_t errors = mlg_findings_count(r->s.found, false), size = mlg__location_whole(r, what, least, most);
    r->stopped |= mlg_findings_count(r->s.found, false) > errors;
    return size;
}

void mlg__location_demand(struct location_reader *r, int32_t client)
{
    static const struct mlg_txt what = { { "the demand", "la demande" } };
    r->client = client;
    if (r->loads_skipped) mlg__location_skip(r, what);
    else r->l->demand[client] = mlg__location_whole(r, what, 1, LOCATION_LOAD_MAX);
    r->client = MLG_NONE;
}

/* The word `capacity` stands for one value of all sites, which the user gives. */
static int64_t capacity_of_user(struct location_reader *r, const struct word *w)
{
    const double given = r->params.capacity;
    const bool sound = given >= 1 && given <= (double)CAPACITY_READ_MAX && (double)(int64_t)given == given;
    if (sound || r->params.uncapacitated) return sound ? (int64_t)given : LOCATION_UNLIMITED;
    if (!r->capacity_told)
        LOCATION_WRONG(r, w,
                       TXT("the file leaves the capacity of its sites to you",
                           "le fichier vous laisse choisir la capacité de ses sites"),
                       TXT("pass a whole number, --option siting.capacity=8000 for instance",
                           "passez un entier, par exemple --option siting.capacity=8000"));
    r->capacity_told = true;
    return 0;
}

int64_t mlg__location_capacity(struct location_reader *r)
{
    static const struct mlg_txt what = { { "the capacity", "la capacité" } };
    const struct scanner before = r->s;
    struct word w;
    if (!mlg__location_word(r, what, &w)) return 0;
    if (mlg__word_is(&w, "capacity")) return capacity_of_user(r, &w);
    r->s = before;
    if (!r->loads_skipped) return mlg__location_whole(r, what, 0, CAPACITY_READ_MAX);
    mlg__location_skip(r, what);
    return LOCATION_UNLIMITED;
}

double mlg__location_real(struct location_reader *r, struct mlg_txt what)
{
    struct word w;
    double value = 0;
    if (mlg__location_word(r, what, &w) && (!mlg__word_number(&w, &value) || value > 1e12 || value < -1e12)) {
        not_a_number(r, &w, what);
        value = 0;
    }
    return value;
}

void mlg__location_skip(struct location_reader *r, struct mlg_txt what)
{
    struct word w;
    double value;
    if (mlg__location_word(r, what, &w) && !mlg__word_number(&w, &value)) not_a_number(r, &w, what);
}

/* -- sizes -- */

bool mlg__location_room(struct location_reader *r, int64_t numbers)
{
    const int64_t left = (r->s.end - r->s.next + 1) / 2; /* a number takes a digit and a blank */
    if (r->stopped) return false;
    if (numbers <= left) return true;
    const struct word w = { r->s.next, 0, r->s.line, (int32_t)(r->s.next - r->s.line_start) + 1 };
    LOCATION_STOP(r, &w,
                  TXT("the sizes ask for %lld more numbers; what is left of the file holds %lld at most",
                      "les tailles demandent encore %lld nombres ; le reste du fichier en tient %lld au plus"),
                  TXT("check the format (--format), or whether the file was cut off",
                      "vérifiez le format (--format), ou si le fichier est tronqué"),
                  (long long)numbers, (long long)left);
    return false;
}

void mlg__location_out_of_memory(struct location_reader *r) { r->stopped = r->no_memory = true; }

static bool too_large(struct location_reader *r, int64_t sites, int64_t clients, int64_t lanes)
{
    const bool counts = sites > LOCATION_COUNT_MAX || clients > LOCATION_COUNT_MAX;
    if (!counts && lanes <= LOCATION_LANES_MAX) return false;
    mlg__find(r->s.found, MLG_OVER_LIMIT, mlg__scan_at(&r->s, max32(r->s.line, 1), 1),
              TXT("%lld sites, %lld clients and %lld lanes are too many; at most %d, %d and %d",
                  "%lld sites, %lld clients et %lld trajets, c'est trop ; au plus %d, %d et %d"),
              TXT("check the format (--format), or leave out sites that are too far away",
                  "vérifiez le format (--format), ou retirez les sites trop éloignés"),
              (long long)sites, (long long)clients, (long long)lanes, LOCATION_COUNT_MAX, LOCATION_COUNT_MAX,
              LOCATION_LANES_MAX);
    return r->stopped = true;
}

/* Until the file says otherwise: a demand of 1, served, no capacity, no cost. */
static void fill_defaults(mlg_location *l)
{
    for (int64_t i = 0; i < (int64_t)l->sites.count * l->product_count; i++) l->sites.capacity[i] = LOCATION_UNLIMITED;
    for (int32_t c = 0; c < l->client_count; c++) {
        l->demand[c] = 1;
        l->left_out[c] = LOCATION_UNLIMITED;
    }
}

static void fill_lanes(mlg_location *l)
{
    for (int32_t c = 0; c < l->client_count; c++) {
        l->first[c + 1] = l->first[c] + l->sites.count;
        for (int32_t s = 0; s < l->sites.count; s++) mlg__location_cell(l, c, s)->site = s;
    }
}

bool mlg__location_begin(struct location_reader *r, int64_t sites, int64_t clients, bool all_lanes)
{
    mlg_location *l = r->l;
    const int64_t lanes = all_lanes ? sites * clients : 0;
    if (r->stopped || too_large(r, sites, clients, lanes)) return false;
    l->sites.count = (int32_t)sites;
    l->client_count = (int32_t)clients;
    l->sites.fixed = arena_array(&l->arena, int64_t, sites);
    l->sites.capacity = arena_array(&l->arena, int64_t, sites * l->product_count);
    l->demand = arena_array(&l->arena, int64_t, clients);
    l->left_out = arena_array(&l->arena, int64_t, clients);
    l->product = arena_array(&l->arena, int32_t, clients);
    l->first = arena_array(&l->arena, int64_t, clients + 1);
    l->lanes = arena_array(&l->arena, struct location_lane, lanes);
    if (l->arena.failed) return mlg__location_out_of_memory(r), false;
    fill_defaults(l);
    if (all_lanes) fill_lanes(l);
    return true;
}
