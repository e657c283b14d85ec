package io.fairlead.services.relay;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The faults of a relay at this moment, and who is told when they change. Safe for any thread. */
final class LiveFaults {
    private final Set<Runnable> told = ConcurrentHashMap.newKeySet();
    private volatile Faults now;

    LiveFaults(Faults first) {
        now = first;
    }

    Faults now() {
        return now;
    }

    void change(Faults faults) {
        now = faults;
        told.forEach(Runnable::run);
    }

    /** Runs {@code one} after each change from now on, until {@link #remove}. */
    void add(Runnable one) {
        told.add(one);
    }

    void remove(Runnable one) {
        told.remove(one);
    }
}
