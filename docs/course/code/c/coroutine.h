/* Coroutines on one thread: each has a stack, and gives the thread back where it would wait. */
#ifndef COROUTINE_H
#define COROUTINE_H
#include "upper.h"
#include <fcntl.h>
#include <sys/epoll.h>
#include <ucontext.h>

enum { STACK_BYTES = 64 * 1024 };

struct coroutine {
    ucontext_t here;
    void (*body)(int fd);
    int fd, ended;
    char *stack;
};

static _Thread_local ucontext_t loop;          /* where the thread goes on meanwhile */
static _Thread_local struct coroutine *current;
static _Thread_local int epoll;

/* Waits until fd is ready: another coroutine runs in between. */
static inline void wait_for(int fd, unsigned events) {
    struct epoll_event event = {.events = events | EPOLLONESHOT, .data.ptr = current};
    if (epoll_ctl(epoll, EPOLL_CTL_MOD, fd, &event) < 0) epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
    swapcontext(&current->here, &loop);
}

static inline void run_body(void) {
    current->body(current->fd);
    current->ended = 1;
    swapcontext(&current->here, &loop);
}

/* Runs a coroutine until it waits or ends. */
static inline void resume(struct coroutine *it) {
    struct coroutine *before = current;
    ucontext_t back = loop;
    current = it;
    swapcontext(&loop, &it->here);
    loop = back;
    current = before;
    if (!it->ended) return;
    free(it->stack);
    free(it);
}

static inline void start(void (*body)(int), int fd) {
    struct coroutine *it = calloc(1, sizeof *it);
    it->body = body;
    it->fd = fd;
    it->stack = malloc(STACK_BYTES);
    getcontext(&it->here);
    it->here.uc_stack.ss_sp = it->stack;
    it->here.uc_stack.ss_size = STACK_BYTES;
    makecontext(&it->here, run_body, 0);
    resume(it);
}

/* Runs whoever is ready, for ever. */
static inline void run_all(void) {
    struct epoll_event ready;
    for (;;)
        if (epoll_wait(epoll, &ready, 1, -1) == 1) resume(ready.data.ptr);
}

/* The code of a client reads as if it could wait: serve(), with go_on in the place of recv. */
static inline void serve_client(int fd) {
    struct client client = {.fd = fd};
    for (enum wish wish = go_on(&client); wish != GONE; wish = go_on(&client))
        wait_for(fd, wish == TO_WRITE ? EPOLLOUT : EPOLLIN);
    close(fd);
}

static inline void accept_all(int listener) {
    for (;;) {
        int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
        if (fd >= 0) start(serve_client, fd);
        else wait_for(listener, EPOLLIN);
    }
}
#endif
