package io.fairlead.trace;

import io.fairlead.net.Endpoint;
import io.fairlead.packet.CapturedFrame;
import io.fairlead.packet.Fragment;
import io.fairlead.packet.IcmpMessage;
import io.fairlead.packet.Ip;
import io.fairlead.packet.Packet;
import io.fairlead.packet.TcpSegment;
import io.fairlead.packet.UdpDatagram;
import io.fairlead.packet.Undecoded;
import io.fairlead.payload.MessageNames;
import io.fairlead.payload.tls.TlsSecrets;
import io.fairlead.payload.tls.TlsTalk;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a client and a server say to each other, packet for packet. For one thread. */
public final class Conversation {
    private final int number;
    private final Ends ends;
    private final MessageNames messages;
    private final TlsTalk tls;
    private final TcpConversation tcp;
    private final List<Step> steps = new ArrayList<>();
    private int taken;

    /**
     * @param number its number in the capture
     * @param ends from the client to the server
     * @param secrets to decrypt TLS with; null for none
     */
    Conversation(int number, Ends ends, @Nullable TlsSecrets secrets) {
        this.number = number;
        this.ends = ends;
        boolean stream = ends.protocol() == Protocol.TCP;
        messages = new MessageNames(stream, ends.from().getPort(), ends.to().getPort());
        tls = new TlsTalk(secrets);
        tcp = new TcpConversation(ends.to().getPort(), messages, tls);
    }

    /** Its number in the capture, from 1. */
    public int number() {
        return number;
    }

    /** Its protocol. */
    public Protocol protocol() {
        return ends.protocol();
    }

    /** The end that began it, as far as was captured. */
    public InetSocketAddress client() {
        return ends.from();
    }

    /** The end that answers. */
    public InetSocketAddress server() {
        return ends.to();
    }

    /** The client in the notation of endpoints, without a scheme. */
    public String clientText() {
        return Endpoint.describe(client());
    }

    /** The server in the notation of endpoints, without a scheme. */
    public String serverText() {
        return Endpoint.describe(server());
    }

    /** Its packets so far, in the order of the capture. */
    public List<Step> steps() {
        return Collections.unmodifiableList(steps);
    }

    /** The packets since the last call, in the order of the capture. */
    public List<Step> takeNew() {
        List<Step> fresh = List.copyOf(steps.subList(taken, steps.size()));
        taken = steps.size();
        return fresh;
    }

    /** How many bytes of payload one end has sent; over TCP each counts once, sent again or not. */
    public long payloadBytes(boolean fromClient) {
        if (protocol() == Protocol.TCP) return tcp.payloadBytes(fromClient);
        long bytes = 0;
        for (Step step : steps) {
            boolean own = step.fromClient() == fromClient;
            if (own && step.packet().transport() instanceof UdpDatagram datagram) {
                bytes += datagram.payloadBytes();
            }
        }
        return bytes;
    }

    /** Whether a TCP connection has come to its end; never for UDP, which has none. */
    public boolean isOver() {
        return protocol() == Protocol.TCP && tcp.isOver();
    }

    /** What tells a connection over TLS apart in a key log; empty where there is no such thing. */
    public String tlsRandom() {
        return tls.random();
    }

    /** Why what TLS carries is not shown, or not to its end, although there are secrets. */
    public String tlsClosedReason() {
        return tls.closedReason();
    }

    /** Whether a packet of the same two ends begins another conversation. */
    boolean isOtherThan(Packet packet, InetSocketAddress from) {
        return packet.transport() instanceof TcpSegment segment
                && tcp.isOtherThan(segment, from.equals(client()));
    }

    /** Takes a packet of this conversation, the frame {@code frameNumber} of the capture. */
    void add(int frameNumber, CapturedFrame frame, Packet packet, Ends of) {
        boolean fromClient = of.from().equals(client());
        TcpConversation.Reading reading = read(packet, fromClient, frame.timeNs(), of);
        steps.add(
                new Step(
                        frameNumber,
                        frame,
                        packet,
                        fromClient,
                        reading.numbers(),
                        tcp.clientState(),
                        tcp.serverState(),
                        reading.marks(),
                        reading.sentence(),
                        reading.tls()));
    }

    private TcpConversation.Reading read(Packet packet, boolean fromClient, long timeNs, Ends of) {
        String name = fromClient ? "The client" : "The server";
        Ip ip = packet.ip();
        if (ip == null) throw new IllegalArgumentException("a packet without an IP header");
        return switch (packet.transport()) {
            case TcpSegment segment -> tcp.read(segment, fromClient, timeNs);
            case UdpDatagram datagram ->
                    said(
                            UdpWords.datagram(
                                    ip,
                                    datagram,
                                    name,
                                    messages.words(datagram.payload(), fromClient)));
            case Fragment piece -> said(UdpWords.fragment(ip, piece, name));
            case Undecoded reason -> said("It " + reason.reason());
            case IcmpMessage message ->
                    new TcpConversation.Reading(
                            null,
                            EnumSet.of(Mark.ICMP_ERROR),
                            UdpWords.error(ip, message, of.from().getAddress(), protocol()),
                            null);
        };
    }

    private static TcpConversation.Reading said(String sentence) {
        return new TcpConversation.Reading(null, Set.of(), sentence, null);
    }
}
