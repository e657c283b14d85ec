package io.fairlead.cli.bench;

import io.fairlead.cli.ExitCode;
import io.fairlead.cli.HelpOption;
import io.fairlead.cli.ListeningPorts;
import io.fairlead.cli.Shell;
import io.fairlead.cli.serve.ServiceWords;
import io.fairlead.load.Load;
import io.fairlead.net.Endpoint;
import io.fairlead.net.EndpointException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fairlead bench}: arguments in, exit code out. */
@Command(
        name = "bench",
        customSynopsis = {
            "fairlead bench [OPTION]... ENDPOINT",
            "fairlead bench --models all|MODEL,... [OPTION]... SERVICE"
        },
        sortOptions = false,
        description = {
            "Measures throughput and latency of any raw TCP, UDP or Unix server.",
            "",
            "  fairlead bench 7007                            one connection, 64 bytes, echoed",
            "  fairlead bench -c 64 --depth 16 7007           16 unanswered messages on each",
            "  fairlead bench -c 64 --rate 10k 7007           exactly 10,000 messages a second",
            "  fairlead bench --codec lines --text hello 7001 --answer any",
            "  fairlead bench --churn -c 20 7007              connect, one exchange, close",
            "  fairlead bench --idle 10000 7007               memory per idle connection",
            "  fairlead bench --reverse 7019                  chargen: how fast the server sends",
            "  fairlead bench --bidir 7007                    echo: both directions at once",
            "  fairlead bench udp://:7007 --size 1400         also loss, order and jitter",
            "  fairlead bench 7007 --save before.ndjson       keep the result, and later:",
            "  fairlead bench 7007 --against before.ndjson    which is faster, and is it chance?",
            "  fairlead bench 7007 --assert 'p99<5ms' --assert errors=0",
            "  fairlead bench --models all echo               our own models, side by side",
            "  fairlead bench --models epoll,virtual --churn echo",
            "",
            "Every echoed byte is compared; a wrong, missing or reordered byte fails the run.",
            "Closed loop (default): a connection sends its next message after the answer to the",
            "last, so a stall shows once per connection. With --rate (open loop) latency runs",
            "from the time a message was due, so a stall shows in full. Ctrl-C stops early and",
            "prints the result.",
            "Durations: 500ms, 2s, 5m, 1h. Sizes: 512, 64KiB, 1M. Rates: 500, 10k, 1.5M.",
            ""
        })
public final class BenchCommand implements Callable<Integer> {
    private final Shell shell;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "ENDPOINT",
            completionCandidates = ListeningPorts.class,
            arity = "0..1",
            hideParamSyntax = true,
            description = {
                "tcp://HOST:PORT, tls://HOST:PORT, udp://HOST:PORT, unix:///PATH, HOST:PORT or",
                "PORT.",
                "With --models a SERVICE of fairlead serve: echo, upper, ack or discard."
            })
    private @Nullable String target;

    @Mixin private ModelOptions models = new ModelOptions();

    @Mixin private LoadOptions load = new LoadOptions();

    @Mixin private ResultOptions result = new ResultOptions();

    @Mixin HelpOption help = new HelpOption();

    /**
     * @param shell what the process got
     */
    public BenchCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws Exception {
        Run run;
        try {
            run = models.choice == null ? one() : several(models.choice);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(), Objects.requireNonNullElse(e.getMessage(), ""), e);
        }
        return run.go().code();
    }

    /** A run whose options were found good. */
    private interface Run {
        ExitCode go() throws Exception;
    }

    private Run one() {
        if (target == null) throw new IllegalArgumentException("the ENDPOINT is missing");
        models.requireNone();
        Load plan = load.load(endpoint(target), LoadDefaults.ALONE);
        Bench bench = new Bench(shell, result, result.before(plan));
        result.checkFiles(load.file());
        return () -> bench.run(plan);
    }

    private static Endpoint endpoint(String text) {
        try {
            return Endpoint.parse(text);
        } catch (EndpointException e) {
            if (!ServiceWords.has(text)) throw e;
            throw new IllegalArgumentException(
                    e.getMessage() + "; did you mean --models all " + text + "?", e);
        }
    }

    private Run several(ModelChoice choice) {
        if (target == null) {
            throw new IllegalArgumentException("the SERVICE is missing; name one, such as echo");
        }
        if (result.hgrm != null || result.save != null || result.against() != null) {
            throw new IllegalArgumentException(
                    "--hgrm, --save and --against work for one server only; --html has all"
                            + " curves, --json all figures");
        }
        if (models.isMarkdown() && result.json) {
            throw new IllegalArgumentException("--markdown and --json exclude each other");
        }
        BenchedService service = BenchedService.of(target);
        ContestPlan plan =
                new ContestPlan(
                        service,
                        load.codecName(),
                        load.compared(service),
                        choice.models(),
                        models.rounds(),
                        models.seed());
        ModelsBench bench =
                new ModelsBench(shell, result, result.assertions(), models.isMarkdown());
        result.checkFiles(load.file());
        return () -> bench.run(plan);
    }
}
