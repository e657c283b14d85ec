package io.fairlead.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.posix.Errno;
import io.fairlead.stat.SocketState;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What a lab writes to says the truth, and leaves nothing behind. */
class ExperimentTest {
    @Test
    void whatIsNotSoIsBroken() throws IOException {
        Report report =
                Trial.report(lab -> {
                    lab.check("this holds", true);
                    lab.check("this does not", false);
                    lab.check("nor this", 1, 2);
                    lab.checkErrno("nor this", Errno.ECONNREFUSED, -Errno.EPIPE);
                    lab.checkErrno("nor this", Errno.ECONNREFUSED, 0);
                });
        assertThat(report.held()).isFalse();
        assertThat(report.outcome()).isEqualTo("1 check held, 4 did not");
        assertThat(report.parts())
                .filteredOn(part -> part instanceof Part.Check)
                .extracting(part -> ((Part.Check) part).text())
                .containsExactly(
                        "\u2713 this holds",
                        "\u2717 this does not: it is not so",
                        "\u2717 nor this: expected 1, was 2",
                        "\u2717 nor this: expected ECONNREFUSED, was EPIPE",
                        "\u2717 nor this: expected ECONNREFUSED, was success (0)");
    }

    @Test
    void aLabThatBreaksOffLeavesNothingOpen() throws IOException {
        List<String> before = LabsTest.sockets();
        assertThatThrownBy(() ->
                        Trial.report(lab -> {
                            lab.side("server").listening("listener", 7007, 1);
                            throw new IllegalStateException("broken off");
                        }))
                .hasMessage("broken off");
        assertThat(LabsTest.sockets()).isEqualTo(before);
    }

    @Test
    void callsAreShownAsInC() throws IOException {
        Report report =
                Trial.report(lab -> {
                    Side side = lab.side("server");
                    Fd socket = side.socket("socket");
                    side.listen(socket, 1);
                    side.send(socket, "a\n");
                    side.close(socket);
                    side.close(socket);
                });
        assertThat(report.parts())
                .filteredOn(part -> part instanceof Part.Call)
                .extracting(part -> ((Part.Call) part).text())
                .containsExactly(
                        "server: socket(AF_INET, SOCK_STREAM, 0) = socket",
                        "server: listen(socket, 1) = 0",
                        "server: send(socket, \"a\\n\", 2, MSG_NOSIGNAL) = -1 EPIPE",
                        "server: close(socket) = 0",
                        "server: close(socket) = -1 EBADF");
    }

    @Test
    void aConnectionThatNobodyAcceptedIsAmongTheSockets() throws IOException {
        Report report =
                Trial.report(lab -> {
                    Side side = lab.side("side");
                    Fd listener = side.listening("listener", 7007, 1);
                    Fd talker = side.socket("talker");
                    side.connect(talker, listener);
                    lab.checkState("up", SocketState.ESTABLISHED, talker);
                    lab.sockets();
                });
        assertThat(report.held()).isTrue();
        Part.Sockets sockets = (Part.Sockets) report.parts().getLast();
        assertThat(sockets.lines()).hasSize(3);
        assertThat(sockets.lines().get(0)).matches("side listener .* LISTEN +backlog 1 of 1.*");
        assertThat(sockets.lines().get(1)).matches("side talker +127.* > 127.* ESTABLISHED");
        assertThat(sockets.lines().get(2)).matches("not accepted +127.* > 127.* ESTABLISHED");
    }

    @Test
    void whoHasTheAddressNowIsShownNotWhoClosedIt() throws IOException {
        Report report =
                Trial.report(lab -> {
                    Side side = lab.side("side");
                    Fd before = side.listening("before", 7007, 1);
                    InetSocketAddress address = Objects.requireNonNull(before.local());
                    side.close(before);
                    Fd after = side.socket("after");
                    side.bind(after, address);
                    side.listen(after, 1);
                    lab.checkKernel("listens", after, s -> s.state() == SocketState.LISTEN);
                    lab.sockets();
                });
        assertThat(report.held()).isTrue();
        Part.Sockets sockets = (Part.Sockets) report.parts().getLast();
        assertThat(sockets.lines()).singleElement().asString().startsWith("side after ");
    }
}
