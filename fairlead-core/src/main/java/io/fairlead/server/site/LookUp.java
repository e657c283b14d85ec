package io.fairlead.server.site;

import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.net.socket.Sockets;
import io.fairlead.server.host.Host;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.BiConsumer;

/** Finds the addresses of whoever is dialled, for a caller that must not wait for a name server. */
public final class LookUp {
    private final Host host;

    /** For whoever runs on {@code host}. */
    public LookUp(Host host) {
        this.host = host;
    }

    /**
     * Finds them; a failure is told to the dial.
     *
     * @param then takes the dial and its addresses, of which a Unix-domain endpoint has none; runs
     *     in this thread, or in one of its own if a name has to be looked up
     */
    public void addresses(Dial dial, BiConsumer<Dial, List<InetSocketAddress>> then) {
        Endpoint local = dial.options().local();
        boolean named = dial.remote().hasHostName() || (local != null && local.hasHostName());
        if (named && host.mayAskForNames()) {
            Thread.ofVirtual()
                    .name("fairlead look-up " + dial.remote())
                    .start(() -> find(dial, then));
        } else {
            find(dial, then);
        }
    }

    private void find(Dial dial, BiConsumer<Dial, List<InetSocketAddress>> then) {
        Dial found;
        List<InetSocketAddress> addresses;
        try {
            boolean unix = dial.remote().scheme() == Endpoint.Scheme.UNIX;
            addresses = unix ? List.of() : host.addresses(dial.remote(), dial.options());
            found = unix ? dial : withLocalAddress(dial, addresses.getFirst());
        } catch (NetException | RuntimeException e) {
            dial.failed(e);
            return;
        }
        then.accept(found, addresses);
    }

    /** With the address of our end in place of its name. */
    private static Dial withLocalAddress(Dial dial, InetSocketAddress to) throws NetException {
        Endpoint local = dial.options().local();
        if (local == null || !local.hasHostName()) return dial;
        InetSocketAddress from = Sockets.localAddress(dial.options(), local, to);
        return dial.with(dial.options().withLocal(Endpoint.of(from, local.scheme())));
    }
}
