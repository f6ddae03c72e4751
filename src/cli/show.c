/* show.c — see show.h. Ctrl-C asks politely once (the best plan so far is written); a second one ends the program. */
#include "cli/show.h"

#include <errno.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/text.h"

static volatile sig_atomic_t interrupted;

static void on_interrupt(int number)
{
    interrupted = 1;
    signal(number, SIG_DFL);
}

bool show_interrupted(void) { return interrupted; }

void show_catch_interrupt(void)
{
    signal(SIGINT, on_interrupt);
    signal(SIGTERM, on_interrupt);
}

struct show show_begin(const struct request *request)
{
    struct show show = { .request = request, .terminal = isatty(STDERR_FILENO), .last_s = -10, .last_gap = INFINITY };
    show_catch_interrupt();
    if (request->trace && !(show.trace = fopen(request->trace, "a")))
        fprintf(stderr, "maillage: %s: %s: %s\n", request->trace,
                request->lang == MLG_FR ? "impossible d'écrire la trace" : "cannot write the trace",
                mlg__system_words(errno, request->lang).s);
    return show;
}

static void close_line(struct show *show)
{
    if (show->line_open) fputc('\n', stderr);
    show->line_open = false;
}

void show_end(struct show *show)
{
    close_line(show);
    if (show->trace) fclose(show->trace);
    show->trace = NULL;
}

void show_counters(const struct show *show)
{
    for (int32_t i = 0; i < show->counter_count; i++)
        fprintf(stderr, "%s %lld\n", show->counters[i].name, (long long)show->counters[i].value);
}

static void print_json(const mlg_progress *p)
{
    struct text line = { 0 };
    text_printf(&line, "{\"phase\":\"%s\",\"elapsed_s\":%.3f,\"cost\":", p->phase, p->elapsed_s);
    text_double(&line, p->cost);
    text_add(&line, ",\"bound\":");
    text_double(&line, p->bound);
    text_printf(&line, ",\"iterations\":%lld,\"unserved\":%lld,\"vehicles\":%d,\"open_sites\":%d,\"improved\":%s}\n",
                (long long)p->iterations, (long long)p->unserved, p->vehicle_count, p->open_site_count,
                p->improved ? "true" : "false");
    if (!line.failed) fputs(line.data, stderr);
    text_free(&line);
}

static const char *phase_word(const char *phase, mlg_lang lang)
{
    static const char *const words[][2] = { { "read", "lecture" }, { "lanes", "liaisons" }, { "site", "sites" },
                                            { "route", "tournées" }, { "check", "contrôle" }, { "report", "rapport" },
                                            { "words", "analyse" }, { "front", "compromis" }, { "conflict", "limites" } };
    for (size_t i = 0; lang == MLG_FR && i < sizeof words / sizeof words[0]; i++)
        if (!strcmp(words[i][0], phase)) return words[i][1];
    return phase;
}

static void print_line(struct show *show, const mlg_progress *p)
{
    const bool fr = show->request->lang == MLG_FR;
    struct text line = { 0 };
    text_printf(&line, "%6.1f s  %-8s", p->elapsed_s, phase_word(p->phase, show->request->lang));
    if (isfinite(p->cost)) text_printf(&line, fr ? "  coût %.0f" : "  cost %.0f", p->cost);
    if (isfinite(p->cost) && isfinite(p->bound) && p->cost > 0) {
        const long long hundredths = llround(1e4 * (p->cost - p->bound) / p->cost);
        text_printf(&line, fr ? "  écart %lld,%02lld %%" : "  gap %lld.%02lld %%", hundredths / 100, llabs(hundredths % 100));
    }
    if (p->open_site_count) text_printf(&line, "  sites %d", p->open_site_count);
    if (p->vehicle_count) text_printf(&line, fr ? "  véhicules %d" : "  vehicles %d", p->vehicle_count);
    if (p->unserved) text_printf(&line, fr ? "  non servis %lld" : "  unserved %lld", (long long)p->unserved);
    if (!line.failed) fprintf(stderr, show->terminal ? "\r%s\033[K" : "%s\n", line.data);
    show->line_open = show->terminal;
    text_free(&line);
}

