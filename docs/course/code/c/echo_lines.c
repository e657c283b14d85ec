/* An echo of lines, by wrapped calls. Usage: echo_lines PORT */
#include "wrap.h"

int main(int argc, char **argv) {
    char line[4096];
    if (argc != 2) return 2;
    int listener = Socket(SOCK_STREAM);
    Bind(listener, atoi(argv[1]));
    Listen(listener);
    for (;;) {
        struct reader reader = {.fd = Accept(listener)};
        ssize_t count;
        while ((count = readline(&reader, line, sizeof line)) > 0)
            if (writen(reader.fd, line, (size_t)count) < 0) break;
        close(reader.fd);
    }
}
