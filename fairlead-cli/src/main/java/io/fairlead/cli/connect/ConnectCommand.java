package io.fairlead.cli.connect;

import io.fairlead.cli.ExitCode;
import io.fairlead.cli.HelpOption;
import io.fairlead.cli.ListeningPorts;
import io.fairlead.cli.Shell;
import io.fairlead.cli.connect.proxy.Proxy;
import io.fairlead.cli.talk.TalkOptions;
import io.fairlead.cli.tls.ShownTlsOptions;
import io.fairlead.net.ConnectOptions;
import io.fairlead.net.DatagramOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.net.EndpointException;
import io.fairlead.proxy.ProxyHeader;
import io.fairlead.tls.TlsOptions;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fairlead connect}: arguments in, exit code out. */
@Command(
        name = "connect",
        customSynopsis = "fairlead connect [OPTION]... ENDPOINT",
        sortOptions = false,
        description = {
            "Talks to a server: sends standard input, shows what the server sends.",
            "",
            "  fairlead connect 7007                          a port of this machine, TCP",
            "  fairlead connect tcp://example.org:80 --crlf   send CR LF at line ends",
            "  fairlead connect udp://127.0.0.1:7007          each line is a datagram",
            "  fairlead connect tls://example.org:443         TLS, to that host",
            "  fairlead connect unix:///run/x.sock            or unix:@name (Linux)",
            "  fairlead connect --datagram unix:///dev/log    Unix datagrams",
            "  fairlead connect 7007 --send-proxy 2           as a proxy connects to a server",
            "  fairlead connect 7007 < big | cmp - big        bytes unchanged, in both directions",
            "",
            "The end of input (Ctrl-D) is passed on to the server (FIN, a half-close). Then",
            "connect waits for the rest of the answer, without limit. Ctrl-C breaks off.",
            "Durations: 500ms, 2s, 5m, 1h. Sizes: 512, 64KiB, 1M.",
            ""
        })
public final class ConnectCommand implements Callable<Integer> {
    private final Shell shell;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "ENDPOINT",
            completionCandidates = ListeningPorts.class,
            description =
                    "tcp://HOST:PORT, tls://HOST:PORT, udp://HOST:PORT, unix:///PATH, unix:@NAME,"
                            + " or PORT.")
    private @Nullable Endpoint endpoint;

    @Option(
            names = "--bind",
            paramLabel = "HOST:PORT",
            description = "Connect from this address; PORT alone: from any address.")
    private @Nullable String bind;

    @Option(
            names = "--no-reuse",
            description =
                    "With --bind: do not set SO_REUSEADDR. A port whose last connection is in"
                            + " TIME_WAIT then counts as in use.")
    private boolean noReuse;

    @Option(
            names = "--connect-timeout",
            paramLabel = "DURATION",
            defaultValue = "10s",
            description = "Time to look up the name and connect. Default: 10s.")
    private Duration connectTimeout = Duration.ofSeconds(10);

    @Option(
            names = "--proxy",
            paramLabel = "URL",
            description =
                    "Connect through a proxy, which looks the name up: socks5://HOST:PORT or"
                            + " http://HOST:PORT (CONNECT), with USER:PASSWORD@ before HOST.")
    private @Nullable Proxy proxy;

    @Mixin HeaderOptions first = new HeaderOptions();

    @Mixin TalkOptions talking = new TalkOptions();

    @Mixin ShownTlsOptions tls = new ShownTlsOptions();

    @Option(
            names = "--broadcast",
            description = "UDP: send to a network's broadcast address, and show all answers.")
    private boolean broadcast;

    @Option(
            names = "--multicast-ttl",
            paramLabel = "COUNT",
            description =
                    "UDP: how many networks a datagram to a group may reach; each router takes 1"
                            + " away. 0 is this machine. Default: 1.")
    private @Nullable Integer multicastTtl;

    @Option(
            names = "--no-multicast-loop",
            description = "UDP: members of a group on this machine do not get what is sent.")
    private boolean noMulticastLoop;

    @Mixin HelpOption help = new HelpOption();

    /**
     * @param shell what the process got
     */
    public ConnectCommand(Shell shell) {
        this.shell = shell;
    }

    /** Talks to an endpoint, and all else as it is without options. */
    public static ConnectCommand to(Endpoint endpoint, Shell shell) {
        ConnectCommand command = new ConnectCommand(shell);
        command.endpoint = endpoint;
        return command;
    }

    @Override
    public Integer call() throws Exception {
        if (endpoint == null) throw usage("the endpoint is missing");
        if (!connectTimeout.isPositive()) throw usage("--connect-timeout must be above 0");
        checkDatagrams(endpoint);
        ConnectOptions connecting;
        if (proxy != null && endpoint.scheme() != Endpoint.Scheme.TCP) {
            throw usage("--proxy is for tcp:// endpoints");
        }
        try {
            talking.check(endpoint);
            TlsOptions _ = tls.options(endpoint);
            connecting = connecting(endpoint);
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
        tls.warn(shell);
        Visit visit = new Visit(endpoint, connecting, tls, proxy, talking);
        boolean finished = visit.run(shell);
        return (finished ? ExitCode.OK : ExitCode.INTERRUPTED).code();
    }

    private ConnectOptions connecting(Endpoint remote) {
        ProxyHeader header = first.header(remote, talking.isDatagrams(remote));
        if (header != null && proxy != null) {
            throw new IllegalArgumentException(
                    "--send-proxy: what goes through --proxy begins with that proxy's own words");
        }
        return ConnectOptions.DEFAULT
                .withTimeout(connectTimeout)
                .withLocal(local(remote))
                .withDatagrams(datagrams())
                .withReuse(!noReuse)
                .withProxyHeader(header);
    }

    private void checkDatagrams(Endpoint remote) {
        if (broadcast && remote.scheme() != Endpoint.Scheme.UDP) {
            throw usage("--broadcast is for udp:// endpoints");
        }
        if ((multicastTtl != null || noMulticastLoop) && !remote.isMulticast()) {
            throw usage(
                    "--multicast-ttl and --no-multicast-loop are for multicast groups, such as"
                            + " udp://239.1.2.3:7007");
        }
    }

    private DatagramOptions datagrams() {
        DatagramOptions options =
                DatagramOptions.DEFAULT
                        .withBroadcast(broadcast)
                        .withMulticastLoop(!noMulticastLoop);
        if (multicastTtl == null) return options;
        try {
            return options.withMulticastTtl(multicastTtl);
        } catch (IllegalArgumentException e) {
            throw usage("--multicast-ttl: " + e.getMessage());
        }
    }

    private @Nullable Endpoint local(Endpoint remote) {
        if (bind == null) {
            if (noReuse) throw usage("--no-reuse is for --bind");
            return null;
        }
        if (remote.scheme() == Endpoint.Scheme.UNIX) {
            throw usage("--bind: a Unix socket has no local address to choose");
        }
        String place = bind.matches("[0-9]+") ? "*:" + bind : bind;
        try {
            Endpoint local =
                    Endpoint.parse(
                            place.contains("://")
                                    ? place
                                    : socketScheme(remote).word() + "://" + place);
            if (local.scheme() != socketScheme(remote)) {
                throw usage("--bind: " + local + " and " + remote + " are of different schemes");
            }
            return local;
        } catch (EndpointException e) {
            throw usage("--bind: " + e.getMessage());
        }
    }

    /** TLS is no matter of the socket. */
    private static Endpoint.Scheme socketScheme(Endpoint remote) {
        return remote.scheme().isTcp() ? Endpoint.Scheme.TCP : remote.scheme();
    }

    private ParameterException usage(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }
}
