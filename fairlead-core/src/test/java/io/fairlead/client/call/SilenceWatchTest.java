package io.fairlead.client.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.frame.Frame;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When nothing has come for too long, on a clock of the test's own. */
class SilenceWatchTest {
    private static final long LATE_NS = 1_000;
    private long nowNs;
    private final SilenceWatch byKey = watch(new SentByKey(Frame::text, Frame::text, LATE_NS, 10));
    private final SilenceWatch inOrder = watch(new SentInOrder(LATE_NS));

    private SilenceWatch watch(Sent sent) {
        return new SilenceWatch(sent, Duration.ofNanos(100), () -> nowNs);
    }

    /** Its deadline is 50 later. */
    private PendingCall send(SilenceWatch sent, String key) {
        Frame request = Frame.of(key);
        PendingCall call = new PendingCall(request, sent.keyOfRequest(request), 1, nowNs, 50);
        assertThat(sent.add(call, nowNs)).isTrue();
        return call;
    }

    @Test
    void itBeginsWithTheFirstRequest() {
        assertThat(byKey.stuckNs()).isNull();
        nowNs = 500;
        send(byKey, "a");
        nowNs = 510;
        send(byKey, "b");
        assertThat(byKey.stuckNs()).isEqualTo(600);
        nowNs = 600;
        assertThat(byKey.stuckReason()).startsWith("nothing has come for 0 ms while an answer");
    }

    @Test
    void whateverComesBeginsItAnew() {
        send(byKey, "a");
        send(byKey, "b");
        nowNs = 90;
        assertThat(byKey.answered("a")).isNotNull();
        assertThat(byKey.stuckNs()).as("b is awaited").isEqualTo(190);
        nowNs = 180;
        byKey.heard();
        assertThat(byKey.stuckNs()).isEqualTo(280);
        nowNs = 270;
        assertThat(byKey.answered("b")).isNotNull();
        assertThat(byKey.stuckNs()).as("nothing is awaited").isNull();
        nowNs = 5_000;
        send(byKey, "c");
        assertThat(byKey.stuckNs()).isEqualTo(5_100);
    }

    @Test
    void aCallThatIsGivenUpWasSentAllTheSame() {
        PendingCall call = send(byKey, "a");
        nowNs = 50;
        byKey.givenUp(call);
        assertThat(byKey.size()).isZero();
        assertThat(byKey.stuckNs()).isEqualTo(100);
        byKey.heard();
        assertThat(byKey.stuckNs()).isNull();
    }

    @Test
    void whatWasNotSentIsNotAwaited() {
        byKey.undo(send(byKey, "a"));
        assertThat(byKey.stuckNs()).isNull();
        PendingCall first = send(byKey, "a");
        byKey.undo(send(byKey, "b"));
        assertThat(byKey.stuckNs()).isEqualTo(100);
        assertThat(byKey.clear()).containsExactly(first);
        assertThat(byKey.stuckNs()).isNull();
    }

    @Test
    void inOrderAnOverdueAnswerCountsToo() {
        send(inOrder, "a");
        assertThat(inOrder.stuckNs()).isEqualTo(100);
        for (nowNs = 90; nowNs < 1_050; nowNs += 90) inOrder.heard();
        nowNs = 1_050;
        assertThat(inOrder.stuckNs()).as("50 and what it may be late").isEqualTo(1_050);
        assertThat(inOrder.stuckReason()).contains("an answer is overdue");
    }
}
