package io.fairlead.posix;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** The names of users in {@code /etc/passwd}, passwd(5), as they were when it was read. */
public final class Passwd {
    private static final int UID = 2;

    private final Map<String, String> names = new HashMap<>();

    private Passwd() {}

    /** Reads the file; one that cannot be read has no names. */
    public static Passwd read() {
        Passwd passwd = new Passwd();
        try (Stream<String> lines =
                Files.lines(Path.of("/etc/passwd"), StandardCharsets.ISO_8859_1)) {
            lines.map(line -> line.split(":", -1))
                    .filter(field -> field.length > UID)
                    .forEach(field -> passwd.names.putIfAbsent(field[UID], field[0]));
        } catch (IOException | RuntimeException unreadable) {
            passwd.names.clear();
        }
        return passwd;
    }

    /** The name of a user, or {@code uid 1234}; not escaped. */
    public String name(int uid) {
        String number = Integer.toUnsignedString(uid);
        return names.getOrDefault(number, "uid " + number);
    }
}
