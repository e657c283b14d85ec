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
            "Says what an error of a socket, a state of TCP or a flag means.",
            "Its numbers on Linux, macOS and Windows, what it means for each call, why it comes,",
            "what to look at, and what to do.",
            "",
            "  fairlead explain ECONNREFUSED",
            "  fairlead explain 10061                         a number of any system",
            "  fairlead explain Connection reset by peer      what some program printed",
            "  fairlead explain CLOSE_WAIT                    a state of TCP; RST, a flag",
            "  fairlead explain --last                        what fairlead said last",
            "",
            "In its commands 192.0.2.1 and 7007 stand for the address and port in question.",
            ""
        })
public final class ExplainCommand implements Callable<Integer> {
    private final Shell shell;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "CODE|NAME|TEXT",
            description = "An error's number or name, a state, a flag, or what a program printed.")
    private List<String> words = new ArrayList<>();

    @Option(names = "--last", description = "The error that fairlead said last.")
    private boolean last;

    @Option(names = "--list", description = "A line for everything that it knows.")
    private boolean list;

    @Option(names = "--json", description = "Print an object for each entry, in one line.")
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
                        ExitCode.FAILED, "no error is remembered; name one, or see --list");
            }
            if (!json) shell.say("last, " + error.get().message());
            return error.get().code();
        }
        if (words.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "what is to be explained? As in: fairlead explain EPIPE");
        }
        return String.join(" ", words);
    }

    private ParameterException unknown(Glossary glossary, String asked) {
        String other =
                glossary.otherOnLinux(asked)
                        .map(name ->
                                asked.strip() + " is " + name + " on Linux, no error of sockets")
                        .orElseGet(() ->
                                "nothing is known of \"%s\"%s"
                                        .formatted(
                                                shortened(asked),
                                                Nearest.question(asked, glossary.words())));
        return new ParameterException(
                spec.commandLine(), other + "; fairlead explain --list shows all that is");
    }

    private static String shortened(String asked) {
        return asked.length() <= 80 ? asked : asked.substring(0, 80) + "...";
    }
}