/* Seconds since the last line are enough, or the gap is a tenth less than it said. */
static bool is_due(const struct show *show, const mlg_progress *p, double now_s)
{
    const bool live = show->terminal && !show->request->log_json;
    const bool bounded = isfinite(p->cost) && isfinite(p->bound) && p->cost > 0;
    return now_s - show->last_s >= (live ? 0.1 : 1) || (bounded && (p->cost - p->bound) / p->cost < 0.9 * show->last_gap);
}

mlg_flow show_progress(const mlg_progress *p, void *user)
{
    struct show *show = user;
    const double now_s = mlg__process_elapsed_s();
    if (show->trace && p->improved) {
        fprintf(show->trace, "%.3f %.15g\n", now_s, p->cost);
        fflush(show->trace);
    }
    show->counter_count = show->request->stats && p->counter_count <= COUNTERS_MAX ? p->counter_count : 0;
    for (int32_t i = 0; i < show->counter_count; i++) show->counters[i] = p->counters[i];
    if (!show->request->quiet && is_due(show, p, now_s)) {
        show->last_s = now_s;
        if (isfinite(p->cost) && isfinite(p->bound) && p->cost > 0) show->last_gap = (p->cost - p->bound) / p->cost;
        mlg_progress shown = *p;
        shown.elapsed_s = now_s;
        if (show->request->log_json) print_json(&shown);
        else print_line(show, &shown);
    }
    return interrupted ? MLG_ENOUGH : MLG_CONTINUE;
}

enum { SHOWN_ERROR, SHOWN_WARNING, SHOWN_NOTE };

static void print_finding(const mlg_error *e, int kind, mlg_lang lang)
{
    static const char *const words[][2] = { { "error", "erreur" }, { "warning", "attention" }, { "note", "note" } };
    const char *word = words[kind][lang == MLG_FR], *colon = lang == MLG_FR ? " : " : ": ";
    fprintf(stderr, "%s%s%s%s%s", e->where, e->where[0] ? ": " : "", word, colon, e->message);
    if (e->hint[0]) fprintf(stderr, " (%s)", e->hint);
    fputc('\n', stderr);
}

void show_findings(const mlg_findings *found, const struct request *request)
{
    const mlg_lang lang = request->lang;
    const mlg_error *e;
    for (int32_t i = 0; (!request->quiet || request->why) && (e = mlg_findings_note(found, i)); i++) print_finding(e, SHOWN_NOTE, lang);
    for (int w = 0; w < 2; w++) {
        const int64_t count = mlg_findings_count(found, w);
        int32_t i = 0;
        for (; (e = mlg_findings_at(found, w, i)); i++) print_finding(e, w ? SHOWN_WARNING : SHOWN_ERROR, lang);
        if (count > i) fprintf(stderr, lang == MLG_FR ? "… et %lld autres\n" : "… and %lld more\n", (long long)(count - i));
    }
}

void show_error(const mlg_error *err, mlg_lang lang)
{
    if (err->message[0]) print_finding(err, err->status ? SHOWN_ERROR : SHOWN_WARNING, lang);
}

int show_outcome(mlg_status status, const mlg_findings *found, const mlg_error *err, const struct request *request)
{
    show_findings(found, request);
    if (status && !mlg_findings_count(found, false)) show_error(err, request->lang);
    return exit_of(status);
}

void show_unserved(const mlg_problem *p, const mlg_tasks *tasks, const mlg_explanation *e, const struct request *request)
{
    enum { LINES = 10 };
    char *lines = e && !request->quiet ? mlg_explain_lines(p, tasks, e, LINES, request->lang) : NULL;
    if (lines) fputs(lines, stderr);
    free(lines);
}

int exit_of(mlg_status status)
{
    switch (status) {
    case MLG_OK: return 0;
    case MLG_BAD_INPUT:
    case MLG_OVER_LIMIT:
    case MLG_NO_FILE: return 2;
    case MLG_NO_ROADS: return 3;
    case MLG_INTERNAL:
    case MLG_NO_MEMORY: break;
    }
    return 1;
}
