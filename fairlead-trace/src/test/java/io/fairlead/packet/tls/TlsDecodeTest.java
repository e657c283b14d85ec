package io.fairlead.packet.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.packet.Bytes;
import io.fairlead.packet.Octets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Records and messages of TLS, whole, cut, and broken. */
class TlsDecodeTest {
    private static final int CASES = Boolean.getBoolean("fairlead.long") ? 50_000 : 3_000;

    private static final String CLIENT =
            "0303"
                    + "ab".repeat(32)
                    + "00 0006 0a0a 1301 1302 01 00 0051"
                    + "0000 000e 000c 00 0009 6c6f63616c686f7374"
                    + "0010 000e 000c 02 6832 08 687474702f312e31"
                    + "000a 0008 0006 001d 0017 1a1a"
                    + "002b 0007 06 dada 0304 0303"
                    + "0033 000a 0008 1a1a 0000 001d 0000"
                    + "0029 0000"
                    + "002a 0000";
    private static final String SERVER =
            "0303" + "cd".repeat(32) + "00 1301 00 000e 002b 0002 0304 0033 0004 001d 0000";

    private static Octets hex(String text) {
        return Octets.of(new Bytes().hex(text).array());
    }

    private static byte[] record(int type, byte[] body) {
        return new Bytes().u8(type).u16(0x0303).u16(body.length).raw(body).array();
    }

    @Test
    void aClientHelloSaysWhatIsOffered() {
        ClientHello hello = Objects.requireNonNull(ClientHello.decode(hex(CLIENT)));
        assertThat(hello)
                .isEqualTo(
                        new ClientHello(
                                "ab".repeat(32),
                                List.of(0x0304, 0x0303),
                                List.of(0x1301, 0x1302),
                                "localhost",
                                List.of("h2", "http/1.1"),
                                List.of(29, 23),
                                List.of(29),
                                true,
                                true));
    }

    @Test
    void anOldOneHasNoExtensions() {
        String old = "0301" + "00".repeat(32) + "00 0002 c02f 01 00";
        ClientHello hello = Objects.requireNonNull(ClientHello.decode(hex(old)));
        assertThat(hello.versions()).containsExactly(0x0301);
        assertThat(hello.serverName()).isEmpty();
        assertThat(hello.resumes()).isFalse();
    }

    @Test
    void aServerHelloSaysWhatIsChosen() {
        assertThat(ServerHello.decode(hex(SERVER)))
                .isEqualTo(new ServerHello("cd".repeat(32), 0x0304, 0x1301, 29, "", false, false));
        String retry =
                SERVER.replace(
                        "cd".repeat(32),
                        "cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c");
        assertThat(Objects.requireNonNull(ServerHello.decode(hex(retry))).isRetry()).isTrue();
        String old = "0303" + "cd".repeat(32) + "00 c02f 00";
        assertThat(ServerHello.decode(hex(old)))
                .isEqualTo(new ServerHello("cd".repeat(32), 0x0303, 0xc02f, -1, "", false, false));
    }

    @Test
    void aHelloThatEndsTooSoonIsNone() {
        byte[] client = hex(CLIENT).toArray();
        byte[] server = hex(SERVER).toArray();
        for (int bytes = 0; bytes < client.length; bytes++) {
            boolean old = bytes == 2 + 32 + 1 + 8 + 2; // as if it had no extensions
            ClientHello hello = ClientHello.decode(Octets.of(Arrays.copyOf(client, bytes)));
            assertThat(hello != null).as("%d bytes", bytes).isEqualTo(old);
        }
        assertThat(ServerHello.decode(Octets.of(Arrays.copyOf(server, 20)))).isNull();
    }

    @Test
    void namesAreThoseOfTheStandards() {
        assertThat(TlsNames.version(0x0304)).isEqualTo("TLS 1.3");
        assertThat(TlsNames.version(0x0300)).isEqualTo("SSL 3.0");
        assertThat(TlsNames.version(0x7f1c)).isEqualTo("version 0x7f1c");
        assertThat(TlsNames.suite(0x1303)).isEqualTo("TLS_CHACHA20_POLY1305_SHA256");
        assertThat(TlsNames.suite(0xc030)).isEqualTo("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384");
        assertThat(TlsNames.group(4588)).isEqualTo("X25519MLKEM768");
        assertThat(TlsNames.alert(48)).isEqualTo("unknown_ca");
        assertThat(TlsNames.alert(116)).isEqualTo("certificate_required");
        assertThat(TlsNames.alert(200)).isEqualTo("alert 200");
    }

