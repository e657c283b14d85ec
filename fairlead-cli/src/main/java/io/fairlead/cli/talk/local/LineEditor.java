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
import org.jline.reader.MaskingCallback;
import org.jline.reader.Reference;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jspecify.annotations.Nullable;

/**
 * A person at a terminal: lines are edited and remembered, and what the peer says appears above the
 * line that is being typed. {@link #read} is for one thread, {@link #print} for another.
 */
final class LineEditor implements Source, Printer, Closeable {
    private static final String ESCAPE = "fairlead-escape";
    private static final byte[] BREAK = {(byte) 255, (byte) 243}; // IAC BRK, RFC 854

    private final EditingTerminal own;
    private final Terminal terminal;
    private final LineReader reader;
    private final Runnable onInterrupt;
    private final WholeLines incoming = new WholeLines(this::printAbove);
    private ByteBuffer waiting = ByteBuffer.allocate(0);
    private @Nullable EscapeMenu menu;
    private boolean escaped; // of the reading thread, as are the next two
    private String kept = "";
    private String begun = ""; // of the line that the menu has interrupted

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

    /** From now on a key opens {@code opened}. Before the first read. */
    void escapeTo(EscapeMenu opened) {
        menu = opened;
        KeyMap<Binding> keys = reader.getKeyMaps().get(LineReader.MAIN);
        if (keys == null) return;
        reader.getWidgets()
                .put(
                        ESCAPE,
                        () -> {
                            escaped = true;
                            kept = reader.getBuffer().toString();
                            reader.getBuffer().clear();
                            reader.callWidget(LineReader.ACCEPT_LINE);
                            return true;
                        });
        keys.bind(new Reference(ESCAPE), EscapeMenu.KEY);
    }

    @Override
    public int read(ByteBuffer into) {
        if (!waiting.hasRemaining()) {
            ByteBuffer next = next();
            if (next == null) return -1;
            waiting = next;
        }
        int count = Math.min(waiting.remaining(), into.remaining());
        into.put(waiting.slice(waiting.position(), count));
        waiting.position(waiting.position() + count);
        return count;
    }

    /** The next line with its end, or what a command of the menu sends; null at the end. */
    private @Nullable ByteBuffer next() {
        while (true) {
            escaped = false;
            String line = readLine(null, begun);
            if (line == null) return null;
            begun = escaped ? kept : "";
            if (menu == null || !escaped) return ByteBuffer.wrap((line + "\n").getBytes(UTF_8));
            switch (ask(menu)) {
                case END_INPUT -> {
                    return null;
                }
                case BREAK -> {
                    return ByteBuffer.wrap(BREAK.clone());
                }
                case GO_ON, ASK -> {}
            }
        }
    }

    /** Reads commands, which are not remembered among the lines, until the talk goes on. */
    private EscapeMenu.Next ask(EscapeMenu opened) {
        reader.setVariable(LineReader.DISABLE_HISTORY, true);
        try {
            while (true) {
                escaped = false;
                String command = readLine(EscapeMenu.PROMPT, "");
                if (command == null) return EscapeMenu.Next.GO_ON;
                EscapeMenu.Next next = escaped ? EscapeMenu.Next.GO_ON : opened.obey(command);
                if (next != EscapeMenu.Next.ASK) return next;
            }
        } finally {
            reader.setVariable(LineReader.DISABLE_HISTORY, false);
        }
    }

    private @Nullable String readLine(@Nullable String prompt, String begun) {
        try {
            return reader.readLine(prompt, null, (MaskingCallback) null, begun);
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
