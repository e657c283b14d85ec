package io.fairlead.server.process;

import static io.fairlead.posix.FileConstants.O_APPEND;
import static io.fairlead.posix.FileConstants.O_CREAT;
import static io.fairlead.posix.FileConstants.O_WRONLY;
import static io.fairlead.posix.process.ProcessConstants.SIGKILL;
import static io.fairlead.posix.process.ProcessConstants.SIGPIPE;
import static io.fairlead.posix.process.ProcessConstants.SIGTERM;

import io.fairlead.posix.SocketCalls;
import io.fairlead.posix.Ucred;
import io.fairlead.posix.process.Spawn;
import io.fairlead.posix.process.Wait;
import io.fairlead.program.Program;
import io.fairlead.proxy.PeerProxy;
import io.fairlead.server.descriptor.Child;
import io.fairlead.server.descriptor.ConnectionVariables;
import io.fairlead.server.descriptor.Farewells;
import io.fairlead.server.descriptor.LastWill;
import io.fairlead.server.descriptor.NativeSocket;
import io.fairlead.server.descriptor.Reactor;
import io.fairlead.server.report.OpenConnection;
import io.fairlead.server.report.WorkerException;
import io.fairlead.server.site.Described;
import io.fairlead.server.site.Site;
import io.fairlead.server.site.SiteVisit;
import io.fairlead.service.CloseReason;
import io.fairlead.service.ConnectionWait;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Serves each connection with a process of a program of any kind. What goes over the socket is
 * between the program and its peer, so no bytes are counted and no deadline holds but the lifetime.
 *
 * <p>The socket stays open here until the program has ended, and lingers then: a program that does
 * not read its input would have its answer lost to a reset.
 */
public final class ProgramCrew implements Crew {
    private static final int LOG_MODE = 0600;
    private static final int STDERR = 2;

    private final Site site;
    private final Reactor reactor;
    private final Runnable onEnd;
    private final Program program;
    private final List<String> arguments = new ArrayList<>();
    private final Map<String, String> environment;
    private final Set<Serving> serving = new HashSet<>();
    private final Farewells farewells;
    private final LastWill will;
    private final ProcessShortage shortage;
    private @Nullable Waiting waiting;
    private boolean draining;
    private boolean cutting;

    public ProgramCrew(Site site, Reactor reactor, Runnable onEnd, Program program) {
        this.site = site;
        this.reactor = reactor;
        this.onEnd = onEnd;
        this.program = program;
        Path name = program.path().getFileName();
        arguments.add(String.valueOf(name));
        arguments.addAll(program.arguments());
        farewells =
                new Farewells(reactor, site.limits().lingerTimeout().toNanos(), Integer.MAX_VALUE);
        will = new LastWill(reactor.posix);
        shortage = new ProcessShortage(site);
        environment = new TreeMap<>(program.environment());
        ConnectionVariables.removeFrom(environment);
    }

    /** The connection for which there was no process left; nobody is accepted after it. */
    private record Waiting(NativeSocket socket, SiteVisit visit) implements Described {
        @Override
        public OpenConnection describe() {
            return visit.describe(0, 0, 0, ConnectionWait.PROCESS);
        }
    }

    /** One connection and its process. */
    private final class Serving implements Described {
        private final NativeSocket socket;
        private final SiteVisit visit;
        private final Child child;
        private final long lifeEndNs;
        private boolean aged;

        Serving(NativeSocket socket, SiteVisit visit) throws IOException {
            this.socket = socket;
            this.visit = visit;
            child = new Child(reactor, spawn(socket, visit.via()), will, this::ended);
            visit.servedBy(child.pid());
            lifeEndNs = System.nanoTime() + site.limits().lifetimeMax().toNanos();
            site.elsewhere.add(this);
        }

        @Override
        public OpenConnection describe() {
            return visit.describe(0, 0, 0, ConnectionWait.UNKNOWN);
        }

        private void ended(int status) {
            serving.remove(this);
            shortage.eased();
            CloseReason reason = reason(status);
            String sentence = program.path() + " " + Child.words(status);
            WorkerException failure =
                    reason == CloseReason.SERVICE_FAILED ? new WorkerException(sentence) : null;
            if (cutting) {
                socket.close();
                told(reason, failure);
            } else {
                farewells.begin(socket, () -> told(reason, failure));
            }
        }

        private void told(CloseReason reason, @Nullable WorkerException failure) {
            site.elsewhere.remove(this);
            visit.closed(0, 0, reason, null, failure);
            onEnd.run();
        }

