package io.fairlead.services;

import static io.fairlead.services.ReflectionGuard.ReplyLength.ANY;
import static io.fairlead.services.ReflectionGuard.ReplyLength.UP_TO_REQUEST;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.frame.Frame;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import io.fairlead.services.Unanswered.Why;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the guard lets through, with a clock of the test's own. */
class ReflectionGuardTest {
    private static final long SECOND_NS = 1_000_000_000;

    /** As real ones are: of no meaning, and soon to overflow. */
    private final AtomicLong nowNs = new AtomicLong(Long.MAX_VALUE - 100);

    private ReflectionGuard guard(int perSource, int total) {
        ServiceOptions options = ServiceOptions.DEFAULT.withRates(new ReplyRates(perSource, total));
        return new ReflectionGuard(new Echo(), UP_TO_REQUEST, options, nowNs::get);
    }

    private static int answered(Service guard, String address, int datagrams) throws Exception {
        int answered = 0;
        for (int i = 0; i < datagrams; i++) {
            RecordingPeer peer = RecordingPeer.at(address, 40_000 + i); // the port makes no odds
            guard.onFrame(peer, Frame.of("x"));
            answered += peer.sent.size();
        }
        return answered;
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                1, 7, 9, 13, 17, 19, 37, 53, 69, 123, 161, 389, 1023, 1900, 5353, 11_211, 7007, 7037
            })
    void aServicesPortIsNotAnswered(int port) throws Exception {
        ReflectionGuard guard = guard(0, 0);
        RecordingPeer service = RecordingPeer.at("192.0.2.1", port);
        guard.onFrame(service, Frame.of("x"));
        assertThat(service.sent).isEmpty();
        assertThat(guard.unanswered(Why.SERVICE_PORT)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1024, 7002, 7008, 32_768, 65_535})
    void aClientsPortIsAnswered(int port) throws Exception {
        ReflectionGuard guard = guard(0, 0);
        RecordingPeer client = RecordingPeer.at("192.0.2.1", port);
        guard.onFrame(client, Frame.of("x"));
        assertThat(client.sent).containsExactly("x");
        assertThat(guard.unanswered(Why.SERVICE_PORT)).isZero();
    }

    @Test
    void aSourceHasASecondsWorthAtOnceAndThenItsRate() throws Exception {
        ReflectionGuard guard = guard(10, 0);
        assertThat(answered(guard, "192.0.2.1", 15)).isEqualTo(10);
        nowNs.addAndGet(SECOND_NS / 10 - 1);
        assertThat(answered(guard, "192.0.2.1", 1)).isZero();
        nowNs.addAndGet(1);
        assertThat(answered(guard, "192.0.2.1", 2)).isEqualTo(1);
        nowNs.addAndGet(3600 * SECOND_NS);
        assertThat(answered(guard, "192.0.2.1", 15)).as("nothing is saved up").isEqualTo(10);
        assertThat(guard.unanswered(Why.SOURCE_RATE)).isEqualTo(5 + 1 + 1 + 5);
    }

    @Test
    void anotherSourceHasARateOfItsOwn() throws Exception {
        ReflectionGuard guard = guard(10, 0);
        assertThat(answered(guard, "192.0.2.1", 11)).isEqualTo(10);
        int others = 0;
        for (int i = 2; i < 250; i++) others += answered(guard, "192.0.2." + i, 1);
        assertThat(others).as("of 248, some may meet in the table").isGreaterThan(240);
    }

    @Test
    void anIpv6NetworkIsOneSource() throws Exception {
        ReflectionGuard guard = guard(10, 0);
        assertThat(answered(guard, "2001:db8:0:1::1", 6)).isEqualTo(6);
        assertThat(answered(guard, "2001:db8:0:1:ffff::2", 6)).isEqualTo(4);
    }

    @Test
    void allSourcesTogetherHaveARate() throws Exception {
        ReflectionGuard guard = guard(10, 100);
        int answered = 0;
        for (int i = 0; i < 256; i++) answered += answered(guard, "198.51.100." + i, 1);
        assertThat(answered).isEqualTo(100);
        assertThat(guard.unanswered(Why.TOTAL_RATE)).isEqualTo(156);
    }

    @Test
    void zeroIsNoLimit() throws Exception {
        assertThat(answered(guard(0, 0), "192.0.2.1", 20_000)).isEqualTo(20_000);
        assertThat(ReplyRates.UNLIMITED).isEqualTo(new ReplyRates(0, 0));
    }

    @Test
    void anAnswerIsNotLongerThanItsRequestUnlessThatIsAskedFor() throws Exception {
        Service talkative = (peer, frame) -> peer.send(frame.text() + "!");
        ReflectionGuard strict = guarded(talkative, UP_TO_REQUEST);
        RecordingPeer peer = RecordingPeer.any();
        strict.onFrame(peer, Frame.of("a"));
        assertThat(peer.sent).isEmpty();
        assertThat(strict.unanswered(Why.LONG_REPLY)).isEqualTo(1);
        ReflectionGuard rfc =
                new ReflectionGuard(talkative, ANY, ServiceOptions.DEFAULT.withRfcDatagrams(true));
        rfc.onFrame(peer, Frame.of("a"));
        assertThat(peer.sent).containsExactly("a!");
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 1",
        "::1, 1",
        "127.9.9.9, 1",
        "192.0.2.1, 0",
        "10.0.0.1, 0",
        "fe80::1, 0"
    })
    void whoeverIsNotOnLoopbackGetsNoMoreThanHeSent(String address, int answers) throws Exception {
        Service talkative = (peer, frame) -> peer.send(frame.text() + "!");
        ReflectionGuard guard = guarded(talkative, ANY);
        RecordingPeer peer = RecordingPeer.at(address, 40_000);
        guard.onFrame(peer, Frame.of("a"));
        assertThat(peer.sent).hasSize(answers);
        assertThat(guard.unanswered(Why.LONG_REPLY)).isEqualTo(1 - answers);
    }

    /** All that answer datagrams, the shortest datagram first. */
    @ParameterizedTest
    @EnumSource(value = Shipped.class, names = "GREET", mode = EnumSource.Mode.EXCLUDE)
    void noServiceAnswersAStrangerWithMoreThanHeSent(Shipped shipped) throws Exception {
        Service service = shipped.datagramService(ServiceOptions.DEFAULT);
        for (int bytes = 0; bytes < 100; bytes++) {
            RecordingPeer peer = RecordingPeer.at("192.0.2.1", 40_000 + bytes);
            service.onFrame(peer, Frame.of("x".repeat(bytes)));
            int most = bytes;
            assertThat(peer.sent).allSatisfy(one -> assertThat(one).hasSizeLessThanOrEqualTo(most));
        }
    }

    @Test
    void whatIsNotAnsweredIsSaidAtOnceAndThenSummedUp() throws Exception {
        List<String> said = new ArrayList<>();
        ServiceOptions options =
                ServiceOptions.DEFAULT
                        .withRates(new ReplyRates(10, 0))
                        .withUnanswered(one -> said.add(one.words()));
        ReflectionGuard guard = new ReflectionGuard(new Echo(), UP_TO_REQUEST, options, nowNs::get);
        assertThat(answered(guard, "192.0.2.1", 1_244)).isEqualTo(10);
        String rate = " not answered: more than 10 a second from one source (last: 192.0.2.1:";
        assertThat(said).containsExactly("1 datagram" + rate + "40010)");
        nowNs.addAndGet(10 * SECOND_NS);
        assertThat(answered(guard, "192.0.2.1", 12)).isEqualTo(10);
        assertThat(said).hasSize(2).last().isEqualTo("1,234 datagrams" + rate + "40010)");
        RecordingPeer peer = RecordingPeer.at("192.0.2.1", 40_010);
        guard.onClose(peer, CloseReason.IDLE);
        assertThat(said).as("not yet").hasSize(2);
        guard.onClose(peer, CloseReason.DRAINED);
        assertThat(said).hasSize(3).last().isEqualTo("1 datagram" + rate + "40011)");
        guard.onClose(peer, CloseReason.DRAINED);
        assertThat(said).as("nothing is said twice").hasSize(3);
    }

    @Test
    void whatNobodyFollowsIsSaidWhenItsSourceIsForgotten() throws Exception {
        List<Long> counts = new ArrayList<>();
        ServiceOptions options =
                ServiceOptions.DEFAULT
                        .withRates(new ReplyRates(10, 0))
                        .withUnanswered(one -> counts.add(one.count()));
        ReflectionGuard guard = new ReflectionGuard(new Echo(), UP_TO_REQUEST, options, nowNs::get);
        assertThat(answered(guard, "192.0.2.1", 5_000)).isEqualTo(10);
        assertThat(counts).containsExactly(1L);
        nowNs.addAndGet(60 * SECOND_NS);
        guard.onClose(RecordingPeer.at("192.0.2.1", 40_000), CloseReason.IDLE);
        assertThat(counts).containsExactly(1L, 4_989L);
    }

    @Test
    void nothingIsSentBeforeADatagramIsLetThrough() throws Exception {
        ReflectionGuard guard = guarded(new Greet(line -> {}), ANY);
        RecordingPeer peer = RecordingPeer.any();
        guard.onOpen(peer);
        assertThat(peer.sent).isEmpty();
    }

    @Test
    void theRestReachesTheServiceAndItsPeerIsARealOne() throws Exception {
        List<String> calls = new ArrayList<>();
        ReflectionGuard guard = guarded(recording(calls), UP_TO_REQUEST);
        RecordingPeer peer = RecordingPeer.any();
        guard.onOpen(peer);
        guard.onFrame(peer, Frame.of("bye"));
        guard.onClose(peer, CloseReason.IDLE);
        assertThat(calls).containsExactly("open", "frame seen at open", "close IDLE");
        assertThat(peer.closed).isTrue();
    }

    private static Service recording(List<String> calls) {
        return new Service() {
            @Override
            public void onOpen(Peer peer) {
                calls.add("open");
                peer.attach("seen at open");
            }

            @Override
            public void onFrame(Peer peer, Frame frame) {
                calls.add("frame " + peer.attachment());
                peer.close();
            }

            @Override
            public void onClose(Peer peer, CloseReason reason) {
                calls.add("close " + reason);
            }
        };
    }

    private ReflectionGuard guarded(Service service, ReflectionGuard.ReplyLength length) {
        return new ReflectionGuard(service, length, ServiceOptions.DEFAULT, nowNs::get);
    }
}
