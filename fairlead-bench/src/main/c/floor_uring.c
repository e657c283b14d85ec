/*
 * Floor: an io_uring echo on bare system calls. Multishot accept, multishot recv into a ring of
 * provided buffers, one send in flight for each connection, one io_uring_enter for each turn.
 */
#include "floor.h"
#include <linux/io_uring.h>
#include <sys/mman.h>
#include <sys/syscall.h>

enum { ENTRIES = 4096, COMPLETIONS = 16384, BUFFERS = 4096, BUFFER_BYTES = 4096, GROUP = 0 };
enum { ACCEPT, RECV, SEND, CLOSE };

/* Buffers that wait for their turn to be sent, in the order they came. */
struct connection {
    int head, tail; /* buffer ids, -1 for none */
    int sent;       /* bytes of the head that are sent */
    bool listening, ended;
};

static struct connection all[FILES_MAX];
static int next_of[BUFFERS], bytes_in[BUFFERS];
static char (*buffers)[BUFFER_BYTES];
static struct io_uring_buf_ring *provided;
static uint16_t provided_tail;

static int ring;
static unsigned *sq_tail, *sq_mask, *cq_head, *cq_tail, *cq_mask, to_submit;
static struct io_uring_sqe *sqes;
static struct io_uring_cqe *cqes;

static void enter(unsigned wait) {
    long n = syscall(__NR_io_uring_enter, ring, to_submit, wait, IORING_ENTER_GETEVENTS, NULL, 0);
    if (n >= 0) to_submit -= (unsigned)n;
    else need(errno == EINTR || errno == EBUSY || errno == EAGAIN, "io_uring_enter");
}

static struct io_uring_sqe *entry(int operation, int fd, uint64_t what) {
    if (to_submit == ENTRIES) enter(0);
    unsigned tail = *sq_tail;
    struct io_uring_sqe *sqe = &sqes[tail & *sq_mask];
    *sqe = (struct io_uring_sqe){.opcode = (uint8_t)operation, .fd = fd,
                                 .user_data = what << 32 | (uint32_t)fd};
    __atomic_store_n(sq_tail, tail + 1, __ATOMIC_RELEASE);
    to_submit++;
    return sqe;
}

static void give_back(int id) {
    struct io_uring_buf *b = &provided->bufs[provided_tail & (BUFFERS - 1)];
    b->addr = (uint64_t)(uintptr_t)buffers[id];
    b->len = BUFFER_BYTES;
    b->bid = (uint16_t)id;
    __atomic_store_n(&provided->tail, ++provided_tail, __ATOMIC_RELEASE);
}

static void listen_to(int fd) {
    struct io_uring_sqe *sqe = entry(IORING_OP_RECV, fd, RECV);
    sqe->ioprio = IORING_RECV_MULTISHOT;
    sqe->flags = IOSQE_BUFFER_SELECT;
    sqe->buf_group = GROUP;
    all[fd].listening = true;
}

static void send_head(int fd) {
    struct connection *c = &all[fd];
    struct io_uring_sqe *sqe = entry(IORING_OP_SEND, fd, SEND);
    sqe->addr = (uint64_t)(uintptr_t)(buffers[c->head] + c->sent);
    sqe->len = (unsigned)(bytes_in[c->head] - c->sent);
    sqe->msg_flags = MSG_NOSIGNAL;
}

static void close_if_done(int fd) {
    struct connection *c = &all[fd];
    if (c->ended && !c->listening && c->head < 0) entry(IORING_OP_CLOSE, fd, CLOSE);
}

static void accepted(const struct io_uring_cqe *cqe, int listener) {
    if (cqe->res >= 0) {
        need(cqe->res < FILES_MAX, "too many connections");
        no_delay(cqe->res);
        all[cqe->res] = (struct connection){.head = -1, .tail = -1};
        listen_to(cqe->res);
    }
    if (!(cqe->flags & IORING_CQE_F_MORE))
        entry(IORING_OP_ACCEPT, listener, ACCEPT)->ioprio = IORING_ACCEPT_MULTISHOT;
}

