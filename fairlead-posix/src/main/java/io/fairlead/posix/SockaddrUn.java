package io.fairlead.posix;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.MemorySegment;
import java.net.UnixDomainSocketAddress;
import java.nio.file.InvalidPathException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The address of a Unix-domain socket, struct sockaddr_un of unix(7): a path, an abstract name, or
 * nothing (the socket was not bound).
 *
 * <pre>
 *   0          2                                110
 *   |sun_family| path NUL                        |   a path
 *   |sun_family| NUL name                        |   an abstract name, as long as the length says
 *   |sun_family|                                     no name
 * </pre>
 */
public final class SockaddrUn implements Sockaddr {
    public static final int BYTES = 110;

    /** The longest path or abstract name, in bytes: sun_path less one NUL. */
    public static final int NAME_BYTES_MAX = 107;

    static final int PATH = 2;

    /** What is in sun_path, with the NUL that begins an abstract name, without one that ends. */
    private final byte[] name;

    private SockaddrUn(byte[] name) {
        this.name = name;
    }

    /** The address of a socket that has none. */
    public static SockaddrUn unnamed() {
        return new SockaddrUn(new byte[0]);
    }

    /**
     * A path in the file system.
     *
     * @throws IllegalArgumentException for an empty or too long path, or one with a NUL
     */
    public static SockaddrUn path(String path) {
        return new SockaddrUn(checked(path.getBytes(UTF_8), path.indexOf(0) < 0));
    }

    /**
     * A name in the abstract namespace; shown as {@code @name} by ss(8). May hold any byte.
     *
     * @throws IllegalArgumentException for an empty or too long name
     */
    public static SockaddrUn abstractName(String name) {
        byte[] text = checked(name.getBytes(UTF_8), true);
        byte[] withNul = new byte[text.length + 1];
        System.arraycopy(text, 0, withNul, 1, text.length);
        return new SockaddrUn(withNul);
    }

    /**
     * A name as endpoints write it: {@code @name} in the abstract namespace, or else a path.
     *
     * @throws IllegalArgumentException as {@link #path} and {@link #abstractName}
     */
    public static SockaddrUn of(String name) {
        return name.startsWith("@") ? abstractName(name.substring(1)) : path(name);
    }

    private static byte[] checked(byte[] text, boolean valid) {
        if (!valid || text.length == 0 || text.length > NAME_BYTES_MAX) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "a Unix socket's name has 1 to %d bytes, and a path no NUL: %d bytes",
                            NAME_BYTES_MAX,
                            text.length));
        }
        return text;
    }

    /** Whether the name is in the abstract namespace. */
    public boolean isAbstract() {
        return name.length > 0 && name[0] == 0;
    }

    /** The path or abstract name, without the NUL that begins one; null when there is neither. */
    public @Nullable String text() {
        if (name.length == 0) {
            return null;
        }
        int from = isAbstract() ? 1 : 0;
        return new String(name, from, name.length - from, UTF_8);
    }

    /**
     * The address in Java's own terms: an abstract name is a path that begins with {@code @}, in
     * which a NUL is an {@code @}, too, as ss(8) shows it; one without a name is an empty path.
     */
    public UnixDomainSocketAddress toPath() {
        String text = Objects.requireNonNullElse(text(), "");
        String shown = isAbstract() ? "@" + text.replace('\0', '@') : text;
        try {
            return UnixDomainSocketAddress.of(shown);
        } catch (InvalidPathException e) { // a byte that file names of this locale cannot have
            return UnixDomainSocketAddress.of(shown.replaceAll("[^ -~]", "?"));
        }
    }

    @Override
    public int family() {
        return SocketConstants.AF_UNIX;
    }

    @Override
    public int write(MemorySegment memory, long offset) {
        memory.set(JAVA_SHORT_UNALIGNED, offset, (short) SocketConstants.AF_UNIX);
        MemorySegment.copy(name, 0, memory, JAVA_BYTE, offset + PATH, name.length);
        int length = PATH + name.length;
        if (name.length == 0 || isAbstract()) {
            return length;
        }
        memory.set(JAVA_BYTE, offset + length, (byte) 0);
        return length + 1;
    }

    /** Reads a struct of {@code length} bytes; the kernel may give 111 for the longest path. */
    public static SockaddrUn read(MemorySegment memory, long offset, int length) {
        byte[] name = new byte[Math.max(0, Math.min(length, BYTES) - PATH)];
        MemorySegment.copy(memory, JAVA_BYTE, offset + PATH, name, 0, name.length);
        if (name.length == 0 || name[0] == 0) {
            return new SockaddrUn(name);
        }
        int end = 0;
        while (end < name.length && name[end] != 0) {
            end++;
        }
        return new SockaddrUn(Arrays.copyOf(name, end));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SockaddrUn address && Arrays.equals(name, address.name);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(name);
    }

    /** As ss(8) shows it: a path, {@code @name}, or {@code *}. */
    @Override
    public String toString() {
        String text = text();
        return text == null ? "*" : isAbstract() ? "@" + text : text;
    }
}
