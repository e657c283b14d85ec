package io.fairlead.cli.serve.kind;

import io.fairlead.chat.door.Doors;
import io.fairlead.cli.Shell;
import io.fairlead.frame.Codec;
import io.fairlead.net.Endpoint;
import io.fairlead.net.Endpoint.Scheme;
import io.fairlead.service.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The doors of the chat; all that are served share its rooms. */
public enum ChatKind implements ServiceKind {
    /** Lines and datagrams. */
    CHAT("chat rooms for nc, UDP and IRC; chat alone opens all three doors") {
        @Override
        public List<ServiceOffer> usualOffers(Shell shell) {
            return List.of(
                    new ServiceOffer(this, Endpoint.tcp("127.0.0.1", port())),
                    new ServiceOffer(this, Endpoint.udp("127.0.0.1", Doors.DATAGRAMS.port())),
                    new ServiceOffer(IRC, Endpoint.tcp("127.0.0.1", IRC.port())));
        }

        @Override
        public List<ServiceOffer> usualTlsOffers() {
            List<ServiceOffer> both = new ArrayList<>(super.usualTlsOffers());
            both.addAll(IRC.usualTlsOffers());
            return both;
        }
    },
    /** IRC. */
    IRC("the same chat for irssi, WeeChat and other IRC clients");

    private final String summary;

    ChatKind(String summary) {
        this.summary = summary;
    }

    /** The door for an endpoint of {@code scheme}. */
    public Doors door(Scheme scheme) {
        if (this == IRC) return Doors.IRC;
        return scheme == Scheme.UDP ? Doors.DATAGRAMS : Doors.LINES;
    }

    @Override
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public int port() {
        return door(Scheme.TCP).port();
    }

    @Override
    public String summary() {
        return summary;
    }

    @Override
    public boolean overUdp() {
        return this == CHAT;
    }

    @Override
    public boolean answersDatagrams() {
        return overUdp();
    }

    @Override
    public Codec codec(int lineBytesMax) {
        return door(Scheme.TCP).codec(); // over UDP a datagram is a frame, whatever the codec
    }

    @Override
    public int lineBytesMax(int asked, Endpoint endpoint) {
        return door(endpoint.scheme()).lineBytesMax();
    }

    @Override
    public Limits limits(Limits asked) {
        return Doors.limits(asked);
    }

    @Override
    public String tryIt(Endpoint endpoint) {
        String host = endpoint.isWildcard() ? "127.0.0.1" : endpoint.host();
        return switch (endpoint.scheme()) {
            case UNIX -> "nc -U " + endpoint.path();
            case TLS -> "fairlead " + (this == IRC ? "connect" : "chat") + " --ca FILE " + endpoint;
            case UDP -> String.format(Locale.ROOT, "socat - UDP:%s:%d", host, endpoint.port());
            default ->
                    this == IRC
                            ? String.format(Locale.ROOT, "irssi -c %s -p %d", host, endpoint.port())
                            : String.format(Locale.ROOT, "nc %s %d", host, endpoint.port());
        };
    }

    @Override
    public List<ServiceOffer> usualOffers(Shell shell) {
        return List.of(new ServiceOffer(this, Endpoint.tcp("127.0.0.1", port())));
    }

    @Override
    public List<ServiceOffer> usualTlsOffers() {
        int port = door(Scheme.TLS).tlsPort();
        return List.of(new ServiceOffer(this, Endpoint.parse("tls://127.0.0.1:" + port)));
    }
}
