package io.fairlead.client.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.frame.Frame;
import org.junit.jupiter.api.Test;

/** Answers in the order of the requests: on a clock of the test's own. */
class SentInOrderTest {
    private final SentInOrder sent = new SentInOrder(100);

    private PendingCall sentOne(long nowNs) {
        PendingCall call = new PendingCall(Frame.of("a"), null, 1, nowNs, 10);
        assertThat(sent.add(call, nowNs)).isTrue();
        return call;
    }

    @Test
    void whatWasNotSentIsTheLast() {
        PendingCall first = sentOne(0);
        PendingCall second = sentOne(1);
        sent.undo(second);
        assertThat(sent.all()).containsExactly(first);
        assertThat(sent.answered(null)).isSameAs(first);
        assertThat(sent.answered(null)).isNull();
    }

    @Test
    void whoGivesUpKeepsTheirPlace() {
        PendingCall first = sentOne(0);
        PendingCall second = sentOne(1);
        sent.givenUp(first);
        assertThat(sent.size()).isEqualTo(2);
        assertThat(sent.answered(null)).isSameAs(first);
        assertThat(sent.clear()).containsExactly(second);
        assertThat(sent.size()).isZero();
    }

    @Test
    void theFirstOneSaysWhenAllAreStuck() {
        assertThat(sent.stuckNs()).isNull();
        sentOne(0);
        sentOne(5);
        assertThat(sent.stuckNs()).isEqualTo(110);
        sent.answered(null);
        assertThat(sent.stuckNs()).isEqualTo(115);
    }
}
