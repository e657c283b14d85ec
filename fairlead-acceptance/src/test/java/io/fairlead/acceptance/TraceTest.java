package io.fairlead.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fairlead.house.Repository;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code fairlead trace} at interfaces where chosen packets are lost, and beside tcpdump(8). */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TraceTest {
    /** With every capability over a network of its own, but not as root: tcpdump would change. */
    private static final String ALONE =
            "unshare --map-user=1000 --map-group=1000 --keep-caps --net ";

    private final Programs programs = new Programs();

    @AfterEach
    void endPrograms() throws Exception {
        programs.end();
    }

    @Test
    void whatIsLostBetweenTwoNamespacesIsNamed() throws Exception {
        Programs.requireInstalled("ip");
        String ends = "client half-close, server TIME_WAIT; %s; TIME_WAIT CLOSED";
        assertThat(onTheWire("lossy"))
                .containsExactly(
                        "all_is_well: " + ends.formatted("13 40000"),
                        "the_first_syn: client SYN retry, " + ends.formatted("0 0"),
                        "the_first_of_eight: server duplicate ACK, client fast retransmission, "
                                + ends.formatted("8000 0"),
                        "a_lone_one: client retransmission, " + ends.formatted("5 0"),
                        "an_acknowledgement: client spurious retransmission, "
                                + ends.formatted("5 0"));
    }

    @Test
    void whatTcpdumpHasCapturedIsDrawnAsIfCapturedHere() throws Exception {
        Programs.requireInstalled("tcpdump");
        assertThat(onTheWire("tcpdump"))
                .containsExactly(
                        "live: The client acknowledges the end; the server's socket is gone.",
                        "piped: the same",
                        "file: the same");
    }

    @Test
    void theKernelsFilterLetsThroughWhatDoesNotShowItsPort() throws Exception {
        Programs.requireInstalled("ip");
        Programs.requireInstalled("tcpdump");
        List<String> seen = onTheWire("hidden");
        // On a busy machine the new network may have no IPv6 yet: then there is none to be seen.
        boolean silent = !seen.contains("UDP  len 6") && seen.contains("tcpdump: the same");
        assumeTrue(!silent, "tcpdump saw no answer over IPv6 either");
        assertThat(seen)
                .containsExactly(
                        "UDP  len 5",
                        "ICMP port unreachable",
                        "UDP, first piece  len 3000",
                        "piece  len 1480",
                        "piece  len 48",
                        "ICMP port unreachable",
                        "UDP  len 5",
                        "ICMP port unreachable",
                        "UDP, first piece  len 3000",
                        "piece  len 1448",
                        "piece  len 112",
                        "ICMP port unreachable",
                        "UDP  len 6",
                        "ICMP port unreachable",
                        "UDP  len 5",
                        "UDP  len 5",
                        "tcpdump: the same");
    }

    private List<String> onTheWire(String what) throws Exception {
        Programs.requireInstalled("nft");
        Outcome alone = programs.shell(ALONE + "nft add table inet loss 2>&1").run();
        assumeTrue(alone.exit() == 0, "no network namespace with nft: " + alone.output());
        // What has to be built is built by who runs the tests.
        assertThat(programs.fairlead("--version").run().exit()).isZero();
        String script =
                Repository.root()
                        .resolve("fairlead-acceptance/src/test/resources/trace_on_the_wire.py")
                        .toString();
        String run = "exec " + ALONE + "python3 \"$1\" \"$0\" \"$2\"";
        Outcome outcome = programs.shell(run, script, what).run();
        assertThat(outcome.errors()).isEmpty();
        return outcome.output().lines().toList();
    }
}
