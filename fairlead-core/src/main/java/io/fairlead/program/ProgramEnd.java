package io.fairlead.program;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * How a program ended.
 *
 * @param status that it ended with, 0 to 255; -1 if a signal ended it, or it never began
 * @param signal that ended it, as in signal(7); 0 if none did
 * @param failure why it could not be started; null if it was
 */
public record ProgramEnd(int status, int signal, @Nullable IOException failure) {
    static ProgramEnd of(boolean exited, int number) {
        return exited ? new ProgramEnd(number, 0, null) : new ProgramEnd(-1, number, null);
    }

    static ProgramEnd notStarted(IOException failure) {
        return new ProgramEnd(-1, 0, failure);
    }

    /** True if it ended by itself, with status 0. */
    public boolean isSuccess() {
        return status == 0;
    }
}
