/* flags.h — the command line: one table of commands and flags that parses, prints help and makes the man page. */
#ifndef MLG_CLI_FLAGS_H
#define MLG_CLI_FLAGS_H

#include "maillage/maillage.h"

enum command { CMD_NONE, CMD_PLAN, CMD_SITE, CMD_ROUTE, CMD_CHECK, CMD_REPORT, CMD_COMPARE, CMD_ROADS, CMD_EXPLAIN, CMD_QUOTE, CMD_VROOM, CMD_COUNT };
enum { OPERANDS_MAX = 8, RATES_MAX = 8 };

/* Everything a run was asked, with the defaults of its command. */
struct request {
    enum command command;
    mlg_lang lang;           /* of messages; of the report too where --lang was given */
    const char *operand[OPERANDS_MAX];
    int operand_count;
    const char *output;      /* NULL: standard output, or the command's own folder */
    double time_limit_s;     /* 0: none */
    int64_t iterations;      /* 0: no limit */
    int32_t pareto;          /* points of the front; 0: none */
    int32_t threads;         /* 0: the cores */
    bool quiet, log_json, strict, stats;
    const char *trace, *start;
    const char *currency;    /* of compare; NULL: the first column's */
    mlg_rate rates[RATES_MAX];
    int rate_count;
    char rate_words[RATES_MAX][2][16];
    bool sum;
    mlg_format format, to;
    const char *profile, *class_id, *dem, *minutes; /* of roads; NULL: the default */
    int32_t hour;
    double snap_m, cell_m;   /* 0: the default */
    bool turns, osm_ids, curb, islands, why;
    mlg_tasks_fleet fleet;   /* of a table of stops */
    const char *vehicles;    /* a table of them, or NULL */
    bool geometry;
    const char *stop;        /* of explain: its id; NULL: all */
    bool has_at, has_now;    /* of quote */
    mlg_point at;
    int64_t now_s;
    int32_t best;            /* offers; 0: the default */
    const char *amount, *skills; /* whole numbers with commas between, or NULL */
    mlg_window window;
    const char *location_format; /* NULL: guessed */
    int round;               /* -1: the format's own rule */
    uint64_t given;          /* a bit a row of the table of flags, for cli_flags_fit() */
    mlg_options *options;    /* filled from the flags; owned */
};

/* What route, check, plan and site are given. */
enum given_kind { GIVEN_SCENARIO, GIVEN_LOCATION, GIVEN_STOPS, GIVEN_VROOM, GIVEN_PUBLISHED, GIVEN_KINDS };

enum parse_result { PARSE_RUN, PARSE_DONE, PARSE_BAD }; /* done: help or version was printed */

/* Read the command line. On PARSE_BAD every mistake was told on standard error. Free request->options. */
enum parse_result cli_parse(int argc, char **argv, struct request *request);

/* false, told on standard error: a flag of the command says nothing of what it is given. */
bool cli_flags_fit(const struct request *q, enum given_kind kind);

/* "45.76,4.84": latitude first, as maps show it; the range is not looked at. false: not a point. */
bool cli_point(const char *word, mlg_point *p);

#endif
