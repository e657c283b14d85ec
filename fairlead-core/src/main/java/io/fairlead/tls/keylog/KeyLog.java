package io.fairlead.tls.keylog;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A file of secrets in the format that is known by the variable {@code SSLKEYLOGFILE} (RFC 9850).
 * Whoever reads it can read what the connections carry, so nobody but its owner may. Safe for any
 * thread, and for several processes that append to one file.
 */
public final class KeyLog {
    private static final Set<PosixFilePermission> OF_OTHERS =
            EnumSet.complementOf(
                    EnumSet.of(
                            PosixFilePermission.OWNER_READ,
                            PosixFilePermission.OWNER_WRITE,
                            PosixFilePermission.OWNER_EXECUTE));

    /** Whose files are those of this process. */
    private static final Path SELF = Path.of("/proc/self");

    private final Path file;
    private final AtomicBoolean failing = new AtomicBoolean();

    private KeyLog(Path file) {
        this.file = file.toAbsolutePath();
    }

    /**
     * A log that is appended to {@code file}, which is made if it is not there, with mode 0600.
     * From now on a provider of Fairlead's sees each secret that the JDK derives in this process;
     * it keeps those of connections with a log.
     *
     * @throws IOException if it is a symbolic link or no file, if others may read or write it, or
     *     if this process may not
     */
    public static KeyLog open(Path file) throws IOException {
        KeyLog log = new KeyLog(file);
        log.append("");
        TapProvider.install();
        return log;
    }

    /** Its absolute name. */
    public Path file() {
        return file;
    }

    /** For the secrets of one more connection. */
    public ConnectionSecrets connection(boolean isClient) {
        return new ConnectionSecrets(this, isClient);
    }

    /** Appends whole lines; a connection is worth more than its secrets, so it never fails. */
    void write(String lines) {
        try {
            append(lines);
            failing.set(false);
        } catch (IOException e) {
            if (failing.getAndSet(true)) return;
            System.getLogger("io.fairlead.tls")
                    .log(System.Logger.Level.WARNING, "secrets are missing in the key log: " + e);
        }
    }

    private void append(String lines) throws IOException {
        try {
            check();
        } catch (NoSuchFileException e) {
            create();
        }
        // One write, so that lines of several writers do not mix.
        try (OutputStream out =
                Files.newOutputStream(
                        file,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.APPEND,
                        LinkOption.NOFOLLOW_LINKS)) {
            out.write(lines.getBytes(US_ASCII));
        }
    }

    private void create() throws IOException {
        Set<PosixFilePermission> own =
                EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        try {
            Path _ = Files.createFile(file, PosixFilePermissions.asFileAttribute(own));
        } catch (FileAlreadyExistsException e) {
            check(); // another process was faster
        }
    }

    private void check() throws IOException {
        PosixFileAttributes is =
                Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (is.isSymbolicLink()) {
            throw refused("is a symbolic link; name the file itself");
        }
        if (!is.isRegularFile()) throw refused("is no regular file");
        if (Files.exists(SELF) && !is.owner().equals(Files.getOwner(SELF))) {
            throw refused("belongs to " + is.owner().getName() + "; name another file");
        }
        Set<PosixFilePermission> others = EnumSet.copyOf(OF_OTHERS);
        others.retainAll(is.permissions());
        if (others.isEmpty()) return;
        throw refused("may be read or written by others; chmod 600 " + file);
    }

    private IOException refused(String why) {
        return new IOException("key log " + file + ": it " + why);
    }
}
