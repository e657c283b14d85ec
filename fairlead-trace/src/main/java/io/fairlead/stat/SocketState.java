package io.fairlead.stat;

import java.util.Locale;
import java.util.Optional;

/** The state of a socket: for TCP those of RFC 9293 section 3.3.2. */
public enum SocketState {
    LISTEN(10),
    SYN_SENT(2),
    SYN_RECV(3),
    ESTABLISHED(1),
    CLOSE_WAIT(8),
    LAST_ACK(9),
    FIN_WAIT1(4),
    FIN_WAIT2(5),
    CLOSING(11),
    TIME_WAIT(6),
    /** Made, or over, and not connected; the kernel's TCP_CLOSE. */
    CLOSED(7),
    /** UDP and Unix-domain datagrams: it has no peer, and hears everyone. */
    UNCONNECTED(7),
    /** A state that is newer than this program. */
    UNKNOWN(0);

    private final int number;

    SocketState(int number) {
        this.number = number;
    }

    /** The state that the kernel calls {@code number}, enum tcp_state. */
    static SocketState of(int number, SocketProtocol protocol) {
        if (number == CLOSED.number) {
            return protocol == SocketProtocol.TCP ? CLOSED : UNCONNECTED;
        }
        for (SocketState state : values()) {
            if (state.number == number) {
                return state;
            }
        }
        return UNKNOWN;
    }

    /** The state of that name, however it is written: {@code time-wait}, {@code TIME_WAIT}. */
    public static Optional<SocketState> named(String word) {
        String letters = word.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
        for (SocketState state : values()) {
            if (state.word().replace("-", "").equals(letters)) {
                return Optional.of(state);
            }
        }
        return switch (letters) {
            case "estab", "connected" -> Optional.of(ESTABLISHED);
            case "listening" -> Optional.of(LISTEN);
            case "unconn" -> Optional.of(UNCONNECTED);
            case "synreceived", "synrcvd" -> Optional.of(SYN_RECV);
            default -> Optional.empty();
        };
    }

    /** As an option writes it: {@code time-wait}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT)
                .replace('_', '-')
                .replace("wait1", "wait-1")
                .replace("wait2", "wait-2");
    }
}
