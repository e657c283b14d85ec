package io.fairlead.client.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.frame.Frame;
import org.junit.jupiter.api.Test;

/** Keys that are free, taken, and not free yet: on a clock of the test's own. */
class SentByKeyTest {
    private static final long LATE_NS = 100;
    private static final int GIVEN_UP_MAX = 2;
    private final SentByKey sent = new SentByKey(Frame::text, Frame::text, LATE_NS, GIVEN_UP_MAX);

    /** Its deadline is 10. */
    private PendingCall call(String key) {
        Frame request = Frame.of(key);
        return new PendingCall(request, sent.keyOfRequest(request), 1, 0, 10);
    }

    private PendingCall sentOne(String key) {
        PendingCall call = call(key);
        assertThat(sent.add(call, 0)).isTrue();
        return call;
    }

    private PendingCall givenUpOne(String key) {
        PendingCall call = sentOne(key);
        sent.givenUp(call);
        return call;
    }

    @Test
    void aKeyIsForOneCall() {
        PendingCall first = sentOne("a");
        assertThat(sent.add(call("a"), 1_000)).isFalse();
        assertThat(sent.size()).isEqualTo(1);
        assertThat(sent.answered("b")).isNull();
        assertThat(sent.answered(null)).isNull();
        assertThat(sent.answered("a")).isSameAs(first);
        assertThat(sent.answered("a")).isNull();
        sentOne("a");
    }

    @Test
    void aKeyThatWasGivenUpIsFreeWhenNoAnswerCanCome() {
        givenUpOne("a");
        assertThat(sent.size()).isZero();
        assertThat(sent.add(call("a"), 10 + LATE_NS - 1)).isFalse();
        PendingCall next = call("a");
        assertThat(sent.add(next, 10 + LATE_NS)).isTrue();
        assertThat(sent.answered("a")).isSameAs(next);
        assertThat(sent.add(call("a"), 0)).as("the first one is forgotten").isTrue();
    }

    @Test
    void aLateAnswerFreesTheKey() {
        PendingCall first = givenUpOne("a");
        assertThat(sent.answered("a")).isSameAs(first);
        sentOne("a");
    }

    @Test
    void whatWasNotSentLeavesNothing() {
        PendingCall call = sentOne("a");
        sent.undo(call);
        assertThat(sent.size()).isZero();
        PendingCall givenUp = givenUpOne("a");
        sent.undo(givenUp);
        sentOne("a");
        sent.undo(givenUp);
        assertThat(sent.size()).as("another call's key").isEqualTo(1);
    }

    @Test
    void whoHasAnAnswerIsNotGivenUp() {
        PendingCall call = sentOne("a");
        assertThat(sent.answered("a")).isSameAs(call);
        sent.givenUp(call);
        sentOne("a");
    }

    @Test
    void theOldestOfTooManyIsForgotten() {
        givenUpOne("a");
        givenUpOne("b");
        assertThat(sent.add(call("a"), 0)).isFalse();
        givenUpOne("c");
        assertThat(sent.add(call("b"), 0)).isFalse();
        assertThat(sent.add(call("c"), 0)).isFalse();
        sentOne("a");
    }

    @Test
    void theEndOfAConnectionFreesAllKeys() {
        givenUpOne("a");
        PendingCall open = sentOne("b");
        assertThat(sent.all()).containsExactly(open);
        assertThat(sent.clear()).containsExactly(open);
        assertThat(sent.size()).isZero();
        sentOne("a");
        sentOne("b");
        assertThat(sent.stuckNs()).isNull();
    }
}
