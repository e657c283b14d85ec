package io.fairlead.exec.command;

import java.time.Duration;

/**
 * What a run of a command will not go beyond.
 *
 * @param time from its start; then it is ended
 * @param outputBytes to standard output and standard error together; then it is killed
 * @param memoryBytes of address space for each of its processes (RLIMIT_AS)
 * @param processes at a time; under a server of root, of the user in all (RLIMIT_NPROC)
 * @param atOnce runs of the command at a time; more are refused
 */
record RunLimits(Duration time, long outputBytes, long memoryBytes, int processes, int atOnce) {
    static final RunLimits DEFAULT =
            new RunLimits(Duration.ofSeconds(10), 64 << 10, 512 << 20, 32, 4);
}
