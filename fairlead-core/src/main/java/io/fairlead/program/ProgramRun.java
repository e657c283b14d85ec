package io.fairlead.program;

import static io.fairlead.posix.FileConstants.F_SETFL;
import static io.fairlead.posix.FileConstants.O_CLOEXEC;
import static io.fairlead.posix.FileConstants.O_NONBLOCK;
import static io.fairlead.posix.process.ProcessConstants.SIGKILL;
import static io.fairlead.posix.process.ProcessConstants.SIGTERM;

import io.fairlead.net.socket.NativeErrors;
import io.fairlead.posix.process.Spawn;
import io.fairlead.posix.process.Wait;
import io.fairlead.program.ProgramListener.Output;
import io.fairlead.server.descriptor.Child;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A program that a {@link ProgramRunner} runs. The public methods are safe for any thread and never
 * block; all else is the runner's thread's own.
 */
public final class ProgramRun {
    /** How long the outputs may stay open in other hands when the program itself has ended. */
    private static final long LEFT_OPEN_NS = 1_000_000_000;

    private final ProgramRunner runner;
    private final Program program;
    private final ProgramListener listener;
    private final ProgramInput input;
    private final List<ProgramOutput> outputs = new ArrayList<>();
    private volatile long pid;
    private volatile boolean overdue;
    private @Nullable Child child;
    private @Nullable ProgramEnd end;
    private boolean told;
    private boolean stopAsked;
    private Duration limitGrace = Duration.ZERO;
    private long limitNs = Long.MAX_VALUE;
    private long killNs = Long.MAX_VALUE;
    private long leaveNs = Long.MAX_VALUE;

    ProgramRun(ProgramRunner runner, Program program, ProgramListener listener) {
        this.runner = runner;
        this.program = program;
        this.listener = listener;
        input = new ProgramInput(runner, listener::onInputTaken);
    }

    /** The process, once it has been started; 0 before. */
    public long pid() {
        return pid;
    }

    /**
     * Queues bytes for the program's standard input, always; what comes after the program has
     * closed it is dropped.
     *
     * @param bytes copied before this returns
     * @return false if 64 KiB or more wait now; {@link ProgramListener#onInputTaken} follows, and
     *     until then the caller had better write no more
     */
    public boolean write(ByteBuffer bytes) {
        return input.write(bytes);
    }

    /** Closes the program's standard input once what was written has been taken. */
    public void closeInput() {
        input.end();
    }

    /** Offers again what the listener did not take, and reads on. */
    public void resumeOutput() {
        runner.submit(() -> outputs.forEach(ProgramOutput::resume));
    }

    /**
     * Ends the program's process group: SIGTERM, and SIGKILL after {@code grace}; at once if that
     * is zero.
     */
    public void stop(Duration grace) {
        runner.submit(() -> stopped(grace));
    }

    /**
     * Has the program end in time: after {@code most} it is stopped, as by {@link #stop}. Not more
     * than once for a run.
     */
    public void limitTime(Duration most, Duration grace) {
        runner.submit(() -> {
            limitGrace = grace;
            limitNs = System.nanoTime() + most.toNanos();
        });
    }

    /** True once the program has been stopped for its time. */
    public boolean isOverdue() {
        return overdue;
    }

    private void stopped(Duration grace) {
        stopAsked = true;
        if (child == null) return;
        long nowNs = System.nanoTime();
        if (end != null) {
            leaveNs = nowNs;
        } else {
            if (grace.isPositive()) child.signal(SIGTERM);
            killNs = Math.min(killNs, nowNs + grace.toNanos());
        }
        onTime();
    }

    // ---- the beginning ----

    void begin() {
        if (runner.isClosing() || stopAsked) {
            tell(ProgramEnd.notStarted(new IOException("stopped before it was started")));
            return;
        }
        List<Pipe> pipes = new ArrayList<>();
        try (Arena arena = Arena.ofConfined()) {
            for (int i = 0; i < 3; i++) pipes.add(new Pipe(arena));
            child = new Child(runner.reactor(), spawn(pipes), runner.will(), this::reaped);
            child.endGroup();
            pid = child.pid();
            runner.began(this);
            input.open(pipes.get(0).take(1));
            outputs.add(output(Output.STANDARD, pipes.get(1)));
            outputs.add(output(Output.ERROR, pipes.get(2)));
        } catch (IOException e) {
            if (child == null) {
                tell(ProgramEnd.notStarted(e));
            } else {
                killed(); // it has no pipes; its end is told as any other
            }
        } finally {
            pipes.forEach(Pipe::close);
        }
    }

