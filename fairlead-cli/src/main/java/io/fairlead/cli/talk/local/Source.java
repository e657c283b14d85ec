package io.fairlead.cli.talk.local;

import io.fairlead.cli.CommandException;
import io.fairlead.cli.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** Where the bytes for the peer come from. For one thread. */
@FunctionalInterface
public interface Source {
    /**
     * Waits for some bytes; {@code into} has an array.
     *
     * @return how many; -1 when there will be no more
     */
    int read(ByteBuffer into) throws CommandException;

    /** The talk is over: what is not read yet is for another, and a read that waits may end. */
    default void leave() {}

    /** The bytes of {@code in}, as they come. */
    static Source of(InputStream in) {
        return into -> {
            try {
                int start = into.arrayOffset() + into.position();
                int count = in.read(into.array(), start, into.remaining());
                if (count > 0) into.position(into.position() + count);
                return count;
            } catch (IOException e) {
                throw new CommandException(
                        ExitCode.FAILED, "read standard input: " + e.getMessage());
            }
        };
    }
}
