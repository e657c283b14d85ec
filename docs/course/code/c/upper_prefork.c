#include "upper.h"
#include <sys/prctl.h>
#include <sys/wait.h>

int main(int argc, char **argv) {
    (void)argc;
    int listener = listening(argv[1]);
    for (int worker = 0; worker < 4; worker++) {
        if (fork() > 0) continue;
        prctl(PR_SET_PDEATHSIG, SIGTERM); /* ends with its parent */
        for (;;) { /* all workers wait in accept; the kernel wakes one */
            int fd = accept(listener, NULL, NULL);
            if (fd < 0) continue;
            serve(fd);
            close(fd);
        }
    }
    while (wait(NULL) > 0) {}
}
