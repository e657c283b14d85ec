package io.fairlead.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Each thing that can happen to a segment, by the segments with which it happens. */
class TcpConversationTest {
    private final Wire wire = new Wire();

    @Test
    void aConversationFromItsBeginningToItsEnd() {
        assertStep(wire.client("S", 0, 0, 0), TcpState.SYN_SENT, TcpState.UNKNOWN);
        assertStep(wire.server("SA", 0, 1, 0), TcpState.ESTABLISHED, TcpState.SYN_RECV);
        Step up = wire.client("A", 1, 1, 0);
        assertStep(up, TcpState.ESTABLISHED, TcpState.ESTABLISHED);
        assertThat(up.sentence()).contains("the connection is up at both ends");
        Step bytes = wire.client("A", 1, 1, 100);
        assertThat(bytes.numbers()).isNotNull().extracting("sequence").isEqualTo(1L);
        assertThat(bytes.numbers()).isNotNull().extracting("inFlightBytes").isEqualTo(100L);
        Step answer = wire.server("A", 1, 101, 50);
        assertThat(answer.sentence()).isEqualTo("The server sends 50 bytes, acknowledges 100.");
        assertThat(answer.numbers()).isNotNull().extracting("otherInFlightBytes").isEqualTo(0L);
        Step half = wire.client("FA", 101, 51, 0);
        assertStep(half, TcpState.FIN_WAIT1, TcpState.CLOSE_WAIT, Mark.HALF_CLOSE);
        assertStep(wire.server("A", 51, 102, 0), TcpState.FIN_WAIT2, TcpState.CLOSE_WAIT);
        assertStep(wire.server("A", 51, 102, 9), TcpState.FIN_WAIT2, TcpState.CLOSE_WAIT);
        Step end = wire.server("FA", 60, 102, 0);
        assertStep(end, TcpState.TIME_WAIT, TcpState.LAST_ACK, Mark.TIME_WAIT);
        assertThat(end.sentence()).contains("The client, which closed first, now waits");
        Step last = wire.client("A", 102, 61, 0);
        assertStep(last, TcpState.TIME_WAIT, TcpState.CLOSED);
        assertThat(last.sentence())
                .isEqualTo("The client acknowledges the end; the server's socket is gone.");
        assertThat(wire.conversations.all()).singleElement().matches(Conversation::isOver);
    }

    @Test
    void bothCloseAtOnce() {
        wire.handshake();
        wire.client("FA", 1, 1, 0);
        Step both = wire.server("FA", 1, 1, 0);
        assertStep(both, TcpState.CLOSING, TcpState.CLOSING);
        assertThat(both.sentence()).contains("both at once");
        assertStep(wire.client("A", 2, 2, 0), TcpState.CLOSING, TcpState.TIME_WAIT, Mark.TIME_WAIT);
        assertStep(
                wire.server("A", 2, 2, 0), TcpState.TIME_WAIT, TcpState.TIME_WAIT, Mark.TIME_WAIT);
    }

    @Test
    void bytesAreCountedOnceHoweverOftenTheyAreSent() {
        wire.handshake();
        wire.client("A", 1, 1, 100);
        wire.client("A", 201, 1, 100); // what is between was not captured, or comes late
        wire.client("A", 101, 1, 100);
        wire.client("A", 1, 1, 300); // all of it again, in one segment
        wire.client("A", 251, 1, 100); // half of it again
        wire.client("A", 350, 1, 1); // a keep-alive repeats the last byte
        assertThat(bytes(true)).isEqualTo(350);
        assertThat(bytes(false)).isZero();
    }

    @Test
    void dataInASynIsCountedAndSaid() {
        Step first = wire.client("S", 0, 0, 100);
        assertThat(first.sentence()).contains("with 100 bytes of data already");
        wire.client("S", 0, 0, 100);
        wire.server("SA", 0, 101, 0);
        wire.client("A", 101, 1, 7);
        assertThat(bytes(true)).isEqualTo(107);
    }

    private long bytes(boolean ofClient) {
        return wire.conversations.all().getFirst().payloadBytes(ofClient);
    }

