package io.fairlead.session;

import io.fairlead.service.SendResult;

/** What became of an offered frame. */
enum Offer {
    QUEUED,
    /** Queued, and nothing had been waiting: somebody must be told to send. */
    QUEUED_FIRST,
    FULL,
    /** There was room, but no memory for it: all of bufferBytesTotal is lent. */
    NO_MEMORY,
    CLOSED;

    SendResult result() {
        return switch (this) {
            case QUEUED, QUEUED_FIRST -> SendResult.QUEUED;
            case FULL, NO_MEMORY -> SendResult.FULL;
            case CLOSED -> SendResult.CLOSED;
        };
    }

    /** True if the driver must hear of it: there is something to send, or to retry. */
    boolean wakes() {
        return this == QUEUED_FIRST || this == NO_MEMORY;
    }
}
