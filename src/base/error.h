/* error.h — make errors and collect findings.
 *
 * The code that knows the facts writes the text, in English and French side by side:
 *     return mlg__fail(err, MLG_BAD_INPUT, where, TXT("capacity is %d", "la capacité vaut %d"), TXT("…", "…"), cap);
 * The variadic arguments belong to the message; a hint is plain text. */
#ifndef MLG_BASE_ERROR_H
#define MLG_BASE_ERROR_H

#include "maillage/base.h"
#include <stdarg.h>

/* One text in both languages, indexed by mlg_lang. */
struct mlg_txt { const char *in[2]; };
#define TXT(english, french) ((struct mlg_txt){ { english, french } })
#define NO_HINT TXT("", "")

/* Our only control-flow macro: return early with the same status. */
#define MLG_TRY(call) \
    do { \
        const mlg_status mlg_try_status_ = (call); \
        if (mlg_try_status_) return mlg_try_status_; \
    } while (0)

/* Fill err (may be NULL) in its own language and return status. Arguments are those of the message; a French
 * text that needs another order of arguments writes %2$s. */
mlg_status mlg__fail(mlg_error *err, mlg_status status, const char *where, struct mlg_txt message,
                     struct mlg_txt hint, ...);
mlg_status mlg__no_memory(mlg_error *err, const char *what); /* MLG_NO_MEMORY with a standing text */
/* MLG_NO_FILE for a file that the system (code: errno) does not let us read, or write. */
mlg_status mlg__unreadable(mlg_error *err, const char *path, int code);
mlg_status mlg__unwritable(mlg_error *err, const char *path, int code);
/* What the system answered (errno) as a part of a sentence. Codes without a text of ours: number and the system's words. */
struct system_words { char s[120]; };
struct system_words mlg__system_words(int code, mlg_lang lang);

/* Append an error, a warning (there may be something to mend) or a note (there is not); f may be NULL. Language is the list's own. */
void mlg__find(mlg_findings *f, mlg_status status, const char *where, struct mlg_txt message, struct mlg_txt hint, ...);
void mlg__warn(mlg_findings *f, const char *where, struct mlg_txt message, struct mlg_txt hint, ...);
void mlg__note(mlg_findings *f, const char *where, struct mlg_txt message, struct mlg_txt hint, ...);
/* Copy the first error of f to err with "(and n more)" and return its status; MLG_OK when f holds no error. */
mlg_status mlg__first_error(const mlg_findings *f, mlg_error *err);
mlg_lang mlg__findings_lang(const mlg_findings *f); /* MLG_EN for NULL */
/* Append all of g to f (kept ones; counts too). Either may be NULL. */
void mlg__findings_add(mlg_findings *f, const mlg_findings *g);

/* The known word nearest to given (Damerau-Levenshtein, at most a third of its length away), or NULL. */
const char *mlg__did_you_mean(const char *given, const char *const *known, int32_t known_count);

#endif
