package io.fairlead.payload.tls;

import io.fairlead.stream.Stretch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** TLS between a client and a server, from their first bytes on. For one thread. */
public final class TlsTalk {
    private final @Nullable TlsSecrets secrets;
    private final TlsAgreement agreement;
    private final TlsEnd client;
    private final TlsEnd server;

    /**
     * @param secrets to decrypt with; null to look from outside
     */
    public TlsTalk(@Nullable TlsSecrets secrets) {
        this.secrets = secrets;
        agreement = new TlsAgreement(secrets);
        client = new TlsEnd(true, agreement);
        server = new TlsEnd(false, agreement);
    }

    /**
     * Takes what has been written next.
     *
     * @param fromClient whose packet it is
     * @return null where nothing is TLS
     */
    public @Nullable TlsNotes take(List<Stretch> stretches, boolean fromClient) {
        List<TlsEvent> events = new ArrayList<>();
        client.retry(events);
        server.retry(events);
        for (Stretch stretch : stretches) end(stretch.fromClient()).take(stretch, events);
        if (!client.isTls() && !server.isTls()) return null;
        return new TlsNotes(joined(events), end(fromClient).begunBytes(), isOpened());
    }

    private boolean isOpened() {
        return secrets != null && secrets.isGiven();
    }

    private TlsEnd end(boolean ofClient) {
        return ofClient ? client : server;
    }

    /** Data that came in several records is one event. */
    private static List<TlsEvent> joined(List<TlsEvent> events) {
        List<TlsEvent> all = new ArrayList<>();
        int at = 0;
        while (at < events.size()) {
            int end = at + 1;
            while (end < events.size() && events.get(end).joins(events.get(at))) end++;
            all.add(TlsEvent.joined(events.subList(at, end)));
            at = end;
        }
        return all;
    }

    /** Tells the connection apart, in hexadecimal digits; empty while there was no ClientHello. */
    public String random() {
        return agreement.random();
    }

    /** Whether a direction that could be read to here has ended without close_notify. */
    public boolean isCutOff(boolean ofClient) {
        return end(ofClient).isCutOff();
    }

    /** Why what was written stayed closed although there are secrets; empty if it did not. */
    public String closedReason() {
        if (!isOpened() || (!client.hasClosed() && !server.hasClosed())) return "";
        String reason = agreement.closedReason();
        if (!reason.isEmpty()) return reason;
        return client.lostReason().isEmpty() ? server.lostReason() : client.lostReason();
    }
}
