package io.fairlead.posix.libc;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The functions of libpcap that make filters, where it is installed. Safe for many threads. */
public final class Libpcap {
    private static final String[] NAMES = {"libpcap.so.0.8", "libpcap.so.1", "libpcap.so"};
    private static final @Nullable SymbolLookup LOOKUP = lookup();

    /** {@code pcap_t *pcap_open_dead(int linktype, int snaplen)}. */
    public static final @Nullable MethodHandle OPEN =
            find("pcap_open_dead", FunctionDescriptor.of(ADDRESS, JAVA_INT, JAVA_INT));

    /** {@code int pcap_compile(pcap_t *, struct bpf_program *, const char *, int, bpf_u_int32)}. */
    public static final @Nullable MethodHandle COMPILE =
            find(
                    "pcap_compile",
                    FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_INT, JAVA_INT));

    /** {@code char *pcap_geterr(pcap_t *)}. */
    public static final @Nullable MethodHandle ERROR =
            find("pcap_geterr", FunctionDescriptor.of(ADDRESS, ADDRESS));

    /** {@code void pcap_freecode(struct bpf_program *)}. */
    public static final @Nullable MethodHandle FREE =
            find("pcap_freecode", FunctionDescriptor.ofVoid(ADDRESS));

    /** {@code void pcap_close(pcap_t *)}. */
    public static final @Nullable MethodHandle CLOSE =
            find("pcap_close", FunctionDescriptor.ofVoid(ADDRESS));

    /** {@code u_int bpf_filter(const struct bpf_insn *, const u_char *, u_int, u_int)}. */
    public static final @Nullable MethodHandle RUN =
            find(
                    "bpf_filter",
                    FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, JAVA_INT));

    private Libpcap() {}

    /** Whether all of it is there. */
    public static boolean isThere() {
        MethodHandle[] all = {OPEN, COMPILE, ERROR, FREE, CLOSE, RUN};
        for (MethodHandle each : all) if (each == null) return false;
        return true;
    }

    private static @Nullable SymbolLookup lookup() {
        if (Libc.reason() != null) return null;
        for (String name : NAMES) {
            SymbolLookup found = lookup(name);
            if (found != null) return found;
        }
        return null;
    }

    private static @Nullable SymbolLookup lookup(String name) {
        try {
            return SymbolLookup.libraryLookup(name, Arena.global());
        } catch (IllegalArgumentException absent) {
            return null;
        }
    }

    private static @Nullable MethodHandle find(String name, FunctionDescriptor descriptor) {
        if (LOOKUP == null) return null;
        Optional<MemorySegment> function = LOOKUP.find(name);
        return function.map(each -> Linker.nativeLinker().downcallHandle(each, descriptor))
                .orElse(null);
    }
}
