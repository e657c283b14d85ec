package io.fairlead.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fairlead.frame.Codec;
import io.fairlead.net.NetException;
import io.fairlead.program.Program;
import io.fairlead.server.Model;
import io.fairlead.server.Server;
import io.fairlead.server.ServerBuilder;
import io.fairlead.service.HomeConsumer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A program by pipes behind each connection, under each model. */
@ParameterizedClass
@EnumSource(Model.class)
@Timeout(120)
class ProgramServiceTest {
    private static final long QUIET_NS = 300_000_000;

    private final Model model;
    private final BlockingQueue<String> log = new LinkedBlockingQueue<>();
    private @Nullable Server served;
    private @Nullable ProgramService programs;

    ProgramServiceTest(Model model) {
        this.model = model;
    }

    private Server serve(ProgramService service) throws NetException {
        ServerBuilder builder = Server.at("tcp://127.0.0.1:0").codec(Codec.raw()).model(model);
        if (model.hasProcesses()) builder.workers(1);
        return builder.serve(service);
    }

    private Server serve(Program program) throws NetException {
        programs = new ProgramService(program, new HomeConsumer(log::add));
        served = serve(programs);
        return served;
    }

    private Server serve(String script) throws NetException {
        return serve(Program.of("sh", "-c", script).environment(Map.of("PATH", "/usr/bin:/bin")));
    }

    @AfterEach
    void close() {
        if (served != null) served.close();
        if (programs != null) programs.close();
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("fairlead programs");
    }

    @Test
    void asInTheDocuments() throws Exception {
        // region: exec
        HomeConsumer errors = new HomeConsumer(System.err::println);
        ProgramService service = new ProgramService(Program.of("tr", "a-z", "A-Z"), errors);
        Server server = Server.at("tcp://127.0.0.1:0").codec(Codec.raw()).serve(service);
        // endregion
        try (service;
                server;
                Caller caller = new Caller(server.endpoint())) {
            assertThat(caller.ask("hello")).isEqualTo("HELLO");
        }
    }

    @Test
    void whatIsSentComesBackAndTheHalfCloseEndsIt() throws Exception {
        Server server = serve(Program.of("cat"));
        try (Caller caller = new Caller(server.endpoint())) {
            caller.send("hello\n");
            assertThat(caller.readLine()).isEqualTo("hello\n");
            assertThat(caller.ask("bye")).isEqualTo("bye");
        }
    }

    @Test
    void itHasTheVariablesOfTcpserver() throws Exception {
        Server server = serve("env");
        try (Caller caller = new Caller(server.endpoint())) {
            List<String> lines = caller.ask("").lines().toList();
            assertThat(lines)
                    .contains("PROTO=TCP", "TCPREMOTEIP=127.0.0.1")
                    .contains("TCPLOCALPORT=" + server.port());
        }
    }

    @Test
    void itsErrorsAreLoggedAndItsOutputIsSentWhole() throws Exception {
        Server server = serve("echo oh no >&2; head -c 3000000 /dev/zero | tr '\\0' x; exit 3");
        try (Caller caller = new Caller(server.endpoint())) {
            assertThat(caller.readAll()).hasSize(3_000_000).matches("x+");
        }
        assertThat(log.take()).matches("127.0.0.1:\\d+ sh\\[\\d+]: oh no");
        assertThat(log.take()).endsWith(": ended with status 3");
    }

    @Test
    void whoLeavesTakesTheProgramAlong() throws Exception {
        String word = "31" + System.nanoTime() % 1_000_000_000;
        Server server = serve("trap '' TERM; echo up; sleep " + word);
        try (Caller caller = new Caller(server.endpoint())) {
            assertThat(caller.readLine()).isEqualTo("up\n");
            Wait.until("the sleep runs", () -> Wait.isRunning(word));
            caller.reset();
        }
        Wait.untilGone(word);
    }

    @Test
    void whoDoesNotReadStallsHisOwnProgramAlone() throws Exception {
        assumeTrue(model != Model.ITERATIVE, "which serves one at a time");
        Server server = serve("read mode; if [ $mode = yes ]; then exec yes; else exec cat; fi");
        try (Caller silent = new Caller(server.endpoint());
                Caller other = new Caller(server.endpoint())) {
            silent.send("yes\n");
            assertThat(silent.readLine()).isEqualTo("y\n");
            Wait.until("the buffers are full", () -> server.stats().bytesSent() > 100_000);
            other.send("cat\nhello\n");
            assertThat(other.readLine()).isEqualTo("hello\n");
            silent.reset();
        }
    }

    @Test
    void inputThatTheProgramDoesNotReadWaitsAtTheClient() throws Exception {
        Server server = serve("read go < /dev/null; sleep 1000");
        byte[] bytes = new byte[64 * 1024];
        try (Caller caller = new Caller(server.endpoint())) {
            long sent = 0;
            long movedNs = System.nanoTime();
            while (System.nanoTime() - movedNs < QUIET_NS) {
                int count = caller.sendSome(bytes);
                if (count > 0) movedNs = System.nanoTime();
                sent += count;
                assertThat(sent).as("bytes taken that nobody reads").isLessThan(40_000_000);
                Thread.onSpinWait();
            }
            caller.reset();
        }
    }
}
