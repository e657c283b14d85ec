package io.fairlead.cli.access;

import io.fairlead.access.CidrBlock;
import io.fairlead.net.Endpoint;
import io.fairlead.proxy.ProxyRules;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say through which proxies clients come. */
public final class ProxyOptions {
    @Option(
            names = "--proxy-protocol",
            description =
                    "Clients come through a proxy, such as HAProxy or nginx, which begins each"
                            + " connection with a PROXY header (version 1 or 2) that says who they"
                            + " are. Connections without one are refused.")
    private boolean isOn;

    @Option(
            names = "--proxy-from",
            paramLabel = "NETWORK",
            split = ",",
            description =
                    "With --proxy-protocol: where the proxies are, an address or a network such as"
                            + " 10.0.0.0/8; nobody else can connect. Default: this machine.")
    private List<String> networks = List.of();

    @Option(
            names = "--proxy-timeout",
            paramLabel = "DURATION",
            description = "With --proxy-protocol: time for the header. Default: 3s.")
    private @Nullable Duration timeout;

    /** None is given yet. */
    public ProxyOptions() {}

    /**
     * What they mean.
     *
     * @param datagrams endpoints that have no connections
     * @return null if clients connect themselves
     * @throws IllegalArgumentException if they make no sense; the message names the option
     */
    public @Nullable ProxyRules rules(List<Endpoint> datagrams) {
        if (!isOn) {
            if (networks.isEmpty() && timeout == null) return null;
            throw new IllegalArgumentException(
                    "--proxy-from and --proxy-timeout are for --proxy-protocol; give that, too");
        }
        if (!datagrams.isEmpty()) {
            throw new IllegalArgumentException(
                    "--proxy-protocol: a PROXY header is the beginning of a connection, and "
                            + datagrams.getFirst()
                            + " has datagrams; leave one of the two out");
        }
        ProxyRules rules = ProxyRules.THIS_MACHINE;
        if (!networks.isEmpty()) rules = new ProxyRules(blocks(), rules.timeout());
        if (timeout == null) return rules;
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("--proxy-timeout must be above 0");
        }
        return rules.withTimeout(timeout);
    }

    private List<CidrBlock> blocks() {
        try {
            return networks.stream().map(CidrBlock::parse).toList();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--proxy-from: " + e.getMessage(), e);
        }
    }
}
