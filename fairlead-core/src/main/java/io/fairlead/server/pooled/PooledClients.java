package io.fairlead.server.pooled;

import io.fairlead.net.NetException;
import io.fairlead.posix.Sockaddr;
import io.fairlead.server.blocking.BlockingStream;
import io.fairlead.server.blocking.HandlerStream;
import io.fairlead.server.site.Dial;
import io.fairlead.server.site.DialHandler;
import io.fairlead.server.site.DialingEngine;
import io.fairlead.server.site.LookUp;
import io.fairlead.server.site.Site;
import io.fairlead.service.ForwardingService;
import io.fairlead.service.Handler;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import io.fairlead.session.Terms;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** A client's connections on one loop of virtual threads. Threads as {@link PooledSide} says. */
public final class PooledClients extends PooledSide implements DialingEngine {
    private final Set<PooledRace> races = new HashSet<>();
    private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
    private int begunInTurn;
    private volatile boolean over;

    private record Request(Dial dial, List<InetSocketAddress> addresses) {}

    public PooledClients(Site site) throws IOException {
        super(site);
    }

    // ---- any thread ----

    @Override
    public boolean runsHandlers() {
        return true;
    }

    @Override
    public void dial(Dial dial) {
        new LookUp(host()).addresses(dial, this::dial);
    }

    private void dial(Dial dial, List<InetSocketAddress> addresses) {
        requests.add(new Request(dial, addresses));
        loop().act(this::takeRequests);
        if (over) refuseRequests();
    }

    private void refuseRequests() {
        for (Request next; (next = requests.poll()) != null; ) next.dial().closed();
    }

    @Override
    public void drain() {
        over = true; // also for a loop that has ended, and does what it is asked no more
        super.drain();
    }

    // ---- connecting ----

    private void takeRequests() {
        if (over) refuseRequests();
        while (begunInTurn < Dial.BEGUN_IN_TURN_MAX) {
            Request next = requests.poll();
            if (next == null) return;
            begunInTurn++;
            PooledRace race = new PooledRace(this, next.dial(), next.addresses());
            races.add(race);
            race.begin();
        }
    }

    /** The descriptor is connected. */
    void connected(PooledRace race, int fd) {
        races.remove(race);
        Sockaddr local = local(fd);
        Sockaddr peer = remote(fd);
        Sockaddr remote = peer == null ? local : peer; // it has gone already
        DialHandler conversation = race.dial().conversation();
        PooledSocket socket =
                conversation == null
                        ? new PooledSessionSocket(this, fd, remote, local, !isTcp())
                        : new PooledSocket(this, fd, remote, local, !isTcp());
        try {
            begin(socket, conversation(race.dial(), conversation, socket));
        } catch (IOException e) {
            socket.end();
            race.dial().failed(e);
        }
    }

    private Runnable conversation(
            Dial dial, @Nullable DialHandler conversation, PooledSocket socket) {
        if (conversation != null) return () -> converse(dial, conversation, socket);
        if (dial.layer().opensLater()) {
            return new BlockingStream(site, dial.terms(site.terms), socket, socket);
        }
        Opening opening = new Opening(dial.service(), dial);
        Terms terms = site.terms.with(site.terms.codec(), opening);
        BlockingStream stream = new BlockingStream(site, terms, socket, socket);
        opening.stream = stream;
        return stream;
    }

    private void converse(Dial dial, DialHandler conversation, PooledSocket socket) {
        Handler handler = conversation.afterBegin();
        HandlerStream stream = new HandlerStream(site, handler, dial.layer(), socket, socket);
        stream.run();
        dial.ended(conversation, stream.closeReason(), stream.failure());
    }

    /** Tells who dialled, when the service has the peer. */
    private static final class Opening extends ForwardingService {
        private static final long serialVersionUID = 1;
        private final transient Dial dial;
        private transient @Nullable BlockingStream stream;

        Opening(Service service, Dial dial) {
            super(service);
            this.dial = dial;
        }

        @Override
        public void onOpen(Peer peer) throws Exception {
            try {
                super.onOpen(peer);
            } finally {
                boolean wanted = dial.peer().complete(peer);
                if (!wanted && stream != null) stream.cut();
            }
        }
    }

    void failed(PooledRace race, NetException reason) {
        races.remove(race);
        race.dial().failed(reason);
    }

    // ---- the loop's tenant ----

    @Override
    public long waitNs() {
        return requests.isEmpty() ? super.waitNs() : 0;
    }

    @Override
    public void onTurn() {
        super.onTurn();
        begunInTurn = 0;
        takeRequests();
    }

    @Override
    public void onAcceptable() {
        // nobody listens
    }

    @Override
    void left(PooledSocket socket) {
        // there is no place to give back
    }

    @Override
    void close() {
        over = true;
        for (PooledRace race : List.copyOf(races)) race.fail(race.dial().closedReason());
        refuseRequests();
    }
}
