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

/* "no vehicle can serve it" or "others have its room". */
void mlg__verdict_words(const mlg_unserved *why, const struct reason_words *w, struct text *out);
/* "5 vehicles hold too little; vehicle 3 lacks 40". */
void mlg__reason_words(const mlg_problem *p, const mlg_unserved *why, int32_t i, const struct reason_words *w,
                       struct text *out);
/* "vehicle 3 holds 1040 instead of 1000". Nothing for MLG_CHANGE_NONE. */
void mlg__change_words(const mlg_problem *p, const mlg_change *c, const struct reason_words *w, struct text *out);
/* All of it in one sentence: the first reason and its change. */
void mlg__why_words(const mlg_problem *p, const mlg_unserved *why, const struct reason_words *w, struct text *out);

/* An instant of the file: "08:30", "08:30:05", seconds where it is beyond two days. */
void mlg__instant_words(int64_t time_s, const struct reason_words *w, struct text *out);

#endif
