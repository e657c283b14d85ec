package io.fairlead.exec.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.net.text.Printable;
import io.fairlead.program.Program;
import io.fairlead.program.ProgramEnd;
import io.fairlead.program.ProgramListener;
import io.fairlead.program.ProgramRun;
import io.fairlead.program.ProgramRunner;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One run of a command, from its start to the line that tells its end. {@link #stop} and {@link
 * #resume} are safe for any thread; the rest is the runner's thread's own.
 */
final class CommandRun implements ProgramListener {
    private static final Duration GRACE = Duration.ofSeconds(1);
    private static final long ALIVE_SECONDS = 2;
    private static final byte[] ALIVE = {'r', 'u', 'n', '\n'};

    private final Call call;
    private final Command command;
    private final Consumer<Audit> onEnd;
    private final String argv;
    private final AnswerLines out = new AnswerLines("out");
    private final AnswerLines err = new AnswerLines("err");
    private final long begunNs = System.nanoTime();
    private volatile @Nullable ProgramRun run;
    private volatile boolean left;
    private volatile boolean quiet = true;
    private @Nullable Future<?> alive;
    private long bytes;
    private boolean tooMuch;

    /**
     * @param onEnd is given what is to be written down, before the caller hears of the end
     */
    CommandRun(Call call, Command command, Consumer<Audit> onEnd, String argv) {
        this.call = call;
        this.command = command;
        this.onEnd = onEnd;
        this.argv = argv;
    }

    void begin(ProgramRunner runner, Program program, ScheduledExecutorService clock) {
        alive =
                clock.scheduleAtFixedRate(
                        this::sayAlive, ALIVE_SECONDS, ALIVE_SECONDS, TimeUnit.SECONDS);
        ProgramRun started = runner.start(program, this);
        run = started;
        started.limitTime(command.limits().time(), GRACE);
        started.closeInput();
        call.began(this);
    }

    /** A caller who has left is noticed when something is sent to him. */
    private void sayAlive() {
        if (quiet && !left) call.send(ALIVE);
        quiet = true;
    }

    /** The caller has left: the run ends, and nobody hears of it. */
    void stop() {
        left = true;
        ProgramRun current = run;
        if (current != null) current.stop(Duration.ZERO);
    }

    /** There is room for more of the answer. */
    void resume() {
        ProgramRun current = run;
        if (current != null) current.resumeOutput();
    }

    @Override
    public boolean onOutput(Output output, ByteBuffer written) {
        if (left || tooMuch) return true;
        quiet = false;
        int count = (int) Math.min(written.remaining(), command.limits().outputBytes() - bytes);
        boolean over = count < written.remaining();
        AnswerLines lines = output == Output.STANDARD ? out : err;
        byte[] answer = lines.add(written.slice(written.position(), count));
        if (answer.length > 0 && !call.send(answer)) {
            lines.takeBack();
            return false;
        }
        bytes += count;
        if (over) {
            tooMuch = true;
            ProgramRun current = run;
            if (current != null) current.stop(Duration.ZERO);
        }
        return true;
    }

    @Override
    public void onEnd(ProgramEnd end) {
        if (alive != null) alive.cancel(false);
        Duration took = Duration.ofNanos(System.nanoTime() - begunNs);
        String words = left ? "left" : words(end);
        onEnd.accept(new Audit(call.who(), command.name(), argv, words, bytes, took));
        ByteArrayOutputStream last = new ByteArrayOutputStream();
        last.writeBytes(out.end());
        last.writeBytes(err.end());
        last.writeBytes(("end " + words + "\n").getBytes(UTF_8));
        call.ended(last.toByteArray());
    }

    private String words(ProgramEnd end) {
        ProgramRun current = run;
        if (end.failure() != null) {
            return "failed " + Printable.of(String.valueOf(end.failure().getMessage()));
        }
        if (tooMuch)
            return String.format(Locale.ROOT, "limit output %d", command.limits().outputBytes());
        if (current != null && current.isOverdue()) {
            return String.format(
                    Locale.ROOT, "limit time %ds", command.limits().time().toSeconds());
        }
        return end.signal() != 0 ? "signal " + end.signal() : "exit " + end.status();
    }
}
