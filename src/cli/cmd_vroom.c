/* cmd_vroom.c — VROOM's own command line (docs/formats/vroom.md): its letters, its JSON on standard output whatever
 * happens, its codes as exit status. Ours come as long flags beside them. */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/show.h"

enum { ROADS = 256, ROUTER, PROFILE, SEED, NO_TIMES, STRICT, LANG, OPTION, WORK };

struct run {
    const char *input, *inline_json, *output, *profile;
    bool plan_mode, geometry, no_times, strict, router_flags, help, version;
    double limit_s; /* < 0: none */
    int32_t threads, effort;
    int64_t work; /* iterations; 0: by effort */
    mlg_lang lang;
    mlg_options *options;
    mlg_findings *found;
    mlg_error err;
};

static const struct option long_options[] = {
    { "input", required_argument, NULL, 'i' },
    { "output", required_argument, NULL, 'o' },
    { "choose-eta", no_argument, NULL, 'c' },
    { "geometry", no_argument, NULL, 'g' },
    { "limit", required_argument, NULL, 'l' },
    { "threads", required_argument, NULL, 't' },
    { "explore", required_argument, NULL, 'x' },
    { "router-name", required_argument, NULL, 'r' },
    { "host", required_argument, NULL, 'a' },
    { "port", required_argument, NULL, 'p' },
    { "help", no_argument, NULL, 'h' },
    { "version", no_argument, NULL, 'v' },
    { "roads", required_argument, NULL, ROADS },
    { "router", required_argument, NULL, ROUTER },
    { "profile", required_argument, NULL, PROFILE },
    { "seed", required_argument, NULL, SEED },
    { "no-times", no_argument, NULL, NO_TIMES },
    { "strict", no_argument, NULL, STRICT },
    { "lang", required_argument, NULL, LANG },
    { "option", required_argument, NULL, OPTION },
    { "iterations", required_argument, NULL, WORK },
    { NULL, 0, NULL, 0 },
};

static void help(mlg_lang lang)
{
    fputs(
        lang == MLG_FR
            ? "Usage : vroom [OPTIONS] [JSON]\n\nLes options de VROOM :\n"
              "  -i FICHIER   le problème (sinon le JSON ou le fichier en argument, sinon l'entrée standard)\n"
              "  -o FICHIER   la réponse (sinon la sortie standard)\n"
              "  -c           mode plan : garde les tournées données, choisit les heures, liste les violations\n"
              "  -g           tracé et distances\n"
              "  -l SECONDES  limite de temps, lecture comprise\n"
              "  -t N         fils d'exécution (4)\n"
              "  -x 0..5      effort (5)\n"
              "  -r, -a, -p   acceptées, sans effet : les trajets viennent de --roads, de --router ou du vol d'oiseau\n"
              "  -h, -v       aide, version\n\nLes nôtres :\n"
              "  --roads X.roads, --router KIND:URL, --profile P   d'où viennent les trajets\n"
              "  --iterations N, --seed N, --no-times   pour les mêmes octets à chaque fois\n"
              "  --strict     code de sortie 4 s'il reste une tâche non servie\n"
              "  --lang en|fr, --option NOM=VALEUR\n"
            : "Usage: vroom [OPTIONS] [JSON]\n\nVROOM's options:\n"
              "  -i FILE      the problem (else JSON or a file as an argument, else standard input)\n"
              "  -o FILE      the answer (else standard output)\n"
              "  -c           plan mode: keep the given routes, choose times, list violations\n"
              "  -g           geometry and distances\n"
              "  -l SECONDS   time limit, reading included\n"
              "  -t N         threads (4)\n"
              "  -x 0..5      effort (5)\n"
              "  -r, -a, -p   accepted without effect: legs come from --roads, --router or crow flight\n"
              "  -h, -v       help, version\n\nOurs:\n"
              "  --roads X.roads, --router KIND:URL, --profile P   where legs come from\n"
              "  --iterations N, --seed N, --no-times   for the same bytes each time\n"
              "  --strict     exit with 4 when a task stays unserved\n"
              "  --lang en|fr, --option NAME=VALUE\n",
        stdout);
}

static void bad_value(struct run *r, const char *flag, const char *value)
{
    mlg__find(r->found, MLG_BAD_INPUT, flag,
              TXT("\"%.60s\" is no value of this flag", "« %.60s » n'est pas une valeur de cette option"),
              TXT("see vroom -h", "voyez vroom -h"), value);
}

static double number_of(struct run *r, const char *flag, const char *value, double low)
{
    double number = low;
    if (!mlg__parse_double(value, strlen(value), false, &number) || number < low || number > 1e9)
        bad_value(r, flag, value);
    return number;
}

