package io.fairlead.exec;

import io.fairlead.frame.Frame;
import io.fairlead.net.Endpoint;
import io.fairlead.program.Program;
import io.fairlead.program.ProgramEnd;
import io.fairlead.program.ProgramListener;
import io.fairlead.program.ProgramRun;
import io.fairlead.program.ProgramRunner;
import io.fairlead.service.Peer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection and its program. Called by the connection's thread, and as a listener by the
 * runner's.
 */
final class ProgramTalk implements ProgramListener {
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final Peer peer;
    private final Program program;
    private final Consumer<String> log;
    private final LogLines errors;
    // So that a pause is never made after the resume that was meant to end it.
    private final ReentrantLock pausing = new ReentrantLock();
    private volatile @Nullable ProgramRun run;
    private volatile boolean closed;

    ProgramTalk(Peer peer, Program program, Consumer<String> log) {
        this.peer = peer;
        this.program = program.serving(peer);
        this.log = log;
        errors = new LogLines(this::log);
    }

    private void log(String text) {
        ProgramRun current = run;
        String name = String.valueOf(program.path().getFileName());
        long pid = current == null ? 0 : current.pid();
        String who = Endpoint.describe(peer.remoteAddress());
        log.accept(String.format(Locale.ROOT, "%s %s[%d]: %s", who, name, pid, text));
    }

    // ---- the connection's thread ----

    void begin(ProgramRunner runner) {
        run = runner.start(program, this);
    }

    private ProgramRun run() {
        return Objects.requireNonNull(run);
    }

    void received(ByteBuffer bytes) {
        pausing.lock();
        try {
            if (!run().write(bytes)) peer.pause();
        } finally {
            pausing.unlock();
        }
    }

    void inputEnded() {
        run().closeInput();
    }

    void writable() {
        run().resumeOutput();
    }

    void closed() {
        closed = true;
        ProgramRun current = run;
        if (current != null) current.stop(GRACE);
    }

    // ---- the runner's thread ----

    @Override
    public void onInputTaken() {
        pausing.lock();
        try {
            peer.resume();
        } finally {
            pausing.unlock();
        }
    }

    @Override
    public boolean onOutput(Output output, ByteBuffer bytes) {
        if (output == Output.ERROR) {
            errors.add(bytes);
            return true;
        }
        return closed || peer.send(Frame.of(bytes)).isQueued();
    }

    @Override
    public void onEnd(ProgramEnd end) {
        errors.end();
        if (end.failure() != null) {
            log("could not be started: " + end.failure().getMessage());
        } else if (end.signal() != 0 && !closed) {
            log("was killed by signal " + end.signal());
        } else if (end.status() > 0) {
            log("ended with status " + end.status());
        }
        peer.close();
    }
}
