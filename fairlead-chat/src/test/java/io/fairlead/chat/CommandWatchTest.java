package io.fairlead.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CommandWatchTest {
    private final CountDownLatch over = new CountDownLatch(1);

    private void takeLong() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aCommandThatTakesLongIsReportedWithItsStack() throws Exception {
        var stalled = new CompletableFuture<List<StackTraceElement>>();
        AtomicReference<CommandWatch> watch = new AtomicReference<>();
        Thread thread =
                Thread.ofPlatform()
                        .unstarted(() -> {
                            for (int i = 0; i < 1_000; i++) {
                                watch.get().begin();
                                watch.get().end();
                            }
                            watch.get().begin();
                            takeLong();
                            watch.get().end();
                        });
        try (CommandWatch one = new CommandWatch(thread, (_, stack) -> stalled.complete(stack))) {
            watch.set(one);
            thread.start();
            List<StackTraceElement> stack = stalled.get(30, TimeUnit.SECONDS);
            assertThat(CommandWatch.lines(stack)).contains("CommandWatchTest.takeLong");
        } finally {
            over.countDown();
            thread.join();
        }
    }
}
