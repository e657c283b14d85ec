package io.fairlead.services.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.net.ConnectOptions;
import io.fairlead.proxy.ProxyHeader;
import io.fairlead.service.Peer;
import io.fairlead.service.PeerTls;
import java.time.Duration;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * What all connections of a relay have in common. Safe for any thread.
 *
 * @param named where they go to
 * @param options how targets are connected to
 * @param headerVersion of the PROXY header that says whose connection it is; 0 for none
 * @param askTimeout how long a client may take to say whom it asks for
 * @param retryAfter how long a target that failed is left alone
 * @param quiet how long no byte moves on a connection before a drain ends it
 * @param faults how the relay misbehaves at this moment
 * @param queuedBytesMax bytes queued for one end at which the other one is not read any more
 * @param observer is told
 */
record RelayTerms(
        NamedTargets named,
        ConnectOptions options,
        int headerVersion,
        Duration askTimeout,
        Duration retryAfter,
        Duration quiet,
        LiveFaults faults,
        int queuedBytesMax,
        RelayObserver observer) {
    private static final long SEEDS_APART = 0x9E37_79B9_7F4A_7C15L; // an odd number, well mixed

    /** Where all go to, if names are not read. */
    RelayTargets targets() {
        return Objects.requireNonNull(named.others());
    }

    /** How to connect for {@code client}. */
    ConnectOptions options(Peer client) {
        return headerVersion == 0 ? options : options.withProxyHeader(header(client));
    }

    private ProxyHeader header(Peer client) {
        ProxyHeader header =
                ProxyHeader.of(headerVersion, client.remoteAddress(), client.localAddress());
        PeerTls tls = client.tls();
        if (headerVersion == 1 || tls == null) return header;
        header = with(header, ProxyHeader.AUTHORITY, tls.serverName());
        return with(header, ProxyHeader.ALPN, tls.applicationProtocol());
    }

    private static ProxyHeader with(ProxyHeader header, int type, @Nullable String text) {
        return text == null ? header : header.with(type, text.getBytes(UTF_8));
    }

    /** The same for the same connection of the same seed. */
    SplittableRandom random(Peer client) {
        return new SplittableRandom(faults.now().seed() * SEEDS_APART + client.id());
    }
}
