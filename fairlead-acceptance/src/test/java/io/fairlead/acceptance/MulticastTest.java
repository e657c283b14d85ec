package io.fairlead.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Groups at two network interfaces, of a network namespace of its own. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MulticastTest {
    /** Each interface is one end of a pair. No route names one for a group. */
    private static final String NETWORK =
            """
            set -e
            ip link set lo up
            for i in 1 2; do
                ip link add near$i type veth peer name far$i
                ip link set near$i up
                ip link set far$i up
                ip addr add 192.0.2.$i/32 dev near$i
                ip addr add 2001:db8:$i::1/64 dev near$i nodad
            done
            """;

    /** What is not to come is sent before what is: the server reads in that order. */
    private static final String TALK =
            """
            "$0" serve 'discard=udp://*:7007' --model "$MODEL" --public --i-am-root \
                --join 239.1.2.3%near1 --join 239.1.2.3%near2 --join 239.1.2.4%near2 \
                --join ff05::1234%near2 --join 192.0.2.1@232.1.2.3%near1 > "$LOG" &
            server=$!
            trap 'kill $server; wait $server' EXIT
            await() { for i in $(seq 600); do grep -q "$1" "$LOG" && break; sleep 0.1; done; }
            send() { echo "$1" | socat -u - "UDP4-DATAGRAM:$2:7007,ip-multicast-if=$3,bind=$4"; }
            connect() { echo hi | "$0" connect -q --wait 1ms --bind "$@"; }
            await Ctrl-C
            send not-here 239.1.2.4 192.0.2.1 192.0.2.1:1001
            send other-source 232.1.2.3 192.0.2.1 192.0.2.2:1002
            connect 192.0.2.1:1003 --no-multicast-loop udp://239.1.2.3%near1:7007
            connect '[2001:db8:1::1]:1004' 'udp://[ff05::1234%near1]:7007'
            send one 239.1.2.3 192.0.2.1 192.0.2.1:2001
            send two 239.1.2.3 192.0.2.2 192.0.2.2:2002
            send this-source 232.1.2.3 192.0.2.1 192.0.2.1:2003
            send here 239.1.2.4 192.0.2.2 192.0.2.2:2004
            connect '[2001:db8:2::1]:2005' 'udp://[ff05::1234%near2]:7007'
            await ':2005 opened'
            grep -o ' [^ ]* opened' "$LOG"
            """;

    private final Programs programs = new Programs();

    @AfterEach
    void endPrograms() throws Exception {
        programs.end();
    }

    @ParameterizedTest
    @ValueSource(strings = {"selector", "epoll"})
    void aGroupIsHeardWhereItIsJoined(String model) throws Exception {
        Outcome allowed = in("true", model).run();
        assumeTrue(allowed.exit() == 0, "no network of its own: " + allowed.errors());
        Outcome outcome = in(TALK, model).run();
        assertThat(outcome.output())
                .as("%s", outcome.errors())
                .isEqualTo(
                        """
                         192.0.2.1:2001 opened
                         192.0.2.2:2002 opened
                         192.0.2.1:2003 opened
                         192.0.2.2:2004 opened
                         [2001:db8:2::1]:2005 opened
                        """);
    }

    private Client in(String script, String model) {
        return programs.client("unshare", "-rn", "sh", "-c", NETWORK + script, Programs.fairlead())
                .environment("LOG", programs.file("log").toString())
                .environment("MODEL", model);
    }
}
