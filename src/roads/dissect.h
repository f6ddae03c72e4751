/* dissect.h — nested dissection: cut a net in two by few nodes, which come last; then the same with each piece. */
#ifndef MLG_ROADS_DISSECT_H
#define MLG_ROADS_DISSECT_H

#include "roads/net.h"

/* order [n->count] receives the ids of the nodes, first contracted first. Consumes n. false without memory. */
bool mlg__net_dissect(struct net *n, int32_t thread_count, int32_t *order);

#endif
