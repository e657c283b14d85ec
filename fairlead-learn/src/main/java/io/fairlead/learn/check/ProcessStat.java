package io.fairlead.learn.check;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.FileInputStream;
import java.io.IOException;

/**
 * What the kernel says of a process or a thread in one line, proc_pid_stat(5). It is read so often
 * that it is taken apart no further than is asked for.
 *
 * @param command its name, which may contain anything
 * @param rest what follows, from the state on
 */
record ProcessStat(String command, String rest) {
    private static final int BYTES_MAX = 1024;
    private static final int START = 19; // starttime, counted from the state
    private static final int VIRTUAL_BYTES = 20; // vsize

    /**
     * Reads it.
     *
     * @param folder {@code /proc/4711} or {@code /proc/4711/task/4712}
     * @throws IOException if it has gone
     */
    static ProcessStat of(String folder) throws IOException {
        byte[] bytes = new byte[BYTES_MAX];
        try (FileInputStream file = new FileInputStream(folder + "/stat")) {
            int count = file.read(bytes);
            String line = new String(bytes, 0, Math.max(count, 0), ISO_8859_1);
            int end = line.lastIndexOf(')');
            return new ProcessStat(
                    line.substring(line.indexOf('(') + 1, end), line.substring(end + 2));
        }
    }

    /** R runs, S waits, Z is a zombie. */
    char state() {
        return rest.charAt(0);
    }

    /** The process that is told of its end. */
    long parent() {
        return Long.parseLong(rest.substring(2, rest.indexOf(' ', 2)));
    }

    /** False for a thread of the kernel. */
    boolean hasMemory() {
        return field(VIRTUAL_BYTES) != 0;
    }

    /** When it began, in ticks of the kernel. */
    long start() {
        return field(START);
    }

    private long field(int index) {
        return Long.parseLong(rest.split(" ", -1)[index]);
    }
}
