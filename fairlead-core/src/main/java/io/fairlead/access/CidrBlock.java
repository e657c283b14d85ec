package io.fairlead.access;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.regex.Pattern;

/**
 * A network of IPv4 or IPv6: the addresses that begin with the same bits (CIDR, RFC 4632; RFC 4291
 * section 2.3). Immutable.
 *
 * @param high the upper 64 bits of its first address; 0 for IPv4
 * @param low the lower 64 bits; for IPv4 its 32 bits
 * @param prefix how many bits all have in common, from 0 to 32 or 128
 * @param isSix whether it is of IPv6
 */
public record CidrBlock(long high, long low, int prefix, boolean isSix) {
    private static final Pattern FOUR = Pattern.compile("[0-9]+(\\.[0-9]+){3}");
    private static final int FOUR_BITS = Integer.SIZE;
    private static final int SIX_BITS = 2 * Long.SIZE;

    /**
     * Checks that the prefix is possible, and that all bits behind it are 0.
     *
     * @throws IllegalArgumentException if not; the message says why
     */
    public CidrBlock {
        int most = isSix ? SIX_BITS : FOUR_BITS;
        if (prefix < 0 || prefix > most) {
            throw new IllegalArgumentException(
                    "a prefix of " + prefix + " bits: there are 0 to " + most);
        }
        if ((high & hostMask(true, prefix, isSix)) != 0
                || (low & hostMask(false, prefix, isSix)) != 0) {
            throw new IllegalArgumentException("an address within the network, not its first");
        }
    }

    /**
     * Reads a network such as {@code 192.0.2.0/24} or {@code 2001:db8::/32}, or one address.
     *
     * @throws IllegalArgumentException if it is none; the message says why, and what would be one
     */
    public static CidrBlock parse(String text) {
        int slash = text.indexOf('/');
        InetAddress address = address(slash < 0 ? text : text.substring(0, slash), text);
        boolean six = !(address instanceof Inet4Address);
        int most = six ? SIX_BITS : FOUR_BITS;
        int prefix = slash < 0 ? most : prefix(text.substring(slash + 1), most, text);
        long high = high(address);
        long low = low(address);
        long firstHigh = high & ~hostMask(true, prefix, six);
        long firstLow = low & ~hostMask(false, prefix, six);
        CidrBlock network = new CidrBlock(firstHigh, firstLow, prefix, six);
        if (firstHigh == high && firstLow == low) return network;
        throw new IllegalArgumentException(
                "\"%s\" is an address within a network; write %s for the network, or %s for the"
                                .formatted(text, network, text.substring(0, slash))
                        + " address");
    }

    private static InetAddress address(String part, String text) {
        try {
            boolean isWhole = part.indexOf(':') >= 0 || FOUR.matcher(part).matches();
            if (isWhole) return InetAddress.ofLiteral(part);
        } catch (IllegalArgumentException _) {
            // as what is not whole: Java takes 10.8 for 10.0.0.8
        }
        throw new IllegalArgumentException(
                "\"%s\" is no network: write an address, such as 192.0.2.7 or 2001:db8::7, or a"
                                .formatted(text)
                        + " network, such as 192.0.2.0/24 or 2001:db8::/32");
    }

    private static int prefix(String digits, int most, String text) {
        if (digits.matches("[0-9]{1,3}")) {
            int prefix = Integer.parseInt(digits);
            if (prefix <= most) return prefix;
        }
        throw new IllegalArgumentException(
                "\"%s\": after / comes how many bits all addresses have in common, from 0 to %s"
                        .formatted(text, Integer.toString(most)));
    }

    /** The upper 64 bits of an address; 0 for IPv4. */
    public static long high(InetAddress address) {
        return address instanceof Inet4Address
                ? 0
                : ByteBuffer.wrap(address.getAddress()).getLong();
    }

    /** The lower 64 bits of an address; for IPv4 its 32 bits. */
    public static long low(InetAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        return address instanceof Inet4Address
                ? bytes.getInt() & 0xFFFF_FFFFL
                : bytes.getLong(Long.BYTES);
    }

    /** The upper 64 bits of its last address. */
    public long lastHigh() {
        return high | hostMask(true, prefix, isSix);
    }

    /** The lower 64 bits of its last address. */
    public long lastLow() {
        return low | hostMask(false, prefix, isSix);
    }

    /** The bits in which its addresses differ. */
    private static long hostMask(boolean upper, int prefix, boolean six) {
        int width = six ? SIX_BITS : FOUR_BITS;
        int hostBits = width - prefix;
        int bits = upper ? hostBits - Long.SIZE : Math.min(hostBits, Long.SIZE);
        if (bits <= 0) return 0;
        return bits >= Long.SIZE ? -1L : (1L << bits) - 1;
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        ByteBuffer bytes =
                ByteBuffer.allocate(isSix ? SIX_BITS / Byte.SIZE : FOUR_BITS / Byte.SIZE);
        if (isSix) {
            bytes.putLong(high).putLong(low);
        } else {
            bytes.putInt((int) low);
        }
        try {
            String first = InetAddress.getByAddress(bytes.array()).getHostAddress();
            boolean isOne = prefix == (isSix ? SIX_BITS : FOUR_BITS);
            return isOne ? first : first + "/" + prefix;
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 or 16 bytes are an address", e);
        }
    }
}
