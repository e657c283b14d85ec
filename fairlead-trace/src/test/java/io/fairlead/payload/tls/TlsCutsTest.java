package io.fairlead.payload.tls;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.packet.Octets;
import io.fairlead.stream.Stretch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS that comes in any pieces, with secrets that come late, or with bytes that are wrong. */
class TlsCutsTest {
    private static final int CASES = Boolean.getBoolean("fairlead.long") ? 3_000 : 150;

    private static List<TlsEvent> take(TlsTalk talk, boolean fromClient, Octets octets) {
        Stretch stretch = new Stretch.Written(fromClient, 0, 0, octets);
        return take(talk, stretch);
    }

    private static List<TlsEvent> take(TlsTalk talk, Stretch stretch) {
        TlsNotes notes = talk.take(List.of(stretch), stretch.fromClient());
        return notes == null ? List.of() : notes.events();
    }

    private static List<String> words(TlsTalk talk, Stretch stretch) {
        return take(talk, stretch).stream().map(TlsCapture::words).toList();
    }

    private static String words(List<TlsEvent> events, boolean ofClient) {
        return events.stream()
                .filter(event -> event.fromClient() == ofClient)
                .map(TlsCapture::words)
                .collect(joining("\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "aes256.pcapng",
                "update.pcapng",
                "chacha.pcapng",
                "retry.pcapng",
                "tls12.pcapng",
                "tls12-chacha.pcapng"
            })
    void anyCutsAreTheSame(String name) throws IOException {
        TlsCapture capture = TlsCapture.read(name, true);
        long seed = new Random().nextLong();
        System.out.println("TlsCutsTest seed " + seed);
        Random random = new Random(seed);
        for (int most : new int[] {1, 7, 300}) {
            TlsTalk talk = capture.talk();
            List<TlsEvent> found = new ArrayList<>();
            for (Stretch.Written stretch : capture.written()) {
                for (Octets cut : cuts(stretch.octets().toArray(), most, random)) {
                    found.addAll(take(talk, stretch.fromClient(), cut));
                }
            }
            String what = "seed " + seed;
            assertThat(words(found, true)).as(what).isEqualTo(words(capture.events(), true));
            assertThat(words(found, false)).as(what).isEqualTo(words(capture.events(), false));
        }
    }

    private static List<Octets> cuts(byte[] bytes, int most, Random random) {
        List<Octets> cuts = new ArrayList<>();
        int at = 0;
        while (at < bytes.length) {
            int end = Math.min(bytes.length, at + 1 + random.nextInt(most));
            cuts.add(Octets.of(Arrays.copyOfRange(bytes, at, end)));
            at = end;
        }
        return cuts;
    }

    /** A key log of a client gets its lines when the packets have been seen already. */
    @Test
    void secretsMayComeLate() throws IOException {
        TlsCapture capture = TlsCapture.read("aes256.pcapng", true);
        TlsSecrets secrets = TlsSecrets.none();
        secrets.add("CLIENT_RANDOM " + "00".repeat(32) + " " + "00".repeat(48));
        TlsTalk talk = new TlsTalk(secrets);
        List<Stretch.Written> written = capture.written();
        assertThat(words(talk, written.getFirst())).hasSize(1);
        assertThat(words(talk, written.get(1)))
                .element(2)
                .asString()
                .startsWith("< 4 encrypted records, ");
        assertThat(talk.closedReason()).isEqualTo("the key log has no secrets of it");
        capture.secrets().lines().filter(line -> line.contains("HANDSHAKE")).forEach(secrets::add);
        assertThat(words(talk, written.get(2)))
                .containsSubsequence("< EncryptedExtensions", "< Finished", "> Finished");
        assertThat(words(talk, written.get(3))).containsExactly("< an encrypted record, 250 bytes");
        secrets.add(capture.secrets());
        assertThat(words(talk, written.get(4)))
                .containsExactly("< NewSessionTicket", "< NewSessionTicket");
        assertThat(talk.closedReason()).isEmpty();
    }

    @Test
    void whatWaitsForSecretsIsBounded() throws IOException {
        TlsCapture capture = TlsCapture.read("aes256.pcapng", true);
        TlsSecrets secrets = TlsSecrets.none();
        secrets.add("CLIENT_RANDOM " + "00".repeat(32) + " " + "00".repeat(48));
        TlsTalk talk = new TlsTalk(secrets);
        capture.written().forEach(stretch -> take(talk, stretch));
        byte[] record = new byte[5 + 16_000];
        System.arraycopy(new byte[] {23, 3, 3, 0x3e, (byte) 0x80}, 0, record, 0, 5);
        List<String> words = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            for (TlsEvent event : take(talk, true, Octets.of(record))) {
                words.add(TlsCapture.words(event));
            }
        }
        assertThat(words).anyMatch(one -> one.contains("its secret has not come in time"));
        secrets.add(capture.secrets());
        assertThat(take(talk, true, Octets.of(record)))
                .noneMatch(event -> event.fromClient() && event.kind() == TlsEvent.Kind.DATA);
    }

