package io.fairlead.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code fairlead restart}, with real processes. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RestartCommandTest {
    private final Programs programs = new Programs();
    private final String name = "test-" + ProcessHandle.current().pid();
    private long last; // process that serves, a child of the one before it

    @AfterEach
    void endPrograms() throws Exception {
        ProcessHandle.of(last).ifPresent(ProcessHandle::destroy);
        programs.end();
    }

    private Outcome restart() throws Exception {
        Outcome outcome = programs.fairlead("restart", name).run();
        String words = outcome.output();
        if (words.startsWith("process ")) last = Long.parseLong(words.split(" ", 3)[1]);
        return outcome;
    }

    @ParameterizedTest
    @ValueSource(strings = {"virtual", "epoll"})
    void nobodyIsRefused(String model) throws Exception {
        RunningServer old = programs.serve("upper=0", "--name", name, "--model", model);
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Integer> visits = visits(old.port(), over);
        try (Socket idle = connect(old.port())) {
            assertThat(ask(idle)).isEqualTo("HELLO\n");
            Outcome done = restart();
            assertThat(done.exit()).isZero();
            assertThat(done.output()).contains("process " + old.pid() + " drains");
            assertThat(ask(idle)).isEqualTo("HELLO\n");
            assertThat(restart().errors()).contains(old.pid() + ", still drains");
        }
        assertThat(old.program().awaitExit()).isZero();
        over.set(true);
        assertThat(visits.join()).isPositive();
        try (Socket later = connect(old.port())) {
            assertThat(ask(later)).isEqualTo("HELLO\n");
        }
    }

    private static CompletableFuture<Integer> visits(int port, AtomicBoolean over) {
        return CompletableFuture.supplyAsync(
                () -> visit(port, over), work -> Thread.ofPlatform().start(work));
    }

    private static int visit(int port, AtomicBoolean over) {
        int visits = 0;
        for (; !over.get(); visits++) {
            try (Socket socket = connect(port)) {
                assertThat(ask(socket)).isEqualTo("HELLO\n");
            } catch (IOException e) {
                throw new UncheckedIOException("visit " + visits, e);
            }
        }
        return visits;
    }

    private static Socket connect(int port) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), port);
    }

    private static String ask(Socket socket) throws IOException {
        socket.getOutputStream().write("hello\n".getBytes(UTF_8));
        return new String(socket.getInputStream().readNBytes("HELLO\n".length()), UTF_8);
    }

    @Test
    void anOldOneThatIsKilledWhileItDrainsLeavesTheNewOne() throws Exception {
        RunningServer old = programs.serve("upper=0", "--name", name);
        try (Socket idle = connect(old.port())) {
            assertThat(ask(idle)).isEqualTo("HELLO\n");
            assertThat(restart().exit()).isZero();
            old.program().signal("KILL");
            assertThat(old.program().awaitExit()).isEqualTo(128 + 9);
        }
        try (Socket later = connect(old.port())) {
            assertThat(ask(later)).isEqualTo("HELLO\n");
        }
        long before = last;
        Outcome again = restart();
        while (again.errors().contains("still drains")) again = restart(); // it is about to see
        assertThat(again.errors()).contains("started process");
        assertThat(again.output()).contains("process " + before + " drains");
    }

    @Test
    void aServerThatIsNotThereIsNamed() throws Exception {
        Outcome outcome = restart();
        assertThat(outcome.exit()).isNotZero();
        assertThat(outcome.errors())
                .contains("no server of this user is called " + name)
                .contains("fairlead serve --name " + name);
        assertThat(programs.fairlead("restart", "a/b").run().errors())
                .contains("1 to 40 letters, digits");
    }
}
