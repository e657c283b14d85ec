package io.fairlead.frame;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;

/** Takes the commands of telnet (RFC 854, RFC 855) out of lines. Stateless. */
final class TelnetText {
    private static final int SE = 240;
    private static final int SB = 250;
    private static final int WILL = 251;
    private static final int DONT = 254;
    private static final int IAC = 255;

    /** What the byte before was. */
    private enum State {
        TEXT,
        IAC,
        OPTION,
        SUBNEGOTIATION,
        SUBNEGOTIATION_IAC
    }

    private TelnetText() {}

    /**
     * Where a line really ends: what looks like its end may be part of a command, as 10 is the
     * number of an option and a size of a window.
     *
     * @param end where the first end seems to be; below {@code to}
     * @param to up to where bytes have come
     * @return {@code to} if the line has not ended
     */
    static long endOf(MemorySegment memory, long start, long end, long to) {
        long at = Bytes.indexOf(memory, start, end, (byte) IAC);
        State state = State.TEXT;
        long found = end;
        while (true) {
            for (; at < found; at++) state = after(state, memory.get(JAVA_BYTE, at) & 255);
            boolean inside = state != State.TEXT && state != State.IAC; // no command is so low
            if (!inside || found == to) return found;
            state = after(state, memory.get(JAVA_BYTE, at++) & 255);
            found = LineEnds.find(memory, start, at, to);
        }
    }

    /**
     * Moves the text of [{@code start}, {@code start + length}) together, to its beginning.
     *
     * @return its length
     */
    static int strip(MemorySegment memory, long start, int length) {
        long to = start + length;
        long at = Bytes.indexOf(memory, start, to, (byte) IAC);
        long end = at;
        State state = State.TEXT;
        for (; at < to; at++) {
            byte next = memory.get(JAVA_BYTE, at);
            boolean text = isText(state, next & 255);
            state = after(state, next & 255);
            boolean endsLine = next == LineEnds.NUL && end > start && isCr(memory, end - 1);
            if (text && !endsLine) memory.set(JAVA_BYTE, end++, next);
        }
        return (int) (end - start);
    }

    /** A NUL that comes to stand behind a CR would be a line end in what has none. */
    private static boolean isCr(MemorySegment memory, long at) {
        return memory.get(JAVA_BYTE, at) == LineEnds.CR;
    }

    /** Below SE there is no command; and IAC IAC, the byte 255 itself, is in no text. */
    private static boolean isText(State before, int next) {
        return before == State.TEXT ? next != IAC : before == State.IAC && next < SE;
    }

    private static State after(State before, int next) {
        return switch (before) {
            case TEXT -> next == IAC ? State.IAC : State.TEXT;
            case IAC -> command(next);
            case OPTION -> State.TEXT;
            case SUBNEGOTIATION -> next == IAC ? State.SUBNEGOTIATION_IAC : before;
            case SUBNEGOTIATION_IAC -> next == SE ? State.TEXT : State.SUBNEGOTIATION;
        };
    }

    private static State command(int next) {
        if (next == SB) return State.SUBNEGOTIATION;
        return next >= WILL && next <= DONT ? State.OPTION : State.TEXT;
    }
}
