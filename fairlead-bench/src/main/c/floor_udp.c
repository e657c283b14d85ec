/* Floor: a UDP echo by recvmmsg and sendmmsg, 64 datagrams at a time. */
#include "floor.h"

enum { BATCH = 64, DATAGRAM_MAX = 2048 };

static char buffers[BATCH][DATAGRAM_MAX];
static struct iovec vectors[BATCH];
static struct sockaddr_in sources[BATCH];
static struct mmsghdr headers[BATCH];

int main(void) {
    int fd = server_socket(SOCK_DGRAM, 0);
    for (int i = 0; i < BATCH; i++) {
        vectors[i].iov_base = buffers[i];
        headers[i].msg_hdr = (struct msghdr){.msg_name = &sources[i], .msg_iov = &vectors[i],
                                             .msg_iovlen = 1};
    }
    print_ready(fd);
    for (;;) {
        for (int i = 0; i < BATCH; i++) {
            vectors[i].iov_len = DATAGRAM_MAX;
            headers[i].msg_hdr.msg_namelen = sizeof *sources;
        }
        int n = recvmmsg(fd, headers, BATCH, MSG_WAITFORONE, NULL);
        need(n > 0 || errno == EINTR, "recvmmsg");
        for (int i = 0; i < n; i++) vectors[i].iov_len = headers[i].msg_len;
        for (int sent = 0; sent < n;) {
            int more = sendmmsg(fd, headers + sent, (unsigned)(n - sent), 0);
            need(more > 0, "sendmmsg");
            sent += more;
        }
    }
}
