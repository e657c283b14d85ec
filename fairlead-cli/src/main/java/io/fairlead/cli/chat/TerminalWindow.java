package io.fairlead.cli.chat;

import io.fairlead.cli.EditingTerminal;
import io.fairlead.cli.OutputException;
import java.io.Closeable;
import java.io.IOException;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;

/**
 * A person at a terminal: what comes appears above the line that is being typed, which stays whole.
 * {@link #type} is for one thread, the rest for any.
 */
final class TerminalWindow implements ChatWindow, Closeable {
    private static final int RULE_COLUMNS_MAX = 60;

    private final EditingTerminal own;
    private final Terminal terminal;
    private final LineReaderImpl reader;
    private final NameColors colors;
    private final Unread unread;
    private volatile String prompt = "> ";

    /** How a person leaves. */
    enum Leaving {
        /** Ctrl-D. */
        END,
        /** Ctrl-C. */
        BREAK
    }

    private TerminalWindow(EditingTerminal own, LineReaderImpl reader, Look look) {
        this.own = own;
        terminal = own.terminal();
        this.reader = reader;
        colors = new NameColors(look.colored());
        unread = look.unread();
        reader.getWidgets()
                .replaceAll((name, widget) ->
                        name.startsWith("callback-")
                                ? widget
                                : () -> {
                                    unread.typed();
                                    return widget.apply();
                                });
    }

    /**
     * How it looks.
     *
     * @param colored whether colours are wanted
     * @param erases whether a typed line goes away: it comes back as a message
     * @param unread where the rule is drawn
     */
    record Look(boolean colored, boolean erases, Unread unread) {}

    /** Takes over the terminal. */
    static TerminalWindow open(MemberNames members, Look look) throws IOException {
        EditingTerminal own = EditingTerminal.open();
        // A quote is a letter here, and no line is unfinished.
        DefaultParser words = new DefaultParser();
        words.setQuoteChars(new char[0]);
        words.setEscapeChars(new char[0]);
        LineReader reader =
                LineReaderBuilder.builder()
                        .terminal(own.terminal())
                        .appName("fairlead")
                        .parser(words)
                        .completer(new NameCompleter(members))
                        .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                        .option(LineReader.Option.ERASE_LINE_ON_FINISH, look.erases())
                        .option(LineReader.Option.INSERT_TAB, false)
                        .variable(LineReader.SECONDARY_PROMPT_PATTERN, "")
                        .build();
        return new TerminalWindow(own, (LineReaderImpl) reader, look);
    }

    /** Answers a Ctrl-C that comes between two lines. */
    void onBreak(Runnable action) {
        terminal.handle(Terminal.Signal.INT, signal -> action.run());
    }

    /** Takes each line that is typed. */
    @FunctionalInterface
    interface Typed {
        void line(String line) throws OutputException;
    }

    /** Hands in each line that is typed, until the person leaves. */
    Leaving type(Typed typed) throws OutputException {
        try {
            while (true) hand(reader.readLine(prompt), typed);
        } catch (UserInterruptException e) {
            return Leaving.BREAK;
        } catch (EndOfFileException e) {
            return Leaving.END;
        }
    }

    /** Several lines, where they were pasted. */
    private static void hand(String lines, Typed typed) throws OutputException {
        for (String line : lines.split("\n", -1)) {
            if (!line.isBlank()) typed.line(line);
        }
    }

    @Override
    public void show(ServerLine line, boolean own) {
        if (!own && line.kind().isMessage() && unread.ruleBefore()) above(rule());
        above(colors.paint(line));
    }

    private AttributedString rule() {
        int side =
                (Math.min(RULE_COLUMNS_MAX, terminal.getSize().getColumns()) - " new ".length())
                        / 2;
        String line = "\u2014".repeat(Math.max(1, side));
        return colors.faint(line + " new " + line);
    }

    @Override
    public void note(String sentence) {
        above(colors.faint("-- " + sentence));
    }

    private void above(AttributedString line) {
        reader.printAbove(line);
    }

    @Override
    public void moved(Whereabouts place) {
        prompt = place.name() + " " + place.room() + "> ";
        reader.setPrompt(prompt); // of the line that is being typed; shown with what comes next
    }

    /** Gives the terminal back as it was. */
    @Override
    public void close() throws IOException {
        own.close();
    }
}
