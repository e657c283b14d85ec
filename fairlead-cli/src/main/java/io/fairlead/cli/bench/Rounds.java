package io.fairlead.cli.bench;

import io.fairlead.cli.OwnCommand;
import io.fairlead.load.Cores;
import io.fairlead.load.Load;
import io.fairlead.load.LoadBuilder;
import io.fairlead.load.LoadReport;
import io.fairlead.load.LoadRun;
import io.fairlead.net.Endpoint;
import io.fairlead.server.Model;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Measures models in rounds: in each, every model once, as a fresh process, in an order drawn anew,
 * so that what changes on the machine meanwhile meets all of them alike. One thread calls {@link
 * #run}; any may call {@link #stop}.
 */
final class Rounds {
    /** Starting a process for each connection takes so long at most. */
    private static final Duration SETTLE = Duration.ofSeconds(20);

    private static final int CONNECTIONS = 9_000; // what serve takes, with some to spare
    private static final long SIGNAL_S = 1;

    private final ContestPlan plan;
    private final Cores cores;
    private final Watcher watcher;
    private final CountDownLatch stop = new CountDownLatch(1);
    private volatile @Nullable ModelServer server;
    private volatile @Nullable LoadRun load;

    /** Hears how the rounds go, on the thread that runs them. */
    interface Watcher {
        void begins(Model model, int round);

        void ended(Trial trial);
    }

    Rounds(ContestPlan plan, Cores cores, Watcher watcher) {
        this.plan = plan;
        this.cores = cores;
        this.watcher = watcher;
    }

    /** Runs all rounds, or those until somebody stops it; adds what they come to. */
    void run(Contest contest) throws InterruptedException {
        List<Model> order = new ArrayList<>(plan.models());
        for (int round = 1; round <= plan.rounds(); round++) {
            Collections.shuffle(order, new Random(plan.seed() + round));
            for (Model model : order) {
                if (!contest.isInTheRunning(model)) continue;
                watcher.begins(model, round);
                Trial trial = trial(model, round);
                if (isStopped()) return;
                contest.add(trial);
                watcher.ended(trial);
            }
        }
    }

    boolean isStopped() {
        return stop.getCount() == 0;
    }

    /** Ends the rounds early; the trial under way does not count. */
    void stop() {
        stop.countDown();
        ModelServer starting = server;
        LoadRun running = load;
        if (starting != null) starting.abandon();
        if (running != null) running.stop();
    }

    /** Leaves no server behind, at once. */
    void kill() {
        ModelServer running = server;
        if (running != null) running.kill();
    }

    private Trial trial(Model model, int round) throws InterruptedException {
        try (ModelServer started = new ModelServer(cores, OwnCommand.with(command(model)))) {
            server = started;
            if (isStopped()) started.abandon();
            Endpoint endpoint = started.awaitEndpoint(model.word());
            LoadReport report = run(plan.load().to(endpoint).settle(SETTLE), started);
            Load churn = plan.visits();
            boolean goesOn = report.didWork() && !isStopped();
            LoadReport visits = goesOn && churn != null ? run(churn.to(endpoint), started) : null;
            return new Trial(model, round, report, visits, failure(started, report));
        } catch (IOException | IllegalStateException e) {
            return Trial.failed(model, round, String.valueOf(e.getMessage()));
        } finally {
            server = null;
        }
    }

    private LoadReport run(LoadBuilder builder, ModelServer started)
            throws IOException, InterruptedException {
        LoadRun run = new LoadRun(builder.serverPid(started.pid()).build(), interval -> {});
        load = run;
        started.onDeath(run::stop);
        try {
            if (isStopped()) run.stop();
            return run.run();
        } finally {
            load = null;
        }
    }

    /** Why what was measured does not count. */
    private @Nullable String failure(ModelServer started, LoadReport report)
            throws InterruptedException {
        // Ctrl-C is for all processes of a terminal: the server may have heard it before.
        if (started.wasInterrupted()) {
            boolean _ = stop.await(SIGNAL_S, TimeUnit.SECONDS);
        }
        String death = started.death();
        if (death != null) return death;
        Exception why = report.failure();
        if (why == null && report.didWork()) return null;
        if (why == null) why = report.firstFault();
        return why == null ? "no message was answered" : String.valueOf(why.getMessage());
    }

    private List<String> command(Model model) {
        List<String> command =
                new ArrayList<>(
                        List.of("serve", plan.service().word() + "=tcp://127.0.0.1:0", "-q"));
        command.addAll(List.of("--model", model.word(), "--log-format", "json"));
        command.addAll(List.of("--drain-timeout", "1s"));
        String codec = plan.codec();
        if (codec != null) command.addAll(List.of("--codec", codec));
        int connections = plan.load().connections();
        if (connections > CONNECTIONS) {
            command.addAll(List.of("--max-connections", String.valueOf(2 * connections)));
        }
        return command;
    }
}
