/* http_server.h — a small real HTTP server on this machine, in a process of its own, for tests of who asks one. */
#ifndef MLG_TESTS_HTTP_SERVER_H
#define MLG_TESTS_HTTP_SERVER_H

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/text.h"

/* Answers one request: path and body in, HTTP status and body out. number counts requests from 0. */
typedef int http_answer_fn(const char *path, const char *body, int number, struct text *answer);

struct http_server { pid_t pid; int port; };

static inline void http_serve_one(int client, int number, http_answer_fn *answer)
{
    static char request[1 << 20];
    size_t length = 0, wanted = 0;
    char *body = NULL;
    for (;;) {
        const ssize_t got = read(client, request + length, sizeof request - 1 - length);
        if (got <= 0) break;
        length += (size_t)got;
        request[length] = 0;
        if (!body && (body = strstr(request, "\r\n\r\n"))) {
            const char *head = strstr(request, "Content-Length: ");
            body += 4;
            wanted = (size_t)(body - request) + (head && head < body ? strtoul(head + 16, NULL, 10) : 0);
            if (strstr(request, "Expect: 100-continue")) (void)!write(client, "HTTP/1.1 100 Continue\r\n\r\n", 25);
        }
        if (body && length >= wanted) break;
    }
    if (!body) return;
    char *path = strchr(request, ' ');
    char *end = path ? strchr(path + 1, ' ') : NULL;
    if (!end) return;
    *end = 0;
    struct text out = { 0 };
    const int status = answer(path + 1, body, number, &out);
    char head[200];
    snprintf(head, sizeof head, "HTTP/1.1 %d X\r\nContent-Type: application/json\r\nContent-Length: %zu\r\nConnection: close\r\n\r\n", status, out.length);
    (void)!write(client, head, strlen(head));
    for (size_t at = 0; at < out.length;) {
        const ssize_t put = write(client, out.data + at, out.length - at);
        if (put <= 0) break;
        at += (size_t)put;
    }
    text_free(&out);
}

static inline struct http_server http_server_start(http_answer_fn *answer)
{
    struct http_server s = { 0 };
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t size = sizeof at;
    const int listener = socket(AF_INET, SOCK_STREAM, 0);
    if (listener < 0 || bind(listener, (struct sockaddr *)&at, sizeof at) || listen(listener, 16) ||
        getsockname(listener, (struct sockaddr *)&at, &size))
        abort();
    s.port = ntohs(at.sin_port);
    s.pid = fork();
    if (s.pid == 0) {
        signal(SIGPIPE, SIG_IGN);
        for (int number = 0;; number++) {
            const int client = accept(listener, NULL, NULL);
            if (client < 0) _exit(0);
            http_serve_one(client, number, answer);
            close(client);
        }
    }
    close(listener);
    return s;
}

static inline void http_server_stop(struct http_server s)
{
    kill(s.pid, SIGTERM);
    waitpid(s.pid, NULL, 0);
}

#endif
