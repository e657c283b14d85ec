package io.fairlead.net.given;

import static io.fairlead.posix.FileConstants.O_CLOEXEC;
import static io.fairlead.posix.FileConstants.O_RDWR;

import io.fairlead.posix.Descriptors;
import io.fairlead.posix.Posix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Standard input, output and error where they are a socket: inetd gives it as all three, and what
 * the process prints is not for whoever is at its other end.
 */
final class StandardStreams {
    private static final int LAST = 2;

    private StandardStreams() {}

    static boolean has(int fd) {
        return fd <= LAST;
    }

    /** Those beside {@code fd} that are the same socket become empty. */
    static void keepOnly(int fd) {
        for (int other = 0; other <= LAST; other++) {
            if (other != fd && isSame(fd, other)) empty(other);
        }
    }

    private static boolean isSame(int one, int other) {
        try {
            return target(one).equals(target(other));
        } catch (IOException e) {
            return false; // it is closed
        }
    }

    private static Path target(int fd) throws IOException {
        return Files.readSymbolicLink(Path.of("/proc/self/fd/" + fd));
    }

    /** To close it would give its number to the next file, which would then be printed to. */
    static void empty(int fd) {
        Descriptors descriptors = new Descriptors(new Posix());
        int nothing = descriptors.open("/dev/null", O_RDWR | O_CLOEXEC);
        if (nothing < 0) return;
        descriptors.dup3(nothing, fd, 0);
        descriptors.close(nothing);
    }
}
