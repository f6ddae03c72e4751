/* model/reason.h — reasons in words, English and French. */
#ifndef MLG_MODEL_REASON_H
#define MLG_MODEL_REASON_H

#include "base/error.h"
#include "base/text.h"
#include "maillage/reason.h"
#include "model/problem.h"

/* How the file that the problem comes from tells its numbers. */
struct reason_words {
    mlg_lang lang;
    int64_t origin_s;  /* the file's time of the problem's 0 */
    int load_decimals; /* 3: loads are thousandths */
    bool clock;        /* times are seconds of a day or Unix time; else numbers of a benchmark */
};

/* What a number of a reason or a change counts. */
enum reason_unit { UNIT_NONE, UNIT_COUNT, UNIT_LOAD, UNIT_SECONDS, UNIT_INSTANT, UNIT_METRES, UNIT_JOULES };
enum reason_unit mlg__margin_unit(mlg_rule rule); /* UNIT_NONE: in words it is no quantity */

/* "no vehicle can serve it" or "a vehicle could serve it, were it not for the others". */
void mlg__verdict_words(const mlg_unserved *why, const struct reason_words *w, struct text *out);
/* "too much load (5 routes; nearest is vehicle 3, by 40)". */
void mlg__reason_words(const mlg_problem *p, const mlg_unserved *why, int32_t i, const struct reason_words *w,
                       struct text *out);
/* "vehicle 3 holds 1040 (40 more)". Nothing for MLG_CHANGE_NONE. */
void mlg__change_words(const mlg_problem *p, const mlg_change *c, const struct reason_words *w, struct text *out);
/* All of it in one sentence: the first reason and its change, or all changes that go together. */
void mlg__why_words(const mlg_problem *p, const mlg_unserved *why, const struct reason_words *w, struct text *out);

/* An instant of the file: "08:30", "08:30:05", seconds where it is beyond two days. */
void mlg__instant_words(int64_t time_s, const struct reason_words *w, struct text *out);

#endif
