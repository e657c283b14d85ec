package io.fairlead.acceptance;

import io.fairlead.server.Model;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that was stopped for longer than its timeouts: a paused machine, a debugger. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PausedServerTest {
    /** All but those whose processes would go on while their server is stopped. */
    private static final Set<Model> MODELS =
            EnumSet.complementOf(EnumSet.of(Model.PROCESS, Model.PREFORK));

    private static final long IDLE_S = 3;

    private final Programs programs = new Programs();

    @AfterEach
    void endPrograms() throws Exception {
        programs.end();
    }

    /** What waits in the socket counts before what is overdue, under every model. */
    @Test
    void whatCameMeanwhileIsAnswered() throws Exception {
        List<RunningServer> servers = new ArrayList<>();
        for (Model model : MODELS) servers.add(serve(model));
        List<Program> clients = new ArrayList<>();
        for (RunningServer server : servers) {
            Program nc = programs.client("nc", "-N", "127.0.0.1", "" + server.port()).start();
            nc.type("before\n");
            nc.output().await("BEFORE");
            server.program().signal("STOP"); // at once, or the others would be idle for too long
            clients.add(nc);
        }
        for (Program client : clients) client.type("meanwhile\n");
        long typedNs = System.nanoTime();
        long overdueNs = TimeUnit.SECONDS.toNanos(IDLE_S + 1);
        Wait.until(() -> System.nanoTime() - typedNs > overdueNs);
        for (RunningServer server : servers) server.program().signal("CONT");
        for (Program client : clients) client.output().await("MEANWHILE");
    }

    private RunningServer serve(Model model) throws Exception {
        String idle = "--idle-timeout=" + IDLE_S + "s";
        return programs.serve("upper=0", idle, "--frame-timeout=2s", "--model=" + model.word());
    }
}
