package io.fairlead.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.InvalidPathException;
import java.util.Objects;

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

    /**
     * The address in Java's own terms: an abstract name is a path that begins with {@code @}, in
     * which a NUL is an {@code @}, too, as ss(8) shows it; one without a name is an empty path.
     */
    public SocketAddress toSocketAddress() {
        return switch (get()) {
            case SockaddrIn inet -> inet.toInet();
            case SockaddrIn6 inet -> inet.toInet();
            case SockaddrUn unix -> path(unix);
            case SockaddrLl _, Sockaddr.Other _ -> UnixDomainSocketAddress.of("");
        };
    }

    private static SocketAddress path(SockaddrUn unix) {
        String text = Objects.requireNonNullElse(unix.text(), "");
        String shown = unix.isAbstract() ? "@" + text.replace('\0', '@') : text;
        try {
            return UnixDomainSocketAddress.of(shown);
        } catch (InvalidPathException e) { // a byte that file names of this locale cannot have
            return UnixDomainSocketAddress.of(shown.replaceAll("[^ -~]", "?"));
        }
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
