package io.fairlead.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The first bytes of a connection that a proxy makes: for whom it does so. Versions 1 and 2 of <a
 * href="https://www.haproxy.org/download/3.0/doc/proxy-protocol.txt">the PROXY protocol</a>.
 * Immutable.
 *
 * <p>Of version 2 it may have more about the client, each under a type of its own (TLV).
 */
public final class ProxyHeader {
    /** Bytes of the longest header of version 1. */
    public static final int ONE_BYTES_MAX = 107;

    /** Bytes of the longest header of version 2 that is read: the protocol allows 65,551. */
    public static final int TWO_BYTES_MAX = 16 + 4 * 1024;

    /** The type of the name that a client of TLS has asked for, or of the host it wants. */
    public static final int AUTHORITY = 0x02;

    /** The type of what {@link #applicationProtocol} reads. */
    public static final int ALPN = 0x01;

    /** The type of what {@link #uniqueId} reads. */
    public static final int UNIQUE_ID = 0x05;

    private static final int SSL = 0x20;

    private final byte[] bytes;
    private final boolean local;
    private final @Nullable SocketAddress source;
    private final @Nullable SocketAddress destination;
    private final Map<Integer, byte[]> values;

    /**
     * @param bytes are not copied
     * @param values by their types
     */
    ProxyHeader(
            byte[] bytes,
            boolean local,
            @Nullable SocketAddress source,
            @Nullable SocketAddress destination,
            Map<Integer, byte[]> values) {
        this.bytes = bytes;
        this.local = local;
        this.source = source;
        this.destination = destination;
        this.values = values;
    }

    /**
     * A header for a client. Where the two addresses are of no one kind, or of a kind that the
     * version does not have, it says that the client is unknown.
     *
     * @param version 1 or 2
     * @param source the client's address
     * @param destination where the client has connected to
     * @throws IllegalArgumentException if there is no such version
     */
    public static ProxyHeader of(int version, SocketAddress source, SocketAddress destination) {
        requireVersion(version);
        return version == 1
                ? VersionOne.header(source, destination)
                : VersionTwo.header(source, destination, Map.of());
    }

    /**
     * A header for a connection that the proxy makes for itself, such as to see whether the server
     * is well. Version 1 has no such header, and says that the client is unknown.
     *
     * @param version 1 or 2
     * @throws IllegalArgumentException if there is no such version
     */
    public static ProxyHeader local(int version) {
        requireVersion(version);
        return version == 1 ? VersionOne.unknown() : VersionTwo.local();
    }

    /**
     * Reads a whole header.
     *
     * @throws ProxyHeaderException if it is none, or not whole
     */
    public static ProxyHeader read(byte[] bytes) throws ProxyHeaderException {
        ProxyHeaderReader reader = new ProxyHeaderReader();
        reader.add(ByteBuffer.wrap(bytes));
        ProxyHeader header = reader.header();
        if (header == null || header.bytes.length < bytes.length) {
            throw new ProxyHeaderException("these " + bytes.length + " bytes are no whole header");
        }
        return header;
    }

    private static void requireVersion(int version) {
        if (version == 1 || version == 2) return;
        throw new IllegalArgumentException("the PROXY protocol has versions 1 and 2: " + version);
    }

    /**
     * The same with one thing more about the client.
     *
     * @param type from 0 to 255, such as {@link #AUTHORITY}
     * @throws IllegalStateException if this is of version 1, or for no client
     * @throws IllegalArgumentException if the header gets longer than {@link #TWO_BYTES_MAX}
     */
    public ProxyHeader with(int type, byte[] value) {
        if (version() == 1 || local) {
            throw new IllegalStateException("only a client's header of version 2 says more");
        }
        Map<Integer, byte[]> all = new TreeMap<>(values);
        all.put(type, value.clone());
        return VersionTwo.header(source, destination, all);
    }

    /** As it is on the wire. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** 1 or 2. */
    public int version() {
        return bytes[0] == 'P' ? 1 : 2;
    }

    /** True if the proxy connects for itself: then there is no more to know. */
    public boolean isLocal() {
        return local;
    }

    /** The client's address; null if it is unknown. */
    public @Nullable SocketAddress source() {
        return source;
    }

    /** Where the client has connected to; null if it is unknown. */
    public @Nullable SocketAddress destination() {
        return destination;
    }

    /** The types of what is known beside the addresses. */
    public Set<Integer> types() {
        return Set.copyOf(values.keySet());
    }

    /** What is known under a type; null if nothing is. */
    public byte @Nullable [] value(int type) {
        byte[] value = values.get(type);
        return value == null ? null : value.clone();
    }

    /** The host name that the client has asked for (SNI); null if it is not told. */
    public @Nullable String authority() {
        return text(AUTHORITY);
    }

    /** The protocol that client and proxy have agreed on (ALPN); null if it is not told. */
    public @Nullable String applicationProtocol() {
        return text(ALPN);
    }

    /** What the proxy knows the connection by, at most 128 bytes; null if it is not told. */
    public byte @Nullable [] uniqueId() {
        return value(UNIQUE_ID);
    }

    /** How client and proxy have protected their connection; null if they have not. */
    public @Nullable ProxyTls tls() {
        byte[] value = values.get(SSL);
        return value == null ? null : ProxyTls.read(value);
    }

    private @Nullable String text(int type) {
        byte[] value = values.get(type);
        return value == null ? null : new String(value, UTF_8);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ProxyHeader header && Arrays.equals(bytes, header.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        String words = local ? "for itself" : source == null ? "for somebody" : "for " + source;
        return "PROXY " + version() + " " + words;
    }
}
