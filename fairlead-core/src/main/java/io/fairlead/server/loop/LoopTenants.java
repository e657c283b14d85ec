package io.fairlead.server.loop;

import io.fairlead.server.host.Host;
import io.fairlead.server.host.LoopOwner;
import io.fairlead.service.Limits;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Those whom a loop serves. Of a loop that several share, they are the owner: all of them hear.
 * Changed by the loop's thread; safe to read for any.
 */
public final class LoopTenants implements LoopOwner {
    private static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE);

    private final String place;
    private final CompletableFuture<Throwable> failure = new CompletableFuture<>();
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private volatile List<LoopTenant> all = List.of();
    private volatile boolean shared;
    private volatile boolean kept;

    /**
     * @param place of a loop that they share
     */
    LoopTenants(String place) {
        this.place = place;
    }

    List<LoopTenant> all() {
        return all;
    }

    void add(LoopTenant tenant) {
        all = Stream.concat(all.stream(), Stream.of(tenant)).toList();
    }

    void remove(LoopTenant tenant) {
        all = all.stream().filter(Predicate.not(tenant::equals)).toList();
    }

    // ---- a loop that they share ----

    /** The loop goes on without tenants, too, until {@link #releaseLoop}. Called before it runs. */
    void keepLoop() {
        shared = true;
        kept = true;
    }

    void releaseLoop() {
        kept = false;
    }

    boolean wantLoop() {
        return kept || !all.isEmpty();
    }

    /** True if others may be served by the loop, too. */
    public boolean shareLoop() {
        return shared;
    }

    /**
     * Has {@code loop} serve for {@code tenant} from now on, and waits until the tenant is open
     * there. For any thread.
     *
     * @throws IOException if it cannot be opened, or the loop has ended
     */
    public void join(LoopTenant tenant, EventLoop loop) throws IOException {
        CompletableFuture<Void> joined = new CompletableFuture<>();
        if (loop.isLoopThread()) {
            open(tenant, joined);
        } else {
            loop.ask(() -> open(tenant, joined));
        }
        await(CompletableFuture.anyOf(joined, over), loop.host());
        if (!joined.isDone()) throw new IOException("its event loop has ended");
        Throwable failure = joined.isCompletedExceptionally() ? joined.exceptionNow() : null;
        if (failure instanceof IOException known) throw known;
        if (failure != null) throw new IOException(failure);
    }

    /** It is a matter of a moment, whatever interrupts this thread. */
    private static void await(CompletableFuture<?> event, Host host) {
        boolean interrupted = false;
        boolean completed = false;
        while (!completed) {
            try {
                completed = host.await(event, FOREVER);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
    }

    private void open(LoopTenant tenant, CompletableFuture<Void> joined) {
        add(tenant);
        try {
            tenant.open();
            joined.complete(null);
        } catch (IOException | RuntimeException | Error e) { // who asked is told
            remove(tenant);
            joined.completeExceptionally(e);
        }
    }

    /** The loop has ended, and with it all of them. */
    void end() {
        over.complete(null);
        all.forEach(LoopTenant::end);
    }

    /** Completes when the loop of all of them has died. */
    CompletableFuture<Throwable> failure() {
        return failure;
    }

    @Override
    public String place() {
        return place;
    }

    @Override
    public Duration stallTimeout() {
        return Limits.DEFAULT.stallTimeout();
    }

    @Override
    public void failed(Throwable error) {
        failure.complete(error);
        all.forEach(tenant -> tenant.site().failed(error));
    }

    @Override
    public void stalled(String thread, Duration duration, List<StackTraceElement> stack) {
        all.forEach(tenant -> tenant.site().stalled(thread, duration, stack));
    }
}
