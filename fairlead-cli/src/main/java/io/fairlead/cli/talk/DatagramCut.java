package io.fairlead.cli.talk;

import io.fairlead.cli.CommandException;
import io.fairlead.cli.ExitCode;
import io.fairlead.cli.talk.local.Recoder;
import io.fairlead.cli.talk.local.Source;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/**
 * Cuts input into datagrams: a line each, with its end, or the whole input as one. What is longer
 * than a datagram may be is cut into several, or refused. For one thread.
 */
public final class DatagramCut {
    /** The most that fits over IPv4: 65,535 less the headers of IP and UDP. */
    static final int DATAGRAM_BYTES_MAX = 65_507;

    private final boolean whole;
    private final boolean mayCut;
    private final Recoder recoder;
    private final ByteBuffer input;
    private boolean ended;
    private boolean sentAny;

    /**
     * @param whole whether the end of a line ends no datagram
     * @param bytesMax the longest datagram; 0 for the longest that there can be, and longer input
     *     is then refused
     * @param encoding what the peer wants text in; UTF-8 for bytes as they are
     */
    DatagramCut(boolean whole, int bytesMax, Charset encoding) {
        this.whole = whole;
        this.mayCut = bytesMax > 0;
        this.recoder = new Recoder(encoding);
        // One byte more tells whether the input is too long.
        this.input = ByteBuffer.allocate(mayCut ? bytesMax : DATAGRAM_BYTES_MAX + 1);
    }

    /** The next datagram, valid until the next call; null after the last. */
    public @Nullable ByteBuffer next(Source source) throws CommandException {
        int end = lineEnd(0);
        while (end == 0 && !ended && input.hasRemaining()) {
            int searched = input.position();
            ended = source.read(input) < 0;
            end = lineEnd(searched);
        }
        if (end == 0) end = input.position();
        if (end > DATAGRAM_BYTES_MAX && !mayCut) throw tooLong();
        if (end == 0 && !isEmptyWhole()) return null;
        sentAny = true;
        return recoder.recode(take(end), true);
    }

    /** An empty input is a datagram too, if the whole of it is to be one. */
    private boolean isEmptyWhole() {
        return whole && ended && !sentAny;
    }

    /** Where the first line ends; 0 if that is not there yet. */
    private int lineEnd(int from) {
        if (whole) return 0;
        for (int i = from; i < input.position(); i++) {
            if (input.get(i) == '\n') return i + 1;
        }
        return 0;
    }

    private ByteBuffer take(int bytes) {
        ByteBuffer datagram = ByteBuffer.allocate(bytes);
        input.flip();
        datagram.put(input.slice(0, bytes));
        input.position(bytes).compact();
        return datagram.flip();
    }

    private CommandException tooLong() {
        return new CommandException(
                ExitCode.USAGE,
                (whole ? "the input" : "a line")
                        + " is longer than a datagram can be ("
                        + DATAGRAM_BYTES_MAX
                        + " bytes); --datagram-size 1400 cuts it into several");
    }
}
