package io.fairlead.cli.doctor;

import java.util.OptionalLong;

/**
 * What this runs on.
 *
 * @param kernel name and release
 * @param architecture of the processor
 * @param java version and maker
 * @param processors that this process may use
 * @param memoryBytes of the machine; empty if it is not known
 * @param cgroupBytes that the container may use; empty if it may use all
 * @param heapBytes that Java may use at most for its heap
 */
record Machine(
        String kernel,
        String architecture,
        String java,
        int processors,
        OptionalLong memoryBytes,
        OptionalLong cgroupBytes,
        long heapBytes) {
    static Machine of(Kernel kernel) {
        return new Machine(
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("os.arch"),
                System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")",
                Runtime.getRuntime().availableProcessors(),
                kernel.memoryBytes(),
                kernel.cgroup("memory", "memory.max", "memory.limit_in_bytes"),
                Runtime.getRuntime().maxMemory());
    }
}