    /** A message of 70,000 bytes in records of all sizes, cut at random. */
    @Test
    void recordsAndMessagesAreFoundHoweverTheyAreCut() {
        long seed = new Random().nextLong();
        System.out.println("TlsDecodeTest seed " + seed);
        Random random = new Random(seed);
        byte[] body = new byte[70_000];
        random.nextBytes(body);
        byte[] message = new Bytes().u8(11).u8(1).u16(70_000 - 65_536).raw(body).array();
        Bytes wire = new Bytes();
        for (int at = 0; at < message.length; ) {
            int end = Math.min(message.length, at + 1 + random.nextInt(16_384));
            wire.raw(record(22, Arrays.copyOfRange(message, at, end)));
            at = end;
        }
        byte[] written = wire.raw(record(21, new byte[] {1, 0})).array();
        TlsRecords records = new TlsRecords();
        HandshakeMessages messages = new HandshakeMessages();
        List<HandshakeMessage> found = new ArrayList<>();
        int alerts = 0;
        for (int at = 0; at < written.length; ) {
            int end = Math.min(written.length, at + 1 + random.nextInt(at % 2 == 0 ? 7 : 9_000));
            Octets cut = Octets.of(Arrays.copyOfRange(written, at, end));
            for (TlsRecord record : records.add(cut)) {
                if (record.type() == TlsRecord.ALERT) alerts++;
                if (record.type() == TlsRecord.HANDSHAKE) found.addAll(messages.add(record.body()));
            }
            at = end;
        }
        assertThat(found).as("seed %d", seed).hasSize(1);
        assertThat(found.getFirst().body().toArray()).isEqualTo(body);
        assertThat(found.getFirst().name()).isEqualTo("Certificate");
        assertThat(alerts).isEqualTo(1);
        assertThat(records.begunBytes()).isZero();
    }

    @Test
    void whatIsNoRecordIsSaid() {
        for (String wrong :
                List.of("474554", "16 0203", "16 0303 0000", "16 0303 f000", "17 03ff")) {
            TlsRecords records = new TlsRecords();
            assertThat(records.add(hex(wrong))).isEmpty();
            assertThat(records.isBroken()).as(wrong).isTrue();
            records.restart();
            assertThat(records.add(hex("15 0303 0002 0100"))).hasSize(1);
        }
        HandshakeMessages messages = new HandshakeMessages();
        assertThat(messages.add(hex("01 ffffff"))).isEmpty();
        assertThat(messages.isBroken()).isTrue();
    }

    /** Whatever comes, something is decoded or nothing, and no more is held than one message. */
    @Test
    void anyBytesAreTaken() {
        long seed = new Random().nextLong();
        System.out.println("TlsDecodeTest seed " + seed);
        Random random = new Random(seed);
        int decoded = 0;
        for (int i = 0; i < CASES; i++) {
            byte[] hello = hex(i % 2 == 0 ? CLIENT : SERVER).toArray();
            int changes = 1 + random.nextInt(4);
            for (int c = 0; c < changes; c++) {
                hello[random.nextInt(hello.length)] = (byte) random.nextInt(256);
            }
            Octets octets = Octets.of(hello);
            if (ClientHello.decode(octets) != null) decoded++;
            if (ServerHello.decode(octets) != null) decoded++;
            assertThat(EncryptedExtensions.protocol(octets)).isNotNull();
            assertThat(CertificateList.of(octets, i % 3 == 0)).isNotNull();
            TlsRecords records = new TlsRecords();
            assertThat(records.add(octets)).isNotNull();
            assertThat(records.begunBytes()).isLessThan(20_000);
            assertThat(new HandshakeMessages().add(octets)).isNotNull();
        }
        assertThat(decoded).as("seed %d", seed).isGreaterThan(CASES / 10);
    }
}
