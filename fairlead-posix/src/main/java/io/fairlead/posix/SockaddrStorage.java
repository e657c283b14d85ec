package io.fairlead.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.SocketAddress;

/**
 * Memory for the address that a call takes or gives: struct sockaddr_storage and a socklen_t.
 * Serves one thread at a time; goes when the garbage collector finds that nobody holds it.
 */
public final class SockaddrStorage {
    private static final int LENGTH = Sockaddr.BYTES_MAX;

    final MemorySegment memory;
    final MemorySegment length;

    public SockaddrStorage() {
        MemorySegment both = Arena.ofAuto().allocate(LENGTH + Long.BYTES, Long.BYTES);
        memory = both.asSlice(0, LENGTH);
        length = both.asSlice(LENGTH, Integer.BYTES);
    }

    /** Memory that holds {@code address}. */
    public SockaddrStorage(Sockaddr address) {
        this();
        set(address);
    }

    /** Puts an address in, for a call that takes one. */
    public void set(Sockaddr address) {
        length.set(JAVA_INT, 0, address.write(memory, 0));
    }

    /** The address that is in it. */
    public Sockaddr get() {
        return Sockaddr.read(memory, 0, length());
    }

    /** The address in Java's own terms; see {@link Sockaddr#toSocketAddress}. */
    public SocketAddress toSocketAddress() {
        return get().toSocketAddress();
    }

    /** For reading fields without making an object: the struct begins at 0. */
    public MemorySegment memory() {
        return memory;
    }

    /** The length of the address in bytes, as the last call gave it. */
    public int length() {
        return Math.min(length.get(JAVA_INT, 0), LENGTH);
    }

    /** Says how much room there is, for a call that gives an address. */
    SockaddrStorage empty() {
        length.set(JAVA_INT, 0, LENGTH);
        return this;
    }
}
