/* Sends back messages, each after its length in 4 bytes. Usage: frames PORT */
#include "wrap.h"
#include <stdint.h>

enum { BYTES_MAX = 65536 };

int main(int argc, char **argv) {
    static char message[BYTES_MAX];
    if (argc != 2) return 2;
    int listener = Socket(SOCK_STREAM);
    Bind(listener, atoi(argv[1]));
    Listen(listener);
    for (;;) {
        int fd = Accept(listener);
        uint32_t length;
        while (readn(fd, &length, sizeof length) == sizeof length) {
            size_t count = ntohl(length);
            if (count > BYTES_MAX) break; /* or a client chooses how much memory we need */
            if (readn(fd, message, count) != (ssize_t)count) break;
            if (writen(fd, &length, sizeof length) < 0 || writen(fd, message, count) < 0) break;
        }
        close(fd);
    }
}
