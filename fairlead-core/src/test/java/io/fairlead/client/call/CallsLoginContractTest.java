package io.fairlead.client.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.client.Client;
import io.fairlead.client.Reconnect;
import io.fairlead.client.call.CallException.Kind;
import io.fairlead.client.call.Questions.Asked;
import io.fairlead.frame.Frame;
import io.fairlead.server.Eventually;
import io.fairlead.server.Place;
import io.fairlead.server.Server;
import io.fairlead.server.report.ConnectionReport;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A login comes before the calls of each connection, under every model that makes some. */
@ParameterizedClass
@MethodSource("io.fairlead.server.Place#dialling")
@Timeout(60)
class CallsLoginContractTest extends CallsCase {
    private static final Reconnect OFTEN =
            new Reconnect(Duration.ofMillis(1), Duration.ofMillis(20));

    CallsLoginContractTest(Place place) {
        super(place);
    }

    // region: login
    /** Says the password, and looks at the answer. */
    private static CompletableFuture<?> logIn(LoginTalk talk) {
        return talk.ask(Frame.of("AUTH secret"))
                .thenAccept(answer -> {
                    if (!answer.text().equals("OK")) throw new IllegalStateException(answer.text());
                });
    }

    // endregion

    private CallsBuilder again(Server server) throws Exception {
        return Calls.over(rig.keep(client(server).reconnect(OFTEN).start()));
    }

    private Asked login() throws InterruptedException {
        Asked asked = questions.next();
        assertThat(asked.text()).isEqualTo("AUTH secret");
        return asked;
    }

    @Test
    void callsWaitForIt() throws Exception {
        Calls calls = start(builder().login(CallsLoginContractTest::logIn));
        CompletableFuture<Frame> first = ask(calls, "first");
        Asked login = login();
        CompletableFuture<Frame> second = ask(calls, "second");
        assertThat(questions.asked).isEmpty();
        login.answer("OK");
        List<Asked> asked = questions.next(2);
        assertThat(asked.stream().map(Asked::text)).containsExactly("first", "second");
        asked.forEach(one -> one.answer("to " + one.text()));
        assertThat(text(first)).isEqualTo("to first");
        assertThat(text(second)).isEqualTo("to second");
    }

    @Test
    void aRefusalEndsTheCalls() throws Exception {
        Calls calls = start(builder().login(CallsLoginContractTest::logIn));
        CompletableFuture<Frame> call = ask(calls, "first");
        login().answer("wrong password");
        CallException failure = failure(call);
        assertThat(failure.kind()).isEqualTo(Kind.LOST);
        assertThat(failure.maybeSent()).isFalse();
        assertThat(failure).hasMessageContaining("the login failed: wrong password");
        ConnectionReport report = rig.recorder.awaitClosed(CloseReason.SERVICE_FAILED);
        assertThat(report.failure()).hasMessageContaining("wrong password");
        assertThat(failure(ask(calls, "late"))).hasMessageContaining("wrong password");
    }

    @Test
    void whatItThrowsEndsTheCalls() throws Exception {
        Calls calls =
                start(
                        builder()
                                .login(_ -> {
                                    throw new IllegalStateException("no password is set");
                                }));
        assertThat(failure(ask(calls, "first"))).hasMessageContaining("no password is set");
    }

