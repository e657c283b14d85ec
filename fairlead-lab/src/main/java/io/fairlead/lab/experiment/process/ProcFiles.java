package io.fairlead.lab.experiment.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What proc(5) says of processes. Pure but for the question. */
final class ProcFiles {
    private ProcFiles() {}

    static Path proc(int pid, String file) {
        return Path.of("/proc", Integer.toString(pid), file);
    }

    /** The parent of a process, proc_pid_status(5); 0 if there is no such process. */
    static int parentOf(int pid) {
        String word = "PPid:";
        try {
            return Files.readAllLines(proc(pid, "status"), ISO_8859_1).stream()
                    .filter(line -> line.startsWith(word))
                    .mapToInt(line -> Integer.parseInt(line.substring(word.length()).strip()))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    /** What a descriptor of this process is, such as {@code socket:[4711]}; empty if none. */
    static String target(int descriptor) {
        try {
            Path link = Path.of("/proc/self/fd", Integer.toString(descriptor));
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "";
        }
    }
}
