package io.fairlead.stat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the numbers of a socket mean, in words. Pure; for any thread. */
public final class Meaning {
    private final KernelSocket socket;
    private final List<SocketOwner> owners;
    private final List<Remark> remarks = new ArrayList<>();

    /**
     * One thing to say of a socket.
     *
     * @param words such as {@code backlog 5 of 7 used}
     * @param notable whether someone should look into it
     */
    public record Remark(String words, boolean notable) {}

    private Meaning(KernelSocket socket, List<SocketOwner> owners) {
        this.socket = socket;
        this.owners = owners;
    }

    private String who() {
        return switch (owners.size()) {
            case 0 -> isAccepted() ? "its program" : "a program that has not accepted it";
            case 1 -> owners.getFirst().toString();
            default ->
                    String.format(
                            Locale.ROOT,
                            "%s (pid %d and %s more)",
                            owners.getFirst().command(),
                            owners.getFirst().pid(),
                            count(owners.size() - 1L));
        };
    }

    /** The kernel gives a connection an inode when a program accepts it. */
    private boolean isAccepted() {
        return socket.identity().inode() != 0;
    }

    /** What to say of a socket, the most telling first; nothing of one that is well. */
    public static List<Remark> of(KernelSocket socket, Owners owners) {
        Meaning meaning = new Meaning(socket, owners.of(socket));
        meaning.state();
        if (socket.state() != SocketState.LISTEN) {
            meaning.queues();
        }
        meaning.timer();
        meaning.drops();
        return meaning.remarks;
    }

    private void state() {
        switch (socket.state()) {
            case LISTEN -> backlog();
            case CLOSE_WAIT -> {
                // The peer's FIN counts as one byte until the program has read the end of input.
                boolean read = socket.queues().receive() == 0;
                say(true, atLeast() + who() + " has not " + (read ? "closed it" : "read the end"));
            }
            case TIME_WAIT -> say(false, "free in " + time(socket.timer().left()));
            case FIN_WAIT2 -> halfClosed();
            case FIN_WAIT1 -> say(false, "closed here, the peer has not acknowledged it");
            case CLOSING -> say(false, "closed by both, the peer has not acknowledged it");
            case LAST_ACK -> say(false, "closed by both, the last FIN is not acknowledged");
            case SYN_SENT -> {
                if (!socket.protocol().isUnix()) say(true, "no answer to SYN yet");
            }
            case SYN_RECV -> say(false, "half open: the handshake is not over");
            default -> {} // says enough by itself
        }
    }

    private void halfClosed() {
        boolean ends = socket.timer().kind() == SocketTimer.Kind.TIME_WAIT;
        String end = ends ? "; free in " + time(socket.timer().left()) : "";
        say(!ends, "closed here, the peer has not" + end);
    }

    private void backlog() {
        long waiting = socket.queues().receive();
        long room = socket.queues().send();
        if (room < 0) {
            if (waiting > 0) say(true, count(waiting) + " not accepted");
            return;
        }
        boolean full = waiting > 0 && waiting >= room;
        String end = full ? ", full: new clients must wait" : "";
        String used = waiting > 0 ? " used" : "";
        if (waiting > room) used += " (Linux lets one more in)";
        say(full, "backlog %s of %s%s%s".formatted(count(waiting), count(room), used, end));
    }

    /** In CLOSE_WAIT no segment came later than the FIN, but for acknowledgements of ours. */
    private String atLeast() {
        TcpFacts tcp = socket.tcp();
        return tcp == null ? "" : "for at least " + time(tcp.sinceLastSegment()) + ": ";
    }

    private void queues() {
        switch (socket.protocol()) {
            case TCP -> {
                unread();
                unsent();
            }
            case UDP -> memory("datagrams not read by ", "");
            case UNIX_DATAGRAM -> memory("not read by ", ", the next datagram");
            case UNIX_STREAM, UNIX_SEQPACKET -> unread();
        }
    }

    private void memory(String what, String of) {
        long bytes = socket.queues().receive();
        if (bytes > 0) say(true, what + who() + of + ": " + bytes(bytes));
    }

    private void unread() {
        long unread = socket.queues().receive() - (isEndReceived() ? 1 : 0);
        boolean matters = isAccepted() || socket.state() == SocketState.ESTABLISHED;
        if (unread > 0 && matters && socket.state() != SocketState.TIME_WAIT) {
            say(true, "%s not read by %s".formatted(bytes(unread), who()));
        }
    }

    private boolean isEndReceived() {
        return switch (socket.state()) {
            case CLOSE_WAIT, CLOSING, LAST_ACK -> true;
            default -> false;
        };
    }

    private void unsent() {
        long unsent = socket.queues().send();
        TcpFacts tcp = socket.tcp();
        long waiting = tcp == null ? 0 : Math.min(unsent, tcp.bytesNotSent());
        long underWay = unsent - waiting;
        switch (socket.state()) {
            case SYN_SENT, SYN_RECV -> underWay = 0; // the SYN counts as one byte
            case FIN_WAIT1, CLOSING, LAST_ACK -> { // and so does the FIN, which is last
                waiting -= waiting > 0 ? 1 : 0;
                underWay -= underWay > 0 && waiting == 0 ? 1 : 0;
            }
            default -> {} // all of it is data
        }
        if (underWay > 0) say(false, bytes(underWay) + " not acknowledged");
        if (waiting > 0) say(false, bytes(waiting) + " not sent yet");
    }

    private void timer() {
        SocketTimer timer = socket.timer();
        String next = time(timer.left());
        switch (timer.kind()) {
            case RETRANSMIT -> {
                if (timer.tries() > 0) {
                    say(true, "sent again " + times(timer.tries()) + ", next in " + next);
                } else if (socket.state() == SocketState.SYN_SENT) {
                    say(false, "SYN again in " + next);
                }
            }
            case PROBE ->
                    say(true, "the peer has no room, it does not read; asked again in " + next);
            default -> {} // TIME_WAIT is in the state; keepalive is no news
        }
    }

    /** Of a connection, these are repeated segments for the most part: no news. */
    private void drops() {
        boolean open =
                socket.protocol() == SocketProtocol.UDP || socket.state() == SocketState.LISTEN;
        long drops = socket.queues().drops();
        if (drops > 0 && open) {
            boolean lost = socket.protocol() == SocketProtocol.UDP;
            say(
                    lost,
                    "%s dropped so far"
                            .formatted(drops == 1 ? "1 packet" : count(drops) + " packets"));
        }
    }

    private void say(boolean notable, String words) {
        remarks.add(new Remark(words, notable));
    }

    private static String times(int count) {
        return count == 1 ? "once" : count + " times";
    }

    private static String bytes(long number) {
        return number == 1 ? "1 byte" : count(number) + " bytes";
    }

    /** {@code 1,234,567}. */
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** {@code 230 ms}, {@code 41 s}, {@code 3 min}, {@code 1 h 59 min}, {@code 2 days}. */
    public static String time(Duration time) {
        if (time.toMillis() < 1000) return time.toMillis() + " ms";
        if (time.toSeconds() < 120) return time.toSeconds() + " s";
        if (time.toMinutes() < 60) return time.toMinutes() + " min";
        if (time.toHours() < 48) return time.toHours() + " h " + time.toMinutesPart() + " min";
        return time.toDays() + " days";
    }
}
