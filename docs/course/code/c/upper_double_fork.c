#include "upper.h"
#include <sys/wait.h>

int main(int argc, char **argv) {
    (void)argc;
    int listener = listening(argv[1]);
    for (;;) {
        int fd = accept(listener, NULL, NULL);
        if (fd < 0) continue;
        pid_t child = fork();
        if (child == 0) {
            if (fork() > 0) exit(0); /* an orphan now: init reaps it */
            close(listener);
            serve(fd);
            exit(0);
        }
        waitpid(child, NULL, 0); /* at once, as it ends at once */
        close(fd);
    }
}
