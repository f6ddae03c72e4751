/* location_reader.h — what the layouts of location files share: a stream of words over lines, money and loads with
 * their limits, a problem that is filled while it is read. Inside src/io only.
 *
 * A layout is a function that reads all numbers of a file in their order. Every mistake is told at its place and
 * reading goes on with 0; only where it makes no sense to go on (the file ends, the sizes are wrong) `stopped` is set,
 * and from then on every number is 0 and nothing more is told.
 *
 * Money is held in 10^-6 while the file is read; how many decimals it needs is known at its end (location_read.c). */
#ifndef MLG_IO_LOCATION_READER_H
#define MLG_IO_LOCATION_READER_H

#include "io/location_read.h"
#include "io/scan.h"

enum { MONEY_PLACES = 6 };                          /* digits after the point that are kept */
#define MONEY_READ_MAX INT64_C(1000000000000000000) /* 10^12 units; mlg__location_finish() has the limit of sums */
#define CAPACITY_READ_MAX INT64_C(999999999999)

struct location_reader {
    struct scanner s;
    mlg_location *l;
    struct location_params params;
    bool stopped;
    bool no_memory;
    bool capacity_told;    /* that the word `capacity` needs a value */
    bool loads_skipped;    /* demands and capacities are placeholders */
    bool unit_costs;       /* lane costs are those of one unit */
    int places;            /* digits after the point that money has, trailing zeros not counted */
    int64_t rounded_count; /* values with more of them than are kept */
    int32_t client, site;  /* which number is read, for messages; MLG_NONE: of none */
};

#define LOCATION_WRONG(r, word, ...)                                                                                   \
    mlg__find((r)->s.found, MLG_BAD_INPUT, mlg__scan_where(&(r)->s, (word)), __VA_ARGS__)

/* The next word, on this or a later line; false at the end of the file. */
bool mlg__location_more(struct location_reader *r, struct word *w);
/* The same; the end is told, once, with what was expected. */
bool mlg__location_word(struct location_reader *r, struct mlg_txt what, struct word *w);
/* Numbers. Wrong ones are told and give 0 (a whole number: least). */
int64_t mlg__location_money(struct location_reader *r, struct mlg_txt what);
int64_t mlg__location_whole(struct location_reader *r, struct mlg_txt what, int64_t least, int64_t most);
/* A size of the first line: whole, and reading stops where it is wrong. */
int64_t mlg__location_size(struct location_reader *r, struct mlg_txt what, int64_t least, int64_t most);
double mlg__location_real(struct location_reader *r, struct mlg_txt what);
/* A client's demand into l; a site's or plant's capacity of one product, or what stands for it. */
void mlg__location_demand(struct location_reader *r, int32_t client);
int64_t mlg__location_capacity(struct location_reader *r);
/* A number that says nothing here: read, dropped. */
void mlg__location_skip(struct location_reader *r, struct mlg_txt what);
/* The word as money in 10^-6; *places: digits after the point, *rounded: not all were kept. */
bool mlg__location_decimal(const struct word *w, int64_t *value, int *places, bool *rounded);

/* After the sizes: can the file hold so many numbers still? If not, told, and reading stops. */
bool mlg__location_room(struct location_reader *r, int64_t numbers);
/* Arrays for sites and clients; a lane from each site to each client with all_lanes. False: too much, or no memory. */
bool mlg__location_begin(struct location_reader *r, int64_t sites, int64_t clients, bool all_lanes);
/* The lane of a problem that has them all. */
static inline struct location_lane *mlg__location_cell(const mlg_location *l, int32_t client, int32_t site)
{
    return &l->lanes[(int64_t)client * l->sites.count + site];
}
/* Out of memory: reading stops. */
void mlg__location_out_of_memory(struct location_reader *r);
/* Tell an error about the file as a whole, at a line of it. */
#define LOCATION_STOP(r, word, ...) (LOCATION_WRONG(r, word, __VA_ARGS__), (r)->stopped = true)

/* A word of mlg__location_formats for the file, or NULL with a finding (location_guess.c). */
const char *mlg__location_guess(const char *path, const char *bytes, size_t count, mlg_findings *found);

/* The layouts. */
void mlg__location_read_cap(struct location_reader *r); /* location_cflp.c */
void mlg__location_read_holmberg(struct location_reader *r);
void mlg__location_read_diaz_fernandez(struct location_reader *r);
void mlg__location_read_tbed1(struct location_reader *r);
void mlg__location_read_ufllib(struct location_reader *r); /* location_ufl.c */
void mlg__location_read_pmed(struct location_reader *r);   /* location_pmed.c */
void mlg__location_read_mclp(struct location_reader *r);   /* location_mclp.c */
void mlg__location_read_tscflp(struct location_reader *r); /* location_stages.c */
void mlg__location_read_mp_tscflp(struct location_reader *r);

#endif
