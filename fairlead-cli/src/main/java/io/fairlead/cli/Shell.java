package io.fairlead.cli;

import io.fairlead.cli.text.NarrowText;
import io.fairlead.net.given.GivenSockets;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntConsumer;

/**
 * What the command gets from who started it.
 *
 * @param in standard input
 * @param out standard output, unbuffered; its errors are thrown, as {@link PrintStream} would not
 * @param err standard error
 * @param terminals which of the three a person looks at
 * @param environment the environment variables, as the caller set them
 * @param isRoot whether the effective user is root
 * @param signals the signals of the process
 * @param halt ends the process at once, with an exit code
 */
public record Shell(
        InputStream in,
        OutputStream out,
        PrintStream err,
        Set<Stream> terminals,
        Map<String, String> environment,
        boolean isRoot,
        SignalHandlers signals,
        IntConsumer halt) {
    private static final String LOCALE = "LC_ALL";
    private static final String CALLERS_LOCALE = "FAIRLEAD_LC_ALL"; // of the launcher

    /** The three standard streams. */
    public enum Stream {
        /** Standard input. */
        IN(0),
        /** Standard output. */
        OUT(1),
        /** Standard error. */
        ERR(2);

        private final int descriptor;

        Stream(int descriptor) {
            this.descriptor = descriptor;
        }
    }

    /** That of this process. */
    static Shell ofProcess() {
        return new Shell(
                new FileInputStream(FileDescriptor.in),
                new FileOutputStream(FileDescriptor.out),
                new PrintStream(
                        new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                findTerminals(),
                callersEnvironment(),
                isProcessOfRoot(),
                SignalHandlers.OF_PROCESS,
                Runtime.getRuntime()::halt);
    }

    /** Whether a person looks at, or types into, {@code stream}. */
    public boolean isTerminal(Stream stream) {
        return terminals.contains(stream);
    }

    /** Whether colours are wanted on standard output (no-color.org). */
    public boolean isColored() {
        return isTerminal(Stream.OUT)
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !isDumb();
    }

    /** Whether the terminal knows no escape codes at all. */
    public boolean isDumb() {
        return environment.getOrDefault("TERM", "dumb").equals("dumb");
    }

    /**
     * Whether standard output shows more than ASCII: a terminal does when its locale is UTF-8 and
     * it is none of those that had no Unicode yet; files and pipes are UTF-8.
     */
    public boolean knowsUnicode() {
        if (!isTerminal(Stream.OUT)) return true;
        String locale = "";
        for (String name : List.of(LOCALE, "LC_CTYPE", "LANG")) {
            if (locale.isEmpty()) locale = environment.getOrDefault(name, "");
        }
        boolean utf8 = locale.toLowerCase(Locale.ROOT).matches(".*utf-?8.*");
        return utf8 && !environment.getOrDefault("TERM", "").matches("vt[0-9]+.*|ansi.*");
    }

    /** Writes {@code text} to standard output, at once. */
    public void print(String text) throws OutputException {
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            throw new OutputException(e);
        }
    }

    /** As {@link #print}, for lists and help: on a narrow terminal in narrow lines. */
    public void printText(String text) throws OutputException {
        boolean fits =
                !isTerminal(Stream.OUT)
                        || text.lines().allMatch(line -> line.length() <= Screen.COLUMNS_MIN);
        print(fits ? text : NarrowText.of(text, Screen.of(this).columns()));
    }

    /** Writes a sentence of the command's own to standard error. */
    public void say(String sentence) {
        err.println("fairlead: " + sentence);
    }

    /** Without what is for this process alone: the locale that the launcher chose, and sockets. */
    private static Map<String, String> callersEnvironment() {
        Map<String, String> all = new TreeMap<>(System.getenv());
        all.keySet().removeIf(GivenSockets::isOwn);
        String locale = all.remove(CALLERS_LOCALE);
        if (locale != null && locale.isEmpty()) {
            all.remove(LOCALE);
        } else if (locale != null) {
            all.put(LOCALE, locale);
        }
        return Map.copyOf(all);
    }

    private static Set<Stream> findTerminals() {
        Set<Stream> terminals = EnumSet.noneOf(Stream.class);
        for (Stream stream : Stream.values()) {
            if (isTerminal(Path.of("/proc/self/fd/" + stream.descriptor))) terminals.add(stream);
        }
        return terminals;
    }

    /** Reads the link, as isatty(3) would need native code; where there is no /proc, asks Java. */
    @SuppressWarnings("SystemConsoleNull") // NullAway sees what its type says
    private static boolean isTerminal(Path descriptor) {
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            return target.startsWith("/dev/pts/")
                    || target.startsWith("/dev/tty")
                    || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException noProc) {
            Console console = System.console();
            return console != null && console.isTerminal();
        }
    }

    private static boolean isProcessOfRoot() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                // Uid: real, effective, saved set, file system; proc_pid_status(5)
                if (line.matches("Uid:\\s+\\d+\\s+0\\s.*")) return true;
            }
        } catch (IOException noProc) {
            return System.getProperty("user.name", "").equals("root");
        }
        return false;
    }
}
