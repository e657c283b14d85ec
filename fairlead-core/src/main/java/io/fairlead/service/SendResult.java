package io.fairlead.service;

/** What became of a frame that was given to {@link Peer#send}. */
public enum SendResult {
    /** It is queued, and goes out after what was queued before. */
    QUEUED,
    /**
     * It was dropped: too much waits for this peer ({@link Limits#queuedBytesMax}), or no memory is
     * left ({@link Limits#bufferBytesTotal}). {@link Service#onWritable} follows when there is room
     * again. Over UDP the kernel's buffer was full, and no call follows.
     */
    FULL,
    /** It was dropped: the connection has ended, or {@link Peer#close} was called. */
    CLOSED;

    /** True if the frame is queued. */
    public boolean isQueued() {
        return this == QUEUED;
    }
}
