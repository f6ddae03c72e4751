/* http.c — see http.h. libcurl is optional: without it every question is answered by a word of explanation. */
#include "api/http.h"

#ifdef MLG_CURL
#include <curl/curl.h>

#define ANSWER_LIMIT ((size_t)64 << 20) /* bytes; a matrix of 50 x 50 takes some 50,000 */

static size_t take(char *bytes, size_t size, size_t count, void *user)
{
    struct text *body = user;
    text_bytes(body, bytes, size * count);
    return body->failed ? 0 : size * count;
}

bool mlg__http_available(void) { return true; }

mlg_status mlg__http_ask(const struct http_ask *ask, struct http_answer *answer, mlg_error *err)
{
    CURL *c = curl_easy_init();
    struct curl_slist *headers = NULL;
    struct text key = { 0 };
    char words[CURL_ERROR_SIZE] = "";
    long status = 0;
    *answer = (struct http_answer) { .body.limit = ANSWER_LIMIT };
    if (!c) return mlg__no_memory(err, ask->url);
    if (ask->body) headers = curl_slist_append(headers, "Content-Type: application/json");
    if (ask->key) {
        text_printf(&key, "Authorization: %s", ask->key);
        if (!key.failed) headers = curl_slist_append(headers, key.data);
    }
    curl_easy_setopt(c, CURLOPT_URL, ask->url);
    curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, (long)(ask->timeout_s * 1000));
    curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS, 5000L);
    curl_easy_setopt(c, CURLOPT_ERRORBUFFER, words);
    curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(c, CURLOPT_WRITEDATA, &answer->body);
    if (headers) curl_easy_setopt(c, CURLOPT_HTTPHEADER, headers);
    if (ask->body) curl_easy_setopt(c, CURLOPT_POSTFIELDS, ask->body);
    const CURLcode code = curl_easy_perform(c);
    curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &status);
    curl_slist_free_all(headers);
    curl_easy_cleanup(c);
    text_free(&key);
    answer->status = code == CURLE_OK ? (int)status : 0;
    if (code == CURLE_OK) return MLG_OK;
    return mlg__fail(err, MLG_NO_ROADS, ask->url, TXT("no answer: %s", "pas de réponse : %s"),
                     TXT("is the server running, and is this its address?", "le serveur tourne-t-il, est-ce bien son adresse ?"),
                     words[0] ? words : curl_easy_strerror(code));
}
#else
bool mlg__http_available(void) { return false; }

mlg_status mlg__http_ask(const struct http_ask *ask, struct http_answer *answer, mlg_error *err)
{
    *answer = (struct http_answer) { 0 };
    return mlg__fail(err, MLG_NO_ROADS, ask->url, TXT("this build cannot connect to routers", "cette version ne se connecte pas aux routeurs"),
                     TXT("install libcurl's headers and build again, or use a road file (--roads)",
                         "installez les en-têtes de libcurl et recompilez, ou prenez un fichier de routes (--roads)"));
}
#endif
