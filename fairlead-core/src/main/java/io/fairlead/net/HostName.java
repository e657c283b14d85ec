package io.fairlead.net;

import io.fairlead.net.text.Printable;
import java.net.IDN;
import java.util.Locale;

/**
 * Host names by RFC 1123 section 2.1: labels of letters, digits and hyphens.
 *
 * <p>A name whose last label is a number is no name but a mistyped address. Faults are {@link
 * IllegalArgumentException}s whose message is a sentence without the endpoint.
 */
final class HostName {
    private static final int NAME_CHARS_MAX = 253;
    private static final int LABEL_CHARS_MAX = 63;

    private HostName() {}

    /** Whether some resolver would take {@code host} for an address: 1.2.3, 127.1, 0x7f.1. */
    static boolean looksNumeric(String host) {
        String bare = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        String last = bare.substring(bare.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return last.matches("[0-9]+|0x[0-9a-f]*");
    }

    /** Returns {@code host} in lower case; a final dot, which stops search domains, is kept. */
    static String parse(String host) {
        String bare = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        if (bare.length() > NAME_CHARS_MAX) {
            throw notName(host, "it has " + bare.length() + " characters; the limit is 253");
        }
        if (!bare.chars().allMatch(c -> c < 128)) {
            throw notName(host, "it is not ASCII" + asciiForm(bare));
        }
        for (String label : bare.split("\\.", -1)) {
            checkLabel(host, label);
        }
        return host.toLowerCase(Locale.ROOT);
    }

    private static void checkLabel(String host, String label) {
        if (label.isEmpty()) {
            throw notName(host, "a part of it is empty");
        }
        if (label.length() > LABEL_CHARS_MAX) {
            throw notName(host, "its part " + label + " is longer than 63 characters");
        }
        if (!label.matches("[A-Za-z0-9-]+")) {
            throw notName(host, "it may contain only letters, digits, hyphens and dots");
        }
        if (label.startsWith("-") || label.endsWith("-")) {
            throw notName(host, "its part " + label + " begins or ends with a hyphen");
        }
    }

    private static String asciiForm(String name) {
        try {
            return "; write " + IDN.toASCII(name, IDN.USE_STD3_ASCII_RULES);
        } catch (IllegalArgumentException noAsciiForm) {
            return "";
        }
    }

    private static IllegalArgumentException notName(String host, String why) {
        return new IllegalArgumentException(
                Printable.of(host) + " is not a host name (RFC 1123): " + why);
    }
}
