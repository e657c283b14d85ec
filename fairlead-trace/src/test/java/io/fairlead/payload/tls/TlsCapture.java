package io.fairlead.payload.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.fairlead.packet.CapturedFrame;
import io.fairlead.packet.TcpSegment;
import io.fairlead.pcap.CaptureReader;
import io.fairlead.stream.StreamPair;
import io.fairlead.stream.Stretch;
import io.fairlead.trace.Conversation;
import io.fairlead.trace.ConversationFilter;
import io.fairlead.trace.Conversations;
import io.fairlead.trace.Step;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A conversation of OpenSSL's client and server, and the secrets that its file holds.
 *
 * @param conversation as it was understood
 * @param secrets lines of a key log
 */
record TlsCapture(Conversation conversation, String secrets) {
    static TlsCapture read(String name, boolean opened) throws IOException {
        TlsSecrets secrets = TlsSecrets.none();
        StringBuilder lines = new StringBuilder();
        Conversations conversations = new Conversations(ConversationFilter.all(), secrets);
        InputStream in = Objects.requireNonNull(TlsCapture.class.getResourceAsStream(name));
        try (CaptureReader reader = CaptureReader.open(in)) {
            CapturedFrame frame = reader.next();
            while (frame != null) {
                lines.append(reader.takeSecrets());
                if (opened) secrets.add(lines.toString());
                var _ = conversations.add(frame);
                frame = reader.next();
            }
        }
        return new TlsCapture(conversations.all().getFirst(), lines.toString());
    }

    /** What has its secrets, and has seen nothing of it. */
    TlsTalk talk() {
        TlsSecrets own = TlsSecrets.none();
        own.add(secrets);
        return new TlsTalk(own);
    }

    /** What it showed of TLS. */
    List<TlsEvent> events() {
        return conversation.steps().stream()
                .map(Step::tls)
                .filter(Objects::nonNull)
                .flatMap(notes -> notes.events().stream())
                .toList();
    }

    /** The same in words. */
    List<String> words() {
        return events().stream().map(TlsCapture::words).toList();
    }

    /** {@code > application data, 6 bytes: hello}. */
    static String words(TlsEvent event) {
        String text = new String(event.plain().toArray(), US_ASCII).replace("\n", "\\n");
        String plain = event.kind() == TlsEvent.Kind.DATA ? ": " + text : "";
        return (event.fromClient() ? "> " : "< ") + event.words() + plain;
    }

    /** All that both ends wrote, segment for segment. */
    List<Stretch.Written> written() {
        List<Stretch.Written> all = new ArrayList<>();
        StreamPair streams = new StreamPair();
        for (Step step : conversation.steps()) {
            Step.Numbers numbers = Objects.requireNonNull(step.numbers());
            List<Stretch> given =
                    streams.add(
                            step.fromClient(),
                            numbers.sequence(),
                            numbers.acknowledgement(),
                            (TcpSegment) step.packet().transport(),
                            step.frame().timeNs());
            given.forEach(stretch -> all.add((Stretch.Written) stretch));
        }
        return all;
    }
}
