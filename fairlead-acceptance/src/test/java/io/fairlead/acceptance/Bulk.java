package io.fairlead.acceptance;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Random bytes, more than all buffers on their way hold, of a seed that is printed. */
final class Bulk {
    private static final int MEBIBYTES = Effort.of(16, 64);
    static final int BYTES = MEBIBYTES << 20;
    private static final int CHUNK_BYTES = 1 << 16;

    private Bulk() {}

    /** Writes them to {@code file}. */
    static Path write(Path file) throws IOException {
        long seed = System.nanoTime();
        IO.println(MEBIBYTES + " MiB of new Random(" + seed + "L), in chunks of 64 KiB");
        Random random = new Random(seed);
        byte[] chunk = new byte[CHUNK_BYTES];
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            for (int i = 0; i < BYTES / CHUNK_BYTES; i++) {
                random.nextBytes(chunk);
                out.write(chunk);
            }
        }
        return file;
    }
}
