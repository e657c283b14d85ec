/*
 * One connection sends, all receive (the sender too): `depth` messages are on their way at a time.
 * What is counted are deliveries, each from the time its message was sent.
 */
#include "load.h"

enum { CHUNK = 64 * 1024, QUIET_MS = 300 };

static int *fds, epoll;
static uint64_t *received;
static char chunk[CHUNK];

static void send_message(uint64_t number) {
    const char *message = ring_out + number * message_bytes % ring_bytes;
    ssize_t n = send(fds[0], message, message_bytes, MSG_NOSIGNAL);
    if (n != (ssize_t)message_bytes) fail("send: %s", strerror(errno));
}

static size_t take(uint64_t i) {
    ssize_t n = recv(fds[i], chunk, sizeof chunk, MSG_DONTWAIT);
    if (n < 0 && errno == EAGAIN) return 0;
    if (n <= 0) fail("the server closed connection %d", (int)i);
    return (size_t)n;
}

/* A server may still be letting connections in after all have connected: messages are sent until
 * each connection has had one, and then nothing until all of them have arrived. */
static void await_members(void) {
    struct epoll_event events[512];
    int silent = options.connections;
    for (int tries = 0; silent && tries < 100; tries++) {
        send_message(0);
        for (int n; (n = epoll_wait(epoll, events, 512, QUIET_MS)) > 0;)
            for (int i = 0; i < n; i++) {
                uint64_t at = events[i].data.u64;
                bool first = !received[at];
                received[at] += take(at);
                if (first && received[at]) silent--;
            }
    }
    if (silent) fail("%d of %d connections receive nothing", silent, options.connections);
    memset(received, 0, (size_t)options.connections * sizeof *received);
}

static void check(uint64_t i, size_t bytes) {
    for (size_t at = 0; at < bytes;) {
        size_t run = bytes - at < ring_bytes ? bytes - at : ring_bytes;
        if (memcmp(chunk + at, ring_want + received[i] % ring_bytes, run))
            fail("a wrong byte after byte %llu of connection %d", (unsigned long long)received[i],
                 (int)i);
        at += run;
        received[i] += run;
    }
}

void run_fanout(void) {
    struct epoll_event events[512];
    size_t depth = (size_t)options.depth, n_all = (size_t)options.connections;
    uint64_t *since = calloc(depth, sizeof *since), *missing = calloc(depth, sizeof *missing);
    uint64_t begun = 0, complete = 0, now;
    epoll = epoll_create1(0);
    fds = calloc(n_all, sizeof *fds);
    received = calloc(n_all, sizeof *received);
    for (int i = 0; i < options.connections; i++) {
        fds[i] = connected(i);
        watch(epoll, fds[i], EPOLLIN, (uint64_t)i, false);
    }
    await_members();
    begin_run();
    while (goes_on(now = now_ns())) {
        while (complete < begun && !missing[complete % depth]) complete++;
        for (; begun < complete + depth; begun++) {
            since[begun % depth] = now_ns();
            missing[begun % depth] = n_all;
            send_message(begun);
        }
        int n = epoll_wait(epoll, events, 512, 100);
        now = now_ns();
        for (int i = 0; i < n; i++) {
            uint64_t at = events[i].data.u64, before = received[at] / message_bytes;
            check(at, take(at));
            for (; before < received[at] / message_bytes; before++) {
                if (before >= begun) fail("connection %d received too much", (int)at);
                missing[before % depth]--;
                count(since[before % depth], now, 1);
            }
        }
    }
    print_result();
}
