package io.fairlead.proxy;

import io.fairlead.access.CidrBlock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * From whom a server takes headers of the PROXY protocol. Immutable.
 *
 * <pre>{@code
 * Server.at("tcp://:7007").proxyProtocol(ProxyRules.from("10.0.0.0/8"));
 * }</pre>
 *
 * <p>Whoever is in one of the networks may claim to be anybody. So name the proxies, and no more;
 * nobody else can connect then. Over a Unix-domain socket networks do not count, but who may open
 * its file.
 *
 * @param networks of the proxies
 * @param timeout how long a header may take from the moment the connection is accepted; positive
 */
public record ProxyRules(List<CidrBlock> networks, Duration timeout) {
    /** Three seconds, in which TCP sends a lost packet again, twice. */
    public static final Duration TIMEOUT = Duration.ofSeconds(3);

    /** Proxies on this machine, within {@link #TIMEOUT}. */
    public static final ProxyRules THIS_MACHINE = from("127.0.0.0/8", "::1");

    /**
     * Checks them.
     *
     * @throws IllegalArgumentException if there is no network, or the timeout is not positive
     */
    public ProxyRules {
        networks = List.copyOf(networks);
        if (networks.isEmpty()) {
            throw new IllegalArgumentException("no network of proxies: nobody could connect");
        }
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException(
                    "the timeout of a header is not positive: " + timeout);
        }
    }

    /**
     * Proxies of these networks, within {@link #TIMEOUT}.
     *
     * @param networks each as {@link CidrBlock#parse} reads it: an address, or one with a prefix
     * @throws IllegalArgumentException if one is none, or there is none
     */
    public static ProxyRules from(String... networks) {
        return new ProxyRules(Stream.of(networks).map(CidrBlock::parse).toList(), TIMEOUT);
    }

    /** The same with another timeout. */
    public ProxyRules withTimeout(Duration newTimeout) {
        return new ProxyRules(networks, newTimeout);
    }
}
