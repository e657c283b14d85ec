/** Experiments on real sockets: each says what will be seen, shows it, draws it and checks it. */
@org.jspecify.annotations.NullMarked
module io.fairlead.lab {
    requires io.fairlead.posix;
    requires transitive io.fairlead.trace;
    requires static org.jspecify;

    exports io.fairlead.lab;
    exports io.fairlead.lab.report;
}