    @Test
    void itHasADeadline() throws Exception {
        Calls calls = start(builder().login(CallsLoginContractTest::logIn, SOON));
        assertThat(failure(ask(calls, "first")))
                .hasMessageContaining("the login failed: not done within 20 ms");
        assertThatThrownBy(() -> builder().login(CallsLoginContractTest::logIn, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void itsDeadlineIsOverWithIt() throws Exception {
        Service silent =
                (peer, frame) -> {
                    if (frame.text().startsWith("AUTH")) peer.send("OK");
                };
        Duration timeout = Duration.ofMillis(200);
        Calls calls = start(again(serve(silent)).login(CallsLoginContractTest::logIn, timeout));
        CallException failure = failure(calls.submit(Frame.of("?"), timeout.multipliedBy(2)));
        assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
    }

    @Test
    void whoReconnectsLogsInAgain() throws Exception {
        Calls calls = start(again(serve(questions)).login(CallsLoginContractTest::logIn));
        CompletableFuture<Frame> call = ask(calls, "first");
        login().answer("try later");
        login().answer("OK");
        Asked asked = questions.next();
        asked.answer("fine");
        assertThat(text(call)).isEqualTo("fine");
        CompletableFuture<Frame> lost = ask(calls, "second");
        questions.next().peer().close();
        assertThat(failure(lost)).as("not the fault of long ago").hasMessageNotContaining("login");
        login().answer("OK");
        CompletableFuture<Frame> third = ask(calls, "third");
        questions.next().answer("fine again");
        assertThat(text(third)).isEqualTo("fine again");
    }

    @Test
    void whoWaitsInVainLearnsWhy() throws Exception {
        Service refuses = (peer, _) -> peer.send("wrong password");
        Calls calls = start(again(serve(refuses)).login(CallsLoginContractTest::logIn));
        rig.recorder.awaitClosed(CloseReason.SERVICE_FAILED);
        CallException failure = failure(calls.submit(Frame.of("first"), Duration.ofMillis(100)));
        assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(failure.maybeSent()).isFalse();
        assertThat(failure).hasMessageContaining("wrong password");
    }

    /** Speaks first, and sends what nobody reads. */
    private static final class Challenger implements Service {
        private final int unread;

        Challenger(int unread) {
            this.unread = unread;
        }

        @Override
        public void onOpen(Peer peer) {
            peer.send("challenge");
            peer.send("7");
            for (int i = 0; i < unread; i++) peer.send("notice " + i);
        }

        @Override
        public void onFrame(Peer peer, Frame frame) {
            peer.send(frame.text().equals("7 times 6 is 42") ? "OK" : "wrong");
        }
    }

    private static CompletableFuture<?> solve(LoginTalk talk) {
        return talk.receive()
                .thenCompose(_ -> talk.receive())
                .thenApplyAsync(seven -> seven.text() + " times 6 is 42")
                .thenCompose(answer -> talk.ask(Frame.of(answer)));
    }

    @Test
    void aServerMaySpeakFirst() throws Exception {
        Calls calls = start(builder(serve(new Challenger(0))).login(CallsLoginContractTest::solve));
        assertThat(text(ask(calls, "7 times 6 is 42"))).isEqualTo("OK");
    }

    @Test
    void whatComesBeforeItIsReadWaits() throws Exception {
        Client client = rig.keep(client(serve(new Challenger(14))).start());
        CompletableFuture<LoginTalk> begun = new CompletableFuture<>();
        CompletableFuture<Frame> done = new CompletableFuture<>();
        Calls calls =
                start(
                        Calls.over(client)
                                .login(talk -> {
                                    begun.complete(talk);
                                    return done;
                                }));
        LoginTalk talk = begun.get(60, TimeUnit.SECONDS);
        long bytes = 16L * 4 + "challenge7".length() + 10 * 8 + 4 * 9;
        Eventually.until(
                () -> "all has come: " + client.connections(),
                () -> client.connections().getFirst().bytesReceived() == bytes);
        assertThat(text(talk.receive())).isEqualTo("challenge");
        assertThat(text(talk.receive())).isEqualTo("7");
        for (int i = 0; i < 14; i++) assertThat(text(talk.receive())).isEqualTo("notice " + i);
        done.complete(Frame.of("by myself"));
        assertThat(text(ask(calls, "?"))).isEqualTo("wrong");
    }

    @Test
    void whatItDoesNotReadIsAPush() throws Exception {
        BlockingQueue<String> pushes = new LinkedBlockingQueue<>();
        Calls calls =
                start(
                        builder(serve(new Challenger(2)))
                                .pushes(frame -> pushes.add(frame.text()))
                                .login(talk -> talk.receive().thenCompose(_ -> talk.receive())));
        assertThat(pushes.poll(60, TimeUnit.SECONDS)).isEqualTo("notice 0");
        assertThat(pushes.poll(60, TimeUnit.SECONDS)).isEqualTo("notice 1");
        assertThat(text(ask(calls, "?"))).isEqualTo("wrong");
    }

    @Test
    void tooMuchThatItDoesNotReadEndsIt() throws Exception {
        Calls calls =
                start(builder(serve(new Challenger(15))).login(_ -> new CompletableFuture<>()));
        assertThat(failure(ask(calls, "?"))).hasMessageContaining("more than 16 frames");
    }

    @Test
    void anEndCancelsIt() throws Exception {
        CompletableFuture<Frame> asked = new CompletableFuture<>();
        Calls calls =
                start(
                        builder()
                                .login(talk -> {
                                    CompletableFuture<Frame> answer =
                                            talk.ask(Frame.of("AUTH secret"));
                                    CompletableFuture<Frame> _ =
                                            answer.whenComplete(
                                                    (_, why) -> asked.completeExceptionally(why));
                                    return answer;
                                }));
        login().peer().close();
        CompletableFuture<Frame> call = ask(calls, "first");
        assertThat(failure(call).kind()).isEqualTo(Kind.LOST);
        assertThat(asked.handle((_, why) -> why).get(60, TimeUnit.SECONDS)).isNotNull();
    }
}
