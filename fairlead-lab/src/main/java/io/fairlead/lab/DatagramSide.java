package io.fairlead.lab;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.net.Endpoint;
import io.fairlead.posix.Poll;
import io.fairlead.posix.Posix;
import io.fairlead.posix.SocketConstants;
import io.fairlead.posix.message.MessageCalls;
import io.fairlead.posix.message.Msghdr;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The calls of a {@link Side} that sends and receives datagrams, udp(7), shown as its others are.
 * For one thread, that of the side.
 */
public final class DatagramSide {
    private static final int WAIT_MAX_MS = 10_000;

    private final Side side;
    private final MessageCalls messages;
    private final Poll poll;

    /** Calls of this side. */
    public DatagramSide(Side side) {
        this.side = side;
        Posix posix = new Posix();
        messages = new MessageCalls(posix);
        poll = new Poll(posix);
    }

    /**
     * What a call received.
     *
     * @param result what it returned: the length of the datagram, or {@code -errno}
     * @param text what is in the buffer
     * @param truncated whether MSG_TRUNC was among the flags that came back
     */
    public record Received(int result, String text, boolean truncated) {}

    /** socket(2) for UDP, IPv4. */
    public Fd socket(String named) {
        return side.socket(named, SocketConstants.SOCK_DGRAM);
    }

    /** The two calls of each receiver: socket, and bind to loopback. */
    public Fd receiving(String named, int port) {
        Fd fd = socket(named);
        side.bind(fd, port);
        return fd;
    }

    /** sendto(2) of text, in one datagram. */
    public int sendto(Fd fd, String text, Fd to) {
        InetSocketAddress address = to.local();
        if (address == null) throw new IllegalArgumentException(to + " has no address");
        byte[] bytes = text.getBytes(UTF_8);
        try (Arena arena = Arena.ofConfined()) {
            long memory = arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes).address();
            int length = bytes.length;
            int result =
                    side.sockets().sendto(fd.number(), memory, length, 0, Side.storage(address));
            fd.local(side.own(fd)); // the first call has bound it
            String what =
                    String.format(Locale.ROOT, "%s, %s, %d, 0", fd, Side.quoted(text), length);
            return side.show("sendto(%s, %s)".formatted(what, Endpoint.describe(address)), result);
        }
    }

    /** recv(2) into a buffer of so many bytes, with flags such as MSG_DONTWAIT. */
    public Received recv(Fd fd, int bytes, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(Math.max(1, bytes));
            int result = side.sockets().recv(fd.number(), memory.address(), bytes, flags);
            String text = text(memory, Math.min(result, bytes));
            String call = String.format(Locale.ROOT, "recv(%s, %d, %s)", fd, bytes, words(flags));
            side.show(call, result, result + " " + Side.quoted(text));
            return new Received(result, text, false);
        }
    }

    /** recvmsg(2) into a buffer of so many bytes; shows the flags that came back. */
    public Received recvmsg(Fd fd, int bytes) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(Math.max(1, bytes));
            Msghdr message = new Msghdr(1, 0).pieces(1).piece(0, memory.address(), bytes);
            int result = messages.recvmsg(fd.number(), message.forReceiving(), 0);
            int flags = result < 0 ? 0 : message.received();
            String text = text(memory, result);
            String shown =
                    String.format(
                            Locale.ROOT,
                            "%d %s, msg_flags=%s",
                            result,
                            Side.quoted(text),
                            words(flags));
            side.show(
                    String.format(Locale.ROOT, "recvmsg(%s, {iov_len=%d}, 0)", fd, bytes),
                    result,
                    shown);
            return new Received(result, text, (flags & SocketConstants.MSG_TRUNC) != 0);
        }
    }

    /** poll(2) for no event but an error, which it waits for: what is ready, 0 if none came. */
    public int pollError(Fd fd) {
        int result = poll.poll(fd.number(), 0, WAIT_MAX_MS);
        String shown = result == Poll.POLLERR ? "1, revents=POLLERR" : Integer.toString(result);
        return side.show(
                String.format(Locale.ROOT, "poll({%s, 0}, 1, %d)", fd, WAIT_MAX_MS), result, shown);
    }

    private static String text(MemorySegment memory, int bytes) {
        return new String(
                memory.asSlice(0, Math.max(0, bytes)).toArray(ValueLayout.JAVA_BYTE), UTF_8);
    }

    private static String words(int flags) {
        List<String> words = new ArrayList<>();
        if ((flags & SocketConstants.MSG_PEEK) != 0) words.add("MSG_PEEK");
        if ((flags & SocketConstants.MSG_TRUNC) != 0) words.add("MSG_TRUNC");
        if ((flags & SocketConstants.MSG_DONTWAIT) != 0) words.add("MSG_DONTWAIT");
        return words.isEmpty() ? "0" : String.join("|", words);
    }
}
