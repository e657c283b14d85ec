package io.fairlead.client.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.client.Client;
import io.fairlead.client.Reconnect;
import io.fairlead.client.call.CallException.Kind;
import io.fairlead.client.call.Questions.Asked;
import io.fairlead.frame.Frame;
import io.fairlead.net.NetException;
import io.fairlead.server.Eventually;
import io.fairlead.server.Place;
import io.fairlead.server.Rig;
import io.fairlead.server.Server;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Peer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Calls whose connection ends, or never begins, under every model that can make connections. */
@ParameterizedClass
@MethodSource("io.fairlead.server.Place#dialling")
@Timeout(120)
class CallsEndContractTest extends CallsCase {
    /** Frames of 16 KiB in one send; many more are queued when the end comes. */
    private static final int LENT_MAX = 8;

    /** Of its own: the handshake, and what it adds to the frames until the end comes. */
    private static final int TLS_BYTES_MAX = 8 * 1024;

    private static final Reconnect OFTEN =
            new Reconnect(Duration.ofMillis(1), Duration.ofMillis(50));

    CallsEndContractTest(Place place) {
        super(place);
    }

    @Test
    void aResetFailsWhatIsUnderWay() throws Exception {
        Calls calls = start(builder());
        CompletableFuture<Frame> first = ask(calls, "first");
        questions.next().answer("A");
        assertThat(text(first)).isEqualTo("A");
        CompletableFuture<Frame> second = ask(calls, "second");
        questions.next().peer().abort("in the middle");
        CallException failure = failure(second);
        assertThat(failure.kind()).isEqualTo(Kind.LOST);
        assertThat(failure.maybeSent()).isTrue();
        CallException later = failure(ask(calls, "later"));
        assertThat(later.kind()).isEqualTo(Kind.LOST);
        assertThat(later.maybeSent()).isFalse();
        assertThat(calls.underWay()).isZero();
    }

    @Test
    void anEndFailsWhatIsUnderWay() throws Exception {
        Calls calls = start(builder());
        CompletableFuture<Frame> first = ask(calls, "first");
        CompletableFuture<Frame> second = ask(calls, "second");
        List<Asked> asked = questions.next(2);
        asked.get(0).answer("A");
        asked.get(0).peer().close();
        assertThat(text(first)).as("the last words count").isEqualTo("A");
        assertThat(failure(second))
                .hasMessageContaining("(peer closed); the request was sent, so the server may");
    }

    /** Some requests are in the kernel, some in the queue, some wait: only the first may count. */
    @Test
    void whatWasNeverSentIsTold() throws Exception {
        CallsBuilder builder = builder(serveDeaf()).sentMax(1000).waitingMax(1000);
        Calls calls = start(builder);
        byte[] block = new byte[16 * 1024];
        List<CompletableFuture<Frame>> answers = new ArrayList<>();
        for (int i = 0; i < 2000; i++) answers.add(calls.submit(Frame.of(block)));
        Peer other = questions.opened.get();
        questions.next();
        other.abort("enough");
        List<Boolean> maybeSent = new ArrayList<>();
        for (CompletableFuture<Frame> answer : answers) maybeSent.add(failure(answer).maybeSent());
        int sent = maybeSent.indexOf(false);
        assertThat(sent).as("were sent").isBetween(1, 1000);
        assertThat(maybeSent.subList(sent, 2000)).as("were not").containsOnly(false);
        int wireBytes = Rig.CODEC.encodedBytes(Frame.of(block));
        long tls = place.net() == Place.Net.TLS ? TLS_BYTES_MAX : 0;
        long begun = Math.ceilDiv(builder.client.stats().bytesSent() - tls, (long) wireBytes);
        assertThat(sent)
                .as("those of which the kernel took a byte")
                .isGreaterThanOrEqualTo((int) begun);
        assertThat(sent)
                .as("and those that a send under way had lent to it")
                .isLessThanOrEqualTo((int) begun + LENT_MAX);
    }

    /** Reads the first frame and no more. */
    private Server serveDeaf() throws NetException {
        return serve((peer, frame) -> {
            peer.pause();
            questions.opened.complete(peer);
            questions.onFrame(peer, frame);
        });
    }

    @Test
    void callsGoOnOverTheNextConnection() throws Exception {
        Client client = rig.keep(client(serve(questions)).reconnect(OFTEN).start());
        Calls calls = start(Calls.over(client).sentMax(1));
        CompletableFuture<Frame> lost = ask(calls, "lost");
        CompletableFuture<Frame> waits = ask(calls, "waits");
        questions.next().peer().abort("in the middle");
        assertThat(failure(lost).maybeSent()).isTrue();
        Asked next = questions.next();
        assertThat(next.text()).as("what was sent is not sent again").isEqualTo("waits");
        next.answer("A");
        assertThat(text(waits)).isEqualTo("A");
    }

    @Test
    void nobodyListens() throws Exception {
        Server server = serve(questions);
        CallsBuilder builder = builder(server);
        server.close();
        CallException failure = failure(ask(start(builder), "first"));
        assertThat(failure.kind()).isEqualTo(Kind.NOT_CONNECTED);
        assertThat(failure.maybeSent()).isFalse();
        assertThat(failure.getCause()).isInstanceOf(NetException.class);
        assertThat(failure).hasMessageContaining("connect " + server.endpoint());
    }

