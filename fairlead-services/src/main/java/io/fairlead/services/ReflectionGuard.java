package io.fairlead.services;

import io.fairlead.frame.Frame;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import io.fairlead.services.Unanswered.Why;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.LongSupplier;

/**
 * Prevents attacks that use a UDP service against others. The source of a datagram can be forged.
 * The answer then hits a victim that never asked, or a service that answers back, for ever (CERT
 * CA-1996-01, VU#417980).
 *
 * <p>The guard drops, counts and reports ({@link ServiceOptions#unanswered}) datagrams from a port
 * that belongs to a service rather than a client (below 1024, some well-known ones, those served
 * here), datagrams beyond the {@link ReplyRates}, and answers longer than {@link ReplyLength}
 * allows. The service can send only through the peer that {@code onFrame} receives; nothing is sent
 * from {@code onOpen}.
 *
 * <p>On one machine, all clients have the same address. A benchmark over loopback needs {@link
 * ReplyRates#UNLIMITED}; otherwise it measures the limit. Safe for any thread.
 */
public final class ReflectionGuard implements Service {
    /** How long an answer may be. */
    public enum ReplyLength {
        /** At most as long as the request; a longer answer is dropped. */
        UP_TO_REQUEST,
        /**
         * Any length on loopback, where strangers cannot forge sources, and everywhere if {@link
         * ServiceOptions#rfcDatagrams} is on; otherwise at most as long as the request.
         */
        ANY
    }

    /** Up to here a port is a service's, not a client's (RFC 6335 section 6). */
    private static final int SYSTEM_PORT_MAX = 1023;

    /**
     * Services above that which are known to answer anything, or much: SSDP, mDNS, memcached. Those
     * below (echo 7, discard 9, daytime 13, qotd 17, chargen 19, time 37, DNS 53, TFTP 69, NTP 123,
     * SNMP 161, CLDAP 389) are system ports.
     */
    private static final Set<Integer> ANSWERING_PORTS = Set.of(1900, 5353, 11_211);

    private final Service service;
    private final ReplyLength replyLength;
    private final IntPredicate servedPorts;
    private final ReplyRates limits;
    private final SourceRates rates;
    private final boolean anyLength;
    private final UnansweredCounts unanswered;

    /**
     * @param service the service to guard
     * @param replyLength how long its answers may be
     * @param options supplies {@code servedPorts}, {@code rates}, {@code rfcDatagrams} and the
     *     listener {@code unanswered}
     */
    public ReflectionGuard(Service service, ReplyLength replyLength, ServiceOptions options) {
        this(service, replyLength, options, System::nanoTime);
    }

    ReflectionGuard(
            Service service, ReplyLength replyLength, ServiceOptions options, LongSupplier ns) {
        this.service = service;
        this.replyLength = replyLength;
        servedPorts = options.servedPorts();
        limits = options.rates();
        rates = new SourceRates(limits, ns);
        anyLength = options.rfcDatagrams();
        unanswered = new UnansweredCounts(options.unanswered(), ns);
    }

    /** The number of datagrams that were not answered for that reason. */
    public long unanswered(Why why) {
        return unanswered.sum(why);
    }

    @Override
    public void onFrame(Peer peer, Frame datagram) throws Exception {
        InetSocketAddress source = (InetSocketAddress) peer.remoteAddress();
        if (isService(source.getPort())) {
            unanswered.add(Why.SERVICE_PORT, source, 0);
        } else if (isWithinRates(source)) {
            service.onFrame(answering(peer, source, datagram.size()), datagram);
        }
    }

    private boolean isWithinRates(InetSocketAddress source) {
        return switch (rates.take(source.getAddress())) {
            case TAKEN -> true;
            case SOURCE_SPENT -> {
                unanswered.add(Why.SOURCE_RATE, source, limits.perSource());
                yield false;
            }
            case ALL_SPENT -> {
                unanswered.add(Why.TOTAL_RATE, source, limits.total());
                yield false;
            }
        };
    }

    private boolean isService(int port) {
        return port <= SYSTEM_PORT_MAX || ANSWERING_PORTS.contains(port) || servedPorts.test(port);
    }

    private Peer answering(Peer peer, InetSocketAddress source, int requestBytes) {
        boolean any = anyLength || source.getAddress().isLoopbackAddress();
        if (replyLength == ReplyLength.ANY && any) return peer;
        return new ShortReplies(peer, requestBytes, unanswered);
    }

    @Override
    public void onOpen(Peer peer) throws Exception {
        service.onOpen(new ShortReplies(peer, ShortReplies.NONE, unanswered));
    }

    @Override
    public void onClose(Peer peer, CloseReason reason) throws Exception {
        try {
            service.onClose(peer, reason);
        } finally {
            // What came last would never be said if nothing follows it.
            unanswered.tellRest(reason == CloseReason.DRAINED || reason == CloseReason.CUT);
        }
    }
}
