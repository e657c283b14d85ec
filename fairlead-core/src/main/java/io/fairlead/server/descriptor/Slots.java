package io.fairlead.server.descriptor;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Things with small numbers, by which the kernel names them to us. A number whose thing is removed
 * is given again only after {@link #reuseRemoved}: an event for the old thing, told in the same
 * turn, then finds nothing, and not the new one. Belongs to one thread.
 */
public final class Slots<T> {
    private final List<@Nullable T> things = new ArrayList<>();
    private final List<Integer> free = new ArrayList<>();
    private final List<Integer> removed = new ArrayList<>();

    /** Adds a thing; returns its number. */
    public int add(T thing) {
        if (free.isEmpty()) {
            things.add(thing);
            return things.size() - 1;
        }
        int slot = free.removeLast();
        things.set(slot, thing);
        return slot;
    }

    /** How many there are or were at a time. */
    int size() {
        return things.size();
    }

    /** The thing with that number; null if it has been removed. */
    public @Nullable T get(int slot) {
        return things.get(slot);
    }

    /** Gives the number of a thing that has not been removed to another one. */
    public void replace(int slot, T thing) {
        things.set(slot, thing);
    }

    /** Removes the thing with that number. */
    public void remove(int slot) {
        things.set(slot, null);
        removed.add(slot);
    }

    /** From here on the numbers of removed things may be given again. */
    public void reuseRemoved() {
        if (removed.isEmpty()) return;
        free.addAll(removed);
        removed.clear();
    }
}
