/* main.c — the maillage command: parse, dispatch, exit status. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "cli/commands.h"

bool is_folder(const char *path)
{
    struct stat s;
    return !stat(path, &s) && S_ISDIR(s.st_mode);
}

void set_int(struct request *q, const char *option, int64_t number)
{
    char value[32];
    snprintf(value, sizeof value, "%lld", (long long)number);
    mlg_options_set(q->options, option, value, NULL);
}

double set_deadline(struct request *q, const char *option, double reserve_s)
{
    char value[32];
    double left_s = 0;
    if (q->time_limit_s > 0) {
        left_s = q->time_limit_s - mlg__process_elapsed_s() - reserve_s;
        if (left_s < 0.001) left_s = 0.001;
    }
    snprintf(value, sizeof value, "%.6f", left_s);
    mlg_options_set(q->options, option, value, NULL);
    return left_s;
}

static int run(struct request *q)
{
    switch (q->command) {
    case CMD_PLAN: return cmd_plan(q);
    case CMD_SITE: return is_folder(q->operand[0]) ? cmd_plan(q) : cmd_location(q);
    case CMD_REPORT: return cmd_report(q);
    case CMD_ROUTE: return cmd_route(q);
    case CMD_CHECK: return cmd_check(q);
    case CMD_COMPARE: return cmd_compare(q);
    case CMD_ROADS: return cmd_roads(q);
    case CMD_EXPLAIN: return cmd_explain(q);
    case CMD_QUOTE: return cmd_quote(q);
    case CMD_VROOM: /* parsed by itself, in main() */
    case CMD_NONE:
    case CMD_COUNT: break;
    }
    return 1;
}

/* Called under the name vroom, or as `maillage vroom`: its letters mean other things than ours. */
static bool is_vroom(int argc, char **argv)
{
    const char *slash = strrchr(argv[0], '/'), *name = slash ? slash + 1 : argv[0];
    return !strcmp(name, "vroom") || (argc > 1 && !strcmp(argv[1], "vroom"));
}

int main(int argc, char **argv)
{
    struct request request;
    if (argc > 0 && is_vroom(argc, argv)) {
        const bool word = argc > 1 && !strcmp(argv[1], "vroom");
        const int status = cmd_vroom(argc - word, argv + word);
        return fflush(stdout) && status == 0 ? 2 : status;
    }
    const enum parse_result parsed = cli_parse(argc, argv, &request);
    int status = parsed == PARSE_DONE ? 0 : 2;
    if (parsed == PARSE_RUN) status = run(&request);
    if (parsed == PARSE_RUN && request.stats)
        fprintf(stderr, request.lang == MLG_FR ? "durée %.2f s\n" : "elapsed %.2f s\n", mlg__process_elapsed_s());
    mlg_options_free(request.options);
    if (fflush(stdout) && status == 0) status = 2;
    return status;
}
