package io.fairlead.cli.talk.local;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the key {@code ^]} opens, as in telnet(1): commands for this end, which the peer does not
 * see. Safe for any thread.
 */
final class EscapeMenu {
    /** The key, Ctrl-]. */
    static final String KEY = "\u001d";

    /** Before each command. */
    static final String PROMPT = "fairlead> ";

    private static final List<String> COMMANDS =
            List.of("quit", "eof", "break", "status", "hex", "help");
    private static final String HELP =
            "quit: close the connection; eof: end the input (FIN); break: send telnet's BREAK;"
                    + " status: bytes and time; hex on, hex off: show hex or text; Enter: go on";

    private final Printer printer;
    private final boolean canBreak;
    private volatile @Nullable TalkControl conversation;
    private volatile boolean hex;

    /** What follows a command. */
    enum Next {
        /** The talk goes on. */
        GO_ON,
        /** Another command may follow. */
        ASK,
        /** The input ends. */
        END_INPUT,
        /** A BREAK is sent. */
        BREAK
    }

    /**
     * @param printer shows what commands say
     * @param hex whether bytes are shown in hex at first
     * @param canBreak whether what is sent is a stream of bytes
     */
    EscapeMenu(Printer printer, boolean hex, boolean canBreak) {
        this.printer = printer;
        this.hex = hex;
        this.canBreak = canBreak;
    }

    /** From now on the commands are about this one. */
    void about(TalkControl current) {
        conversation = current;
    }

    boolean isHex() {
        return hex;
    }

    /** Does what {@code line} says; the beginning of a command is enough. */
    Next obey(String line) {
        List<String> words = List.of(line.strip().toLowerCase(Locale.ROOT).split("\\s+", -1));
        String typed = words.getFirst();
        if (typed.isEmpty()) return Next.GO_ON;
        String command =
                typed.equals("?")
                        ? "help"
                        : COMMANDS.stream()
                                .filter(one -> one.startsWith(typed))
                                .findFirst()
                                .orElse("");
        return switch (command) {
            case "quit" -> quit();
            case "eof" -> Next.END_INPUT;
            case "break" -> canBreak ? Next.BREAK : said("only a stream of bytes takes a BREAK");
            case "status" -> said(status());
            case "hex" -> hex(words);
            case "help" -> said(HELP);
            default -> said("there is no command " + typed + "; " + HELP);
        };
    }

    private Next quit() {
        TalkControl current = conversation;
        if (current == null) return said("there is no connection; Ctrl-C ends the command");
        current.quit();
        return Next.GO_ON;
    }

    private String status() {
        TalkControl current = conversation;
        return current == null ? "there is no connection" : current.status();
    }

    private Next hex(List<String> words) {
        String how = words.size() > 1 ? words.get(1) : "";
        if (!how.equals("on") && !how.equals("off")) return said("write hex on, or hex off");
        hex = how.equals("on");
        return Next.GO_ON;
    }

    private Next said(String sentence) {
        printer.say(sentence);
        return Next.ASK;
    }

    /** Shows what a command says. */
    @FunctionalInterface
    interface Printer {
        void say(String sentence);
    }
}
