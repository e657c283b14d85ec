/* Servers as learners write them. Usage: pupil KIND FAULT PORT, where FAULT is "none" or one of the
 * words below. Each fault is one that a program of that kind really has. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>

static const char *kind, *fault;
static int port;

static int is(const char *word) { return strcmp(fault, word) == 0; }

static void die(const char *call) {
    perror(call);
    exit(1);
}

static int bound(int type) {
    int fd = socket(AF_INET, type, 0), on = 1;
    if (fd < 0) die("socket");
    if (!is("no-reuse") && type == SOCK_STREAM)
        setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    struct sockaddr_in here = {.sin_family = AF_INET};
    here.sin_port = is("no-htons") ? (in_port_t)port : htons((in_port_t)port);
    here.sin_addr.s_addr = htonl(is("other-address") ? 0x7f000002 : INADDR_ANY);
    if (bind(fd, (struct sockaddr *)&here, sizeof here) < 0) die("bind");
    if (type == SOCK_STREAM && listen(fd, 16) < 0) die("listen");
    return fd;
}

/* Sends all, or what a fault leaves of it. -1: the client is gone. */
static int writen(int fd, const char *bytes, ssize_t count) {
    int flags = is("sigpipe") ? 0 : MSG_NOSIGNAL;
    if (is("partial")) return (int)send(fd, bytes, (size_t)count, flags);
    if (is("gives-up")) { /* reads on, but sends no more once a send took a part alone */
        static int over;
        over = over || send(fd, bytes, (size_t)count, flags) < count;
        return 0;
    }
    for (ssize_t done = 0; done < count;) {
        ssize_t sent = send(fd, bytes + done, (size_t)(count - done), flags);
        if (sent < 0 && errno == EINTR) continue;
        if (sent < 0) return -1;
        done += sent;
    }
    return 0;
}

static void mirror(int fd) {
    char buffer[2048];
    if (is("partial") || is("gives-up")) fcntl(fd, F_SETFL, O_NONBLOCK);
    for (;;) {
        ssize_t count = recv(fd, buffer, sizeof buffer - 1, 0);
        if (count < 0 && errno == EAGAIN) {
            struct pollfd more = {.fd = fd, .events = POLLIN};
            poll(&more, 1, -1);
            continue;
        }
        if (count < 0 && errno == EINTR) continue;
        if (count < 0 && is("reset-exits")) die("recv");
        if (count == 0 && is("end-exits")) exit(0);
        if (count <= 0) return;
        if (is("drops-at-end")) { /* looks for the end first, and forgets what it has */
            char more;
            struct pollfd next = {.fd = fd, .events = POLLIN};
            poll(&next, 1, 50); /* ms; no longer than until more comes */
            if (recv(fd, &more, 1, MSG_PEEK | MSG_DONTWAIT) == 0) return;
        }
        buffer[count] = 0;
        if (is("strlen")) count = (ssize_t)strlen(buffer);
        if (is("first-line")) {
            char *end = memchr(buffer, '\n', (size_t)count);
            if (end) count = end - buffer + 1;
        }
        for (ssize_t i = 0; i < count && strcmp(kind, "upper") == 0; i++)
            buffer[i] = (char)toupper((unsigned char)buffer[i]);
        if (writen(fd, buffer, count) < 0 && is("epipe-exits")) die("send");
        if (is("one-recv")) return;
    }
}

static void speak(int fd) {
    char text[128], unread[1024];
    int32_t number = (int32_t)((unsigned)time(NULL) + 2208988800u);
    if (strcmp(kind, "ok") == 0 || is("waits")) {
        ssize_t count = recv(fd, text, sizeof text, 0);
        if (count < 0 && is("reset-exits")) die("recv");
        if (count <= 0) return;
    }
    if (strcmp(kind, "ok") == 0) strcpy(text, is("says-ko") ? "KO" : "OK");
    if (strcmp(kind, "greet") == 0) strcpy(text, "Welcome to server!\n");
    if (strcmp(kind, "time") == 0) {
        time_t now = is("stale") ? 1000000 : time(NULL);
        strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S\n", gmtime(&now));
    }
    if (is("wide")) {
        wchar_t wide[] = L"Welcome to server!";
        writen(fd, (char *)wide, (ssize_t)(sizeof wide - sizeof *wide));
    } else if (is("host-order")) {
        writen(fd, (char *)&number, sizeof number);
    } else if (writen(fd, text, (ssize_t)strlen(text) + is("nul")) < 0 && is("epipe-exits")) {
        die("send");
    }
    if (is("stays-open")) pause();
    if (is("unread")) return;
    shutdown(fd, SHUT_WR); /* so that nothing unread makes close send RST */
    while (recv(fd, unread, sizeof unread, 0) > 0) {}
}

static void serve(int fd) {
    if (strcmp(kind, "echo") == 0 || strcmp(kind, "upper") == 0) mirror(fd);
    else speak(fd);
}

static _Atomic int busy;

static void *serve_and_close(void *fd) {
    serve((int)(long)fd);
    close((int)(long)fd);
    busy--;
    return NULL;
}

