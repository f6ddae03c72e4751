/** @file maillage.h — everything public. */
#ifndef MAILLAGE_H
#define MAILLAGE_H

#include "maillage/api.h"
#include "maillage/base.h"
#include "maillage/check.h"
#include "maillage/explain.h"
#include "maillage/leg.h"
#include "maillage/location.h"
#include "maillage/plan.h"
#include "maillage/problem.h"
#include "maillage/reason.h"
#include "maillage/roads.h"
#include "maillage/routing.h"
#include "maillage/scenario.h"
#include "maillage/siting.h"

#endif
