package io.fairlead.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A name has addresses of both families, and one of these answers no packet (RFC 8305). */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TwoFamiliesTest {
    /**
     * A network and a table of hosts of its own. Packets to the two dead addresses go into a pair
     * of interfaces at whose other end nobody has that MAC address.
     */
    private static final String NETWORK =
            """
            set -e
            ip link set lo up
            ip link add near type veth peer name far
            ip link set near up
            ip link set far up
            ip addr add 192.0.2.1/24 dev near
            ip addr add 2001:db8::1/64 dev near nodad
            ip neigh add 192.0.2.9 lladdr 02:00:00:00:00:09 dev near
            ip neigh add 2001:db8::9 lladdr 02:00:00:00:00:09 dev near
            printf '192.0.2.9 dead4\\n::1 dead4\\n127.0.0.1 dead6\\n2001:db8::9 dead6\\n' > "$HOSTS"
            mount --bind "$HOSTS" /etc/hosts
            """;

    private static final String TALK =
            """
            "$0" serve 'echo=tcp://127.0.0.1:7007' 'echo=tcp://[::1]:7007' -q > /dev/null &
            server=$!
            trap 'kill $server; wait $server' EXIT
            for i in $(seq 600); do nc -z 127.0.0.1 7007 && break; sleep 0.1; done
            export JDK_JAVA_OPTIONS="-Djava.net.preferIPv6Addresses=$IPV6_FIRST"
            echo hello | "$0" connect --connect-timeout 100s "tcp://$HOST:7007"
            """;

    private final Programs programs = new Programs();

    @AfterEach
    void endPrograms() throws Exception {
        programs.end();
    }

    /** Tried one after the other, the dead address would have half of the 100 s. */
    @ParameterizedTest
    @CsvSource({"dead4, false", "dead6, true"})
    void theOtherFamilyConnectsInAMoment(String host, String ipv6First) throws Exception {
        Outcome allowed = in("true", host, ipv6First).run();
        assumeTrue(allowed.exit() == 0, "no network of its own: " + allowed.errors());
        Outcome outcome = in(TALK, host, ipv6First).run();
        assertThat(outcome.output()).as(outcome.errors()).isEqualTo("hello\n");
        assertThat(outcome.took()).isLessThan(Duration.ofSeconds(45));
    }

    private Client in(String script, String host, String ipv6First) {
        return programs.client("unshare", "-rnm", "sh", "-c", NETWORK + script, Programs.fairlead())
                .environment("HOSTS", programs.file("hosts").toString())
                .environment("HOST", host)
                .environment("IPV6_FIRST", ipv6First);
    }
}
