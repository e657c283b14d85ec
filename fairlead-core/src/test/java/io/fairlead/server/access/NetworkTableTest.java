package io.fairlead.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.access.CidrBlock;
import io.fairlead.server.access.NetworkTable.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A table says of each address what the narrowest network says that it is in. */
class NetworkTableTest {
    private static final int TABLES = 300;

    private static Verdict verdict(boolean admitted, String network) {
        return new Verdict(CidrBlock.parse(network), admitted);
    }

    private static boolean admits(NetworkTable table, String address) {
        CidrBlock one = CidrBlock.parse(address);
        return table.admits(one.high(), one.low());
    }

    @Test
    void theNarrowestDecides() {
        NetworkTable table =
                new NetworkTable(
                        List.of(
                                verdict(true, "10.1.2.0/24"),
                                verdict(false, "10.0.0.0/8"),
                                verdict(false, "10.1.2.128/25"),
                                verdict(true, "10.1.2.200")),
                        true);
        assertThat(admits(table, "9.255.255.255")).isTrue();
        assertThat(admits(table, "10.0.0.0")).isFalse();
        assertThat(admits(table, "10.1.2.0")).isTrue();
        assertThat(admits(table, "10.1.2.127")).isTrue();
        assertThat(admits(table, "10.1.2.128")).isFalse();
        assertThat(admits(table, "10.1.2.200")).isTrue();
        assertThat(admits(table, "10.1.2.255")).isFalse();
        assertThat(admits(table, "10.1.3.0")).isFalse();
        assertThat(admits(table, "11.0.0.0")).isTrue();
    }

    @Test
    void ofTwoThatAreEqualTheOneThatDeniesHolds() {
        for (boolean first : new boolean[] {true, false}) {
            List<Verdict> both =
                    List.of(verdict(first, "192.0.2.0/24"), verdict(!first, "192.0.2.0/24"));
            assertThat(admits(new NetworkTable(both, true), "192.0.2.7")).isFalse();
        }
    }

    @Test
    void theFirstAndTheLastAddressBelongToTheirNetworks() {
        List<Verdict> ends = List.of(verdict(false, "0.0.0.0"), verdict(false, "255.255.255.255"));
        NetworkTable four = new NetworkTable(ends, true);
        assertThat(admits(four, "0.0.0.0")).isFalse();
        assertThat(admits(four, "0.0.0.1")).isTrue();
        assertThat(admits(four, "255.255.255.254")).isTrue();
        assertThat(admits(four, "255.255.255.255")).isFalse();
        NetworkTable six =
                new NetworkTable(
                        List.of(
                                verdict(false, "::"),
                                verdict(false, "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")),
                        true);
        assertThat(admits(six, "::")).isFalse();
        assertThat(admits(six, "::1")).isTrue();
        assertThat(admits(six, "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe")).isTrue();
        assertThat(admits(six, "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")).isFalse();
    }

    /** Beside one that looks at every network. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void itAgreesWithWhoLooksAtEachNetwork(boolean six) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < TABLES; i++) {
            List<Verdict> all = new ArrayList<>();
            for (int k = random.nextInt(12); k > 0; k--) {
                all.add(new Verdict(network(random, six), random.nextBoolean()));
            }
            boolean otherwise = random.nextBoolean();
            Tried tried = new Tried(new NetworkTable(all, otherwise), all, otherwise, seed);
            for (Verdict one : all) {
                CidrBlock net = one.net();
                tried.check(net.high(), net.low());
                tried.check(net.lastHigh(), net.lastLow());
                tried.check(net.high(), net.low() - 1);
                tried.check(net.lastHigh(), net.lastLow() + 1);
            }
        }
    }

    private record Tried(NetworkTable table, List<Verdict> all, boolean otherwise, long seed) {
        void check(long high, long low) {
            long address = all.getFirst().net().isSix() ? low : low & 0xFFFF_FFFFL;
            int narrowest = -1;
            boolean expected = otherwise;
            for (Verdict one : all) {
                CidrBlock net = one.net();
                boolean within =
                        Long.compareUnsigned(high, net.high()) >= 0
                                && Long.compareUnsigned(high, net.lastHigh()) <= 0
                                && (high != net.high()
                                        || Long.compareUnsigned(address, net.low()) >= 0)
                                && (high != net.lastHigh()
                                        || Long.compareUnsigned(address, net.lastLow()) <= 0);
                if (!within || net.prefix() < narrowest) continue;
                expected = net.prefix() == narrowest ? expected && one.admitted() : one.admitted();
                narrowest = net.prefix();
            }
            assertThat(table.admits(high, address))
                    .as("seed %d, %s", seed, all)
                    .isEqualTo(expected);
        }
    }

    /** Few bits differ, so that many lie within each other. */
    private static CidrBlock network(Random random, boolean six) {
        int most = six ? 128 : 32;
        int prefix = random.nextInt(4) == 0 ? random.nextInt(most + 1) : random.nextInt(8);
        long bits = (long) random.nextInt(8) << 61;
        if (!six) {
            long mask = prefix == 0 ? 0 : -1L << (32 - prefix);
            return new CidrBlock(0, (bits >>> 32) & mask & 0xFFFF_FFFFL, prefix, false);
        }
        long mask = prefix == 0 ? 0 : prefix >= 64 ? -1L : -1L << (64 - prefix);
        return new CidrBlock(bits & mask, 0, prefix, true);
    }
}
