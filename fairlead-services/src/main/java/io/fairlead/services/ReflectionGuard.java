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
 * Keeps a service of datagrams from being turned against others: the source of a datagram can be
 * forged, and an answer then hits somebody who never asked, or a service that answers in turn, for
 * ever (CERT CA-1996-01, VU#417980).
 *
 * <p>A datagram is dropped, counted and reported ({@link ServiceOptions#unanswered}) that comes
 * from a port that a service rather than a client has (below 1024, some well-known ones, our own),
 * or beyond the {@link ReplyRates}. So is an answer longer than {@link ReplyLength} allows. Only
 * answers are sent, through the peer that {@code onFrame} gets; from {@code onOpen} nothing is.
 *
 * <p>On one machine all clients have one address: a benchmark over loopback needs {@link
 * ReplyRates#UNLIMITED}, or measures the limit. Safe for any thread.
 */
public final class ReflectionGuard implements Service {
    /** How long an answer may be. */
    public enum ReplyLength {
        /** As long as the datagram it answers; a longer one is dropped. */
        UP_TO_REQUEST,
        /**
         * Of any length on this machine's loopback, where no source is forged by a stranger, and
         * everywhere if {@link ServiceOptions#rfcDatagrams} is on; as long as the datagram
         * otherwise.
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
     * @param service what is guarded
     * @param replyLength how long its answers may be
     * @param options whose {@code servedPorts}, {@code rates} and {@code rfcDatagrams} hold here,
     *     and whose {@code unanswered} is told
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

    /** How many datagrams were not answered for that reason. */
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
