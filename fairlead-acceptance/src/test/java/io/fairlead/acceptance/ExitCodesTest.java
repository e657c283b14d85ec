package io.fairlead.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the command says, and ends with, when it cannot do what it was asked for. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ExitCodesTest {
    private static final int QUEUE_MAX = 64;

    private final Programs programs = new Programs();

    @AfterEach
    void endPrograms() throws Exception {
        programs.end();
    }

    @Test
    void refusedIs3() throws Exception {
        try (SocketChannel unheard = SocketChannel.open()) { // bound, but it does not listen
            SocketAddress address = unheard.bind(ConnectCommandTest.loopback(0)).getLocalAddress();
            assertFails(3, "ECONNREFUSED", "connect", address.toString().substring(1));
        }
    }

    @Test
    void refusedOverUnixSocketIs3() throws Exception {
        String path = programs.file("dead.sock").toString();
        String python = "import socket,sys; socket.socket(socket.AF_UNIX).bind(sys.argv[1])";
        assertThat(programs.client("python3", "-c", python, path).run().exit()).isZero();
        assertFails(3, "ECONNREFUSED", "connect", "unix://" + path);
        assertFails(6, "ENOENT", "connect", "unix://" + programs.file("absent.sock"));
    }

    @Test
    void timeoutIs4() throws Exception {
        List<SocketChannel> waiting = new ArrayList<>();
        try (ServerSocketChannel deaf = ServerSocketChannel.open()) {
            SocketAddress address = deaf.bind(ConnectCommandTest.loopback(0), 1).getLocalAddress();
            fillQueue(address, waiting);
            String endpoint = "127.0.0.1:" + ((InetSocketAddress) address).getPort();
            assertFails(
                    4,
                    "no answer within 500 ms",
                    "connect",
                    "--connect-timeout",
                    "500ms",
                    endpoint);
        } finally {
            for (SocketChannel one : waiting) one.close();
        }
    }

    /** Connects until the kernel has room for no more; from then on it drops each SYN. */
    private static void fillQueue(SocketAddress address, List<SocketChannel> waiting)
            throws Exception {
        while (waiting.size() < QUEUE_MAX) {
            SocketChannel next = SocketChannel.open();
            waiting.add(next);
            next.configureBlocking(false);
            // Over loopback a handshake that is possible is over when connect returns.
            if (!next.connect(address) && !next.finishConnect()) return;
        }
        throw new AssertionError("a queue for 1 took " + QUEUE_MAX);
    }

    @Test
    void nameNotResolvedIs5() throws Exception {
        assertFails(5, "the host name has no address", "connect", "no-such-host.invalid:7");
    }

    @Test
    void portInUseIs6AndNamesItsHolder() throws Exception {
        TestPeer holder = TestPeer.running(programs, "cat");
        String held = "the port is held by pid " + holder.pid() + " (socat, user ";
        awaitHolder(held, "serve", "echo=" + holder.port());
        String local = "127.0.0.1:" + holder.port();
        awaitHolder(held, "connect", "--bind", local, holder.address());
    }

    /** Fails with 6, and at the latest in 20 s finds out who holds the port: it looks for 0.3 s. */
    private void awaitHolder(String held, String... command) throws Exception {
        Wait.until(() -> {
            Outcome outcome = programs.fairlead(command).run();
            assertThat(outcome.errors()).contains("EADDRINUSE: the port is held by ");
            assertThat(outcome.exit()).isEqualTo(6);
            return outcome.errors().contains(held);
        });
    }

    @Test
    void usageIs2() throws Exception {
        assertFails(2, "did you mean --delay?", "serve", "--dela", "2s");
        assertFails(2, "did you mean echo?", "serve", "eco");
        assertFails(2, "99999", "serve", "echo=99999");
        assertFails(2, "'ENDPOINT'", "connect");
    }

    @Test
    void otherMachinesAreServedOnlyWhenThatIsMeant() throws Exception {
        assertFails(2, "if you mean that, add --public", "serve", "echo=tcp://*:0");
        assertFails(2, "if you mean that, add --public", "serve", "echo=tcp://0.0.0.0:0");
        assertFails(2, "if you mean that, add --public", "serve", "echo=tcp://[::]:0");
    }

    @Test
    void readersOfHelpMayLeave() throws Exception {
        Outcome outcome = programs.shell("\"$0\" help serve | head -1").run();
        assertThat(outcome.output()).startsWith("Usage: fairlead serve").hasLineCount(1);
        assertThat(outcome.errors()).isEmpty();
    }

    /** Fails with {@code code}, nothing on standard output, and a sentence with {@code words}. */
    private void assertFails(int code, String words, String... command) throws Exception {
        Outcome outcome = programs.fairlead(command).run();
        assertThat(outcome.errors()).contains(words).doesNotContain("\tat ", "\u001b");
        assertThat(outcome.exit()).as(outcome.errors()).isEqualTo(code);
        assertThat(outcome.output()).isEmpty();
    }
}
