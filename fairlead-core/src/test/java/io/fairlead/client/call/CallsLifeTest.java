package io.fairlead.client.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.client.Client;
import io.fairlead.client.Reconnect;
import io.fairlead.frame.Frame;
import io.fairlead.server.Effort;
import io.fairlead.server.Eventually;
import io.fairlead.server.Place;
import io.fairlead.server.Rig;
import io.fairlead.service.Limits;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A server that answers late, out of order, twice or never, and resets in the middle. Whatever it
 * does, an answer is that of its request, a request is sent once at most, and one that is said not
 * to have been sent has not been seen. A seed decides.
 */
@ParameterizedClass
@MethodSource("io.fairlead.server.Place#dialling")
@Timeout(120)
class CallsLifeTest extends CallsCase {
    private static final int THREADS = 4;
    private static final int CALLS = Effort.of(16, 1000);

    /** A server that reads no more does not see that a connection is to end. */
    private static final Limits BRIEF =
            Rig.limits(limits -> limits.lingerTimeout(Duration.ofMillis(100)));

    CallsLifeTest(Place place) {
        super(place);
    }

    /** Answers in its own way; what it has not answered yet is attached to the peer. */
    private static final class Unruly implements Service {
        final Map<String, Integer> seen = new ConcurrentHashMap<>();
        private final boolean inOrder;
        private final Random random;

        Unruly(boolean inOrder, long seed) {
            this.inOrder = inOrder;
            random = new Random(seed);
        }

        @Override
        public void onOpen(Peer peer) {
            peer.attach(new ArrayList<String>());
        }

        @Override
        @SuppressWarnings("unchecked")
        public void onFrame(Peer peer, Frame frame) {
            String text = frame.text();
            seen.merge(text, 1, Integer::sum);
            List<String> owed = Objects.requireNonNull((List<String>) peer.attachment());
            owed.add(text);
            int fate = random.nextInt(100);
            if (fate < 3) peer.abort("a fate");
            if (fate < 6 && inOrder) peer.pause(); // it reads and answers no more
            if (fate < 15 && !inOrder) owed.remove(text); // never
            if (fate < 60) return; // later, or never
            if (!inOrder) Collections.shuffle(owed, random);
            for (String each : owed) peer.send(answer(each));
            if (fate > 95 && !inOrder) peer.send(answer(text));
            owed.clear();
        }
    }

    private static String answer(String text) {
        return text + "!";
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whateverTheServerDoes(boolean byKey) throws Exception {
        long seed = System.nanoTime();
        String life = "seed " + seed;
        Unruly unruly = new Unruly(!byKey, seed);
        Reconnect often = new Reconnect(Duration.ofMillis(1), Duration.ofMillis(5));
        Client client = rig.keep(client(serve(unruly)).limits(BRIEF).reconnect(often).start());
        CallsBuilder builder =
                Calls.over(client)
                        .sentMax(5)
                        .waitingMax(10)
                        .timeout(Duration.ofMillis(20))
                        .lateTimeout(Duration.ofMillis(20));
        if (byKey) builder.matchBy(CallsLifeTest::id).pushes(_ -> {});
        Calls calls = start(builder);
        Eventually.until("a connection", () -> client.stats().open() > 0); // a call waits 20 ms
        Queue<String> wrong = new ConcurrentLinkedQueue<>();
        List<CompletableFuture<Void>> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Random random = new Random(seed + i);
            String name = i + ".";
            Runnable caller = () -> callOften(calls, unruly, random, name, wrong);
            threads.add(CompletableFuture.runAsync(caller, Thread::startVirtualThread));
        }
        for (CompletableFuture<Void> thread : threads) thread.get(100, TimeUnit.SECONDS);
        assertThat(wrong).as(life).isEmpty();
        assertThat(unruly.seen.values()).as(life).allMatch(times -> times == 1);
        // In order, answers that never come keep their places until the connection ends.
        Eventually.until(life + ", none is under way", () -> calls.underWay() == 0);
    }

    private static String id(Frame frame) {
        return frame.text().replace("!", "");
    }

    private static void callOften(
            Calls calls, Unruly unruly, Random random, String name, Queue<String> wrong) {
        List<CompletableFuture<Frame>> answers = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            texts.add(name + i);
            answers.add(ask(calls, name + i));
            if (random.nextInt(20) == 0) answers.getLast().cancel(true);
            if (random.nextInt(4) > 0) continue;
            for (int j = 0; j < texts.size(); j++) {
                String fault = fault(texts.get(j), answers.get(j), unruly);
                if (fault != null) wrong.add(fault);
            }
            texts.clear();
            answers.clear();
        }
    }

    private static @Nullable String fault(
            String text, CompletableFuture<Frame> answer, Unruly unruly) {
        try {
            if (answer.isCancelled()) return null;
            String came = answer.get(60, TimeUnit.SECONDS).text();
            return came.equals(answer(text)) ? null : text + " was answered by " + came;
        } catch (ExecutionException e) {
            CallException failure = (CallException) Objects.requireNonNull(e.getCause());
            boolean lie = !failure.maybeSent() && unruly.seen.containsKey(text);
            return lie ? text + " has been seen: " + failure.getMessage() : null;
        } catch (Exception e) {
            return text + ": " + e;
        }
    }
}
