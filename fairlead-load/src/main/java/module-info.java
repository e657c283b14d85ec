/** Load for any raw TCP, UDP or Unix-domain server, and what it measures. */
@org.jspecify.annotations.NullMarked
module io.fairlead.load {
    requires HdrHistogram;
    requires transitive io.fairlead.core;
    requires io.fairlead.posix;
    requires static org.jspecify;

    exports io.fairlead.load;
    exports io.fairlead.load.measure to
            io.fairlead.cli;
    exports io.fairlead.load.result;
}
