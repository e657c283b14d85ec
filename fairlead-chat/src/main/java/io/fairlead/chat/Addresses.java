package io.fairlead.chat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Where members come from: counts connections by address, and gives addresses a form that tells
 * nothing but that two are the same. Safe for any thread.
 */
public final class Addresses {
    private static final String HASH = "HmacSHA256";
    private static final int KEY_BYTES = 32;
    private static final int CLOAK_DIGITS = 10;

    private final int perAddressMax;
    private final boolean limitsLoopback;
    private final SecretKeySpec secret;
    private final Map<ByteBuffer, Integer> counts = new HashMap<>(); // guarded by this

    /**
     * No connection yet.
     *
     * @param options have the limits
     * @param random makes the secret of {@link #cloak}
     */
    Addresses(ChatOptions options, RandomGenerator random) {
        perAddressMax = options.perAddressMax();
        limitsLoopback = options.limitsLoopback();
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        secret = new SecretKeySpec(key, HASH);
    }

    /** Counts one more connection; false, and not counted, if there are too many. */
    public synchronized boolean tryAdd(SocketAddress address) {
        if (isOwn(address)) return true;
        int count = counts.getOrDefault(network(address), 0);
        if (count >= perAddressMax) return false;
        counts.put(network(address), count + 1);
        return true;
    }

    /** A connection that was counted has ended. */
    public synchronized void remove(SocketAddress address) {
        if (isOwn(address)) return;
        counts.computeIfPresent(network(address), (_, count) -> count == 1 ? null : count - 1);
    }

    /**
     * True for addresses of this machine, from which no other machine can send. False for all if
     * {@link ChatOptions#limitsLoopback}.
     */
    public boolean isOwn(SocketAddress address) {
        if (!(address instanceof InetSocketAddress inet)) return true;
        return inet.getAddress().isLoopbackAddress() && !limitsLoopback;
    }

    /**
     * The owner of one IPv6 address usually owns all 2^64 of its network (RFC 4291 section 2.5.4).
     */
    private static ByteBuffer network(SocketAddress address) {
        InetAddress inet = ((InetSocketAddress) address).getAddress();
        byte[] bytes = inet.getAddress();
        return ByteBuffer.wrap(bytes, 0, inet instanceof Inet6Address ? 8 : 4).slice();
    }

    /** A host name for {@code address} that does not give it away. */
    public String cloak(SocketAddress address) {
        if (!(address instanceof InetSocketAddress inet)) return "unix";
        if (inet.getAddress().isLoopbackAddress()) return "localhost";
        try {
            Mac mac = Mac.getInstance(HASH);
            mac.init(secret);
            mac.update(network(address));
            String digits = HexFormat.of().formatHex(mac.doFinal());
            return digits.substring(0, CLOAK_DIGITS) + ".ip";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + HASH, e);
        }
    }
}
