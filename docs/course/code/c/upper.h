/* What all versions of the upper-case server share: how to listen, and how to serve a client. */
#ifndef UPPER_H
#define UPPER_H
// region: waits
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static inline void fail(const char *call) {
    perror(call);
    exit(1);
}

/* socket, bind, listen: the port on loopback, and who comes may wait. */
static inline int listening(const char *port) {
    int on = 1, fd = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in here = {
        .sin_family = AF_INET,
        .sin_port = htons((in_port_t)atoi(port)),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    if (fd < 0) fail("socket");
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(fd, (struct sockaddr *)&here, sizeof here) < 0) fail("bind");
    if (listen(fd, 128) < 0) fail("listen");
    signal(SIGPIPE, SIG_IGN);
    return fd;
}

static inline void to_upper(char *bytes, ssize_t count) {
    for (ssize_t i = 0; i < count; i++) bytes[i] = (char)toupper((unsigned char)bytes[i]);
}

/* Serves one client to its end; waits where there is nothing to do. */
static inline void serve(int fd) {
    char bytes[4096];
    for (;;) {
        ssize_t count = recv(fd, bytes, sizeof bytes, 0);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) break; /* 0: the client has sent all; -1: it is gone */
        to_upper(bytes, count);
        for (ssize_t sent = 0; sent < count;) {
            ssize_t part = send(fd, bytes + sent, (size_t)(count - sent), 0);
            if (part < 0 && errno != EINTR) return;
            if (part > 0) sent += part;
        }
    }
}
// endregion

/* A client of a server that never waits for one: what is still to be sent. */
struct client {
    int fd;
    ssize_t from, to;
    char bytes[4096];
};

enum wish { GONE, TO_READ, TO_WRITE };

/* Goes on with a client until its socket would make us wait, and says for what. */
static inline enum wish go_on(struct client *client) {
    for (;;) {
        char *rest = client->bytes + client->from;
        if (client->from < client->to) {
            ssize_t part = send(client->fd, rest, (size_t)(client->to - client->from), 0);
            if (part < 0 && errno == EAGAIN) return TO_WRITE;
            if (part < 0 && errno != EINTR) return GONE;
            if (part > 0) client->from += part;
            continue;
        }
        ssize_t count = recv(client->fd, client->bytes, sizeof client->bytes, 0);
        if (count < 0 && errno == EAGAIN) return TO_READ;
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return GONE;
        to_upper(client->bytes, count);
        client->from = 0;
        client->to = count;
    }
}
#endif
