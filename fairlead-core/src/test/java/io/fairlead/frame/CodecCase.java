package io.fairlead.frame;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;

/** A codec, and how to make payloads it can carry; limits are small, so that tests reach them. */
record CodecCase(String name, Codec codec, Function<Random, byte[]> payloads) {
    static final int MAX = 21;

    /** Every codec that cuts a stream the same way however it arrives: all but raw. */
    static List<CodecCase> all() {
        LengthCodec length = Codec.lengthPrefixed(4).maxBytes(MAX);
        return List.of(
                lines("lines", Codec.lines(MAX)),
                lines("crlf", Codec.lines(MAX).crlf()),
                of("text", Codec.lines(MAX).strictText(), CodecCase::text),
                of("telnet", Codec.lines(MAX).telnet(), CodecCase::text),
                delimited("\0"),
                delimited("aab"),
                delimited("abab"),
                delimited("aaaa"),
                of("fixed 1", Codec.fixed(1), random -> bytes(random, 1)),
                of("fixed 7", Codec.fixed(7), random -> bytes(random, 7)),
                length("length 1", Codec.lengthPrefixed(1).maxBytes(MAX), 0),
                length("length 2le", Codec.lengthPrefixed(2).littleEndian().maxBytes(MAX), 0),
                length("length 3", Codec.lengthPrefixed(3).maxBytes(MAX), 0),
                length("length 4", length, 0),
                length("length 4 counting itself", length.countsHeader(), 0),
                length("length 8le", Codec.lengthPrefixed(8).littleEndian().maxBytes(MAX), 0),
                length("length 4 after 2", length.fieldsBefore(2), 6),
                length("length 4 after 1, counting itself", pg(length), 5),
                length("length 3le after 1, counting all", counting(), 4),
                of("varint", Codec.varintPrefixed().maxBytes(MAX), CodecCase::upToMax),
                of("varint 200", Codec.varintPrefixed().maxBytes(200), CodecCase::upTo200),
                of("own", new OwnCodecTest.SensorCodec(), CodecCase::sensorRecord));
    }

    private static LengthCodec pg(LengthCodec length) {
        return length.fieldsBefore(1).countsLength();
    }

    private static LengthCodec counting() {
        return Codec.lengthPrefixed(3).littleEndian().fieldsBefore(1).countsHeader().maxBytes(MAX);
    }

    private static CodecCase of(String name, Codec codec, Function<Random, byte[]> payloads) {
        return new CodecCase(name, codec, payloads);
    }

    private static CodecCase lines(String name, Codec codec) {
        return of(name, codec, CodecCase::line);
    }

    private static CodecCase delimited(String delimiter) {
        Codec codec = Codec.delimited(delimiter).maxBytes(MAX);
        return of("delimiter " + codec, codec, random -> sendable(codec, random));
    }

    /** Payloads with {@code header} bytes of header, the last of which the codec overwrites. */
    private static CodecCase length(String name, LengthCodec codec, int header) {
        return of(name, codec, random -> lengthPayload(codec, header, random));
    }

    private static byte[] lengthPayload(LengthCodec codec, int header, Random random) {
        byte[] payload = bytes(random, header + random.nextInt(MAX - header + 1));
        if (header == 0) return payload;
        // What comes back has the length filled in, so the test's payload needs it too.
        return CodecDriver.encode(codec, List.of(payload));
    }

    private static byte[] upToMax(Random random) {
        return bytes(random, random.nextInt(MAX + 1));
    }

    /** Now and then long enough for a varint of two bytes. */
    private static byte[] upTo200(Random random) {
        return random.nextInt(5) > 0 ? upToMax(random) : bytes(random, random.nextInt(201));
    }

    private static byte[] bytes(Random random, int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Anything but a line end; full of what looks like one. */
    private static byte[] line(Random random) {
        byte[] likely = {'a', '\r', 0, 1, 2, 8, '\n' + 1, (byte) 0x8a, (byte) 0xff};
        byte[] line = new byte[random.nextInt(MAX + 1)];
        for (int i = 0; i < line.length; i++) {
            line[i] = likely[random.nextInt(likely.length)];
            if (i > 0 && line[i - 1] == '\r' && line[i] == 0) line[i] = 'b';
        }
        return line;
    }

    private static byte[] text(Random random) {
        String[] likely = {"a", "\r", "\u0001", "é", "€", "𝄞", "\u0800", "\uffff", "\ud7ff"};
        StringBuilder text = new StringBuilder();
        random.ints(random.nextInt(6), 0, likely.length).forEach(i -> text.append(likely[i]));
        return text.toString().getBytes(UTF_8);
    }

    /** A payload of a and b that the codec takes. */
    private static byte[] sendable(Codec codec, Random random) {
        byte[] payload;
        do {
            payload = new byte[random.nextInt(MAX + 1)];
            for (int i = 0; i < payload.length; i++) payload[i] = (byte) ('a' + random.nextInt(2));
        } while (!CodecDriver.agreesToSend(codec, payload));
        return payload;
    }

    private static byte[] sensorRecord(Random random) {
        boolean temperature = random.nextBoolean();
        byte[] record = bytes(random, temperature ? 5 : 9);
        record[0] = (byte) (temperature ? 'T' : 'P');
        return record;
    }

    List<byte[]> somePayloads(Random random, int count) {
        return IntStream.range(0, count).mapToObj(i -> payloads.apply(random)).toList();
    }

    @Override
    public String toString() {
        return name;
    }
}
