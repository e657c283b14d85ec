package io.fairlead.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.packet.Bytes;
import io.fairlead.packet.CapturedFrame;
import io.fairlead.packet.LinkType;
import io.fairlead.packet.Octets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which conversation a frame belongs to, and what is said of those that belong to none. */
class ConversationsTest {
    private static final int MORE_FRAGMENTS = 0x20;
    private final Conversations conversations = new Conversations(ConversationFilter.all());

    /** IP does not promise an order: the piece with the ports may be the last one to come. */
    @ParameterizedTest
    @ValueSource(strings = {"0 1 2", "2 1 0", "1 2 0", "1 0 2"})
    void allPiecesOfAPacketBelongToOneConversation(String order) {
        List<Integer> numbers = new ArrayList<>();
        for (String piece : order.split(" ", -1)) {
            Conversation conversation = conversations.add(piece(Integer.parseInt(piece)));
            if (conversation != null) {
                conversation.takeNew().forEach(step -> numbers.add(step.number()));
            }
        }
        assertThat(numbers).containsExactly(1, 2, 3);
        assertThat(conversations.lostPieces()).isZero();
    }

    @Test
    void piecesWithoutTheFirstAreCounted() {
        assertThat(conversations.add(piece(1))).isNull();
        assertThat(conversations.add(piece(2))).isNull();
        assertThat(conversations.lostPieces()).isEqualTo(2);
    }

    @Test
    void aFloodOfPiecesIsCountedAndNotKept() {
        for (int id = 0; id < 100_000; id++) {
            CapturedFrame frame = piece(1);
            byte[] packet = frame.octets().toArray();
            packet[4] = (byte) (id >> 8);
            packet[5] = (byte) id;
            assertThat(conversations.add(of(packet))).isNull();
        }
        assertThat(conversations.lostPieces()).isEqualTo(100_000);
    }

    @Test
    void framesOfUnknownLinkTypesAreCounted() {
        conversations.add(new CapturedFrame(0, LinkType.of(220), 9, Octets.of(new byte[9]), 0));
        assertThat(conversations.unknownLinks()).isEqualTo(1);
        assertThat(conversations.undecoded()).isEqualTo(1);
        assertThat(conversations.firstReason()).isEqualTo("link type 220 is not known here");
    }

    /** One of the three pieces of a datagram of 32 bytes: the first has its header. */
    private static CapturedFrame piece(int number) {
        byte[] payload = number == 0 ? Bytes.udp(new byte[8]) : new byte[16];
        byte[] packet = Bytes.ip4(17, payload);
        packet[6] = (byte) (number < 2 ? MORE_FRAGMENTS : 0);
        packet[7] = (byte) (number * 2);
        return of(packet);
    }

    private static CapturedFrame of(byte... packet) {
        return new CapturedFrame(0, LinkType.RAW, packet.length, Octets.of(packet), 0);
    }
}
