package io.fairlead.lab;

import io.fairlead.posix.Descriptors;
import io.fairlead.posix.Posix;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The sockets that a lab has made, and which of them are still open. For any thread. */
final class OpenSockets {
    private final List<Fd> all = new CopyOnWriteArrayList<>();
    private final Set<Fd> open = ConcurrentHashMap.newKeySet();

    void opened(Fd fd) {
        if (fd.number() < 0) return;
        all.add(fd);
        open.add(fd);
    }

    void closed(Fd fd) {
        open.remove(fd);
    }

    /** All but those that were closed and whose addresses another has now. */
    List<Fd> shown() {
        return all.stream().filter(fd -> !isReplaced(fd)).toList();
    }

    private boolean isReplaced(Fd fd) {
        return !open.contains(fd) && open.stream().anyMatch(fd::isWhere);
    }

    /** Closes those that are open. */
    void close() {
        Descriptors descriptors = new Descriptors(new Posix());
        open.forEach(fd -> descriptors.close(fd.number()));
    }
}
