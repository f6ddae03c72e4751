/* cpuclock.c — preloaded, the monotonic clock of a program counts the CPU time it has used: a deadline then means the
 * same amount of work on a machine that is busy with other things. */
#define _GNU_SOURCE
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

int clock_gettime(clockid_t clock, struct timespec *t)
{
    return (int)syscall(SYS_clock_gettime, clock == CLOCK_MONOTONIC ? CLOCK_PROCESS_CPUTIME_ID : clock, t);
}
