package io.fairlead.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.Terminal.SignalHandler;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.InfoCmp;
import org.jline.utils.InfoCmp.Capability;
import org.jspecify.annotations.Nullable;

/**
 * The terminal that a person edits lines on, taken over and given back as it was: at the end, and
 * while the command is suspended (Ctrl-Z).
 */
public final class EditingTerminal implements Closeable {
    private static final Size SIZE_UNKNOWN = Size.of(80, 24); // as terminfo has for most
    private static final String TYPE_UNKNOWN = "ansi"; // what all of them understand
    private static final long STOP_MS = 1_000;

    private final Terminal terminal;
    private final Attributes attributes;
    private final Size size;

    private EditingTerminal(Terminal terminal) {
        this.terminal = terminal;
        attributes = terminal.getAttributes();
        size = terminal.getSize();
    }

    /**
     * Takes it over. It is not asked whether it knows grapheme clusters: JLine throws away what a
     * person types while it waits for an answer.
     */
    public static EditingTerminal open() throws IOException {
        TerminalBuilder builder =
                TerminalBuilder.builder().system(true).encoding(UTF_8).graphemeCluster(false);
        if (!isKnown(System.getenv("TERM"))) builder.type(TYPE_UNKNOWN);
        EditingTerminal own = new EditingTerminal(builder.build());
        // A serial line, or docker exec -t, has no size, and JLine would show nothing in it.
        if (own.isSizeUnknown()) own.terminal.setSize(SIZE_UNKNOWN);
        own.terminal.handle(Signal.TSTP, own::suspend);
        // Between two lines, too, keys come one by one: a Ctrl-D typed then would be lost.
        own.terminal.enterRawMode();
        return own;
    }

    /** Whether terminfo(5) has it; JLine would warn of it at length, and go on. */
    private static boolean isKnown(@Nullable String type) {
        try {
            return type != null && InfoCmp.getInfoCmp(type) != null;
        } catch (IOException unknown) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** JLine's own. */
    public Terminal terminal() {
        return terminal;
    }

    private boolean isSizeUnknown() {
        return size.getColumns() == 0 || size.getRows() == 0;
    }

    /**
     * Stops this process and who waits for it, as the terminal does where nobody takes the keys one
     * by one; returns when it goes on. JLine repaints the line at SIGCONT.
     */
    private void suspend(Signal signal) {
        Attributes editing = terminal.getAttributes();
        terminal.puts(Capability.keypad_local);
        terminal.writer().println(LineReaderImpl.BRACKETED_PASTE_OFF);
        terminal.flush();
        terminal.setAttributes(attributes);
        SignalHandler ours = terminal.handle(signal, SignalHandler.SIG_DFL);
        try {
            // TSTP, as STOP would stop for ever where no shell waits for it.
            Process stop = new ProcessBuilder("sh", "-c", "kill -s TSTP 0").start();
            boolean _ = stop.waitFor(STOP_MS, TimeUnit.MILLISECONDS);
        } catch (IOException noShell) {
            terminal.writer().print('\007'); // so there is nothing to go back to
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            terminal.handle(signal, ours);
            terminal.setAttributes(editing);
            terminal.writer().print(LineReaderImpl.BRACKETED_PASTE_ON);
            terminal.flush();
        }
    }

    @Override
    public void close() throws IOException {
        if (isSizeUnknown()) terminal.setSize(size);
        terminal.close();
    }
}
