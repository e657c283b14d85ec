package io.fairlead.lab;

import io.fairlead.packet.CapturedFrame;
import io.fairlead.packet.IcmpMessage;
import io.fairlead.packet.TcpSegment;
import io.fairlead.packet.UdpDatagram;
import io.fairlead.payload.tls.TlsSecrets;
import io.fairlead.trace.Conversation;
import io.fairlead.trace.ConversationFilter;
import io.fairlead.trace.Conversations;
import io.fairlead.trace.LiveCapture;
import io.fairlead.trace.Step;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The packets of one lab: of all that passes, those from and to addresses that it told of before.
 * For one thread.
 */
final class Packets implements AutoCloseable {
    private final LiveCapture capture;
    private final Set<InetSocketAddress> servers;
    private final TlsSecrets secrets = TlsSecrets.none();
    private final Conversations all = new Conversations(ConversationFilter.all());
    private final List<Step> steps = new ArrayList<>();
    private final Set<Conversation> undrawn = new HashSet<>();
    private int checked;

    private Packets(LiveCapture capture, Set<InetSocketAddress> servers) {
        this.capture = capture;
        this.servers = servers;
    }

    /**
     * Begins to capture.
     *
     * @param servers addresses of the lab; some may come later
     */
    static Packets begin(Set<InetSocketAddress> servers) throws IOException {
        return new Packets(LiveCapture.open(null, ConversationFilter.all()), servers);
    }

    void secrets(String lines) {
        secrets.add(lines);
    }

    /** Takes what has come. */
    void take() throws IOException {
        CapturedFrame frame = capture.tryNext();
        while (frame != null) {
            Conversation conversation = all.add(frame);
            if (conversation != null && isOurs(conversation)) {
                steps.addAll(conversation.takeNew());
                undrawn.add(conversation);
            }
            frame = capture.tryNext();
        }
    }

    /**
     * True if some have passed unseen: so much went over the interface that the socket of the
     * capture had no room for it.
     */
    boolean haveGaps() {
        return capture.drops() > 0;
    }

    private boolean isOurs(Conversation conversation) {
        return servers.contains(conversation.server()) || servers.contains(conversation.client());
    }

    private static String word(Step step) {
        String what =
                switch (step.packet().transport()) {
                    case TcpSegment segment -> segment.flagText();
                    case UdpDatagram _ -> "UDP";
                    case IcmpMessage _ -> "ICMP";
                    default -> "?";
                };
        return sender(step) + what;
    }

    private static String sender(Step step) {
        return step.fromClient() ? "client " : "server ";
    }

    static String words(List<String> packets) {
        return packets.isEmpty() ? "none" : String.join(", ", packets);
    }

    /** Takes what has come; all of it that was not checked, in words. */
    List<String> taken() throws IOException {
        take();
        return unchecked();
    }

    /** The packets that came since the last that was checked, in words. */
    List<String> unchecked() {
        return unseen().stream().map(Packets::word).toList();
    }

    /** Which of {@link #unchecked} is the first with a mark, {@code client reset}; else -1. */
    int firstMarked(String wanted) {
        List<Step> unseen = unseen();
        for (int i = 0; i < unseen.size(); i++) {
            Step step = unseen.get(i);
            if (step.marks().stream().anyMatch(mark -> wanted.equals(sender(step) + mark.words())))
                return i;
        }
        return -1;
    }

    private List<Step> unseen() {
        return steps.subList(checked, steps.size());
    }

    /** The packets of the connection that {@code fd} is an end of, from its beginning. */
    List<Step> of(Fd fd) {
        return all.all().reversed().stream()
                .filter(conversation -> isBetween(conversation, fd.local(), fd.remote()))
                .findFirst()
                .map(conversation -> opened(conversation.steps()).all().getFirst().steps())
                .orElse(List.of());
    }

    private static boolean isBetween(
            Conversation conversation,
            @Nullable InetSocketAddress one,
            @Nullable InetSocketAddress other) {
        InetSocketAddress client = conversation.client();
        InetSocketAddress server = conversation.server();
        return (client.equals(one) && server.equals(other))
                || (client.equals(other) && server.equals(one));
    }

    /** The same packets, read with the secrets that there are by now. */
    private Conversations opened(List<Step> some) {
        Conversations copy = new Conversations(ConversationFilter.all(), secrets);
        some.forEach(step -> copy.add(step.frame()));
        return copy;
    }

    /** The first packets of {@link #unchecked} were checked. */
    void checked(int count) {
        checked += count;
    }

    /**
     * Each conversation that went on since the last call, from its beginning, as it is now; what
     * comes later does not change it.
     */
    List<Conversation> draw() {
        List<Step> some =
                undrawn.stream()
                        .flatMap(conversation -> conversation.steps().stream())
                        .sorted(Comparator.comparingInt(Step::number))
                        .toList();
        undrawn.clear();
        return opened(some).all();
    }

    /** Of those that {@link #draw} would give, the ones of this client; the others are left out. */
    List<Conversation> draw(@Nullable InetSocketAddress client) {
        undrawn.removeIf(conversation -> !conversation.client().equals(client));
        return draw();
    }

    @Override
    public void close() {
        capture.close();
    }
}
