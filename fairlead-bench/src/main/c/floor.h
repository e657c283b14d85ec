/* What the floors share: the plainest C that does the work, to show what the kernel alone costs. */
#ifndef FLOOR_H
#define FLOOR_H
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { FILES_MAX = 20000 + 64 };

static inline void need(bool ok, const char *call) {
    if (ok) return;
    perror(call);
    exit(1);
}

/* A bound socket on loopback at `port`, or a free one, which is printed once all is ready. */
static inline int server_socket(int type, int port) {
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    int fd = socket(AF_INET, type, 0);
    need(fd >= 0, "socket");
    int on = 1;
    if (port) setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)port),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    need(!bind(fd, (void *)&address, sizeof address), "bind");
    if (type & SOCK_STREAM) need(!listen(fd, 1024), "listen");
    return fd;
}

static inline void print_ready(int fd) {
    struct sockaddr_in address;
    socklen_t size = sizeof address;
    need(!getsockname(fd, (void *)&address, &size), "getsockname");
    printf("ready %d\n", ntohs(address.sin_port));
    fflush(stdout);
}

static inline void no_delay(int fd) {
    int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}
#endif
