/**
 * The calls Fairlead makes to libc and the Linux kernel, through {@code java.lang.foreign}.
 *
 * <p>The only module that needs native access ({@code --enable-native-access=io.fairlead.posix}).
 * For Fairlead's core, its labs, its load generator and its tracer alone: what is here is as sharp
 * as C.
 */
@org.jspecify.annotations.NullMarked
module io.fairlead.posix {
    requires static org.jspecify;

    exports io.fairlead.posix to
            io.fairlead.core,
            io.fairlead.lab,
            io.fairlead.learn,
            io.fairlead.load,
            io.fairlead.trace;
    exports io.fairlead.posix.diag to
            io.fairlead.core,
            io.fairlead.trace;
    exports io.fairlead.posix.message to
            io.fairlead.core,
            io.fairlead.lab,
            io.fairlead.trace;
    exports io.fairlead.posix.network to
            io.fairlead.lab;
    exports io.fairlead.posix.packet to
            io.fairlead.lab,
            io.fairlead.trace;
    exports io.fairlead.posix.process to
            io.fairlead.core,
            io.fairlead.lab,
            io.fairlead.learn,
            io.fairlead.load;
    exports io.fairlead.posix.uring to
            io.fairlead.core;
}
