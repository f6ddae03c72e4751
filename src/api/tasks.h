/* tasks.h — what api's files know of each other's tasks. */
#ifndef MLG_API_TASKS_H
#define MLG_API_TASKS_H

#include "io/tasks.h"
#include "maillage/api.h"

const struct tasks *mlg__tasks_file(const mlg_tasks *tasks); /* NULL for NULL */

#endif