    @Test
    void whatIsMissingEndsTheDecryptionOfItsDirection() throws IOException {
        TlsCapture capture = TlsCapture.read("aes256.pcapng", true);
        TlsTalk talk = capture.talk();
        List<String> all = new ArrayList<>();
        int fromServer = 0;
        for (Stretch.Written stretch : capture.written()) {
            boolean gap = !stretch.fromClient() && fromServer++ == 1; // the first ticket
            all.addAll(words(talk, gap ? new Stretch.Gap(false, 0, 0, 255) : stretch));
        }
        assertThat(all)
                .contains(
                        "< 255 bytes are missing in the capture: from here on what the server"
                                + " writes cannot be decrypted",
                        "> application data, 6 bytes: hello\\n",
                        "< an encrypted record, 23 bytes")
                .noneMatch(event -> event.contains("olleh"));
        assertThat(talk.closedReason()).contains("255 bytes are missing");
        assertThat(talk.isCutOff(true)).isFalse();
        assertThat(talk.isCutOff(false)).isFalse(); // nobody knows
    }

    @Test
    void anEndWithoutCloseNotifyIsACut() throws IOException {
        TlsCapture capture = TlsCapture.read("aes256.pcapng", true);
        TlsTalk talk = capture.talk();
        for (Stretch.Written stretch : capture.written()) {
            boolean last = stretch.octets().length() == 24;
            if (last && stretch.fromClient()) assertThat(talk.isCutOff(true)).isTrue();
            List<TlsEvent> _ = take(talk, stretch);
        }
        assertThat(talk.isCutOff(true)).isFalse();
    }

    /** Whatever is changed, all is taken. */
    @Test
    void anyBytesAreTaken() throws IOException {
        long seed = new Random().nextLong();
        System.out.println("TlsCutsTest seed " + seed);
        Random random = new Random(seed);
        int opened = 0;
        for (String name : List.of("aes256.pcapng", "update.pcapng", "tls12.pcapng")) {
            TlsCapture capture = TlsCapture.read(name, true);
            List<Stretch.Written> written = capture.written();
            for (int i = 0; i < CASES; i++) {
                @Nullable TlsSecrets secrets = i % 5 == 0 ? null : TlsSecrets.none();
                if (secrets != null && i % 3 > 0) secrets.add(capture.secrets());
                opened += finished(new TlsTalk(secrets), written, random);
            }
        }
        assertThat(opened).as("seed %d", seed).isPositive();
    }

    private static int finished(TlsTalk talk, List<Stretch.Written> written, Random random) {
        int finished = 0;
        for (Stretch.Written stretch : written) {
            byte[] bytes = stretch.octets().toArray();
            if (random.nextInt(3) == 0) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Octets octets = Octets.of(bytes).atMost(random.nextInt(2 * bytes.length));
            for (TlsEvent event : take(talk, stretch.fromClient(), octets)) {
                if (event.words().equals("Finished")) finished++;
            }
            assertThat(talk.closedReason()).isNotNull();
        }
        return finished;
    }
}
