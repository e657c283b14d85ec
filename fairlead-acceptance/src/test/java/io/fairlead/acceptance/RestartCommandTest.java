package io.fairlead.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code fairlead restart}, with real processes. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RestartCommandTest {
    private final Programs programs = new Programs();
    private static final AtomicInteger NAMES = new AtomicInteger();

    private final String name =
            "test-" + ProcessHandle.current().pid() + "-" + NAMES.incrementAndGet();
    private long last; // process that serves, a child of the one before it

    @AfterEach
    void endPrograms() throws Exception {
        Optional<ProcessHandle> serving = ProcessHandle.of(last);
        serving.ifPresent(ProcessHandle::destroy);
        serving.ifPresent(one -> one.onExit().join());
        programs.end();
    }

    /** All its processes write to one pipe, whose reader stays when the first of them has ended. */
    private RunningServer serve(String... options) throws IOException {
        List<String> all = new ArrayList<>(List.of("serve", "upper=0", "--name", name));
        all.addAll(List.of(options));
        String script = "\"$0\" \"$@\" 2>&1 | cat";
        return new RunningServer(programs.shell(script, all.toArray(String[]::new)).start());
    }

    /** The process that {@code done} says it drains. */
    private static ProcessHandle drains(Outcome done) {
        String[] words = done.output().split(" ", -1); // process 2 serves; process 1 drains ...
        return ProcessHandle.of(Long.parseLong(words[4])).orElseThrow();
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
        RunningServer server = serve("--model", model);
        ProcessHandle old;
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Integer> visits = visits(server.port(), over);
        try (Socket idle = connect(server.port())) {
            assertThat(ask(idle)).isEqualTo("HELLO\n");
            Outcome done = restart();
            assertThat(done.exit()).isZero();
            old = drains(done);
            assertThat(ask(idle)).isEqualTo("HELLO\n");
            assertThat(restart().errors()).contains(old.pid() + ", still drains");
        }
        old.onExit().join();
        over.set(true);
        assertThat(visits.join()).isPositive();
        try (Socket later = connect(server.port())) {
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
        RunningServer server = serve();
        try (Socket idle = connect(server.port())) {
            assertThat(ask(idle)).isEqualTo("HELLO\n");
            Outcome done = restart();
            assertThat(done.exit()).isZero();
            ProcessHandle old = drains(done);
            assertThat(old.destroyForcibly()).isTrue();
            old.onExit().join();
        }
        try (Socket later = connect(server.port())) {
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
