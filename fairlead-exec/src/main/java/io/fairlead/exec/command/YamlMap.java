package io.fairlead.exec.command;

import io.fairlead.net.text.Printable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A mapping of a YAML file: reads values of the kinds that are wanted, and names file, line and key
 * of what is none. Not thread-safe.
 */
final class YamlMap {
    private final Path file;
    private final String path;
    private final Node node;
    private final SequencedMap<String, NodeTuple> entries = new LinkedHashMap<>();

    /**
     * @param path the keys that lead here, with dots; empty at the top
     */
    YamlMap(Path file, String path, Node node) throws CommandFileException {
        this.file = file;
        this.path = path;
        this.node = node;
        if (!(node instanceof MappingNode mapping)) {
            throw fault(node, (path.isEmpty() ? "the file" : path) + " must be keys and values");
        }
        for (NodeTuple tuple : mapping.getValue()) {
            String key = text(tuple.getKeyNode(), "a key");
            if (entries.put(key, tuple) == null) continue;
            throw fault(tuple.getKeyNode(), Printable.of(in(key)) + " appears twice");
        }
    }

    /** Refuses keys that are not among {@code allowed}. */
    YamlMap allowing(Set<String> allowed) throws CommandFileException {
        for (Map.Entry<String, NodeTuple> entry : entries.entrySet()) {
            if (allowed.contains(entry.getKey())) continue;
            throw fault(
                    entry.getValue().getKeyNode(),
                    "unknown key \"%s\"%s; allowed here: %s"
                            .formatted(
                                    Printable.of(in(entry.getKey())),
                                    Similar.question(entry.getKey(), allowed),
                                    String.join(", ", allowed.stream().sorted().toList())));
        }
        return this;
    }

    List<String> keys() {
        return List.copyOf(entries.keySet());
    }

    boolean has(String key) {
        return entries.containsKey(key);
    }

    private @Nullable Node value(String key) {
        NodeTuple tuple = entries.get(key);
        return tuple == null ? null : tuple.getValueNode();
    }

    private Node required(String key) throws CommandFileException {
        Node value = value(key);
        if (value == null) throw fault(node, "the key \"%s\" is missing".formatted(in(key)));
        return value;
    }

    YamlMap map(String key) throws CommandFileException {
        return new YamlMap(file, in(key), required(key));
    }

    String text(String key) throws CommandFileException {
        return text(required(key), in(key));
    }

    String text(String key, String fallback) throws CommandFileException {
        return has(key) ? text(key) : fallback;
    }

    List<String> texts(String key) throws CommandFileException {
        Node value = value(key);
        if (value == null) return List.of();
        if (!(value instanceof SequenceNode sequence)) {
            throw fault(value, in(key) + " must be a list, such as [a, b]");
        }
        List<String> all = new ArrayList<>();
        for (Node one : sequence.getValue()) all.add(text(one, in(key)));
        return all;
    }

    private String text(Node value, String what) throws CommandFileException {
        if (!(value instanceof ScalarNode scalar)) {
            throw fault(value, what + " must be one text or number");
        }
        String text = scalar.getValue();
        if (text.indexOf(0) >= 0)
            throw fault(value, what + " contains a NUL, where C would end it");
        return text;
    }

    long number(String key, long fallback, long from, long to) throws CommandFileException {
        Node value = value(key);
        if (value == null) return fallback;
        try {
            long number = Long.parseLong(text(value, in(key)));
            if (from <= number && number <= to) return number;
        } catch (NumberFormatException e) {
            // said below
        }
        throw fault(
                value,
                String.format(
                        Locale.ROOT,
                        "%s must be a whole number from %d to %d, not \"%s\"",
                        in(key),
                        from,
                        to,
                        Printable.of(text(value, in(key)))));
    }

    boolean flag(String key) throws CommandFileException {
        String text = text(key, "false");
        if (text.equals("true") || text.equals("false")) return text.equals("true");
        throw fault(key, "must be true or false, not \"%s\"".formatted(Printable.of(text)));
    }

    /** A fault at {@code key}. */
    CommandFileException fault(String key, String what) {
        Node value = value(key);
        return fault(value == null ? node : value, in(key) + " " + what);
    }

    private CommandFileException fault(Node where, String what) {
        String line = where.getStartMark().map(mark -> ":" + (mark.getLine() + 1)).orElse("");
        return new CommandFileException(file + line + ": " + what);
    }

    private String in(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
