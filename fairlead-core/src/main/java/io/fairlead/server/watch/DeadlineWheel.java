package io.fairlead.server.watch;

import java.util.BitSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A hashed timing wheel: entries wait in the slot of the tick at which they are to be looked at.
 *
 * <pre>
 *   slot   0   1   2   3  ...  511      one slot a tick of 16 ms, one turn in 8.2 s
 *              │       └─ entry ⇄ entry
 *              └─ entry
 * </pre>
 *
 * <p>Adding, moving and removing cost the same whatever the number of entries, and no memory. An
 * entry is looked at up to one tick late. One that is further away than a turn is looked at once a
 * turn. Belongs to one thread. (Varghese and Lauck, "Hashed and hierarchical timing wheels", 1987.)
 */
public final class DeadlineWheel {
    /** How late an entry may be looked at, in nanoseconds. */
    public static final long TICK_NS = TimeUnit.MILLISECONDS.toNanos(16);

    private static final int SLOTS = 512;

    private final @Nullable Entry[] slots = new Entry[SLOTS];
    private final BitSet occupied = new BitSet(SLOTS);
    private long tick;

    /** Something that is looked at when its time comes. */
    public abstract static class Entry {
        private @Nullable Entry previous;
        private @Nullable Entry next;
        private int slot = -1;

        /**
         * Its time may have come.
         *
         * @return when to look again; {@link Long#MAX_VALUE} is never
         */
        public abstract long look(long nowNs);
    }

    public DeadlineWheel(long nowNs) {
        tick = nowNs / TICK_NS;
    }

    /** Has {@code entry} looked at when {@code atNs} is over, and not at the time set before. */
    public void schedule(Entry entry, long atNs) {
        remove(entry);
        long wanted = Math.clamp(atNs / TICK_NS + 1, tick + 1, tick + SLOTS - 1);
        int slot = (int) (wanted % SLOTS);
        Entry first = slots[slot];
        entry.slot = slot;
        entry.next = first;
        if (first != null) first.previous = entry;
        slots[slot] = entry;
        occupied.set(slot);
    }

    /** Forgets {@code entry}, if it is there. */
    public void remove(Entry entry) {
        if (entry.slot < 0) return;
        Entry previous = entry.previous;
        Entry next = entry.next;
        if (next != null) next.previous = previous;
        if (previous != null) {
            previous.next = next;
        } else {
            slots[entry.slot] = next;
            if (next == null) occupied.clear(entry.slot);
        }
        entry.previous = null;
        entry.next = null;
        entry.slot = -1;
    }

    /** Looks at all entries whose time has come by {@code nowNs}. */
    public void advance(long nowNs) {
        long target = nowNs / TICK_NS;
        if (target - tick >= SLOTS) tick = target - SLOTS; // a long stall: one turn sees them all
        while (tick < target) {
            tick++;
            lookAtSlot((int) (tick % SLOTS), nowNs);
        }
    }

    private void lookAtSlot(int slot, long nowNs) {
        // An entry that is scheduled again goes to a later slot, never to this one.
        for (Entry entry = slots[slot]; entry != null; entry = slots[slot]) {
            remove(entry);
            long againNs = look(entry, nowNs);
            if (againNs != Long.MAX_VALUE) schedule(entry, againNs);
        }
    }

    /** An entry that fails ends its own watch, and not that of the others. */
    private static long look(Entry entry, long nowNs) {
        try {
            return entry.look(nowNs);
        } catch (RuntimeException | Error e) { // see above
            FailureLog.SHARED.log("a look at a connection's deadlines failed", e);
            return Long.MAX_VALUE;
        }
    }

    /** Nanoseconds from {@code nowNs} to the next entry; {@link Long#MAX_VALUE} without entries. */
    public long waitNs(long nowNs) {
        if (occupied.isEmpty()) return Long.MAX_VALUE;
        int from = (int) ((tick + 1) % SLOTS);
        int slot = occupied.nextSetBit(from);
        int ticks = slot >= 0 ? slot - from : occupied.nextSetBit(0) + SLOTS - from;
        return Math.max(0, (tick + 1 + ticks) * TICK_NS - nowNs);
    }
}
