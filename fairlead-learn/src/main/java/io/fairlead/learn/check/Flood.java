package io.fairlead.learn.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A client that sends more than all buffers hold and reads nothing until it can send no more. A
 * send of the server then takes a part alone, or nothing. For one thread.
 */
final class Flood {
    private static final int BYTES = 8 * 1024 * 1024;
    private static final int LINE_BYTES = 64;
    private static final int DIGITS = 8;
    private static final byte[] TEXT = " the quick brown fox".getBytes(UTF_8);
    private static final byte[] SENT = lines();
    private static final int CHUNK_BYTES = 32 * 1024;
    private static final Duration STUCK = Duration.ofMillis(300);
    private static final long LOOK_NS = 10_000_000;

    private final LearnerServer site;
    private final AtomicInteger taken = new AtomicInteger();

    Flood(LearnerServer site) {
        this.site = site;
    }

    private static byte[] lines() {
        byte[] lines = new byte[BYTES];
        Arrays.fill(lines, (byte) '.');
        for (int start = 0; start < BYTES; start += LINE_BYTES) {
            int left = start / LINE_BYTES;
            for (int at = start + DIGITS - 1; at >= start; at--, left /= 10) {
                lines[at] = (byte) ('0' + left % 10);
            }
            System.arraycopy(TEXT, 0, lines, start + DIGITS, TEXT.length);
            lines[start + LINE_BYTES - 1] = '\n';
        }
        return lines;
    }

    CheckResult run() throws IOException {
        try (TestClient caller = site.call()) {
            Thread sender = Thread.ofVirtual().start(() -> send(caller));
            awaitStuck(sender, caller.local().getPort());
            byte[] came = caller.receive(BYTES);
            byte[] wanted = site.kind().answerTo(SENT);
            if (Arrays.equals(came, wanted)) return CheckResult.right(Topic.PARTIAL);
            int at = ShownBytes.difference(wanted, came);
            String size = String.format(Locale.ROOT, "%,d of %,d", came.length, BYTES);
            String sentence =
                    at < came.length || isTakenAndKept(caller)
                            ? "It lost bytes when the client read late: send took a part alone,"
                                    + " and the rest was not sent again."
                            : "It does not send all when the client reads late.";
            return CheckResult.wrong(Topic.PARTIAL, sentence, evidence(size, at));
        }
    }

    /** Whether the program took all that was sent, waits for more, and has not sent it all back. */
    private boolean isTakenAndKept(TestClient caller) {
        return taken.get() == BYTES && caller.ended() == TestClient.End.SILENCE;
    }

    private List<String> evidence(String size, int at) {
        return List.of(
                "sent 8 MiB, reading nothing until no more could be sent",
                "then got " + size + " bytes",
                String.format(Locale.ROOT, "the first %,d are right", at));
    }

    private void send(TestClient caller) {
        boolean goes = true;
        while (goes && taken.get() < BYTES) {
            int count = Math.min(CHUNK_BYTES, BYTES - taken.get());
            goes = caller.write(SENT, taken.get(), count);
            taken.addAndGet(goes ? count : 0);
        }
    }

    /**
     * Until the program waits, and the sender has sent all or makes no way. Kernels may hold all
     * for a program that has seen but a part of it.
     */
    private void awaitStuck(Thread sender, int port) throws IOException {
        Waiting waiting = new Waiting(site.subject().members(), STUCK);
        int before = -1;
        while (true) {
            if (taken.get() != before) waiting.again();
            before = taken.get();
            if (waiting.isOver()) {
                // Who has no processor makes no way either: the kernel knows who waits for whom.
                if (!sender.isAlive() || site.kernel().isLeftUnread(port)) return;
                waiting.again();
            }
            LockSupport.parkNanos(LOOK_NS);
        }
    }
}
