#include "upper.h"

int main(int argc, char **argv) {
    (void)argc;
    int listener = listening(argv[1]);
    signal(SIGCHLD, SIG_IGN); /* no zombies */
    for (;;) {
        int fd = accept(listener, NULL, NULL);
        if (fd < 0) continue;
        if (fork() == 0) {
            close(listener); /* the child does not need it */
            serve(fd);
            exit(0);
        }
        close(fd); /* or the FIN never goes */
    }
}
