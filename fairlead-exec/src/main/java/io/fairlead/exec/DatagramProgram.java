package io.fairlead.exec;

import io.fairlead.frame.Frame;
import io.fairlead.net.Endpoint;
import io.fairlead.program.Program;
import io.fairlead.program.ProgramEnd;
import io.fairlead.program.ProgramListener;
import io.fairlead.program.ProgramRun;
import io.fairlead.program.ProgramRunner;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * Starts a process for each datagram. The datagram is its standard input; its output, cut to a
 * maximum length, is the answer. A program that writes nothing sends no answer.
 *
 * <p>To a source on loopback, which nobody can forge from elsewhere, an answer has at most {@link
 * #ANSWER_BYTES_MAX}; to any other, at most as many bytes as the datagram had. At most 32 processes
 * run at a time, for ten seconds each; a datagram beyond that is dropped, and logged. Guard it with
 * a limit of rates and ports, as any service of datagrams. Safe for any thread.
 */
public final class DatagramProgram implements Service, AutoCloseable {
    /** What fits one packet of any network. */
    public static final int ANSWER_BYTES_MAX = 1_200;

    private static final int PROCESSES_MAX = 32;
    private static final Duration TIME_MAX = Duration.ofSeconds(10);
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final Program program;
    private final Consumer<String> log;
    private final Semaphore places = new Semaphore(PROCESSES_MAX);
    private final ProgramRunner runner;
    private final Drops drops = new Drops();

    /**
     * @param log gets what the program writes to standard error, in lines made safe to show
     * @throws IOException if there is no descriptor for it
     */
    public DatagramProgram(Program program, Consumer<String> log) throws IOException {
        this.program = program;
        this.log = log;
        runner = new ProgramRunner("fairlead programs");
    }

    @Override
    public void onFrame(Peer peer, Frame frame) {
        String who = Endpoint.describe(peer.remoteAddress());
        if (!places.tryAcquire()) {
            drops.add(who);
            return;
        }
        Exchange exchange = new Exchange(peer, answerBytesMax(peer, frame), who);
        ProgramRun run = runner.start(named(program.serving(peer)), exchange);
        run.limitTime(TIME_MAX, GRACE);
        run.write(frame.buffer());
        run.closeInput();
    }

    private static int answerBytesMax(Peer peer, Frame frame) {
        boolean loopback =
                peer.remoteAddress() instanceof InetSocketAddress address
                        && address.getAddress().isLoopbackAddress();
        return loopback ? ANSWER_BYTES_MAX : Math.min(ANSWER_BYTES_MAX, frame.size());
    }

    /** The variables have the names that ipsvd's udpsvd gives them. */
    private static Program named(Program serving) {
        Map<String, String> variables = new TreeMap<>();
        serving.environment()
                .forEach((name, value) -> variables.put(name.replaceFirst("^TCP6?", "UDP"), value));
        variables.put("PROTO", "UDP");
        return serving.environment(variables);
    }

    /** Tells of datagrams for which there is no process, once a second: a flood fills no log. */
    private final class Drops {
        private static final long EVERY_NS = 1_000_000_000;
        private long count; // guarded by this, as is the next
        private long toldNs = System.nanoTime() - EVERY_NS;

        synchronized void add(String who) {
            count++;
            long nowNs = System.nanoTime();
            if (nowNs - toldNs < EVERY_NS) return;
            String more =
                    count == 1
                            ? ""
                            : String.format(
                                    Locale.ROOT, ", and %,d since the last such line", count - 1);
            log.accept(
                    String.format(
                            Locale.ROOT,
                            "%s dropped%s: %d processes are running",
                            who,
                            more,
                            PROCESSES_MAX));
            toldNs = nowNs;
            count = 0;
        }
    }

    /** One datagram and its answer; the runner's thread's own. */
    private final class Exchange implements ProgramListener {
        private final Peer peer;
        private final String who;
        private final ByteBuffer answer;
        private final LogLines errors;

        Exchange(Peer peer, int answerBytesMax, String who) {
            this.peer = peer;
            this.who = who;
            answer = ByteBuffer.allocate(answerBytesMax);
            errors = new LogLines(line -> log.accept(who + " " + program.path() + ": " + line));
        }

        @Override
        public boolean onOutput(Output output, ByteBuffer bytes) {
            if (output == Output.ERROR) {
                errors.add(bytes);
                return true;
            }
            int count = Math.min(bytes.remaining(), answer.remaining());
            answer.put(bytes.slice(bytes.position(), count));
            return true;
        }

        @Override
        public void onEnd(ProgramEnd end) {
            places.release();
            errors.end();
            if (end.failure() != null) {
                log.accept("%s %s: %s".formatted(who, program.path(), end.failure().getMessage()));
            }
            answer.flip();
            if (answer.hasRemaining()) peer.send(Frame.of(answer));
        }
    }

    /** Kills what still runs; to be called when the server has been closed. */
    @Override
    public void close() {
        runner.close();
    }
}
