package io.fairlead.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.cli.bench.BenchCommand;
import io.fairlead.cli.bench.EventRate;
import io.fairlead.cli.bench.ModelChoice;
import io.fairlead.cli.cert.CertCommand;
import io.fairlead.cli.chat.ChatCommand;
import io.fairlead.cli.connect.ConnectCommand;
import io.fairlead.cli.connect.proxy.Proxy;
import io.fairlead.cli.doctor.DoctorCommand;
import io.fairlead.cli.explain.ExplainCommand;
import io.fairlead.cli.lab.LabCommand;
import io.fairlead.cli.learn.LearnCommand;
import io.fairlead.cli.listen.ListenCommand;
import io.fairlead.cli.relay.BalanceWords;
import io.fairlead.cli.relay.RelayCommand;
import io.fairlead.cli.restart.RestartCommand;
import io.fairlead.cli.restart.ServerName;
import io.fairlead.cli.serve.LoopCount;
import io.fairlead.cli.serve.ModelWords;
import io.fairlead.cli.serve.OptionGroups;
import io.fairlead.cli.serve.ServeCommand;
import io.fairlead.cli.stat.StatCommand;
import io.fairlead.cli.text.ByteCount;
import io.fairlead.cli.text.DurationText;
import io.fairlead.cli.text.Nearest;
import io.fairlead.cli.trace.TraceCommand;
import io.fairlead.frame.Codec;
import io.fairlead.net.Endpoint;
import io.fairlead.server.Model;
import io.fairlead.services.relay.Balance;
import io.fairlead.stat.SocketState;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Where the process begins and ends. */
public final class Main {
    private static final String NOT_UTF8 = "\uFFFD"; // what Java makes of such bytes

