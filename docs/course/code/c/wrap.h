/* Calls that check themselves: they return what was asked for, or end the program. */
#ifndef WRAP_H
#define WRAP_H
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static inline int checked(const char *call, int result) {
    if (result >= 0) return result;
    perror(call);
    exit(1);
}

static inline int Socket(int type) { return checked("socket", socket(AF_INET, type, 0)); }

static inline void Bind(int fd, int port) {
    int on = 1;
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons((in_port_t)port)};
    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    checked("setsockopt", setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on));
    checked("bind", bind(fd, (struct sockaddr *)&here, sizeof here));
}

static inline void Listen(int fd) { checked("listen", listen(fd, 128)); }

/* EINTR: a signal came first. ECONNABORTED: the client went before it was accepted. */
static inline int Accept(int fd) {
    for (;;) {
        int client = accept(fd, NULL, NULL);
        if (client >= 0 || (errno != EINTR && errno != ECONNABORTED)) return checked("accept", client);
    }
}

/* Reads count bytes; fewer only at the end of input. -1: an error, see errno. */
static inline ssize_t readn(int fd, void *bytes, size_t count) {
    size_t done = 0;
    while (done < count) {
        ssize_t part = read(fd, (char *)bytes + done, count - done);
        if (part < 0 && errno == EINTR) continue;
        if (part < 0) return -1;
        if (part == 0) break;
        done += (size_t)part;
    }
    return (ssize_t)done;
}

/* Writes all count bytes. -1: an error, see errno. */
static inline ssize_t writen(int fd, const void *bytes, size_t count) {
    size_t done = 0;
    while (done < count) {
        ssize_t part = send(fd, (const char *)bytes + done, count - done, MSG_NOSIGNAL);
        if (part < 0 && errno == EINTR) continue;
        if (part < 0) return -1;
        done += (size_t)part;
    }
    return (ssize_t)count;
}

/* What was read and not yet asked for. */
struct reader {
    int fd;
    ssize_t from, to;
    char bytes[4096];
};

/* One byte, from the buffer where there is one. 0: end of input, -1: an error. */
static inline int next_byte(struct reader *reader, char *byte) {
    while (reader->from == reader->to) {
        ssize_t count = read(reader->fd, reader->bytes, sizeof reader->bytes);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return (int)count;
        reader->from = 0;
        reader->to = count;
    }
    *byte = reader->bytes[reader->from++];
    return 1;
}

/* A line with its end, of at most room bytes; 0: end of input, -1: an error. */
static inline ssize_t readline(struct reader *reader, char *line, size_t room) {
    size_t count = 0;
    char byte = 0;
    while (count < room && byte != '\n') {
        int got = next_byte(reader, &byte);
        if (got < 0) return -1;
        if (got == 0) break;
        line[count++] = byte;
    }
    return (ssize_t)count;
}
#endif
