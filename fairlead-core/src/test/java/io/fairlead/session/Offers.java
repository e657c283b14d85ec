package io.fairlead.session;

import io.fairlead.frame.Frame;

/** Offers frames to an {@link Outbox} as a session does. */
final class Offers {
    private Offers() {}

    static Offer offer(Outbox outbox, Frame frame, boolean reply) throws CodecFailure {
        return outbox.offer(outbox.codec, frame, Encoder.bytes(outbox.codec, frame), reply);
    }
}
