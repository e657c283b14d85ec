package io.fairlead.payload.tls;

import java.util.List;

/**
 * What a packet has shown of TLS. Immutable.
 *
 * @param events what it has completed, of either end: what waited for a secret comes late
 * @param begunBytes how much of a record that is not complete its sender has written
 * @param isOpened whether secrets are at hand, so that what is written is what was decrypted
 */
public record TlsNotes(List<TlsEvent> events, int begunBytes, boolean isOpened) {
    /** Copies the list. */
    public TlsNotes {
        events = List.copyOf(events);
    }

    /** Whether there is more than data. */
    public boolean isRemarkable() {
        return events.stream()
                .map(TlsEvent::kind)
                .anyMatch(kind -> kind != TlsEvent.Kind.DATA && kind != TlsEvent.Kind.CLOSED);
    }
}
