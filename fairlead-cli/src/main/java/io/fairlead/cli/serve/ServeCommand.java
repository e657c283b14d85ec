package io.fairlead.cli.serve;

import io.fairlead.cli.ExitCode;
import io.fairlead.cli.HelpOption;
import io.fairlead.cli.Shell;
import io.fairlead.cli.serve.kind.ChatSettings;
import io.fairlead.cli.serve.kind.Offer;
import io.fairlead.cli.serve.kind.ProgramSettings;
import io.fairlead.cli.text.ByteCount;
import io.fairlead.frame.Codec;
import io.fairlead.server.Model;
import io.fairlead.services.Delayed;
import io.fairlead.services.ServiceOptions;
import java.time.Duration;
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
            "Serves services, and says who comes and goes.",
            "",
            "  fairlead serve                      every classic service, on loopback",
            "  fairlead serve echo                 one, at its port: tcp://127.0.0.1:7007",
            "  fairlead serve echo=7070 upper=0    ports of your choice; 0 picks a free one",
            "  fairlead serve echo=udp://:7007     datagrams",
            "  fairlead serve echo=unix:///run/user/1000/x.sock",
            "  fairlead serve echo --model epoll --loops auto",
            "  fairlead serve chat                 rooms for nc, UDP and IRC, on 7100 and 6667",
            "  fairlead serve chat=7100 irc=6667   doors of your choice, to the same rooms",
            "  fairlead serve exec -- cat          a process of a program for each connection",
            "  fairlead serve commands --config commands.yaml",
            "  fairlead serve --list               what there is",
            "",
            "SIGTERM and Ctrl-C stop accepting, finish what is in flight, and end; a second",
            "one ends at once.",
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
            description = "What to serve and where; a service may be given several times.")
    private List<String> services = List.of();

    @Option(names = "--list", description = "List services and models, and end.")
    private boolean list;

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            defaultValue = "virtual",
            completionCandidates = ModelWords.class,
            description = "The concurrency model, see --list. Default: virtual.")
    private Model model = Model.VIRTUAL;

    @Option(
            names = "--workers",
            paramLabel = "COUNT",
            description = {
                "Processes kept warm at each endpoint: those that serve under --model prefork"
                        + " (default: one for each processor), those that wait for the next"
                        + " client under --model process (default: 1)."
            })
    private @Nullable Integer workers;

    @Option(
            names = "--loops",
            paramLabel = "COUNT|auto",
            defaultValue = "1",
            completionCandidates = LoopCount.Candidates.class,
            description =
                    "Event loops that share each port, for models that have loops; auto is one"
                            + " for each processor. Default: 1.")
    private LoopCount loops = new LoopCount(1);

    @Option(
            names = "--codec",
            paramLabel = "CODEC",
            description = {
                "How echo, discard, ack and upper cut a stream into frames: lines, crlf, raw,"
                        + " fixed:32, length:4, varint,",
                "delimiter:TEXT, ..."
            })
    private @Nullable Codec codec;

    @Option(
            names = "--max-frame",
            paramLabel = "SIZE",
            defaultValue = "64KiB",
            description = "The longest line of a service of lines. Default: 64 KiB.")
    private ByteCount maxFrame = new ByteCount(Codec.FRAME_BYTES_MAX);

    @Option(
            names = "--delay",
            paramLabel = "DURATION",
            description = "Serve each frame only after so long.")
    private @Nullable Duration delay;

    @Option(
            names = "--rfc-udp",
            description =
                    "Let daytime, time, ack, chargen and programs answer datagrams beyond loopback"
                            + " with more than they got, as their RFCs say.")
    private boolean rfcUdp;

    @Mixin ChatSettings chat = new ChatSettings();

    @Mixin ProgramSettings programs = new ProgramSettings();

    @Mixin Exposure exposure = new Exposure();

    @Option(
            names = "--log-format",
            paramLabel = "text|json",
            defaultValue = "text",
            description = "What a line of output is; json is an object a line. Default: text.")
    private LogFormat logFormat = LogFormat.TEXT;

    @Option(
            names = {"-q", "--quiet"},
            description = "No lines about clients that come and go.")
    private boolean quiet;

    @Option(
            names = "--drain-timeout",
            paramLabel = "DURATION",
            defaultValue = "10s",
            description = "Time to finish what is in flight at the end. Default: 10s.")
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
            shell.print(Catalogue.text());
            return ExitCode.OK.code();
        }
        ServePlan plan;
        List<Offer> offers;
        try {
            List<String> original = spec.commandLine().getParseResult().originalArgs();
            services = programs.takeProgram(original, services);
            offers = services.stream().flatMap(text -> Offer.parse(text, shell).stream()).toList();
            programs.check(offers);
            plan = plan();
            requireServiceFor("--codec", codec != null);
            requireServiceFor("--loops", loops.count() > 1);
            offers.forEach(plan::check);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(), Objects.requireNonNullElse(e.getMessage(), ""), e);
        }
        programs.checkCallers(offers, shell);
        exposure.check(offers, shell);
        Exposure.warn(shell);
        ServeRun whole = new ServeRun(shell, plan, chat, programs, logFormat, quiet, drainTimeout);
        return whole.run(offers).code();
    }

    private int workers() {
        if (workers == null) return 0;
        if (!model.hasProcesses()) {
            throw new IllegalArgumentException("--workers is for --model process and prefork");
        }
        if (workers > 0) return workers;
        throw new IllegalArgumentException("--workers must be above 0");
    }

    /** What does not fit all services is refused, in place of being passed over for some. */
    private void requireServiceFor(String option, boolean given) {
        if (services.isEmpty() && given) {
            throw new IllegalArgumentException(option + " needs a service; name one, as in echo");
        }
    }

    private ServePlan plan() {
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
                workers());
    }
}
