#include "upper.h"
#include <pthread.h>

static void *serve_and_close(void *fd) {
    serve((int)(long)fd);
    close((int)(long)fd); /* not the listener: threads share all descriptors */
    return NULL;
}

int main(int argc, char **argv) {
    (void)argc;
    int listener = listening(argv[1]);
    for (;;) {
        int fd = accept(listener, NULL, NULL);
        if (fd < 0) continue;
        pthread_t thread;
        if (pthread_create(&thread, NULL, serve_and_close, (void *)(long)fd) != 0) {
            close(fd);
            continue;
        }
        pthread_detach(thread); /* nobody joins it: its stack is freed at its end */
    }
}
