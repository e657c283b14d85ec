package io.fairlead.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.follow.Streams;
import io.fairlead.ladder.Folder;
import io.fairlead.ladder.Row;
import io.fairlead.ladder.TextStream;
import io.fairlead.ladder.TextStyle;
import io.fairlead.packet.CapturedFrame;
import io.fairlead.payload.tls.TlsSecrets;
import io.fairlead.pcap.CaptureReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What is said of TLS, and what both ends wrote, with secrets and without. */
class TlsSentenceTest {
    private static Conversation read(boolean opened, Predicate<Integer> isSeen) throws IOException {
        return read("aes256.pcapng", opened, isSeen);
    }

    private static Conversation read(String capture, boolean opened, Predicate<Integer> isSeen)
            throws IOException {
        TlsSecrets secrets = TlsSecrets.none();
        Conversations conversations = new Conversations(ConversationFilter.all(), secrets);
        String name = "/io/fairlead/payload/tls/" + capture;
        InputStream in = Objects.requireNonNull(TlsSentenceTest.class.getResourceAsStream(name));
        int number = 0;
        try (CaptureReader reader = CaptureReader.open(in)) {
            CapturedFrame frame = reader.next();
            while (frame != null) {
                if (opened) secrets.add(reader.takeSecrets());
                if (isSeen.test(++number)) conversations.add(frame);
                frame = reader.next();
            }
        }
        return conversations.all().getFirst();
    }

    private static List<String> sentences(Conversation conversation) {
        return conversation.steps().stream().map(Step::sentence).toList();
    }

    private static String follow(Conversation conversation) {
        TextStream text = new TextStream(new TextStyle(100, false, false), false);
        return text.draw(conversation, Streams.of(conversation)) + text.end();
    }

    @Test
    void aSegmentsMessagesAreItsSentence() throws IOException {
        assertThat(sentences(read(true, number -> true)))
                .contains(
                        "The server sends 877 bytes: TLS ServerHello (TLS 1.3;"
                                + " TLS_AES_256_GCM_SHA384; x25519); ChangeCipherSpec;"
                                + " EncryptedExtensions; Certificate (CN=localhost,O=Fairlead);"
                                + " CertificateVerify; Finished.",
                        "The client sends 28 bytes: TLS application data, 6 bytes: \"hello\\n\".",
                        "The client closes its direction; it can still receive: half-close.");
        assertThat(sentences(read(false, number -> true)))
                .contains(
                        "The client sends 28 bytes: TLS an encrypted record, 23 bytes.",
                        "The client sends 80 bytes: TLS ChangeCipherSpec; an encrypted record, 69"
                                + " bytes.");
    }

    /** Five packets in a row, and each says something. */
    @Test
    void whatSegmentsCutIsSaidWhereItIsWholeAndNotFolded() throws IOException {
        Conversation conversation = read("segments.pcapng", true, number -> true);
        assertThat(sentences(conversation))
                .containsSubsequence(
                        "The server sends 380 bytes: TLS ServerHello (TLS 1.3;"
                                + " TLS_AES_256_GCM_SHA384; x25519); ChangeCipherSpec;"
                                + " EncryptedExtensions.",
                        "The server sends 380 bytes: TLS Certificate (CN=localhost,O=Fairlead).",
                        "The server sends 119 bytes: TLS CertificateVerify; Finished.");
        Folder folder = new Folder();
        List<Row> rows = new ArrayList<>();
        conversation.steps().forEach(step -> rows.addAll(folder.add(step)));
        rows.addAll(folder.flush());
        assertThat(rows).noneMatch(Row.Run.class::isInstance);
    }

    @Test
    void whatBothEndsWroteIsWhatWasDecrypted() throws IOException {
        assertThat(follow(read(true, number -> true)))
                .contains("> hello\n", "< olleh\n")
                .doesNotContain("\\x");
        assertThat(follow(read(false, number -> true))).contains("\\x16\\x03\\x01");
    }

    /** Without its last alert the client's direction has no end. */
    @Test
    void anEndWithoutCloseNotifyIsSaid() throws IOException {
        List<String> all = sentences(read(true, number -> true));
        int alert = all.indexOf("The client sends 24 bytes: TLS alert close_notify.") + 1;
        assertThat(alert).isPositive();
        List<String> cut = sentences(read(true, number -> number != alert));
        // Of a capture without it nobody knows, since it may be the capture that has lost it.
        assertThat(cut).noneMatch(sentence -> sentence.contains("no close_notify"));
    }

    @Test
    void fromWhereOnItCannotBeDecryptedIsSaid() throws IOException {
        List<String> all = sentences(read(true, number -> true));
        int hello =
                all.indexOf(all.stream().filter(one -> one.contains("hello")).findFirst().get());
        Conversation lossy = read(true, number -> number != hello + 1);
        assertThat(sentences(lossy))
                .anyMatch(one ->
                        one.contains(
                                "TLS, of which 28 bytes are missing in the capture:"
                                        + " from here on what the client writes cannot be"
                                        + " decrypted"))
                .anyMatch(one -> one.contains("olleh"));
        assertThat(lossy.tlsClosedReason()).isEqualTo("28 bytes are missing in the capture");
    }
}