    private ProgramOutput output(Output which, Pipe pipe) throws IOException {
        return new ProgramOutput(
                runner, pipe.take(0), bytes -> listener.onOutput(which, bytes), this::tellIfOver);
    }

    private Spawn spawn(List<Pipe> pipes) {
        List<String> arguments = new ArrayList<>();
        arguments.add(String.valueOf(program.path().getFileName()));
        arguments.addAll(program.arguments());
        List<String> variables =
                new TreeMap<>(program.environment())
                        .entrySet().stream()
                                .map(one -> one.getKey() + "=" + one.getValue())
                                .toList();
        return new Spawn(runner.reactor().posix, program.path().toString(), arguments, variables)
                .dup2(pipes.get(0).fd(0), 0)
                .dup2(pipes.get(1).fd(1), 1)
                .dup2(pipes.get(2).fd(1), 2)
                .closeFrom(3);
    }

    /** The two ends of a pipe; closes those that nobody takes. */
    private final class Pipe {
        private final int[] ends;

        Pipe(Arena arena) throws IOException {
            MemorySegment pair = arena.allocate(ValueLayout.JAVA_INT, 2);
            NativeErrors.check(runner.descriptors().pipe2(pair, O_CLOEXEC));
            ends = pair.toArray(ValueLayout.JAVA_INT);
        }

        int fd(int end) {
            return ends[end];
        }

        /** One end for this process, which never waits. */
        int take(int end) {
            int fd = ends[end];
            runner.descriptors().fcntl(fd, F_SETFL, O_NONBLOCK);
            ends[end] = -1;
            return fd;
        }

        void close() {
            for (int fd : ends) {
                if (fd >= 0) runner.descriptors().close(fd);
            }
        }
    }

    // ---- the end ----

    private void reaped(int status) {
        boolean exited = Wait.wifexited(status);
        end = ProgramEnd.of(exited, exited ? Wait.wexitstatus(status) : Wait.wtermsig(status));
        input.close();
        leaveNs = System.nanoTime() + LEFT_OPEN_NS;
        tellIfOver();
    }

    private void tellIfOver() {
        if (end == null || !outputs.stream().allMatch(ProgramOutput::isOver)) return;
        runner.ended(this);
        tell(end);
    }

    private void tell(ProgramEnd how) {
        if (told) return;
        told = true;
        listener.onEnd(how);
    }

    void killed() {
        if (child != null && end == null) child.signal(SIGKILL);
        leaveNs = Math.min(leaveNs, System.nanoTime());
    }

    /** Nothing is due for so much longer. */
    void postpone(long ns) {
        limitNs = later(limitNs, ns);
        killNs = later(killNs, ns);
        leaveNs = later(leaveNs, ns);
    }

    private static long later(long atNs, long ns) {
        return atNs == Long.MAX_VALUE ? atNs : atNs + ns;
    }

    /** When {@link #onTime} should be called, from now. */
    long waitNs() {
        long next = end == null ? Math.min(limitNs, killNs) : leaveNs;
        return next == Long.MAX_VALUE ? next : Math.max(0, next - System.nanoTime());
    }

    void onTime() {
        long nowNs = System.nanoTime();
        if (end == null && limitNs <= nowNs) {
            limitNs = Long.MAX_VALUE;
            overdue = true;
            stopped(limitGrace);
        }
        if (end == null && killNs <= nowNs) {
            killNs = nowNs + LEFT_OPEN_NS; // again, should a process have joined the group since
            if (child != null) child.signal(SIGKILL);
        }
        if (end != null && leaveNs <= nowNs) {
            leaveNs = nowNs + LEFT_OPEN_NS;
            boolean all = runner.isClosing() || stopAsked;
            List.copyOf(outputs).forEach(output -> output.leave(all));
            tellIfOver();
        }
    }
}
