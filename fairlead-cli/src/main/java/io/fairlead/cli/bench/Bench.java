package io.fairlead.cli.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.cli.CommandException;
import io.fairlead.cli.ExitCode;
import io.fairlead.cli.OutputFile;
import io.fairlead.cli.Shell;
import io.fairlead.cli.bench.page.Units;
import io.fairlead.load.Load;
import io.fairlead.load.LoadReport;
import io.fairlead.load.LoadRun;
import io.fairlead.load.result.Fault;
import io.fairlead.net.NetException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One benchmark, from its start to its exit code. For one thread. */
final class Bench {
    private final Shell shell;
    private final ResultOptions options;
    private final List<Assertion> assertions;

    Bench(Shell shell, ResultOptions options, List<Assertion> assertions) {
        this.shell = shell;
        this.options = options;
        this.assertions = assertions;
    }

    /**
     * Runs {@code load}, and writes what came of it.
     *
     * @throws CommandException if nothing worked, or what came back was wrong
     */
    ExitCode run(Load load) throws Exception {
        RunProgress progress = new RunProgress(shell, load, options.quiet);
        ResultJson json = new ResultJson(new JsonLines(shell));
        if (options.json) json.start(load);
        LoadRun run;
        try {
            run =
                    new LoadRun(
                            load,
                            interval -> {
                                progress.interval(interval);
                                if (options.json) json.interval(interval);
                            });
        } catch (IllegalStateException e) {
            throw new CommandException(ExitCode.FAILED, String.valueOf(e.getMessage()));
        }
        AtomicBoolean asked = new AtomicBoolean();
        shell.signals().on("INT", () -> stop(run, asked));
        shell.signals().on("TERM", () -> stop(run, asked));
        LoadReport report = run.run();
        progress.end();
        return end(report, json);
    }

    private void stop(LoadRun run, AtomicBoolean asked) {
        // Asked twice, it waits for nothing.
        if (asked.getAndSet(true)) shell.halt().accept(ExitCode.INTERRUPTED.code());
        run.stop();
    }

    private ExitCode end(LoadReport report, ResultJson json) throws Exception {
        CommandException failure = failure(report);
        List<String> missed =
                assertions.stream()
                        .filter(assertion -> !assertion.holds(List.of(report)))
                        .map(assertion -> assertion.missed(List.of(report)))
                        .toList();
        ExitCode code = code(report, failure, missed);
        if (options.json) {
            json.end(report, code, failure, missed);
        } else if (report.didWork() || report.stopped()) {
            shell.print(new ResultTable(report).text());
        } else {
            report.findings().forEach(finding -> shell.say("note: " + finding.sentence()));
        }
        writeFiles(report);
        missed.forEach(shell::say);
        if (failure != null) throw failure;
        return code;
    }

    private static ExitCode code(
            LoadReport report, @Nullable CommandException failure, List<String> missed) {
        if (failure != null) return failure.exitCode();
        if (report.stopped()) return ExitCode.INTERRUPTED;
        return missed.isEmpty() ? ExitCode.OK : ExitCode.THRESHOLD;
    }

    /** Why the run is not worth its figures; null if it is. */
    private static @Nullable CommandException failure(LoadReport report) {
        Exception why = report.failure();
        if (why == null && report.stopped()) return null;
        if (why == null && report.didWork()) return null;
        if (why == null) why = report.firstFault();
        if (why instanceof NetException call) {
            return new CommandException(ExitCode.of(call), String.valueOf(call.getMessage()), call);
        }
        String sentence = why == null ? nothing(report) : String.valueOf(why.getMessage());
        boolean closed = report.failure() == null && report.faults(Fault.CLOSED) > 0;
        String first = closed ? "no message was answered: " : "";
        return new CommandException(ExitCode.FAILED, first + sentence);
    }

    private static String nothing(LoadReport report) {
        return "no message was answered within "
                + Units.time(report.lengthNs())
                + "; measure for longer, or check that the server answers";
    }

    private void writeFiles(LoadReport report) throws CommandException {
        if (!report.didWork()) return;
        if (options.hgrm != null) write(options.hgrm, hgrm(report));
        if (options.html != null) write(options.html, new ResultPage(report).text());
    }

    private static String hgrm(LoadReport report) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream to = new PrintStream(bytes, false, UTF_8)) {
            report.response().writeHgrm(to);
        }
        return bytes.toString(UTF_8);
    }

    private void write(Path file, String text) throws CommandException {
        new OutputFile(file).write(text);
        if (!options.quiet) shell.say("wrote " + file);
    }
}
