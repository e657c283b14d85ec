package io.fairlead.tls.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.tls.Handshake;
import io.fairlead.tls.Issued;
import io.fairlead.tls.issue.Authority;
import io.fairlead.tls.issue.KeyKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that change under a server. */
class KeyFilesTest {
    private static final Instant LATER = Issued.NOW.plus(Duration.ofMinutes(1));

    private static final int LENGTH = 2_000; // more than a certificate has

    @TempDir private Path folder;

    private Authority root;
    private Identity first;
    private Identity second;

    @BeforeEach
    void issue() throws Exception {
        root = Issued.root("root");
        first = Issued.server(root, KeyKind.EC, "files.example");
        second = Issued.server(root, KeyKind.EC, "files.example");
    }

    /** Written a while ago, as far as its date says, and as long as any other. */
    private void write(String name, String text, Instant when) throws IOException {
        String filled = text + "\n".repeat(LENGTH - text.length());
        Path file = Files.writeString(folder.resolve(name), filled);
        Files.setLastModifiedTime(file, FileTime.from(when));
    }

    private void write(Identity identity, Instant when) throws IOException {
        write("cert.pem", PemText.of(identity.chain()), when);
        write("key.pem", PemText.of(identity.key()), when);
    }

    private KeyFiles open() throws IOException {
        IdentityFiles files =
                new IdentityFiles(folder.resolve("cert.pem"), folder.resolve("key.pem"));
        return new KeyFiles(List.of(files), PasswordSource.NONE, LATER);
    }

    private Identity shown(KeyFiles files) throws Exception {
        Handshake handshake =
                new Handshake(
                        Handshake.context(List.of(), files.identities()),
                        Handshake.context(List.of(root.identity().certificate())),
                        "files.example");
        boolean isFirst = handshake.run().shown().equals(first.certificate());
        return isFirst ? first : second;
    }

    @Test
    void whatIsWrittenAnewIsServed() throws Exception {
        write(first, Issued.NOW);
        KeyFiles files = open();
        assertThat(files.changed()).isFalse();
        write(second, Issued.NOW.plusSeconds(9));
        assertThat(files.changed()).isTrue();
        assertThat(shown(files)).isEqualTo(first);
        Reloaded reloaded = files.reload(LATER);
        assertThat(reloaded.isNew()).isTrue();
        assertThat(reloaded)
                .hasToString(
                        "CN=files.example,O=Fairlead (serial %s, until %s)"
                                .formatted(
                                        second.serial(),
                                        Words.time(Issued.NOW.plus(Issued.VALID))));
        assertThat(shown(files)).isEqualTo(second);
        assertThat(files.changed()).isFalse();
        assertThat(files.reload(LATER).isNew()).isFalse();
    }

    @Test
    void halfOfANewPairIsAFaultThatPasses() throws Exception {
        write(first, Issued.NOW);
        KeyFiles files = open();
        write("cert.pem", PemText.of(second.chain()), Issued.NOW.plusSeconds(9));
        assertThat(files.changed()).isTrue();
        assertThatThrownBy(() -> files.reload(LATER))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("does not fit the key in " + folder.resolve("key.pem"));
        assertThat(shown(files)).isEqualTo(first);
        assertThat(files.changed()).as("nothing is new since").isFalse();
        write("key.pem", PemText.of(second.key()), Issued.NOW.plusSeconds(10));
        assertThat(files.changed()).isTrue();
        assertThat(files.reload(LATER).identities()).containsExactly(second);
        assertThat(shown(files)).isEqualTo(second);
    }

    @Test
    void aFileThatIsGoneIsAFaultThatPasses() throws Exception {
        write(first, Issued.NOW);
        KeyFiles files = open();
        Files.delete(folder.resolve("key.pem"));
        assertThat(files.changed()).isTrue();
        assertThatThrownBy(() -> files.reload(LATER)).hasMessageContaining("there is no such file");
        assertThat(files.changed()).isFalse();
        assertThat(shown(files)).isEqualTo(first);
        write(first, Issued.NOW);
        assertThat(files.changed()).isTrue();
        assertThat(files.reload(LATER).isNew()).isFalse();
    }

