package io.fairlead.learn.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a server says of itself, and what is wrong with it. Pure, but for the clock. */
final class Speech {
    private static final long RFC_868 = 2_208_988_800L; // from 1900 to 1970, RFC 868
    private static final long NEAR_SECONDS = 120;
    private static final Pattern SECONDS = Pattern.compile("\\b\\d{10}\\b");
    private static final List<String> CLOCKS = List.of("HH:mm", "hh:mm", "h:mm", "H:mm");

    private Speech() {}

    /** What is wrong, a sentence; empty if all is well. */
    static String fault(Kind kind, byte[] came) {
        if (kind == Kind.TIME && came.length == Integer.BYTES) return binary(came, Instant.now());
        String encoding = encodingFault(came);
        if (!encoding.isEmpty()) return encoding;
        String text = new String(came, UTF_8).strip();
        return switch (kind) {
            case OK ->
                    text.equals("OK")
                            ? ""
                            : "It answers " + ShownBytes.bytes(came) + ", which is not OK.";
            case TIME -> isNow(text, Instant.now()) ? "" : "The time it tells is not now.";
            default -> text.isEmpty() ? "It sends no text." : "";
        };
    }

    private static String encodingFault(byte[] came) {
        int zeros = 0;
        for (byte each : came) zeros += each == 0 ? 1 : 0;
        if (zeros > 1 && zeros * 3 >= came.length) {
            int unit = zeros * 3 > came.length * 2 ? 4 : 2;
            return "It sends wide characters of %s bytes (wchar_t, UTF-%s): send UTF-8, one byte"
                            .formatted(unit, unit * 8)
                    + " for each ASCII letter.";
        }
        if (zeros > 0) {
            return "It sends the byte 0 that ends a string in C: send strlen bytes, not sizeof.";
        }
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(came));
            return "";
        } catch (CharacterCodingException e) {
            return "It sends bytes that are no UTF-8: perhaps more than it meant to send.";
        }
    }

    /** The time as a number, RFC 868: four bytes in network byte order. */
    private static String binary(byte[] came, Instant now) {
        long seconds = Integer.toUnsignedLong(ByteBuffer.wrap(came).getInt());
        if (isNear(seconds - RFC_868, now) || isNear(seconds, now)) return "";
        long swapped = Integer.toUnsignedLong(Integer.reverseBytes((int) seconds));
        return isNear(swapped - RFC_868, now) || isNear(swapped, now)
                ? "It sends the number in the byte order of this machine: use htonl."
                : "The number that it sends is not the time of now.";
    }

    private static boolean isNear(long seconds, Instant now) {
        return Math.abs(seconds - now.getEpochSecond()) <= NEAR_SECONDS;
    }

    /** Whether a text has the hour and minute of now in it, or its seconds since 1970. */
    static boolean isNow(String text, Instant now) {
        Matcher number = SECONDS.matcher(text);
        while (number.find()) {
            if (isNear(Long.parseLong(number.group()), now)) return true;
        }
        for (ZoneId zone : List.of(ZoneId.systemDefault(), ZoneOffset.UTC)) {
            if (hasClock(text, now.atZone(zone))) return true;
        }
        return false;
    }

    private static boolean hasClock(String text, ZonedDateTime now) {
        for (int minutes = -1; minutes <= 1; minutes++) {
            ZonedDateTime near = now.plusMinutes(minutes);
            for (String clock : CLOCKS) {
                if (text.contains(DateTimeFormatter.ofPattern(clock, Locale.ROOT).format(near))) {
                    return true;
                }
            }
        }
        return false;
    }
}
