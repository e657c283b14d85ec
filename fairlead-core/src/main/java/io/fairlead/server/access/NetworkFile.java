package io.fairlead.server.access;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.fairlead.access.CidrBlock;
import io.fairlead.net.text.Printable;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads files of networks. */
final class NetworkFile {
    /** More than this is no list that somebody meant. */
    static final int NETWORKS_MAX = 1_000_000;

    private static final int LINE_SHOWN = 60;

    private NetworkFile() {}

    /**
     * Reads one.
     *
     * @throws IOException if it cannot be read, or a line is wrong; names file, line and way out
     */
    static List<CidrBlock> read(Path file) throws IOException {
        List<CidrBlock> networks = new ArrayList<>();
        try (BufferedReader lines = open(file)) {
            int number = 0;
            for (String line; (line = next(lines, file)) != null; ) {
                number++;
                add(line, file + ":" + number, networks::add);
                if (networks.size() > NETWORKS_MAX) {
                    throw new IOException(file + " has more than " + NETWORKS_MAX + " networks");
                }
            }
        }
        return networks;
    }

    private static BufferedReader open(Path file) throws IOException {
        try {
            return Files.newBufferedReader(file, ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file " + file, e);
        } catch (AccessDeniedException e) {
            throw new IOException(file + " cannot be read: its mode does not allow it", e);
        }
    }

    private static @Nullable String next(BufferedReader lines, Path file) throws IOException {
        try {
            return lines.readLine();
        } catch (IOException e) { // a folder, say
            throw new IOException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static void add(String line, String where, Consumer<CidrBlock> to) throws IOException {
        String text = line.split("[#;]", 2)[0].strip();
        if (text.isEmpty()) return;
        try {
            to.accept(CidrBlock.parse(text));
        } catch (IllegalArgumentException e) {
            boolean isLong = text.length() > LINE_SHOWN;
            String shown = isLong ? text.substring(0, LINE_SHOWN) + "..." : text;
            String message = isLong ? "\"" + shown + "\" is no network" : e.getMessage();
            throw new IOException(Printable.of(where + ": " + message), e);
        }
    }
}
