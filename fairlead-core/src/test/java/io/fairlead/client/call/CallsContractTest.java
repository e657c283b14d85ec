package io.fairlead.client.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fairlead.client.call.CallException.Kind;
import io.fairlead.client.call.Questions.Asked;
import io.fairlead.frame.Frame;
import io.fairlead.frame.FrameException;
import io.fairlead.net.NetException;
import io.fairlead.server.Place;
import io.fairlead.server.Reading;
import io.fairlead.server.Rig;
import io.fairlead.server.Server;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests find their answers, under every model that can make connections. */
@ParameterizedClass
@MethodSource("io.fairlead.server.Place#dialling")
@Timeout(120)
class CallsContractTest extends CallsCase {
    CallsContractTest(Place place) {
        super(place);
    }

    @Test
    void answersComeInTheOrderOfTheRequests() throws Exception {
        Calls calls = start(builder(serve(Rig.ECHO)).sentMax(8));
        List<CompletableFuture<Frame>> answers = new ArrayList<>();
        for (int i = 0; i < 500; i++) answers.add(ask(calls, "frame " + i));
        for (int i = 0; i < 500; i++) assertThat(text(answers.get(i))).isEqualTo("frame " + i);
        assertThat(calls.underWay()).isZero();
        assertThat(calls.call(Frame.of("one more")).text()).isEqualTo("one more");
    }