    private Main() {}

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] args) {
        int code = ExitCode.FAILED.code();
        try {
            Shell shell = Shell.ofProcess();
            boolean rehearses = args.length == 1 && args[0].equals(Rehearsal.WORD);
            code = rehearses ? Rehearsal.run(shell) : run(shell, args);
        } finally {
            System.exit(code); // whatever was thrown: the threads of a server must not outlive this
        }
    }

    /** Runs one command; returns its exit code. */
    static int run(Shell shell, String... args) {
        Errors errors = new Errors(shell, isDebug(shell, args));
        for (String argument : args) {
            if (argument.contains(NOT_UTF8)) return errors.notUtf8(argument);
        }
        try {
            Optional<Callable<Integer>> shortcut = Shortcut.of(shell, args);
            return shortcut.isPresent()
                    ? shortcut.get().call()
                    : commandLine(shell, errors, args).execute(args);
        } catch (Throwable e) { // an Error too: a class that cannot be loaded, no memory
            return errors.failure(e);
        }
    }

    private static boolean isDebug(Shell shell, String... args) {
        return List.of(args).contains("--debug")
                || shell.environment().getOrDefault("FAIRLEAD_DEBUG", "").equals("1");
    }

    /**
     * The command line, and how it reads and reports.
     *
     * @param args if they begin with the name of a command, there is no other: to describe all of
     *     them to picocli takes longer than to start a server
     */
    static CommandLine commandLine(Shell shell, Errors errors, String... args) {
        CommandLine line = new CommandLine(new FairleadCommand(shell));
        Map<String, Supplier<Object>> commands = commands(shell);
        Supplier<Object> named = args.length == 0 ? null : commands.get(args[0]);
        if (named != null) {
            line.addSubcommand(named.get());
        } else {
            commands.values().forEach(command -> line.addSubcommand(command.get()));
            line.addSubcommand(new CompletionCommand(shell));
            line.addSubcommand(new CommandLine.HelpCommand());
        }
        configure(line, shell, errors);
        return line;
    }

    /** The commands by their names, in the order of the help; those about commands are not here. */
    private static Map<String, Supplier<Object>> commands(Shell shell) {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("serve", () -> OptionGroups.of(new ServeCommand(shell)));
        commands.put("connect", () -> new ConnectCommand(shell));
        commands.put("listen", () -> new ListenCommand(shell));
        commands.put("relay", () -> new RelayCommand(shell));
        commands.put("chat", () -> new ChatCommand(shell));
        commands.put("cert", () -> new CertCommand(shell));
        commands.put("doctor", () -> new DoctorCommand(shell));
        commands.put("bench", () -> new BenchCommand(shell));
        commands.put("stat", () -> new StatCommand(shell));
        commands.put("restart", () -> new RestartCommand(shell));
        commands.put("explain", () -> new ExplainCommand(shell));
        commands.put("trace", () -> new TraceCommand(shell));
        commands.put("lab", () -> new LabCommand(shell));
        commands.put("learn", () -> LearnCommand.line(shell));
        return commands;
    }

    private static void configure(CommandLine line, Shell shell, Errors errors) {
        line.registerConverter(Duration.class, converter(DurationText::parse));
        line.registerConverter(ByteCount.class, converter(ByteCount::parse));
        line.registerConverter(EventRate.class, converter(EventRate::parse));
        line.registerConverter(Model.class, converter(ModelWords::parse));
        line.registerConverter(ModelChoice.class, converter(ModelChoice::parse));
        line.registerConverter(LoopCount.class, converter(LoopCount::parse));
        line.registerConverter(Balance.class, converter(BalanceWords::parse));
        line.registerConverter(Codec.class, converter(Codec::parse));
        line.registerConverter(ServerName.class, converter(ServerName::parse));
        line.registerConverter(Proxy.class, converter(Proxy::parse));
        line.registerConverter(Charset.class, converter(Main::charset));
        line.registerConverter(Path.class, converter(Path::of));
        line.registerConverter(Endpoint.class, converter(Main::endpoint));
        line.registerConverter(SocketState.class, converter(Main::state));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpAutoWidth(false).setUsageHelpWidth(90);
        line.setColorScheme(
                CommandLine.Help.defaultColorScheme(shell.isColored() ? Ansi.ON : Ansi.OFF));
        StringWriter help = new StringWriter(); // a writer to the shell would keep its errors
        line.setOut(new PrintWriter(help));
        line.setErr(new PrintWriter(shell.err(), true, UTF_8));
        line.setExecutionStrategy(result -> {
            int code = execute(result);
            print(shell, help.toString(), line);
            return code;
        });
        line.setParameterExceptionHandler(errors::usage);
        line.setExecutionExceptionHandler((error, _, _) -> errors.failure(error));
    }

    /** Runs the command that was named; also before its help, what nobody knows is an error. */
    private static int execute(ParseResult result) {
        List<CommandLine> named = result.asCommandLineList();
        List<String> unknown = new ArrayList<>();
        named.forEach(command -> unknown.addAll(command.getUnmatchedArguments()));
        if (!unknown.isEmpty()) throw new UnmatchedArgumentException(named.getLast(), unknown);
        return new CommandLine.RunLast().execute(result);
    }

    private static void print(Shell shell, String help, CommandLine line) {
        if (help.isEmpty()) return;
        try {
            shell.printText(help);
        } catch (OutputException e) {
            throw new ExecutionException(line, String.valueOf(e.getMessage()), e);
        }
    }

    private static Charset charset(String name) {
        try {
            Charset charset = Charset.forName(name);
            if (charset.canEncode()) return charset;
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new IllegalArgumentException(
                    ("there is no encoding \"%s\"; write utf-8, utf-16le, utf-16be, utf-32le,"
                                    + " utf-32be, iso-8859-1 or another that Java knows")
                            .formatted(name),
                    e);
        }
        throw new IllegalArgumentException("text can be read, but not written, in " + name);
    }

    private static Endpoint endpoint(String text) {
        Endpoint endpoint = Endpoint.parse(text);
        if (endpoint.scheme() != Endpoint.Scheme.FD) return endpoint;
        throw new IllegalArgumentException(
                endpoint
                        + ": only serve and relay can have a socket that is given; write"
                        + " tcp://HOST:PORT");
    }

    private static SocketState state(String word) {
        List<String> words = Stream.of(SocketState.values()).map(SocketState::word).toList();
        return SocketState.named(word)
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "there is no state \"%s\"%s (there are %s)"
                                        .formatted(
                                                word,
                                                Nearest.question(word, words),
                                                String.join(", ", words))));
    }

    /** Turns the complaints of {@code parser} into errors of usage. */
    private static <T> ITypeConverter<T> converter(ITypeConverter<T> parser) {
        return text -> {
            try {
                return parser.convert(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        };
    }
}
