package io.fairlead.trace;

import io.fairlead.packet.Octets;
import io.fairlead.packet.TcpOptions;
import io.fairlead.packet.TcpSegment.Flag;
import io.fairlead.payload.MessageNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says what a segment means, in the words of RFC 9293. Immutable. */
final class TcpWords {
    private static final String CLIENT = "the client";

    private final int serverPort;
    private final MessageNames messages;

    TcpWords(int serverPort, MessageNames messages) {
        this.serverPort = serverPort;
        this.messages = messages;
    }

    /** The sentence for a segment that has not changed anything yet. */
    String before(
            TcpMoment moment, Set<Mark> marks, boolean fromClient, @Nullable TlsSentence tls) {
        String from = fromClient ? CLIENT : "the server";
        String to = fromClient ? "the server" : CLIENT;
        TcpTrouble trouble = new TcpTrouble(moment, marks, from, to);
        String said;
        if (moment.has(Flag.RST)) {
            said = reset(moment, marks, from, to);
        } else if (moment.has(Flag.SYN)) {
            said = trouble.repetition() + syn(moment, marks, from);
        } else {
            String before = trouble.sentence();
            said = before.isEmpty() ? calm(moment, from, to, tls) : before + rest(tls);
        }
        String late = tls == null ? "" : tls.ofTheOther(to);
        return capital(said) + late + capital(trouble.window()) + congestion(moment);
    }

    private static String rest(@Nullable TlsSentence tls) {
        return tls == null ? "" : tls.completed();
    }

    /** What a segment has changed beyond what it says. */
    String after(TcpMoment moment, Set<Mark> marks, boolean fromClient) {
        if (!marks.contains(Mark.TIME_WAIT)) return "";
        boolean client = (moment.from().state == TcpState.TIME_WAIT) == fromClient;
        return (client ? " The client" : " The server")
                + ", which closed first, now waits in TIME_WAIT (60 s on Linux), so that no late"
                + " segment meets a new connection.";
    }

    private static String capital(String sentence) {
        if (sentence.isEmpty()) return "";
        int first = sentence.startsWith(" ") ? 1 : 0;
        return sentence.substring(0, first)
                + Character.toUpperCase(sentence.charAt(first))
                + sentence.substring(first + 1);
    }

    private String syn(TcpMoment moment, Set<Mark> marks, String from) {
        if (marks.contains(Mark.SYN_RETRY)) {
            return from + " asks to connect again (SYN retry " + moment.from().syns + ").";
        }
        boolean answer = moment.has(Flag.ACK);
        if (answer && marks.contains(Mark.RETRANSMISSION)) return from + " accepts again.";
        String offer = offer(moment.segment().options());
        String offered = offer.isEmpty() ? "." : "; it takes " + offer + ".";
        int bytes = moment.segment().payloadBytes(); // Fast Open, RFC 7413
        String data = bytes == 0 ? "" : ", with " + Figures.bytes(bytes) + " of data already";
        if (!answer) return from + " asks to connect to port " + serverPort + data + offered;
        return from + "'s kernel accepts" + data + offered;
    }

    private static String offer(TcpOptions options) {
        List<String> offers = new ArrayList<>();
        if (options.mss() >= 0) {
            offers.add("segments of up to " + Figures.bytes(options.mss()) + " (MSS)");
        }
        if (options.windowScale() >= 0) offers.add("windows x " + (1 << options.windowScale()));
        if (options.sackPermitted()) offers.add("SACK");
        if (options.timestamps().isPresent()) offers.add("timestamps");
        if (options.fastOpen()) offers.add("Fast Open");
        return String.join(", ", offers);
    }

    private String reset(TcpMoment moment, Set<Mark> marks, String from, String to) {
        if (marks.contains(Mark.REFUSED)) {
            return "refused: nothing listens on port " + serverPort + " (RST).";
        }
        if (moment.from().fin >= 0 && moment.from().state != TcpState.UNKNOWN) {
            return "reset: "
                    + from
                    + " had closed its socket already; what "
                    + to
                    + " sends reaches nobody.";
        }
        if (moment.from().state.isOver()) {
            return "reset: " + from + " knows of no such connection (any more).";
        }
        return "reset: "
                + from
                + " breaks the connection off; what was unread or unsent is lost, and "
                + to
                + " gets ECONNRESET.";
    }

    /** A segment of a conversation that goes well. */
    private String calm(TcpMoment moment, String from, String to, @Nullable TlsSentence tls) {
        if (moment.has(Flag.FIN)) return fin(moment, from, to, tls);
        if (moment.segment().payloadBytes() > 0) return bytes(moment, from, tls) + ".";
        if (moment.to().state == TcpState.SYN_RECV && moment.acknowledgement() > 0) {
            return from + " acknowledges: the connection is up at both ends.";
        }
        return acknowledgement(moment, from, to) + rest(tls);
    }

    private String bytes(TcpMoment moment, String from, @Nullable TlsSentence tls) {
        long acknowledged = moment.newlyAcknowledgedBytes();
        Octets payload = moment.segment().payload();
        return from
                + " sends "
                + Figures.bytes(moment.segment().payloadBytes())
                + (acknowledged > 0 ? ", acknowledges " + Figures.count(acknowledged) : "")
                + Quote.of(payload, tls == null ? words(payload, from) : tls.own());
    }

    private String words(Octets payload, String from) {
        return messages.words(payload, from.equals(CLIENT));
    }

    private String fin(TcpMoment moment, String from, String to, @Nullable TlsSentence tls) {
        String cut = tls == null ? "" : tls.cutOff();
        boolean carries = moment.segment().payloadBytes() > 0;
        String sends = carries ? bytes(moment, from, tls) + "; " : "";
        String who = sends.isEmpty() ? from : "it";
        if (moment.to().fin < 0) {
            return sends + who + " closes its direction; it can still receive: half-close." + cut;
        }
        boolean both = moment.acknowledgement() <= moment.to().fin;
        if (both)
            return sends + who + " closes its direction, as " + to + " does: both at once." + cut;
        return sends + who + " closes its direction, too: nothing more is to come." + cut;
    }

    private static String acknowledgement(TcpMoment moment, String from, String to) {
        if (moment.acknowledgesFin()) return end(moment, from, to);
        long bytes = moment.newlyAcknowledgedBytes();
        if (bytes > 0) return from + " acknowledges " + Figures.bytes(bytes) + ".";
        if (moment.to().probed) {
            return from + " answers" + (moment.from().window == 0 ? "." : ": it is there.");
        }
        if (moment.has(Flag.ACK)) return from + " acknowledges nothing new.";
        return from + " sends a segment without any flag that means something.";
    }

    private static String end(TcpMoment moment, String from, String to) {
        if (moment.from().fin >= 0) {
            boolean last = moment.to().state == TcpState.LAST_ACK;
            return from + " acknowledges the end" + (last ? "; " + to + "'s socket is gone." : ".");
        }
        return from + "'s kernel acknowledges the end; its program may still send (CLOSE_WAIT).";
    }

    private static String congestion(TcpMoment moment) {
        boolean handshake = moment.has(Flag.SYN);
        if (handshake || !moment.has(Flag.ECE)) return "";
        return " A router on the way is congested (ECE).";
    }
}
