package io.fairlead.trace;

import io.fairlead.packet.CapturedFrame;
import io.fairlead.packet.Fragment;
import io.fairlead.packet.Ip;
import io.fairlead.packet.Packet;
import io.fairlead.packet.TcpSegment;
import io.fairlead.packet.TcpSegment.Flag;
import io.fairlead.packet.Undecoded;
import io.fairlead.payload.tls.TlsSecrets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sorts the frames of a capture into conversations, by the addresses and ports of both ends. For
 * one thread.
 */
public final class Conversations {
    private final ConversationFilter filter;
    private final @Nullable TlsSecrets secrets;
    private final List<Conversation> all = new ArrayList<>();

    /** The last conversation between two ends, whichever of them comes first. */
    private final Map<Ends, Conversation> last = new HashMap<>();

    private final Pieces pieces = new Pieces();
    private final Duplicates duplicates = new Duplicates();
    private int frames;
    private int undecoded;
    private String firstReason = "";
    private int unknownLinks;

    /** Keeps the conversations that {@code filter} lets through. */
    public Conversations(ConversationFilter filter) {
        this(filter, null);
    }

    /** The same, where what TLS carries is decrypted with {@code secrets}. */
    public Conversations(ConversationFilter filter, @Nullable TlsSecrets secrets) {
        this.filter = filter;
        this.secrets = secrets;
    }

    /** All conversations, in the order in which they began. */
    public List<Conversation> all() {
        return Collections.unmodifiableList(all);
    }

    /** How many frames there were. */
    public int frames() {
        return frames;
    }

    /** How many frames could not be decoded. */
    public int undecoded() {
        return undecoded;
    }

    /** Why the first of them could not; empty when all could. */
    public String firstReason() {
        return firstReason;
    }

    /** How many of these have a link type that is not known here. */
    public int unknownLinks() {
        return unknownLinks;
    }

    /**
     * How many pieces of packets that IP has cut came without the first one, which has the ports.
     */
    public int lostPieces() {
        return pieces.lost();
    }

    /** How many frames were seen at a second interface, too, and counted once. */
    public int seenTwice() {
        return duplicates.count();
    }

    /**
     * Takes the next frame of the capture.
     *
     * @return the conversation that has a {@linkplain Conversation#takeNew new step} by it, or
     *     several where pieces of a packet had come before its first; null when there is none
     */
    public @Nullable Conversation add(CapturedFrame frame) {
        frames++;
        Packet packet = Packet.decode(frame);
        if (packet.transport() instanceof Undecoded reason) {
            if (undecoded++ == 0) firstReason = reason.reason();
            if (!frame.link().isKnown()) unknownLinks++;
            return null;
        }
        Ip ip = packet.ip();
        if (ip == null) return null;
        Ends ends = pieces.ends(packet);
        if (ends == null) {
            boolean piece = packet.transport() instanceof Fragment;
            if (piece) pieces.await(new Pieces.Piece(frames, frame, packet, ip));
            return null;
        }
        List<Pieces.Piece> earlier = pieces.takeWaiting(ip);
        if (!filter.matches(ends) || duplicates.isOne(frame, ip)) return null;
        Conversation conversation = last.get(ends);
        if (conversation == null || conversation.isOtherThan(packet, ends.from())) {
            conversation = begin(packet, ends);
        }
        for (Pieces.Piece piece : earlier) {
            boolean twice = duplicates.isOne(piece.frame(), piece.ip());
            if (!twice) conversation.add(piece.number(), piece.frame(), piece.packet(), ends);
        }
        conversation.add(frames, frame, packet, ends);
        return conversation;
    }

    private Conversation begin(Packet packet, Ends ends) {
        Ends fromClient = isFromClient(packet, ends) ? ends : ends.reversed();
        Conversation conversation = new Conversation(all.size() + 1, fromClient, secrets);
        all.add(conversation);
        last.put(ends, conversation);
        last.put(ends.reversed(), conversation);
        return conversation;
    }

    /** A SYN tells; else who is watched is the server, else who has the smaller port. */
    private boolean isFromClient(Packet packet, Ends ends) {
        if (packet.transport() instanceof TcpSegment segment && segment.has(Flag.SYN)) {
            return !segment.has(Flag.ACK);
        }
        boolean fromWatched = filter.names() && filter.isEnd(ends.from());
        boolean toWatched = filter.names() && filter.isEnd(ends.to());
        if (fromWatched != toWatched) return toWatched;
        return ends.protocol() == Protocol.UDP || ends.from().getPort() >= ends.to().getPort();
    }
}