static void tcp(void) {
    int listener = bound(SOCK_STREAM);
    int forks = is("zombies") || is("parent-open") || is("fork");
    int epoll = epoll_create1(0);
    struct epoll_event event = {.events = EPOLLIN};
    epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event);
    if (is("parent-open") || is("fork")) signal(SIGCHLD, SIG_IGN);
    for (;;) {
        int ready = epoll_wait(epoll, &event, 1, -1);
        if (ready < 0 && is("eintr-exits")) die("epoll_wait");
        if (ready < 0) continue;
        int fd = accept(listener, NULL, NULL);
        if (fd < 0) continue;
        if (is("reset")) { /* each connection ends with RST, so none comes to TIME_WAIT */
            struct linger none = {.l_onoff = 1};
            setsockopt(fd, SOL_SOCKET, SO_LINGER, &none, sizeof none);
        }
        if (forks) {
            if (fork() == 0) {
                close(listener);
                serve(fd);
                exit(0);
            }
            if (!is("parent-open")) close(fd);
        } else if (is("one-at-a-time") || is("sigpipe") || is("end-exits") || is("no-close")) {
            serve(fd);
            if (!is("no-close")) close(fd);
        } else if (!is("only-first") || !busy) {
            pthread_t thread;
            busy++;
            pthread_create(&thread, NULL, serve_and_close, (void *)(long)fd);
            pthread_detach(thread);
        } /* only-first: who comes while another is served is forgotten */
    }
}

static void udp_echo(void) {
    int fd = bound(SOCK_DGRAM);
    static char buffer[65536];
    struct sockaddr_in from, first = {0};
    size_t room = is("small") ? 512 : sizeof buffer - 1;
    for (;;) {
        socklen_t length = is("no-addrlen") ? 0 : sizeof from;
        memset(&from, 0, sizeof from);
        ssize_t count = recvfrom(fd, buffer, room, 0, (struct sockaddr *)&from, &length);
        if (count < 0) continue;
        if (count == 0 && is("empty-exits")) exit(0);
        buffer[count] = 0;
        if (is("strlen")) count = (ssize_t)strlen(buffer);
        if (!first.sin_port) first = from;
        if (is("first-sender")) from = first;
        if (is("connects")) connect(fd, (struct sockaddr *)&from, sizeof from);
        ssize_t sent = sendto(fd, buffer, (size_t)count, 0, (struct sockaddr *)&from, sizeof from);
        if (sent < 0 && is("error-exits")) die("sendto");
    }
}

enum { GUESTS = 64 };

static void udp_chat(void) {
    int fd = bound(SOCK_DGRAM), guests = 0;
    static char buffer[65536];
    struct sockaddr_in from, all[GUESTS];
    for (;;) {
        socklen_t length = sizeof from;
        ssize_t count = recvfrom(fd, buffer, sizeof buffer, 0, (struct sockaddr *)&from, &length);
        if (count < 0) continue;
        int known = 0;
        for (int i = 0; i < guests; i++) known |= all[i].sin_port == from.sin_port;
        if (!known && guests < (is("two-guests") ? 2 : GUESTS)) all[guests++] = from;
        if (is("whole-buffer")) count = 128;
        for (int i = 0; i < guests; i++) {
            if (all[i].sin_port == from.sin_port && !is("sender-only")) continue;
            if (all[i].sin_port != from.sin_port && is("sender-only")) continue;
            sendto(fd, buffer, (size_t)count, 0, (struct sockaddr *)&all[i], sizeof all[i]);
            if (is("one-other")) break;
        }
    }
}

static void tcp_chat(void) {
    int listener = bound(SOCK_STREAM), epoll = epoll_create1(0), guests[1024] = {0};
    char buffer[1024];
    struct epoll_event event = {.events = EPOLLIN, .data.fd = listener};
    epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event);
    for (;;) {
        if (epoll_wait(epoll, &event, 1, -1) < 0) {
            if (is("eintr-exits")) die("epoll_wait");
            continue;
        }
        int from = event.data.fd;
        if (from == listener) {
            int fd = accept(listener, NULL, NULL);
            event.data.fd = fd;
            epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
            guests[fd] = 1;
            continue;
        }
        ssize_t count = recv(from, buffer, sizeof buffer, 0);
        if (count <= 0) {
            if (is("leave-exits")) die("recv");
            guests[from] = 0;
            close(from);
            continue;
        }
        for (int to = 0; to < 1024; to++)
            if (guests[to] && to != from) writen(to, buffer, count);
    }
}

int main(int argc, char **argv) {
    if (argc != 4) return 2;
    kind = argv[1];
    fault = argv[2];
    port = atoi(argv[3]);
    if (is("exits")) {
        fprintf(stderr, "no configuration\n");
        return 3;
    }
    if (strcmp(kind, "udp-echo") == 0) udp_echo();
    else if (strcmp(kind, "chat") == 0) udp_chat();
    else if (strcmp(kind, "tcp-chat") == 0) tcp_chat();
    else tcp();
}
