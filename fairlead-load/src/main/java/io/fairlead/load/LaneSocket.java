package io.fairlead.load;

import java.io.IOException;

/** The non-blocking socket of one lane. For the thread of its {@link LaneSockets}. */
interface LaneSocket {
    /** What {@link #receive} returns when the peer has ended the stream. */
    int ENDED = -1;

    /**
     * Whether connecting is done; asked when the socket has become writable.
     *
     * @throws IOException why it failed
     */
    boolean tryFinishConnect() throws IOException;

    /** Receives into {@code memory}: how many bytes, 0 when there are none, or ENDED. */
    int receive(Memory memory) throws IOException;

    /** Sends {@code count} bytes from {@code offset}: how many went, 0 when none can now. */
    int send(Memory memory, int offset, int count) throws IOException;

    /** Sends what it keeps itself, as far as that goes; called when it is writable. */
    default void flush() throws IOException {}

    /** Says whether the lane wants to know when the socket is writable; always, when readable. */
    void watchOutput(boolean wanted) throws IOException;

    /** Closes the socket. A second call does nothing. */
    void close();
}
