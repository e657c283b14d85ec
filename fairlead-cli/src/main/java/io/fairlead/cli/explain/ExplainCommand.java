package io.fairlead.cli.explain;

import io.fairlead.cli.CommandException;
import io.fairlead.cli.ExitCode;
import io.fairlead.cli.HelpOption;
import io.fairlead.cli.LastError;
import io.fairlead.cli.Screen;
import io.fairlead.cli.Shell;
import io.fairlead.cli.text.Nearest;
import io.fairlead.explain.Entry;
import io.fairlead.explain.Entry.Kind;
import io.fairlead.explain.Glossary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fairlead explain}: arguments in, exit code out. */
@Command(
        name = "explain",
        customSynopsis = "fairlead explain [OPTION]... CODE|NAME|TEXT",
        sortOptions = false,
        description = {
            "Explains errors, states, options, flags, signals, calls and terms of sockets.",
            "For an error: its numbers on Linux, macOS and Windows, what it means for each call,",
            "its causes, what to check, and what to do.",
            "",
            "  fairlead explain ECONNREFUSED",
            "  fairlead explain 10061                         a number on any of these systems",
            "  fairlead explain Connection reset by peer      what a program printed",
            "  fairlead explain 10014 at accept               what it means for this call",
            "  fairlead explain CLOSE_WAIT                    a state of TCP; RST, a flag",
            "  fairlead explain SO_REUSEADDR                  an option; SO_* lists all",
            "  fairlead explain SIGPIPE                       a signal; MSG_PEEK, a flag of recv",
            "  fairlead explain accept                        a call, with its errors",
            "  fairlead explain half-close                    a term",
            "  fairlead explain --list winsock                Linux beside Winsock",
            "  fairlead explain --last                        the last error of a fairlead command",
            "",
            "In the commands, 192.0.2.1 and 7007 stand for your address and port.",
            ""
        })
public final class ExplainCommand implements Callable<Integer> {
    /** SO_, SO_*: every name that begins so. */
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9]+_\\*?");

    private final Shell shell;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "CODE|NAME|TEXT",
            completionCandidates = EntryNames.class,
            description =
                    "A number or name of an error, a name, a term, or a text that a program"
                            + " printed.")
    private List<String> words = new ArrayList<>();

    @Option(names = "--last", description = "Explain the last error of a fairlead command.")
    private boolean last;

    @Option(
            names = "--list",
            description = {
                "List everything that explain knows, or with a word: errors, states, flags,",
                "options, constants, signals, calls, winsock, alerts, terms."
            })
    private boolean list;

    @Option(names = "--json", description = "Print JSON, an object per entry and line.")
    private boolean json;

    @Mixin HelpOption help = new HelpOption();

    /**
     * @param shell what the process got
     */
    public ExplainCommand(Shell shell) {
        this.shell = shell;
    }

    /** The page of an entry, for who has typed exactly its name; empty if there is none. */
    public static Optional<String> page(Shell shell, String name) {
        return Glossary.alone(name)
                .map(entry ->
                        new EntryText(Glossary::load, Screen.of(shell).columns(), shell.isColored())
                                .of(List.of(entry), name, ""));
    }

    @Override
    public Integer call() throws Exception {
        Glossary glossary = Glossary.load();
        List<Entry> listed = list ? toList(glossary) : List.of();
        if (list) {
            if (json) shell.print(EntryJson.of(listed));
            else shell.printText(EntryList.of(listed));
        } else {
            explain(glossary, asked());
        }
        return ExitCode.OK.code();
    }

    private void explain(Glossary glossary, String asked) throws Exception {
        List<Entry> several = severalOf(glossary, asked);
        List<Entry> found = several.isEmpty() ? glossary.find(asked) : several;
        if (found.isEmpty()) throw unknown(glossary, asked);
        EntryText text =
                new EntryText(() -> glossary, Screen.of(shell).columns(), shell.isColored());
        print(
                found,
                several.isEmpty()
                        ? text.of(found, asked, glossary.otherOnLinux(asked).orElse(""))
                        : EntryList.of(several));
    }

    /** All of a kind or with the same beginning, where that was asked for; otherwise none. */
    private static List<Entry> severalOf(Glossary glossary, String asked) {
        String word = asked.strip();
        if (PREFIX.matcher(word).matches()) {
            return glossary.beginning(word.replace("*", ""));
        }
        return kind(word)
                .filter(kind -> kind != Kind.WINSOCK) // the word is a term, too
                .map(glossary::entries)
                .orElse(List.of());
    }

    private List<Entry> toList(Glossary glossary) {
        if (words.isEmpty()) return glossary.entries();
        String asked = String.join(" ", words);
        List<Entry> several = severalOf(glossary, asked);
        if (!several.isEmpty()) return several;
        return kind(asked).map(glossary::entries).orElseThrow(() -> unknownKind(asked));
    }

    private static Optional<Kind> kind(String word) {
        return Stream.of(Kind.values()).filter(k -> k.plural().equalsIgnoreCase(word)).findFirst();
    }

    private ParameterException unknownKind(String asked) {
        List<String> kinds = Stream.of(Kind.values()).map(Kind::plural).toList();
        return new ParameterException(
                spec.commandLine(),
                "there is no list of \"%s\"%s; there are %s"
                        .formatted(
                                shortened(asked),
                                Nearest.question(asked, kinds),
                                String.join(", ", kinds)));
    }

    private void print(List<Entry> entries, String text) throws Exception {
        shell.print(json ? EntryJson.of(entries) : text);
    }

    private String asked() throws CommandException {
        if (last) {
            Optional<LastError> error = LastError.read(shell);
            if (error.isEmpty()) {
                throw new CommandException(
                        ExitCode.FAILED, "there is no last error; name one, or see --list");
            }
            if (!json) shell.say("last, " + error.get().message());
            return error.get().code();
        }
        if (words.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "name what to explain, as in: fairlead explain EPIPE");
        }
        return String.join(" ", words);
    }

    private ParameterException unknown(Glossary glossary, String asked) {
        String question = Nearest.question(asked, glossary.words());
        String sentence =
                glossary.otherOnLinux(asked)
                        .map(name ->
                                asked.strip()
                                        + " is "
                                        + name
                                        + " on Linux, which no socket call returns")
                        .orElseGet(() ->
                                "there is no entry for \"%s\"%s"
                                        .formatted(shortened(asked), question));
        String all = sentence.endsWith("?") ? "" : "; fairlead explain --list shows all entries";
        return new ParameterException(spec.commandLine(), sentence + all);
    }

    private static String shortened(String asked) {
        return asked.length() <= 80 ? asked : asked.substring(0, 80) + "...";
    }
}
