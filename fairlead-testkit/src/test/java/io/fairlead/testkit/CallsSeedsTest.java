package io.fairlead.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.client.Client;
import io.fairlead.client.Reconnect;
import io.fairlead.client.call.CallException;
import io.fairlead.client.call.Calls;
import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.net.NetException;
import io.fairlead.server.ServerObserver;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import io.fairlead.testkit.fault.SimulatedFaults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Calls over a connection that breaks and is made again: each call ends once and in time, with its
 * own answer or a failure; what is said not to have been sent has never reached the server, and
 * nothing reaches it twice.
 */
class CallsSeedsTest {
    private static final Codec CODEC = Codec.lengthPrefixed(2);
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    /** Longer than an answer may take: a half-open connection is noticed by that alone. */
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private static final String LAST = "last";

    @BeforeAll
    static void quiet() {
        QuietLog.begin();
    }

    @Test
    void inOrder() throws Exception {
        int answered = 0;
        for (int seed = 0; seed < Effort.SEEDS; seed++) answered += live(seed, false);
        assertThat(answered).isGreaterThan(Effort.SEEDS * 5);
    }

    @Test
    void byKey() throws Exception {
        int answered = 0;
        for (int seed = 0; seed < Effort.SEEDS; seed++) answered += live(seed, true);
        assertThat(answered).isGreaterThan(Effort.SEEDS * 5);
    }

    /** Answers each request, sometimes later; by key, others may be answered before it. */
    private static final class Answering implements Service {
        private static final long serialVersionUID = 1;

        final transient List<String> seen = new ArrayList<>();
        private final transient RandomGenerator random;
        private final boolean byKey;

        Answering(RandomGenerator random, boolean byKey) {
            this.random = random;
            this.byKey = byKey;
        }

        @Override
        public void onFrame(Peer peer, Frame frame) {
            String request = frame.text();
            seen.add(request);
            if (byKey && !request.equals(LAST) && random.nextInt(3) == 0) {
                Duration later = Duration.ofMillis(random.nextInt(25_000));
                peer.after(later, () -> peer.send("re " + request));
            } else {
                peer.send("re " + request);
            }
        }
    }

    /** The other end is there: it says something now and then, and answers at last. */
    @Test
    void pushesShowThatTheOtherEndIsThere() throws Exception {
        try (SimulatedNetwork net = SimulatedNetwork.of(1)) {
            net.faults(SimulatedFaults.none());
            net.serve("tcp://server:7", CODEC, new Pushing());
            Client client =
                    Client.to("tcp://server:7").on(net.loops("client")).codec(CODEC).start();
            Calls calls =
                    Calls.over(client)
                            .timeout(Duration.ofHours(1))
                            .silenceTimeout(SILENCE)
                            .pushes(frame -> frame.text().equals("push"), _ -> {})
                            .start();
            CompletableFuture<Frame> answer = calls.submit(Frame.of("slow"));
            net.run(Duration.ofMinutes(10));
            assertThat(answer.join().text()).isEqualTo("at last");
            CompletableFuture<Frame> never = calls.submit(Frame.of("never"));
            net.run(SILENCE.plusSeconds(1));
            assertThat(never.exceptionNow())
                    .hasMessageContaining("nothing has come for 30 s while an answer was awaited");
            calls.close();
            client.close();
        }
    }

    /** Pushes for a while, then answers. */
    private static final class Pushing implements Service {
        private static final long serialVersionUID = 1;

        @Override
        public void onFrame(Peer peer, Frame frame) {
            if (frame.text().equals("slow")) push(peer, 10);
        }

        private void push(Peer peer, int left) {
            peer.send(left == 0 ? "at last" : "push");
            if (left > 0) peer.after(SILENCE.dividedBy(2), () -> push(peer, left - 1));
        }
    }

    private static int live(long seed, boolean byKey) throws NetException {
        try (SimulatedNetwork net = SimulatedNetwork.of(seed)) {
            net.faults(SimulatedFaults.usual());
            Answering service = new Answering(net.random(), byKey);
            net.threadPerConnection(seed % 3 == 0);
            net.serve("tcp://server:7", CODEC, service);
            Client client =
                    Client.to("tcp://server:7")
                            .on(seed % 4 == 0 ? net.threads("client") : net.loops("client"))
                            .codec(CODEC)
                            .observer(new ServerObserver() {})
                            .reconnect(new Reconnect(Duration.ofMillis(50), Duration.ofSeconds(5)))
                            .start();
            return talk(net, client, service, byKey);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("seed " + seed, e);
        }
    }

    private static int talk(SimulatedNetwork net, Client client, Answering service, boolean byKey) {
        var builder = Calls.over(client).timeout(TIMEOUT).silenceTimeout(SILENCE);
        if (byKey) {
            builder =
                    builder.matchBy(Frame::text, answer -> answer.text().substring("re ".length()));
        }
        List<CompletableFuture<Frame>> calls = new ArrayList<>();
        Calls all = builder.start();
        for (int i = 0; i < 10; i++) {
            calls.add(all.submit(Frame.of("call " + i)));
            if (net.random().nextInt(2) == 0) {
                net.run(Duration.ofMillis(net.random().nextInt(2_000)));
            }
        }
        net.run(TIMEOUT.plusSeconds(20)); // a host may stop for some of them
        int answered = 0;
        Set<String> seen = new HashSet<>(service.seen);
        assertThat(service.seen).as("nothing is sent twice").hasSameSizeAs(seen);
        for (int i = 0; i < calls.size(); i++) {
            if (check(calls.get(i), "call " + i, seen)) answered++;
        }
        net.faults(SimulatedFaults.none());
        net.run(Duration.ofMinutes(2));
        CompletableFuture<Frame> last = all.submit(Frame.of(LAST));
        net.run(TIMEOUT.plusSeconds(10));
        assertThat(last.isDone() && !last.isCompletedExceptionally())
                .as("it is connected again once nothing goes wrong")
                .isTrue();
        all.close();
        client.close();
        net.run(Duration.ofHours(30));
        assertThat(all.underWay()).isZero();
        assertThat(net.openConnections()).isZero();
        return answered;
    }

    private static boolean check(CompletableFuture<Frame> call, String request, Set<String> seen) {
        assertThat(call.isDone()).as(request + " ends in time").isTrue();
        if (!call.isCompletedExceptionally()) {
            assertThat(call.join().text()).isEqualTo("re " + request);
            return true;
        }
        CallException failure = (CallException) call.exceptionNow();
        if (!failure.maybeSent()) assertThat(seen).as("not sent").doesNotContain(request);
        return false;
    }
}
