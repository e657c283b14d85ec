#include "upper.h"
#include <pthread.h>

enum { THREADS = 4, QUEUE = 64 };

static int queue[QUEUE], first, waiting;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;

static void put(int fd) {
    pthread_mutex_lock(&lock);
    while (waiting == QUEUE) pthread_cond_wait(&changed, &lock);
    queue[(first + waiting++) % QUEUE] = fd;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
}

static int take(void) {
    pthread_mutex_lock(&lock);
    while (waiting == 0) pthread_cond_wait(&changed, &lock);
    int fd = queue[first];
    first = (first + 1) % QUEUE;
    waiting--;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
    return fd;
}

static void *work(void *unused) {
    (void)unused;
    for (;;) {
        int fd = take();
        serve(fd);
        close(fd);
    }
    return NULL;
}

int main(int argc, char **argv) {
    (void)argc;
    int listener = listening(argv[1]);
    pthread_t thread;
    for (int i = 0; i < THREADS; i++) pthread_create(&thread, NULL, work, NULL);
    for (;;) {
        int fd = accept(listener, NULL, NULL);
        if (fd < 0) continue;
        put(fd);
    }
}
