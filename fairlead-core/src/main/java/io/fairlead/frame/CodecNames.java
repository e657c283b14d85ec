package io.fairlead.frame;

/** Reads the names of codecs, as they stand on a command line. */
final class CodecNames {
    private static final String KNOWN =
            "lines, crlf, text, text-crlf, raw, fixed:BYTES, length:1|2|3|4|8, length:4le,"
                    + " varint, delimiter:TEXT; lines, crlf, text and varint take a limit,"
                    + " as in lines:4096";

    private CodecNames() {}

    /** See {@link Codec#parse}. */
    static Codec parse(String name) {
        int colon = name.indexOf(':');
        String kind = colon < 0 ? name : name.substring(0, colon);
        String rest = colon < 0 ? "" : name.substring(colon + 1);
        try {
            if (colon >= 0 && rest.isEmpty()) {
                throw new IllegalArgumentException("there is nothing after the colon");
            }
            return make(kind, rest);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "codec \"" + name + "\": " + e.getMessage() + ". Known: " + KNOWN, e);
        }
    }

    private static Codec make(String kind, String rest) {
        return switch (kind) {
            case "lines" -> Codec.lines(limit(rest));
            case "crlf" -> Codec.lines(limit(rest)).crlf();
            case "text" -> Codec.lines(limit(rest)).strictText();
            case "text-crlf" -> Codec.lines(limit(rest)).strictText().crlf();
            case "varint" -> Codec.varintPrefixed().maxBytes(limit(rest));
            case "raw" -> raw(rest);
            case "fixed" -> Codec.fixed(number(rest));
            case "length" -> length(rest);
            case "delimiter" -> Codec.delimited(CEscapes.bytes(rest));
            default -> throw new IllegalArgumentException("there is no such codec");
        };
    }

    private static Codec raw(String rest) {
        if (!rest.isEmpty()) throw new IllegalArgumentException("raw takes no parameter");
        return Codec.raw();
    }

    private static Codec length(String rest) {
        boolean little = rest.endsWith("le");
        String digits = little || rest.endsWith("be") ? rest.substring(0, rest.length() - 2) : rest;
        LengthCodec codec = Codec.lengthPrefixed(number(digits));
        return little ? codec.littleEndian() : codec;
    }

    private static int limit(String rest) {
        return rest.isEmpty() ? Codec.FRAME_BYTES_MAX : number(rest);
    }

    private static int number(String digits) {
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + digits + "\" is not a number of bytes", e);
        }
    }
}
