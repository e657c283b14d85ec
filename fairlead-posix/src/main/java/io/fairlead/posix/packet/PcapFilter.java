package io.fairlead.posix.packet;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.fairlead.posix.libc.Libc;
import io.fairlead.posix.libc.Libpcap;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An expression of pcap-filter(7), compiled and run by libpcap. Serves one thread at a time.
 *
 * <pre>
 *   struct bpf_program   0   4      8      16
 *                        |len|(free)|insns |
 * </pre>
 */
public final class PcapFilter {
    private static final int PROGRAM_BYTES = 16;
    private static final int INSNS = 8;
    private static final int INSTRUCTION_BYTES = 8;
    private static final int FRAME_BYTES_MAX = 262_144;
    private static final int NETMASK_UNKNOWN = -1;
    private static final long ERROR_BYTES_MAX = 256;

    private final Arena arena = Arena.ofAuto(); // lives as long as the memory that it lends
    private final MemorySegment program;
    private MemorySegment frame = arena.allocate(FRAME_BYTES_MAX);

    /**
     * Compiles an expression.
     *
     * @param linkType what a frame begins with: a DLT_ of libpcap
     * @throws IllegalArgumentException if libpcap finds it wrong; its sentence is the message
     * @throws UnsupportedOperationException if there is no libpcap here
     */
    public PcapFilter(String expression, int linkType) {
        if (!Libpcap.isThere()) {
            throw new UnsupportedOperationException("libpcap is not installed here");
        }
        try {
            program = compile(expression, linkType);
        } catch (IllegalArgumentException e) {
            throw e;
        } catch (Throwable e) {
            throw Libc.broken(e);
        }
    }

    private MemorySegment compile(String expression, int linkType) throws Throwable {
        MemorySegment dead =
                (MemorySegment) handle(Libpcap.OPEN).invokeExact(linkType, FRAME_BYTES_MAX);
        if (dead.address() == 0) throw new IllegalArgumentException("no such link type");
        try (Arena call = Arena.ofConfined()) {
            MemorySegment compiled = call.allocate(PROGRAM_BYTES, ADDRESS.byteAlignment());
            MemorySegment text = call.allocateFrom(expression);
            int result =
                    (int)
                            handle(Libpcap.COMPILE)
                                    .invokeExact(dead, compiled, text, 1, NETMASK_UNKNOWN);
            if (result != 0) {
                MemorySegment error = (MemorySegment) handle(Libpcap.ERROR).invokeExact(dead);
                throw new IllegalArgumentException(error.reinterpret(ERROR_BYTES_MAX).getString(0));
            }
            long bytes = (long) compiled.get(JAVA_INT, 0) * INSTRUCTION_BYTES;
            MemorySegment own = arena.allocate(bytes, Long.BYTES);
            own.copyFrom(compiled.get(ADDRESS, INSNS).reinterpret(bytes));
            handle(Libpcap.FREE).invokeExact(compiled);
            return own;
        } finally {
            handle(Libpcap.CLOSE).invokeExact(dead);
        }
    }

    private static MethodHandle handle(@Nullable MethodHandle handle) {
        return Objects.requireNonNull(handle, "libpcap");
    }

    /**
     * Whether it accepts a frame.
     *
     * @param bytes of the frame, as far as they were captured
     * @param wireBytes how many the frame had
     */
    public boolean accepts(byte[] bytes, int wireBytes) {
        if (bytes.length > frame.byteSize()) frame = arena.allocate(bytes.length);
        MemorySegment.copy(bytes, 0, frame, JAVA_BYTE, 0, bytes.length);
        try {
            return (int) handle(Libpcap.RUN).invokeExact(program, frame, wireBytes, bytes.length)
                    != 0;
        } catch (Throwable e) {
            throw Libc.broken(e);
        }
    }
}
