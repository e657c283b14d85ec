package io.fairlead.net.socket;

import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Who holds a port or the path of a Unix-domain socket. Immutable.
 *
 * <p>Read from {@code /proc} (proc(5), proc_pid_net(5)), so only Linux knows the answer; elsewhere
 * there is none. The answer may be out of date as soon as it is there.
 *
 * @param holding what sort of holder it is
 * @param pid the process; 0 unless {@code PROCESS}
 * @param command the process's name, at most 15 bytes (proc_pid_comm(5)); empty if not known
 * @param user the name of the socket's owner, or {@code uid 1234}; empty for {@code CLOSING}
 * @param freeIn for {@code CLOSING}, when the port is free at the latest; zero if not known
 */
public record PortHolder(Holding holding, long pid, String command, String user, Duration freeIn) {

    private static final String IN_USE = "EADDRINUSE";

    /** What sort of holder it is. */
    public enum Holding {
        /** A process that this user may look into. */
        PROCESS,
        /** Another user's process; root could see which. */
        HIDDEN,
        /** No process: connections that are over, TIME_WAIT for the most part (RFC 9293). */
        CLOSING
    }

    /** Finds the holder of {@code endpoint} within about 0.3 s; empty if it is not to be found. */
    public static Optional<PortHolder> find(Endpoint endpoint) {
        return find(endpoint, Path.of("/proc"));
    }

    static Optional<PortHolder> find(Endpoint endpoint, Path proc) {
        try {
            return new ProcNet(proc).holder(endpoint);
        } catch (IOException | RuntimeException unreadable) {
            // This only explains another error: it must not take that error's place.
            return Optional.empty();
        }
    }

    /** Who it is, in words: {@code pid 4711 (nginx, user www-data)}. */
    @Override
    public String toString() {
        return switch (holding) {
            case PROCESS -> "pid " + pid + " (" + command + ", user " + user + ")";
            case HIDDEN -> "a process of user " + user + " that only root can see";
            case CLOSING -> "old connections in TIME_WAIT, no process" + free();
        };
    }

    private String free() {
        return freeIn.isZero() ? "" : " (free in " + freeIn.toSeconds() + " s)";
    }

    /**
     * Explains why bind failed. Where {@code endpoint} is in use, the message names who holds it,
     * as far as this user may know; that search takes up to 0.3 s.
     */
    static NetException bindFailure(Endpoint endpoint, Exception cause) {
        NetException failure = NetException.of("bind", endpoint, cause);
        if (failure == cause || !failure.errno().equals(IN_USE)) return failure;
        return new NetException("bind", endpoint, IN_USE, sentence(endpoint), cause);
    }

    private static String sentence(Endpoint endpoint) {
        String what = endpoint.scheme() == Endpoint.Scheme.UNIX ? "path" : "port";
        return find(endpoint)
                .map(holder -> "the " + what + " is held by " + holder + holder.wayOut(what))
                .orElse(
                        "the %s is in use; choose another %s or stop what holds it"
                                .formatted(what, what));
    }

    private String wayOut(String what) {
        return switch (holding) {
            case PROCESS ->
                    pid == ProcessHandle.current().pid()
                            ? ", which is this process; close that socket first or choose another "
                                    + what
                            : "; choose another " + what + " or stop it";
            case HIDDEN -> "; choose another " + what + ", or find it with sudo ss -anp";
            case CLOSING -> "; wait a minute, or choose another " + what;
        };
    }
}
