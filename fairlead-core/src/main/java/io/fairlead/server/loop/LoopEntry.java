package io.fairlead.server.loop;

import io.fairlead.server.site.LoopSocket;
import io.fairlead.server.watch.DeadlineWheel;

/** A socket on a loop, and what it is watched for. Belongs to the loop's thread. */
public abstract class LoopEntry extends DeadlineWheel.Entry {
    /** What the readiness keeps with it: its key in a selector, say. */
    Object handle = this;

    private boolean watchesInput = true; // as the readiness was told
    private boolean watchesOutput;

    /** What is watched. */
    public abstract LoopSocket socket();

    /** The socket has input, or its end, or an error. */
    public abstract void onReadable();

    /** The socket takes output again. */
    public abstract void onWritable();

    /** Nobody knows whether the socket has or takes something: tries both. */
    public abstract void onPoll();

    /** The connection is lost, and nothing is wanted of it that would tell. */
    public abstract void onLost();

    /**
     * The end of a send that was under way.
     *
     * @param result bytes taken, or {@code -errno}
     */
    public abstract void onSent(int result);

    /** True while it is watched for input. */
    public final boolean watchesInput() {
        return watchesInput;
    }

    /** True while it is watched for output. */
    public final boolean watchesOutput() {
        return watchesOutput;
    }

    /** Has {@code readiness} watch for this from now on; no call if that is what it does. */
    final void watch(Readiness readiness, boolean input, boolean output) {
        if (input == watchesInput && output == watchesOutput) return;
        watchesInput = input;
        watchesOutput = output;
        readiness.watch(this, input, output);
    }
}
