/* vroom_own.h — what a document says under the key "maillage" of its objects, beside VROOM's own keys
 * (docs/formats/vroom.md). An unknown key there is warned of like any other. */
#ifndef MLG_IO_VROOM_OWN_H
#define MLG_IO_VROOM_OWN_H

#include "io/tasks.h"

/* at: the object that may have the member "maillage". */
void mlg__own_document(struct tasks *t, const struct jat *at);
void mlg__own_vehicle(struct tasks *t, const struct jat *at, struct task_vehicle *v);
void mlg__own_task(struct tasks *t, const struct jat *at, struct task *task);
void mlg__own_shipment(const struct jat *at); /* of both halves: no key is known there */
/* "relations" of the document; tasks are read. */
void mlg__own_relations(struct tasks *t, const struct jat *at);
/* What only the whole document decides, once everything is read. */
void mlg__own_settle(struct tasks *t, mlg_findings *found);

#endif
