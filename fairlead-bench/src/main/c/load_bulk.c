/*
 * Bulk in one direction: each connection sends without a pause, and the sink behind the server
 * answers each message of 1 MiB with one byte. At most `depth` messages of a connection are
 * unanswered; latency is from the first byte of a message to its answer.
 */
#include "load.h"

enum { CHUNK = 256 * 1024, SINK_UNIT = 1 << 20 };

struct sender {
    int fd;
    bool wants_out;
    uint64_t sent, begun, answered; /* bytes, messages, messages */
    uint64_t *since;                /* by message number modulo depth */
};

static struct sender *all;
static int epoll;
static char chunk[CHUNK];

static void begin_messages(struct sender *s, uint64_t now) {
    while (s->begun - s->answered < (uint64_t)options.depth)
        s->since[s->begun++ % (uint64_t)options.depth] = now;
}

static void send_on(struct sender *s) {
    uint64_t end = s->begun * SINK_UNIT;
    while (s->sent < end) {
        size_t bytes = end - s->sent < CHUNK ? (size_t)(end - s->sent) : CHUNK;
        ssize_t n = send(s->fd, chunk, bytes, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (n < 0 && errno == EAGAIN) break;
        if (n < 0) fail("send: %s", strerror(errno));
        s->sent += (uint64_t)n;
    }
    bool wants_out = s->sent < end;
    if (s->wants_out == wants_out) return;
    s->wants_out = wants_out;
    watch(epoll, s->fd, wants_out ? EPOLLIN | EPOLLOUT : EPOLLIN, (uint64_t)(s - all), true);
}

static void receive(struct sender *s, uint64_t now) {
    char answers[64];
    ssize_t n = recv(s->fd, answers, sizeof answers, MSG_DONTWAIT);
    if (n < 0 && errno == EAGAIN) return;
    if (n <= 0) fail("the server closed connection %d: %s", (int)(s - all),
                     n ? strerror(errno) : "end of input");
    if ((s->answered + (uint64_t)n) * SINK_UNIT > s->sent) fail("more was answered than was sent");
    for (ssize_t i = 0; i < n; i++)
        count(s->since[s->answered++ % (uint64_t)options.depth], now, 1);
    begin_messages(s, now);
    send_on(s);
}

void run_bulk(void) {
    struct epoll_event events[512];
    if (options.size != SINK_UNIT) fail("a message of bulk has %d bytes", SINK_UNIT);
    memset(chunk, 'b', sizeof chunk);
    epoll = epoll_create1(0);
    all = calloc((size_t)options.connections, sizeof *all);
    begin_run();
    for (int i = 0; i < options.connections; i++) {
        all[i] = (struct sender){.fd = connected(i)};
        all[i].since = calloc((size_t)options.depth, sizeof(uint64_t));
        watch(epoll, all[i].fd, EPOLLIN, (uint64_t)i, false);
        begin_messages(&all[i], now_ns());
        send_on(&all[i]);
    }
    uint64_t now;
    while (goes_on(now = now_ns())) {
        int n = epoll_wait(epoll, events, 512, 100);
        for (int i = 0; i < n; i++) {
            struct sender *s = &all[events[i].data.u64];
            if (events[i].events & EPOLLOUT) send_on(s);
            if (events[i].events & ~(uint32_t)EPOLLOUT) receive(s, now_ns());
        }
    }
    print_result();
}
