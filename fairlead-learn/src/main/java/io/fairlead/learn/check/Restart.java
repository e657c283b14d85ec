package io.fairlead.learn.check;

import io.fairlead.posix.process.ProcessConstants;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** The program is killed while a client is connected, and started again at once. */
final class Restart {
    private static final long LOOK_NS = 10_000_000;

    private Restart() {}

    static CheckResult run(LearnerServer site) throws IOException {
        int port = site.address().getPort();
        TestClient caller = site.call();
        try (caller) {
            boolean talked = StreamExchange.goesWell(site, caller);
            if (!caller.isOver()) site.subject().members().signal(ProcessConstants.SIGKILL);
            if (talked) caller.receiveToEnd();
            caller.leave(); // its FIN comes second, so the server's end waits
        }
        if (!awaitTimeWait(site, port)) {
            CheckResult _ = site.startAgain(); // the end was this trial's doing
            return CheckResult.untried(
                    Topic.RESTART,
                    "No connection of it waits in TIME_WAIT, so this was not tried.");
        }
        CheckResult started = site.startAgain();
        if (started.verdict() == Verdict.RIGHT) {
            return site.address().getPort() == port
                    ? CheckResult.right(Topic.RESTART)
                    : CheckResult.untried(
                            Topic.RESTART,
                            "It chose another port this time, so this was not tried.");
        }
        List<String> evidence = new ArrayList<>(started.evidence());
        evidence.addAll(site.kernel().lines(port));
        String sentence =
                "Started again, it cannot bind: old connections of its port are in TIME_WAIT for a"
                        + " minute. Set SO_REUSEADDR before bind.";
        return CheckResult.wrong(Topic.RESTART, sentence, evidence);
    }

    private static boolean awaitTimeWait(LearnerServer site, int port) throws IOException {
        Waiting waiting = site.waiting();
        while (!site.kernel().hasTimeWait(port)) {
            if (waiting.isOver()) return false;
            LockSupport.parkNanos(LOOK_NS);
        }
        return true;
    }
}
