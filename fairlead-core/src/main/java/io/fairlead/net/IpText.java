package io.fairlead.net;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * IP addresses as text, read strictly and written one way only.
 *
 * <p>IPv4 is four decimal parts (RFC 3986 section 3.2.2, {@code IPv4address}): the short, octal and
 * hexadecimal forms of inet_aton(3) are refused, because one text then means two addresses. IPv6 is
 * read by RFC 4291 section 2.2 and written by RFC 5952. Faults are {@link
 * IllegalArgumentException}s whose message is a sentence without the endpoint.
 */
final class IpText {
    private static final int GROUPS = 8;

    private IpText() {}

    /** Returns the four bytes of {@code text}. */
    static byte[] parseIpv4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            throw notIpv4(
                    text,
                    parts.length < 4
                            ? "it has " + parts.length + " of 4 parts"
                            : "it has " + parts.length + " parts, not 4");
        }
        byte[] address = new byte[4];
        for (int i = 0; i < 4; i++) {
            address[i] = (byte) ipv4Part(text, parts[i]);
        }
        return address;
    }

    private static int ipv4Part(String text, String part) {
        if (part.isEmpty()) {
            throw notIpv4(text, "a part is empty");
        }
        if (!part.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw notIpv4(text, "its part " + part + " is not a decimal number");
        }
        if (part.length() > 1 && part.charAt(0) == '0') {
            throw notIpv4(
                    text, "its part " + part + " has a leading zero (octal to some programs)");
        }
        if (part.length() > 3 || Integer.parseInt(part) > 255) {
            throw notIpv4(text, "its part " + part + " is over 255");
        }
        return Integer.parseInt(part);
    }

    private static IllegalArgumentException notIpv4(String text, String why) {
        return new IllegalArgumentException(text + " is not an IPv4 address: " + why);
    }

    /** Returns the sixteen bytes of {@code text}, which has no brackets and no zone. */
    static byte[] parseIpv6(String text) {
        int gap = text.indexOf("::");
        if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
            throw notIpv6(text, "it has more than one ::");
        }
        List<Integer> head = groups(text, gap < 0 ? text : text.substring(0, gap), gap < 0);
        List<Integer> tail = gap < 0 ? List.of() : groups(text, text.substring(gap + 2), true);
        int count = head.size() + tail.size();
        if (gap < 0 && count != GROUPS) {
            throw notIpv6(text, "it has " + count + " groups, not 8, and no ::");
        }
        if (gap >= 0 && count >= GROUPS) {
            throw notIpv6(text, "it has " + count + " groups beside its ::; the limit is 7");
        }
        byte[] address = new byte[2 * GROUPS];
        put(address, 0, head);
        put(address, GROUPS - tail.size(), tail);
        return address;
    }

    private static List<Integer> groups(String text, String part, boolean mayEndInIpv4) {
        List<Integer> groups = new ArrayList<>();
        if (part.isEmpty()) {
            return groups;
        }
        String[] words = part.split(":", -1);
        for (int i = 0; i < words.length; i++) {
            if (mayEndInIpv4 && i == words.length - 1 && words[i].indexOf('.') >= 0) {
                byte[] four = parseIpv4(words[i]);
                groups.add(group(four, 0));
                groups.add(group(four, 1));
            } else {
                groups.add(hexGroup(text, words[i]));
            }
        }
        return groups;
    }

    private static int hexGroup(String text, String word) {
        if (word.isEmpty()) {
            throw notIpv6(text, "it has an empty group; :: stands for a run of zeros");
        }
        if (word.length() > 4 || !word.chars().allMatch(HexFormat::isHexDigit)) {
            throw notIpv6(text, "its group " + word + " is not 1 to 4 hexadecimal digits");
        }
        return HexFormat.fromHexDigits(word);
    }

    private static IllegalArgumentException notIpv6(String text, String why) {
        return new IllegalArgumentException(text + " is not an IPv6 address: " + why);
    }

    private static void put(byte[] address, int at, List<Integer> groups) {
        for (int i = 0; i < groups.size(); i++) {
            address[2 * (at + i)] = (byte) (groups.get(i) >> 8);
            address[2 * (at + i) + 1] = (byte) (int) groups.get(i);
        }
    }

    /** Returns the one text of {@code address} (4 or 16 bytes), without brackets. */
    static String format(byte[] address) {
        if (address.length == 4) {
            return ipv4(address, 0);
        }
        return isIpv4Mapped(address) ? ipv4(address, 12) : ipv6(address);
    }

    private static String ipv4(byte[] address, int at) {
        return (address[at] & 0xff)
                + "."
                + (address[at + 1] & 0xff)
                + "."
                + (address[at + 2] & 0xff)
                + "."
                + (address[at + 3] & 0xff);
    }

    /** RFC 5952 section 4: lower case, no leading zeros, the first longest run of zeros as ::. */
    private static String ipv6(byte[] address) {
        int gap = -1;
        int gapLength = 1; // a single zero group is not shortened (section 4.2.2)
        for (int i = 0; i < GROUPS; i++) {
            int run = zeroRun(address, i);
            if (run > gapLength) {
                gap = i;
                gapLength = run;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < GROUPS; i++) {
            if (i == gap) {
                text.append("::");
                i += gapLength - 1;
            } else {
                boolean first = text.isEmpty() || text.charAt(text.length() - 1) == ':';
                text.append(first ? "" : ":").append(Integer.toHexString(group(address, i)));
            }
        }
        return text.toString();
    }

    private static int zeroRun(byte[] address, int from) {
        int end = from;
        while (end < GROUPS && group(address, end) == 0) {
            end++;
        }
        return end - from;
    }

    private static int group(byte[] address, int i) {
        return ((address[2 * i] & 0xff) << 8) | (address[2 * i + 1] & 0xff);
    }

    /** Whether {@code address} is {@code ::ffff:a.b.c.d} (RFC 4291 section 2.5.5.2). */
    static boolean isIpv4Mapped(byte[] address) {
        return address.length == 16 && zeroRun(address, 0) == 5 && group(address, 5) == 0xffff;
    }

    /** Whether {@code address} is in 127.0.0.0/8 (RFC 1122 section 3.2.1.3) or is ::1. */
    static boolean isLoopback(byte[] address) {
        return address.length == 4
                ? address[0] == 127
                : zeroRun(address, 0) == GROUPS - 1 && group(address, GROUPS - 1) == 1;
    }

    /**
     * Whether {@code address} is IPv6 and stays on one link: fe80::/10, ff02::/16 (RFC 4291
     * sections 2.5.6 and 2.7), or within the machine: ff01::/16.
     */
    static boolean isLinkLocal(byte[] address) {
        if (address.length == 4) return false;
        boolean unicast = (group(address, 0) & 0xffc0) == 0xfe80;
        return unicast || group(address, 0) == 0xff02 || group(address, 0) == 0xff01;
    }

    /** Whether {@code address} is in 224.0.0.0/4 (RFC 5771) or ff00::/8 (RFC 4291 section 2.7). */
    static boolean isMulticast(byte[] address) {
        return address.length == 4 ? (address[0] & 0xf0) == 0xe0 : address[0] == (byte) 0xff;
    }

    /** Whether {@code address} is 0.0.0.0 or ::. */
    static boolean isWildcard(byte[] address) {
        for (byte part : address) {
            if (part != 0) {
                return false;
            }
        }
        return true;
    }
}
