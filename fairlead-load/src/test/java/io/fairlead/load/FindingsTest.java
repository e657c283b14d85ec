package io.fairlead.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.load.measure.KernelCounters;
import io.fairlead.load.measure.Usage;
import io.fairlead.load.result.Finding;
import io.fairlead.load.result.Latency;
import io.fairlead.net.Endpoint;
import java.util.List;
import java.util.Objects;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/** What is said to limit the figures. */
class FindingsTest {
    private final Load load = Load.at(Endpoint.parse("tcp://:7007")).build();
    private final Findings diagnosis = new Findings(load);

    private static Latency latencies(long... eachMs) {
        Histogram histogram = new Histogram(Latency.NS_MAX, Latency.DIGITS);
        for (long ms : eachMs) histogram.recordValueWithCount(ms * 1_000_000, 100);
        return new Latency(histogram);
    }

    private List<String> codes() {
        return diagnosis.findings().stream().map(Finding::code).toList();
    }

    @Test
    void aFlatFloorOf40MillisecondsIsNagleAgainstDelayedAck() {
        diagnosis.delayedAck(latencies(41, 42, 43, 44));
        assertThat(codes()).containsExactly("delayed-ack");
        assertThat(diagnosis.findings().getFirst().sentence()).contains("TCP_NODELAY");
    }

    @Test
    void someOrLongerOnesAreNot() {
        diagnosis.delayedAck(latencies(1, 41, 42, 43));
        diagnosis.delayedAck(latencies(60, 61));
        diagnosis.delayedAck(latencies());
        assertThat(codes()).isEmpty();
    }

    @Test
    void aBusyGeneratorIsALowerBound() {
        diagnosis.generator(0.5, 8);
        assertThat(codes()).isEmpty();
        diagnosis.generator(0.99, 8);
        assertThat(diagnosis.findings().getFirst().sentence())
                .contains("99 %", "lower bound", "--threads 2");
    }

    @Test
    void aServerThatOnlySendsIsNamed() {
        diagnosis.unread(0);
        assertThat(codes()).isEmpty();
        Findings bidir = new Findings(Load.at(load.endpoint()).kind(Load.Kind.BIDIR).build());
        bidir.unread(1);
        assertThat(bidir.findings()).isEmpty();
        bidir.unread(0);
        assertThat(bidir.findings()).extracting(Finding::code).containsExactly("unread");
    }

    @Test
    void theRest() {
        diagnosis.localPorts(1);
        diagnosis.listenQueue(new KernelCounters(0, 0, 0));
        diagnosis.behind(0, 5);
        diagnosis.unanswered(0, 5, 9);
        assertThat(codes()).isEmpty();
        diagnosis.localPorts(3);
        diagnosis.listenQueue(new KernelCounters(4, 5, 0));
        diagnosis.behind(7, 5);
        diagnosis.unanswered(1_000, 5_000, 0);
        assertThat(codes()).containsExactly("local-ports", "listen-queue", "behind", "unanswered");
        assertThat(diagnosis.findings().getLast().sentence())
                .contains("1000 of 6000 datagrams", "--answer-rate 0")
                .doesNotContain("receive buffer");
    }

    @Test
    void datagramsThatTheKernelDroppedAreTold() {
        diagnosis.unanswered(1_000, 5_000, 300);
        assertThat(diagnosis.findings().getFirst().sentence())
                .contains("the kernel of this machine dropped 300 since a receive buffer was full")
                .contains("serve --receive-buffer");
    }

    @Test
    void countersAreReadByName() {
        List<String> lines =
                List.of(
                        "TcpExt: SyncookiesSent ListenOverflows ListenDrops",
                        "TcpExt: 1 20 300",
                        "IpExt: InNoRoutes",
                        "IpExt: 4",
                        "Udp: InDatagrams RcvbufErrors",
                        "Udp: 9 6000",
                        "UdpLite: InDatagrams RcvbufErrors",
                        "UdpLite: 9 5",
                        "Udp6InErrors                    \t8",
                        "Udp6RcvbufErrors                \t700");
        assertThat(KernelCounters.parse(lines)).isEqualTo(new KernelCounters(20, 300, 6_700));
        assertThat(KernelCounters.parse(List.of())).isEqualTo(new KernelCounters(0, 0, 0));
        assertThat(new KernelCounters(20, 300, 9).since(new KernelCounters(5, 100, 2)))
                .isEqualTo(new KernelCounters(15, 200, 7));
    }

    @Test
    void tooFewOpenFilesAreToldWithTheWayOut() {
        assertThat(OpenFiles.sentence(18_000, 18_200, 1024))
                .contains("18000 connections", "may have 1024", "ulimit -n 18200");
    }

    @Test
    void theServerIsFoundByWhatItListensOn() throws Exception {
        try (StrangeServer server = new StrangeServer((in, out) -> {})) {
            assertThat(ServerProcess.of(Load.at(server.endpoint()).build()).isSelf()).isTrue();
        }
        ServerProcess self = new ServerProcess(ProcessHandle.current().pid());
        Usage usage = Objects.requireNonNull(self.usage());
        assertThat(usage.cpuNs()).isPositive();
        assertThat(usage.rssBytes()).isGreaterThan(1_000_000);
        assertThat(new ServerProcess(0).usage()).isNull();
    }
}
