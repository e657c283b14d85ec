package io.fairlead.server.report;

/**
 * What a service threw in a worker process, or that the process ended: a copy of its name, message
 * and stack, in the server's own process.
 */
public final class WorkerException extends Exception {
    private static final long serialVersionUID = 1;

    private final String thrown;

    /** That a process ended, or could not be started. */
    public WorkerException(String sentence) {
        super(sentence);
        thrown = "";
    }

    /**
     * What was thrown in a worker.
     *
     * @param thrown the name of its class
     * @param message its message; empty if it had none
     */
    public WorkerException(String thrown, String message) {
        super(message.isEmpty() ? thrown : thrown + ": " + message);
        this.thrown = thrown;
    }

    /** The name of the class that was thrown; empty if the process ended. */
    public String thrown() {
        return thrown;
    }
}
