#include "upper.h"
#include <fcntl.h>
#include <poll.h>

enum { CLIENTS = 64 };

int main(int argc, char **argv) {
    (void)argc;
    static struct client clients[CLIENTS];
    static struct pollfd asked[CLIENTS + 1];
    int listener = listening(argv[1]), count = 0;
    fcntl(listener, F_SETFL, O_NONBLOCK);
    for (;;) {
        asked[count] = (struct pollfd){.fd = count < CLIENTS ? listener : -1, .events = POLLIN};
        if (poll(asked, (nfds_t)count + 1, -1) < 0) continue; /* EINTR */
        int is_new = asked[count].revents != 0;
        for (int i = count - 1; i >= 0; i--) {
            if (!asked[i].revents) continue;
            enum wish wish = go_on(&clients[i]);
            asked[i].events = wish == TO_WRITE ? POLLOUT : POLLIN;
            if (wish != GONE) continue;
            close(clients[i].fd);
            clients[i] = clients[--count];
            asked[i] = asked[count];
        }
        int fd = is_new ? accept4(listener, NULL, NULL, SOCK_NONBLOCK) : -1;
        if (fd < 0) continue;
        clients[count] = (struct client){.fd = fd};
        asked[count++] = (struct pollfd){.fd = fd, .events = POLLIN};
    }
}
