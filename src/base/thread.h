/* thread.h — the only door to POSIX threads: run the same task for i = 0..count-1 on up to thread_count threads.
 *
 * Determinism is the caller's: task i must depend on i alone, results are merged in the order of i. */
#ifndef MLG_BASE_THREAD_H
#define MLG_BASE_THREAD_H

#include <stdint.h>

typedef void mlg_task_fn(void *user, int32_t i);

/* Runs on the caller's thread too; with one thread (or when none can be made) everything does. */
void mlg__parallel(int32_t count, int32_t thread_count, mlg_task_fn *task, void *user);
int32_t mlg__core_count(void); /* cores this process may use, at least 1 */

#endif
