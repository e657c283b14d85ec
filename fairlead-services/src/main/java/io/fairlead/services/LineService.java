package io.fairlead.services;

import io.fairlead.frame.Frame;
import io.fairlead.frame.FrameException;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;

/** What the services that answer lines have in common: they say what is wrong. */
interface LineService extends Service {
    /** A last line, such as {@code error: line longer than 65536 bytes; closing}. */
    @Override
    default void onBadFrame(Peer peer, FrameException error) {
        peer.send("error: " + error.getMessage() + "; closing");
    }

    /**
     * Sends {@code answer}, or says why it cannot be sent: an answer may be too long for a line.
     */
    static void answer(Peer peer, Frame answer) {
        try {
            peer.send(answer);
        } catch (IllegalArgumentException e) {
            peer.send("error: no answer can be sent: " + e.getMessage());
        }
    }
}
