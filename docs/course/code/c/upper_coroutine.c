#include "coroutine.h"

int main(int argc, char **argv) {
    (void)argc;
    int listener = listening(argv[1]);
    fcntl(listener, F_SETFL, O_NONBLOCK);
    epoll = epoll_create1(0);
    start(accept_all, listener);
    run_all();
}
