package io.fairlead.probe;

import org.jspecify.annotations.Nullable;

/**
 * Something that a kernel, a container or a Java may have or not, and whether this one has it.
 * Immutable.
 *
 * @param name as the manual pages write it: {@code epoll}, {@code UDP_GRO}
 * @param purpose what Fairlead has of it, in a few words
 * @param reason why it cannot be had, as a sentence without its end that names the call and the
 *     error: {@code io_uring_setup: EPERM, the container's seccomp profile forbids it}; null if it
 *     works
 */
public record Facility(String name, String purpose, @Nullable String reason) {
    /** Whether it was tried and did what it should. */
    public boolean works() {
        return reason == null;
    }
}
