package io.fairlead.tls.der;

import java.math.BigInteger;
import java.util.Arrays;

/** Reads values one after another. For one thread. */
public final class DerReader {
    private static final int OF_CONTEXT = 0xa0;
    private static final int LONG_LENGTH = 0x80;
    private static final int LENGTH_BYTES_MAX = 4;
    private static final int BITS_A_BYTE = 8;
    private static final int GROUP_BITS = 7;
    private static final int GROUP = 0x7f;
    private static final int MORE = 0x80;
    private static final int FIRST_ARC = 40;
    private static final int ARCS_MAX = 2;

    private final byte[] bytes;
    private int position;

    /**
     * @param bytes whole values
     */
    public DerReader(byte... bytes) {
        this.bytes = bytes;
    }

    /** Whether a value follows. */
    public boolean hasNext() {
        return position < bytes.length;
    }

    /** Whether a value [number] follows. */
    public boolean isTagged(int number) {
        return hasNext() && tag() == (OF_CONTEXT | number);
    }

    /** Whether an INTEGER follows. */
    public boolean isInteger() {
        return hasNext() && tag() == Der.INTEGER;
    }

    /** Whether a SEQUENCE follows. */
    public boolean isSequence() {
        return hasNext() && tag() == Der.SEQUENCE;
    }

    /** Whether an OBJECT IDENTIFIER follows. */
    public boolean isOid() {
        return hasNext() && tag() == Der.OID;
    }

    /** What is in the SEQUENCE that follows. */
    public DerReader sequence() throws DerException {
        return new DerReader(content(Der.SEQUENCE, "SEQUENCE"));
    }

    /** What is in the value [number] that follows. */
    public DerReader tagged(int number) throws DerException {
        return new DerReader(content(OF_CONTEXT | number, "[" + number + "]"));
    }

    /** The OCTET STRING that follows. */
    public byte[] octets() throws DerException {
        return content(Der.OCTETS, "OCTET STRING");
    }

    /** The BIT STRING that follows, which has whole bytes. */
    public byte[] bits() throws DerException {
        byte[] content = content(Der.BITS, "BIT STRING");
        if (content.length == 0) throw new DerException("a BIT STRING of no bytes");
        return Arrays.copyOfRange(content, 1, content.length);
    }

    /** The INTEGER that follows. */
    public BigInteger integer() throws DerException {
        byte[] content = content(Der.INTEGER, "INTEGER");
        if (content.length == 0) throw new DerException("an INTEGER of no bytes");
        return new BigInteger(content);
    }

    /** The OBJECT IDENTIFIER that follows, with dots. */
    public String oid() throws DerException {
        byte[] content = content(Der.OID, "OBJECT IDENTIFIER");
        StringBuilder dotted = new StringBuilder();
        BigInteger number = BigInteger.ZERO;
        for (byte group : content) {
            number = number.shiftLeft(GROUP_BITS).or(BigInteger.valueOf(group & GROUP));
            if ((group & MORE) == 0) {
                append(dotted, number);
                number = BigInteger.ZERO;
            }
        }
        return dotted.toString();
    }

    private static void append(StringBuilder dotted, BigInteger number) {
        if (dotted.isEmpty()) {
            BigInteger first = BigInteger.valueOf(ARCS_MAX).min(number.divide(arcs(1)));
            dotted.append(first).append('.').append(number.subtract(arcs(first.intValue())));
        } else {
            dotted.append('.').append(number);
        }
    }

    private static BigInteger arcs(int first) {
        return BigInteger.valueOf((long) first * FIRST_ARC);
    }

    /** The value that follows, whatever it is, with its tag and length. */
    public byte[] whole() throws DerException {
        int start = position;
        if (!hasNext()) throw new DerException("it ends where a value was wanted");
        byte[] _ = content(tag(), "a value");
        return Arrays.copyOfRange(bytes, start, position);
    }

    private int tag() {
        return bytes[position] & 0xff;
    }

    private byte[] content(int tag, String wanted) throws DerException {
        if (!hasNext()) throw new DerException("it ends where " + wanted + " was wanted");
        if (tag() != tag) {
            String found = "0x" + Integer.toHexString(tag());
            throw new DerException("tag " + found + " where " + wanted + " was wanted");
        }
        position++;
        int length = length();
        if (length > bytes.length - position) {
            throw new DerException("it ends within a value: it was cut off");
        }
        position += length;
        return Arrays.copyOfRange(bytes, position - length, position);
    }

    private int length() throws DerException {
        int first = next();
        if (first < LONG_LENGTH) return first;
        int count = first - LONG_LENGTH;
        if (count == 0 || count > LENGTH_BYTES_MAX) throw new DerException("a length out of range");
        int length = 0;
        for (int i = 0; i < count; i++) length = length << BITS_A_BYTE | next();
        if (length < 0) throw new DerException("a length out of range");
        return length;
    }

    private int next() throws DerException {
        if (!hasNext()) throw new DerException("it ends within a length: it was cut off");
        return bytes[position++] & 0xff;
    }
}
