/*
 * Connections that have exchanged one message and then say nothing. Stops at `before` connections
 * and at `connections`, each time with "held N" on stdout until a line comes on stdin.
 */
#include "load.h"

static void exchange(int fd, int i) {
    char reply[64 * 1024];
    if (message_bytes > sizeof reply) fail("a message is too long");
    if (send(fd, ring_out, message_bytes, MSG_NOSIGNAL) != (ssize_t)message_bytes)
        fail("send: %s", strerror(errno));
    if (recv(fd, reply, message_bytes, MSG_WAITALL) != (ssize_t)message_bytes ||
        memcmp(reply, ring_want, message_bytes))
        fail("connection %d: no answer, or a wrong one", i);
    messages++;
}

void run_idle(void) {
    begin_run();
    for (int i = 0; i < options.connections; i++) {
        int fd = connected(i);
        exchange(fd, i);
        if (i + 1 != options.connections_before && i + 1 != options.connections) continue;
        printf("held %d\n", i + 1);
        fflush(stdout);
        await_line();
    }
}
