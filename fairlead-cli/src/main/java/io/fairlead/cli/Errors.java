package io.fairlead.cli;

import io.fairlead.cli.text.Nearest;
import io.fairlead.explain.Glossary;
import io.fairlead.net.NetException;
import io.fairlead.net.text.Printable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Makes a sentence on standard error, and an exit code, of what went wrong. */
final class Errors {
    // What picocli says, to be said as a sentence.
    private static final Pattern WHICH_PARAMETER =
            Pattern.compile("^Invalid value for positional parameter at index \\d+ \\([^)]*\\): ");
    private static final Pattern UNKNOWN_COMMAND = Pattern.compile("Unknown subcommand '(.*)'\\.");
    private static final Pattern WRONG_CHOICE =
            Pattern.compile("(.*: )expected one of \\[(.*)] \\(case-insensitive\\) but was '(.*)'");

    private final Shell shell;
    private final boolean debug;

    Errors(Shell shell, boolean debug) {
        this.shell = shell;
        this.debug = debug;
    }

    /** The command line is not right. */
    int usage(ParameterException error, String[] args) {
        CommandLine command = error.getCommandLine();
        shell.say(Printable.of(sentence(error) + hostAndPort(error, args)));
        String name = command.getCommandName();
        boolean root = command.getParent() == null;
        shell.err().println("Try: fairlead help" + (root ? "" : " " + name));
        trace(error);
        return ExitCode.USAGE.code();
    }

    /** What would be opened or sent in its place would be another name, another text. */
    int notUtf8(String argument) {
        shell.say("an argument is not UTF-8: " + Printable.of(argument));
        return ExitCode.USAGE.code();
    }

    private static String sentence(ParameterException error) {
        // An unknown option before what is wrong: the value may be its own, so that is what
        // matters.
        List<String> unmatched =
                error instanceof UnmatchedArgumentException all
                        ? all.getUnmatched()
                        : error.getCommandLine().getUnmatchedArguments().stream()
                                .filter(word -> word.startsWith("-"))
                                .toList();
        if (!unmatched.isEmpty()) return unknown(unmatched.getFirst(), error.getCommandLine());
        String message = String.valueOf(error.getMessage());
        Matcher command = UNKNOWN_COMMAND.matcher(message);
        if (command.matches()) return unknown(command.group(1), error.getCommandLine());
        Matcher choice = WRONG_CHOICE.matcher(message);
        String readable = numberWords(WHICH_PARAMETER.matcher(message).replaceFirst(""));
        if (choice.matches()) {
            List<String> words = List.of(choice.group(2).toLowerCase(Locale.ROOT).split(", ", -1));
            readable = choice.group(1) + wrongChoice(choice.group(3), words);
        }
        // UDP stays UDP.
        boolean name = readable.length() > 1 && Character.isUpperCase(readable.charAt(1));
        if (name) return readable;
        return readable.substring(0, 1).toLowerCase(Locale.ROOT) + readable.substring(1);
    }

    /** With words for people in the place of Java's types. */
    private static String numberWords(String message) {
        return message.replaceFirst("'([0-9]+)' is not an? (int|long)$", "$1 is too large")
                .replaceFirst(" is not an? (int|long)$", " is not a whole number")
                .replaceFirst(" is not a (float|double)$", " is not a number")
                .replaceFirst(" is not a boolean$", " is neither true nor false");
    }

    /** For {@code connect localhost 7001}, and listen, how a host and a port are written. */
    private static String hostAndPort(ParameterException error, String... args) {
        String name = error.getCommandLine().getCommandName();
        if (args.length < 3 || !(name.equals("connect") || name.equals("listen"))) return "";
        boolean isOption = error.getArgSpec() != null && error.getArgSpec().isOption();
        String host = args[args.length - 2];
        String port = args[args.length - 1];
        boolean isHost = host.matches("[\\w.-]*[A-Za-z.][\\w.-]*") && !host.startsWith("-");
        return !isOption && isHost && port.matches("[0-9]{1,5}")
                ? "; did you mean " + host + ":" + port + "?"
                : "";
    }

    private static String wrongChoice(String typed, List<String> words) {
        return "there is no \"%s\"%s (there are %s)"
                .formatted(typed, Nearest.question(typed, words), String.join(", ", words));
    }

    private static String unknown(String word, CommandLine command) {
        if (word.startsWith("-")) {
            String name = word.replaceFirst("=.*", "");
            List<String> names = new ArrayList<>(command.getCommandSpec().optionsMap().keySet());
            return "unknown option " + name + Nearest.question(name, names);
        }
        if (command.getSubcommands().isEmpty()) {
            return "one argument too many: " + word;
        }
        boolean isOption = command.getCommandSpec().optionsMap().containsKey("--" + word);
        return "unknown command \""
                + word
                + "\""
                + (isOption ? "; did you mean --" + word + "?" : nearest(word, command));
    }

    private static String nearest(String word, CommandLine command) {
        return Nearest.question(word, command.getSubcommands().keySet());
    }

    /** A command failed. */
    int failure(Throwable error) {
        ExitCode code =
                switch (error) {
                    case OutputException output when output.isReaderGone() -> ExitCode.OK;
                    case NetException net -> said(net, ExitCode.of(net));
                    case CommandException command -> said(command, command.exitCode());
                    case OutputException output -> said(output, ExitCode.FAILED);
                    case UncheckedIOException wrapped ->
                            io(Objects.requireNonNull(wrapped.getCause()));
                    case IOException io -> io(io);
                    case InvalidPathException name -> said(name, ExitCode.USAGE);
                    default -> bug(error);
                };
        trace(error);
        return code.code();
    }

    /** A disk, a file, a device or a network is at fault; the program is not. */
    private ExitCode io(IOException error) {
        String file =
                error instanceof FileSystemException of && of.getFile() != null
                        ? of.getFile() + ": "
                        : "";
        return said(error, file + FileFault.reason(error), FileFault.code(error));
    }

    private ExitCode said(Throwable error, ExitCode code) {
        return said(error, String.valueOf(error.getMessage()), code);
    }

    private ExitCode said(Throwable error, String sentence, ExitCode code) {
        String message = Printable.of(sentence);
        shell.say(message + " [exit " + code.code() + ", " + code.word() + "]");
        String errno = errno(error);
        if (!errno.isEmpty()) {
            new LastError(errno, message).keep(shell);
            if (shell.isTerminal(Shell.Stream.ERR)) hint(errno);
        }
        return code;
    }

    /** The name in C of what failed below {@code error}; empty if that is not known. */
    private static String errno(Throwable error) {
        Throwable at = error instanceof NetException ? error : error.getCause();
        return at instanceof NetException net ? net.errno() : "";
    }

    /** A person who looks is told where there is more. */
    private void hint(String errno) {
        if (Glossary.load().byName(errno).isPresent()) {
            shell.err().println("More: fairlead explain " + errno);
        }
    }

    private ExitCode bug(Throwable error) {
        shell.say(
                "unexpected "
                        + Printable.of(error.toString())
                        + "; this is a bug"
                        + (debug ? "" : ", run with --debug to see where"));
        return ExitCode.FAILED;
    }

    private void trace(Throwable error) {
        if (debug) StackTrace.print(error, shell.err());
    }
}