    /** As Kubernetes mounts secrets: all names lead through one link, which is swapped. */
    @Test
    void aSwappedLinkIsSeen() throws Exception {
        for (Identity each : List.of(first, second)) {
            Path version = Files.createDirectory(folder.resolve(each.equals(first) ? "v1" : "v2"));
            write(each, Issued.NOW);
            for (String name : List.of("cert.pem", "key.pem")) {
                Files.move(folder.resolve(name), version.resolve(name)); // of equal date and size
            }
        }
        Files.createSymbolicLink(folder.resolve("..data"), Path.of("v1"));
        for (String name : List.of("cert.pem", "key.pem")) {
            Files.createSymbolicLink(folder.resolve(name), Path.of("..data", name));
        }
        KeyFiles files = open();
        assertThat(files.changed()).isFalse();
        assertThat(shown(files)).isEqualTo(first);
        Files.createSymbolicLink(folder.resolve("..new"), Path.of("v2"));
        Files.move(
                folder.resolve("..new"), folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        assertThat(files.changed()).isTrue();
        assertThat(files.reload(LATER).isNew()).isTrue();
        assertThat(shown(files)).isEqualTo(second);
    }

    /** Equal in size, written within one tick of the file system's clock. */
    @Test
    void whatWasWrittenJustBeforeIsReadOnceMore() throws Exception {
        write(first, LATER.minusSeconds(1));
        KeyFiles files = open();
        assertThat(files.changed()).isTrue();
        write(second, LATER.minusSeconds(1));
        files.reload(LATER);
        assertThat(files.changed()).isTrue();
        files.reload(LATER.plusSeconds(2));
        assertThat(files.changed()).isFalse();
        assertThat(shown(files)).isEqualTo(second);
    }

    /** Written after it was read, and before the reload is over: while a password is asked for. */
    @Test
    void whatChangesDuringAReloadIsSeenAtTheNextLook() throws Exception {
        Path store = Files.write(folder.resolve("all.p12"), pkcs12(first));
        Files.setLastModifiedTime(store, FileTime.from(Issued.NOW));
        byte[] next = pkcs12(second);
        AtomicInteger asked = new AtomicInteger();
        PasswordSource swaps =
                file -> {
                    if (asked.getAndIncrement() == 1) {
                        Files.write(store, next);
                        Files.setLastModifiedTime(store, FileTime.from(Issued.NOW.plusSeconds(9)));
                    }
                    return new char[] {'x'};
                };
        KeyFiles files = new KeyFiles(List.of(IdentityFiles.of(store)), swaps, LATER);
        assertThat(files.reload(LATER).isNew()).isFalse();
        assertThat(files.changed()).isTrue();
        assertThat(files.reload(LATER).isNew()).isTrue();
        assertThat(shown(files)).isEqualTo(second);
    }

    private static byte[] pkcs12(Identity identity) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        Certificate[] chain = identity.chain().toArray(new Certificate[0]);
        store.setKeyEntry("key", identity.key(), new char[] {'x'}, chain);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        store.store(bytes, new char[] {'x'});
        return bytes.toByteArray();
    }

    @Test
    void oneThatHasEndedDoesNotTakeThePlaceOfOneThatServes() throws Exception {
        write(first, Issued.NOW);
        KeyFiles files = open();
        write(
                Issued.between(root, Issued.NOW.minusSeconds(9), Issued.NOW),
                Issued.NOW.plusSeconds(9));
        assertThatThrownBy(() -> files.reload(LATER)).hasMessageContaining("ended at");
        assertThat(shown(files)).isEqualTo(first);
    }

    @Test
    void whatCannotBeReadAtFirstIsNoKeyFiles() {
        assertThatThrownBy(this::open).isInstanceOf(KeyFileException.class);
    }
}
