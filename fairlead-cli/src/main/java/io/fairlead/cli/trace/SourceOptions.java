package io.fairlead.cli.trace;

import io.fairlead.cli.CommandException;
import io.fairlead.cli.ExitCode;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.payload.tls.TlsSecrets;
import io.fairlead.trace.CaptureFilter;
import io.fairlead.trace.ConversationFilter;
import io.fairlead.trace.Protocol;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say where packets come from, which count, and when it is enough. */
final class SourceOptions {
    private static final String STANDARD_INPUT = "/proc/self/fd/0";
    private static final int PORT_MAX = 65_535;

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "This port at any address, TCP and UDP.")
    private int port;

    @Option(
            names = {"-f", "--filter"},
            paramLabel = "EXPRESSION",
            description = {
                "Only these packets, as pcap-filter(7) has it: 'tcp port 80 and host 10.0.0.1'.",
                "Needs libpcap."
            })
    @Nullable String filter;

    @Option(
            names = "--pcap",
            paramLabel = "FILE",
            description = "Read a pcap or pcapng file; - is standard input.")
    @Nullable String pcap;

    @Option(
            names = {"-i", "--interface"},
            paramLabel = "NAME",
            description = "Capture on this interface. Default: on all.")
    @Nullable String networkInterface;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            description = "Stop after this long: 500ms, 2s, 5m.")
    @Nullable Duration duration;

    @Option(
            names = "--conversations",
            paramLabel = "N",
            description = "Stop when N TCP connections have ended.")
    int conversations;

    @Option(
            names = "--packets",
            paramLabel = "N",
            description = "Stop after N packets. Default: ${DEFAULT-VALUE}.")
    int packets = 100_000;

    @Option(
            names = "--keylog",
            paramLabel = "FILE",
            description = {
                "Decrypt TLS with the secrets in this file, which serve --keylog, connect"
                        + " --keylog and SSLKEYLOGFILE write."
            })
    private @Nullable Path keyLog;

    /**
     * What TLS is decrypted with.
     *
     * @throws CommandException if the file cannot be read
     */
    TlsSecrets secrets() throws CommandException {
        if (keyLog == null) return TlsSecrets.none();
        try {
            return TlsSecrets.of(keyLog);
        } catch (NoSuchFileException e) {
            throw new CommandException(
                    ExitCode.ADDRESS,
                    "open "
                            + keyLog
                            + ": ENOENT: there is no such file; start serve or connect with"
                            + " --keylog first");
        } catch (AccessDeniedException e) {
            throw new CommandException(
                    ExitCode.PERMISSION, "open " + keyLog + ": EACCES: you may not read it");
        } catch (IOException e) {
            throw new CommandException(ExitCode.FAILED, "read " + keyLog + ": " + e.getMessage());
        }
    }

    /** The file that is read; null if none is. */
    @Nullable Path file() {
        if (pcap == null) return null;
        return Path.of(pcap.equals("-") ? STANDARD_INPUT : pcap);
    }

    /**
     * Which packets count; null for all.
     *
     * @throws IllegalArgumentException if the expression is none, or there is no libpcap here
     */
    @Nullable CaptureFilter captureFilter() {
        return filter == null ? null : new CaptureFilter(filter);
    }

    /**
     * What to look at.
     *
     * @throws IllegalArgumentException if that is not clear
     * @throws NetException if a name has no address
     */
    ConversationFilter filter(@Nullable Endpoint endpoint) throws NetException {
        if (port < 0 || port > PORT_MAX) {
            throw new IllegalArgumentException("port " + port + " is not from 1 to 65535");
        }
        if (endpoint != null && port != 0) {
            throw new IllegalArgumentException("give an endpoint or --port, not both");
        }
        if (packets < 1) throw new IllegalArgumentException("--packets must be at least 1");
        if (endpoint != null) return of(endpoint);
        if (port != 0) return ConversationFilter.port(port);
        if (pcap == null && filter == null) {
            throw new IllegalArgumentException(
                    "an endpoint, --port, --filter or --pcap is missing");
        }
        return ConversationFilter.all();
    }

    private static ConversationFilter of(Endpoint endpoint) throws NetException {
        if (endpoint.scheme() == Endpoint.Scheme.UNIX) {
            throw new IllegalArgumentException(
                    endpoint
                            + " has no packets: a Unix-domain socket uses no network;"
                            + " fairlead stat shows its queues");
        }
        Protocol protocol = endpoint.scheme().isTcp() ? Protocol.TCP : Protocol.UDP;
        List<InetSocketAddress> addresses = endpoint.isWildcard() ? List.of() : endpoint.resolve();
        return new ConversationFilter(protocol, addresses, endpoint.port());
    }
}