static void take_router(struct run *r, const char *value)
{
    static const char *const known[] = { "osrm", "libosrm", "ors", "valhalla" };
    int i = 0;
    while (i < 4 && strcmp(known[i], value)) i++;
    if (i == 4)
        mlg__find(r->found, MLG_BAD_INPUT, "-r", TXT("no router \"%.40s\"", "pas de routeur « %.40s »"),
                  TXT("osrm, libosrm, ors or valhalla", "osrm, libosrm, ors ou valhalla"), value);
    r->router_flags = true;
}

static void set_option(struct run *r, const char *name, const char *value)
{
    mlg_error err = { .lang = r->lang };
    if (!mlg_options_set(r->options, name, value, &err)) return;
    const struct mlg_txt hint = { { err.hint, err.hint } };
    mlg__find(r->found, MLG_BAD_INPUT, err.where, TXT("%s", "%s"), hint, err.message);
}

static void take_option(struct run *r, char *value)
{
    char *equal = strchr(value, '=');
    if (!equal) {
        bad_value(r, "--option", value);
        return;
    }
    *equal = 0;
    set_option(r, value, equal + 1);
    *equal = '=';
}

static void take_flag(struct run *r, int id, char *value)
{
    switch (id) {
    case 'i': r->input = value; break;
    case 'o': r->output = value; break;
    case 'c': r->plan_mode = true; break;
    case 'g': r->geometry = true; break;
    case 'l': r->limit_s = number_of(r, "-l", value, 0); break;
    case 't': r->threads = (int32_t)number_of(r, "-t", value, 1); break;
    case 'x': r->effort = (int32_t)number_of(r, "-x", value, 0); break;
    case 'r': take_router(r, value); break;
    case 'a':
    case 'p': r->router_flags = true; break;
    case 'h': r->help = true; break;
    case 'v': r->version = true; break;
    case ROADS: set_option(r, "roads.file", value); break;
    case ROUTER: set_option(r, "roads.router", value); break;
    case PROFILE: r->profile = value; break;
    case SEED: set_option(r, "routing.seed", value); break;
    case NO_TIMES: r->no_times = true; break;
    case STRICT: r->strict = true; break;
    case LANG: break; /* read before all others */
    case OPTION: take_option(r, value); break;
    case WORK: r->work = (int64_t)number_of(r, "--iterations", value, 1); break;
    default: break;
    }
}

static mlg_lang lang_of(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (!strcmp(argv[i], "--lang=fr")) return MLG_FR;
        if (!strcmp(argv[i], "--lang") && i + 1 < argc && !strcmp(argv[i + 1], "fr")) return MLG_FR;
    }
    return MLG_EN; /* programs read this: not by the locale */
}

static void parse(struct run *r, int argc, char **argv)
{
    opterr = 0;
    for (int id; (id = getopt_long(argc, argv, ":i:o:cgl:t:x:r:a:p:hv", long_options, NULL)) != -1;) {
        if (id == '?')
            mlg__find(r->found, MLG_BAD_INPUT, argv[optind - 1], TXT("no such flag", "option inconnue"),
                      TXT("see vroom -h", "voyez vroom -h"));
        else if (id == ':')
            mlg__find(r->found, MLG_BAD_INPUT, argv[optind - 1], TXT("a value is missing", "il manque une valeur"),
                      TXT("see vroom -h", "voyez vroom -h"));
        else take_flag(r, id, optarg);
    }
    if (optind < argc) r->inline_json = argv[optind++];
    if (optind < argc)
        mlg__find(r->found, MLG_BAD_INPUT, argv[optind], TXT("one argument too many", "un argument de trop"),
                  TXT("see vroom -h", "voyez vroom -h"));
    if (r->effort > 5) r->effort = 5;
    if (r->threads > 256) r->threads = 256;
    if (r->router_flags)
        mlg__warn(r->found, "-r -a -p", TXT("accepted, without effect", "acceptées, sans effet"),
                  TXT("legs come from matrices, --roads, --router or crow flight",
                      "les trajets viennent des matrices, de --roads, de --router ou du vol d'oiseau"));
}

/* Work by effort. The highest takes about as long as VROOM takes for a hundred tasks, and less than VROOM for more. */
static void limit_work(struct run *r, int32_t stops)
{
    static const int64_t per_stop[] = { 15, 30, 60, 125, 250, 500 };
    char value[32];
    const int64_t by_effort = 2000 + per_stop[r->effort] * stops;
    snprintf(value, sizeof value, "%lld", (long long)(r->work ? r->work : by_effort));
    set_option(r, "routing.iterations", value);
    snprintf(value, sizeof value, "%d", (int)r->threads);
    set_option(r, "routing.threads", value);
    double left_s = 0;
    if (r->limit_s >= 0) {
        left_s = r->limit_s - mlg__process_elapsed_s() - 0.005 - 8e-6 * stops;
        if (left_s < 0.001) left_s = 0.001;
    }
    snprintf(value, sizeof value, "%.6f", left_s);
    set_option(r, "routing.time_limit_s", value);
}

