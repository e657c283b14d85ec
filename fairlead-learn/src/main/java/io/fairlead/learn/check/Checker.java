package io.fairlead.learn.check;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Starts a learner's program, tries it, and ends it with all that it has started. For one thread;
 * another may call {@link #close} at any time.
 */
public final class Checker implements AutoCloseable {
    private final Exercise exercise;
    private final LearnerServer site;

    /** A checker that has started nothing yet. */
    public Checker(Exercise exercise) {
        this.exercise = exercise;
        site = new LearnerServer(exercise);
    }

    /**
     * Makes all trials of the kind.
     *
     * @param listener hears each finding at once
     * @return all findings, in their order
     * @throws StartException if the program cannot be started
     * @throws IOException if this machine does not tell of its sockets
     */
    public List<CheckResult> run(Consumer<CheckResult> listener) throws IOException {
        List<CheckResult> findings = new ArrayList<>();
        Consumer<CheckResult> both =
                finding -> {
                    findings.add(finding);
                    listener.accept(finding);
                };
        try {
            tryAll(both);
        } finally {
            site.stop();
        }
        return findings;
    }

    private void tryAll(Consumer<CheckResult> listener) throws IOException {
        CheckResult started = site.start();
        listener.accept(started);
        if (started.verdict() != Verdict.RIGHT) return;
        CheckResult last = started;
        for (CheckTrial trial : trials()) {
            if (!site.isUp() && !isBack(last, listener)) break;
            CheckResult finding = tried(trial);
            last = finding;
            listener.accept(finding);
            boolean hopeless = trial.topic() == Topic.ANSWERS || trial.topic() == Topic.RELAYS;
            if (hopeless && finding.verdict() == Verdict.WRONG && site.isUp()) break;
        }
    }

    /** Whether a program that has ended is up again; ending by itself is a fault, too. */
    private boolean isBack(CheckResult last, Consumer<CheckResult> listener) throws IOException {
        if (last.verdict() != Verdict.WRONG) listener.accept(died(last.topic()));
        CheckResult again = site.start();
        boolean isUp = again.verdict() == Verdict.RIGHT;
        if (!isUp) listener.accept(again);
        return isUp;
    }

    private List<CheckTrial> trials() {
        List<CheckTrial> trials = new ArrayList<>();
        switch (exercise.kind()) {
            case ECHO, UPPER -> trials.addAll(MirrorTrials.ALL);
            case OK -> {
                trials.addAll(SpeakerTrials.ALL);
                trials.add(SpeakerTrials.UNREAD);
            }
            case GREET, TIME -> trials.addAll(SpeakerTrials.ALL);
            case UDP_ECHO -> {
                return DatagramTrials.ALL;
            }
            case CHAT -> {
                return ChatTrials.ALL;
            }
        }
        trials.addAll(StreamTrials.ALL);
        return trials;
    }

    private CheckResult tried(CheckTrial trial) throws IOException {
        Topic topic = trial.topic();
        site.beginLadder();
        try {
            CheckResult finding = trial.test().run(site);
            site.subject().settle();
            boolean died = !site.subject().isRunning() && finding.verdict() != Verdict.WRONG;
            return died ? died(topic) : finding;
        } catch (IOException e) {
            if (!site.subject().isRunning()) return died(topic);
            String sentence = "A client could not go on: " + e.getMessage() + ".";
            return CheckResult.wrong(topic, sentence, site.state());
        }
    }

    private CheckResult died(Topic topic) throws IOException {
        String sentence =
                "The program %s in this trial (\"%s\"); a server goes on whatever a client does."
                        .formatted(site.subject().end(), topic.right());
        return CheckResult.wrong(topic, sentence, site.state());
    }

    /** Ends the program and all that it has started; no other is started afterwards. */
    @Override
    public void close() {
        site.close();
    }
}
