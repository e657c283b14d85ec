package io.fairlead.cli.stat;

import io.fairlead.net.text.Printable;
import java.net.InetAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The addresses that begin alike (RFC 4632): {@code 10.0.0.0/8}, {@code fe80::/10}.
 *
 * @param address any of them
 * @param bits how many bits are alike
 */
record AddressBlock(InetAddress address, int bits) {
    private static final Pattern FORM = Pattern.compile("\\[?([0-9a-fA-F.:]+)]?/(\\d{1,3})");

    /** Whether {@code text} is written as a network is. */
    static boolean isWritten(String text) {
        return FORM.matcher(text).matches();
    }

    /**
     * Reads what {@link #isWritten} says is one.
     *
     * @throws IllegalArgumentException if the address or the number of bits is none
     */
    static AddressBlock parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) throw fault(text, "it is not ADDRESS/BITS");
        InetAddress address = address(text, form.group(1));
        int bits = Integer.parseInt(form.group(2));
        int most = Byte.SIZE * address.getAddress().length;
        if (bits > most) throw fault(text, "such an address has " + most + " bits");
        return new AddressBlock(address, bits);
    }

    private static InetAddress address(String text, String literal) {
        // Java takes 10 for 0.0.0.10, which nobody means by 10/8.
        boolean shortened = literal.indexOf(':') < 0 && literal.split("\\.", -1).length != 4;
        if (shortened) throw fault(text, "an IPv4 address has four numbers");
        try {
            return InetAddress.ofLiteral(literal);
        } catch (IllegalArgumentException e) {
            throw fault(text, "it does not begin with an address");
        }
    }

    private static IllegalArgumentException fault(String text, String why) {
        return new IllegalArgumentException(
                "network \"%s\": %s; write for example 10.0.0.0/8 or fe80::/10"
                        .formatted(Printable.of(text), why));
    }

    /** Whether {@code other} is one of them. */
    boolean contains(InetAddress other) {
        byte[] ours = address.getAddress();
        byte[] theirs = other.getAddress();
        if (ours.length != theirs.length) return false;
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % Byte.SIZE);
            int differs = ours[bit / Byte.SIZE] ^ theirs[bit / Byte.SIZE];
            if ((differs & mask) != 0) return false;
        }
        return true;
    }
}
