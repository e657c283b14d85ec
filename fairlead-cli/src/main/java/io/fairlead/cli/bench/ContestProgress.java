package io.fairlead.cli.bench;

import io.fairlead.cli.Shell;
import io.fairlead.net.text.Printable;
import io.fairlead.server.Model;
import java.time.Duration;
import java.util.Locale;

/** How a comparison goes, on standard error: one line that changes on a terminal, else lines. */
final class ContestProgress implements Rounds.Watcher {
    private static final String START_OF_LINE = "\r\u001b[K";

    private static final int PLANNED = 5;

    private final Shell shell;
    private final ContestPlan plan;
    private final Figure deciding;
    private final boolean quiet;
    private final boolean live;
    private final long begunNs = System.nanoTime();
    private final int trials;
    private int done;

    ContestProgress(Shell shell, Contest contest, boolean quiet) {
        this.shell = shell;
        this.quiet = quiet;
        plan = contest.plan();
        deciding = contest.deciding();
        trials = plan.models().size() * plan.rounds();
        live = shell.isTerminal(Shell.Stream.ERR) && !shell.isDumb();
    }

    /** Says what will be done, and how long it will take. */
    void start(String cores) {
        if (quiet) return;
        shell.say(
                "%s, %s, about %s; %s"
                        .formatted(
                                counted(plan.models().size(), "model"),
                                counted(plan.rounds(), "round"),
                                text(plan.trialTime().multipliedBy(trials)),
                                cores));
    }

    @Override
    public void begins(Model model, int round) {
        if (quiet || !live) return;
        shell.err()
                .print(
                        START_OF_LINE
                                + String.format(
                                        Locale.ROOT,
                                        "round %d/%d  %s  (%d of %d, about %s left)",
                                        round,
                                        plan.rounds(),
                                        model.word(),
                                        done + 1,
                                        trials,
                                        text(left())));
        shell.err().flush();
    }

    @Override
    public void ended(Trial trial) {
        done++;
        if (quiet || live) return;
        String came =
                trial.failure() != null
                        ? "failed: " + trial.failure()
                        : deciding.text(deciding.of(trial)) + " " + deciding.heading();
        shell.err()
                .println(
                        String.format(
                                Locale.ROOT,
                                "round %d/%d  %s: %s  (%d of %d, about %s left)",
                                trial.round(),
                                plan.rounds(),
                                trial.model().word(),
                                Printable.of(came),
                                done,
                                trials,
                                text(left())));
    }

    /** A number of things: {@code 1 model}, {@code 5 rounds}. */
    static String counted(int count, String thing) {
        return count + " " + thing + (count == 1 ? "" : "s");
    }

    private Duration left() {
        // As planned, until enough are done to know better.
        long sofarNs = System.nanoTime() - begunNs + PLANNED * plan.trialTime().toNanos();
        Duration each = Duration.ofNanos(sofarNs / (done + PLANNED));
        return each.multipliedBy(Math.max(0, trials - done));
    }

    private static String text(Duration duration) {
        long seconds = Math.max(1, Math.round(duration.toMillis() / 1e3));
        return seconds < 100
                ? seconds + " s"
                : String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60);
    }

    /** Makes way for the result. */
    void end() {
        if (!live || quiet) return;
        shell.err().print(START_OF_LINE);
        shell.err().flush();
    }
}
