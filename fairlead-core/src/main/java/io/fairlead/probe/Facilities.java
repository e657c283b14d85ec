package io.fairlead.probe;

import io.fairlead.posix.Posix;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Tries what Fairlead can make use of on this machine. Safe for any thread.
 *
 * <p>Each attempt makes the real calls, on loopback and inside this process, in a thread of its own
 * with a bounded time. None needs a privilege; none leaves a descriptor, a file or a child behind.
 */
public final class Facilities {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** All, in the order in which they are told. */
    private static final List<Attempt> ATTEMPTS =
            List.of(
                    new Attempt("native calls", "everything below", _ -> {}),
                    new Attempt("epoll", "model epoll", ReadinessProbe::epoll),
                    new Attempt("io_uring", "model io_uring", RingProbe::setup),
                    new Attempt(
                            "io_uring multishot accept",
                            "one submission accepts all connections",
                            RingProbe::multishotAccept),
                    new Attempt(
                            "io_uring multishot recv",
                            "a ring of buffers for all connections",
                            RingProbe::multishotRecv),
                    new Attempt(
                            "SO_REUSEPORT", "several loops on one port", SocketProbe::reuseport),
                    new Attempt("UDP_SEGMENT", "many datagrams sent as one", SocketProbe::segment),
                    new Attempt("UDP_GRO", "many datagrams received as one", SocketProbe::gro),
                    new Attempt("abstract Unix names", "unix:@name", SocketProbe::abstractName),
                    new Attempt("SCM_RIGHTS", "connections handed to workers", SocketProbe::rights),
                    new Attempt("posix_spawn", "a process per connection", ProcessProbe::spawn),
                    new Attempt("pidfd", "notice the end of a child", ProcessProbe::pidfd),
                    new Attempt(
                            "java.lang opened",
                            "event loops that run virtual threads",
                            ProcessProbe::javaLang));

    private Facilities() {}

    /** One thing to try. */
    @FunctionalInterface
    interface Probe {
        /** Returns when it works. */
        void run(ProbeResources resources) throws UnavailableException;
    }

    /** A facility before it is tried. */
    record Attempt(String name, String purpose, Probe probe) {
        Facility facility(@Nullable String reason) {
            return new Facility(name, purpose, reason);
        }
    }

    /** Tries everything, which takes some hundredths of a second. */
    public static List<Facility> probe() {
        String reason = Posix.reason();
        return ATTEMPTS.stream()
                .map(attempt ->
                        attempt.facility(reason == null ? reason(attempt, TIMEOUT) : reason))
                .toList();
    }

    /** Why it does not work, or null. In a thread of its own: a ring belongs to its thread. */
    static @Nullable String reason(Attempt attempt, Duration timeout) {
        FutureTask<@Nullable String> task = new FutureTask<>(() -> tried(attempt.probe()));
        Thread.ofPlatform().daemon().name("fairlead probe " + attempt.name()).start(task);
        try {
            return task.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return "no answer within " + timeout.toMillis() + " ms";
        } catch (ExecutionException e) {
            return "unexpected " + e.getCause();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted before there was an answer";
        }
    }

    private static @Nullable String tried(Probe probe) {
        try (ProbeResources resources = new ProbeResources()) {
            probe.run(resources);
            return null;
        } catch (UnavailableException e) {
            return e.getMessage();
        }
    }
}
