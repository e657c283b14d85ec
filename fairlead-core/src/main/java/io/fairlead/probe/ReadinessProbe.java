package io.fairlead.probe;

import io.fairlead.posix.Epoll;
import io.fairlead.posix.Eventfd;

/** Tries epoll(7), and eventfd(2) by which other threads wake a loop. */
final class ReadinessProbe {
    private ReadinessProbe() {}

    static void epoll(Trial trial) throws Refused {
        try (Epoll epoll = new Epoll(trial.posix, 1);
                Eventfd waker = new Eventfd(trial.posix)) {
            trial.checked("epoll_create1", epoll.fd());
            trial.checked("eventfd", waker.fd());
            int added = epoll.epollCtl(Epoll.EPOLL_CTL_ADD, waker.fd(), Epoll.EPOLLIN, 1);
            trial.checked("epoll_ctl", added);
            waker.signal();
            if (trial.checked("epoll_wait", epoll.epollWait(Trial.TIMEOUT_MS)) != 1) {
                throw new Refused("epoll_wait did not report a raised eventfd");
            }
        }
    }
}
