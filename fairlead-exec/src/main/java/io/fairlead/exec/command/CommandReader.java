package io.fairlead.exec.command;

import io.fairlead.exec.command.Parameter.HostType;
import io.fairlead.exec.command.Parameter.IntegerType;
import io.fairlead.exec.command.Parameter.TextType;
import io.fairlead.exec.command.Parameter.WordType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** Makes commands of a YAML tree; an unknown key is an error, whatever its value. */
final class CommandReader {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,31}");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern PARAMETER = Pattern.compile("[A-Za-z0-9_-]{1,32}");
    private static final Set<String> LIMITS =
            Set.of("seconds", "output-kib", "memory-mib", "processes", "at-once");
    private static final Set<String> COMMAND =
            Set.of(
                    "program",
                    "summary",
                    "arguments",
                    "parameters",
                    "environment",
                    "directory",
                    "may-gain-privileges",
                    "limits");
    private static final Map<String, Set<String>> TYPES =
            Map.of(
                    "integer", Set.of("type", "default", "from", "to"),
                    "word", Set.of("type", "default", "among"),
                    "text", Set.of("type", "default", "pattern"),
                    "host", Set.of("type", "default", "among"));

    private final Path file;

    CommandReader(Path file) {
        this.file = file;
    }

    CommandFile read(Node node) throws IOException, CommandFileException {
        YamlMap top = new YamlMap(file, "", node).allowing(Set.of("users", "limits", "commands"));
        RunLimits usual = limits(top, RunLimits.DEFAULT);
        YamlMap named = top.map("commands");
        SequencedMap<String, Command> commands = new LinkedHashMap<>();
        for (String name : named.keys()) {
            if (!NAME.matcher(name).matches() || name.equals("help")) {
                throw named.fault(name, "is not a valid name; use a-z, 0-9, - and _, but not help");
            }
            commands.put(name, command(name, named.map(name).allowing(COMMAND), usual));
        }
        if (commands.isEmpty()) throw top.fault("commands", "allows nothing");
        return new CommandFile(file, top.texts("users"), commands);
    }

    private static RunLimits limits(YamlMap within, RunLimits usual) throws CommandFileException {
        if (!within.has("limits")) return usual;
        YamlMap map = within.map("limits").allowing(LIMITS);
        return new RunLimits(
                Duration.ofSeconds(map.number("seconds", usual.time().toSeconds(), 1, 86_400)),
                map.number("output-kib", usual.outputBytes() >> 10, 1, 1 << 20) << 10,
                map.number("memory-mib", usual.memoryBytes() >> 20, 1, 1 << 20) << 20,
                (int) map.number("processes", usual.processes(), 1, 10_000),
                (int) map.number("at-once", usual.atOnce(), 1, 1_000));
    }

    private static Command command(String name, YamlMap map, RunLimits usual)
            throws IOException, CommandFileException {
        Path program = Path.of(map.text("program"));
        if (!program.isAbsolute()) throw map.fault("program", "must be an absolute path");
        if (!Files.isExecutable(program) || Files.isDirectory(program)) {
            throw map.fault("program", "is not a program on this machine: " + program);
        }
        Trust.check(program);
        Path directory = Path.of(map.text("directory", "/"));
        if (!directory.isAbsolute() || !Files.isDirectory(directory)) {
            throw map.fault("directory", "must be the absolute path of a directory");
        }
        List<Parameter> parameters = parameters(map);
        return new Command(
                name,
                map.text("summary", ""),
                program,
                arguments(map, parameters),
                parameters,
                environment(map),
                directory,
                map.flag("may-gain-privileges"),
                limits(map, usual));
    }

    private static List<String> arguments(YamlMap map, List<Parameter> parameters)
            throws CommandFileException {
        List<String> arguments = map.texts("arguments");
        List<String> names = parameters.stream().map(Parameter::name).toList();
        List<String> used =
                arguments.stream()
                        .flatMap(argument -> Command.PLACE.matcher(argument).results())
                        .map(place -> place.group(1))
                        .toList();
        for (String place : used) {
            if (names.contains(place)) continue;
            throw map.fault(
                    "arguments",
                    "{%s} is not a parameter%s".formatted(place, Similar.question(place, names)));
        }
        for (String name : names) {
            if (used.contains(name)) continue;
            throw map.fault("arguments", "do not use {%s}".formatted(name));
        }
        return arguments;
    }

    private static Map<String, String> environment(YamlMap map) throws CommandFileException {
        Map<String, String> variables = new TreeMap<>();
        if (!map.has("environment")) return variables;
        YamlMap named = map.map("environment");
        for (String name : named.keys()) {
            if (!VARIABLE.matcher(name).matches()) {
                throw named.fault(name, "is not a valid name; use letters, digits and _");
            }
            variables.put(name, named.text(name));
        }
        return variables;
    }

    private static List<Parameter> parameters(YamlMap map) throws CommandFileException {
        List<Parameter> parameters = new ArrayList<>();
        if (!map.has("parameters")) return parameters;
        YamlMap named = map.map("parameters");
        for (String name : named.keys()) {
            if (!PARAMETER.matcher(name).matches()) {
                throw named.fault(name, "is not a valid name; use letters, digits, - and _");
            }
            Parameter parameter = parameter(name, named.map(name));
            boolean afterOptional =
                    !parameters.isEmpty() && parameters.getLast().fallback() != null;
            if (afterOptional && parameter.fallback() == null) {
                throw named.fault(name, "needs a default, as the one before it has one");
            }
            parameters.add(parameter);
        }
        return parameters;
    }

    private static Parameter parameter(String name, YamlMap map) throws CommandFileException {
        String word = map.text("type");
        Set<String> allowed = TYPES.get(word);
        if (allowed == null) {
            throw map.fault(
                    "type",
                    "is \"%s\"%s; allowed: host, integer, text, word"
                            .formatted(word, Similar.question(word, TYPES.keySet())));
        }
        map.allowing(allowed);
        @Nullable String fallback = map.has("default") ? map.text("default") : null;
        Parameter parameter = new Parameter(name, type(word, map), fallback);
        if (fallback == null) return parameter;
        try {
            String _ = parameter.checked(fallback);
            return parameter;
        } catch (BadValueException e) {
            throw map.fault("default", "is not allowed: " + e.getMessage());
        }
    }

    private static Parameter.Type type(String word, YamlMap map) throws CommandFileException {
        return switch (word) {
            case "integer" -> integer(map);
            case "word" -> {
                if (map.texts("among").isEmpty()) throw map.fault("among", "is an empty list");
                yield new WordType(map.texts("among"));
            }
            case "text" -> new TextType(pattern(map));
            default -> new HostType(map.texts("among"));
        };
    }

    private static Parameter.Type integer(YamlMap map) throws CommandFileException {
        long most = 1L << 53;
        if (!map.has("from") || !map.has("to")) {
            throw map.fault("type", "integer needs from and to");
        }
        long from = map.number("from", 0, -most, most);
        long to = map.number("to", 0, -most, most);
        if (from > to) throw map.fault("to", "is below from");
        return new IntegerType(from, to);
    }

    private static Pattern pattern(YamlMap map) throws CommandFileException {
        try {
            return Pattern.compile(map.text("pattern"));
        } catch (PatternSyntaxException e) {
            throw map.fault("pattern", "is not a regular expression: " + e.getDescription());
        }
    }
}
