package io.fairlead.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;

/**
 * What a native call costs: as this module makes it, as a critical call, and without errno. Prints
 * nanoseconds for a call, the median of 21 interleaved rounds and their range, and bytes of heap
 * for a call; see docs/decisions/0004-native-calls.md for the command.
 */
final class NativeCallCost {
    private static final int ROUNDS = 21;
    private static final int CALLS = 200_000;

    private static final Linker.Option CAPTURE = Linker.Option.captureCallState("errno");
    private static final Linker.Option CRITICAL = Linker.Option.critical(false);

    private static final MethodHandle RECV = recv(CAPTURE);
    private static final MethodHandle RECV_CRITICAL = recv(CAPTURE, CRITICAL);
    private static final MethodHandle RECV_NO_ERRNO = recv();
    private static final MethodHandle SEND = send(CAPTURE);
    private static final MethodHandle SEND_CRITICAL = send(CAPTURE, CRITICAL);
    private static final MethodHandle GETUID = link("getuid", JAVA_INT);
    private static final MethodHandle GETUID_ERRNO = getuid(CAPTURE);
    private static final MethodHandle GETUID_CRITICAL = getuid(CAPTURE, CRITICAL);
    private static final MethodHandle ABS = abs(CAPTURE);
    private static final MethodHandle ABS_CRITICAL = abs(CAPTURE, CRITICAL);

    private final Posix posix = new Posix();
    private final Native c = new Native();
    private final int[] pair = c.pair(SocketConstants.SOCK_STREAM);
    private final Epoll epoll = new Epoll(posix, 16);
    private final Eventfd eventfd = new Eventfd(posix);
    private int client;
    private int server;
    private long sum;

    private NativeCallCost() {}

    /** A thing to do many times. */
    @FunctionalInterface
    private interface Call {
        long run() throws Throwable;
    }

    /** A call with its name and times. */
    private static final class Row {
        final String name;
        final Call call;
        final double[] times = new double[ROUNDS];

        Row(String name, Call call) {
            this.name = name;
            this.call = call;
        }
    }

    public static void main(String[] arguments) throws Throwable {
        new NativeCallCost().measure();
    }

    private static MethodHandle link(
            String name, MemoryLayout result, MemoryLayout[] arguments, Linker.Option... options) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(result, arguments),
                options);
    }

    private static MethodHandle link(String name, MemoryLayout result) {
        return link(name, result, new MemoryLayout[0]);
    }

    private static MethodHandle recv(Linker.Option... options) {
        MemoryLayout[] arguments = {JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT};
        return link("recv", JAVA_LONG, arguments, options);
    }

    private static MethodHandle send(Linker.Option... options) {
        MemoryLayout[] arguments = {JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT};
        return link("send", JAVA_LONG, arguments, options);
    }

    private static MethodHandle getuid(Linker.Option... options) {
        return link("getuid", JAVA_INT, new MemoryLayout[0], options);
    }

    private static MethodHandle abs(Linker.Option... options) {
        return link("abs", JAVA_INT, new MemoryLayout[] {JAVA_INT}, options);
    }

    private long recv(int fd) throws Throwable {
        return (long) RECV.invokeExact(posix.errno, fd, c.address, 64L, 0x40);
    }

    private long recvCritical(int fd) throws Throwable {
        return (long) RECV_CRITICAL.invokeExact(posix.errno, fd, c.address, 64L, 0x40);
    }

    private long send(int fd) throws Throwable {
        return (long) SEND.invokeExact(posix.errno, fd, c.address, 64L, 0x4040);
    }

    private long sendCritical(int fd) throws Throwable {
        return (long) SEND_CRITICAL.invokeExact(posix.errno, fd, c.address, 64L, 0x4040);
    }

    private Row[] rows() {
        return new Row[] {
            row("abs (no system call), errno", () -> (int) ABS.invokeExact(posix.errno, 1)),
            row("abs, errno, critical", () -> (int) ABS_CRITICAL.invokeExact(posix.errno, 1)),
            row("getuid, no errno", () -> (int) GETUID.invokeExact()),
            row("getuid, errno", () -> (int) GETUID_ERRNO.invokeExact(posix.errno)),
            row("getuid, errno, critical", () -> (int) GETUID_CRITICAL.invokeExact(posix.errno)),
            row(
                    "recv EAGAIN, no errno",
                    () -> (long) RECV_NO_ERRNO.invokeExact(client, c.address, 64L, 0x40)),
            row("recv EAGAIN, errno", () -> recv(client)),
            row("recv EAGAIN, errno, critical", () -> recvCritical(client)),
            row("recv EAGAIN, SocketCalls", () -> c.sockets.recv(client, c.address, 64, 0x40)),
            row("send + recv 64, Unix", () -> send(pair[0]) + recv(pair[1])),
            row(
                    "send + recv 64, Unix, critical",
                    () -> sendCritical(pair[0]) + recvCritical(pair[1])),
            row("send + recv 64, TCP", () -> send(client) + recv(server)),
            row("send + recv 64, TCP, critical", () -> sendCritical(client) + recvCritical(server)),
            row("epoll_wait(0), nothing ready", () -> epoll.epollWait(0)),
            row("new Posix()", () -> new Posix().errno.byteSize()),
            row("eventfd signal", () -> eventfd.signal() ? 1 : 0),
        };
    }

    private static Row row(String name, Call call) {
        return new Row(name, call);
    }

    private void measure() throws Throwable {
        int listener = c.listener();
        client = c.connected(listener);
        server = c.opened(c.sockets.accept4(listener, SocketConstants.SOCK_CLOEXEC));
        c.sockets.setsockopt(client, InetConstants.IPPROTO_TCP, InetConstants.TCP_NODELAY, 1);
        Row[] rows = rows();
        for (int round = -3; round < ROUNDS; round++) {
            for (Row row : rows) {
                long used = used();
                long begun = System.nanoTime();
                for (int i = 0; i < CALLS; i++) {
                    sum += row.call.run();
                }
                long took = System.nanoTime() - begun;
                if (round >= 0) {
                    row.times[round] = (double) took / CALLS;
                }
                if (round == ROUNDS - 1) {
                    print(row, (double) (used() - used) / CALLS);
                }
            }
        }
        System.out.println(sum == 0 ? "" : "done");
        epoll.close();
        eventfd.close();
        c.close();
    }

    /** Bytes of heap; only ever more with -XX:+UseEpsilonGC. */
    private static long used() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static void print(Row row, double allocated) {
        double[] times = row.times;
        Arrays.sort(times);
        System.out.printf(
                "%-32s %7.1f ns  (%.1f to %.1f)  %.2f bytes%n",
                row.name, times[ROUNDS / 2], times[0], times[ROUNDS - 1], allocated);
    }
}
