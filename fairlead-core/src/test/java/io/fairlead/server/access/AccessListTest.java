package io.fairlead.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.access.AccessRules;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists of networks in files: what they mean, what is wrong with them, and when they change. */
class AccessListTest {
    @TempDir Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("networks.txt"), text);
    }

    private static boolean admits(AccessList list, String address) {
        return list.admits(new InetSocketAddress(InetAddress.ofLiteral(address), 1));
    }

    @Test
    void whatIsDeniedMayNotConnectAndAllOthersMay() throws Exception {
        Path denied =
                file("# from a list\n\n  192.0.2.0/24 ; SBL1\n2001:db8::/32 # and this\r\n::1\n");
        AccessList list = new AccessList(AccessRules.EVERYBODY.denyFile(denied));
        assertThat(list.networks()).isEqualTo(3);
        assertThat(admits(list, "192.0.2.7")).isFalse();
        assertThat(admits(list, "::ffff:192.0.2.7")).as("the same, mapped").isFalse();
        assertThat(admits(list, "2001:db8::7")).isFalse();
        assertThat(admits(list, "::1")).isFalse();
        assertThat(admits(list, "192.0.3.7")).isTrue();
        assertThat(admits(list, "2001:db9::7")).isTrue();
    }

    @Test
    void whoIsNotAllowedMayNotConnectOnceSomebodyIs() throws Exception {
        AccessRules rules = AccessRules.EVERYBODY.allow("10.0.0.0/8").deny("10.1.0.0/16");
        AccessList list = new AccessList(rules.allow("10.1.2.3"));
        assertThat(admits(list, "10.2.0.1")).isTrue();
        assertThat(admits(list, "10.1.0.1")).isFalse();
        assertThat(admits(list, "10.1.2.3")).isTrue();
        assertThat(admits(list, "192.0.2.7")).isFalse();
        assertThat(admits(list, "::1")).as("IPv6, of which nothing is allowed").isFalse();
        assertThat(list.admits(UnixDomainSocketAddress.of("/run/x"))).isTrue();
    }

    @Test
    void everybodyMayConnectWithoutRules() {
        assertThat(admits(AccessList.EVERYBODY, "192.0.2.7")).isTrue();
        assertThat(AccessList.EVERYBODY.hasFiles()).isFalse();
        assertThat(AccessList.EVERYBODY.filesChanged()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    10.0.0.0/8\\nexample.org # a name | networks.txt:2: "example.org" is no network
                    \\n\\n10.1.0.0/8               | networks.txt:3: "10.1.0.0/8" is an address
                    \\007                           | networks.txt:1: "
                    """)
    void whatIsNoNetworkIsToldWithItsLine(String text, String words) throws Exception {
        Path bad = file(text.translateEscapes());
        assertThatThrownBy(() -> new AccessList(AccessRules.EVERYBODY.denyFile(bad)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(words);
    }

    @Test
    void aFileThatCannotBeReadIsNamed() throws Exception {
        Path gone = folder.resolve("gone.txt");
        assertThatThrownBy(() -> new AccessList(AccessRules.EVERYBODY.denyFile(gone)))
                .hasMessage("there is no file " + gone);
        assertThatThrownBy(() -> new AccessList(AccessRules.EVERYBODY.denyFile(folder)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(folder.toString());
        Path empty = file("# nobody\n");
        assertThatThrownBy(() -> new AccessList(AccessRules.EVERYBODY.allowFile(empty)))
                .hasMessageContaining("allows nobody");
        assertThat(new AccessList(AccessRules.EVERYBODY.denyFile(empty)).networks()).isZero();
        Path long1 = file("x".repeat(100_000));
        assertThatThrownBy(() -> new AccessList(AccessRules.EVERYBODY.denyFile(long1)))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
    }

    @Test
    void changedFilesAreReadAgainAndBadOnesChangeNothing() throws Exception {
        Path denied = file("192.0.2.0/24\n");
        Files.setLastModifiedTime(denied, FileTime.from(longAgo()));
        AccessList list = new AccessList(AccessRules.EVERYBODY.denyFile(denied));
        assertThat(list.filesChanged()).isFalse();
        file("192.0.2.7\n");
        assertThat(list.filesChanged()).isTrue();
        assertThat(list.reload()).isTrue();
        assertThat(list.reload()).isFalse();
        assertThat(admits(list, "192.0.2.8")).isTrue();
        file("bad\n");
        assertThatThrownBy(list::reload).hasMessageContaining("networks.txt:1");
        assertThat(admits(list, "192.0.2.7")).isFalse();
        Files.delete(denied);
        assertThatThrownBy(list::reload).hasMessageContaining("no file");
        assertThat(admits(list, "192.0.2.7")).isFalse();
    }

    private static Instant longAgo() {
        return Instant.now().minus(Duration.ofHours(1));
    }
}
