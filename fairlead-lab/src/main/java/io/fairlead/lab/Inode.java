package io.fairlead.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The number of a socket among open files, proc(5). Pure but for the question. */
final class Inode {
    /** It could not be learned. */
    static final long UNTOLD = 0;

    private static final Pattern SOCKET = Pattern.compile("socket:\\[(\\d+)]");

    private Inode() {}

    /** The inode of a descriptor of this process. */
    static long of(int descriptor) {
        try {
            Path link = Path.of("/proc/self/fd", Integer.toString(descriptor));
            Matcher target = SOCKET.matcher(Files.readSymbolicLink(link).toString());
            return target.matches() ? Long.parseLong(target.group(1)) : UNTOLD;
        } catch (IOException e) {
            return UNTOLD; // no such descriptor, or no /proc
        }
    }
}
