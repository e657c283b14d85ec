package io.fairlead.cli.relay;

import io.fairlead.cli.HelpOption;
import io.fairlead.cli.PublicAddress;
import io.fairlead.cli.Shell;
import io.fairlead.cli.access.AccessOptions;
import io.fairlead.cli.access.ProxyOptions;
import io.fairlead.cli.serve.ConnectionLimitOptions;
import io.fairlead.cli.serve.LogFormat;
import io.fairlead.cli.serve.LoopCount;
import io.fairlead.cli.serve.ModelWords;
import io.fairlead.cli.tls.ServerTlsOptions;
import io.fairlead.net.ConnectOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.net.given.GivenSockets;
import io.fairlead.proxy.ProxyRules;
import io.fairlead.server.Model;
import io.fairlead.services.relay.Balance;
import io.fairlead.services.relay.Relay;
import io.fairlead.services.relay.RelayBuilder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fairlead relay}: arguments in, exit code out. */
@Command(
        name = "relay",
        customSynopsis = "fairlead relay [OPTION]... LISTEN [TARGET...]",
        sortOptions = false,
        description = {
            "Accepts connections, and joins each to one that it makes to a target.",
            "Datagrams of a source go to a target, and its answers come back.",
            "",
            "  fairlead relay 7000 7007                       from one port to another",
            "  fairlead relay 7000 example.org:80             to another machine",
            "  fairlead relay 7000 unix:///run/x.sock         from TCP to a Unix socket",
            "  fairlead relay unix:///run/user/1000/x 7007    and the other way",
            "  fairlead relay 7000 7007 7008 7009             one target after the other",
            "  fairlead relay 7000 7007 7008 --balance least-connections",
            "  fairlead relay 7000 7007 --latency 20ms~5ms --rate 1mbit --slice 1..16",
            "  fairlead relay 7000 7007 --refuse 10%% --reset-after 10KiB --seed 7",
            "  fairlead relay tls://:7443 7007 --cert cert.pem --key key.pem",
            "  fairlead relay 7000 tls://example.org:443      TLS on one side, or on both",
            "  fairlead relay 7443 --sni chat.example=10.0.0.7:7110 --sni *.example=10.0.0.8:443",
            "  fairlead relay 7000 7007 --send-proxy 2        targets know who the client is",
            "  fairlead relay udp://:7000 udp://10.0.0.7:53 --drop 5%% --reorder 10%%",
            "  fairlead relay 7000 7007 --control unix:///run/user/1000/faults",
            "  fairlead relay --public 0.0.0.0:7000 7007      other machines may connect",
            "",
            "Bytes arrive unchanged. Half-closes and resets are passed on, and an end that does",
            "not read stops the other one. A target that refuses is left alone for a while; if",
            "no target takes a connection, the client gets a reset.",
            "The relay can misbehave, to test what is on both sides of it; 0 %% touches nothing.",
            "With --control it can be told while it runs: a line such as \"latency 20ms rate off\"",
            "changes that, \"off\" all; an empty line asks what it does.",
            "SIGTERM or Ctrl-C drains: it stops accepting, and each connection ends once no byte",
            "has moved on it for a second. A second one ends at once.",
            "Durations: 500ms, 2s, 5m, 1h. Sizes: 512, 64KiB, 1M.",
            ""
        })
