package io.fairlead.follow;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fairlead.packet.Bytes;
import io.fairlead.packet.CapturedFrame;
import io.fairlead.packet.LinkType;
import io.fairlead.packet.Octets;
import io.fairlead.pcap.CaptureReader;
import io.fairlead.pcap.PcapngWriter;
import io.fairlead.stream.Stretch;
import io.fairlead.trace.Conversation;
import io.fairlead.trace.ConversationFilter;
import io.fairlead.trace.Conversations;
import io.fairlead.trace.Step;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was written is put back in order, whatever became of the packets. */
class StreamsTest {
    private static final int FIN = 1;
    private static final int SYN = 2;
    private static final int ACK = 16;
    private static final long START = 0xffff_fff0L;

    @TempDir private Path folder;
    private final Conversations conversations = new Conversations(ConversationFilter.all());

    /** How many bytes the capture leaves out of the next frame. */
    private int cutBytes;

    private long timeNs = 1_700_000_000_000_000_000L;

    @Test
    void whatComesOutOfOrderTwiceAndOverlappingIsOnceInOrder() {
        handshake();
        client(7, "defg");
        client(1, "xyzabc");
        client(4, "abcdefgh");
        client(1, "xyz");
        assertThat(stream(true)).isEqualTo("xyzabcdefgh");
    }

    @Test
    void aGapIsNamedWhenTheOtherEndHasWhatWasNotSeen() {
        handshake();
        client(1, "one");
        client(7, "three");
        server(12);
        timeNs += 10_000_000;
        client(12, "!");
        List<Stretch> given = Streams.of(conversations.all().getFirst());
        assertThat(given).hasSize(4);
        Stretch.Gap gap = (Stretch.Gap) given.get(1);
        assertThat(gap.bytes()).isEqualTo(3);
        assertThat(gap.offset()).isEqualTo(3);
        assertThat(gap.fromClient()).isTrue();
        assertThat(stream(true)).isEqualTo("one[3]three!");
    }

    @Test
    void whatComesLateIsAwaitedAsLongAsItIsNotAcknowledged() {
        handshake();
        client(4, "def");
        timeNs += 5_000_000_000L;
        server(1);
        timeNs += 5_000_000_000L;
        client(1, "abc");
        assertThat(stream(true)).isEqualTo("abcdef");
    }

    @Test
    void whatTheCaptureCutOffIsMissing() {
        handshake();
        cutBytes = 2;
        client(1, "whole");
        client(6, "next");
        frame(true, FIN | ACK, 12, 1, new byte[0]);
        assertThat(stream(true)).isEqualTo("who[2]next[2]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast.pcapng", "tail.pcapng", "syn.pcapng", "zero.pcapng"})
    void tsharkFollowsTheSameBytes(String capture) throws Exception {
        Conversation conversation = read(capture).getFirst();
        Path file = folder.resolve("capture.pcapng");
        try (PcapngWriter writer = new PcapngWriter(Files.newOutputStream(file))) {
            for (Step step : conversation.steps()) writer.write(step.frame(), "");
        }
        ByteArrayOutputStream client = new ByteArrayOutputStream();
        ByteArrayOutputStream server = new ByteArrayOutputStream();
        for (String line : tshark("-q", "-r", file.toString(), "-z", "follow,tcp,raw,0")) {
            if (!line.matches("\t?(?:[0-9a-f]{2})+")) continue;
            (line.startsWith("\t") ? server : client)
                    .writeBytes(HexFormat.of().parseHex(line.strip()));
        }
        assertThat(client.size() + server.size()).isPositive();
        assertThat(bytes(conversation, true)).isEqualTo(client.toByteArray());
        assertThat(bytes(conversation, false)).isEqualTo(server.toByteArray());
    }

    private static byte[] bytes(Conversation conversation, boolean fromClient) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Stretch stretch : Streams.of(conversation)) {
            assertThat(stretch).isInstanceOf(Stretch.Written.class);
            if (stretch.fromClient() == fromClient) {
                all.writeBytes(((Stretch.Written) stretch).octets().toArray());
            }
        }
        return all.toByteArray();
    }

    private static List<String> tshark(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(arguments));
        command.addFirst("tshark");
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            process.getOutputStream().close();
            try (InputStream output = process.getInputStream()) {
                return new String(output.readAllBytes(), UTF_8).lines().toList();
            }
        } catch (IOException e) {
            assumeTrue(false, "there is no tshark to compare with (Debian: apt install tshark)");
            throw e;
        }
    }

    private void handshake() {
        frame(true, SYN, 0, 0, new byte[0]);
        frame(false, SYN | ACK, 0, 1, new byte[0]);
        frame(true, ACK, 1, 1, new byte[0]);
    }

    private void client(int sequence, String text) {
        byte[] bytes = text.getBytes(US_ASCII);
        frame(true, ACK, sequence, 1, bytes);
    }

    private void server(int acknowledgement) {
        frame(false, ACK, 1, acknowledgement, new byte[0]);
    }

    private void frame(boolean fromClient, int flags, int sequence, int ack, byte[] bytes) {
        byte[] tcp =
                new Bytes()
                        .u16(fromClient ? 5000 : 7)
                        .u16(fromClient ? 7 : 5000)
                        .u32((START + sequence) & 0xffff_ffffL)
                        .u32((flags & ACK) == 0 ? 0 : (START + ack) & 0xffff_ffffL)
                        .u8(0x50)
                        .u8(flags)
                        .u16(1000)
                        .u32(0)
                        .raw(bytes)
                        .array();
        byte[] packet = Bytes.ip4(6, tcp);
        if (!fromClient) { // from 10.0.0.2 to 10.0.0.1
            packet[15] = 2;
            packet[19] = 1;
        }
        Octets kept = Octets.of(packet).atMost(packet.length - cutBytes);
        cutBytes = 0;
        conversations.add(new CapturedFrame(timeNs, LinkType.RAW, packet.length, kept, 0));
        timeNs += 1_000_000;
    }

    private String stream(boolean fromClient) {
        StringBuilder text = new StringBuilder();
        for (Stretch stretch : Streams.of(conversations.all().getFirst())) {
            if (stretch.fromClient() != fromClient) continue;
            switch (stretch) {
                case Stretch.Written it -> text.append(new String(it.octets().toArray(), US_ASCII));
                case Stretch.Gap gap -> text.append('[').append(gap.bytes()).append(']');
            }
        }
        return text.toString();
    }

    private static List<Conversation> read(String name) throws IOException {
        Conversations conversations = new Conversations(ConversationFilter.all());
        InputStream in = Objects.requireNonNull(Conversations.class.getResourceAsStream(name));
        try (CaptureReader reader = CaptureReader.open(in)) {
            CapturedFrame frame = reader.next();
            while (frame != null) {
                conversations.add(frame);
                frame = reader.next();
            }
        }
        return conversations.all();
    }
}
