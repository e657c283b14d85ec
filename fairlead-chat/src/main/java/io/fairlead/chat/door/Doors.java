package io.fairlead.chat.door;

import io.fairlead.chat.Chat;
import io.fairlead.chat.door.irc.IrcDoor;
import io.fairlead.frame.Codec;
import io.fairlead.service.Limits;
import io.fairlead.service.LimitsBuilder;
import io.fairlead.service.Service;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Function;

/** All doors of a chat. */
@SuppressWarnings(
        "ImmutableEnumChecker") // codecs are immutable, and so are references to constructors
public enum Doors {
    /** A line is a message: for nc and telnet, over TCP and Unix sockets. */
    LINES(
            "lines",
            7100,
            7110,
            Codec.lines(LineDoor.LINE_BYTES_MAX).refuseForeign().telnet(),
            LineDoor::new),
    /** A datagram is a message. */
    DATAGRAMS("datagrams", 7100, 0, Codec.raw(), DatagramDoor::new),
    /** IRC. */
    IRC("IRC", 6667, 6697, IrcDoor.CODEC, IrcDoor::new);

    // Who listens sends nothing, for hours; a peer that is gone is found out when it is sent to.
    private static final Duration IDLE_TIMEOUT = Duration.ofDays(7);
    private static final Duration LIFETIME_MAX = Duration.ofDays(365);
    private static final Duration DATAGRAM_IDLE_TIMEOUT = Duration.ofMinutes(10);

    private static final int DATAGRAM_BYTES_MAX = 65_507; // UDP over IPv4

    private final String words;
    private final int port;
    private final int tlsPort;
    private final Codec codec;
    private final Function<Chat, Service> maker;

    Doors(String words, int port, int tlsPort, Codec codec, Function<Chat, Service> maker) {
        this.words = words;
        this.port = port;
        this.tlsPort = tlsPort;
        this.codec = codec;
        this.maker = maker;
    }

    /** Its name. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Its protocol, in a few words. */
    public String words() {
        return words;
    }

    /** The default port. */
    public int port() {
        return port;
    }

    /** The default port over TLS (for IRC, RFC 7194); 0 for datagrams, which have none. */
    public int tlsPort() {
        return tlsPort;
    }

    /** The longest line that it accepts, in bytes; for datagrams, the longest datagram. */
    public int lineBytesMax() {
        return switch (this) {
            case LINES -> LineDoor.LINE_BYTES_MAX;
            case DATAGRAMS -> DATAGRAM_BYTES_MAX;
            case IRC -> IrcDoor.LINE_BYTES_MAX;
        };
    }

    /** How its streams are cut into frames. */
    public Codec codec() {
        return codec;
    }

    /** A new service that connects clients to {@code chat}. */
    public Service service(Chat chat) {
        return maker.apply(chat);
    }

    /** The limits for a chat, made from the limits that the user asked for. */
    public static Limits limits(Limits asked) {
        Limits usual = Limits.DEFAULT;
        LimitsBuilder limits = asked.toBuilder();
        if (asked.idleTimeout().equals(usual.idleTimeout())) limits.idleTimeout(IDLE_TIMEOUT);
        if (asked.lifetimeMax().equals(usual.lifetimeMax())) limits.lifetimeMax(LIFETIME_MAX);
        if (asked.datagramPeerTimeout().equals(usual.datagramPeerTimeout())) {
            limits.datagramPeerTimeout(DATAGRAM_IDLE_TIMEOUT);
        }
        return limits.build();
    }
}
