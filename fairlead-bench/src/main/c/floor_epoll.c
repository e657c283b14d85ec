/* Floor: one level-triggered epoll loop. Arguments: echo, upper, frames, fanout or sink; a port. */
#include "floor.h"
#include <sys/epoll.h>

enum { CHUNK = 64 * 1024, FRAME_MAX = 4 + (1 << 20), SINK_UNIT = 1 << 20 };

/* What arrived and is no whole frame yet, and what did not fit the socket; both grow as needed. */
struct store {
    char *bytes;
    size_t size, capacity;
};
struct connection {
    struct store in, out;
    int place; /* in `members` */
};

static struct connection all[FILES_MAX];
static int members[FILES_MAX], member_count, epoll;
static char chunk[CHUNK];

static void append(struct store *s, const char *bytes, size_t size) {
    if (s->size + size > s->capacity) {
        s->capacity = 2 * (s->size + size);
        s->bytes = realloc(s->bytes, s->capacity);
        need(s->bytes, "realloc");
    }
    memcpy(s->bytes + s->size, bytes, size);
    s->size += size;
}

static void drop_front(struct store *s, size_t size) {
    memmove(s->bytes, s->bytes + size, s->size - size);
    s->size -= size;
}

static void watch(int fd, uint32_t events, int operation) {
    struct epoll_event event = {.events = events, .data.fd = fd};
    need(!epoll_ctl(epoll, operation, fd, &event), "epoll_ctl");
}

static void close_connection(int fd) {
    struct connection *c = &all[fd];
    members[c->place] = members[--member_count];
    all[members[c->place]].place = c->place;
    free(c->in.bytes);
    free(c->out.bytes);
    *c = (struct connection){0};
    close(fd);
}

static void send_all(int fd, const char *bytes, size_t size) {
    struct connection *c = &all[fd];
    ssize_t n = c->out.size ? 0 : send(fd, bytes, size, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (n < 0 && errno != EAGAIN) return; /* the next recv says so, too */
    if (n < 0) n = 0;
    if ((size_t)n == size) return;
    if (!c->out.size) watch(fd, EPOLLIN | EPOLLOUT, EPOLL_CTL_MOD);
    append(&c->out, bytes + n, size - (size_t)n);
}

static void send_rest(int fd) {
    struct store *out = &all[fd].out;
    ssize_t n = send(fd, out->bytes, out->size, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (n > 0) drop_front(out, (size_t)n);
    if (!out->size) watch(fd, EPOLLIN, EPOLL_CTL_MOD);
}

/* ---- the services: each gets what one recv brought ---- */

static void echo(int fd, char *bytes, size_t size) { send_all(fd, bytes, size); }

static void fanout(int fd, char *bytes, size_t size) {
    (void)fd;
    for (int i = 0; i < member_count; i++) send_all(members[i], bytes, size);
}

/* Answers all whole lines in one send, and keeps the rest. */
static void upper(int fd, char *bytes, size_t size) {
    struct store *in = &all[fd].in;
    if (in->size) {
        append(in, bytes, size);
        bytes = in->bytes;
        size = in->size;
    }
    char *end = memrchr(bytes, '\n', size);
    size_t whole = end ? (size_t)(end + 1 - bytes) : 0;
    for (size_t i = 0; i < whole; i++)
        if (bytes[i] >= 'a' && bytes[i] <= 'z') bytes[i] ^= 0x20;
    if (whole) send_all(fd, bytes, whole);
    if (in->size) drop_front(in, whole);
    else if (whole < size) append(in, bytes + whole, size - whole);
}

/* Answers each frame (4 bytes of length, then as many) once it is whole. */
static void frames(int fd, char *bytes, size_t size) {
    struct store *in = &all[fd].in;
    append(in, bytes, size);
    size_t whole = 0;
    while (in->size - whole >= 4) {
        uint32_t length;
        memcpy(&length, in->bytes + whole, 4);
        size_t frame = 4 + (size_t)ntohl(length);
        need(frame <= FRAME_MAX, "a frame over the limit");
        if (in->size - whole < frame) break;
        whole += frame;
    }
    if (!whole) return;
    send_all(fd, in->bytes, whole);
    drop_front(in, whole);
}

/* Answers each 1 MiB with one byte. */
static void sink(int fd, char *bytes, size_t size) {
    static const char answers[2 + CHUNK];
    (void)bytes;
    struct store *in = &all[fd].in;
    in->size += size;
    if (in->size >= SINK_UNIT) send_all(fd, answers, in->size / SINK_UNIT);
    in->size %= SINK_UNIT;
}

static void accept_all(int listener) {
    for (int fd; (fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0;) {
        need(fd < FILES_MAX, "too many connections");
        no_delay(fd);
        all[fd].place = member_count;
        members[member_count++] = fd;
        watch(fd, EPOLLIN, EPOLL_CTL_ADD);
    }
}

int main(int argc, char **argv) {
    const char *name = argc > 1 ? argv[1] : "echo";
    void (*serve)(int, char *, size_t) = !strcmp(name, "upper")    ? upper
                                         : !strcmp(name, "frames") ? frames
                                         : !strcmp(name, "fanout") ? fanout
                                         : !strcmp(name, "sink")   ? sink
                                                                   : echo;
    struct epoll_event events[512];
    int listener = server_socket(SOCK_STREAM | SOCK_NONBLOCK, argc > 2 ? atoi(argv[2]) : 0);
    epoll = epoll_create1(0);
    watch(listener, EPOLLIN, EPOLL_CTL_ADD);
    print_ready(listener);
    for (;;) {
        int n = epoll_wait(epoll, events, 512, -1);
        for (int i = 0; i < n; i++) {
            int fd = events[i].data.fd;
            if (fd == listener) {
                accept_all(listener);
                continue;
            }
            if (events[i].events & EPOLLOUT && all[fd].out.size) send_rest(fd);
            if (!(events[i].events & ~(uint32_t)EPOLLOUT)) continue;
            /* What a sink throws away need not be copied first; tcp(7). */
            ssize_t size = serve == sink ? recv(fd, chunk, SINK_UNIT, MSG_TRUNC)
                                         : recv(fd, chunk, sizeof chunk, 0);
            if (size > 0) serve(fd, chunk, (size_t)size);
            else if (size == 0 || errno != EAGAIN) close_connection(fd);
        }
    }
}
