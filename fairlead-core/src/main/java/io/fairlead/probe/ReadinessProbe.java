package io.fairlead.probe;

import io.fairlead.posix.Epoll;
import io.fairlead.posix.Eventfd;

/** Tries epoll(7), and eventfd(2) by which other threads wake a loop. */
final class ReadinessProbe {
    private ReadinessProbe() {}

    static void epoll(ProbeResources resources) throws UnavailableException {
        try (Epoll epoll = new Epoll(resources.posix, 1);
                Eventfd waker = new Eventfd(resources.posix)) {
            resources.checked("epoll_create1", epoll.fd());
            resources.checked("eventfd", waker.fd());
            int added = epoll.epollCtl(Epoll.EPOLL_CTL_ADD, waker.fd(), Epoll.EPOLLIN, 1);
            resources.checked("epoll_ctl", added);
            waker.signal();
            if (resources.checked("epoll_wait", epoll.epollWait(ProbeResources.TIMEOUT_MS)) != 1) {
                throw new UnavailableException("epoll_wait did not report a raised eventfd");
            }
        }
    }
}
