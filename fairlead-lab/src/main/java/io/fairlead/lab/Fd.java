package io.fairlead.lab;

import java.net.InetSocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A socket of a lab, by the name that its calls are shown with. For the thread of its {@link Side};
 * what it remembers is left when the kernel has forgotten it.
 */
public final class Fd {
    private final String side;
    private final String name;
    private final int number;
    private final long inode;
    private volatile @Nullable InetSocketAddress local;
    private volatile @Nullable InetSocketAddress remote;

    Fd(String side, String name, int number) {
        this.side = side;
        this.name = name;
        this.number = number;
        inode = Inode.of(number);
    }

    /** Whose it is: {@code server}. */
    public String side() {
        return side;
    }

    /** Its name, such as {@code listener}. */
    public String name() {
        return name;
    }

    /** The descriptor, for calls that {@link Side} has not; below 0 if the call failed. */
    public int number() {
        return number;
    }

    /** Its number among open files, by which the kernel tells it from others at its address. */
    long inode() {
        return inode;
    }

    /** Its own address; null before it has one. */
    public @Nullable InetSocketAddress local() {
        return local;
    }

    /** The address of its peer, asked for or connected; null without one. */
    public @Nullable InetSocketAddress remote() {
        return remote;
    }

    /** Whether it has the same two addresses as another: one was closed, the other came after. */
    boolean isWhere(Fd other) {
        return local != null && local.equals(other.local) && Objects.equals(remote, other.remote);
    }

    void local(@Nullable InetSocketAddress address) {
        local = address;
    }

    void remote(@Nullable InetSocketAddress address) {
        remote = address;
    }

    @Override
    public String toString() {
        return name;
    }
}
