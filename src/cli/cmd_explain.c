/* cmd_explain.c — maillage explain PROBLEM [PLAN]: why stops are not served; maillage quote PROBLEM PLAN [STOP.json]:
 * where one more stop fits. Both on VROOM's JSON and tables of stops, explain on benchmark files too. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/show.h"

enum { MORE_MAX = 4096, OFFERS_MAX = 100 };

/* What was read, whichever format it came in. */
struct read {
    mlg_problem *own; /* of a benchmark */
    mlg_plan *own_plan;
    mlg_tasks *tasks;
    const mlg_problem *p;
    const mlg_plan *plan;
};

static void forget(struct read *r)
{
    mlg_plan_free(r->own_plan);
    mlg_problem_free(r->own);
    mlg_tasks_free(r->tasks);
}

static mlg_status read_tasks(struct request *q, mlg_format format, const char *more, struct read *r,
                             mlg_findings *found, mlg_error *err)
{
    const char *name = q->operand_count > 2 ? q->operand[2] : "--at";
    const mlg_tasks_spec spec = { .format = format,
                                  .profile = q->profile,
                                  .vehicles = q->vehicles,
                                  .fleet = &q->fleet,
                                  .more = more,
                                  .more_name = name };
    MLG_TRY(mlg_tasks_read(q->operand[0], &spec, q->options, &r->tasks, found, err));
    if (q->operand_count > 1) MLG_TRY(mlg_tasks_load(r->tasks, q->operand[1], found, err));
    r->p = mlg_tasks_problem(r->tasks);
    r->plan = mlg_tasks_plan(r->tasks);
    return MLG_OK;
}

static mlg_format format_of(const struct request *q)
{
    return q->format == MLG_FORMAT_AUTO ? mlg_tasks_format(q->operand[0]) : q->format;
}

/* As for route: what is not there is told as such, whatever the flags. */
static bool flags_fit(const struct request *q, mlg_format format)
{
    if (is_folder(q->operand[0]) || (strcmp(q->operand[0], "-") && access(q->operand[0], F_OK))) return true;
    return cli_flags_fit(q, format == MLG_FORMAT_VROOM   ? GIVEN_VROOM
                            : format == MLG_FORMAT_STOPS ? GIVEN_STOPS
                                                         : GIVEN_PUBLISHED);
}

static mlg_status read_all(struct request *q, mlg_format format, struct read *r, mlg_findings *found, mlg_error *err)
{
    if (format == MLG_FORMAT_VROOM || format == MLG_FORMAT_STOPS) return read_tasks(q, format, NULL, r, found, err);
    MLG_TRY(mlg_problem_read(q->operand[0], q->format, q->round, &r->own, found, err));
    if (q->operand_count > 1)
        MLG_TRY(mlg_solution_read(q->operand[1], MLG_FORMAT_AUTO, r->own, &r->own_plan, found, err));
    r->p = r->own, r->plan = r->own_plan;
    return MLG_OK;
}

static bool as_json(const struct request *q)
{
    const size_t n = q->output ? strlen(q->output) : 0;
    return q->to == MLG_FORMAT_JSON || (q->to == MLG_FORMAT_AUTO && n > 5 && !strcmp(q->output + n - 5, ".json"));
}

/* Words are the caller's no more. */
static mlg_status put_words(const struct request *q, char *words, mlg_error *err)
{
    if (!words) return mlg__no_memory(err, "words");
    FILE *out = q->output && strcmp(q->output, "-") != 0 ? fopen(q->output, "wb") : stdout;
    bool written = out && fputs(words, out) >= 0;
    if (out && out != stdout) written &= !fclose(out);
    free(words);
    return written ? MLG_OK : mlg__unwritable(err, q->output ? q->output : "-", errno);
}

/* ---- explain --------------------------------------------------------------------------------------------------- */

