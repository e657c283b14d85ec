package io.fairlead.tls.key;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;

import io.fairlead.net.text.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;

/** What a file of keys or certificates holds, and how errors name it. */
final class KeyInput {
    /** The most that is read; the certificates of all public authorities take 0.3 MB. */
    private static final int BYTES_MAX = 4 << 20;

    private static final int BYTE_MASK = 0xff;
    private static final String UTF8_MARK = "\u00ef\u00bb\u00bf"; // its bytes as ISO 8859-1

    private final String name;
    private final byte[] bytes;

    private KeyInput(String name, byte... bytes) {
        this.name = name;
        this.bytes = bytes;
    }

    /** Reads a file; a pipe will do, too. */
    static KeyInput of(Path file) throws KeyFileException {
        String name = Printable.of(file.toString());
        if (Files.isDirectory(file)) {
            throw new KeyFileException(name + ": a directory where a file was wanted");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(BYTES_MAX + 1);
            if (bytes.length > BYTES_MAX) {
                throw new KeyFileException(
                        name
                                + ": it is longer than 4 MiB, which no file of keys or"
                                + " certificates is");
            }
            if (bytes.length == 0) throw new KeyFileException(name + ": the file is empty");
            return new KeyInput(name, bytes);
        } catch (KeyFileException own) {
            throw own;
        } catch (IOException e) {
            throw new KeyFileException(name + ": " + reason(file, e), e);
        }
    }

    private static String reason(Path file, IOException failure) {
        return switch (failure) {
            case NoSuchFileException _ when Files.isSymbolicLink(file) ->
                    "the link leads to " + target(file) + ", which is not there";
            case NoSuchFileException _ -> "there is no such file";
            case AccessDeniedException _ ->
                    "this user (%s) may not read it; see who may: ls -l %s"
                            .formatted(
                                    System.getProperty("user.name", "?"),
                                    Printable.of(file.toString()));
            case FileSystemException of when of.getReason() != null ->
                    Objects.requireNonNull(of.getReason());
            default -> Objects.requireNonNullElse(failure.getMessage(), failure.toString());
        };
    }

    private static String target(Path link) {
        try {
            return Printable.of(Files.readSymbolicLink(link).toString());
        } catch (IOException gone) {
            return "a file";
        }
    }

    /** How errors name it. */
    String name() {
        return name;
    }

    byte[] bytes() {
        return bytes;
    }

    /** As text, each byte a character (PEM is ASCII); UTF-16, which some editors write, is read. */
    String text() {
        boolean isUtf16 = startsWith(0xff, 0xfe) || startsWith(0xfe, 0xff);
        String text = new String(bytes, isUtf16 ? UTF_16 : ISO_8859_1);
        return text.startsWith(UTF8_MARK) ? text.substring(UTF8_MARK.length()) : text;
    }

    boolean startsWith(int... start) {
        if (bytes.length < start.length) return false;
        for (int i = 0; i < start.length; i++) {
            if ((bytes[i] & BYTE_MASK) != start[i]) return false;
        }
        return true;
    }

    /** The file as a whole is at fault. */
    KeyFileException fault(String sentence) {
        return new KeyFileException(name + ": " + sentence);
    }

    /**
     * A place in it is.
     *
     * @param line counted from 1; 0 if what is wrong has none
     */
    KeyFileException fault(int line, String sentence) {
        return line == 0 ? fault(sentence) : new KeyFileException(at(line) + sentence);
    }

    /** As the other, for what somebody else found wrong. */
    KeyFileException fault(int line, String sentence, Throwable cause) {
        return new KeyFileException((line == 0 ? name + ": " : at(line)) + sentence, cause);
    }

    private String at(int line) {
        return name + ", line " + line + ": ";
    }
}
