package io.fairlead.follow;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.packet.Bytes;
import io.fairlead.packet.CapturedFrame;
import io.fairlead.packet.LinkType;
import io.fairlead.packet.Octets;
import io.fairlead.stream.Stretch;
import io.fairlead.trace.ConversationFilter;
import io.fairlead.trace.Conversations;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Datagrams that IP has cut in two, RFC 791. */
class CutDatagramsTest {
    private static final int FIRST_BYTES = 16; // of the datagram with its header of 8
    private static final int MORE = 0x20;

    private final Conversations conversations = new Conversations(ConversationFilter.all());
    private long timeNs = 1_700_000_000_000_000_000L;

    private static byte[] datagram(String text) {
        byte[] bytes = text.getBytes(US_ASCII);
        return new Bytes().u16(5000).u16(7).u16(8 + bytes.length).u16(0).raw(bytes).array();
    }

    private void first(int id, String text) {
        frame(id, MORE, 0, Arrays.copyOf(datagram(text), FIRST_BYTES));
    }

    private void second(int id, String text) {
        byte[] whole = datagram(text);
        frame(id, 0, FIRST_BYTES / 8, Arrays.copyOfRange(whole, FIRST_BYTES, whole.length));
    }

    private void frame(int id, int flags, int offset, byte[] bytes) {
        byte[] packet = Bytes.ip4(17, bytes);
        packet[5] = (byte) id;
        packet[6] = (byte) flags;
        packet[7] = (byte) offset;
        conversations.add(
                new CapturedFrame(timeNs, LinkType.RAW, packet.length, Octets.of(packet), 0));
        timeNs += 1_000_000;
    }

    private List<String> followed() {
        return Streams.of(conversations.all().getFirst()).stream()
                .map(stretch ->
                        switch (stretch) {
                            case Stretch.Written it -> new String(it.octets().toArray(), US_ASCII);
                            case Stretch.Gap gap -> "[" + gap.bytes() + "]";
                        })
                .toList();
    }

    @Test
    void bothPiecesAreOneDatagram() {
        first(1, "one datagram");
        second(1, "one datagram");
        assertThat(followed()).containsExactly("one datagram");
    }

    @Test
    void theSecondPieceMayComeFirst() {
        second(1, "one datagram");
        first(1, "one datagram");
        assertThat(followed()).containsExactly("one datagram");
    }

    @Test
    void twoAtATimeAreNotMixed() {
        first(1, "one datagram");
        first(2, "another here");
        second(1, "one datagram");
        second(2, "another here");
        assertThat(followed()).containsExactly("one datagram", "another here");
    }

    @Test
    void whatDidNotComeIsMissing() {
        first(1, "one datagram");
        assertThat(followed()).containsExactly("one data", "[4]");
        assertThat(Streams.of(conversations.all().getFirst()).getLast().timeNs())
                .isBetween(1_700_000_000_000_000_000L, timeNs);
    }

    /** The numbers come again after 65,536 packets. */
    @Test
    void aNumberThatComesAgainIsAnothersDatagram() {
        first(1, "AAAAAAAAAAAA");
        timeNs += 31_000_000_000L;
        second(1, "one datagram");
        first(1, "one datagram");
        assertThat(followed()).containsExactly("AAAAAAAA", "[4]", "one datagram");
    }
}
