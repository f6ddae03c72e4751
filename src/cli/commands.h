/* commands.h — one function a command: runs it and returns the exit status. */
#ifndef MLG_CLI_COMMANDS_H
#define MLG_CLI_COMMANDS_H

#include "cli/flags.h"

int cmd_plan(struct request *q);   /* plan, site */
int cmd_location(struct request *q); /* site FILE */
int cmd_report(struct request *q);
int cmd_route(struct request *q);
int cmd_check(struct request *q);
int cmd_compare(struct request *q);
int cmd_roads(struct request *q);
int cmd_explain(struct request *q);
int cmd_quote(struct request *q);
int cmd_route_tasks(struct request *q, mlg_format format); /* route FILE.json, route STOPS.csv */
int cmd_vroom(int argc, char **argv); /* VROOM's own command line; argv[0] is the program */

/* True for a folder: operands that are scenarios. */
bool is_folder(const char *path);
void set_int(struct request *q, const char *option, int64_t number);
/* Seconds left for solving when the run may last q->time_limit_s and writing needs reserve_s; at least 0.001; 0 for no
 * deadline. Sets the option too. */
double set_deadline(struct request *q, const char *option, double reserve_s);

#endif
