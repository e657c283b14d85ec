package io.fairlead.chat.history;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A database file that one process has for itself: two would give the same ids twice. */
final class FileClaim implements AutoCloseable {
    private final FileChannel channel;

    private FileClaim(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Claims {@code file}, whose folder is made if it is not there.
     *
     * @throws IOException if another process has it, or it cannot be made
     */
    static FileClaim of(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            Files.createDirectories(folder, attribute("rwx------"));
        }
        if (!Files.exists(file)) Files.createFile(file, attribute("rw-------"));
        Path lock = file.resolveSibling(file.getFileName() + ".lock");
        FileChannel channel = FileChannel.open(lock, Set.of(CREATE, WRITE), attribute("rw-------"));
        try {
            if (channel.tryLock() != null) return new FileClaim(channel);
        } catch (OverlappingFileLockException e) {
            // by this very process
        }
        channel.close();
        throw new IOException("another server has this history");
    }

    private static java.nio.file.attribute.FileAttribute<?> attribute(String permissions) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
    }

    /** Gives it up; the end of the process does so too. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            System.getLogger(FileClaim.class.getName())
                    .log(System.Logger.Level.DEBUG, "closing a lock", e);
        }
    }
}