public final class RelayCommand implements Callable<Integer> {
    private final Shell shell;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
            index = "0",
            paramLabel = "LISTEN",
            converter = ListenWord.class,
            description =
                    "Where clients connect: PORT, tcp://HOST:PORT, tls://HOST:PORT, unix:///PATH,"
                            + " unix:@NAME; udp://HOST:PORT; or fd://NAME, which is given.")
    private @Nullable Endpoint listen;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "TARGET",
            hideParamSyntax = true,
            description =
                    "Where they are relayed to; several share the connections. With --sni: those"
                            + " that ask for another name, or for none.")
    private List<Endpoint> targets = List.of();

    @Option(
            names = "--datagram",
            description =
                    "unix: endpoints: relay datagrams (SOCK_DGRAM), to each other or from and to"
                            + " udp://.")
    private boolean datagram;

    @Option(
            names = "--balance",
            paramLabel = "WAY",
            defaultValue = "round-robin",
            completionCandidates = BalanceWords.class,
            description =
                    "Which target gets the next connection: round-robin, or least-connections."
                            + " Default: round-robin.")
    private Balance balance = Balance.ROUND_ROBIN;

    @Option(
            names = "--send-proxy",
            paramLabel = "1|2",
            description =
                    "Tell the targets who the client is, by a PROXY header of that version at the"
                            + " beginning of each connection.")
    private @Nullable Integer headerVersion;

    @Option(
            names = "--retry-after",
            paramLabel = "DURATION",
            defaultValue = "5s",
            description =
                    "Leave a target that failed alone for this long, if there is another."
                            + " Default: 5s.")
    private Duration retryAfter = Duration.ofSeconds(5);

    @Option(
            names = "--connect-timeout",
            paramLabel = "DURATION",
            defaultValue = "10s",
            description = "Time to look up a target's name and connect. Default: 10s.")
    private Duration connectTimeout = Duration.ofSeconds(10);

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            defaultValue = "epoll",
            completionCandidates = ModelWords.class,
            description =
                    "The kind of event loop: epoll, io_uring, selector or polling. Default: epoll.")
    private Model model = Model.EPOLL;

    @Option(
            names = "--loops",
            paramLabel = "COUNT|auto",
            defaultValue = "1",
            completionCandidates = LoopCount.Candidates.class,
            description = "Event loops; auto is one per processor. Default: 1.")
    private LoopCount loops = new LoopCount(1);

    @Option(
            names = "--public",
            description =
                    "Allow other machines to connect (no encryption but over tls://, no password).")
    private boolean allowPublic;

    @Option(names = "--i-am-root", description = "Allow other machines to connect even as root.")
    private boolean iAmRoot;

    @Option(
            names = "--log-format",
            paramLabel = "text|json",
            defaultValue = "text",
            description = "The format of the log; json is an object per line. Default: text.")
    private LogFormat logFormat = LogFormat.TEXT;

    @Option(
            names = {"-q", "--quiet"},
            description = "Log no clients that connect and disconnect.")
    private boolean quiet;

    @Option(
            names = "--drain-timeout",
            paramLabel = "DURATION",
            defaultValue = "10s",
            description = "Time that a drain may take. Default: 10s.")
    private Duration drainTimeout = Duration.ofSeconds(10);

    @Option(
            names = "--control",
            paramLabel = "unix:///PATH",
            description =
                    "Take changes of the faults here, a line each; only this user can connect.")
    private @Nullable Endpoint control;

    @Mixin FaultOptions faulty = new FaultOptions();

    @Mixin ServerTlsOptions tls = new ServerTlsOptions();

    @Mixin AccessOptions access = new AccessOptions();

    @Mixin ProxyOptions proxies = new ProxyOptions();

    @Mixin TargetOptions targetOptions = new TargetOptions();

    @Mixin ConnectionLimitOptions limits = new ConnectionLimitOptions();

    @Mixin HelpOption help = new HelpOption();

    /**
     * @param shell what the process got
     */
    public RelayCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws Exception {
        if (listen == null) throw usage("the endpoint to listen on is missing");
        RelayBuilder builder;
        FaultSettings settings;
        try {
            checkControl();
            listen = GivenSockets.here().claim(listen, tls.showsCertificate());
            settings = faulty.settings(datagram || listen.scheme() == Endpoint.Scheme.UDP);
            checkDatagram(settings);
            builder = builder(listen).faults(settings.faults());
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
        new PublicAddress("relay " + listen, listen).check(allowPublic, iAmRoot, shell);
        tls.warn(shell);
        RelayRun.Output output = new RelayRun.Output(logFormat, quiet, drainTimeout);
        RelayRun run = new RelayRun(shell, listen, control, model, output);
        return run.run(builder, BalanceWords.of(balance), settings).code();
    }

    private void checkControl() {
        if (control == null) return;
        boolean isFile = control.scheme() == Endpoint.Scheme.UNIX && !control.isAbstract();
        if (isFile) return;
        throw new IllegalArgumentException(
                "--control: whoever can connect may change the faults; use a Unix socket, such as"
                        + " unix:///run/user/1000/faults");
    }

    private void checkDatagram(FaultSettings settings) {
        if (!datagram) return;
        if (!settings.words().isEmpty() || control != null) {
            throw new IllegalArgumentException(
                    "--datagram: Unix datagrams are passed on untouched; leave the faults and"
                            + " --control out");
        }
        if (loops.count() > 1) {
            throw new IllegalArgumentException(
                    "--datagram: Unix datagrams have a thread for each socket; leave --loops out");
        }
    }

    private RelayBuilder builder(Endpoint from) {
        requireLoops();
        if (!connectTimeout.isPositive()) {
            throw new IllegalArgumentException("--connect-timeout must be above 0");
        }
        RelayBuilder builder =
                Relay.at(from)
                        .model(model)
                        .loops(loops.count())
                        .limits(limits.limits(allowPublic).build())
                        .options(ConnectOptions.DEFAULT.withTimeout(connectTimeout))
                        .tls(tls.options(List.of(from)))
                        .access(access.rules())
                        .balance(balance)
                        .retryAfter(retryAfter);
        boolean connections = !datagram && from.scheme() != Endpoint.Scheme.UDP;
        ProxyRules through = proxies.rules(connections ? List.of() : List.of(from));
        if (through != null) builder.proxyProtocol(through);
        if (headerVersion != null) sendProxy(builder, connections, headerVersion);
        if (datagram) builder.datagrams();
        targetOptions.addTo(builder, from, targets);
        return builder;
    }

    private static void sendProxy(RelayBuilder builder, boolean connections, int version) {
        if (version != 1 && version != 2) {
            throw new IllegalArgumentException("--send-proxy: there are versions 1 and 2");
        }
        if (!connections) {
            throw new IllegalArgumentException(
                    "--send-proxy: datagrams are no connection that could begin with a header");
        }
        builder.sendProxy(version);
    }

    private void requireLoops() {
        switch (model) {
            case EPOLL, IO_URING, SELECTOR, POLLING -> {}
            default ->
                    throw new IllegalArgumentException(
                            "--model "
                                    + model.word()
                                    + " has no event loops that both ends could share; use epoll,"
                                    + " io_uring, selector or polling");
        }
    }

    private ParameterException usage(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }
}
