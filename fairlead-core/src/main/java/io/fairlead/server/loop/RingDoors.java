package io.fairlead.server.loop;

import io.fairlead.posix.Epoll;
import io.fairlead.server.descriptor.Slots;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The listeners of a ring, and what it only watches. Belongs to the loop's thread. */
final class RingDoors {
    private final Slots<Door> numbered = new Slots<>();
    private final List<RingListener> listeners = new ArrayList<>();
    private List<Door> ready = new ArrayList<>();
    private List<Door> told = new ArrayList<>();

    /** What completions of the ring are for. */
    interface Door {
        /**
         * Notes what has been done.
         *
         * @return true if {@link #tell} is to be called for it
         */
        boolean completed(int result, int flags);

        /** Tells its owner what has been noted, if that is wanted. */
        void tell();
    }

    /**
     * A socket of a ring that is only watched: the kernel is asked once for each time that it tells
     * of input. Belongs to the loop's thread.
     */
    static final class Input implements LoopInput, Door {
        private final IoUringModel loop;
        private final int fd;
        private Runnable onReadable = () -> {};
        private long number; // completions say it
        private boolean wanted;
        private boolean asking;

        Input(IoUringModel loop, int fd) {
            this.loop = loop;
            this.fd = fd;
        }

        @Override
        public void open(Runnable onReadable) {
            this.onReadable = onReadable;
            number = loop.opened(this);
            watch(true);
        }

        @Override
        public void watch(boolean wanted) {
            this.wanted = wanted;
            if (!wanted || asking) return;
            asking = true;
            loop.submissions().pollAdd(fd, Epoll.EPOLLIN, number);
        }

        @Override
        public boolean completed(int result, int flags) {
            asking = false;
            return wanted;
        }

        @Override
        public void tell() {
            if (!wanted) return;
            onReadable.run();
            if (wanted) watch(true);
        }

        /** Waits until the kernel has let go of the socket: its port is free, then. */
        @Override
        public void close() {
            wanted = false;
            if (asking) {
                loop.submissions().cancel(number, IoUringModel.IGNORED);
                loop.awaitCancelled(() -> !asking);
            }
            if (number != 0) loop.closed(number);
            number = 0;
        }
    }

    /** A door is open from now on; returns its number. */
    int add(Door door) {
        if (door instanceof RingListener listener) listeners.add(listener);
        return numbered.add(door);
    }

    /** Nothing is under way any more for the door of that number. */
    void remove(int number) {
        if (numbered.get(number) instanceof RingListener listener) listeners.remove(listener);
        numbered.remove(number);
    }

    /** A completion for the door of that number, which may be closed. */
    void completed(int number, int result, int flags) {
        @Nullable Door door = numbered.get(number);
        if (door != null && door.completed(result, flags)) ready.add(door);
    }

    /** True if one of them has something to tell that is wanted. */
    boolean haveNews() {
        if (!ready.isEmpty()) return true;
        for (int i = 0; i < listeners.size(); i++) if (listeners.get(i).hasAccepted()) return true;
        return false;
    }

    /** Has those who came accepted, and what has come read, where that is wanted. */
    void tell() {
        for (int i = listeners.size() - 1; i >= 0; i--) listeners.get(i).tell();
        List<Door> now = ready;
        ready = told;
        told = now;
        for (int i = 0; i < now.size(); i++) now.get(i).tell();
        now.clear();
        numbered.reuseRemoved();
    }
}
