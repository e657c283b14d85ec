package io.fairlead.tls.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.tls.Issued;
import io.fairlead.tls.issue.Authority;
import io.fairlead.tls.issue.KeyKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates in the order of the file, and in that of TLS. */
class ChainsTest {
    @TempDir private static Path folder;

    private static Authority root;
    private static Authority high;
    private static Authority low;
    private static Identity leaf;

    @BeforeAll
    static void issue() throws Exception {
        root = Issued.root("root");
        high = Issued.below(root, "high");
        low = Issued.below(high, "low");
        leaf = Issued.server(low, KeyKind.EC, "chain.example");
    }

    private static Identity read(List<X509Certificate> certificates) throws IOException {
        Path certs = Files.writeString(folder.resolve("chain.pem"), PemText.of(certificates));
        Path key = Files.writeString(folder.resolve("chain.key"), PemText.of(leaf.key()));
        return new IdentityFiles(certs, key).read(PasswordSource.NONE, Issued.NOW);
    }

    private static List<X509Certificate> all() {
        List<X509Certificate> all = new ArrayList<>(leaf.chain());
        all.add(root.identity().certificate());
        return all;
    }

    @Test
    void anAuthoritySendsAllButTheRoot() {
        assertThat(leaf.chain())
                .containsExactly(
                        leaf.certificate(),
                        low.identity().certificate(),
                        high.identity().certificate());
    }

    @Test
    void anyOrderIsPutRight() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 100; i++) {
            List<X509Certificate> shuffled = all();
            Collections.shuffle(shuffled, random);
            assertThat(read(shuffled).chain()).as("seed " + seed).isEqualTo(all());
        }
    }

    @Test
    void oneThatIsThereTwiceIsSentOnce() throws Exception {
        List<X509Certificate> twice = all();
        twice.addAll(all());
        assertThat(read(twice).chain()).isEqualTo(all());
    }

    @Test
    void aGapIsNamedWithWhatIsMissing() {
        List<X509Certificate> gap = List.of(leaf.certificate(), high.identity().certificate());
        int second = PemText.of(List.of(leaf.certificate())).split("\n", -1).length;
        assertThatThrownBy(() -> read(gap))
                .hasMessage(
                        "%s/chain.pem, line %d: the certificate of CN=high,O=Fairlead has no place"
                                + " in the chain of CN=chain.example,O=Fairlead; put in the"
                                + " certificate of CN=low,O=Fairlead, which is missing, or delete"
                                + " this one",
                        folder, second);
    }

    @Test
    void astrangerAfterARootIsNamed() throws Exception {
        List<X509Certificate> more = all();
        more.add(Issued.root("stranger").identity().certificate());
        assertThatThrownBy(() -> read(more))
                .hasMessageEndingWith(
                        "the certificate of CN=stranger,O=Fairlead has no place in the chain of"
                                + " CN=chain.example,O=Fairlead; delete it from the file");
    }

    /** The name says nothing: the signature does. */
    @Test
    void anotherAuthorityOfTheSameNameIsNoIssuer() throws Exception {
        Authority namesake = Issued.below(high, "low");
        assertThatThrownBy(() -> read(namesake.identity().chain()))
                .hasMessageContaining("none of its 2 certificates (the first is of CN=low,");
        List<X509Certificate> wrong =
                List.of(leaf.certificate(), namesake.identity().certificate());
        assertThatThrownBy(() -> read(wrong)).hasMessageContaining("has no place in the chain");
        List<X509Certificate> both = new ArrayList<>(wrong);
        both.add(low.identity().certificate());
        assertThatThrownBy(() -> read(both)).hasMessageContaining("CN=low,O=Fairlead has no place");
    }

    @Test
    void aChainThatNoClientTakesIsRefused() throws Exception {
        Authority at = root;
        for (int i = 0; i < 10; i++) at = Issued.below(at, "level " + i);
        leaf = Issued.server(at, KeyKind.EC, "chain.example");
        try {
            assertThatThrownBy(() -> read(leaf.chain()))
                    .hasMessageEndingWith("its chain has more than 10 certificates");
            assertThat(read(leaf.chain().subList(0, 10)).chain()).hasSize(10);
        } finally {
            issue();
        }
    }
}