static mlg_status stop_asked(const struct request *q, const struct read *r, int32_t *stop, mlg_error *err)
{
    *stop = MLG_NONE;
    if (!q->stop) return MLG_OK;
    *stop = mlg_stop_named(r->p, r->tasks, q->stop);
    if (*stop != MLG_NONE) return MLG_OK;
    return mlg__fail(err, MLG_BAD_INPUT, "--stop", TXT("there is no stop \"%.60s\"", "il n'y a pas d'arrêt « %.60s »"),
                     TXT("its id, or \"pickup 7\"", "son identifiant, ou « pickup 7 »"), q->stop);
}

/* Who serves it: the route's vehicle and the place on its route. */
static void say_served(const struct request *q, const struct read *r, int32_t stop)
{
    for (int32_t i = 0; i < mlg_plan_route_count(r->plan); i++) {
        const mlg_route route = mlg_plan_route(r->plan, i);
        for (int32_t k = 0; k < route.visit_count; k++)
            if (route.visits[k].kind == MLG_STOP && route.visits[k].stop == stop)
                printf(q->lang == MLG_FR ? "cet arrêt est desservi : tournée %d, visite %d\n"
                                         : "this stop is served: route %d, visit %d\n",
                       i + 1, k);
    }
}

/* What is late, too full… on the routes of a plan that does not hold: the checker's words. What the plan claims of
 * stops and costs is nobody's concern here. */
static mlg_status tell_broken(const struct request *q, const struct read *r, mlg_error *err)
{
    mlg_findings *violations = r->plan && !q->quiet ? mlg_findings_new(q->lang) : NULL;
    const mlg_status status = violations ? mlg_check_routes(r->p, r->plan, violations, NULL, err) : MLG_OK;
    for (int32_t i = 0; violations && mlg_findings_at(violations, false, i); i++) {
        const mlg_error *e = mlg_findings_at(violations, false, i);
        if (!strncmp(e->where, "routes/", 7)) show_error(e, q->lang);
    }
    mlg_findings_free(violations);
    return status;
}

static void say_nothing_to_tell(const struct request *q, const struct read *r, int32_t stop)
{
    if (q->quiet || as_json(q)) return;
    if (q->stop && r->plan) say_served(q, r, stop);
    else if (r->plan) printf("%s\n", q->lang == MLG_FR ? "tous les arrêts sont desservis" : "all stops are served");
    else
        printf("%s\n", q->lang == MLG_FR ? "chaque arrêt peut être desservi par un véhicule"
                                         : "each stop can be served by some vehicle");
}

int cmd_explain(struct request *q)
{
    const mlg_format format = format_of(q);
    if (!flags_fit(q, format)) return 2;
    mlg_error err = { .lang = q->lang };
    mlg_findings *found = mlg_findings_new(q->lang);
    mlg_explanation *e = NULL;
    struct read r = { .p = NULL };
    int32_t stop;
    mlg_status status = output_file(q, ".json .txt", &err);
    if (!status) status = read_all(q, format, &r, found, &err);
    if (!status) status = stop_asked(q, &r, &stop, &err);
    if (!status)
        status =
            mlg_explain(r.p, r.plan, stop, r.plan || q->stop ? MLG_EXPLAIN_ALL : MLG_EXPLAIN_IMPOSSIBLE, 0, &e, &err);
    if (!status) status = tell_broken(q, &r, &err);
    if (!status && !mlg_explanation_count(e)) say_nothing_to_tell(q, &r, stop);
    if (!status && (mlg_explanation_count(e) || as_json(q)))
        status = put_words(
            q, as_json(q) ? mlg_explain_json(r.p, r.tasks, e) : mlg_explain_text(r.p, r.tasks, e, q->lang), &err);
    const int result = show_outcome(status, found, &err, q);
    mlg_explanation_free(e);
    forget(&r);
    mlg_findings_free(found);
    return result;
}

/* ---- quote ----------------------------------------------------------------------------------------------------- */

/* The flags as a job of VROOM's; its id is one that nobody uses. */
static void job_of_flags(const struct request *q, struct text *out)
{
    text_add(out, "{\"id\":18446744073709551615,\"location\":[");
    text_double(out, q->at.lon_deg);
    text_add(out, ",");
    text_double(out, q->at.lat_deg);
    text_printf(out, "],\"service\":%lld", (long long)q->fleet.service_s);
    if (q->amount) text_printf(out, ",\"delivery\":[%s]", q->amount);
    if (q->skills) text_printf(out, ",\"skills\":[%s]", q->skills);
    if (q->window.close_s)
        text_printf(out, ",\"time_windows\":[[%lld,%lld]]", (long long)q->window.open_s, (long long)q->window.close_s);
    text_add(out, "}");
}

