package io.fairlead.cli.listen;

import org.jspecify.annotations.Nullable;

/** Ctrl-C: ends what goes on, and lets nothing begin after it. Safe for any thread. */
final class Interrupt implements Runnable {
    private @Nullable Runnable action;
    private boolean happened;

    /** From now on {@code what} ends what goes on; at once if that was asked for already. */
    void ends(Runnable what) {
        synchronized (this) {
            action = what;
            if (!happened) return;
        }
        what.run();
    }

    @Override
    public void run() {
        Runnable ending;
        synchronized (this) {
            happened = true;
            ending = action;
        }
        if (ending != null) ending.run();
    }

    synchronized boolean happened() {
        return happened;
    }
}
