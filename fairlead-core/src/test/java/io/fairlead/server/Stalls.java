package io.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.server.report.StallReport;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Keeps what is told of held loops, and holds them. Safe for any thread. */
final class Stalls implements ServerObserver {
    static final Duration LIMIT = Duration.ofMillis(100);

    private static final int WINDOWS_MAX = 40;

    private final BlockingQueue<StallReport> reports = new LinkedBlockingQueue<>();

    @Override
    public void onStall(StallReport stall) {
        reports.add(stall);
    }

    /**
     * Holds this thread's loop until {@code goOn}, also when the thread is interrupted: waits, or
     * computes where a thread that waits gives the loop back.
     */
    static void holdUntil(CountDownLatch goOn) {
        boolean over = false;
        if (Thread.currentThread().isVirtual()) {
            while (goOn.getCount() > 0) Thread.onSpinWait();
            return;
        }
        while (!over) {
            try {
                goOn.await();
                over = true;
            } catch (InterruptedException e) {
                // the test says when
            }
        }
    }

    /** Waits for a report of a call of {@link #holdUntil}. */
    void await(Server server) throws InterruptedException {
        StallReport stall = reports.poll(60, TimeUnit.SECONDS);
        assertThat(stall).isNotNull();
        assertThat(stall.endpoint()).isEqualTo(server.endpoint());
        assertThat(stall.duration()).isGreaterThanOrEqualTo(LIMIT);
        assertThat(stall.stack().stream().map(StackTraceElement::getMethodName))
                .contains("holdUntil");
        assertThat(stall.words()).contains("fairlead ").contains("holdUntil");
    }

    /**
     * For several times the limit nothing is reported; on a busy machine sooner or later, as a turn
     * may wait for a processor. A call of {@link #holdUntil} is reported at no time.
     */
    void awaitNone() throws InterruptedException {
        StallReport last = null;
        for (int i = 0; i < WINDOWS_MAX; i++) {
            last = reports.poll(5 * LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            if (last == null) return;
            assertThat(last.stack().stream().map(StackTraceElement::getMethodName))
                    .as(last::words)
                    .doesNotContain("holdUntil");
        }
        assertThat(last).as("there is always one more").isNull();
    }
}
