package io.fairlead.stat;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.stat.CallDirections.Direction;
import io.fairlead.stat.KernelSocket.Identity;
import io.fairlead.stat.KernelSocket.Queues;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallDirectionsTest {
    @TempDir private Path folder;

    private static KernelSocket socket(SocketState state, int local, int remote) {
        return new KernelSocket(
                SocketProtocol.TCP,
                state,
                end(local),
                end(remote),
                new Queues(0, 0, 0),
                SocketTimer.NONE,
                new Identity(99, 1, 0, 0),
                null);
    }

    private static End end(int port) {
        return End.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), false);
    }

    private Direction of(KernelSocket socket, KernelSocket... others) throws IOException {
        Path range = Files.writeString(folder.resolve("range"), "40000\t49999\n");
        Owners owners = Owners.of(folder);
        return new CallDirections(new Snapshot(List.of(others), owners, List.of()), range)
                .of(socket);
    }

    @Test
    void aListenerWasCalled() throws IOException {
        KernelSocket listener = socket(SocketState.LISTEN, 45_000, 0);
        assertThat(of(socket(SocketState.ESTABLISHED, 45_000, 7), listener))
                .isEqualTo(Direction.CALLED);
        assertThat(of(socket(SocketState.ESTABLISHED, 7, 45_000), listener))
                .isEqualTo(Direction.CALLING);
    }

    /** Its listener may have ended long before a connection does. */
    @Test
    void withoutAListenerThePortThatTheKernelChoseHasCalled() throws IOException {
        assertThat(of(socket(SocketState.ESTABLISHED, 7007, 41_000))).isEqualTo(Direction.CALLED);
        assertThat(of(socket(SocketState.ESTABLISHED, 41_000, 7007))).isEqualTo(Direction.CALLING);
        assertThat(of(socket(SocketState.ESTABLISHED, 41_000, 41_001)))
                .isEqualTo(Direction.UNKNOWN);
        assertThat(of(socket(SocketState.ESTABLISHED, 7, 9))).isEqualTo(Direction.UNKNOWN);
    }
}
