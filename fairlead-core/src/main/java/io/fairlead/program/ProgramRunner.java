package io.fairlead.program;

import io.fairlead.posix.Descriptors;
import io.fairlead.posix.Posix;
import io.fairlead.server.descriptor.LastWill;
import io.fairlead.server.descriptor.Reactor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Runs programs whose standard streams are pipes, on one thread for all of them: it starts, reads,
 * writes, reaps, and never waits for one. A program that is not read from, or does not read, waits
 * alone, and at most 64 KiB of what it wrote are held here, as much again in the kernel.
 *
 * <p>Safe for any thread. Each program leads a process group of its own; what is left of the group
 * when the program ends, or this process does, is killed. Linux only.
 */
public final class ProgramRunner implements AutoCloseable {
    static final int BUFFER_BYTES = 64 * 1024;

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    /** Who is woken so much later than he wanted was not running, or there was no processor. */
    private static final long LATE_NS = 1_000_000_000;

    private static final int TASKS_MAX = 1_000;

    private final Reactor reactor;
    private final LastWill will;
    private final Thread thread;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Thread atExit = Thread.ofPlatform().unstarted(this::end);
    private volatile boolean closing;
    // The runner's thread's own.
    private final Set<ProgramRun> runs = new HashSet<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);

    /**
     * Starts a runner of no programs yet.
     *
     * @param name of its thread
     * @throws IOException if there is no descriptor for it
     * @throws UnsupportedOperationException if this system has no native calls; the message says
     *     why
     */
    public ProgramRunner(String name) throws IOException {
        String reason = Posix.reason();
        if (reason != null) {
            throw new UnsupportedOperationException(
                    "programs cannot be run through pipes: " + reason);
        }
        reactor = new Reactor();
        will = new LastWill(reactor.posix);
        thread = Thread.ofPlatform().name(name).daemon().start(this::loop);
        Runtime.getRuntime().addShutdownHook(atExit); // nothing outlives this process
    }

    /**
     * Starts a program, soon: whether that worked, {@code listener} hears. Its log file is not
     * used.
     *
     * <p>All programs are started by the same thread, which lives as long as this runner, so that
     * PR_SET_PDEATHSIG in a program means the end of the runner's process.
     */
    public ProgramRun start(Program program, ProgramListener listener) {
        ProgramRun run = new ProgramRun(this, program, listener);
        submit(run::begin);
        return run;
    }

    /** Has the runner's thread do something; not done if the runner has been closed. */
    void submit(Runnable task) {
        tasks.add(task);
        reactor.wake();
    }

    private void loop() {
        try (reactor;
                will) {
            while (!closing || !runs.isEmpty() || !tasks.isEmpty()) {
                await(tasks.isEmpty() ? waitNs() : 0);
                runTasks();
                if (closing) runs.forEach(ProgramRun::killed);
                Set.copyOf(runs).forEach(ProgramRun::onTime);
            }
        } catch (IOException e) {
            runs.forEach(ProgramRun::killed);
            throw new IllegalStateException("the reactor of " + thread.getName() + " failed", e);
        }
    }

    /** While this process was stopped, nobody read what programs wrote: that time is not theirs. */
    private void await(long waitNs) throws IOException {
        long beforeNs = System.nanoTime();
        reactor.await(waitNs);
        long passedNs = System.nanoTime() - beforeNs;
        boolean late = passedNs - waitNs > LATE_NS; // below zero if that is for ever
        if (late) runs.forEach(run -> run.postpone(passedNs));
    }

    /** Some at a time: whoever always has more to do must not keep pipes from being moved. */
    private void runTasks() {
        for (int i = 0; i < TASKS_MAX; i++) {
            Runnable task = tasks.poll();
            if (task == null) return;
            task.run();
        }
    }

    private long waitNs() {
        return runs.stream().mapToLong(ProgramRun::waitNs).min().orElse(Long.MAX_VALUE);
    }

    // ---- for runs, on the runner's thread ----

    boolean isClosing() {
        return closing;
    }

    Reactor reactor() {
        return reactor;
    }

    LastWill will() {
        return will;
    }

    Descriptors descriptors() {
        return new Descriptors(reactor.posix);
    }

    /** A place for one transfer, empty. */
    ByteBuffer buffer() {
        return buffer.clear();
    }

    void began(ProgramRun run) {
        runs.add(run);
    }

    void ended(ProgramRun run) {
        runs.remove(run);
    }

    /** Kills what runs, and waits for its end, for ten seconds at most. Later calls do nothing. */
    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // the process is ending, and the hook does the same
        }
    }

    private void end() {
        closing = true;
        reactor.wake();
        try {
            thread.join(CLOSE_TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
