package io.fairlead.lab;

import io.fairlead.packet.TcpSegment;
import io.fairlead.payload.tls.TlsEvent;
import io.fairlead.trace.Step;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Ways to read the packets of one TCP connection, for {@link Experiment#checkWire}. Pure. */
public final class Wire {
    private static final int HANDSHAKE_PACKETS = 3;
    private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

    private Wire() {}

    /**
     * The first packets after the handshake: {@code client 4 bytes, server ACK}.
     *
     * @param count how many, at most
     */
    public static Function<List<Step>, String> first(int count) {
        return packets ->
                packets.stream()
                        .skip(HANDSHAKE_PACKETS)
                        .limit(count)
                        .map(Wire::words)
                        .collect(Collectors.joining(", "));
    }

    /** A packet in words: {@code client 4 bytes}, {@code server ACK}. */
    public static String words(Step step) {
        String side = step.fromClient() ? "client " : "server ";
        if (!(step.packet().transport() instanceof TcpSegment segment)) return side + "?";
        int bytes = segment.payloadBytes();
        return side + (bytes > 0 ? bytes + " bytes" : segment.flagText());
    }

    /** The messages of TLS by their names: {@code client ClientHello, server ServerHello ...}. */
    public static String tls(List<Step> packets) {
        return packets.stream()
                .map(Step::tls)
                .filter(Objects::nonNull)
                .flatMap(notes -> notes.events().stream())
                .map(Wire::words)
                .collect(Collectors.joining(", "));
    }

    private static String words(TlsEvent event) {
        String name = event.words().replaceFirst("( for .*)? \\(.*", "");
        return (event.fromClient() ? "client " : "server ") + name;
    }

    /** The bytes that the client has sent, in hex: {@code 01 00 00 00}. */
    public static String bytes(List<Step> packets) {
        return bytes(packets, true);
    }

    /** The same of one of both ends. */
    public static String bytes(List<Step> packets, boolean ofClient) {
        return packets.stream()
                .filter(step -> step.fromClient() == ofClient)
                .map(step -> step.packet().transport())
                .filter(TcpSegment.class::isInstance)
                .map(segment -> HEX.formatHex(((TcpSegment) segment).payload().toArray()))
                .filter(bytes -> !bytes.isEmpty())
                .collect(Collectors.joining(" "));
    }
}
