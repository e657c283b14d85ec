package io.fairlead.cli.connect;

import io.fairlead.cli.ExitCode;
import io.fairlead.cli.HelpOption;
import io.fairlead.cli.Shell;
import io.fairlead.cli.text.ByteCount;
import io.fairlead.net.ConnectOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.net.EndpointException;
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
            "Talks to a server: sends standard input, shows what comes back.",
            "",
            "  fairlead connect 7007                          a port of this machine, TCP",
            "  fairlead connect tcp://example.org:80 --crlf   lines end with CR LF",
            "  fairlead connect udp://127.0.0.1:7007          each line is a datagram",
            "  fairlead connect unix:///run/x.sock            or unix:@name (Linux)",
            "  fairlead connect 7007 < big | cmp - big        bytes as they are, both ways",
            "",
            "At the end of input (Ctrl-D) the server is told so (FIN), and the rest of its",
            "answer is awaited without limit. Ctrl-C breaks off.",
            "Durations: 500ms, 2s, 5m, 1h. Sizes: 512, 64KiB, 1M.",
            ""
        })
public final class ConnectCommand implements Callable<Integer> {
    private final Shell shell;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "ENDPOINT",
            description = "tcp://HOST:PORT, udp://HOST:PORT, unix:///PATH, unix:@NAME, or PORT.")
    private @Nullable Endpoint endpoint;

    @Option(
            names = "--bind",
            paramLabel = "HOST:PORT",
            description = "Connect from this address; a PORT alone is one of any address.")
    private @Nullable String bind;

    @Option(
            names = "--connect-timeout",
            paramLabel = "DURATION",
            defaultValue = "10s",
            description = "Time to connect, looking the name up included. Default: 10s.")
    private Duration connectTimeout = Duration.ofSeconds(10);

    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            description =
                    "How long the server may be silent after the end of input. Default:"
                            + " without limit; 1s over UDP, which has no end.")
    private @Nullable Duration wait;

    @Option(names = "--crlf", description = "Send CR LF where a line ends with LF.")
    private boolean crlf;

    @Option(
            names = "--raw",
            description = "Show bytes as they are; the default unless on a terminal.")
    private boolean raw;

    @Option(
            names = "--text",
            description =
                    "Show UTF-8 text, with control characters as escapes and without the"
                            + " commands of telnet; the default on a terminal.")
    private boolean text;

    @Option(
            names = "--hex",
            description = "Show both directions as hex: > goes to the server, < comes back.")
    private boolean hex;

    @Option(
            names = "--whole",
            description = "UDP: all of the input is one datagram, not each line with its end.")
    private boolean whole;

    @Option(
            names = "--datagram-size",
            paramLabel = "SIZE",
            description =
                    "UDP: cut longer lines, or longer input, into datagrams of this size."
                            + " Default: refuse what is longer than 65507 bytes.")
    private @Nullable ByteCount datagramSize;

    @Option(
            names = "--broadcast",
            description =
                    "UDP: the address is a network's broadcast address; what anybody answers is"
                            + " shown.")
    private boolean broadcast;

    @Option(names = "--no-history", description = "Remember no line that is typed.")
    private boolean noHistory;

    @Option(
            names = {"-q", "--quiet"},
            description = "No summary at the end.")
    private boolean quiet;

    @Mixin HelpOption help = new HelpOption();

    /**
     * @param shell what the process got
     */
    public ConnectCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws Exception {
        if (endpoint == null) throw usage("the endpoint is missing");
        if (!connectTimeout.isPositive()) throw usage("--connect-timeout must be above 0");
        if ((hex && (raw || text)) || (raw && text)) {
            throw usage("--raw, --text and --hex exclude each other");
        }
        boolean udp = endpoint.scheme() == Endpoint.Scheme.UDP;
        if (!udp && (whole || datagramSize != null || broadcast)) {
            throw usage("--whole, --datagram-size and --broadcast are for udp:// endpoints");
        }
        Visit visit =
                new Visit(
                        endpoint,
                        new ConnectOptions(connectTimeout, local(endpoint), broadcast),
                        new Patience(
                                udp && wait == null ? Duration.ofSeconds(1) : wait,
                                shell.isTerminal(Shell.Stream.IN)
                                        ? Duration.ZERO
                                        : Duration.ofSeconds(1)),
                        udp ? new DatagramCut(whole, datagramBytes()) : null,
                        look(),
                        crlf,
                        !noHistory,
                        quiet);
        return (visit.run(shell) ? ExitCode.OK : ExitCode.INTERRUPTED).code();
    }

    private Visit.Look look() {
        if (hex) return Visit.Look.HEX;
        boolean shown = text || (!raw && shell.isTerminal(Shell.Stream.OUT));
        return shown ? Visit.Look.TEXT : Visit.Look.RAW;
    }

    private int datagramBytes() {
        if (datagramSize == null) return 0;
        long bytes = datagramSize.bytes();
        if (bytes >= 1 && bytes <= DatagramCut.DATAGRAM_BYTES_MAX) return (int) bytes;
        throw usage("--datagram-size must be from 1 to " + DatagramCut.DATAGRAM_BYTES_MAX);
    }

    private @Nullable Endpoint local(Endpoint remote) {
        if (bind == null) return null;
        if (remote.scheme() == Endpoint.Scheme.UNIX) {
            throw usage("--bind: a Unix socket has no local address to choose");
        }
        String place = bind.matches("[0-9]+") ? "*:" + bind : bind;
        try {
            Endpoint local =
                    Endpoint.parse(
                            place.contains("://") ? place : remote.scheme().word() + "://" + place);
            if (local.scheme() != remote.scheme()) {
                throw usage("--bind: " + local + " and " + remote + " are of different schemes");
            }
            return local;
        } catch (EndpointException e) {
            throw usage("--bind: " + e.getMessage());
        }
    }

    private ParameterException usage(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }
}
