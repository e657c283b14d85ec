package io.fairlead.lab.experiment.address;

import io.fairlead.lab.Fd;
import io.fairlead.lab.Side;
import io.fairlead.posix.SocketConstants;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;
import java.util.Locale;

/** accept(2) with an addrlen of the caller's choice. For the lab's thread. */
final class Accepts {
    private static final int ROOM = 128;
    private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

    private final Side client;
    private final Side server;
    private final Fd listener;

    Accepts(Side client, Side server, Fd listener) {
        this.client = client;
        this.server = server;
        this.listener = listener;
    }

    /**
     * What accept gave.
     *
     * @param number the descriptor, or {@code -errno}
     * @param needed addrlen afterwards
     * @param family the first two bytes of the address, in hex
     */
    record Result(int number, int needed, String family) {}

    /** A client connects, and accept is told that there is so much room for its address. */
    Result with(String named, int room) {
        Fd caller = client.socket(named + " caller");
        client.connect(caller, listener);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(ROOM, Long.BYTES);
            MemorySegment length = arena.allocateFrom(ValueLayout.JAVA_INT, room);
            int cloexec = SocketConstants.SOCK_CLOEXEC;
            int number = server.sockets().accept4(listener.number(), address, length, cloexec);
            int needed = length.get(ValueLayout.JAVA_INT, 0);
            server.opened(
                    String.format(
                            Locale.ROOT, "addrlen = %d; accept(listener, &a, &addrlen)", room),
                    named,
                    number);
            server.show("addrlen", needed);
            byte[] family = address.asSlice(0, 2).toArray(ValueLayout.JAVA_BYTE);
            return new Result(number, needed, HEX.formatHex(family));
        }
    }

    /** accept is given NULL for the length. */
    int withoutLength() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(ROOM, Long.BYTES);
            int cloexec = SocketConstants.SOCK_CLOEXEC;
            MemorySegment none = MemorySegment.NULL;
            int number = server.sockets().accept4(listener.number(), address, none, cloexec);
            return server.show("accept(listener, &a, NULL)", number);
        }
    }
}
