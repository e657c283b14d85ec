package io.fairlead.server;

import io.fairlead.net.NetException;
import io.fairlead.posix.Posix;
import io.fairlead.server.blocking.BlockingEngine;
import io.fairlead.server.blocking.IterativeModel;
import io.fairlead.server.blocking.PoolModel;
import io.fairlead.server.blocking.ThreadModel;
import io.fairlead.server.blocking.VirtualModel;
import io.fairlead.server.datagram.PeerThreads;
import io.fairlead.server.loop.PollingModel;
import io.fairlead.server.loop.SelectorModel;
import io.fairlead.server.pooled.PooledEngine;
import io.fairlead.server.pooled.PooledThreads;
import io.fairlead.server.site.Engine;
import io.fairlead.server.site.Site;
import io.fairlead.service.Loops;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The concurrency models: what waits where. A service runs unchanged under each.
 *
 * <p>To add one: a file in its room ({@code server.blocking} or {@code server.loop}), and one entry
 * here. The command line, the contract tests and the tables in the documents go through this enum.
 */
public enum Model {
    /** One peer at a time; the others wait in the kernel's queue. */
    ITERATIVE("one client at a time, blocking", Style.BLOCKING) {
        @Override
        Engine streamsHere(Plan plan) throws NetException {
            return plan.onListener(
                    (site, listeners) -> new BlockingEngine(site, listeners, new IterativeModel()));
        }
    },
    /** A platform thread per connection. */
    THREAD("a platform thread per connection", Style.BLOCKING) {
        @Override
        Engine streamsHere(Plan plan) throws NetException {
            return plan.onListener((site, listeners) ->
                    new BlockingEngine(site, listeners, new ThreadModel(site)));
        }

        @Override
        ExecutorService datagramThreads(Site site) {
            return PeerThreads.platform(site);
        }
    },
    /** A fixed number of platform threads, and a bounded queue of connections. */
    POOL("a bounded pool of platform threads", Style.BLOCKING) {
        @Override
        Engine streamsHere(Plan plan) throws NetException {
            return plan.onListener(
                    (site, listeners) -> new BlockingEngine(site, listeners, new PoolModel(site)));
        }

        @Override
        ExecutorService datagramThreads(Site site) {
            return PeerThreads.pool(site);
        }
    },
    /** A virtual thread per connection, on the JDK's scheduler. */
    VIRTUAL("a virtual thread per connection", Style.BLOCKING) {
        @Override
        Engine streamsHere(Plan plan) throws NetException {
            return plan.onListener((site, listeners) ->
                    new BlockingEngine(site, listeners, new VirtualModel(site)));
        }

        @Override
        ExecutorService datagramThreads(Site site) {
            return PeerThreads.virtual(site);
        }
    },
    /** One thread asks all non-blocking sockets in turn, for ever. */
    POLLING("one thread, non-blocking sockets, busy polling", LoopKind.POLLING),
    /** One event loop over {@link java.nio.channels.Selector}. */
    SELECTOR("an event loop over java.nio's Selector", LoopKind.SELECTOR),
    /** One reactor over epoll(7). */
    EPOLL("an event loop over epoll", LoopKind.EPOLL) {
        @Override
        public @Nullable String reason() {
            return Posix.reason();
        }

        @Override
        public Model fallback() {
            return SELECTOR;
        }

        @Override
        Engine datagrams(Plan plan) throws NetException {
            return plan.onNativeDatagrams(this);
        }
    },
    /** One proactor over io_uring(7). */
    IO_URING("an event loop over io_uring, one system call for many messages", LoopKind.IO_URING) {
        @Override
        public String word() {
            return "io_uring"; // as the kernel's documents write it
        }

        @Override
        public @Nullable String reason() {
            return RingLoops.here().reason();
        }

        @Override
        public Model fallback() {
            return EPOLL;
        }

        @Override
        Engine datagrams(Plan plan) throws NetException {
            return plan.onNativeDatagrams(this);
        }
    },
    /** Virtual threads that are carried by the event loop that does their I/O. */
    POOLED_VIRTUAL("a virtual thread per connection, on event loops", Style.POOLED) {
        @Override
        public @Nullable String reason() {
            String reason = Posix.reason();
            return reason == null ? PooledThreads.reason() : reason;
        }

        @Override
        public Model fallback() {
            return VIRTUAL;
        }

        @Override
        Engine streamsHere(Plan plan) throws NetException {
            return plan.onDescriptor(
                    (site, listeners) -> new PooledEngine(site, listeners, plan.placesMax()));
        }

        @Override
        @Nullable ExecutorService datagramThreads(Site site) {
            return PeerThreads.virtual(site);
        }
    },
    /** A worker process per connection, from some that are kept warm. */
    PROCESS("a process per connection", Style.PROCESSES) {
        @Override
        Engine streamsHere(Plan plan) throws NetException {
            return Processes.engine(this, plan);
        }
    },
    /** Some worker processes that share the connections. */
    PREFORK("a fixed number of processes that share the connections", Style.PROCESSES) {
        @Override
        Engine streamsHere(Plan plan) throws NetException {
            return Processes.engine(this, plan);
        }
    };

