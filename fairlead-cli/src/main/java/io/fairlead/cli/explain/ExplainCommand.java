package io.fairlead.cli.explain;

import io.fairlead.cli.CommandException;
import io.fairlead.cli.ExitCode;
import io.fairlead.cli.HelpOption;
import io.fairlead.cli.LastError;
import io.fairlead.cli.Screen;
import io.fairlead.cli.Shell;
import io.fairlead.cli.text.Nearest;
import io.fairlead.explain.Entry;
import io.fairlead.explain.Glossary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
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
            "Explains a socket error, a TCP state or a TCP flag.",
            "Shows its numbers on Linux, macOS and Windows, what it means for each call, its",
            "causes, what to check, and what to do.",
            "",
            "  fairlead explain ECONNREFUSED",
            "  fairlead explain 10061                         a number on any of these systems",
            "  fairlead explain Connection reset by peer      what a program printed",
            "  fairlead explain CLOSE_WAIT                    a state of TCP; RST, a flag",
            "  fairlead explain --last                        the last error of a fairlead command",
            "",
            "In the commands, 192.0.2.1 and 7007 stand for your address and port.",
            ""
        })
public final class ExplainCommand implements Callable<Integer> {
    private final Shell shell;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "CODE|NAME|TEXT",
            description =
                    "A number or name of an error, a state, a flag, or a text that a program"
                            + " printed.")
    private List<String> words = new ArrayList<>();

    @Option(names = "--last", description = "Explain the last error of a fairlead command.")
    private boolean last;

    @Option(names = "--list", description = "List everything that explain knows.")
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

    @Override
    public Integer call() throws Exception {
        Glossary glossary = Glossary.load();
        if (list) {
            print(glossary.entries(), EntryList.of(glossary.entries()));
        } else {
            String asked = asked();
            List<Entry> found = glossary.find(asked);
            if (found.isEmpty()) throw unknown(glossary, asked);
            EntryText text = new EntryText(Screen.of(shell).columns(), shell.isColored());
            print(found, text.of(found, asked, glossary.otherOnLinux(asked).orElse("")));
        }
        return ExitCode.OK.code();
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
        String other =
                glossary.otherOnLinux(asked)
                        .map(name ->
                                asked.strip()
                                        + " is "
                                        + name
                                        + " on Linux, which no socket call returns")
                        .orElseGet(() ->
                                "there is no entry for \"%s\"%s"
                                        .formatted(
                                                shortened(asked),
                                                Nearest.question(asked, glossary.words())));
        return new ParameterException(
                spec.commandLine(), other + "; fairlead explain --list shows all entries");
    }

    private static String shortened(String asked) {
        return asked.length() <= 80 ? asked : asked.substring(0, 80) + "...";
    }
}
