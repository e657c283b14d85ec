package io.fairlead.tls.der;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Writes values. Each method returns one whole value: tag, length and content. */
public final class Der {
    static final int INTEGER = 0x02;
    static final int BITS = 0x03;
    static final int OCTETS = 0x04;
    static final int OID = 0x06;
    static final int SEQUENCE = 0x30;
    private static final int BOOLEAN = 0x01;
    private static final int NULL = 0x05;
    private static final int UTF8_STRING = 0x0c;
    private static final int UTC_TIME = 0x17;
    private static final int GENERALIZED_TIME = 0x18;
    private static final int SET = 0x31;
    private static final int OF_CONTEXT = 0x80;
    private static final int CONSTRUCTED = 0x20;
    private static final int LONG_LENGTH = 0x80;
    private static final int BITS_A_BYTE = 8;
    private static final int GROUP_BITS = 7; // of a number in an object identifier
    private static final int FIRST_ARC = 40;
    private static final Instant END_OF_UTC_TIME = Instant.parse("2050-01-01T00:00:00Z");
    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter GENERALIZED =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Der() {}

    /** A SEQUENCE of whole values; an empty array counts for nothing. */
    public static byte[] sequence(byte[]... parts) {
        return value(SEQUENCE, joined(parts));
    }

    /** A SET of one value, or of several in the order that X.690 (11.6) asks for. */
    public static byte[] set(byte[]... parts) {
        return value(SET, joined(parts));
    }

    /** An INTEGER. */
    public static byte[] integer(BigInteger number) {
        return value(INTEGER, number.toByteArray());
    }

    /** A small INTEGER. */
    public static byte[] integer(int number) {
        return integer(BigInteger.valueOf(number));
    }

    /** The BOOLEAN true; false is what a certificate leaves out. */
    public static byte[] yes() {
        return value(BOOLEAN, (byte) 0xff);
    }

    /** NULL. */
    public static byte[] none() {
        return value(NULL);
    }

    /** An OCTET STRING. */
    public static byte[] octets(byte... content) {
        return value(OCTETS, content);
    }

    /** A BIT STRING of whole bytes. */
    public static byte[] bits(byte... content) {
        return value(BITS, joined(new byte[1], content));
    }

    /**
     * A BIT STRING in which each bit has a name, such as the usage of a key; X.690 (11.2.2) leaves
     * out the zeros at its end.
     *
     * @param set the numbers of the bits that are set, from 0 to 7; at least one
     */
    public static byte[] flags(int... set) {
        int bits = 0;
        int last = 0;
        for (int bit : set) {
            bits |= LONG_LENGTH >> bit;
            last = Math.max(last, bit);
        }
        return value(BITS, (byte) (BITS_A_BYTE - 1 - last), (byte) bits);
    }

    /** An OBJECT IDENTIFIER, given with dots. */
    public static byte[] oid(String dotted) {
        String[] numbers = dotted.split("\\.", -1);
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        writeGroups(content, Long.parseLong(numbers[0]) * FIRST_ARC + Long.parseLong(numbers[1]));
        for (int i = 2; i < numbers.length; i++) writeGroups(content, Long.parseLong(numbers[i]));
        return value(OID, content.toByteArray());
    }

    private static void writeGroups(ByteArrayOutputStream to, long number) {
        int groups = 1;
        for (long rest = number >>> GROUP_BITS; rest != 0; rest >>>= GROUP_BITS) groups++;
        for (int group = groups - 1; group >= 0; group--) {
            int bits = (int) (number >>> (group * GROUP_BITS)) & 0x7f;
            to.write(group == 0 ? bits : bits | 0x80);
        }
    }

    /** A UTF8String. */
    public static byte[] utf8(String text) {
        return value(UTF8_STRING, text.getBytes(UTF_8));
    }

    /** A time in whole seconds, in the form that RFC 5280 (4.1.2.5) asks for: by its year. */
    public static byte[] time(Instant time) {
        boolean isShort = time.isBefore(END_OF_UTC_TIME);
        String text = (isShort ? UTC : GENERALIZED).format(time);
        return value(isShort ? UTC_TIME : GENERALIZED_TIME, text.getBytes(UTF_8));
    }

    /**
     * A value within a tag of its own.
     *
     * @param number from 0 to 30
     */
    public static byte[] explicit(int number, byte... inner) {
        return value(OF_CONTEXT | CONSTRUCTED | number, inner);
    }

    /**
     * Content under another tag than that of its type.
     *
     * @param number from 0 to 30
     */
    public static byte[] implicit(int number, byte... content) {
        return value(OF_CONTEXT | number, content);
    }

    private static byte[] value(int tag, byte... content) {
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        value.write(tag);
        byte[] length = BigInteger.valueOf(content.length).toByteArray();
        if (content.length < LONG_LENGTH) {
            value.write(content.length);
        } else {
            int from = length[0] == 0 ? 1 : 0;
            value.write(LONG_LENGTH | (length.length - from));
            value.write(length, from, length.length - from);
        }
        value.writeBytes(content);
        return value.toByteArray();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) all.writeBytes(part);
        return all.toByteArray();
    }
}
