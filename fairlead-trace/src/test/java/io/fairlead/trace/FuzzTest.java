package io.fairlead.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.ladder.LadderPage;
import io.fairlead.ladder.TextLadder;
import io.fairlead.ladder.TextStyle;
import io.fairlead.packet.CapturedFrame;
import io.fairlead.pcap.CaptureFileException;
import io.fairlead.pcap.CaptureReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Captures of real conversations, changed at random: whatever comes of it is drawn, or ends in the
 * one named exception.
 */
class FuzzTest {
    private static final int CASES = Boolean.getBoolean("fairlead.long") ? 20_000 : 1_500;

    /** A page takes longer than all else. */
    private static final int CASES_FOR_EACH_PAGE = 20;

    private static final List<String> CAPTURES = List.of("fast.pcapng", "zero.pcapng", "udp6.pcap");

    @Test
    void anyCaptureIsDrawnOrRefused() throws IOException {
        long seed = new Random().nextLong();
        System.out.println("FuzzTest seed " + seed);
        Random random = new Random(seed);
        int drawn = 0;
        for (String name : CAPTURES) {
            byte[] whole = read(name);
            for (int i = 0; i < CASES; i++) {
                drawn += draw(changed(whole, random), i % CASES_FOR_EACH_PAGE == 0);
            }
        }
        assertThat(drawn).as("packets that could be drawn all the same").isGreaterThan(CASES);
    }

    private static byte[] changed(byte[] whole, Random random) {
        byte[] bytes = whole.clone();
        int changes = 1 + random.nextInt(8);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt();
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bytes[at] = (byte) (random.nextBoolean() ? 0xff : 0);
                default -> bytes = cut(bytes, random);
            }
        }
        return bytes;
    }

    /** Takes some bytes out, or doubles them. */
    private static byte[] cut(byte[] bytes, Random random) {
        int from = random.nextInt(bytes.length);
        int count = Math.min(random.nextInt(64), bytes.length - from);
        boolean twice = random.nextBoolean();
        byte[] result = new byte[bytes.length + (twice ? count : -count)];
        System.arraycopy(bytes, 0, result, 0, from);
        int rest = twice ? from : from + count;
        System.arraycopy(
                bytes, rest, result, from, Math.min(bytes.length - rest, result.length - from));
        return result.length == 0 ? bytes : result;
    }

    private static int draw(byte[] file, boolean page) throws IOException {
        Conversations conversations = new Conversations(ConversationFilter.all());
        TextLadder ladder = new TextLadder(new TextStyle(100, false, false));
        int drawn = 0;
        try (CaptureReader reader = CaptureReader.open(new ByteArrayInputStream(file))) {
            CapturedFrame frame = reader.next();
            while (frame != null) {
                Conversation conversation = conversations.add(frame);
                if (conversation != null) {
                    String lines = ladder.draw(conversation, conversation.steps().getLast());
                    assertThat(lines.indexOf('\u001b')).isNegative();
                    drawn++;
                }
                frame = reader.next();
            }
        } catch (CaptureFileException e) {
            assertThat(e.offset()).isBetween(0L, (long) file.length);
        }
        if (page) {
            assertThat(new LadderPage(conversations.all(), false, true, 0).text())
                    .endsWith("</html>\n");
        }
        return drawn;
    }

    private static byte[] read(String name) throws IOException {
        try (InputStream in = FuzzTest.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }
}
