package io.fairlead.restart;

import io.fairlead.net.given.GivenSockets;
import io.fairlead.net.given.OwnSockets;
import io.fairlead.server.Server;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A process' place in a line of restarts: it takes the sockets of the process before it, and gives
 * them to the one after it. They are the same sockets all the time, so nobody who connects
 * meanwhile is refused.
 *
 * <pre>
 *   old  ── starts ──▶ new                  serves
 *        ◀── hello ───
 *        ─── sockets ▶                      both may accept: there is one queue
 *        ◀── ready ───
 *        ─── go ─────▶                      old stops accepting, and drains
 * </pre>
 *
 * <p>Until the old process has said go, it goes on as if nothing had been, whatever happens to the
 * new one; and if the old one dies, the new one serves. Of one user's processes only; on Linux.
 *
 * <p>Safe for any thread.
 */
public final class Handover implements AutoCloseable {
    /** How long a new process may take until it is ready. */
    public static final Duration READY_TIMEOUT = Duration.ofSeconds(60);

    private static final Duration FIRST_TIMEOUT = Duration.ofSeconds(10);

    private final ControlListener listener;
    private final Starter starter;
    private final @Nullable Predecessor predecessor;
    private final CompletableFuture<Long> replaced = new CompletableFuture<>();
    private volatile List<Server> servers = List.of();
    private @Nullable Thread accepting; // guarded by this
    private @Nullable Successor successor; // guarded by this
    private volatile @Nullable ControlLink toSuccessor; // open while this process serves anybody

    /** How the process that takes over is started. */
    @FunctionalInterface
    public interface Starter {
        /**
         * Starts it.
         *
         * @param variables which it has to have in its environment, beside its own
         */
        Process start(Map<String, String> variables) throws IOException;
    }

    private Handover(ControlListener listener, Starter starter, @Nullable Predecessor predecessor) {
        this.listener = listener;
        this.starter = starter;
        this.predecessor = predecessor;
    }

    /** As {@link #begin(Path, Starter)}: the new process is started as this one was. */
    public static Handover begin(Path control) throws IOException {
        return begin(control, SameCommand::start);
    }

    /**
     * Takes over, if this process was started for that: then {@code Server.at} finds the sockets of
     * the process before it, at the endpoints that it was given. Otherwise nothing is there to be
     * taken. Call it before the servers start; those that are asked for at the same endpoint, such
     * as port 0, in the same order.
     *
     * @param control where the control socket is: a path in a directory that others cannot write to
     * @param starter starts the process that takes over, when somebody asks for it
     * @throws IOException if that cannot be had, such as when another process serves it; or if the
     *     sockets cannot be had
     */
    public static Handover begin(Path control, Starter starter) throws IOException {
        boolean replaces = control.toString().equals(System.getenv(GivenSockets.REPLACES));
        return begin(control, starter, replaces);
    }

    static Handover begin(Path control, Starter starter, boolean replaces) throws IOException {
        Predecessor before = replaces ? Predecessor.connect(control) : null;
        if (before == null) return new Handover(ControlListener.open(control), starter, null);
        return new Handover(before.listener(), starter, before);
    }

    /** The process whose sockets these are, as long as it drains; 0 if there is none. */
    public long predecessor() {
        return predecessor == null ? 0 : predecessor.pid();
    }

    /**
     * The servers serve: the process before this one stops accepting, and this one can be replaced
     * in its turn. Sockets that none of them wanted are closed.
     *
     * @throws IOException if it was too late: this process must end, as the one before goes on
     */
    public void ready(List<Server> serving) throws IOException {
        servers = List.copyOf(serving);
        if (predecessor != null) predecessor.ready();
        listener.takeOver();
        GivenSockets.here().closeUnused();
        synchronized (this) {
            accepting = Thread.ofPlatform().daemon().name("fairlead restart").start(this::accept);
        }
    }

    /** Completes with the number of the process that has taken over: drain, and end. */
    public CompletableFuture<Long> replaced() {
        return replaced.copy();
    }

    // ---- what others ask for ----

