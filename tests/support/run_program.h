/* run_program.h — the program as a shell starts it. */
#ifndef MLG_TESTS_RUN_PROGRAM_H
#define MLG_TESTS_RUN_PROGRAM_H

#include <sys/wait.h>

#include "support/test.h"

/* Its exit status, -1 when a signal ended it; what it prints into out, cut off at size. Relative names are in
 * MLG_BUILD_DIR. */
static inline int run(const char *arguments, char *out, size_t size)
{
    char command[2048];
    snprintf(command, sizeof command, "cd '%s' && %s %s", MLG_BUILD_DIR, MLG_PROGRAM, arguments);
    FILE *p = popen(command, "r");
    assert_non_null(p);
    const size_t n = fread(out, 1, size - 1, p);
    out[n] = 0;
    const int status = pclose(p);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

#endif
