package io.fairlead.services.relay;

import static io.fairlead.services.relay.DatagramEnds.arrived;
import static io.fairlead.services.relay.DatagramEnds.bind;
import static io.fairlead.services.relay.DatagramEnds.echo;
import static io.fairlead.services.relay.DatagramEnds.endpoint;
import static io.fairlead.services.relay.DatagramEnds.next;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.server.Model;
import io.fairlead.services.relay.DatagramEnds.Source;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A relay loses, doubles, reorders, corrupts and delays the datagrams that it was told to. */
@ParameterizedClass
@EnumSource(names = {"SELECTOR", "EPOLL", "IO_URING"})
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DatagramMischiefTest {
    private static final int MANY = 100;
    private static final Faults SEEDED = Faults.NONE.withSeed(11);

    private final Model model;
    private final Ends ends = new Ends();

    DatagramMischiefTest(Model model) {
        this.model = model;
    }

    @AfterEach
    void close() throws Exception {
        ends.close();
    }

    private record Outcome(List<String> arrived, String detail) {}

    private record Pair(Relay relay, Source client, DatagramChannel target) {}

    private Pair pair(Faults faults) throws Exception {
        DatagramChannel target = ends.keep(bind("127.0.0.1"));
        RelayBuilder builder = Relay.at("udp://127.0.0.1:0").model(model).to(endpoint(target));
        Relay relay = ends.start(builder.faults(faults));
        return new Pair(relay, ends.keep(Source.of(relay)), target);
    }

    private static List<String> sent() {
        return IntStream.range(0, MANY).mapToObj("number %03d"::formatted).toList();
    }

    /** What a target has got, once the relay has served all that was sent, and has closed. */
    private Outcome through(Faults faults) throws Exception {
        Pair pair = pair(faults);
        long bytes = 0;
        for (String one : sent()) {
            pair.client.send(one);
            bytes += one.length();
        }
        RelayReport joined = ends.recorded.joined.take();
        assertThat(joined.clientReason()).isNull();
        while (pair.relay.stats().bytesReceived() < bytes) Thread.onSpinWait();
        pair.relay.close();
        RelayReport report = ends.recorded.awaitEnd();
        assertThat(report.bytesToTarget()).isEqualTo(bytes);
        return new Outcome(arrived(pair.target), String.valueOf(report.detail()));
    }

    private static String words(int count, String what) {
        return count + " datagrams " + what + " on request to the target";
    }

    @Test
    void nothingIsTouchedAtNoughtPercent() throws Exception {
        Outcome outcome = through(SEEDED.withDatagrams(0, 0, 0).withCorrupt(0));
        assertThat(outcome).isEqualTo(new Outcome(sent(), "null"));
    }

    @Test
    void aShareIsDropped() throws Exception {
        Outcome outcome = through(SEEDED.withDatagrams(0.3, 0, 0));
        assertThat(outcome.arrived).hasSizeBetween(50, 90).isSubsetOf(sent()).isSorted();
        int dropped = MANY - outcome.arrived.size();
        assertThat(outcome.detail).isEqualTo(words(dropped, "dropped"));
        assertThat(through(SEEDED.withDatagrams(0.3, 0, 0))).isEqualTo(outcome);
        assertThat(through(SEEDED.withDatagrams(1, 0, 0)).arrived).isEmpty();
    }

    @Test
    void aShareIsDuplicated() throws Exception {
        Outcome outcome = through(SEEDED.withDatagrams(0, 0.3, 0));
        assertThat(outcome.arrived).hasSizeBetween(MANY + 10, MANY + 50).isSorted();
        assertThat(new LinkedHashSet<>(outcome.arrived)).containsExactlyElementsOf(sent());
        int twice = outcome.arrived.size() - MANY;
        assertThat(outcome.detail).isEqualTo(words(twice, "duplicated"));
    }

    @Test
    void aShareIsOvertakenByTheNext() throws Exception {
        Outcome outcome = through(SEEDED.withDatagrams(0, 0, 0.3));
        List<String> expected = new ArrayList<>(outcome.arrived);
        int swapped = 0;
        for (int i = 0; i + 1 < expected.size(); i++) {
            if (expected.get(i).compareTo(expected.get(i + 1)) < 0) continue;
            expected.add(i, expected.remove(i + 1));
            swapped++;
        }
        assertThat(swapped).isBetween(10, 45);
        assertThat(expected).isEqualTo(sent().subList(0, expected.size()));
        int last = MANY - expected.size(); // waited for one to follow when the relay closed
        assertThat(last).isBetween(0, 1);
        assertThat(outcome.detail).startsWith(words(swapped + last, "reordered"));
    }

    @Test
    void whatNothingFollowsIsNotHeldBackForEver() throws Exception {
        Pair pair = pair(SEEDED.withDatagrams(0, 0, 1));
        pair.client.send("the only one");
        assertThat(next(pair.target)).isEqualTo("the only one");
    }

    @Test
    void aShareOfTheBytesIsCorrupted() throws Exception {
        Outcome outcome = through(SEEDED.withCorrupt(0.01));
        assertThat(outcome.arrived).hasSize(MANY);
        int bits = 0;
        for (int i = 0; i < MANY; i++) {
            String was = sent().get(i);
            String is = outcome.arrived.get(i);
            assertThat(is).hasSameSizeAs(was);
            for (int at = 0; at < was.length(); at++) {
                if (was.charAt(at) != is.charAt(at)) bits++;
            }
        }
        assertThat(bits).isBetween(1, 40);
        assertThat(outcome.detail).isEqualTo(bits + " bytes corrupted on request to the target");
    }

    @Test
    void bothDirectionsMisbehave() throws Exception {
        Pair pair = pair(SEEDED.withDatagrams(0, 1, 0));
        pair.client.send("ping");
        for (int i = 0; i < 2; i++) assertThat(echo(pair.target)).isEqualTo("ping");
        for (int i = 0; i < 4; i++) assertThat(pair.client.next()).isEqualTo("ping");
        pair.relay.close();
        assertThat(ends.recorded.awaitEnd().detail())
                .isEqualTo(
                        "1 datagram duplicated on request to the target,"
                                + " 2 datagrams duplicated on request to the client");
    }

    @Test
    void latencyAndRateHoldDatagramsBackAndKeepTheirOrder() throws Exception {
        Duration latency = Duration.ofMillis(50);
        Faults slow = SEEDED.withLatency(latency, latency.dividedBy(2));
        Pair pair = pair(slow.withRates(new Faults.Rates(10_000, 0)));
        long begunNs = System.nanoTime();
        for (String one : sent()) pair.client.send(one); // 1,000 bytes: 100 ms, but for the last
        for (String one : sent()) assertThat(next(pair.target)).isEqualTo(one);
        assertThat(System.nanoTime() - begunNs).isGreaterThan(100_000_000L);
        pair.relay.faults(SEEDED);
        pair.client.send("after that");
        assertThat(next(pair.target)).isEqualTo("after that");
    }

    @Test
    void whatARateCannotHoldIsLostAndCounted() throws Exception {
        Pair pair = pair(SEEDED.withRate(1));
        String longest = "x".repeat(DatagramEnds.DATAGRAM_MAX);
        int count = 6; // the first goes at once, and 256 KiB hold four
        for (int i = 1; i <= count; i++) {
            pair.client.send(longest);
            long bytes = (long) i * longest.length();
            while (pair.relay.stats().bytesReceived() < bytes) Thread.onSpinWait();
        }
        pair.relay.close();
        assertThat(ends.recorded.awaitEnd().detail())
                .isEqualTo("1 datagram over --rate to the target dropped, 4 datagrams lost");
    }
}
