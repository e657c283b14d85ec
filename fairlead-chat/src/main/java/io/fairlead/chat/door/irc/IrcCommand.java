package io.fairlead.chat.door.irc;

import io.fairlead.chat.room.RefusedException;

/**
 * A command of IRC.
 *
 * @param paramsMin with fewer parameters it is not served
 * @param beforeRegistration true if it is served to who is nobody yet
 * @param action serves it
 */
record IrcCommand(int paramsMin, boolean beforeRegistration, Action action) {
    /** Serves a line of a client. */
    @FunctionalInterface
    interface Action {
        void serve(IrcClient client, IrcLine line) throws RefusedException;
    }
}
