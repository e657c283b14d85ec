/* Connect, one exchange, close; `connections` of them at a time. Latency is that of all three. */
#include "load.h"

struct visit {
    int fd;
    size_t received;
    uint64_t since;
};

static struct visit *all;
static int epoll, number;
static char chunk[64 * 1024];

static void say(struct visit *v) {
    if (send(v->fd, ring_out, message_bytes, MSG_NOSIGNAL) != (ssize_t)message_bytes)
        fail("send: %s", strerror(errno));
}

static void begin(struct visit *v) {
    struct sockaddr_in to = server_address();
    *v = (struct visit){.since = now_ns()};
    v->fd = bound_socket(SOCK_STREAM | SOCK_NONBLOCK, number++);
    bool at_once = !connect(v->fd, (void *)&to, sizeof to);
    if (!at_once && errno != EINPROGRESS) fail("connect: %s", strerror(errno));
    watch(epoll, v->fd, at_once ? EPOLLIN : EPOLLOUT, (uint64_t)(v - all), false);
    if (at_once) say(v);
}

static void connection_made(struct visit *v) {
    int error;
    socklen_t size = sizeof error;
    getsockopt(v->fd, SOL_SOCKET, SO_ERROR, &error, &size);
    if (error) fail("connect: %s", strerror(error));
    watch(epoll, v->fd, EPOLLIN, (uint64_t)(v - all), true);
    say(v);
}

static void receive(struct visit *v) {
    ssize_t n = recv(v->fd, chunk, sizeof chunk, 0);
    if (n < 0 && errno == EAGAIN) return;
    if (n <= 0) fail("the server closed too early: %s", n ? strerror(errno) : "end of input");
    if (v->received + (size_t)n > message_bytes || memcmp(chunk, ring_want + v->received, (size_t)n))
        fail("a wrong byte");
    v->received += (size_t)n;
    if (v->received < message_bytes) return;
    close(v->fd);
    count(v->since, now_ns(), 1);
    begin(v);
}

void run_churn(void) {
    struct epoll_event events[512];
    epoll = epoll_create1(0);
    all = calloc((size_t)options.connections, sizeof *all);
    begin_run();
    for (int i = 0; i < options.connections; i++) begin(&all[i]);
    while (goes_on(now_ns())) {
        int n = epoll_wait(epoll, events, 512, 100);
        for (int i = 0; i < n; i++) {
            struct visit *v = &all[events[i].data.u64];
            if (events[i].events & EPOLLOUT) connection_made(v);
            else receive(v);
        }
    }
    print_result();
}
