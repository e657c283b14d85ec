package io.fairlead.bench.matrix;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A server behind what is measured, or none: {@code floor_epoll.c}. For one thread. */
final class Origin implements AutoCloseable {
    /** There is none. */
    static final Origin NONE = new Origin(null);

    private final @Nullable PeerProcess process;

    private Origin(@Nullable PeerProcess process) {
        this.process = process;
    }

    /**
     * Starts one, and waits until it serves.
     *
     * @param programs the folder of the compiled programs
     * @param pin the words that bind a program to a core, or none
     * @param service what it does
     * @param port 0 for a free one
     */
    static Origin start(Path programs, List<String> pin, String service, int port)
            throws IOException {
        String program = programs.resolve("floor_epoll").toString();
        return new Origin(new PeerProcess(List.of(program, service, String.valueOf(port)), pin));
    }

    /** Its port; 0 if there is none. */
    int port() {
        return process == null ? 0 : process.port();
    }

    /** Ends it at once: its connections end with it. */
    @Override
    public void close() {
        if (process != null) process.close();
    }
}
