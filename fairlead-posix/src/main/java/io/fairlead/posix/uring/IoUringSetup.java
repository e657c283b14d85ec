package io.fairlead.posix.uring;

import static io.fairlead.posix.uring.IoUringConstants.IORING_FEAT_EXT_ARG;
import static io.fairlead.posix.uring.IoUringConstants.IORING_FEAT_NODROP;
import static io.fairlead.posix.uring.IoUringConstants.IORING_FEAT_SINGLE_MMAP;
import static io.fairlead.posix.uring.IoUringConstants.IORING_SETUP_CLAMP;
import static io.fairlead.posix.uring.IoUringConstants.IORING_SETUP_COOP_TASKRUN;
import static io.fairlead.posix.uring.IoUringConstants.IORING_SETUP_CQSIZE;
import static io.fairlead.posix.uring.IoUringConstants.IORING_SETUP_DEFER_TASKRUN;
import static io.fairlead.posix.uring.IoUringConstants.IORING_SETUP_R_DISABLED;
import static io.fairlead.posix.uring.IoUringConstants.IORING_SETUP_SINGLE_ISSUER;
import static io.fairlead.posix.uring.IoUringConstants.IORING_SETUP_SUBMIT_ALL;
import static io.fairlead.posix.uring.IoUringConstants.IORING_SETUP_TASKRUN_FLAG;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.fairlead.posix.Descriptors;
import io.fairlead.posix.Errno;
import io.fairlead.posix.Posix;
import io.fairlead.posix.libc.Libc;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What io_uring_setup(2) answered: a ring to be had, or the reason why there is none.
 *
 * <p>Asks for the flags of the newest kernels first (one thread submits, and runs the kernel's part
 * of the work when it waits), then for fewer. May be made by any thread; the thread that makes an
 * {@link IoUring} of it is the one that the ring serves.
 */
public final class IoUringSetup {
    static final int PARAMS_BYTES = 120;
    static final int CQ_ENTRIES = 4;
    static final int FLAGS = 8;
    static final int FEATURES = 20;
    static final int SQ_OFF = 40;
    static final int CQ_OFF = 80;

    private static final long SYS_IO_URING_SETUP = 425;
    private static final Path DISABLED = Path.of("/proc/sys/kernel/io_uring_disabled");
    private static final MethodHandle SETUP =
            Libc.variadic("syscall", 1, JAVA_LONG, JAVA_LONG, JAVA_LONG, ADDRESS);

    private static final int SIZES = IORING_SETUP_CQSIZE | IORING_SETUP_CLAMP;

    /** From Linux 6.1, 5.19 and 5.6 on. */
    static final List<Integer> FLAG_SETS =
            List.of(
                    SIZES
                            | IORING_SETUP_SUBMIT_ALL
                            | IORING_SETUP_R_DISABLED
                            | IORING_SETUP_SINGLE_ISSUER
                            | IORING_SETUP_DEFER_TASKRUN
                            | IORING_SETUP_TASKRUN_FLAG,
                    SIZES
                            | IORING_SETUP_SUBMIT_ALL
                            | IORING_SETUP_COOP_TASKRUN
                            | IORING_SETUP_TASKRUN_FLAG,
                    SIZES);

    private static final int FEATURES_NEEDED =
            IORING_FEAT_SINGLE_MMAP | IORING_FEAT_NODROP | IORING_FEAT_EXT_ARG;

    /** struct io_uring_params, as the kernel filled it in. */
    final MemorySegment params = Arena.ofAuto().allocate(PARAMS_BYTES, Long.BYTES);

    private final Posix posix = new Posix();
    private int fd;

    private IoUringSetup(int fd) {
        this.fd = fd;
    }

    /**
     * Asks for a ring.
     *
     * @param entries how many submissions are queued at most before the kernel takes them; rounded
     *     up to a power of two
     * @param completions how many completions wait at most in the ring (the kernel keeps the rest)
     */
    public static IoUringSetup attempt(int entries, int completions) {
        return attempt(entries, completions, FLAG_SETS);
    }

    static IoUringSetup attempt(int entries, int completions, List<Integer> flagSets) {
        IoUringSetup setup = new IoUringSetup(-Errno.EINVAL);
        for (int i = 0; i < flagSets.size() && setup.fd == -Errno.EINVAL; i++) {
            setup.fd = setup.ioUringSetup(entries, completions, flagSets.get(i));
        }
        if (setup.fd >= 0 && (setup.features() & FEATURES_NEEDED) != FEATURES_NEEDED) {
            setup.close();
            setup.fd = -Errno.EINVAL;
        }
        return setup;
    }

    /** As if the kernel had refused with {@code errno}; for the tests of those who fall back. */
    public static IoUringSetup refused(int errno) {
        return new IoUringSetup(-Math.abs(errno));
    }

    private int ioUringSetup(int entries, int completions, int flags) {
        params.fill((byte) 0);
        params.set(JAVA_INT, FLAGS, flags);
        params.set(JAVA_INT, CQ_ENTRIES, completions);
        try {
            return posix.result(
                    (long)
                            SETUP.invokeExact(
                                    posix.errno, SYS_IO_URING_SETUP, (long) entries, params));
        } catch (Throwable t) {
            throw Libc.broken(t);
        }
    }

    /** The descriptor of the ring, or {@code -errno}. */
    public int fd() {
        return fd;
    }

    /** The flags that the kernel accepted, of {@link IoUringConstants}. */
    public int flags() {
        return params.get(JAVA_INT, FLAGS);
    }

    /** What the kernel can do, the IORING_FEAT_ bits. */
    public int features() {
        return params.get(JAVA_INT, FEATURES);
    }

    /** Why there is no ring, as a sentence; null when there is one. */
    public @Nullable String reason() {
        return fd >= 0 ? null : reason(fd, disabled());
    }

    static String reason(int errno, String disabled) {
        String why =
                switch (Math.abs(errno)) {
                    case Errno.EPERM ->
                            disabled.equals("1") || disabled.equals("2")
                                    ? "kernel.io_uring_disabled is " + disabled
                                    : "the container's seccomp profile forbids it";
                    case Errno.ENOSYS -> "the kernel has no io_uring, or a filter hides it";
                    case Errno.EINVAL -> "the kernel is too old (5.11 is the oldest that will do)";
                    case Errno.ENOMEM ->
                            "too little memory may be locked (ulimit -l) or is left for the rings";
                    case Errno.EMFILE ->
                            "this process has as many open files as its limit allows (ulimit -n)";
                    default -> Errno.text(errno);
                };
        return "io_uring_setup: " + Errno.name(errno) + ", " + why;
    }

    private static String disabled() {
        try {
            return Files.readString(DISABLED).strip();
        } catch (IOException e) {
            return ""; // kernels before 6.6 have no such switch
        }
    }

    /** Gives the descriptor up; for a setup of which no {@link IoUring} was made. */
    public void close() {
        if (fd >= 0) {
            new Descriptors(posix).close(fd);
            fd = -Errno.EBADF;
        }
    }

    /** Hands the descriptor to the ring, which closes it. */
    int take() {
        int taken = fd;
        fd = -Errno.EBADF;
        return taken;
    }
}
