package io.fairlead.payload.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Secrets of connections, in the format of {@code SSLKEYLOGFILE} (RFC 9850): from a file that may
 * still grow, and from captures that have them in themselves. What is no such line is passed over.
 * For one thread.
 */
public final class TlsSecrets {
    private static final Pattern LINE =
            Pattern.compile("([A-Z0-9_]{1,64}) ([0-9a-fA-F]{64}) ((?:[0-9a-fA-F]{2}){1,128})");
    private static final int LINE_BYTES_MAX = 512;
    private static final int CONNECTIONS_MAX = 1_000_000;

    private final @Nullable Path file;
    private final Map<String, List<String>> lines = new HashMap<>(); // by the client's random
    private final StringBuilder begun = new StringBuilder(); // a line
    private long read; // bytes of the file

    private TlsSecrets(@Nullable Path file) {
        this.file = file;
    }

    /** None, until some are {@linkplain #add added}. */
    public static TlsSecrets none() {
        return new TlsSecrets(null);
    }

    /**
     * Those of a file, and of what is appended to it later.
     *
     * @throws IOException if it cannot be read
     */
    public static TlsSecrets of(Path file) throws IOException {
        TlsSecrets secrets = new TlsSecrets(file);
        secrets.readOn(file);
        return secrets;
    }

    /** Whether there is a file, or a capture has had some. */
    public boolean isGiven() {
        return file != null || !lines.isEmpty();
    }

    /** Lines that came with a capture. */
    public void add(String text) {
        text.lines().forEach(this::line);
    }

    private void line(String line) {
        Matcher matcher = LINE.matcher(line.strip());
        if (!matcher.matches()) return;
        String random = matcher.group(2).toLowerCase(Locale.ROOT);
        if (lines.size() >= CONNECTIONS_MAX && !lines.containsKey(random)) return;
        List<String> own = lines.computeIfAbsent(random, _ -> new ArrayList<>());
        if (own.size() < 16 && !own.contains(matcher.group())) own.add(matcher.group());
    }

    /** Reads what has been appended; a file that is gone, or broken, has nothing more to say. */
    void refresh() {
        if (file == null) return;
        try {
            readOn(file);
        } catch (IOException e) {
            // what was read before counts
        }
    }

    private void readOn(Path from) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(from)) {
            if (channel.size() < read) read = 0; // another file
            if (channel.size() == read) return;
            var _ = channel.position(read);
            ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
            while (channel.read(buffer) > 0) {
                buffer.flip();
                read += buffer.remaining();
                take(ISO_8859_1.decode(buffer));
                buffer.clear();
            }
        }
    }

    private void take(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            char next = text.charAt(i);
            if (next != '\n') {
                if (begun.length() <= LINE_BYTES_MAX) begun.append(next);
                continue;
            }
            line(begun.toString());
            begun.setLength(0);
        }
    }

    /** As {@link #find}, also in what has been appended by now. */
    byte @Nullable [] findAnew(String label, String random) {
        byte[] known = find(label, random);
        if (known != null) return known;
        refresh();
        return find(label, random);
    }

    /** The secret that has this label, of the connection with this random; null if unknown. */
    byte @Nullable [] find(String label, String random) {
        for (String line : lines.getOrDefault(random, List.of())) {
            if (!line.startsWith(label + " ")) continue;
            return HexFormat.of().parseHex(line, line.lastIndexOf(' ') + 1, line.length());
        }
        return null;
    }

    /** Whether there is any secret of the connection with this random. */
    boolean knows(String random) {
        return lines.containsKey(random);
    }

    /**
     * The lines of some connections.
     *
     * @param randoms of the clients, in hexadecimal digits
     */
    public String linesOf(Set<String> randoms) {
        refresh();
        StringBuilder text = new StringBuilder();
        for (String random : randoms) {
            for (String line : lines.getOrDefault(random, List.of()))
                text.append(line).append('\n');
        }
        return text.toString();
    }
}
