package io.fairlead.exec.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.frame.Frame;
import io.fairlead.service.Peer;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * A datagram that calls a command, and the datagram that answers it. What does not fit is left out,
 * whole pieces at a time, and the line {@code cut} says so. The runner's thread's own.
 */
final class DatagramCall implements Call {
    private static final int ANSWER_BYTES_MAX = 1_200;
    private static final byte[] CUT = {'c', 'u', 't', '\n'};

    private final Peer peer;
    private final String who;
    private final ByteArrayOutputStream answer = new ByteArrayOutputStream();
    private boolean cut;

    DatagramCall(Peer peer, String who) {
        this.peer = peer;
        this.who = who;
    }

    @Override
    public String who() {
        return who;
    }

    @Override
    public void began(CommandRun run) {
        // it cannot leave: a datagram has no connection
    }

    @Override
    public boolean send(byte[] lines) {
        // More than can be sent is not kept; the end needs some room.
        cut |= answer.size() > ANSWER_BYTES_MAX;
        if (!cut) answer.writeBytes(lines);
        return true;
    }

    @Override
    public void ended(byte[] lines) {
        int lastLine = lineEnd(lines, lines.length - 1);
        send(Arrays.copyOf(lines, lastLine));
        byte[] end = shortened(Arrays.copyOfRange(lines, lastLine, lines.length));
        int room = ANSWER_BYTES_MAX - CUT.length - end.length;
        byte[] all = answer.toByteArray();
        int fits = all.length <= room ? all.length : lineEnd(all, room);
        ByteArrayOutputStream datagram = new ByteArrayOutputStream();
        datagram.write(all, 0, fits);
        if (fits < all.length || cut) datagram.writeBytes(CUT);
        datagram.writeBytes(end);
        peer.send(Frame.of(datagram.toByteArray()));
    }

    /** A refusal that lists much is not sent whole, and no character is cut in two. */
    private static byte[] shortened(byte[] line) {
        if (line.length <= ANSWER_BYTES_MAX / 2) return line;
        int fits = ANSWER_BYTES_MAX / 2;
        while ((line[fits] & 0xC0) == 0x80) fits--;
        return (new String(line, 0, fits, UTF_8) + "...\n").getBytes(UTF_8);
    }

    private static int lineEnd(byte[] bytes, int before) {
        int end = before;
        while (end > 0 && bytes[end - 1] != '\n') end--;
        return end;
    }
}
