#include "coroutine.h"
#include <pthread.h>

enum { THREADS = 2 };

/* Each thread of the pool has an epoll and coroutines of its own; they share the listener. */
static void *work(void *listener) {
    epoll = epoll_create1(0);
    start(accept_all, (int)(long)listener);
    run_all();
    return NULL;
}

int main(int argc, char **argv) {
    (void)argc;
    int listener = listening(argv[1]);
    pthread_t threads[THREADS];
    fcntl(listener, F_SETFL, O_NONBLOCK);
    for (int i = 0; i < THREADS; i++)
        pthread_create(&threads[i], NULL, work, (void *)(long)listener);
    for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
}