static mlg_flow quiet(const mlg_progress *progress, void *user)
{
    (void)progress, (void)user;
    return show_interrupted() ? MLG_ENOUGH : MLG_CONTINUE;
}

/* The file is emptied before solving, so that an unwritable one is noticed first. Then the failure is told on standard
 * output. */
static mlg_status try_output(struct run *r)
{
    if (!r->output) return MLG_OK;
    FILE *f = fopen(r->output, "wb");
    const int code = errno;
    if (f && !fclose(f)) return MLG_OK;
    const mlg_status status = mlg__unwritable(&r->err, r->output, code);
    r->output = NULL;
    return status;
}

static mlg_status read_tasks(struct run *r, mlg_tasks **tasks)
{
    const mlg_tasks_spec spec = {
        .format = MLG_FORMAT_VROOM, .plan_mode = r->plan_mode, .geometry = r->geometry, .profile = r->profile
    };
    const char *word = r->input ? NULL : r->inline_json; /* JSON; the name of a file is taken for -i */
    const bool is_json = word && (word[0] == '{' || word[0] == '[' || word[0] == ' ' || word[0] == '\n');
    if (word && !is_json && !access(word, F_OK)) r->input = word;
    else if (word && !is_json) {
        mlg__find(
            r->found, MLG_BAD_INPUT, "JSON",
            TXT("\"%.60s\" is neither JSON nor a file", "« %.60s » n'est ni du JSON ni un fichier"),
            TXT("check the name; -i FILE names a file, too", "vérifiez le nom ; -i FICHIER nomme aussi un fichier"),
            word);
        return MLG_BAD_INPUT;
    }
    if (!r->input && r->inline_json)
        return mlg_tasks_read_bytes("JSON", r->inline_json, strlen(r->inline_json), &spec, r->options, tasks, r->found,
                                    &r->err);
    return mlg_tasks_read(r->input ? r->input : "-", &spec, r->options, tasks, r->found, &r->err);
}

static mlg_status run_all(struct run *r, int *unserved)
{
    mlg_tasks *tasks = NULL;
    mlg_status status = try_output(r);
    if (!status && mlg_findings_count(r->found, false)) status = MLG_BAD_INPUT;
    if (!status) status = read_tasks(r, &tasks);
    if (!status) {
        limit_work(r, mlg_problem_stop_count(mlg_tasks_problem(tasks)));
        status = mlg_tasks_solve(tasks, r->options, quiet, NULL, r->found, &r->err);
    }
    if (!status) status = mlg_tasks_write(tasks, r->output, MLG_FORMAT_VROOM, r->found, !r->no_times, &r->err);
    if (!status) *unserved = mlg_tasks_unserved(tasks);
    mlg_tasks_free(tasks);
    return status;
}

static void print_error(const mlg_error *e)
{
    fprintf(stderr, "[Error] %s%s%s", e->where, e->where[0] ? ": " : "", e->message);
    fprintf(stderr, e->hint[0] ? " (%s)\n" : "%s\n", e->hint);
}

/* One line of JSON, and a line for people for each error. */
static int tell_failure(struct run *r, mlg_status status)
{
    int code;
    char *line = mlg_tasks_failure(status, &r->err, r->found, &code);
    FILE *out = r->output ? fopen(r->output, "wb") : NULL;
    for (int32_t i = 0; mlg_findings_at(r->found, false, i); i++) print_error(mlg_findings_at(r->found, false, i));
    if (!mlg_findings_count(r->found, false)) print_error(&r->err);
    if (out) fputs(line ? line : "{\"code\":1,\"error\":\"not enough memory\"}", out);
    else puts(line ? line : "{\"code\":1,\"error\":\"not enough memory\"}");
    if (out) fclose(out);
    free(line);
    return code;
}

int cmd_vroom(int argc, char **argv)
{
    struct run r = {
        .limit_s = -1, .threads = 4, .effort = 5, .lang = lang_of(argc, argv), .options = mlg_options_new()
    };
    int unserved = 0;
    r.err.lang = r.lang;
    r.found = mlg_findings_new(r.lang);
    show_catch_interrupt();
    parse(&r, argc, argv);
    if (r.help) help(r.lang);
    else if (r.version) printf("maillage %s (VROOM 1.15)\n", mlg_version());
    int code = 0;
    if (!r.help && !r.version) {
        const mlg_status status = run_all(&r, &unserved);
        if (status) code = tell_failure(&r, status);
        else if (r.strict && unserved) code = 4;
    }
    mlg_findings_free(r.found);
    mlg_options_free(r.options);
    return code;
}
