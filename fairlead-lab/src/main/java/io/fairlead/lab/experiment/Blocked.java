package io.fairlead.lab.experiment;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.fairlead.lab.Experiment;
import io.fairlead.lab.Fd;
import io.fairlead.lab.Side;
import io.fairlead.posix.Posix;
import io.fairlead.posix.SocketConstants;
import io.fairlead.posix.process.Signals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A recv(2) that a thread of its own waits in. For the lab's thread; {@link #close} ends the wait,
 * however it went.
 */
public final class Blocked implements AutoCloseable {
    private static final int BYTES = 64;

    private final Experiment lab;
    private final Side side;
    private final Fd fd;
    private final Signals signals = new Signals(new Posix());
    private final Thread thread =
            Thread.ofPlatform().daemon().name("blocked").unstarted(this::recv);
    private volatile long pthread;
    private volatile @Nullable Path task;
    private volatile Transfer.@Nullable Received received;

    private Blocked(Experiment lab, Side side, Fd fd) {
        this.lab = lab;
        this.side = side;
        this.fd = fd;
    }

    /** Begins to wait; returns when the kernel has the thread asleep in recv(2). */
    public static Blocked in(Experiment lab, Side side, Fd fd) throws IOException {
        Blocked blocked = new Blocked(lab, side, fd);
        blocked.thread.start();
        if (!lab.await(blocked::isAsleep)) {
            blocked.close();
            throw new IOException("the thread that receives was not seen to wait");
        }
        return blocked;
    }

    private void recv() {
        try {
            pthread = new Signals(new Posix()).pthreadSelf();
            task = Path.of("/proc").resolve(Files.readSymbolicLink(Path.of("/proc/thread-self")));
        } catch (IOException e) {
            return; // nobody will find it asleep
        }
        received = Transfer.recvUnshown(side, fd, BYTES, 0);
    }

    /**
     * Whether the thread sleeps in a system call whose first argument is this socket,
     * proc_pid_syscall(5).
     */
    public boolean isAsleep() {
        Path shown = task;
        if (shown == null) return false;
        try {
            String[] words = Files.readString(shown.resolve("syscall"), ISO_8859_1).split(" ", -1);
            return words.length > 1 && words[1].equals("0x" + Integer.toHexString(fd.number()));
        } catch (IOException e) {
            return false; // it has ended
        }
    }

    /** How often the thread has gone to sleep so far, proc_pid_status(5); 0 if it has ended. */
    public long sleeps() {
        Path shown = task;
        if (shown == null) return 0;
        String word = "voluntary_ctxt_switches:";
        try {
            return Files.readAllLines(shown.resolve("status"), ISO_8859_1).stream()
                    .filter(line -> line.startsWith(word))
                    .mapToLong(line -> Long.parseLong(line.substring(word.length()).strip()))
                    .sum();
        } catch (IOException e) {
            return 0;
        }
    }

    /** Whether {@link #isAsleep} can be told here. */
    public static boolean isVisible() {
        return Files.isReadable(Path.of("/proc/thread-self/syscall"));
    }

    /** pthread_kill(3): sends the waiting thread a signal. */
    public void signal(Side from, int number, String name) {
        String call = "pthread_kill(%s, %s)".formatted(side.name(), name);
        from.show(call, signals.pthreadKill(pthread, number));
    }

    /** What recv(2) returned, once it has; if it does not, the end of input. */
    public Transfer.Received result() throws IOException {
        lab.await(() -> received != null);
        close();
        Transfer.Received came = received;
        if (came == null)
            throw new IOException("the thread that receives could not look at itself");
        return Transfer.show(side, fd, BYTES, came);
    }

    /** Ends the wait, if it lasts, by the end of input. */
    @Override
    public void close() {
        if (received == null) side.sockets().shutdown(fd.number(), SocketConstants.SHUT_RDWR);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
    }
}
