package io.fairlead.cli.chat;

import io.fairlead.cli.OutputException;

/** Where a person, or a program, sees the chat. Safe for any thread. */
interface ChatWindow {
    /**
     * A line has come from the server.
     *
     * @param own true if it is a message of who looks at this
     */
    void show(ServerLine line, boolean own) throws OutputException;

    /** Something happened on this side. */
    void note(String sentence) throws OutputException;

    /** One has another name, or is in another room. */
    default void moved(Whereabouts place) {}
}
