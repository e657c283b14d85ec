package io.fairlead.cli.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.cli.CommandException;
import io.fairlead.cli.ExitCode;
import io.fairlead.cli.OutputFile;
import io.fairlead.cli.Shell;
import io.fairlead.cli.bench.page.Units;
import io.fairlead.cli.bench.saved.Comparison;
import io.fairlead.cli.bench.saved.SavedRun;
import io.fairlead.load.Load;
import io.fairlead.load.LoadReport;
import io.fairlead.load.LoadRun;
import io.fairlead.load.result.Fault;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One benchmark, from its start to its exit code. For one thread. */
final class Bench {
    private final Shell shell;
    private final ResultOptions options;
    private final List<Assertion> assertions;
    private final @Nullable SavedRun before;
    private final List<String> lines = new ArrayList<>();
    private final ResultJson record = new ResultJson(new JsonLines(lines::add));
    private final ResultJson json;

    /**
     * @param before the run to compare with; null for none
     */
    Bench(Shell shell, ResultOptions options, @Nullable SavedRun before) {
        this.shell = shell;
        this.options = options;
        this.before = before;
        assertions = options.assertions();
        json = new ResultJson(JsonLines.to(shell));
    }

    /**
     * Runs {@code load}, and writes what came of it.
     *
     * @throws CommandException if nothing worked, or what came back was wrong
     */
    ExitCode run(Load load) throws Exception {
        RunProgress progress = new RunProgress(shell, load, options.quiet);
        record.start(load);
        if (options.json) json.start(load);
        LoadRun run;
        try {
            run =
                    new LoadRun(
                            load,
                            interval -> {
                                progress.interval(interval);
                                record.interval(interval);
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
        return end(report);
    }

    private void stop(LoadRun run, AtomicBoolean asked) {
        // Asked twice, it waits for nothing.
        if (asked.getAndSet(true)) shell.halt().accept(ExitCode.INTERRUPTED.code());
        run.stop();
    }

    private ExitCode end(LoadReport report) throws Exception {
        CommandException failure = failure(report);
        List<String> missed =
                assertions.stream()
                        .filter(assertion -> !assertion.holds(List.of(report)))
                        .map(assertion -> assertion.missed(List.of(report)))
                        .toList();
        ExitCode code = code(report, failure, missed);
        record.end(report, code, failure, missed);
        Comparison comparison = comparison(report);
        String table = new ResultTable(report).text();
        if (comparison != null) table += comparison.text();
        if (options.json) {
            if (comparison != null) json.against(comparison);
            json.end(report, code, failure, missed);
        } else if (report.didWork() || report.stopped()) {
            shell.print(table);
        } else {
            report.findings().forEach(finding -> shell.say("note: " + finding.sentence()));
        }
        writeFiles(report, table);
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
        if (report.load().kind().isUnanswered()) {
            return "the server sent nothing within "
                    + Units.time(report.lengthNs())
                    + "; this needs a server that sends by itself: fairlead serve chargen";
        }
        boolean datagrams = report.load().endpoint().scheme() == Endpoint.Scheme.UDP;
        return "no message was answered within "
                + Units.time(report.lengthNs())
                + "; measure for longer, or check that the server answers"
                + (datagrams ? ", and whether it limits how many it answers to one address" : "");
    }

    private @Nullable Comparison comparison(LoadReport report) {
        Path file = options.against();
        if (file == null || before == null || !report.didWork()) return null;
        return new Comparison(file, before, SavedRun.of(lines));
    }

    private void writeFiles(LoadReport report, String table) throws CommandException {
        if (!report.didWork()) return;
        if (options.hgrm != null) write(options.hgrm, hgrm(report));
        if (options.save != null) write(options.save, String.join("\n", lines) + "\n");
        if (options.html != null) write(options.html, new ResultPage(report).text(table));
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