    @Test
    void whileNobodyListensCallsWaitForTheirDeadline() throws Exception {
        Server server = serve(questions);
        Client client = rig.keep(client(server).reconnect(OFTEN).start());
        server.close();
        Calls calls = start(Calls.over(client).timeout(Duration.ofMillis(30)));
        CallException failure = failure(ask(calls, "first"));
        assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(failure).hasMessageContaining("no connection within 30 ms; the request was not");
    }

    @Test
    void whatNobodyAskedForGoesToTheListener() throws Exception {
        List<String> pushed = new ArrayList<>();
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        CompletableFuture<Calls> self = new CompletableFuture<>();
        CallsBuilder builder =
                builder()
                        .pushes(
                                frame -> frame.text().startsWith("!"),
                                frame -> {
                                    pushed.add(frame.text());
                                    thrown.complete(waitHere(self.join()));
                                });
        Calls calls = start(builder);
        self.complete(calls);
        CompletableFuture<Frame> answer = ask(calls, "question");
        Asked asked = questions.next();
        asked.answer("!news");
        asked.answer("answer");
        assertThat(text(answer)).isEqualTo("answer");
        assertThat(pushed).containsExactly("!news");
        assertThat(thrown.get())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("this thread serves the connection");
    }

    private static Throwable waitHere(Calls calls) {
        try {
            calls.call(Frame.of("from inside"));
            return new AssertionError("answered");
        } catch (Exception e) {
            return e;
        }
    }

    @Test
    void withoutAListenerItEndsTheConnection() throws Exception {
        Calls calls = start(builder());
        CompletableFuture<Frame> first = ask(calls, "first");
        Asked asked = questions.next();
        asked.answer("A");
        asked.answer("A again");
        assertThat(text(first)).isEqualTo("A");
        Eventually.until("the connection ends", () -> !questions.ends.isEmpty());
        assertThat(failure(ask(calls, "second")))
                .hasMessageContaining("a frame of 7 bytes came that no call has asked for");
    }

    @Test
    void anAnswerThatNeverComesEndsTheConnection() throws Exception {
        Calls calls = start(builder().lateTimeout(SOON));
        assertThat(sentInVain(calls, "never").kind()).isEqualTo(Kind.TIMEOUT);
        Eventually.until("the connection ends", () -> !questions.ends.isEmpty());
        Eventually.until("its end is known", () -> calls.underWay() == 0);
        assertThat(failure(ask(calls, "second"))).hasMessageContaining("an answer is overdue");
    }

    /** The deadline of the call is far: what is noticed is that nothing comes. */
    @Test
    void aSilentConnectionEnds() throws Exception {
        Calls calls = start(builder().matchBy(CallsCase::key).silenceTimeout(SOON));
        CallException lost = failure(ask(calls, "1:a"));
        assertThat(lost.kind()).isEqualTo(Kind.LOST);
        assertThat(lost).hasMessageContaining("nothing has come for 20 ms");
        Eventually.until("the server sees the end", () -> !questions.ends.isEmpty());
    }

    @Test
    void aCloseFailsWhatIsUnderWay() throws Exception {
        Calls calls = start(builder().sentMax(1));
        CompletableFuture<Frame> sent = ask(calls, "sent");
        CompletableFuture<Frame> waits = ask(calls, "waits");
        questions.next();
        calls.close();
        assertThat(failure(sent).kind()).isEqualTo(Kind.CLOSED);
        assertThat(failure(sent).maybeSent()).isTrue();
        assertThat(failure(waits).kind()).isEqualTo(Kind.CLOSED);
        assertThat(failure(waits).maybeSent()).isFalse();
        assertThat(failure(ask(calls, "later")).kind()).isEqualTo(Kind.CLOSED);
        Eventually.until("the server sees the end", () -> !questions.ends.isEmpty());
        assertThat(questions.ends.take()).isEqualTo(CloseReason.PEER_CLOSED);
    }

    @Test
    void aCloseBeforeTheConnectionIsMade() throws Exception {
        CallsBuilder builder = builder();
        start(builder).close();
        Eventually.until(
                () -> "nothing stays open: " + builder.client.stats(),
                () -> builder.client.stats().open() == 0);
    }

    @Test
    void aClientThatShutsDownLetsCallsFinish() throws Exception {
        CallsBuilder builder = builder().sentMax(1);
        Calls calls = start(builder);
        CompletableFuture<Frame> first = ask(calls, "first");
        CompletableFuture<Frame> second = ask(calls, "second");
        Asked asked = questions.next();
        CompletableFuture<Integer> cut =
                CompletableFuture.supplyAsync(
                        () -> drained(builder.client), Thread::startVirtualThread);
        Eventually.until("new calls are refused", () -> isRefused(calls));
        asked.answer("A");
        questions.next().answer("B");
        assertThat(text(first) + text(second)).isEqualTo("AB");
        assertThat(cut.get()).isZero();
    }

    private static boolean isRefused(Calls calls) {
        CompletableFuture<Frame> probe = ask(calls, "probe");
        if (!probe.isCompletedExceptionally()) {
            probe.cancel(true); // it waits behind the first, so it is never sent
            return false;
        }
        return failure(probe).kind() == Kind.CLOSED;
    }

    private static int drained(Client client) {
        try {
            return client.drain(Duration.ofSeconds(30));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
