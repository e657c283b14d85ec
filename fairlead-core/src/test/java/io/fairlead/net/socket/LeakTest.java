package io.fairlead.net.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fairlead.net.ConnectOptions;
import io.fairlead.net.DatagramOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.server.Effort;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** No failing call leaves a descriptor behind. */
@EnabledOnOs(OS.LINUX)
@Timeout(120)
class LeakTest {
    private static final int ROUNDS = Effort.of(100, 1_000);
    private static final int SEARCHES = Effort.of(50, 200); // for the holder: milliseconds each

    private static final DatagramOptions NO_GROUP = DatagramOptions.DEFAULT;
    private static final DatagramOptions LAST_GROUP_FAILS =
            NO_GROUP.join("239.77.9.1%lo").join("239.77.9.2%none0");

    private static ChannelDatagrams channel(Endpoint endpoint, DatagramOptions options)
            throws NetException {
        return ChannelDatagrams.open(endpoint, options, false);
    }

    /** A call that fails. */
    private interface Failing {
        Object open() throws NetException;
    }

    @Test
    void failingOpensLeakNothing(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "kept");
        try (Listener tcp = Listener.open(Endpoint.parse("0"));
                Listener unix = Listener.open(Endpoint.unix(directory.resolve("live")));
                ChannelDatagrams udp = channel(Endpoint.parse("udp://:0"), NO_GROUP)) {
            Endpoint closed = closedPort();
            ConnectOptions foreign =
                    ConnectOptions.DEFAULT.withLocal(Endpoint.parse("tcp://192.0.2.1:0"));
            assertNoLeak(SEARCHES, () -> Listener.open(tcp.endpoint()));
            assertNoLeak(ROUNDS, () -> Listener.open(Endpoint.parse("tcp://192.0.2.1:0")));
            assertNoLeak(ROUNDS, () -> Listener.open(Endpoint.unix(file)));
            assertNoLeak(SEARCHES, () -> channel(udp.endpoint(), NO_GROUP));
            assertNoLeak(SEARCHES, () -> channel(Endpoint.parse("udp://*:0"), LAST_GROUP_FAILS));
            assertNoLeak(
                    SEARCHES,
                    () ->
                            NativeDatagrams.open(
                                    Endpoint.parse("udp://*:0"), LAST_GROUP_FAILS, false));
            assertNoLeak(ROUNDS, () -> Sockets.connect(closed, ConnectOptions.DEFAULT));
            assertNoLeak(ROUNDS, () -> Sockets.connect(tcp.endpoint(), foreign));
            assertNoLeak(
                    ROUNDS, () -> Sockets.connect(Endpoint.unix(file), ConnectOptions.DEFAULT));
            assertThat(unix.channel().isOpen()).isTrue();
        }
    }

    @Test
    void askingALivingServerLeaksNothing(@TempDir Path directory) throws Exception {
        Endpoint endpoint = Endpoint.unix(directory.resolve("live"));
        try (Listener live = Listener.open(endpoint, 1)) {
            assertThat(live.channel().isOpen()).isTrue();
            assertThatExceptionOfType(NetException.class)
                    .isThrownBy(() -> Listener.open(endpoint)); // leaves a connection in the queue
            assertNoLeak(SEARCHES, () -> Listener.open(endpoint));
        }
    }

    private static Endpoint closedPort() throws IOException {
        try (Listener listener = Listener.open(Endpoint.parse("0"))) {
            return listener.endpoint();
        }
    }

    private static void assertNoLeak(int rounds, Failing call) throws IOException {
        assertThatExceptionOfType(NetException.class).isThrownBy(call::open); // loads classes
        List<String> before = descriptors();
        for (int i = 0; i < rounds; i++) {
            assertThatExceptionOfType(NetException.class).isThrownBy(call::open);
        }
        // Other threads of the test run may open a file or two, not one each time.
        assertThat(descriptors().size()).isLessThan(before.size() + rounds / 10);
    }

    private static List<String> descriptors() throws IOException {
        List<String> open = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            files.forEach(file -> open.add(file.toString()));
        }
        return open;
    }
}
