package io.fairlead.chat.history;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A ledger, and what it has said of itself. */
final class Ledgers implements AutoCloseable, Ledger.Listener {
    final History history;
    final Ledger ledger;
    private final BlockingQueue<String> failing = new LinkedBlockingQueue<>();
    private final BlockingQueue<Long> recovered = new LinkedBlockingQueue<>();

    Ledgers(History history) {
        this.history = history;
        ledger = new Ledger(history, Duration.ofSeconds(30), this);
    }

    @Override
    public void onFailing(String why) {
        failing.add(why);
    }

    @Override
    public void onRecovered(long lost) {
        recovered.add(lost);
    }

    String awaitFailing() throws InterruptedException {
        return Objects.requireNonNull(failing.poll(60, TimeUnit.SECONDS));
    }

    long awaitRecovered() throws InterruptedException {
        return Objects.requireNonNull(recovered.poll(60, TimeUnit.SECONDS));
    }

    @Override
    public void close() {
        ledger.close();
    }
}
