package io.fairlead.cli.talk.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.cli.Shell;
import io.fairlead.cli.Shell.Stream;
import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.time.Clock;
import java.time.ZoneId;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Standard input and output as a talk uses them: a person who edits lines on a terminal, or two
 * streams. For one thread; what it hands out is for those that it says.
 */
public final class LocalEnd implements Closeable {
    private final Shell shell;
    private final LocalOptions options;
    private final @Nullable LineEditor editor;
    private final @Nullable EscapeMenu menu;
    private @Nullable SharedInput shared;

    private LocalEnd(Shell shell, LocalOptions options, @Nullable LineEditor editor) {
        this.shell = shell;
        this.options = options;
        this.editor = editor;
        boolean bytes = !options.framed() && options.encoding().equals(UTF_8);
        menu =
                editor != null && options.escape()
                        ? new EscapeMenu(this::say, options.look() == Look.HEX, bytes)
                        : null;
        if (menu != null && editor != null) editor.escapeTo(menu);
    }

    /**
     * Takes the terminal over, if a person is at both ends of it.
     *
     * @param onInterrupt called at Ctrl-C on that terminal; elsewhere it is a signal of the process
     */
    public static LocalEnd open(Shell shell, LocalOptions options, Runnable onInterrupt)
            throws IOException {
        boolean edited =
                options.look() != Look.RAW
                        && shell.isTerminal(Stream.IN)
                        && shell.isTerminal(Stream.OUT)
                        && !shell.isDumb();
        LineEditor editor = edited ? LineEditor.open(shell, options.remember(), onInterrupt) : null;
        return new LocalEnd(shell, options, editor);
    }

    /** Whether a person edits lines: then a read of them can be interrupted. */
    public boolean isEdited() {
        return editor != null;
    }

    /** Whether a person types, and sees what is said. */
    public boolean isPersonal() {
        return shell.isTerminal(Stream.IN) && shell.isTerminal(Stream.ERR);
    }

    /** Which keys a person can press, in a clause. */
    public String keys() {
        return "Ctrl-D ends, Ctrl-C breaks off" + (menu == null ? "" : ", ^] opens a menu");
    }

    /** What the menu is about from now on, if there is one. */
    public void about(TalkControl conversation) {
        if (menu != null) menu.about(conversation);
    }

    /** What is typed, or comes from standard input; for one thread. */
    public Source source() {
        Source source = editor != null ? editor : Source.of(shell.in());
        return options.crlf() ? new CrLfSource(source) : source;
    }

    /** As {@link #source}, for several talks; not beside it. */
    public SharedInput sharedInput() {
        SharedInput input = SharedInput.of(source());
        shared = input;
        return input;
    }

    /** Where the bytes of one talk are shown. */
    public Display display() {
        Printer plain = editor != null ? editor : shell::print;
        Clock local = Clock.system(ZoneId.systemDefault());
        Printer printer = options.timestamps() ? new StampedPrinter(plain, local) : plain;
        Display display =
                switch (options.look()) {
                    case RAW -> new RawDisplay(shell.out());
                    case TEXT -> new TextDisplay(printer, options.encoding());
                    case HEX -> new HexDisplay(printer);
                };
        if (menu != null) {
            Display text = new TextDisplay(printer, options.encoding());
            display = new SwitchedDisplay(menu, text, new HexDisplay(printer));
        }
        boolean asTyped = options.look() != Look.RAW && options.encoding().equals(UTF_8);
        return asTyped ? new WideDisplay(display, this::say) : display;
    }

    /** Says a sentence of the command's own, above the line that is being typed. */
    public void say(String sentence) {
        if (editor != null && shell.isTerminal(Stream.ERR)) {
            editor.print("fairlead: " + sentence + "\n");
        } else {
            shell.say(sentence);
        }
    }

    /** Bytes that standard input has left; empty unless it is a file. */
    public OptionalLong inputBytes() {
        if (!(shell.in() instanceof FileInputStream in)) return OptionalLong.empty();
        try {
            FileChannel file = in.getChannel(); // the stream's own: not ours to close
            long bytes = file.size() - file.position();
            return bytes > 0 ? OptionalLong.of(bytes) : OptionalLong.empty();
        } catch (IOException noFile) { // a pipe has no position
            return OptionalLong.empty();
        }
    }

    /** Shows what waits, and gives the terminal back as it was. */
    @Override
    public void close() throws IOException {
        if (editor == null) return;
        if (shared != null) shared.stop();
        editor.close();
    }
}
