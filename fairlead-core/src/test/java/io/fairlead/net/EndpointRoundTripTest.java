package io.fairlead.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written parses back, for random endpoints; a seed that fails is in the test's name. */
class EndpointRoundTripTest {
    private static final String NOISE = "tcpudnix:/[]@%?#*.-0123456789abcfx \u00e9\0";

    static LongStream seeds() {
        return LongStream.concat(LongStream.range(0, 20), LongStream.of(System.nanoTime()));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void canonicalTextParsesBack(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            Endpoint endpoint = endpoint(random);
            Endpoint again = Endpoint.parse(endpoint.toString());
            assertThat(again).isEqualTo(endpoint).hasSameHashCodeAs(endpoint);
            assertThat(again).hasToString(endpoint.toString());
            assertThat(again.isLoopback()).isEqualTo(endpoint.isLoopback());
            assertThat(again.isWildcard()).isEqualTo(endpoint.isWildcard());
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void ipv6TextIsWhatTheJdkReads(long seed) throws Exception {
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            byte[] address = sparse(random);
            String text = IpText.format(address);
            InetAddress expected = InetAddress.getByAddress(address);
            assertThat(InetAddress.ofLiteral(text)).as(text).isEqualTo(expected);
            if (expected instanceof Inet6Address) {
                assertThat(IpText.parseIpv6(text)).as(text).isEqualTo(address);
                assertThat(IpText.parseIpv6(expected.getHostAddress())).isEqualTo(address);
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void noiseIsAnEndpointOrRefused(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            String text = noise(random);
            try {
                Endpoint endpoint = Endpoint.parse(text);
                assertThat(Endpoint.parse(endpoint.toString())).as(text).isEqualTo(endpoint);
            } catch (EndpointException refused) {
                assertThat(refused).hasMessageStartingWith("endpoint \"");
            }
        }
    }

    private static Endpoint endpoint(Random random) {
        int port = random.nextInt(65_536);
        return switch (random.nextInt(6)) {
            case 0 -> Endpoint.tcp(IpText.format(bytes(random, 4)), port);
            case 1 -> Endpoint.udp(IpText.format(sparse(random)), port);
            case 2 -> Endpoint.tcp("fe80::" + Integer.toHexString(port) + "%eth0", port);
            case 3 -> Endpoint.udp(name(random), port);
            case 4 -> Endpoint.tcp("*", port);
            default -> Endpoint.parse("unix://" + path(random));
        };
    }

    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Sixteen bytes with many zeros, where the shortening of RFC 5952 is hard. */
    private static byte[] sparse(Random random) {
        byte[] bytes = bytes(random, 16);
        for (int i = 0; i < 16; i += 2) {
            if (random.nextInt(3) > 0) {
                bytes[i] = 0;
                bytes[i + 1] = (byte) random.nextInt(2);
            }
        }
        return bytes;
    }

    private static String name(Random random) {
        StringBuilder name = new StringBuilder("h");
        for (int i = random.nextInt(40); i > 0; i--) {
            name.append(
                    "abz09-.".charAt(random.nextInt(name.toString().matches(".*[.-]") ? 5 : 7)));
        }
        return name + "q";
    }

    private static String path(Random random) {
        StringBuilder path = new StringBuilder("/");
        for (int i = random.nextInt(50); i > 0; i--) {
            path.append("ab/:@%?# \u00e9[]".charAt(random.nextInt(12)));
        }
        return path + "x";
    }

    private static String noise(Random random) {
        StringBuilder text =
                new StringBuilder(
                        switch (random.nextInt(4)) {
                            case 0 -> "tcp://";
                            case 1 -> "tcp://[";
                            case 2 -> "unix:";
                            default -> "";
                        });
        for (int i = random.nextInt(16); i > 0; i--) {
            text.append(NOISE.charAt(random.nextInt(NOISE.length())));
        }
        return text.toString();
    }
}
