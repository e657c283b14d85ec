package io.fairlead.restart;

import io.fairlead.net.NetException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongConsumer;

/**
 * Asks a process that has {@link Handover begun} to let itself be replaced.
 *
 * @param oldPid the process that drains
 * @param newPid the process that serves
 * @param connections that drain
 */
public record RestartRequest(long oldPid, long newPid, long connections) {
    private static final Duration ANSWER_TIMEOUT = Handover.READY_TIMEOUT.plusSeconds(10);

    /**
     * Asks, and waits until the new process serves.
     *
     * @param control the control socket of the process
     * @param onStarted is told the number of the new process, which is about to begin
     * @return what came of it
     * @throws NetException if nobody is there, or this user may not ask
     * @throws IOException if the new process does not serve: says why; the old one goes on
     */
    public static RestartRequest send(Path control, LongConsumer onStarted) throws IOException {
        try (ControlLink link = ControlLink.connect(control)) {
            link.send(Message.of(Message.RESTART));
            long started = 0;
            while (true) {
                Message said = link.receive(ANSWER_TIMEOUT);
                if (said == null) throw new IOException("the process ended before it answered");
                switch (said.word()) {
                    case Message.STARTED -> {
                        started = said.number("pid");
                        onStarted.accept(started);
                    }
                    case Message.FAILED -> throw new IOException(said.get("reason"));
                    case Message.DONE -> {
                        long open = said.number("connections");
                        return new RestartRequest(link.peerPid(), started, open);
                    }
                    default -> {} // of a newer version
                }
            }
        }
    }
}