static void received(const struct io_uring_cqe *cqe, int fd) {
    struct connection *c = &all[fd];
    if (!(cqe->flags & IORING_CQE_F_MORE)) c->listening = false;
    if (cqe->flags & IORING_CQE_F_BUFFER && cqe->res > 0) {
        int id = (int)(cqe->flags >> IORING_CQE_BUFFER_SHIFT);
        bytes_in[id] = cqe->res;
        next_of[id] = -1;
        if (c->head >= 0) next_of[c->tail] = id;
        c->tail = id;
        if (c->head < 0) {
            c->head = id;
            c->sent = 0;
            send_head(fd);
        }
    }
    if (cqe->res == 0 || (cqe->res < 0 && cqe->res != -ENOBUFS)) c->ended = true;
    /* ENOBUFS: all buffers are on their way out, some come back by the next turn. */
    if (!c->listening && !c->ended) listen_to(fd);
    close_if_done(fd);
}

static void sent(const struct io_uring_cqe *cqe, int fd) {
    struct connection *c = &all[fd];
    c->sent += cqe->res > 0 ? cqe->res : bytes_in[c->head] - c->sent; /* failed: drop it */
    if (c->sent >= bytes_in[c->head]) {
        int id = c->head;
        c->head = next_of[id];
        c->sent = 0;
        give_back(id);
    }
    if (c->head >= 0) send_head(fd);
    close_if_done(fd);
}

static void set_up(void) {
    struct io_uring_params p = {.flags = IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN |
                                         IORING_SETUP_CQSIZE,
                                .cq_entries = COMPLETIONS};
    ring = (int)syscall(__NR_io_uring_setup, ENTRIES, &p);
    need(ring >= 0, "io_uring_setup");
    size_t cq_bytes = p.cq_off.cqes + p.cq_entries * sizeof *cqes;
    size_t sq_bytes = p.sq_off.array + p.sq_entries * sizeof(unsigned);
    size_t size = cq_bytes > sq_bytes ? cq_bytes : sq_bytes;
    char *base = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, ring, 0);
    need(base != MAP_FAILED, "mmap");
    sqes = mmap(NULL, p.sq_entries * sizeof *sqes, PROT_READ | PROT_WRITE,
                MAP_SHARED | MAP_POPULATE, ring, IORING_OFF_SQES);
    need(sqes != MAP_FAILED, "mmap");
    sq_tail = (void *)(base + p.sq_off.tail);
    sq_mask = (void *)(base + p.sq_off.ring_mask);
    cq_head = (void *)(base + p.cq_off.head);
    cq_tail = (void *)(base + p.cq_off.tail);
    cq_mask = (void *)(base + p.cq_off.ring_mask);
    cqes = (void *)(base + p.cq_off.cqes);
    unsigned *sq_array = (void *)(base + p.sq_off.array);
    for (unsigned i = 0; i < p.sq_entries; i++) sq_array[i] = i;
    size_t provided_bytes = BUFFERS * sizeof(struct io_uring_buf);
    provided = mmap(NULL, provided_bytes, PROT_READ | PROT_WRITE, MAP_ANONYMOUS | MAP_PRIVATE, -1, 0);
    need(provided != MAP_FAILED, "mmap");
    struct io_uring_buf_reg reg = {.ring_addr = (uint64_t)(uintptr_t)provided,
                                   .ring_entries = BUFFERS, .bgid = GROUP};
    need(!syscall(__NR_io_uring_register, ring, IORING_REGISTER_PBUF_RING, &reg, 1),
         "io_uring_register");
    buffers = malloc((size_t)BUFFERS * BUFFER_BYTES);
    need(buffers, "malloc");
    for (int id = 0; id < BUFFERS; id++) give_back(id);
}

int main(int argc, char **argv) {
    if (argc > 1 && strcmp(argv[1], "echo")) need((errno = EINVAL, false), "only echo");
    int listener = server_socket(SOCK_STREAM, 0);
    set_up();
    entry(IORING_OP_ACCEPT, listener, ACCEPT)->ioprio = IORING_ACCEPT_MULTISHOT;
    print_ready(listener);
    for (;;) {
        enter(1);
        unsigned head = *cq_head, tail = __atomic_load_n(cq_tail, __ATOMIC_ACQUIRE);
        for (; head != tail; head++) {
            const struct io_uring_cqe *cqe = &cqes[head & *cq_mask];
            int fd = (int)(uint32_t)cqe->user_data;
            switch (cqe->user_data >> 32) {
                case ACCEPT: accepted(cqe, fd); break;
                case RECV: received(cqe, fd); break;
                case SEND: sent(cqe, fd); break;
                default: break; /* closed */
            }
        }
        __atomic_store_n(cq_head, head, __ATOMIC_RELEASE);
    }
}
