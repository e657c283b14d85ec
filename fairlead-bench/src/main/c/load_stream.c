/*
 * Request and reply over TCP. Closed loop: `depth` messages are in flight on each connection, and a
 * reply is followed by the next message. With a rate, open loop: messages are sent when they are
 * due, whatever is outstanding, and latency counts from then, so that a stall is not hidden.
 */
#include "load.h"

enum { CHUNK = 256 * 1024, OPEN_LOOP_OUTSTANDING = 4096 };

struct connection {
    int fd;
    bool wants_out;
    size_t origin;           /* where in the ring its stream began */
    uint64_t sent, received; /* bytes of the stream */
    uint64_t owed;           /* bytes that are due and did not fit the socket yet */
    uint64_t head, tail;     /* messages answered, messages begun */
    uint64_t *since;         /* by message number modulo capacity: when it was due */
};

static struct connection *all;
static size_t capacity;
static int epoll;
static char chunk[CHUNK];

static void send_owed(struct connection *c) {
    while (c->owed) {
        size_t bytes = c->owed < ring_bytes ? c->owed : ring_bytes;
        const char *from = ring_out + (c->origin + c->sent) % ring_bytes;
        ssize_t n = send(c->fd, from, bytes, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (n < 0 && errno == EAGAIN) break;
        if (n < 0) fail("send: %s", strerror(errno));
        c->sent += (uint64_t)n;
        c->owed -= (uint64_t)n;
    }
    if (c->wants_out == (c->owed > 0)) return;
    c->wants_out = c->owed > 0;
    watch(epoll, c->fd, c->wants_out ? EPOLLIN | EPOLLOUT : EPOLLIN, (uint64_t)(c - all), true);
}

static void begin_messages(struct connection *c, uint64_t due, uint64_t how_many) {
    for (uint64_t i = 0; i < how_many; i++) c->since[c->tail++ % capacity] = due;
    c->owed += how_many * message_bytes;
}

static void check(struct connection *c, size_t bytes) {
    if (c->received + bytes > c->sent) fail("more came back than was sent");
    for (size_t at = 0; at < bytes;) {
        size_t run = bytes - at < ring_bytes ? bytes - at : ring_bytes;
        const char *want = ring_want + (c->origin + c->received) % ring_bytes;
        if (memcmp(chunk + at, want, run)) fail("a wrong byte after byte %llu of connection %d",
                                                (unsigned long long)c->received, (int)(c - all));
        at += run;
        c->received += run;
    }
}

static void receive(struct connection *c, uint64_t *now) {
    ssize_t n = recv(c->fd, chunk, sizeof chunk, MSG_DONTWAIT);
    if (n < 0 && errno == EAGAIN) return;
    if (n <= 0) fail("the server closed connection %d: %s", (int)(c - all),
                     n ? strerror(errno) : "end of input");
    check(c, (size_t)n);
    *now = now_ns();
    uint64_t answered = c->received / message_bytes - c->head;
    for (uint64_t i = 0; i < answered; i++) count(c->since[c->head++ % capacity], *now, 1);
    if (!answered || options.rate > 0) return;
    begin_messages(c, *now, answered);
    send_owed(c);
}

/* Begins every message that is due; one whose connection has too many outstanding waits, and keeps
 * its due time. */
static void begin_due(uint64_t now, uint64_t start, uint64_t *number) {
    for (;;) {
        uint64_t due = start + (uint64_t)((double)*number * 1e9 / options.rate);
        struct connection *c = &all[*number % (uint64_t)options.connections];
        if (due > now || c->tail - c->head == capacity) return;
        begin_messages(c, due, 1);
        send_owed(c);
        ++*number;
    }
}

static void open_connections(void) {
    epoll = epoll_create1(0);
    capacity = options.rate > 0 ? OPEN_LOOP_OUTSTANDING : (size_t)options.depth;
    all = calloc((size_t)options.connections, sizeof *all);
    for (int i = 0; i < options.connections; i++) {
        all[i] = (struct connection){.fd = connected(i), .origin = ring_origin(i)};
        all[i].since = calloc(capacity, sizeof(uint64_t));
        watch(epoll, all[i].fd, EPOLLIN, (uint64_t)i, false);
    }
}

void run_stream(void) {
    struct epoll_event events[512];
    open_connections();
    begin_run();
    uint64_t now = now_ns(), start = now, number = 0;
    for (int i = 0; i < options.connections && options.rate <= 0; i++) {
        begin_messages(&all[i], now, (uint64_t)options.depth);
        send_owed(&all[i]);
    }
    while (goes_on(now = now_ns())) {
        if (options.rate > 0) begin_due(now, start, &number);
        /* Open loop never sleeps: it has a core to itself, and a timer would be late. */
        int n = epoll_wait(epoll, events, 512, options.rate > 0 ? 0 : 100);
        for (int i = 0; i < n; i++) {
            struct connection *c = &all[events[i].data.u64];
            if (events[i].events & EPOLLOUT) send_owed(c);
            if (events[i].events & ~(uint32_t)EPOLLOUT) receive(c, &now);
        }
    }
    print_result();
}