    private final String words;
    private final Style style;
    private final @Nullable LoopKind loopKind;

    /** Who may block: a thread of the connection's own, here or in another process, or nobody. */
    private enum Style {
        BLOCKING,
        POOLED,
        LOOP,
        PROCESSES
    }

    Model(String words, Style style) {
        this.words = words;
        this.style = style;
        loopKind = null;
    }

    Model(String words, LoopKind loopKind) {
        this.words = words;
        style = Style.LOOP;
        this.loopKind = loopKind;
    }

    /** The model's name on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What the model does, in a few words. */
    public String words() {
        return words;
    }

    /**
     * Why this model cannot run on this machine, in this process; null if it can. Tries what the
     * model needs, which leaves nothing behind. Safe for any thread.
     */
    public @Nullable String reason() {
        return hasProcesses() ? Posix.reason() : null;
    }

    /**
     * The model that serves in place of this one where there is a {@link #reason}: one that needs
     * less of the machine. Null for a model that runs everywhere.
     */
    public @Nullable Model fallback() {
        return hasProcesses() ? THREAD : null;
    }

    /** The model that serves on this machine when this one is asked for: itself, or a fallback. */
    public final Model used() {
        Model used = this;
        while (used.reason() != null) {
            used = Objects.requireNonNullElse(used.fallback(), SELECTOR);
        }
        return used;
    }

    /** True if a connection has a thread of its own, so that a {@code Handler} can run. */
    public boolean runsHandlers() {
        return style != Style.LOOP;
    }

    /** True if one thread waits for all connections, so that there can be several such loops. */
    boolean hasLoops() {
        return style == Style.LOOP || style == Style.POOLED;
    }

    /**
     * True if other processes serve: then a copy of the service must do, which is made by Java
     * serialization, and there are no datagrams.
     */
    public boolean hasProcesses() {
        return style == Style.PROCESSES;
    }

    /** The words of the models that have loops, for a sentence. */
    static String loopWords() {
        return Stream.of(values())
                .filter(Model::hasLoops)
                .map(Model::word)
                .collect(Collectors.joining(", "));
    }

    /** The started engine for a stream endpoint; the fallback's where this model cannot run. */
    final Engine streams(Plan plan) throws NetException {
        String reason = reason();
        if (reason == null) return streamsHere(plan);
        Model other = Objects.requireNonNullElse(fallback(), SELECTOR);
        plan.fallsBack(this, other, reason);
        return other.streams(other.hasLoops() ? plan : plan.unshared());
    }

    /** The started engine for a stream endpoint, where this model can run. */
    Engine streamsHere(Plan plan) throws NetException {
        return Objects.requireNonNull(loopKind).streams(plan);
    }

    /**
     * Starts event loops that servers and clients share, of this model or, where that cannot run,
     * its {@link #fallback}.
     *
     * @param count of loops
     * @throws NetException if the system has no descriptors or memory for them
     * @throws IllegalArgumentException if this is none of {@link #POLLING}, {@link #SELECTOR},
     *     {@link #EPOLL} and {@link #IO_URING}, or {@code count} is below 1
     */
    public Loops startLoops(int count) throws NetException {
        return LoopKind.start(this, count);
    }

    /** How its loops are made; null if it has none, or none that can be shared. */
    @Nullable LoopKind loopKind() {
        return loopKind;
    }

    /** The started engine for a datagram endpoint. */
    Engine datagrams(Plan plan) throws NetException {
        return plan.onDatagrams(
                this == POLLING ? PollingModel::new : SelectorModel::new, this::datagramThreads);
    }

    /** What serves datagrams beside the thread that receives them; null if that one does. */
    @Nullable ExecutorService datagramThreads(Site site) {
        return null;
    }
}