static mlg_status read_job(const struct request *q, struct text *out, mlg_error *err)
{
    char piece[MORE_MAX];
    FILE *f = strcmp(q->operand[2], "-") ? fopen(q->operand[2], "rb") : stdin;
    if (!f) return mlg__unreadable(err, q->operand[2], errno);
    for (size_t n; (n = fread(piece, 1, sizeof piece, f)) > 0;) text_bytes(out, piece, n);
    const int code = ferror(f) ? errno : 0; /* a folder opens, and cannot be read */
    if (f != stdin) fclose(f);
    return code ? mlg__unreadable(err, q->operand[2], code) : MLG_OK;
}

static mlg_status new_stop(const struct request *q, struct text *out, mlg_error *err)
{
    if (q->operand_count > 2 && (q->has_at || q->amount || q->skills || q->window.close_s))
        return mlg__fail(err, MLG_BAD_INPUT, q->operand[2],
                         TXT("the stop is described here and by flags", "l'arrêt est décrit ici et par des options"),
                         TXT("drop the file, or --at, --amount, --window and --skills",
                             "retirez le fichier, ou --at, --amount, --window et --skills"));
    if (q->operand_count > 2) return read_job(q, out, err);
    if (q->has_at) return job_of_flags(q, out), MLG_OK;
    return mlg__fail(err, MLG_BAD_INPUT, "quote", TXT("no stop is given", "aucun arrêt n'est donné"),
                     TXT("give STOP.json, or --at LAT,LON", "donnez ARRET.json, ou --at LAT,LON"));
}

static mlg_status offer(const struct request *q, const struct read *r, mlg_error *err)
{
    mlg_offer offers[OFFERS_MAX];
    mlg_offer_co2 co2[OFFERS_MAX];
    int32_t count = 0;
    const mlg_quote_spec spec = { .stop = mlg_tasks_more(r->tasks),
                                  .most = q->best ? q->best : 3,
                                  .running = q->has_now,
                                  .now_s = q->now_s - mlg_tasks_origin_s(r->tasks) };
    const double before = mlg__now_s();
    MLG_TRY(mlg_quote(r->p, r->plan, &spec, offers, &count, err));
    if (q->stats) fprintf(stderr, "quote %.3f ms\n", 1000 * (mlg__now_s() - before));
    MLG_TRY(mlg_offers_co2(r->tasks, q->class_id, offers, count, co2, err));
    return put_words(q,
                     as_json(q) ? mlg_offers_json(r->p, r->tasks, spec.stop, offers, co2, count)
                                : mlg_offers_text(r->p, r->tasks, r->plan, spec.stop, offers, co2, count, q->lang),
                     err);
}

int cmd_quote(struct request *q)
{
    const mlg_format format = format_of(q);
    if (!flags_fit(q, format)) return 2;
    mlg_error err = { .lang = q->lang };
    mlg_findings *found = mlg_findings_new(q->lang);
    struct read r = { .p = NULL };
    struct text more = { 0 };
    mlg_status status = output_file(q, ".json .txt", &err);
    if (!status && format != MLG_FORMAT_VROOM && format != MLG_FORMAT_STOPS)
        status = mlg__fail(&err, MLG_BAD_INPUT, q->operand[0],
                           TXT("quotes need VROOM's JSON or a table of stops",
                               "un devis demande le JSON de VROOM ou une table d'arrêts"),
                           NO_HINT);
    if (!status) status = new_stop(q, &more, &err);
    if (!status && more.failed) status = mlg__no_memory(&err, "the stop");
    if (!status) status = read_tasks(q, format, more.data ? more.data : "", &r, found, &err);
    if (!status) status = offer(q, &r, &err);
    const int result = show_outcome(status, found, &err, q);
    text_free(&more);
    forget(&r);
    mlg_findings_free(found);
    return result;
}
