package io.fairlead.cli.talk.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.cli.EditingTerminal;
import io.fairlead.cli.Shell;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jline.keymap.KeyMap;
import org.jline.reader.Binding;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.Reference;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jspecify.annotations.Nullable;

/**
 * A person at a terminal: lines are edited and remembered, and what the peer says appears above the
 * line that is being typed. {@link #read} is for one thread, {@link #print} for another.
 */
final class LineEditor implements Source, Printer, Closeable {
    private final EditingTerminal own;
    private final Terminal terminal;
    private final LineReader reader;
    private final Runnable onInterrupt;
    private final WholeLines incoming = new WholeLines(this::printAbove);
    private ByteBuffer waiting = ByteBuffer.allocate(0);

    private LineEditor(EditingTerminal own, @Nullable Path history, Runnable onInterrupt) {
        this.own = own;
        terminal = own.terminal();
        this.onInterrupt = onInterrupt;
        LineReaderBuilder builder =
                LineReaderBuilder.builder()
                        .terminal(terminal)
                        .appName("fairlead")
                        .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                        .option(LineReader.Option.HISTORY_IGNORE_SPACE, true)
                        .variable(LineReader.DISABLE_COMPLETION, true);
        if (history != null) builder.variable(LineReader.HISTORY_FILE, history);
        reader = builder.build();
        bindArrows(reader.getKeyMaps().get(LineReader.MAIN));
    }

    /**
     * Knows the arrow keys in cursor mode too. JLine asks the terminal for application mode, but
     * without a prompt to print it flushes that only after the first key.
     */
    private static void bindArrows(@Nullable KeyMap<Binding> keys) {
        if (keys == null) return;
        keys.bind(new Reference(LineReader.UP_LINE_OR_HISTORY), "\033[A");
        keys.bind(new Reference(LineReader.DOWN_LINE_OR_HISTORY), "\033[B");
        keys.bind(new Reference(LineReader.FORWARD_CHAR), "\033[C");
        keys.bind(new Reference(LineReader.BACKWARD_CHAR), "\033[D");
        keys.bind(new Reference(LineReader.END_OF_LINE), "\033[F");
        keys.bind(new Reference(LineReader.BEGINNING_OF_LINE), "\033[H");
    }

    /**
     * Takes over the terminal.
     *
     * @param onInterrupt called at Ctrl-C
     */
    static LineEditor open(Shell shell, boolean remember, Runnable onInterrupt) throws IOException {
        EditingTerminal own = EditingTerminal.open();
        own.terminal().handle(Terminal.Signal.INT, signal -> onInterrupt.run());
        Path history = remember ? HistoryFile.of(shell) : null;
        return new LineEditor(own, history, onInterrupt);
    }

    @Override
    public int read(ByteBuffer into) {
        if (!waiting.hasRemaining()) {
            String line = readLine();
            if (line == null) return -1;
            waiting = ByteBuffer.wrap((line + "\n").getBytes(UTF_8));
        }
        int count = Math.min(waiting.remaining(), into.remaining());
        into.put(waiting.slice(waiting.position(), count));
        waiting.position(waiting.position() + count);
        return count;
    }

    private @Nullable String readLine() {
        try {
            return reader.readLine();
        } catch (UserInterruptException e) {
            onInterrupt.run();
            return null;
        } catch (EndOfFileException e) {
            return null;
        }
    }

    @Override
    public void print(String text) {
        incoming.print(text);
    }

    private void printAbove(String text) {
        if (reader.isReading()) {
            reader.printAbove(text);
        } else {
            terminal.writer().print(text);
            terminal.flush();
        }
    }

    /** Shows what waits and gives the terminal back as it was. */
    @Override
    public void close() throws IOException {
        incoming.close();
        own.close();
    }
}
