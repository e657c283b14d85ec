package io.fairlead.net.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What tells one state of a file from another without reading it.
 *
 * @param file its number on the disk, which tells one from another behind the same link; null if it
 *     is not there
 * @param modified when it was written last
 * @param bytes how long it is; -1 if it is not there
 */
public record FilePrint(@Nullable Object file, Instant modified, long bytes) {
    /** The coarsest clock of a file system that is in use, FAT's, counts in so many seconds. */
    private static final Duration SETTLED = Duration.ofSeconds(2);

    static FilePrint of(Path file) {
        try {
            BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
            return new FilePrint(is.fileKey(), is.lastModifiedTime().toInstant(), is.size());
        } catch (IOException notThere) {
            return new FilePrint(null, Instant.EPOCH, -1);
        }
    }

    /** Whether it may be written again without another print: within a tick of its clock. */
    boolean mayChangeUnseen(Instant now) {
        return modified.isAfter(now.minus(SETTLED));
    }
}
