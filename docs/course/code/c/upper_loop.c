#include "upper.h"

int main(int argc, char **argv) {
    (void)argc;
    int listener = listening(argv[1]);
    for (;;) {
        int fd = accept(listener, NULL, NULL);
        if (fd < 0) continue;
        serve(fd);
        close(fd);
    }
}
