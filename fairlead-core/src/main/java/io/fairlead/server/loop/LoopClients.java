package io.fairlead.server.loop;

import io.fairlead.server.host.Host;
import io.fairlead.server.site.Described;
import io.fairlead.server.site.Dial;
import io.fairlead.server.site.DialingEngine;
import io.fairlead.server.site.Engine;
import io.fairlead.server.site.LookUp;
import io.fairlead.server.site.ShardedEngine;
import io.fairlead.server.site.Site;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A client on the loops that it shares: who dials on one of them stays there, others get each in
 * turn. Safe for any thread.
 */
public final class LoopClients implements DialingEngine {
    private final Engine all;
    private final Host host;
    private final LookUp lookUp;
    private final List<? extends Dialer> clients;
    private final AtomicInteger next = new AtomicInteger();

    /** What connects on one loop. Safe for any thread. */
    public interface Dialer extends Engine {
        /**
         * Begins to connect.
         *
         * @param addresses of the host; none for a Unix-domain endpoint
         */
        void dial(Dial dial, List<InetSocketAddress> addresses);
    }

    /**
     * @param dialer makes what connects on a loop
     */
    public LoopClients(Site site, EventLoops loops, Function<EventLoop, Dialer> dialer) {
        host = loops.host();
        lookUp = new LookUp(host);
        clients = loops.all().stream().map(dialer).toList();
        all = new ShardedEngine(site, List.copyOf(clients));
    }

    @Override
    public Host host() {
        return host;
    }

    @Override
    public void dial(Dial dial) {
        Dialer client = client();
        lookUp.addresses(dial, client::dial);
    }

    private Dialer client() {
        for (Dialer client : clients) if (client.isServing()) return client;
        return clients.get(Math.floorMod(next.getAndIncrement(), clients.size()));
    }

    @Override
    public Site site() {
        return all.site();
    }

    @Override
    public void start() throws IOException {
        all.start();
    }

    @Override
    public void discard() {
        all.discard();
    }

    @Override
    public void drain() {
        all.drain();
    }

    @Override
    public boolean awaitEnd(Duration timeout) throws InterruptedException {
        return all.awaitEnd(timeout);
    }

    @Override
    public Collection<? extends Described> listed() {
        return all.listed();
    }

    @Override
    public int cut() {
        return all.cut();
    }

    @Override
    public boolean isServing() {
        return all.isServing();
    }

    @Override
    public List<Thread> busy() {
        return all.busy();
    }
}
