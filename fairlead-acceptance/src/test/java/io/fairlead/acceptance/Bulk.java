package io.fairlead.acceptance;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** 64 MiB of random bytes, of a seed that is printed. */
final class Bulk {
    private static final int BYTES = 64 << 20;
    private static final int CHUNK_BYTES = 1 << 16;

    private Bulk() {}

    /** Writes them to {@code file}. */
    static Path write(Path file) throws IOException {
        long seed = System.nanoTime();
        IO.println("64 MiB of new Random(" + seed + "L), in chunks of 64 KiB");
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
