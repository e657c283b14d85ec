package io.fairlead.cli.cert;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/** A file that only its owner may read, at no time more; replaced as a whole or not at all. */
final class SecretFile {
    private SecretFile() {}

    static void write(Path file, byte[] content) throws IOException {
        Path beside = file.resolveSibling(".fairlead-" + UUID.randomUUID() + ".tmp");
        var own =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try {
            try (FileChannel channel = FileChannel.open(beside, Set.of(CREATE_NEW, WRITE), own)) {
                ByteBuffer left = ByteBuffer.wrap(content);
                while (left.hasRemaining()) channel.write(left);
                channel.force(true);
            }
            Files.move(beside, file, ATOMIC_MOVE);
        } catch (IOException e) {
            Files.deleteIfExists(beside);
            throw e;
        }
    }
}
