package io.fairlead.restart;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one process tells another: a word, and lines of {@code name=value}. Words and names that a
 * process does not know are of a newer version, and it passes over them.
 */
record Message(String word, Map<String, String> fields) {
    // From the command.
    static final String RESTART = "restart";

    // To the command.
    static final String STARTED = "started";
    static final String DONE = "done";
    static final String FAILED = "failed";

    // From the new process.
    static final String HELLO = "hello";
    static final String READY = "ready";

    // To the new process.
    static final String SOCKET = "socket"; // with a descriptor
    static final String ALL = "all";
    static final String GO = "go";
    static final String CANCEL = "cancel";

    static Message of(String word) {
        return new Message(word, Map.of());
    }

    Message with(String name, Object value) {
        Map<String, String> more = new LinkedHashMap<>(fields);
        more.put(name, value.toString().replace('\n', ' '));
        return new Message(word, more);
    }

    boolean is(String other) {
        return word.equals(other);
    }

    /** A field's value; empty if there is none. */
    String get(String name) {
        return fields.getOrDefault(name, "");
    }

    /** A field's value; 0 if there is none, or it is no number. */
    long number(String name) {
        String value = get(name);
        return value.matches("[0-9]{1,18}") ? Long.parseLong(value) : 0;
    }

    byte[] bytes() {
        StringBuilder text = new StringBuilder(word).append('\n');
        fields.forEach((name, value) -> text.append(name).append('=').append(value).append('\n'));
        return text.toString().getBytes(UTF_8);
    }

    static Message parse(byte[] bytes) {
        String[] lines = new String(bytes, UTF_8).split("\n", -1);
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int equals = lines[i].indexOf('=');
            if (equals > 0) {
                fields.put(lines[i].substring(0, equals), lines[i].substring(equals + 1));
            }
        }
        return new Message(lines[0], fields);
    }
}
