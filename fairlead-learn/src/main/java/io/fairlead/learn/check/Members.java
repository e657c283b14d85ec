package io.fairlead.learn.check;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.fairlead.net.Printable;
import io.fairlead.posix.Posix;
import io.fairlead.posix.process.ProcessConstants;
import io.fairlead.posix.process.Signals;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The processes of one program: the first, and all that it has started, even if they have left its
 * process group or their parent has ended. They are known by a variable of their environment, which
 * a child inherits. proc_pid(5). For one thread.
 */
final class Members {
    private static final Path PROC = Path.of("/proc");

    private final String mark;
    private final Set<Long> foreign = new HashSet<>();

    /**
     * One process.
     *
     * @param state R runs, S waits, Z is a zombie; proc_pid_stat(5)
     */
    record Member(long pid, long parent, char state, String command) {
        @Override
        public String toString() {
            return command + " (pid " + pid + ")";
        }
    }

    /**
     * A descriptor.
     *
     * @param target what it stands for: {@code socket:[4711]}; proc_pid_fd(5)
     */
    record Open(Member member, String number, String target) {
        @Override
        public String toString() {
            return member + " has descriptor " + number + " -> " + target;
        }
    }

    /**
     * @param mark the variable, {@code NAME=value}
     */
    Members(String mark) {
        this.mark = mark;
    }

    /** Those that run or wait. */
    List<Member> living() {
        return all().stream().filter(member -> member.state != 'Z').toList();
    }

    /** Those that have ended and whose parent, one of the others, has not asked how. */
    List<Member> zombies() {
        return all().stream().filter(member -> member.state == 'Z').toList();
    }

    private List<Member> all() {
        List<Member> living = new ArrayList<>();
        List<Member> zombies = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(PROC, "[1-9]*")) {
            for (Path folder : folders) add(folder, living, zombies);
        } catch (IOException noProc) {
            return List.of();
        }
        Set<Long> parents = new HashSet<>();
        living.forEach(member -> parents.add(member.pid));
        zombies.stream().filter(each -> parents.contains(each.parent)).forEach(living::add);
        return living;
    }

    /** A zombie has no environment any more: it is one of ours if its parent is. */
    private void add(Path folder, List<Member> living, List<Member> zombies) {
        long pid = Long.parseLong(folder.getFileName().toString());
        if (foreign.contains(pid)) return;
        try {
            Member member = read(folder);
            if (member.state == 'Z') {
                zombies.add(member);
            } else if (isMarked(folder)) {
                living.add(member);
            } else {
                foreign.add(pid);
            }
        } catch (IOException | RuntimeException goneOrForbidden) {
            return;
        }
    }

    private boolean isMarked(Path folder) throws IOException {
        String environment = new String(Files.readAllBytes(folder.resolve("environ")), ISO_8859_1);
        return ('\0' + environment).contains('\0' + mark + '\0');
    }

    private static Member read(Path folder) throws IOException {
        String stat = new String(Files.readAllBytes(folder.resolve("stat")), ISO_8859_1);
        int end = stat.lastIndexOf(')');
        String[] fields = stat.substring(end + 2).split(" ", 3);
        long pid = Long.parseLong(folder.getFileName().toString());
        String command = Printable.of(stat.substring(stat.indexOf('(') + 1, end));
        return new Member(pid, Long.parseLong(fields[1]), fields[0].charAt(0), command);
    }

    /** Whether every thread of all of them waits, so that nothing will come of itself. */
    boolean isStill() {
        return living().stream().allMatch(Members::waits);
    }

    private static boolean waits(Member member) {
        Path tasks = PROC.resolve(Long.toString(member.pid)).resolve("task");
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
            for (Path thread : threads) {
                if ("SI".indexOf(read(thread).state) < 0) return false;
            }
            return true;
        } catch (IOException | RuntimeException endsJustNow) {
            return false;
        }
    }

    /** Their descriptors. */
    List<Open> descriptors() {
        List<Open> found = new ArrayList<>();
        for (Member member : living()) {
            Path files = PROC.resolve(Long.toString(member.pid)).resolve("fd");
            try (DirectoryStream<Path> open = Files.newDirectoryStream(files)) {
                for (Path file : open) {
                    String target = Printable.of(Files.readSymbolicLink(file).toString());
                    found.add(new Open(member, file.getFileName().toString(), target));
                }
            } catch (IOException | RuntimeException closedJustNow) {
                // what the others have counts
            }
        }
        return found;
    }

    /** Sends all of them a signal. */
    void signal(int signal) {
        Signals signals = new Signals(new Posix());
        for (Member member : living()) signals.kill(Math.toIntExact(member.pid), signal);
    }

    /** Ends all of them, also those that are started while this goes on. */
    void kill() {
        while (!living().isEmpty()) {
            signal(ProcessConstants.SIGKILL);
            Thread.onSpinWait();
        }
    }
}