    @Test
    void eachOfManyThreadsGetsItsOwn() throws Exception {
        Calls calls = start(builder(serve(Rig.ECHO)).matchBy(CallsCase::key).sentMax(3));
        List<CompletableFuture<Void>> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String mine = i + ":";
            threads.add(
                    CompletableFuture.runAsync(
                            () -> {
                                for (int j = 0; j < 50; j++) assertAnswered(calls, mine + j);
                            },
                            Thread::startVirtualThread));
        }
        for (CompletableFuture<Void> thread : threads) thread.get(60, TimeUnit.SECONDS);
        assertThat(calls.underWay()).isZero();
    }

    private static void assertAnswered(Calls calls, String text) {
        try {
            assertThat(calls.call(Frame.of(text)).text()).isEqualTo(text);
        } catch (CallException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void answersInAnyOrderAreFoundByTheirKey() throws Exception {
        Calls calls = start(builder().matchBy(CallsCase::key));
        CompletableFuture<Frame> first = ask(calls, "1:a");
        CompletableFuture<Frame> second = ask(calls, "2:b");
        List<Asked> asked = questions.next(2);
        asked.get(1).answer("2:B");
        assertThat(text(second)).isEqualTo("2:B");
        assertThat(first).isNotDone();
        asked.get(0).answer("1:A");
        assertThat(text(first)).isEqualTo("1:A");
    }

    @Test
    void messagesForFrames() throws Exception {
        Calls calls = start(typed(serve(Rig.ECHO, Reading.LINES.framing())));
        Reading seven = new Reading(7, false);
        Reading answer = calls.call(Reading.LINES, seven);
        assertThat(answer).as("read once").isEqualTo(new Reading(7, true));
        CompletableFuture<Reading> below = calls.submit(Reading.LINES, new Reading(-7, true));
        assertThat(below.get(60, TimeUnit.SECONDS)).isEqualTo(new Reading(-7, false));
        assertThatThrownBy(() -> calls.submit(Reading.LINES, new Reading(Long.MIN_VALUE, true)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(calls.underWay()).isZero();
    }

    @Test
    void anAnswerThatIsNoMessage() throws Exception {
        Server server = serve((peer, _) -> peer.send("x"), Reading.LINES.framing());
        Calls calls = start(typed(server));
        Reading seven = new Reading(7, false);
        assertThatThrownBy(() -> calls.call(Reading.LINES, seven))
                .isInstanceOf(FrameException.class);
        assertThatThrownBy(() -> calls.submit(Reading.LINES, seven).get(60, TimeUnit.SECONDS))
                .hasCauseInstanceOf(FrameException.class);
    }

    @Test
    void whoCancelsAMessageGivesTheCallUp() throws Exception {
        Calls calls = start(builder().matchBy(CallsCase::key));
        CompletableFuture<Reading> answer = calls.submit(Reading.LINES, new Reading(7, false));
        Asked asked = questions.next(1).getFirst();
        answer.cancel(true);
        assertThat(calls.underWay()).isZero();
        asked.answer("7");
    }

    @Test
    void aFailureIsToldAsItIs() throws Exception {
        Calls calls = start(builder());
        CompletableFuture<Reading> answer = calls.submit(Reading.LINES, new Reading(7, false));
        CompletableFuture<Throwable> told = new CompletableFuture<>();
        CompletableFuture<Reading> _ = answer.whenComplete((_, why) -> told.complete(why));
        questions.next(1);
        calls.close();
        assertThat(told.get(60, TimeUnit.SECONDS)).isInstanceOf(CallException.class);
    }

    private CallsBuilder typed(Server server) throws NetException {
        return Calls.over(rig.keep(client(server).codec(Reading.LINES.framing()).start()));
    }

    @Test
    void aLateAnswerIsNotTakenForTheNextOne() throws Exception {
        Calls calls = start(builder());
        CallException failure = sentInVain(calls, "slow");
        Asked asked = questions.next();
        assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(failure.maybeSent()).isTrue();
        assertThat(failure).hasMessageContaining("no answer within 20 ms; the request was sent");
        CompletableFuture<Frame> cancelled = ask(calls, "cancelled");
        Asked second = questions.next();
        cancelled.cancel(true);
        CompletableFuture<Frame> next = ask(calls, "next");
        Asked third = questions.next();
        asked.answer("for slow");
        second.answer("for cancelled");
        third.answer("for next");
        assertThat(text(next)).isEqualTo("for next");
        assertThat(calls.underWay()).isZero();
    }

    @Test
    void whoWaitsGivesUpByItself() throws Exception {
        Calls calls = start(builder());
        CallException failure =
                catchThrowableOfType(
                        CallException.class, () -> calls.call(Frame.of("never"), SOON));
        assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(failure.getCause()).isInstanceOf(CallException.class);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> calls.call(Frame.of("interrupted")))
                .isInstanceOf(InterruptedException.class);
        CompletableFuture<Frame> next = ask(calls, "next");
        Asked asked;
        do { // what was interrupted may have been sent, or not
            asked = questions.next();
            asked.answer("for " + asked.text());
        } while (!asked.text().equals("next"));
        assertThat(text(next)).isEqualTo("for next");
    }

    @Test
    void whatIsTooManyIsRefusedAndTheRestWaits() throws Exception {
        Calls calls = start(builder().sentMax(1).waitingMax(1));
        CompletableFuture<Frame> first = ask(calls, "first");
        CompletableFuture<Frame> second = ask(calls, "second");
        CallException refusal = failure(ask(calls, "third"));
        assertThat(refusal.kind()).isEqualTo(Kind.BUSY);
        assertThat(refusal.maybeSent()).isFalse();
        assertThat(refusal).hasMessageContaining("sentMax is 1, and waitingMax 1");
        Asked asked = questions.next();
        assertThat(calls.underWay()).isEqualTo(2);
        asked.answer("A");
        assertThat(text(first)).isEqualTo("A");
        questions.next().answer("B");
        assertThat(text(second)).isEqualTo("B");
    }

    @Test
    void whatWaitsTooLongIsNeverSent() throws Exception {
        Calls calls = start(builder().sentMax(1));
        CompletableFuture<Frame> first = ask(calls, "first");
        Asked asked = questions.next();
        CallException late = failure(calls.submit(Frame.of("waits"), SOON));
        assertThat(late.kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(late.maybeSent()).isFalse();
        ask(calls, "cancelled").cancel(true);
        assertThat(calls.underWay()).isEqualTo(1);
        CompletableFuture<Frame> next = ask(calls, "next");
        asked.answer("A");
        Asked second = questions.next();
        assertThat(second.text()).isEqualTo("next");
        second.answer("B");
        assertThat(text(first) + text(next)).isEqualTo("AB");
    }

    @Test
    void oneKeyIsForOneCallUntilItsAnswerCanComeNoMore() throws Exception {
        Calls calls = start(builder().matchBy(CallsCase::key).lateTimeout(SOON));
        CompletableFuture<Frame> first = ask(calls, "1:a");
        Asked asked = questions.next();
        CallException clash = failure(ask(calls, "1:b"));
        assertThat(clash.kind()).isEqualTo(Kind.BUSY);
        assertThat(clash.maybeSent()).isFalse();
        first.cancel(true);
        assertThat(failure(ask(calls, "1:c")).kind()).isEqualTo(Kind.BUSY);
        asked.answer("1:A"); // is dropped
        CompletableFuture<Frame> other = ask(calls, "2:d");
        questions.next().answer("2:D");
        assertThat(text(other)).isEqualTo("2:D");
        CompletableFuture<Frame> again = ask(calls, "1:e");
        questions.next().answer("1:E");
        assertThat(text(again)).isEqualTo("1:E");
    }

    @Test
    void aKeyThatIsOverdueIsFreeAgain() throws Exception {
        Calls calls = start(builder().matchBy(CallsCase::key).lateTimeout(SOON));
        sentInVain(calls, "1:a");
        questions.next();
        CompletableFuture<Frame> again = ask(calls, "1:b");
        while (again.isCompletedExceptionally() || questions.asked.isEmpty()) {
            if (again.isCompletedExceptionally()) again = ask(calls, "1:b");
            Thread.onSpinWait();
        }
        questions.next().answer("1:B");
        assertThat(text(again)).isEqualTo("1:B");
    }

    @Test
    void theRequestMayChangeAndTheAnswerStays() throws Exception {
        Calls calls = start(builder());
        byte[] bytes = {1};
        CompletableFuture<Frame> first = calls.submit(Frame.of(bytes));
        bytes[0] = 2;
        assertThat(questions.next().text()).isEqualTo("\u0001");
        questions.opened.get().send("A");
        CompletableFuture<Frame> second = ask(calls, "second");
        questions.next().answer("B");
        assertThat(text(second)).isEqualTo("B");
        assertThat(text(first)).isEqualTo("A");
    }

    @Test
    void whatTheCodecCannotSendIsNoCall() throws Exception {
        Calls calls = start(builder());
        byte[] tooLong = new byte[Rig.CODEC.wireBytesMax() + 1];
        assertThatThrownBy(() -> calls.submit(Frame.of(tooLong)))
                .isInstanceOf(IllegalArgumentException.class);
        CompletableFuture<Frame> next = ask(calls, "next");
        questions.next().answer("B");
        assertThat(text(next)).isEqualTo("B");
    }
}
