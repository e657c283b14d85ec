package io.fairlead.server.loop;

import io.fairlead.server.descriptor.Slots;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The listeners of a ring. Belongs to the loop's thread. */
final class RingDoors {
    private final Slots<RingListener> numbered = new Slots<>();
    private final List<RingListener> open = new ArrayList<>();

    /** A listener accepts from now on; returns its number. */
    int add(RingListener listener) {
        open.add(listener);
        return numbered.add(listener);
    }

    /** Nothing is under way any more for the listener of that number. */
    void remove(int number) {
        open.remove(numbered.get(number));
        numbered.remove(number);
    }

    /** The listener with that number; null if it is closed. */
    @Nullable RingListener get(int number) {
        return numbered.get(number);
    }

    /** True if one of them has connections that are wanted. */
    boolean haveAccepted() {
        for (int i = 0; i < open.size(); i++) if (open.get(i).hasAccepted()) return true;
        return false;
    }

    /** Has those who came accepted, where that is wanted. */
    void tell() {
        for (int i = open.size() - 1; i >= 0; i--) open.get(i).tell();
        numbered.reuseRemoved();
    }
}
