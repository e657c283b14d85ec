package io.fairlead.supervise;

import io.fairlead.client.Datagrams;
import io.fairlead.net.NetException;
import io.fairlead.server.host.StallWatch;
import io.fairlead.server.watch.FailureLog;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who has started this process and wants to know how it goes, as systemd does for units of {@code
 * Type=notify} (sd_notify(3)). Where nobody does, nothing is told.
 *
 * <pre>{@code
 * try (Supervisor supervisor = Supervisor.of(System.getenv())) {
 *     supervisor.ready("serves " + server.endpoint());
 *     supervisor.watch(() -> server.stats().open() + " open");
 *     server.awaitClose();
 *     supervisor.stopping(Server.DRAIN_TIMEOUT);
 * }
 * }</pre>
 *
 * <p>A supervisor that cannot be told harms nobody: the first failure is logged, and the process
 * goes on. Linux. Safe for any thread.
 */
public final class Supervisor implements AutoCloseable {
    /** The status is told anew so often, if it has changed. */
    private static final long STATUS_NS = TimeUnit.SECONDS.toNanos(10);

    private final @Nullable Datagrams socket;
    private final long watchdogNs;
    private final BooleanSupplier goesOn;
    private @Nullable Thread watcher; // guarded by this
    private volatile boolean failed;
    private volatile boolean replaced;
    private volatile String told = ""; // the last status

    private Supervisor(@Nullable Datagrams socket, long watchdogNs, BooleanSupplier goesOn) {
        this.socket = socket;
        this.watchdogNs = watchdogNs;
        this.goesOn = goesOn;
    }

    /**
     * The one that the environment names: {@code NOTIFY_SOCKET} is where it listens, {@code
     * WATCHDOG_USEC} how often it wants a sign of life, and {@code WATCHDOG_PID} of whom. One that
     * cannot be reached is not there.
     *
     * @param environment such as {@link System#getenv()}
     */
    public static Supervisor of(Map<String, String> environment) {
        return of(environment, StallWatch::allGoOn);
    }

    static Supervisor of(Map<String, String> environment, BooleanSupplier goesOn) {
        String path = environment.getOrDefault("NOTIFY_SOCKET", "");
        if (path.isEmpty()) return new Supervisor(null, 0, goesOn);
        try {
            String endpoint = (path.startsWith("@") ? "unix:" : "unix://") + path;
            return new Supervisor(Datagrams.connect(endpoint), watchdogNs(environment), goesOn);
        } catch (NetException | IllegalArgumentException e) {
            log(e);
            return new Supervisor(null, 0, goesOn);
        }
    }

    private static void log(Exception e) {
        FailureLog.SHARED.log("the supervisor cannot be told (NOTIFY_SOCKET)", e);
    }

    private static long watchdogNs(Map<String, String> environment) {
        String pid = environment.getOrDefault("WATCHDOG_PID", "");
        boolean isMine = pid.isEmpty() || pid.equals("" + ProcessHandle.current().pid());
        String micros = environment.getOrDefault("WATCHDOG_USEC", "");
        boolean isSet = isMine && micros.matches("[1-9][0-9]{0,14}");
        return isSet ? TimeUnit.MICROSECONDS.toNanos(Long.parseLong(micros)) : 0;
    }

    /** True if somebody is told. */
    public boolean isThere() {
        return socket != null;
    }

    /**
     * The process serves; also after {@link #reloading}.
     *
     * @param status one line for people
     */
    public void ready(String status) {
        told = line(status);
        tell("READY=1\nMAINPID=" + ProcessHandle.current().pid() + "\nSTATUS=" + told);
    }

    /** It reads its files again, and says {@link #ready} when that is done. */
    public void reloading() {
        long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime()); // CLOCK_MONOTONIC
        tell("RELOADING=1\nMONOTONIC_USEC=" + micros);
    }

    /**
     * Another process serves, and is the one to watch from now on: nothing more is told of this
     * one.
     *
     * @param pid its number
     */
    public void replacedBy(long pid) {
        tell("MAINPID=" + pid);
        replaced = true;
    }

    /**
     * It ends.
     *
     * @param atMost how long that may take, which the supervisor will wait for
     */
    public void stopping(Duration atMost) {
        long micros = TimeUnit.NANOSECONDS.toMicros(atMost.plusSeconds(1).toNanos());
        tell("STOPPING=1\nEXTEND_TIMEOUT_USEC=" + micros);
    }

    /**
     * Tells the status whenever it has changed, looked at every 10 s, and gives the sign of life
     * that is asked for, as long as no event loop is held up for longer than its {@link
     * io.fairlead.service.Limits#stallTimeout}. Ends with {@link #close}.
     *
     * @param status one line for people
     */
    public synchronized void watch(Supplier<String> status) {
        if (socket == null || watcher != null) return;
        watcher =
                Thread.ofPlatform()
                        .daemon()
                        .name("fairlead supervisor")
                        .start(() -> watchOn(status));
    }

    private void watchOn(Supplier<String> status) {
        long everyNs = watchdogNs == 0 ? STATUS_NS : Math.min(STATUS_NS, watchdogNs / 2);
        while (!Thread.currentThread().isInterrupted()) {
            if (watchdogNs > 0 && goesOn.getAsBoolean()) tell("WATCHDOG=1");
            String now = line(status.get());
            if (!now.equals(told)) tell("STATUS=" + now);
            told = now;
            LockSupport.parkNanos(everyNs);
        }
    }

    private static String line(String words) {
        return words.replace('\n', ' ');
    }

    private void tell(String words) {
        Datagrams to = socket;
        if (to == null || failed || replaced) return;
        try {
            to.send(words);
        } catch (NetException e) {
            failed = true;
            log(e);
        }
    }

    /** Tells no more. */
    @Override
    public synchronized void close() {
        if (watcher != null) watcher.interrupt();
        try {
            if (socket != null) socket.close();
        } catch (NetException e) {
            log(e);
        }
    }
}
