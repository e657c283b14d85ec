package io.fairlead.net.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.net.Endpoint;
import io.fairlead.net.socket.PortHolder.Holding;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortHolderTest {
    private static final String LITTLE = "0100007F";
    private static final String BIG = "7F000001";

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:0", "*:0", "[::1]:0", "0.0.0.0:0"})
    @EnabledOnOs(OS.LINUX)
    void findsThisProcess(String text) throws IOException {
        try (Listener listener = Listener.open(Endpoint.parse(text))) {
            PortHolder holder = PortHolder.find(listener.endpoint()).orElseThrow();
            assertThat(holder.holding()).isEqualTo(Holding.PROCESS);
            assertThat(holder.pid()).isEqualTo(ProcessHandle.current().pid());
            assertThat(holder.command()).isNotBlank();
            assertThat(holder.user()).isEqualTo(System.getProperty("user.name"));
            assertThat(holder)
                    .hasToString(
                            "pid %d (%s, user %s)"
                                    .formatted(holder.pid(), holder.command(), holder.user()));
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void findsAnIpv4AddressBehindADualStackListener() throws IOException {
        try (Listener listener = Listener.open(Endpoint.parse("*:0"))) {
            Endpoint four = Endpoint.tcp("127.0.0.1", listener.endpoint().port());
            assertThat(PortHolder.find(four)).isPresent();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void doesNotBlameTheSamePortOfAnotherAddress() throws IOException {
        try (Listener listener = Listener.open(Endpoint.parse("127.0.0.1:0"))) {
            Endpoint other = Endpoint.tcp("127.0.0.2", listener.endpoint().port());
            assertThat(PortHolder.find(other)).isEmpty();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void findsAPathWithABlankAndAnAccent(@TempDir Path directory) throws IOException {
        Endpoint endpoint = Endpoint.unix(directory.resolve("x y\u00e9.sock"));
        try (Listener listener = Listener.open(endpoint)) {
            assertThat(PortHolder.find(listener.endpoint()).orElseThrow().pid())
                    .isEqualTo(ProcessHandle.current().pid());
        }
    }

    @Test
    void aNameWithALineFeedHidesNobodyElse(@TempDir Path proc) throws IOException {
        Files.createDirectories(proc.resolve("net"));
        String table =
                """
                Num       RefCount Protocol Flags    Type St Inode Path
                0000000000000000: 00000002 00000000 00010000 0001 01 98 @odd

                0000000000000000: 00000002 00000000 00010000 0001 01 99 /run/x.sock
                """;
        Files.writeString(proc.resolve("net/unix"), table);
        assertThat(PortHolder.find(Endpoint.parse("unix:/run/x.sock"), proc)).isPresent();
    }

    @Test
    void saysWhenTimeWaitEnds(@TempDir Path proc) throws IOException {
        writeTable(proc, row("06", "03:00000F3C", "0", "0"));

        PortHolder holder = PortHolder.find(Endpoint.parse("7007"), proc).orElseThrow();

        assertThat(holder.holding()).isEqualTo(Holding.CLOSING);
        assertThat(holder.freeIn().toSeconds()).isEqualTo(39);
        assertThat(holder).hasToString("old connections in TIME_WAIT, no process (free in 39 s)");
    }

    @Test
    void saysThatRootWouldSeeIt(@TempDir Path proc) throws IOException {
        writeTable(proc, row("0A", "00:00000000", "4242424", "99"));

        PortHolder holder = PortHolder.find(Endpoint.parse("7007"), proc).orElseThrow();

        assertThat(holder.holding()).isEqualTo(Holding.HIDDEN);
        assertThat(holder).hasToString("a process of user uid 4242424 that only root can see");
    }

    @Test
    void prefersTheListenerToItsConnections(@TempDir Path proc) throws IOException {
        writeTable(
                proc,
                row("06", "03:00000F3C", "0", "0"),
                row("01", "00:00000000", "4242421", "98"),
                row("0A", "00:00000000", "4242422", "99"),
                row("01", "00:00000000", "4242423", "97"));

        assertThat(PortHolder.find(Endpoint.parse("7007"), proc).orElseThrow().user())
                .isEqualTo("uid 4242422");
    }

    @Test
    void findsTheProcessOfASocket(@TempDir Path proc) throws IOException {
        writeTable(proc, row("0A", "00:00000000", "0", "99"));
        Path process = proc.resolve("4711");
        Files.createDirectories(process.resolve("fd"));
        Files.createSymbolicLink(process.resolve("fd/3"), Path.of("socket:[99]"));
        Files.writeString(process.resolve("comm"), "ng\u001binx\n");

        PortHolder holder = PortHolder.find(Endpoint.parse("7007"), proc).orElseThrow();

        assertThat(holder.pid()).isEqualTo(4711);
        assertThat(holder.command()).isEqualTo("ng\\x1binx");
        assertThat(holder.freeIn()).isEqualTo(Duration.ZERO);
    }

    @Test
    void answersNothingRatherThanFail(@TempDir Path proc) throws IOException {
        Endpoint endpoint = Endpoint.parse("7007");
        assertThat(PortHolder.find(endpoint, proc.resolve("none"))).isEmpty();
        writeTable(proc, "   garbage");
        assertThat(PortHolder.find(endpoint, proc)).isEmpty();
        writeTable(proc, "0: 0100007F:ZZZZ 0 0A");
        assertThat(PortHolder.find(endpoint, proc)).isEmpty();
    }

    private static String row(String state, String timer, String uid, String inode) {
        String address = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? LITTLE : BIG;
        return "   0: %s:1B5F 00000000:0000 %s 00000000:00000000 %s 00000000 %s 0 %s 1 0 100 0"
                .formatted(address, state, timer, uid, inode);
    }

    private static void writeTable(Path proc, String... rows) throws IOException {
        Files.createDirectories(proc.resolve("net"));
        String table = "  sl  local_address rem_address   st\n" + String.join("\n", rows) + "\n";
        Files.writeString(proc.resolve("net/tcp"), table);
    }
}
