package io.fairlead.exec.command;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.parser.Parser;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** A file that says which commands may be run, by whom, and with what. Immutable. */
public final class CommandFile {
    private static final int FILE_BYTES_MAX = 1 << 20;

    /** Levels of lists and maps; a right file has five. */
    private static final int DEPTH_MAX = 32;

    private final Path file;
    private final List<String> users;
    private final SequencedMap<String, Command> commands;

    CommandFile(Path file, List<String> users, SequencedMap<String, Command> commands) {
        this.file = file;
        this.users = List.copyOf(users);
        this.commands = Collections.unmodifiableSequencedMap(commands);
    }

    /** Where it was read from. */
    Path file() {
        return file;
    }

    /** The users who may call over a Unix-domain socket; empty for only the server's own user. */
    List<String> users() {
        return users;
    }

    /** The commands by their names, in the order of the file. */
    SequencedMap<String, Command> commands() {
        return commands;
    }

    /**
     * Reads a file.
     *
     * @throws IOException if it cannot be read
     * @throws CommandFileException if it is not right; names the line, the key, and what is allowed
     */
    public static CommandFile read(Path file) throws IOException, CommandFileException {
        checkOwner(file);
        return new CommandReader(file).read(node(file, text(file)));
    }

    /** Whoever can change the file can run what he likes. */
    private static void checkOwner(Path file) throws IOException, CommandFileException {
        if (!Files.exists(file)) throw new CommandFileException(file + ": there is no such file");
        if (!Files.isRegularFile(file)) {
            throw new CommandFileException(
                    file + ": this is not a regular file, so who may write to it is unknown");
        }
        Trust.check(file);
    }

    private static String text(Path file) throws IOException, CommandFileException {
        if (Files.size(file) > FILE_BYTES_MAX) {
            throw new CommandFileException(file + ": it is longer than 1 MiB");
        }
        try {
            return Files.readString(file);
        } catch (MalformedInputException e) {
            throw new CommandFileException(file + ": it is not UTF-8");
        }
    }

    private static Parser parser(LoadSettings settings, String text) {
        return new ParserImpl(settings, new StreamReader(settings, text));
    }

    /** What makes a tree of the file calls itself for each level: it would run out of stack. */
    private static void checkDepth(Path file, Parser parser) throws CommandFileException {
        int depth = 0;
        while (parser.hasNext()) {
            Event event = parser.next();
            if (event instanceof CollectionStartEvent) depth++;
            if (event instanceof CollectionEndEvent) depth--;
            if (depth <= DEPTH_MAX) continue;
            String line = event.getStartMark().map(mark -> ":" + (mark.getLine() + 1)).orElse("");
            throw new CommandFileException(
                    file + line + ": lists and maps are nested deeper than " + DEPTH_MAX);
        }
    }

    private static Node node(Path file, String text) throws CommandFileException {
        LoadSettings settings =
                LoadSettings.builder().setLabel(file.toString()).setUseMarks(true).build();
        try {
            checkDepth(file, parser(settings, text));
            Optional<Node> node = new Composer(settings, parser(settings, text)).getSingleNode();
            if (node.isPresent()) return node.get();
            throw new CommandFileException(file + ": it is empty; commands: is missing");
        } catch (MarkedYamlEngineException e) {
            String line = e.getProblemMark().map(mark -> ":" + (mark.getLine() + 1)).orElse("");
            throw new CommandFileException(file + line + ": " + e.getProblem());
        } catch (YamlEngineException e) {
            throw new CommandFileException(file + ": " + e.getMessage());
        }
    }
}
