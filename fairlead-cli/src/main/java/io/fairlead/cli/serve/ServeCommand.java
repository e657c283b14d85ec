package io.fairlead.cli.serve;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.cli.ExitCode;
import io.fairlead.cli.HelpOption;
import io.fairlead.cli.ReceiveOptions;
import io.fairlead.cli.Shell;
import io.fairlead.cli.access.AccessOptions;
import io.fairlead.cli.access.ProxyOptions;
import io.fairlead.cli.restart.NameOption;
import io.fairlead.cli.serve.kind.ChatSettings;
import io.fairlead.cli.serve.kind.ProgramSettings;
import io.fairlead.cli.serve.kind.ServiceOffer;
import io.fairlead.cli.text.ByteCount;
import io.fairlead.cli.tls.ServerTlsOptions;
import io.fairlead.frame.Codec;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.proxy.ProxyRules;
import io.fairlead.server.Model;
import io.fairlead.services.Delayed;
import io.fairlead.services.ServiceOptions;
import io.fairlead.tls.ClientCertificates;
import io.fairlead.tls.TlsOptions;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fairlead serve}: arguments in, exit code out. */
@Command(
        name = "serve",
        customSynopsis = "fairlead serve [OPTION]... [SERVICE[=ENDPOINT]]... [-- PROGRAM [ARG]...]",
        sortOptions = false,
        description = {
            "Runs servers, and logs their clients.",
            "",
            "  fairlead serve                      every classic service, on loopback",
            "  fairlead serve echo                 one, on its usual port: tcp://127.0.0.1:7007",
            "  fairlead serve echo=7070 upper=0    ports of your choice; 0 takes a free one",
            "  fairlead serve echo=udp://:7007     over UDP",
            "  fairlead serve echo=unix:///run/user/1000/x.sock",
            "  fairlead serve echo=tls://:7443 --cert cert.pem --key key.pem",
            "  fairlead serve echo=fd://echo       a socket of systemd's, by its name",
            "  fairlead serve echo --model epoll --loops auto",
            "  fairlead serve chat                 chat rooms for nc, UDP and IRC, on 7100 and"
                    + " 6667",
            "  fairlead serve chat=7100 irc=6667   the same on the ports of your choice",
            "  fairlead serve exec -- cat          one process of a program per connection",
            "  fairlead serve commands --config commands.yaml",
            "  fairlead serve commands=tls://:7443 --cert cert.pem --client-ca ca.pem",
            "  fairlead serve --list               all services and models",
            "",
            "SIGTERM or Ctrl-C drains: it stops accepting, answers what has arrived, and ends.",
            "A second one ends at once. SIGHUP does the same; where there are files to read again,",
            "certificates or lists of networks, it has them read again.",
            "Durations: 500ms, 2s, 5m, 1h. Sizes: 512, 64KiB, 1M.",
            ""
        })
public final class ServeCommand implements Callable<Integer> {
    private static final int LINE_BYTES_MAX = 1 << 24;

