#include "upper.h"
#include <fcntl.h>
#include <sys/epoll.h>

static void ask(int epoll, int how, struct client *client, enum wish wish) {
    struct epoll_event event = {.events = wish == TO_WRITE ? EPOLLOUT : EPOLLIN};
    event.data.ptr = client;
    epoll_ctl(epoll, how, client->fd, &event);
}

int main(int argc, char **argv) {
    (void)argc;
    struct client listener = {.fd = listening(argv[1])};
    struct epoll_event ready[64];
    int epoll = epoll_create1(0);
    fcntl(listener.fd, F_SETFL, O_NONBLOCK);
    ask(epoll, EPOLL_CTL_ADD, &listener, TO_READ);
    for (;;) {
        int count = epoll_wait(epoll, ready, 64, -1); /* -1 is EINTR: none ready */
        for (int i = 0; i < count; i++) {
            struct client *client = ready[i].data.ptr;
            if (client == &listener) {
                int fd = accept4(listener.fd, NULL, NULL, SOCK_NONBLOCK);
                if (fd < 0) continue;
                client = calloc(1, sizeof *client);
                client->fd = fd;
                ask(epoll, EPOLL_CTL_ADD, client, TO_READ);
                continue;
            }
            enum wish wish = go_on(client);
            if (wish != GONE) {
                ask(epoll, EPOLL_CTL_MOD, client, wish);
            } else {
                close(client->fd); /* epoll forgets it */
                free(client);
            }
        }
    }
}
