#include "upper.h"
#include <fcntl.h>

enum { CLIENTS = 64 };

int main(int argc, char **argv) {
    (void)argc;
    static struct client clients[CLIENTS];
    int listener = listening(argv[1]), count = 0;
    fcntl(listener, F_SETFL, O_NONBLOCK);
    for (;;) { /* asks everyone, for ever: a processor is always busy */
        if (count < CLIENTS) {
            int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
            if (fd >= 0) clients[count++] = (struct client){.fd = fd};
        }
        for (int i = 0; i < count; i++) {
            if (go_on(&clients[i]) != GONE) continue;
            close(clients[i].fd);
            clients[i--] = clients[--count];
        }
    }
}