    private final Shell shell;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "SERVICE[=ENDPOINT]",
            arity = "0..*",
            hideParamSyntax = true,
            completionCandidates = ServiceWords.Candidates.class,
            description = "What to serve and where. You may give a service several times.")
    private List<String> services = List.of();

    @Option(names = "--list", description = "List services and models.")
    private boolean list;

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            defaultValue = "virtual",
            completionCandidates = ModelWords.class,
            description = "The concurrency model; --list has all. Default: virtual.")
    private Model model = Model.VIRTUAL;

    @Option(
            names = "--workers",
            paramLabel = "COUNT",
            description = {
                "Worker processes per endpoint: under --model prefork, those that serve"
                        + " (default: one per processor); under --model process, those that"
                        + " wait for the next client (default: 1)."
            })
    private @Nullable Integer workers;

    @Option(
            names = "--loops",
            paramLabel = "COUNT|auto",
            defaultValue = "1",
            completionCandidates = LoopCount.Candidates.class,
            description =
                    "Event loops that share each port, for models with loops; auto is one per"
                            + " processor. Default: 1.")
    private LoopCount loops = new LoopCount(1);

    @Option(
            names = "--codec",
            paramLabel = "CODEC",
            description = {
                "How echo, discard, ack and upper cut a stream into frames: lines, crlf, raw,"
                        + " fixed:32, length:4, varint, delimiter:TEXT ..."
            })
    private @Nullable Codec codec;

    @Option(
            names = "--encoding",
            paramLabel = "CHARSET",
            description =
                    "The clients' encoding of text, for ack, greet and upper: utf-16le, utf-16be,"
                            + " utf-32le, iso-8859-1, ... Default: utf-8.")
    private @Nullable Charset encoding;

    @Option(
            names = "--close",
            description =
                    "Close each connection after its first answer; for echo, discard, ack and"
                            + " upper. With --codec raw, an answer has no line end.")
    private boolean closing;

    @Option(
            names = "--max-frame",
            paramLabel = "SIZE",
            defaultValue = "64KiB",
            description = "The longest line that a line service accepts. Default: 64 KiB.")
    private ByteCount maxFrame = new ByteCount(Codec.FRAME_BYTES_MAX);

    @Option(
            names = "--delay",
            paramLabel = "DURATION",
            description = "Delay the service of each frame by this long.")
    private @Nullable Duration delay;

    @Option(
            names = "--rfc-udp",
            description =
                    "Let daytime, time, ack, chargen and programs send sources beyond loopback more"
                            + " bytes than they received, as their RFCs say.")
    private boolean rfcUdp;

    @Mixin ReceiveOptions receiving = new ReceiveOptions();

    @Mixin ChatSettings chat = new ChatSettings();

    @Mixin ProgramSettings programs = new ProgramSettings();

    @Mixin ServerTlsOptions tls = new ServerTlsOptions();

    @Mixin AccessOptions access = new AccessOptions();

    @Mixin ProxyOptions proxies = new ProxyOptions();
    @Mixin NameOption name = new NameOption();

    @Mixin Exposure exposure = new Exposure();

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

    @Mixin LimitOptions limits = new LimitOptions();

    @Mixin HelpOption help = new HelpOption();

    /**
     * @param shell what the process got
     */
    public ServeCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws Exception {
        if (list) {
            shell.printText(Catalogue.text());
            return ExitCode.OK.code();
        }
        ServePlan plan;
        List<ServiceOffer> offers;
        try {
            List<String> original = spec.commandLine().getParseResult().originalArgs();
            services = programs.takeProgram(original, services);
            offers = offers();
            programs.check(offers);
            List<Endpoint> endpoints = offers.stream().map(ServiceOffer::endpoint).toList();
            plan = plan(tls.options(endpoints), proxies.rules(datagrams(endpoints)));
            requireServiceFor("--codec", codec != null);
            requireServiceFor("--encoding", encoding != null);
            requireServiceFor("--close", closing);
            requireServiceFor("--loops", loops.count() > 1);
            checkDatagrams(offers);
            offers.forEach(plan::check);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(), Objects.requireNonNullElse(e.getMessage(), ""), e);
        }
        boolean knowsClients = plan.tls().clientCertificates() == ClientCertificates.NEEDED;
        programs.checkCallers(offers, knowsClients, shell);
        exposure.check(offers, shell);
        Exposure.warn(shell);
        tls.warn(shell);
        RunEnd ending = new RunEnd(name, drainTimeout);
        ServeRun whole = new ServeRun(shell, plan, chat, programs, logFormat, quiet, ending);
        return whole.run(offers).code();
    }

    private static List<Endpoint> datagrams(List<Endpoint> all) {
        return all.stream().filter(one -> one.scheme() == Endpoint.Scheme.UDP).toList();
    }

    private List<ServiceOffer> offers() throws NetException {
        List<ServiceOffer> offers = new ArrayList<>();
        for (String text : services) {
            offers.addAll(ServiceOffer.parse(text, tls.showsCertificate(), shell));
        }
        return offers;
    }

    private int workers() {
        if (workers == null) return 0;
        if (!model.hasProcesses()) {
            throw new IllegalArgumentException("--workers needs --model process or prefork");
        }
        if (workers > 0) return workers;
        throw new IllegalArgumentException("--workers must be above 0");
    }

    /** What does not fit all services is refused, in place of being passed over for some. */
    private void requireServiceFor(String option, boolean given) {
        if (services.isEmpty() && given) {
            throw new IllegalArgumentException(option + " needs a service; name one, such as echo");
        }
    }

    private void checkDatagrams(List<ServiceOffer> offers) {
        if (!receiving.isGiven() || offers.stream().anyMatch(ServiceOffer::isUdp)) return;
        throw new IllegalArgumentException(
                "--join and --receive-buffer need a service over UDP; write"
                        + " SERVICE=udp://HOST:PORT");
    }

    private ServePlan plan(TlsOptions protection, @Nullable ProxyRules through) {
        if (maxFrame.bytes() < 1 || maxFrame.bytes() > LINE_BYTES_MAX) {
            throw new IllegalArgumentException("--max-frame must be from 1 to 16 MiB");
        }
        if (delay != null && (!delay.isPositive() || delay.compareTo(Delayed.DELAY_MAX) > 0)) {
            throw new IllegalArgumentException("--delay must be above 0 and at most 1h");
        }
        return new ServePlan(
                model,
                loops.count(),
                limits.limits(exposure.allowPublic),
                codec,
                (int) maxFrame.bytes(),
                delay,
                ServiceOptions.DEFAULT.withRfcDatagrams(rfcUdp).withRates(limits.replyRates()),
                UTF_8.equals(encoding) ? null : encoding,
                closing,
                receiving,
                protection,
                access.rules(),
                through,
                workers());
    }
}
