package io.fairlead.cli.text;

import java.nio.ByteBuffer;

/** Takes the commands of telnet out of a stream (RFC 854, RFC 855). For one thread. */
final class TelnetCommands {
    private static final int SE = 240;
    private static final int SB = 250;
    private static final int WILL = 251;
    private static final int DONT = 254;
    private static final int IAC = 255;

    /** A subnegotiation that never ends must not swallow a whole stream. */
    private static final int SUBNEGOTIATION_BYTES_MAX = 4 * 1024;

    private enum State {
        TEXT,
        COMMAND,
        OPTION,
        SUBNEGOTIATION,
        SUBNEGOTIATION_COMMAND
    }

    private State state = State.TEXT;
    private int subnegotiationBytes;

    /** Moves text from {@code bytes} to {@code text}, until one is empty or the other full. */
    void strip(ByteBuffer bytes, ByteBuffer text) {
        while (bytes.hasRemaining() && text.hasRemaining()) {
            byte next = bytes.get();
            state =
                    switch (state) {
                        case TEXT -> inText(next, text);
                        case COMMAND -> inCommand(next, text);
                        case OPTION -> State.TEXT;
                        case SUBNEGOTIATION -> inSubnegotiation(next & 255);
                        case SUBNEGOTIATION_COMMAND ->
                                (next & 255) == SE ? State.TEXT : State.SUBNEGOTIATION;
                    };
        }
    }

    private static State inText(byte next, ByteBuffer text) {
        if ((next & 255) == IAC) return State.COMMAND;
        text.put(next);
        return State.TEXT;
    }

    private State inCommand(byte next, ByteBuffer text) {
        int command = next & 255;
        if (command == SB) {
            subnegotiationBytes = 0;
            return State.SUBNEGOTIATION;
        }
        if (command >= WILL && command <= DONT) return State.OPTION;
        // IAC IAC is the byte 255 itself; below SE there is no command.
        if (command == IAC || command < SE) text.put(next);
        return State.TEXT;
    }

    private State inSubnegotiation(int next) {
        if (next == IAC) return State.SUBNEGOTIATION_COMMAND;
        subnegotiationBytes++;
        return subnegotiationBytes > SUBNEGOTIATION_BYTES_MAX ? State.TEXT : State.SUBNEGOTIATION;
    }
}
