package io.fairlead.frame;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/** Text with the escapes of a C string: {@code \\0}, {@code \\r\\n}, {@code \\x1e} and so on. */
final class CEscapes {
    private CEscapes() {}

    /** The UTF-8 bytes of {@code text}, with the escapes of C replaced. */
    static byte[] bytes(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int i = 0;
        while (i < text.length()) {
            int end = text.charAt(i) == '\\' ? escapeEnd(text, i + 1) : plainEnd(text, i);
            if (text.charAt(i) == '\\') {
                bytes.write(escaped(text, i + 1, end));
            } else {
                bytes.writeBytes(text.substring(i, end).getBytes(UTF_8));
            }
            i = end;
        }
        return bytes.toByteArray();
    }

    private static int plainEnd(String text, int from) {
        int backslash = text.indexOf('\\', from);
        return backslash < 0 ? text.length() : backslash;
    }

    /** End of the escape whose letter is at {@code at}: up to two hex or three octal digits. */
    private static int escapeEnd(String text, int at) {
        if (at == text.length()) throw new IllegalArgumentException("a lone \\ at the end");
        char letter = text.charAt(at);
        boolean hex = letter == 'x';
        if (!hex && Character.digit(letter, 8) < 0) return at + 1;
        int end = hex ? at + 1 : at;
        int endMax = Math.min(text.length(), at + 3);
        while (end < endMax && Character.digit(text.charAt(end), hex ? 16 : 8) >= 0) end++;
        return end;
    }

    private static int escaped(String text, int at, int end) {
        char letter = text.charAt(at);
        return switch (letter) {
            case 'x' -> number(text.substring(at + 1, end), 16);
            case 'a' -> 7;
            case 'b' -> '\b';
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'v' -> 11;
            case 'f' -> '\f';
            case 'r' -> '\r';
            case '\\', '\'', '"' -> letter;
            default -> number(text.substring(at, end), 8);
        };
    }

    private static int number(String digits, int radix) {
        try {
            int value = Integer.parseInt(digits, radix);
            if (value <= 0xff) return value;
        } catch (NumberFormatException e) {
            // the same complaint
        }
        throw new IllegalArgumentException(
                "\\" + (radix == 16 ? "x" : "") + digits + " is not an escape for one byte");
    }
}
