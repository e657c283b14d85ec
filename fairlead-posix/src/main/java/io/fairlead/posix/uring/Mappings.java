package io.fairlead.posix.uring;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.fairlead.posix.Posix;
import io.fairlead.posix.libc.Libc;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Memory shared with the kernel: mmap(2), munmap(2). */
final class Mappings {
    static final int PROT_READ = 1;
    static final int PROT_WRITE = 2;
    static final int MAP_SHARED = 1;
    static final int MAP_POPULATE = 0x8000;

    private static final MethodHandle MMAP =
            Libc.call(
                    "mmap", JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT,
                    JAVA_LONG);
    private static final MethodHandle MUNMAP = Libc.call("munmap", JAVA_INT, JAVA_LONG, JAVA_LONG);

    private Mappings() {}

    /** The address of {@code bytes} of what {@code fd} offers at {@code offset}, or -errno. */
    static long map(Posix posix, long bytes, int fd, long offset) {
        int protection = PROT_READ | PROT_WRITE;
        int flags = MAP_SHARED | MAP_POPULATE;
        try {
            long address =
                    (long) MMAP.invokeExact(posix.errno, 0L, bytes, protection, flags, fd, offset);
            return address == -1 ? posix.result(-1) : address;
        } catch (Throwable t) {
            throw Libc.broken(t);
        }
    }

    /** Gives a mapping back. */
    static void unmap(MemorySegment mapping) {
        Posix posix = new Posix();
        long address = mapping.address();
        long bytes = mapping.byteSize();
        try {
            posix.result((int) MUNMAP.invokeExact(posix.errno, address, bytes));
        } catch (Throwable t) {
            throw Libc.broken(t);
        }
    }
}
