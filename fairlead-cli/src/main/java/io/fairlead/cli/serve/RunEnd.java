package io.fairlead.cli.serve;

import io.fairlead.cli.CommandException;
import io.fairlead.cli.ExitCode;
import io.fairlead.cli.Shell;
import io.fairlead.cli.restart.NameOption;
import io.fairlead.cli.restart.ServerName;
import io.fairlead.net.NetException;
import io.fairlead.restart.Handover;
import io.fairlead.server.Server;
import io.fairlead.supervise.Supervisor;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * How a run ends: by a signal, or as another process takes over.
 *
 * @param name by which it can be restarted, and for how long it stays then
 * @param drainTimeout for what is in flight
 */
record RunEnd(NameOption name, Duration drainTimeout) {
    /** Takes over from the process before it, if there is one; null without a name. */
    @Nullable Handover begin(Shell shell) throws CommandException {
        ServerName known = name.name();
        if (known == null) return null;
        try {
            return Handover.begin(known.newControl(shell));
        } catch (NetException e) {
            throw new CommandException(ExitCode.of(e), String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.FAILED, "--name " + known.name() + ": " + e.getMessage(), e);
        }
    }

    /** All is served: from now on it can be restarted. */
    static void ready(
            @Nullable Handover handover,
            ServedList served,
            Supervisor supervisor,
            Log log,
            StopSignal stop)
            throws CommandException {
        if (handover == null) return;
        try {
            List<Server> servers = served.all().stream().map(Served::server).toList();
            handover.ready(servers);
        } catch (IOException e) {
            throw new CommandException(ExitCode.FAILED, String.valueOf(e.getMessage()), e);
        }
        CompletableFuture<Void> _ =
                handover.replaced()
                        .thenAccept(pid -> {
                            supervisor.replacedBy(pid);
                            stop.stop(ExitCode.OK);
                        });
    }

    /** Lets connections end. */
    void end(
            @Nullable Handover handover,
            ServedList served,
            Supervisor supervisor,
            Log log,
            StopSignal stop)
            throws InterruptedException {
        Long next = handover == null ? null : handover.replaced().getNow(null);
        if (next != null) {
            DrainLog.retire(log, stop, next, served, name.retireTimeout());
            return;
        }
        supervisor.stopping(drainTimeout);
        DrainLog.drain(log, stop, served.connections(), drainTimeout, served);
    }
}