    private void accept() {
        try {
            for (ControlLink link; (link = listener.accept()) != null; ) {
                ControlLink one = link;
                Thread.ofPlatform().daemon().name("fairlead restart").start(() -> serve(one));
            }
        } catch (IOException e) {
            // no restart any more, which is no reason to end a server
        } finally {
            listener.end();
        }
    }

    private void serve(ControlLink link) {
        try {
            Message first = link.receive(FIRST_TIMEOUT);
            if (first == null) {
                link.close();
            } else if (first.is(Message.HELLO)) {
                handOver(link);
            } else if (first.is(Message.RESTART)) {
                restart(link);
            } else {
                link.send(Message.of(Message.FAILED).with("reason", "it does not know " + first));
                link.close();
            }
        } catch (IOException e) {
            link.close(); // it is gone, or says nothing
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** For the command. */
    private void restart(ControlLink link) throws IOException, InterruptedException {
        try (link) {
            Successor next = new Successor();
            String busy = begins(next);
            try {
                if (!busy.isEmpty()) throw new IOException(busy);
                Process process = starter.start(variables());
                link.send(Message.of(Message.STARTED).with("pid", process.pid()));
                next.await(process, READY_TIMEOUT);
                long open = servers.stream().mapToLong(one -> one.stats().open()).sum();
                link.send(Message.of(Message.DONE).with("connections", open));
            } catch (IOException e) {
                if (busy.isEmpty()) ends();
                String reason = String.valueOf(e.getMessage());
                link.send(Message.of(Message.FAILED).with("reason", reason));
            }
        }
    }

    private Map<String, String> variables() {
        String claims = GivenSockets.here().claims();
        Map<String, String> all = new HashMap<>();
        all.put(GivenSockets.REPLACES, listener.path().toString());
        if (!claims.isEmpty()) all.put(GivenSockets.CLAIMS, claims);
        return all;
    }

    private synchronized String begins(Successor next) {
        if (replaced.isDone()) return "it has been replaced already";
        if (successor != null) return "a restart is under way";
        long before = predecessor();
        if (before != 0) {
            return "the process before it, " + before + ", still drains; wait, or end that one";
        }
        successor = next;
        return "";
    }

    private synchronized void ends() {
        successor = null;
    }

    private synchronized @Nullable Successor successor() {
        return successor;
    }

    /** For the new process. */
    private void handOver(ControlLink link) throws IOException {
        Successor next = successor();
        if (next == null) {
            link.send(Message.of(Message.CANCEL).with("reason", "nobody has asked for a restart"));
            link.close();
            return;
        }
        try {
            sendSockets(link);
            Message said = link.receive(READY_TIMEOUT);
            if (said == null || !said.is(Message.READY)) {
                throw new IOException(Successor.ENDED);
            }
        } catch (IOException e) {
            next.failed(String.valueOf(e.getMessage()));
            link.close();
            return;
        }
        if (!next.isInTime()) {
            link.send(Message.of(Message.CANCEL).with("reason", "it took too long"));
            link.close();
            return;
        }
        if (!link.sends(Message.of(Message.GO))) { // then it has not begun
            next.died();
            link.close();
            return;
        }
        next.serves();
        servers.forEach(one -> OwnSockets.keepFile(one.endpoint()));
        listener.keepFile();
        listener.close();
        toSuccessor = link;
        replaced.complete((long) link.peerPid());
    }

    private void sendSockets(ControlLink link) throws IOException {
        link.send(Message.of(Message.SOCKET).with("kind", "control"), listener.fd());
        List<Server> all = servers;
        for (int i = 0; i < all.size(); i++) {
            Message message = Message.of(Message.SOCKET).with("server", i);
            for (int socket : OwnSockets.at(all.get(i).endpoint())) {
                link.send(message.with("endpoint", all.get(i).asked()), socket);
            }
        }
        link.send(Message.of(Message.ALL));
    }

    /** This process can be replaced no more. The control socket goes, unless another has it. */
    @Override
    public synchronized void close() {
        if (predecessor != null) predecessor.close();
        ControlLink after = toSuccessor;
        if (after != null) after.close();
        if (accepting != null) {
            listener.close();
        } else {
            listener.end();
        }
    }
}
