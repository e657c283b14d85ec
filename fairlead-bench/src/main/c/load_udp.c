/*
 * Request and reply over UDP: each socket has `depth` slots, a datagram says its slot and its turn,
 * and the reply to it begins the slot's next turn. One that is not answered in time is lost, which
 * is counted, and its slot goes on. Sent and received in batches, so that this end is the cheaper.
 */
#include "load.h"

enum { DEPTH_MAX = 64, DATAGRAM_MAX = 2048, LOST_AFTER_MS = 250 };

struct header {
    uint32_t slot, turn;
};
struct socket {
    int fd;
    uint32_t turn[DEPTH_MAX];
    uint64_t since[DEPTH_MAX];
};

static struct socket *all;
static char buffers[DEPTH_MAX][DATAGRAM_MAX];
static struct iovec vectors[DEPTH_MAX];
static struct mmsghdr headers[DEPTH_MAX];

/* Sends the next turn of each slot in `slots`. */
static void send_slots(struct socket *s, const uint32_t *slots, int n) {
    uint64_t now = now_ns();
    for (int i = 0; i < n; i++) {
        struct header header = {slots[i], ++s->turn[slots[i]]};
        s->since[slots[i]] = now;
        memcpy(buffers[i], &header, sizeof header);
        memcpy(buffers[i] + sizeof header, ring_out, (size_t)options.size - sizeof header);
        vectors[i].iov_len = (size_t)options.size;
    }
    for (int sent = 0; sent < n;) {
        int more = sendmmsg(s->fd, headers + sent, (unsigned)(n - sent), 0);
        if (more < 0) fail("sendmmsg: %s", strerror(errno));
        sent += more;
    }
}

static void receive(struct socket *s) {
    uint32_t slots[DEPTH_MAX];
    int answered = 0;
    for (int i = 0; i < options.depth; i++) vectors[i].iov_len = DATAGRAM_MAX;
    int n = recvmmsg(s->fd, headers, (unsigned)options.depth, MSG_DONTWAIT, NULL);
    if (n < 0 && errno == EAGAIN) return;
    if (n < 0) fail("recvmmsg: %s", strerror(errno));
    uint64_t now = now_ns();
    for (int i = 0; i < n; i++) {
        struct header header;
        memcpy(&header, buffers[i], sizeof header);
        if (headers[i].msg_len != (unsigned)options.size || header.slot >= (unsigned)options.depth ||
            memcmp(buffers[i] + sizeof header, ring_out, (size_t)options.size - sizeof header))
            fail("a wrong datagram of %u bytes", headers[i].msg_len);
        if (header.turn != s->turn[header.slot]) continue; /* late: it is counted as lost */
        count(s->since[header.slot], now, 1);
        slots[answered++] = header.slot;
    }
    if (answered) send_slots(s, slots, answered);
}

static void resend_lost(uint64_t now) {
    for (int i = 0; i < options.connections; i++)
        for (uint32_t slot = 0; slot < (uint32_t)options.depth; slot++)
            if (now > all[i].since[slot] + LOST_AFTER_MS * 1000000ull) {
                lost++;
                send_slots(&all[i], &slot, 1);
            }
}

void run_datagrams(void) {
    struct epoll_event events[512];
    if (options.depth > DEPTH_MAX || options.size > DATAGRAM_MAX || options.size < 16)
        fail("udp: at most %d datagrams in flight, of 16 to %d bytes", DEPTH_MAX, DATAGRAM_MAX);
    int epoll = epoll_create1(0);
    struct sockaddr_in to = server_address();
    all = calloc((size_t)options.connections, sizeof *all);
    for (int i = 0; i < DEPTH_MAX; i++) {
        vectors[i].iov_base = buffers[i];
        headers[i].msg_hdr.msg_iov = &vectors[i];
        headers[i].msg_hdr.msg_iovlen = 1;
    }
    uint32_t slots[DEPTH_MAX];
    for (uint32_t i = 0; i < DEPTH_MAX; i++) slots[i] = i;
    begin_run();
    for (int i = 0; i < options.connections; i++) {
        all[i].fd = bound_socket(SOCK_DGRAM, i);
        if (connect(all[i].fd, (void *)&to, sizeof to)) fail("connect: %s", strerror(errno));
        watch(epoll, all[i].fd, EPOLLIN, (uint64_t)i, false);
        send_slots(&all[i], slots, options.depth);
    }
    uint64_t now, looked = now_ns();
    while (goes_on(now = now_ns())) {
        int n = epoll_wait(epoll, events, 512, 50);
        for (int i = 0; i < n; i++) receive(&all[events[i].data.u64]);
        if (now - looked < 50 * 1000000ull) continue;
        looked = now;
        resend_lost(now);
    }
    print_result();
}
