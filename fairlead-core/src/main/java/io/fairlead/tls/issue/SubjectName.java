package io.fairlead.tls.issue;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.fairlead.tls.der.Der;
import java.net.IDN;
import java.net.InetAddress;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One name that a certificate is for: a subject alternative name, RFC 5280 (4.2.1.6).
 *
 * @param kind which form it has
 * @param text as in certificates: a host name of other letters is in its ASCII form
 */
public record SubjectName(Kind kind, String text) {
    private static final int HOST_LENGTH_MAX = 253;
    private static final Pattern LABELS =
            Pattern.compile(
                    "(\\*\\.)?[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?"
                            + "(\\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?)*");
    private static final Pattern URI = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://[!-~]+");
    private static final Pattern EMAIL = Pattern.compile("[!-?A-~]+@[A-Za-z0-9.-]+");
    private static final Pattern ADDRESS =
            Pattern.compile("[0-9.]*[0-9]|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.%].*");
    private static final Pattern FOUR_NUMBERS = Pattern.compile("[0-9]+(\\.[0-9]+){3}");

    /** The forms, with their numbers of the ASN.1 type GeneralName. */
    public enum Kind {
        /** An e-mail address. */
        EMAIL(1),
        /** A host name, or {@code *.} and the name of a domain. */
        DNS(2),
        /** A URI. */
        URI(6),
        /** An IP address. */
        IP(7);

        private final int tag;

        Kind(int tag) {
            this.tag = tag;
        }
    }

    /**
     * Finds out which form {@code text} has.
     *
     * @throws IllegalArgumentException if it is none; the message is a sentence
     */
    public static SubjectName parse(String text) {
        if (URI.matcher(text).matches()) return new SubjectName(Kind.URI, text);
        if (EMAIL.matcher(text).matches()) return new SubjectName(Kind.EMAIL, text);
        if (ADDRESS.matcher(text).matches()) return new SubjectName(Kind.IP, address(text));
        return new SubjectName(Kind.DNS, host(text));
    }

    private static String address(String text) {
        if (text.contains("%")) {
            throw new IllegalArgumentException(
                    "\"%s\": a certificate names no interface; leave out what follows the %%"
                            .formatted(text));
        }
        boolean isWhole = text.contains(":") || FOUR_NUMBERS.matcher(text).matches();
        try {
            if (isWhole && InetAddress.ofLiteral(text) != null)
                return text.toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException no) {
            // it is none then
        }
        throw new IllegalArgumentException("\"" + text + "\" is no IP address");
    }

    private static String host(String text) {
        String ascii = "";
        try {
            boolean isWild = text.startsWith("*.");
            String host = isWild ? text.substring(2) : text;
            ascii = (isWild ? "*." : "") + IDN.toASCII(host).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException notALabel) {
            // it is no name then
        }
        if (ascii.length() > HOST_LENGTH_MAX || !LABELS.matcher(ascii).matches()) {
            throw new IllegalArgumentException(
                    "\"%s\" is no host name, IP address, e-mail address or URI".formatted(text)
                            + wayOut(text));
        }
        return ascii;
    }

    private static String wayOut(String text) {
        if (text.contains("*")) return "; a * stands alone before the first dot";
        return text.contains(":") ? "; write the name without a port" : "";
    }

    /** GeneralName, as a value. */
    byte[] encoded() {
        byte[] content =
                kind == Kind.IP
                        ? InetAddress.ofLiteral(text).getAddress()
                        : text.getBytes(US_ASCII);
        return Der.implicit(kind.tag, content);
    }

    @Override
    public String toString() {
        return text;
    }
}
