package io.fairlead.learn.check;

import java.time.Duration;
import java.util.Locale;

/**
 * Waits for a program to do something: as long as it works, and for a while after it has come to
 * wait itself, so that a slow machine is no fault of the program. For one thread.
 */
final class Waiting {
    private static final int LONGEST = 10;
    private static final int LOOKS = 20; // within the patience: each costs a walk through /proc

    private final Members members;
    private final long patienceNs;
    private long startNs;
    private long stillNs;
    private long lookedNs;

    Waiting(Members members, Duration patience) {
        this.members = members;
        patienceNs = patience.toNanos();
        again();
    }

    /** Something came: from now on. */
    void again() {
        startNs = System.nanoTime();
        stillNs = startNs;
        lookedNs = startNs;
    }

    /** Whether nothing more is to be expected. */
    boolean isOver() {
        long nowNs = System.nanoTime();
        if (nowNs - lookedNs < patienceNs / LOOKS) return false;
        lookedNs = nowNs;
        if (!members.isStill()) stillNs = nowNs;
        return nowNs - stillNs > patienceNs || nowNs - startNs > LONGEST * patienceNs;
    }

    /** How long it has lasted, for a sentence. */
    String words() {
        long ms = (System.nanoTime() - startNs) / 1_000_000;
        return String.format(Locale.ROOT, "%.1f s", ms / 1000.0);
    }
}
