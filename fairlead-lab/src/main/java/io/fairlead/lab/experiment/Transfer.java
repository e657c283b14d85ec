package io.fairlead.lab.experiment;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.lab.Fd;
import io.fairlead.lab.Side;
import io.fairlead.posix.Errno;
import io.fairlead.posix.SocketConstants;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Locale;

/** send(2) and recv(2) of any bytes, and of urgent ones; shown as in C. Stateless. */
public final class Transfer {
    private static final int BYTES_MAX = 1024;

    private Transfer() {}

    /** What one recv(2) gave. Immutable. */
    public static final class Received {
        private final int result;
        private final byte[] bytes;

        private Received(int result, byte[] bytes) {
            this.result = result;
            this.bytes = bytes;
        }

        /** How many bytes, or {@code -errno}. */
        public int result() {
            return result;
        }

        /** Those that came, not to be changed. */
        public byte[] bytes() {
            return bytes;
        }

        /** What came, as in a program in C but for the quotes; or what recv failed with. */
        public String text() {
            return result < 0 ? Errno.name(result) : literal(bytes);
        }
    }

    /** send(2) with MSG_NOSIGNAL. */
    public static int send(Side side, Fd fd, byte[] bytes) {
        return send(side, fd, bytes, 0, "");
    }

    /** send(2) with MSG_OOB: the last byte is urgent. */
    public static int sendUrgent(Side side, Fd fd, String text) {
        return send(side, fd, text.getBytes(UTF_8), SocketConstants.MSG_OOB, "MSG_OOB | ");
    }

    private static int send(Side side, Fd fd, byte[] bytes, int flag, String word) {
        int result = sendUnshown(side, fd, bytes, flag);
        String what =
                String.format(Locale.ROOT, "%s, \"%s\", %d", fd, literal(bytes), bytes.length);
        return side.show("send(%s, %sMSG_NOSIGNAL)".formatted(what, word), result);
    }

    /** send(2) with MSG_NOSIGNAL and other flags, to be shown later. */
    public static int sendUnshown(Side side, Fd fd, byte[] bytes, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
            int all = flags | SocketConstants.MSG_NOSIGNAL;
            return side.sockets().send(fd.number(), memory.address(), bytes.length, all);
        }
    }

    /**
     * Two calls of send(2), one at once after the other: nothing is shown in between, as that may
     * take a while.
     *
     * @return shows them
     */
    public static Runnable sendBoth(Side side, Fd fd, String first, String second) {
        byte[] one = first.getBytes(UTF_8);
        byte[] two = second.getBytes(UTF_8);
        String call = "send(%s, \"%s\", %d, MSG_NOSIGNAL)";
        try (Arena arena = Arena.ofConfined()) {
            long head = arena.allocateFrom(ValueLayout.JAVA_BYTE, one).address();
            long tail = arena.allocateFrom(ValueLayout.JAVA_BYTE, two).address();
            int flags = SocketConstants.MSG_NOSIGNAL;
            int sentOne = side.sockets().send(fd.number(), head, one.length, flags);
            int sentTwo = side.sockets().send(fd.number(), tail, two.length, flags);
            return () -> {
                side.show(call.formatted(fd, literal(one), one.length), sentOne);
                side.show(call.formatted(fd, literal(two), two.length), sentTwo);
            };
        }
    }

    /** recv(2): waits for bytes. */
    public static Received recv(Side side, Fd fd, int bytes) {
        return show(side, fd, bytes, recvUnshown(side, fd, bytes, 0));
    }

    /** Shows a recv(2) that was made. */
    public static Received show(Side side, Fd fd, int bytes, Received received) {
        return show(side, fd, bytes, "0", received);
    }

    /** recv(2) with MSG_OOB: the urgent byte alone. */
    public static Received recvUrgent(Side side, Fd fd) {
        Received received = recvUnshown(side, fd, 1, SocketConstants.MSG_OOB);
        return show(side, fd, 1, "MSG_OOB", received);
    }

    /** recv(2), to be shown later. */
    public static Received recvUnshown(Side side, Fd fd, int bytes, int flags) {
        if (bytes > BYTES_MAX) throw new IllegalArgumentException(bytes + " are too many");
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(bytes);
            int result = side.sockets().recv(fd.number(), memory.address(), bytes, flags);
            byte[] came = memory.asSlice(0, Math.max(0, result)).toArray(ValueLayout.JAVA_BYTE);
            return new Received(result, came);
        }
    }

    private static Received show(Side side, Fd fd, int bytes, String words, Received received) {
        int result = received.result;
        String came = result == 0 ? " (end of input)" : " \"" + literal(received.bytes) + '"';
        side.show(
                String.format(Locale.ROOT, "recv(%s, %d, %s)", fd, bytes, words),
                result,
                result + came);
        return received;
    }

    /** Bytes as they stand in a program in C, without the quotes around them. */
    public static String literal(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (byte each : bytes) {
            switch (each) {
                case '\n' -> text.append("\\n");
                case '"', '\\' -> text.append('\\').append((char) each);
                default -> {
                    boolean plain = each >= ' ' && each < 127;
                    text.append(plain ? "" + (char) each : "\\%03o".formatted(each & 0xff));
                }
            }
        }
        return text.toString();
    }
}
