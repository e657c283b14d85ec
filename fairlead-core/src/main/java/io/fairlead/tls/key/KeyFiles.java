package io.fairlead.tls.key;

import io.fairlead.net.file.FileLook;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Identities that are read again when their files change: written anew, or behind a symbolic link
 * that leads elsewhere now. What is served changes only when all that is new has been read and
 * checked; until then the old identities stay. Has no thread: somebody looks at {@link #changed()}
 * from time to time. All methods are thread-safe; {@link #changed()} waits for no reload.
 */
public final class KeyFiles {
    private final List<IdentityFiles> files;
    private final PasswordSource passwords;
    private final Identities identities;
    private volatile FileLook last; // when they were read last, well or not

    /**
     * Reads them.
     *
     * @param files of each identity, in the order for {@link Identities}
     * @param passwords asked each time that an encrypted key is read
     * @throws IOException a {@link KeyFileException} as from {@link IdentityFiles#read}, or what
     *     {@code passwords} throws
     */
    public KeyFiles(List<IdentityFiles> files, PasswordSource passwords, Instant now)
            throws IOException {
        this.files = List.copyOf(files);
        this.passwords = passwords;
        this.last = FileLook.at(paths(), now);
        this.identities = new Identities(read(now));
    }

    /** What handshakes choose from; the same object at all times. */
    public Identities identities() {
        return identities;
    }

    /**
     * Whether a file is not what it was when {@link #reload} read it last, as {@link
     * FileLook#isOld} has it.
     */
    public boolean changed() {
        return last.isOld(paths());
    }

    /**
     * Reads all files again and, if all is well, takes what they hold.
     *
     * @return what is served from now on, and whether that is new
     * @throws IOException as from the constructor: what was served before is served still. A
     *     certificate that is there already while its key is not yet is such a fault; it passes
     *     when the key is there
     */
    public synchronized Reloaded reload(Instant now) throws IOException {
        // Before they are read: what changes meanwhile is seen at the next look.
        last = FileLook.at(paths(), now);
        List<Identity> next = read(now);
        boolean isNew = !certificates(next).equals(certificates(identities.current()));
        if (isNew) identities.replace(next);
        return new Reloaded(isNew, identities.current());
    }

    private List<Identity> read(Instant now) throws IOException {
        List<Identity> all = new ArrayList<>();
        for (IdentityFiles each : files) all.add(each.read(passwords, now));
        return all;
    }

    /** The same certificates have the same keys. */
    private static List<Object> certificates(List<Identity> identities) {
        return List.copyOf(identities.stream().map(Identity::chain).toList());
    }

    private List<Path> paths() {
        return files.stream()
                .flatMap(each -> Stream.of(each.certificates(), each.key()))
                .distinct()
                .toList();
    }
}
