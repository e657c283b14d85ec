package io.fairlead.program;

import java.nio.ByteBuffer;

/**
 * Hears of a program that a {@link ProgramRunner} runs. Called by the runner's one thread, for one
 * program at a time: a method must not block, or the pipes of all programs wait.
 */
public interface ProgramListener {
    /** Which of its outputs a program wrote to. */
    enum Output {
        /** Descriptor 1. */
        STANDARD,
        /** Descriptor 2. */
        ERROR
    }

    /**
     * The program has written.
     *
     * @param bytes valid until the call returns
     * @return false if they are not taken now: then nothing is read from this output, so that the
     *     program waits, and they are offered again after {@link ProgramRun#resumeOutput}
     */
    boolean onOutput(Output output, ByteBuffer bytes);

    /** There is room again, after {@link ProgramRun#write} had returned false. */
    default void onInputTaken() {}

    /** The program has ended, and its output has been offered; called once, and last. */
    void onEnd(ProgramEnd end);
}
