package io.fairlead.services;

import io.fairlead.frame.Frame;
import io.fairlead.frame.FrameException;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;

/** What the services that answer lines have in common: they say what is wrong. */
interface LineService extends Service {
    /**
     * A last line, such as {@code error: line longer than 65536 bytes; closing}; less where lines
     * have to be shorter than that.
     */
    @Override
    default void onBadFrame(Peer peer, FrameException error) {
        boolean _ =
                sendFitting(
                        peer,
                        "error: " + error.getMessage() + "; closing",
                        "error; closing",
                        "error");
    }

    /**
     * Sends {@code answer}. If it is too long for a line, says so, and if no such words fit either,
     * closes the connection.
     *
     * @param purpose what the line is too long for, as in {@code to repeat}
     */
    static void answer(Peer peer, Frame answer, String purpose) {
        try {
            peer.send(answer);
        } catch (IllegalArgumentException tooLong) {
            String full = "error: your line is too long " + purpose;
            if (!sendFitting(peer, full, "error: too long", "error")) peer.close();
        }
    }

    /** Sends the first of {@code texts} that fits into a frame; false if none does. */
    static boolean sendFitting(Peer peer, String... texts) {
        for (String text : texts) {
            try {
                peer.send(text);
                return true;
            } catch (IllegalArgumentException tooLong) {
                // The next one is shorter.
            }
        }
        return false;
    }
}
