package io.fairlead.cli.learn;

import io.fairlead.cli.CommandException;
import io.fairlead.cli.ExitCode;
import io.fairlead.cli.HelpOption;
import io.fairlead.cli.OutputException;
import io.fairlead.cli.ScreenWidth;
import io.fairlead.cli.Shell;
import io.fairlead.cli.text.Nearest;
import io.fairlead.ladder.TextStyle;
import io.fairlead.learn.Chapter;
import io.fairlead.learn.Course;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fairlead learn}: arguments in, exit code out. */
@Command(
        name = "learn",
        customSynopsis = {
            "fairlead learn [OPTION]... [CHAPTER]",
            "       fairlead learn check KIND [OPTION]... -- PROGRAM [ARGUMENT]..."
        },
        sortOptions = false,
        description = {
            "A course on sockets, step by step, and a check of your own program.",
            "Each step has the idea, the code in C, Java and Fairlead, a question, and a lab that",
            "proves it. The place where you stop is remembered. Without a terminal a chapter is",
            "printed as a whole.",
            "",
            "  fairlead learn                        go on where you stopped",
            "  fairlead learn 5                      chapter 5; a word of its title will do, too",
            "  fairlead learn check echo -- ./a.out {port}   what your echo server does wrong",
            "  fairlead learn check --help           which kinds there are",
            ""
        })
public final class LearnCommand implements Callable<Integer> {
    private final Shell shell;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "0..1",
            paramLabel = "CHAPTER",
            description = "Its number, or a word of its title.")
    private @Nullable String asked;

    @Option(names = "--list", description = "A line for each chapter.")
    private boolean list;

    @Option(
            names = "--restart",
            description = "Begin again, at the first step of the chapter or of the course.")
    private boolean restart;

    @Mixin HelpOption help = new HelpOption();

    private LearnCommand(Shell shell) {
        this.shell = shell;
    }

    /** The command line of {@code learn}, with {@code learn check}. */
    public static CommandLine line(Shell shell) {
        return new CommandLine(new LearnCommand(shell)).addSubcommand(new CheckCommand(shell));
    }

    @Override
    public Integer call() throws Exception {
        Course course = Course.load();
        String name = asked;
        Chapter chapter = name == null ? null : chapter(course, name);
        if (list || (chapter == null && !isInteractive())) {
            printList(course);
            return ExitCode.OK.code();
        }
        CourseText text =
                new CourseText(new TextStyle(ScreenWidth.of(shell), shell.isColored(), false));
        if (isInteractive()) {
            Position place = Position.read(shell).orElse(Position.START);
            return new Walk(shell, course, text).from(place.toward(chapter, restart)).code();
        }
        if (chapter != null) shell.print(text.chapter(chapter));
        return ExitCode.OK.code();
    }

    private boolean isInteractive() {
        return shell.isTerminal(Shell.Stream.IN) && shell.isTerminal(Shell.Stream.OUT);
    }

    private Chapter chapter(Course course, String name) throws CommandException {
        return course.find(name)
                .orElseThrow(() ->
                        new ParameterException(
                                spec.commandLine(),
                                "there is no chapter \"%s\"%s; fairlead learn --list shows them"
                                        .formatted(name, Nearest.question(name, course.words()))));
    }

    private void printList(Course course) throws OutputException {
        for (Chapter chapter : course.chapters()) {
            shell.printText(
                    "%s  %s (%s steps)%n"
                            .formatted(chapter.number(), chapter.title(), chapter.steps().size()));
        }
    }
}