    @Test
    void synRetryAndRefusal() {
        wire.client("S", 0, 0, 0);
        Step again = wire.after(1000).client("S", 0, 0, 0);
        assertThat(again.marks()).containsExactly(Mark.SYN_RETRY);
        assertThat(again.sentence())
                .isEqualTo("No answer for 1.00 s: the client asks to connect again (SYN retry 1).");
        Step refused = wire.server("RA", -1000, 1, 0);
        assertStep(refused, TcpState.CLOSED, TcpState.CLOSED, Mark.REFUSED);
        assertThat(refused.sentence()).contains("nothing listens on port 7");
    }

    @Test
    void retransmissionAfterSilence() {
        wire.handshake();
        wire.client("A", 1, 1, 100);
        Step again = wire.after(200).client("A", 1, 1, 100);
        assertThat(again.marks()).containsExactly(Mark.RETRANSMISSION);
        assertThat(again.sentence())
                .isEqualTo(
                        "Retransmission: the client sends bytes 1 to 100 again, after 201 ms"
                                + " without acknowledgement.");
        wire.server("A", 1, 101, 0);
        assertThat(wire.client("A", 1, 1, 100).marks())
                .containsExactly(Mark.SPURIOUS_RETRANSMISSION);
    }

    @Test
    void duplicateAcksAndTheFastRetransmissionAfterThem() {
        wire.handshake();
        wire.client("A", 1, 1, 100); // lost
        wire.client("A", 101, 1, 100);
        wire.server("A", 1, 1, 0);
        Step second = wire.sack(true, 101, 201).window(1200).server("A", 1, 1, 0);
        assertThat(second.marks()).containsExactly(Mark.DUPLICATE_ACK);
        assertThat(second.sentence())
                .isEqualTo(
                        "Duplicate ACK 2: the server still awaits byte 1; it has 101 to 200"
                                + " (SACK).");
        Step again = wire.client("A", 1, 1, 100);
        assertThat(again.marks()).containsExactly(Mark.FAST_RETRANSMISSION);
        assertThat(again.sentence()).contains("after 2 duplicate ACKs");
        wire.server("A", 1, 51, 0);
        Step rest = wire.client("A", 51, 1, 50);
        assertThat(rest.marks()).containsExactly(Mark.FAST_RETRANSMISSION);
        assertThat(rest.sentence()).contains("after an ACK of only a part");
    }

    @Test
    void aGapAndWhatFillsIt() {
        wire.handshake();
        Step later = wire.client("A", 101, 1, 100);
        assertThat(later.marks()).containsExactly(Mark.GAP);
        assertThat(later.sentence()).contains("(100 bytes) was not seen here");
        assertThat(wire.client("A", 1, 1, 100).marks()).containsExactly(Mark.OUT_OF_ORDER);
        wire.client("A", 301, 1, 100);
        assertThat(wire.after(50).client("A", 201, 1, 100).marks())
                .containsExactly(Mark.RETRANSMISSION);
    }

    @Test
    void theEndBeyondAGapIsNotTheEndYet() {
        wire.handshake();
        assertStep(
                wire.client("FA", 101, 1, 0),
                TcpState.FIN_WAIT1,
                TcpState.ESTABLISHED,
                Mark.GAP,
                Mark.HALF_CLOSE);
        assertStep(
                wire.client("A", 1, 1, 100),
                TcpState.FIN_WAIT1,
                TcpState.CLOSE_WAIT,
                Mark.OUT_OF_ORDER);
    }

    @Test
    void aWindowThatShutsAndOpens() {
        wire.handshake();
        Step full = wire.client("A", 1, 1, 1000);
        assertThat(full.marks()).containsExactly(Mark.WINDOW_FULL);
        Step shut = wire.window(0).server("A", 1, 1001, 0);
        assertThat(shut.marks()).containsExactly(Mark.ZERO_WINDOW);
        assertThat(shut.sentence()).endsWith("the server has no more room, the client must wait.");
        Step probe = wire.after(200).client("A", 1000, 1, 0);
        assertThat(probe.marks()).containsExactly(Mark.WINDOW_PROBE);
        Step still = wire.window(0).server("A", 1, 1001, 0);
        assertThat(still.marks()).containsExactly(Mark.WINDOW_STILL_ZERO);
        assertThat(still.isTrouble()).isFalse();
        assertThat(still.sentence())
                .endsWith("the server still has no room, the client must wait.");
        assertThat(wire.client("A", 1001, 1, 1).marks()).contains(Mark.WINDOW_PROBE);
        Step open = wire.window(500).server("A", 1, 1001, 0);
        assertThat(open.marks()).containsExactly(Mark.WINDOW_UPDATE);
        assertThat(open.sentence()).contains("room for 500 bytes again; the client goes on");
    }

