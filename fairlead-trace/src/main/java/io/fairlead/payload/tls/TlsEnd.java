package io.fairlead.payload.tls;

import io.fairlead.packet.Octets;
import io.fairlead.packet.tls.ClientHello;
import io.fairlead.packet.tls.HandshakeMessage;
import io.fairlead.packet.tls.HandshakeMessages;
import io.fairlead.packet.tls.ServerHello;
import io.fairlead.packet.tls.TlsRecord;
import io.fairlead.packet.tls.TlsRecords;
import io.fairlead.stream.Stretch;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What one end writes in TLS.
 *
 * <pre>
 *   bytes ─▶ records ─▶ plain ones ──────────────▶ messages, alerts
 *                 └──▶ encrypted ones ─▶ opened ─▶ messages, alerts, data
 *                         └─ wait, while their secret is not known
 * </pre>
 */
final class TlsEnd {
    /** What waits for a secret; more is given up. */
    private static final int WAITING_BYTES_MAX = 256 * 1024;

    private final boolean isClient;
    private final TlsAgreement agreement;
    private final Deque<TlsRecord> waiting = new ArrayDeque<>();
    private final TlsRecords records = new TlsRecords();
    private HandshakeMessages messages = new HandshakeMessages();
    private @Nullable RecordKeys keys;
    private boolean tls;
    private boolean changed; // the cipher: TLS 1.2 encrypts from there on
    private boolean finished;
    private boolean lost;
    private String lostReason = "";
    private boolean opened;
    private boolean ended; // with close_notify, or another alert
    private int waitingBytes;
    private int closed; // records that were not opened

    TlsEnd(boolean isClient, TlsAgreement agreement) {
        this.isClient = isClient;
        this.agreement = agreement;
    }

    boolean isTls() {
        return tls;
    }

    int begunBytes() {
        return tls ? records.begunBytes() : 0;
    }

    /** Whether there is anything that was not opened. */
    boolean hasClosed() {
        return closed > 0;
    }

    /** Why it could not be read to its end; empty if it could. */
    String lostReason() {
        return lostReason;
    }

    boolean isCutOff() {
        return opened && !lost && !ended && waiting.isEmpty();
    }

    void take(Stretch stretch, List<TlsEvent> events) {
        switch (stretch) {
            case Stretch.Gap gap -> gap(gap, events);
            case Stretch.Written written -> written(written.octets(), events);
        }
    }

    private void gap(Stretch.Gap gap, List<TlsEvent> events) {
        records.restart();
        messages = new HandshakeMessages();
        if (!tls || lost) return;
        String bytes = String.format(Locale.ROOT, "%,d", gap.bytes());
        lose(bytes + " bytes are missing in the capture", events);
    }

    private void lose(String why, List<TlsEvent> events) {
        boolean could = opened || !waiting.isEmpty();
        lost = true;
        keys = null;
        waiting.clear();
        if (!could) return;
        lostReason = why;
        String who = isClient ? "the client" : "the server";
        String words = why + ": from here on what " + who + " writes cannot be decrypted";
        events.add(TlsEvent.message(isClient, TlsEvent.Kind.LOST, words));
    }

    private void written(Octets octets, List<TlsEvent> events) {
        if (records.isBroken()) records.restart(); // perhaps one begins here
        List<TlsRecord> complete = records.add(octets);
        tls |= !records.isBroken() && (!complete.isEmpty() || TlsRecord.begins(octets));
        for (TlsRecord record : complete) record(record, events);
        if (records.isBroken() && tls && !lost) lose("what follows is no record of TLS", events);
    }

    private void record(TlsRecord record, List<TlsEvent> events) {
        boolean encrypted = changed && !agreement.isTls13();
        int type = record.type();
        if (type == TlsRecord.CHANGE_CIPHER_SPEC) {
            changed = true;
            event(TlsEvent.Kind.CHANGE, "ChangeCipherSpec", events);
        } else if (type == TlsRecord.APPLICATION_DATA || encrypted) {
            closed(record, events);
        } else if (type == TlsRecord.ALERT) {
            event(TlsEvent.Kind.ALERT, TlsWords.alert(record.body()), events);
        } else {
            handshake(record.body(), events);
        }
    }

    private void event(TlsEvent.Kind kind, String what, List<TlsEvent> events) {
        events.add(TlsEvent.message(isClient, kind, what));
    }

    // ---- what is encrypted ----

    private void closed(TlsRecord record, List<TlsEvent> events) {
        if (!lost && waiting.isEmpty() && opens(record, events)) return;
        events.add(TlsEvent.closed(isClient, record, agreement.isTls13()));
        closed++;
        if (lost || !agreement.mayOpen()) return;
        waiting.add(record);
        waitingBytes += record.body().length();
        if (waitingBytes > WAITING_BYTES_MAX) {
            lose("its secret has not come in time", events);
        }
    }

    /** Opens what has waited for a secret that is known now. */
    void retry(List<TlsEvent> events) {
        TlsRecord first = waiting.peek();
        while (first != null && opens(first, events)) {
            closed--;
            if (waiting.poll() != null) waitingBytes -= first.body().length();
            first = waiting.peek();
        }
    }

    /** False if its secret is not known. */
    private boolean opens(TlsRecord record, List<TlsEvent> events) {
        RecordKeys current = keys;
        if (current == null) current = agreement.keys(isClient, finished);
        if (current == null) return false;
        keys = current;
        RecordKeys.Opened inner = current.open(record);
        if (inner != null) {
            opened = true;
            inner(inner, events);
            return true;
        }
        closed++;
        boolean early = isClient && agreement.hasEarlyData() && !opened;
        events.add(TlsEvent.closed(isClient, record, agreement.isTls13()));
        if (!early) lose("a record does not open with the secret", events);
        return true;
    }

    private void inner(RecordKeys.Opened inner, List<TlsEvent> events) {
        Octets content = inner.content();
        switch (inner.type()) {
            case TlsRecord.APPLICATION_DATA -> events.add(TlsEvent.data(isClient, content));
            case TlsRecord.ALERT -> {
                ended = true;
                event(TlsEvent.Kind.ALERT, TlsWords.alert(content), events);
            }
            case TlsRecord.HANDSHAKE -> handshake(content, events);
            default -> event(TlsEvent.Kind.CHANGE, "a record of type " + inner.type(), events);
        }
    }

    // ---- messages ----

    private void handshake(Octets octets, List<TlsEvent> events) {
        for (HandshakeMessage message : messages.add(octets)) message(message, events);
    }

    private void message(HandshakeMessage message, List<TlsEvent> events) {
        event(TlsEvent.Kind.HANDSHAKE, words(message), events);
        if (!(keys instanceof Tls13Keys current)) return; // what is plain changes no keys
        if (message.type() == HandshakeMessage.FINISHED && !finished) {
            finished = true;
            keys = null;
        } else if (message.type() == HandshakeMessage.KEY_UPDATE) {
            keys = current.next();
        }
    }

    private String words(HandshakeMessage message) {
        return switch (message.type()) {
            case HandshakeMessage.CLIENT_HELLO -> {
                ClientHello hello = ClientHello.decode(message.body());
                if (hello != null) agreement.offered(hello);
                yield hello == null ? "a broken ClientHello" : TlsWords.hello(hello);
            }
            case HandshakeMessage.SERVER_HELLO -> {
                ServerHello hello = ServerHello.decode(message.body());
                if (hello != null) agreement.chosen(hello);
                yield hello == null ? "a broken ServerHello" : TlsWords.hello(hello);
            }
            default -> TlsWords.message(message, agreement.isTls13());
        };
    }
}
