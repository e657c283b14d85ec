package io.fairlead.tls.key;

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
 * @param place the file itself, behind all links; the name if there is none
 * @param file its number on the disk; null if it is not there, or the system has no such thing
 * @param modified when it was written last
 * @param bytes how long it is; -1 if it is not there
 */
record FilePrint(Path place, @Nullable Object file, Instant modified, long bytes) {
    /** The coarsest clock of a file system that is in use, FAT's, counts in so many seconds. */
    private static final Duration SETTLED = Duration.ofSeconds(2);

    static FilePrint of(Path file) {
        try {
            Path place = file.toRealPath();
            BasicFileAttributes is = Files.readAttributes(place, BasicFileAttributes.class);
            return new FilePrint(place, is.fileKey(), is.lastModifiedTime().toInstant(), is.size());
        } catch (IOException notThere) {
            return new FilePrint(file, null, Instant.EPOCH, -1);
        }
    }

    /** Whether it may be written again without another print: within a tick of its clock. */
    boolean mayChangeUnseen(Instant now) {
        return modified.isAfter(now.minus(SETTLED));
    }
}
