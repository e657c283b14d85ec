package io.fairlead.tls.keylog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Set;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The file, and what is found for it. */
class KeyLogTest {
    private static final byte[] RANDOM = new byte[32];

    @TempDir Path directory;

    static {
        for (int i = 0; i < RANDOM.length; i++) RANDOM[i] = (byte) (i + 100);
    }

    @Test
    void theFileIsForItsOwnerAlone() throws Exception {
        Path file = directory.resolve("keys");
        KeyLog log = KeyLog.open(file);
        assertThat(permissions(file)).isEqualTo("rw-------");
        log.write("one\n");
        KeyLog.open(file).write("two\n");
        assertThat(file).hasContent("one\ntwo\n");
        Files.delete(file);
        log.write("three\n");
        assertThat(permissions(file)).isEqualTo("rw-------");
        assertThat(file).hasContent("three\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-"})
    void whatOthersMayUseIsRefusedAlsoLater(String mode) throws Exception {
        Path file = directory.resolve("keys");
        KeyLog log = KeyLog.open(file);
        Set<PosixFilePermission> wide = PosixFilePermissions.fromString(mode);
        Path _ = Files.setPosixFilePermissions(file, wide);
        assertThatThrownBy(() -> KeyLog.open(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("chmod 600 " + file);
        log.write("secret\n");
        assertThat(file).isEmptyFile();
    }

    @Test
    void whatIsNoFileIsRefused() throws Exception {
        Path target = Files.writeString(directory.resolve("target"), "");
        Path link = Files.createSymbolicLink(directory.resolve("link"), target);
        assertThatThrownBy(() -> KeyLog.open(link)).hasMessageContaining("symbolic link");
        assertThatThrownBy(() -> KeyLog.open(directory)).hasMessageContaining("no regular file");
        assertThatThrownBy(() -> KeyLog.open(directory.resolve("none/keys")))
                .isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 6, 7, 37, 38, 39, 200})
    void theRandomIsFoundHoweverTheHelloIsCut(int bytesOfRecord) {
        byte[] hello = new byte[120];
        hello[0] = 1;
        System.arraycopy(RANDOM, 0, hello, 6, RANDOM.length);
        HelloRandom random = new HelloRandom();
        for (int at = 0; at < hello.length; at += bytesOfRecord) {
            byte[] part = new byte[Math.min(bytesOfRecord, hello.length - at)];
            System.arraycopy(hello, at, part, 0, part.length);
            random.look(record(22, part), 5 + part.length);
            assertThat(random.hex() != null).isEqualTo(at + part.length >= 38);
        }
        random.look(record(22, new byte[120]), 125); // a later one is no matter
        assertThat(random.hex()).isEqualTo(HexFormat.of().formatHex(RANDOM));
    }

    @Test
    void otherRecordsAreNoHello() {
        HelloRandom random = new HelloRandom();
        random.look(ByteBuffer.allocate(0), 0);
        random.look(record(23, new byte[99]), 104);
        random.look(record(22, new byte[99]), 104);
        assertThat(random.hex()).isNull();
    }

    @Test
    void onlyWhatIsDerivedForTheConnectionIsWritten() throws Exception {
        Path file = directory.resolve("keys");
        ConnectionSecrets secrets = KeyLog.open(file).connection(false);
        byte[] hello = new byte[60];
        hello[0] = 1;
        System.arraycopy(RANDOM, 0, hello, 6, RANDOM.length);
        secrets.sent(record(22, hello), 65); // of a server this cannot be
        assertThat(secrets.listen()).isNull();
        secrets.received(record(22, hello), 65);
        SecretKey before = derive("TlsServerAppTrafficSecret");
        try (DerivationScope _ = Objects.requireNonNull(secrets.listen())) {
            SecretKey other = derive("TlsKey");
            SecretKey same = derive("TlsServerAppTrafficSecret");
            assertThat(same).isEqualTo(before);
            assertThat(other.getEncoded()).isEqualTo(before.getEncoded());
        }
        SecretKey after = derive("TlsServerAppTrafficSecret");
        assertThat(file)
                .hasContent(
                        "SERVER_TRAFFIC_SECRET_0 "
                                + HexFormat.of().formatHex(RANDOM)
                                + " "
                                + HexFormat.of().formatHex(after.getEncoded())
                                + "\n");
    }

    private static SecretKey derive(String name) throws Exception {
        SecretKey secret = new SecretKeySpec(new byte[32], "secret");
        HKDFParameterSpec how = HKDFParameterSpec.expandOnly(secret, new byte[] {7}, 32);
        return KDF.getInstance("HKDF-SHA256").deriveKey(name, how);
    }

    private static ByteBuffer record(int type, byte[] bytes) {
        ByteBuffer record = ByteBuffer.allocate(5 + bytes.length);
        record.put((byte) type).putShort((short) 0x0303).putShort((short) bytes.length);
        return record.put(bytes).flip();
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
