package io.fairlead.posix.libc;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the functions of libc and makes method handles of them.
 *
 * <p>Never throws while it does: a function that is not there becomes a handle that fails with
 * ENOSYS, as a system call does that a kernel does not have.
 */
public final class Libc {
    /** Every function that this module calls. */
    static final List<String> SYMBOLS =
            List.of(
                    "accept4",
                    "bind",
                    "close",
                    "connect",
                    "dup3",
                    "epoll_create1",
                    "epoll_ctl",
                    "epoll_wait",
                    "eventfd",
                    "fcntl",
                    "getpagesize",
                    "getpeername",
                    "getsockname",
                    "getsockopt",
                    "if_indextoname",
                    "if_nametoindex",
                    "inet_ntop",
                    "inet_pton",
                    "ioctl",
                    "kill",
                    "listen",
                    "mmap",
                    "munmap",
                    "open",
                    "pipe2",
                    "poll",
                    "posix_spawn_file_actions_addclose",
                    "posix_spawn_file_actions_adddup2",
                    "posix_spawn_file_actions_addopen",
                    "posix_spawn_file_actions_destroy",
                    "posix_spawn_file_actions_init",
                    "posix_spawnattr_destroy",
                    "posix_spawnattr_init",
                    "posix_spawnattr_setflags",
                    "posix_spawnattr_setpgroup",
                    "posix_spawnattr_setsigdefault",
                    "posix_spawnattr_setsigmask",
                    "posix_spawnp",
                    "prlimit",
                    "read",
                    "recv",
                    "recvfrom",
                    "recvmmsg",
                    "recvmsg",
                    "sched_getaffinity",
                    "sched_setaffinity",
                    "send",
                    "sendmmsg",
                    "sendmsg",
                    "sendto",
                    "setsockopt",
                    "shutdown",
                    "sigaddset",
                    "sigemptyset",
                    "signal",
                    "socket",
                    "socketpair",
                    "splice",
                    "syscall",
                    "waitpid",
                    "write");

    /** Functions that some C libraries do not have; whoever calls them says what is lost. */
    static final List<String> OPTIONAL =
            List.of(
                    "posix_spawn_file_actions_addclosefrom_np",
                    "pthread_kill",
                    "pthread_self",
                    "sockatmark");

    /** Processors whose constants and system call numbers are those of asm-generic. */
    private static final Set<String> PROCESSORS =
            Set.of("amd64", "aarch64", "riscv64", "loongarch64");

    private static final int ENOSYS = 38;
    private static final @Nullable String REASON = reason(SYMBOLS);

    private Libc() {}

    /** Why native calls do not work here, as a sentence; null when they do. */
    public static @Nullable String reason() {
        return REASON;
    }

    /** A handle that takes the memory for errno first, then the arguments. */
    public static MethodHandle call(String name, MemoryLayout result, MemoryLayout... arguments) {
        FunctionDescriptor descriptor = FunctionDescriptor.of(result, arguments);
        return link(name, descriptor, Linker.Option.captureCallState("errno"));
    }

    /** As {@link #call}, for a C function whose arguments after {@code fixed} are variadic. */
    public static MethodHandle variadic(
            String name, int fixed, MemoryLayout result, MemoryLayout... arguments) {
        return link(
                name,
                FunctionDescriptor.of(result, arguments),
                Linker.Option.captureCallState("errno"),
                Linker.Option.firstVariadicArg(fixed));
    }

    /** A handle that catches no errno: for calls by threads that have no memory for it. */
    public static MethodHandle uncaught(
            String name, MemoryLayout result, MemoryLayout... arguments) {
        return link(name, FunctionDescriptor.of(result, arguments));
    }

    /** A handle threw, which none does: it was called with the wrong types. */
    public static AssertionError broken(Throwable cause) {
        return new AssertionError("a native call could not be made", cause);
    }

    private static MethodHandle link(
            String name, FunctionDescriptor descriptor, Linker.Option... options) {
        assert SYMBOLS.contains(name) || OPTIONAL.contains(name)
                : name + " is missing from the list";
        if (systemReason() == null) {
            Optional<MemorySegment> function = find(name);
            if (function.isPresent()) {
                return Linker.nativeLinker().downcallHandle(function.get(), descriptor, options);
            }
        }
        MethodHandle missing = missing(descriptor.toMethodType());
        return options.length > 0
                ? missing
                : MethodHandles.insertArguments(missing, 0, Arena.ofAuto().allocate(JAVA_INT));
    }

    /** A handle that stores ENOSYS in its first argument, ignores the others and returns -1. */
    static MethodHandle missing(MethodType type) {
        MethodHandle store = JAVA_INT.varHandle().toMethodHandle(VarHandle.AccessMode.SET);
        MethodHandle minusOne =
                MethodHandles.explicitCastArguments(
                        MethodHandles.constant(int.class, -1),
                        MethodType.methodType(type.returnType()));
        MethodHandle fail =
                MethodHandles.foldArguments(
                        MethodHandles.dropArguments(minusOne, 0, MemorySegment.class),
                        MethodHandles.insertArguments(store, 1, 0L, ENOSYS));
        return MethodHandles.dropArguments(fail, 1, type.parameterList());
    }

    static @Nullable String reason(List<String> symbols) {
        String system = systemReason();
        if (system != null) {
            return system;
        }
        List<String> absent = symbols.stream().filter(name -> find(name).isEmpty()).toList();
        return absent.isEmpty() ? null : "the C library lacks " + String.join(", ", absent);
    }

    private static @Nullable String systemReason() {
        return systemReason(
                System.getProperty("os.name", "unknown"), System.getProperty("os.arch", "unknown"));
    }

    static @Nullable String systemReason(String system, String processor) {
        if (!system.equals("Linux")) {
            return "native calls are made on Linux alone, and this is " + system;
        }
        if (!PROCESSORS.contains(processor.toLowerCase(Locale.ROOT))) {
            return "native calls are not known to be right on this processor: " + processor;
        }
        return Access.REFUSED;
    }

    /** What has to be named to allow this class native calls: on the class path, all of it. */
    private static String nameForAccess() {
        Module module = Libc.class.getModule();
        return module.isNamed() ? module.getName() : "ALL-UNNAMED";
    }

    private static Optional<MemorySegment> find(String name) {
        return Access.LOOKUP == null ? Optional.empty() : Access.LOOKUP.find(name);
    }

    /** Whether the virtual machine lets this module make native calls; asked on Linux alone. */
    private static final class Access {
        static final @Nullable SymbolLookup LOOKUP;
        static final @Nullable String REFUSED;

        static {
            SymbolLookup lookup = null;
            String refused = null;
            try {
                Linker linker = Linker.nativeLinker();
                lookup = linker.defaultLookup();
                // A restricted method: throws where --illegal-native-access=deny rules.
                linker.downcallHandle(FunctionDescriptor.of(JAVA_INT));
            } catch (UnsupportedOperationException e) {
                refused = "this Java has no linker for native calls on this system";
            } catch (IllegalCallerException e) {
                refused =
                        "native access is denied: start Java with --enable-native-access="
                                + nameForAccess();
            }
            LOOKUP = lookup;
            REFUSED = refused;
        }
    }
}
