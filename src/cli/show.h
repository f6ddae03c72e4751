/* show.h — what a person sees on standard error while and after a run: progress, findings, errors. */
#ifndef MLG_CLI_SHOW_H
#define MLG_CLI_SHOW_H

#include <stdio.h>

#include "cli/flags.h"

enum { COUNTERS_MAX = 64 };

/* Progress of a run: a live line on a terminal, one line a second elsewhere, JSON lines with --log json; where a bound is known
 * also each time that a tenth of the gap is gone. */
struct show {
    const struct request *request;
    bool terminal, line_open;
    double last_s, last_gap; /* of what was shown */
    FILE *trace; /* `elapsed_s cost` at each new best, or NULL */
    mlg_counter counters[COUNTERS_MAX]; /* of the last call, with --stats */
    int32_t counter_count;
};

struct show show_begin(const struct request *request);
void show_end(struct show *show);
mlg_progress_fn show_progress; /* user is a struct show; answers MLG_ENOUGH after Ctrl-C */
void show_catch_interrupt(void); /* show_begin() does it too */
bool show_interrupted(void);
void show_counters(const struct show *show); /* of the last phase, a line `name value` each; nothing without --stats */

/* Each finding on a line: where: error|warning|note: message (hint). Notes are not shown with -q, unless --why asked for them. */
void show_findings(const mlg_findings *found, const struct request *request);
void show_error(const mlg_error *err, mlg_lang lang);
/* How most commands end: findings, err where it failed and no finding says why. The exit status. */
int show_outcome(mlg_status status, const mlg_findings *found, const mlg_error *err, const struct request *request);
/* Each stop that is left out on a line, with its first reason; the first ten. tasks as in mlg_explain_lines(). */
void show_unserved(const mlg_problem *p, const mlg_tasks *tasks, const mlg_explanation *e, const struct request *request);
/* The exit status of interfaces 10 for a library status. */
int exit_of(mlg_status status);

#endif
