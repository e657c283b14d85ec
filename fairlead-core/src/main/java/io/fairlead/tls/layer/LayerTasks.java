package io.fairlead.tls.layer;

import io.fairlead.session.Carrier;

/**
 * What the JDK calls delegated tasks: most of a handshake's work. One at a time is out, on a thread
 * that may take its time; then the driver is woken.
 */
final class LayerTasks {
    private final Records records;
    private final TlsRules rules;
    private final Carrier carrier;
    private volatile boolean out;

    LayerTasks(Records records, TlsRules rules, Carrier carrier) {
        this.records = records;
        this.rules = rules;
        this.carrier = carrier;
    }

    /** True while one is out. */
    boolean isOut() {
        return out;
    }

    /** Hands the next one over; true if it is done already. */
    boolean isNextDone() {
        Runnable task = records.engine().getDelegatedTask();
        if (task == null) return true;
        out = true;
        rules.compute(() -> run(task));
        return !out;
    }

    private void run(Runnable task) {
        try {
            records.run(task); // the engine keeps what it throws, for the next call
        } finally {
            out = false;
            carrier.wake();
        }
    }
}
