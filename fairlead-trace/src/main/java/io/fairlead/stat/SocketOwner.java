package io.fairlead.stat;

/**
 * A process that has a socket open.
 *
 * @param pid its number
 * @param command its name, at most 15 bytes (proc_pid_comm(5)), safe to show
 * @param fd the lowest descriptor by which it has it
 */
public record SocketOwner(long pid, String command, int fd) {
    /** {@code nginx (pid 4711)}. */
    @Override
    public String toString() {
        return command + " (pid " + pid + ")";
    }
}
