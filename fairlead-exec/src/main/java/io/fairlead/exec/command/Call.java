package io.fairlead.exec.command;

/** The caller's side of a run. Safe for any thread. */
interface Call {
    /** Who calls. */
    String who();

    /** Has the answer go on; false if it cannot now, and {@link CommandRun#resume} will follow. */
    boolean send(byte[] lines);

    /** The run begins; nothing else is served until {@link #ended}. */
    void began(CommandRun run);

    /** The last of the answer, which ends with the line that begins with {@code end}. */
    void ended(byte[] lines);
}
