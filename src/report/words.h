/* report/words.h — every sentence of the report, English and French side by side in words.inc.
 *
 * Sentences may hold HTML of ours and {0} … {9} for values; values are escaped when they are put in. French is written
 * with ordinary spaces: the typesetter makes those before : ; ? ! % » and after « unbreakable. */
#ifndef MLG_REPORT_WORDS_H
#define MLG_REPORT_WORDS_H

#include "base/text.h"
#include "model/scenario.h"

enum word {
#define WORD(name, english, french) W_##name,
#include "report/words.inc"
#undef WORD
    WORD_COUNT
};

const char *word_text(enum word w, mlg_lang lang);
/* The same in the words of a vocabulary: words_cloud.inc or words_both.inc where it has the sentence, else words.inc. */
const char *word_spoken(enum word w, mlg_lang lang, enum vocabulary v);
/* What a service is called: those of our examples in the reader's words, any other by its id. */
const char *word_of_service(const mlg_scenario *s, int32_t service, mlg_lang lang);
/* Append a text of ours (may hold HTML) or of the user (escape it) with the spaces of the language. */
void text_typeset(struct text *t, mlg_lang lang, const char *s, bool escape);
/* Append sentence w with its values, NULL ended (NULL: none). */
void text_say(struct text *t, mlg_lang lang, enum word w, const char *const *values);
void text_speak(struct text *t, mlg_lang lang, enum vocabulary v, enum word w, const char *const *values);

#endif
