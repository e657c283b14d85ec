package io.fairlead.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fairlead.packet.Bytes;
import io.fairlead.packet.CapturedFrame;
import io.fairlead.packet.LinkType;
import io.fairlead.pcap.CaptureReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Expressions that libpcap compiles; skipped without it. */
class CaptureFilterTest {
    @TempDir private Path folder;

    @BeforeEach
    void requireLibpcap() {
        try {
            new CaptureFilter("tcp");
        } catch (IllegalArgumentException e) {
            String why = Objects.requireNonNull(e.getMessage());
            assertThat(why).contains("apt install libpcap0.8");
            assumeTrue(false, why);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tcp[tcpflags] & (tcp-syn|tcp-fin) != 0",
                "tcp and greater 500",
                "src port 7107",
                "not ip"
            })
    void asManyPacketsAsTcpdumpTakes(String expression) throws Exception {
        for (String capture : new String[] {"fast.pcapng", "zero.pcapng"}) {
            Path file = folder.resolve(capture);
            Files.write(file, Objects.requireNonNull(bytes(capture)));
            assertThat(count(capture, new CaptureFilter(expression)))
                    .as(capture)
                    .isEqualTo(tcpdump(file, expression));
        }
    }

    @Test
    void whatIsNoExpressionSaysWhy() {
        assertThatThrownBy(() -> new CaptureFilter("tcp prot 80"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--filter \"tcp prot 80\": ")
                .hasMessageContaining("man pcap-filter");
    }

    @Test
    void whatHasNoMeaningForTheFramesSaysSo() {
        CaptureFilter filter = new CaptureFilter("ether host 02:00:00:00:00:01");
        CapturedFrame raw = new Bytes().raw(Bytes.ip4(17, Bytes.udp())).frame(LinkType.RAW);
        assertThatThrownBy(() -> filter.accepts(raw)).hasMessageContaining("ether host");
    }

    private static int count(String capture, CaptureFilter filter) throws IOException {
        int count = 0;
        InputStream in = Conversations.class.getResourceAsStream(capture);
        try (CaptureReader reader = CaptureReader.open(Objects.requireNonNull(in))) {
            CapturedFrame frame = reader.next();
            while (frame != null) {
                if (filter.accepts(frame)) count++;
                frame = reader.next();
            }
        }
        return count;
    }

    private static byte[] bytes(String capture) throws IOException {
        try (InputStream in = Conversations.class.getResourceAsStream(capture)) {
            return Objects.requireNonNull(in).readAllBytes();
        }
    }

    private static int tcpdump(Path file, String expression) throws Exception {
        Process process;
        try {
            process =
                    new ProcessBuilder("tcpdump", "-nr", file.toString(), expression)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
        } catch (IOException e) {
            assumeTrue(false, "there is no tcpdump to compare with");
            throw e;
        }
        process.getOutputStream().close();
        try (var lines = process.inputReader().lines()) {
            return (int) lines.count();
        }
    }
}
