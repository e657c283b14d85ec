package io.fairlead.testkit;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A test that fails in a simulated network. Its message says how to run that again, and draws the
 * conversation of the least that makes it fail; its cause is what failed then.
 */
public final class SimulationFailure extends AssertionError {
    private final String message;
    private final transient Failing failing;

    SimulationFailure(Failing failing) {
        super(failing.failure());
        message = failing.message();
        this.failing = failing;
    }

    @Override
    public String getMessage() {
        return message;
    }

    /** What chance decided in the run that is shown, for {@link SimulatedNetwork#replaying}. */
    public long[] choices() {
        return failing.choices();
    }

    /** What happened in that run, as text. */
    public String conversation() {
        return failing.conversation();
    }

    /** The file with a drawing of it; null if none could be written. */
    public @Nullable Path drawing() {
        return failing.drawing();
    }
}
