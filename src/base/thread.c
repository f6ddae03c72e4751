/* thread.c — see thread.h. Threads are made per call: tasks are long (milliseconds), a thread costs microseconds. */
#define _GNU_SOURCE /* sched_getaffinity: cores this process may use, not those of the machine */
#include "base/thread.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>
#ifdef __linux__
#include <sched.h>
#endif

enum { THREADS_MAX = 256 };

struct work {
    atomic_int next;
    int32_t count;
    mlg_task_fn *task;
    void *user;
};

static void *run(void *argument)
{
    struct work *w = argument;
    for (int32_t i; (i = atomic_fetch_add(&w->next, 1)) < w->count;) w->task(w->user, i);
    return NULL;
}

void mlg__parallel(int32_t count, int32_t thread_count, mlg_task_fn *task, void *user)
{
    struct work w = { .count = count, .task = task, .user = user };
    pthread_t thread[THREADS_MAX];
    int32_t started = 0;
    if (thread_count > count) thread_count = count;
    if (thread_count > THREADS_MAX) thread_count = THREADS_MAX;
    while (started < thread_count - 1 && !pthread_create(&thread[started], NULL, run, &w)) started++;
    run(&w);
    while (started > 0) pthread_join(thread[--started], NULL);
}

int32_t mlg__core_count(void)
{
#ifdef __linux__
    cpu_set_t set;
    if (!sched_getaffinity(0, sizeof set, &set) && CPU_COUNT(&set) > 0) return (int32_t)CPU_COUNT(&set);
#endif
    const long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n > 0 ? (int32_t)n : 1;
}
