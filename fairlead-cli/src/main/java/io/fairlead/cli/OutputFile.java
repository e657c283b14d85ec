package io.fairlead.cli;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A file that a command writes, replaced as a whole or not at all: the new content is written
 * beside it, and takes its name when all of it is on the disk. A file that was there keeps its mode
 * and, where this user may do that, its owner; symbolic links are followed. What is no regular
 * file, a device or a pipe, is written to as it is.
 */
public final class OutputFile {
    private static final int LINKS_MAX = 40; // as in the kernel, path_resolution(7)

    private final Path named;

    /**
     * @param named as the user gave it
     */
    public OutputFile(Path named) {
        this.named = named;
    }

    /** What writes the content. */
    @FunctionalInterface
    public interface Content {
        /** Writes it; need not close {@code to}. */
        void writeTo(OutputStream to) throws IOException;
    }

    /**
     * Makes sure, before any work is done, that it can be written.
     *
     * @throws IllegalArgumentException if it cannot; the message says why
     */
    public void check() {
        Path file = named.toAbsolutePath();
        Path folder = file.getParent();
        if (Files.isDirectory(file)) {
            throw new IllegalArgumentException(named + " is a directory; name a file in it");
        }
        if (folder == null || !Files.isDirectory(folder)) {
            throw new IllegalArgumentException("the directory of " + named + " does not exist");
        }
        if (!Files.isWritable(Files.exists(file) ? file : folder)) {
            throw new IllegalArgumentException(
                    isReadOnly(folder)
                            ? named + " is on a read-only file system; choose another place"
                            : "this user may not write " + named);
        }
    }

    private static boolean isReadOnly(Path folder) {
        try {
            return Files.getFileStore(folder).isReadOnly();
        } catch (IOException notKnown) {
            return false;
        }
    }

    /**
     * Makes sure that it is not what the same command reads, under whatever name.
     *
     * @param input what is read; null for nothing
     * @throws IllegalArgumentException if it is
     */
    public void checkIsNot(@Nullable Path input) {
        try {
            if (input == null || !Files.exists(named) || !Files.isSameFile(named, input)) return;
        } catch (IOException unknown) {
            return; // who reads it will say why it cannot be read
        }
        if (Files.isRegularFile(named)) {
            throw new IllegalArgumentException(
                    named + " is also the input; give the output another name");
        }
    }

    /** Writes {@code text} in UTF-8; see {@link #write(Content)}. */
    public void write(String text) throws CommandException {
        write(to -> to.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Writes it.
     *
     * @throws CommandException if that failed; what was there before is there still
     */
    public void write(Content content) throws CommandException {
        try {
            Path file = resolved();
            Path folder = file.toAbsolutePath().getParent();
            boolean isNew = !Files.exists(file);
            if (!isNew && !Files.isRegularFile(file)) {
                fill(FileChannel.open(file, WRITE), false, content);
            } else if (!isNew && folder != null && !Files.isWritable(folder)) {
                // Its folder takes no second file: this one or none.
                fill(FileChannel.open(file, WRITE, TRUNCATE_EXISTING), true, content);
            } else {
                replace(file, isNew, content);
            }
        } catch (IOException e) {
            throw FileFault.of("write", named, e);
        }
    }

    /** Where the links lead to, be there a file or not. */
    private Path resolved() throws IOException {
        Path file = named.toAbsolutePath();
        for (int links = 0; Files.isSymbolicLink(file); links++) {
            if (links == LINKS_MAX) {
                throw new FileSystemException(named.toString(), null, "too many symbolic links");
            }
            file = file.resolveSibling(Files.readSymbolicLink(file));
        }
        return file;
    }

    private static void replace(Path file, boolean isNew, Content content) throws IOException {
        String random =
                UUID.randomUUID().toString(); // nobody else's, and no longer than a name may be
        Path beside = file.resolveSibling(".fairlead-" + random + ".tmp");
        try {
            fill(FileChannel.open(beside, CREATE_NEW, WRITE), true, content);
            if (!isNew) keepAttributes(file, beside);
            Files.move(beside, file, ATOMIC_MOVE);
        } catch (IOException | RuntimeException e) {
            boolean _ = Files.deleteIfExists(beside);
            throw e;
        }
    }

    private static void fill(FileChannel channel, boolean sync, Content content)
            throws IOException {
        try (channel;
                OutputStream to = new BufferedOutputStream(Channels.newOutputStream(channel))) {
            content.writeTo(to);
            to.flush();
            if (sync) channel.force(true);
        }
    }

    private static void keepAttributes(Path from, Path to) throws IOException {
        PosixFileAttributeView kept = view(from);
        PosixFileAttributeView fresh = view(to);
        if (kept == null || fresh == null) return; // no such thing on this system
        PosixFileAttributes attributes = kept.readAttributes();
        try {
            fresh.setGroup(attributes.group());
            fresh.setOwner(attributes.owner());
        } catch (IOException notAllowed) {
            // it is this user's own then
        }
        fresh.setPermissions(attributes.permissions());
    }

    private static @Nullable PosixFileAttributeView view(Path file) {
        return Files.getFileAttributeView(
                file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    }
}
