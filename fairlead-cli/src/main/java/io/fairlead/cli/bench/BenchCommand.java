package io.fairlead.cli.bench;

import io.fairlead.cli.HelpOption;
import io.fairlead.cli.Shell;
import io.fairlead.load.Load;
import io.fairlead.net.Endpoint;
import java.util.List;
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
        customSynopsis = "fairlead bench [OPTION]... ENDPOINT",
        sortOptions = false,
        description = {
            "Measures any raw TCP, UDP or Unix server: how much it answers, and how late.",
            "",
            "  fairlead bench 7007                            one connection, 64 bytes, echoed",
            "  fairlead bench -c 64 --depth 16 7007           64 connections, 16 messages ahead",
            "  fairlead bench -c 64 --rate 10k 7007           10,000 a second, come what may",
            "  fairlead bench --codec lines --text hello 7001 --answer any",
            "  fairlead bench --churn -c 20 7007              connect, one exchange, close",
            "  fairlead bench --idle 10000 7007               memory for each idle connection",
            "  fairlead bench udp://:7007 --size 1400",
            "  fairlead bench 7007 --assert 'p99<5ms' --assert errors=0",
            "",
            "Every echoed byte is compared: a wrong, missing or reordered one fails the run.",
            "Closed loop: the next message goes when the last is answered, so a stall shows",
            "once for each connection. With --rate (open loop) latency counts from the time a",
            "message was due, so a stall shows in full. Ctrl-C ends early, with the result.",
            "Durations: 500ms, 2s, 5m, 1h. Sizes: 512, 64KiB, 1M. Rates: 500, 10k, 1.5M.",
            ""
        })
public final class BenchCommand implements Callable<Integer> {
    private final Shell shell;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "ENDPOINT",
            description = "tcp://HOST:PORT, udp://HOST:PORT, unix:///PATH, HOST:PORT or PORT.")
    private @Nullable Endpoint endpoint;

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
        Load plan;
        List<Assertion> assertions;
        try {
            if (endpoint == null) throw new IllegalArgumentException("the endpoint is missing");
            plan = load.load(endpoint);
            assertions = result.assertions();
            result.requireFolders();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(), Objects.requireNonNullElse(e.getMessage(), ""), e);
        }
        return new Bench(shell, result, assertions).run(plan).code();
    }
}