    @Test
    void anAnswerToAProbeIsNoDuplicateAckThoughBytesAreOnTheirWay() {
        wire.handshake();
        wire.client("A", 1, 1, 500);
        wire.window(0).server("A", 1, 301, 0);
        assertThat(wire.after(200).client("A", 300, 1, 0).marks())
                .containsExactly(Mark.WINDOW_PROBE);
        assertThat(wire.window(0).server("A", 1, 301, 0).marks())
                .containsExactly(Mark.WINDOW_STILL_ZERO);
    }

    @Test
    void aZeroWindowIsToldOnceHoweverLongItLasts() {
        wire.handshake();
        wire.client("A", 1, 1, 1000);
        Step shut = wire.window(0).server("A", 1, 1001, 10);
        assertThat(shut.marks()).containsExactly(Mark.ZERO_WINDOW);
        for (int i = 1; i < 5; i++) {
            Step more = wire.window(0).server("A", 1 + 10 * i, 1001, 10);
            assertThat(more.marks()).isEmpty();
            assertThat(more.sentence()).doesNotContain("indow");
        }
        assertThat(wire.window(0).client("A", 1001, 51, 0).marks())
                .containsExactly(Mark.ZERO_WINDOW);
        wire.window(500).server("A", 51, 1001, 0);
        assertThat(wire.window(0).server("A", 51, 1001, 0).marks())
                .containsExactly(Mark.ZERO_WINDOW);
    }

    @Test
    void keepAlive() {
        wire.handshake();
        wire.client("A", 1, 1, 10);
        wire.server("A", 1, 11, 0);
        assertThat(wire.after(9000).client("A", 10, 1, 0).marks()).containsExactly(Mark.KEEP_ALIVE);
        Step answer = wire.server("A", 1, 11, 0);
        assertThat(answer.marks()).isEmpty();
        assertThat(answer.sentence()).isEqualTo("The server answers: it is there.");
    }

    @Test
    void resets() {
        wire.handshake();
        Step reset = wire.server("RA", 1, 1, 0);
        assertStep(reset, TcpState.CLOSED, TcpState.CLOSED, Mark.RESET);
        assertThat(reset.sentence()).contains("gets ECONNRESET");
    }

    @Test
    void aResetOfWhatComesAfterTheEnd() {
        wire.handshake();
        wire.server("FA", 1, 1, 0);
        wire.client("A", 1, 2, 100);
        assertThat(wire.server("R", 2, 0, 0).sentence())
                .isEqualTo(
                        "Reset: the server had closed its socket already; what the client sends"
                                + " reaches nobody.");
    }

    @Test
    void aConversationThatWasJoinedInTheMiddle() {
        Step first = wire.client("A", 5000, 700, 10);
        assertStep(first, TcpState.ESTABLISHED, TcpState.ESTABLISHED);
        assertThat(first.numbers()).isNotNull().extracting("sequence").isEqualTo(1L);
        assertThat(first.numbers()).isNotNull().extracting("windowExact").isEqualTo(false);
        Step answer = wire.server("A", 700, 5010, 0);
        assertThat(answer.numbers()).isNotNull().extracting("acknowledgement").isEqualTo(11L);
        assertThat(answer.sentence()).isEqualTo("The server acknowledges 10 bytes.");
    }

    @Test
    void theSameEndsMayTalkAgain() {
        wire.handshake();
        wire.client("RA", 1, 1, 0);
        wire.client("S", 9000, 0, 0);
        assertThat(wire.conversations.all()).hasSize(2);
        assertThat(wire.conversations.all())
                .extracting(Conversation::steps)
                .extracting(List::size)
                .containsExactly(4, 1);
    }

    private static void assertStep(Step step, TcpState client, TcpState server, Mark... marks) {
        assertThat(step.client()).as(step.sentence()).isEqualTo(client);
        assertThat(step.server()).as(step.sentence()).isEqualTo(server);
        assertThat(step.marks()).as(step.sentence()).containsExactlyInAnyOrder(marks);
    }
}
