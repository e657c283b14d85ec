package io.fairlead.learn.check;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.fairlead.net.text.Printable;
import io.fairlead.posix.Posix;
import io.fairlead.posix.process.ProcessConstants;
import io.fairlead.posix.process.Signals;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * The processes of one program: the first, and all that it has started, even if they have left its
 * process group or their parent has ended. They are known by a variable of their environment, which
 * a child inherits. proc_pid(5). For one thread.
 */
final class Members {
    private static final Path PROC = Path.of("/proc");
    private static final long END_NS = 10_000_000_000L;
    private static final long LOOK_NS = 1_000_000;

    /** What is beyond is not looked at; few programs are given so much. */
    private static final int ENVIRONMENT_BYTES_MAX = 512 * 1024;

    private final long first;
    private final String mark;
    private final long firstStart;
    private final Set<Long> ours = new HashSet<>();
    private final Set<Long> foreign = new HashSet<>();

    /**
     * One process.
     *
     * @param state R runs, S waits, Z is a zombie; proc_pid_stat(5)
     */
    record Member(long pid, long parent, char state, String command) {
        @Override
        public String toString() {
            return Printable.of(command) + " (pid " + pid + ")";
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
     * @param first the process that has started all others
     * @param mark the variable, {@code NAME=value}
     */
    Members(long first, String mark) {
        this.first = first;
        this.mark = mark;
        ours.add(first);
        firstStart = startOf(first);
    }

    /** None of ours began before the first; 0 if that has gone, and any may be ours. */
    private static long startOf(long first) {
        try {
            return ProcessStat.of(PROC + "/" + first).start();
        } catch (IOException | RuntimeException gone) {
            return 0;
        }
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
        String[] names = PROC.toFile().list();
        if (names == null) return List.of();
        List<Member> living = new ArrayList<>();
        List<Member> zombies = new ArrayList<>();
        for (String name : names) {
            if (Character.isDigit(name.charAt(0))) add(Long.parseLong(name), living, zombies);
        }
        Set<Long> parents = new HashSet<>();
        living.forEach(member -> parents.add(member.pid));
        zombies.stream().filter(each -> parents.contains(each.parent)).forEach(living::add);
        return living;
    }

    /** A zombie has no environment any more: it is one of ours if its parent is. */
    private void add(long pid, List<Member> living, List<Member> zombies) {
        if (foreign.contains(pid)) return;
        try {
            ProcessStat stat = ProcessStat.of(PROC + "/" + pid);
            Member member = new Member(pid, stat.parent(), stat.state(), stat.command());
            if (member.state == 'Z') {
                zombies.add(member);
            } else if (isOurs(pid, stat)) {
                living.add(member);
            }
        } catch (IOException | RuntimeException goneOrForbidden) {
            return;
        }
    }

    /**
     * Within execve(2) a process has no environment for a moment: what was one of ours stays so,
     * and of another nothing is known yet. A thread of the kernel has no memory at all.
     */
    private boolean isOurs(long pid, ProcessStat stat) throws IOException {
        if (ours.contains(pid)) return true;
        if (stat.start() < firstStart) {
            foreign.add(pid);
            return false;
        }
        String environment = environment(pid);
        boolean marked = ('\0' + environment).contains('\0' + mark + '\0');
        boolean inExec = environment.isEmpty() && stat.hasMemory();
        if (!inExec) (marked ? ours : foreign).add(pid);
        return marked;
    }

    /**
     * Read at once: between two reads the process may execute another program, and the rest of what
     * it had is gone.
     */
    private static String environment(long pid) throws IOException {
        try (FileInputStream in = new FileInputStream(PROC + "/" + pid + "/environ")) {
            byte[] bytes = new byte[ENVIRONMENT_BYTES_MAX];
            int count = in.read(bytes);
            return new String(bytes, 0, Math.max(count, 0), ISO_8859_1);
        }
    }

    /** Whether every thread of all of them waits, so that nothing will come of itself. */
    boolean isStill() {
        return living().stream().allMatch(Members::waits);
    }

    /** Whether all but the first wait: none that it has started is about to end. */
    boolean areChildrenStill() {
        return living().stream().filter(each -> each.pid != first).allMatch(Members::waits);
    }

    private static boolean waits(Member member) {
        String tasks = PROC + "/" + member.pid + "/task/";
        String[] threads = new File(tasks).list();
        if (threads == null) return false; // it ends just now
        try {
            for (String thread : threads) {
                if ("SI".indexOf(ProcessStat.of(tasks + thread).state()) < 0) return false;
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

    /**
     * Ends all of them, also those that are started while this goes on, or are within execve(2).
     */
    void kill() {
        long startNs = System.nanoTime();
        for (int gone = 0; gone < 2 && System.nanoTime() - startNs < END_NS; ) {
            gone = living().isEmpty() ? gone + 1 : 0;
            if (gone == 0) signal(ProcessConstants.SIGKILL);
            LockSupport.parkNanos(LOOK_NS);
        }
    }
}
