/* http.h — one question to a server over HTTP. The program's only outgoing connections, to the host its user names. */
#ifndef MLG_API_HTTP_H
#define MLG_API_HTTP_H

#include "base/error.h"
#include "base/text.h"

struct http_ask {
    const char *url, *body; /* body NULL: GET, else POST of JSON */
    const char *key;        /* of the header Authorization; NULL: none */
    double timeout_s;
};
struct http_answer { int status; struct text body; }; /* status 0: none came */

bool mlg__http_available(void); /* whether this build can connect */
/* answer->body: text_free() in every case. Errors: MLG_NO_ROADS (no connection, in words), MLG_NO_MEMORY. */
mlg_status mlg__http_ask(const struct http_ask *ask, struct http_answer *answer, mlg_error *err);

#endif
