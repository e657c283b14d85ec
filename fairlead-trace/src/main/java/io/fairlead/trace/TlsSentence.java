package io.fairlead.trace;

import static java.util.stream.Collectors.joining;

import io.fairlead.payload.MessageNames;
import io.fairlead.payload.tls.TlsEvent;
import io.fairlead.payload.tls.TlsNotes;

/** Says what a segment shows of TLS. For one segment. */
final class TlsSentence {
    private final TlsNotes notes;
    private final boolean fromClient;
    private final boolean isCutOff;
    private final MessageNames messages;

    /**
     * @param isCutOff whether what the sender wrote would be without its end, if it ended here
     */
    TlsSentence(TlsNotes notes, boolean fromClient, boolean isCutOff, MessageNames messages) {
        this.notes = notes;
        this.fromClient = fromClient;
        this.isCutOff = isCutOff;
        this.messages = messages;
    }

    /** What the sender's bytes are: {@code TLS Finished; application data, 6 bytes: "hello\n"}. */
    String own() {
        String events = of(fromClient);
        if (!events.isEmpty()) return (isLost() ? "TLS, of which " : "TLS ") + events;
        String bytes = Figures.bytes(notes.begunBytes());
        return notes.begunBytes() > 0 ? "a part of a TLS record, " + bytes + " so far" : "TLS";
    }

    private boolean isLost() {
        return notes.events().getFirst().kind() == TlsEvent.Kind.LOST;
    }

    /** What they have completed, for a sentence that is about something else. */
    String completed() {
        String events = of(fromClient);
        return events.isEmpty() ? "" : " TLS: " + events + ".";
    }

    /** What was seen by this segment of the other end, such as what waited for a secret. */
    String ofTheOther(String other) {
        String events = of(!fromClient);
        return events.isEmpty() ? "" : " TLS of " + other + ": " + events + ".";
    }

    /** What an end of the direction here means. */
    String cutOff() {
        if (!isCutOff) return "";
        return " There was no close_notify before: for TLS what was sent is cut off.";
    }

    private String of(boolean ofClient) {
        return notes.events().stream()
                .filter(event -> event.fromClient() == ofClient)
                .map(this::words)
                .collect(joining("; "));
    }

    private String words(TlsEvent event) {
        if (event.kind() != TlsEvent.Kind.DATA) return event.words();
        String named = messages.words(event.plain(), event.fromClient());
        return event.words() + Quote.of(event.plain(), named);
    }
}
