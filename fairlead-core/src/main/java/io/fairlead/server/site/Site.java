package io.fairlead.server.site;

import io.fairlead.frame.Slab;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.server.access.Entrance;
import io.fairlead.server.host.LoopOwner;
import io.fairlead.server.host.StallWatch;
import io.fairlead.server.report.EngineObserver;
import io.fairlead.server.report.RefusalReason;
import io.fairlead.server.report.ServerStats;
import io.fairlead.server.report.StallReport;
import io.fairlead.server.report.StuckReport;
import io.fairlead.service.Handler;
import io.fairlead.service.Limits;
import io.fairlead.session.Terms;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where an engine works: what is served, under which rules, and who wants to know. Safe for any
 * thread.
 */
public final class Site implements LoopOwner {
    public final Endpoint endpoint;
    public final Terms terms;
    public final @Nullable Handler handler;
    public final Sources sources;
    public final KernelDrops kernelDrops;

    /** The open connections that other processes serve, or will: nothing here moves their bytes. */
    public final Set<Described> elsewhere = ConcurrentHashMap.newKeySet();

    private final EngineObserver observer;
    final SiteCounts counts = new SiteCounts();
    private final AtomicLong lastId = new AtomicLong();
    private final AtomicBoolean dying = new AtomicBoolean();
    private final CompletableFuture<Throwable> failure = new CompletableFuture<>();

    /** A site that everybody may connect to. */
    public Site(
            Endpoint endpoint, Terms terms, @Nullable Handler handler, EngineObserver observer) {
        this(endpoint, terms, handler, observer, Entrance.OPEN);
    }

    /**
     * @param entrance says who may connect
     */
    public Site(
            Endpoint endpoint,
            Terms terms,
            @Nullable Handler handler,
            EngineObserver observer,
            Entrance entrance) {
        this.endpoint = endpoint;
        this.terms = terms;
        this.handler = handler;
        this.observer = new GuardedObserver(observer);
        sources = new Sources(terms.limits(), terms.clockNs(), entrance);
        kernelDrops =
                new KernelDrops(
                        count -> this.observer.onDatagramsDroppedByKernel(endpoint, count),
                        terms.clockNs());
        terms.slab().watch(new Memory());
    }

    /** Announces that memory is short, and that it is not any more. */
    private final class Memory implements Slab.Shortage {
        @Override
        public void began() {
            observer.onMemoryShort(slab().bytesMax());
        }

        @Override
        public void ended(long refusals) {
            observer.onMemoryRecovered(refusals);
        }
    }

    public Limits limits() {
        return terms.limits();
    }

    public Slab slab() {
        return terms.slab();
    }

    /** The next connection has the number {@code id}; in a worker, which its server has given. */
    public void nextId(long id) {
        lastId.set(id - 1);
    }

    /** As {@link #opened(Supplier)}. */
    public SiteVisit opened(SocketAddress peer) {
        return opened(() -> peer);
    }

    /**
     * Counts and announces a new connection; one whose peer is not known yet, when it {@link
     * SiteVisit#admits} that.
     *
     * @param peer makes its address when somebody asks
     */
    public SiteVisit opened(Supplier<SocketAddress> peer) {
        SiteVisit visit =
                new SiteVisit(this, lastId.incrementAndGet(), peer, terms.clockNs().getAsLong());
        if (!terms.layer().namesPeer()) visit.begin();
        return visit;
    }

    /** Counts bytes as they come. */
    public void received(int count) {
        counts.bytesReceived.add(count);
    }

    /** Counts bytes that the kernel has taken. */
    public void sent(int count) {
        counts.bytesSent.add(count);
    }

    /** Counts and announces a connection that is turned away. */
    public void refused(SocketAddress peer, RefusalReason reason) {
        counts.refused.increment();
        observer.onRefused(peer, reason);
    }

    public void acceptFailed(IOException error, Duration retryAfter, boolean first) {
        counts.acceptFailures.increment();
        if (!first) return;
        NetException explained = NetException.of("accept", endpoint, error);
        observer.onAcceptFailed(explained, retryAfter);
    }

    public void acceptRecovered(long failures) {
        observer.onAcceptRecovered(failures);
    }

    /** A thread that accepts or serves has died: with it the server, of which no part goes on. */
    @Override
    public void failed(Throwable error) {
        if (!dying.compareAndSet(false, true)) return;
        observer.onFailed(endpoint, error);
        failure.complete(error);
    }

    /** Completes when {@link #failed} has been told. */
    public CompletableFuture<Throwable> failure() {
        return failure;
    }

    /** Announces a thread that has not come back. */
    public void stuck(Thread thread, Duration waited) {
        List<StackTraceElement> stack = Arrays.asList(thread.getStackTrace());
        observer.onStuck(new StuckReport(endpoint, StallWatch.nameOf(thread), waited, stack));
    }

    @Override
    public String place() {
        return endpoint.toString();
    }

    @Override
    public Duration stallTimeout() {
        return limits().stallTimeout();
    }

    @Override
    public void stalled(String thread, Duration duration, List<StackTraceElement> stack) {
        observer.onStall(new StallReport(endpoint, thread, duration, stack));
    }

    /** Whom to tell what is not counted here; what it throws is logged. */
    public EngineObserver observer() {
        return observer;
    }

    /** Counts buffers that worker processes have lent, or got back. */
    public void lentElsewhere(long difference) {
        counts.lentElsewhere.add(difference);
    }

    /** Has a consumer accept what a copy of it got in a worker process. */
    public void printed(@Nullable Consumer<String> consumer, String text) {
        if (consumer != null) GuardedObserver.tell(() -> consumer.accept(text));
    }

    public void datagramDropped() {
        counts.datagramsDropped.increment();
    }

    public ServerStats stats() {
        return counts.stats(kernelDrops.sum(), slab().bytesLent());
    }
}