        private CloseReason reason(int status) {
            boolean killed = Wait.wifsignaled(status);
            int signal = killed ? Wait.wtermsig(status) : 0;
            if (killed && cutting && signal == SIGKILL) return CloseReason.CUT;
            if (killed && aged) return CloseReason.LIFETIME;
            if (draining && (!killed || signal == SIGTERM)) return CloseReason.DRAINED;
            if (signal == SIGPIPE) return CloseReason.RESET; // it wrote to a peer that had gone
            boolean well = !killed && Wait.wexitstatus(status) == 0;
            return well ? CloseReason.SERVICE_CLOSED : CloseReason.SERVICE_FAILED;
        }

        /** At the end of its life it is asked to end, and a linger timeout later it is killed. */
        long waitNs() {
            long graceNs = aged ? site.limits().lingerTimeout().toNanos() : 0;
            return Math.max(0, lifeEndNs + graceNs - System.nanoTime());
        }

        void age() {
            if (waitNs() > 0) return;
            child.signal(aged ? SIGKILL : SIGTERM);
            aged = true;
        }
    }

    private Spawn spawn(NativeSocket socket, @Nullable PeerProxy via) {
        Spawn spawn =
                new Spawn(
                                reactor.posix,
                                program.path().toString(),
                                arguments,
                                variables(socket, via))
                        .dup2(socket.fd(), 0)
                        .dup2(socket.fd(), 1);
        Path log = program.log();
        if (log != null)
            spawn.open(STDERR, log.toString(), O_WRONLY | O_CREAT | O_APPEND, LOG_MODE);
        return spawn.closeFrom(STDERR + 1);
    }

    private List<String> variables(NativeSocket socket, @Nullable PeerProxy via) {
        Map<String, String> all = new TreeMap<>(environment);
        all.putAll(via == null ? ofSocket(socket) : ofProxied(via));
        return all.entrySet().stream().map(one -> one.getKey() + "=" + one.getValue()).toList();
    }

    private Map<String, String> ofSocket(NativeSocket socket) {
        @Nullable Ucred peer =
                socket.localAddress() instanceof UnixDomainSocketAddress
                        ? Ucred.ofPeer(new SocketCalls(reactor.posix), socket.fd())
                        : null;
        return ConnectionVariables.of(socket.localAddress(), socket.remoteAddress(), peer);
    }

    private static Map<String, String> ofProxied(PeerProxy via) {
        return ConnectionVariables.of(via.peerDestination(), via.peerAddress(), null);
    }

    @Override
    public int placesMax() {
        return site.limits().connectionsMax();
    }

    @Override
    public void start() {
        // nothing can be warm: a program has its connection from its start on
    }

    @Override
    public boolean isAway() {
        return waiting != null;
    }

    @Override
    public void serve(NativeSocket socket, SiteVisit visit) {
        start(socket, visit);
    }

    private void start(NativeSocket socket, SiteVisit visit) {
        noneWaits();
        try {
            serving.add(new Serving(socket, visit));
            shortage.ended();
        } catch (IOException e) {
            if (shortage.explains(e)) {
                waiting = new Waiting(socket, visit);
                site.elsewhere.add(waiting);
            } else {
                String sentence = program.path() + " could not be started: " + e.getMessage();
                drop(socket, visit, CloseReason.SERVICE_FAILED, new WorkerException(sentence));
            }
        }
    }

    private void noneWaits() {
        if (waiting != null) site.elsewhere.remove(waiting);
        waiting = null;
    }

    private void dropWaiting(CloseReason reason) {
        Waiting dropped = waiting;
        noneWaits();
        if (dropped != null) drop(dropped.socket, dropped.visit, reason, null);
    }

    private void drop(
            NativeSocket socket,
            SiteVisit visit,
            CloseReason reason,
            @Nullable WorkerException failure) {
        socket.close();
        visit.closed(0, 0, reason, null, failure);
        onEnd.run();
    }

    @Override
    public void drain() {
        draining = true;
        dropWaiting(CloseReason.DRAINED);
        serving.forEach(one -> one.child.signal(SIGTERM));
    }

    @Override
    public void cut() {
        cutting = true;
        farewells.cut();
        dropWaiting(CloseReason.CUT);
        serving.forEach(one -> one.child.signal(SIGKILL));
    }

    @Override
    public boolean isGone() {
        return waiting == null && serving.isEmpty() && farewells.isEmpty();
    }

    @Override
    public long waitNs() {
        long lifeNs = serving.stream().mapToLong(Serving::waitNs).min().orElse(Long.MAX_VALUE);
        long startNs = waiting == null ? Long.MAX_VALUE : shortage.waitNs();
        return Math.min(startNs, Math.min(lifeNs, farewells.waitNs()));
    }

    @Override
    public void onTime() {
        serving.forEach(Serving::age);
        farewells.endOverdue();
        if (waiting != null && shortage.waitNs() == 0) start(waiting.socket, waiting.visit);
    }

    @Override
    public void close() {
        will.close();
    }
}
