package io.fairlead.exec.command;

import io.fairlead.net.text.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Checks who can change a file, directly or through a folder or link on its path. A user who can
 * change a program, or the file that names programs, can run anything. As sshd's StrictModes.
 * Stateless.
 */
final class Trust {
    private static final int LINKS_MAX = 40;
    private static final int ROOT = 0;
    private static final int GROUP_WRITES = 0020;
    private static final int OTHERS_WRITE = 0002;
    private static final int STICKY = 01000;

    private Trust() {}

    /**
     * Refuses what anybody but root and this process's user could change.
     *
     * @throws CommandFileException names what can be changed, by whom, and what helps
     * @throws IOException if something on the way is not there, or may not be looked at
     */
    static void check(Path file) throws IOException, CommandFileException {
        int self = (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        Deque<Path> ahead = new ArrayDeque<>();
        Path at = file.toAbsolutePath().getRoot();
        file.toAbsolutePath().forEach(ahead::add);
        checkOne(at, self);
        int links = 0;
        while (!ahead.isEmpty()) {
            Path next = at.resolve(ahead.remove()).normalize();
            checkOne(next, self);
            if (!Files.isSymbolicLink(next)) {
                at = next;
                continue;
            }
            if (++links > LINKS_MAX) throw new IOException(file + ": its links lead in a circle");
            Path target = Files.readSymbolicLink(next);
            if (target.isAbsolute()) at = target.getRoot();
            for (int i = target.getNameCount() - 1; i >= 0; i--) ahead.push(target.getName(i));
        }
    }

    private static void checkOne(Path path, int self) throws IOException, CommandFileException {
        int owner = (int) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        if (owner != self && owner != ROOT) {
            String name = Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).getName();
            throw fault(path, "belongs to " + name, "chown it to root, or to yourself");
        }
        int mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        // A link has no rights of its own; in a sticky folder nobody touches what is another's.
        boolean sticky = (mode & STICKY) != 0 && Files.isDirectory(path);
        if (sticky || Files.isSymbolicLink(path)) return;
        if ((mode & OTHERS_WRITE) != 0) throw fault(path, "is writable by all", "chmod o-w");
        if ((mode & GROUP_WRITES) != 0) {
            throw fault(path, "is writable by its group", "chmod g-w");
        }
    }

    private static CommandFileException fault(Path path, String what, String remedy) {
        String name = Printable.of(path.toString());
        String command = remedy.startsWith("chmod") ? remedy + " " + name : remedy;
        return new CommandFileException(
                name + ": it " + what + ", and so whoever that is can run anything; " + command);
    }
}
