package io.fairlead.cli.bench;

import static io.fairlead.load.Load.Answer.NONE;

import io.fairlead.cli.FileFault;
import io.fairlead.cli.text.ByteCount;
import io.fairlead.cli.tls.ClientTlsOptions;
import io.fairlead.frame.Codec;
import io.fairlead.load.Load;
import io.fairlead.load.LoadBuilder;
import io.fairlead.load.Payload;
import io.fairlead.net.Endpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say what load is made. */
final class LoadOptions {
    private static final long BIDIR_BYTES = 64 << 10;

    @Option(
            names = {"-c", "--connections"},
            paramLabel = "N",
            description = "Connections; over UDP, sockets. Default: 1; with --models 10.")
    private @Nullable Integer connections;

    @Option(
            names = {"-s", "--size"},
            paramLabel = "SIZE",
            description = "Size of a message of letters and digits. Default: 64.")
    private @Nullable ByteCount size;

    @Option(names = "--text", paramLabel = "TEXT", description = "Send this text as each message.")
    private @Nullable String text;

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "Send the content of the file as each message.")
    private @Nullable Path file;

    @Option(
            names = "--codec",
            paramLabel = "CODEC",
            description =
                    "How a stream is cut into messages, as in serve: raw, lines, crlf, fixed:32,"
                            + " length:4, length:4le, varint, delimiter:TEXT. Default: raw; with"
                            + " --models the service's own.")
    private @Nullable String codec;

    @Option(
            names = "--answer",
            paramLabel = "echo|any|none",
            description =
                    "What the server sends back: the same bytes, which are compared; any one frame"
                            + " per message; nothing. Default: echo; with --models the service's"
                            + " own.")
    private Load.@Nullable Answer answer;

    @Option(
            names = "--depth",
            paramLabel = "N",
            defaultValue = "1",
            description = "Unanswered messages that a connection may have. Default: 1.")
    private int depth = 1;

    @Option(
            names = {"-r", "--rate"},
            paramLabel = "RATE",
            description =
                    "Open loop: send this many messages (with --churn, connections) a second in"
                            + " all."
                            + " Default: closed loop.")
    private @Nullable EventRate rate;

    @Option(
            names = {"-d", "--duration"},
            paramLabel = "DURATION",
            description = "How long to measure. Default: 10s; with --models 600ms per round.")
    private @Nullable Duration duration;

    @Option(
            names = "--warm-up",
            paramLabel = "DURATION",
            description = "How long to run before measuring. Default: 2s; with --models 500ms.")
    private @Nullable Duration warmUp;

    @Option(names = "--churn", description = "Connect, exchange one message, close, repeat.")
    private boolean churn;

    @Option(
            names = "--idle",
            paramLabel = "N",
            description = "Hold N idle connections, and measure the server's memory for each.")
    private @Nullable Integer idle;

    @Option(
            names = "--fanout",
            paramLabel = "N",
            description = "One connection sends; N others receive it.")
    private @Nullable Integer fanout;

    @Option(
            names = "--reverse",
            description =
                    "Send nothing, and count what the server sends by itself, as chargen does.")
    private boolean reverse;

    @Option(
            names = "--bidir",
            description =
                    "Send without waiting, and count at the same time what comes back, as from"
                            + " echo. Default --size: 64KiB.")
    private boolean bidir;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description =
                    "Threads that make the load. Default: half of the processors, at most one per"
                            + " connection.")
    private @Nullable Integer threads;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            description =
                    "Time for an answer; after it, an error, or over UDP a loss."
                            + " Default: 10s; 1s over UDP.")
    private @Nullable Duration timeout;

    @Option(
            names = "--connect-timeout",
            paramLabel = "DURATION",
            defaultValue = "10s",
            description = "Time to look up the name and connect. Default: 10s.")
    private Duration connectTimeout = Duration.ofSeconds(10);

    @Option(
            names = "--server-pid",
            paramLabel = "PID",
            description =
                    "The server's process, to measure its processor time and memory. Default: the"
                            + " process that listens, if it is on this machine.")
    private @Nullable Long serverPid;

    @Option(
            names = "--no-resume",
            description =
                    "tls://: make a whole handshake for each connection. Default: later ones resume"
                            + " the session of an earlier one.")
    private boolean noResume;

    @Mixin private ClientTlsOptions tls = new ClientTlsOptions();

    /**
     * The load for servers that are yet to be started: for another endpoint, that is.
     *
     * @throws IllegalArgumentException if the options do not go together
     */
    Load compared(BenchedService service) {
        if (idle != null || fanout != null || reverse || bidir || serverPid != null) {
            throw new IllegalArgumentException(
                    "--models cannot be used with --idle, --fanout, --reverse, --bidir or"
                            + " --server-pid; start a server with fairlead serve, and measure"
                            + " that");
        }
        LoadDefaults defaults = service.defaults();
        // A text comes back in upper case: not the same.
        boolean changed = service.answer() == Load.Answer.ECHO && !service.word().equals("echo");
        if (changed && (text != null || file != null) && answer == null) answer = Load.Answer.ANY;
        return load(Endpoint.tcp("127.0.0.1", 1), defaults);
    }

    /** How streams are cut, if that was said. */
    @Nullable String codecName() {
        return codec;
    }

    /**
     * The load for {@code endpoint}.
     *
     * @throws IllegalArgumentException if the options do not go together
     */
    Load load(Endpoint endpoint, LoadDefaults defaults) {
        checkKind();
        int peers =
                idle != null
                        ? idle
                        : fanout != null ? fanout : or(connections, defaults.connections());
        LoadBuilder builder =
                Load.at(endpoint)
                        .kind(kind())
                        .connections(peers)
                        .payload(payload())
                        .codec(Codec.parse(or(codec, defaults.codec())))
                        .answer(or(answer, kind().isUnanswered() ? NONE : defaults.answer()))
                        .depth(depth)
                        .rate(rate == null ? 0 : rate.perSecond())
                        .duration(or(duration, defaults.duration()))
                        .warmUp(idle != null ? Duration.ZERO : or(warmUp, defaults.warmUp()))
                        .connectTimeout(connectTimeout)
                        .threads(threads == null ? defaultThreads(peers) : threads)
                        .serverPid(pid())
                        .tls(tls.options(endpoint))
                        .resumes(!noResume);
        if (timeout != null) builder.timeout(timeout);
        return builder.build();
    }

    private static <T> T or(@Nullable T given, T otherwise) {
        return given != null ? given : otherwise;
    }

    private static int defaultThreads(int peers) {
        int half = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        return Math.clamp(peers, 1, Math.min(half, Load.THREADS_MAX));
    }

    private void checkKind() {
        Stream<Boolean> kinds = Stream.of(churn, idle != null, fanout != null, reverse, bidir);
        if (kinds.filter(on -> on).count() <= 1) return;
        throw new IllegalArgumentException(
                "--churn, --idle, --fanout, --reverse and --bidir exclude each other");
    }

    private Load.Kind kind() {
        if (reverse) return Load.Kind.REVERSE;
        if (bidir) return Load.Kind.BIDIR;
        if (churn) return Load.Kind.CHURN;
        if (idle != null) return Load.Kind.IDLE;
        return fanout != null ? Load.Kind.FANOUT : Load.Kind.EXCHANGE;
    }

    private long pid() {
        if (serverPid == null) return 0;
        if (serverPid > 0 && ProcessHandle.of(serverPid).isPresent()) return serverPid;
        throw new IllegalArgumentException(
                "--server-pid: there is no process " + serverPid + "; ps -e lists them");
    }

    private Payload payload() {
        if (Stream.of(size, text, file).filter(given -> given != null).count() > 1) {
            throw new IllegalArgumentException("--size, --text and --file exclude each other");
        }
        if (text != null) return Payload.of(text.getBytes(StandardCharsets.UTF_8));
        if (file != null) return Payload.of(content(file));
        long bytes = size != null ? size.bytes() : bidir ? BIDIR_BYTES : 64;
        if (bytes < 1 || bytes > Payload.BYTES_MAX) {
            throw new IllegalArgumentException("--size must be from 1 to 64 MiB");
        }
        return Payload.ofSize((int) bytes);
    }

    /** The file that is sent; null if none is. */
    @Nullable Path file() {
        return file;
    }

    private static byte[] content(Path file) {
        try {
            if (Files.size(file) > Payload.BYTES_MAX) {
                throw new IllegalArgumentException("--file: a message has at most 64 MiB");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "--file: cannot read " + file + ": " + FileFault.reason(e), e);
        }
    }
}
