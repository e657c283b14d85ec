package io.fairlead.testkit;

import io.fairlead.testkit.fault.SimulatedFaults;
import io.fairlead.testkit.shrink.ChoiceText;
import io.fairlead.testkit.shrink.Shrinker;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is known of a test that fails: how to run it again, the least of it, and its drawing. */
final class Failing {
    private static final int SHRINK_RUNS_MAX = 2_000;
    private static final Duration SHRINK_TIME = Duration.ofSeconds(10);

    /** More choices than this are no line to type: then only the seed is said. */
    private static final int CHOICES_SHOWN_MAX = 200;

    private static final int LINES_MAX = 40;

    private final Case which;
    private final StringBuilder head = new StringBuilder();
    private Attempt shown;
    private boolean isDrawn;
    private String conversation = "";
    private @Nullable Path drawing;

    /** A test with its name and its faults. */
    record Case(String name, SimulatedFaults faults, SimulatedTest test) {
        Attempt run(SimulatedNetwork net) {
            return Attempt.of(net.faults(faults), test);
        }

        /** The line that runs it again. */
        String replay(String property) {
            String maven = name.isEmpty() ? "" : "-Dtest=" + name + " ";
            return maven + "-Dfairlead." + property;
        }
    }

    private Failing(Case which, Attempt first) {
        this.which = which;
        shown = first;
    }

    /** One that failed with a seed. */
    static Failing ofSeed(Case which, long seed, Attempt first) {
        Failing failing = new Failing(which, first);
        Attempt again = which.run(SimulatedNetwork.of(seed));
        if (again.failsAs(first)) {
            failing.line("seed " + seed + " fails");
            failing.line("replay:        " + which.replay("seed=" + seed));
            failing.shrink(again);
        } else {
            failing.line("seed " + seed + " fails, but not a second time by itself: something");
            failing.line(
                    "outlives a run (a static, a field of the test) or does not come from the");
            failing.line("network (the machine's clock, chance, another thread)");
            failing.line("replay:        " + which.replay("seeds=" + (seed + 1)));
        }
        return failing;
    }

    /** Runs once with these choices. */
    static void checkChoices(Case which, long... choices) {
        Attempt attempt = which.run(SimulatedNetwork.replaying(choices).keepConversation());
        if (attempt.failure() == null) return;
        Failing failing = new Failing(which, attempt);
        failing.line("these choices fail");
        failing.line("replay:        " + which.replay("choices=" + ChoiceText.of(choices)));
        failing.draw(attempt);
        throw failing.toError();
    }

    SimulationFailure toError() {
        return new SimulationFailure(this);
    }

    // ---- the least that fails ----

    private void shrink(Attempt first) {
        Instant begin = Instant.now();
        Instant end = begin.plus(SHRINK_TIME);
        Shrinker shrinker =
                new Shrinker(
                        choices -> {
                            Attempt attempt = which.run(SimulatedNetwork.replaying(choices));
                            return attempt.failsAs(first) ? attempt.net().choices() : null;
                        },
                        SHRINK_RUNS_MAX,
                        () -> Instant.now().isAfter(end));
        long[] all = first.net().choices();
        long[] least = shrinker.shrink(all);
        Attempt last = which.run(SimulatedNetwork.replaying(least).keepConversation());
        if (!last.failsAs(first)) {
            line("not shrunk:    what failed before does not always fail");
            return;
        }
        int left = ChoiceText.nonzero(least);
        if (left <= CHOICES_SHOWN_MAX) {
            line("replay shrunk: " + which.replay("choices=" + ChoiceText.of(least)));
        }
        double seconds = Duration.between(begin, Instant.now()).toMillis() / 1e3;
        line(
                String.format(
                        Locale.ROOT,
                        "shrunk:        from %d choices that are not 0 to %d, in %d runs, %.1f s",
                        ChoiceText.nonzero(all),
                        left,
                        shrinker.runs(),
                        seconds));
        draw(last);
    }

    private void draw(Attempt attempt) {
        shown = attempt;
        isDrawn = true;
        conversation = attempt.net().conversation(LINES_MAX);
        drawing = DrawingFile.write(which.name(), attempt.net());
        if (drawing != null) line("drawn:         " + drawing);
    }

    // ---- what it says ----

    private void line(String text) {
        head.append(text).append('\n');
    }

    String message() {
        String told = isDrawn ? "\n\n" + conversation : "";
        return head + "failure:       " + failure() + told;
    }

    Throwable failure() {
        Throwable failure = shown.failure();
        if (failure == null) throw new IllegalStateException("it did not fail");
        return failure;
    }

    long[] choices() {
        return shown.net().choices();
    }

    String conversation() {
        return conversation;
    }

    @Nullable Path drawing() {
        return drawing;
    }
}
