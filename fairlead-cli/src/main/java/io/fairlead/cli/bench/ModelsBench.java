package io.fairlead.cli.bench;

import io.fairlead.cli.CommandException;
import io.fairlead.cli.ExitCode;
import io.fairlead.cli.OutputFile;
import io.fairlead.cli.Shell;
import io.fairlead.load.Cores;
import io.fairlead.load.LoadReport;
import io.fairlead.server.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** One comparison of models, from its start to its exit code. For one thread. */
final class ModelsBench {
    private final Shell shell;
    private final ResultOptions options;
    private final List<Assertion> assertions;
    private final boolean markdown;

    /**
     * @param markdown whether the table is in Markdown
     */
    ModelsBench(Shell shell, ResultOptions options, List<Assertion> assertions, boolean markdown) {
        this.shell = shell;
        this.options = options;
        this.assertions = assertions;
        this.markdown = markdown;
    }

    /**
     * Measures what {@code plan} says, and writes what came of it.
     *
     * @throws CommandException if nothing worked
     */
    ExitCode run(ContestPlan plan) throws Exception {
        Contest contest = new Contest(plan);
        ContestProgress progress = new ContestProgress(shell, contest, options.quiet);
        ContestJson json = new ContestJson(JsonLines.to(shell));
        requireModels(plan);
        boolean stopped;
        String circumstances;
        try (Cores cores = new Cores()) {
            circumstances = cores.words();
            progress.start(circumstances);
            if (options.json) json.start(plan, circumstances);
            Rounds rounds = new Rounds(plan, cores, watcher(progress, json));
            listen(rounds);
            rounds.run(contest);
            stopped = rounds.isStopped();
        } finally {
            progress.end();
        }
        return end(contest, json, circumstances, stopped);
    }

    private static void requireModels(ContestPlan plan) throws CommandException {
        if (!plan.models().isEmpty()) return;
        List<String> reasons = new ArrayList<>();
        plan.notMeasured().forEach((model, reason) -> reasons.add(model + " " + reason));
        throw new CommandException(
                ExitCode.FAILED, "no model can be measured: " + String.join("; ", reasons));
    }

    private Rounds.Watcher watcher(ContestProgress progress, ContestJson json) {
        return new Rounds.Watcher() {
            @Override
            public void begins(Model model, int round) {
                progress.begins(model, round);
            }

            @Override
            public void ended(Trial trial) {
                progress.ended(trial);
                if (options.json) json.round(trial);
            }
        };
    }

    private void listen(Rounds rounds) {
        AtomicBoolean asked = new AtomicBoolean();
        for (String signal : List.of("INT", "TERM", "HUP")) {
            shell.signals().on(signal, () -> stop(rounds, asked));
        }
    }

    private void stop(Rounds rounds, AtomicBoolean asked) {
        if (!asked.getAndSet(true)) {
            rounds.stop();
            return;
        }
        // Asked twice, it waits for nothing.
        rounds.kill();
        shell.halt().accept(ExitCode.INTERRUPTED.code());
    }

    // ---- the end ----

    private ExitCode end(Contest contest, ContestJson json, String circumstances, boolean stopped)
            throws Exception {
        boolean worked = !contest.order().isEmpty();
        CommandException failure = worked || stopped ? null : failure(contest);
        List<String> missed = worked ? missed(contest) : List.of();
        ExitCode code = stopped ? ExitCode.INTERRUPTED : ExitCode.OK;
        if (!missed.isEmpty() && !stopped) code = ExitCode.THRESHOLD;
        if (failure != null) code = failure.exitCode();
        ContestRows rows = new ContestRows(contest);
        List<String> head = new ArrayList<>(List.of(circumstances));
        if (stopped) head.add("ended early");
        if (options.json) {
            json.end(contest, code, failure, missed);
        } else if (worked) {
            ContestTable table = new ContestTable(rows, head);
            shell.print(markdown ? table.markdown() : table.text(shell.isColored()));
        } else {
            rows.missing().forEach(shell::say);
            if (stopped) shell.say("ended early: nothing was measured");
        }
        if (worked) writePage(new ContestPage(contest, head));
        missed.forEach(shell::say);
        if (failure != null) throw failure;
        return code;
    }

    private static CommandException failure(Contest contest) {
        Map<String, String> failures = contest.failures();
        return new CommandException(
                ExitCode.FAILED,
                "no model could be measured; " + failures.size() + " failed, see above");
    }

    private List<String> missed(Contest contest) {
        List<String> missed = new ArrayList<>();
        for (Model model : contest.plan().models()) {
            List<LoadReport> reports = contest.reports(model);
            for (Assertion assertion : assertions) {
                if (assertion.holds(reports)) continue;
                missed.add(model.word() + ": " + assertion.missed(reports));
            }
        }
        return missed;
    }

    private void writePage(ContestPage page) throws CommandException {
        if (options.html == null) return;
        new OutputFile(options.html).write(page.text());
        if (!options.quiet) shell.say("wrote " + options.html);
    }
}
