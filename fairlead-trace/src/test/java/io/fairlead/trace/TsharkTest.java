package io.fairlead.trace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fairlead.packet.CapturedFrame;
import io.fairlead.packet.Ip;
import io.fairlead.packet.TcpOptions;
import io.fairlead.packet.TcpSegment;
import io.fairlead.payload.tls.TlsSecrets;
import io.fairlead.pcap.CaptureReader;
import io.fairlead.pcap.PcapngWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What we write is read by tshark, and it finds the same in each field; skipped without it. */
class TsharkTest {
    private static final List<String> FIELDS =
            List.of(
                    "ip.src",
                    "ip.ttl",
                    "tcp.srcport",
                    "tcp.dstport",
                    "tcp.seq",
                    "tcp.ack",
                    "tcp.seq_raw",
                    "tcp.ack_raw",
                    "tcp.flags",
                    "tcp.len",
                    "tcp.window_size",
                    "tcp.options.mss_val",
                    "tcp.options.timestamp.tsval",
                    "tcp.options.sack_le",
                    "frame.len",
                    "frame.comment");

    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"fast.pcapng", "tail.pcapng", "syn.pcapng", "zero.pcapng"})
    void fieldByField(String capture) throws Exception {
        Conversations conversations = read(capture);
        Path file = folder.resolve("written.pcapng");
        List<String> ours = new ArrayList<>();
        try (PcapngWriter writer = new PcapngWriter(Files.newOutputStream(file))) {
            for (Step step : conversations.all().getFirst().steps()) {
                writer.write(step.frame(), step.sentence());
                ours.add(ours(step));
            }
        }
        assertThat(ours).hasSizeGreaterThan(20);
        assertThat(tshark(file)).isEqualTo(ours);
    }

    /** The file alone says what both ends have written. */
    @Test
    void secretsOpenTheFile() throws Exception {
        String capture = "/io/fairlead/payload/tls/update.pcapng";
        Path file = folder.resolve("written.pcapng");
        TlsSecrets secrets = TlsSecrets.none();
        InputStream in = Objects.requireNonNull(TsharkTest.class.getResourceAsStream(capture));
        Conversations conversations = new Conversations(ConversationFilter.all(), secrets);
        readInto(conversations, in, secrets);
        Conversation only = conversations.all().getFirst();
        try (PcapngWriter writer = new PcapngWriter(Files.newOutputStream(file))) {
            writer.writeSecrets(secrets.linesOf(Set.of(only.tlsRandom(), "another")));
            for (Step step : only.steps()) writer.write(step.frame(), step.sentence());
        }
        String port = "tcp.port==" + only.server().getPort() + ",tls";
        List<String> said =
                run(
                        List.of(
                                "tshark",
                                "-r",
                                file.toString(),
                                "-d",
                                port,
                                "-q",
                                "-z",
                                "follow,tls,ascii,0"));
        assertThat(said).containsSubsequence("hello", "olleh", "again", "niaga");
    }

    private static String ours(Step step) {
        Ip ip = Objects.requireNonNull(step.packet().ip());
        TcpSegment segment = (TcpSegment) step.packet().transport();
        Step.Numbers numbers = Objects.requireNonNull(step.numbers());
        TcpOptions options = segment.options();
        return String.join(
                "|",
                ip.source().getHostAddress(),
                Integer.toString(ip.hopLimit()),
                Integer.toString(segment.sourcePort()),
                Integer.toString(segment.destinationPort()),
                Long.toString(numbers.sequence()),
                Long.toString(Math.max(0, numbers.acknowledgement())),
                Long.toString(segment.sequence()),
                Long.toString(segment.acknowledgement()),
                "0x%04x".formatted(segment.flags()),
                Integer.toString(segment.payloadBytes()),
                Long.toString(numbers.windowBytes()),
                options.mss() < 0 ? "" : Integer.toString(options.mss()),
                options.timestamps().map(times -> Long.toString(times.value())).orElse(""),
                options.sack().isEmpty() ? "" : sack(step, options),
                Integer.toString(step.frame().wireBytes()),
                step.sentence());
    }

    /** tshark counts it from the beginning, too. */
    private static String sack(Step step, TcpOptions options) {
        TcpSegment segment = (TcpSegment) step.packet().transport();
        long acknowledgement = Objects.requireNonNull(step.numbers()).acknowledgement();
        long ahead = options.sack().getFirst().from() - segment.acknowledgement();
        return Long.toString(acknowledgement + (int) ahead);
    }

    private static List<String> tshark(Path file) throws Exception {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "tshark",
                                "-r",
                                file.toString(),
                                "-T",
                                "fields",
                                "-E",
                                "separator=|",
                                "-E",
                                "occurrence=f"));
        for (String field : FIELDS) command.addAll(List.of("-e", field));
        return run(command);
    }

    private static List<String> run(List<String> command) throws Exception {
        Process process;
        try {
            process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
        } catch (IOException e) {
            assumeTrue(false, "there is no tshark to compare with (Debian: apt install tshark)");
            throw e;
        }
        process.getOutputStream().close();
        try (InputStream output = process.getInputStream()) {
            return new String(output.readAllBytes(), UTF_8).lines().toList();
        }
    }

    private static Conversations read(String name) throws IOException {
        Conversations conversations = new Conversations(ConversationFilter.all());
        InputStream in = Objects.requireNonNull(TsharkTest.class.getResourceAsStream(name));
        readInto(conversations, in, TlsSecrets.none());
        return conversations;
    }

    private static void readInto(Conversations conversations, InputStream in, TlsSecrets secrets)
            throws IOException {
        try (CaptureReader reader = CaptureReader.open(in)) {
            CapturedFrame frame = reader.next();
            while (frame != null) {
                secrets.add(reader.takeSecrets());
                conversations.add(frame);
                frame = reader.next();
            }
        }
    }
}
